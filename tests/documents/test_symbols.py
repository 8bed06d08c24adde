from __future__ import annotations

from tests.documents.reading import document
from verifier.claims.claim import Bound, Domain, Field
from verifier.documents.symbols import SIZE
from verifier.language.expressions import ONE, Apply, Name, Number
from verifier.language.source import Place

ANY = "derivations:\n  a: 1 + 1 = 2\n"


def test_a_letter_first_met_in_a_shape_is_a_size_and_a_positive_integer() -> None:
    found = document(
        "symbols:\n  X: real[n, d]\n  k: real > n\nderivations:\n  a: n/n + d = 1 + d\n"
    )
    assert list(found.context.symbols) == ["n", "d", "X", "k"]
    assert found.context.symbols["n"] == SIZE == Domain(Field.INTEGER, Bound(ONE, open=False))
    assert found.context.symbols["k"].lower == Bound(Name("n"), open=True)
    assert found.places["n"] == Place(2, 11)
    assert found.derivations[0].unjudged == ""


def test_a_declared_positive_integer_is_a_size() -> None:
    for domain in ("integer >= 1", "integer > 0", "natural >= 2", "integer in [3, 9]"):
        found = document(f"symbols:\n  n: {domain}\n  X: real[n]\n{ANY}")
        assert found.context.symbols["X"].shape == (Name("n"),)


def test_a_size_may_be_arithmetic_of_sizes() -> None:
    found = document(f"symbols:\n  X: real[n]\n  Y: real[n + 1, 2]\n{ANY}")
    assert found.context.symbols["Y"].shape == (Apply("+", (Name("n"), ONE)), Number(2))


def test_a_function_that_is_any_function() -> None:
    found = document(
        "symbols:\n  x: real\n  f(x), g(x, y): real > 0\n"
        "derivations:\n  a: f(x) + g(x, 1) = g(x, 1) + f(x)\n"
    )
    assert found.context.opaque["f"] == (1, Domain(lower=Bound(Number(0), open=True)))
    assert found.context.opaque["g"][0] == 2
    assert "f" not in found.context.symbols


def test_integer_symbols_are_known_as_such() -> None:
    found = document("symbols:\n  n: natural\n  x: real\nderivations:\n  a: x^n*x = x^(n + 1)\n")
    assert found.context.symbols["n"].field is Field.NATURAL
