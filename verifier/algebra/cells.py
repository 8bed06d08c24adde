"""The signs of a polynomial in one variable where others have given signs: decided, cell by cell.

The real roots of all the polynomials part the line into points and open intervals, in each of which
every one of them keeps its sign; that is read off at a rational number inside. FLINT encloses the
roots, and where two enclosures touch, a finer one is asked for, so that nothing here is rounded.

Source: Collins' cylindrical algebraic decomposition, in one dimension.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import lcm
from typing import NamedTuple, TypeAlias, cast

from flint import acb, ctx, fmpq, fmpz_poly

from verifier.algebra.enclosures import outer_bounds
from verifier.algebra.literals import ANY, NIL, power_mask, product_mask, sign_mask

PRECISIONS = (64, 256, 1024)
DEGREE = 80  # of all the polynomials together, without repeated factors
WHOLE = 4 * DEGREE  # of one polynomial as it stands: a larger one takes long to factor

Coefficients: TypeAlias = Sequence[fmpq]
"""Of a polynomial in one variable, the constant first."""


class Condition(NamedTuple):
    """A polynomial, and the signs that it may have."""

    poly: Coefficients
    mask: int


class _Product(NamedTuple):
    """A polynomial as a number times powers of irreducible ones, each by its place in a list."""

    content: fmpq
    powers: tuple[tuple[int, int], ...]


def mask_where(poly: Coefficients, conditions: Iterable[Condition]) -> int:
    """The signs that a polynomial takes where the conditions hold; 0 if they hold nowhere."""
    line = _Line([poly, *(condition.poly for condition in conditions)])
    masks = [condition.mask for condition in conditions]
    found = 0
    for cell in line.cells():
        mine, *others = (line.sign(product, cell) for product in line.products)
        if all(sign & mask for sign, mask in zip(others, masks, strict=True)):
            found |= mine
        if found == ANY:
            break
    return found


class _Cell(NamedTuple):
    """A rational number in it or beside it, and the factor that is zero on it, or -1."""

    inside: fmpq
    zero: int


class _Line:
    """The line, parted by the roots of some polynomials.

    Raises:
        ValueError: if they are too large, or their roots too near each other.
    """

    def __init__(self, polys: Sequence[Coefficients]) -> None:
        self.factors: list[fmpz_poly] = []
        self.products = [self._product(poly) for poly in polys]
        if sum(factor.degree() for factor in self.factors) > DEGREE:
            raise ValueError("the polynomials are too large")
        self._signs: dict[tuple[int, fmpq], int] = {}

    def _product(self, poly: Coefficients) -> _Product:
        if len(poly) > WHOLE:
            raise ValueError("a polynomial is too large")
        common = lcm(*(int(coefficient.q) for coefficient in poly))
        whole = fmpz_poly([int((coefficient * common).p) for coefficient in poly])
        content, powers = whole.factor()
        places = []
        for factor, n in powers:
            if factor not in self.factors:
                self.factors.append(factor)
            places.append((self.factors.index(factor), int(n)))
        return _Product(fmpq(content), tuple(places))

    def sign(self, product: _Product, cell: _Cell) -> int:
        """The sign of a polynomial in a cell."""
        if any(place == cell.zero for place, _ in product.powers):
            return NIL
        mask = sign_mask(product.content)
        for place, n in product.powers:  # none has a root between the cell and the number
            mask = product_mask(mask, power_mask(self._at(place, cell.inside), n))
        return mask

    def _at(self, place: int, x: fmpq) -> int:
        found = self._signs.get((place, x))
        if found is None:
            total = fmpq(0)
            for coefficient in reversed(self.factors[place].coeffs()):
                total = total * x + coefficient
            found = self._signs[place, x] = sign_mask(total)
        return found

    def cells(self) -> Iterable[_Cell]:
        """Every interval and every root, from left to right."""
        roots = self._roots()
        if not roots:
            yield _Cell(fmpq(0), -1)
            return
        yield _Cell(roots[0][0] - 1, -1)
        for number, (_, upper, place) in enumerate(roots):
            after = roots[number + 1][0] if number + 1 < len(roots) else upper + 2
            between = (upper + after) / 2
            yield _Cell(between, place)
            yield _Cell(between, -1)

    def _roots(self) -> list[tuple[fmpq, fmpq, int]]:
        """Rational numbers around each root, none of which overlap, and the factor's place."""
        for bits in PRECISIONS:
            before, ctx.prec = ctx.prec, bits
            try:
                found = [
                    (*ends, place)
                    for place, factor in enumerate(self.factors)
                    for ends in _real_roots(factor)
                ]
            finally:
                ctx.prec = before
            found.sort()
            if all(one[1] < other[0] for one, other in pairwise(found)):
                return found
        raise ValueError("the roots are too near each other")


def _real_roots(factor: fmpz_poly) -> Iterable[tuple[fmpq, fmpq]]:
    """Rational numbers below and above each real root of an irreducible polynomial."""
    if factor.degree() == 1:
        constant, slope = (fmpq(coefficient) for coefficient in factor.coeffs())
        yield -constant / slope, -constant / slope
        return
    for root, _ in cast("list[tuple[acb, int]]", factor.complex_roots()):
        if root.imag.is_zero():
            ends = outer_bounds(root.real)
            if ends is None:
                raise ValueError("a root has no bounds")
            yield ends
