"""Expressions as series in one infinitely small scale that nothing in them outgrows.

Which scale that is, what sign a coefficient has and where it tends is known to `growth`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from fractions import Fraction
from math import factorial

from verifier.algebra.derivative import add, differentiate, negate, times
from verifier.algebra.frames import Undecided
from verifier.algebra.series import (
    Calculus,
    Exponent,
    NeedMoreTerms,
    Series,
    constant,
    expression_of,
)
from verifier.language.expressions import (
    ONE,
    ZERO,
    Apply,
    Constant,
    Expression,
    Name,
    Number,
    free_names,
    substitute,
)

INFINITY = Constant("oo")
MINUS_INFINITY = Apply("neg", (INFINITY,))


@dataclass(frozen=True, slots=True)
class Scale:
    """What is infinitely small; ``log`` is its logarithm; ``exponential`` None for ``1/x``."""

    log: Expression
    exponential: Expression | None


class Expansions(ABC):
    """Expansion of expressions in ``letter``, which tends to plus infinity."""

    def __init__(self, letter: str) -> None:
        self.letter = letter
        self._expanded: dict[tuple[Expression, Scale, int], Series] = {}

    @abstractmethod
    def sign(self, node: Expression) -> int:
        """See `series.Judge`."""

    @abstractmethod
    def order(self, first: Exponent, second: Exponent) -> int:
        """See `series.Judge`."""

    @abstractmethod
    def tidy(self, node: Expression) -> Expression:
        """See `series.Judge`."""

    @abstractmethod
    def spend(self, amount: int) -> None:
        """Count work."""

    @abstractmethod
    def _limit(self, node: Expression) -> Expression:
        """The limit of a coefficient, infinite ones included."""

    def _moves(self, node: Expression) -> bool:
        return self.letter in free_names(node)

    def expand(self, node: Expression, scale: Scale, length: int) -> Series:
        """An expression as a series in a scale that nothing in it outgrows."""
        key = (node, scale, length)
        found = self._expanded.get(key)
        if found is None:
            self.spend(2)
            found = self._expanded[key] = self._expansion(node, scale, length)
        return found

    def _expansion(self, node: Expression, scale: Scale, length: int) -> Series:
        if not self._moves(node):
            return constant(node)
        calculus = Calculus(self, length)
        match node:
            case Name():
                return Series(((Fraction(-1), ONE),)) if not scale.exponential else constant(node)
            case Apply("+", terms):
                return calculus.add(self.expand(term, scale, length) for term in terms)
            case Apply("neg", (u,)):
                return calculus.scaled(self.expand(u, scale, length), Number(-1), Fraction(0))
            case Apply("*", factors):
                product = constant(ONE)
                for factor in factors:
                    product = calculus.multiply(product, self.expand(factor, scale, length))
                return product
            case Apply("/", (u, v)):
                inverse = self._power(self.expand(v, scale, length), Number(-1), calculus)
                return calculus.multiply(self.expand(u, scale, length), inverse)
            case Apply("^", (u, exponent)):
                return self._power(self.expand(u, scale, length), exponent, calculus)
            case Apply(head, (u,)):
                return self._of_one(head, node, u, calculus, scale)
            case _:
                raise Undecided

    def _of_one(
        self, head: str, node: Expression, u: Expression, calculus: Calculus, scale: Scale
    ) -> Series:
        """A function of one argument as a series."""
        inner = self.expand(u, scale, calculus.length)
        match head:
            case "abs":
                return calculus.scaled(inner, Number(self.sign(u) or 1), Fraction(0))
            case "exp":
                return self._exponential(inner, scale, calculus)
            case "log":
                return self._log(node, inner, scale, calculus)
            case "sin" | "cos" | "atan" | "erf" | "asin" | "acos":
                return self._taylor(head, inner, calculus)
            case _:
                raise Undecided

    def _power(self, base: Series, exponent: Expression, calculus: Calculus) -> Series:
        match exponent:
            case Number(value) if value.denominator == 1 and 0 <= value <= 8:
                product = constant(ONE)
                for _ in range(int(value)):
                    product = calculus.multiply(product, base)
                return product
        first, coefficient, small = calculus.leading(base)
        whole = isinstance(exponent, Number) and exponent.value.denominator == 1
        if not whole and self.sign(coefficient) < 0:
            raise Undecided
        inner = calculus.compose(small, lambda k: _binomial(exponent, k))
        shift = self._exponent(times(expression_of(first), exponent))
        return calculus.scaled(inner, self.tidy(Apply("^", (coefficient, exponent))), shift)

    def _exponent(self, node: Expression) -> Exponent:
        node = self.tidy(node)
        return node.value if isinstance(node, Number) else node

    def _split(self, series: Series) -> tuple[Expression, Series]:
        """A series without negative exponents as its constant term and the rest."""
        terms = list(series.terms)
        while terms and self.order(terms[0][0], Fraction(0)) < 0:
            if self.sign(terms[0][1]) != 0:
                raise Undecided  # it would outgrow the scale
            terms.pop(0)
        if series.error is not None and self.order(series.error, Fraction(0)) <= 0:
            raise NeedMoreTerms
        if terms and self.order(terms[0][0], Fraction(0)) == 0:
            return terms[0][1], Series(tuple(terms[1:]), series.error)
        return ZERO, Series(tuple(terms), series.error)

    def _exponential(self, inner: Series, scale: Scale, calculus: Calculus) -> Series:
        """``exp(c₀ + small)``; the part of c₀ that grows like the scale's logarithm is a power."""
        start, small = self._split(inner)
        shift: Exponent = Fraction(0)
        if self._moves(start):
            ratio = self._limit(Apply("/", (start, scale.log)))
            if ratio in (INFINITY, MINUS_INFINITY):
                raise Undecided
            shift = self._exponent(ratio)
            start = self.tidy(add(start, negate(times(ratio, scale.log))))
        series = calculus.compose(small, lambda k: Number(Fraction(1, factorial(k))))
        return calculus.scaled(series, self.tidy(Apply("exp", (start,))), shift)

    def _log(self, node: Expression, inner: Series, scale: Scale, calculus: Calculus) -> Series:
        if scale.exponential is None and node == Apply("log", (Name(self.letter),)):
            return constant(node)
        exponent, coefficient, small = calculus.leading(inner)
        if self.sign(coefficient) < 0:
            raise Undecided
        start = add(
            self.tidy(Apply("log", (coefficient,))), times(expression_of(exponent), scale.log)
        )
        series = calculus.compose(small, _of_logarithm)
        return calculus.add((constant(self.tidy(start)), series))

    def _taylor(self, head: str, inner: Series, calculus: Calculus) -> Series:
        """A function that is analytic where its argument tends to."""
        start, small = self._split(inner)
        place = self._limit(start)
        if place in (INFINITY, MINUS_INFINITY):
            raise Undecided
        if head in ("asin", "acos") and self.sign(add(ONE, negate(times(place, place)))) <= 0:
            raise Undecided
        slopes: list[Expression] = [Apply(head, (Name(self.letter),))]

        def coefficient(k: int) -> Expression:
            while len(slopes) <= k:
                slopes.append(self.tidy(differentiate(slopes[-1], self.letter)))
            value = substitute(slopes[k], {self.letter: start})
            return times(Number(Fraction(1, factorial(k))), value)

        return calculus.compose(small, coefficient)


def _binomial(exponent: Expression, k: int) -> Expression:
    factors = [add(exponent, Number(-i)) if i else exponent for i in range(k)]
    return times(Number(Fraction(1, factorial(k))), *factors)


def _of_logarithm(k: int) -> Expression:
    return ZERO if k == 0 else Number(Fraction(-1 if k % 2 == 0 else 1, k))
