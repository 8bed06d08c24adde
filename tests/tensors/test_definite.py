"""Matrices that are definite by what they are made of, and the squares they make."""

from __future__ import annotations

import pytest

from verifier.claims.shapes import Shapes
from verifier.documents.load import load
from verifier.language.expressions import Expression, Name
from verifier.tensors.definite import DEFINITE, NEITHER, SEMIDEFINITE, Definiteness

SYMBOLS = """
symbols:
  P: real[n, n] positive definite
  B: real[n, n]
  C: real[n, d]
  S: real[n, n] symmetric
  x, y: real[n]
  s: real
  t: real > 0
derivations:
"""


def expression(text: str) -> tuple[Expression, Definiteness]:
    document = load(f"{SYMBOLS}  line: {text} = 0\n".encode(), "file.yaml")

    def is_positive(node: Expression, strictly: bool) -> bool:  # noqa: ARG001
        return node is Name("t")

    shapes = Shapes(document.context)
    return (
        document.derivations[0].lines[0].expression,
        Definiteness(document.context, shapes, is_positive),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("P", DEFINITE),
        ("inv(P)", DEFINITE),
        ("P + B.T @ B", DEFINITE),
        ("t*P", DEFINITE),
        ("C.T @ P @ C", SEMIDEFINITE),
        ("(P @ C).T @ (P @ C)", SEMIDEFINITE),
        ("outer(x, x)", SEMIDEFINITE),
        ("inv(B.T @ B)", NEITHER),
        ("s*P", NEITHER),
        ("-P", NEITHER),
        ("P @ P", NEITHER),
        ("P*P", NEITHER),
        ("P + 1", NEITHER),
        ("P + x", NEITHER),
        ("S", NEITHER),
        ("B @ P @ B", NEITHER),
    ],
)
def test_a_matrix_is_as_definite_as_its_parts_make_it(text: str, expected: int) -> None:
    node, definiteness = expression(text)
    assert definiteness.of(node) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x @ P @ x", True),
        ("x @ (P @ x)", True),
        ("x @ B.T @ P @ B @ x", True),
        ("x @ B.T @ B @ x", True),
        ("x @ P @ y", False),
        ("x @ S @ x", False),
        ("(P @ x) @ (P @ y)", False),
        ("(B @ x) @ (B @ x)", False),  # a square, but not of this form
        ("x @ B @ x", False),
    ],
)
def test_a_square_has_the_same_vector_at_both_ends(text: str, expected: bool) -> None:
    node, definiteness = expression(text)
    assert definiteness.is_square(node) is expected
