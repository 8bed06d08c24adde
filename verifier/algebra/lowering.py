"""From what the author wrote to a smooth expression and its side conditions, in one case.

An expression with ``abs``, ``max``, ``where``, comparisons, powers with unknown exponents, … is
read in one *case*: an oracle says of each switch which sign its argument has. What comes out has
no switch and no derivative left, and the conditions under which the original is defined:

- *exact* conditions: where one fails, the original is shown undefined;
- others: where one fails, nothing is known (a rule of differentiation did not apply there).

Conditions are collected from the unevaluated expression and never disappear: not by multiplying
with zero, not by cancelling, not in an argument a function does not use. Only the branch of
``where`` that is not taken is exempt.

Inside a derivative the argument of a switch must be strictly positive or negative, so that the
same branch holds nearby. Where it is zero (a *seam*) and crosses zero with a nonzero slope, the
function is f₊ on one side and f₋ on the other, and its derivative exists iff f₊ = f₀ = f₋ and f₊'
= f₋' there."""

from __future__ import annotations

from dataclasses import dataclass

from verifier.algebra.frames import Oracle, Outside, Surroundings
from verifier.algebra.literals import (
    NONZERO,
    Literal,
)
from verifier.algebra.names import Names
from verifier.algebra.slopes import Slopes
from verifier.language.expressions import (
    Apply,
    Binder,
    Call,
    Constant,
    Derivative,
    Entry,
    Expression,
    Limit,
    Name,
    Number,
)


@dataclass(frozen=True, slots=True)
class Lowered:
    """A smooth expression with the conditions of the original."""

    expression: Expression
    conditions: tuple[Literal, ...]


def lower(node: Expression, names: Names, closed: frozenset[str], oracle: Oracle) -> Lowered:
    """Read an expression in the oracle's case. Names in ``closed`` stay names.

    Raises:
        Undefined: where the case shows that the expression is undefined.
        OffClaim: where a convention takes the case out of the claim.
        Outside: where the expression is beyond what is judged.
    """
    frame = _Reading(names, closed, oracle, Surroundings())
    return Lowered(frame.run(node), tuple(frame.conditions))


class _Reading(Slopes):
    """Every kind of expression."""

    def read(self, node: Expression) -> Expression:  # noqa: C901 - one case for each kind
        match node:
            case Number():
                return node
            case Name(name):
                return self._name(node, name)
            case Constant(name):
                if name in ("oo", "i", "true", "false"):
                    raise Outside(f"{name} does not stand for a real number here")
                return node
            case Apply("+" | "*" | "neg" as head, args):
                return Apply(head, tuple(map(self.run, args)))
            case Apply("/", (u, v)):
                top, bottom = self.run(u), self.run(v)
                self.require(Literal(bottom, NONZERO, self._origin(v)))
                return Apply("/", (top, bottom))
            case Apply("^", (u, v)):
                return self._power(self.run(u), self.run(v), self._origin(u))
            case Apply(head, args):
                return self._apply(head, args)
            case Call(function, args, order):
                return self._call(function, args, order)
            case Derivative("diff", body, variables):
                for variable in variables[:-1]:
                    body = Derivative("diff", body, (variable,))
                slope = self._derivative(body, variables[-1])
                return slope if self.active else self._close_all(slope)
            case Binder("sum" | "prod" as kind, body, variable, lower, upper):
                return self._finite(kind, body, variable, lower, upper)
            case Binder("integrate"):
                return self._integral(node)
            case Binder():
                raise Outside(f"{node.kind} is not judged yet")
            case Limit():
                return self._limit(node)
            case Derivative() | Entry():
                raise Outside("tensor expressions are not judged yet")
