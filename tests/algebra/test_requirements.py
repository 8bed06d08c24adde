"""Conditions read off a form suffice for it to have a value, and none claims to be needed."""

from __future__ import annotations

import pytest

from tests.algebra.cases import VALUES, at, context, read
from verifier.algebra.enclosures import evaluate
from verifier.algebra.literals import NONNEG, NONZERO, POS
from verifier.algebra.names import Names
from verifier.algebra.requirements import requirements
from verifier.language.printer import to_text

LETTERS = {"x, y": "real", "n, k": "integer"}
NAMES = Names(context(LETTERS))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1/x", {("x", NONZERO)}),
        ("x^2 + y", set()),
        ("x^(-2)", {("x", NONZERO)}),
        ("x^0.5", {("x", NONNEG)}),
        ("x^(-0.5)", {("x", POS)}),
        ("log(x)/y", {("x", POS), ("y", NONZERO)}),
        ("x^n", {("x", NONZERO)}),
        ("x^y", {("x", POS)}),
        ("gamma(x)", {("x", POS)}),
        ("sin(1/x)", {("x", NONZERO)}),
        ("sum(1/i, i=1..n)", set()),  # asked for where the sum is read
    ],
)
def test_conditions_are_read_off_the_form(text: str, expected: set[tuple[str, int]]) -> None:
    found = requirements(read(text), NAMES)
    assert {(to_text(literal.subject), literal.mask) for literal in found} == expected


@pytest.mark.parametrize("text", ["1/x", "x^(1/2)", "log(x)", "1/(1 + log(x))", "x^(-1/2)/(x - 1)"])
def test_where_they_hold_there_is_a_value_and_none_is_exact(text: str) -> None:
    literals = requirements(read(text), NAMES)
    assert not any(literal.exact for literal in literals)
    seen = 0
    for x in VALUES:
        oracle = at({"x": x}, LETTERS)
        if all(oracle.holds(literal) for literal in literals):
            assert evaluate(read(text), oracle.values(64), 64) is not None
            seen += 1
    assert seen >= 2
