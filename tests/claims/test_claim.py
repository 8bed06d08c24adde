from __future__ import annotations

from dataclasses import FrozenInstanceError, fields, replace

import pytest

from verifier.claims.claim import (
    Bound,
    Claim,
    Context,
    Definition,
    Domain,
    Field,
    Value,
    denoted,
)
from verifier.language.expressions import ONE, ZERO, Apply, Entry, Expression, Name, Number

X = Name("x")


@pytest.mark.parametrize(
    "thing",
    [
        Bound(ZERO, True),
        Domain(),
        Definition("p", X),
        Value(X),
        Context(),
        Claim(X, "=", X, Context()),
    ],
    ids=lambda thing: type(thing).__name__,
)
def test_what_must_be_shown_cannot_be_changed_on_the_way(thing: object) -> None:
    first = fields(thing)[0].name  # type: ignore[arg-type]
    with pytest.raises(FrozenInstanceError):
        setattr(thing, first, None)


def test_a_plain_symbol_is_real_and_unbounded() -> None:
    domain = Domain()
    assert domain.field is Field.REAL
    assert domain.lower is domain.upper is None
    assert domain.excluded == domain.shape == ()
    assert not domain.structure


def test_a_new_context_grants_nothing() -> None:
    context = Context()
    granted = {each.name: getattr(context, each.name) for each in fields(context)}
    assert not any(granted.values()), granted


def test_a_value_has_no_last_line_until_it_is_proved() -> None:
    assert Value(X).last is None


def test_a_context_with_a_further_fact_is_another_one() -> None:
    before = Context(symbols={"x": Domain()})
    after = replace(before, assumptions=(Name("y"),))
    assert before.assumptions == ()
    assert after.symbols is before.symbols
    assert before != after


def test_claims_are_equal_when_all_of_them_is() -> None:
    context = Context(symbols={"x": Domain()})
    assert Claim(X, "=", ONE, context) == Claim(X, "=", ONE, Context(symbols={"x": Domain()}))
    assert Claim(X, "=", ONE, context) != Claim(X, "<", ONE, context)
    assert Claim(X, "=", ONE, context) != Claim(X, "=", ONE, Context())


ROW, COLUMN, A = Name("i"), Name("j"), Name("A")


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        pytest.param(Entry(A, (ROW, COLUMN)), Value(A), id="every entry"),
        pytest.param(Entry(A, (ROW, ROW)), None, id="the diagonal"),
        pytest.param(Entry(A, (ROW, Number(1))), None, id="one column"),
        pytest.param(Entry(A, (ROW, Name("m"))), None, id="a column that is declared"),
        pytest.param(Apply("neg", (Entry(A, (ROW, COLUMN)),)), None, id="a function of entries"),
        pytest.param(
            Entry(Apply("*", (A, Entry(A, (ROW, ROW)))), (ROW, COLUMN)),
            None,
            id="an array that depends on the letter",
        ),
    ],
)
def test_a_name_denotes_the_array_whose_every_entry_the_derivation_begins_with(
    start: Expression, expected: Value | None
) -> None:
    declared = frozenset({"A", "m"})
    assert denoted(start, A, declared) == (expected or Value(start, A))
