"""A fraction with one exponential in each of its terms: ``exp(u)/exp(v) = exp(u - v)``.

Over atoms ``exp(x^2 + x)/exp(x^2)`` is a quotient of products. How fast it grows is seen once its
exponents are added up.
"""

from __future__ import annotations

from flint import fmpq, fmpq_mpoly

from verifier.algebra.atoms import Sort
from verifier.algebra.derivative import add, times
from verifier.algebra.fractions import Algebra
from verifier.algebra.ring import Ratio
from verifier.language.expressions import ZERO, Apply, Expression


def gathered(algebra: Algebra, value: Ratio) -> Expression:
    """A fraction as an expression, the exponentials in each of its terms made one."""
    num, den = value
    if not any(
        degree > 0 and algebra.by_slot[slot].sort is Sort.EXP
        for poly in (num, den)
        for slot, degree in enumerate(poly.degrees())
    ):
        return _quotient(algebra.node(num), algebra, value)
    shared = exponent_of(algebra, den.monoms()[0])
    top = _sum(algebra, num, shared)
    return top if den.is_one() else Apply("/", (top, _sum(algebra, den, shared)))


def _quotient(top: Expression, algebra: Algebra, value: Ratio) -> Expression:
    return top if value.den.is_one() else Apply("/", (top, algebra.node(value.den)))


def _sum(algebra: Algebra, poly: fmpq_mpoly, shared: Ratio) -> Expression:
    """The terms by their exponentials, each divided by ``exp(shared)``."""
    groups: dict[Expression, dict[tuple[int, ...], fmpq]] = {}
    for monomial, coefficient in poly.to_dict().items():
        own = exponent_of(algebra, monomial)
        gap = algebra.lowest(algebra.plus(own, Ratio(-shared.num, shared.den)))
        exponent = _quotient(algebra.node(gap.num), algebra, gap)
        rest = tuple(
            0 if degree and algebra.by_slot[slot].sort is Sort.EXP else degree
            for slot, degree in enumerate(monomial)
        )
        groups.setdefault(exponent, {})[rest] = coefficient
    terms = []
    for exponent, group in groups.items():
        factor = algebra.node(algebra.ring.from_dict(group))
        terms.append(factor if exponent is ZERO else times(factor, Apply("exp", (exponent,))))
    return add(*terms)


def exponent_of(algebra: Algebra, monomial: tuple[int, ...]) -> Ratio:
    """What the exponentials in a product add up to."""
    total = Ratio(algebra.zero, algebra.one)
    for slot, degree in enumerate(monomial):
        if degree and algebra.by_slot[slot].sort is Sort.EXP:
            part = algebra.exponent(algebra.by_slot[slot])
            total = algebra.plus(total, Ratio(part.num * int(degree), part.den))
    return total
