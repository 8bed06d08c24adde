"""Signs of a polynomial by another one: of its norm, its discriminant, its arguments, its facts.

- *discriminant*: a quadratic a·x² + b·x + c with a > 0 and b² - 4ac < 0 is positive;
- *conjugate*: a + b·r with r² = g has the sign of b where a² < b²·g, else that of a;
- *norm*: a + b·r with r² = g is not zero where a² - b²·g is not;
- *monotone*: another polynomial of the same sign (`monotone`);
- *cells*: a polynomial in one atom, where facts about that atom alone hold (`cells`);
- *combination*: the polynomial is a positive multiple of a fact's plus a remainder of known sign.
"""

from __future__ import annotations

from collections.abc import Iterator

from flint import fmpq, fmpq_mpoly

from verifier.algebra.atom_ranges import AtomRanges
from verifier.algebra.atoms import Sort
from verifier.algebra.cells import Condition, mask_where
from verifier.algebra.literals import (
    ANY,
    NEG,
    NIL,
    NONNEG,
    NONPOS,
    NONZERO,
    POS,
    flipped,
    sum_mask,
)

DEPTH = 4  # how often a sign may rest on another sign
NESTED = 3  # signs of roots that rest on signs of roots
SHORT = 40  # terms of a polynomial on which these methods are tried


class Comparisons(AtomRanges):
    """Methods of telling a sign by the sign of something else."""

    def _by_cells(self, poly: fmpq_mpoly) -> int:
        """Where facts about the polynomial's one atom hold."""
        slots = [slot for slot, degree in enumerate(poly.degrees()) if degree > 0]
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
        own = coefficients(poly, slot)
        given = [Condition(coefficients(fact, slot), mask) for fact, mask, _ in known]
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
            if single(found):
                break
        return found


def single(mask: int) -> bool:
    """Whether one sign only is left."""
    return mask in (NEG, NIL, POS)


def _is_in(poly: fmpq_mpoly, slot: int) -> bool:
    """Whether a polynomial is one in this atom alone."""
    return all(degree <= 0 or place == slot for place, degree in enumerate(poly.degrees()))


def coefficients(poly: fmpq_mpoly, slot: int) -> list[fmpq]:
    """Of a polynomial in one atom, the constant first."""
    found = [fmpq(0)] * (int(poly.degrees()[slot]) + 1)
    for monomial, coefficient in zip(poly.monoms(), poly.coeffs(), strict=True):
        found[monomial[slot]] = coefficient
    return found
