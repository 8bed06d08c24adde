from __future__ import annotations

import pytest

from tests.algebra.steps import verdict
from tests.judged import judge_step


@pytest.mark.parametrize(
    ("left", "right", "symbols"),
    [
        ("diff(integrate(exp(t^3), t=0..x), x)", "exp(x^3)", {"x": "real"}),
        ("diff(integrate(exp(t^3), t=x..1), x)", "-exp(x^3)", {"x": "real"}),
        ("diff(integrate(exp(t^3), t=0..x^2), x)", "2*x*exp(x^6)", {"x": "real"}),
        (
            "diff(integrate(exp(x*t^3), t=0..1), x)",
            "integrate(t^3*exp(x*t^3), t=0..1)",
            {"x": "real"},
        ),
        (
            "diff(integrate(cos(x*t^2), t=0..1), x, x)",
            "-integrate(t^4*cos(x*t^2), t=0..1)",
            {"x": "real"},
        ),
        ("diff(integrate(sqrt(t), t=0..x), x)", "sqrt(x)", {"x": "real > 0"}),
        ("diff(integrate(abs(t), t=-1..x), x)", "abs(x)", {"x": "real > 0"}),
    ],
)
def test_leibniz_rule_is_used_where_it_holds(
    left: str, right: str, symbols: dict[str, str]
) -> None:
    assert verdict(left, right, symbols) == "proved"


def test_a_derivative_is_not_taken_under_an_integral_that_is_not_jointly_continuous() -> None:
    left = "diff(integrate(x^3*exp(-x^2/t)/t^2, t=0..1), x)"
    right = "integrate(diff(x^3*exp(-x^2/t)/t^2, x), t=0..1)"
    assert verdict(left, right, {"x": "real"}) in ("refuted", "unknown")


@pytest.mark.parametrize(
    ("left", "right", "domain"),
    [
        ("diff(integrate(where(t > 0, 1, 0), t=-1..x), x)", "where(x > 0, 1, 0)", "real"),
        ("diff(integrate(sqrt(t), t=0..x), x)", "sqrt(x)", "real in [0, oo)"),
        ("diff(integrate(1/t, t=1..x), x)", "1/x", "real"),
        ("diff(integrate(abs(x*t), t=0..1), x)", "sign(x)/2", "real"),
    ],
)
def test_where_the_integral_has_no_derivative_none_is_proved(
    left: str, right: str, domain: str
) -> None:
    assert verdict(left, right, {"x": domain}) != "proved"


def test_a_parameter_that_moves_through_a_function_is_not_held_fixed() -> None:
    header = "symbols:\n  x: real\ndefinitions:\n  g(a): integrate(exp(a*t^3), t=0..a)\n"
    right = "2*x*(exp(x^8) + integrate(t^3*exp(x^2*t^3), t=0..x^2))"
    assert judge_step(header, "diff(g(x^2), x)", right).verdict == "proved"
    assert judge_step(header, "diff(g(x^2), x)", "2*x*exp(x^8)").verdict == "refuted"
