"""A line about numbers, tried at points in general position: exact values, or balls around them.

Nothing true is turned away: two values disagree only if they are certainly different.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from itertools import chain, islice

from flint import arb, ctx, fmpq

from verifier.algebra.enclosures import Value, apply, sign_of
from verifier.algebra.oracles import Point, PointOracle, at_point
from verifier.claims.claim import Claim
from verifier.explain.spread import spread_points
from verifier.explain.trial import DENOMINATOR, LARGEST, Trial, Values
from verifier.kernel.points import belongs
from verifier.kernel.setting import Setting
from verifier.language.expressions import Apply, Constant, Expression, Name, Number
from verifier.strategies.points import candidates

BITS = 128
POINTS = 4
FEW = 2  # points, where values take long
READ = 3_000  # nodes read by the kernel's way, before that is so
LOOKED_AT = 300  # candidates for those points
SPARE = 40  # points without a value of the right side, before some of them are taken
EXP = 10_000  # no value beyond e^EXP is worked with: it would only cost time
DIGITS = 9  # of a key

_PLAIN = frozenset({"+", "*", "neg", "/", "^", "abs", "exp", "log", "sin", "cos"})


class NumberTrial(Trial):
    """Values of numbers."""

    def __init__(self, setting: Setting, claim: Claim, seed: int = 0) -> None:
        self.setting = setting
        self._oracles: list[PointOracle] = []
        self._memos: list[dict[Expression, Value | None]] = []
        self.points: list[Point] = []
        self._take_points(claim, seed)
        self.ready = bool(self.points)

    def _take_points(self, claim: Claim, seed: int) -> None:
        """Points where both sides have values; if there are none, where the left side has one.

        At half of them the sides should differ: elsewhere, nearly every change looks right.
        """
        halves: list[Point] = []
        agreeing = 0
        for point in self._members(claim, seed):
            self._take(point)
            left, right = (self._value(side, -1) for side in (claim.left, claim.right))
            if left is None or right is None:
                self._drop()
                halves += [] if left is None else [point]
            elif agree(left, right):
                agreeing += 1
                if agreeing > POINTS // 2:
                    self._drop()
            enough = FEW if self.spent > READ else POINTS
            if len(self.points) >= enough or (not self.points and len(halves) == SPARE):
                break
        for point in halves[:POINTS] if not self.points else ():
            self._take(point)

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

    @contextmanager
    def working(self) -> Iterator[None]:
        """The precision of the values while they are worked out."""
        before = ctx.prec
        ctx.prec = BITS
        try:
            yield
        finally:
            ctx.prec = before

    # -- values of expressions -----------------------------------------------------------------

    def values(self, node: Expression) -> Values | None:
        """See `Trial`."""
        found = []
        for index in range(len(self.points)):
            value = self._value(node, index)
            if value is None:
                return None
            found.append(value)
        return tuple(found)

    def agrees(self, node: Expression, values: Values) -> bool:
        """See `Trial`."""
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
                return None if value is None else combined("^", [value, fmpq(1, 2)])
            case Apply(head, args) if head in _PLAIN:
                values = []
                for arg in args:
                    value = self._value(arg, index)
                    if value is None:
                        return None
                    values.append(value)
                return combined(head, values)
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
        oracle.free.begin()
        found = at_point(node, oracle).expression
        self.spent += oracle.free.read + 4
        return None if found is None else oracle.value(found, BITS)

    # -- working with values -------------------------------------------------------------------

    def alike(self, one: Values, other: Values) -> bool:
        """See `Trial`."""
        return all(map(agree, one, other))

    def combine(self, head: str, args: Sequence[Values]) -> Values | None:
        """See `Trial`."""
        found = []
        for at_point_ in zip(*args, strict=True):
            value = combined(head, list(at_point_))
            if value is None:
                return None
            found.append(value)
        return tuple(found)

    def positive(self, values: Values) -> bool:
        """See `Trial`."""
        return all(sign_of(value) == 1 for value in values)

    def number(self, values: Values) -> Fraction | None:
        """See `Trial`."""
        first = values[0]
        guess = Fraction(int(first.p), int(first.q)) if isinstance(first, fmpq) else _near(first)
        if guess is None or max(abs(guess.numerator), guess.denominator) > LARGEST:
            return None
        exact = fmpq(guess.numerator, guess.denominator)
        return guess if all(agree(value, exact) for value in values) else None

    def multiple(self, values: Values, of: Values) -> Fraction | None:
        """See `Trial`."""
        pairs = [pair for pair in zip(values, of, strict=True) if pair != (0, 0)]
        ratios = self.combine("/", list(zip(*pairs, strict=True))) if pairs else None
        return None if ratios is None else self.number(ratios)

    def fit(self, values: Values, written: Values | None) -> Values | None:  # noqa: ARG002
        """See `Trial`: numbers fit as they are."""
        return values

    def rank(self, values: Values) -> int:  # noqa: ARG002
        """See `Trial`."""
        return 0

    def key(self, values: Values) -> Hashable | None:
        """The values to a few digits; None where they are too large for that."""
        try:
            found = [
                int(value.p) / int(value.q) if isinstance(value, fmpq) else float(value)
                for value in values
            ]
        except OverflowError:
            return None
        return tuple(f"{number:.{DIGITS}e}" for number in found)

    def direction(self, values: Values) -> Hashable | None:
        """The key of the values divided by the first of them; None at a single point."""
        if len(values) == 1:
            return None
        ratios = self.combine("/", [values, values[:1] * len(values)])
        return None if ratios is None else self.key(ratios)

    def open(self, values: Values) -> bool:  # noqa: ARG002
        """See `Trial`."""
        return False

    def fits(self, line: Expression) -> bool:  # noqa: ARG002
        """See `Trial`: numbers have no shapes."""
        return True


def combined(head: str, values: list[Value]) -> Value | None:
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


def _near(ball: arb) -> Fraction | None:
    number = float(ball)
    return Fraction(number).limit_denominator(DENOMINATOR) if abs(number) <= LARGEST else None
