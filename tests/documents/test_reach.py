from __future__ import annotations

import pytest

from verifier.documents.reach import Matter, Reach, survey
from verifier.language.parser import parse
from verifier.language.scope import Entry, Kind, Scope

SCOPE = Scope(
    {
        "x": Entry(Kind.SYMBOL),
        "y": Entry(Kind.SYMBOL),
        "X": Entry(Kind.SYMBOL, rank=2),
        "f": Entry(Kind.OPAQUE, 1),
    }
)


@pytest.mark.parametrize(
    ("text", "matters"),
    [
        ("x + y", Matter.NOTHING),
        ("where(x > 0, x, f(y))", Matter.NOTHING),
        ("x + 2*i", Matter.COMPLEX),
        ("X @ X", Matter.TENSOR),
        ("X.T", Matter.TENSOR),
        ("X[1, 2]", Matter.TENSOR),
        ("det(X)", Matter.TENSOR),
        ("sum(X)", Matter.TENSOR),
        ("± x", Matter.SIGN),
        ("x ∓ y", Matter.SIGN),
        ("diff(x^2, x)", Matter.BINDER),
        ("f'(x)", Matter.BINDER),
        ("sum(k, k=1..3)", Matter.BINDER),
        ("sum(x, k)", Matter.BINDER | Matter.TENSOR),
        ("integrate(x, x)", Matter.BINDER),
        ("limit(t, t=0)", Matter.BINDER),
        ("jacobian(X, x)", Matter.BINDER | Matter.TENSOR),
    ],
)
def test_what_matters_in_an_expression(text: str, matters: Matter) -> None:
    assert survey(parse(text, SCOPE).expression).matters is matters


def test_what_an_expression_mentions() -> None:
    found = survey(parse("f(x) + sum(k*y, k=1..3)", SCOPE).expression)
    assert found.names == {"f", "x", "y"}
    assert survey(parse("f(x)", SCOPE).expression, ("x",)).names == {"f"}


def test_reach_goes_through_definitions_by_name() -> None:
    reach = Reach()
    reach.add("x")
    reach.add("z", matters=Matter.COMPLEX)
    reach.add("p", ["x"])
    reach.add("q", ["p", "z"])
    assert reach.reaches(["q"], "x")
    assert reach.reaches(["x", "q"], "p")
    assert not reach.reaches(["p"], "z")
    assert not reach.reaches(["x"], "p")
    assert not reach.reaches(["unknown"], "p")
    assert reach.matters(["q"]) is Matter.COMPLEX
    assert reach.matters(["p"]) is Matter.NOTHING
