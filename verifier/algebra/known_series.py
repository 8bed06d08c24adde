"""Infinite sums that are known where the sums of finitely many terms have no closed form.

Each row has the form of the terms t(0), t(1), … by the ratio of each to the one before it, which
fixes them up to t(0); where the series converges; and its sum over t(0). With r² = w:

================================  =======================  ======================================
t(j + 1)/t(j)                     where                    sum over t(0)
================================  =======================  ======================================
z/(j + n + 1)                     n = 0, or z ≠ 0          n!/z^n·(exp(z) - Σ z^i/i!, i < n)
z·(j + a)/(j + 1)                 -1 < z < 1               (1 - z)^(-a)
z·(j + 1)/(j + 2)                 -1 <= z < 1, z ≠ 0       -log(1 - z)/z
-w/((2·j + 1)·(2·j + 2))          w > 0                    cos(r)
-w/((2·j + 2)·(2·j + 3))          w > 0                    sin(r)/r
-w·(2·j + 1)/(2·j + 3)            0 < w <= 1               atan(r)/r
the same three with w for -w      w > 0; w < 1 in the      cosh(r), sinh(r)/r, atanh(r)/r
                                  last of them
((j + n)/(j + n + 1))^s           s = 2, 4, …; n >= 1      n^s·(zeta(s) - Σ 1/i^s, i < n)
((2·j + 1)/(2·j + 3))^s           s = 2, 4, …              (1 - 2^(-s))·zeta(s)
-((j + 1)/(j + 2))^s              s = 2, 4, …              (1 - 2^(1 - s))·zeta(s)
================================  =======================  ======================================

For an even s, ``zeta(s) = |B(s)|·(2·pi)^s/(2·s!)`` with Bernoulli's numbers B.

Sources: Abramowitz & Stegun 3.6.8, 4.1.24, 4.2.1, 4.3.65, 4.3.66, 4.4.42, 4.5.62, 4.5.63, 4.6.33,
23.2.16, 23.2.19, 23.2.20.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import comb, factorial

from flint import fmpq, fmpq_mpoly

from verifier.algebra.derivative import add, negate, times
from verifier.algebra.fractions import Algebra
from verifier.algebra.literals import NONNEG, NONZERO, POS, Literal
from verifier.algebra.ring import DividesByZero, Ratio
from verifier.language.expressions import (
    ONE,
    TWO,
    ZERO,
    Apply,
    Constant,
    Expression,
    Name,
    Number,
    free_names,
    substitute,
)
from verifier.language.problems import LimitExceeded

SHIFTS = 8  # the first terms that may be missing
POWERS = 20  # the greatest s


@dataclass(frozen=True, slots=True)
class Known:
    """A sum, and the conditions under which the series converges to it."""

    value: Expression
    conditions: tuple[Literal, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """A ratio over z, over the series' letter; and the sum over the first term for that z."""

    ratio: Expression
    value: Expression
    conditions: tuple[Literal, ...]


def known_sums(algebra: Algebra, term: Expression, letter: str) -> Iterator[Known]:
    """The rows that fit the terms ``term`` for the letter 0, 1, 2, …"""
    try:
        ratio = _ratio(algebra, term, letter)
        if ratio is None:
            return
        first = substitute(term, {letter: ZERO})
        for row in _rows(algebra, ratio, letter):
            if _fits(algebra, term, row, letter):
                yield Known(times(first, row.value), row.conditions)
    except (DividesByZero, LimitExceeded):
        return


def _fits(algebra: Algebra, term: Expression, row: _Row, letter: str) -> bool:
    """Whether each term is the one before it times the row's ratio; a proof, for all of them."""
    following = substitute(term, {letter: add(Name(letter), ONE)})
    return algebra.vanishes(add(following, negate(times(row.ratio, term))))


