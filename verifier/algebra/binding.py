"""Reading what stands under a bound variable, and the names such letters have.

While it is read, the letter of the n-th enclosing binder is ``@n``. What is kept uses letters by
height instead, counted from the inside: ``#1`` for a whole number and ``~1`` for a real one, so
that equal bodies are equal expressions wherever they stand. No author can write these.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn, TypeAlias

from verifier.algebra.derivative import differentiate
from verifier.algebra.frames import Undecided
from verifier.algebra.functions import Functions
from verifier.algebra.literals import NEVER, NIL, NONZERO, Literal
from verifier.algebra.names import REAL_LETTER, WHOLE_LETTER, height
from verifier.algebra.requirements import requirements
from verifier.algebra.spans import Span, SpanOracle
from verifier.language.expressions import (
    ZERO,
    Binder,
    Expression,
    Name,
    free_names,
    substitute,
)


@dataclass(frozen=True, slots=True)
class Inside:
    """A body as it was read: its smooth form over ``oracle.span.variable``, and the conditions that
    are left when those that hold all over the range are gone; none of these speaks of the letter.
    """

    smooth: Expression
    conditions: list[Literal]
    oracle: SpanOracle


class Hole(Exception):
    """The body is shown undefined inside the range; ``left``: conditions met before."""

    def __init__(self, left: list[Literal]) -> None:
        super().__init__()
        self.left = left


Unmet: TypeAlias = Callable[[SpanOracle, Literal, list[Literal]], NoReturn]
"""Told of a condition that is not known to hold all over a range, and of the conditions met before
it that do not speak of the letter; those before it that do, hold."""


def not_known(oracle: SpanOracle, literal: Literal, left: list[Literal]) -> NoReturn:  # noqa: ARG001
    """Nothing more is looked for."""
    raise Undecided


class Binding(Functions):
    """Reading under a bound variable."""

    def _inside(
        self,
        body: Expression,
        variable: str,
        span: Span,
        enter: Callable[[], None],
        unmet: Unmet = not_known,
    ) -> Inside:
        """Read a body all over a range; ``unmet`` hears of a condition not known to hold there.

        Raises:
            Turning: where no single piece of the body holds all over the range.
            Undecided: where a condition that speaks of the variable is not known to hold.
        """
        oracle = SpanOracle(self.oracle, span, self._met(), enter)
        frame = type(self)(oracle.names, self.closed, oracle, self.around)
        smooth = frame.run(substitute(body, {variable: Name(span.variable)}))
        left: list[Literal] = []
        for literal in frame.conditions:
            at_value = frame._at_value(literal)
            moving = frame._moving(literal.subject)
            if not oracle.speaks_of(at_value.subject):
                # Outside the binder it is a condition like any other, strict where it must be.
                left.append(literal)
            elif not oracle.holds(strictly(at_value) if moving else at_value):
                unmet(oracle, at_value, left)
        for name in self.active:
            if name in free_names(smooth):
                self._differentiable(frame, oracle, smooth, name)
        return Inside(smooth, left, oracle)

    def _nowhere(self, hole: Hole) -> Expression:
        """What has no value: this is said by a condition that fails, once those before it hold."""
        for literal in hole.left:
            self.require(literal)
        self.require(NEVER)
        return ZERO

    def _differentiable(
        self, frame: Functions, oracle: SpanOracle, smooth: Expression, name: str
    ) -> None:
        """Under a derivative the body must have one, all over the range."""
        for literal in requirements(differentiate(smooth, name), oracle.names):
            at_value = frame._at_value(literal)
            if not oracle.holds(strictly(at_value) if frame._moving(literal.subject) else at_value):
                raise Undecided

    def _letter(self) -> str:
        """The letter of a binder that is read here: none of a binder around it, nor one that stands
        for a place in such a binder's range."""
        depth = 1
        while f"@{depth}" in self.names.context.symbols or f"@{depth}" in self.bindings:
            depth += 1
        return f"@{depth}"


def strictly(literal: Literal) -> Literal:
    """What holds around a point as well: an open condition.

    Raises:
        Undecided: for an equation.
    """
    if literal.mask == NIL:
        raise Undecided
    return Literal(literal.subject, literal.mask & NONZERO, literal.origin, literal.exact)


def kept(
    kind: str, smooth: Expression, letter: str, ends: tuple[Expression, Expression], *, whole: bool
) -> Expression:
    """A binder in the form in which equal ones are equal."""
    name = f"{WHOLE_LETTER if whole else REAL_LETTER}{height(smooth) + 1}"
    return Binder(kind, substitute(smooth, {letter: Name(name)}), name, *ends)
