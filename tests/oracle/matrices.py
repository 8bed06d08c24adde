"""The exact value of a formula of matrices at whole numbers, and the slope of a number by one.

It shares nothing with the verifier, not even its expressions: matrices are lists of rows, numbers
are dual numbers ``a + b*eps`` with rational a and b, and a slope by an entry is what comes with eps
when the entry is moved by it.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

Shape: TypeAlias = tuple[str, ...]
"""The letters of the sizes of a matrix; () is a number."""


@dataclass(frozen=True)
class Formula:
    """A function applied to formulas, or the name of a matrix, with its shape."""

    head: str
    parts: tuple[Formula, ...] = ()
    shape: Shape = ()

    def __str__(self) -> str:
        """As an author writes it."""
        inner = [str(part) for part in self.parts]
        match self.head, inner:
            case (("@" | "+" | "-" | "*"), [left, right]):
                return f"({left} {self.head} {right})"
            case "neg", [inside]:
                return f"(-{inside})"
            case "T", [inside]:
                return f"{inside}.T"
            case "rows", [inside]:
                return f"sum({inside}, axis=1, keepdims=True)"
            case "columns", [inside]:
                return f"sum({inside}, axis=0, keepdims=True)"
            case (("eye" | "ones"), []):
                sizes = self.shape[:1] if self.head == "eye" else self.shape
                return f"{self.head}({', '.join(sizes)})"
            case _, []:
                return self.head
            case _:
                return f"{self.head}({', '.join(inner)})"


@dataclass(frozen=True)
class Dual:
    """``value + slope*eps``, with ``eps^2 = 0``."""

    value: Fraction
    slope: Fraction = Fraction(0)

    def __add__(self, other: Dual) -> Dual:
        return Dual(self.value + other.value, self.slope + other.slope)

    def __neg__(self) -> Dual:
        return Dual(-self.value, -self.slope)

    def __mul__(self, other: Dual) -> Dual:
        return Dual(self.value * other.value, self.value * other.slope + self.slope * other.value)

    def reciprocal(self) -> Dual:
        """Raises ZeroDivisionError at 0."""
        return Dual(1 / self.value, -self.slope / self.value**2)


Matrix: TypeAlias = list[list[Dual]]
ZERO, ONE = Dual(Fraction(0)), Dual(Fraction(1))


def value_of(  # noqa: C901 - one case for each kind
    formula: Formula, at: Mapping[str, Matrix], sizes: Mapping[str, int]
) -> Matrix:
    """The value, a number as a matrix of one entry.

    Raises:
        ZeroDivisionError: where an inverse does not exist.
    """
    parts = [value_of(part, at, sizes) for part in formula.parts]
    rows, columns = ([sizes[letter] for letter in formula.shape] + [1, 1])[:2]
    match formula.head, parts:
        case "@", [a, b]:
            return [
                [_sum(x * y for x, y in zip(r, c, strict=True)) for c in zip(*b, strict=True)]
                for r in a
            ]
        case (("+" | "-" | "*"), [a, b]):
            wide = [max(len(a), len(b)), max(len(a[0]), len(b[0]))]
            a, b = _stretched(a, wide), _stretched(b, wide)
            return [
                [_joined(formula.head, x, y) for x, y in zip(r, s, strict=True)]
                for r, s in zip(a, b, strict=True)
            ]
        case "neg", [a]:
            return [[-x for x in row] for row in a]
        case "T", [a]:
            return [list(column) for column in zip(*a, strict=True)]
        case "tr", [a]:
            return [[_sum(row[place] for place, row in enumerate(a))]]
        case "sum", [a]:
            return [[_sum(x for row in a for x in row)]]
        case "rows", [a]:
            return [[_sum(row)] for row in a]
        case "columns", [a]:
            return [[_sum(column) for column in zip(*a, strict=True)]]
        case "inv", [a]:
            return _inverse(a)
        case "relu", [a]:
            return [[x if x.value > 0 else ZERO for x in row] for row in a]
        case "eye", []:
            return [[ONE if i == j else ZERO for j in range(rows)] for i in range(rows)]
        case "ones", []:
            return [[ONE] * columns for _ in range(rows)]
        case name, []:
            return [[Dual(Fraction(name))]] if name.lstrip("-").isdigit() else at[name]
        case _:
            raise ValueError(formula.head)


def gradient(
    formula: Formula, by: str, at: Mapping[str, Matrix], sizes: Mapping[str, int]
) -> Matrix:
    """The slopes of a number by all entries of a matrix, in its shape."""
    found: Matrix = []
    for i, row in enumerate(at[by]):
        found.append([])
        for j in range(len(row)):
            moved = [
                [Dual(x.value, Fraction(int((r, c) == (i, j)))) for c, x in enumerate(line)]
                for r, line in enumerate(at[by])
            ]
            ((slope,),) = value_of(formula, {**at, by: moved}, sizes)
            found[-1].append(Dual(slope.slope))
    return found


def drawn(
    shapes: Mapping[str, Shape], sizes: Mapping[str, int], generator: random.Random
) -> dict[str, Matrix]:
    """Matrices of small whole numbers."""
    return {
        name: [
            [Dual(Fraction(generator.randint(-4, 4))) for _ in range(sizes[shape[1]])]
            for _ in range(sizes[shape[0]])
        ]
        for name, shape in shapes.items()
    }


def _sum(numbers: Iterable[Dual]) -> Dual:
    total = ZERO
    for number in numbers:
        total += number
    return total


def _stretched(a: Matrix, wide: list[int]) -> Matrix:
    rows = a if len(a) == wide[0] else a * wide[0]
    return [row if len(row) == wide[1] else row * wide[1] for row in rows]


def _joined(head: str, x: Dual, y: Dual) -> Dual:
    return x * y if head == "*" else x + y if head == "+" else x + -y


def _inverse(a: Matrix) -> Matrix:
    """By Gauss and Jordan; the first entry of a column that is not 0 is the pivot."""
    size = len(a)
    rows = [[*row, *(ONE if i == j else ZERO for j in range(size))] for i, row in enumerate(a)]
    for place in range(size):
        pivot = next((r for r in range(place, size) if rows[r][place].value), None)
        if pivot is None:
            raise ZeroDivisionError("this matrix has no inverse")
        rows[place], rows[pivot] = rows[pivot], rows[place]
        scale = rows[place][place].reciprocal()
        rows[place] = [scale * x for x in rows[place]]
        for other in range(size):
            if other != place:
                times = -rows[other][place]
                rows[other] = [x + times * y for x, y in zip(rows[other], rows[place], strict=True)]
    return [row[size:] for row in rows]