def _ratio(algebra: Algebra, term: Expression, letter: str) -> Ratio | None:
    """What the ratio of terms seems to be: a rational function of the letter."""
    following = substitute(term, {letter: add(Name(letter), ONE)})
    num, den = algebra.lowest(algebra.fraction(Apply("/", (following, term))))
    num, den = algebra.lowest(Ratio(algebra.reduce(num), algebra.reduce(den)))
    for poly in (num, den):
        for slot, degree in enumerate(poly.degrees()):
            node = algebra.by_slot[slot].node if degree > 0 else ZERO
            if letter in free_names(node) and node != Name(letter):
                return None
    return Ratio(num, den)


def _rows(algebra: Algebra, ratio: Ratio, letter: str) -> Iterator[_Row]:
    """The rows with the degrees of a ratio; which of them it is, is seen by `_fits`."""
    slot = next(i for i, n in enumerate(algebra.fraction(Name(letter)).num.degrees()) if n > 0)
    above, below = (max(int(poly.degrees()[slot]), 0) for poly in ratio)
    j = Name(letter)

    def scale(shape: Expression) -> Expression:
        """The z for which the ratio is ``z·shape`` at 0."""
        here = substitute(Apply("/", (_node(algebra, ratio), shape)), {letter: ZERO})
        return _node(algebra, algebra.normal(algebra.fraction(here)))

    if (above, below) == (0, 1):
        for n in range(SHIFTS):
            shape = Apply("/", (ONE, add(j, Number(n + 1))))
            yield _exponential(scale(shape), n, shape)
    elif (above, below) == (0, 2):
        for shift in (1, 2):
            factors = add(times(TWO, j), Number(shift)), add(times(TWO, j), Number(shift + 1))
            shape = Apply("/", (ONE, times(*factors)))
            yield from _circular(algebra, scale(shape), shape, shift)
    elif (above, below) == (1, 1):
        yield from _linear(algebra, ratio, slot, letter)
        shape = Apply("/", (add(j, ONE), add(j, TWO)))
        yield _logarithm(scale(shape), shape)
        shape = Apply("/", (add(times(TWO, j), ONE), add(times(TWO, j), Number(3))))
        yield from _arctangent(algebra, scale(shape), shape)
    elif above == below and above % 2 == 0 and 2 <= above <= POWERS:
        yield from _zeta(above, j)


def _node(algebra: Algebra, value: Ratio) -> Expression:
    top = algebra.node(value.num)
    return top if value.den.is_one() else Apply("/", (top, algebra.node(value.den)))


def _is(subject: Expression, mask: int) -> Literal:
    return Literal(subject, mask, subject, exact=False)


def _over(top: Expression, bottom: Expression) -> Expression:
    return Apply("/", (top, bottom))


# -- rows ------------------------------------------------------------------------------------------


def _exponential(z: Expression, n: int, shape: Expression) -> _Row:
    value: Expression = Apply("exp", (z,))
    if n:
        power = Apply("^", (z, Number(n)))
        missing = [_over(Apply("^", (z, Number(i))), Number(factorial(i))) for i in range(1, n)]
        rest = add(value, negate(add(ONE, *missing)))
        value = times(_over(Number(factorial(n)), power), rest)
    return _Row(times(z, shape), value, (_is(z, NONZERO),) if n else ())


def _linear(algebra: Algebra, ratio: Ratio, slot: int, letter: str) -> Iterator[_Row]:
    """``z·(j + a)/(j + 1)``."""
    j = Name(letter)
    product = algebra.fraction(times(_node(algebra, ratio), add(j, ONE)))
    num, den = algebra.lowest(product)
    if int(num.degrees()[slot]) != 1 or int(den.degrees()[slot]) > 0:
        return
    z = _node(algebra, algebra.lowest(Ratio(num.derivative(slot), den)))
    a = _node(
        algebra,
        algebra.lowest(Ratio(algebra.put(num, slot, algebra.zero), num.derivative(slot))),
    )
    value = Apply("^", (add(ONE, negate(z)), negate(a)))
    inside = add(ONE, negate(times(z, z)))
    yield _Row(times(z, _over(add(j, a), add(j, ONE))), value, (_is(inside, POS),))


def _logarithm(z: Expression, shape: Expression) -> _Row:
    rest = add(ONE, negate(z))
    value = negate(_over(Apply("log", (rest,)), z))
    return _Row(times(z, shape), value, (_is(z, NONZERO), _is(rest, POS), _is(add(z, ONE), NONNEG)))


