"""Derivatives at a value: by the rules, on seams where both sides meet, and else not at all."""

from __future__ import annotations

import pytest

from tests.judged import judge_step

REAL = "symbols:\n  x, y: real\n  n: integer\n  a: real > 0"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("diff(x^3, x)", "3*x^2"),
        ("diff(x*y^2, y)", "2*x*y"),
        ("diff(x^4, x, x)", "12*x^2"),
        ("diff(diff(x^2*y^2, x), y)", "4*x*y"),
        ("diff(a^x, x)", "a^x*log(a)"),
        ("diff(atan(x), x)", "1/(1 + x^2)"),
        ("diff(x*abs(x), x)", "2*abs(x)"),
        ("diff(relu(x)^2, x)", "2*relu(x)"),
        ("diff(log(x), x)", "1/x + 0*log(x)"),
        ("diff(sqrt(x), x)", "1/(2*sqrt(x))"),
        ("diff(sin(x)/x, x)", "cos(x)/x - sin(x)/x^2"),
    ],
)
def test_a_derivative_is_proved(left: str, right: str) -> None:
    assert judge_step(REAL, left, right).verdict == "proved"


@pytest.mark.parametrize(
    ("left", "right", "verdict"),
    [
        ("diff(abs(x), x)", "sign(x)", "conditional"),  # not at the kink
        ("diff(log(x), x)", "1/x", "conditional"),
        ("diff(relu(x), x)", "(x > 0)", "conditional"),
        ("diff(x^3, x)", "3*x", "refuted"),
        ("diff(where(x == 0, 0, x), x)", "where(x == 0, 0, 1)", "refuted"),
    ],
)
def test_where_there_is_none_the_line_says_so(left: str, right: str, verdict: str) -> None:
    assert judge_step(REAL, left, right).verdict == verdict


@pytest.mark.parametrize("fact", ["x = 1", "x > 0"])
def test_no_fact_about_the_point_enters_a_derivative(fact: str) -> None:
    found = judge_step(REAL, "diff(x^2, x)", "diff(x^2 + (x - 1)*7, x)", [fact])
    assert found.verdict != "proved"
