"""Candidate points: where a false line is likely to show itself, small numbers first.

Boundaries, integers, ties, zeros of divisors and switches, constants that occur and their
neighbours, then random rationals. Nothing here decides anything: the judge checks each point it is
offered."""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction
from itertools import chain, cycle, zip_longest

from verifier.algebra.names import Names, names_of
from verifier.algebra.oracles import Point
from verifier.algebra.ranges import Range, rational
from verifier.claims.claim import Context, Domain, Field
from verifier.language.expressions import (
    Apply,
    Binder,
    Constant,
    Expression,
    Number,
    free_names,
    subexpressions,
)
from verifier.strategies.assumed import Equations, narrowed
from verifier.strategies.drawn_entries import drawn, is_grounded
from verifier.strategies.values import as_fraction, range_of, values_of

EACH = 14  # values tried for one symbol among several
TRIED = 260  # systematic points before the random ones
DRAWN = 40  # random points
COUNTED = 12  # the most terms of a sum, or factors of a product, at a point


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
    values = {name: values_of(name, context.symbols[name], opened) for name in symbols}
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
    bounds = [range_of(domain) for domain, _ in domains]
    whole = [domain.field in (Field.INTEGER, Field.NATURAL) for domain, _ in domains]
    counted = [counts for _, counts in domains]
    for number in range(DRAWN):
        scale = 10 ** (1 + number % 4)
        yield tuple(
            _draw(source, bound, COUNTED if counts else scale, integer)
            for bound, integer, counts in zip(bounds, whole, counted, strict=True)
        )


def _draw(source: random.Random, bounds: Range, scale: int, integer: bool) -> Fraction:
    low, high = as_fraction(bounds.lower), as_fraction(bounds.upper)
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
