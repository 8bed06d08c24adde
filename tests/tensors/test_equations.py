"""What an equation between matrices says of them, and what it does not."""

from __future__ import annotations

import pytest

from tests.confirmation.reading import claims
from verifier.claims.shapes import Shapes
from verifier.language.expressions import Apply, Entry, Name
from verifier.language.printer import to_text
from verifier.tensors.equations import inverse_pair, symmetric

A, B = Name("A"), Name("B")
ROW, COLUMN = Name("i"), Name("j")
LETTERS = frozenset({"i", "j"})


def test_entries_that_are_exchanged_for_all_indices_are_a_symmetry() -> None:
    assert symmetric(Entry(A, (ROW, COLUMN)), Entry(A, (COLUMN, ROW)), LETTERS) is A


@pytest.mark.parametrize(
    ("left", "right", "letters"),
    [
        pytest.param(
            Entry(A, (ROW, COLUMN)), Entry(B, (COLUMN, ROW)), LETTERS, id="of two matrices"
        ),
        pytest.param(Entry(A, (ROW, ROW)), Entry(A, (ROW, ROW)), LETTERS, id="of the diagonal"),
        pytest.param(
            Entry(A, (ROW, COLUMN)), Entry(A, (ROW, COLUMN)), LETTERS, id="of the same entry"
        ),
        pytest.param(
            Entry(A, (ROW, COLUMN)), Entry(A, (COLUMN, ROW)), frozenset({"i"}), id="of one row"
        ),
        pytest.param(
            Entry(A, (ROW, COLUMN)), Apply("neg", (Entry(A, (COLUMN, ROW)),)), LETTERS, id="a sign"
        ),
    ],
)
def test_anything_else_is_none(left: Entry, right: Entry, letters: frozenset[str]) -> None:
    assert symmetric(left, right, letters) is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("A @ B = eye(n)", "A, B"),
        ("eye(n) = A.T @ A", "A.T, A"),
        ("X @ X.T = eye(n)", ""),
        ("A @ B = 2*eye(n)", ""),
        ("A*B = eye(n)", ""),
    ],
)
def test_only_square_matrices_are_a_pair_of_inverses(line: str, expected: str) -> None:
    (claim,) = claims(line)
    relation = Apply("==", (claim.left, claim.right))
    found = inverse_pair(relation, Shapes(claim.context))
    assert ", ".join(map(to_text, found or ())) == expected
