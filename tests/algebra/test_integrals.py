from __future__ import annotations

import pytest

from tests.algebra.steps import state, verdict
from verifier.algebra.oracles import State

PROVED = [
    ("integrate(1/t, t=1..x)", "log(x)", {"x": "real > 0"}),
    ("integrate(1/t, t=1..x)", "log(x)", {"x": "real"}),  # for x <= 0 neither side exists
    ("integrate(t, t=a..b)", "(b^2 - a^2)/2", {"a, b": "real"}),
    ("integrate(exp(t^3), t=a..b)", "-integrate(exp(t^3), t=b..a)", {"a, b": "real"}),
    ("integrate(abs(t), t=0..x)", "x*abs(x)/2", {"x": "real"}),
    ("integrate(abs(a*t), t=-1..1)", "abs(a)", {"a": "real"}),
    ("integrate(max(t, 1 - t), t=0..1)", "3/4", {}),
    ("integrate(sign(t)*t, t=-1..2)", "5/2", {}),
    ("integrate(where(t > 1, t, 1), t=0..3)", "5", {}),
    ("integrate(sqrt(1 - sin(t)^2), t=0..pi)", "2", {}),
    ("integrate(abs(sin(t)), t=0..4*pi)", "8", {}),
    ("integrate(1/(2 + cos(t)), t=0..2*pi)", "2*pi/sqrt(3)", {}),
    ("integrate(integrate(x*y, x=0..y), y=0..1)", "1/8", {}),
    ("integrate(exp(t)/(1 + t), t=0..1)", "integrate(exp(s)/(1 + s), s=0..1)", {}),
    (
        "integrate(2*exp(t)/(1 + t) + t, t=0..1)",
        "2*integrate(exp(t)/(1 + t), t=0..1) + 1/2",
        {},
    ),
]


@pytest.mark.parametrize(("left", "right", "symbols"), PROVED)
def test_a_true_integral_is_proved(left: str, right: str, symbols: dict[str, str]) -> None:
    assert verdict(left, right, symbols) == "proved"


REFUTED = [
    ("integrate(abs(t), t=0..x)", "x^2/2", {"x": "real"}),
    ("integrate(2*t*exp(t^2), t=0..x)", "exp(x^2)", {"x": "real"}),
    ("integrate(1/(2 + cos(t)), t=0..2*pi)", "0", {}),  # of an antiderivative with a jump
    ("integrate(sqrt(1 - sin(t)^2), t=0..pi)", "0", {}),
    ("integrate(exp(t)/(1 + t), t=0..1)", "9/8", {}),
    ("integrate(1/t, t=-1..1)", "0", {}),
    ("integrate(1/t^2, t=-1..1)", "-2", {}),
    ("integrate(1/(t - 1), t=0..2)", "0", {}),
    ("integrate(tan(t), t=0..pi)", "0", {}),
    ("integrate(1/(t^2 - 2), t=0..2)", "0", {}),
    ("integrate(1/t, t=0..1)", "0", {}),
    ("integrate(1/t, t=1..oo)", "1", {}),
    ("integrate(cos(t), t=0..oo)", "0", {}),
]


@pytest.mark.parametrize(("left", "right", "symbols"), REFUTED)
def test_a_false_integral_is_refuted(left: str, right: str, symbols: dict[str, str]) -> None:
    assert verdict(left, right, symbols) == "refuted"


@pytest.mark.parametrize(
    "text",
    [
        "integrate(1/t, t=-1..1)",
        "integrate(1/(t - 1)^2, t=0..3)",
        "integrate(log(t), t=-1..1)",
        "integrate(sqrt(t), t=-1..1)",
        "integrate(tan(t), t=0..3)",
        "integrate(1/t, t=0..1)",
        "integrate(1/t^2, t=0..1)",
        "integrate(exp(t), t=0..oo)",
        "integrate(t, t=-oo..oo)",
        "integrate(sin(t), t=0..oo)",
        "integrate(where(t > 0, 1/t, 0), t=-1..1)",
        "integrate(abs(1/t), t=-1..1)",
    ],
)
def test_a_hole_or_a_divergent_end_makes_an_integral_undefined(text: str) -> None:
    assert state(text) is State.UNDEFINED


@pytest.mark.parametrize(
    "text",
    [
        "integrate(log(t), t=0..1)",
        "integrate(1/sqrt(t), t=0..1)",
        "integrate(1/sqrt(1 - t^2), t=-1..1)",
        "integrate(exp(-t), t=0..oo)",
        "integrate(1/(1 + t^2), t=-oo..oo)",
        "integrate(exp(-abs(t)), t=-oo..oo)",
        "integrate(where(t == 1, 7, t), t=0..2)",
    ],
)
def test_an_end_is_approached_and_a_single_value_does_not_count(text: str) -> None:
    assert state(text) is State.DEFINED


@pytest.mark.parametrize(
    "text",
    [
        "integrate(floor(t), t=0..2)",
        "integrate(factorial(t), t=0..2)",
        "integrate(sin(t)/t, t=0..oo)",
        "integrate(1/t, t=0..0)",
        "integrate(exp(t)/t^(1/3), t=0..1)",
    ],
)
def test_what_is_not_known_of_an_integral_is_not_called_undefined(text: str) -> None:
    assert state(text) is State.NOT_KNOWN


# -- names -----------------------------------------------------------------------------------------


def test_a_bound_variable_inherits_no_domain() -> None:
    assert verdict("integrate(abs(t), t=-1..1)", "0", {"x": "real > 0"}) == "refuted"
    assert verdict("integrate(abs(x), x=-1..1)", "0", {"x": "real > 0"}) == "malformed"


def test_an_assumption_about_the_point_stays_outside_the_integral() -> None:
    from tests.judged import judge_step

    header = "symbols:\n  x: real\n"
    left, right = "diff(integrate(x*t, t=0..1), x)", "1/2"
    assert judge_step(header, left, right, ["x = 1"]).verdict == "proved"
    assert judge_step(header, left, "x/2 - 1", ["x = 1"]).verdict == "refuted"
