"""The places that free index letters stand for: every one, or as many as are worth looking at."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import prod

import numpy as np

from verifier.confirmation.worlds import Letters, World
from verifier.language.expressions import Expression

MOST = 250


def places(world: World, node: Expression) -> Iterator[Letters | None]:
    """Values for the free index letters of an expression; one None if it has none.

    Of too many places some are chosen, always the same ones, the corners among them.
    """
    sizes = world.scene.shapes.index_sizes(node)
    if not sizes:
        yield None
        return
    names = tuple(sizes)
    ends = tuple(world.size(sizes[name]) for name in names)
    for place in _chosen(ends):
        yield world.at(names, place)


def _chosen(ends: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    if prod(ends) <= MOST:
        yield from product(*map(range, ends))
        return
    yield from product(*((0, end - 1) for end in ends))
    random = np.random.default_rng(prod(ends))
    for _ in range(MOST):
        yield tuple(int(random.integers(end)) for end in ends)
