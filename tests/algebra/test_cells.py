from __future__ import annotations

from fractions import Fraction
from math import comb

import pytest
from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

from tests.algebra.cases import drawn
from verifier.algebra.cells import DEGREE, WHOLE, Condition, mask_where
from verifier.algebra.literals import ANY, NEG, NIL, NONNEG, NONPOS, NONZERO, POS

GRID = [Fraction(n, 6) for n in range(-30, 31)]


def poly(*coefficients: int | Fraction) -> list[fmpq]:
    """A polynomial by its coefficients, the constant first."""
    exact = [Fraction(value) for value in coefficients]
    return [fmpq(value.numerator, value.denominator) for value in exact]


def sign_at(coefficients: list[fmpq], x: Fraction) -> int:
    value = sum(Fraction(int(c.p), int(c.q)) * x**n for n, c in enumerate(coefficients))
    return POS if value > 0 else NEG if value < 0 else NIL


@pytest.mark.parametrize(
    ("asked", "conditions", "mask"),
    [
        (poly(1, -1), [(poly(1, 0, -1), NONNEG)], NONNEG),  # x <= 1 where x^2 <= 1
        (poly(1, -1), [(poly(1, 0, -1), POS)], POS),
        (poly(1, 0, -1), [(poly(1, -1), POS), (poly(1, 1), POS)], POS),
        (poly(-2, 1), [(poly(-3, 0, 1), NEG)], NEG),  # x < 2 where x^2 < 3
        (poly(-2, 0, 1), [(poly(-2, 0, 1), NONPOS)], NONPOS),
        (poly(-2, 0, 1), [(poly(0, 1), POS)], ANY),  # the root of 2 lies there
        (poly(-1, 1), [(poly(-1, 0, 0, 1), NONNEG)], NONNEG),  # x >= 1 where x^3 >= 1
        (poly(0, 0, 1), [], NONNEG),
        (poly(0, 0, 1), [(poly(0, 1), NONZERO)], POS),
        (poly(1, 0, 1), [], POS),
        (poly(7), [], POS),
        (poly(-2, 0, 1), [(poly(-4, 0, 0, 0, 1), NIL)], NIL),  # x^4 = 4 says x^2 = 2
        (poly(-1, 0, 1), [(poly(-2, 0, 1), NIL)], POS),
        (poly(0, 1), [(poly(1, 0, 1), NEG)], 0),  # nowhere
        (poly(0, 1), [(poly(0, 1), POS), (poly(1, 1), NEG)], 0),
    ],
)
def test_a_sign_is_decided_where_conditions_hold(
    asked: list[fmpq], conditions: list[tuple[list[fmpq], int]], mask: int
) -> None:
    assert mask_where(asked, [Condition(*condition) for condition in conditions]) == mask


def test_roots_that_nearly_touch_are_told_apart() -> None:
    near = Fraction(1, 10**12)
    gap = poly(-2 - near, 0, 1)  # x^2 - 2 - 1e-12
    assert mask_where(poly(-2, 0, 1), [Condition(gap, NONNEG)]) == POS
    assert mask_where(gap, [Condition(poly(-2, 0, 1), NONNEG), Condition(poly(0, 1), POS)]) == ANY


def test_roots_too_near_to_be_told_apart_are_not_guessed() -> None:
    gap = poly(-2 - Fraction(1, 10**40), 0, 1)
    with pytest.raises(ValueError, match="near"):
        mask_where(poly(-2, 0, 1), [Condition(gap, NONNEG)])


def test_what_is_too_large_is_refused() -> None:
    with pytest.raises(ValueError, match="large"):
        mask_where(poly(-2, *[0] * DEGREE, 1), [])


def test_what_takes_long_to_factor_is_refused_before_it_is_factored() -> None:
    def power(n: int) -> list[fmpq]:  # (x - 1)^n, whose one factor would be small enough
        return poly(*((-1) ** (n - i) * comb(n, i) for i in range(n + 1)))

    assert mask_where(power(2 * DEGREE), []) == NONNEG
    with pytest.raises(ValueError, match="large"):
        mask_where(power(WHOLE), [])


polynomials = (
    st.lists(st.integers(-3, 3), min_size=2, max_size=5).filter(any).map(lambda found: poly(*found))
)
conditions = st.builds(
    Condition, polynomials, st.sampled_from((NEG, NIL, POS, NONNEG, NONPOS, NONZERO))
)


@drawn(300)
@given(polynomials, st.lists(conditions, max_size=3))
def test_no_sign_that_occurs_is_excluded(asked: list[fmpq], given_: list[Condition]) -> None:
    found = mask_where(asked, given_)
    for x in GRID:
        if all(sign_at(list(one.poly), x) & one.mask for one in given_):
            assert sign_at(asked, x) & found
