"""What is known inside a sum, an integral or a limit: the bound variable's own range, and the case
outside.

A bound variable is a letter of its own there. Questions that do not speak of it are questions about
the case outside, and may split that case; a sign that changes while the variable moves is
`Turning`, which whoever reads the binder must handle: no case of the claim can be made of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from flint import fmpq

from verifier.algebra.fact_free import FactFree, Proposals
from verifier.algebra.facts import Fact
from verifier.algebra.fractions import Algebra
from verifier.algebra.frames import NeedSplit, Oracle, Undecided
from verifier.algebra.literals import NIL, POS, Literal
from verifier.algebra.names import Names
from verifier.algebra.ranges import domain_relations, rational
from verifier.algebra.ring import DividesByZero
from verifier.claims.claim import Bound, Domain, Field
from verifier.language.expressions import Apply, Expression, Number, free_names


@dataclass(frozen=True, slots=True)
class Span:
    """What a bound variable runs over; None is an infinite end, ``open`` not attained."""

    variable: str
    whole: bool
    lower: Expression | None
    upper: Expression | None
    lower_open: bool = False
    upper_open: bool = False

    @property
    def domain(self) -> Domain:
        """The span as a symbol's domain."""
        return Domain(
            Field.INTEGER if self.whole else Field.REAL,
            None if self.lower is None else Bound(self.lower, self.lower_open),
            None if self.upper is None else Bound(self.upper, self.upper_open),
        )


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What an oracle knows: a context with its names followed, and facts beside its domains.

    ``algebra`` pays for the work; ``proposals`` are the antiderivatives found before.
    """

    names: Names
    facts: tuple[Fact, ...]
    algebra: Algebra | None
    capacity: int
    proposals: Proposals


class Turning(Exception):
    """The sign of ``subject`` is not the same all over a bound variable's range."""

    def __init__(self, subject: Expression) -> None:
        super().__init__()
        self.subject = subject


class SpanOracle:
    """Who knows the inside of a binder.

    ``before``: conditions met outside before it; ``enter`` is called before a question about the
    outside is asked from the inside, and makes sure that there is an inside: that the range is not
    empty. ``strict``: a sign counts only where it holds around the range as well. ``moved``:
    whether the sign of something was asked that a derivative around here moves.
    """

    def __init__(
        self,
        outer: Oracle,
        span: Span,
        before: Iterable[Literal],
        enter: Callable[[], None],
        *,
        strict: bool = False,
    ) -> None:
        outer.spend(80)  # a context and an algebra of its own
        known = outer.knowledge()
        self.outer = outer
        self.span = span
        self.proposals = known.proposals
        self.before = tuple(before)
        self.enter = enter
        self.strict = strict
        self.moved = False
        context = known.names.context
        symbols = {**context.symbols, span.variable: span.domain}
        self.names = Names(replace(context, symbols=symbols))
        self.algebra = Algebra(self.names, (*known.facts, *_facts(span)), known.capacity)
        self.algebra.payer = known.algebra
        self.free = FactFree(self.names)

    def speaks_of(self, subject: Expression) -> bool:
        """Whether the bound variable occurs in an expression."""
        return self.span.variable in free_names(subject)

    def sign(self, subject: Expression, accept: tuple[int, ...], so_far: Iterable[Literal]) -> int:
        """See `frames.Oracle`. Raises `Turning` where the sign may change with the variable."""
        so_far = (*self.before, *so_far)
        if not self.speaks_of(subject):
            self.enter()
            try:
                return self.outer.sign(subject, accept, [f for f in so_far if not self._inner(f)])
            except NeedSplit:
                if all(self.holds(literal) for literal in so_far if self._inner(literal)):
                    raise
                raise Undecided from None
        possible = self.possible(subject)
        if self.strict and possible & NIL and not self.vanishes(subject):
            raise Turning(subject)
        for mask in accept:
            if possible & mask == possible:
                return mask
        raise Turning(subject)

    def _inner(self, literal: Literal) -> bool:
        return self.speaks_of(literal.subject)

    def possible(self, subject: Expression, wanted: int = 0) -> int:
        """The signs an expression can have while the variable moves."""
        try:
            return self.algebra.signs.of(subject, wanted)
        except DividesByZero:
            raise Undecided from None

    def holds(self, literal: Literal) -> bool | None:
        """Whether a condition holds all over the range, nowhere in it, or neither is known."""
        try:
            possible = self.possible(literal.subject, literal.mask)
        except Undecided:
            return None
        if possible & literal.mask == possible:
            return True
        return False if not possible & literal.mask else None

    def rational(self, subject: Expression) -> Fraction | None:
        """See `frames.Oracle`."""
        if isinstance(subject, Number):
            return subject.value
        if not self.speaks_of(subject):
            return self.outer.rational(subject)
        try:
            num, den = self.algebra.fraction(subject)
        except DividesByZero:
            return None
        if not num.is_constant() or not den.is_constant():
            return None
        value = fmpq(0) if num.is_zero() else num.leading_coefficient() / den.leading_coefficient()
        return Fraction(int(value.p), int(value.q))

    def vanishes(self, subject: Expression) -> bool:
        """See `frames.Oracle`."""
        return self.free.vanishes(subject)

    def proportional(self, first: Expression, second: Expression) -> int:
        """See `frames.Oracle`."""
        return self.free.proportional(first, second)

    def spend(self, nodes: int) -> None:
        """See `frames.Oracle`."""
        self.outer.spend(nodes)

    def knowledge(self) -> Knowledge:
        """See `frames.Oracle`."""
        algebra = self.algebra
        return Knowledge(self.names, algebra.facts, algebra, algebra.capacity, self.proposals)


def tell_moved(oracle: object) -> None:
    """Tell everyone who knows a range around here that a switch in it moves."""
    while oracle is not None:
        if isinstance(oracle, SpanOracle):
            oracle.moved = True
        oracle = getattr(oracle, "outer", None)


def _facts(span: Span) -> list[Fact]:
    """What the domain of the letter alone does not say: ends that are no numbers."""
    found = []
    ends = [end for end in (span.lower, span.upper) if end is not None]
    if any(rational(end) is None for end in ends):
        relations = domain_relations(span.variable, span.domain)
        found += [Fact(subject, mask) for subject, mask in relations]
        if len(ends) == 2:
            gap = Apply("+", (ends[1], Apply("neg", (ends[0],))))
            found.append(Fact(gap, POS if span.lower_open or span.upper_open else POS | NIL))
    return found
