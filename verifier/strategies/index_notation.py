"""Both sides of a line about arrays have one normal form in index notation.

Names that a derivative passes through are opened on both sides; the others stay letters at first,
which keeps an upstream gradient as short as the author wrote it.
"""

from __future__ import annotations

from collections.abc import Iterator

from verifier.algebra.names import Names, names_of
from verifier.claims.claim import Claim
from verifier.kernel.evidence import Evidence, Rewriting
from verifier.language.expressions import Derivative, Expression, subexpressions
from verifier.strategies.protocol import Budget


class IndexNotation:
    """Equality of normal forms, entry by entry."""

    name = "index notation"

    def offer(self, claim: Claim, budget: Budget) -> Iterator[Evidence]:  # noqa: ARG002
        """With the names no derivative moves as letters, then with every name opened."""
        names = names_of(claim.context)
        mentioned = names.mentioned(claim.left) | names.mentioned(claim.right)
        closed = mentioned & claim.context.total
        by = derivatives_by(claim, names)
        resting = frozenset(name for name in closed if not (names.reach(name) - {name}) & by)
        offered = set()
        for letters in (resting, frozenset[str]()):
            if letters not in offered:
                offered.add(letters)
                yield Rewriting(letters)


def derivatives_by(claim: Claim, names: Names) -> frozenset[str]:
    """The names that derivatives in a claim are by, the claim's names opened."""
    context = claim.context
    bodies: list[Expression] = [claim.left, claim.right]
    for name in names.mentioned(claim.left) | names.mentioned(claim.right):
        if name in context.definitions:
            bodies.append(context.definitions[name].body)
        if name in context.values:
            bodies.append(context.values[name].start)
    return frozenset(
        variable
        for body in bodies
        for part in subexpressions(body)
        if isinstance(part, Derivative)
        for variable in part.variables
    )
