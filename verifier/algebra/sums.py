"""Reading of finite sums and products.

Between numbers a sum is written out. Otherwise it is kept, as an expression over a letter of its
own, with its closed form in its place where one is found. A sum whose upper end lies below its
lower one is 0, and such a product 1; else every term must be defined.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NoReturn

from verifier.algebra.binding import Binding, Hole, Inside, kept
from verifier.algebra.closing import Closing
from verifier.algebra.derivative import add, negate, times
from verifier.algebra.frames import Outside, Undecided
from verifier.algebra.literals import NEG, NONNEG, NONPOS, NONZERO, POS, Literal
from verifier.algebra.spans import Span, SpanOracle, Turning
from verifier.language.expressions import (
    ONE,
    ZERO,
    Apply,
    Binder,
    Constant,
    Expression,
    Limit,
    Name,
    Number,
    children,
    free_names,
    rebuild,
    substitute,
)

TERMS = 2_000  # of a sum or product with numeric bounds that is written out
FEW = 60  # of one whose bounds differ by a number
PIECES = 3  # into which a range is cut, one upon the other


class _Empty(Exception):
    """The range is empty in this case."""


class Sums(Binding):
    """Reading of sums and products over a range of whole numbers."""

    def _finite(
        self,
        kind: str,
        body: Expression,
        variable: str,
        lower: Expression | None,
        upper: Expression | None,
    ) -> Expression:
        if lower is None or upper is None:
            raise Outside("sums over a tensor's index are not judged yet")
        if Constant("oo") in (upper, lower, negate(upper), negate(lower)):
            return self._endless(kind, body, variable, lower, upper)
        first, last = self.run(lower), self.run(upper)
        if self._moving(first) or self._moving(last):
            raise Outside("the bounds of a sum may not depend on what is differentiated by")
        if not (self._whole(first) and self._whole(last)):
            raise Outside(f"a {kind} is judged only between whole numbers")
        count = add(last, negate(first), ONE)
        known = self.oracle.rational(count)
        if known is not None and known <= (TERMS if isinstance(first, Number) else FEW):
            return self._written_out(kind, body, variable, lower, int(known))
        if self.sign(count, (NONNEG, NEG)) == NEG:
            return _nothing(kind)
        return self._between(kind, body, variable, first, last)

    def _endless(
        self, kind: str, body: Expression, variable: str, lower: Expression, upper: Expression
    ) -> Expression:
        """See `endless`."""
        raise NotImplementedError

    def _whole(self, end: Expression) -> bool:
        match self.oracle.rational(end):
            case Fraction() as value:
                return value.denominator == 1
            case None:
                return self.names.integral(end)

    def _written_out(
        self, kind: str, body: Expression, variable: str, lower: Expression, count: int
    ) -> Expression:
        first = self.oracle.rational(self.run(lower))
        terms = []
        for i in range(count):
            self.oracle.spend(8)  # a copy of the body is made
            here = add(lower, Number(i)) if first is None else Number(first + i)
            terms.append(self.run(substitute(body, {variable: here})))
        return add(*terms) if kind == "sum" else times(*terms)

    def _between(
        self,
        kind: str,
        body: Expression,
        variable: str,
        first: Expression,
        last: Expression,
        pieces: int = PIECES,
    ) -> Expression:
        """A sum with at least no terms, between ends that are not both numbers."""
        known = self.oracle.rational(add(last, negate(first), ONE))
        if known is not None and known <= 0:
            return _nothing(kind)
        try:
            return self._of_one_form(kind, body, variable, first, last)
        except _Empty:
            return _nothing(kind)
        except Turning as turning:
            place = self._place(turning.subject)
            if place is None or not pieces:
                reason = f"the terms of a {kind} are of one form only where no sign in them changes"
                raise Outside(reason) from None
        # The sign changes at one place: that term, and what lies before and behind it.
        before, behind = add(place, negate(first)), add(last, negate(place))
        if self.sign(before, (NONNEG, NEG)) == NEG or self.sign(behind, (NONNEG, NEG)) == NEG:
            raise Undecided  # the place is out of the range, and yet no sign is known in it
        one = Number(1)
        parts = [
            self._between(kind, body, variable, first, add(place, negate(one)), pieces - 1),
            self._at(body, variable, place),
            self._between(kind, body, variable, add(place, one), last, pieces - 1),
        ]
        return add(*parts) if kind == "sum" else times(*parts)

    def _place(self, subject: Expression) -> Expression | None:
        """The whole number at which a subject that is linear in the letter is zero."""
        letter = self._letter()
        at = [substitute(subject, {letter: Number(i)}) for i in (0, 1)]
        slope = self.oracle.rational(add(at[1], negate(at[0])))
        if not slope or not self.oracle.vanishes(
            add(subject, negate(at[0]), negate(times(Number(slope), Name(letter))))
        ):
            return None
        value = self.oracle.rational(at[0])
        if value is not None:
            root = -value / slope
            return Number(root) if root.denominator == 1 else None
        if abs(slope) != 1 or not self.names.integral(at[0]):
            return None
        return at[0] if slope < 0 else negate(at[0])

    def _at(self, body: Expression, variable: str, place: Expression) -> Expression:
        """The body where the variable has a value that was read already."""
        letter = self._letter()
        frame = self._inner({**self.bindings, letter: (place, place)})
        return frame.run(substitute(body, {variable: Name(letter)}))

    def _of_one_form(
        self, kind: str, body: Expression, variable: str, first: Expression, last: Expression
    ) -> Expression:
        count = add(last, negate(first), ONE)

        def enter() -> None:
            if self.sign(count, (POS, NONPOS)) != POS:
                raise _Empty

        letter = self._letter()
        try:
            inside = self._inside(
                body, variable, Span(letter, True, first, last), enter, self._unmet_by_a_term
            )
        except Hole as hole:
            return self._nowhere(hole)
        for literal in inside.conditions:
            if self.oracle.holds(self._at_value(literal)) is not True:
                enter()
            self.require(literal)
        if letter not in free_names(inside.smooth):
            if kind == "sum":
                return times(count, inside.smooth)
            return self._power(inside.smooth, count, inside.smooth)
        if kind == "prod" and self.active and set(self.active) & free_names(inside.smooth):
            self._require_nonzero(inside)
        if self.active:
            return kept(kind, inside.smooth, letter, (first, last), whole=True)
        if kind == "sum":
            return self._closed(inside.smooth, letter, first, last)
        return self._product(inside.smooth, letter, first, last)

    def _unmet_by_a_term(
        self, oracle: SpanOracle, literal: Literal, left: list[Literal]
    ) -> NoReturn:
        """A condition that fails at one place: whether that lies in the range."""
        place = self._place(literal.subject) if literal.mask == NONZERO else None
        if place is not None and literal.certain:
            ends = oracle.span.lower or place, oracle.span.upper or place
            gaps = add(place, negate(ends[0])), add(ends[1], negate(place))
            if all(self.sign(gap, (NONNEG, NEG)) == NONNEG for gap in gaps):
                raise Hole(left)
        raise Undecided

    def _product(
        self, body: Expression, letter: str, first: Expression, last: Expression
    ) -> Expression:
        """A product, its powers gathered: ``Π exp(u) = exp(Σ u)`` and ``Π b^u = b^(Σ u)``."""
        match body:
            case Apply("*", factors):
                return times(*(self._product(part, letter, first, last) for part in factors))
            case Apply("exp", (u,)) if letter in free_names(u):
                return Apply("exp", (self._closed(u, letter, first, last),))
            case Apply("^", (base, u)) if letter in free_names(u) and letter not in free_names(
                base
            ):  # the base is positive, or not zero and u a whole number
                return self._one_power(base, u, letter, (first, last))
            case _:
                closed = self._by_logarithm(body, letter, first, last)
                return closed or kept("prod", body, letter, (first, last), whole=True)

    def _one_power(
        self, base: Expression, u: Expression, letter: str, ends: tuple[Expression, Expression]
    ) -> Expression:
        """``Π b^u = b^(Σ u)``. Of a negative b that is read so only where the sum is a whole number
        by its form, as n·(n + 1)/2 is not; otherwise its sign is a product of its own.
        """
        total = self._plainly_whole(self._closed(u, letter, *ends))
        if self.names.integral(total) or self.sign(base, (POS, NEG)) == POS:
            return Apply("^", (base, total))
        minus = Number(-1)
        turns = kept("prod", Apply("^", (minus, u)), letter, ends, whole=True)
        return turns if base == minus else times(Apply("^", (negate(base), total)), turns)

    def _plainly_whole(self, number: Expression) -> Expression:
        """The same number in a form that shows it to be whole, where its normal form does."""
        algebra = self.oracle.knowledge().algebra
        if algebra is None:
            return number
        num, den = algebra.normal(algebra.fraction(number))
        return algebra.node(num) if den.is_one() and algebra.is_whole(num) else number

    def _by_logarithm(
        self, body: Expression, letter: str, first: Expression, last: Expression
    ) -> Expression | None:
        """A product of positive factors whose logarithms have a sum in closed form."""
        oracle = SpanOracle(self.oracle, Span(letter, True, first, last), (), lambda: None)
        if not oracle.holds(Literal(body, POS, body)):
            return None
        found = self._closing().total(Apply("log", (body,)), letter, first, last)
        return Apply("exp", (found[0],)) if found is not None and found[1] is None else None

    def _require_nonzero(self, inside: Inside) -> None:
        """The derivative of a product is taken by its logarithm."""
        literal = Literal(inside.smooth, NEG | POS, inside.smooth)
        if not inside.oracle.holds(literal):
            raise Undecided

    def _close_all(self, node: Expression) -> Expression:
        """The sums that a derivative left standing, in closed form as far as one is found."""
        done: dict[Expression, Expression] = {}

        def visit(current: Expression) -> Expression:
            found = done.get(current)
            if found is None:
                found = done[current] = change(current)
            return found

        def change(current: Expression) -> Expression:
            match current:
                case Binder():
                    return self._close(current)
                case Limit():
                    return current
                case _:
                    parts = children(current)
                    return rebuild(current, tuple(map(visit, parts))) if parts else current

        return visit(node)

    def _close(self, node: Binder) -> Expression:
        """A sum that was kept, in closed form as far as one is found."""
        if node.kind != "sum" or node.lower is None or node.upper is None:
            return node
        letter = self._letter()
        body = substitute(node.body, {node.variable: Name(letter)})
        return self._closed(body, letter, node.lower, node.upper)

    def _closed(
        self, body: Expression, letter: str, first: Expression, last: Expression
    ) -> Expression:
        """The sum in closed form as far as one is found."""
        found = self._closing().total(body, letter, first, last)
        if found is None:
            return kept("sum", body, letter, (first, last), whole=True)
        value, left = found
        if left is None:
            return value
        return add(value, kept("sum", left, letter, (first, last), whole=True))

    def _closing(self) -> Closing:
        return Closing(
            lambda span: SpanOracle(self.oracle, span, (), lambda: None),
            self.sign,
            self.oracle.spend,
        )


def _nothing(kind: str) -> Expression:
    return ZERO if kind == "sum" else ONE
