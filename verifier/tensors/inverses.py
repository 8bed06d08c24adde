"""Inverses and determinants in index notation: taken apart where a rule does, else tabulated."""

from __future__ import annotations

from verifier.algebra.frames import Outside
from verifier.claims.sizes import same_size
from verifier.language.expressions import ONE, ZERO, Apply, Entry, Expression, Name, Number
from verifier.tensors.dimensions import TABLE, Dimensions, total
from verifier.tensors.grains import Index, Split


class Inverses(Dimensions):
    """Reads inverses and determinants of square matrices."""

    def inverse(self, a: Expression, i: Index, j: Index) -> Expression:
        """An entry of ``inv(a)``; products, transposes and multiples are taken apart first.

        Each rule keeps where the inverse is defined: ``inv(A @ B)`` with square A and B exists iff
        both inverses do.
        """
        match a:
            case Apply("transpose", (b,)):
                return self.inverse(b, j, i)
            case Apply("@" | "dot", (b, c)) if self._square(b) and self._square(c):
                index, bound = self.bind(self.grains(b)[0])
                both = (self.inverse(c, i, index), self.inverse(b, index, j))
                return total(Apply("*", both), bound)
            case Apply("inv", (b,)):
                size = self.determinant(b)
                return Apply("/", (Apply("*", (self.entry(b, (i, j)), size)), size))
            case Apply("neg", (b,)):
                return Apply("neg", (self.inverse(b, i, j),))
            case Apply("eye", _):
                return self.delta(i, j)
            case Apply("/", (b, c)) if not self.shapes.of(c):
                by = Apply("/", (ONE, self.entry(c, ())))
                return Apply("/", (self.inverse(b, i, j), by))
            case Apply("*", factors) if self._one_matrix(factors) is not None:
                b, others = self._multiple(factors)
                by = Apply("*", tuple(self.entry(other, ()) for other in others))
                return Apply("/", (self.inverse(b, i, j), by))
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

    def determinant(self, a: Expression) -> Expression:
        match a:
            case Apply("transpose", (b,)):
                return self.determinant(b)
            case Apply("@" | "dot", (b, c)) if self._square(b) and self._square(c):
                return Apply("*", (self.determinant(b), self.determinant(c)))
            case Apply("inv", (b,)):
                return Apply("/", (ONE, self.determinant(b)))
            case Apply("eye", _):
                return ONE
            case Apply("neg", (b,)):
                sign = Apply("^", (Number(-1), self.shapes.of(a)[0]))
                return Apply("*", (sign, self.determinant(b)))
            case Apply("*", factors) if self._one_matrix(factors) is not None:
                b, others = self._multiple(factors)
                by = Apply("*", tuple(self.entry(other, ()) for other in others))
                return Apply("*", (Apply("^", (by, self.shapes.of(a)[0])), self.determinant(b)))
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
