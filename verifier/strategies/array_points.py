"""Sizes and entries at which a false line about arrays is likely to show itself, small first."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from verifier.algebra.fact_free import FactFree
from verifier.algebra.names import names_of
from verifier.algebra.oracles import Point, PointOracle, State
from verifier.claims.claim import Claim, Context
from verifier.claims.shape_errors import ShapeError
from verifier.kernel.evidence import Counterexample, Evidence, OneSided
from verifier.kernel.points import sides, violated
from verifier.language.expressions import Number
from verifier.language.problems import LimitExceeded
from verifier.strategies.points import candidates
from verifier.strategies.protocol import Budget
from verifier.tensors.grounding import Grounding, restricted
from verifier.tensors.lengths import lengths_of, numbered
from verifier.tensors.structures import structured

POINTS = 45  # at each choice of sizes
WORK = 240_000  # parts of a claim written out times points, over all sizes
ALONE = 12  # points where one side is undefined, kept
LONG = 10  # the largest size that is tried alone


class ArrayCounterexampleSearch:
    """Tries small sizes and simple entries."""

    name = "counterexample search"

    def offer(self, claim: Claim, budget: Budget) -> Iterator[Evidence]:
        """At most a few points of each kind; the judge checks that each lies in the domain."""
        alone: list[Point] = []
        work = 0
        context = restricted(claim)
        for sizes in choices(context, lengths_of(context, claim)):
            if work > WORK:
                break
            for point, found, parts in points_at(claim, context, sizes, budget.seed):
                work += parts
                if work > WORK:
                    break
                if found is Counterexample:
                    yield Counterexample(point)
                elif found is OneSided and len(alone) < ALONE:
                    alone.append(point)
        for point in alone:
            yield OneSided(point)


def points_at(
    claim: Claim, context: Context, sizes: dict[str, int], seed: int
) -> Iterator[tuple[Point, type[Evidence] | None, int]]:
    """Points at given sizes, with what the claim's entries show there and of how many parts they
    are.

    ``context`` is the claim's, restricted to what it goes through. None where the arrays are too
    large, or the shapes do not fit at these sizes.
    """
    try:
        grounding = Grounding(context, sizes)
        claims = list(grounding.claims(claim))
    except (LimitExceeded, ShapeError):
        return
    free = FactFree(names_of(grounding.context))
    interest = tuple(side for one in claims for side in (one.left, one.right))
    numbers = {name: Number(size) for name, size in sizes.items()}
    for candidate in islice(candidates(interest, grounding.to_draw, seed), POINTS):
        point: Point = structured(candidate, grounding.source.symbols)
        yield {**point, **numbers}, _look(claims, PointOracle(point, free)), grounding.parts + 1


def _look(claims: list[Claim], oracle: PointOracle) -> type[Evidence] | None:
    """What the entries of a claim show at a point."""
    seen: type[Evidence] | None = None
    for one in claims:
        left, right = sides(one, oracle)
        if left.expression is not None and right.expression is not None:
            if violated(one, left.expression, right.expression, oracle):
                return Counterexample
        elif {left.state, right.state} == {State.DEFINED, State.UNDEFINED}:
            seen = OneSided
    return seen


def choices(context: Context, letters: list[str]) -> Iterator[dict[str, int]]:
    """Sizes to try: all equal, then different ones, then a single long one; and sums of nothing."""
    patterns = [(1,), (2,), (1, 2), (2, 1), (2, 3), (3, 2), (3,)]
    if len(letters) == 1:
        patterns += [(size,) for size in range(4, LONG + 1)]
    seen: list[dict[str, int]] = []
    for pattern in (*patterns, (0,)):
        sizes = numbered(context, letters, pattern)
        if sizes not in seen:
            seen.append(sizes)
            yield sizes
