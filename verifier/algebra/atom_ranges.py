"""The range of each atom's values: from the declared domains, and from what the atom is made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from flint import fmpq, fmpq_mpoly

from verifier.algebra.atoms import Atom, Sort
from verifier.algebra.certificates import Certificates
from verifier.algebra.enclosures import evaluate, outer_bounds
from verifier.algebra.facts import Fact, Facts, up_to_a_constant
from verifier.algebra.intervals import span
from verifier.algebra.literals import ANY, NEG, NIL, NONZERO, POS, flipped, product_mask
from verifier.algebra.monotone import Monotone
from verifier.algebra.ranges import Range, range_of_domain, range_of_function, rational
from verifier.algebra.samples import Samples
from verifier.algebra.waves import Waves
from verifier.language.expressions import Apply, Expression, Name, free_names
from verifier.language.problems import LimitExceeded

if TYPE_CHECKING:
    from verifier.algebra.fractions import Algebra


BITS = 128


class AtomRanges(Facts):
    """The ranges of atoms."""

    def __init__(self, algebra: Algebra, facts: Iterable[Fact]) -> None:
        super().__init__(algebra, facts)
        self.waves = Waves(algebra)
        self.samples = Samples(algebra)
        self.certificates = Certificates(algebra)
        self.monotone = Monotone(algebra)

    def satisfiable(self) -> bool:
        """See `Facts`."""
        return bool(self.samples.points())

    def of_atom(self, slot: int) -> int:
        """The signs an atom can have."""
        sort = self.algebra.by_slot[slot].sort
        mask = POS if sort is Sort.EXP else self.range(slot).mask  # its range would take longer
        if sort in (Sort.PARITY, Sort.POWER):
            mask &= NONZERO  # whole powers of what is not zero
        known = self._by_key.get(self._key_of(slot)) if self._by_key else None
        if known is not None:
            if known[1] and mask & known[0] != mask:
                self.used.add(known[1])
            mask &= known[0]
        return mask or ANY

    def _key_of(self, slot: int) -> object:
        found = self._atom_keys.get(slot)
        if found is None:
            found = up_to_a_constant(self.algebra.generators[slot])[0]
            self._atom_keys[slot] = found
        return found

    def range(self, slot: int) -> Range:
        """The range of an atom's values."""
        found = self._ranges.get(slot)
        if found is None:
            self._ranges[slot] = Range()  # while it is worked out, nothing is known
            deep, self._deep = self._deep, min(self._deep, 1)  # it is kept: no half answer
            try:
                found = self._range_of(self.algebra.by_slot[slot])
            except LimitExceeded:
                found = Range()
            finally:
                self._deep = deep
            self._ranges[slot] = found
        return found

    def narrow(self, slot: int) -> Range:
        """The range with what facts about this atom alone add to it."""
        found = self._narrow.get(slot)
        if found is None:
            found = self._narrow[slot] = replace(self.range(slot))
            generator = self.algebra.generators[slot]
            for poly, mask, label in self._facts:
                share = poly.derivative(slot)
                if mask in (NONZERO, NIL) or not share.is_constant() or share.is_zero():
                    continue
                rest = (share * generator - poly) / share.leading_coefficient()  # the bound
                end = self._number_beyond(rest)
                if end is not None:
                    side = mask if share.leading_coefficient() > 0 else flipped(mask)
                    self._tighten(found, end, side, label)
        return found

    def _number_beyond(self, poly: fmpq_mpoly) -> tuple[fmpq, fmpq] | None:
        """Rational numbers around a number; None for what has letters."""
        if poly.is_constant():
            value = poly.leading_coefficient() if not poly.is_zero() else fmpq(0)
            return value, value
        node = self.algebra.node(poly)
        number = None if free_names(node) else evaluate(node, {}, BITS)
        return None if number is None else outer_bounds(number)

    def _tighten(self, found: Range, end: tuple[fmpq, fmpq], side: int, label: str) -> None:
        is_open = not side & NIL or end[0] != end[1]
        nearer = False
        if not side & NEG and _is_nearer(end[0], found.lower, is_open > found.lower_open, 1):
            found.lower, found.lower_open, nearer = end[0], is_open, True
        if not side & POS and _is_nearer(end[1], found.upper, is_open > found.upper_open, -1):
            found.upper, found.upper_open, nearer = end[1], is_open, True
        if nearer and label:
            self.used.add(label)

    def span(self, poly: fmpq_mpoly) -> tuple[fmpq, fmpq] | None:
        """Rational numbers between which a polynomial's values lie, where some are known."""
        return span(poly, self.narrow)

    def _range_of(self, atom: Atom) -> Range:
        own = self.algebra.own_range(atom)
        if own is not None:
            return own
        constant = self.algebra.constant_bounds(atom)
        if constant is not None:
            return Range(constant[0], constant[1], True, True)
        match atom.sort:
            case Sort.NAME:
                return self.range_of_name(atom.node)
            case Sort.EXP:
                return self._range_of_exp(atom)
            case Sort.ROOT | Sort.ABS:
                zero = atom.argument is None or self.mask(atom.argument, NONZERO) & NIL
                return Range(fmpq(0), None, not zero)
            case Sort.LOG:
                return self._range_of_log(atom)
            case Sort.SINE | Sort.COSINE:
                return self.waves.range_of(atom)
            case Sort.FLOOR:
                return self.algebra.floors.range_of(atom)
            case Sort.PARITY:
                return Range(fmpq(-1), fmpq(1))
            case Sort.OPAQUE:
                return self._range_of_opaque(atom.node)
            case _:
                return Range()

    def range_of_name(self, node: Expression) -> Range:
        """The declared range of a letter; of one that is a definition, the range proved."""
        context = self.algebra.names.context
        if not isinstance(node, Name) or self.algebra.bare:
            return Range()
        domain = context.symbols.get(node.name)
        if domain is None and node.name in context.ranged:
            domain = context.definitions[node.name].claimed
        if domain is None:
            return Range()
        found = range_of_domain(domain)
        for bound, below in ((domain.lower, True), (domain.upper, False)):
            if bound is None or rational(bound.value) is not None or free_names(bound.value):
                continue
            value = evaluate(bound.value, {}, BITS)  # such as pi/2
            ends = None if value is None else outer_bounds(value)
            if ends is not None and below:
                found.lower, found.lower_open = ends[0], True
            elif ends is not None:
                found.upper, found.upper_open = ends[1], True
        return found

    def _range_of_opaque(self, node: Expression) -> Range:
        match node:
            case Apply("gamma", (u,)) if self.of(u, POS) == POS:
                return Range(fmpq(0), None, True)
            case Apply("asin" | "atan" | "erf", (u,)):
                found = range_of_function(node)
                mask = self.of(u)
                if not mask & NEG:
                    found.lower, found.lower_open = fmpq(0), not mask & NIL
                if not mask & POS:
                    found.upper, found.upper_open = fmpq(0), not mask & NIL
                return found
            case _:
                return range_of_function(node)

    def of(self, node: Expression, wanted: int = 0) -> int:
        """The signs an expression can have wherever it is defined."""
        raise NotImplementedError

    def _range_of_exp(self, atom: Atom) -> Range:
        exponent = self.algebra.exponent(atom)
        mask = product_mask(self.mask(exponent.num), self.mask(exponent.den) & NONZERO)
        if not mask & NEG:
            return Range(fmpq(1), None, not mask & NIL)
        if not mask & POS:
            return Range(fmpq(0), fmpq(1), True, not mask & NIL)
        return Range(fmpq(0), None, True)

    def _range_of_log(self, atom: Atom) -> Range:
        if atom.argument is None:
            return Range()
        size = self.mask(atom.argument)
        if size & NEG and size & POS:
            return Range()
        magnitude = atom.argument if not size & NEG else -atom.argument
        mask = self.mask(magnitude - 1)
        if not mask & NEG:
            return Range(fmpq(0), None, not mask & NIL)
        if not mask & POS:
            return Range(None, fmpq(0), False, not mask & NIL)
        return Range()


def _is_nearer(new: fmpq, old: fmpq | None, opens: bool, side: int) -> bool:
    """Whether a bound is a better one: further in, or no longer attained."""
    if old is None:
        return True
    return bool((new - old) * side > 0) or (new == old and opens)
