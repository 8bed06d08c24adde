"""The two oracles of `lowering`: the facts of a case, and the numbers of a point; and what is
found there.

Three states of definedness, as a type: an expression at a point is *shown defined*, *shown
undefined*, or *not known*. A rule that does not apply, a search that fails, a ball that cannot
tell: not known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from fractions import Fraction
from typing import TypeAlias

from flint import fmpq

from verifier.algebra.enclosures import Value, evaluate, sign_of
from verifier.algebra.fact_free import FactFree
from verifier.algebra.facts import Fact
from verifier.algebra.fractions import Algebra
from verifier.algebra.frames import OffClaim, Undecided, Undefined
from verifier.algebra.literals import NEG, NIL, POS, Literal
from verifier.algebra.lowering import lower
from verifier.algebra.names import Names
from verifier.algebra.ring import CAPACITIES, DividesByZero, TooManyAtoms
from verifier.algebra.spans import Knowledge
from verifier.algebra.splitting import split_on
from verifier.claims.claim import Domain
from verifier.language.expressions import Apply, Expression, Name, Number, free_names, substitute
from verifier.language.problems import LimitExceeded

PRECISIONS = (64, 256, 1024)
Point: TypeAlias = Mapping[str, Expression]
"""A value for each declared symbol: an exact number, or a constant such as pi."""


class CaseOracle:
    """The facts of one case."""

    def __init__(self, algebra: Algebra, free: FactFree) -> None:
        self.algebra = algebra
        self.free = free

    def sign(self, subject: Expression, accept: tuple[int, ...], so_far: Iterable[Literal]) -> int:
        """See `lowering.Oracle`. Raises `NeedSplit` where the facts do not tell."""
        possible = self._possible(subject, so_far)
        for mask in accept:
            if possible & mask == possible:
                return mask
        # Cases on the subject cover only points where it is defined: that is settled first.
        self.settle(so_far)
        masks = tuple(mask & possible for mask in accept if mask & possible)
        raise split_on(self.algebra, subject, masks)

    def _possible(self, subject: Expression, so_far: Iterable[Literal]) -> int:
        try:
            return self.algebra.signs.of(subject)
        except DividesByZero:
            self.settle(so_far)
            raise Undecided from None

    def settle(self, literals: Iterable[Literal]) -> None:
        """Decide conditions, in order; raises `NeedSplit`, `Undefined` or `Undecided`."""
        for literal in literals:
            match self.holds(literal):
                case True:
                    pass
                case False if self.is_exact(literal):
                    raise Undefined(literal)
                case False:
                    raise Undecided(literal)
                case None:
                    possible = self.algebra.signs.of(literal.subject)
                    masks = literal.mask & possible, possible & ~literal.mask
                    raise split_on(self.algebra, literal.subject, masks)

    def holds(self, literal: Literal) -> bool | None:
        """Whether a condition holds in the whole case, fails in the whole case, or neither."""
        try:
            possible = self.algebra.signs.of(literal.subject, literal.mask)
        except DividesByZero:
            return False
        if possible & literal.mask == possible:
            return True
        return False if not possible & literal.mask else None

    def is_exact(self, literal: Literal) -> bool:
        """Whether the condition's failure shows that the original is undefined."""
        if not literal.exact:
            return False
        if all(self.holds(given) for given in literal.given):
            return True
        edge = Fact(literal.subject, NIL)  # the given conditions matter only on the edge
        algebra = self.algebra.with_facts((edge,))
        oracle = CaseOracle(algebra, self.free)
        return algebra.signs.contradiction or all(oracle.holds(given) for given in literal.given)

    def rational(self, subject: Expression) -> Fraction | None:
        """See `lowering.Oracle`."""
        if isinstance(subject, Number):
            return subject.value
        try:
            num, den = self.algebra.fraction(subject)
        except DividesByZero:
            return None
        if not den.is_constant() or not num.is_constant():
            return None
        value = (
            num.leading_coefficient() / den.leading_coefficient() if not num.is_zero() else fmpq(0)
        )
        return Fraction(int(value.p), int(value.q))

    def vanishes(self, subject: Expression) -> bool:
        """See `lowering.Oracle`."""
        return self.free.vanishes(subject)

    def proportional(self, first: Expression, second: Expression) -> int:
        """See `lowering.Oracle`."""
        return self.free.proportional(first, second)

    def spend(self, nodes: int) -> None:
        """See `lowering.Oracle`."""
        self.free.spend(nodes)

    def knowledge(self) -> Knowledge:
        """See `frames.Oracle`."""
        algebra = self.algebra
        proposals = self.free.proposals
        return Knowledge(algebra.names, algebra.facts, algebra, algebra.capacity, proposals)


