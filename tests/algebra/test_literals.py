from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest
from flint import fmpq

from tests.algebra.cases import read
from verifier.algebra.literals import (
    ANY,
    MASKS,
    NEG,
    NEVER,
    NIL,
    NONNEG,
    NONZERO,
    NOT_KNOWN,
    POS,
    SYMBOLS,
    Literal,
    flipped,
    power_mask,
    product_mask,
    relation,
    sign_mask,
    sum_mask,
)
from verifier.language.expressions import ZERO
from verifier.language.printer import to_text

NUMBERS = (-3, -1, 0, 1, 3)
EVERY_MASK = range(1, ANY + 1)


def seen(numbers: list[int]) -> int:
    """The signs that some numbers have."""
    mask = 0
    for number in numbers:
        mask |= NEG if number < 0 else POS if number > 0 else NIL
    return mask


def members(mask: int) -> list[int]:
    return [number for number in NUMBERS if seen([number]) & mask]


@pytest.mark.parametrize(
    ("rule", "operation"),
    [(product_mask, lambda x, y: x * y), (sum_mask, lambda x, y: x + y)],
    ids=["product", "sum"],
)
def test_the_signs_of_two_numbers_together_are_those_that_occur_and_no_others(
    rule: Callable[[int, int], int], operation: Callable[[int, int], int]
) -> None:
    for a, b in product(EVERY_MASK, EVERY_MASK):
        assert rule(a, b) == seen([operation(x, y) for x, y in product(members(a), members(b))])


def test_the_signs_of_a_power_are_those_that_occur_and_no_others() -> None:
    for mask, n in product(EVERY_MASK, range(6)):
        assert power_mask(mask, n) == seen([x**n for x in members(mask)])


def test_a_flipped_mask_is_that_of_the_negated_numbers() -> None:
    for mask in EVERY_MASK:
        assert flipped(mask) == seen([-x for x in members(mask)])


def test_a_number_has_one_sign() -> None:
    assert [sign_mask(fmpq(n, 7)) for n in (-2, 0, 5)] == [NEG, NIL, POS]


def test_every_mask_with_something_to_say_has_a_symbol() -> None:
    assert set(SYMBOLS) == set(EVERY_MASK) - {ANY}
    assert {MASKS[symbol] for symbol in SYMBOLS.values()} == set(SYMBOLS)
    assert MASKS["=="] == MASKS["="] == NIL


def test_a_literal_reads_as_the_relation_its_author_could_write() -> None:
    literal = Literal(read("x"), NONNEG, read("x + 1"))
    assert to_text(relation(literal)) == "x + 1 >= 0"
    assert to_text(relation(Literal(read("x"), NIL, read("x")))) == "x == 0"


def test_what_never_holds_differs_from_what_is_not_known() -> None:
    assert NEVER.subject is NOT_KNOWN.subject is ZERO
    assert NEVER.mask == NOT_KNOWN.mask == NONZERO
    assert NEVER.exact
    assert not NOT_KNOWN.exact
