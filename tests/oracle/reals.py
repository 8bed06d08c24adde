"""Real numbers as the oracle knows them: an exact rational, or an interval that holds the number.

An interval's ends are integers over a power of two, rounded outward. Values of transcendental
functions at a point come from mpmath with bits to spare and are widened by far more than its
error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import factorial
from typing import Any, TypeAlias

from mpmath import libmp

MAX_EXACT_BITS = 3000
MAX_EXPONENT = 4000
MAX_ARGUMENT = 10**12
MAX_EXP_ARGUMENT = 3000
_GUARD = 32

_bits = 128


class Undefined(Exception):
    """The expression is shown to have no value at the point."""


class NotKnown(Exception):
    """The oracle cannot tell; never read as *undefined*."""


@contextmanager
def working_precision(bits: int) -> Iterator[None]:
    """Round intervals to this many bits after the binary point."""
    global _bits  # noqa: PLW0603 (one number, one thread: tests)
    before, _bits = _bits, bits
    try:
        yield
    finally:
        _bits = before


@dataclass(frozen=True, slots=True)
class Interval:
    """All that is known is ``low <= number*2^bits <= high``."""

    low: int
    high: int
    bits: int

    @property
    def ends(self) -> tuple[Fraction, Fraction]:
        return Fraction(self.low, 1 << self.bits), Fraction(self.high, 1 << self.bits)


Real: TypeAlias = Fraction | Interval


def _scaled(x: Real) -> tuple[int, int]:
    """Its ends times 2^(the working precision), rounded outward."""
    if isinstance(x, Interval):
        if x.bits == _bits:
            return x.low, x.high
        numerators, denominator = (x.low, x.high), 1 << x.bits
    else:
        numerators, denominator = (x.numerator, x.numerator), x.denominator
    return (numerators[0] << _bits) // denominator, -((-numerators[1] << _bits) // denominator)


def interval(low: Fraction, high: Fraction) -> Interval:
    """The interval, its ends rounded outward."""
    return Interval(_scaled(low)[0], _scaled(high)[1], _bits)


def ends(x: Real) -> tuple[Fraction, Fraction]:
    """Its lower and upper end."""
    return x.ends if isinstance(x, Interval) else (x, x)


def _settle(x: Fraction) -> Real:
    """The same number; one that has grown too long becomes an interval."""
    if max(x.numerator.bit_length(), x.denominator.bit_length()) > MAX_EXACT_BITS:
        return interval(x, x)
    return x


def add(x: Real, y: Real) -> Real:
    """The sum."""
    if isinstance(x, Fraction) and isinstance(y, Fraction):
        return _settle(x + y)
    (a, b), (c, d) = _scaled(x), _scaled(y)
    return Interval(a + c, b + d, _bits)


def multiply(x: Real, y: Real) -> Real:
    """The product."""
    if isinstance(x, Fraction):
        if isinstance(y, Fraction):
            return _settle(x * y)
        x, y = y, x
    a, b = _scaled(x)
    if isinstance(y, Fraction):
        if y == 0:
            return y
        n, d = y.numerator, y.denominator
        if n < 0:
            a, b = b, a
        return Interval(a * n // d, -(-b * n // d), _bits)
    c, d = _scaled(y)
    products = (a * c, b * d) if a >= 0 and c >= 0 else (a * c, a * d, b * c, b * d)
    return Interval(min(products) >> _bits, -(-max(products) >> _bits), _bits)


def sign(x: Real) -> int:
    """-1, 0 or 1.

    Raises:
        NotKnown: the interval holds 0 and something else.
    """
    low, high = (x.low, x.high) if isinstance(x, Interval) else (x.numerator, x.numerator)
    if low > 0:
        return 1
    if high < 0:
        return -1
    if low == high == 0:
        return 0
    raise NotKnown("the sign of an interval around 0")


def inverse(x: Real) -> Real:
    """``1/x``."""
    if sign(x) == 0:
        raise Undefined("division by zero")
    if isinstance(x, Fraction):
        return 1 / x
    low, high = _scaled(x)
    if low <= 0 <= high:
        raise NotKnown("the inverse of an interval around 0")
    one = 1 << 2 * _bits
    return Interval(one // high, -(-one // low), _bits)


def whole(x: Real) -> int | None:
    """The integer it is, None when it is certainly not an integer.

    Raises:
        NotKnown: an interval that holds an integer.
    """
    if isinstance(x, Fraction):
        return x.numerator if x.denominator == 1 else None
    if x.high >> x.bits >= -(-x.low >> x.bits):
        raise NotKnown("whether an interval is an integer")
    return None


def integer_power(x: Real, n: int) -> Real:
    """``x^n`` for an integer n; ``0^0 = 1``."""
    if n < 0:
        return inverse(integer_power(x, -n))
    if n > MAX_EXPONENT:
        raise NotKnown("too large an exponent")
    if (
        isinstance(x, Fraction)
        and n * max(x.numerator.bit_length(), x.denominator.bit_length()) < 20000
    ):
        return _settle(x**n)
    result: Real = Fraction(1)
    square: Real = x
    while n:
        if n & 1:
            result = multiply(result, square)
        n >>= 1
        if n:
            square = multiply(square, square)
    return result


def power(x: Real, y: Real) -> Real:
    """``x^y``: defined iff x > 0, or x = 0 and y >= 0, or x < 0 and y an integer."""
    n = whole(y)
    if n is not None:
        return integer_power(x, n)
    match sign(x):
        case 0:
            if sign(y) < 0:
                raise Undefined("0 to a negative power")
            return Fraction(0)  # y is no integer, so it is not 0
        case -1:
            raise Undefined("a negative number to a power that is no integer")
        case _:
            if isinstance(x, Fraction) and isinstance(y, Fraction):
                root = _exact_root(x, y.denominator)
                if root is not None:
                    return integer_power(root, y.numerator)
            return exp(multiply(y, log(x)))


def _exact_root(x: Fraction, degree: int) -> Fraction | None:
    if degree > 64:
        return None
    above, below = _integer_root(x.numerator, degree), _integer_root(x.denominator, degree)
    return None if above is None or below is None else Fraction(above, below)


def _integer_root(n: int, degree: int) -> int | None:
    low, high = 0, 1 << (n.bit_length() // degree + 1)
    while low < high:
        middle = (low + high) // 2
        if middle**degree < n:
            low = middle + 1
        else:
            high = middle
    return low if low**degree == n else None


def _value(function: Callable[..., Any], x: int | Fraction, down: bool) -> int:
    """mpmath's value, scaled, moved outward by far more than its error.

    x is an end of an interval (exact), or a rational, rounded outward first.
    """
    if isinstance(x, int):
        argument = libmp.from_man_exp(x, -_bits)
    else:
        rounding = "f" if down else "c"
        argument = libmp.from_rational(x.numerator, x.denominator, 2 * _bits, rounding)
    value: int = libmp.to_fixed(function(argument, _bits + _GUARD), _bits)
    pad = 2 + (abs(value) >> _bits + _GUARD // 2)
    return value - pad if down else value + pad


def _increasing(function: Callable[..., Any], x: Real, limit: int | None = None) -> Interval:
    low, high = ends(x)
    if limit is not None and max(abs(low), abs(high)) > limit:
        raise NotKnown("too large an argument")
    return _increasing_kept(function, x, _bits)


@lru_cache(maxsize=50_000)
def _increasing_kept(function: Callable[..., Any], x: Real, bits: int) -> Interval:
    low, high = (x, x) if isinstance(x, Fraction) else _scaled(x)
    return Interval(_value(function, low, True), _value(function, high, False), bits)


def exp(x: Real) -> Real:
    """The exponential; exact at 0."""
    return Fraction(1) if x == 0 else _increasing(libmp.mpf_exp, x, MAX_EXP_ARGUMENT)


def log(x: Real) -> Real:
    """The natural logarithm; exact at 1."""
    if x == 1:
        return Fraction(0)
    if sign(x) <= 0:
        raise Undefined("the logarithm of a number that is not positive")
    if isinstance(x, Interval) and _scaled(x)[0] <= 0:
        raise NotKnown("the logarithm of an interval that reaches 0")
    return _increasing(libmp.mpf_log, x)


def atan(x: Real) -> Real:
    """The arctangent."""
    return Fraction(0) if x == 0 else _increasing(libmp.mpf_atan, x)


def erf(x: Real) -> Real:
    """The error function."""
    return Fraction(0) if x == 0 else _increasing(libmp.mpf_erf, x, 60)


def asin(x: Real) -> Real:
    """The arcsine."""
    if x == 0:
        return Fraction(0)
    if sign(add(multiply(x, x), Fraction(-1))) > 0:
        raise Undefined("the arcsine of a number beyond 1")
    if isinstance(x, Fraction) and abs(x) == 1:
        return multiply(Fraction(sign(x), 2), pi())
    return _increasing(libmp.mpf_asin, x, 1)


def acos(x: Real) -> Real:
    """The arccosine; exact at 1."""
    if x == 1:
        return Fraction(0)
    return add(multiply(Fraction(1, 2), pi()), multiply(Fraction(-1), asin(x)))


def _wave(function: Callable[..., Any], x: Real) -> Interval:
    low, high = ends(x)
    if max(abs(low), abs(high)) > MAX_ARGUMENT:
        raise NotKnown("too large an argument")
    return _wave_kept(function, x, _bits)


@lru_cache(maxsize=50_000)
def _wave_kept(function: Callable[..., Any], x: Real, bits: int) -> Interval:
    low, high = _scaled(x)
    argument = libmp.from_man_exp(low + high, -bits - 1)
    value: int = libmp.to_fixed(function(argument, bits + _GUARD), bits)
    radius = (high - low + 1) // 2 + 4  # the slope is at most 1
    one = 1 << bits
    return Interval(max(-one, value - radius), min(one, value + radius), bits)


def sin(x: Real) -> Real:
    """The sine; exact at 0."""
    return Fraction(0) if x == 0 else _wave(libmp.mpf_sin, x)


def cos(x: Real) -> Real:
    """The cosine; exact at 0."""
    return Fraction(1) if x == 0 else _wave(libmp.mpf_cos, x)


def gamma(x: Real) -> Real:
    """The gamma function at an exact point."""
    if not isinstance(x, Fraction) or abs(x) > 200:
        raise NotKnown("gamma of an interval")
    n = whole(x)
    if n is not None:
        if n <= 0:
            raise Undefined("a pole of gamma")
        return Fraction(factorial(n - 1))
    argument = libmp.from_rational(x.numerator, x.denominator, 2 * _bits, "n")
    value: int = libmp.to_fixed(libmp.mpf_gamma(argument, _bits + _GUARD), _bits)
    pad = 2 + (abs(value) >> _bits - 8)
    return Interval(value - pad, value + pad, _bits)


def pi() -> Interval:
    """The circle's number."""
    value: int = libmp.to_fixed(libmp.mpf_pi(_bits + _GUARD), _bits)
    return Interval(value - 2, value + 2, _bits)
