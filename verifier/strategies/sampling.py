"""Agreement on random points: the weakest evidence, and never the word of a proof."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.claims.claim import Claim
from verifier.kernel.evidence import Evidence, Samples
from verifier.strategies.points import candidates
from verifier.strategies.protocol import Budget

POINTS = 40


class Sampling:
    """The last points of the search, which are the random ones."""

    name = "sampling"

    def offer(self, claim: Claim, budget: Budget) -> Iterator[Evidence]:
        """All points at once: the judge counts where the sides agree."""
        points = list(candidates((claim.left, claim.right), claim.context, budget.seed))
        yield Samples(tuple(points[-POINTS:]), budget.seed)
