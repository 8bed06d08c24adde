"""Both sides of a line about arrays have one normal form in index notation.

At first earlier gradients are letters, and so is what no derivative is by: each link of a chain is
then as short as the author wrote it. After that the names that a derivative passes through are
opened on both sides, and at last all names.
"""

from __future__ import annotations

from collections.abc import Iterator

from verifier.algebra.names import Names, names_of
from verifier.claims.claim import Claim
from verifier.kernel.evidence import Evidence, Rewriting
from verifier.language.expressions import Derivative, Expression, Name, subexpressions
from verifier.strategies.protocol import Budget
from verifier.tensors.upstream import gradients, links


class IndexNotation:
    """Equality of normal forms, entry by entry."""

    name = "index notation"

    def offer(self, claim: Claim, budget: Budget) -> Iterator[Evidence]:  # noqa: ARG002
        """With earlier gradients as letters, then with the names no derivative moves, then with
        every name opened."""
        names = names_of(claim.context)
        mentioned = names.mentioned(claim.left) | names.mentioned(claim.right)
        closed = mentioned & claim.context.total
        if self._is_linked(claim, names):
            moving = _written(claim)
            still = frozenset(name for name in closed if not (names.reach(name) - {name}) & moving)
            yield Rewriting(still, frozenset(gradients(names)))
        by = derivatives_by(claim, names)
        resting = frozenset(name for name in closed if not (names.reach(name) - {name}) & by)
        offered = set()
        for letters in (resting, frozenset[str]()):
            if letters not in offered:
                offered.add(letters)
                yield Rewriting(letters)

    def _is_linked(self, claim: Claim, names: Names) -> bool:
        """Whether an earlier gradient stands in a claim, or between what a derivative in it is of
        and by."""
        earlier = gradients(names)
        for side in (claim.left, claim.right):
            for part in subexpressions(side) if earlier else ():
                match part:
                    case Name(name) if name in earlier:
                        return True
                    case Derivative("grad", body, (by,)) if any(links(names, body, by, earlier)):
                        return True
                    case _:
                        pass
        return False


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


def _written(claim: Claim) -> frozenset[str]:
    """The names that the derivatives written in a claim are by."""
    return frozenset(
        variable
        for side in (claim.left, claim.right)
        for part in subexpressions(side)
        if isinstance(part, Derivative)
        for variable in part.variables
    )
