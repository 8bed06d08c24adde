"""From tensors to index notation: one entry of an array expression as an expression of numbers.

``(X @ W + b)[i, j]`` is ``sum(X[i, k]*W[k, j], k=1..d) + b[j]``. What comes out has no arrays left
but in these places: the entries ``X[i, k]`` of a named array, ``inv(M)[i, j]`` and ``det(M)`` with
the matrix M tabulated (a *table* binds its indices), and ``grad(f, V)[a, b]`` with f a number.

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
from verifier.language.expressions import (
    ONE,
    TWO,
    ZERO,
    Apply,
    Binder,
    Call,
    Derivative,
    Entry,
    Expression,
    Limit,
    Name,
    Number,
    free_names,
    substitute,
)
from verifier.language.vocabulary import VOCABULARY, Nature
from verifier.tensors.grains import Grain, Index, Split, alike, common, halves, joined

Ranges: TypeAlias = dict[str, tuple[Expression, Expression]]
"""What each index runs over, ends included."""

TABLE = "table"
"""The binder of a tabulated matrix: ``table(table(body, q=1..n), p=1..n)``."""

FOLDS = ("prod", "amax")
REDUCTIONS = ("sum", "mean", "var", "std", "norm", "logsumexp", "prod", "amax", "amin")


def total(body: Expression, bound: list[tuple[str, Size]], kind: str = "sum") -> Expression:
    """The body summed (or folded) over all the bound indices."""
    for name, size in reversed(bound):
        body = Binder(kind, body, name, ONE, size)
    return body


class Notation:
    """Translates the expressions of one context.

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
        """The entry of an array expression at an index for each dimension.

        Raises:
            Outside: for what has no index notation here.
            ShapeError: where the shapes don't fit.
        """
        key = (node, at)
        found = self._done.get(key)
        if found is None:
            found = self._done[key] = self._entry(node, at)
            if found is not node:
                self.origins.setdefault(found, node)
        return found

    # -- kinds of expressions ------------------------------------------------------------------

    def _entry(self, node: Expression, at: tuple[Index, ...]) -> Expression:
        match node:
            case Name():
                return Entry(node, _simple(at)) if at else node
            case Apply(head, args):
                return self._apply(node, head, args, at)
            case Call(function, args, order):
                return self._call(node, function, args, order, at)
            case Derivative("diff", body, variables):
                if any(self.shapes.of(Name(variable)) for variable in variables):
                    raise Outside("`diff` is by a number; by an array it is `grad`")
                return Derivative("diff", self.entry(body, at), variables)
            case Derivative("grad" | "jacobian", body, (variable,)):
                rank = len(self.shapes.of(body))
                slope = Derivative("grad", self.entry(body, at[:rank]), (variable,))
                inner = _simple(at[rank:])
                return Entry(slope, inner) if inner else Derivative("diff", slope.body, (variable,))
            case Binder(kind, body, variable, lower, upper) if kind in ("sum", "prod"):
                return self._bounded(kind, body, variable, lower, upper, at)
            case Entry(base, indices):
                return self.entry(base, (*indices, *at))
            case Binder() | Limit() | Derivative():
                if at:
                    raise Outside("a limit or an integral of an array is not judged")
                return node
            case _:
                return node

    def _bounded(
        self,
        kind: str,
        body: Expression,
        variable: str,
        lower: Expression | None,
        upper: Expression | None,
        at: tuple[Index, ...],
    ) -> Expression:
        fresh = self.index(variable.split("~", 1)[0])
        if lower is None or upper is None:
            lower, upper = ONE, self.shapes.index_size(body, variable)
        inner = self.entry(substitute(body, {variable: Name(fresh)}), at)
        return Binder(kind, inner, fresh, self.entry(lower, ()), self.entry(upper, ()))

    def _call(
        self,
        node: Expression,
        function: str,
        args: tuple[Expression, ...],
        order: tuple[int, ...],
        at: tuple[Index, ...],
    ) -> Expression:
        definition = self.context.definitions.get(function)
        shape = self.shapes.of(node)
        if definition is None or any(order) or not any(map(self.shapes.of, args)):
            return Call(function, tuple(self._stretched(arg, shape, at) for arg in args), order)
        if not frozenset(definition.parameters) <= free_names(definition.body):
            raise Outside(f"{function} leaves an array unused")  # it must be defined all the same
        opened = dict(zip(definition.parameters, args, strict=True))
        return self.entry(substitute(definition.body, opened), at)

    def _apply(
        self, node: Expression, head: str, args: tuple[Expression, ...], at: tuple[Index, ...]
    ) -> Expression:
        if VOCABULARY[head].nature is Nature.TENSOR or head == "@":
            if head in ("tr", "det", "inv", "diag", "vec") and not self.shapes.of(args[0]):
                raise Outside(f"`{head}` is of an array")
            return self._array(head, args, at)
        if not at:
            return Apply(head, tuple(self.entry(arg, ()) for arg in args))
        shape = self.shapes.of(node)
        return Apply(head, tuple(self._stretched(arg, shape, at) for arg in args))

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

    # -- functions of arrays -------------------------------------------------------------------

    def _array(self, head: str, args: tuple[Expression, ...], at: tuple[Index, ...]) -> Expression:
        match head, args:
            case "eye", _:
                return self.delta(at[0], at[1])
            case "ones" | "zeros", _:
                return ONE if head == "ones" else ZERO
            case "inv", (a,):
                return self._inverse(a, at[0], at[1])
            case "det", (a,):
                return self._determinant(a)
            case "softmax", _:
                return self._softmax(args, at)
            case _ if head in REDUCTIONS:
                return self._reduced(head, args, at)
            case _:
                return self._rearranged(head, args, at)

    def _rearranged(
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

    def _reduced(
        self, head: str, args: tuple[Expression, ...], at: tuple[Index, ...]
    ) -> Expression:
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

    def _softmax(self, args: tuple[Expression, ...], at: tuple[Index, ...]) -> Expression:
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

    def delta(self, i: Index, j: Index) -> Expression:
        """1 where two indices are equal, else 0."""
        if isinstance(i, Split) and isinstance(j, Split) and alike(i.sizes, j.sizes):
            return Apply(
                "*", tuple(Apply("==", pair) for pair in zip(i.parts, j.parts, strict=True))
            )
        if isinstance(i, Split) or isinstance(j, Split):
            raise Outside("an identity stands where a Kronecker product is split")
        return Apply("==", (i, j))

    # -- inverses and determinants -------------------------------------------------------------

    def _inverse(self, a: Expression, i: Index, j: Index) -> Expression:
        """An entry of ``inv(a)``; products, transposes and multiples are taken apart first.

        Each rule keeps where the inverse is defined: ``inv(A @ B)`` with square A and B exists iff
        both inverses do.
        """
        match a:
            case Apply("transpose", (b,)):
                return self._inverse(b, j, i)
            case Apply("@" | "dot", (b, c)) if self._square(b) and self._square(c):
                index, bound = self.bind(self.grains(b)[0])
                both = (self._inverse(c, i, index), self._inverse(b, index, j))
                return total(Apply("*", both), bound)
            case Apply("inv", (b,)):
                size = self._determinant(b)
                return Apply("/", (Apply("*", (self.entry(b, (i, j)), size)), size))
            case Apply("neg", (b,)):
                return Apply("neg", (self._inverse(b, i, j),))
            case Apply("eye", _):
                return self.delta(i, j)
            case Apply("/", (b, c)) if not self.shapes.of(c):
                by = Apply("/", (ONE, self.entry(c, ())))
                return Apply("/", (self._inverse(b, i, j), by))
            case Apply("*", factors) if self._one_matrix(factors) is not None:
                b, others = self._multiple(factors)
                by = Apply("*", tuple(self.entry(other, ()) for other in others))
                return Apply("/", (self._inverse(b, i, j), by))
            case Apply("diag", (v,)):
                return self._inverse_of_diagonal(v, i, j)
            case _:
                if isinstance(i, Split) or isinstance(j, Split):
                    raise Outside("the inverse of a Kronecker product's sum")
                return Entry(Apply("inv", (self.table(a),)), (i, j))

    def _inverse_of_diagonal(self, v: Expression, i: Index, j: Index) -> Expression:
        index, bound = self.bind(self.grains(v)[0])
        # Every entry must have a reciprocal, whichever one is asked for.
        all_nonzero = total(Apply("/", (ONE, self.entry(v, (index,)))), bound)
        own = Apply("/", (self.delta(i, j), self.entry(v, (i,))))
        return Apply("+", (own, Apply("*", (ZERO, all_nonzero))))

    def _determinant(self, a: Expression) -> Expression:
        match a:
            case Apply("transpose", (b,)):
                return self._determinant(b)
            case Apply("@" | "dot", (b, c)) if self._square(b) and self._square(c):
                return Apply("*", (self._determinant(b), self._determinant(c)))
            case Apply("inv", (b,)):
                return Apply("/", (ONE, self._determinant(b)))
            case Apply("eye", _):
                return ONE
            case Apply("neg", (b,)):
                sign = Apply("^", (Number(-1), self.shapes.of(a)[0]))
                return Apply("*", (sign, self._determinant(b)))
            case Apply("*", factors) if self._one_matrix(factors) is not None:
                b, others = self._multiple(factors)
                by = Apply("*", tuple(self.entry(other, ()) for other in others))
                return Apply("*", (Apply("^", (by, self.shapes.of(a)[0])), self._determinant(b)))
            case Apply("diag", (v,)) if len(self.shapes.of(v)) == 1:
                index, bound = self.bind(self.grains(v)[0])
                return total(self.entry(v, (index,)), bound, "prod")
            case _:
                return Apply("det", (self.table(a),))

    def table(self, a: Expression) -> Expression:
        """A matrix tabulated over two bound indices."""
        found = self._tables.get(a)
        if found is None:
            rows, columns = self.grains(a)
            if len(rows) > 1 or len(columns) > 1:
                raise Outside("the determinant and the inverse of a Kronecker product")
            p, q = self.index(), self.index()
            body = total(self.entry(a, (Name(p), Name(q))), [(q, columns[0])], TABLE)
            found = self._tables[a] = total(body, [(p, rows[0])], TABLE)
            self.matrices[found] = a
        return found

    def _square(self, a: Expression) -> bool:
        shape = self.shapes.of(a)
        return len(shape) == 2 and same_size(shape[0], shape[1])

    def _one_matrix(self, factors: tuple[Expression, ...]) -> int | None:
        """The place of the one array among the factors of a product."""
        arrays = [place for place, factor in enumerate(factors) if self.shapes.of(factor)]
        return arrays[0] if len(arrays) == 1 else None

    def _multiple(
        self, factors: tuple[Expression, ...]
    ) -> tuple[Expression, tuple[Expression, ...]]:
        place = self._one_matrix(factors)
        if place is None:
            raise Outside("a product of arrays, entry by entry, has no rule for its inverse")
        return factors[place], (*factors[:place], *factors[place + 1 :])

    # -- grains --------------------------------------------------------------------------------

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


def _simple(at: tuple[Index, ...]) -> tuple[Expression, ...]:
    """Simple indices into a named array."""
    found = tuple(part for part in at if not isinstance(part, Split))
    if len(found) < len(at):
        raise Outside("an array of one long dimension stands where a Kronecker product is split")
    return found


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
