"""Signs of polynomials over atoms, proved from the facts of one case.

A sign is a mask of possibilities (`literals`). Each method below is a theorem that may shrink the
mask; `Signs.mask` tries them from cheap to dear and stops as soon as what is wanted is known. The
methods:

1. *terms*: a sum of terms of known signs;
2. *facts*: the polynomial is a multiple of one a fact speaks of;
3. *factors*: the sign of a product;
4. *shift*: every bounded atom is written as its bound plus something positive, ``x = a + t`` or, on
   (a, b), ``x = (a + b·t)/(1 + t)`` with t > 0; then the terms decide (Pólya, Bernstein);
5. *roots*: a polynomial in one atom has no root in the atom's range (FLINT isolates them);
6. *discriminant*: a quadratic a·x² + b·x + c with a > 0 and b² - 4ac < 0 is positive;
7. *conjugate*: a + b·r with r² = g has the sign of b where a² < b²·g, else that of a;
8. *combination*: the polynomial is a positive multiple of a fact's plus a remainder of known sign;
9. *monotone*: another polynomial of the same sign (`monotone`);
10. *norm*: a + b·r with r² = g is not zero where a² - b²·g is not;
11. *cells*: a polynomial in one atom, where facts about that atom alone hold (`cells`);
12. *certificate*: a weighted sum of squares, facts and their products (`certificates`).

Nothing here knows about definedness: a sign is claimed wherever the polynomial's atoms are defined.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from flint import fmpq, fmpq_mpoly

from verifier.algebra.atom_ranges import AtomRanges
from verifier.algebra.atoms import Sort
from verifier.algebra.cells import Condition, mask_where
from verifier.algebra.facts import up_to_a_constant
from verifier.algebra.literals import (
    ANY,
    NEG,
    NIL,
    NONNEG,
    NONPOS,
    NONZERO,
    POS,
    flipped,
    power_mask,
    product_mask,
    sign_mask,
    sum_mask,
)
from verifier.algebra.real_roots import mask_on
from verifier.language.expressions import Expression

if TYPE_CHECKING:
    from verifier.algebra.fractions import Algebra

DEPTH = 4  # how often a sign may rest on another sign
NESTED = 3  # signs of roots that rest on signs of roots
EFFORT = 600  # signs worked out by more than their terms, in one case
SHIFT_TERMS = 400
ROOT_DEGREE = 60
SHORT = 40  # terms of a polynomial on which the dearer methods are tried


class Signs(AtomRanges):
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
        if not (complete or _single(found) or (goal and found & goal == found)):
            poly = -poly if turned else poly
            self.effort += 1
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
        if _single(mask):
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
            if mask == occurring or _single(mask) or (goal and mask & goal == mask):
                return mask, mask == occurring
        if self._deep == 1 and (goal or (self._assumed and _single(occurring))):
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
            if not degree:
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
            if not degree:
                continue
            bounds = self.range(slot)
            both = bounds.lower is not None and bounds.upper is not None
            if both and not bounds.upper_open and bounds.upper is not None:
                edge = self.algebra.put(poly, slot, self.algebra.ring.constant(bounds.upper))
                extra |= self.mask(edge, inside)
        return extra

    def _by_roots(self, poly: fmpq_mpoly) -> int:
        degrees = [(slot, int(degree)) for slot, degree in enumerate(poly.degrees()) if degree]
        if len(degrees) != 1 or degrees[0][1] > ROOT_DEGREE:
            return ANY
        slot, degree = degrees[0]
        if degree > 1 and len(self.algebra.factor(poly).powers) != 1:
            return ANY  # by factors
        return mask_on(_coefficients(poly, slot), self.range(slot))

    def _by_waves(self, poly: fmpq_mpoly) -> int:
        return self.waves.mask(poly)

    def _by_cells(self, poly: fmpq_mpoly) -> int:
        """Where facts about the polynomial's one atom hold."""
        slots = [slot for slot, degree in enumerate(poly.degrees()) if degree]
        if len(slots) != 1:
            return ANY
        slot = slots[0]
        known = [fact for fact in self._facts if _is_in(fact[0], slot)]
        if not known:
            return ANY
        bounds = [
            Condition([-end, fmpq(1)], side if is_open else side | NIL)
            for end, is_open, side in (
                (self.range(slot).lower, self.range(slot).lower_open, POS),
                (self.range(slot).upper, self.range(slot).upper_open, NEG),
            )
            if end is not None
        ]
        own = _coefficients(poly, slot)
        given = [Condition(_coefficients(fact, slot), mask) for fact, mask, _ in known]
        try:
            found = mask_where(own, [*bounds, *given])
            if found == ANY or not found:
                return ANY  # no point is left: that is for others to find out
            for (_, _, label), condition in zip(known, given, strict=True):
                fewer = [other for other in given if other is not condition]
                if label and mask_where(own, [*bounds, *fewer]) != found:
                    self.used.add(label)
        except ValueError:
            return ANY
        return found

    def _by_discriminant(self, poly: fmpq_mpoly) -> int:
        if len(poly) > SHORT:
            return ANY
        for slot, degree in enumerate(poly.degrees()):
            if degree != 2:
                continue
            first = poly.derivative(slot)
            a = first.derivative(slot) / 2
            b = self.algebra.put(first, slot, self.algebra.zero)
            c = self.algebra.put(poly, slot, self.algebra.zero)
            lead = self.mask(a, POS if self._deep < DEPTH else 0)
            if lead not in (POS, NEG):
                continue
            below = self.mask(b * b - 4 * a * c, NEG)
            if not below & POS:
                return lead | (below & NIL)
        return ANY

    def _by_conjugate(self, poly: fmpq_mpoly) -> int:
        """The sign of a + b·r for a square root (or an absolute value) r >= 0."""
        if len(poly) > SHORT or self._deep > NESTED:
            return ANY
        for slot, degree in enumerate(poly.degrees()):
            atom = self.algebra.by_slot.get(slot)
            if degree != 1 or atom is None or atom.sort not in (Sort.ROOT, Sort.ABS):
                continue
            if atom.degree != 2 or atom.value is None:
                continue
            b = poly.derivative(slot)
            a = poly - b * self.algebra.generators[slot]
            gap = self.mask(self.algebra.reduce(a * a - b * b * atom.value))
            heavy = b if not gap & POS else a if not gap & NEG else None
            if heavy is None:
                continue
            mask = self.mask(heavy)
            if not gap & NIL:
                return mask & NONZERO
            if mask & NONZERO != NONZERO:
                return mask | NIL  # where both weigh the same they may cancel
        return ANY

    def _by_norm(self, poly: fmpq_mpoly) -> int:
        """Whether a + b·r is not zero, for any r with r² = g."""
        for norm, _ in self._norms(poly):
            if not self.mask(norm, NONZERO) & NIL:
                return NONZERO
        return ANY

    def _norms(self, poly: fmpq_mpoly) -> Iterator[tuple[fmpq_mpoly, fmpq_mpoly]]:
        """``a² - b²·g`` and ``a - b·r`` of a polynomial a + b·r with r² = g."""
        if len(poly) > SHORT:
            return
        for slot, degree in enumerate(poly.degrees()):
            atom = self.algebra.by_slot[slot] if degree == 1 else None
            if atom is None or atom.degree != 2 or atom.value is None:
                continue
            b = poly.derivative(slot)
            a = poly - b * self.algebra.generators[slot]
            yield self.algebra.reduce(a * a - b * b * atom.value), 2 * a - poly

    def _by_monotone(self, poly: fmpq_mpoly) -> int:
        other = self.monotone.alike(poly)
        return ANY if other is None else self.mask(other)

    def alike(self, poly: fmpq_mpoly, mask: int) -> list[tuple[fmpq_mpoly, int]]:
        """See `Facts`: by a function that only grows, and by norms."""
        other = self.monotone.alike(poly)
        found = [] if other is None else [(other, mask)]
        if not mask & NIL:
            for norm, conjugate in self._norms(poly):
                if conjugate == -poly or not self.mask(conjugate, NONZERO) & NIL:
                    found.append((norm, NONZERO))
        return found

    def _by_combination(self, poly: fmpq_mpoly) -> int:
        """Poly = λ·fact + rest with λ > 0 and a rest of the fact's sign."""
        if len(poly) > SHORT or self._deep > 2:
            return ANY
        found = ANY
        terms = poly.to_dict()
        for fact, mask, label in self._facts:
            if len(fact) > SHORT or mask not in (POS, NEG, NONNEG, NONPOS):
                continue
            for monomial, coefficient in fact.to_dict().items():
                if monomial not in terms:
                    continue
                ratio = terms[monomial] / coefficient
                here = mask if ratio > 0 else flipped(mask)
                rest = poly - ratio * fact
                if rest.is_zero() or len(rest) > len(poly):
                    continue
                total = sum_mask(here, self.mask(rest, here | NIL))
                if found & total not in (found, 0):
                    found &= total
                    if label:
                        self.used.add(label)
            if _single(found):
                break
        return found


def _single(mask: int) -> bool:
    return mask in (NEG, NIL, POS)


def _is_in(poly: fmpq_mpoly, slot: int) -> bool:
    """Whether a polynomial is one in this atom alone."""
    return all(not degree or place == slot for place, degree in enumerate(poly.degrees()))


def _coefficients(poly: fmpq_mpoly, slot: int) -> list[fmpq]:
    """Of a polynomial in one atom, the constant first."""
    found = [fmpq(0)] * (int(poly.degrees()[slot]) + 1)
    for monomial, coefficient in zip(poly.monoms(), poly.coeffs(), strict=True):
        found[monomial[slot]] = coefficient
    return found


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
