"""The derivative of a smooth expression of index notation by one entry of an array.

``∂V[i, j]/∂V[a, b]`` is 1 where i = a and j = b, else 0: all entries move on their own, whatever
structure was declared. Sources: the sum, product and chain rule; ``∂ inv(M) = -inv(M) ∂M inv(M)``
and Jacobi's formula ``∂ det(M) = det(M) tr(inv(M) ∂M)`` for an invertible M.
"""

from __future__ import annotations

from itertools import count

from verifier.algebra.derivative import Differentiation, negate, times
from verifier.algebra.frames import Outside
from verifier.language.expressions import (
    ONE,
    ZERO,
    Apply,
    Binder,
    Entry,
    Expression,
    Name,
    Number,
    free_names,
    fresh_name,
    substitute,
)
from verifier.tensors.dimensions import TABLE, Ranges

_fresh = count(1)


def by_entry(
    node: Expression,
    variable: str,
    at: tuple[Expression, ...],
    ranges: Ranges,
) -> Expression:
    """The derivative by ``variable[at]``, or by the number ``variable`` where ``at`` is empty.

    Raises:
        LimitExceeded: for what has no derivative rule.
    """
    return _ByEntry(variable, at, ranges).run(node)


class _ByEntry(Differentiation):
    """The rules for numbers, and those for entries, sums and matrices."""

    def __init__(self, variable: str, at: tuple[Expression, ...], ranges: Ranges) -> None:
        super().__init__(variable)
        self.at = at
        self.ranges = ranges
        self.taken = frozenset().union(*map(free_names, at)) if at else frozenset()

    def _rule(self, node: Expression) -> Expression:
        match node:
            case Entry(Name(name), indices) if name == self.variable:
                return times(*(_delta(i, a) for i, a in zip(indices, self.at, strict=True)))
            case Binder("sum", body, k, lower, upper) if lower and upper:
                k, body = self._apart(k, body, (lower, upper))
                slope = self.run(body)
                return ZERO if slope is ZERO else Binder("sum", slope, k, lower, upper)
            case Binder("prod", body, k, lower, upper) if lower and upper:
                k, body = self._apart(k, body, (lower, upper))
                ratio = Apply("/", (self.run(body), body))
                return times(node, Binder("sum", ratio, k, lower, upper))
            case Entry(Apply("inv", (table,)) as inverse, (i, j)):
                p, q, body, rows, columns = self._opened(table)
                slope = self.run(body)
                term = times(Entry(inverse, (i, Name(p))), slope, Entry(inverse, (Name(q), j)))
                return negate(_double(term, p, q, rows, columns))
            case Apply("det", (table,)):
                p, q, body, rows, columns = self._opened(table)
                term = times(Entry(Apply("inv", (table,)), (Name(q), Name(p))), self.run(body))
                return times(node, _double(term, p, q, rows, columns))
            case Apply(">" | "==", _):
                return ZERO  # a step is constant nearby; the conditions for it are kept apart
            case Entry() | Binder():
                raise Outside("there is no rule here to differentiate this expression")
            case _:
                return super()._rule(node)

    def _apart(
        self, k: str, body: Expression, ends: tuple[Expression, Expression]
    ) -> tuple[str, Expression]:
        """The bound index and the body, renamed where the entry's own index has that name."""
        if k not in self.taken:
            return k, body
        fresh = fresh_name(k, self.taken | free_names(body) | self.ranges.keys())
        self.ranges[fresh] = ends
        return fresh, substitute(body, {k: Name(fresh)})

    def _opened(self, table: Expression) -> tuple[str, str, Expression, Expression, Expression]:
        """A table's indices under new names, its body and its sizes."""
        match table:
            case Binder(kind, Binder(_, body, q, _, columns), p, _, rows) if kind == TABLE:
                if rows is None or columns is None:
                    raise Outside("the size of a matrix is not known")
                number = next(_fresh)
                row, column = f"p~{number}'", f"q~{number}'"
                self.ranges[row], self.ranges[column] = (ONE, rows), (ONE, columns)
                opened = substitute(body, {p: Name(row), q: Name(column)})
                return row, column, opened, rows, columns
            case _:
                raise Outside("this is not a matrix")


def _delta(i: Expression, a: Expression) -> Expression:
    if i is a:
        return ONE
    if isinstance(i, Number) and isinstance(a, Number):
        return ZERO
    return Apply("==", (i, a))


def _double(term: Expression, p: str, q: str, rows: Expression, columns: Expression) -> Expression:
    if term is ZERO:
        return ZERO
    return Binder("sum", Binder("sum", term, q, ONE, columns), p, ONE, rows)
