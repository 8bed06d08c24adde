"""The array oracle against values worked out by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.oracle.arrays import Place, compare, differs, holds_at
from tests.oracle.evaluator import NOTHING, Shown
from verifier.claims.claim import Claim
from verifier.documents.load import load

SYMBOLS = """
symbols:
  A: real[n, n]
  X: real[n, d]
  x: real[n]
  s: real
definitions:
  Z: X*s
  L: sum(Z^2) + s
  square(a): sum(a^2)
  inverse(a): 1/a
derivations:
"""
SIZES = {"n": 2, "d": 3}


def entries(name: str, rows: list[list[int]]) -> dict[tuple[str, Place], Fraction]:
    return {
        (name, (i, j)): Fraction(value)
        for i, row in enumerate(rows, 1)
        for j, value in enumerate(row, 1)
    }


POINT = {
    **entries("A", [[1, 2], [3, 4]]),
    **entries("X", [[1, 2, 3], [4, 5, 6]]),
    ("x", (1,)): Fraction(0),
    ("x", (2,)): Fraction(5),
    ("s", ()): Fraction(2),
}


def claim(line: str) -> Claim:
    document = load(f"{SYMBOLS}  line: {line!r}\n".encode(), "file.yaml")
    start, last = document.derivations[0].lines
    return Claim(start.expression, last.relation, last.expression, document.context)


def left(line: str) -> list[object]:
    found = [both.left for both in compare(claim(f"{line} = 0"), SIZES, POINT)]
    return [answer.value if isinstance(answer, Shown) else answer for answer in found]


@pytest.mark.parametrize(
    ("expression", "values"),
    [
        ("A @ A", [7, 10, 15, 22]),
        ("A.T", [1, 3, 2, 4]),
        ("inv(A)", [-2, 1, Fraction(3, 2), Fraction(-1, 2)]),
        ("det(A)", [-2]),
        ("vec(X)", [1, 4, 2, 5, 3, 6]),
        ("kron(x, ones(d))", [0, 0, 0, 5, 5, 5]),
        ("A + x", [1, 7, 3, 9]),
        ("A/sum(A, axis=1, keepdims=True)", [Fraction(n, 21) for n in (7, 14, 9, 12)]),
        ("var(X, axis=1)", [Fraction(2, 3)] * 2),
        ("max(X, axis=0)", [4, 5, 6]),
        ("sum(sum(A[i, j], j=1..i), i=1..n)", [8]),
        ("sum(x[i], i=3..n)", [0]),
        ("A[i, i]", [1, 4]),
        ("1/x", [NOTHING, Fraction(1, 5)]),
        ("eye(n) @ (1/x)", [NOTHING, NOTHING]),
        ("where(x > 0, 1/x, 7)", [7, Fraction(1, 5)]),
        ("diag(x)", [0, 0, 0, 5]),
        ("square(X)", [91]),
        ("inverse(x)", [NOTHING, Fraction(1, 5)]),
        ("square(A @ A)", [858]),
        ("grad(det(A), A)", [4, -3, -2, 1]),
        ("grad(sum(abs(x)), x)", [NOTHING, 1]),
        ("grad(L, Z)", [4, 8, 12, 16, 20, 24]),
        ("diff(L, s)", [365]),
        ("jacobian(A @ x, x)", [1, 2, 3, 4]),
    ],
)
def test_an_entry_is_what_is_worked_out_by_hand(expression: str, values: list[object]) -> None:
    assert left(expression) == values


def test_two_sides_differ_in_value_or_where_only_one_is_defined() -> None:
    found = list(compare(claim("1/x = x"), SIZES, POINT))
    assert [differs(both) for both in found] == [True, True]
    assert not any(differs(both) for both in compare(claim("1/x = 1/x"), SIZES, POINT))


def test_a_relation_between_arrays_holds_in_every_entry() -> None:
    relations = {text: claim(f"({text}) = 0") for text in ("A > 0", "A > 1", "1/x != 0")}
    found = {text: holds_at(one.left, one.context, SIZES, POINT) for text, one in relations.items()}
    assert found == {"A > 0": True, "A > 1": False, "1/x != 0": False}
