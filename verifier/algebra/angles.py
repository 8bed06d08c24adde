"""Sine and cosine of a sum of terms, by the addition theorems."""

from __future__ import annotations

from fractions import Fraction

from flint import fmpq_mpoly

from verifier.algebra.atoms import Sort
from verifier.algebra.powers import Powers
from verifier.algebra.ring import Ratio, key
from verifier.language.expressions import Apply, Constant
from verifier.language.problems import LimitExceeded

MULTIPLE = 200  # of an angle


class Angles(Powers):
    """The ring with sines and cosines."""

    def angle(self, u: Ratio) -> tuple[Ratio, Ratio]:
        """(cos u, sin u), by the addition theorems over the terms of u."""
        u = self._normal(u)
        cosine, sine = Ratio(self.one, self.one), Ratio(self.zero, self.one)
        for coefficient, monomial, den in self._terms(u):
            c, s = self._angle_of_term(coefficient, monomial, den)
            cosine, sine = (
                Ratio(self.product(cosine.num, c) - self.product(sine.num, s), self.one),
                Ratio(self.product(cosine.num, s) + self.product(sine.num, c), self.one),
            )
        return cosine, sine

    def _angle_of_term(
        self, coefficient: Fraction, monomial: fmpq_mpoly, den: fmpq_mpoly
    ) -> tuple[fmpq_mpoly, fmpq_mpoly]:
        atom = self._lone(monomial)
        if den.is_one() and atom is not None and atom.node is Constant("pi"):
            quarter = 2 * coefficient
            if quarter.denominator == 1:
                turn = int(quarter) % 4
                values = ((1, 0), (0, 1), (-1, 0), (0, -1))[turn]
                return self.ring.constant(values[0]), self.ring.constant(values[1])
        name = (key(monomial), key(den), coefficient.denominator)
        angle = self._quotient(monomial, den, coefficient.denominator)
        cosine = self.atom(Sort.COSINE, name, Apply("cos", (angle,)))
        sine = self.atom(Sort.SINE, name, Apply("sin", (angle,)))
        c, s = self.generators[cosine.slot], self.generators[sine.slot]
        if not sine.degree:
            self.relate(sine, 2, 1 - c * c)
        return self._multiple_angle(c, s, coefficient.numerator)

    def _multiple_angle(
        self, c: fmpq_mpoly, s: fmpq_mpoly, n: int
    ) -> tuple[fmpq_mpoly, fmpq_mpoly]:
        """(cos nθ, sin nθ) by the recurrence of de Moivre."""
        if abs(n) > MULTIPLE:
            raise LimitExceeded("a multiple of an angle is too large")
        cosine, sine = self.one, self.zero
        for _ in range(abs(n)):
            cosine, sine = (
                self.reduce(self.product(cosine, c) - self.product(sine, s)),
                self.reduce(self.product(cosine, s) + self.product(sine, c)),
            )
        return cosine, sine if n >= 0 else -sine
