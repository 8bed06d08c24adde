from __future__ import annotations

from fractions import Fraction

import pytest
from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

from tests.algebra.cases import drawn
from verifier.algebra.literals import ANY, NEG, NIL, NONNEG, NONPOS, POS
from verifier.algebra.ranges import Range
from verifier.algebra.real_roots import mask_on

WHOLE_LINE = Range()


def mask(coefficients: list[int], bounds: Range = WHOLE_LINE) -> int:
    return mask_on([fmpq(c) for c in coefficients], bounds)


@pytest.mark.parametrize(
    ("coefficients", "bounds", "expected"),
    [
        ([1, 0, 1], Range(), POS),
        ([-1, 0, -1], Range(), NEG),
        ([-2, 0, 1], Range(), ANY),
        ([-2, 0, 1], Range(fmpq(3, 2), None), POS),
        ([-2, 0, 1], Range(fmpq(-1), fmpq(1)), NEG),
        ([-2, 0, 1], Range(fmpq(1), fmpq(2)), ANY),
        ([-2, 0, 0, 1], Range(None, fmpq(5, 4)), NEG),
        ([-2, 0, 0, 1], Range(fmpq(13, 10), None), POS),
        ([0, 1], Range(fmpq(0), None), NONNEG),
        ([0, 1], Range(fmpq(0), None, True), POS),
        ([0, 1], Range(None, fmpq(0)), NONPOS),
        ([1, -1], Range(fmpq(0), fmpq(1), False, True), POS),
        ([1, -1], Range(fmpq(0), fmpq(1)), NONNEG),
        ([5, 0], Range(fmpq(0), fmpq(1)), POS),
        ([-3, 1], Range(), ANY),
    ],
)
def test_the_sign_on_an_interval(coefficients: list[int], bounds: Range, expected: int) -> None:
    assert mask(coefficients, bounds) == expected


ends = st.one_of(st.none(), st.builds(fmpq, st.integers(-6, 6), st.sampled_from((1, 2, 3))))


@drawn(150)
@given(
    st.lists(st.integers(-5, 5), min_size=2, max_size=6).filter(lambda found: found[-1] != 0),
    st.tuples(ends, ends, st.booleans(), st.booleans()).filter(
        lambda found: None in found[:2] or found[0] < found[1]
    ),
)
def test_no_sign_that_occurs_in_the_interval_is_left_out(
    coefficients: list[int], ends: tuple[fmpq | None, fmpq | None, bool, bool]
) -> None:
    bounds = Range(*ends)
    found = mask(coefficients, bounds)
    for x in (Fraction(n, 6) for n in range(-48, 49)):
        if inside(fmpq(x.numerator, x.denominator), bounds):
            value = sum(c * x**n for n, c in enumerate(coefficients))
            assert found & (POS if value > 0 else NEG if value < 0 else NIL), x


def inside(x: fmpq, bounds: Range) -> bool:
    above = (
        bounds.lower is None or x > bounds.lower or (x == bounds.lower and not bounds.lower_open)
    )
    below = (
        bounds.upper is None or x < bounds.upper or (x == bounds.upper and not bounds.upper_open)
    )
    return above and below
