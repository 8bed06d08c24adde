"""The slips that people make, the other way round: each list has what mends its kind of mistake."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.judged import derivation, document
from verifier.documents.load import load
from verifier.explain.positions import at, in_order, positions, put
from verifier.explain.slips import Surroundings, exchanges, slips
from verifier.explain.tensor_slips import tensor_slips
from verifier.explain.tidy import is_negative, negated, powered, product, quotient, times, total
from verifier.explain.wording import CHANGES, change, sentence
from verifier.language.expressions import ONE, Apply, Expression, Name, Number
from verifier.language.parser import parse
from verifier.language.printer import to_text

HEADER = "symbols:\n  n: natural >= 1\n  A, B: real[n, n]\n  x, y, z: real"
SCOPE = load(document(HEADER, [derivation("d", ["x", "= x"])]).encode(), "scope.yaml").scope
MATRIX = 2  # axes
AROUND = Surroundings(("x", "y", "z"), (Fraction(3),))


def read(text: str) -> Expression:
    return parse(text, SCOPE).expression


@pytest.mark.parametrize(
    ("written", "meant", "kind"),
    [
        ("x + y", "x - y", "sign"),
        ("x + y + z", "x + z", "extra term"),
        ("x*y*z", "x*z", "extra factor"),
        ("x/y", "y/x", "turned"),
        ("x/y", "x", "extra divisor"),
        ("x/y", "x*y", "multiplied"),
        ("x*y", "x/y", "divided"),
        ("x^3", "x^2", "exponent"),
        ("x^2", "x^(-2)", "exponent"),
        ("x", "x^3", "exponent"),
        ("x", "y", "instead"),
        ("2*x^2", "(2*x)^2", "brackets"),
        ("x*y + z", "x*(y + z)", "brackets"),
        ("x + y/z", "(x + y)/z", "brackets"),
        ("x - y - z", "x + y - z", "sign"),
        ("max(x, y)", "min(x, y)", "instead"),
        ("sin(x)", "cos(x)", "instead"),
        ("where(x > 0, y, z)", "where(x > 0, z, y)", "cases"),
        ("sum(x^k, k=0..n)", "sum(x^k, k=1..n)", "instead"),
    ],
)
def test_a_slip_is_turned_round(written: str, meant: str, kind: str) -> None:
    found = {slip.new: slip.kind for slip in slips(read(written), AROUND)}
    assert found.get(read(meant)) == kind


@pytest.mark.parametrize(
    ("written", "meant", "kind"),
    [
        ("A", "A.T", "missing transpose"),
        ("A.T", "A", "extra transpose"),
        ("A @ B", "B @ A", "product order"),
        ("A*B", "A @ B", "instead"),
        ("A @ B", "B.T @ A.T", "instead"),
        ("A @ B", "A.T @ B.T", "instead"),
        ("sum(A)", "mean(A)", "instead"),
        ("sum(A, axis=0)", "sum(A, axis=1)", "axis"),
        ("sum(A)", "sum(A, axis=0)", "axis"),
        ("mean(A, axis=0)", "mean(A)", "instead"),
        ("sum(A, axis=1)", "sum(A, axis=1, keepdims=True)", "instead"),
    ],
)
def test_a_slip_with_arrays_is_turned_round(written: str, meant: str, kind: str) -> None:
    found = {slip.new: slip.kind for slip in tensor_slips(read(written), MATRIX)}
    assert found.get(read(meant)) == kind


def test_what_is_no_matrix_is_not_transposed() -> None:
    assert not [slip for slip in tensor_slips(read("x"), 1) if slip.kind == "missing transpose"]
    assert [slip for slip in tensor_slips(read("x"), 2) if slip.kind == "missing transpose"]


def test_names_are_exchanged_everywhere_at_once() -> None:
    found = [slip.new for slip in exchanges(read("x^2*y - x"), ["x", "y"])]
    assert found == [read("y^2*x - y")]


@pytest.mark.parametrize("text", ["x + y*z", "x/(y - z)", "A @ B.T + A", "sum(A, axis=0)", "-x^2"])
def test_every_kind_of_slip_has_its_words(text: str) -> None:
    node = read(text)
    for slip in (*slips(node, AROUND), *tensor_slips(node, MATRIX), *exchanges(node, ["x", "y"])):
        said = change([((), slip)], ONE, to_text)
        assert said
        assert "{" not in said
        assert slip.kind in CHANGES


def test_two_changes_are_said_in_one_sentence() -> None:
    both = [next(s for s in slips(read("x + y"), AROUND) if s.kind == kind)
            for kind in ("sign", "extra term")]  # fmt: skip
    assert change([((), slip) for slip in both], ONE, to_text).count(", and ") == 1
    assert sentence(change([((), slip) for slip in both], ONE, to_text)).endswith(".")
    assert sentence("the sign") == "The sign."


# Places.


def test_what_is_put_at_a_place_stands_there() -> None:
    whole = read("x + y*(z - x)/2")
    for position in positions(whole):
        assert at(whole, position.path) is position.node
        assert put(whole, position.path, position.node) is whole
        assert at(put(whole, position.path, Name("w")), position.path) is Name("w")


def test_of_a_long_expression_the_outer_places_are_looked_at() -> None:
    whole = read(" + ".join(f"x^{k}" for k in range(2, 400)))
    found = positions(whole, 50)
    assert len(found) == 50
    assert found[0].node is whole


def test_the_order_of_terms_and_factors_does_not_matter() -> None:
    assert in_order(read("x*y + z")) is in_order(read("z + y*x"))
    assert in_order(read("x - y")) is not in_order(read("y - x"))
    assert in_order(read("x/y")) is not in_order(read("y/x"))


# What is put together looks as an author writes it.


def _texts(*nodes: Expression) -> list[str]:
    return [to_text(node) for node in nodes]


def test_sums_products_and_powers_look_as_an_author_writes_them() -> None:
    x, y = Name("x"), Name("y")
    made = (
        total((x, negated(y))),
        total((negated(x), y)),
        product((x, Number(2))),
        product((negated(x), y)),
        product((x, ONE)),
        quotient(x, ONE),
        quotient(x, negated(y)),
        powered(x, Fraction(1, 2)),
        powered(powered(x, Fraction(2)), Fraction(3)),
        times(Number(2), Apply("@", (Name("A"), Name("B")))),
        negated(negated(x)),
        total(()),
    )
    assert _texts(*made) == [
        *("x - y", "y - x", "2*x", "-x*y", "x", "x", "-x/y"),
        *("sqrt(x)", "x^6", "2*A @ B", "x", "0"),
    ]


@pytest.mark.parametrize("text", ["-x", "-x*y", "-x/y", "-A @ B"])
def test_a_sign_in_front_is_seen_and_taken_away(text: str) -> None:
    node = read(text)
    assert is_negative(node)
    assert to_text(negated(node)) == text.removeprefix("-")
