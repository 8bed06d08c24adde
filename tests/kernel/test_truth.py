"""Truth values of statements at points: exact, or not known."""

from __future__ import annotations

import pytest

from tests.documents.reading import document
from tests.kernel.offered import point
from verifier.algebra.fact_free import FactFree
from verifier.algebra.names import names_of
from verifier.algebra.oracles import PointOracle
from verifier.claims.claim import Claim
from verifier.kernel.truth import Truth, breaks, truth, truths
from verifier.language.expressions import Expression

HEADER = "symbols:\n  x, y: real\n  f(t): real\n"


def read(statement: str) -> tuple[Expression, PointOracle]:
    found = document(f"{HEADER}derivations:\n  a: '{statement} <=> x = x'\n")
    oracle = PointOracle(point(x=2, y="2^(1/2)"), FactFree(names_of(found.context)))
    return found.derivations[0].lines[0].expression, oracle


@pytest.mark.parametrize(
    ("statement", "value", "defined"),
    [
        ("x = 2", True, True),
        ("x = 3", False, True),
        ("y^2 = x", True, True),
        ("y = 1.4142135623730951", False, True),
        ("y > 1.41421356237309504880168872420969807856967187537694", True, True),
        ("y != y", False, True),
        ("1/(x - 2) = 1", False, False),
        ("1/(x - 2) != 1", False, False),
        ("1/(y^2 - x) = 1", False, False),
        ("log(-x) = log(-x)", False, False),
        ("not (1/(x - 2) = 1)", True, False),
        ("x = 2 or 1/(x - 2) = 1", True, False),
        ("x = 3 and 1/(x - 2) = 1", False, False),
        ("x = 2 and y > 0", True, True),
        ("x = 3 or y < 0", False, True),
        ("true", True, True),
        ("false", False, True),
        ("f(x) = 1", None, False),
        ("f(x) = 1 or x = 2", True, True),
        ("f(x) = 1 and x = 3", False, True),
        ("f(x) = 1 and x = 2", None, False),
        ("not (f(x) = 1)", None, False),
        ("x < 3 < 4", True, True),
        ("0*log(-x) = 0", False, False),
        ("(1/(x - 2) > 1)*1 = 0", False, False),
    ],
)
def test_a_statement_is_true_false_or_not_known(
    statement: str, value: bool | None, defined: bool
) -> None:
    found = truth(*read(statement))
    assert found.value is value
    if value is not None:
        assert found.defined == defined


def test_a_sign_holds_if_either_does() -> None:
    found = document(f"{HEADER}derivations:\n  a: x = ± 2 <=> x = ± 3\n")
    claim = found.derivations[0].claim(1, found.context)
    oracle = PointOracle(point(x=-2, y=0), FactFree(names_of(found.context)))
    assert truths(claim, oracle) == (Truth(True, True), Truth(False, True))


@pytest.mark.parametrize(
    ("left", "relation", "right", "broken"),
    [
        (True, "=>", False, True),
        (False, "=>", True, False),
        (True, "=>", True, False),
        (False, "<=>", True, True),
        (True, "<=>", False, True),
        (False, "<=>", False, False),
        (None, "=>", False, False),
        (True, "<=>", None, False),
    ],
)
def test_a_line_is_broken_only_by_truths_that_are_known(
    left: bool | None, relation: str, right: bool | None, broken: bool
) -> None:
    found = document(f"{HEADER}derivations:\n  a: x = 1 {relation} x = 1\n")
    claim = found.derivations[0].claim(1, found.context)
    assert isinstance(claim, Claim)
    assert breaks(claim, Truth(left, True), Truth(right, True)) == broken
