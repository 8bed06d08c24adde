from __future__ import annotations

import pytest

from tests.documents.reading import LINE, X, at, document, problem, underlined
from verifier.claims.claim import Bound, Domain
from verifier.language.expressions import ONE, ZERO, Apply, Call, Name, Number
from verifier.language.source import Place


def test_expressions_and_functions() -> None:
    found = document(X + "definitions:\n  sq(t, u): t*u\n  p: sq(x, y)  # product\n" + LINE)
    assert list(found.context.definitions) == ["sq", "p"]
    assert found.context.definitions["sq"].parameters == ("t", "u")
    assert found.context.definitions["p"].body is Call("sq", (Name("x"), Name("y")), (0, 0))
    written = found.definitions["p"]
    assert (written.head, written.body, written.claim) == ("p", "sq(x, y)", "")
    assert (written.place, written.claim_place) == (Place(5, 3), Place(5, 6))
    assert written.reason == "product"


def test_a_range_claim_stands_behind_the_expression() -> None:
    found = document(X + "definitions:\n  p: exp(-x^2) in (0, 1]\n" + LINE)
    assert found.context.definitions["p"].claimed == Domain(
        lower=Bound(ZERO, open=True), upper=Bound(ONE, open=False)
    )
    written = found.definitions["p"]
    assert (written.body, written.claim) == ("exp(-x^2)", "in (0, 1]")
    assert written.claim_place == Place(4, 16)


def test_a_range_claim_may_name_what_is_known() -> None:
    found = document(X + "definitions:\n  p: x^2\n  q: 2*p in [p, oo)\n" + LINE)
    assert found.context.definitions["q"].claimed == Domain(lower=Bound(Name("p"), open=False))


def test_a_comparison_may_be_defined() -> None:
    found = document(X + "definitions:\n  mask: x > 0\n" + LINE)
    assert found.context.definitions["mask"].body is Apply(">", (Name("x"), Number(0)))


def test_a_recurrence_is_kept_and_its_users_are_not_judged() -> None:
    found = document(
        "symbols:\n  beta: real\n  t: natural\n"
        "definitions:\n  m(0): 0\n  m(t): beta*m(t - 1) + 1\n  s: 2*m(3)\n"
        "derivations:\n  a: beta + 0 = beta\n  b: m(1) = 1\n  c: s = s\n"
    )
    assert [len(u.arguments) for u in found.unresolved] == [1, 1]
    assert list(found.context.definitions) == ["s"]
    assert [d.unjudged for d in found.derivations] == ["", "recurrences", "recurrences"]


def test_a_recurrence_may_have_a_letter_of_its_own() -> None:
    found = document(X + "definitions:\n  m(0): 1\n  m(k): k*m(k - 1)\n" + LINE)
    assert [unresolved.name for unresolved in found.unresolved] == ["m", "m"]


def test_a_definition_by_entries_has_index_letters_and_no_parameters() -> None:
    found = document(
        "symbols:\n  x: real[3]\ndefinitions:\n  J[i, j]: x[i]*x[j]\n"
        "derivations:\n  a: J[1, 2] = J[2, 1]\n"
    )
    kept = found.context.definitions["J"]
    assert kept.indices == ("i", "j")
    assert kept.parameters == ()
    assert found.unresolved == ()
    assert not found.derivations[0].complex


@pytest.mark.parametrize(
    ("definition", "message", "marked"),
    [
        ("f(x): x^2", "the parameter `x` is declared already, in line 2", "x"),
        ("f(t, t): t^2", "the parameter `t` is declared already, here", "t"),
        ("f(2*t): t^2", "`2*t` cannot be a parameter", "2*t"),
        ("f(): 1", "a parameter is missing here", ")"),
        ("p: x +", "an expression is missing after `+`", "+"),
        ("p: in (0, 1)", "there is no expression here", "i"),
        ("p: x in 0..1", "a range is written in brackets", "in"),
        ("p: x in (0, 1) + 1", "`+` says nothing about a symbol", "+"),
        ("p: x = y", "`=` cannot stand inside an expression", "x = y"),
        ("m(t): m(t - 1)", "`m` is defined by itself", "m"),
    ],
)
def test_what_is_wrong_with_a_definition(definition: str, message: str, marked: str) -> None:
    file = X + f"definitions:\n  {definition}\n" + LINE
    found = problem(file)
    assert found.message == message
    assert underlined(file, found) == marked
    assert at(found)[0] == 4
    assert found.hint
