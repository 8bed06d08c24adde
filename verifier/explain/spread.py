"""Points in general position: no coordinate equals another, or a number that an author writes."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from verifier.algebra.oracles import Point
from verifier.algebra.ranges import Range, range_of_domain
from verifier.claims.claim import Context, Domain, Field
from verifier.language.expressions import Expression, Number

TRIED = 120
_STEPS = tuple(
    map(Fraction, ("3/7", "8/5", "11/13", "5/19", "17/8", "12/29", "23/9", "2/31", "37/17", "7/41"))
)
_WHOLE = (2, 3, 5, 7, 4, 9, 6, 11, 8, 13)


def spread_points(context: Context) -> Iterator[Point]:
    """Points for every scalar symbol; whether they satisfy the assumptions is not looked at."""
    symbols = {
        name: domain
        for name, domain in context.symbols.items()
        if not domain.shape and domain.field is not Field.COMPLEX
    }
    bounds = {name: range_of_domain(domain) for name, domain in symbols.items()}
    for turn in range(TRIED):
        point: dict[str, Expression] = {}
        for place, (name, domain) in enumerate(symbols.items()):
            number = 3 * turn + place + place * turn
            point[name] = Number(_value(domain, bounds[name], number, (turn >> place % 5) & 1))
        yield point


def _value(domain: Domain, bounds: Range, number: int, negative: int) -> Fraction:
    whole = domain.field in (Field.INTEGER, Field.NATURAL)
    step = Fraction(_WHOLE[number % len(_WHOLE)]) if whole else _STEPS[number % len(_STEPS)]
    low = None if bounds.lower is None else Fraction(int(bounds.lower.p), int(bounds.lower.q))
    high = None if bounds.upper is None else Fraction(int(bounds.upper.p), int(bounds.upper.q))
    if low is not None and high is not None:
        inside = low + (high - low) * step / (step + 1)
        return Fraction(round(inside)) if whole else inside
    if low is not None:
        return low + step
    if high is not None:
        return high - step
    return -step if negative else step
