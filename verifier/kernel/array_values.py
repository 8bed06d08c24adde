"""Whether the two sides of a claim about arrays are equal, at any indices.

Their difference reduces to zero in the algebra of index notation; if two free indices meet in a
delta, once where they are equal and once where they are not; and where an inverse is in the way,
after multiplying by its matrix.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from verifier.algebra.derivative import add, negate
from verifier.algebra.literals import MASKS
from verifier.kernel.array_givens import Givens
from verifier.language.expressions import (
    ONE,
    Apply,
    Binder,
    Entry,
    Expression,
    Name,
    subexpressions,
    substitute,
)
from verifier.language.problems import LimitExceeded
from verifier.tensors.grains import Index, Split
from verifier.tensors.indexed import IndexedAlgebra

MULTIPLIERS = 6  # matrices tried on each side of an equation


class Values(Givens):
    """Decides the relation of a claim, definedness apart."""

    algebra: IndexedAlgebra

    def _related(self, left: Expression, right: Expression, at: tuple[Index, ...]) -> bool:
        gap = add(left, negate(right))
        if self.claim.relation != "=":
            wanted = MASKS[self.claim.relation]
            return self.algebra.signs.of(gap, wanted) & ~wanted == 0
        return self._vanishes(gap, 0) or self._vanishes_after_multiplying(at)

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

    def _vanishes_after_multiplying(self, at: tuple[Index, ...]) -> bool:
        """``D = 0`` if ``M @ D = 0`` or ``D @ M = 0`` for an invertible M."""
        if len(at) != 2:
            return False
        rows, columns = at
        if isinstance(rows, Split) or isinstance(columns, Split):
            return False
        bases = [
            atom.node.base
            for atom in self.algebra.atoms
            if isinstance(atom.node, Entry) and isinstance(atom.node.base, Apply)
        ]
        for base in islice(dict.fromkeys(bases), MULTIPLIERS):
            for from_left in (True, False):
                if self._vanishes_times(base, from_left, rows, columns):
                    return True
        return False

    def _vanishes_times(
        self, base: Apply, from_left: bool, row: Expression, column: Expression
    ) -> bool:
        (table,) = base.args
        match table:
            case Binder(_, Binder(_, body, q, _, size), p, _, _) if size is not None:
                pass
            case _:
                return False
        outer = row if from_left else column
        if not isinstance(outer, Name) or not self.algebra.same_ends(
            self.ranges[outer.name], (ONE, size)
        ):
            return False
        k = self.notation.index()
        self.ranges[k] = (ONE, size)
        ends = (outer, Name(k)) if from_left else (Name(k), outer)
        matrix = substitute(body, {p: ends[0], q: ends[1]})
        at = (Name(k), column) if from_left else (row, Name(k))
        reading = self._reading()
        sides = [reading.run(self._side(side, at)) for side in (self.claim.left, self.claim.right)]

        def times_matrix(node: Expression) -> Expression:
            return Binder("sum", Apply("*", (matrix, node)), k, ONE, size)

        try:
            if not self._vanishes(times_matrix(add(sides[0], negate(sides[1]))), 0):
                return False
            self._grant(base, sides, times_matrix, Apply("==", (row, column)))
        except LimitExceeded:
            return False
        return True

    def _grant(
        self,
        base: Apply,
        sides: list[Expression],
        times_matrix: Callable[[Expression], Expression],
        identity: Expression,
    ) -> None:
        """``inv(M) = H``: if M @ H is the identity, M is invertible wherever H is defined. That is
        shown afresh, by an algebra in which nothing speaks of ``inv(M)``."""
        for side, other in (sides, sides[::-1]):
            alone = isinstance(side, Entry) and side.base is base
            if alone and base not in subexpressions(other):
                algebra = self.algebra
                self.algebra = self._algebra()
                if self._vanishes(add(times_matrix(other), negate(identity)), 0):
                    self.granted.add(Apply("det", base.args))
                self.algebra = algebra


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
