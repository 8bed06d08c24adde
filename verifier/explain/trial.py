"""Values at a few points, to tell quickly what cannot be equal before the judge is asked.

A value is exact or a ball, so that nothing true is turned away; and nothing follows from two values
that agree, except that asking the judge is worth its time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, islice

from flint import arb, ctx, fmpq

from verifier.algebra.enclosures import Value, apply
from verifier.algebra.oracles import Point, PointOracle, at_point
from verifier.claims.claim import Claim
from verifier.explain.spread import spread_points
from verifier.kernel.points import belongs
from verifier.kernel.setting import Setting
from verifier.language.expressions import Apply, Constant, Expression, Name, Number
from verifier.strategies.points import candidates

BITS = 128
POINTS = 4
LOOKED_AT = 300  # candidates for those points
EXP = 10_000  # no value beyond e^EXP is worked with: it would only cost time

Values = tuple[Value, ...]
"""One value for each point."""

_PLAIN = frozenset({"+", "*", "neg", "/", "^", "abs", "exp", "log", "sin", "cos"})


class Trial:
    """Values of expressions of one context at a few of its points.

    ``points`` is empty where no point of the domain was found at which both sides are defined.
    """

    def __init__(self, setting: Setting, claim: Claim, seed: int = 0) -> None:
        self.setting = setting
        self.spent = 0  # nodes read, some forty microseconds each
        self._oracles: list[PointOracle] = []
        self._memos: list[dict[Expression, Value | None]] = []
        self.points: list[Point] = []
        for point in self._members(claim, seed):
            self._take(point)
            defined = all(
                self._value(side, len(self.points) - 1) is not None
                for side in (claim.left, claim.right)
            )
            if not defined:
                self._drop()
            elif len(self.points) == POINTS:
                break

    def _members(self, claim: Claim, seed: int) -> Iterator[Point]:
        """Points of the domain that satisfy the assumptions, in general position first."""
        context = self.setting.context
        interest = (claim.left, claim.right)
        offered = chain(spread_points(context), candidates(interest, context, seed))
        return (point for point in islice(offered, LOOKED_AT) if belongs(self.setting, point))

    def _take(self, point: Point) -> None:
        self.points.append(point)
        self._oracles.append(PointOracle(point, self.setting.free))
        self._memos.append({})

    def _drop(self) -> None:
        for kept in (self.points, self._oracles, self._memos):
            kept.pop()

    def values(self, node: Expression) -> Values | None:
        """The expression's values; None where it is undefined or not known at one of the points."""
        found = []
        for index in range(len(self.points)):
            value = self._value(node, index)
            if value is None:
                return None
            found.append(value)
        return tuple(found)

    def agrees(self, node: Expression, values: Values) -> bool:
        """Whether an expression may have these values, looked at point by point."""
        return all(agree(self._value(node, index), value) for index, value in enumerate(values))

    def _value(self, node: Expression, index: int) -> Value | None:
        memo = self._memos[index]
        try:
            return memo[node]
        except KeyError:
            found = memo[node] = self._worked_out(node, index)
            return found

    def _worked_out(self, node: Expression, index: int) -> Value | None:
        match node:
            case Number(number):
                return fmpq(number.numerator, number.denominator)
            case Name(name):
                return self._named(node, name, index)
            case Constant("pi" | "e"):
                return self._read(node, index)
            case Apply("sqrt", (inner,)):
                value = self._value(inner, index)
                return None if value is None else combine("^", [value, fmpq(1, 2)])
            case Apply(head, args) if head in _PLAIN:
                values = []
                for arg in args:
                    value = self._value(arg, index)
                    if value is None:
                        return None
                    values.append(value)
                return combine(head, values)
            case _:
                return self._read(node, index)

    def _named(self, node: Name, name: str, index: int) -> Value | None:
        context = self.setting.context
        definition = context.definitions.get(name)
        if definition is not None:
            return None if definition.parameters else self._value(definition.body, index)
        if name in context.values:
            return self._value(context.values[name].start, index)
        return self._read(node, index) if name in context.symbols else None

    def _read(self, node: Expression, index: int) -> Value | None:
        """By the kernel's own way of reading an expression at a point."""
        oracle = self._oracles[index]
        oracle.free.read = 0
        found = at_point(node, oracle).expression
        self.spent += oracle.free.read + 4
        return None if found is None else oracle.value(found, BITS)


def combine(head: str, values: list[Value]) -> Value | None:
    """The value of a plain operation; None where it is undefined, not known or far too large."""
    match head, values:
        case ("exp", [exponent]) | ("^", [_, exponent]) if not -EXP < exponent < EXP:
            return None
        case _:
            pass
    value = apply(head, values)
    return value if not isinstance(value, arb) or value.is_finite() else None


def agree(one: Value | None, other: Value | None) -> bool:
    """Whether two values may be one number."""
    if one is None or other is None:
        return False
    if isinstance(one, fmpq) and isinstance(other, fmpq):
        return bool(one == other)
    return bool(arb(one).overlaps(arb(other)))


def all_agree(some: Iterable[Value | None], others: Iterable[Value | None]) -> bool:
    """Whether values may be the same at every point."""
    return all(map(agree, some, others))


@contextmanager
def working_precision() -> Iterator[None]:
    """The precision of these values while they are worked out."""
    before = ctx.prec
    ctx.prec = BITS
    try:
        yield
    finally:
        ctx.prec = before
