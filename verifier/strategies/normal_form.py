"""Both sides have one normal form: with definitions kept as letters, then opened step by step.

A proof with definitions as letters holds for every value in their range, is the cheapest, and names
its conditions in the author's words (``p != 0`` rather than ``1/(1 + exp(-z)) != 0``).
"""

from __future__ import annotations

from collections.abc import Iterator

from verifier.algebra.names import names_of
from verifier.claims.claim import Claim
from verifier.kernel.evidence import Evidence, Rewriting
from verifier.language.expressions import free_names
from verifier.strategies.protocol import Budget

STEPS = 6  # ways of opening that are tried


class NormalForm:
    """Equality of normal forms."""

    name = "normal form"

    def offer(self, claim: Claim, budget: Budget) -> Iterator[Evidence]:  # noqa: ARG002
        """One piece of evidence for each set of definitions kept as letters."""
        return map(Rewriting, closings(claim))


def closings(claim: Claim) -> Iterator[frozenset[str]]:
    """The definitions that may stay letters: all of them, then fewer, level by level, then none."""
    names = names_of(claim.context)
    definitions = claim.context.definitions
    closed = frozenset(
        name
        for name in names.mentioned(claim.left) | names.mentioned(claim.right)
        if name in definitions and not definitions[name].parameters
    )
    closed &= claim.context.total
    level = (free_names(claim.left) | free_names(claim.right)) & closed
    for _ in range(STEPS):
        yield closed
        if not closed:
            return
        if not level:
            break
        closed -= level
        bodies = [definitions[name].body for name in level]
        level = frozenset().union(*map(free_names, bodies)) & closed
    yield frozenset()
