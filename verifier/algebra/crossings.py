"""Where an expression may be zero on a range: places at which the range is cut.

What is found here is a proposal. A cut is right wherever it is made, as long as it lies in the
range, and that is asked by whoever cuts.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor, pi

from flint import fmpq_mpoly

from verifier.algebra.atoms import Atom, Sort
from verifier.algebra.derivative import add, negate, times
from verifier.algebra.enclosures import evaluate, outer_bounds
from verifier.algebra.fractions import Algebra
from verifier.algebra.ring import DividesByZero
from verifier.algebra.spans import Span
from verifier.language.expressions import (
    TWO,
    ZERO,
    Apply,
    Constant,
    Expression,
    Name,
    Number,
    free_names,
    substitute,
)
from verifier.language.problems import LimitExceeded

PLACES = 24  # of one expression
BITS = 64
NEAR = 1e-9
HALF = Number(Fraction(1, 2))
PI = Constant("pi")


def crossings(algebra: Algebra, subject: Expression, span: Span) -> list[Expression]:
    """Places, free of the span's variable, at which the sign of ``subject`` may change."""
    try:
        algebra.fraction(Name(span.variable))
        num, den = algebra.fraction(subject)
        poly = algebra.reduce(num * den)  # beyond a pole the sign may be another one too
        found = _Crossings(algebra, span).of(poly)
        return list(dict.fromkeys(_upto(found, PLACES)))
    except (DividesByZero, LimitExceeded):
        return []


def still_factors(algebra: Algebra, subject: Expression, variable: str) -> list[Expression]:
    """The factors of an expression that do not speak of a variable, numbers apart."""
    try:
        num, den = algebra.fraction(subject)
        factors = algebra.factor(algebra.reduce(num * den)).powers
    except (DividesByZero, LimitExceeded):
        return []
    nodes = [algebra.node(base) for base, _ in factors]
    return [node for node in nodes if variable not in free_names(node)]


def _upto(places: Iterator[Expression], count: int) -> Iterator[Expression]:
    for _, place in zip(range(count), places, strict=False):
        yield place


