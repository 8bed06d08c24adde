"""Derivatives at the value, and what becomes of them on a seam.

Where a switch's argument is zero and crosses zero with a nonzero slope, the function is f₊ on one
side and f₋ on the other, and its derivative exists iff f₊ = f₀ = f₋ and f₊' = f₋' there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Self

from verifier.algebra.derivative import add, differentiate, negate
from verifier.algebra.frames import Override, Seam, Surroundings, Undecided, Undefined
from verifier.algebra.literals import (
    NEG,
    NIL,
    NONNEG,
    NONPOS,
    NONZERO,
    POS,
    Literal,
)
from verifier.algebra.quotients import Quotients
from verifier.algebra.requirements import requirements
from verifier.language.expressions import (
    Expression,
    Name,
    free_names,
)


class Slopes(Quotients):
    """Reading of derivatives."""

    def _derivative(self, body: Expression, variable: str) -> Expression:
        depth = len(self.active)
        if variable not in self.names.context.symbols:
            self.run(Name(variable))  # at the value of a name: it must have one
        try:
            inner = self._around(variable)
            smooth = inner.run(body)
        except Seam as seam:
            if seam.depth != depth:
                raise
            return self._on_seam(body, variable, seam.subject)
        slope = differentiate(smooth, variable)
        self._adopt(inner.conditions, variable, exact=True)
        self._adopt(requirements(slope, self.names), variable, exact=False)
        return self._settled(slope, variable)

    def _around(self, variable: str, *overrides: Override) -> Self:
        around = Surroundings(
            active=(*self.active, variable),
            overrides=(*self.overrides, *overrides),
            loose=self.loose.union(self.bindings),
            outer=self,
        )
        return type(self)(self.names, self.closed, self.oracle, around)

    def _adopt(self, found: Iterable[Literal], variable: str, *, exact: bool) -> None:
        """Conditions that must hold around the point, as conditions at the point."""
        for literal in found:
            subject = self._settled(literal.subject, variable)
            exactly = exact and literal.exact
            given = literal.given
            origin = self._origin(literal.origin)
            self.require(Literal(subject, literal.mask, origin, exactly, given))
            if variable not in free_names(literal.subject):
                continue
            if literal.mask in (NONNEG, NONPOS):
                # At a boundary zero with nonzero slope the function is undefined on one side.
                slope = self._settled(differentiate(literal.subject, variable), variable)
                crossing = Literal(slope, NONZERO, slope, exact=False)
                strict = literal.mask & NONZERO
                self.require(Literal(subject, strict, origin, exactly, (*given, crossing)))
            elif literal.mask == NIL:
                raise Undecided

    def _on_seam(self, body: Expression, variable: str, subject: Expression) -> Expression:
        """By the rules on both sides; where they leave it open, by the definition."""
        before = dict(self.conditions)
        try:
            slope = self._seam(body, variable, subject)
        except Undecided:
            self.again_with(before)
            found = self._by_definition(body, variable)
            if found is None:
                raise
            return found
        after = dict(self.conditions)
        new = [literal for literal in after if literal not in before]
        if all(literal.exact or self.oracle.holds(literal) for literal in new):
            return slope
        self.again_with(before)
        found = self._by_definition(body, variable)
        if found is None:
            self.again_with(after)
            return slope
        return found

    def _beside(self, body: Expression, variable: str, side: Override) -> tuple[Self, Expression]:
        """The function on one side of a seam; what fails there says nothing about the point."""
        frame = self._around(variable, side)
        try:
            return frame, frame.run(body)
        except Undefined:
            raise Undecided from None

    def _seam(self, body: Expression, variable: str, subject: Expression) -> Expression:
        """The derivative where a switch's argument is zero: both sides must meet smoothly."""
        depth = len(self.active)
        try:
            above, plus = self._beside(body, variable, Override(subject, POS, depth + 1))
            below, minus = self._beside(body, variable, Override(subject, NEG, depth + 1))
            at = self._around(variable, Override(subject, NIL, depth + 1))
            middle = at.run(body)
        except Seam as another:
            if another.depth < depth:
                raise
            raise Undecided from None  # two seams meet
        for literal in at.conditions:  # the function's own value: at the point, not around it
            self.require(replace(literal, subject=self._settled(literal.subject, variable)))
        plus_slope, minus_slope = differentiate(plus, variable), differentiate(minus, variable)
        crossing = differentiate(subject, variable)
        given = [
            Literal(crossing, NONZERO, crossing, exact=False),
            *above.conditions,
            *below.conditions,
            *requirements(plus_slope, self.names),
            *requirements(minus_slope, self.names),
        ]
        before = len(self.conditions)
        self._adopt(given, variable, exact=False)
        assumed = tuple(list(self.conditions)[before:])
        for gap in (
            add(plus, negate(middle)),
            add(minus, negate(middle)),
            add(plus_slope, negate(minus_slope)),
        ):
            settled = self._settled(gap, variable)
            self.require(Literal(settled, NIL, settled, True, assumed))
        return self._settled(plus_slope, variable)
