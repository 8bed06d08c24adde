"""Points that satisfy assumptions: letters in narrower ranges, letters that equations determine.

A sum of probabilities is 1, a point lies on a circle, a root is a root: no list of small numbers
meets such an assumption by chance. An equation is solved for one letter at the values of the
others, where it is of the first or the second degree there. Nothing is decided here: the judge
checks each point that it is offered.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from math import isqrt

from flint import fmpq

from verifier.algebra.enclosures import evaluate
from verifier.algebra.oracles import Point
from verifier.algebra.ranges import rational
from verifier.claims.claim import Bound, Context, Domain
from verifier.language.expressions import (
    Apply,
    Expression,
    Number,
    free_names,
    subexpressions,
    substitute,
)

BITS = 64
PLACES = tuple(map(Fraction, (0, 1, -1, 2)))  # where an equation is looked at
ROUNDS = 8  # of definitions opened
LARGE = 4_000  # bits of a number under a root
NODES = 400  # of a letter written by the others
WORK = 60_000  # nodes evaluated to solve the equations of one order
MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def relations(context: Context) -> list[tuple[str, Expression]]:
    """What is assumed, as ``difference symbol 0``, its definitions opened."""
    bodies = {
        name: definition.body
        for name, definition in context.definitions.items()
        if not definition.parameters
    }
    found: list[tuple[str, Expression]] = []
    pending = list(context.assumptions)
    while pending:
        match pending.pop(0):
            case Apply("and", parts):
                pending = [*parts, *pending]
            case Apply("=" | "==" | "<" | "<=" | ">" | ">=" as symbol, (left, right)):
                gap: Expression = Apply("+", (left, Apply("neg", (right,))))
                for _ in range(ROUNDS):
                    if not free_names(gap) & bodies.keys():
                        break
                    gap = substitute(gap, bodies)
                found.append(("=" if symbol == "==" else symbol, gap))
            case _:
                pass
    return found


def narrowed(context: Context) -> Context:
    """The context with the ranges that assumptions about single letters leave to them."""
    symbols = dict(context.symbols)
    for symbol, gap in relations(context):
        names = free_names(gap)
        if symbol == "=" or len(names) != 1:
            continue
        (name,) = names
        line = _line([_at(gap, {name: Number(x)}) for x in PLACES])
        if line is None or name not in symbols or symbols[name].shape:
            continue
        end, slope = -line[0] / line[1], line[1]
        side = symbol if slope > 0 else MIRRORED[symbol]
        symbols[name] = _bounded(symbols[name], side, end)
    return replace(context, symbols=symbols)


def _bounded(domain: Domain, side: str, end: Fraction) -> Domain:
    """A domain with one more bound, if it is a nearer one than that of numbers there is."""
    bound = Bound(Number(end), side in ("<", ">"))
    old = domain.upper if side.startswith("<") else domain.lower
    known = None if old is None else rational(old.value)
    if old is not None and (known is None or _beyond(known, side, end)):
        return domain
    if side.startswith("<"):
        return replace(domain, upper=bound)
    return replace(domain, lower=bound)


def _beyond(known: fmpq, side: str, end: Fraction) -> bool:
    mine = fmpq(end.numerator, end.denominator)
    return bool(known <= mine) if side.startswith("<") else bool(known >= mine)


class Equations:
    """The equations that are assumed, each with a letter that it determines; none where that
    would take too long to write."""

    def __init__(self, context: Context, moving: list[str]) -> None:
        self.solved: list[tuple[str, Expression]] = []
        self.left = WORK
        self._lengths: dict[Expression, int] = {}
        gaps = [gap for symbol, gap in relations(context) if symbol == "="]
        while gaps:
            gap = gaps.pop(0)
            name = self._letter(gap, moving)
            if name is None:
                continue
            self.solved.insert(0, (name, gap))  # the others may be needed for it
            line = _solved_line(gap, name)
            if sum(1 for _ in subexpressions(line)) > NODES:
                self.solved.clear()  # the next ones are three times as long, and so on
                break
            gaps = [substitute(other, {name: line}) for other in gaps]

    def _letter(self, gap: Expression, moving: list[str]) -> str | None:
        """A letter by which the gap is a curve, for one choice of the others."""
        taken = self.letters()
        names = free_names(gap) - taken
        others = dict.fromkeys(moving, Number(Fraction(3, 5)))
        for name in reversed(moving):
            if name in names and self._curve(gap, name, others):
                return name
        return None

    def letters(self) -> frozenset[str]:
        """What the equations determine."""
        return frozenset(name for name, _ in self.solved)

    def completed(self, point: Point) -> Iterator[Point]:
        """The point with the letters that the equations determine, in each way there is; none
        once the work is used up."""
        yield from self._completed(point, self.solved)

    def _completed(self, point: Point, solved: list[tuple[str, Expression]]) -> Iterator[Point]:
        if not solved:
            yield point
            return
        (name, gap), *others = solved
        curve = self._curve(gap, name, point)
        for root in _roots(curve) if curve is not None else ():
            yield from self._completed({**point, name: root}, others)

    def _curve(
        self, gap: Expression, name: str, point: Mapping[str, Expression]
    ) -> tuple[Fraction, Fraction, Fraction] | None:
        """c, b, a of a·x² + b·x + c, where the gap is one in the letter; None where it is none."""
        if gap not in self._lengths:
            self._lengths[gap] = sum(1 for _ in subexpressions(gap))
        self.left -= len(PLACES) * self._lengths[gap]
        if self.left < 0:
            return None
        near = {other: point[other] for other in free_names(gap) if other in point}
        values = [_at(gap, {**near, name: Number(x)}) for x in PLACES]
        zero, one, minus, two = values
        if zero is None or one is None or minus is None or two is None:
            return None
        a, b = (one + minus) / 2 - zero, (one - minus) / 2
        return (zero, b, a) if two == 4 * a + 2 * b + zero and (a or b) else None


def _solved_line(gap: Expression, name: str) -> Expression:
    """The letter by the others, if the gap is linear in it; if it is not, no such value is."""
    at_zero, at_one = (substitute(gap, {name: Number(Fraction(x))}) for x in (0, 1))
    slope = Apply("+", (at_one, Apply("neg", (at_zero,))))
    return Apply("/", (Apply("neg", (at_zero,)), slope))


def _line(values: list[Fraction | None]) -> tuple[Fraction, Fraction] | None:
    zero, one, minus, two = values
    if zero is None or one is None or minus is None or two is None:
        return None
    slope = one - zero
    straight = slope and minus == zero - slope and two == zero + 2 * slope
    return (zero, slope) if straight else None


def _roots(curve: tuple[Fraction, Fraction, Fraction]) -> list[Expression]:
    """The real zeros of a polynomial: rational where they are, otherwise with a square root."""
    c, b, a = curve
    if not a:
        return [Number(-c / b)]
    square = b * b - 4 * a * c
    if square < 0 or square.numerator.bit_length() > LARGE:
        return []
    root = _square_root(square)
    if root is not None:
        return [Number((sign * root - b) / (2 * a)) for sign in ((1, -1) if root else (1,))]
    size: Expression = Apply("^", (Number(square), Number(Fraction(1, 2))))
    return [
        Apply("/", (Apply("+", (side, Number(-b))), Number(2 * a)))
        for side in (size, Apply("neg", (size,)))
    ]


def _square_root(number: Fraction) -> Fraction | None:
    top, bottom = isqrt(number.numerator), isqrt(number.denominator)
    found = Fraction(top, bottom)
    return found if found * found == number else None


def _at(node: Expression, point: Mapping[str, Expression]) -> Fraction | None:
    """The value at a point, if it is a rational number and known to be."""
    numbers = {}
    for name in free_names(node):
        match point.get(name):
            case Number(exact):
                numbers[name] = fmpq(exact.numerator, exact.denominator)
            case _:
                return None
    value = evaluate(node, numbers, BITS)
    return Fraction(int(value.p), int(value.q)) if isinstance(value, fmpq) else None
