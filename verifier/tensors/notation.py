"""From tensors to index notation: one entry of an array expression as an expression of numbers.

``(X @ W + b)[i, j]`` is ``sum(X[i, k]*W[k, j], k=1..d) + b[j]``. What comes out has no arrays left
but in these places: the entries ``X[i, k]`` of a named array, ``inv(M)[i, j]`` and ``det(M)`` with
the matrix M tabulated (a *table* binds its indices), and ``grad(f, V)[a, b]`` with f a number.
"""

from __future__ import annotations

from verifier.algebra.frames import Outside
from verifier.language.expressions import (
    ONE,
    ZERO,
    Apply,
    Binder,
    Call,
    Derivative,
    Entry,
    Expression,
    Limit,
    Name,
    free_names,
    substitute,
)
from verifier.language.vocabulary import VOCABULARY, Nature
from verifier.tensors.grains import Index, Split
from verifier.tensors.inverses import Inverses
from verifier.tensors.products import Products
from verifier.tensors.reductions import REDUCTIONS, Reductions


class Notation(Products, Reductions, Inverses):
    """Translates the expressions of one context."""

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

    def _array(self, head: str, args: tuple[Expression, ...], at: tuple[Index, ...]) -> Expression:
        match head, args:
            case "eye", _:
                return self.delta(at[0], at[1])
            case "ones" | "zeros", _:
                return ONE if head == "ones" else ZERO
            case "inv", (a,):
                return self.inverse(a, at[0], at[1])
            case "det", (a,):
                return self.determinant(a)
            case "softmax", _:
                return self.softmax(args, at)
            case _ if head in REDUCTIONS:
                return self.reduced(head, args, at)
            case _:
                return self.rearranged(head, args, at)


def _simple(at: tuple[Index, ...]) -> tuple[Expression, ...]:
    """Simple indices into a named array."""
    found = tuple(part for part in at if not isinstance(part, Split))
    if len(found) < len(at):
        raise Outside("an array of one long dimension stands where a Kronecker product is split")
    return found
