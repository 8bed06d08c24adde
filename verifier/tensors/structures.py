"""Declared structures of matrices written out: the relations between their entries that say what a
structure is, and values that satisfy them, made from any values (to look for points only).

Symmetric: mirrored. Orthogonal: the Cayley transform ``(I - K)(I + K)⁻¹`` of a skew K is rational
and orthogonal, with determinant 1; a row is turned for determinant -1. Positive definite:
``B Bᵀ + I``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from flint import fmpq, fmpq_mat

from verifier.algebra.frames import Outside
from verifier.claims.claim import Domain
from verifier.language.expressions import ONE, ZERO, Apply, Expression, Name, Number
from verifier.tensors.determinants import determinant
from verifier.tensors.entries import name_at
from verifier.tensors.numbers import whole_number

ROWS = 6
MATRIX = 4  # rows of a matrix whose determinant is written out


def relations_of(symbols: Mapping[str, Domain]) -> tuple[Expression, ...]:
    """The declared structures of arrays of literal sizes, as relations between their entries.

    Raises:
        Outside: where a determinant would be too long.
    """
    structured = ((name, domain) for name, domain in symbols.items() if domain.structure)
    return tuple(relation for one in structured for relation in _relations(*one))


def _relations(name: str, domain: Domain) -> Iterator[Expression]:
    size = whole_number(domain.shape[0]) or 0
    rows = [
        [Name(name_at(name, (Number(i), Number(j)))) for j in range(1, size + 1)]
        for i in range(1, size + 1)
    ]
    if domain.structure & {"symmetric", "positive definite"}:
        for i in range(size):
            yield from (Apply("==", (rows[i][j], rows[j][i])) for j in range(i))
    if "diagonal" in domain.structure:
        for i in range(size):
            yield from (Apply("==", (rows[i][j], ZERO)) for j in range(size) if j != i)
    if "invertible" in domain.structure:
        yield Apply("!=", (_determinant(rows), ZERO))
    if "orthogonal" in domain.structure:
        for i in range(size):
            for j in range(i + 1):
                terms = tuple(Apply("*", (row[i], row[j])) for row in rows)
                yield Apply("==", (Apply("+", terms), ONE if i == j else ZERO))
    if "positive definite" in domain.structure:  # Sylvester's criterion
        for n in range(1, size + 1):
            yield Apply(">", (_determinant([row[:n] for row in rows[:n]]), ZERO))


def _determinant(rows: list[list[Name]]) -> Expression:
    if len(rows) > MATRIX:
        raise Outside("a matrix is too large to be written out")
    return determinant([list(row) for row in rows])


def structured(
    point: Mapping[str, Expression], symbols: Mapping[str, Domain]
) -> dict[str, Expression]:
    """The point with every structured array, of literal sizes, made to have its structure."""
    found = dict(point)
    for name, domain in symbols.items():
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
