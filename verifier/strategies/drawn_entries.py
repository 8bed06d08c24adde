"""Small numbers for the entries of arrays: all of them moved at once, within their ranges.

A false line about arrays shows itself at nearly every point, so that a few are enough; moving one
entry at a time, as is right for a few letters, would take long and see little. What only shows past
a threshold, such as the 6 in ``min(x, 6)``, is looked for there.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction

from flint import fmpq

from verifier.algebra.oracles import Point
from verifier.algebra.ranges import Range, range_of_domain
from verifier.claims.claim import Context, Domain, Field
from verifier.language.expressions import Apply, Expression, Number, subexpressions
from verifier.language.vocabulary import VOCABULARY, Nature

DRAWS = 14
THRESHOLDS = 4
SMALL = tuple(Fraction(n) for n in (1, 2, -1, 3, 0, -2, -3, 4))
PARTS = (Fraction(1, 2), Fraction(1, 3), Fraction(2, 3), Fraction(1, 4), Fraction(3, 4))


def is_grounded(context: Context) -> bool:
    """Whether the symbols are entries of arrays written out."""
    return any("[" in name for name in context.symbols)


def drawn(context: Context, seed: int, expressions: tuple[Expression, ...] = ()) -> Iterator[Point]:
    """Points over all symbols, drawn from ``seed``; the first ones are the simplest.

    The last ones lie beside the thresholds of the switches in ``expressions``, all entries at one.
    """
    generator = random.Random(seed)  # noqa: S311 - points to try, no secret
    choices = {name: _values(domain) for name, domain in context.symbols.items()}
    for turn in range(DRAWS):
        point: dict[str, Expression] = {}
        for place, (name, values) in enumerate(choices.items()):
            few = values[: 2 + turn]
            chosen = few[place % len(few)] if turn < 1 else generator.choice(few)
            point[name] = Number(chosen)
        yield point
    for value in _beside_thresholds(expressions):
        yield {
            name: Number(value if _is_inside(value, range_of_domain(domain)) else choices[name][0])
            for name, domain in context.symbols.items()
        }


def _beside_thresholds(expressions: tuple[Expression, ...]) -> list[Fraction]:
    """Numbers past, below and at those that a switch compares with."""
    found: dict[Fraction, None] = {}
    for expression in expressions:
        for part in subexpressions(expression):
            match part:
                case Apply(head, args) if VOCABULARY[head].nature is Nature.SWITCH:
                    compared = [arg.value for arg in args if isinstance(arg, Number)]
                    found |= dict.fromkeys(compared)
                case _:
                    pass
    thresholds = [value for value in found if value][:THRESHOLDS]
    return [value + step for step in (1, -1, 0) for value in thresholds]


def _values(domain: Domain) -> list[Fraction]:
    """Simple numbers of a domain, the simplest first."""
    limits = range_of_domain(domain)
    whole = domain.field in (Field.INTEGER, Field.NATURAL)
    candidates = list(SMALL) if whole else [*SMALL, *PARTS]
    low, high = limits.lower, limits.upper
    if low is not None and high is not None and not whole:
        width = high - low
        inside = [low + width * fmpq(part.numerator, part.denominator) for part in PARTS]
        candidates = [Fraction(int(v.p), int(v.q)) for v in inside] + candidates
    elif low is not None or high is not None:
        end, sign = (low, 1) if low is not None else (high, -1)
        start = Fraction(int(end.p), int(end.q)) if end is not None else Fraction(0)
        candidates = [start + sign * step for step in (*SMALL[:2], *SMALL[3:5])] + candidates
    found = [value for value in dict.fromkeys(candidates) if _is_inside(value, limits)]
    return found or [Fraction(0)]


def _is_inside(value: Fraction, limits: Range) -> bool:
    number = fmpq(value.numerator, value.denominator)
    if limits.lower is not None and (
        number < limits.lower or (limits.lower_open and number == limits.lower)
    ):
        return False
    return limits.upper is None or not (
        number > limits.upper or (limits.upper_open and number == limits.upper)
    )
