"""Sums, means, norms and the like along axes, in index notation."""

from __future__ import annotations

from verifier.algebra.frames import Outside
from verifier.claims.sizes import Size
from verifier.language.expressions import ONE, TWO, Apply, Expression, Number
from verifier.tensors.dimensions import Dimensions, total
from verifier.tensors.grains import Grain, Index

FOLDS = ("prod", "amax")
REDUCTIONS = ("sum", "mean", "var", "std", "norm", "logsumexp", "prod", "amax", "amin")


class Reductions(Dimensions):
    """Reads what works along an axis, or on all entries."""

    def reduced(self, head: str, args: tuple[Expression, ...], at: tuple[Index, ...]) -> Expression:
        array = args[0]
        grains = self.grains(array)
        inner, bound = self._axes(args, grains, at)
        entry = self.entry(array, inner)
        number = _size_of(bound)
        match head:
            case "sum":
                return total(entry, bound)
            case "mean":
                return Apply("/", (total(entry, bound), number))
            case "var" | "std":
                mean = Apply("/", (total(entry, bound), number))
                square = Apply("^", (Apply("+", (entry, Apply("neg", (mean,)))), TWO))
                variance = Apply("/", (total(square, bound), number))
                self.origins.setdefault(variance, Apply("var", args))
                return variance if head == "var" else Apply("sqrt", (variance,))
            case "norm":
                squares = total(Apply("^", (entry, TWO)), bound)
                self.origins.setdefault(squares, Apply("^", (Apply("norm", args), TWO)))
                return Apply("sqrt", (squares,))
            case "logsumexp":
                terms = total(Apply("exp", (entry,)), bound)
                whole = Apply("sum", (Apply("exp", (array,)), *args[1:]))
                self.origins.setdefault(terms, whole)
                return Apply("log", (terms,))
            case "prod" | "amax":
                return total(entry, bound, head)
            case "amin":
                return Apply("neg", (total(Apply("neg", (entry,)), bound, "amax"),))
            case _:
                raise Outside(f"{head} is not judged")

    def _axes(
        self, args: tuple[Expression, ...], grains: tuple[Grain, ...], at: tuple[Index, ...]
    ) -> tuple[tuple[Index, ...], list[tuple[str, Size]]]:
        """The indices of a reduced array's entry, and those that the reduction binds."""
        if len(args) == 1:
            indices, bound = [], []
            for grain in grains:
                index, more = self.bind(grain)
                indices.append(index)
                bound += more
            return tuple(indices), bound
        axis = axis_of(args[1], len(grains))
        kept = list(at)
        if len(args) > 2 and args[2] is ONE:
            del kept[axis]
        index, bound = self.bind(grains[axis])
        return (*kept[:axis], index, *kept[axis:]), bound

    def softmax(self, args: tuple[Expression, ...], at: tuple[Index, ...]) -> Expression:
        array = args[0]
        grains = self.grains(array)
        axis = axis_of(args[1], len(grains)) if len(args) > 1 else len(grains) - 1
        index, bound = self.bind(grains[axis])
        below = total(
            Apply("exp", (self.entry(array, (*at[:axis], index, *at[axis + 1 :])),)), bound
        )
        along = () if len(grains) == 1 else (Number(axis), ONE)
        self.origins.setdefault(below, Apply("sum", (Apply("exp", (array,)), *along)))
        return Apply("/", (Apply("exp", (self.entry(array, at),)), below))


def axis_of(node: Expression, rank: int) -> int:
    """The axis a reduction's argument names, counted from 0."""
    match node:
        case Number(value):
            return int(value)
        case Apply("neg", (Number(value),)):
            return rank - int(value)
        case _:
            raise Outside("an axis is a number")


def _size_of(bound: list[tuple[str, Size]]) -> Expression:
    """How many entries are summed; one of a number."""
    sizes = tuple(size for _, size in bound) or (ONE,)
    return sizes[0] if len(sizes) == 1 else Apply("*", sizes)
