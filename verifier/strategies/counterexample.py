"""A point where the line fails: values that differ first, then a side that is undefined alone."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.algebra.fact_free import FactFree
from verifier.algebra.names import names_of
from verifier.algebra.oracles import Point, PointOracle, State
from verifier.claims.claim import Claim
from verifier.kernel.evidence import Counterexample, Evidence, OneSided
from verifier.kernel.points import sides, violated
from verifier.strategies.points import candidates
from verifier.strategies.protocol import Budget


class CounterexampleSearch:
    """Tries candidate points, simple ones first."""

    name = "counterexample search"

    def offer(self, claim: Claim, budget: Budget) -> Iterator[Evidence]:
        """At most one point of each kind; the judge checks that it lies in the domain."""
        free = FactFree(names_of(claim.context))
        alone: list[Point] = []
        for point in candidates((claim.left, claim.right), claim.context, budget.seed):
            oracle = PointOracle(point, free)
            left, right = sides(claim, oracle)
            if left.expression is not None and right.expression is not None:
                if violated(claim, left.expression, right.expression, oracle):
                    yield Counterexample(point)
            elif {left.state, right.state} == {State.DEFINED, State.UNDEFINED} and len(alone) < 40:
                alone.append(point)
        for point in alone:
            yield OneSided(point)
