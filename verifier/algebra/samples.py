"""A few points at which the facts of a case hold, and the signs that polynomials have there.

Nothing is proved here. A sign that occurs cannot be excluded, and what is not zero somewhere is not
zero everywhere: whoever searches for a proof asks here first, so that what is false costs little.
Where no point is found that certainly satisfies the facts, nothing is said.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flint import ctx, fmpq, fmpq_mpoly

from verifier.algebra.enclosures import Value, evaluate, sign_of
from verifier.algebra.literals import NEG, NIL, POS
from verifier.algebra.ranges import Range
from verifier.language.expressions import Name, free_names

if TYPE_CHECKING:
    from verifier.algebra.fractions import Algebra

POINTS = 3  # that are kept
TRIED = 24
BITS = 128
TERMS = 300  # of a polynomial that is looked at
STEPS = tuple(
    fmpq(n, d)
    for n, d in ((13, 23), (29, 13), (3, 19), (71, 17), (9, 11), (5, 7), (41, 43), (1, 31))
)
"""Numbers that no textbook mentions, so that nothing is zero at them by chance."""


@dataclass
class Point:
    """A point that is made as it is needed: the values of letters, and of atoms."""

    number: int
    letters: dict[str, Value] = field(default_factory=dict)
    atoms: dict[int, Value | None] = field(default_factory=dict)


class Samples:
    """Points of one case."""

    def __init__(self, algebra: Algebra) -> None:
        self.algebra = algebra
        self._points: list[Point] | None = None

    def signs(self, poly: fmpq_mpoly) -> int:
        """The signs that certainly occur."""
        if len(poly) > TERMS:
            return 0
        mask = 0
        before, ctx.prec = ctx.prec, BITS
        try:
            for point in self.points():
                sign = sign_of(self._value(poly, point))
                mask |= 0 if sign is None else (NEG, NIL, POS)[sign + 1]
        finally:
            ctx.prec = before
        return mask

    # -- values --------------------------------------------------------------------------------

    def _value(self, poly: fmpq_mpoly, point: Point) -> Value | None:
        values: dict[int, Value] = {}
        for slot, degree in enumerate(poly.degrees()):
            value = self._of_atom(slot, point) if degree > 0 else None
            if value is not None:
                values[slot] = value
            elif degree:
                return None
        total: Value = fmpq(0)
        for monomial, coefficient in zip(poly.monoms(), poly.coeffs(), strict=True):
            term: Value = coefficient
            for slot, value in values.items():
                if monomial[slot]:
                    term = term * value ** int(monomial[slot])
            total = total + term
        return total

    def _of_atom(self, slot: int, point: Point) -> Value | None:
        if slot not in point.atoms:
            node = self.algebra.by_slot[slot].node
            for name in free_names(node):
                self._name(name, point)
            point.atoms[slot] = evaluate(node, point.letters, BITS)
        return point.atoms[slot]

    # -- points --------------------------------------------------------------------------------

    def points(self) -> list[Point]:
        """The points that are known."""
        if self._points is None:
            self._points = []  # while they are looked for, there are none
            self._points = self._found()
        return self._points

    def _found(self) -> list[Point]:
        """Points at which every fact certainly holds."""
        found: list[Point] = []
        for number in range(TRIED):
            point = Point(number)
            if self._satisfies(point):
                found.append(point)
            if len(found) == POINTS or (number > TRIED // 2 and not found):
                break
        return found

    def _satisfies(self, point: Point) -> bool:
        for fact in self.algebra.facts:
            for name in free_names(fact.subject):
                self._name(name, point)
            sign = sign_of(evaluate(fact.subject, point.letters, BITS))
            if sign is None or not (NEG, NIL, POS)[sign + 1] & fact.mask:
                return False
        return True

    def _name(self, name: str, point: Point) -> None:
        """Give a letter a value, if it has none yet."""
        if name in point.letters:
            return
        algebra = self.algebra
        by = algebra.rewrites.get(name)
        if by is not None:
            for other in free_names(by):
                self._name(other, point)
            value = evaluate(by, point.letters, BITS)
            if value is not None:
                point.letters[name] = value
            return
        node = Name(name)
        number = point.number * 5 + 3 * len(point.letters)
        bounds = algebra.signs.range_of_name(node)
        point.letters[name] = _drawn(bounds, number, whole=algebra.names.integral(node))


def _drawn(bounds: Range, number: int, *, whole: bool) -> fmpq:
    step = STEPS[number % len(STEPS)]
    if whole:
        step = fmpq(number % 5 + 1)
    if bounds.lower is not None and bounds.upper is not None:
        share = fmpq((number * 7 + 3) % 17 + 1, 19)
        value = bounds.lower + (bounds.upper - bounds.lower) * share
        return fmpq(value.floor()) if whole else value
    if bounds.lower is not None:
        return bounds.lower + step
    if bounds.upper is not None:
        return bounds.upper - step
    return step if number % 2 else -step
