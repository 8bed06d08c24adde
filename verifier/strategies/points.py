"""Candidate points: where a false line is likely to show itself, small numbers first.

Boundaries, integers, ties, zeros of divisors and switches, constants that occur and their
neighbours, then random rationals. Nothing here decides anything: the judge checks each point it is
offered."""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction
from itertools import chain, cycle, zip_longest

from flint import fmpq

from verifier.algebra.enclosures import evaluate, outer_bounds
from verifier.algebra.names import Names, names_of
from verifier.algebra.oracles import Point
from verifier.algebra.ranges import Range, range_of_domain, rational
from verifier.claims.claim import Context, Domain, Field
from verifier.language.expressions import (
    Apply,
    Binder,
    Constant,
    Expression,
    Name,
    Number,
    free_names,
    subexpressions,
)
from verifier.strategies.assumed import Equations, narrowed
from verifier.strategies.drawn_entries import drawn, is_grounded

NICE = tuple(
    map(
        Fraction,
        (
            "1",
            "2",
            "0",
            "-1",
            "1/2",
            "3",
            "-2",
            "-1/2",
            "1/3",
            "2/3",
            "-3",
            "4",
            "3/2",
            "5",
            "-5",
            "10",
            "-10",
            "7/3",
            "100",
            "-100",
        ),
    )
)
PARTS = tuple(map(Fraction, ("1/2", "1/4", "3/4", "1/3", "2/3", "1/10", "9/10", "1/100", "99/100")))
EACH = 14  # values tried for one symbol among several
TRIED = 260  # systematic points before the random ones
DRAWN = 40  # random points
BITS = 4_000  # of a number worked out
NEAR = 24  # special values kept
COUNTED = 12  # the most terms of a sum, or factors of a product, at a point
FINE = 100  # parts of 1 to which an end that is no rational number is rounded inwards


def candidates(
    expressions: tuple[Expression, ...], context: Context, seed: int = 0
) -> Iterator[Point]:
    """Points over the context's symbols, varying those the expressions go through.

    Of entries of arrays only those that assumptions speak of are varied one by one.
    """
    names = names_of(context)
    around: list[Point] = [{}]  # what rests may lie at these
    if is_grounded(context):
        around = list(drawn(context, seed, tuple(_opened(expressions, names))))
        yield from around
        if not context.assumptions:
            return
        expressions = ()
    context = narrowed(context) if context.assumptions else context
    interest = (*expressions, *context.assumptions)  # which may bind letters of no side
    needed = frozenset().union(*map(names.mentioned, interest)) if interest else frozenset()
    symbols = [
        name
        for name, domain in context.symbols.items()
        if not domain.shape and domain.field is not Field.COMPLEX
    ]
    moving = [name for name in symbols if name in needed]
    reach = frozenset().union(*(_bound_names(context.symbols[name]) for name in symbols))
    moving += [name for name in symbols if name in reach and name not in moving]
    opened = _opened(expressions, names)
    counting = _counting(opened)
    values = {name: _values(name, context.symbols[name], opened) for name in symbols}
    for name in counting & values.keys():
        values[name] = [value for value in values[name] if abs(value) <= COUNTED] or values[name]
    resting: dict[str, Expression] = {
        name: Number(values[name][0]) for name in symbols if name not in moving
    }
    restings = [
        {name: point.get(name, value) for name, value in resting.items()} for point in around
    ]
    orders = (moving, moving[::-1]) if context.assumptions else ()

    def on_each(equations: Equations) -> Iterator[Iterator[Point]]:
        free = [name for name in moving if name not in equations.letters()]
        points = _varied(free, values, restings, context, counting, seed)
        return map(equations.completed, points)

    ordered = [Equations(context, order) for order in orders]
    solved = [equations for equations in ordered if equations.solved]
    if solved:
        for row in zip_longest(*map(on_each, solved)):
            for completed in row:
                yield from completed or ()
        return
    if not moving:
        yield resting
        return
    yield from _varied(moving, values, restings, context, counting, seed)
    yield from _angles(moving, values, resting, opened)
    for name in moving:  # ends that are no rational numbers, such as pi/2
        for bound in (context.symbols[name].lower, context.symbols[name].upper):
            if bound is not None and not bound.open and rational(bound.value) is None:
                others = {other: Number(values[other][0]) for other in moving if other != name}
                yield {**resting, **others, name: bound.value}


def _varied(
    moving: list[str],
    values: dict[str, list[Fraction]],
    restings: list[dict[str, Expression]],
    context: Context,
    counting: frozenset[str],
    seed: int,
) -> Iterator[Point]:
    """Combinations of the values of some letters, then random ones; the others rest, in turns."""
    if not moving:
        yield from map(dict, restings)
        return
    points = chain(
        _systematic([values[name] for name in moving]),
        _drawn([(context.symbols[name], name in counting) for name in moving], seed),
    )
    for chosen, resting in zip(points, cycle(restings), strict=False):
        yield {
            **resting,
            **{name: Number(value) for name, value in zip(moving, chosen, strict=True)},
        }


