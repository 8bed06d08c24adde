"""Points of a claim's domain, and SymPy's numbers at them: what its algebra is held against."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import chain
from random import Random
from typing import Any, Final, TypeAlias

import sympy
from sympy.polys.polyerrors import BasePolynomialError

from verifier.translate.sympy_symbols import Range
from verifier.translate.to_sympy import Translator

Sym: TypeAlias = Any

FAILURES: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
    BasePolynomialError,
)
"""What SymPy is known to raise where it gives up."""


DIGITS: Final = 30

_REALS: Final = tuple(
    sympy.Rational(top, bottom)
    for top, bottom in (
        *((1, 2), (0, 1), (-1, 1), (1, 1), (2, 1), (-1, 2)),
        *((5, 3), (-7, 4), (1, 7), (9, 2), (-3, 1)),
    )
)
_INTEGERS: Final = tuple(map(sympy.Integer, (1, 0, -1, 2, 3, 5, 8, -2)))
_PARTS: Final = (sympy.Rational(1, 2), sympy.Rational(1, 7), sympy.Rational(5, 6))
_TIES: Final = 4  # the first points have their coordinates alike, as far as the domains let them
_DRAWS: Final = 20


def number(expression: Sym, point: dict[Sym, Sym] | None = None, digits: int = DIGITS) -> Sym:
    """The real number that an expression is at a point, to many digits; None if it is none."""
    try:
        value = expression.evalf(digits, subs=point, maxn=200)
    except FAILURES:
        return None
    return value if value.is_Float or value.is_Rational else None


def points(
    symbols: Collection[Sym], translator: Translator, count: int
) -> Iterator[dict[Sym, Sym]]:
    """At most ``count`` points of the domain, the same in every run.

    Their coordinates are small numbers that the symbols share, so that ties occur.
    """
    ordered = sorted(symbols, key=str)
    ranges = translator.symbols.ranges
    choices = [_candidates(symbol, ranges.get(symbol)) for symbol in ordered]
    if not all(choices):
        return
    facts = [fact for fact in translator.facts() if fact.free_symbols <= set(ordered)]
    draw = Random(0)  # noqa: S311 - points to try, no secret
    seen: set[tuple[Sym, ...]] = set()
    ties = (tuple(found[i % len(found)] for found in choices) for i in range(_TIES))
    drawn = (tuple(draw.choice(found) for found in choices) for _ in range(_DRAWS))
    for values in chain(ties, drawn):
        point = dict(zip(ordered, values, strict=True))
        if values in seen or not all(fact.xreplace(point) == sympy.true for fact in facts):
            continue
        seen.add(values)
        yield point
        if len(seen) == count:
            return


def _candidates(symbol: Sym, bounds: Range | None) -> list[Sym]:
    pool = list(_INTEGERS if symbol.is_integer else _REALS)
    if bounds is not None and bounds.lower is not None and bounds.upper is not None:
        width = bounds.upper - bounds.lower
        inner = [bounds.lower + width * part for part in _PARTS]
        pool += [sympy.floor(value) for value in inner] if symbol.is_integer else inner
    return [value for value in pool if _fits(value, symbol, bounds)]


def _fits(value: Sym, symbol: Sym, bounds: Range | None) -> bool:
    """Whether a number satisfies what is assumed of the symbol."""
    wrong = (
        (symbol.is_positive and not value > 0)
        or (symbol.is_negative and not value < 0)
        or (symbol.is_nonnegative and value < 0)
        or (symbol.is_nonpositive and value > 0)
        or (symbol.is_zero is False and value == 0)
    )
    if wrong or bounds is None:
        return not wrong
    low, high = bounds.lower, bounds.upper
    above = low is None or value > low or (value == low and not bounds.lower_open)
    below = high is None or value < high or (value == high and not bounds.upper_open)
    return bool(above and below)
