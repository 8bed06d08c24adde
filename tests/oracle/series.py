"""What a function looks like just beside a point: power series in a positive infinitesimal.

A `Series` is a sum of ``coefficient * s^exponent`` with rational exponents, known up to
``order``, where ``s`` is positive and smaller than anything of a lower level. Coefficients are
reals or series of a lower level, so that a derivative may stand inside a derivative. Whether a
comparison was settled only beside the point (and so may come out differently on its other side)
is remembered in `touched`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from itertools import count
from typing import TypeAlias

from tests.oracle import reals
from tests.oracle.reals import NotKnown, Real, Undefined

_terms = 5

_levels = count(1)
touched: set[int] = set()
"""The levels on whose infinitesimal some decision has rested."""


@contextmanager
def following(terms: int) -> Iterator[None]:
    """Follow series that far beyond their first term."""
    global _terms  # noqa: PLW0603 (one number, one thread: tests)
    before, _terms = _terms, terms
    try:
        yield
    finally:
        _terms = before


class Series:
    """``sum(terms[k]*s^k) + O(s^order)``; an order of None means that is all of it."""

    __slots__ = ("level", "order", "terms")

    def __init__(self, level: int, terms: dict[Exponent, Scalar], order: Exponent | None) -> None:
        self.level = level
        kept = {
            at: term
            for at, term in terms.items()
            if not _vanishes(term) and (order is None or at < order)
        }
        if kept:
            end = min(kept) + _terms
            if max(kept) >= end:
                kept = {at: term for at, term in kept.items() if at < end}
                order = end if order is None else min(order, end)
        self.terms = kept
        self.order = order

    def first(self) -> Exponent | None:
        """The least exponent that may occur; None for zero."""
        return min(self.terms, default=self.order)

    def coefficient(self, exponent: int) -> Scalar:
        """The coefficient there."""
        if self.order is not None and self.order <= exponent:
            raise NotKnown("the series is not known that far")
        return self.terms.get(exponent, Fraction(0))


Scalar: TypeAlias = Real | Series
Exponent: TypeAlias = int | Fraction


def _vanishes(x: Scalar) -> bool:
    return not x.terms and x.order is None if isinstance(x, Series) else x == 0


def fresh_level() -> int:
    """A new infinitesimal, smaller than all before."""
    return next(_levels)


def beside(x: Scalar, level: int, direction: int) -> Series:
    """``x + s`` or ``x - s``."""
    return Series(level, {0: x, 1: Fraction(direction)}, None)


def _level(x: Scalar) -> int:
    return x.level if isinstance(x, Series) else 0


def _lifted(x: Scalar, level: int) -> Series:
    if isinstance(x, Series) and x.level == level:
        return x
    return Series(level, {0: x}, None)


def add(x: Scalar, y: Scalar) -> Scalar:
    """The sum."""
    if not isinstance(x, Series) and not isinstance(y, Series):
        return reals.add(x, y)
    level = max(_level(x), _level(y))
    a, b = _lifted(x, level), _lifted(y, level)
    terms = dict(a.terms)
    for at, term in b.terms.items():
        terms[at] = add(terms[at], term) if at in terms else term
    orders = [order for order in (a.order, b.order) if order is not None]
    return Series(level, terms, min(orders, default=None))


def multiply(x: Scalar, y: Scalar) -> Scalar:
    """The product."""
    if not isinstance(x, Series) and not isinstance(y, Series):
        return reals.multiply(x, y)
    level = max(_level(x), _level(y))
    a, b = _lifted(x, level), _lifted(y, level)
    first_a, first_b = a.first(), b.first()
    if first_a is None or first_b is None:
        return Fraction(0)
    orders = [first_b + a.order] if a.order is not None else []
    orders += [first_a + b.order] if b.order is not None else []
    end = first_a + first_b + _terms
    terms: dict[Exponent, Scalar] = {}
    for i, s in a.terms.items():
        for j, t in b.terms.items():
            if i + j > end:
                orders.append(end)
                continue
            product = multiply(s, t)
            terms[i + j] = add(terms[i + j], product) if i + j in terms else product
    return Series(level, terms, min(orders, default=None))


def negate(x: Scalar) -> Scalar:
    """``-x``."""
    return multiply(Fraction(-1), x)


def subtract(x: Scalar, y: Scalar) -> Scalar:
    """``x - y``."""
    return add(x, negate(y))


def sign(x: Scalar) -> int:
    """-1, 0 or 1, at all small positive values of the infinitesimals."""
    if not isinstance(x, Series):
        return reals.sign(x)
    for at in sorted(x.terms):
        found = sign(x.terms[at])
        if found:
            if at != 0:
                touched.add(x.level)
            return found
    if x.order is None:
        return 0
    raise NotKnown("a series that may vanish")


def is_zero(x: Scalar) -> bool:
    """Whether it is 0."""
    return sign(x) == 0


def divide(x: Scalar, y: Scalar) -> Scalar:
    """``x/y``."""
    if sign(y) == 0:
        raise Undefined("division by zero")
    return multiply(x, _rational_power(y, Fraction(-1)))


def plain(x: Scalar) -> Scalar:
    """The real behind a series that is exactly one."""
    while isinstance(x, Series) and x.order is None and set(x.terms) <= {0}:
        x = x.terms.get(0, Fraction(0))
    return x


def power(x: Scalar, y: Scalar) -> Scalar:
    """``x^y`` with the real rule: x > 0, or x = 0 and y >= 0, or x < 0 and y an integer."""
    x, y = plain(x), plain(y)
    if not isinstance(x, Series) and not isinstance(y, Series):
        return reals.power(x, y)
    if isinstance(y, Fraction):
        if y.denominator == 1 and y >= 0:
            return _natural_power(x, y.numerator)
        base = sign(x)
        if base == 0:
            if y < 0:
                raise Undefined("0 to a negative power")
            return Fraction(0)
        if base < 0 and y.denominator != 1:
            raise Undefined("a negative number to a power that is no integer")
        return _rational_power(x, y)
    base = sign(x)
    if base > 0:
        return apply("exp", multiply(y, apply("log", x)))
    if base == 0:
        exponent = sign(y)
        if exponent < 0:
            raise Undefined("0 to a negative power")
        return Fraction(1 if exponent == 0 else 0)
    if isinstance(y, Series) and any(at != 0 and sign(y.terms[at]) for at in y.terms):
        touched.add(y.level)
        raise Undefined("a negative number to powers that are no integers")
    raise NotKnown("a negative number to an unclear power")


def _natural_power(x: Scalar, n: int) -> Scalar:
    if n > 200:
        raise NotKnown("too large an exponent")
    result: Scalar = Fraction(1)
    for _ in range(n):
        result = multiply(result, x)
    return result


def _rational_power(x: Scalar, r: Fraction) -> Scalar:
    """``x^r`` for an x whose sign is known and allows it: c*s^v*(1 + small) to the power r."""
    if not isinstance(x, Series):
        return reals.power(x, r)
    v = next(at for at in sorted(x.terms) if sign(x.terms[at]))
    c = x.terms[v]
    order = None if x.order is None else x.order - v
    scale = _rational_power(c, Fraction(-1))
    small = Series(
        x.level,
        {at - v: multiply(scale, term) for at, term in x.terms.items() if at > v},
        order,
    )
    coefficients: list[Scalar] = [Fraction(1)]
    binomial = Fraction(1)
    for k in range(1, _length(small)):
        binomial *= (r - k + 1) / k
        coefficients.append(binomial)
    start = v * r
    exponent: Exponent = start.numerator if start.denominator == 1 else start
    front = Series(x.level, {exponent: _rational_power(c, r)}, None)
    return multiply(front, _compose(coefficients, small))


def _length(small: Series) -> int:
    """How many terms of a Taylor series matter for a small argument."""
    first = small.first()
    if first is None:
        return 1
    if first <= 0:
        raise NotKnown("not small")
    return int(_terms / first) + 2


def _compose(coefficients: list[Scalar], small: Series) -> Scalar:
    """``sum(coefficients[k]*small^k)`` and the error of stopping there."""
    first = small.first()
    if first is None:
        return coefficients[0]
    result: Scalar = Series(small.level, {}, first * len(coefficients))
    term: Scalar = Fraction(1)
    for coefficient in coefficients:
        result = add(result, multiply(coefficient, term))
        term = multiply(term, small)
    return result


def apply(name: str, x: Scalar) -> Scalar:
    """A smooth function of one number: exp, log, sin, cos, atan, asin, acos or erf."""
    x = plain(x)
    if not isinstance(x, Series):
        return _AT_REALS[name](x)
    first = x.first()
    if first is not None and first < 0:
        raise NotKnown("a function at a pole")
    if name == "log":
        found = sign(x)
        if found <= 0:
            raise Undefined("the logarithm of a number that is not positive")
    if name in {"asin", "acos"}:
        outside = sign(subtract(multiply(x, x), Fraction(1)))
        if outside > 0:
            raise Undefined("the arcsine of a number beyond 1")
    c = x.coefficient(0)
    if name == "log" and is_zero(c):
        raise NotKnown("the logarithm of something that tends to 0")
    if name in {"asin", "acos"} and is_zero(subtract(multiply(c, c), Fraction(1))):
        raise NotKnown("the arcsine at its end")
    small = Series(x.level, {at: term for at, term in x.terms.items() if at != 0}, x.order)
    return _compose(_taylor(name, c, _length(small)), small)


def _taylor(name: str, c: Scalar, length: int) -> list[Scalar]:
    """The Taylor coefficients of the function at c."""
    value = apply(name, c)
    match name:
        case "exp":
            cycle = [value]
        case "sin":
            cosine = apply("cos", c)
            cycle = [value, cosine, negate(value), negate(cosine)]
        case "cos":
            sine = apply("sin", c)
            cycle = [value, negate(sine), negate(value), sine]
        case _:
            return _by_integrating(value, _SLOPES[name], c, length)
    coefficients: list[Scalar] = []
    factorial = Fraction(1)
    for k in range(length):
        factorial *= max(k, 1)
        coefficients.append(multiply(1 / factorial, cycle[k % len(cycle)]))
    return coefficients


def _by_integrating(
    value: Scalar, slope: Callable[[Scalar], Scalar], c: Scalar, length: int
) -> list[Scalar]:
    level = fresh_level()
    series = _lifted(slope(beside(c, level, 1)), level)
    touched.discard(level)
    coefficients = [value]
    for k in range(1, length):
        if series.order is not None and series.order <= k - 1:
            break
        coefficients.append(multiply(Fraction(1, k), series.coefficient(k - 1)))
    return coefficients


_AT_REALS: dict[str, Callable[[Real], Real]] = {
    "exp": reals.exp,
    "log": reals.log,
    "sin": reals.sin,
    "cos": reals.cos,
    "atan": reals.atan,
    "asin": reals.asin,
    "acos": reals.acos,
    "erf": reals.erf,
}


def _arcsine_slope(x: Scalar) -> Scalar:
    return power(subtract(Fraction(1), multiply(x, x)), Fraction(-1, 2))


_SLOPES: dict[str, Callable[[Scalar], Scalar]] = {
    "log": lambda x: divide(Fraction(1), x),
    "atan": lambda x: divide(Fraction(1), add(Fraction(1), multiply(x, x))),
    "asin": _arcsine_slope,
    "acos": lambda x: negate(_arcsine_slope(x)),
    "erf": lambda x: multiply(
        multiply(Fraction(2), reals.power(reals.pi(), Fraction(-1, 2))),
        apply("exp", negate(multiply(x, x))),
    ),
}
