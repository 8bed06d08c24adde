"""What holds without any fact, and so in every neighbourhood."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from verifier.algebra.certificates import Purse
from verifier.algebra.fractions import Algebra
from verifier.algebra.names import Names
from verifier.algebra.ring import CAPACITIES, DividesByZero, TooManyAtoms
from verifier.language.allowance import spend
from verifier.language.expressions import Expression
from verifier.language.problems import LimitExceeded

READ = 200_000  # nodes, for one line or one search


@dataclass(slots=True)
class Proposals:
    """Antiderivatives that were found without facts, unchecked; and how often one was looked for
    with the facts of a case.
    """

    found: dict[Expression, Expression | None] = field(default_factory=dict)
    special: int = 0


class FactFree:
    """What holds without any fact, and so in every neighbourhood."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self._algebra = Algebra(names, (), CAPACITIES[0], bare=True)
        self.read = 0  # nodes read for the line so far
        self.proposals = Proposals()

    def begin(self) -> None:
        """A new line: what it may take is counted from here."""
        self.read = 0
        self.proposals.special = 0

    def spend(self, nodes: int) -> None:
        """Count nodes read; raises `LimitExceeded` when a line takes too many of them."""
        self.read += nodes
        spend(5 * nodes)
        if self.read > READ:
            raise LimitExceeded("the line takes too many steps to read")

    def _ask(self, question: Callable[[Algebra], int]) -> int:
        """The answer in a ring that is large enough; 0 where there is none."""
        for capacity in CAPACITIES:
            if capacity < self._algebra.capacity:
                continue
            if capacity > self._algebra.capacity or len(self._algebra.atoms) > capacity // 2:
                self._algebra = Algebra(self.names, (), capacity, bare=True)
            self._algebra.work = self._algebra.signs.effort = 0
            self._algebra.purse = Purse()
            try:
                return question(self._algebra)
            except TooManyAtoms:
                continue
            except (DividesByZero, LimitExceeded):
                return 0
        return 0

    def vanishes(self, subject: Expression) -> bool:
        """Whether the subject is identically zero."""
        return bool(self._ask(lambda algebra: algebra.vanishes(subject)))

    def proportional(self, first: Expression, second: Expression) -> int:
        """1 or -1 where one is a positive or negative rational multiple of the other, else 0."""
        return 1 if first is second else self._ask(lambda algebra: _factor(algebra, first, second))


def _factor(algebra: Algebra, first: Expression, second: Expression) -> int:
    a, b = algebra.fraction(first), algebra.fraction(second)
    left, right = a.num * b.den, b.num * a.den
    if left.is_zero() or right.is_zero():
        return 0
    ratio = left.leading_coefficient() / right.leading_coefficient()
    if not algebra.is_zero(left - ratio * right):
        return 0
    return 1 if ratio > 0 else -1
