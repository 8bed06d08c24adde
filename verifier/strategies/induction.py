"""Induction on a symbol for whole numbers that stands in a bound, an exponent or a factorial."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.algebra.names import names_of
from verifier.algebra.ranges import range_of_domain, rational
from verifier.claims.claim import Claim, Context, Field
from verifier.kernel.evidence import Evidence, Induction
from verifier.language.expressions import (
    Apply,
    Binder,
    Expression,
    free_names,
    subexpressions,
)
from verifier.strategies.protocol import Budget

SYMBOLS = 3  # on which induction is tried


class ByInduction:
    """Proposes on which symbol, and from where."""

    name = "induction"

    def offer(self, claim: Claim, budget: Budget) -> Iterator[Evidence]:  # noqa: ARG002
        """One piece of evidence for each symbol and start."""
        names = names_of(claim.context)
        seen = names.mentioned(claim.left) | names.mentioned(claim.right)
        opened = _opened(claim, seen)
        closed = frozenset(
            name
            for name in seen & claim.context.total
            if name in claim.context.definitions and not claim.context.definitions[name].parameters
        )
        for name in _symbols(opened, claim.context, seen)[:SYMBOLS]:
            for start in _starts(name, opened, claim.context):
                yield Induction(name, start, closed)


def _opened(claim: Claim, seen: frozenset[str]) -> list[Expression]:
    context = claim.context
    bodies = [
        context.definitions[name].body for name in sorted(seen) if name in context.definitions
    ]
    bodies += [context.values[name].start for name in sorted(seen) if name in context.values]
    return [claim.left, claim.right, *bodies]


def _symbols(opened: list[Expression], context: Context, seen: frozenset[str]) -> list[str]:
    """Whole numbers that stand where a step matters; those in upper bounds first."""
    whole = {
        name
        for name in seen
        if name in context.symbols
        and context.symbols[name].field in (Field.INTEGER, Field.NATURAL)
        and not context.symbols[name].shape
    }
    found: dict[str, None] = {}
    for places in (_bounds, _exponents):
        for node in opened:
            for part in subexpressions(node):
                found |= dict.fromkeys(sorted(places(part) & whole))
    return list(found)


def _bounds(part: Expression) -> frozenset[str]:
    match part:
        case Binder("sum" | "prod", _, _, lower, upper) if lower is not None and upper is not None:
            return free_names(upper) | free_names(lower)
        case _:
            return frozenset()


def _exponents(part: Expression) -> frozenset[str]:
    match part:
        case Apply("^", (_, exponent)):
            return free_names(exponent)
        case Apply("factorial" | "binomial", args):
            return frozenset().union(*map(free_names, args))
        case _:
            return frozenset()


def _starts(name: str, opened: list[Expression], context: Context) -> list[int]:
    """The first value of the domain; or where the sums begin."""
    lower = range_of_domain(context.symbols[name]).lower
    if lower is not None:
        return [int(lower), int(lower) + 1]
    found = {0}
    for node in opened:
        for part in subexpressions(node):
            if isinstance(part, Binder) and part.lower is not None and name in _bounds(part):
                first = rational(part.lower)
                if first is not None and first.q == 1:
                    found.add(int(first.p) - 1)
    return sorted(found)[:2]
