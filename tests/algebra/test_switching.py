"""Which piece of a switch holds at a point, and where a switch stands on its seam."""

from __future__ import annotations

from fractions import Fraction

import pytest
from flint import fmpq

from tests.algebra.cases import at, equal, read
from verifier.algebra.literals import ANY, NEG, NONNEG, NONZERO, POS
from verifier.algebra.oracles import State, at_point
from verifier.algebra.switching import containing, power_domain

LETTERS = {"x, y": "real"}


def value(text: str, **point: int | Fraction) -> fmpq | None:
    oracle = at(point, LETTERS)
    found = at_point(read(text), oracle)
    assert found.state is State.DEFINED, text
    assert found.expression is not None
    return oracle.value(found.expression, 64)


@pytest.mark.parametrize(
    ("text", "x", "expected"),
    [
        ("abs(x)", -3, 3),
        ("sign(x)", -3, -1),
        ("sign(x)", 0, 0),
        ("max(x, 2)", 1, 2),
        ("min(x, 2)", 1, 1),
        ("relu(x)", -1, 0),
        ("where(x > 0, 1/x, 7)", 0, 7),
        ("where(x >= 0, 5, 1/x)", 0, 5),
        ("(x == 2) + (x != 2)", 2, 1),
        ("clip(x, 0, 1)", 9, 1),
        ("heaviside(x, 3)", 0, 3),
        ("diff(abs(x), x)", -2, -1),
        ("diff(relu(x), x)", 4, 1),
        ("diff(x*abs(x), x)", 0, 0),
        ("diff(where(x > 1, x^2, 2*x - 1), x)", 1, 2),  # both pieces meet smoothly
    ],
)
def test_the_piece_that_holds_gives_the_value(text: str, x: int, expected: int) -> None:
    assert value(text, x=x) == expected


@pytest.mark.parametrize(
    ("text", "x"),
    [
        ("diff(abs(x), x)", 0),
        ("diff(relu(x), x)", 0),
        ("diff(where(x > 1, x^2, x), x)", 1),
        ("diff(max(x, 2*x), x)", 0),
        ("where(x >= 0, 1/x, 7)", 0),
    ],
)
def test_on_a_kink_there_is_no_derivative(text: str, x: int) -> None:
    assert at_point(read(text), at({"x": x}, LETTERS)).state is State.UNDEFINED


@pytest.mark.parametrize(
    ("exponent", "mask"),
    [
        (Fraction(2), ANY),
        (Fraction(-1), NONZERO),
        (Fraction(1, 2), NONNEG),
        (Fraction(1, 3), NONNEG),  # a real odd root is written root(x, 3)
        (Fraction(-1, 2), POS),
    ],
)
def test_a_power_is_defined_where_the_book_says(exponent: Fraction, mask: int) -> None:
    assert power_domain(exponent) == mask


def test_the_mask_that_contains_a_sign_is_found() -> None:
    assert containing((NEG, NONNEG), POS) == NONNEG
    assert containing((NEG, NONNEG), NEG) == NEG


def test_the_algebra_alone_opens_no_switch() -> None:
    assert not equal("abs(x)", "x", (), LETTERS)
    assert equal("abs(x)", "x", ("x >= 0",), LETTERS)
