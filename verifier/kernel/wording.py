"""Conditions as an author would write them: ``p != 1``, ``x^2 < 1``."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from verifier.algebra.derivative import add, negate
from verifier.algebra.literals import (
    NEG,
    NIL,
    NONNEG,
    NONPOS,
    NONZERO,
    POS,
    SYMBOLS,
    Literal,
    flipped,
)
from verifier.claims.claim import Context, Domain, Field
from verifier.language.expressions import Apply, Expression, Name, Number
from verifier.language.printer import to_text


def sides_of(subject: Expression, mask: int) -> tuple[Expression, int, Expression]:
    """``subject REL 0`` as ``left REL right`` without minus signs, a lone number on the right."""
    plus: list[Expression] = []
    minus: list[Expression] = []
    for term in _terms(subject):
        match term:
            case Apply("neg", (inner,)):
                minus.append(inner)
            case Number(value) if value < 0:
                minus.append(Number(-value))
            case _:
                plus.append(term)
    left, right = add(*plus), add(*minus)
    if isinstance(left, Number) and not isinstance(right, Number):
        left, right, mask = right, left, flipped(mask)
    return _scaled(left, mask, right)


def _scaled(left: Expression, mask: int, right: Expression) -> tuple[Expression, int, Expression]:
    """A positive number in front of the left side moves to a number on the right: ``2*x > 3``."""
    match left, right:
        case Apply("*", (Number(factor), only)), Number(value) if factor > 0:
            return only, mask, Number(Fraction(value) / factor)
        case Apply("/", (only, Number(factor))), Number(value) if factor > 0:
            return only, mask, Number(Fraction(value) * factor)
        case _:
            return left, mask, right


def _terms(node: Expression) -> list[Expression]:
    match node:
        case Apply("+", terms):
            return [inner for term in terms for inner in _terms(term)]
        case Apply("neg", (inner,)):
            return [negate(term) for term in _terms(inner)]
        case Number(value) if value == 0:
            return []
        case _:
            return [node]


@lru_cache(maxsize=4096)
def condition_text(literal: Literal) -> str:
    """A condition as text for ``assume:``."""
    left, mask, right = sides_of(literal.origin, literal.mask)
    symbol = SYMBOLS[mask]
    return to_text(Apply("==" if symbol == "=" else symbol, (left, right)))


def opposite_text(literal: Literal) -> str:
    """Where the condition fails, as text."""
    left, mask, right = sides_of(literal.origin, literal.mask)
    symbol = {NONZERO: "=", NIL: "!=", POS: "<=", NONNEG: "<", NEG: ">=", NONPOS: ">"}[mask]
    return to_text(Apply(symbol, (left, right)))


def paste_text(literals: list[Literal], context: Context) -> dict[Literal, str]:
    """For conditions on one plain symbol, its declaration as it could read."""
    by_symbol: dict[str, list[tuple[Literal, int, Number]]] = {}
    for literal in literals:
        match sides_of(literal.origin, literal.mask):
            case Name(name), mask, Number() as number if context.symbols.get(name) == Domain(
                Field.REAL
            ):
                by_symbol.setdefault(name, []).append((literal, mask, number))
            case _:
                pass
    texts: dict[Literal, str] = {}
    for name, found in by_symbol.items():
        declared = _declaration(name, [(mask, number) for _, mask, number in found])
        if declared:
            texts |= {literal: declared for literal, _, _ in found}
    return texts


def _declaration(name: str, bounds: list[tuple[int, Number]]) -> str:
    match sorted(bounds, key=lambda bound: bound[1].value):
        case [(mask, number)] if mask in (POS, NONNEG, NEG, NONPOS, NONZERO):
            return f"{name}: real {SYMBOLS[mask]} {to_text(number)}"
        case [(low, a), (high, b)] if low in (POS, NONNEG) and high in (NEG, NONPOS):
            opening, closing = "(" if low == POS else "[", ")" if high == NEG else "]"
            return f"{name}: real in {opening}{to_text(a)}, {to_text(b)}{closing}"
        case _:
            return ""
