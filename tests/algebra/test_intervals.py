"""Rational intervals contain what they are said to contain."""

from __future__ import annotations

from fractions import Fraction
from math import cos

import pytest
from flint import fmpq

from tests.algebra.cases import algebra, read
from verifier.algebra.enclosures import evaluate
from verifier.algebra.intervals import TURNS, cosines, span
from verifier.algebra.ranges import Range

BOXES = {"x": "real in [-1, 2]", "y": "real in [1/2, 3]"}


@pytest.mark.parametrize("text", ["x + y", "x*y", "x^2 - y", "x^3*y^2 - 2*x", "3 - x^4", "x^2*y^3"])
def test_a_polynomial_stays_within_its_span(text: str) -> None:
    ring = algebra((), BOXES)
    poly = ring.fraction(read(text)).num
    found = span(poly, ring.signs.range)
    assert found is not None
    for a in range(-2, 5):
        for b in range(1, 7):
            point = {"x": fmpq(a, 2), "y": fmpq(b, 2)}
            value = value_of(text, point)
            assert found[0] <= value <= found[1]


def value_of(text: str, point: dict[str, fmpq]) -> fmpq:
    value = evaluate(read(text), point, 64)
    assert isinstance(value, fmpq)
    return value


def test_nothing_but_zero_is_the_span_of_zero() -> None:
    ring = algebra((), BOXES)
    assert span(ring.zero, ring.signs.range) == (0, 0)


def test_without_bounds_there_is_no_span() -> None:
    ring = algebra((), {"x, y": "real"})
    assert span(ring.fraction(read("x + 1")).num, ring.signs.range) is None
    half = algebra((), {"x, y": "real > 0"})
    assert span(half.fraction(read("x + 1")).num, half.signs.range) is None


@pytest.mark.parametrize(
    ("low", "high"), [("0", "1"), ("-1", "1"), ("1", "4"), ("3", "7"), ("-20", "-19"), ("2", "3")]
)
def test_a_cosine_stays_within_its_bounds(low: str, high: str) -> None:
    start, end = Fraction(low), Fraction(high)
    found = cosines(fmpq(int(start)), fmpq(int(end)))
    assert found.lower is not None
    assert found.upper is not None
    for n in range(41):
        value = cos(float(start + (end - start) * Fraction(n, 40)))
        assert float(Fraction(int(found.lower.p), int(found.lower.q))) - 1e-12 <= value
        assert value <= float(Fraction(int(found.upper.p), int(found.upper.q))) + 1e-12


def test_past_many_turns_a_cosine_may_be_anything() -> None:
    found = cosines(fmpq(0), fmpq(10 * TURNS))
    assert (found.lower, found.upper) == (Range(fmpq(-1), fmpq(1)).lower, fmpq(1))
