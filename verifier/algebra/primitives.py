"""Values of integrals by antiderivatives: what was proposed is checked here before it is used.

``∫ f, t = a..b`` is ``F(b) - F(a)`` if F' = f all over the open range (a, b), and F is continuous
at both ends. Where F is not seen to be continuous at an end its limit is taken there: the integral
is then improper, and diverges where the limit is infinite.

That F' = f is a statement about every point between a and b, so each function that F is made of,
and each that F' is made of, must be defined there; an antiderivative with a jump inside the range
(``atan(tan(t)/2)``) is refused by that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from verifier.algebra.antiderivatives import antiderivative
from verifier.algebra.derivative import add, differentiate, negate
from verifier.algebra.expansions import INFINITY, MINUS_INFINITY
from verifier.algebra.fractions import Algebra
from verifier.algebra.frames import Oracle, Undecided
from verifier.algebra.germs import GermOracle
from verifier.algebra.growth import NoLimit
from verifier.algebra.known_integrals import known_integral
from verifier.algebra.literals import ANY, NONNEG, NONPOS, POS, Literal
from verifier.algebra.requirements import requirements
from verifier.algebra.ring import CAPACITIES, DividesByZero, TooManyAtoms
from verifier.algebra.spans import SpanOracle, Turning
from verifier.language.expressions import Apply, Expression, Name, substitute, transform
from verifier.language.problems import LimitExceeded

SignOf = Callable[[Expression, tuple[int, ...]], int]
"""The sign of an expression outside the integral; it may split the case."""

SPECIAL = 40  # searches with the facts of a case, for one line or one search of points
SEARCH = 800  # nodes that a search counts as


class Diverges(Exception):
    """The integral has no finite value."""


@dataclass(frozen=True, slots=True)
class Primitives:
    """Where an integral stands: who knows outside and inside of its range, and signs outside."""

    outer: Oracle
    inside: SpanOracle
    sign: SignOf
    before: tuple[Literal, ...]

    def value(self, smooth: Expression) -> Expression | None:
        """The integral over the range, or None where no antiderivative is found.

        Raises:
            Diverges: where the integral is shown to have no finite value.
        """
        for found in self._proposals(smooth):
            proposed = self._opened(found)
            if proposed is not None and self._is_antiderivative(proposed, smooth):
                at = [self._at_end(proposed, side) for side in (1, -1)]
                return add(at[0], negate(at[1]))
        return self._from_the_table(smooth)

    def _from_the_table(self, smooth: Expression) -> Expression | None:
        """See `known_integrals`."""
        known = known_integral(self.inside.algebra, smooth, self.inside.span)
        if known is None:
            return None
        needed = requirements(known.value, self.inside.names)
        needed += [Literal(part, POS, part) for part in known.positive]
        return known.value if all(map(self._holds, reversed(needed))) else None

    # -- what is proposed ----------------------------------------------------------------------

    def _proposals(self, smooth: Expression) -> Iterator[Expression]:
        """First what is found without the facts of the case, and so found once; then with them."""
        proposals = self.inside.proposals
        if smooth not in proposals.found:
            self.outer.spend(SEARCH)
            names = self.inside.names
            found = _search(lambda size: Algebra(names, (), size), smooth, self._letter)
            proposals.found[smooth] = found
        general = proposals.found[smooth]
        if general is not None:
            yield general
        proposals.special += 1
        if proposals.special > SPECIAL:
            return
        self.outer.spend(SEARCH)
        known = self.inside.knowledge()
        special = _search(
            lambda size: Algebra(known.names, known.facts, size), smooth, self._letter
        )
        if special is not None and special is not general:
            yield special

    @property
    def _letter(self) -> str:
        return self.inside.span.variable

    def _opened(self, proposed: Expression) -> Expression | None:
        """Absolute values by the sign of what stands in them, which must not change."""

        def change(part: Expression) -> Expression:
            match part:
                case Apply("abs", (u,)):
                    sign = self.inside.sign(u, (NONNEG, NONPOS), ())
                    return u if sign & POS else negate(u)
                case _:
                    return part

        try:
            return transform(proposed, change)
        except (Turning, Undecided):
            return None

    # -- what is checked -----------------------------------------------------------------------

    def _is_antiderivative(self, proposed: Expression, smooth: Expression) -> bool:
        """Whether the derivative of what is proposed is the integrand, all over the open range."""
        try:
            slope = differentiate(proposed, self._letter)
            names = self.inside.names
            needed = [*requirements(proposed, names), *requirements(slope, names)]
            if not all(map(self._holds, dict.fromkeys(needed))):
                return False
            return self.inside.algebra.vanishes(add(slope, negate(smooth)))
        except (DividesByZero, LimitExceeded):
            return False

    def _holds(self, literal: Literal) -> bool:
        if self.inside.holds(literal):
            return True
        if self.inside.speaks_of(literal.subject):
            return False
        return self.sign(literal.subject, (literal.mask, ANY - literal.mask)) == literal.mask

    # -- the ends ------------------------------------------------------------------------------

    def _at_end(self, proposed: Expression, side: int) -> Expression:
        """Its value or its limit at the upper end (side 1) or the lower one (side -1)."""
        span = self.inside.span
        end = span.upper if side > 0 else span.lower
        if end is not None and self._is_continuous_at(proposed, end):
            return substitute(proposed, {span.variable: end})
        towards = (end, side) if end is None else (end, -side)
        letter = f"{span.variable}~"
        germ = GermOracle(self.outer, letter, towards, self.before)
        try:
            value = germ.limit(substitute(proposed, {span.variable: Name(letter)}), self.before)
        except NoLimit:
            raise Diverges from None
        if value in (INFINITY, MINUS_INFINITY):
            raise Diverges
        return value

    def _is_continuous_at(self, proposed: Expression, end: Expression) -> bool:
        """Whether every function it is made of is defined at an end too."""
        return all(
            self.outer.holds(
                Literal(
                    substitute(literal.subject, {self._letter: end}), literal.mask, literal.origin
                )
            )
            for literal in requirements(proposed, self.inside.names)
        )


def _search(
    algebra: Callable[[int], Algebra], smooth: Expression, letter: str
) -> Expression | None:
    """An antiderivative that is found, in a ring that is large enough."""
    for capacity in CAPACITIES[1:]:
        try:
            return antiderivative(algebra(capacity), smooth, letter)
        except TooManyAtoms:
            continue
        except (LimitExceeded, DividesByZero):
            return None
    return None
