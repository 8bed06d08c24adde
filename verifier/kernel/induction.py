"""Induction on a whole number: the first values, and the step from n to n + 1.

What is shown of a claim P(n), for every n of its domain:

- *Values*: V(n), "where both sides are defined they stand in the relation". V is shown for the
  first n, and V(n + 1) from V(n) for every n from the start on. V(n) may be used at a point only
  where both sides of P(n) are defined: that this is so wherever both sides of P(n + 1) are, is
  shown too.
- *Definedness* is shown for every n at once, without induction.

In the step sums and products are written over one range: a sum up to n + 1 as one up to n with a
term more, and a sum from n as one from n + 1 with a term more, where they have that many terms.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from verifier.algebra.derivative import add, negate
from verifier.algebra.frames import NeedSplit, Outside, Undecided, Undefined
from verifier.algebra.literals import MASKS, NEG, NONNEG
from verifier.algebra.lowering import lower as read
from verifier.algebra.oracles import difference
from verifier.algebra.ranges import range_of_domain
from verifier.algebra.ring import CAPACITIES, DividesByZero, TooManyAtoms
from verifier.claims.claim import Bound, Claim, Context, Domain, Field
from verifier.kernel.proof import Shown, show
from verifier.kernel.setting import Impossible, Setting
from verifier.language.expressions import (
    ONE,
    ZERO,
    Apply,
    Binder,
    Call,
    Expression,
    Name,
    Number,
    free_names,
    subexpressions,
    substitute,
    transform,
)

FIRST = 4  # values below the start that are looked at one by one
AT_ONCE = 4  # terms by which a range may grow in one step


class _CannotStep(Exception):
    """Induction says nothing here."""


def show_by_induction(
    setting: Setting,
    claim: Claim,
    variable: str,
    start: int,
    closed: frozenset[str],
    extra: tuple[Expression, ...],
) -> Shown:
    """What can be shown of a claim by induction on a symbol, from ``start`` on."""
    try:
        return _Induction(setting, claim, variable, start, closed, extra).run()
    except _CannotStep:
        return Shown(values=False)


@dataclass(slots=True)
class _Induction:
    setting: Setting
    claim: Claim
    variable: str
    start: int
    closed: frozenset[str]
    extra: tuple[Expression, ...]

    def run(self) -> Shown:
        context = self.setting.context
        self._check(context)
        left, right = (self._opened(side) for side in (self.claim.left, self.claim.right))
        claim = Claim(left, self.claim.relation, right, context)
        found = show(self.setting, claim, self.closed, self.extra, values=False)
        if found.missing:
            return found  # these are wanted first; the claim is shown under them
        for value in self._first(context.symbols[self.variable]):
            self._prove(self.setting, self._at(claim, Number(value)), self.extra)
        if range_of_domain(context.symbols[self.variable]).lower is None:
            below = Apply("<", (Name(self.variable), Number(self.start)))
            self._prove(self.setting, claim, (*self.extra, below))
        self._step(claim)
        return found

    def _prove(self, setting: Setting, claim: Claim, extra: tuple[Expression, ...]) -> None:
        """The relation wherever both sides are defined, with nothing left open."""
        shown = show(setting, claim, self.closed, extra)
        if not shown.values or shown.missing or shown.off:
            raise _CannotStep

    # -- where induction speaks ----------------------------------------------------------------

    def _check(self, context: Context) -> None:
        """No fact but the symbol's own lower end may speak of it."""
        domain = context.symbols.get(self.variable)
        if domain is None or domain.field not in (Field.INTEGER, Field.NATURAL) or domain.shape:
            raise _CannotStep
        if self.claim.relation not in MASKS:
            raise _CannotStep
        names = self.setting.names
        facts = [*context.assumptions, *self.extra]
        for other, found in context.symbols.items():
            ends = [end.value for end in (found.lower, found.upper) if end is not None]
            facts += [] if other == self.variable else [*ends, *found.excluded]
        if any(self.variable in names.mentioned(fact) for fact in facts):
            raise _CannotStep

    def _first(self, domain: Domain) -> list[int]:
        """The values to look at one by one: the start, and those of the domain below it."""
        lower = range_of_domain(domain).lower
        first = self.start if lower is None else int(lower)
        if not first <= self.start <= first + FIRST:
            raise _CannotStep
        return list(range(first, self.start + 1))

    def _opened(self, node: Expression) -> Expression:
        """The expression with every definition opened that goes through the symbol."""
        names, context = self.setting.names, self.setting.context
        for _ in range(len(context.definitions) + len(context.values) + 1):
            bodies: dict[str, Expression] = {}
            for name in free_names(node) - {self.variable}:
                if self.variable not in names.reach(name):
                    continue
                if name in context.definitions:
                    bodies[name] = context.definitions[name].body
                elif name in context.values:
                    bodies[name] = context.values[name].start
            if not bodies:
                break
            try:
                node = substitute(node, bodies)
            except ValueError:
                raise _CannotStep from None
        calls = {part.function for part in subexpressions(node) if isinstance(part, Call)}
        if any(self.variable in names.reach(function) for function in calls):
            raise _CannotStep
        return node

    def _at(self, claim: Claim, value: Expression) -> Claim:
        try:
            left, right = (
                substitute(side, {self.variable: value}) for side in (claim.left, claim.right)
            )
        except ValueError:
            raise _CannotStep from None
        return replace(claim, left=left, right=right)

    # -- the step ------------------------------------------------------------------------------

    def _step(self, claim: Claim) -> None:
        context = self.setting.context
        domain = Domain(Field.INTEGER, Bound(Number(self.start), False))
        later = replace(context, symbols={**context.symbols, self.variable: domain})
        setting = Setting(later)
        ranges = _Ranges(setting, self.variable, self.extra)
        here = replace(claim, context=later)
        there = self._at(here, add(Name(self.variable), ONE))
        here = replace(here, left=ranges.shortened(here.left), right=ranges.shortened(here.right))
        there = replace(there, left=ranges.grown(there.left), right=ranges.grown(there.right))
        given = Apply(claim.relation, (here.left, here.right))
        self._prove(setting, there, (*self.extra, given))
        now, then = (
            Apply("+", tuple(Apply("*", (ZERO, side)) for side in sides))
            for sides in ((here.left, here.right), (there.left, there.right))
        )
        together = show(
            setting,
            Claim(Apply("+", (now, then)), "=", then, later),
            self.closed,
            self.extra,
            values=False,
        )
        if together.missing or together.off:
            raise _CannotStep


