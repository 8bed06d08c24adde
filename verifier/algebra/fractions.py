"""Expressions as fractions of polynomials over atoms, on FLINT.

`Algebra` holds the atoms met so far and the facts of one case. Two smooth expressions have equal values
wherever both are defined if the numerator of their difference reduces to zero by the atoms'
relations. Nothing is divided out but common polynomial factors, which are factors of a denominator
and so nonzero wherever the expression is defined; in particular the ring may have zero divisors.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from flint import Ordering, fmpq, fmpq_mpoly, fmpq_mpoly_ctx, fmpz

from verifier.algebra.atoms import Atom, Sort
from verifier.algebra.derivative import add, negate, power, times
from verifier.algebra.enclosures import evaluate, outer_bounds
from verifier.algebra.literals import NEG, POS
from verifier.algebra.names import Names
from verifier.algebra.signs import Fact, Signs
from verifier.language.expressions import (
    Apply,
    Call,
    Constant,
    Expression,
    Name,
    Number,
    free_names,
)
from verifier.language.problems import LimitExceeded

WORK = 60_000_000  # products of terms, in one algebra
PRODUCT = 4_000_000  # products of terms, in one multiplication
TERMS = 200_000  # of one polynomial
COMMON = 250_000  # products of terms up to which a common divisor is looked for
CONSTANT_BITS = 128
ROUNDS = 6  # of reducing by the relations, which feed each other
BITS = 200_000  # of one number
FACTOR_TERMS = 400  # a longer polynomial is taken as one factor
FACTOR_DEGREE = 64
CAPACITIES = (16, 64, 256, 1024)


class TooManyAtoms(Exception):  # noqa: N818 - asks for a larger ring, and is answered
    """The ring is full; the work is done again in a larger one."""


class DividesByZero(Exception):  # noqa: N818 - a finding, not an error
    """A divisor is identically zero: the expression is defined nowhere."""


class Ratio(NamedTuple):
    """``num/den``; ``den`` is nonzero wherever the expression is defined."""

    num: fmpq_mpoly
    den: fmpq_mpoly


class Factors(NamedTuple):
    """A polynomial as ``content`` times powers of irreducible ones."""

    content: fmpq
    powers: list[tuple[fmpq_mpoly, int]]


def key(poly: fmpq_mpoly) -> tuple[object, ...]:
    """A hashable form of a polynomial, the same for equal polynomials of one ring."""
    return (tuple(poly.monoms()), tuple(poly.coeffs()))


class Algebra:
    """The fractions over one case's atoms.

    Raises (from most methods):
        LimitExceeded: when a limit on work or size is reached.
        TooManyAtoms: when the ring is too small; make a larger one.
        DividesByZero: when a divisor vanishes identically.
    """

    def __init__(
        self,
        names: Names,
        facts: Iterable[Fact] = (),
        capacity: int = CAPACITIES[0],
        *,
        bare: bool = False,
    ) -> None:
        """``bare``: not even the symbols' domains are facts, so that what holds, holds nearby."""
        self.names = names
        self.facts = tuple(facts)
        self.capacity = capacity
        self.bare = bare
        self.ring, self.generators, self.zero, self.one = _ring(capacity)
        self.atoms: list[Atom] = []
        self.by_slot: dict[int, Atom] = {}
        self.work = 0
        self._named: dict[object, Atom] = {}
        self._found: dict[Expression, Ratio] = {}
        self._related = False
        self._families: dict[object, tuple[Atom, int]] = {}
        self._exponents: dict[int, Ratio] = {}
        self.rewrites: dict[str, Expression] = {}
        self.vanishing: list[fmpq_mpoly] = []
        self.signs = Signs(self, self.facts)
        self.signs.load()

    def with_facts(self, more: Iterable[Fact]) -> Algebra:
        """A fresh algebra that knows more."""
        return Algebra(self.names, (*self.facts, *more), self.capacity, bare=self.bare)

    # -- from expressions ----------------------------------------------------------------------

    def fraction(self, node: Expression) -> Ratio:
        """A smooth expression as a fraction; its value wherever it is defined."""
        found = self._found.get(node)
        if found is None:
            found = self._found[node] = self._build(node)
        return found

    def _build(self, node: Expression) -> Ratio:
        match node:
            case Number(value):
                if value.numerator.bit_length() > BITS or value.denominator.bit_length() > BITS:
                    raise LimitExceeded("a number has too many digits")
                number = fmpq(value.numerator, value.denominator)
                return Ratio(self.ring.constant(number), self.one)
            case Name(name):
                if name in self.rewrites:
                    return self.fraction(self.rewrites[name])
                return self._atom(Sort.NAME, node, node)
            case Constant("e"):
                return self.exp(Ratio(self.one, self.one))
            case Constant():
                return self._atom(Sort.CONSTANT, node, node)
            case Apply("+", terms):
                return self._sum([self.fraction(term) for term in terms])
            case Apply("*", factors):
                product = self.fraction(factors[0])
                for factor in factors[1:]:
                    product = self.multiply(product, self.fraction(factor))
                return product
            case Apply("neg", (u,)):
                num, den = self.fraction(u)
                return Ratio(-num, den)
            case Apply("/", (u, v)):
                return self.multiply(self.fraction(u), self.inverse(self.fraction(v)))
            case Apply("^", (u, Number(exponent))):
                return self.power(self.fraction(u), exponent)
            case Apply("^", (u, v)):
                return self._symbolic_power(u, v)
            case Apply("exp", (u,)):
                return self.exp(self.fraction(u))
            case Apply("log", (u,)):
                return self.log(self.fraction(u))
            case Apply("sin", (u,)):
                return self._angle(self.fraction(u))[1]
            case Apply("cos", (u,)):
                return self._angle(self.fraction(u))[0]
            case Apply(head, args):
                return self._opaque(head, args, node)
            case Call(function, args, order):
                return self._opaque((function, order), args, node)
            case _:
                raise LimitExceeded("this expression is outside the algebra")

    def vanishes(self, node: Expression) -> bool:
        """Whether the expression is zero wherever it is defined (in this case)."""
        return self.is_zero(self.fraction(node).num)

    def is_zero(self, poly: fmpq_mpoly) -> bool:
        """Whether a polynomial is zero by the relations and the equations among the facts."""
        poly = self.reduce(poly)
        if poly.is_zero():
            return True
        for equation in self.vanishing:
            poly = self.reduce(divmod(poly, equation)[1])
            if poly.is_zero():
                return True
        return False

    # -- arithmetic ----------------------------------------------------------------------------

    def _spend(self, amount: int) -> None:
        self.work += amount
        if self.work > WORK:
            raise LimitExceeded("the algebra took more work than a line is given")

    def product(self, a: fmpq_mpoly, b: fmpq_mpoly) -> fmpq_mpoly:
        """``a*b``, within the limits."""
        size = len(a) * len(b)
        if size > 1:
            self._spend(size)
            if size > PRODUCT:
                raise LimitExceeded("a product has too many terms")
        return a * b

    def multiply(self, a: Ratio, b: Ratio) -> Ratio:
        """The product of two fractions, without looking for common factors."""
        if b.den.is_one():
            return Ratio(self.product(a.num, b.num), a.den)
        if a.den.is_one():
            return Ratio(self.product(a.num, b.num), b.den)
        if len(a.num) * len(b.num) + len(a.den) * len(b.den) > 64:  # large: cancel first
            a, b = self._crossed(a, b)
        return Ratio(self.product(a.num, b.num), self.product(a.den, b.den))

    def _crossed(self, a: Ratio, b: Ratio) -> tuple[Ratio, Ratio]:
        left, right = self.lowest(Ratio(a.num, b.den)), self.lowest(Ratio(b.num, a.den))
        return Ratio(left.num, right.den), Ratio(right.num, left.den)

    def inverse(self, a: Ratio) -> Ratio:
        """``1/a``; a is nonzero wherever the quotient is defined."""
        if self.is_zero(a.num):
            raise DividesByZero
        return Ratio(a.den, a.num)

    def plus(self, a: Ratio, b: Ratio) -> Ratio:
        """The sum over the least common denominator."""
        if a.den.is_one() and b.den.is_one():
            return Ratio(a.num + b.num, a.den)
        if a.den == b.den:
            return Ratio(a.num + b.num, a.den)
        if b.den.is_constant() or a.den.is_constant() or len(a.den) * len(b.den) > COMMON:
            common = self.one
        else:
            self._spend(len(a.den) * len(b.den))
            common = a.den.gcd(b.den)
        left, right = (a.den, b.den) if common.is_one() else (a.den / common, b.den / common)
        num = self.product(a.num, right) + self.product(b.num, left)
        return Ratio(num, self.product(a.den, right))

    def _sum(self, terms: list[Ratio]) -> Ratio:
        """The terms over each denominator first, then the denominators together."""
        if all(den.is_one() for _, den in terms):
            while len(terms) > 1:  # in pairs: a running total would be copied at every step
                pairs = zip(terms[::2], terms[1::2], strict=False)
                paired = [Ratio(a.num + b.num, self.one) for a, b in pairs]
                self._spend(sum(len(pair.num) for pair in paired))
                terms = [*paired, terms[-1]] if len(terms) % 2 else paired
            return terms[0]
        total = terms[0]
        for term in terms[1:]:
            total = self.plus(total, term)
        return total

    def lowest(self, a: Ratio) -> Ratio:
        """In lowest terms as a fraction of polynomials, with a normalised denominator."""
        if a.den.is_zero():
            raise DividesByZero  # a product of divisors that is zero everywhere
        if not a.den.is_constant() and not a.num.is_zero() and len(a.num) * len(a.den) <= COMMON:
            self._spend(len(a.num) * len(a.den))
            common = a.num.gcd(a.den)
            if not common.is_one():
                a = Ratio(a.num / common, a.den / common)
        lead = a.den.leading_coefficient()
        return a if lead == 1 else Ratio(a.num / lead, a.den / lead)

    def _normal(self, a: Ratio) -> Ratio:
        """Reduced by the relations, then in lowest terms."""
        return self.lowest(Ratio(self.reduce(a.num), self.reduce(a.den)))

    def _whole_power(self, base: fmpq_mpoly, n: int) -> fmpq_mpoly:
        if n == 0:
            return self.one
        if n == 1:
            return base
        terms = len(base)
        if terms <= 1:
            bits = max((_bits(c) for c in base.coeffs()), default=1)
            if n * bits > BITS or n * max([1, *map(int, base.degrees())]) > 10**6:
                raise LimitExceeded("a power is too large")
            return base**n
        dense = 1
        for degree in map(int, base.degrees()):
            dense *= n * degree + 1
        size = 1
        for i in range(1, terms):
            size = size * (n + i) // i
            if min(size, dense) > TERMS:
                raise LimitExceeded("a power has too many terms")
            if size > dense:
                break
        size = min(size, dense)
        self._spend(size * terms)
        return base**n

    def power(self, a: Ratio, exponent: Fraction) -> Ratio:
        """``a^exponent`` for a known exponent, where it is defined."""
        if exponent.denominator == 1:
            n = exponent.numerator
            if n < 0:
                a = self.inverse(a)
            if abs(n) > 10**6:
                raise LimitExceeded("an exponent is too large")
            return Ratio(self._whole_power(a.num, abs(n)), self._whole_power(a.den, abs(n)))
        if self.is_zero(a.num):
            if exponent < 0:
                raise DividesByZero
            return Ratio(self.zero, self.one)
        top, bottom = self._root_of(a.num, exponent), self._root_of(a.den, exponent)
        return self.multiply(top, self.inverse(bottom))

    # -- relations -----------------------------------------------------------------------------

    def reduce(self, poly: fmpq_mpoly) -> fmpq_mpoly:
        """The normal form of a polynomial by the relations of its atoms."""
        if not self._related:
            return poly
        for _ in range(ROUNDS):
            before = poly
            poly = self._by_relations(self._by_finer_atoms(poly))
            if poly == before:
                break
        return poly

    def _by_finer_atoms(self, poly: fmpq_mpoly) -> fmpq_mpoly:
        degrees = poly.degrees()
        for atom in self.atoms:
            if atom.becomes is not None and degrees[atom.slot]:
                poly = self.put(poly, atom.slot, atom.becomes)
                degrees = poly.degrees()
        return poly

    def _by_relations(self, poly: fmpq_mpoly) -> fmpq_mpoly:
        degrees = poly.degrees()
        for atom in reversed(self.atoms):
            if atom.degree and atom.value is not None and degrees[atom.slot] >= atom.degree:
                self._spend(len(poly) * len(atom.value))
                relation = self.generators[atom.slot] ** atom.degree - atom.value
                poly = divmod(poly, relation)[1]
                degrees = poly.degrees()
        return poly

    def put(self, poly: fmpq_mpoly, slot: int, by: fmpq_mpoly) -> fmpq_mpoly:
        """The polynomial with another one in the place of a generator."""
        images = list(self.generators)
        images[slot] = by
        self._spend(len(poly))
        return poly.compose(*images, ctx=self.ring)

    def relate(self, atom: Atom, degree: int, value: fmpq_mpoly) -> None:
        """Record ``atom^degree = value`` over earlier atoms."""
        atom.degree, atom.value = degree, value
        self._related = True

    # -- atoms ---------------------------------------------------------------------------------

    def _atom(self, sort: Sort, name: object, node: Expression, argument: fmpq_mpoly | None = None) -> Ratio:
        return Ratio(self.generators[self.atom(sort, name, node, argument).slot], self.one)

    def atom(
        self, sort: Sort, name: object, node: Expression, argument: fmpq_mpoly | None = None
    ) -> Atom:
        """The atom of that sort and name, made when it is new."""
        found = self._named.get((sort, name))
        if found is None:
            slot = self.capacity - 1 - len(self.atoms)
            if slot < 0:
                raise TooManyAtoms
            found = self._named[sort, name] = Atom(sort, slot, node, argument)
            self.atoms.append(found)
            self.by_slot[slot] = found
        return found

    def _opaque(self, head: object, args: tuple[Expression, ...], node: Expression) -> Ratio:
        """A function the algebra knows nothing of: equal arguments give equal values."""
        fractions = [self._normal(self.fraction(arg)) for arg in args]
        if len(args) == 1 and fractions[0].num.is_constant() and fractions[0].den.is_one():
            value = fractions[0].num.leading_coefficient() if fractions[0].num else 0
            known = SPECIAL_VALUES.get((head, str(value)))
            if known is not None:
                return self.fraction(Apply("*", (Number(known), Constant("pi"))))
        name = (head, *(key(part) for ratio in fractions for part in ratio))
        return self._atom(Sort.OPAQUE, name, node)

    def factor(self, poly: fmpq_mpoly) -> Factors:
        """Irreducible factors over the rationals; a very large polynomial is one factor."""
        if poly.is_constant():
            return Factors(poly.leading_coefficient() if not poly.is_zero() else fmpq(0), [])
        if len(poly) > FACTOR_TERMS or max(map(int, poly.degrees())) > FACTOR_DEGREE and len(poly) > 2:
            lead = poly.leading_coefficient()
            return Factors(lead, [(poly / lead, 1)])
        self._spend(200 * len(poly))
        content, powers = poly.factor()
        return Factors(content, [(base, int(n)) for base, n in powers])

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
            result = self.multiply(result, self._root_of_base(self.ring.constant(prime), n * exponent))
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

    def _signed_power(self, base: fmpq_mpoly, n: int) -> Ratio:
        grown = self._whole_power(base, abs(n))
        return Ratio(grown, self.one) if n >= 0 else Ratio(self.one, grown)

    def _power_of_atom(self, base: fmpq_mpoly, exponent: Fraction) -> Ratio | None:
        """``exp(m)^c = exp(c·m)`` and ``(|f|^(1/q))^c = |f|^(c/q)``, for a base that is such an atom."""
        atom = self._lone(base)
        if atom is None:
            return None
        if atom.sort is Sort.EXP:
            return self.exp(self.multiply(self.exponent(atom), self._number(exponent)))
        if atom.sort is Sort.ROOT and atom.argument is not None:
            return self._root_of_base(atom.argument, exponent / atom.fine)
        if atom.sort is Sort.ABS and atom.argument is not None:
            return self._root_of_base(atom.argument, exponent)
        return None

    def _root(self, base: fmpq_mpoly, size: fmpq_mpoly, degree: int) -> fmpq_mpoly:
        """``size^(1/degree)``; all roots of one base are powers of one atom."""
        family = ("root", key(base))
        known = self._families.get(family)
        if known is not None and known[1] % degree == 0:
            return self.generators[known[0].slot] ** (known[1] // degree)
        fine = degree if known is None else _lcm(known[1], degree)
        node = power(self.node(size), Fraction(1, fine))
        atom = self.atom(Sort.ROOT, (family, fine), node, base)
        atom.fine = fine
        self.relate(atom, fine, size)
        if known is not None:
            known[0].becomes = self.generators[atom.slot] ** (fine // known[1])
            known[0].degree = 0
        self._families[family] = (atom, fine)
        return self.generators[atom.slot] ** (fine // degree)

    # -- exponentials and logarithms -----------------------------------------------------------

    def exp(self, u: Ratio) -> Ratio:
        """``exp(u)``, a product over the terms of u."""
        u = self._normal(u)
        result = Ratio(self.one, self.one)
        for coefficient, monomial, den in self._terms(u):
            result = self.multiply(result, self._exp_of_term(coefficient, monomial, den))
        return result

    def _terms(self, u: Ratio) -> list[tuple[Fraction, fmpq_mpoly, fmpq_mpoly]]:
        """The terms ``coefficient·monomial/den`` of a fraction, each in lowest terms."""
        if len(u.num) > 64:
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
            atom = self._lone(monomial)
            if atom is not None and atom.sort is Sort.LOG and atom.argument is not None:
                return self._root_of_base(atom.argument, coefficient)
        family = ("exp", key(monomial), key(den))
        known = self._families.get(family)
        fine = coefficient.denominator if known is None else _lcm(known[1], coefficient.denominator)
        if known is None or fine != known[1]:
            node = Apply("exp", (self._quotient(monomial, den, fine),))
            atom = self.atom(Sort.EXP, (family, fine), node)
            atom.fine = fine
            self._exponents[atom.slot] = Ratio(monomial / fine, den)
            if known is not None:
                known[0].becomes = self.generators[atom.slot] ** (fine // known[1])
                self._related = True
            known = self._families[family] = (atom, fine)
        return self._signed_power(self.generators[known[0].slot], int(coefficient * fine))

    def exponent(self, atom: Atom) -> Ratio:
        """The u of an atom exp(u)."""
        return self._exponents[atom.slot]

    def log(self, u: Ratio) -> Ratio:
        """``log(u)`` for positive u, as a sum over the absolute values of its factors."""
        if self.is_zero(u.num):
            raise DividesByZero
        u = self._normal(u)
        top, bottom = self._log_of(u.num), self._log_of(u.den)
        return self.plus(top, Ratio(-bottom.num, bottom.den))

    def _log_of(self, poly: fmpq_mpoly) -> Ratio:
        content, powers = self.factor(poly)
        total = Ratio(self.zero, self.one)
        for prime, n in primes(content):
            total = self.plus(total, self._scaled(self._log_of_base(self.ring.constant(prime)), Fraction(n)))
        for base, n in powers:
            total = self.plus(total, self._scaled(self._log_of_base(base), Fraction(n)))
        return total

    def _log_of_base(self, base: fmpq_mpoly) -> Ratio:
        atom = self._lone(base)
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
            size = node if not mask & NEG else negate(node) if not mask & POS else Apply("abs", (node,))
            found = self.atom(Sort.LOG, key(base), Apply("log", (size,)), base)
        return Ratio(self.generators[found.slot], self.one)

    def _symbolic_power(self, u: Expression, v: Expression) -> Ratio:
        """``u^v`` for an exponent with letters: u > 0, or v an integer and u nonzero."""
        base, exponent = self.fraction(u), self.lowest(self.fraction(v))
        if self.is_zero(base.num):
            raise DividesByZero  # the zero base is a case of its own
        if exponent.num.is_constant() and exponent.den.is_constant():
            value = exponent.num.leading_coefficient() / exponent.den.leading_coefficient()
            return self.power(base, Fraction(int(value.p), int(value.q)))
        if not self.names.integral(v):
            return self.exp(self.multiply(exponent, self.log(base)))
        top = self._integer_power(base.num, exponent)
        return self.multiply(top, self.inverse(self._integer_power(base.den, exponent)))

    def _integer_power(self, poly: fmpq_mpoly, exponent: Ratio) -> Ratio:
        content, powers = self.factor(self.reduce(poly))
        result = self.exp(self.multiply(exponent, self._log_of(self.ring.constant(content))))
        if content < 0:
            result = self.multiply(result, self._parity(exponent))
        for base, n in powers:
            result = self.multiply(result, self._integer_power_of_base(base, self._scaled(exponent, Fraction(n))))
        return result

    def _integer_power_of_base(self, base: fmpq_mpoly, exponent: Ratio) -> Ratio:
        mask = self.signs.mask(base)
        if not mask & NEG or not mask & POS:
            result = self.exp(self.multiply(exponent, self._log_of_base(base)))
            return result if not mask & NEG else self.multiply(result, self._parity(exponent))
        result = Ratio(self.one, self.one)
        for coefficient, monomial, den in self._terms(exponent):
            if coefficient.denominator != 1 or not den.is_one():
                raise LimitExceeded("an integer exponent is written with fractions")
            if monomial.is_one():
                part = self._signed_power(base, int(coefficient))
            else:
                node = Apply("^", (self.node(base), self.node(monomial)))
                atom = self.atom(Sort.POWER, (key(base), key(monomial)), node, base)
                part = self._signed_power(self.generators[atom.slot], int(coefficient))
            result = self.multiply(result, part)
        return result

    def _parity(self, exponent: Ratio) -> Ratio:
        """``(-1)^exponent`` for an integer exponent."""
        result = self.one
        for coefficient, monomial, den in self._terms(exponent):
            if coefficient.denominator != 1 or not den.is_one():
                raise LimitExceeded("an integer exponent is written with fractions")
            if coefficient % 2 == 0:
                continue
            if monomial.is_one():
                result = -result
                continue
            node = Apply("^", (Number(-1), self.node(monomial)))
            atom = self.atom(Sort.PARITY, key(monomial), node)
            if not atom.degree:
                self.relate(atom, 2, self.one)
            result = result * self.generators[atom.slot]
        return Ratio(result, self.one)

    # -- sine and cosine -----------------------------------------------------------------------

    def _angle(self, u: Ratio) -> tuple[Ratio, Ratio]:
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

    def _multiple_angle(self, c: fmpq_mpoly, s: fmpq_mpoly, n: int) -> tuple[fmpq_mpoly, fmpq_mpoly]:
        """(cos nθ, sin nθ) by the recurrence of de Moivre."""
        if abs(n) > 200:
            raise LimitExceeded("a multiple of an angle is too large")
        cosine, sine = self.one, self.zero
        for _ in range(abs(n)):
            cosine, sine = (
                self.reduce(self.product(cosine, c) - self.product(sine, s)),
                self.reduce(self.product(cosine, s) + self.product(sine, c)),
            )
        return cosine, sine if n >= 0 else -sine

    # -- back to expressions -------------------------------------------------------------------

    def node(self, poly: fmpq_mpoly) -> Expression:
        """A polynomial as an expression over its atoms."""
        terms = []
        for monomial, coefficient in zip(poly.monoms(), poly.coeffs(), strict=True):
            factors = [
                power(self.by_slot[slot].node, Fraction(int(degree)))
                for slot, degree in enumerate(monomial)
                if degree
            ]
            factors.reverse()
            number = Fraction(int(coefficient.p), int(coefficient.q))
            term = times(*([] if abs(number) == 1 and factors else [Number(abs(number))]), *factors)
            terms.append(term if number > 0 else negate(term))
        return add(*terms)

    def replace(self, name: str, by: Expression) -> None:
        """In this case the name equals an expression without it; from now on it stands for that."""
        self.rewrites[name] = by
        self._found.clear()

    def constant_bounds(self, atom: Atom) -> tuple[fmpq, fmpq] | None:
        """Rational numbers strictly below and above an atom without names; None for others."""
        if free_names(atom.node):
            return None
        value = evaluate(atom.node, {}, CONSTANT_BITS)
        return None if value is None else outer_bounds(value)

    def _quotient(self, num: fmpq_mpoly, den: fmpq_mpoly, by: int) -> Expression:
        bottom = den * by
        top = self.node(num)
        return top if bottom.is_one() else Apply("/", (top, self.node(bottom)))

    def _lone(self, poly: fmpq_mpoly) -> Atom | None:
        """The atom a polynomial consists of, if it is just one."""
        if len(poly) != 1 or poly.total_degree() != 1 or poly.leading_coefficient() != 1:
            return None
        (monomial,) = poly.monoms()
        return self.by_slot[monomial.index(1)]

    def _number(self, value: Fraction) -> Ratio:
        return Ratio(self.ring.constant(fmpq(value.numerator, value.denominator)), self.one)

    def _scaled(self, a: Ratio, by: Fraction) -> Ratio:
        return Ratio(a.num * fmpq(by.numerator, by.denominator), a.den)


@lru_cache(maxsize=None)
def _ring(capacity: int) -> tuple[fmpq_mpoly_ctx, tuple[fmpq_mpoly, ...], fmpq_mpoly, fmpq_mpoly]:
    ring = fmpq_mpoly_ctx.get([f"a{i}" for i in range(capacity)], Ordering.lex)
    return ring, tuple(ring.gens()), ring.constant(0), ring.constant(1)


SPECIAL_VALUES: dict[tuple[object, str], Fraction] = {
    ("asin", "0"): Fraction(0),
    ("asin", "1"): Fraction(1, 2),
    ("asin", "-1"): Fraction(-1, 2),
    ("acos", "0"): Fraction(1, 2),
    ("acos", "1"): Fraction(0),
    ("acos", "-1"): Fraction(1),
    ("atan", "0"): Fraction(0),
    ("atan", "1"): Fraction(1, 4),
    ("atan", "-1"): Fraction(-1, 4),
    ("erf", "0"): Fraction(0),
}
"""Values as multiples of pi."""


def primes(number: fmpq) -> list[tuple[fmpz, int]]:
    """The absolute value of a nonzero rational as powers of primes; a large one as it stands."""
    found: list[tuple[fmpz, int]] = []
    for part, sign in ((abs(fmpz(number.p)), 1), (fmpz(number.q), -1)):
        if part == 1:
            continue
        if part.bit_length() <= 80:
            found.extend((fmpz(prime), sign * int(n)) for prime, n in part.factor())
        else:
            found.append((part, sign))
    return found


def _bits(number: fmpq) -> int:
    return int(number.p).bit_length() + int(number.q).bit_length()


def _lcm(a: int, b: int) -> int:
    return int(fmpz(a).lcm(b))
