"""The sign of an expression of index notation by its form alone: a sum of squares is not negative.

The algebra multiplies everything out, and what is plain in ``sum((x[k] - m)^2, k) + eps`` is hard
to see in ``sum(x[k]^2, k) - n*m^2 + eps``. Here an expression is walked as it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import reduce

from flint import fmpq

from verifier.algebra.literals import (
    ANY,
    NIL,
    NONNEG,
    NONZERO,
    POS,
    Literal,
    flipped,
    power_mask,
    product_mask,
    sign_mask,
    sum_mask,
)
from verifier.language.expressions import ONE, Apply, Binder, Expression, Number

Known = Callable[[Expression], int]
"""The signs that an expression can have, as far as they are known otherwise."""


def nothing_known(node: Expression) -> int:  # noqa: ARG001
    """Any sign: for what holds whatever the letters are."""
    return ANY


def sign_of_form(node: Expression, known: Known) -> int:
    """The signs an expression can have wherever it is defined; ``known`` is asked of its leaves."""
    match node:
        case Number(value):
            return sign_mask(fmpq(value.numerator, value.denominator))
        case Apply("neg", (u,)):
            return flipped(sign_of_form(u, known))
        case Apply("+", terms):
            return reduce(sum_mask, (sign_of_form(term, known) for term in terms))
        case Apply("*", factors):
            return reduce(product_mask, (sign_of_form(factor, known) for factor in factors))
        case Apply("/", (top, bottom)):
            return product_mask(sign_of_form(top, known), sign_of_form(bottom, known) & NONZERO)
        case Apply("^", (base, Number(value))):
            return _power(sign_of_form(base, known), value.numerator, value.denominator)
        case Apply("exp", _):
            return POS
        case Apply(">" | "==", _):
            return NONNEG
        case Binder("sum", body, _, lower, upper):
            inner = sign_of_form(body, known)
            return inner if _has_terms(lower, upper, known) else sum_mask(inner | NIL, NIL)
        case _:
            return known(node)


def _power(base: int, numerator: int, denominator: int) -> int:
    """The sign of ``u^(numerator/denominator)`` where it is defined."""
    if numerator < 0:
        base &= NONZERO
    return power_mask(base, numerator) if denominator == 1 else base & NONNEG


def _has_terms(lower: Expression | None, upper: Expression | None, known: Known) -> bool:
    return lower is ONE and upper is not None and sign_of_form(upper, known) == POS


def consequences(literal: Literal) -> Iterator[tuple[Expression, int]]:
    """What the sign of an expression says of its parts: the base of a root that is positive is
    positive, and no factor of a product that is not 0 is 0."""
    nonzero = not literal.mask & NIL
    match literal.subject:
        case Apply("^", (base, Number(value))) if nonzero and value > 0:
            mask = POS if value.denominator > 1 else NONZERO
            yield base, mask
            yield from consequences(Literal(base, mask, base))
        case Apply("*", factors) if nonzero:
            for factor in factors:
                yield factor, NONZERO
                yield from consequences(Literal(factor, NONZERO, factor))
        case Apply("/", (top, _)) if nonzero:
            yield top, NONZERO
            yield from consequences(Literal(top, NONZERO, top))
        case Apply("neg", (u,)):
            yield u, flipped(literal.mask)
        case _:
            pass
