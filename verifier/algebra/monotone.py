"""Another polynomial of the same sign, told by a function that only grows.

- e^u - c·e^v has the sign of u - v - log c, and two terms of exponentials are compared so;
- c·log f + … + r has the sign of f^c·…·e^r - 1;
- a·r - b·s, with roots r and s that are not negative, has the sign of (a·r)^q - (b·s)^q;
- F(u) - F(v) has the sign of u - v, for atan, asin and erf.

The signs are equal wherever the polynomial is defined, so that a fact about one of the two
polynomials is a fact about the other.
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Final, NamedTuple

from flint import fmpq, fmpq_mpoly

from verifier.algebra.atoms import Atom, Sort
from verifier.algebra.ring import DividesByZero, Ratio
from verifier.language.expressions import Apply

if TYPE_CHECKING:
    from verifier.algebra.fractions import Algebra

GROWING: Final = frozenset({"atan", "asin", "erf"})
ROOTS: Final = 12  # the highest power that roots are raised to
LOGARITHMS: Final = 4  # the highest power of what stands in one
TERMS: Final = 4  # beside logarithms


class _Side(NamedTuple):
    """A term with a positive number, and its atoms with their powers."""

    number: fmpq
    atoms: list[tuple[Atom, int]]


class Monotone:
    """Compares the terms of polynomials over one case's atoms."""

    def __init__(self, algebra: Algebra) -> None:
        self.algebra = algebra

    def alike(self, poly: fmpq_mpoly) -> fmpq_mpoly | None:
        """A simpler polynomial of the same sign; None where none is known."""
        try:
            found = self._of_two_terms(poly) if len(poly) == 2 else None
            found = self._of_logarithms(poly) if found is None else found
        except DividesByZero:
            return None
        if found is None:
            return None
        alike = self.algebra.reduce(found.num * found.den)
        return None if alike == poly else alike

    # -- two terms of opposite signs -----------------------------------------------------------

    def _of_two_terms(self, poly: fmpq_mpoly) -> Ratio | None:
        terms = sorted(poly.to_dict().items(), key=lambda term: term[1], reverse=True)
        (first, more), (second, less) = terms
        if more < 0 or less > 0:
            return None
        left, right = self._side(first, more), self._side(second, -less)
        sorts = {atom.sort for side in (left, right) for atom, _ in side.atoms}
        if sorts == {Sort.EXP}:
            return self._of_exponentials(left, right)
        if sorts and sorts <= {Sort.ROOT, Sort.ABS}:
            return self._of_roots(left, right)
        if sorts == {Sort.OPAQUE} and more == -less:
            return self._of_functions(left, right)
        return None

    def _side(self, monomial: tuple[int, ...], number: fmpq) -> _Side:
        by_slot = self.algebra.by_slot
        return _Side(number, [(by_slot[slot], int(n)) for slot, n in enumerate(monomial) if n])

    def _of_exponentials(self, left: _Side, right: _Side) -> Ratio:
        algebra = self.algebra
        total = algebra.log(Ratio(algebra.ring.constant(left.number / right.number), algebra.one))
        for side, sign in ((left, 1), (right, -1)):
            for atom, n in side.atoms:
                num, den = algebra.exponent(atom)
                total = algebra.plus(total, Ratio(num * n * sign, den))
        return total

    def _of_roots(self, left: _Side, right: _Side) -> Ratio | None:
        degrees = [atom.degree for side in (left, right) for atom, _ in side.atoms]
        if not all(degrees) or lcm(*degrees) > ROOTS:
            return None
        powers = [self._raised(side, lcm(*degrees)) for side in (left, right)]
        return Ratio(powers[0] - powers[1], self.algebra.one)

    def _raised(self, side: _Side, power: int) -> fmpq_mpoly:
        """A power of a side, by the relations of its roots."""
        total = self.algebra.ring.constant(side.number**power)
        for atom, n in side.atoms:
            if atom.value is not None:  # as of every atom with a degree
                grown = self.algebra.whole_power(atom.value, n * power // atom.degree)
                total = self.algebra.product(total, grown)
        return total

    def _of_functions(self, left: _Side, right: _Side) -> Ratio | None:
        match left.atoms, right.atoms:
            case [(first, 1)], [(second, 1)]:
                pass
            case _:
                return None
        match first.node, second.node:
            case Apply(f, (u,)), Apply(g, (v,)) if f == g and f in GROWING:
                num, den = self.algebra.fraction(v)
                return self.algebra.plus(self.algebra.fraction(u), Ratio(-num, den))
            case _:
                return None

    # -- logarithms ----------------------------------------------------------------------------

    def _of_logarithms(self, poly: fmpq_mpoly) -> Ratio | None:
        algebra = self.algebra
        parts: list[tuple[fmpq_mpoly, fmpq]] = []
        rest = poly
        for slot, degree in enumerate(poly.degrees()):
            atom = algebra.by_slot[slot] if degree > 0 else None
            if atom is None or atom.sort is not Sort.LOG or atom.argument is None:
                continue
            share = poly.derivative(slot)
            if not share.is_constant():
                return None
            parts.append((atom.argument, share.leading_coefficient()))
            rest -= share * algebra.generators[slot]
        if not parts or len(rest) > TERMS:
            return None
        common = lcm(*(int(share.q) for _, share in parts))
        if any(abs(share * common) > LOGARITHMS for _, share in parts):
            return None
        return self._of_products(parts, rest, common)

    def _of_products(
        self, parts: list[tuple[fmpq_mpoly, fmpq]], rest: fmpq_mpoly, common: int
    ) -> Ratio:
        """Logarithms with whole numbers before them, as the product of what stands in them."""
        algebra = self.algebra
        total = algebra.exp(Ratio(rest * common, algebra.one))
        for argument, share in parts:
            size = algebra.magnitude(Ratio(argument, algebra.one))
            total = algebra.multiply(total, algebra.power(size, Fraction(int(share * common))))
        return algebra.plus(total, Ratio(-algebra.one, algebra.one))
