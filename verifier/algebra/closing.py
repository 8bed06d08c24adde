"""Closed forms of sums: what was found is checked here before it is used.

``Σ f(j), j = a..b`` is ``T(b + 1) - T(a)`` if T is defined at a, a + 1, …, b + 1 and
``T(j + 1) - T(j) = f(j)`` at a, …, b, and if b >= a - 1. Where T is not defined at an end, one term
is taken out there first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

from verifier.algebra.derivative import add, negate, times
from verifier.algebra.fractions import Algebra
from verifier.algebra.frames import Undecided
from verifier.algebra.literals import NEG, NONNEG, Literal
from verifier.algebra.requirements import requirements
from verifier.algebra.ring import DividesByZero
from verifier.algebra.spans import Span, SpanOracle
from verifier.algebra.telescoping import Telescoping
from verifier.language.expressions import ZERO, Expression, Name, Number, substitute

SignOf = Callable[[Expression, tuple[int, ...]], int]
"""The sign of an expression outside the sum; it may split the case."""


@dataclass(frozen=True, slots=True)
class Closing:
    """Where a sum stands: how to know the inside of a range, and signs outside."""

    inside: Callable[[Span], SpanOracle]
    sign: SignOf
    spend: Callable[[int], None]

    def total(
        self, body: Expression, letter: str, lower: Expression, upper: Expression
    ) -> tuple[Expression, Expression | None] | None:
        """``Σ body`` as a value and the body of a sum that is left; None where nothing is found.

        The caller knows that ``upper >= lower - 1``.
        """
        self.spend(200)
        oracle = self.inside(Span(letter, True, lower, upper))
        try:
            found, left = Telescoping(_formal(oracle), letter).antidifference(body)
        except DividesByZero:
            return None  # in this case the terms, or what is looked for, are defined nowhere
        if found is None:
            return (ZERO, None) if left is None else None
        telescoped = body if left is None else add(body, negate(left))
        value = self._value(telescoped, found, letter, (lower, upper))
        return None if value is None else (value, left)

    def relation(
        self,
        first: Expression,
        second: Expression,
        letter: str,
        ends: tuple[Expression, Expression],
    ) -> tuple[Expression, Expression] | None:
        """A factor c and a value with ``Σ first - c·Σ second = value``; None if none is found."""
        self.spend(200)
        oracle = self.inside(Span(letter, True, *ends))
        try:
            found = Telescoping(_formal(oracle), letter).relation(first, second)
        except DividesByZero:
            return None
        if found is None:
            return None
        factor, telescoping = found
        oracle = self.inside(Span(letter, True, *ends))
        if not all(self._holds(oracle, known) for known in requirements(factor, oracle.names)):
            return None
        body = add(first, negate(times(factor, second)))
        value = self._value(body, telescoping, letter, ends)
        return None if value is None else (factor, value)

    def _value(
        self, body: Expression, found: Expression, letter: str, ends: tuple[Expression, Expression]
    ) -> Expression | None:
        for taken in sorted(product((0, 1), (0, 1)), key=sum):
            value = self._ends(body, found, letter, ends, taken)
            if value is not None:
                return value
        return None

    def _ends(
        self,
        body: Expression,
        found: Expression,
        letter: str,
        ends: tuple[Expression, Expression],
        taken: tuple[int, int],
    ) -> Expression | None:
        """The sum with some terms at its ends taken out."""
        lower, upper = ends
        first, last = taken
        start = add(lower, Number(first)) if first else lower
        stop = add(upper, Number(1 - last)) if last != 1 else upper  # T is taken here
        if not self._checked(body, found, letter, start, stop):
            return None
        if first + last:
            count = add(upper, negate(lower), Number(1 - first - last))
            if self.sign(count, (NONNEG, NEG)) == NEG:
                raise Undecided  # a sum of fewer terms than were taken out
        at = [substitute(found, {letter: end}) for end in (stop, start)]
        terms = [substitute(body, {letter: lower})] * first
        terms += [substitute(body, {letter: upper})] * last
        return add(at[0], negate(at[1]), *terms)

    def _checked(
        self, body: Expression, found: Expression, letter: str, start: Expression, stop: Expression
    ) -> bool:
        """Whether T is defined from ``start`` to ``stop``, and its differences are the terms."""
        oracle = self.inside(Span(letter, True, start, stop))
        for literal in requirements(found, oracle.names):
            if not self._holds(oracle, literal):
                return False
        oracle = self.inside(Span(letter, True, start, add(stop, Number(-1))))
        following = substitute(found, {letter: add(Name(letter), Number(1))})
        try:
            return oracle.algebra.vanishes(add(following, negate(found), negate(body)))
        except DividesByZero:
            return False

    def _holds(self, oracle: SpanOracle, literal: Literal) -> bool:
        if oracle.holds(literal):
            return True
        if oracle.speaks_of(literal.subject):
            return False
        return self.sign(literal.subject, (literal.mask, 7 - literal.mask)) == literal.mask


def _formal(oracle: SpanOracle) -> Algebra:
    """An algebra to search in."""
    oracle.algebra.factorials.formal = True
    return oracle.algebra