class _Crossings:
    def __init__(self, algebra: Algebra, span: Span) -> None:
        self.algebra = algebra
        self.span = span
        lone = algebra.fraction(Name(span.variable)).num
        self.slot = next(i for i, degree in enumerate(lone.degrees()) if degree > 0)

    def of(self, poly: fmpq_mpoly) -> Iterator[Expression]:
        """By factors: the letter itself, or one function of it."""
        for base, _ in self.algebra.factor(poly).powers:
            moving = self._moving(base)
            if moving == [self.slot]:
                yield from self._of_polynomial(base)
            elif len(moving) == 1:
                yield from self._of_atom(base, self.algebra.by_slot[moving[0]])
            elif len(moving) == 2:
                yield from self._of_wave(base, moving)

    def _moving(self, poly: fmpq_mpoly) -> list[int]:
        return [
            slot
            for slot, degree in enumerate(poly.degrees())
            if degree > 0 and self.span.variable in free_names(self.algebra.by_slot[slot].node)
        ]

    def _coefficients(self, poly: fmpq_mpoly, slot: int) -> list[Expression]:
        """Of a polynomial of degree at most 2 in a generator, from the constant one on."""
        algebra = self.algebra
        first = poly.derivative(slot)
        parts = [
            algebra.put(poly, slot, algebra.zero),
            algebra.put(first, slot, algebra.zero),
            first.derivative(slot) / 2,
        ]
        return [algebra.node(part) for part in parts[: int(poly.degrees()[slot]) + 1]]

    def _of_polynomial(self, poly: fmpq_mpoly) -> Iterator[Expression]:
        if int(poly.degrees()[self.slot]) <= 2:
            yield from _roots(self._coefficients(poly, self.slot))

    def _of_atom(self, poly: fmpq_mpoly, atom: Atom) -> Iterator[Expression]:
        """Where a function takes a value, by its inverse."""
        if int(poly.degrees()[atom.slot]) > 2:
            return
        for value in _roots(self._coefficients(poly, atom.slot)):
            yield from self._where(atom, value)

    def _where(self, atom: Atom, value: Expression) -> Iterator[Expression]:
        match atom.node:
            case Apply("exp", (u,)):
                yield from self._argument(u, Apply("log", (value,)))
            case Apply("log", (Apply("abs", (u,)) | u,)):
                size = Apply("exp", (value,))
                yield from self._argument(u, size)
                yield from self._argument(u, negate(size))
            case Apply("sin" | "cos" as head, (u,)):
                yield from self._angles(u, head, value)
            case Apply("abs", (u,)):
                yield from self._argument(u, value)
                yield from self._argument(u, negate(value))
            case Apply("^", (Apply("abs", (u,)) | u, Number(exponent))) if exponent > 0:
                yield from self._argument(u, Apply("^", (value, Number(1 / exponent))))
            case Apply("atan" | "asin" | "erf", (u,)) if value is ZERO:
                yield from self._argument(u, value)
            case _:
                pass

    def _argument(self, u: Expression, value: Expression) -> Iterator[Expression]:
        """Where a polynomial argument takes a value."""
        ratio = self.algebra.fraction(u)
        moving = self._moving(ratio.num)
        if moving != [self.slot] or self._moving(ratio.den):
            return
        if int(ratio.num.degrees()[self.slot]) <= 2:
            zeroth, *others = self._coefficients(ratio.num, self.slot)
            gap = add(zeroth, negate(times(value, self.algebra.node(ratio.den))))
            yield from _roots([gap, *others])

    def _angles(self, u: Expression, head: str, value: Expression) -> Iterator[Expression]:
        """All angles within the range with this sine or cosine, the ends being numbers."""
        starts: tuple[Expression, ...]
        period: Expression = PI
        if value is ZERO:
            starts = (ZERO if head == "sin" else times(HALF, PI),)
        else:
            angle = _angle("asin" if head == "sin" else "acos", value)
            other = add(PI, negate(angle)) if head == "sin" else negate(angle)
            starts, period = (angle, other), times(TWO, PI)
        for start in starts:
            for turns in self._turns(u, start, period):
                yield from self._argument(u, add(start, times(Number(turns), period)))

    def _turns(self, u: Expression, start: Expression, period: Expression) -> range:
        """Which multiples of a period may be met while an argument moves over the range."""
        ends = [self._number(u, end) for end in (self.span.lower, self.span.upper)]
        first, step = _about(start), _about(period)
        if None in ends or first is None or not step:
            return range(-2, 3)
        low, high = sorted(((end or 0) - first) / step for end in ends)
        return range(ceil(low - 0.01), min(floor(high + 0.01) + 1, ceil(low - 0.01) + PLACES))

    def _number(self, u: Expression, end: Expression | None) -> float | None:
        return None if end is None else _about(substitute(u, {self.span.variable: end}))

    def _of_wave(self, poly: fmpq_mpoly, moving: list[int]) -> Iterator[Expression]:
        """``a·sin u + b·cos u`` is zero where tan u = -b/a."""
        atoms = {self.algebra.by_slot[slot].sort: self.algebra.by_slot[slot] for slot in moving}
        if set(atoms) != {Sort.SINE, Sort.COSINE}:
            return
        sine, cosine = atoms[Sort.SINE], atoms[Sort.COSINE]
        a, b = (poly.derivative(atom.slot) for atom in (sine, cosine))
        generators = self.algebra.generators
        rest = poly - a * generators[sine.slot] - b * generators[cosine.slot]
        if not rest.is_zero() or self._moving(a) or self._moving(b):
            return
        match sine.node, cosine.node:
            case Apply("sin", (u,)), Apply("cos", (v,)) if u is v:
                ratio = Apply("/", (negate(self.algebra.node(b)), self.algebra.node(a)))
                start = Apply("atan", (ratio,))
                for turns in self._turns(u, start, PI):
                    yield from self._argument(u, add(start, times(Number(turns), PI)))
            case _:
                pass


def _angle(head: str, value: Expression) -> Expression:
    """An angle by its inverse function, or the part of pi that it is seen to be near."""
    angle = Apply(head, (value,))
    size = _about(angle)
    parts = 0.0 if size is None else size * 12 / pi
    near = abs(parts - round(parts)) < NEAR and size is not None
    return times(Number(Fraction(round(parts), 12)), PI) if near else angle


def _about(node: Expression) -> float | None:
    """About how much, for choosing what to try."""
    value = None if free_names(node) else evaluate(node, {}, BITS)
    bounds = None if value is None else outer_bounds(value)
    return None if bounds is None else float(bounds[0].p) / float(bounds[0].q)


def _roots(coefficients: list[Expression]) -> list[Expression]:
    """Of a polynomial of degree 1 or 2 by its formula."""
    match coefficients:
        case [c, b]:
            return [Apply("/", (negate(c), b))]
        case [c, b, a]:
            square = add(times(b, b), negate(times(Number(4), a, c)))
            root = Apply("^", (square, HALF))
            down = times(TWO, a)
            return [Apply("/", (add(negate(b), turn), down)) for turn in (negate(root), root)]
        case _:
            return []
