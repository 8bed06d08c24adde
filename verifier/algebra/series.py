"""Truncated series in one infinitely small scale, with coefficients that grow more slowly.

A series lists every term below its ``error``; what is left is smaller than ``w^e`` for every e
below the error. Exponents are rational numbers or expressions without the letter; coefficients are
expressions. Who makes a series knows the signs it needs (`Judge`).

Source: Gruntz, *On computing limits in a symbolic manipulation system* (1996), chapters 3 and 5.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol, TypeAlias

from verifier.algebra.derivative import add, negate, times
from verifier.language.expressions import ONE, ZERO, Apply, Expression, Number

Exponent: TypeAlias = Fraction | Expression


class NeedMoreTerms(Exception):
    """Every term that is listed vanishes; what comes first is not known yet."""


class Judge(Protocol):
    """Who knows coefficients and exponents."""

    def sign(self, node: Expression) -> int:
        """-1, 0 or 1: the sign a coefficient has in the end."""

    def order(self, first: Exponent, second: Exponent) -> int:
        """-1, 0 or 1, as the first exponent is less than, equal to or greater than the second."""

    def tidy(self, node: Expression) -> Expression:
        """An equal expression in a normal form."""


@dataclass(frozen=True, slots=True)
class Series:
    """``Σ c·w^e + o(…)``, the exponents rising; ``error`` None for an exact sum."""

    terms: tuple[tuple[Exponent, Expression], ...]
    error: Exponent | None = None


def constant(node: Expression) -> Series:
    """A coefficient alone."""
    return Series(() if node is ZERO else ((Fraction(0), node),))


def expression_of(exponent: Exponent) -> Expression:
    """An exponent as an expression."""
    return Number(exponent) if isinstance(exponent, Fraction) else exponent


def plus(first: Exponent, second: Exponent) -> Exponent:
    """The sum of two exponents."""
    if isinstance(first, Fraction) and isinstance(second, Fraction):
        return first + second
    return add(expression_of(first), expression_of(second))


class Calculus:
    """Arithmetic of series with at most ``length`` terms."""

    def __init__(self, judge: Judge, length: int) -> None:
        self.judge = judge
        self.length = length

    def add(self, series: Iterable[Series]) -> Series:
        """The sum."""
        error: Exponent | None = None
        terms: list[tuple[Exponent, Expression]] = []
        for one in series:
            error = self._least(error, one.error)
            terms += one.terms
        return self._gathered(terms, error)

    def multiply(self, first: Series, second: Series) -> Series:
        """The product."""
        error: Exponent | None = None
        for one, other in ((first, second), (second, first)):
            if one.error is None:
                continue
            if other.terms:
                error = self._least(error, plus(one.error, other.terms[0][0]))
            elif other.error is not None:
                error = self._least(error, plus(one.error, other.error))
        terms = [(plus(e, f), times(c, d)) for e, c in first.terms for f, d in second.terms]
        return self._gathered(terms, error)

    def scaled(self, series: Series, factor: Expression, shift: Exponent) -> Series:
        """``factor·w^shift`` times the series."""
        return self.multiply(series, Series(((shift, factor),)))

    def leading(self, series: Series) -> tuple[Exponent, Expression, Series]:
        """The first term that does not vanish, and the series divided by it, less 1.

        Raises:
            NeedMoreTerms: when every term that is listed vanishes.
        """
        terms = list(series.terms)
        while terms and self.judge.sign(terms[0][1]) == 0:
            terms.pop(0)
        if not terms:
            raise NeedMoreTerms
        (exponent, coefficient), *rest = terms
        inverse = Apply("/", (ONE, coefficient))
        back = negate(expression_of(exponent))
        shift = -exponent if isinstance(exponent, Fraction) else back
        error = None if series.error is None else plus(series.error, shift)
        small = Series(tuple((plus(e, shift), self._times(c, inverse)) for e, c in rest), error)
        return exponent, coefficient, small

    def compose(self, small: Series, coefficient: Callable[[int], Expression]) -> Series:
        """``Σ coefficient(k)·small^k`` for an infinitely small series."""
        total = constant(self.judge.tidy(coefficient(0)))
        if not small.terms and small.error is None:
            return total
        first = small.terms[0][0] if small.terms else small.error
        if first is None or self.judge.order(first, Fraction(0)) <= 0:
            raise NeedMoreTerms
        power, parts, bound = constant(ONE), [total], first
        for k in range(1, self.length + 1):
            power = self.multiply(power, small)
            parts.append(self.scaled(power, self.judge.tidy(coefficient(k)), Fraction(0)))
            bound = plus(bound, first)
            if not power.terms:
                break
        parts.append(Series((), bound))
        return self.add(parts)

    def _times(self, first: Expression, second: Expression) -> Expression:
        return self.judge.tidy(times(first, second))

    def _least(self, first: Exponent | None, second: Exponent | None) -> Exponent | None:
        if first is None or second is None:
            return second if first is None else first
        return first if self.judge.order(first, second) <= 0 else second

    def _gathered(self, terms: list[tuple[Exponent, Expression]], error: Exponent | None) -> Series:
        """Terms in order, equal exponents together, up to the error and the length."""
        groups: list[tuple[Exponent, list[Expression]]] = []
        for exponent, coefficient in terms:
            if error is not None and self.judge.order(exponent, error) >= 0:
                continue
            self._insert(groups, exponent, coefficient)
        found: list[tuple[Exponent, Expression]] = []
        for exponent, coefficients in groups:
            if len(found) == self.length:
                return Series(tuple(found), exponent)
            total = self.judge.tidy(add(*coefficients))
            if total is not ZERO:
                found.append((exponent, total))
        return Series(tuple(found), error)

    def _insert(
        self,
        groups: list[tuple[Exponent, list[Expression]]],
        exponent: Exponent,
        coefficient: Expression,
    ) -> None:
        low, high = 0, len(groups)
        while low < high:
            middle = (low + high) // 2
            order = self.judge.order(groups[middle][0], exponent)
            if order == 0:
                groups[middle][1].append(coefficient)
                return
            if order < 0:
                low = middle + 1
            else:
                high = middle
        groups.insert(low, (exponent, [coefficient]))
