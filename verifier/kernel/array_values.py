"""Whether the two sides of a claim about arrays are equal, at any indices.

Their difference reduces to zero in the algebra of index notation; if two free indices meet in a
delta, once where they are equal and once where they are not; and where an inverse is in the way,
after multiplying by its matrix.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import TypeAlias

from verifier.algebra.derivative import add, negate
from verifier.algebra.literals import MASKS, NONZERO, Literal
from verifier.algebra.ring import CAPACITIES, TooManyAtoms
from verifier.kernel.array_givens import Givens
from verifier.language.expressions import (
    ONE,
    Apply,
    Binder,
    Entry,
    Expression,
    Name,
    free_names,
    subexpressions,
    substitute,
)
from verifier.language.problems import LimitExceeded
from verifier.tensors.grains import Index, Split
from verifier.tensors.indexed import IndexedAlgebra
from verifier.tensors.lengths import never_empty

At: TypeAlias = tuple[Expression, ...]
Entries: TypeAlias = Callable[[At], Expression]
"""A matrix or a vector, by its entries."""

MULTIPLIERS = 4  # inverses whose matrices are tried
MULTIPLIED = 64  # products with two of them


class Values(Givens):
    """Decides the relation of a claim, definedness apart."""

    algebra: IndexedAlgebra
    met: tuple[Literal, ...]  # the conditions of both sides

    def _holds(self, literal: Literal, given: Sequence[Literal]) -> bool:
        """Whether a condition holds under others; see `arrays`."""
        raise NotImplementedError

    def _related(self, left: Expression, right: Expression, at: tuple[Index, ...]) -> bool:
        gap = add(left, negate(right))
        if self.claim.relation != "=":
            wanted = MASKS[self.claim.relation]
            known = self.algebra.signs.of(gap, wanted)
            return not known & ~wanted or not self._sign_by_form(gap, self.algebra) & ~wanted
        return self._vanishes(gap, 0) or self._vanishes_multiplied(at)

    def _vanishes(self, gap: Expression, depth: int) -> bool:
        """Whether the difference is zero; for two free indices, equal or not."""
        algebra = self.algebra
        if algebra.vanishes(gap):
            return True
        if algebra.loose:
            algebra.relate_at(sorted(self.free))
            if algebra.vanishes(gap):
                return True
        num = algebra.reduce(algebra.fraction(gap).num)
        degrees = num.degrees()
        for atom in algebra.atoms:
            if not degrees[atom.slot] or not _is_free_delta(atom.node, self.free):
                continue
            if depth > 4:
                return False
            apart = algebra.put(num, atom.slot, algebra.zero)
            if not algebra.is_zero(apart):
                # The index of the one may still hide in sums that the other's value would change.
                return False
            i, j = _pair(atom.node)
            return self._vanishes(substitute(gap, {j: Name(i)}), depth + 1)
        return False

    # -- multiplying by the matrices of inverses -------------------------------------------------

    def _vanishes_multiplied(self, at: tuple[Index, ...]) -> bool:
        """``D = 0`` if ``M @ D = 0`` or ``D @ M = 0`` for an invertible M, or for two of them."""
        if not 1 <= len(at) <= 2 or any(isinstance(index, Split) for index in at):
            return False
        here = tuple(index for index in at if not isinstance(index, Split))
        reading = self._reading()

        def gap(at: At) -> Expression:
            left, right = self._side(self.claim.left, at), self._side(self.claim.right, at)
            return add(reading.run(left), negate(reading.run(right)))

        if not self._is_zero(gap, here, self._bases()):
            return False
        sides = [reading.run(self._side(side, at)) for side in (self.claim.left, self.claim.right)]
        self._grant(sides, here)
        return True

    def _is_zero(self, gap: Entries, at: At, bases: list[Apply]) -> bool:
        """Whether all entries vanish once multiplied by one matrix, or by two one after another."""
        once = [
            product
            for base in bases
            for from_left in (True, False)[: len(at)]
            if (product := self._times(base, gap, at, from_left=from_left)) is not None
        ]
        for product in once:
            if self._is_known_zero(product, at, bases):
                return True
        twice = (
            product
            for first in once
            for base in bases
            for from_left in (True, False)[: len(at)]
            if (product := self._times(base, first, at, from_left=from_left)) is not None
        )
        return any(self._is_known_zero(product, at, bases) for product in islice(twice, MULTIPLIED))

    def _bases(self) -> list[Apply]:
        """The inverses met so far, of matrices that certainly have one: what stands only in a sum
        without terms need not be invertible."""
        found = [
            atom.node.base
            for atom in self.algebra.atoms
            if isinstance(atom.node, Entry) and isinstance(atom.node.base, Apply)
        ]
        return list(filter(self._is_invertible, dict.fromkeys(found)))[:MULTIPLIERS]

    def _is_invertible(self, base: Apply) -> bool:
        """Whether a matrix is invertible wherever both sides are defined."""
        symbols = self.setting.context.symbols
        inner = free_names(base) & self.ranges.keys() - self.free
        if not all(never_empty(self.ranges[name], self.ranges, symbols) for name in inner):
            return False
        det = Apply("det", base.args)
        return self._holds(Literal(det, NONZERO, det), self.met)

    def _is_known_zero(self, entries: Entries, at: At, bases: Iterable[Apply]) -> bool:
        """In an algebra of its own: what other attempts have met would fill it."""
        known, self.algebra = self.algebra, self._algebra()
        try:
            self.algebra.meet(bases)
            return self._vanishes(entries(at), 0)
        except LimitExceeded:
            return False
        except TooManyAtoms:
            if self.capacity < CAPACITIES[-1]:
                raise
            return False
        finally:
            self.algebra = known

    def _times(self, base: Apply, gap: Entries, at: At, *, from_left: bool) -> Entries | None:
        """``M @ gap`` or ``gap @ M`` for the M of an inverse; None where the sizes don't meet."""
        match base.args[0]:
            case Binder(_, Binder(_, body, q, _, size), p, _, _) if size is not None:
                pass
            case _:
                return None
        outer = at[0] if from_left else at[-1]
        if not isinstance(outer, Name) or not self.algebra.same_ends(
            self.ranges[outer.name], (ONE, size)
        ):
            return None

        def product(at: At) -> Expression:
            k = self.notation.index()
            self.ranges[k] = (ONE, size)
            ends = (at[0], Name(k)) if from_left else (Name(k), at[-1])
            matrix = substitute(body, {p: ends[0], q: ends[1]})
            inner = (Name(k), *at[1:]) if from_left else (*at[:-1], Name(k))
            return Binder("sum", Apply("*", (matrix, gap(inner))), k, ONE, size)

        return product

    def _grant(self, sides: list[Expression], at: At) -> None:
        """``inv(M) = H``: if M @ H is the identity, M is invertible wherever H is defined. That is
        shown afresh, by an algebra in which nothing speaks of ``inv(M)``."""
        for place, side in enumerate(sides):
            match side:
                case Entry(Apply("inv", _) as base, _) if len(
                    at
                ) == 2 and base not in subexpressions(sides[1 - place]):
                    if self._is_inverse(base, (self.claim.right, self.claim.left)[place], at):
                        self.granted.add(Apply("det", base.args))
                case _:
                    pass

    def _is_inverse(self, base: Apply, other: Expression, at: At) -> bool:
        reading = self._reading()

        def entries(at: At) -> Expression:
            return reading.run(self._side(other, at))

        product = self._times(base, entries, at, from_left=True)
        if product is None:
            return False

        def gap(at: At) -> Expression:
            return add(product(at), negate(Apply("==", at)))

        entries(at)
        both, self.met = self.met, tuple(reading.met.conditions)  # of the other side alone
        try:
            others = [other for other in self._bases() if other is not base]
            return self._is_known_zero(gap, at, others) or self._is_zero(gap, at, others)
        finally:
            self.met = both


def _is_free_delta(node: Expression, free: frozenset[str]) -> bool:
    match node:
        case Apply("==", (Name(i), Name(j))):
            return i in free and j in free
        case _:
            return False


def _pair(node: Expression) -> tuple[str, str]:
    match node:
        case Apply("==", (Name(i), Name(j))):
            return i, j
        case _:
            raise ValueError("not a delta of two indices")
