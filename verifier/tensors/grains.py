"""Long dimensions: what a Kronecker product or `vec` has multiplied, and indices into them.

A dimension of size n·m that came from two is split into its *grains* n and m. An index into it is a
`Split`, one index for each grain, and knows their sizes: a dimension of size n·m may as well be
made of m and n, and then the same entry has other indices.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from verifier.algebra.frames import Outside
from verifier.claims.sizes import Size, same_size
from verifier.language.expressions import Expression, Number
from verifier.tensors.numbers import whole_number

Grain: TypeAlias = tuple[Size, ...]
"""The sizes a dimension is made of, the slowest first; nearly always one."""


class Split(NamedTuple):
    """An index into a dimension of several sizes: an index for each, the slowest first."""

    parts: tuple[Expression, ...]
    sizes: Grain

    def slice(self, start: int, stop: int | None = None) -> Index:
        """The index into some of the sizes alone."""
        return joined(self.parts[start:stop], self.sizes[start:stop])


Index: TypeAlias = "Expression | Split"


def joined(parts: tuple[Expression, ...], sizes: Grain) -> Index:
    """One index out of the indices into the sizes of a dimension."""
    return parts[0] if len(parts) == 1 else Split(parts, sizes)


def alike(a: Grain, b: Grain) -> bool:
    """Whether two dimensions are split in the same way."""
    return len(a) == len(b) and all(map(same_size, a, b))


def common(a: Grain, b: Grain) -> Grain:
    """How a dimension is split that is one of each of two arrays.

    Raises:
        Outside: if both are split, and not in the same way.
    """
    if len(a) > 1 and len(b) > 1 and not alike(a, b):
        raise Outside("a long dimension is split in two ways")
    return a if len(a) >= len(b) else b


def halves(index: Index, outer: Grain, inner: Grain) -> tuple[Index, Index]:
    """An index into a dimension of ``outer`` times ``inner`` as one into each.

    Raises:
        Outside: if the index does not tell them apart.
    """
    if not isinstance(index, Split) or not alike(index.sizes, (*outer, *inner)):
        raise Outside("a long dimension stands where its parts can't be told apart")
    return index.slice(0, len(outer)), index.slice(len(outer))


def split(place: Expression, grain: Grain) -> Index:
    """The number of an entry as an index of numbers, where the sizes are numbers."""
    rest = (whole_number(place) or 1) - 1
    parts: list[Expression] = []
    for size in reversed(grain):
        length = whole_number(size) or 1
        parts.append(Number(rest % length + 1))
        rest //= length
    return joined(tuple(reversed(parts)), grain)
