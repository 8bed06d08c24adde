"""From index notation to smooth expressions and the conditions under which they are defined.

This is what `algebra.lowering` does for numbers, for expressions under sums, where no case can be
split: a switch becomes *steps*, ``relu(u) = u*[u > 0]`` with ``[u > 0]`` 1 or 0, and a condition
that mentions an index bound by a sum must hold for every value of that index.

A derivative by an array's entries looks at a neighbourhood. A step ``[u > 0]`` is constant where u
is not 0; where it is, nothing is known, or a declared convention takes the point out of the claim.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from verifier.algebra import templates
from verifier.algebra.derivative import add, negate, times
from verifier.algebra.frames import Outside, Undecided
from verifier.algebra.literals import ANY, NONNEG, NONZERO, POS, Literal
from verifier.algebra.switching import power_domain
from verifier.claims.claim import Domain, Field
from verifier.claims.sizes import least_values, never_negative, polynomial
from verifier.language.expressions import (
    ONE,
    ZERO,
    Apply,
    Binder,
    Call,
    Constant,
    Derivative,
    Entry,
    Expression,
    Limit,
    Name,
    Number,
    free_names,
    fresh_name,
    substitute,
)
from verifier.language.vocabulary import VOCABULARY, Nature
from verifier.tensors.determinants import cofactor_inverse, determinant
from verifier.tensors.dimensions import TABLE
from verifier.tensors.gradients import Gradients
from verifier.tensors.lengths import is_whole, never_empty
from verifier.tensors.numbers import rational_number, whole_number
from verifier.tensors.reductions import FOLDS

BY_CONTINUITY = Literal(ZERO, NONZERO, ZERO, exact=False)
"""Given of a condition that a base is not 0, where the power has a value there all the same: two
sides that are continuous and equal elsewhere are equal there."""

UNROLLED = 12  # terms of a sum of literal length that are written out


class Reading(Gradients):
    """Every kind of expression."""

    def _read(self, node: Expression) -> Expression:  # noqa: C901 - one case for each kind
        match node:
            case Number():
                return node
            case Constant(name):
                if name in ("oo", "i", "true", "false"):
                    raise Outside(f"{name} does not stand for a real number here")
                return node
            case Name(name):
                return self._name(node, name, ())
            case Entry(Name(name) as base, indices):
                return self._name(base, name, tuple(map(self._index, indices)))
            case Entry(Derivative("grad", body, (variable,)), indices):
                return self._slope(body, variable, tuple(map(self._index, indices)))
            case Derivative("diff", body, variables):
                for variable in variables[:-1]:
                    body = Derivative("diff", body, (variable,))
                return self._slope(body, variables[-1], ())
            case Entry(Apply("inv", (table,)), (i, j)):
                return self._inverse(table, self._index(i), self._index(j))
            case Apply("det", (table,)):
                return self._determinant(table)
            case Apply("+" | "*" | "neg" as head, args):
                return Apply(head, tuple(map(self.run, args)))
            case Apply("/", (u, v)):
                top, bottom = self.run(u), self.run(v)
                self.require(bottom, NONZERO, v)
                return Apply("/", (top, bottom))
            case Apply("^", (u, v)):
                return self._power(self.run(u), self.run(v), u)
            case Apply(head, args):
                return self._apply(head, args)
            case Call(function, args, order):
                return self._call(function, args, order)
            case Binder(kind, body, variable, lower, upper) if kind in ("sum", *FOLDS):
                return self._bounded(kind, body, variable, lower, upper)
            case Binder() | Limit() | Entry() | Derivative():
                raise Outside("this stands beside arrays and is judged between numbers only")

    # -- functions -----------------------------------------------------------------------------

    def _apply(self, head: str, args: tuple[Expression, ...]) -> Expression:
        record = VOCABULARY[head]
        match record.nature:
            case Nature.SWITCH:
                return self._switch(head, args)
            case Nature.DERIVED:
                return self._derived(head, args)
            case Nature.SMOOTH:
                lowered = tuple(map(self.run, args))
                self._table_conditions(head, args, lowered)
                return Apply(head, lowered)
            case _:
                raise Outside(f"{head} is not judged beside arrays")

    def _derived(self, head: str, args: tuple[Expression, ...]) -> Expression:
        lowered = tuple(map(self.run, args))
        if head == "sqrt":
            self.require(lowered[0], NONNEG, args[0])
            return Apply("^", (lowered[0], Number(Fraction(1, 2))))
        self._table_conditions(head, args, lowered)
        before = set(self.met.conditions)
        value = self.run(templates.bind(head, templates.meaning(head), args))
        if VOCABULARY[head].defined is not None:
            # The table says where it is defined, more plainly than the meaning does.
            for literal in [found for found in self.met.conditions if found not in before]:
                if literal.exact:
                    del self.met.conditions[literal]
        return value

    def _table_conditions(
        self, head: str, args: tuple[Expression, ...], lowered: tuple[Expression, ...]
    ) -> None:
        for subject, mask in templates.conditions(head) or ():
            whole = tuple(self.notation.origins.get(arg, arg) for arg in args)
            origin = templates.bind(head, subject, whole)
            self.require(templates.bind(head, subject, lowered), mask, origin)

    def _power(self, u: Expression, v: Expression, origin: Expression) -> Expression:
        exponent = rational_number(v)
        if exponent is not None:
            match u:
                case Apply("^", (base, Number(root))) if (
                    exponent.denominator == 1
                    and exponent > 0
                    and root > 0
                    and (root * exponent).denominator == 1
                ):  # sqrt(u)^2 = u, where it is defined
                    return Apply("^", (base, Number(root * exponent)))
                case _:
                    pass
            mask = power_domain(exponent)
            if mask != ANY:
                self.require(u, mask, origin)
            return Apply("^", (u, Number(exponent)))
        if rational_number(u) not in (None, 0):
            value = rational_number(u)
            if not self.names.integral(v) and value is not None and value < 0:
                raise Undecided
            return Apply("^", (u, v))
        # Defined at zero and below it too, for some exponents: nothing is said there.
        whole = self.names.integral(v)
        given = (BY_CONTINUITY,) if whole and self._is_natural(v) and self._is_letter(u) else ()
        self.require(u, NONZERO if whole else POS, origin, exact=False, given=given)
        return Apply("^", (u, v))

    def _is_natural(self, exponent: Expression) -> bool:
        """Whether a whole exponent is shown not to be negative."""
        found = polynomial(exponent)
        symbols = self.names.context.symbols
        return found is not None and never_negative(found, least_values(symbols))

    def _is_letter(self, u: Expression) -> bool:
        """Whether an expression is a real number that may be any, or a product of such: it is not
        0 at points as near as one likes. What a derivative moves is none."""
        match u:
            case Apply("neg", (part,)):
                return self._is_letter(part)
            case Apply("*", factors):
                return all(map(self._is_letter, factors))
            case Number(value):
                return value != 0
            case Name(name) | Entry(Name(name), _) if name not in self.letters:
                domain = self.names.context.symbols.get(name)
                shape = () if domain is None else domain.shape
                return domain == Domain(Field.REAL, shape=shape)
            case _:
                return False

    # -- sums ----------------------------------------------------------------------------------

    def _bounded(
        self,
        kind: str,
        body: Expression,
        variable: str,
        lower: Expression | None,
        upper: Expression | None,
    ) -> Expression:
        if lower is None or upper is None:
            raise Outside("the range of a sum is not known")
        first, last = self.run(lower), self.run(upper)
        symbols = self.names.context.symbols
        if not all(is_whole(end, self.met.ranges, symbols) for end in (first, last)):
            raise Outside("an end of a sum need not be a whole number")
        if (free_names(first) | free_names(last)) & frozenset(self.letters):
            raise Outside("the bounds of a sum may not depend on what is differentiated by")
        low, high = whole_number(first), whole_number(last)
        if low is not None and high is not None and high - low < UNROLLED:
            terms = [
                self.run(substitute(body, {variable: Number(k)})) for k in range(low, high + 1)
            ]
            return _folded(kind, terms)
        if variable in self.met.ranges and self.met.ranges[variable] != (first, last):
            fresh = fresh_name(variable, frozenset(self.met.ranges) | free_names(body))
            variable, body = fresh, substitute(body, {variable: Name(fresh)})
        self.met.ranges[variable] = (first, last)
        before = dict(self.met.conditions)
        read = self.run(body)
        if not never_empty((first, last), self.met.ranges, symbols):
            self._where_not_empty(variable, add(last, negate(first)), before)
        return Binder(kind, read, variable, first, last)

    def _where_not_empty(
        self, variable: str, length: Expression, before: dict[Literal, None]
    ) -> None:
        """Conditions met inside a sum that may be empty do not count where it is. Those of its own
        index hold for every value of that, if any; the others hold where there is one."""
        for literal in [new for new in self.met.conditions if new not in before]:
            if variable not in free_names(literal.subject):
                del self.met.conditions[literal]
                given = (*literal.given, Literal(length, NONNEG, length))
                self.met.conditions[replace(literal, given=given)] = None
        self.done.clear()  # outside of the sum the same part is read, and required, again

    # -- matrices ------------------------------------------------------------------------------

    def _inverse(self, table: Expression, i: Expression, j: Expression) -> Expression:
        read, explicit = self._table(table)
        if explicit is not None and isinstance(i, Number) and isinstance(j, Number):
            top, bottom = cofactor_inverse(explicit, int(i.value) - 1, int(j.value) - 1)
            self.require(bottom, NONZERO, self._det_of(table))
            return Apply("/", (top, bottom))
        self.require(Apply("det", (read,)), NONZERO, self._det_of(table))
        return Entry(Apply("inv", (read,)), (i, j))

    def _determinant(self, table: Expression) -> Expression:
        read, explicit = self._table(table)
        return Apply("det", (read,)) if explicit is None else determinant(explicit)

    def _det_of(self, table: Expression) -> Expression:
        matrix = self.notation.matrices.get(table)
        return table if matrix is None else Apply("det", (matrix,))

    def _table(self, table: Expression) -> tuple[Expression, list[list[Expression]] | None]:
        """A table read, and its entries where its size is a small number."""
        match table:
            case Binder(_, Binder(_, body, q, _, columns), p, _, rows) if rows and columns:
                size = whole_number(self.run(rows))
                if size is not None and size <= 4:
                    span = range(1, size + 1)
                    return table, [
                        [self.run(substitute(body, {p: Number(i), q: Number(j)})) for j in span]
                        for i in span
                    ]
                one = ONE
                self.met.ranges.setdefault(p, (one, rows))
                self.met.ranges.setdefault(q, (one, columns))
                inner = Binder(TABLE, self.run(body), q, one, columns)
                read: Expression = Binder(TABLE, inner, p, one, rows)
                self.notation.matrices.setdefault(read, self.notation.matrices.get(table, table))
                return read, None
            case _:
                raise Outside("this is not a matrix")


def _folded(kind: str, terms: list[Expression]) -> Expression:
    if kind == "sum":
        return add(*terms)
    if kind == "prod":
        return times(*terms)
    raise Outside("the greatest of written out entries")
