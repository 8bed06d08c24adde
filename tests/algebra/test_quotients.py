"""Derivatives where no rule applies: by the limit that defines them."""

from __future__ import annotations

import pytest

from tests.judged import derivation, document, judge, judge_step

HEADER = "symbols:\n  x, y: real\n  n: integer >= 1\n  m: natural\n  a: real > 1"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("diff(where(x == 0, 0, x^2*sin(1/x)), x)", "where(x == 0, 0, 2*x*sin(1/x) - cos(1/x))"),
        ("diff(where(x == 0, 0, exp(-1/x^2)), x)", "where(x == 0, 0, 2/x^3*exp(-1/x^2))"),
        ("diff(where(x == 0, 1, sin(x)/x), x)", "where(x == 0, 0, cos(x)/x - sin(x)/x^2)"),
        ("diff(where(x > 0, x^2*log(x), 0), x)", "where(x > 0, 2*x*log(x) + x, 0)"),
        ("diff(x^n, x)", "n*x^(n - 1)"),
        ("x*diff(x^m, x)", "m*x^m"),
        ("diff(abs(x)^a, x)", "a*abs(x)^(a - 1)*sign(x)"),
        ("diff(abs(x*y)*x, x)", "2*abs(x*y)"),
        ("diff(cbrt(x)^3, x)", "1"),
    ],
)
def test_a_derivative_that_exists_by_definition_alone_is_proved(left: str, right: str) -> None:
    assert judge_step(HEADER, left, right).verdict == "proved"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("diff(cbrt(x), x)", "1/(3*cbrt(x)^2)"),
        ("diff(sqrt(abs(x)), x)", "sign(x)/(2*sqrt(abs(x)))"),
    ],
)
def test_where_the_quotient_has_no_limit_there_is_no_derivative(left: str, right: str) -> None:
    assert judge_step(HEADER, left, right).verdict == "proved"


@pytest.mark.parametrize(
    ("left", "right", "verdict"),
    [
        ("diff(where(x == 0, 1, sin(x)/x), x)", "where(x == 0, 1, 0)", "refuted"),
        ("diff(where(x == 0, 0, x*sin(1/x)), x)", "where(x == 0, 0, 7)", "refuted"),
        ("diff(where(x == 0, 2, sin(x)/x), x)", "cos(x)/x - sin(x)/x^2", "proved"),
        ("diff(x^m, x)", "m*x^(m - 1)", "conditional"),  # 0*0^(-1) where m and x are 0
        ("diff(abs(x)^a, x)", "a*abs(x)^a/x", "conditional"),
    ],
)
def test_what_holds_beside_the_point_is_not_taken_for_the_point(
    left: str, right: str, verdict: str
) -> None:
    assert judge_step(HEADER, left, right).verdict == verdict


def test_the_value_at_the_point_is_not_differentiated_again() -> None:
    left = "diff(where(x == 0, 0, x^3*sin(1/x)), x, x)"
    assert judge_step(HEADER, left, "where(x == 0, 0, 1)").verdict != "proved"
    assert judge_step(HEADER, "diff(x^n, x, x)", "0").verdict != "proved"


WAVE = "where(x == 0, 0, x^2*sin(1/x))"
SLOPE = "where(x == 0, 0, 2*x*sin(1/x) - cos(1/x))"


@pytest.mark.parametrize(
    ("left", "right", "verdict"),
    [
        ("diff(p, x)", SLOPE, "proved"),
        ("diff(g(x), x)", SLOPE, "proved"),
        ("g'(x)", SLOPE, "proved"),
        ("g'(0)", "0", "proved"),
        ("diff(earlier, x)", SLOPE, "proved"),  # its start, though x = y at every point
        ("diff(where(y == 0, 0, y^2*sin(1/y)), x)", "0", "proved"),
        (f"diff({WAVE} + y, x)", SLOPE, "proved"),  # y is held fixed, though it is x
        (f"diff({WAVE} + y, x)", f"{SLOPE} + 1", "refuted"),
    ],
)
def test_what_moves_is_what_a_name_goes_through(left: str, right: str, verdict: str) -> None:
    header = (
        "symbols:\n  x, y: real\nassume: y == x\ndefinitions:\n"
        f"  p: {WAVE}\n  g(t): where(t == 0, 0, t^2*sin(1/t))"
    )
    earlier = derivation("earlier", [WAVE, "= where(y == 0, 0, y^2*sin(1/y))"])
    found = judge(document(header, [earlier, derivation("step", [left, f"= {right}"])]))
    assert found.verdicts == ["proved", verdict]
