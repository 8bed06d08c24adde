"""Determinants and inverses of small matrices of expressions, written out (Leibniz, Cramer)."""

from __future__ import annotations

from verifier.algebra.derivative import add, negate, times
from verifier.language.expressions import ONE, Expression


def determinant(rows: list[list[Expression]]) -> Expression:
    """The determinant, expanded along the first row."""
    if not rows:
        return ONE
    first, *rest = rows
    terms = []
    for place, entry in enumerate(first):
        minor = determinant([[*row[:place], *row[place + 1 :]] for row in rest])
        term = times(entry, minor)
        terms.append(negate(term) if place % 2 else term)
    return add(*terms)


def cofactor_inverse(rows: list[list[Expression]], i: int, j: int) -> tuple[Expression, Expression]:
    """The entry (i, j) of the inverse, counted from 0, as a cofactor over the determinant."""
    minor = determinant([[*row[:i], *row[i + 1 :]] for place, row in enumerate(rows) if place != j])
    return (negate(minor) if (i + j) % 2 else minor), determinant(rows)
