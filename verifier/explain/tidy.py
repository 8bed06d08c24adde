"""Expressions put together as an author writes them: no ``1*x``, no ``a + (-b)``, no ``--a``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from verifier.language.expressions import ONE, ZERO, Apply, Expression, Number


def number(value: Fraction) -> Expression:
    """A number as the parser reads it: a sign and a fraction are operations."""
    over = Number(abs(value.numerator))
    whole = over if value.denominator == 1 else Apply("/", (over, Number(value.denominator)))
    return negated(whole) if value < 0 else whole


def is_negative(node: Expression) -> bool:
    """Whether the expression begins with a minus sign that is its own."""
    match node:
        case Apply("neg", _):
            return True
        case Apply("*" | "/" | "@", (first, *_)):
            return is_negative(first)
        case Number(value):
            return value < 0
        case _:
            return False


def negated(node: Expression) -> Expression:
    """The negative, the sign in front: ``-a*b`` and not ``-(a*b)``."""
    match node:
        case Apply("neg", (inner,)):
            return inner
        case Number(value):
            return Apply("neg", (node,)) if value > 0 else Number(-value)
        case Apply("*" | "/" | "@" as head, (first, *rest)) if not isinstance(first, Number):
            return Apply(head, (negated(first), *rest))
        case Apply("*" | "/" as head, (Number(value), *rest)) if value >= 0:
            return Apply(head, (Apply("neg", (Number(value),)), *rest))
        case _:
            return Apply("neg", (node,))


def total(terms: Iterable[Expression]) -> Expression:
    """A sum; a term's sign becomes the sign between it and the term before."""
    kept: list[Expression] = []
    for term in terms:
        for part in _terms(term):
            if part is not ZERO:
                minus = kept and is_negative(part)
                kept.append(Apply("neg", (negated(part),)) if minus else part)
    if not kept:
        return ZERO
    if len(kept) == 2 and is_negative(kept[0]) and not is_negative(kept[1]):
        kept = [kept[1], Apply("neg", (negated(kept[0]),))]
    return kept[0] if len(kept) == 1 else Apply("+", tuple(kept))


def with_term(whole: Expression, term: Expression) -> Expression:
    """A sum with one more term: the last, unless the sum begins with a minus sign otherwise."""
    match whole:
        case Apply("+", (first, *_)) if is_negative(first) and not is_negative(term):
            return total((term, whole))
        case _:
            return total((whole, term))


def _terms(node: Expression) -> tuple[Expression, ...]:
    match node:
        case Apply("+", terms):
            return terms
        case _:
            return (node,)


def product(factors: Iterable[Expression]) -> Expression:
    """A product, numbers first, and one sign in front of all."""
    kept: list[Expression] = []
    minus = False
    for factor in factors:
        for part in _factors(factor):
            if is_negative(part):
                minus, part = not minus, negated(part)  # noqa: PLW2901 - the sign goes in front
            if isinstance(part, Number) and part is not ONE and kept:
                kept.insert(0, part)
            elif part is not ONE:
                kept.append(part)
    whole = kept[0] if len(kept) == 1 else Apply("*", tuple(kept)) if kept else ONE
    return negated(whole) if minus else whole


def with_factor(node: Expression, factor: Expression) -> Iterator[Expression]:
    """Products with one more factor, behind or in front; one with a number in it goes in front."""
    ways = [product((node, factor)), times(factor, node)]
    yield from dict.fromkeys(reversed(ways) if _counts(factor) else ways)


def _counts(factor: Expression) -> bool:
    """Whether a factor begins with a number."""
    match factor:
        case Apply("*" | "/" | "neg", (first, *_)):
            return _counts(first)
        case _:
            return isinstance(factor, Number)


def times(factor: Expression, node: Expression) -> Expression:
    """A product with a factor in front, where it needs no bracket before ``a @ b``."""
    match node:
        case Apply("@", (first, *rest)):
            return Apply("@", (times(factor, first), *rest))
        case _:
            return product((factor, node))


def _factors(node: Expression) -> tuple[Expression, ...]:
    match node:
        case Apply("*", factors):
            return factors
        case _:
            return (node,)


def quotient(over: Expression, under: Expression) -> Expression:
    """A quotient; nothing is divided by one."""
    if under is ONE:
        return over
    if is_negative(under):
        over, under = negated(over), negated(under)
    return Apply("/", (over, under))


def powered(base: Expression, exponent: Fraction) -> Expression:
    """A power by a number; a half is written as a root."""
    match base:
        case Apply("^", (inner, Number(value))):
            return (
                powered(inner, value * exponent)
                if exponent.denominator == 1
                else _raised(base, exponent)
            )
        case _:
            return _raised(base, exponent)


def _raised(base: Expression, exponent: Fraction) -> Expression:
    if exponent == 1:
        return base
    if exponent == Fraction(1, 2):
        return Apply("sqrt", (base,))
    return Apply("^", (base, number(exponent)))
