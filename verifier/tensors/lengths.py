"""How far indices go: the sizes of arrays and the ends of sums.

Before a claim about arrays can be written out, their letters must be numbers. And a sum may have
nothing to sum: what holds for each of its terms then says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TypeAlias

from verifier.claims.claim import Claim, Context, Domain, Field
from verifier.claims.sizes import least_values, minus, never_negative, polynomial
from verifier.language.expressions import Apply, Binder, Expression, free_names, subexpressions
from verifier.tensors.numbers import rational_number

Ends: TypeAlias = tuple[Expression, Expression]
"""What an index runs over, ends included."""


def lengths_of(context: Context, claim: Claim) -> list[str]:
    """The letters of a claim's sizes and of its sums' ends, in the order of declaration.

    Args:
        context: as `grounding.restricted` leaves it for the claim.
        claim: the claim.
    """
    used: frozenset[str] = frozenset().union(
        *(free_names(size) for domain in context.symbols.values() for size in domain.shape)
    )
    bodies = [claim.left, claim.right, *context.assumptions]
    bodies += [definition.body for definition in context.definitions.values()]
    for value in context.values.values():
        bodies += [value.start] if value.last is None else [value.start, value.last]
    used = used.union(*map(_lengths_in, bodies))
    return [
        name for name, domain in context.symbols.items() if name in used and _is_integer(domain)
    ]


def _lengths_in(body: Expression) -> frozenset[str]:
    found: list[Expression] = []
    for part in subexpressions(body):
        match part:
            case Apply("eye" | "ones" | "zeros", sizes):
                found += sizes
            case Binder("sum" | "prod", _, _, lower, upper) if lower and upper:
                found += (lower, upper)
            case _:
                pass
    return frozenset().union(*map(free_names, found))


def numbered(context: Context, letters: Iterable[str], wishes: tuple[int, ...]) -> dict[str, int]:
    """A number for each letter: the wishes in turn, counted from the least that a letter can be
    where that is more than 1. A wish of 0 is for letters that can be 0, and 1 for the others."""
    least = least_values(context.symbols)
    found = {}
    for place, letter in enumerate(letters):
        wish, low = wishes[place % len(wishes)], int(least.get(letter, 0))
        found[letter] = max(wish + max(low - 1, 0), min(low, 1))
    return found


def never_empty(ends: Ends, ranges: Mapping[str, Ends], symbols: Mapping[str, Domain]) -> bool:
    """Whether an index is shown to take a value, whatever the letters are.

    Args:
        ends: the range of the index.
        ranges: those of all indices, since the ends may mention outer ones.
        symbols: the declared letters.
    """
    return _is_filled(ends, ranges, least_values(symbols), frozenset())


def _is_filled(
    ends: Ends,
    ranges: Mapping[str, Ends],
    least: Mapping[str, Fraction],
    inside: frozenset[str],
) -> bool:
    outer = (free_names(ends[0]) | free_names(ends[1])) & ranges.keys() - least.keys()
    if outer & inside:
        return False
    known = dict(least)
    for index in outer:
        lowest = rational_number(ranges[index][0])
        if lowest is None or not _is_filled(ranges[index], ranges, least, inside | outer):
            return False
        known[index] = lowest
    first, last = map(polynomial, ends)
    return first is not None and last is not None and never_negative(minus(last, first), known)


def is_whole(node: Expression, ranges: Mapping[str, Ends], symbols: Mapping[str, Domain]) -> bool:
    """Whether an end of a sum is shown to be a whole number."""
    found = polynomial(node)
    return found is not None and all(
        coefficient.denominator == 1
        and all(letter in ranges or _is_integer(symbols.get(letter)) for letter in letters)
        for letters, coefficient in found.items()
    )


def _is_integer(domain: Domain | None) -> bool:
    fields = (Field.INTEGER, Field.NATURAL)
    return domain is not None and domain.field in fields and not domain.shape
