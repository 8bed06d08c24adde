"""Sine and cosine of a sum of terms: addition theorems, and exact values.

- A term ``c·m`` is a whole multiple of the finest angle met for ``m``; coarser ones become
  polynomials in it (Chebyshev).
- At rational multiples of pi every value is a polynomial in one number, cos(pi/N), whose minimal
  polynomial FLINT knows; square roots of small primes are written in it by Gauss's sums once both
  occur, so that identities among all of these are decided.
- At whole multiples of pi, with letters: sin(n·pi) = 0 and cos(n·pi) = (-1)^n.
- At inverse functions and their halves: sin(asin t) = t, cos(asin t) = sqrt(1 - t²), cos(atan t)
  likewise; cos(u/2) = sqrt((1 + cos u)/2) for u between -pi/2 and pi/2.

Sources: Abramowitz & Stegun 4.3; Ireland & Rosen, *A Classical Introduction to Modern Number
Theory*, chapter 6 (Gauss sums); Watkins & Zeitlin (1993) for the minimal polynomial of cos(2·pi/n).
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm

from flint import fmpq, fmpq_mpoly, fmpz, fmpz_poly

from verifier.algebra.atoms import Atom, Sort
from verifier.algebra.names import Names
from verifier.algebra.powers import Powers
from verifier.algebra.ring import Ratio, key
from verifier.language.expressions import Apply, Constant, Number
from verifier.language.problems import LimitExceeded

MULTIPLE = 200  # of an angle
HALVINGS = 4  # of an inverse sine or tangent
PARTS = 420  # of a half turn: cos(pi/N) up to this N
PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31)  # whose square roots Gauss's sums express


class Angles(Powers):
    """The ring with sines and cosines."""

    def __init__(self, names: Names, capacity: int) -> None:
        super().__init__(names, capacity)
        self._inverses: dict[int, tuple[str, Ratio]] = {}  # asin and atan atoms, by slot
        self._parts: tuple[Atom, int] | None = None  # cos(pi/N) and N
        self._part_degrees: dict[int, int] = {}  # of the number cos(pi/N), by its slot
        self._sines: dict[int, Atom] = {}  # the sine beside each cosine, by the cosine's slot

    def angle(self, u: Ratio) -> tuple[Ratio, Ratio]:
        """(cos u, sin u), by the addition theorems over the terms of u."""
        u = self.normal(u)
        pair = Ratio(self.one, self.one), Ratio(self.zero, self.one)
        for coefficient, monomial, den in self._terms(u):
            pair = self._together(pair, self._angle_of_term(coefficient, monomial, den))
        return pair

    def _together(
        self, first: tuple[Ratio, Ratio], second: tuple[Ratio, Ratio]
    ) -> tuple[Ratio, Ratio]:
        """(cos, sin) of the sum of two angles."""
        (c, s), (d, t) = first, second
        back = self.multiply(s, t)
        return (
            self.plus(self.multiply(c, d), Ratio(-back.num, back.den)),
            self.plus(self.multiply(c, t), self.multiply(s, d)),
        )

    def _angle_of_term(
        self, coefficient: Fraction, monomial: fmpq_mpoly, den: fmpq_mpoly
    ) -> tuple[Ratio, Ratio]:
        if den.is_one():
            exact = self._turning(coefficient, monomial) or self._inverse(coefficient, monomial)
            if exact is not None:
                return exact
        c, s, fine = self._finest(monomial, den, coefficient.denominator)
        return self._multiple(c, s, coefficient.numerator * (fine // coefficient.denominator))

    # -- letters -------------------------------------------------------------------------------

    def _finest(
        self, monomial: fmpq_mpoly, den: fmpq_mpoly, parts: int
    ) -> tuple[fmpq_mpoly, fmpq_mpoly, int]:
        """(cos, sin) of the finest part of the angle met so far, fine enough for ``parts``."""
        family = ("angle", key(monomial), key(den))
        known = self._families.get(family)
        fine = parts if known is None else lcm(known[1], parts)
        if known is not None and known[1] == fine:
            cosine, sine = known[0], self._sines[known[0].slot]
            return self.generators[cosine.slot], self.generators[sine.slot], fine
        angle = self.quotient(monomial, den, fine)
        cosine = self.atom(Sort.COSINE, (family, fine), Apply("cos", (angle,)))
        sine = self.atom(Sort.SINE, (family, fine), Apply("sin", (angle,)))
        c, s = self.generators[cosine.slot], self.generators[sine.slot]
        self.relate(sine, 2, 1 - c * c)
        if known is not None:
            coarse = self._sines[known[0].slot]
            multiple = self._multiple(c, s, fine // known[1])
            known[0].becomes, coarse.becomes = multiple[0].num, multiple[1].num
            coarse.degree = 0
            self.refined += 1
        self._sines[cosine.slot] = sine
        self._families[family] = (cosine, fine)
        return c, s, fine

    def _multiple(self, c: fmpq_mpoly, s: fmpq_mpoly, n: int) -> tuple[Ratio, Ratio]:
        """(cos nθ, sin nθ) by the recurrence of de Moivre."""
        if abs(n) > MULTIPLE:
            raise LimitExceeded("a multiple of an angle is too large")
        cosine, sine = self.one, self.zero
        for _ in range(abs(n)):
            cosine, sine = (
                self.reduce(self.product(cosine, c) - self.product(sine, s)),
                self.reduce(self.product(cosine, s) + self.product(sine, c)),
            )
        return Ratio(cosine, self.one), Ratio(sine if n >= 0 else -sine, self.one)

    def is_inverse(self, atom: Atom) -> bool:
        """Whether an atom is an inverse sine or tangent."""
        return atom.slot in self._inverses

    def _inverse(self, coefficient: Fraction, monomial: fmpq_mpoly) -> tuple[Ratio, Ratio] | None:
        """(cos, sin) of whole multiples of an inverse sine or tangent, its half, quarter, …"""
        atom = self.lone(monomial)
        if atom is None or atom.slot not in self._inverses:
            return None
        halvings = coefficient.denominator.bit_length() - 1
        if coefficient.denominator != 1 << halvings or halvings > HALVINGS:
            return None
        if abs(coefficient.numerator) > MULTIPLE:
            raise LimitExceeded("a multiple of an angle is too large")
        single = self._of_inverse(*self._inverses[atom.slot])
        for _ in range(halvings):
            single = self._half(single)
        pair = Ratio(self.one, self.one), Ratio(self.zero, self.one)
        for _ in range(abs(coefficient.numerator)):
            pair = self._together(pair, single)
        cosine, sine = pair
        return cosine, sine if coefficient >= 0 else Ratio(-sine.num, sine.den)

    def _of_inverse(self, head: str, t: Ratio) -> tuple[Ratio, Ratio]:
        """(cos, sin) of asin t, where |t| <= 1 and the cosine is not negative, or of atan t."""
        square = self.multiply(t, t)
        one = Ratio(self.one, self.one)
        if head == "asin":
            rest = self.plus(one, Ratio(-square.num, square.den))
            return self.power(rest, Fraction(1, 2)), t
        cosine = self.power(self.plus(one, square), Fraction(-1, 2))
        return cosine, self.multiply(cosine, t)

    def _half(self, pair: tuple[Ratio, Ratio]) -> tuple[Ratio, Ratio]:
        """(cos, sin) of half an angle between -pi/2 and pi/2."""
        doubled = self.plus(Ratio(self.one, self.one), pair[0])
        cosine = self.power(self._scaled(doubled, Fraction(1, 2)), Fraction(1, 2))
        sine = self.multiply(pair[1], self.inverse(self._scaled(cosine, Fraction(2))))
        return cosine, sine

    # -- multiples of pi -----------------------------------------------------------------------

    def _turning(self, coefficient: Fraction, monomial: fmpq_mpoly) -> tuple[Ratio, Ratio] | None:
        """(cos, sin) of ``coefficient·monomial`` where the monomial is pi times an integer."""
        slot = self._slot_of_pi()
        if slot is None or int(monomial.degrees()[slot]) != 1:
            return None
        rest = monomial / self.generators[slot]
        if rest.is_one():
            return self._of_turn(coefficient), self._of_turn(Fraction(1, 2) - coefficient)
        if coefficient.denominator != 1 or not self.names.integral(self.node(rest)):
            return None
        sign = self._parity(Ratio(rest * int(coefficient), self.one))
        return sign, Ratio(self.zero, self.one)

    def _slot_of_pi(self) -> int | None:
        found = self._named.get((Sort.CONSTANT, Constant("pi")))
        return None if found is None else found.slot

    def _of_turn(self, part: Fraction) -> Ratio:
        """cos(part·pi)."""
        part %= 2
        if part > 1:
            part = 2 - part
        if 2 * part.numerator % part.denominator == 0:
            return Ratio(self.ring.constant(1 - int(2 * part)), self.one)
        c, parts = self._finest_part(part.denominator)
        return Ratio(self._chebyshev(c, int(part * parts)), self.one)

    def _finest_part(self, parts: int) -> tuple[fmpq_mpoly, int]:
        """cos(pi/N) for an N that is a multiple of 2, of ``parts`` and of every N before it."""
        known = self._parts
        fine = lcm(2, parts) if known is None else lcm(known[1], 2, parts)
        if known is None or known[1] != fine:
            if fine > PARTS:
                raise LimitExceeded("a part of a half turn is too small")
            angle = Apply("/", (Constant("pi"), Number(fine)))
            atom = self.atom(Sort.COSINE, ("part", fine), Apply("cos", (angle,)))
            self._relate_part(atom, fine)
            if known is not None:
                c = self.generators[atom.slot]
                known[0].becomes, known[0].degree = self._chebyshev(c, fine // known[1]), 0
                self.refined += 1
            self._parts = known = atom, fine
        return self.generators[known[0].slot], fine

    def _relate_part(self, atom: Atom, parts: int) -> None:
        """2·cos(pi/N) is a root of the minimal polynomial of 2·cos(2·pi/(2N))."""
        coefficients = fmpz_poly.cos_minpoly(2 * parts).coeffs()
        degree = len(coefficients) - 1
        self._part_degrees[atom.slot] = degree
        c, value = self.generators[atom.slot], self.zero
        for power, coefficient in enumerate(coefficients[:-1]):
            value -= c**power * fmpq(coefficient * fmpz(2) ** power, fmpz(2) ** degree)
        self.relate(atom, degree, value)

    def degree_of_part(self, atom: Atom) -> int:
        """The degree of cos(pi/N) over the rationals; 0 for another atom."""
        return self._part_degrees.get(atom.slot, 0)

    def _chebyshev(self, c: fmpq_mpoly, n: int) -> fmpq_mpoly:
        """T_n(c), reduced on the way."""
        before, here = self.one, c
        for _ in range(n - 1):
            before, here = here, self.reduce(2 * self.product(c, here) - before)
        return here if n else self.one

    def join_roots(self) -> None:
        """Write square roots of small primes in cos(pi/N), where both occur."""
        for atom in list(self.atoms):
            if atom.sort is not Sort.ROOT or atom.fine != 2 or atom.becomes is not None:
                continue
            if atom.argument is None or not atom.argument.is_constant() or self._parts is None:
                continue
            prime = int(atom.argument.leading_coefficient().p)
            if prime in PRIMES and lcm(self._parts[1], 4, prime) <= PARTS:
                atom.becomes, atom.degree = self._gauss_sum(prime).num, 0

    def _gauss_sum(self, prime: int) -> Ratio:
        """sqrt(prime) as a sum of cosines, or of sines for prime = 3 mod 4."""
        if prime == 2:
            root = self._of_turn(Fraction(1, 4))
            return Ratio(2 * root.num, root.den)
        shift = Fraction(1, 2) if prime % 4 == 3 else Fraction(0)
        total = Ratio(self.zero, self.one)
        for k in range(1, prime):
            sign = 1 if pow(k, (prime - 1) // 2, prime) == 1 else -1
            term = self._of_turn(shift - Fraction(2 * k, prime))
            total = self.plus(total, Ratio(sign * term.num, term.den))
        return total