class _Ranges:
    """Sums and products of two steps over one range."""

    def __init__(self, setting: Setting, variable: str, extra: tuple[Expression, ...]) -> None:
        self.setting = setting
        self.variable = variable
        self.extra = extra

    def grown(self, node: Expression) -> Expression:
        """At n + 1: what a range has gained at its upper end, taken out as terms."""
        back = add(Name(self.variable), Number(-1))

        def change(part: Expression) -> Expression:
            match part:
                case Binder("sum" | "prod", body, letter, lower, upper) if (
                    lower is not None and upper is not None
                ):
                    before = substitute(upper, {self.variable: back})
                    gained = self._whole(difference(upper, before))
                    if not gained or not self._reaches(lower, before):
                        return part
                    ends = [add(before, Number(i)) for i in range(1, gained + 1)]
                    terms = [self.grown(substitute(body, {letter: end})) for end in ends]
                    return _joined(part, Binder(part.kind, body, letter, lower, before), terms)
                case _:
                    return part

        return transform(node, change)

    def shortened(self, node: Expression) -> Expression:
        """At n: what a range will have lost at its lower end, taken out as terms."""
        following = add(Name(self.variable), ONE)

        def change(part: Expression) -> Expression:
            match part:
                case Binder("sum" | "prod", body, letter, lower, upper) if (
                    lower is not None and upper is not None
                ):
                    after = substitute(lower, {self.variable: following})
                    lost = self._whole(difference(after, lower))
                    if not lost or not self._reaches(after, upper):
                        return part
                    ends = [add(lower, Number(i)) for i in range(lost)]
                    terms = [self.shortened(substitute(body, {letter: end})) for end in ends]
                    return _joined(part, Binder(part.kind, body, letter, after, upper), terms)
                case _:
                    return part

        return transform(node, change)

    def _whole(self, gap: Expression) -> int:
        """A gap that is a whole number in reach, else 0."""
        try:
            oracle = self.setting.oracle((), self.extra, CAPACITIES[1])
            gap = read(gap, self.setting.names, frozenset(), oracle).expression
            value = oracle.rational(gap)
        except (NeedSplit, Undecided, Undefined, Impossible, Outside, DividesByZero, TooManyAtoms):
            return 0
        if value is None or value.denominator != 1 or not 0 < value <= AT_ONCE:
            return 0
        return int(value)

    def _reaches(self, lower: Expression, upper: Expression) -> bool:
        """Whether a range from ``lower`` to ``upper`` has no fewer terms than none."""
        try:
            oracle = self.setting.oracle((), self.extra, CAPACITIES[1])
            gap = read(add(upper, negate(lower), ONE), self.setting.names, frozenset(), oracle)
            return oracle.sign(gap.expression, (NONNEG, NEG), ()) == NONNEG
        except (NeedSplit, Undecided, Undefined, Impossible, Outside, DividesByZero, TooManyAtoms):
            return False


def _joined(part: Binder, shorter: Binder, terms: list[Expression]) -> Expression:
    return Apply("+" if part.kind == "sum" else "*", (shorter, *terms))