def _bound_names(domain: Domain) -> frozenset[str]:
    """The names a symbol's bounds speak of."""
    bounds = [bound.value for bound in (domain.lower, domain.upper) if bound is not None]
    return frozenset().union(*map(free_names, bounds)) if bounds else frozenset()


def _opened(expressions: tuple[Expression, ...], names: Names) -> list[Expression]:
    """The expressions with the definitions they go through, and the bounds and assumptions."""
    context = names.context
    reached = frozenset().union(*map(names.mentioned, expressions)) if expressions else frozenset()
    bodies = [context.definitions[name].body for name in reached if name in context.definitions]
    bodies += [context.values[name].start for name in reached if name in context.values]
    return [*expressions, *sorted(bodies, key=repr), *context.assumptions]


def _counting(opened: list[Expression]) -> frozenset[str]:
    """Names that say how many terms or factors there are."""
    found: set[str] = set()
    for node in opened:
        for part in subexpressions(node):
            match part:
                case Binder("sum" | "prod", _, _, lower, upper):
                    found |= {n for end in (lower, upper) if end for n in free_names(end)}
                case Apply("factorial" | "binomial" | "gamma", args):
                    found |= {name for arg in args for name in free_names(arg)}
                case _:
                    pass
    return frozenset(found)


# -- values of one symbol --------------------------------------------------------------------------


def _values(name: str, domain: Domain, opened: list[Expression]) -> list[Fraction]:
    """Values in the domain, simple ones first, special ones (zeros, constants) close behind."""
    bounds = _range(domain)
    whole = domain.field in (Field.INTEGER, Field.NATURAL)
    special = sorted(_special(name, opened), key=_size)[:NEAR]
    inside = _inside(bounds)
    ordered = [*NICE[:4], *special[:8], *inside, *NICE[4:], *special[8:]]
    if whole:
        ordered += [Fraction(number) for number in range(-6, 13)]
    excluded = {_fraction(rational(other)) for other in domain.excluded}
    low, high = _fraction(bounds.lower), _fraction(bounds.upper)
    kept = [
        value
        for value in dict.fromkeys(ordered)
        if (low is None or value > low or (value == low and not bounds.lower_open))
        and (high is None or value < high or (value == high and not bounds.upper_open))
        and not (whole and value.denominator != 1)
        and value not in excluded
    ]
    if not kept:
        kept = [Fraction(1)]
    return sorted(kept[: EACH * 2], key=_size) if bounds.lower is not None else kept


def _range(domain: Domain) -> Range:
    """The interval of a domain; for an end such as pi/2, a number a little inside of it."""
    found = range_of_domain(domain)
    low, high = domain.lower, domain.upper
    if found.lower is None and low is not None:
        near = _near(low.value)
        found.lower = None if near is None else fmpq((near * FINE).ceil(), FINE)
    if found.upper is None and high is not None:
        near = _near(high.value)
        found.upper = None if near is None else fmpq((near * FINE).floor(), FINE)
    return found


def _near(end: Expression) -> fmpq | None:
    """Nearly the value of an end without letters."""
    value = None if free_names(end) else evaluate(end, {}, 64)
    bounds = None if value is None else outer_bounds(value)
    return None if bounds is None else (bounds[0] + bounds[1]) / 2


def _inside(bounds: Range) -> list[Fraction]:
    low, high = _fraction(bounds.lower), _fraction(bounds.upper)
    if low is not None and high is not None:
        return [low, high, *(low + (high - low) * part for part in PARTS)]
    if low is not None:
        return [
            low,
            *(low + step for step in map(Fraction, ("1", "2", "1/2", "3", "4", "10", "1/10"))),
        ]
    if high is not None:
        return [
            high,
            *(high - step for step in map(Fraction, ("1", "2", "1/2", "3", "4", "10", "1/10"))),
        ]
    return []


def _fraction(number: fmpq | None) -> Fraction | None:
    return None if number is None else Fraction(int(number.p), int(number.q))


def _size(value: Fraction) -> tuple[int, int, bool]:
    return (abs(value.numerator) + value.denominator, value.denominator, value < 0)


def _special(name: str, opened: list[Expression]) -> set[Fraction]:
    """Constants that occur, their neighbours, and zeros of what is linear in the symbol."""
    found: set[Fraction] = set()
    for expression in opened:
        for part in subexpressions(expression):
            match part:
                case Number(value) if value.numerator.bit_length() < 200:
                    found |= {value, -value, value + 1, value - 1}
                    if value:
                        found.add(1 / value)
                case Apply("^", _) if not free_names(part):
                    number = _number(part, name, Fraction(0))
                    if number is not None:
                        found |= {number, -number, number + 1, number - 1}
                case Apply("+" | "<" | "<=" | ">" | ">=" | "==" | "!=" as head, args):
                    difference = args if head == "+" else (args[0], Apply("neg", (args[1],)))
                    alone = free_names(part) == {name}
                    zero = _zero(difference, name) if alone else None
                    if zero is not None:
                        found |= {zero, zero + 1, zero - 1}
                case _:
                    pass
    return found


