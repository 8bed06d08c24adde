"""Where a line about arrays fails, at the smallest sizes that show it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations, islice

from verifier.claims.claim import Claim, Context
from verifier.kernel.evidence import Counterexample
from verifier.kernel.verdicts import Coordinate
from verifier.strategies.array_points import points_at
from verifier.tensors.grounding import restricted
from verifier.tensors.lengths import lengths_of, numbered

TOGETHER = 2  # letters that are 2 at once, the others 1
TRIED = 16  # choices of sizes
POINTS = 12  # at each of them


def small_points(
    claim: Claim, witness: Mapping[str, Coordinate], seed: int
) -> Iterator[list[Counterexample]]:
    """Points where the sides differ, for each choice of sizes no larger than a witness's.

    The smallest sizes come first; whether a point lies in the domain is open.
    """
    context = restricted(claim)
    letters = lengths_of(context, claim)
    known = [witness[name] for name in letters if name in witness]
    largest = sum(int(size) for size in known if isinstance(size, str))
    for sizes in islice(_choices(context, letters), TRIED):
        if sum(sizes.values()) <= largest:
            offered = islice(points_at(claim, context, sizes, seed), POINTS)
            yield [Counterexample(point) for point, found, _ in offered if found is Counterexample]


def _choices(context: Context, letters: list[str]) -> Iterator[dict[str, int]]:
    for count in range(TOGETHER + 1):
        for doubled in combinations(letters, count):
            wishes = tuple(2 if name in doubled else 1 for name in letters)
            yield numbered(context, letters, wishes or (1,))
