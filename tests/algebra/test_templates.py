from __future__ import annotations

import pytest

from tests.algebra.cases import read
from verifier.algebra.literals import NONNEG, NONPOS, NONZERO, POS
from verifier.algebra.templates import bind, conditions, derivative_rules, meaning, plain
from verifier.language.expressions import Apply, subexpressions
from verifier.language.vocabulary import VOCABULARY, Nature


@pytest.mark.parametrize("name", sorted(VOCABULARY))
def test_every_text_of_a_row_can_be_read(name: str) -> None:
    row = VOCABULARY[name]
    assert (conditions(name) is None) == (row.defined is None)
    assert len(derivative_rules(name)) == len(row.derivative)
    if row.meaning is not None:
        assert meaning(name)


@pytest.mark.parametrize("name", sorted(VOCABULARY))
def test_only_smooth_functions_have_derivative_rules_and_only_derived_ones_a_meaning(
    name: str,
) -> None:
    row = VOCABULARY[name]
    assert (row.nature is Nature.SMOOTH) == bool(row.derivative)
    assert (row.nature is Nature.DERIVED) == (row.meaning is not None)
    assert not row.derivative or len(row.derivative) == len(row.parameters)


@pytest.mark.parametrize(
    ("name", "masks"),
    [
        ("log", [POS]),
        ("sqrt", [NONNEG]),
        ("tan", [NONZERO]),
        ("atanh", [POS, None]),
        ("exp", []),
        ("/", [NONZERO]),
    ],
)
def test_a_condition_is_a_subject_and_the_signs_it_may_have(
    name: str, masks: list[int | None]
) -> None:
    found = conditions(name)
    assert found is not None
    assert len(found) == len(masks)
    for (_, mask), wanted in zip(found, masks, strict=True):
        assert wanted is None or mask == wanted


def test_a_condition_with_two_sides_speaks_of_their_difference() -> None:
    (above, below) = conditions("asin") or ()
    assert above == (read("x - -1"), NONNEG)
    assert below == (read("x - 1"), NONPOS)


def test_a_function_without_a_meaning_says_so() -> None:
    with pytest.raises(ValueError, match="no meaning"):
        meaning("exp")


def test_a_template_takes_the_arguments_in_the_order_of_the_parameters() -> None:
    bound = bind("logbase", meaning("logbase"), (read("x + 1"), read("y")))
    assert bound is read("log(x + 1)/log(y)")


def test_arguments_are_not_captured_by_parameters_of_the_same_name() -> None:
    assert bind("clip", meaning("clip"), (read("b"), read("x"), read("a"))) is read(
        "min(max(b, x), a)"
    )


def test_an_opened_expression_has_no_abbreviation_left() -> None:
    opened = plain(read("tanh(asinh(x)) + cbrt(sigmoid(y))"))
    heads = {part.head for part in subexpressions(opened) if isinstance(part, Apply)}
    assert all(VOCABULARY[head].nature is not Nature.DERIVED for head in heads)
