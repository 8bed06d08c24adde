"""The ring of polynomials over atoms, on FLINT: its arithmetic, its limits, the relations of its
atoms.

Nothing is divided out but common polynomial factors. They are factors of a denominator and so
nonzero wherever the expression is defined; in particular the ring may have zero divisors.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import NamedTuple

from flint import Ordering, fmpq, fmpq_mpoly, fmpq_mpoly_ctx, fmpz

from verifier.algebra.atoms import Atom, Sort
from verifier.algebra.derivative import add, negate, power, times
from verifier.algebra.names import Names
from verifier.language.allowance import spend
from verifier.language.expressions import Apply, Expression, Number
from verifier.language.problems import LimitExceeded

WORK = 60_000_000  # products of terms, in one algebra
PRODUCT = 4_000_000  # products of terms, in one multiplication
TERMS = 200_000  # of one polynomial
COMMON = 250_000  # products of terms up to which a common divisor is looked for
DEGREE = 512  # in one atom, up to which polynomials are divided
ROUNDS = 6  # of reducing by the relations, which feed each other
BITS = 200_000  # of one number
FACTOR_TERMS = 400  # a longer polynomial is taken as one factor
FACTOR_DEGREE = 64
CAPACITIES = (16, 64, 256, 1024)


class TooManyAtoms(Exception):
    """The ring is full; the work is done again in a larger one."""


class DividesByZero(Exception):
    """A divisor is identically zero: the expression is defined nowhere."""


class Ratio(NamedTuple):
    """``num/den``; ``den`` is nonzero wherever the expression is defined."""

    num: fmpq_mpoly
    den: fmpq_mpoly


class Factors(NamedTuple):
    """A polynomial as ``content`` times powers of irreducible ones."""

    content: fmpq
    powers: list[tuple[fmpq_mpoly, int]]


class Ring:
    """Polynomials over the atoms met so far.

    Raises (from most methods):
        LimitExceeded: when a limit on work or size is reached.
        TooManyAtoms: when the ring is too small; make a larger one.
        DividesByZero: when a divisor vanishes identically.
    """

    def __init__(self, names: Names, capacity: int) -> None:
        self.names = names
        self.capacity = capacity
        self.ring, self.generators, self.zero, self.one = _ring(capacity)
        self.atoms: list[Atom] = []
        self.by_slot: dict[int, Atom] = {}
        self.vanishing: list[fmpq_mpoly] = []  # polynomials that the facts say are zero
        self.work = 0
        self.payer: Ring | None = None  # an algebra inside a sum works on the line's account
        self._named: dict[object, Atom] = {}
        self.refined = 0  # how often a finer atom took a coarser one's place
        self._related = False

    # -- arithmetic ----------------------------------------------------------------------------

    def spend(self, amount: int) -> None:
        """Count work; raises `LimitExceeded` when it is more than a line is given."""
        self.work += amount
        spend(1 + self.capacity / 64 + amount / 16)
        if self.payer is not None:
            self.payer.spend(amount)
        if self.work > WORK:
            raise LimitExceeded("the algebra took more work than a line is given")

    def product(self, a: fmpq_mpoly, b: fmpq_mpoly) -> fmpq_mpoly:
        """``a*b``, within the limits."""
        size = len(a) * len(b)
        if size > 1:
            self.spend(size if size < 64 else size * _weight(a, b))
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
        if b.den.is_constant() or a.den.is_constant() or not _divisible(a.den, b.den):
            common = self.one
        else:
            self.spend(10 * len(a.den) * len(b.den) * _weight(a.den, b.den))
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
                self.spend(sum(len(pair.num) for pair in paired))
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
        if a.num.is_zero():
            return Ratio(self.zero, self.one)
        if not a.den.is_constant() and not a.num.is_zero() and _divisible(a.num, a.den):
            self.spend(10 * len(a.num) * len(a.den) * _weight(a.num, a.den))
            common = a.num.gcd(a.den)
            if not common.is_one():
                a = Ratio(a.num / common, a.den / common)
        lead = a.den.leading_coefficient()
        return a if lead == 1 else Ratio(a.num / lead, a.den / lead)

    def normal(self, a: Ratio) -> Ratio:
        """Reduced by the relations, then in lowest terms."""
        return self.lowest(Ratio(self.reduce(a.num), self.reduce(a.den)))

    def whole_power(self, base: fmpq_mpoly, n: int) -> fmpq_mpoly:
        """``base^n`` for a natural n, within the limits."""
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
        self.spend(size * terms)
        return base**n

    def _signed_power(self, base: fmpq_mpoly, n: int) -> Ratio:
        grown = self.whole_power(base, abs(n))
        return Ratio(grown, self.one) if n >= 0 else Ratio(self.one, grown)

    def _number(self, value: Fraction) -> Ratio:
        return Ratio(self.ring.constant(fmpq(value.numerator, value.denominator)), self.one)

    def _scaled(self, a: Ratio, by: Fraction) -> Ratio:
        return Ratio(a.num * fmpq(by.numerator, by.denominator), a.den)

    # -- relations -----------------------------------------------------------------------------

    def is_zero(self, poly: fmpq_mpoly) -> bool:
        """Whether a polynomial is zero by the relations and the equations among the facts."""
        return self.by_equations(poly).is_zero()

    def by_equations(self, poly: fmpq_mpoly) -> fmpq_mpoly:
        """A polynomial reduced by the relations and by the equations among the facts."""
        poly = self.reduce(poly)
        for equation in self.vanishing:
            if poly.is_zero():
                break
            if _divisible(poly, equation):
                poly = self.reduce(divmod(poly, equation)[1])
        return poly

    def is_whole(self, poly: fmpq_mpoly) -> bool:
        """Whether a polynomial takes only whole values, by its form."""
        atoms = (self.by_slot[slot] for slot, degree in enumerate(poly.degrees()) if degree > 0)
        return all(coefficient.q == 1 for coefficient in poly.coeffs()) and all(
            self.names.integral(atom.node) for atom in atoms
        )

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
                if degrees[atom.slot] > DEGREE:
                    raise LimitExceeded("a power of a root or a sine is too large")
                self.spend(len(poly) * len(atom.value))
                relation = self.generators[atom.slot] ** atom.degree - atom.value
                poly = divmod(poly, relation)[1]
                degrees = poly.degrees()
        return poly

    def put(self, poly: fmpq_mpoly, slot: int, by: fmpq_mpoly) -> fmpq_mpoly:
        """The polynomial with another one in the place of a generator."""
        images = list(self.generators)
        images[slot] = by
        self.spend(len(poly))
        return poly.compose(*images, ctx=self.ring)

    def relate(self, atom: Atom, degree: int, value: fmpq_mpoly) -> None:
        """Record ``atom^degree = value`` over earlier atoms."""
        atom.degree, atom.value = degree, value
        self._related = True

    def become(self, atom: Atom, by: fmpq_mpoly) -> None:
        """From now on the atom stands for a polynomial over others."""
        atom.becomes, atom.degree = by, 0
        self._related = True
        self.refined += 1

    # -- atoms and factors ---------------------------------------------------------------------

    def _atom(
        self, sort: Sort, name: object, node: Expression, argument: fmpq_mpoly | None = None
    ) -> Ratio:
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

    def lone(self, poly: fmpq_mpoly) -> Atom | None:
        """The atom a polynomial consists of, if it is just one."""
        if len(poly) != 1 or poly.total_degree() != 1 or poly.leading_coefficient() != 1:
            return None
        (monomial,) = poly.monoms()
        return self.by_slot[monomial.index(1)]

    def factor(self, poly: fmpq_mpoly) -> Factors:
        """Irreducible factors over the rationals; a very large polynomial is one factor."""
        if poly.is_constant():
            return Factors(poly.leading_coefficient() if not poly.is_zero() else fmpq(0), [])
        if len(poly) > FACTOR_TERMS or (len(poly) > 1 and _degree(poly) > FACTOR_DEGREE):
            lead = poly.leading_coefficient()
            return Factors(lead, [(poly / lead, 1)])
        if poly.total_degree() == 1 and all(abs(number) == 1 for number in poly.coeffs()):
            lead = poly.leading_coefficient()
            return Factors(lead, [(poly if lead == 1 else -poly, 1)])
        self.spend(200 * len(poly))
        content, powers = poly.factor()
        return Factors(content, [(base, int(n)) for base, n in powers])

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

    def quotient(self, num: fmpq_mpoly, den: fmpq_mpoly, by: int) -> Expression:
        """``num/(den·by)`` as an expression."""
        bottom = den * by
        top = self.node(num)
        return top if bottom.is_one() else Apply("/", (top, self.node(bottom)))


def key(poly: fmpq_mpoly) -> tuple[object, ...]:
    """A hashable form of a polynomial, the same for equal polynomials of one ring."""
    return (tuple(poly.monoms()), tuple(poly.coeffs()))


@cache
def _ring(
    capacity: int,
) -> tuple[fmpq_mpoly_ctx, tuple[fmpq_mpoly, ...], fmpq_mpoly, fmpq_mpoly]:
    ring = fmpq_mpoly_ctx.get([f"a{i}" for i in range(capacity)], Ordering.lex)
    return ring, tuple(ring.gens()), ring.constant(0), ring.constant(1)


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


def _divisible(a: fmpq_mpoly, b: fmpq_mpoly) -> bool:
    """Whether two polynomials are small enough to look for a common divisor."""
    return len(a) * len(b) <= COMMON and max(_degree(a), _degree(b)) <= DEGREE


def _weight(a: fmpq_mpoly, b: fmpq_mpoly) -> int:
    """How much dearer arithmetic is for the size of the coefficients, told by some of them."""
    return 1 + (_size(a) + _size(b)) // 64


def _size(poly: fmpq_mpoly) -> int:
    coefficients = poly.coeffs()
    some = coefficients[:: max(1, len(coefficients) // 4)]
    return max((_bits(coefficient) for coefficient in (*some, *coefficients[-1:])), default=0)


def _degree(poly: fmpq_mpoly) -> int:
    """The largest degree in one variable."""
    return max(map(int, poly.degrees()), default=0)


def _bits(number: fmpq) -> int:
    return int(number.p).bit_length() + int(number.q).bit_length()
