"""Floors: whole numbers taken out, and every multiple of one quantity by the floor of its finest
part.

- floor(u + m) = floor(u) + m for a whole m; ceil(u) = -floor(-u).
- For u = k·q + d with a whole k: floor(u) = k·floor(q) + floor(k·s + d), where s = q - floor(q)
  lies in [0, 1). What is left is the floor of something between bounds: a number where one whole
  number is possible, and otherwise a question for cases.
- floor(q) <= q < floor(q) + 1, which every sign may rest on.
- Of a whole number p, N·(p/N - floor(p/N)) is one of 0, …, N - 1.

Source: Graham, Knuth & Patashnik, *Concrete Mathematics*, chapter 3.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

from flint import fmpq, fmpq_mpoly

from verifier.algebra.atoms import Atom, Sort
from verifier.algebra.literals import NEG, NIL, NONNEG, POS
from verifier.algebra.ranges import Range
from verifier.algebra.ring import Ratio, key
from verifier.language.expressions import Apply
from verifier.language.problems import LimitExceeded

if TYPE_CHECKING:
    from verifier.algebra.fractions import Algebra

VALUES = 12  # of a floor between bounds that are told apart by cases
PARTS = 60  # of one quantity


@dataclass(frozen=True, slots=True)
class Bounded:
    """The floor of ``argument``, from ``low`` to ``high``. Where it is that of parts of a whole
    number, ``rest`` is what is left over: 0, …, ``parts`` - 1.
    """

    argument: fmpq_mpoly
    low: int
    high: int
    rest: fmpq_mpoly | None = None
    parts: int = 1


class Floors:
    """The floors of one algebra."""

    def __init__(self, algebra: Algebra) -> None:
        self.algebra = algebra
        self.theorems: list[tuple[fmpq_mpoly, int]] = []
        self._bounded: dict[int, Bounded] = {}
        self._families: dict[object, tuple[Atom, int]] = {}

    def ceil(self, u: Ratio) -> Ratio:
        """``ceil(u)``."""
        down = self.floor(Ratio(-u.num, u.den))
        return Ratio(-down.num, down.den)

    def floor(self, u: Ratio) -> Ratio:
        """``floor(u)``."""
        algebra = self.algebra
        u = algebra.normal(u)
        if not u.den.is_constant():
            return Ratio(self._of_quotient(u), algebra.one)
        whole, moving, shift = self._parted(u.num / u.den.leading_coefficient())
        number = self._number(moving + shift)
        if number is not None:
            return Ratio(whole + number, algebra.one)
        lead = moving.leading_coefficient()
        quantity, factor = moving / lead, Fraction(int(lead.p), int(lead.q))
        atom, parts = self._finest(quantity, factor.denominator)
        k, down = int(factor * parts), algebra.generators[atom.slot]
        left = self._between(quantity, parts, down, k, shift)
        return Ratio(whole + down * k + left, algebra.one)

    def _parted(self, poly: fmpq_mpoly) -> tuple[fmpq_mpoly, fmpq_mpoly, fmpq]:
        """``poly`` as a whole number, what moves, and a number in [0, 1)."""
        algebra = self.algebra
        whole, moving, shift = algebra.zero, algebra.zero, fmpq(0)
        for monomial, coefficient in zip(poly.monoms(), poly.coeffs(), strict=True):
            term = algebra.ring.from_dict({monomial: 1})
            down = fmpq(coefficient.floor())
            if term.is_one():
                whole, shift = whole + down, coefficient - down
            elif algebra.is_whole(term):
                whole, moving = whole + term * down, moving + term * (coefficient - down)
            else:
                moving += term * coefficient
        return whole, moving, shift

    def _of_quotient(self, u: Ratio) -> fmpq_mpoly:
        name = (key(u.num), key(u.den))
        node = Apply("floor", (self.algebra.quotient(u.num, u.den, 1),))
        atom = self.algebra.atom(Sort.FLOOR, name, node)
        return self.algebra.generators[atom.slot]

    # -- one quantity --------------------------------------------------------------------------

    def _finest(self, quantity: fmpq_mpoly, parts: int) -> tuple[Atom, int]:
        """The floor of the finest part of a quantity met so far, fine enough for ``parts``."""
        family = key(quantity)
        known = self._families.get(family)
        fine = parts if known is None else lcm(known[1], parts)
        if known is not None and known[1] == fine:
            return known
        if fine > PARTS:
            raise LimitExceeded("a floor is of too small a part of a quantity")
        algebra = self.algebra
        node = Apply("floor", (algebra.quotient(quantity, algebra.one, fine),))
        atom = algebra.atom(Sort.FLOOR, (family, fine), node, quantity / fine)
        down = algebra.generators[atom.slot]
        self._families[family] = atom, fine
        self._learn(atom, self._bounds(quantity, fine, down))
        if known is not None:
            k = fine // known[1]
            left = self._between(quantity, fine, down, k, fmpq(0))
            algebra.become(known[0], down * k + left)
        return atom, fine

    def _bounds(self, quantity: fmpq_mpoly, parts: int, down: fmpq_mpoly) -> Bounded | None:
        rest = self._rest(quantity, parts, down)
        span = self.algebra.signs.span(quantity / parts)
        if span is not None and span[1] - span[0] < VALUES:
            low, high = int(span[0].floor()), int(span[1].floor())
            return Bounded(quantity / parts, low, high, rest, parts)
        return None if rest is None else Bounded(quantity / parts, 0, -1, rest, parts)

    def _rest(self, quantity: fmpq_mpoly, parts: int, down: fmpq_mpoly) -> fmpq_mpoly | None:
        """What is left of a whole number when its parts are counted."""
        if parts == 1 or not self.algebra.is_whole(quantity):
            return None
        return quantity - parts * down

    def _between(
        self, quantity: fmpq_mpoly, parts: int, down: fmpq_mpoly, k: int, shift: fmpq
    ) -> fmpq_mpoly:
        """``floor(k·s + shift)`` for the part s = quantity/parts - down, which is in [0, 1)."""
        algebra = self.algebra
        argument = algebra.by_equations((quantity / parts - down) * k + shift)
        rest = self._rest(quantity, parts, down)
        if argument.is_constant():
            return algebra.ring.constant(_constant(argument).floor())
        # The far end is attained for a whole quantity; otherwise s does not reach 1.
        far = shift + (k if rest is None else fmpq(k * (parts - 1), parts))
        low, high = int(min(shift, far).floor()), int(max(shift, far).floor())
        if rest is None and k > 0 and far.q == 1:
            high -= 1
        mask = algebra.signs.mask
        while low < high and not mask(argument - (low + 1), NONNEG) & NEG:
            low += 1
        while low < high and mask(argument - high, NEG) == NEG:
            high -= 1
        if low == high:
            return algebra.ring.constant(low)
        node = Apply("floor", (algebra.node(argument),))
        atom = algebra.atom(Sort.FLOOR, key(argument), node, argument)
        self._learn(atom, Bounded(argument, low, high, rest, parts))
        return algebra.generators[atom.slot]

    def _learn(self, atom: Atom, bounded: Bounded | None) -> None:
        """What is known of a new floor: its values, and floor(q) <= q < floor(q) + 1."""
        if bounded is not None:
            self._bounded[atom.slot] = bounded
        if atom.argument is not None:
            gap = atom.argument - self.algebra.generators[atom.slot]
            for theorem in ((gap, NONNEG), (gap - 1, NEG)):
                self.theorems.append(theorem)
                self.algebra.signs.learn(*theorem)

    # -- numbers -------------------------------------------------------------------------------

    def _number(self, poly: fmpq_mpoly) -> int | None:
        """The floor of something of which it is known."""
        poly = self.algebra.by_equations(poly)
        if poly.is_constant():
            return int(_constant(poly).floor())
        span = self.algebra.signs.span(poly)
        if span is None or span[1] - span[0] > 2:
            return None
        mask = self.algebra.signs.mask
        for number in range(int(span[0].floor()), int(span[1].floor()) + 1):
            if not mask(poly - number, NONNEG) & NEG and mask(poly - number - 1, NEG) == NEG:
                return number
        return None

    def range_of(self, atom: Atom) -> Range:
        """Where the values of a floor lie."""
        bounded = self._bounded.get(atom.slot)
        if bounded is None or bounded.low > bounded.high:
            return Range(fmpq(0)) if self._is_natural(atom) else Range()
        return Range(fmpq(bounded.low), fmpq(bounded.high))

    def _is_natural(self, atom: Atom) -> bool:
        """Whether what stands in the floor is at least 0."""
        match atom.node:
            case Apply("floor", (inner,)):
                return not self.algebra.signs.of(inner, NONNEG) & NEG
            case _:
                return False

    def question(self, atom: Atom) -> tuple[fmpq_mpoly, tuple[int, ...]] | None:
        """Which sign tells more about the value of a floor, and the cases; None where none does."""
        bounded = self._bounded.get(atom.slot)
        if bounded is None or bounded.high - bounded.low > VALUES or bounded.parts > VALUES:
            return None
        reduce, mask = self.algebra.by_equations, self.algebra.signs.mask
        if bounded.rest is not None:
            for left in range(bounded.parts):
                possible = mask(reduce(bounded.rest - left))
                if possible == NIL:
                    return None
                if possible & NIL:
                    cases = (NIL, POS) if possible & POS else (NIL,)
                    return bounded.rest - left, cases
            return None
        for number in range(bounded.low + 1, bounded.high + 1):
            possible = mask(reduce(bounded.argument - number))
            if possible & NEG and possible & NONNEG:
                return bounded.argument - number, (NEG, possible & NONNEG)
        return None


def _constant(poly: fmpq_mpoly) -> fmpq:
    return fmpq(0) if poly.is_zero() else poly.leading_coefficient()