def _circular(algebra: Algebra, z: Expression, shape: Expression, shift: int) -> Iterator[_Row]:
    """The cosine (``shift`` 1) or the sine, circular and hyperbolic."""
    ratio = times(z, shape)
    r = _square_root(algebra, negate(z))
    value: Expression = Apply("cos" if shift == 1 else "sin", (r,))
    yield _Row(ratio, value if shift == 1 else _over(value, r), (_is(negate(z), POS),))
    r = _square_root(algebra, z)
    back = Apply("exp", (negate(r),))
    both = add(Apply("exp", (r,)), back if shift == 1 else negate(back))
    yield _Row(ratio, _over(both, TWO if shift == 1 else times(TWO, r)), (_is(z, POS),))


def _arctangent(algebra: Algebra, z: Expression, shape: Expression) -> Iterator[_Row]:
    """Circular and hyperbolic."""
    ratio, w = times(z, shape), negate(z)
    r = _square_root(algebra, w)
    conditions = _is(w, POS), _is(add(ONE, negate(w)), NONNEG)
    yield _Row(ratio, _over(Apply("atan", (r,)), r), conditions)
    r = _square_root(algebra, z)
    logarithm = Apply("log", (_over(add(ONE, r), add(ONE, negate(r))),))
    conditions = _is(z, POS), _is(add(ONE, negate(z)), POS)
    yield _Row(ratio, _over(logarithm, times(TWO, r)), conditions)


def _square_root(algebra: Algebra, w: Expression) -> Expression:
    """An r with r² = w > 0, of either sign: the functions that it is put into are even."""
    num, den = algebra.lowest(algebra.fraction(w))
    found = [_rational_root(algebra, poly) for poly in (num, den)]
    if found[0] is None or found[1] is None:
        return Apply("^", (w, Number(Fraction(1, 2))))
    return _node(algebra, Ratio(found[0], found[1]))


def _rational_root(algebra: Algebra, poly: fmpq_mpoly) -> fmpq_mpoly | None:
    content, powers = algebra.factor(poly)
    parts = [int(part) for part in (content.p, content.q)]
    roots = [round(part**0.5) if 0 < part < 10**12 else 0 for part in parts]
    if any(n % 2 for _, n in powers) or [root * root for root in roots] != parts:
        return None
    total = algebra.ring.constant(fmpq(*roots))
    for base, n in powers:
        total = algebra.product(total, algebra.whole_power(base, n // 2))
    return total


def _zeta(s: int, j: Expression) -> Iterator[_Row]:
    power = Number(s)
    for n in range(1, SHIFTS + 1):
        ratio = Apply("^", (_over(add(j, Number(n)), add(j, Number(n + 1))), power))
        missing = sum((Fraction(1, i**s) for i in range(1, n)), Fraction(0))
        yield _Row(ratio, times(Number(n**s), add(_zeta_of(s), Number(-missing))), ())
    odd = Apply("^", (_over(add(times(TWO, j), ONE), add(times(TWO, j), Number(3))), power))
    yield _Row(odd, times(Number(1 - Fraction(1, 2**s)), _zeta_of(s)), ())
    turning = negate(Apply("^", (_over(add(j, ONE), add(j, TWO)), power)))
    yield _Row(turning, times(Number(1 - Fraction(2, 2**s)), _zeta_of(s)), ())


def _zeta_of(s: int) -> Expression:
    """``zeta(s)`` for an even s."""
    factor = abs(_bernoulli(s)) * 2**s / (2 * factorial(s))
    return times(Number(factor), Apply("^", (Constant("pi"), Number(s))))


def _bernoulli(n: int) -> Fraction:
    """By ``Σ binomial(m + 1, k)·B(k) = 0, k = 0..m``."""
    found = [Fraction(1)]
    for m in range(1, n + 1):
        total = sum((comb(m + 1, k) * found[k] for k in range(m)), Fraction(0))
        found.append(-total / (m + 1))
    return found[n]