def _zero(terms: tuple[Expression, ...], name: str) -> Fraction | None:
    """The zero of a sum that is linear in the symbol and has no other letter."""
    at = [_number(Apply("+", terms), name, Fraction(x)) for x in (0, 1, 2)]
    if at[0] is None or at[1] is None or at[2] is None:
        return None
    slope = at[1] - at[0]
    return -at[0] / slope if slope and at[2] - at[1] == slope else None


def _bits(value: Fraction) -> int:
    return value.numerator.bit_length() + value.denominator.bit_length()


def _number(node: Expression, name: str, at: Fraction) -> Fraction | None:
    """A polynomial of the symbol alone, at a number."""
    match node:
        case Number(value):
            return value
        case Name(other):
            return at if other == name else None
        case Apply("neg", (u,)):
            inner = _number(u, name, at)
            return None if inner is None else -inner
        case Apply("+" | "*" as head, args):
            values = [_number(arg, name, at) for arg in args]
            total = Fraction(head == "*")
            for found in values:
                if found is None or _bits(total) > BITS:
                    return None
                total = total + found if head == "+" else total * found
            return total
        case Apply("^", (u, Number(exponent))) if abs(exponent) <= 64 and exponent.denominator == 1:
            base = _number(u, name, at)
            if not base or _bits(base) * abs(exponent) > BITS:
                return None
            return base ** int(exponent)
        case Apply("/", (u, v)):
            top, bottom = _number(u, name, at), _number(v, name, at)
            return None if top is None or not bottom else top / bottom
        case _:
            return None


# -- points ----------------------------------------------------------------------------------------


def _systematic(values: list[list[Fraction]]) -> Iterator[tuple[Fraction, ...]]:
    """Combinations by the sum of their positions, so that simple points come first; ties among
    them.
    """
    if len(values) == 1:
        yield from ((value,) for value in values[0][:TRIED])
        return
    values = [found[:EACH] for found in values]
    given = 0
    for total in range(EACH * len(values)):
        for positions in _compositions(total, [len(found) - 1 for found in values]):
            yield tuple(found[i] for found, i in zip(values, positions, strict=True))
            given += 1
            if given >= TRIED:
                return


def _compositions(total: int, limits: list[int]) -> Iterator[tuple[int, ...]]:
    """Tuples of positions with the given sum, the most even ones not favoured."""
    if len(limits) == 1:
        if total <= limits[0]:
            yield (total,)
        return
    for first in range(min(total, limits[0]), -1, -1):
        for rest in _compositions(total - first, limits[1:]):
            yield (first, *rest)


def _drawn(domains: list[tuple[Domain, bool]], seed: int) -> Iterator[tuple[Fraction, ...]]:
    """Random rationals, from small to large; those that count terms or factors stay small."""
    source = random.Random(seed)  # noqa: S311 - points to try, no secret
    bounds = [_range(domain) for domain, _ in domains]
    whole = [domain.field in (Field.INTEGER, Field.NATURAL) for domain, _ in domains]
    counted = [counts for _, counts in domains]
    for number in range(DRAWN):
        scale = 10 ** (1 + number % 4)
        yield tuple(
            _draw(source, bound, COUNTED if counts else scale, integer)
            for bound, integer, counts in zip(bounds, whole, counted, strict=True)
        )


def _draw(source: random.Random, bounds: Range, scale: int, integer: bool) -> Fraction:
    low, high = _fraction(bounds.lower), _fraction(bounds.upper)
    if low is not None and high is not None:
        if integer:
            return Fraction(source.randint(int(low), int(high)))
        return low + (high - low) * Fraction(source.randint(1, 996), 997)
    step = Fraction(source.randint(1, scale), 1 if integer else source.randint(1, 12))
    if low is not None:
        return low + step
    if high is not None:
        return high - step
    return step if source.random() < 0.5 else -step


def _angles(
    moving: list[str],
    values: dict[str, list[Fraction]],
    resting: dict[str, Expression],
    opened: list[Expression],
) -> Iterator[Point]:
    """Multiples of pi, where sine or cosine occur: their zeros are no rational numbers."""
    heads = {
        part.head for node in opened for part in subexpressions(node) if isinstance(part, Apply)
    }
    if heads.isdisjoint({"sin", "cos", "tan", "cot", "sec", "csc"}):
        return
    pi = Constant("pi")
    multiples = [Apply("*", (Number(n), pi)) for n in (1, Fraction(1, 2), 2, Fraction(3, 2))]
    multiples += [Apply("neg", (angle,)) for angle in multiples[:2]]
    for name in moving:
        for angle in multiples:
            others: dict[str, Expression] = {
                other: Number(values[other][0]) for other in moving if other != name
            }
            yield {**resting, **others, name: angle}
