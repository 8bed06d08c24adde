"""Finding T with ``T(j + 1) - T(j) = f(j)``: Gosper's algorithm, and Zeilberger's use of it.

A term f is hypergeometric if ``f(j + 1)/f(j)`` is a rational function of j. Gosper's algorithm
finds every T that is a rational multiple of f. With several terms it finds, by the same equations,
numbers c with ``Σ c·f = T(j + 1) - T(j)``.

What is found here is a proposal. It is used only after `closing` has checked the equation and the
definedness of T.

Source: Petkovšek, Wilf & Zeilberger, *A = B*, chapters 5 and 6.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from typing import NamedTuple

from flint import fmpq, fmpq_mpoly

from verifier.algebra.fractions import Algebra
from verifier.algebra.linear import solve
from verifier.algebra.ring import DividesByZero, Ratio
from verifier.language.expressions import Apply, Expression, Name, Number, free_names, substitute

DEGREE = 24  # of the polynomial that is looked for
SHIFT = 60  # between two factors of one term
TERMS = 40  # of a numerator
APART = 3  # steps between two terms that cancel
OFTEN = 4  # times that one term may be met


class Part(NamedTuple):
    """One hypergeometric part of a body: ``polynomial·kernel`` in the bound letter."""

    polynomial: fmpq_mpoly
    kernel: Expression
    rest: Expression  # the part itself


class Steps(NamedTuple):
    """Gosper's form of ``kernel(j + 1)/kernel(j) = a(j)/b(j)·c(j + 1)/c(j)``."""

    a: fmpq_mpoly
    b: fmpq_mpoly
    c: fmpq_mpoly


