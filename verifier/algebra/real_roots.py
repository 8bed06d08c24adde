"""The sign of a polynomial in one variable on an interval, by its real roots (FLINT isolates
them).
"""

from __future__ import annotations

from math import lcm
from typing import cast

from flint import acb, arb, fmpq, fmpz_poly

from verifier.algebra.literals import ANY, NEG, NIL, POS, sign_mask
from verifier.algebra.ranges import Range


def mask_on(coefficients: list[fmpq], bounds: Range) -> int:
    """The signs of an irreducible polynomial in one variable on an interval, by its real roots."""
    if len(coefficients) == 2:
        return _mask_of_line(coefficients, bounds)
    common = lcm(*(int(coefficient.q) for coefficient in coefficients))
    poly = fmpz_poly([int((c * common).p) for c in coefficients])
    roots = cast("list[tuple[acb, int]]", poly.complex_roots())
    inside = False
    for root, _ in roots:
        if not root.imag.is_zero():
            continue
        where = _place(root.real, bounds)
        if where is None:
            return ANY
        inside = inside or where
    if inside:
        return ANY
    return sign_mask(_value(coefficients, _point_in(bounds)))


def _place(root: arb, bounds: Range) -> bool | None:
    """Whether an (irrational) root lies in the interval; None where the ball cannot tell."""
    for end, below in ((bounds.lower, True), (bounds.upper, False)):
        if end is None:
            continue
        if (root < end) if below else (root > end):
            return False
        if not ((root > end) if below else (root < end)):
            return None
    return True


def _mask_of_line(coefficients: list[fmpq], bounds: Range) -> int:
    constant, slope = coefficients
    mask = 0
    for end, is_open, towards in (
        (bounds.lower, bounds.lower_open, -1),
        (bounds.upper, bounds.upper_open, 1),
    ):
        if end is None:
            mask |= POS if (slope > 0) == (towards > 0) else NEG
            continue
        value = constant + slope * end
        if value != 0:
            mask |= sign_mask(value)
        else:
            mask |= 0 if is_open else NIL
            mask |= POS if (slope > 0) != (towards > 0) else NEG
    return ANY if mask & POS and mask & NEG else mask


def _value(coefficients: list[fmpq], x: fmpq) -> fmpq:
    total = fmpq(0)
    for coefficient in reversed(coefficients):
        total = total * x + coefficient
    return total


def _point_in(bounds: Range) -> fmpq:
    if bounds.lower is not None and bounds.upper is not None:
        return (bounds.lower + bounds.upper) / 2
    if bounds.lower is not None:
        return bounds.lower + 1
    if bounds.upper is not None:
        return bounds.upper - 1
    return fmpq(0)
