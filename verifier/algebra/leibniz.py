"""Reading of integrals under a derivative that moves them: they are kept, for Leibniz's rule.

``d/dx ∫ f(x, t), t = a..b`` is ``f(x, b)·b' - f(x, a)·a' + ∫ df/dx``. What the rule needs is asked
here; the derivative is taken by `derivative`, and what integrals it leaves get their values last.
"""

from __future__ import annotations

from verifier.algebra.binding import kept, strictly
from verifier.algebra.derivative import add, negate
from verifier.algebra.frames import SINGLE, Outside, Undecided
from verifier.algebra.integrals import CUTS, Integrals, is_infinite, refuse_steps
from verifier.algebra.literals import NEG, NIL, POS, Literal
from verifier.algebra.requirements import requirements
from verifier.algebra.spans import Span, SpanOracle, Turning, tell_moved
from verifier.language.expressions import (
    ZERO,
    Binder,
    Expression,
    Name,
    free_names,
    substitute,
)


class Leibniz(Integrals):
    """Reading of integrals, under derivatives too."""

    def _differentiated(
        self, body: Expression, variable: str, ends: tuple[Expression, Expression]
    ) -> Expression:
        """An integral that a derivative around here moves: kept, for Leibniz's rule.

        The rule holds where the integrand and its derivative are continuous in both variables
        around the closed range: as they are where every function in the integrand stays strictly
        inside its domain. What holds strictly at every point of a closed range holds around it as
        well, and for all values of the parameter near enough.
        """
        if any(map(is_infinite, ends)):
            raise Outside("an integral to infinity is not differentiated by what it speaks of")
        lower, upper = (self._outward(end, 0) for end in ends)
        match self.oracle.sign(add(upper, negate(lower)), SINGLE, self._met()):
            case sign if sign == NEG:
                return negate(self._around_the_value(body, variable, (ends[1], ends[0])))
            case sign:
                return self._around_the_value(body, variable, ends, apart=sign == POS)

    def _around_the_value(
        self,
        body: Expression,
        variable: str,
        ends: tuple[Expression, Expression],
        cuts: int = CUTS,
        *,
        apart: bool = True,
    ) -> Expression:
        """What is needed for Leibniz's rule on a range from a to b, with a < b if ``apart``.

        An end that moves is in the range, and the signs of switches hold around it too. So is an
        end that stays if a switch moves: what turns there turns inside for a parameter near by.
        """
        lower, upper = (self._outward(end, 0) for end in ends)
        letter, opens = self._letter(), [apart and not self._moving(end) for end in ends]
        closed = Span(letter, False, lower, upper)
        rim = SpanOracle(self.oracle, closed, self._met(), lambda: None, strict=True)
        span = Span(letter, False, lower, upper, *opens)
        oracle = SpanOracle(self.oracle, span, self._met(), lambda: None, strict=True)
        frame = type(self)(oracle.names, self.closed, oracle, self.around)
        moved = substitute(body, {variable: Name(letter)})
        try:
            smooth = frame.run(moved)
            if oracle.moved:
                frame = type(self)(rim.names, self.closed, rim, self.around)
                smooth = frame.run(moved)
        except Turning as turning:
            place = self._cut(span, turning.subject) if cuts else None
            if place is None or self._moving(place) or letter in free_names(place):
                raise Undecided from None
            self._require_at(body, variable, place)
            return add(
                self._around_the_value(body, variable, (ends[0], place), cuts - 1),
                self._around_the_value(body, variable, (place, ends[1]), cuts - 1),
            )
        refuse_steps(smooth, letter)
        for literal in [*frame.conditions, *requirements(smooth, oracle.names)]:
            moving = frame._moving(literal.subject)
            self._require_around(literal, frame, rim if moving else oracle)
        if frame._moving(smooth):
            for literal in requirements(smooth, oracle.names):
                self._require_around(literal, frame, rim)
        elif not self._is_continuous(smooth, closed):
            raise Undecided
        return kept("integrate", smooth, letter, ends, whole=False)

    def sign(self, u: Expression, accept: tuple[int, ...], head: str = "") -> int:
        """See `Switching`. Whoever knows a range is told that a switch in it moves."""
        if self._moving(u):
            tell_moved(self.oracle)
        return super().sign(u, accept, head)

    def _require_around(self, literal: Literal, frame: Leibniz, oracle: SpanOracle) -> None:
        """A condition that must hold strictly all over a range, or at the value."""
        at_value = frame._at_value(literal)
        if not oracle.speaks_of(at_value.subject):
            self.require(literal)
        elif not oracle.holds(strictly(at_value)):
            raise Undecided

    def _close(self, node: Binder) -> Expression:
        """See `Sums`: an integral that a derivative left standing."""
        if node.kind != "integrate" or node.lower is None or node.upper is None:
            return super()._close(node)
        ends, sign = (node.lower, node.upper), self._order(node.lower, node.upper)
        if sign == NIL:
            return ZERO
        lower, upper = ends if sign == POS else (ends[1], ends[0])
        span = Span(self._letter(), False, lower, upper, True, True)
        smooth = substitute(node.body, {node.variable: Name(span.variable)})
        value = self._value(smooth, span)
        return value if sign == POS else negate(value)
