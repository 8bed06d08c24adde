"""Values of arrays with a declared structure, made from any values (to look for points only).

Symmetric: mirrored. Orthogonal: the Cayley transform ``(I - K)(I + K)⁻¹`` of a skew K is rational
and orthogonal, with determinant 1; a row is turned for determinant -1. Positive definite:
``B Bᵀ + I``.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from flint import fmpq, fmpq_mat

from verifier.claims.claim import Domain
from verifier.language.expressions import Expression, Number
from verifier.tensors.grounding import Grounding, name_at
from verifier.tensors.numbers import whole_number

ROWS = 6


def structured(point: Mapping[str, Expression], grounding: Grounding) -> dict[str, Expression]:
    """The point with every structured array made to have its structure."""
    found = dict(point)
    for name, domain in grounding.source.symbols.items():
        if domain.structure and domain.shape:
            _shape(found, name, domain)
    return found


def _shape(point: dict[str, Expression], name: str, domain: Domain) -> None:
    size = whole_number(domain.shape[0]) or 0
    names = [
        [name_at(name, (Number(i), Number(j))) for j in range(1, size + 1)]
        for i in range(1, size + 1)
    ]
    values = [_rational(point.get(entry)) for row in names for entry in row]
    known = [value for value in values if value is not None]
    if size > ROWS or len(known) < len(values):
        return
    matrix = fmpq_mat(size, size, known)
    if "orthogonal" in domain.structure:
        matrix = _orthogonal(matrix, size)
    elif "positive definite" in domain.structure:
        matrix = matrix * matrix.transpose() + _identity(size)
    elif "symmetric" in domain.structure:
        matrix = _mirrored(matrix, size)
    if "diagonal" in domain.structure:
        matrix = fmpq_mat(
            size, size, [matrix[i, j] if i == j else 0 for i in range(size) for j in range(size)]
        )
    for i, row in enumerate(names):
        for j, entry in enumerate(row):
            value = matrix[i, j]
            point[entry] = Number(Fraction(int(value.p), int(value.q)))


def _rational(node: Expression | None) -> fmpq | None:
    if not isinstance(node, Number):
        return None
    return fmpq(node.value.numerator, node.value.denominator)


def _identity(size: int) -> fmpq_mat:
    return fmpq_mat(size, size, [int(i == j) for i in range(size) for j in range(size)])


def _mirrored(matrix: fmpq_mat, size: int) -> fmpq_mat:
    return fmpq_mat(
        size, size, [matrix[min(i, j), max(i, j)] for i in range(size) for j in range(size)]
    )


def _orthogonal(matrix: fmpq_mat, size: int) -> fmpq_mat:
    skew = [
        0 if i == j else matrix[i, j] if i < j else -matrix[j, i]
        for i in range(size)
        for j in range(size)
    ]
    k = fmpq_mat(size, size, skew)
    rotation = (_identity(size) - k) * (_identity(size) + k).inv()  # I + K is invertible: K skew
    if matrix[0, 0] < 0:
        for j in range(size):
            rotation[0, j] = -rotation[0, j]
    return rotation
