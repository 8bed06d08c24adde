"""Conditions as an author would write them: ``p != 1``, ``x^2 < 1``."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from operator import itemgetter

from flint import fmpq

from verifier.algebra.derivative import add, negate
from verifier.algebra.literals import (
    ANY,
    MASKS,
    NEG,
    NIL,
    NONNEG,
    NONPOS,
    NONZERO,
    POS,
    SYMBOLS,
    Literal,
    flipped,
    sign_mask,
)
from verifier.claims.claim import Claim, Context, Domain, Field
from verifier.kernel.lettering import readable
from verifier.language.expressions import (
    Apply,
    Constant,
    Entry,
    Expression,
    Name,
    Number,
    free_names,
)
from verifier.language.printer import to_text

NO_VALUE = "a sum, an integral or a limit in it has no value"
_FAILING = {
    "!=": "the two sides are equal",
    "<": "the left side is not less than the right",
    "<=": "the left side is greater than the right",
    ">": "the left side is not greater than the right",
    ">=": "the left side is less than the right",
}


def failing(claim: Claim, entry: str = "") -> str:
    """What the values of the two sides are where they do not fulfil the relation.

    Args:
        claim: what fails.
        entry: of arrays, in which entry (``[1, 2]``) or for which indices (``i = 1``).
    """
    if claim.antiderivative:
        return "its derivative is not the integrand"
    return _FAILING.get(claim.relation, "the two sides differ") + _within(entry)


def undefined(claim: Claim, *, left: bool, entry: str = "") -> str:
    """Which side is undefined where the other is not."""
    if claim.antiderivative:
        this, other = ("its derivative", "the integrand")[:: 1 if left else -1]
    elif left:
        this, other = "the left side", "the right"
    else:
        this, other = "the right side", "the left"
    return f"{this} is undefined{_within(entry)}, and {other} is not"


def number_text(value: Expression) -> str:
    """A number as exact text: a rational one as a fraction and never as a decimal, ``3*pi/2``."""
    match value:
        case Number(exact):
            return str(exact)
        case Apply("*", (Number(exact), Constant() as constant)):
            over, under = exact.numerator, exact.denominator
            sign, before = "-" if over < 0 else "", "" if abs(over) == 1 else f"{abs(over)}*"
            return f"{sign}{before}{to_text(constant)}" + (f"/{under}" if under != 1 else "")
        case _:
            return to_text(value)


def _within(entry: str) -> str:
    if not entry:
        return ""
    return f" in the entry {entry}" if entry.startswith("[") else f" for {entry}"


def sides_of(subject: Expression, mask: int) -> tuple[Expression, int, Expression]:
    """``subject REL 0`` as ``left REL right`` without minus signs, a lone number on the right; of a
    single letter, what it is compared with: ``x >= -1``; of a comparison, itself: ``(x < y) != 0``
    is ``x < y``.
    """
    left, mask, right = _gathered(subject, mask)
    match left, right:
        case Apply(head, (smaller, greater)), Number(value) if head in MASKS:
            allowed = tuple(bool(sign_mask(fmpq(n) - _exact(value)) & mask) for n in (0, 1))
            if allowed == (False, True):
                return smaller, MASKS[head], greater
            if allowed == (True, False):
                return smaller, ANY - MASKS[head], greater
        case _:
            pass
    return left, mask, right


def _exact(value: Fraction) -> fmpq:
    return fmpq(value.numerator, value.denominator)


def _gathered(subject: Expression, mask: int) -> tuple[Expression, int, Expression]:
    terms = _terms(subject)
    letters = [term for term in terms if not isinstance(term, Number)]
    if len(letters) == 1 and (slope := _slope(letters[0])) is not None:
        factor, letter = slope
        gap = sum((term.value for term in terms if isinstance(term, Number)), Fraction(0))
        return letter, mask if factor > 0 else flipped(mask), Number(-gap / factor)
    plus: list[Expression] = []
    minus: list[Expression] = []
    for term in terms:
        match term:
            case Apply("neg", (inner,)):
                minus.append(inner)
            case Number(value) if value < 0:
                minus.append(Number(-value))
            case _:
                plus.append(term)
    left, right = add(*_in_order(plus)), add(*_in_order(minus))
    if isinstance(left, Number) and not isinstance(right, Number):
        left, right, mask = right, left, flipped(mask)
    return _scaled(left, mask, right)


def _in_order(terms: list[Expression]) -> list[Expression]:
    """Letters by the alphabet, with a number behind them."""
    letters: list[tuple[str, Expression]] = []
    for term in terms:
        if not isinstance(term, Number):
            slope = _slope(term)
            if slope is None or not isinstance(slope[1], Name):
                return terms
            letters.append((slope[1].name, term))
    numbers = [term for term in terms if isinstance(term, Number)]
    return [*(term for _, term in sorted(letters, key=itemgetter(0))), *numbers]


def _slope(term: Expression) -> tuple[Fraction, Expression] | None:
    """A letter, or an entry of one, with the number before it."""
    match term:
        case Name() | Entry(Name()):
            return Fraction(1), term
        case Apply("neg", (inner,)):
            found = _slope(inner)
            return None if found is None else (-found[0], found[1])
        case Apply("*", (Number(factor), only)) if factor and (found := _slope(only)) is not None:
            return factor * found[0], found[1]
        case Apply("*", (Apply("neg", (size,)), only)):
            return _slope(Apply("neg", (Apply("*", (size, only)),)))
        case Apply("/", (only, Number(factor))) if factor and (found := _slope(only)) is not None:
            return found[0] / factor, found[1]
        case _:
            return None


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
    return _relation_text(left, "==" if symbol == "=" else symbol, right)


def opposite_text(literal: Literal) -> str:
    """Where the condition fails, as text."""
    left, mask, right = sides_of(literal.origin, literal.mask)
    symbol = {NONZERO: "=", NIL: "!=", POS: "<=", NONNEG: "<", NEG: ">=", NONPOS: ">"}[mask]
    return _relation_text(left, symbol, right)


def unclaimed(shared: Iterable[Literal], names: frozenset[str]) -> list[str]:
    """Where both sides are undefined; of several conditions on one subject, all at once.

    ``names`` are those of the file.
    """
    masks: dict[Expression, int] = {}
    told: list[str] = []
    for literal in shared:
        found = readable(literal, names)
        if found is None:
            told = [NO_VALUE]
        elif free_names(found.origin):
            masks[found.origin] = masks.get(found.origin, ANY) & literal.mask
    subjects = [(origin, mask) for origin, mask in masks.items() if mask]
    return [opposite_text(Literal(origin, mask, origin)) for origin, mask in subjects] + told


def texts_of(literals: Iterable[Literal], names: frozenset[str]) -> tuple[str, ...]:
    """Conditions as texts, but for the equations of seams, and each once."""
    found = [readable(literal, names) for literal in literals if literal.mask != NIL]
    return tuple(dict.fromkeys(condition_text(one) for one in found if one is not None))


def _relation_text(left: Expression, symbol: str, right: Expression) -> str:
    if isinstance(right, Number):  # as a fraction: 1/2, and not 0.5
        comparison = isinstance(left, Apply) and left.head in MASKS
        shown = f"({to_text(left)})" if comparison else to_text(left)
        return f"{shown} {symbol} {number_text(right)}"
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
            return f"{name}: real {SYMBOLS[mask]} {number_text(number)}"
        case [(low, a), (high, b)] if low in (POS, NONNEG) and high in (NEG, NONPOS):
            opening, closing = "(" if low == POS else "[", ")" if high == NEG else "]"
            return f"{name}: real in {opening}{number_text(a)}, {number_text(b)}{closing}"
        case _:
            return ""
