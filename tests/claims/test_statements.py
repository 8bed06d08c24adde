"""Statements as comparisons, and the ways in which a line of them can fail."""

from __future__ import annotations

import pytest

from tests.documents.reading import document
from verifier.claims.claim import Claim, Context
from verifier.claims.statements import (
    PARTS,
    WAYS,
    comparisons,
    definedness,
    failures,
    opposite,
    signed,
)
from verifier.language.expressions import Apply, Constant, Expression
from verifier.language.printer import to_text
from verifier.language.problems import LimitExceeded


def statements(before: str, line: str) -> tuple[Expression, Expression]:
    found = document(f"symbols:\n  x, y: real\nderivations:\n  a: |\n    {before}\n    {line}\n")
    first, second = found.derivations[0].lines
    return first.expression, second.expression


def ways(before: str, line: str) -> list[set[str]]:
    left, right = statements(before, line)
    claim = Claim(left, line.split(maxsplit=1)[0], right, Context())
    return [
        {("" if holds else "not ") + to_text(comparison) for comparison, holds in failure}
        for failure in failures(claim)
    ]


def test_what_follows_fails_where_the_premise_holds_and_the_conclusion_does_not() -> None:
    assert ways("x = 1", "=> y = 2") == [{"x = 1", "not y = 2"}]


def test_an_equivalence_fails_in_either_direction() -> None:
    assert ways("x = 1", "<=> y = 2") == [{"x = 1", "not y = 2"}, {"y = 2", "not x = 1"}]


def test_an_or_above_is_several_ways_and_one_below_is_a_single_way() -> None:
    assert ways("x = 1 or x = 2", "=> y = 3") == [{"x = 1", "not y = 3"}, {"x = 2", "not y = 3"}]
    assert ways("y = 3", "=> x = 1 or x = 2") == [{"y = 3", "not x = 1", "not x = 2"}]


def test_an_and_below_fails_in_either_part() -> None:
    assert ways("x < y", "=> x < 1 and y > 2") == [{"x < y", "not x < 1"}, {"x < y", "not y > 2"}]


def test_not_is_classical_and_a_chain_is_an_and() -> None:
    assert ways("not (x = 1 and y = 2)", "=> false") == [{"not x = 1"}, {"not y = 2"}]
    assert ways("0 < x < 1", "=> false") == [{"0 < x", "x < 1"}]


def test_what_contradicts_itself_is_no_way_to_fail() -> None:
    assert ways("x = 1 and y = 2", "=> x = 1") == []
    assert ways("x = 1", "<=> x = 1") == []
    assert ways("false", "=> x = 1") == []
    assert ways("x = 1", "=> true") == []


def test_a_sign_is_two_statements_and_all_of_a_line_take_one() -> None:
    (statement, _) = statements("x = ± 1 and y = ∓ 2", "<=> x = 1")
    assert to_text(signed(statement)) == "x = 1 and y = -2 or x = -1 and y = 2"


def test_a_sign_under_not_is_not_read() -> None:
    (statement, _) = statements("x = 1 and not (y = ± 1)", "<=> x = 1")
    with pytest.raises(LimitExceeded, match="two ways"):
        signed(statement)


@pytest.mark.parametrize("relation", ["!=", "<", "<=", ">", ">="])
def test_a_sign_in_an_inequality_is_not_read(relation: str) -> None:
    (statement, _) = statements(f"y = 1 or x {relation} 2 ± 1", "<=> x = 1")
    with pytest.raises(LimitExceeded, match="two ways"):
        signed(statement)


def test_too_many_ways_are_not_looked_at() -> None:
    many = " and ".join(f"(x = {n} or y = {n})" for n in range(1, 40))
    with pytest.raises(LimitExceeded, match=str(WAYS)):
        ways(many, "=> x = 1")


def test_too_many_comparisons_at_once_are_not_looked_at() -> None:
    many = " or ".join(f"x = {n}" for n in range(PARTS + 1))
    with pytest.raises(LimitExceeded, match=str(PARTS)):
        ways("x = 1", f"=> {many}")


def test_the_comparisons_of_a_statement_are_those_it_consists_of() -> None:
    (statement, _) = statements("x = 1 and not (y > 2 or true)", "<=> x = 1")
    assert [to_text(found) for found in comparisons(statement)] == ["x = 1", "y > 2"]
    with pytest.raises(LimitExceeded):
        list(comparisons(Constant("pi")))


@pytest.mark.parametrize(
    ("written", "other"),
    [("=", "!="), ("!=", "="), ("<", ">="), (">=", "<"), (">", "<="), ("<=", ">")],
)
def test_the_opposite_holds_where_the_comparison_fails(written: str, other: str) -> None:
    (comparison, _) = statements(f"x {written} y", "<=> x = 1")
    assert isinstance(comparison, Apply)
    assert to_text(opposite(comparison)) == f"x {other} y"
    assert opposite(opposite(comparison)) is comparison


def test_definedness_keeps_both_sides() -> None:
    (comparison, _) = statements("1/x < sqrt(y)", "<=> x = 1")
    assert isinstance(comparison, Apply)
    assert to_text(definedness(comparison)) == "0*(1/x) = 0*sqrt(y)"
