"""Looking for an antiderivative: a sum of likely terms with unknown coefficients, solved linearly.

What is looked for has the form ``P/Q + Σ c·L``: P a polynomial over the functions that occur and
those that come up when they are differentiated, Q what must remain of the divisor, and L logarithms
and inverse functions that the divisor and the roots suggest. This is the heuristic of Norman, Risch
and Bronstein ("pmint"). What is found is a proposal, and is differentiated by whoever uses it.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

from flint import fmpq, fmpq_mpoly

from verifier.algebra.atoms import Atom, Sort
from verifier.algebra.derivative import add, differentiate, negate, times
from verifier.algebra.fractions import Algebra
from verifier.algebra.gathering import exponent_of
from verifier.algebra.linear import UNKNOWNS, solve
from verifier.algebra.literals import NEG
from verifier.algebra.ring import DividesByZero, Ratio
from verifier.language.expressions import ONE, TWO, Apply, Expression, Name, Number, free_names
from verifier.language.problems import LimitExceeded

KERNELS = 24  # products of functions, beside the letter
DEGREE = 14  # of the letter
HALF = Number(Fraction(1, 2))


class Term(NamedTuple):
    """A term that an antiderivative may have, and its derivative."""

    node: Expression
    slope: Expression


def antiderivative(algebra: Algebra, node: Expression, letter: str) -> Expression | None:
    """A proposal F with ``dF/dletter = node``."""
    if letter not in free_names(node):
        return times(node, Name(letter))
    try:
        return _Search(algebra, letter).run(node)
    except (LimitExceeded, DividesByZero):
        return None


class _Search:
    def __init__(self, algebra: Algebra, letter: str) -> None:
        self.algebra = algebra
        self.letter = letter
        found = algebra.fraction(Name(letter)).num
        self.slot = next(i for i, degree in enumerate(found.degrees()) if degree > 0)

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

    def _moving(self, poly: fmpq_mpoly) -> list[int]:
        """The generators that move with the letter, itself included."""
        return [
            slot
            for slot, degree in enumerate(poly.degrees())
            if degree > 0 and self.letter in free_names(self.algebra.by_slot[slot].node)
        ]

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
        logarithms = list(self._logarithms(suggested, atoms, Ratio(num, den)))
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

    # -- logarithms and inverse functions ------------------------------------------------------

    def _logarithms(
        self, factors: list[fmpq_mpoly], atoms: list[Atom], integrand: Ratio
    ) -> Iterator[Term]:
        algebra = self.algebra
        for factor in factors:
            node = algebra.node(factor)
            yield self._log(node)
            yield from self._arctangents(factor)
        angles = [
            atom.node.args[0]
            for atom in atoms
            if atom.sort in (Sort.SINE, Sort.COSINE) and isinstance(atom.node, Apply)
        ]
        for angle in dict.fromkeys(angles):
            if factors:
                yield from self._of_angle(angle, factors)
        for atom in atoms:
            if atom.sort is Sort.ROOT and atom.argument is not None:
                yield from self._of_root(atom)
        for exponent in dict.fromkeys(self._exponents(integrand)):
            yield from self._error_function(algebra.fraction(exponent))
        roots = [atom for atom in atoms if atom.sort is Sort.ROOT and atom.fine == 2]
        for first, second in combinations(roots, 2):
            yield from self._of_two_roots(first, second)

    def _log(self, node: Expression) -> Term:
        """``log|node|``, which has the derivative of log(node)."""
        slope = Apply("/", (differentiate(node, self.letter), node))
        return Term(Apply("log", (Apply("abs", (node,)),)), slope)

    def _smooth(self, node: Expression) -> Term:
        return Term(node, differentiate(node, self.letter))

    def _arctangents(self, factor: fmpq_mpoly) -> Iterator[Term]:
        """``atan((2·a·u + b)/sqrt(4·a·c - b²))`` for a divisor a·u² + b·u + c."""
        for slot in self._moving(factor):
            if int(factor.degrees()[slot]) != 2:
                continue
            u = self.algebra.node(self.algebra.generators[slot])
            a, b, c = self._coefficients(factor, slot)
            if any(map(self._speaks, (a, b, c))):
                continue
            gap = self._tidy(add(times(Number(4), a, c), negate(times(b, b))))
            root = Apply("^", (Apply("abs", (gap,)), HALF))
            slope = add(times(TWO, a, u), b)
            tangent = Apply("/", (slope, root))
            change = differentiate(u, self.letter)
            yield Term(
                Apply("atan", (tangent,)),
                Apply("/", (times(TWO, a, root, change), add(times(slope, slope), gap))),
            )
            # Where the square's roots are real: the logarithm of their quotient.
            ratio = Apply("/", (add(slope, negate(root)), add(slope, root)))
            yield Term(
                Apply("log", (Apply("abs", (ratio,)),)),
                Apply("/", (times(Number(4), a, root, change), add(times(slope, slope), gap))),
            )

    def _coefficients(
        self, poly: fmpq_mpoly, slot: int
    ) -> tuple[Expression, Expression, Expression]:
        algebra = self.algebra
        first = poly.derivative(slot)
        a = first.derivative(slot) / 2
        b = algebra.put(first, slot, algebra.zero)
        c = algebra.put(poly, slot, algebra.zero)
        return algebra.node(a), algebra.node(b), algebra.node(c)

    def _tidy(self, node: Expression) -> Expression:
        return self._node(self.algebra.lowest(self.algebra.fraction(node)))

    def _speaks(self, node: Expression) -> bool:
        return self.letter in free_names(node)

    def _of_angle(self, angle: Expression, factors: list[fmpq_mpoly]) -> Iterator[Term]:
        """For divisors that speak of an angle."""
        sine, cosine = Apply("sin", (angle,)), Apply("cos", (angle,))
        for sign in (ONE, Number(-1)):
            yield self._log(add(ONE, times(sign, cosine)))
            yield self._log(add(ONE, times(sign, sine)))
        algebra = self.algebra
        s, c = (algebra.fraction(node).num for node in (sine, cosine))
        for factor in factors:
            found = self._linear(factor, s, c)
            if found is None:
                found = self._doubled(factor, s, c)
                if found is None:
                    continue
                sine, cosine = (Apply(head, (times(TWO, angle),)) for head in ("sin", "cos"))
            whole, of_cosine, of_sine = found
            gap = add(
                times(whole, whole),
                negate(times(of_cosine, of_cosine)),
                negate(times(of_sine, of_sine)),
            )
            root = Apply("^", (gap, HALF))
            top = add(times(of_cosine, sine), negate(times(of_sine, cosine)))
            bottom = add(whole, root, times(of_cosine, cosine), times(of_sine, sine))
            yield self._smooth(Apply("/", (Name(self.letter), root)))
            yield self._smooth(Apply("/", (Apply("atan", (Apply("/", (top, bottom)),)), root)))

    def _linear(
        self, factor: fmpq_mpoly, sine: fmpq_mpoly, cosine: fmpq_mpoly
    ) -> tuple[Expression, Expression, Expression] | None:
        """A, B and C of a divisor A + B·cos + C·sin."""
        algebra = self.algebra
        slots = [algebra.lone(part) for part in (cosine, sine)]
        if slots[0] is None or slots[1] is None:
            return None
        parts = [factor.derivative(atom.slot) for atom in slots if atom is not None]
        whole = factor
        for part, atom in zip(parts, slots, strict=True):
            if atom is not None:
                whole = whole - part * algebra.generators[atom.slot]
        nodes = [algebra.node(part) for part in (whole, *parts)]
        if any(map(self._speaks, nodes)):
            return None
        return nodes[0], nodes[1], nodes[2]

    def _doubled(
        self, factor: fmpq_mpoly, sine: fmpq_mpoly, cosine: fmpq_mpoly
    ) -> tuple[Expression, Expression, Expression] | None:
        """A, B and C of p + q·cos² + r·sin·cos = A + B·cos + C·sin of the doubled angle."""
        algebra = self.algebra
        atoms = [algebra.lone(part) for part in (cosine, sine)]
        if atoms[0] is None or atoms[1] is None:
            return None
        squares, mixed, rest = algebra.zero, algebra.zero, algebra.zero
        c, s = atoms[0].slot, atoms[1].slot
        for monomial, coefficient in factor.to_dict().items():
            powers = int(monomial[c]), int(monomial[s])
            bare = tuple(0 if slot in (c, s) else n for slot, n in enumerate(monomial))
            term = algebra.ring.from_dict({bare: coefficient})
            match powers:
                case (0, 0):
                    rest = rest + term
                case (2, 0):
                    squares = squares + term
                case (0, 2):
                    rest, squares = rest + term, squares - term
                case (1, 1):
                    mixed = mixed + term
                case _:
                    return None
        nodes = [algebra.node(part) for part in (rest + squares / 2, squares / 2, mixed / 2)]
        if any(map(self._speaks, nodes)):
            return None
        return nodes[0], nodes[1], nodes[2]

    def _of_root(self, atom: Atom) -> Iterator[Term]:
        """For a square root; more for that of a quadratic polynomial of the letter."""
        if atom.fine == 2:
            yield self._smooth(Apply("atan", (atom.node,)))
        q = atom.argument
        if q is None or atom.fine != 2 or int(q.degrees()[self.slot]) != 2:
            return
        if self._moving(q) != [self.slot]:
            return
        a, b, c = self._coefficients(q, self.slot)
        slope = add(times(TWO, a, Name(self.letter)), b)
        square = Apply("^", (Apply("abs", (a,)), HALF))
        node = add(slope, times(TWO, square, atom.node))
        yield self._log(node)
        gap = add(times(b, b), negate(times(Number(4), a, c)))
        sine = Apply("/", (slope, Apply("^", (gap, HALF))))
        yield self._smooth(Apply("asin", (sine,)))

    def _of_two_roots(self, first: Atom, second: Atom) -> Iterator[Term]:
        """For square roots of two linear polynomials of the letter."""
        slopes = []
        for atom in (first, second):
            q = atom.argument
            if q is None or self._moving(q) != [self.slot] or int(q.degrees()[self.slot]) != 1:
                return
            slope = self.algebra.node(q.derivative(self.slot))
            slopes.append(Apply("^", (Apply("abs", (slope,)), HALF)))
        left, right = times(slopes[1], first.node), times(slopes[0], second.node)
        yield self._smooth(Apply("atan", (Apply("/", (left, right)),)))
        yield self._log(add(left, right))

    def _exponents(self, integrand: Ratio) -> Iterator[Expression]:
        """What the exponentials in each term add up to."""
        algebra = self.algebra
        shared = exponent_of(algebra, integrand.den.monoms()[0])
        for monomial in integrand.num.monoms():
            own = exponent_of(algebra, monomial)
            yield self._node(algebra.lowest(algebra.plus(own, Ratio(-shared.num, shared.den))))

    def _error_function(self, exponent: Ratio) -> Iterator[Term]:
        """For exp(q) with a quadratic q, of which the square is completed."""
        num, den = exponent
        if self._moving(den) or self._moving(num) != [self.slot]:
            return
        if int(num.degrees()[self.slot]) != 2:
            return
        a, b, c = self._coefficients(num, self.slot)
        # q = -(u² + v) with u = sqrt(-a)·t - …
        yield from self._bell((a, b, c), self.algebra.node(den))

    def _bell(
        self, of: tuple[Expression, Expression, Expression], den: Expression
    ) -> Iterator[Term]:
        a, b, _ = (Apply("/", (part, den)) for part in of)
        if self.algebra.signs.of(a) & NEG == 0:  # only exp(a·t² + …) with a < 0 is a bell
            return
        root = self._tidy(Apply("^", (negate(a), HALF)))
        shift = self._tidy(Apply("/", (b, times(TWO, root))))
        u = add(times(root, Name(self.letter)), negate(shift))
        yield self._smooth(Apply("erf", (u,)))

    def _node(self, value: Ratio) -> Expression:
        top = self.algebra.node(value.num)
        return top if value.den.is_one() else Apply("/", (top, self.algebra.node(value.den)))
