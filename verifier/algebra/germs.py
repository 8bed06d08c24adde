"""What is known of an expression beside a point: its sign in the end, as a letter approaches it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from fractions import Fraction
from typing import TypeVar

from verifier.algebra.derivative import add, negate
from verifier.algebra.expansions import INFINITY, MINUS_INFINITY
from verifier.algebra.fact_free import FactFree
from verifier.algebra.facts import Fact
from verifier.algebra.frames import Oracle, Undecided
from verifier.algebra.growth import Alternates, Growth, NoLimit
from verifier.algebra.literals import NEG, NIL, NONZERO, POS, Literal
from verifier.algebra.names import Names
from verifier.algebra.spans import Knowledge
from verifier.claims.claim import Domain, Field
from verifier.language.expressions import (
    ONE,
    Apply,
    Expression,
    Name,
    Number,
    free_names,
    substitute,
)

Answer = TypeVar("Answer")


class GermOracle:
    """Who knows the points near ``point`` on one side of it; ``point`` None stands for infinity.

    The side is 1 above a point or towards plus infinity, and -1 below or towards minus infinity.
    ``whole``: towards infinity over whole numbers only.
    """

    def __init__(
        self,
        outer: Oracle,
        letter: str,
        towards: tuple[Expression | None, int],
        before: Iterable[Literal],
        *,
        whole: bool = False,
    ) -> None:
        point, side = towards
        self.outer = outer
        self.letter = letter
        self.before = tuple(before)
        far = f"{letter}'"
        step: Expression = Name(far) if point is None else Apply("/", (ONE, Name(far)))
        step = step if side > 0 else negate(step)
        self.place = step if point is None else add(point, step)
        self.growth = Growth(outer, far, self.before, whole=whole)
        self.halves: tuple[Growth, ...] = ()
        known = outer.knowledge()
        symbols = {
            **known.names.context.symbols,
            letter: Domain(Field.INTEGER if whole else Field.REAL),
        }
        self.names = Names(replace(known.names.context, symbols=symbols))
        gap = Name(letter) if point is None else add(Name(letter), negate(point))
        self.facts = (*known.facts, Fact(gap, POS if side > 0 else NEG))
        self.capacity = known.capacity
        self.payer = known.algebra
        self.proposals = known.proposals
        self.free = FactFree(self.names)

    def speaks_of(self, subject: Expression) -> bool:
        """Whether the letter occurs in an expression."""
        return self.letter in free_names(subject)

    def limit(self, node: Expression, met: Iterable[Literal]) -> Expression:
        """The limit on this side, where what was met outside holds; see `Growth.limit`.

        Raises:
            NoLimit: where it is shown that there is none, be it infinite.
        """
        met = tuple(met)
        node = substitute(node, {self.letter: self.place})
        first, *others = self._asked(met, lambda growth: growth.limit(node))
        for other in others:
            if first is other:
                continue
            if {first, other} & {INFINITY, MINUS_INFINITY}:
                raise NoLimit
            if self.outer.sign(add(first, negate(other)), (NIL, NONZERO), met) == NONZERO:
                raise NoLimit
        return first

    def final_sign(self, node: Expression) -> int:
        """The mask of the sign in the end."""
        node = substitute(node, {self.letter: self.place})
        sign, *others = self._asked(self.growth.before, lambda growth: growth.final_sign(node))
        if any(other != sign for other in others):
            raise Undecided
        return (NEG, NIL, POS)[sign + 1]

    def _asked(
        self, met: tuple[Literal, ...], question: Callable[[Growth], Answer]
    ) -> list[Answer]:
        """The answer, or those for even and for odd numbers."""
        try:
            self.growth.before = met
            return [question(self.growth)]
        except Alternates:
            self.halves = self.halves or tuple(
                Growth(self.outer, self.growth.letter, met, whole=True, parity=parity)
                for parity in (1, -1)
            )
        for growth in self.halves:
            growth.before = met
        return [question(growth) for growth in self.halves]

    def sign(self, subject: Expression, accept: tuple[int, ...], so_far: Iterable[Literal]) -> int:
        """See `frames.Oracle`."""
        so_far = (*self.before, *so_far)
        theirs = [literal for literal in so_far if not self.speaks_of(literal.subject)]
        if not self.speaks_of(subject):
            return self.outer.sign(subject, accept, theirs)
        self.growth.before = tuple(theirs)
        sign = self.final_sign(subject)
        return next(mask for mask in accept if mask & sign)

    def holds(self, literal: Literal) -> bool | None:
        """Whether a condition holds in the end, fails in the end, or neither is known."""
        if not self.speaks_of(literal.subject):
            return self.outer.holds(literal)
        try:
            return bool(self.final_sign(literal.subject) & literal.mask)
        except Undecided:
            return None

    def rational(self, subject: Expression) -> Fraction | None:
        """See `frames.Oracle`."""
        if isinstance(subject, Number):
            return subject.value
        return None if self.speaks_of(subject) else self.outer.rational(subject)

    def vanishes(self, subject: Expression) -> bool:
        """See `frames.Oracle`."""
        return self.free.vanishes(subject)

    def proportional(self, first: Expression, second: Expression) -> int:
        """See `frames.Oracle`."""
        return self.free.proportional(first, second)

    def spend(self, nodes: int) -> None:
        """See `frames.Oracle`."""
        self.outer.spend(nodes)

    def knowledge(self) -> Knowledge:
        """See `frames.Oracle`."""
        return Knowledge(self.names, self.facts, self.payer, self.capacity, self.proposals)
