"""Products of arrays in index notation, and entries in another order."""

from __future__ import annotations

from verifier.algebra.frames import Outside
from verifier.language.expressions import Apply, Expression
from verifier.tensors.dimensions import Dimensions, total
from verifier.tensors.grains import Index, common, halves


class Products(Dimensions):
    """Reads what multiplies arrays or moves their entries."""

    def rearranged(
        self, head: str, args: tuple[Expression, ...], at: tuple[Index, ...]
    ) -> Expression:
        """Products, and entries in another order."""
        match head, args:
            case "@" | "dot", (a, b):
                return self._product(a, b, at)
            case "transpose", (a,):
                return self.entry(a, tuple(reversed(at)))
            case "outer", (a, b):
                return Apply("*", (self.entry(a, at[:1]), self.entry(b, at[1:])))
            case "kron", (a, b):
                return self._kronecker(a, b, at)
            case "vec", (a,):
                return self._stacked(a, at)
            case "tr", (a,):
                index, bound = self.bind(common(*self.grains(a)))
                return total(self.entry(a, (index, index)), bound)
            case "diag", (a,):
                if len(at) == 1:
                    return self.entry(a, (at[0], at[0]))
                return Apply("*", (self.delta(at[0], at[1]), self.entry(a, at[:1])))
            case _:
                raise Outside(f"{head} is not judged")

    def _product(self, a: Expression, b: Expression, at: tuple[Index, ...]) -> Expression:
        """``a @ b`` as NumPy has it, for arrays of at most two dimensions."""
        left, right = self.grains(a), self.grains(b)
        if not left or not right:
            return Apply(
                "*",
                (
                    self._stretched(a, self.shapes.of(a), at if left else ()),
                    self._stretched(b, self.shapes.of(b), at if right else ()),
                ),
            )
        if len(left) > 2 or len(right) > 2:
            raise Outside("a product of arrays of more than two dimensions")
        index, bound = self.bind(common(left[-1], right[0]))
        rows = len(left) - 1
        first = self.entry(a, (*at[:rows], index))
        second = self.entry(b, (index, *at[rows:]))
        return total(Apply("*", (first, second)), bound)

    def _kronecker(self, a: Expression, b: Expression, at: tuple[Index, ...]) -> Expression:
        pairs = map(halves, at, self.grains(a), self.grains(b))
        first, second = zip(*pairs, strict=True)
        return Apply("*", (self.entry(a, first), self.entry(b, second)))

    def _stacked(self, a: Expression, at: tuple[Index, ...]) -> Expression:
        """``vec`` stacks columns: the column's index is the slow one."""
        grains = self.grains(a)
        if len(grains) == 1:
            return self.entry(a, at)
        rows, columns = grains
        column, row = halves(at[0], columns, rows)
        return self.entry(a, (row, column))
