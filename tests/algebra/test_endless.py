"""Infinite sums and products: their limits, those that are known, and those without a value."""

from __future__ import annotations

import pytest

from tests.algebra.steps import verdict

X = {"x": "real"}


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("sum(x^k/factorial(k), k=0..oo)", "exp(x)"),
        ("sum(x^k/factorial(k), k=2..oo)", "exp(x) - 1 - x"),
        ("sum(k*x^k/factorial(k), k=0..oo)", "x*exp(x)"),
        ("sum((-1)^k*x^(2*k + 1)/factorial(2*k + 1), k=0..oo)", "sin(x)"),
        ("sum(x^(2*k)/factorial(2*k), k=0..oo)", "cosh(x)"),
        ("sum(1/k^2, k=1..oo)", "pi^2/6"),
        ("sum(1/(2*k - 1)^2, k=1..oo)", "pi^2/8"),
        ("sum((-1)^k/(2*k + 1), k=0..oo)", "pi/4"),
        ("sum((-1)^(k + 1)/k, k=1..oo)", "log(2)"),
        ("sum(x/k^2, k=1..oo)", "x*pi^2/6"),
        ("prod(1 - 1/k^2, k=2..oo)", "1/2"),
    ],
)
def test_a_known_sum_is_proved(left: str, right: str) -> None:
    assert verdict(left, right, X) == "proved"


@pytest.mark.parametrize(
    ("left", "right", "domain", "found"),
    [
        ("sum(x^k/k, k=1..oo)", "-log(1 - x)", "real in [-1, 1)", "proved"),
        ("sum(x^k/k, k=1..oo)", "-log(1 - x)", "real", "conditional"),
        ("sum((-1)^k*x^(2*k + 1)/(2*k + 1), k=0..oo)", "atan(x)", "real in [-1, 1]", "proved"),
        ("sum((-1)^k*x^(2*k + 1)/(2*k + 1), k=0..oo)", "atan(x)", "real", "conditional"),
        ("sum(binomial(2*k, k)*x^k, k=0..oo)", "1/sqrt(1 - 4*x)", "real in (-1/4, 0]", "proved"),
        ("sum(x^k/factorial(k + 2), k=0..oo)", "(exp(x) - 1 - x)/x^2", "real", "conditional"),
        ("sum(1/(k^2*x), k=1..oo)*x", "pi^2/6", "real", "conditional"),
        ("sum(x^k/factorial(k), k=1..oo)", "exp(x)", "real", "refuted"),
        ("sum(1/k^2, k=0..oo)", "pi^2/6", "real", "refuted"),
        ("sum(1/k, k=1..oo)", "x", "real", "refuted"),
        ("sum((-1)^k/k^2, k=1..oo)", "pi^2/12", "real", "refuted"),
    ],
)
def test_a_known_sum_keeps_to_where_it_converges(
    left: str, right: str, domain: str, found: str
) -> None:
    assert verdict(left, right, {"x": domain}) == found


def test_a_sum_that_is_not_known_stays_unknown() -> None:
    assert verdict("sum(1/k^3, k=1..oo)", "pi^3/26", X) == "unknown"
