from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest

from tests.algebra.cases import context, read, statement
from tests.oracle.evaluator import Shown, evaluate, truth
from verifier.algebra.literals import ANY, MASKS, NEG, NIL, NONNEG, NONPOS, NONZERO, POS, Literal
from verifier.kernel.wording import condition_text, opposite_text, paste_text


def literal(text: str, mask: int) -> Literal:
    return Literal(read(text), mask, read(text))


@pytest.mark.parametrize(
    ("subject", "mask", "text"),
    [
        ("x", NONZERO, "x != 0"),
        ("x", POS, "x > 0"),
        ("x", NIL, "x == 0"),
        ("1 - x", NONZERO, "x != 1"),
        ("1 - x", POS, "x < 1"),
        ("1 - x", NONNEG, "x <= 1"),
        ("x - y", NEG, "x < y"),
        ("-x", POS, "x < 0"),
        ("-x - y", POS, "x + y < 0"),
        ("2*x - 3", POS, "x > 3/2"),
        ("x/2 - 3", POS, "x > 6"),
        ("1 - x^2", POS, "x^2 < 1"),
        ("x*y", NONZERO, "x*y != 0"),
        ("x + 1", NONNEG, "x >= -1"),
        ("1 + x", NONZERO, "x != -1"),
        ("-2*x - 3", POS, "x < -3/2"),
        ("y + x + 1", NONZERO, "x + y + 1 != 0"),
        ("1 + exp(-x)", NONZERO, "1 + exp(-x) != 0"),
        ("(x <= 3)", NONZERO, "x <= 3"),
        ("(x < y) - 1", NONNEG, "x < y"),
        ("-(x < y)", NONNEG, "x >= y"),
        ("1 - (x == y)", POS, "x != y"),
        ("(x < y)", NEG, "(x < y) < 0"),
    ],
)
def test_a_condition_reads_as_an_author_would_write_it(subject: str, mask: int, text: str) -> None:
    assert condition_text(literal(subject, mask)) == text


@pytest.mark.parametrize(
    "subject",
    [
        *("x", "1 - x", "x - y", "-2*x + 3", "y/2 + 1", "-x/3 - 1", "y + x", "x^2 - 1", "1 + x"),
        *("y/3", "(x < y)", "-(x < y)", "(x <= 1) - 1", "1 - (x == y)", "(x != y) - 1/2"),
    ],
)
@pytest.mark.parametrize("mask", [NEG, NIL, POS, NONNEG, NONPOS, NONZERO])
def test_a_text_says_the_same_as_the_condition_and_its_opposite_the_contrary(
    subject: str, mask: int
) -> None:
    condition = statement(condition_text(literal(subject, mask)))
    opposite = statement(opposite_text(literal(subject, mask)))
    for x, y in product(map(Fraction, ("-2", "-1", "0", "1", "3/2", "3")), repeat=2):
        shown = evaluate(read(subject), {"x": x, "y": y})
        assert isinstance(shown, Shown)
        assert isinstance(shown.value, Fraction)
        sign = POS if shown.value > 0 else NEG if shown.value < 0 else NIL
        assert truth(condition, {"x": x, "y": y}) == bool(sign & mask)
        assert truth(opposite, {"x": x, "y": y}) == bool(sign & (ANY - mask))


@pytest.mark.parametrize(
    ("conditions", "declared"),
    [
        ([("x", NONZERO)], "x: real != 0"),
        ([("x", POS)], "x: real > 0"),
        ([("1 - x", NONNEG)], "x: real <= 1"),
        ([("x", POS), ("1 - x", POS)], "x: real in (0, 1)"),
        ([("x", NONNEG), ("1 - x", POS)], "x: real in [0, 1)"),
        ([("2*x - 1", POS), ("2 - x", NONNEG)], "x: real in (1/2, 2]"),
    ],
)
def test_conditions_on_one_symbol_become_its_declaration(
    conditions: list[tuple[str, int]], declared: str
) -> None:
    literals = [literal(*each) for each in conditions]
    assert set(paste_text(literals, context({"x, y": "real"})).values()) == {declared}
    assert context({declared.split(":", maxsplit=1)[0]: declared.split(": ")[1]}).symbols["x"]


@pytest.mark.parametrize(
    ("conditions", "symbols"),
    [
        ([("x*y", NONZERO)], {"x, y": "real"}),
        ([("x - y", NONZERO)], {"x, y": "real"}),
        ([("x", NONZERO), ("x - 1", NONZERO)], {"x, y": "real"}),
        ([("x", POS), ("x - 1", POS)], {"x, y": "real"}),
        ([("x", NONZERO)], {"x, y": "real in [0, 1]"}),
        ([("n", NONZERO)], {"n": "integer"}),
    ],
)
def test_what_one_declaration_does_not_say_is_left_to_an_assumption(
    conditions: list[tuple[str, int]], symbols: dict[str, str]
) -> None:
    assert not paste_text([literal(*each) for each in conditions], context(symbols))


def test_every_mask_has_its_opposite() -> None:
    for mask in set(MASKS.values()):
        assert opposite_text(literal("x", mask)) != condition_text(literal("x", mask))
