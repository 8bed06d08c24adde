"""The letters that must be numbers before a claim about arrays can be written out: its sizes, and
the ends of its sums; and numbers for them.
"""

from __future__ import annotations

from collections.abc import Iterable

from verifier.claims.claim import Claim, Context, Field
from verifier.claims.sizes import least_values
from verifier.language.expressions import Apply, Binder, Expression, free_names, subexpressions


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
        name
        for name, domain in context.symbols.items()
        if name in used and domain.field in (Field.INTEGER, Field.NATURAL) and not domain.shape
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
