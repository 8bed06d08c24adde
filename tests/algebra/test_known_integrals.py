from __future__ import annotations

import pytest

from tests.algebra.cases import algebra, minus, read
from tests.algebra.steps import enclosed, verdict
from verifier.algebra.known_integrals import known_integral
from verifier.algebra.spans import Span
from verifier.language.expressions import Apply

GAMMA, BETA, BELL = ("0", None), ("0", "1"), (None, None)


def span(ends: tuple[str | None, str | None]) -> Span:
    lower, upper = (None if end is None else read(end) for end in ends)
    return Span("x", False, lower, upper, True, True)


ROWS = [
    ("x^2*exp(-x)", GAMMA, "2"),
    ("3*x^(1/2)*exp(-2*x)", GAMMA, "3*gamma(3/2)/2^(3/2)"),
    ("x^a*exp(-b*x)", GAMMA, "gamma(a + 1)/b^(a + 1)"),
    ("x^2*(1 - x)^3", BETA, "1/60"),
    ("1/(x*(1 - x))^(1/2)", BETA, "pi"),
    ("exp(-a*x^2 + b*x)", BELL, "(pi/a)^(1/2)*exp(b^2/(4*a))"),
    ("exp(-(x - 1)^2)", BELL, "pi^(1/2)"),
]


@pytest.mark.parametrize(("integrand", "ends", "value"), ROWS)
def test_a_row_gives_the_value(integrand: str, ends: tuple[str, str], value: str) -> None:
    known = algebra(["x > 0", "x < 1"], {"x": "real", "a, b": "real > 0"})
    found = known_integral(known, read(integrand), span(ends))
    assert found is not None
    assert known.vanishes(Apply("+", (found.value, minus(read(value)))))


@pytest.mark.parametrize(
    ("integrand", "ends"),
    [
        ("x^2*exp(-x)", BETA),
        ("x^2*exp(-x^2)", GAMMA),
        ("exp(-x)/(1 + x)", GAMMA),
        ("x^2*(1 + x)", BETA),
        ("exp(-x^4)", BELL),
        ("exp(-x^2)", ("0", "2")),
    ],
)
def test_other_integrands_fit_no_row(integrand: str, ends: tuple[str, str]) -> None:
    known = algebra(["x > 0"], {"x": "real"})
    assert known_integral(known, read(integrand), span(ends)) is None


@pytest.mark.parametrize(
    ("integrand", "ends", "low", "high"),
    [
        ("t^2*exp(-2*t)", "0..40", "0.2499999", "0.2500001"),
        ("t^3*(1 - t)^2", "0..1", "0.0166666", "0.0166667"),
        ("exp(-2*t^2 + t)", "-30..30", "1.4201", "1.4202"),
    ],
)
def test_the_rows_agree_with_rigorous_numbers(
    integrand: str, ends: str, low: str, high: str
) -> None:
    assert enclosed(f"integrate({integrand}, t={ends})", low, high)


def test_the_conditions_of_a_row_are_needed() -> None:
    left, right = "integrate(exp(-a*t^2), t=-oo..oo)", "sqrt(pi/a)"
    assert verdict(left, right, {"a": "real > 0"}) == "proved"
    assert verdict(left, right, {"a": "real != 0"}) != "refuted"
    left = "integrate(t^a*exp(-t), t=0..oo)"
    assert verdict(left, "gamma(a + 1)", {"a": "real > -1"}) == "proved"
    assert verdict(left, "gamma(a + 1)", {"a": "real"}) != "proved"
