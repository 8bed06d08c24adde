"""Reading of integrals: where the integral exists it is replaced by its value.

An integral from a to b > a is defined where the integrand is, all over the open range, and where it
converges at both ends. A hole in the range makes it undefined; an end that is infinite, or where
the integrand is not defined, is approached: the value is then the limit. With its ends turned the
integral changes its sign, and from a to a it is 0.

The range is cut where the sign of a switch changes, and each part is read by itself. The value of a
part is ``F(b) - F(a)`` for an antiderivative F that was checked all over the range (`Primitives`).
Without one, an integral over a closed range, on which the integrand is continuous, is kept as it
is.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NoReturn

from verifier.algebra.atoms import Sort
from verifier.algebra.binding import Hole, kept
from verifier.algebra.crossings import crossings, still_factors
from verifier.algebra.derivative import add, differentiate, negate, times
from verifier.algebra.expansions import INFINITY, MINUS_INFINITY
from verifier.algebra.frames import SINGLE, Outside, Undecided
from verifier.algebra.limits import Limits
from verifier.algebra.literals import ANY, NEG, NIL, NONZERO, POS, Literal
from verifier.algebra.primitives import Diverges, Primitives
from verifier.algebra.requirements import requirements
from verifier.algebra.ring import DividesByZero, Ratio
from verifier.algebra.spans import Span, SpanOracle, Turning
from verifier.language.expressions import (
    ZERO,
    Apply,
    Binder,
    Expression,
    Name,
    Number,
    free_names,
    subexpressions,
    substitute,
)
from verifier.language.vocabulary import VOCABULARY, Nature

CUTS = 12  # of a range, one upon the other
SAMPLES = tuple(Fraction(n, 16) for n in (8, 4, 12, 1, 15))
INDEFINITE = "an indefinite integral stands only as the whole first line of a derivation"


class Integrals(Limits):
    """Reading of definite integrals."""

    def _integral(self, node: Binder) -> Expression:
        if node.lower is None or node.upper is None:
            raise Outside(INDEFINITE)
        ends = self._end(node.lower), self._end(node.upper)
        if self.active and not self._still(node):
            return self._differentiated(node.body, node.variable, ends)
        return self._unmoved(self._definite(node.body, node.variable, ends))

    def _definite(
        self, body: Expression, variable: str, ends: tuple[Expression, Expression]
    ) -> Expression:
        match self._order(*ends):
            case sign if sign == POS:
                return self._ahead(body, variable, *ends)
            case sign if sign == NEG:
                return negate(self._ahead(body, variable, ends[1], ends[0]))
            case _:
                return self._over_a_point(body, variable, ends[0])

    def _differentiated(
        self, body: Expression, variable: str, ends: tuple[Expression, Expression]
    ) -> Expression:
        """See `leibniz`."""
        raise NotImplementedError

    def _end(self, node: Expression) -> Expression:
        return node if is_infinite(node) else self.run(node)

    def _order(self, first: Expression, last: Expression) -> int:
        """The sign of ``last - first``."""
        if first is last and first in (INFINITY, MINUS_INFINITY):
            raise Outside("an integral from infinity to infinity has no meaning here")
        if MINUS_INFINITY is first or INFINITY is last:
            return POS
        if INFINITY is first or MINUS_INFINITY is last:
            return NEG
        return self.sign(add(last, negate(first)), SINGLE)

    def _over_a_point(self, body: Expression, variable: str, place: Expression) -> Expression:
        """From a to a: 0, where the integrand is defined; elsewhere nothing is said."""
        frame, value = self._body_at(body, variable, place)
        for literal in [*frame.conditions, *requirements(value, self.names)]:
            if not self.oracle.holds(literal):
                raise Undecided
        return ZERO

    def _body_at(
        self, body: Expression, variable: str, place: Expression
    ) -> tuple[Integrals, Expression]:
        """The body where the variable has a value that was read already, in a frame of its own."""
        letter = self._letter()
        frame = self._inner({**self.bindings, letter: (place, place)})
        frame.conditions = {}
        return frame, frame.run(substitute(body, {variable: Name(letter)}))

    def _require_at(self, body: Expression, variable: str, place: Expression) -> None:
        """At a cut the integrand must have a value, whatever it is."""
        frame, _ = self._body_at(body, variable, place)
        for literal in frame.conditions:
            self.require(literal)

    # -- from a to b > a -----------------------------------------------------------------------

    def _ahead(
        self,
        body: Expression,
        variable: str,
        lower: Expression,
        upper: Expression,
        cuts: int = CUTS,
    ) -> Expression:
        span = Span(self._letter(), False, _finite(lower), _finite(upper), True, True)
        try:
            return self._of_one_piece(body, variable, span)
        except Hole as hole:
            return self._nowhere(hole)
        except Turning as turning:
            if span.variable not in free_names(turning.subject):
                raise
            if not cuts:
                raise Outside("a range is cut into too many parts") from None
            place = self._cut(span, turning.subject)
        self._require_at(body, variable, place)
        return add(
            self._ahead(body, variable, lower, place, cuts - 1),
            self._ahead(body, variable, place, upper, cuts - 1),
        )

    def _of_one_piece(self, body: Expression, variable: str, span: Span) -> Expression:
        inside = self._inside(body, variable, span, lambda: None, self._unmet)
        smooth, oracle = inside.smooth, inside.oracle
        refuse_steps(smooth, span.variable)
        for literal in inside.conditions:
            self.require(literal)
            if self.oracle.holds(self._at_value(literal)) is False:
                return ZERO  # that condition decides, and says so
        return self._value(_settled(smooth, oracle), span)

    def _value(self, smooth: Expression, span: Span) -> Expression:
        """By an antiderivative of the whole, or of as many of its terms as have one."""
        value = self._by_antiderivative(smooth, span)
        if value is not None:
            return value
        if span.lower is None or span.upper is None or not self._is_continuous(smooth, span):
            raise Undecided
        ends = span.lower, span.upper
        terms = _terms(smooth)
        values = [self._by_antiderivative(term, span) for term in terms if len(terms) > 1]
        if all(value is None for value in values):
            return kept("integrate", smooth, span.variable, ends, whole=False)
        return add(
            *(
                kept("integrate", term, span.variable, ends, whole=False)
                if value is None
                else value
                for term, value in zip(terms, values, strict=True)
            )
        )

    def _by_antiderivative(self, smooth: Expression, span: Span) -> Expression | None:
        inside = SpanOracle(self.oracle, span, self._met(), lambda: None)
        try:
            return Primitives(self.oracle, inside, self.sign, tuple(self._met())).value(smooth)
        except Diverges:
            raise Hole([]) from None

    def _is_continuous(self, smooth: Expression, span: Span) -> bool:
        """Whether it is so over the closed range; then each of its terms is."""
        closed = Span(span.variable, False, span.lower, span.upper)
        oracle = SpanOracle(self.oracle, closed, self._met(), lambda: None)
        return all(map(oracle.holds, requirements(smooth, oracle.names)))

    # -- holes and cuts ------------------------------------------------------------------------

    def _unmet(self, oracle: SpanOracle, literal: Literal, left: list[Literal]) -> NoReturn:
        """A condition that may fail inside the range: whether it certainly fails somewhere."""
        if literal.certain and self._fails_inside(oracle, literal):
            raise Hole(left)
        raise Undecided

    def _fails_inside(self, oracle: SpanOracle, literal: Literal) -> bool:
        """The subject is continuous there, unless it steps: what comes before it in the reading is
        defined.
        """
        span, seen = oracle.span, 0
        for place in _samples(span):
            seen |= self._mask_at(literal.subject, span.variable, place)
            if seen & ~literal.mask & ANY:
                return True
        steps = any(_is_step(part) for part in subexpressions(literal.subject))
        if literal.mask == NONZERO and seen == NONZERO and not steps:
            return True
        for place in crossings(oracle.algebra, literal.subject, span):
            if self._lies_inside(span, place):
                return self._fails_around(literal, span.variable, place)
        return False

    def _fails_around(self, literal: Literal, variable: str, place: Expression) -> bool:
        """Whether a condition fails at or beside a zero of its subject, which may cross there."""
        here = substitute(literal.subject, {variable: place})
        if not self.oracle.holds(Literal(here, NIL, here)):
            return False
        slope = substitute(differentiate(literal.subject, variable), {variable: place})
        crosses = literal.mask & NONZERO != NONZERO and all(
            self.oracle.holds(found)
            for found in (
                *requirements(slope, self.names),
                Literal(slope, NONZERO, slope),
            )
        )
        return literal.mask & NIL == 0 or crosses

    def _mask_at(self, subject: Expression, variable: str, place: Expression) -> int:
        """The sign at a place, 0 where it is not known."""
        here = substitute(subject, {variable: place})
        for mask in SINGLE:
            if self.oracle.holds(Literal(here, mask, here)):
                return mask
        return 0

    def _cut(self, span: Span, subject: Expression) -> Expression:
        """A place inside the range at which the subject may change its sign; first of all the signs
        of its factors that do not speak of the variable are settled.
        """
        oracle = SpanOracle(self.oracle, span, self._met(), lambda: None)
        for factor in still_factors(oracle.algebra, subject, span.variable):
            self.sign(factor, SINGLE)
        for place in crossings(oracle.algebra, subject, span):
            if self._lies_inside(span, place):
                return place
        raise Undecided

    def _lies_inside(self, span: Span, place: Expression) -> bool:
        for literal in requirements(place, self.names):
            if self.sign(literal.subject, (literal.mask, ANY - literal.mask)) != literal.mask:
                return False
        return all(
            self.sign(gap, SINGLE) == POS
            for gap in (
                Number(1) if span.lower is None else add(place, negate(span.lower)),
                Number(1) if span.upper is None else add(span.upper, negate(place)),
            )
        )


def is_infinite(end: Expression) -> bool:
    """Whether an end is plus or minus infinity."""
    return end in (INFINITY, MINUS_INFINITY)


def _terms(smooth: Expression) -> list[Expression]:
    """The terms of a normal form, each over the common divisor."""
    match smooth:
        case Apply("+", terms):
            return list(terms)
        case Apply("/", (Apply("+", terms), divisor)):
            return [Apply("/", (term, divisor)) for term in terms]
        case _:
            return [smooth]


def _finite(end: Expression) -> Expression | None:
    return None if is_infinite(end) else end


def _samples(span: Span) -> Iterator[Expression]:
    """A few places inside a range."""
    for share in SAMPLES:
        match span.lower, span.upper:
            case None, None:
                yield Number((share - Fraction(1, 2)) * 7)
            case None, upper if upper is not None:
                yield add(upper, Number(-share * 7))
            case lower, None if lower is not None:
                yield add(lower, Number(share * 7))
            case lower, upper if lower is not None and upper is not None:
                yield add(times(Number(1 - share), lower), times(Number(share), upper))
            case _:
                return


def refuse_steps(smooth: Expression, letter: str) -> None:
    """What jumps while the letter moves is not integrated here."""
    for part in subexpressions(smooth):
        if isinstance(part, Apply) and _is_step(part) and letter in free_names(part):
            raise Outside(f"{part.head} is not integrated here")


def _is_step(part: Expression) -> bool:
    match part:
        case Apply(head, _):
            return head in ("factorial", "binomial") or VOCABULARY[head].nature is Nature.STEP
        case _:
            return False


def _settled(smooth: Expression, oracle: SpanOracle) -> Expression:
    """An equal expression in the normal form of the range.

    Raises:
        Turning: where the form holds an absolute value whose sign changes in the range.
    """
    algebra = oracle.algebra
    try:
        value = algebra.lowest(algebra.fraction(smooth))
        num, den = algebra.lowest(Ratio(algebra.reduce(value.num), algebra.reduce(value.den)))
    except DividesByZero:
        raise Undecided from None
    for poly in (num, den):
        for slot, degree in enumerate(poly.degrees()):
            atom = algebra.by_slot[slot] if degree > 0 else None
            if atom is not None and atom.sort is Sort.ABS and atom.argument is not None:
                node = algebra.node(atom.argument)
                if oracle.speaks_of(node):
                    raise Turning(node)
    top = algebra.node(num)
    return top if den.is_one() else Apply("/", (top, algebra.node(den)))
