"""Derivatives by their definition, where the rules of differentiation say nothing.

At 0 the function ``where(x == 0, 0, x^2*sin(1/x))`` is of no form that can be differentiated, and
yet ``(f(0 + h) - f(0))/h`` tends to 0 there. The limit is read as an author could have written it:
where it exists it is the derivative, and where there is none, there is no derivative.
"""

from __future__ import annotations

from verifier.algebra.derivative import add, negate
from verifier.algebra.frames import Undecided
from verifier.algebra.leibniz import Leibniz
from verifier.language.expressions import (
    ZERO,
    Apply,
    Call,
    Expression,
    Limit,
    Name,
    free_names,
    subexpressions,
    substitute,
)
from verifier.language.problems import LimitExceeded

STEP = "@step"  # no author can write it


class Quotients(Leibniz):
    """Reading of derivatives as limits of quotients."""

    def _by_definition(self, body: Expression, variable: str) -> Expression | None:
        """The derivative, with its conditions; None where nothing is known of the limit."""
        if self.active:
            return None  # what holds at the point alone is not differentiated again
        before = dict(self.conditions)
        try:
            body = self._through(body, variable)
            moved = substitute(body, {variable: add(Name(variable), Name(STEP))})
            quotient = Apply("/", (add(moved, negate(body)), Name(STEP)))
            return self._limit(Limit(quotient, STEP, ZERO, ""))
        except (Undecided, LimitExceeded, ValueError):
            self.again_with(before)
            return None

    def _through(self, body: Expression, variable: str) -> Expression:
        """The body with every name opened that goes through the variable. An earlier derivation is
        its start: what else it came to is a fact about the point.

        Raises:
            ValueError: where that cannot be done.
        """
        context, reach = self.names.context, self.names.reach
        for _ in range(len(context.definitions) + len(context.values) + 1):
            bodies: dict[str, Expression] = {}
            for name in free_names(body) - self.bindings.keys() - {variable}:
                if variable not in reach(name):
                    continue
                if name in context.definitions:
                    bodies[name] = context.definitions[name].body
                elif name in context.values:
                    bodies[name] = context.values[name].start
            if not bodies:
                break
            self.oracle.spend(8 * len(bodies))
            body = substitute(body, bodies)
        calls = (part.function for part in subexpressions(body) if isinstance(part, Call))
        if any(variable in reach(function) for function in calls):
            raise ValueError(variable)
        return body
