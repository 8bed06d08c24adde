"""Signs of polynomials over atoms, proved from the facts of one case.

A sign is a mask of possibilities (`literals`). Each method below is a theorem that may shrink the
mask; `Signs.mask` tries them from cheap to dear and stops as soon as what is wanted is known. The
methods:

1. *terms*: a sum of terms of known signs;
2. *facts*: the polynomial is a multiple of one a fact speaks of;
3. *factors*: the sign of a product;
4. *shift*: every bounded atom is written as its bound plus something positive, ``x = a + t`` or, on
   (a, b), ``x = (a + b·t)/(1 + t)`` with t > 0; then the terms decide (Pólya, Bernstein);
5. *roots*: a polynomial in one atom has no root in the atom's range (FLINT isolates them); an
   irreducible one is not zero at whole numbers, but for a line through one of them;
6. *waves*: sums of sines and cosines (`waves`);
7. the methods of `comparisons`, which compare a polynomial with another one or with facts;
8. *certificate*: a weighted sum of squares, facts and their products (`certificates`).

Nothing here knows about definedness: a sign is claimed wherever the polynomial's atoms are defined.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from flint import fmpq, fmpq_mpoly

from verifier.algebra.comparisons import DEPTH, Comparisons, coefficients, single
from verifier.algebra.facts import up_to_a_constant
from verifier.algebra.literals import (
    ANY,
    NEG,
    NIL,
    NONNEG,
    NONZERO,
    POS,
    flipped,
    power_mask,
    product_mask,
    sign_mask,
    sum_mask,
)
from verifier.algebra.real_roots import mask_on
from verifier.language.allowance import spend
from verifier.language.expressions import Expression

if TYPE_CHECKING:
    from verifier.algebra.fractions import Algebra

METHODS = 200  # steps of what is tried to find one sign
EFFORT = 600  # signs worked out by more than their terms, in one case
SHIFT_TERMS = 400
ROOT_DEGREE = 60


class Signs(Comparisons):
    """What the facts of one case say about signs."""

    # -- questions -----------------------------------------------------------------------------

    def of(self, node: Expression, wanted: int = 0) -> int:
        """The signs an expression can have wherever it is defined; may stop inside ``wanted``."""
        self.algebra.fraction(node)
        if self._refined != self.algebra.refined:
            self.renew()  # facts are kept in the words of the atoms there were
        found = self._of.get((node, wanted))
        if found is None:
            found = self._of[node, wanted] = self._work_out_of(node, wanted)
        return found

    def _work_out_of(self, node: Expression, wanted: int) -> int:
        num, den = self.algebra.fraction(node)
        num = self.algebra.by_equations(num)
        if num.is_zero():
            return NIL
        if den.is_constant():
            mask = self.mask(num, wanted if den.leading_coefficient() > 0 else 0)
            return mask if den.leading_coefficient() > 0 else flipped(mask)
        bottom = self.mask(den) & NONZERO
        if bottom in (POS, NEG):
            return product_mask(self.mask(num), bottom)
        if wanted in (NONZERO, NIL):
            mask = self.mask(num, wanted)
            return mask if mask & wanted == mask else product_mask(mask, bottom)
        return self.mask(num * den, wanted)

    def mask(self, poly: fmpq_mpoly, wanted: int = 0) -> int:
        """The signs a polynomial can have; stops early once inside ``wanted``."""
        if poly.is_constant():
            return sign_mask(poly.leading_coefficient()) if not poly.is_zero() else NIL
        name, turned = up_to_a_constant(poly)
        goal = flipped(wanted) if turned else wanted
        found, complete = self._masks.get(name, (ANY, False))
        if not (complete or single(found) or (goal and found & goal == found)):
            poly = -poly if turned else poly
            self.effort += 1
            spend(METHODS)
            if self._deep >= DEPTH or self.effort > EFFORT:
                found = self._cheap(poly)
            else:
                self._deep += 1
                try:
                    found, complete = self._work_out(poly, goal)
                finally:
                    self._deep -= 1
                self._masks[name] = found, complete and not self._deep
        return flipped(found) if turned else found

    def _work_out(self, poly: fmpq_mpoly, goal: int) -> tuple[int, bool]:
        mask = self.algebra.constants.mask(poly)
        if single(mask):
            return mask, True
        methods: tuple[Callable[[fmpq_mpoly], int], ...] = self._methods
        occurring = self.samples.signs(poly)
        if goal and occurring & ~goal:
            if occurring & goal:
                return self._cheap(poly), False  # it lies neither inside nor outside
            goal = ANY & ~goal
        elif occurring & NONZERO == NONZERO:
            methods = self._separating
        for method in methods:
            mask = (mask & method(poly)) or mask
            if mask == occurring or single(mask) or (goal and mask & goal == mask):
                return mask, mask == occurring
        if self._deep == 1 and not self.loading and (goal or (self._assumed and single(occurring))):
            mask &= self.certificates.mask(poly, goal or occurring)
        return mask or ANY, True

    @property
    def _assumed(self) -> bool:
        """Whether the author assumes something, which is then meant to be used."""
        return any(label for _, _, label in self._facts)

    @property
    def _methods(self) -> tuple[Callable[[fmpq_mpoly], int], ...]:
        """From cheap to dear."""
        return (
            self._cheap,
            self._by_factors,
            self._by_monotone,
            self._by_shift,
            self._by_roots,
            self._by_waves,
            self._by_discriminant,
            self._by_conjugate,
            self._by_norm,
            self._by_combination,
            self._by_cells,
        )

    @property
    def _separating(self) -> tuple[Callable[[fmpq_mpoly], int], ...]:
        """Those that can tell of what takes both signs that it is not zero."""
        return (
            self._cheap,
            self._by_factors,
            self._by_wholeness,
            self._by_monotone,
            self._by_norm,
            self._by_cells,
        )

    # -- methods -------------------------------------------------------------------------------

    def plainly(self, poly: fmpq_mpoly) -> int:
        """The signs that the facts and the terms leave, without any search."""
        if poly.is_constant():
            return sign_mask(poly.leading_coefficient()) if not poly.is_zero() else NIL
        turned = poly.leading_coefficient() < 0
        return flipped(self._cheap(-poly)) if turned else self._cheap(poly)

    def _cheap(self, poly: fmpq_mpoly) -> int:
        """Of a polynomial with a positive leading coefficient, as the facts are kept."""
        known = self._by_key.get(up_to_a_constant(poly)[0])
        mask = self._by_terms(poly) & self._by_equations(poly)
        if known is not None:
            if known[1] and mask & known[0] != mask:
                self.used.add(known[1])
            mask &= known[0]
        return mask or ANY

    def _by_terms(self, poly: fmpq_mpoly) -> int:
        total = NIL
        for monomial, coefficient in zip(poly.monoms(), poly.coeffs(), strict=True):
            mask = sign_mask(coefficient)
            for slot, degree in enumerate(monomial):
                if degree:
                    mask = product_mask(mask, power_mask(self.of_atom(slot), int(degree)))
            total = sum_mask(total, mask)
            if total == ANY:
                break
        return total

    def _by_equations(self, poly: fmpq_mpoly) -> int:
        """Where an equation in one atom holds, a polynomial without a common root is not zero."""
        for equation in self.algebra.vanishing:
            both = [
                int(a) + int(b) for a, b in zip(poly.degrees(), equation.degrees(), strict=True)
            ]
            if (
                sum(1 for degree in both if degree) == 1
                and max(both) <= ROOT_DEGREE
                and poly.gcd(equation).is_constant()
            ):
                return NONZERO
        return ANY

    def _by_factors(self, poly: fmpq_mpoly) -> int:
        content, powers = self.algebra.factor(poly)
        if len(powers) == 1 and powers[0][1] == 1:
            return ANY
        mask = sign_mask(content)
        for base, n in powers:
            mask = product_mask(mask, power_mask(self.mask(base), n))
        return mask

    def _by_shift(self, poly: fmpq_mpoly) -> int:
        """Each bounded atom from its bound; see Pólya's and Bernstein's positivity criteria."""
        if len(poly) > SHIFT_TERMS or max(map(int, poly.degrees())) > ROOT_DEGREE:
            return ANY
        shifted, signs = poly, {}
        generators = self.algebra.generators
        for slot, degree in enumerate(poly.degrees()):
            if degree <= 0:
                continue
            bounds = self.range(slot)
            t = generators[slot]
            if bounds.lower is not None and bounds.upper is not None:
                if bounds.lower == bounds.upper:
                    return ANY
                shifted = _homogeneous(
                    self.algebra, shifted, slot, int(degree), bounds.lower, bounds.upper
                )
                # t = (x - a)/(b - x) is in (0, oo), 0 where x = a; x = b is the limit t = oo.
                signs[slot] = POS if bounds.lower_open else NONNEG
            elif bounds.lower is not None:
                shifted = self.algebra.put(shifted, slot, t + bounds.lower)
                signs[slot] = POS if bounds.lower_open else NONNEG
            elif bounds.upper is not None:
                shifted = self.algebra.put(shifted, slot, bounds.upper - t)
                signs[slot] = POS if bounds.upper_open else NONNEG
            else:
                signs[slot] = self.of_atom(slot)
            if len(shifted) > SHIFT_TERMS:
                return ANY
        total = NIL
        for monomial, coefficient in zip(shifted.monoms(), shifted.coeffs(), strict=True):
            mask = sign_mask(coefficient)
            for slot, degree in enumerate(monomial):
                if degree:
                    mask = product_mask(mask, power_mask(signs[slot], int(degree)))
            total = sum_mask(total, mask)
        return ANY if total == ANY else total | self._at_upper_ends(poly, total)

    def _at_upper_ends(self, poly: fmpq_mpoly, inside: int) -> int:
        """What closed upper ends, which the shift only approaches, add to the signs."""
        extra = 0
        for slot, degree in enumerate(poly.degrees()):
            if degree <= 0:
                continue
            bounds = self.range(slot)
            both = bounds.lower is not None and bounds.upper is not None
            if both and not bounds.upper_open and bounds.upper is not None:
                edge = self.algebra.put(poly, slot, self.algebra.ring.constant(bounds.upper))
                extra |= self.mask(edge, inside)
        return extra

    def _by_roots(self, poly: fmpq_mpoly) -> int:
        degrees = [(slot, int(degree)) for slot, degree in enumerate(poly.degrees()) if degree > 0]
        if len(degrees) != 1 or degrees[0][1] > ROOT_DEGREE:
            return ANY
        slot, degree = degrees[0]
        if degree > 1 and len(self.algebra.factor(poly).powers) != 1:
            return ANY  # by factors
        return mask_on(coefficients(poly, slot), self.range(slot)) & self._by_wholeness(poly)

    def _by_wholeness(self, poly: fmpq_mpoly) -> int:
        """Of an irreducible polynomial in one whole number, which only a line has as its root."""
        slots = [slot for slot, degree in enumerate(poly.degrees()) if degree > 0]
        if len(slots) != 1 or not self.algebra.names.integral(self.algebra.by_slot[slots[0]].node):
            return ANY
        numbers = coefficients(poly, slots[0])
        if len(numbers) == 2:
            return ANY if (numbers[0] / numbers[1]).q == 1 else NONZERO
        if len(numbers) > ROOT_DEGREE:
            return ANY
        _, powers = self.algebra.factor(poly)
        return NONZERO if len(powers) == 1 and powers[0][1] == 1 else ANY

    def _by_waves(self, poly: fmpq_mpoly) -> int:
        return self.waves.mask(poly)


def _homogeneous(
    algebra: Algebra, poly: fmpq_mpoly, slot: int, degree: int, a: fmpq, b: fmpq
) -> fmpq_mpoly:
    """``(1 + t)^degree · poly(x = (a + b·t)/(1 + t))`` with t in the place of x."""
    t = algebra.generators[slot]
    by_degree: dict[int, dict[tuple[int, ...], fmpq]] = {}
    for monomial, coefficient in zip(poly.monoms(), poly.coeffs(), strict=True):
        rest = (*monomial[:slot], 0, *monomial[slot + 1 :])
        by_degree.setdefault(int(monomial[slot]), {})[rest] = coefficient
    total = algebra.zero
    for n, terms in by_degree.items():
        total += algebra.ring.from_dict(terms) * (b * t + a) ** n * (t + 1) ** (degree - n)
    return total
