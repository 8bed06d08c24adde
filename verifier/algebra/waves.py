"""Signs of sines, cosines and their sums, from where the angle lies.

cos u is positive between -pi/2 and pi/2 and changes its sign at each odd multiple of pi/2. Which
half turn an angle lies in is guessed from rational bounds and then asked exactly, so that ends such
as pi/2 count as what they are.

A polynomial in sines and cosines is first written as a sum of waves a·cos v + b·sin v over sums v
of angles. Its sign is known in these forms:

- one wave: a·cos v + b·sin v = r·cos(v - d), where d is a known part of pi;
- a number and a wave: r·(cos v - cos e) = -2·r·sin((v + e)/2)·sin((v - e)/2), e likewise;
- a number that outweighs a wave: c + a·cos v + b·sin v has the sign of c where c² > a² + b², by
  Cauchy and Schwarz;
- two waves of one size: cos v + cos w = 2·cos((v + w)/2)·cos((v - w)/2).

Source: Abramowitz & Stegun 4.3.16, 4.3.34 to 4.3.39.
"""

from __future__ import annotations

from fractions import Fraction
from math import acos, atan, pi
from typing import TYPE_CHECKING, TypeAlias

from flint import arb, fmpq, fmpq_mpoly

from verifier.algebra.atoms import Atom, Sort
from verifier.algebra.enclosures import evaluate, sign_of
from verifier.algebra.intervals import cosines
from verifier.algebra.literals import ANY, NEG, NIL, NONNEG, POS, product_mask
from verifier.algebra.ranges import Range
from verifier.algebra.ring import DividesByZero, Ratio, key
from verifier.language.expressions import Apply, Constant, free_names
from verifier.language.problems import LimitExceeded

if TYPE_CHECKING:
    from verifier.algebra.fractions import Algebra

TERMS = 40  # of a polynomial that is written as waves
DEGREE = 12  # in sines and cosines, of one term
WIDE = 200  # an angle that ranges further is not looked at
PARTS = (1, 2, 3, 4, 5, 6, 8, 10, 12)  # parts of pi that a shift of phase is looked for among
NEAR = 1e-12  # how near a guess must be
BITS = 64

Turns: TypeAlias = tuple[int, ...]
"""How often each of several angles is taken."""
Phases: TypeAlias = dict[Turns, tuple[fmpq, fmpq]]
"""A sum of (a + i·b)·exp(i·v) over such multiples v."""
Wave: TypeAlias = tuple[fmpq_mpoly, fmpq_mpoly]
"""a and b of a·cos v + b·sin v."""


