"""Signs and side conditions, as values.

A sign is a set of possibilities, written as a bit mask: what is known of a number that may be
negative, zero or positive. A `Literal` says of an expression that its sign lies in a mask: that is
the form of every side condition (``u != 0``, ``u > 0``, ``u >= 0``, ``u = 0``).
"""

from __future__ import annotations

from dataclasses import dataclass

from flint import fmpq

from verifier.language.expressions import ZERO, Apply, Expression

NEG, NIL, POS = 1, 2, 4
NONNEG, NONPOS, NONZERO, ANY = NIL | POS, NEG | NIL, NEG | POS, 7

SYMBOLS = {NEG: "<", NIL: "=", POS: ">", NONNEG: ">=", NONPOS: "<=", NONZERO: "!="}
MASKS = {
    "<": NEG,
    "=": NIL,
    "==": NIL,
    ">": POS,
    ">=": NONNEG,
    "<=": NONPOS,
    "!=": NONZERO,
}


def sign_mask(number: fmpq) -> int:
    """The sign of a number."""
    return POS if number > 0 else NEG if number < 0 else NIL


def flipped(mask: int) -> int:
    """The sign of ``-u``, given that of ``u``."""
    return (mask & NIL) | ((mask & NEG) << 2) | ((mask & POS) >> 2)


def product_mask(a: int, b: int) -> int:
    """The signs a product can have."""
    mask = 0
    if (a | b) & NIL:
        mask |= NIL
    if (a & b) & NONZERO:
        mask |= POS
    if (a & POS and b & NEG) or (a & NEG and b & POS):
        mask |= NEG
    return mask


def power_mask(a: int, n: int) -> int:
    """The signs an integer power can have."""
    if n == 0:
        return POS
    if n % 2:
        return a
    return (a & NIL) | (POS if a & NONZERO else 0)


def sum_mask(a: int, b: int) -> int:
    """The signs a sum can have."""
    if a == NIL:
        return b
    if b == NIL:
        return a
    if not (a | b) & NEG:
        return POS if POS in (a, b) else NONNEG
    if not (a | b) & POS:
        return NEG if NEG in (a, b) else NONPOS
    return ANY


@dataclass(frozen=True, slots=True)
class Literal:
    """The sign of ``subject`` lies in ``mask``.

    Attributes:
        subject: an expression without switches and derivatives.
        mask: the signs allowed.
        origin: the same subject as the author wrote it, for messages and as an assumption.
        exact: where the literal fails, the expression it comes from is *shown* undefined; without
            it, nothing is known there (a rule of differentiation did not apply, say).
        given: an exact literal is exact only where all of these hold.
    """

    subject: Expression
    mask: int
    origin: Expression
    exact: bool = True
    given: tuple[Literal, ...] = ()

    @property
    def certain(self) -> bool:
        """Whether it holds wherever the expression that it comes from is defined."""
        return self.exact and not self.given


NEVER = Literal(ZERO, NONZERO, ZERO)
"""Fails everywhere: the expression is shown undefined."""

NOT_KNOWN = Literal(ZERO, NONZERO, ZERO, exact=False)
"""Fails everywhere, and nothing is known: no rule applies."""


def relation(literal: Literal) -> Expression:
    """The literal as a relation an author could write, ``origin > 0``."""
    symbol = SYMBOLS[literal.mask]
    return Apply("==" if symbol == "=" else symbol, (literal.origin, ZERO))
