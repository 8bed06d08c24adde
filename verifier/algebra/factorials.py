"""Factorials and the gamma function as atoms: one for each family of arguments that differ by whole
numbers.

- ``gamma(z + k) = z·(z + 1)·…·(z + k - 1)·gamma(z)`` (k = 1, 2, …), wherever ``gamma(z)`` has a
  value: z is not 0, -1, -2, … It is used only where that is known of z; otherwise the two values
  stay two atoms.
- ``gamma(1/2) = sqrt(pi)``, and ``gamma(z)·gamma(1 - z) = pi/sin(pi·z)`` for z between 0 and 1.
- ``n! = gamma(n + 1)``.

Source: Abramowitz & Stegun 6.1.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from flint import fmpq, fmpq_mpoly

from verifier.algebra.atoms import Atom, Sort
from verifier.algebra.literals import NEG, NIL, POS
from verifier.algebra.ring import DividesByZero, Ratio, key
from verifier.language.expressions import ONE, Apply, Constant, Expression, Number
from verifier.language.problems import LimitExceeded

if TYPE_CHECKING:
    from verifier.algebra.fractions import Algebra

STEPS = 64  # factors between two values of one family
NEAR = 3  # steps down to between 0 and 1
HALF = Fraction(1, 2)


class Factorials:
    """The values of gamma in one algebra."""

    def __init__(self, algebra: Algebra) -> None:
        self.algebra = algebra
        self.formal = False  # for a search: as if every value existed
        self._families: dict[object, dict[int, Atom]] = {}
        self._mirroring = False  # what is mirrored is not mirrored back

    def factorial(self, n: Ratio) -> Ratio:
        """``n!`` for a natural n."""
        return self.gamma(self.algebra.plus(n, Ratio(self.algebra.one, self.algebra.one)))

    def gamma(self, z: Ratio) -> Ratio:
        """``gamma(z)`` where it is defined."""
        algebra = self.algebra
        z = algebra.lowest(Ratio(algebra.reduce(z.num), algebra.reduce(z.den)))
        if not z.den.is_constant():
            return self._plain(z, ("gamma", key(z.num), key(z.den)))
        poly = z.num / z.den.leading_coefficient()
        constant = fmpq(0) if poly.is_zero() else _constant_term(poly)
        level = int(constant.floor())
        base = poly - level  # its constant term is in [0, 1)
        if base.is_constant():
            return self._at_number(Fraction(int(constant.p), int(constant.q)))
        return self._at_level(base, level)

    # -- numbers -------------------------------------------------------------------------------

    def _at_number(self, z: Fraction) -> Ratio:
        """``gamma`` of a rational number, by its value in (0, 1]."""
        algebra = self.algebra
        if z.denominator == 1:
            if z <= 0:
                raise DividesByZero
            base, value = Fraction(1), Ratio(algebra.one, algebra.one)
        else:
            base = z - (z.numerator // z.denominator)
            value = self._between_zero_and_one(base)
        if abs(z - base) > STEPS:
            raise LimitExceeded("a factorial is too large")
        factors = Fraction(1)
        while base < z:
            factors *= base
            base += 1
        while base > z:
            base -= 1
            factors /= base
        return Ratio(value.num * fmpq(factors.numerator, factors.denominator), value.den)

    def _between_zero_and_one(self, z: Fraction) -> Ratio:
        algebra = self.algebra
        if z == HALF:
            return algebra.fraction(Apply("^", (Constant("pi"), Number(HALF))))
        if z < HALF:
            number = algebra.ring.constant(fmpq(z.numerator, z.denominator))
            return self._plain(Ratio(number, algebra.one), ("gamma", z))
        pi = Constant("pi")
        turn = Apply("sin", (Apply("*", (Number(1 - z), pi)),))
        reflected = algebra.fraction(Apply("/", (pi, turn)))
        return algebra.multiply(reflected, algebra.inverse(self._between_zero_and_one(1 - z)))

    # -- letters -------------------------------------------------------------------------------

    def _at_level(self, base: fmpq_mpoly, level: int) -> Ratio:
        """``gamma(base + level)``, over a value of the family that is known to exist."""
        algebra = self.algebra
        family = self._families.setdefault(key(base), {})
        if level in family:
            return self._value(family[level])
        lower = [known for known in family if known < level and level - known <= STEPS]
        for known in sorted(lower, reverse=True):
            if self._exists(base + known):
                ratio = self._value(family[known])
                return algebra.multiply(Ratio(self._rising(base, known, level), algebra.one), ratio)
        mirrored = self._mirrored(base + level)
        if mirrored is not None:
            return mirrored
        atom = self._atom(Ratio(base + level, algebra.one), ("gamma", key(base), level))
        if self._exists(base + level):
            for higher in [known for known in family if 0 < known - level <= STEPS]:
                rising = self._rising(base, level, higher) * algebra.generators[atom.slot]
                if family[higher].becomes is None:
                    self._refine(family[higher], rising)
        family[level] = atom
        return self._value(atom)

    def _mirrored(self, z: fmpq_mpoly) -> Ratio | None:
        """``gamma(z) = pi/(sin(pi·z)·gamma(1 - z))`` for a z known to lie between 0 and 1, where
        the family of 1 - z has been met; likewise for a z a few steps above.
        """
        algebra = self.algebra
        level = int(_constant_term(1 - z).floor())
        if self._mirroring or not self._families.get(key(1 - z - level)):
            return None
        signs = algebra.signs
        for steps in range(NEAR):
            inner = z - steps
            if signs.mask(inner) == POS and signs.mask(1 - inner) == POS:
                break
        else:
            return None
        turn = algebra.fraction(Apply("sin", (Apply("*", (Constant("pi"), algebra.node(inner))),)))
        self._mirroring = True
        try:
            other = self._at_level(1 - z - level, level + steps)  # of 1 - inner
        finally:
            self._mirroring = False
        below = algebra.inverse(algebra.multiply(turn, other))
        above = Ratio(self._rising(inner, 0, steps), algebra.one)
        return algebra.multiply(algebra.multiply(above, algebra.fraction(Constant("pi"))), below)

    def _refine(self, atom: Atom, by: fmpq_mpoly) -> None:
        """Say an atom by another, and with it the logarithms and roots that are made from it."""
        algebra = self.algebra
        algebra.become(atom, by)
        for other in list(algebra.atoms):
            argument = other.argument
            if argument is None or not argument.degrees()[atom.slot] or other.becomes is not None:
                continue
            anew = Ratio(algebra.reduce(argument), algebra.one)
            if other.sort is Sort.LOG:
                value = algebra.log(anew)
            elif other.sort in (Sort.ROOT, Sort.ABS):
                value = algebra.power(algebra.magnitude(anew), Fraction(1, other.fine))
            else:
                continue
            if value.den.is_one():
                algebra.become(other, value.num)

    def _rising(self, base: fmpq_mpoly, low: int, high: int) -> fmpq_mpoly:
        product = self.algebra.one
        for k in range(low, high):
            product = self.algebra.product(product, base + k)
        return product

    def _exists(self, z: fmpq_mpoly) -> bool:
        """Whether z is known not to be 0, -1, -2, …"""
        if self.formal or not self.algebra.signs.mask(z) & (NEG | NIL):
            return True
        constant = _constant_term(z)
        whole = self.algebra.names.integral(self.algebra.node(z - constant))
        return whole and constant.q != 1

    def _plain(self, z: Ratio, name: object) -> Ratio:
        return self._value(self._atom(z, name))

    def _value(self, atom: Atom) -> Ratio:
        return Ratio(self.algebra.generators[atom.slot], self.algebra.one)

    def _atom(self, z: Ratio, name: object) -> Atom:
        return self.algebra.atom(Sort.OPAQUE, name, self._node(z))

    def _node(self, z: Ratio) -> Expression:
        algebra = self.algebra
        if z.den.is_constant():
            below = algebra.node(z.num / z.den.leading_coefficient() - 1)
            if algebra.names.integral(below):
                return Apply("factorial", (below,))
            return Apply("gamma", (algebra.node(z.num / z.den.leading_coefficient()),))
        return Apply("gamma", (Apply("/", (algebra.node(z.num), algebra.node(z.den))),))


def _constant_term(poly: fmpq_mpoly) -> fmpq:
    terms = poly.to_dict()
    return fmpq(terms.get((0,) * len(poly.degrees()), 0))


def falling(u: Expression, k: int) -> Expression:
    """``u·(u - 1)·…·(u - k + 1)``, with k factors."""
    factors = [Apply("+", (u, Number(-i))) if i else u for i in range(k)]
    return Apply("*", tuple(factors)) if k > 1 else factors[0] if k else ONE
