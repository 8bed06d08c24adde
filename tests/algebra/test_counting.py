"""Where n!, binomials and gamma are defined, and what they are at a point."""

from __future__ import annotations

from fractions import Fraction
from math import comb, factorial

import pytest
from flint import fmpq

from tests.algebra.cases import at, read
from verifier.algebra.oracles import State, at_point

LETTERS = {"x": "real", "n, k": "integer"}
Point = dict[str, Fraction | int | str]


def value(text: str, point: Point) -> fmpq | None:
    oracle = at(point, LETTERS)
    found = at_point(read(text), oracle)
    assert found.state is State.DEFINED, (text, point)
    assert found.expression is not None
    return oracle.value(found.expression, 128)


@pytest.mark.parametrize("n", [0, 1, 5, 20])
def test_a_factorial_is_the_product(n: int) -> None:
    assert value("factorial(n)", {"n": n}) == factorial(n)


@pytest.mark.parametrize(("n", "k"), [(5, 2), (5, 0), (5, 5), (3, 5), (0, 0), (30, 11)])
def test_a_binomial_counts_subsets(n: int, k: int) -> None:
    assert value("binomial(n, k)", {"n": n, "k": k}) == comb(n, k)


@pytest.mark.parametrize(
    ("text", "point", "expected"),
    [
        ("binomial(x, 2)", {"x": Fraction(1, 2)}, Fraction(-1, 8)),
        ("binomial(x, 3)", {"x": -1}, -1),
        ("binomial(n, k)", {"n": -3, "k": 2}, 6),
        ("binomial(n, k)", {"n": 4, "k": -1}, 0),
    ],
)
def test_a_binomial_is_a_polynomial_above_and_zero_below(
    text: str, point: Point, expected: Fraction | int
) -> None:
    exact = Fraction(expected)
    assert value(text, point) == fmpq(exact.numerator, exact.denominator)


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("factorial(n)", {"n": -1}),
        ("factorial(n - 3)", {"n": 2}),
        ("gamma(x)", {"x": 0}),
        ("gamma(x)", {"x": -4}),
        ("1/factorial(n)", {"n": -2}),
        ("0*gamma(x + 1)", {"x": -1}),
    ],
)
def test_at_a_pole_there_is_no_value(text: str, point: Point) -> None:
    assert at_point(read(text), at(point, LETTERS)).state is State.UNDEFINED


def test_between_the_poles_gamma_has_a_value() -> None:
    for x in (Fraction(-1, 2), Fraction(-7, 3), Fraction(1, 1000)):
        assert at_point(read("gamma(x)"), at({"x": x}, LETTERS)).state is State.DEFINED
