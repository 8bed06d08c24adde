from __future__ import annotations

from fractions import Fraction

import pytest

from tests.algebra.cases import algebra
from verifier.algebra.series import Calculus, Exponent, NeedMoreTerms, Series, constant, plus
from verifier.language.expressions import ONE, ZERO, Apply, Expression, Number


class Numbers:
    """A judge of numbers."""

    def __init__(self) -> None:
        self.algebra = algebra()

    def sign(self, node: Expression) -> int:
        value = self.tidy(node)
        assert isinstance(value, Number)
        return (value.value > 0) - (value.value < 0)

    def order(self, first: Exponent, second: Exponent) -> int:
        assert isinstance(first, Fraction)
        assert isinstance(second, Fraction)
        return (first > second) - (first < second)

    def tidy(self, node: Expression) -> Expression:
        num, den = self.algebra.lowest(self.algebra.fraction(node))
        return self.algebra.node(num) if den.is_one() else node


def series(*terms: tuple[int, int], error: int | None = None) -> Series:
    return Series(
        tuple((Fraction(e), Number(c)) for e, c in terms),
        None if error is None else Fraction(error),
    )


CALCULUS = Calculus(Numbers(), 5)


def test_terms_are_gathered_and_those_past_the_error_forgotten() -> None:
    found = CALCULUS.add([series((0, 1), (2, 3), error=3), series((0, -1), (1, 4), (5, 6))])
    assert found == series((1, 4), (2, 3), error=3)


def test_the_error_of_a_product_is_that_of_the_worse_factor() -> None:
    found = CALCULUS.multiply(series((-1, 1), (0, 1), error=2), series((1, 1), (2, 1)))
    assert found == series((0, 1), (1, 2), (2, 1), error=3)


def test_a_series_that_is_cut_says_where() -> None:
    found = Calculus(Numbers(), 2).add([series((0, 1), (1, 1), (2, 1))])
    assert found == series((0, 1), (1, 1), error=2)


def test_a_composition_is_exact_up_to_its_error() -> None:
    small = series((1, 1))
    found = CALCULUS.compose(small, lambda k: Number(Fraction(1, k + 1)))
    assert [exponent for exponent, _ in found.terms] == [0, 1, 2, 3, 4]
    assert found.error is not None


def test_what_is_not_small_is_not_composed() -> None:
    with pytest.raises(NeedMoreTerms):
        CALCULUS.compose(series((0, 1)), lambda k: ONE)  # noqa: ARG005


def test_the_leading_term_is_never_guessed() -> None:
    with pytest.raises(NeedMoreTerms):
        CALCULUS.leading(series(error=3))
    exponent, coefficient, small = CALCULUS.leading(series((2, 3), (4, 6)))
    assert (exponent, coefficient) == (Fraction(2), Number(3))
    assert [e for e, _ in small.terms] == [2]


def test_zero_is_the_empty_series() -> None:
    assert constant(ZERO) == series()
    assert plus(Fraction(1), Fraction(2)) == 3
    assert isinstance(plus(Fraction(1), Apply("neg", (ONE,))), Apply)
