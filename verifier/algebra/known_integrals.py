"""Integrals over a whole range that are known where no elementary antiderivative is.

Each row has the form of the integrand by its logarithmic derivative, which fixes it up to a factor
C that does not move; the conditions under which the integral converges; and its value over C.

==================  =======================  ==================  ==================================
range               integrand                where               value
==================  =======================  ==================  ==================================
0 to infinity       C·t^s·exp(-a·t)          s > -1, a > 0       C·gamma(s + 1)/a^(s + 1)
0 to 1              C·t^p·(1 - t)^q          p > -1, q > -1      C·gamma(p + 1)·gamma(q + 1)/
                                                                 gamma(p + q + 2)
-infinity to        C·exp(-a·t² + b·t)       a > 0               C·sqrt(pi/a)·exp(b²/(4·a))
infinity
==================  =======================  ==================  ==================================

Sources: Abramowitz & Stegun 6.1.1, 6.2.1 with 6.2.2, and 7.4.6 with the square completed.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from flint import fmpq_mpoly

from verifier.algebra.derivative import add, differentiate, negate, times
from verifier.algebra.fractions import Algebra
from verifier.algebra.ring import DividesByZero, Ratio
from verifier.algebra.spans import Span
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


@dataclass(frozen=True, slots=True)
class Known:
    """A value, and expressions that must be positive for it."""

    value: Expression
    positive: tuple[Expression, ...]


def known_integral(algebra: Algebra, node: Expression, span: Span) -> Known | None:
    """The row that an integrand over a range fits, if one does."""
    letter = Name(span.variable)
    weight: Expression
    match span.lower, span.upper:
        case lower, None if lower is ZERO:
            weight, row = letter, _gamma
        case lower, upper if lower is ZERO and upper is ONE:
            weight, row = times(letter, add(ONE, negate(letter))), _beta
        case None, None:
            weight, row = ONE, _bell
        case _:
            return None
    try:
        line = _line(algebra, node, weight, span.variable)
    except (DividesByZero, LimitExceeded):
        return None
    return None if line is None else row(node, span.variable, *line)


def _line(
    algebra: Algebra, node: Expression, weight: Expression, letter: str
) -> tuple[Expression, Expression] | None:
    """C and d with ``weight·f'/f = c + d·t``, neither speaking of t."""
    slot = _slot(algebra, letter)
    slope = Apply("/", (times(weight, differentiate(node, letter)), node))
    num, den = algebra.lowest(algebra.fraction(slope))
    num, den = algebra.lowest(Ratio(algebra.reduce(num), algebra.reduce(den)))
    rise = num.derivative(slot)
    start = algebra.put(num, slot, algebra.zero)
    parts = [algebra.node(part) for part in (start, rise, den)]
    if any(letter in free_names(part) for part in parts):
        return None
    return Apply("/", (parts[0], parts[2])), Apply("/", (parts[1], parts[2]))


def _slot(algebra: Algebra, letter: str) -> int:
    lone: fmpq_mpoly = algebra.fraction(Name(letter)).num
    return next(i for i, degree in enumerate(lone.degrees()) if degree > 0)


def _at(node: Expression, letter: str, place: Expression) -> Expression:
    return substitute(node, {letter: place})


def _more(node: Expression) -> Expression:
    return add(node, ONE)


def _gamma(node: Expression, letter: str, start: Expression, rise: Expression) -> Known:
    """``t·f'/f = s - a·t``."""
    a, power = negate(rise), _more(start)
    factor = times(_at(node, letter, ONE), Apply("exp", (a,)))
    value = Apply("/", (times(factor, Apply("gamma", (power,))), Apply("^", (a, power))))
    return Known(value, (a, power))


def _beta(node: Expression, letter: str, start: Expression, rise: Expression) -> Known:
    """``t·(1 - t)·f'/f = p - (p + q)·t``."""
    p, q = start, negate(add(start, rise))
    factor = times(_at(node, letter, Number(Fraction(1, 2))), Apply("^", (TWO, add(p, q))))
    both = times(Apply("gamma", (_more(p),)), Apply("gamma", (_more(q),)))
    value = Apply("/", (times(factor, both), Apply("gamma", (add(p, q, TWO),))))
    return Known(value, (_more(p), _more(q)))


def _bell(node: Expression, letter: str, start: Expression, rise: Expression) -> Known:
    """``f'/f = b - 2·a·t``."""
    a = Apply("/", (negate(rise), TWO))
    root = Apply("^", (Apply("/", (Constant("pi"), a)), Number(Fraction(1, 2))))
    square = Apply("/", (times(start, start), times(Number(4), a)))
    value = times(_at(node, letter, ZERO), root, Apply("exp", (square,)))
    return Known(value, (a,))
