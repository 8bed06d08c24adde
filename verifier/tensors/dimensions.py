"""Indices into the dimensions of arrays: what each is made of, and names to bind there.

Every index bound here has a name of its own, which no author can write, so that nothing is captured
when expressions meet. An index over a dimension that a Kronecker product or `vec` has multiplied is
a `Split`.
"""

from __future__ import annotations

from itertools import count
from typing import TypeAlias

from verifier.algebra.frames import Outside
from verifier.claims.claim import Context
from verifier.claims.shapes import Shapes
from verifier.claims.sizes import Shape, Size, same_size
from verifier.language.expressions import ONE, Apply, Binder, Expression, Name
from verifier.language.vocabulary import VOCABULARY, Nature
from verifier.tensors.grains import Grain, Index, Split, alike, common, joined

Ranges: TypeAlias = dict[str, tuple[Expression, Expression]]
"""What each index runs over, ends included."""

TABLE = "table"
"""The binder of a tabulated matrix: ``table(table(body, q=1..n), p=1..n)``."""


def total(body: Expression, bound: list[tuple[str, Size]], kind: str = "sum") -> Expression:
    """The body summed (or folded) over all the bound indices."""
    for name, size in reversed(bound):
        body = Binder(kind, body, name, ONE, size)
    return body


class Dimensions:
    """Indices into the arrays of one context.

    Attributes:
        origins: for an expression made here, the array expression it is an entry of.
        matrices: for the table of a matrix, the array expression that was tabulated.
    """

    def __init__(self, context: Context, shapes: Shapes) -> None:
        self.context = context
        self.shapes = shapes
        self.origins: dict[Expression, Expression] = {}
        self.matrices: dict[Expression, Expression] = {}
        self._fresh = count(1)
        self._done: dict[tuple[Expression, tuple[Index, ...]], Expression] = {}
        self._tables: dict[Expression, Expression] = {}

    def index(self, like: str = "k") -> str:
        """A new index name."""
        return f"{like}~{next(self._fresh)}"

    def bind(self, grain: Grain) -> tuple[Index, list[tuple[str, Size]]]:
        """A new bound index over a dimension, with the names and sizes it is made of. A dimension
        of one entry has one index: nothing is bound there."""
        bound: list[tuple[str, Size]] = []
        parts: list[Expression] = []
        for size in grain:
            if size is ONE:
                parts.append(ONE)
                continue
            name = self.index()
            bound.append((name, size))
            parts.append(Name(name))
        return joined(tuple(parts), grain), bound

    def entry(self, node: Expression, at: tuple[Index, ...]) -> Expression:
        """An entry of an array expression; see `notation`, which knows every kind of one."""
        raise NotImplementedError

    def _stretched(self, arg: Expression, shape: Shape, at: tuple[Index, ...]) -> Expression:
        """The entry of a broadcast argument: missing axes and axes of size 1 are stretched."""
        own = self.shapes.of(arg)
        if not own:
            return self.entry(arg, ())
        used = at[len(shape) - len(own) :]
        whole = shape[len(shape) - len(own) :]
        kept = [
            ONE if size is ONE and not same_size(wide, ONE) else index
            for size, wide, index in zip(own, whole, used, strict=True)
        ]
        return self.entry(arg, tuple(kept))

    def delta(self, i: Index, j: Index) -> Expression:
        """1 where two indices are equal, else 0."""
        if isinstance(i, Split) and isinstance(j, Split) and alike(i.sizes, j.sizes):
            return Apply(
                "*", tuple(Apply("==", pair) for pair in zip(i.parts, j.parts, strict=True))
            )
        if isinstance(i, Split) or isinstance(j, Split):
            raise Outside("an identity stands where a Kronecker product is split")
        return Apply("==", (i, j))

    def grains(self, node: Expression) -> tuple[Grain, ...]:
        """What each dimension of an array is made of."""
        shape = self.shapes.of(node)
        plain = tuple((size,) for size in shape)
        match node:
            case Apply("kron", (a, b)):
                return tuple(
                    (*outer, *inner)
                    for outer, inner in zip(self.grains(a), self.grains(b), strict=True)
                )
            case Apply("vec", (a,)) if len(self.shapes.of(a)) == 2:
                rows, columns = self.grains(a)
                return ((*columns, *rows),)
            case Apply("transpose", (a,)):
                return tuple(reversed(self.grains(a)))
            case Apply("inv", (a,)):
                return self.grains(a)
            case Apply("@" | "dot", (a, b)) if self.shapes.of(a) and self.shapes.of(b):
                return (*self.grains(a)[:-1], *self.grains(b)[1:])
            case Apply(head, args) if VOCABULARY[head].nature is not Nature.TENSOR:
                found: list[Grain] = list(plain)
                for arg in args:
                    own = self.grains(arg)
                    for place, grain in enumerate(own, len(shape) - len(own)):
                        found[place] = common(found[place], grain)
                return tuple(found)
            case _:
                return plain
