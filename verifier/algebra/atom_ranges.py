"""The range of each atom's values: from the declared domains, and from what the atom is made of."""

from __future__ import annotations

from flint import fmpq

from verifier.algebra.atoms import Atom, Sort
from verifier.algebra.facts import Facts, up_to_a_constant
from verifier.algebra.literals import ANY, NEG, NIL, NONZERO, POS, product_mask
from verifier.algebra.ranges import Range, range_of_domain, range_of_function
from verifier.language.expressions import Expression, Name
from verifier.language.problems import LimitExceeded


class AtomRanges(Facts):
    """The ranges of atoms."""

    def of_atom(self, slot: int) -> int:
        """The signs an atom can have."""
        mask = self.range(slot).mask
        if self.algebra.by_slot[slot].sort in (Sort.PARITY, Sort.POWER):
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
            try:
                found = self._range_of(self.algebra.by_slot[slot])
            except LimitExceeded:
                found = Range()
            self._ranges[slot] = found
        return found

    def _range_of(self, atom: Atom) -> Range:
        constant = self.algebra.constant_bounds(atom)
        if constant is not None:
            return Range(constant[0], constant[1], True, True)
        match atom.sort:
            case Sort.NAME:
                return self._range_of_name(atom.node)
            case Sort.EXP:
                return self._range_of_exp(atom)
            case Sort.ROOT | Sort.ABS:
                zero = atom.argument is None or self.mask(atom.argument, NONZERO) & NIL
                return Range(fmpq(0), None, not zero)
            case Sort.LOG:
                return self._range_of_log(atom)
            case Sort.SINE | Sort.COSINE | Sort.PARITY:
                return Range(fmpq(-1), fmpq(1))
            case Sort.OPAQUE:
                return range_of_function(atom.node)
            case _:
                return Range()

    def _range_of_name(self, node: Expression) -> Range:
        context = self.algebra.names.context
        if not isinstance(node, Name) or self.algebra.bare:
            return Range()
        domain = context.symbols.get(node.name)
        if domain is None and node.name in context.ranged:
            domain = context.definitions[node.name].claimed
        return range_of_domain(domain) if domain is not None else Range()

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
