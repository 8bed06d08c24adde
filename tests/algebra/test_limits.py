from __future__ import annotations

import pytest

from tests.algebra.steps import state, verdict
from verifier.algebra.oracles import State

PROVED = [
    ("limit(sin(t)/t, t=0)", "1", {}),
    ("limit((1 - cos(t))/t^2, t=0)", "1/2", {}),
    ("limit((1 + x/t)^t, t=oo)", "exp(x)", {"x": "real"}),
    ("limit(t*log(t), t=0+)", "0", {}),
    ("limit(sqrt(t^2 + t) - t, t=oo)", "1/2", {}),
    ("limit((t^2 - a^2)/(t - a), t=a)", "2*a", {"a": "real"}),
    ("limit((sin(x + h) - sin(x))/h, h=0)", "cos(x)", {"x": "real"}),
    ("limit(exp(-1/t^2)/t^10, t=0)", "0", {}),
    ("limit(t*sin(1/t), t=0)", "0", {}),
    ("limit(abs(t)/t, t=0-)", "-1", {}),
    ("limit(where(t == 0, 7, t), t=0)", "0", {}),  # the value at the point does not count
    ("limit(factorial(n)/n^n, n=oo)", "0", {}),
    ("limit(sum(1/2^k, k=1..n), n=oo)", "1", {}),
    ("limit(integrate(exp(-t), t=0..x), x=oo)", "1", {}),
    ("limit(t^a*exp(-t), t=oo)", "0", {"a": "real"}),
]


@pytest.mark.parametrize(("left", "right", "symbols"), PROVED)
def test_a_limit_is_proved(left: str, right: str, symbols: dict[str, str]) -> None:
    assert verdict(left, right, symbols) == "proved"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("limit(sin(2*t)/t, t=0)", "1"),
        ("limit((1 + 1/t)^t, t=oo)", "1"),
        ("limit((t - sin(t))/t^3, t=0)", "1/3"),
        ("limit(abs(t)/t, t=0+)", "0"),
        ("limit(sqrt(t^2 + t) - t, t=oo)", "0"),
    ],
)
def test_a_wrong_limit_is_refuted(left: str, right: str) -> None:
    assert verdict(left, right) == "refuted"


@pytest.mark.parametrize(
    "text",
    [
        "limit(1/t, t=0)",
        "limit(1/t^2, t=0)",
        "limit(abs(t)/t, t=0)",
        "limit(sign(t), t=0)",
        "limit(where(t > 0, 1, 0), t=0)",
        "limit(exp(1/t), t=0)",
        "limit(sqrt(t), t=0)",  # undefined below
        "limit(log(t), t=-1)",
        "limit(t, t=oo)",
        "limit(sin(t), t=oo)",
        "limit(sin(1/t), t=0)",
        "limit(3 + 2*cos(t^2), t=oo)",
        "limit(sum((-1)^j, j=0..s), s=oo)",
    ],
)
def test_where_there_is_no_limit_the_expression_is_undefined(text: str) -> None:
    assert state(text) is State.UNDEFINED


@pytest.mark.parametrize(
    "text",
    [
        "limit(floor(t), t=0)",
        "limit(sin(t) - sin(t)*cos(t), t=oo)",
        "limit(t*sin(t), t=oo)",
        "limit(erf(t)*sin(t), t=0)/0",
    ],
)
def test_what_the_method_does_not_decide_is_not_called_undefined(text: str) -> None:
    assert state(text) is not State.DEFINED
    assert "/0" in text or state(text) is State.NOT_KNOWN


def test_both_sides_count_only_where_no_side_is_given() -> None:
    assert state("limit(sqrt(t), t=0+)") is State.DEFINED
    assert state("limit(sqrt(t), t=0-)") is State.UNDEFINED


def test_a_case_is_asked_for_where_a_parameter_decides() -> None:
    left = "limit(exp(a*t), t=oo)"
    assert verdict(left, "0", {"a": "real < 0"}) == "proved"
    assert verdict(left, "0", {"a": "real"}) != "proved"


def test_a_limit_is_not_differentiated_by_what_it_speaks_of() -> None:
    assert verdict("diff(limit(x*t, t=1), x)", "1", {"x": "real"}) == "unknown"
