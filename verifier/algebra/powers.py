"""Roots, absolute values, exponentials, logarithms and powers with letters: all of them are powers.

Each rests on a relation of the table in `atoms`. Products are taken apart into irreducible factors
and each factor's absolute value carries the root or the logarithm.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from flint import fmpq, fmpq_mpoly, fmpz

from verifier.algebra.atoms import Atom, Sort
from verifier.algebra.derivative import negate, power
from verifier.algebra.literals import NEG, POS
from verifier.algebra.names import Names
from verifier.algebra.ring import DividesByZero, Ratio, Ring, key, primes
from verifier.language.expressions import Apply, Number
from verifier.language.problems import LimitExceeded

if TYPE_CHECKING:
    from verifier.algebra.signs import Signs

FINE = 20_000  # the common denominator of exponents over one base
SPLIT_TERMS = 64  # of an exponent or an angle


class Powers(Ring):
    """The ring with powers of every kind; ``signs`` tells which absolute values are known."""

    signs: Signs

    def __init__(self, names: Names, capacity: int) -> None:
        super().__init__(names, capacity)
        self._families: dict[object, tuple[Atom, int]] = {}
        self._exponents: dict[int, Ratio] = {}

    def power(self, a: Ratio, exponent: Fraction) -> Ratio:
        """``a^exponent`` for a known exponent, where it is defined."""
        if exponent.denominator == 1:
            n = exponent.numerator
            if n < 0:
                a = self.inverse(a)
            if abs(n) > 10**6:
                raise LimitExceeded("an exponent is too large")
            return Ratio(self.whole_power(a.num, abs(n)), self.whole_power(a.den, abs(n)))
        if self.is_zero(a.num):
            if exponent < 0:
                raise DividesByZero
            return Ratio(self.zero, self.one)
        top, bottom = self._root_of(a.num, exponent), self._root_of(a.den, exponent)
        return self.multiply(top, self.inverse(bottom))

    def magnitude(self, a: Ratio) -> Ratio:
        """``|a|``, factor by factor."""
        top, bottom = self._root_of(a.num, Fraction(1)), self._root_of(a.den, Fraction(1))
        return self.multiply(top, self.inverse(bottom))

    # -- roots and absolute values -------------------------------------------------------------

    def absolute(self, base: fmpq_mpoly) -> fmpq_mpoly:
        """``|base|`` for an irreducible base: itself or its negative where the sign is known."""
        mask = self.signs.mask(base)
        if not mask & NEG:
            return base
        if not mask & POS:
            return -base
        atom = self.atom(Sort.ABS, key(base), Apply("abs", (self.node(base),)), base)
        if not atom.degree:
            self.relate(atom, 2, base * base)
        return self.generators[atom.slot]

    def _root_of(self, poly: fmpq_mpoly, exponent: Fraction) -> Ratio:
        """``|poly|^exponent``, factor by factor."""
        if poly.is_one():
            return Ratio(self.one, self.one)
        content, powers = self.factor(self.reduce(poly))
        result = self._root_of_number(content, exponent)
        for base, n in powers:
            result = self.multiply(result, self._root_of_base(base, n * exponent))
        return result

    def _root_of_number(self, number: fmpq, exponent: Fraction) -> Ratio:
        result = Ratio(self.one, self.one)
        for prime, n in primes(number):
            result = self.multiply(
                result, self._root_of_base(self.ring.constant(prime), n * exponent)
            )
        return result

    def _root_of_base(self, base: fmpq_mpoly, exponent: Fraction) -> Ratio:
        """``|base|^exponent`` for an irreducible base or a prime."""
        exact = self._power_of_atom(base, exponent)
        if exact is not None:
            return exact
        whole = exponent.numerator // exponent.denominator
        part = exponent - whole
        size = self.absolute(base) if whole % 2 or part else base
        result = self._signed_power(size if whole % 2 else base, whole)
        if part:
            root = self._root(base, size, part.denominator)
            result = self.multiply(result, Ratio(root**part.numerator, self.one))
        return result

    def _power_of_atom(self, base: fmpq_mpoly, exponent: Fraction) -> Ratio | None:
        """``exp(m)^c = exp(c·m)`` and ``(|f|^(1/q))^c = |f|^(c/q)``, for a base that is such an
        atom.
        """
        atom = self.lone(base)
        if atom is None:
            return None
        if atom.sort is Sort.EXP:
            return self.exp(self.multiply(self.exponent(atom), self._number(exponent)))
        if atom.sort is Sort.ROOT and atom.argument is not None:
            return self._root_of_base(atom.argument, exponent / atom.fine)
        if atom.sort is Sort.ABS and atom.argument is not None:
            return self._root_of_base(atom.argument, exponent)
        if atom.sort is Sort.PARITY:
            return Ratio(self.one, self.one)
        if atom.sort is Sort.POWER and atom.argument is not None:  # |f^m| = exp(m·log|f|)
            inner = self.multiply(self.exponent(atom), self._log_of_base(atom.argument))
            return self.exp(self._scaled(inner, exponent))
        return None

    def _root(self, base: fmpq_mpoly, size: fmpq_mpoly, degree: int) -> fmpq_mpoly:
        """``size^(1/degree)``; all roots of one base are powers of one atom."""
        family = ("root", key(base))
        known = self._families.get(family)
        if known is not None and known[1] % degree == 0:
            return self.generators[known[0].slot] ** (known[1] // degree)
        fine = degree if known is None else _lcm(known[1], degree)
        if fine > FINE:
            raise LimitExceeded("roots have too many different degrees")
        node = power(self.node(size), Fraction(1, fine))
        atom = self.atom(Sort.ROOT, (family, fine), node, base)
        atom.fine = fine
        self.relate(atom, fine, size)
        if known is not None:
            known[0].becomes = self.generators[atom.slot] ** (fine // known[1])
            known[0].degree = 0
            self.refined += 1
        self._families[family] = (atom, fine)
        return self.generators[atom.slot] ** (fine // degree)

    # -- exponentials and logarithms -----------------------------------------------------------

    def exp(self, u: Ratio) -> Ratio:
        """``exp(u)``, a product over the terms of u."""
        u = self.normal(u)
        result = Ratio(self.one, self.one)
        for coefficient, monomial, den in self._terms(u):
            result = self.multiply(result, self._exp_of_term(coefficient, monomial, den))
        return result

    def _terms(self, u: Ratio) -> list[tuple[Fraction, fmpq_mpoly, fmpq_mpoly]]:
        """The terms ``coefficient·monomial/den`` of a fraction, each in lowest terms."""
        if len(u.num) > SPLIT_TERMS:
            raise LimitExceeded("an exponent or an angle has too many terms")
        found = []
        for monomial, coefficient in zip(u.num.monoms(), u.num.coeffs(), strict=True):
            bare = self.ring.from_dict({monomial: 1})
            reduced = self.lowest(Ratio(bare, u.den))
            lead = reduced.num.leading_coefficient()
            value = coefficient * lead
            found.append((Fraction(int(value.p), int(value.q)), reduced.num / lead, reduced.den))
        return found

    def _exp_of_term(self, coefficient: Fraction, monomial: fmpq_mpoly, den: fmpq_mpoly) -> Ratio:
        if den.is_one():
            atom = self.lone(monomial)
            if atom is not None and atom.sort is Sort.LOG and atom.argument is not None:
                return self._root_of_base(atom.argument, coefficient)
        family = ("exp", key(monomial), key(den))
        known = self._families.get(family)
        fine = coefficient.denominator if known is None else _lcm(known[1], coefficient.denominator)
        if known is None or fine != known[1]:
            if fine > FINE:
                raise LimitExceeded("exponents have too many different denominators")
            node = Apply("exp", (self.quotient(monomial, den, fine),))
            atom = self.atom(Sort.EXP, (family, fine), node)
            atom.fine = fine
            self._exponents[atom.slot] = Ratio(monomial / fine, den)
            if known is not None:
                known[0].becomes = self.generators[atom.slot] ** (fine // known[1])
                self._related = True
                self.refined += 1
            known = self._families[family] = (atom, fine)
        return self._signed_power(self.generators[known[0].slot], int(coefficient * fine))

    def exponent(self, atom: Atom) -> Ratio:
        """The u of an atom exp(u), the m of an atom f^m."""
        return self._exponents[atom.slot]

    def log(self, u: Ratio) -> Ratio:
        """``log(u)`` for positive u, as a sum over the absolute values of its factors."""
        if self.is_zero(u.num):
            raise DividesByZero
        u = self.normal(u)
        top, bottom = self._log_of(u.num), self._log_of(u.den)
        return self.plus(top, Ratio(-bottom.num, bottom.den))

    def _log_of(self, poly: fmpq_mpoly) -> Ratio:
        content, powers = self.factor(poly)
        total = Ratio(self.zero, self.one)
        for prime, n in primes(content):
            total = self.plus(
                total, self._scaled(self._log_of_base(self.ring.constant(prime)), Fraction(n))
            )
        for base, n in powers:
            total = self.plus(total, self._scaled(self._log_of_base(base), Fraction(n)))
        return total

    def _log_of_base(self, base: fmpq_mpoly) -> Ratio:
        atom = self.lone(base)
        if atom is not None and atom.becomes is None:
            if atom.sort is Sort.EXP:
                return self.exponent(atom)
            if atom.sort is Sort.ROOT and atom.argument is not None:
                inner = self._log_of_base(atom.argument)
                return self._scaled(inner, Fraction(1, atom.fine))
            if atom.sort is Sort.ABS and atom.argument is not None:
                return self._log_of_base(atom.argument)
        found = self._named.get((Sort.LOG, key(base)))
        if found is None:
            mask = self.signs.mask(base)
            node = self.node(base)
            size = (
                node
                if not mask & NEG
                else negate(node)
                if not mask & POS
                else Apply("abs", (node,))
            )
            found = self.atom(Sort.LOG, key(base), Apply("log", (size,)), base)
        return Ratio(self.generators[found.slot], self.one)

    # -- integer exponents with letters --------------------------------------------------------

    def _integer_power(self, poly: fmpq_mpoly, exponent: Ratio) -> Ratio:
        content, powers = self.factor(self.reduce(poly))
        result = self.exp(self.multiply(exponent, self._log_of(self.ring.constant(content))))
        if content < 0:
            result = self.multiply(result, self._parity(exponent))
        for base, n in powers:
            result = self.multiply(
                result, self._integer_power_of_base(base, self._scaled(exponent, Fraction(n)))
            )
        return result

    def _integer_power_of_base(self, base: fmpq_mpoly, exponent: Ratio) -> Ratio:
        inner = self.lone(base)
        if inner is not None and inner.sort is Sort.POWER and inner.argument is not None:
            together = self.multiply(self.exponent(inner), exponent)
            return self._integer_power_of_base(inner.argument, together)
        if inner is not None and inner.sort is Sort.PARITY:
            return self._parity(self.multiply(self.exponent(inner), exponent))
        mask = self.signs.mask(base)
        if not mask & NEG or not mask & POS:
            result = self.exp(self.multiply(exponent, self._log_of_base(base)))
            return result if not mask & NEG else self.multiply(result, self._parity(exponent))
        result = Ratio(self.one, self.one)
        for coefficient, monomial in self._integer_terms(exponent):
            if monomial.is_one():
                part = self._signed_power(base, int(coefficient))
            else:
                node = Apply("^", (self.node(base), self.node(monomial)))
                atom = self.atom(Sort.POWER, (key(base), key(monomial)), node, base)
                self._exponents[atom.slot] = Ratio(monomial, self.one)
                part = self._signed_power(self.generators[atom.slot], int(coefficient))
            result = self.multiply(result, part)
        return result

    def _integer_terms(self, exponent: Ratio) -> list[tuple[int, fmpq_mpoly]]:
        """The terms of an integer exponent, each an integer by its form."""
        found = []
        for coefficient, monomial, den in self._terms(exponent):
            whole = coefficient.denominator == 1 and den.is_one()
            if not whole or not self.names.integral(self.node(monomial)):
                raise LimitExceeded("an integer exponent is not one term by term")
            found.append((int(coefficient), monomial))
        return found

    def _parity(self, exponent: Ratio) -> Ratio:
        """``(-1)^exponent`` for an integer exponent."""
        result = self.one
        for coefficient, monomial in self._integer_terms(exponent):
            if coefficient % 2 == 0:
                continue
            if monomial.is_one():
                result = -result
                continue
            simple = _square_free(self, monomial)  # n^2 is even where n is
            node = Apply("^", (Number(-1), self.node(simple)))
            atom = self.atom(Sort.PARITY, key(simple), node)
            self._exponents[atom.slot] = Ratio(monomial, self.one)
            if not atom.degree:
                self.relate(atom, 2, self.one)
            result = self.reduce(result * self.generators[atom.slot])
        return Ratio(result, self.one)


def _square_free(ring: Ring, monomial: fmpq_mpoly) -> fmpq_mpoly:
    (degrees,) = monomial.monoms()
    return ring.ring.from_dict({tuple(min(int(degree), 1) for degree in degrees): 1})


def _lcm(a: int, b: int) -> int:
    return int(fmpz(a).lcm(b))