class Waves:
    """The signs of waves in one case."""

    def __init__(self, algebra: Algebra) -> None:
        self.algebra = algebra
        self._pi: fmpq_mpoly | None = None

    # -- one cosine ----------------------------------------------------------------------------

    def range_of(self, atom: Atom) -> Range:
        """Where the values of a sine or cosine lie."""
        angle = self._angle(atom)
        span = None if angle is None else self.algebra.signs.span(angle)
        if angle is None or span is None or span[1] - span[0] > WIDE:
            return Range(fmpq(-1), fmpq(1))
        if atom.sort is Sort.SINE:
            angle, half = angle - self._times_pi(Fraction(1, 2)), fmpq(355, 226)
            span = span[0] - half, span[1] - half + fmpq(1, 10**6)
        found = cosines(*span)
        mask = self.cosine(angle)
        if not mask & NEG and found.lower is not None and found.lower <= 0:
            found.lower, found.lower_open = fmpq(0), not mask & NIL
        if not mask & POS and found.upper is not None and found.upper >= 0:
            found.upper, found.upper_open = fmpq(0), not mask & NIL
        if found.lower == -1:
            found.lower_open = not self._may_be_odd(angle)
        if found.upper == 1:
            found.upper_open = not self._may_be_odd(angle + self._times_pi(Fraction(1)))
        return found

    def cosine(self, angle: fmpq_mpoly) -> int:
        """The signs that the cosine of an angle can have."""
        turn = self._nearest(angle)  # a multiple of pi
        if turn is None:
            return ANY
        signs = self.algebra.signs
        above = signs.mask(angle - self._times_pi(Fraction(2 * turn - 1, 2)))
        below = signs.mask(self._times_pi(Fraction(2 * turn + 1, 2)) - angle)
        if (above | below) & NEG:
            return ANY
        return (POS if turn % 2 == 0 else NEG) | ((above | below) & NIL)

    def _may_be_odd(self, angle: fmpq_mpoly) -> bool:
        """Whether an angle may be an odd multiple of pi, where the cosine is -1."""
        turn = self._nearest(angle / 2)
        if turn is None:
            return True
        signs = self.algebra.signs
        above = signs.mask(angle - self._times_pi(Fraction(2 * turn - 1)), POS)
        below = signs.mask(self._times_pi(Fraction(2 * turn + 1)) - angle, POS)
        return above != POS or below != POS

    def _nearest(self, angle: fmpq_mpoly) -> int | None:
        """The multiple of pi in the middle of where an angle lies; None where it is not bounded."""
        span = self.algebra.signs.span(angle)
        if span is None or span[1] - span[0] > WIDE:
            return None
        middle = (span[0] + span[1]) / 2 * fmpq(113, 355)
        return round(Fraction(int(middle.p), int(middle.q)))

    def _angle(self, atom: Atom) -> fmpq_mpoly | None:
        match atom.node:
            case Apply("sin" | "cos", (angle,)):
                try:
                    num, den = self.algebra.fraction(angle)
                except (DividesByZero, LimitExceeded):
                    return None
                return num / den.leading_coefficient() if den.is_constant() else None
            case _:
                return None

    # -- sums of waves -------------------------------------------------------------------------

    def mask(self, poly: fmpq_mpoly) -> int:
        """The signs of a polynomial in sines and cosines; `ANY` where no form fits."""
        if len(poly) > TERMS:
            return ANY
        places: dict[int, int] = {}
        angles: dict[object, fmpq_mpoly] = {}
        for slot, degree in enumerate(poly.degrees()):
            atom = self.algebra.by_slot[slot] if degree > 0 else None
            if atom is None or atom.sort not in (Sort.SINE, Sort.COSINE):
                continue
            angle = self._angle(atom)
            if angle is not None and free_names(atom.node):
                angles.setdefault(key(angle), angle)
                places[slot] = list(angles).index(key(angle))
        if not places:
            return ANY
        waves = self._waves(poly, places, len(angles))
        if waves is None:
            return ANY
        outweighed = self._outweighed(waves, (0,) * len(angles))
        if outweighed in (POS, NEG):
            return outweighed
        return outweighed & self._mask_of_waves(waves, list(angles.values()))

    def _waves(
        self, poly: fmpq_mpoly, places: dict[int, int], count: int
    ) -> dict[Turns, Wave] | None:
        """The polynomial by its frequencies, each up to its sign."""
        zero = self.algebra.zero
        total: dict[Turns, Wave] = {}
        for monomial, coefficient in zip(poly.monoms(), poly.coeffs(), strict=True):
            if sum(int(monomial[slot]) for slot in places) > DEGREE:
                return None
            phases: Phases = {(0,) * count: (fmpq(1), fmpq(0))}
            for slot, place in places.items():
                sine = self.algebra.by_slot[slot].sort is Sort.SINE
                for _ in range(int(monomial[slot])):
                    phases = _times(phases, place, sine=sine)
            rest = [0 if slot in places else degree for slot, degree in enumerate(monomial)]
            factor = self.algebra.ring.from_dict({tuple(rest): coefficient})
            for turns, (a, b) in phases.items():  # whose real part is a·cos v - b·sin v
                back = tuple(-n for n in turns)
                forth = turns >= back
                cosine, sinus = total.get(max(turns, back), (zero, zero))
                total[max(turns, back)] = cosine + factor * a, sinus + factor * (-b if forth else b)
        return {turns: wave for turns, wave in total.items() if wave != (zero, zero)}

    def _mask_of_waves(self, waves: dict[Turns, Wave], angles: list[fmpq_mpoly]) -> int:
        still = waves.pop((0,) * len(angles), None)
        shaped: list[Wave] = []  # sizes and phases of cosines
        for turns, (a, b) in waves.items():
            shape = self._shape(a, b) if len(waves) <= 2 else None
            if shape is None:
                return ANY
            phase = -self._times_pi(shape[1])
            for angle, n in zip(angles, turns, strict=True):
                phase += angle * n
            shaped.append((shape[0], phase))
        match shaped:
            case [(size, phase)]:
                if still is not None:
                    return self._level(still[0], size, phase)
                return product_mask(self.algebra.signs.mask(size), self.cosine(phase))
            case [(size, v), (other, w)] if still is None and other in (size, -size):
                turned = self._times_pi(Fraction(0 if other == size else 1))
                return self._pair(size, v, w + turned)
            case _:
                return ANY

    def _outweighed(self, waves: dict[Turns, Wave], still: Turns) -> int:
        """The sign of ``level + a·cos v + b·sin v`` where the wave cannot reach so far."""
        if len(waves) != 2 or still not in waves:
            return ANY
        level, _ = waves[still]
        ((a, b),) = (wave for turns, wave in waves.items() if turns != still)
        signs = self.algebra.signs
        gap = signs.mask(self.algebra.reduce(level * level - a * a - b * b), NONNEG)
        if gap & NEG:
            return ANY
        mask = signs.mask(level)
        return mask if gap == POS else mask | NIL

    def _level(self, level: fmpq_mpoly, size: fmpq_mpoly, phase: fmpq_mpoly) -> int:
        """The sign of ``level + size·cos(phase)``, where ``-level/size`` is cos(e·pi)."""
        common = level.gcd(size)
        top, bottom = -(level / common), size / common
        ratio = self._quotient(top, bottom)
        if ratio is None or not abs(ratio) < 1 + NEAR:
            return ANY
        for part in _near(acos(max(-1.0, min(1.0, ratio))) / pi):
            cosine, _ = self._of_pi(part)
            if self._is_zero(cosine * bottom - top):
                return self._pair(size, phase, self._times_pi(part + 1))
        return ANY

    def _pair(self, size: fmpq_mpoly, v: fmpq_mpoly, w: fmpq_mpoly) -> int:
        """The sign of ``size·(cos v + cos w)``."""
        both = product_mask(self.cosine((v + w) / 2), self.cosine((v - w) / 2))
        return product_mask(self.algebra.signs.mask(size), both)

    def _shape(self, a: fmpq_mpoly, b: fmpq_mpoly) -> tuple[fmpq_mpoly, Fraction] | None:
        """``(r, d)`` such that a·cos v + b·sin v = r·cos(v - d·pi)."""
        if b.is_zero():
            return a, Fraction(0)
        if a.is_zero():
            return b, Fraction(1, 2)
        common = a.gcd(b)
        ratio = self._quotient(b / common, a / common)
        if ratio is None:
            return None
        for part in _near(atan(ratio) / pi):
            cosine, sine = self._of_pi(part)
            if self._is_zero((a / common) * sine - (b / common) * cosine):
                return a * cosine + b * sine, part
        return None

    # -- known parts of pi ---------------------------------------------------------------------

    def _times_pi(self, part: Fraction) -> fmpq_mpoly:
        if self._pi is None:
            self._pi = self.algebra.fraction(Constant("pi")).num
        return self._pi * fmpq(part.numerator, part.denominator)

    def _of_pi(self, part: Fraction) -> Wave:
        """The cosine and the sine of a part of pi."""
        one = self.algebra.one
        pair = self.algebra.angle(Ratio(self._times_pi(part), one))
        cosine, sine = (side.num / side.den.leading_coefficient() for side in pair)
        return cosine, sine

    def _is_zero(self, number: fmpq_mpoly) -> bool:
        number = self.algebra.reduce(number)
        return number.is_zero() or self.algebra.constants.mask(number) == NIL

    def _quotient(self, top: fmpq_mpoly, bottom: fmpq_mpoly) -> float | None:
        """Nearly the quotient of two numbers: a guess, that is proved afterwards."""
        values = [evaluate(self.algebra.node(part), {}, BITS) for part in (top, bottom)]
        if values[0] is None or values[1] is None or not sign_of(values[1]):
            return None
        return float(arb(values[0]) / arb(values[1]))


def _near(number: float) -> list[Fraction]:
    """Known parts that a number may be."""
    found = (Fraction(round(number * n), n) for n in PARTS)
    return [part for part in dict.fromkeys(found) if abs(float(part) - number) < NEAR]


def _times(phases: Phases, place: int, *, sine: bool) -> Phases:
    """A sum of z^v, z = exp(i·angle), times cos = (z + 1/z)/2 or sin = (z - 1/z)/(2·i)."""
    found: Phases = {}
    for turns, (a, b) in phases.items():
        for step in (1, -1):
            moved = (*turns[:place], turns[place] + step, *turns[place + 1 :])
            real, imaginary = found.get(moved, (fmpq(0), fmpq(0)))
            if sine:
                found[moved] = real + b * step / 2, imaginary - a * step / 2
            else:
                found[moved] = real + a / 2, imaginary + b / 2
    return found
