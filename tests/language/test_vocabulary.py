"""The table of functions, row by row: its texts are in our own language, about its own names."""

from __future__ import annotations

from collections import Counter

import pytest

from verifier.language.expressions import free_names
from verifier.language.parser import parse
from verifier.language.scope import Entry, Kind, Scope
from verifier.language.vocabulary import (
    BINDERS,
    CONSTANTS,
    SPELLINGS,
    VOCABULARY,
    Function,
    Nature,
)

ROWS = tuple(VOCABULARY.values())
each_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)


def _names(row: Function, text: str, *, statement: bool = False) -> frozenset[str]:
    scope = Scope({name: Entry(Kind.PARAMETER) for name in row.parameters})
    return free_names(parse(text, scope, statement=statement).expression)


@each_row
def test_where_it_is_defined_is_a_relation_over_its_parameters(row: Function) -> None:
    for relation in row.defined or ():
        assert _names(row, relation, statement=True) <= set(row.parameters)


@each_row
def test_its_derivatives_are_expressions_over_its_parameters(row: Function) -> None:
    assert len(row.derivative) == (len(row.parameters) if row.nature is Nature.SMOOTH else 0)
    for text in row.derivative:
        assert _names(row, text) <= set(row.parameters)


@each_row
def test_its_meaning_uses_all_its_parameters(row: Function) -> None:
    assert (row.meaning is not None) == (row.nature is Nature.DERIVED)
    if row.meaning is not None:
        assert _names(row, row.meaning) == set(row.parameters)


@each_row
def test_its_bounds_are_constants(row: Function) -> None:
    for bound in row.bounds:
        assert not bound or _names(row, bound) == frozenset()


@each_row
def test_its_parameters_can_be_left_out_from_the_end_only(row: Function) -> None:
    assert 0 <= row.optional < len(row.parameters)
    assert len(set(row.parameters)) == len(row.parameters)


def test_no_spelling_is_of_two_functions() -> None:
    spelled = Counter(spelling for row in ROWS for spelling in {row.name, *row.spellings})
    assert [spelling for spelling, count in spelled.items() if count > 1] == []


@pytest.mark.parametrize("spelling", sorted(SPELLINGS))
def test_every_spelling_is_read_as_its_function(spelling: str) -> None:
    row = VOCABULARY[SPELLINGS[spelling]]
    scope = Scope({name: Entry(Kind.SYMBOL) for name in row.parameters})
    count = len(row.parameters) - row.optional
    node = parse(f"{spelling}({', '.join(row.parameters[:count])})", scope).expression
    assert node.head == row.name  # type: ignore[union-attr]


def test_words_with_a_syntax_of_their_own_are_no_constants() -> None:
    assert not BINDERS & CONSTANTS
    assert not CONSTANTS & set(SPELLINGS)
