"""Switches: which piece of an expression holds in the case, by the sign of an argument.

Inside a derivative the sign must be strict, so that the same piece holds nearby.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from verifier.algebra.derivative import add, negate
from verifier.algebra.frames import SINGLE, Frame, OffClaim, Override, Seam, Undecided
from verifier.algebra.literals import (
    ANY,
    MASKS,
    NEG,
    NEVER,
    NIL,
    NONNEG,
    NONPOS,
    NONZERO,
    POS,
    Literal,
)
from verifier.language.expressions import (
    ONE,
    ZERO,
    Apply,
    Constant,
    Expression,
    Name,
    Number,
    free_names,
    substitute,
)


class Switching(Frame):
    """Reading of switches and of powers, whose pieces depend on signs."""

    def _switch(self, head: str, args: tuple[Expression, ...]) -> Expression:
        match head, args:
            case "where", (condition, first, second):
                return self.run(first if self._truth(condition) else second)
            case "abs", (u,):
                inner = self.run(u)
                return inner if self.sign(inner, (NONNEG, NONPOS), head) & POS else negate(inner)
            case "relu", (u,):
                inner = self.run(u)
                return inner if self.sign(inner, (NONNEG, NONPOS), head) & POS else ZERO
            case "sign", (u,):
                sign = self.sign(self.run(u), SINGLE, head)
                return ONE if sign == POS else ZERO if sign == NIL else Number(-1)
            case "max" | "min", _:
                best, *others = map(self.run, args)
                for other in others:
                    gap = add(best, negate(other)) if head == "max" else add(other, negate(best))
                    best = best if self.sign(gap, (NONNEG, NONPOS), head) & POS else other
                return best
            case _:
                return ONE if self._truth(Apply(head, args)) else ZERO

    def _truth(self, condition: Expression) -> bool:
        """Whether a condition holds in this case; all its parts must be defined."""
        match condition:
            case Constant("true"):
                return True
            case Constant("false"):
                return False
            case Apply("and", parts):
                truths = [self._truth(part) for part in parts]  # every part must be defined
                return all(truths)
            case Apply("or", parts):
                truths = [self._truth(part) for part in parts]
                return any(truths)
            case Apply("not", (part,)):
                return not self._truth(part)
            case Apply("<" | "<=" | ">" | ">=" | "==" | "!=" as head, (left, right)):
                gap = add(self.run(left), negate(self.run(right)))
                holds = MASKS[head]
                return self.sign(gap, (holds, ANY - holds), head) == holds
            case _:
                return self.sign(self.run(condition), (NONZERO, NIL)) == NONZERO

    # -- powers --------------------------------------------------------------------------------

    def _power(self, u: Expression, v: Expression, origin: Expression) -> Expression:
        """``u^v`` by rule 20: u > 0, or u = 0 and v >= 0, or u < 0 and v an integer; 0^0 = 1."""
        exponent = None if self._moving(v) else self.oracle.rational(v)
        if exponent is not None:
            mask = power_domain(exponent)
            if mask != ANY:
                self.require(Literal(u, mask, origin))
            return Apply("^", (u, Number(exponent)))
        sign = self.sign(u, (NONZERO, NIL)) if self.names.integral(v) else self.sign(u, SINGLE)
        if sign & NIL:
            return self._power_of_zero(v)
        if sign == NEG:
            raise Undecided  # defined where v happens to be an integer
        return Apply("^", (u, v))

    def _power_of_zero(self, v: Expression) -> Expression:
        match self.sign(v, SINGLE):
            case sign if sign == POS:
                return ZERO
            case sign if sign == NIL:
                return ONE
            case _:
                self.require(NEVER)
                return ZERO

    def _odd_root(self, u: Expression, exponent: Number) -> Expression:
        """The real odd root, which keeps the sign of a negative number."""
        if self.sign(u, (NONNEG, NEG)) == NEG:
            return negate(Apply("^", (negate(u), exponent)))
        return Apply("^", (u, exponent))

    # -- signs ---------------------------------------------------------------------------------

    def sign(self, u: Expression, accept: tuple[int, ...], head: str = "") -> int:
        """The sign of a switch's argument in this case; strict where a derivative looks around."""
        if not self._moving(u):
            return self._ask(u, accept)
        if self.oracle.vanishes(u):
            return containing(accept, NIL)
        override, turned = self._override(u)
        if override is not None:
            newer = [depth for depth in self._depths(u) if depth >= override.level]
            if override.sign == NIL and newer:
                raise Seam(self._outward(u, min(newer) + 1), min(newer))
            sign = _turn(override.sign) if turned else override.sign
            return containing(accept, sign)
        # Nonzero is open too: it holds nearby, as positive and negative do.
        sign = self._ask(u, accept if accept == (NONZERO, NIL) else SINGLE)
        if sign == NIL:
            convention = self.names.convention(head)
            if convention:
                raise OffClaim(self._outward(u, 0), convention)
            outermost = min(self._depths(u))
            raise Seam(self._outward(u, outermost + 1), outermost)
        return sign if sign in accept else containing(accept, sign)

    def _ask(self, u: Expression, accept: tuple[int, ...]) -> int:
        return self.oracle.sign(self._outward(u, 0), accept, self._met())

    def _met(self) -> list[Literal]:
        """The conditions met on the way here, as they read at the value."""
        met: list[Literal] = []
        frame: Frame | None = self
        while frame is not None:
            met = [*frame.conditions, *met]
            frame = frame.outer
        return [self._at_value(literal) for literal in met]

    def _at_value(self, literal: Literal) -> Literal:
        if not self.active:
            return literal
        return replace(literal, subject=self._outward(literal.subject, 0))

    def _moving(self, u: Expression) -> bool:
        """Whether a derivative around here moves the value of ``u``."""
        return bool(self.active) and bool(self._depths(u))

    def _levels(self, u: Expression) -> Iterator[tuple[int, Expression]]:
        """``u`` as each derivative around it reads it, from the innermost one out to the root.

        The level is the number of names held as letters; letters of inner levels have their values.
        """
        yield len(self.active), u
        inner, frame = self, self.outer
        while frame is not None:
            u = frame._settled(u, inner.active[-1])
            yield len(frame.active), u
            inner, frame = frame, frame.outer

    def _depths(self, u: Expression) -> list[int]:
        """The derivatives that move ``u``, by their place in ``active``: directly, or because an
        inner letter stands for a value that they move."""
        return [
            level - 1
            for level, here in self._levels(u)
            if level and self.active[level - 1] in free_names(here)
        ]

    def _outward(self, u: Expression, level: int) -> Expression:
        """``u`` as it reads at a level; at 0, as the whole expression does."""
        return next(here for found, here in self._levels(u) if found == level)

    def _override(self, u: Expression) -> tuple[Override | None, bool]:
        for override in reversed(self.overrides):
            here = self._outward(u, override.level)
            factor = self.oracle.proportional(here, override.subject)
            if factor:
                return override, factor < 0
        return None, False

    def _settled(self, node: Expression, variable: str) -> Expression:
        """After differentiating, a defined name or a parameter means its value again."""
        again = free_names(node) & {variable, *self.bindings}
        again -= self.names.context.symbols.keys()
        return substitute(node, {name: self.run(Name(name)) for name in again}) if again else node


def power_domain(exponent: Fraction) -> int:
    """The signs of a base for which ``base^exponent`` is defined (rule 20 for a known exponent)."""
    if exponent.denominator == 1:
        return ANY if exponent >= 0 else NONZERO
    return NONNEG if exponent > 0 else POS


def containing(accept: tuple[int, ...], sign: int) -> int:
    """The mask among ``accept`` that contains a sign."""
    return next(mask for mask in accept if mask & sign == sign)


def _turn(sign: int) -> int:
    return {POS: NEG, NEG: POS}.get(sign, sign)
