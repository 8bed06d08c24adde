"""Looking for an antiderivative: a sum of likely terms with unknown coefficients, solved linearly.

What is looked for has the form ``P/Q + Σ c·L``: P a polynomial over the functions that occur and
those that come up when they are differentiated, Q what must remain of the divisor, and L logarithms
and inverse functions that the divisor and the roots suggest. This is the heuristic of Norman, Risch
and Bronstein ("pmint"). What is found is a proposal, and is differentiated by whoever uses it.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from flint import fmpq, fmpq_mpoly

from verifier.algebra.atoms import Sort
from verifier.algebra.derivative import add, differentiate, times
from verifier.algebra.fractions import Algebra
from verifier.algebra.linear import UNKNOWNS, solve
from verifier.algebra.ring import DividesByZero, Ratio
from verifier.algebra.suggestions import Suggestions, Term
from verifier.language.expressions import Apply, Expression, Name, Number, free_names
from verifier.language.problems import LimitExceeded

KERNELS = 24  # products of functions, beside the letter
DEGREE = 14  # of the letter
HALF = Number(Fraction(1, 2))


def antiderivative(algebra: Algebra, node: Expression, letter: str) -> Expression | None:
    """A proposal F with ``dF/dletter = node``."""
    if letter not in free_names(node):
        return times(node, Name(letter))
    try:
        return _Search(algebra, letter).run(node)
    except (LimitExceeded, DividesByZero):
        return None


class _Search(Suggestions):
    def run(self, node: Expression) -> Expression | None:
        algebra = self.algebra
        num, den = self._rational(algebra.fraction(node))
        if num.is_zero():
            return Number(0)
        terms = list(self._terms(num, den))[:UNKNOWNS]
        slopes = [algebra.fraction(term.slope) for term in terms]
        return self._combined(terms, slopes, Ratio(num, den))

    # -- the equations -------------------------------------------------------------------------

    def _combined(self, terms: list[Term], slopes: list[Ratio], wanted: Ratio) -> Expression | None:
        """The combination of the terms whose derivative is wanted."""
        algebra = self.algebra
        columns = [*slopes, Ratio(-wanted.num, wanted.den)]
        columns = [self._rational(column) for column in columns]
        common = algebra.one
        for _, den in columns:
            common = common * (den / common.gcd(den))
        raised = [algebra.reduce(algebra.product(num, common / den)) for num, den in columns]
        found = solve(self._rows(raised), algebra)
        if found is None:
            return None
        parts = [
            times(self._node(value), term.node)
            for value, term in zip(found, terms, strict=True)
            if not value.num.is_zero()
        ]
        return add(*parts)

    def _rows(self, columns: list[fmpq_mpoly]) -> list[list[fmpq_mpoly]]:
        """One equation for each product of what moves with the letter."""
        algebra = self.algebra
        moving = {slot for column in columns for slot in self._moving(column)}
        equations: dict[tuple[int, ...], list[dict[tuple[int, ...], fmpq]]] = {}
        for i, column in enumerate(columns):
            for monomial, coefficient in column.to_dict().items():
                key = tuple(int(n) if s in moving else 0 for s, n in enumerate(monomial))
                rest = tuple(0 if s in moving else n for s, n in enumerate(monomial))
                row = equations.setdefault(key, [{} for _ in columns])
                row[i][rest] = coefficient
        return [[algebra.ring.from_dict(entry) for entry in row] for row in equations.values()]

    # -- parts of the integrand ----------------------------------------------------------------

    def _rational(self, value: Ratio) -> Ratio:
        """In lowest terms, without roots as factors of the divisor."""
        algebra = self.algebra
        num, den = algebra.lowest(Ratio(algebra.reduce(value.num), algebra.reduce(value.den)))
        for slot in self._moving(den):
            atom = algebra.by_slot[slot]
            lowest = min(int(monomial[slot]) for monomial in den.monoms())
            if atom.sort is Sort.ROOT and atom.degree and lowest:
                power = algebra.generators[slot] ** (atom.degree - lowest % atom.degree)
                num, den = algebra.reduce(num * power), algebra.reduce(den * power)
        return algebra.lowest(Ratio(num, den))

    def _terms(self, num: fmpq_mpoly, den: fmpq_mpoly) -> Iterator[Term]:
        """Everything that may stand in the antiderivative."""
        algebra = self.algebra
        remaining, suggested = self._remaining(den)
        kernels, divisors = self._kernels(num, den, remaining)
        plain = remaining
        for base in divisors:  # that only the functions' own derivatives bring up
            if self._special(base):
                remaining = remaining if self._divides(base, remaining) else remaining * base
            elif base not in suggested:
                suggested.append(base)
        atoms = [algebra.by_slot[slot] for slot in self._moving(num * den)]
        logarithms = list(self.logarithms(suggested, atoms, Ratio(num, den)))
        for below in (plain, remaining) if plain != remaining else (plain,):
            divisor = algebra.node(below)
            for top in self._polynomials(num, kernels, below):
                node = top if below.is_one() else Apply("/", (top, divisor))
                yield Term(node, differentiate(node, self.letter))
        yield from logarithms

    def _remaining(self, den: fmpq_mpoly) -> tuple[fmpq_mpoly, list[fmpq_mpoly]]:
        """The divisor that is left after integration, and factors that become logarithms."""
        remaining, suggested = self.algebra.one, []
        for base, n in self.algebra.factor(den).powers:
            if not self._moving(base):
                continue
            special = self._special(base)
            remaining = remaining * base ** (n if special else n - 1)
            if not special:
                suggested.append(base)
        return remaining, suggested

    def _special(self, base: fmpq_mpoly) -> bool:
        """An exponential divides its own derivative, and stays a divisor."""
        lone = self.algebra.lone(base)
        return lone is not None and lone.sort is Sort.EXP

    def _divides(self, factor: fmpq_mpoly, poly: fmpq_mpoly) -> bool:
        return bool(divmod(poly, factor)[1].is_zero())

    def _polynomials(
        self, num: fmpq_mpoly, kernels: list[tuple[int, ...]], remaining: fmpq_mpoly
    ) -> Iterator[Expression]:
        """The products that the numerator of the antiderivative may have."""
        algebra = self.algebra
        degree = max(int(num.degrees()[self.slot]), int(remaining.degrees()[self.slot])) + 1
        letter = Name(self.letter)
        for kernel in kernels:
            node = algebra.node(algebra.ring.from_dict({kernel: 1}))
            for i in range(min(degree, DEGREE) + 1):
                if i or any(kernel) or not remaining.is_one():
                    yield times(node, Apply("^", (letter, Number(i)))) if i else node

    def _kernels(
        self, num: fmpq_mpoly, den: fmpq_mpoly, remaining: fmpq_mpoly
    ) -> tuple[list[tuple[int, ...]], list[fmpq_mpoly]]:
        """Products of functions, without the letter: those that occur and those their derivatives
        bring up, and one more power of each logarithm; and the divisors their derivatives have."""
        algebra = self.algebra
        none = (0,) * len(num.degrees())
        found: dict[tuple[int, ...], None] = {}
        divisors: list[fmpq_mpoly] = []
        pending = [*self._monomials(num), none]
        if not remaining.is_one():
            slope = algebra.fraction(differentiate(algebra.node(remaining), self.letter))
            pending += self._monomials(self._rational(slope).num)
        pending += [
            tuple(n + (slot == s) for s, n in enumerate(monomial))
            for monomial in list(pending)
            for slot in self._moving(num * den)
            if algebra.by_slot[slot].sort in (Sort.LOG, Sort.OPAQUE, Sort.ROOT)
        ]
        while pending and len(found) < KERNELS:
            kernel = pending.pop(0)
            if kernel in found:
                continue
            found[kernel] = None
            node = algebra.node(algebra.ring.from_dict({kernel: 1}))
            slope = self._rational(algebra.fraction(differentiate(node, self.letter)))
            pending += self._monomials(slope.num)
            for base, _ in algebra.factor(slope.den).powers:
                if self._moving(base) and base not in divisors:
                    divisors.append(base)
        return list(found), divisors

    def _monomials(self, poly: fmpq_mpoly) -> Iterator[tuple[int, ...]]:
        """The products of functions in a polynomial, without letters."""
        moving = set(self._moving(poly)) - {self.slot}
        seen: dict[tuple[int, ...], None] = {}
        for monomial in poly.monoms():
            seen[tuple(int(n) if s in moving else 0 for s, n in enumerate(monomial))] = None
        yield from seen