class PointOracle:
    """The numbers of one point."""

    def __init__(self, point: Point, free: FactFree) -> None:
        self.point = point
        self.free = free
        self._values: dict[int, dict[str, Value]] = {}
        self._knowledge: Knowledge | None = None

    def values(self, bits: int) -> dict[str, Value]:
        """The point's coordinates at a working precision."""
        found = self._values.get(bits)
        if found is None:
            found = {}
            for name, node in self.point.items():
                value = evaluate(node, {}, bits)
                if value is not None:
                    found[name] = value
            self._values[bits] = found
        return found

    def value(self, subject: Expression, bits: int) -> Value | None:
        """The subject's value; None where it is undefined or not known."""
        return evaluate(subject, self.values(bits), bits)

    def certain_sign(self, subject: Expression) -> int | None:
        """The sign mask of the subject at the point, where it is certain."""
        for bits in PRECISIONS:
            sign = sign_of(self.value(subject, bits))
            if sign is not None:
                return (NEG, NIL, POS)[sign + 1]
        return NIL if self._is_exactly_zero(subject) else None

    def _is_exactly_zero(self, subject: Expression) -> bool:
        if self.value(subject, PRECISIONS[-1]) is None:
            return False
        here = {name: self.point[name] for name in free_names(subject) if name in self.point}
        return self.free.vanishes(substitute(subject, here))

    def sign(self, subject: Expression, accept: tuple[int, ...], so_far: Iterable[Literal]) -> int:
        """See `lowering.Oracle`. Raises `Undecided` where the balls cannot tell."""
        sign = self.certain_sign(subject)
        if sign is not None:
            return next(mask for mask in accept if mask & sign)
        for literal in so_far:
            match self.holds(literal):
                case False if self.is_exact(literal):
                    raise Undefined(literal)
                case True:
                    pass
                case _:
                    raise Undecided(literal)
        raise Undecided

    def holds(self, literal: Literal) -> bool | None:
        """Whether a condition holds at the point; None where the balls cannot tell."""
        sign = self.certain_sign(literal.subject)
        return None if sign is None else bool(sign & literal.mask)

    def is_exact(self, literal: Literal) -> bool:
        """Whether the condition's failure shows that the original is undefined."""
        return literal.exact and all(self.holds(given) for given in literal.given)

    def rational(self, subject: Expression) -> Fraction | None:
        """See `lowering.Oracle`."""
        value = self.value(subject, PRECISIONS[0])
        return Fraction(int(value.p), int(value.q)) if isinstance(value, fmpq) else None

    def vanishes(self, subject: Expression) -> bool:
        """See `lowering.Oracle`."""
        return self.free.vanishes(subject)

    def proportional(self, first: Expression, second: Expression) -> int:
        """See `lowering.Oracle`."""
        return self.free.proportional(first, second)

    def spend(self, nodes: int) -> None:
        """See `lowering.Oracle`."""
        self.free.spend(nodes)

    def knowledge(self) -> Knowledge:
        """See `frames.Oracle`. The coordinates are equations; the declared ranges do not matter."""
        if self._knowledge is None:
            context = self.free.names.context
            symbols = {name: Domain(found.field) for name, found in context.symbols.items()}
            names = Names(replace(context, symbols=symbols, ranged=frozenset(), total=frozenset()))
            facts = [Fact(difference(Name(name), value), NIL) for name, value in self.point.items()]
            proposals = self.free.proposals
            self._knowledge = Knowledge(names, tuple(facts), None, CAPACITIES[1], proposals)
        return self._knowledge


class State(Enum):
    """What is known of an expression at a point."""

    DEFINED = "defined"
    UNDEFINED = "undefined"
    NOT_KNOWN = "not known"


@dataclass(frozen=True, slots=True)
class Found:
    """An expression at a point: its state and, where defined, the smooth form to evaluate."""

    state: State
    expression: Expression | None = None


def at_point(node: Expression, oracle: PointOracle) -> Found:
    """What is known of an expression at a point."""
    try:
        lowered = lower(node, oracle.free.names, frozenset(), oracle)
    except Undefined:
        return Found(State.UNDEFINED)
    except (Undecided, OffClaim, LimitExceeded, DividesByZero, TooManyAtoms):
        return Found(State.NOT_KNOWN)
    state = State.DEFINED
    for literal in lowered.conditions:
        holds = oracle.holds(literal)
        if holds is False and state is State.DEFINED and oracle.is_exact(literal):
            return Found(State.UNDEFINED)
        if not holds:
            state = State.NOT_KNOWN  # and what comes later may rest on a value that is not known
    return Found(state, lowered.expression if state is State.DEFINED else None)


def difference(left: Expression, right: Expression) -> Expression:
    """``left - right``."""
    return Apply("+", (left, Apply("neg", (right,))))