class Telescoping:
    """Looks for antidifferences in one letter of one algebra."""

    def __init__(self, algebra: Algebra, variable: str) -> None:
        self.algebra = algebra
        self.variable = variable
        lone = algebra.fraction(Name(variable)).num
        self.slot = next(i for i, degree in enumerate(lone.degrees()) if degree > 0)

    def antidifference(self, body: Expression) -> tuple[Expression | None, Expression | None]:
        """T for as much of the body as has one, and what is left; nothing of both for 0."""
        parts, left = self._parts(body)
        found: list[Expression] = []
        for part in parts:
            term = self._of_part([part.polynomial], part.kernel)
            if term is None:
                left.append(part.rest)
            else:
                found.append(term[1])
        return _total([*found, *self._pairs(left)]), _total(left)

    def _pairs(self, left: list[Expression]) -> list[Expression]:
        """T for pairs of terms with ``one(j) = -other(j + h)``; they are taken out of ``left``."""
        found: list[Expression] = []
        for other in list(left):
            for h, one in product(range(1, APART + 1), list(left)):
                later = substitute(other, {self.variable: self._shifted(h)})
                if one is other or one not in left or other not in left:
                    continue
                if self._vanishes(Apply("+", (one, later))):
                    left.remove(one)
                    left.remove(other)
                    steps = [self._shifted(i) for i in range(h)]
                    parts = [substitute(other, {self.variable: step}) for step in steps]
                    found += [Apply("neg", (part,)) for part in parts]
        return found

    def _vanishes(self, node: Expression) -> bool:
        try:
            return self.algebra.reduce(self.algebra.fraction(node).num).is_zero()
        except DividesByZero:
            return False

    def relation(
        self, first: Expression, second: Expression
    ) -> tuple[Expression, Expression] | None:
        """C and T with ``first - c·second = T(j + 1) - T(j)``, for two bodies of one kernel."""
        ours, theirs = self._parts(first), self._parts(second)
        if len(ours[0]) != 1 or len(theirs[0]) != 1 or ours[1] or theirs[1]:
            return None
        (one,), (two,) = ours[0], theirs[0]
        ratio = self._rational(Apply("/", (one.kernel, two.kernel)))
        if ratio is None:
            return None
        kernel = Apply("/", (two.kernel, self.algebra.node(ratio.den)))
        polynomials = [one.polynomial * ratio.num, -two.polynomial * ratio.den]
        found = self._of_part(polynomials, kernel)
        if found is None:
            return None
        return self._node(found[0][0]), found[1]

    # -- parts ---------------------------------------------------------------------------------

    def _inner(self, poly: fmpq_mpoly) -> list[int]:
        """The generators that move with the letter, the letter itself apart."""
        return [
            slot
            for slot, degree in enumerate(poly.degrees())
            if degree > 0
            and slot != self.slot
            and self.variable in free_names(self.algebra.by_slot[slot].node)
        ]

    def _parts(self, body: Expression) -> tuple[list[Part], list[Expression]]:
        """The body by its kernels, and what has no rational ratio of terms."""
        algebra = self.algebra
        num, den = algebra.lowest(algebra.fraction(body))
        num, den = algebra.reduce(num), algebra.reduce(den)
        if len(num) > TERMS or den.is_zero():
            return [], [body]
        moving = set(self._inner(num))
        groups: dict[tuple[int, ...], dict[tuple[int, ...], fmpq]] = {}
        for monomial, coefficient in num.to_dict().items():
            kernel = tuple(n if i in moving else 0 for i, n in enumerate(monomial))
            rest = tuple(0 if i in moving else n for i, n in enumerate(monomial))
            groups.setdefault(kernel, {})[rest] = coefficient
        parts: list[Part] = []
        left: list[Expression] = []
        bottom = algebra.node(den)
        for kernel, terms in groups.items():
            polynomial = algebra.ring.from_dict(terms)
            moved = algebra.ring.from_dict({kernel: 1})
            node = Apply("/", (algebra.node(moved), bottom))
            whole = Apply("/", (algebra.node(polynomial * moved), bottom))
            if self._ratio(node) is None:
                times = _times(polynomial)
                unit = Apply("/", (algebra.node(moved * (1 if times > 0 else -1)), bottom))
                left += [unit] * abs(times) if times else [whole]
            else:
                parts.append(Part(polynomial, node, whole))
        return parts, left

    def _ratio(self, kernel: Expression) -> Ratio | None:
        following = substitute(kernel, {self.variable: self._shifted(1)})
        return self._rational(Apply("/", (following, kernel)))

    def _rational(self, node: Expression) -> Ratio | None:
        """A rational function of the letter in lowest terms; None if it is not one."""
        algebra = self.algebra
        try:
            num, den = algebra.fraction(node)
            num, den = algebra.lowest(Ratio(algebra.reduce(num), algebra.reduce(den)))
        except DividesByZero:
            return None
        return None if self._inner(num) or self._inner(den) else Ratio(num, den)

    def _shifted(self, by: int) -> Expression:
        return Apply("+", (Name(self.variable), Number(by)))

    # -- Gosper's algorithm --------------------------------------------------------------------

    def _of_part(
        self, polynomials: list[fmpq_mpoly], kernel: Expression
    ) -> tuple[list[Ratio], Expression] | None:
        """C and T with ``(p₀ + c₁·p₁ + …)·kernel = T(j + 1) - T(j)``."""
        ratio = self._ratio(kernel)
        if ratio is None or ratio.num.is_zero():
            return None
        steps = self._steps(ratio)
        back = self._put(steps.b, -1)
        bound = self._bound(steps.a, back, [p * steps.c for p in polynomials])
        if bound is None:
            return None
        solution = self._solution(steps, back, polynomials, bound)
        if solution is None:
            return None
        numbers, x = solution
        top = Apply("*", (self.algebra.node(back), x, kernel))
        return numbers, Apply("/", (top, self.algebra.node(steps.c)))

    def _steps(self, ratio: Ratio) -> Steps:
        algebra = self.algebra
        a, b, c = ratio.num, ratio.den, algebra.one
        for upper, _ in algebra.factor(a).powers:
            for lower, _ in algebra.factor(b).powers:
                shift = self._shift(upper, lower)
                while shift and self._divides(upper, a) and self._divides(lower, b):
                    a, b = a / upper, b / lower
                    # lower(j) = k·upper(j - shift), where k is a rational number
                    k = lower.leading_coefficient() / upper.leading_coefficient()
                    b = b * k
                    for i in range(1, shift + 1):
                        c = algebra.product(c, self._put(upper, -i))
        return Steps(a, b, c)

    def _divides(self, factor: fmpq_mpoly, poly: fmpq_mpoly) -> bool:
        return bool(divmod(poly, factor)[1].is_zero())

    def _shift(self, upper: fmpq_mpoly, lower: fmpq_mpoly) -> int:
        """The h > 0 with ``lower(j + h) = k·upper(j)`` for a rational k; 0 if there is none."""
        ours, theirs = self._by_degree(upper), self._by_degree(lower)
        degree = max(ours)
        if degree == 0 or degree != max(theirs):
            return 0
        k = theirs[degree].leading_coefficient() / ours[degree].leading_coefficient()
        zero = self.algebra.zero
        gap = ours.get(degree - 1, zero) * k - theirs.get(degree - 1, zero)
        if gap.is_zero():
            return 0
        quotient, rest = divmod(gap, theirs[degree] * degree)
        if not rest.is_zero() or not quotient.is_constant():
            return 0
        h = quotient.leading_coefficient()
        if h.q != 1 or not 0 < h <= SHIFT or self._put(lower, int(h)) != upper * k:
            return 0
        return int(h)

    def _bound(self, a: fmpq_mpoly, back: fmpq_mpoly, right: list[fmpq_mpoly]) -> int | None:
        """A degree that the polynomial cannot exceed; None where there is none at all."""
        ours, theirs = self._by_degree(a), self._by_degree(back)
        wanted = max(max(self._by_degree(p)) for p in right)
        top = max(*ours, *theirs)
        zero = self.algebra.zero
        if max(ours) != max(theirs) or ours[top] != theirs[top]:
            bound = wanted - top
        else:
            bound = wanted - top + 1
            if top:
                gap = theirs.get(top - 1, zero) - ours.get(top - 1, zero)
                quotient, rest = divmod(gap, ours[top])
                if rest.is_zero() and quotient.is_constant() and not quotient.is_zero():
                    special = quotient.leading_coefficient()
                    bound = max(bound, int(special.p)) if special.q == 1 else bound
        return bound if 0 <= bound <= DEGREE else None

    def _solution(
        self, steps: Steps, back: fmpq_mpoly, polynomials: list[fmpq_mpoly], bound: int
    ) -> tuple[list[Ratio], Expression] | None:
        """The coefficients of x in ``a(j)·x(j + 1) - b(j - 1)·x(j) = c(j)·(p₀ + c₁·p₁ + …)``."""
        j = self.algebra.generators[self.slot]
        first, *others = [self.algebra.product(p, steps.c) for p in polynomials]
        columns = [steps.a * (j + 1) ** i - back * j**i for i in range(bound + 1)]
        columns += [-other for other in others]
        found = solve(self._rows([*columns, -first]), self.algebra)
        if found is None:
            return None
        terms = [
            Apply("*", (self._node(value), Apply("^", (Name(self.variable), Number(i)))))
            for i, value in enumerate(found[: bound + 1])
            if not value.num.is_zero()
        ]
        x = _total(terms)
        return (found[bound + 1 :], x) if x is not None else None

    def _rows(self, columns: list[fmpq_mpoly]) -> list[list[fmpq_mpoly]]:
        split = [self._by_degree(column) for column in columns]
        degrees = sorted({degree for found in split for degree in found})
        zero = self.algebra.zero
        return [[found.get(degree, zero) for found in split] for degree in degrees]

    # -- polynomials in the letter -------------------------------------------------------------

    def _by_degree(self, poly: fmpq_mpoly) -> dict[int, fmpq_mpoly]:
        """The coefficients of the powers of the letter; that of 0 alone for the zero polynomial."""
        found: dict[int, dict[tuple[int, ...], fmpq]] = {}
        for monomial, coefficient in poly.to_dict().items():
            rest = (*monomial[: self.slot], 0, *monomial[self.slot + 1 :])
            found.setdefault(int(monomial[self.slot]), {})[rest] = coefficient
        if not found:
            return {0: self.algebra.zero}
        return {degree: self.algebra.ring.from_dict(terms) for degree, terms in found.items()}

    def _put(self, poly: fmpq_mpoly, by: int) -> fmpq_mpoly:
        """``poly(j + by)``."""
        return self.algebra.put(poly, self.slot, self.algebra.generators[self.slot] + by)

    def _node(self, value: Ratio) -> Expression:
        top = self.algebra.node(value.num)
        return top if value.den.is_one() else Apply("/", (top, self.algebra.node(value.den)))


def _total(terms: Iterable[Expression]) -> Expression | None:
    terms = tuple(terms)
    if not terms:
        return None
    return terms[0] if len(terms) == 1 else Apply("+", terms)


def _times(polynomial: fmpq_mpoly) -> int:
    """A small whole number that a term is multiplied by, so that it may cancel with several; 0 for
    another factor.
    """
    if not polynomial.is_constant() or polynomial.is_zero():
        return 0
    number = polynomial.leading_coefficient()
    return int(number.p) if number.q == 1 and abs(number) <= OFTEN else 0
