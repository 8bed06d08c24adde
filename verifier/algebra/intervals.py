"""Rational intervals: where the values of a polynomial over bounded atoms lie, and of a cosine."""

from __future__ import annotations

from collections.abc import Callable

from flint import arb, fmpq, fmpq_mpoly

from verifier.algebra.enclosures import outer_bounds
from verifier.algebra.ranges import Range

TURNS = 64  # half turns, past which a cosine may take every value


def span(poly: fmpq_mpoly, range_of: Callable[[int], Range]) -> tuple[fmpq, fmpq] | None:
    """Rational numbers between which a polynomial's values lie; None where there are none known."""
    ranges: dict[int, tuple[fmpq, fmpq]] = {}
    for slot, degree in enumerate(poly.degrees()):
        if degree > 0:
            bounds = range_of(slot)
            if bounds.lower is None or bounds.upper is None:
                return None
            ranges[slot] = bounds.lower, bounds.upper
    low = high = fmpq(0)
    for monomial, coefficient in zip(poly.monoms(), poly.coeffs(), strict=True):
        ends = coefficient, coefficient
        for slot, bounds_of_atom in ranges.items():
            if monomial[slot]:
                ends = _product(ends, _power(bounds_of_atom, int(monomial[slot])))
        low, high = low + ends[0], high + ends[1]
    return low, high


def _power(ends: tuple[fmpq, fmpq], n: int) -> tuple[fmpq, fmpq]:
    low, high = ends[0] ** n, ends[1] ** n
    if n % 2 == 0 and ends[0] < 0 < ends[1]:
        return fmpq(0), max(low, high)
    return min(low, high), max(low, high)


def _product(a: tuple[fmpq, fmpq], b: tuple[fmpq, fmpq]) -> tuple[fmpq, fmpq]:
    corners = [x * y for x in a for y in b]
    return min(corners), max(corners)


def cosines(low: fmpq, high: fmpq) -> Range:
    """Where the cosines of [low, high] lie; an end that is not 1 or -1 is not attained."""
    pi = arb.pi()
    first, last = (arb(low) / pi).floor().unique_fmpz(), (arb(high) / pi).ceil().unique_fmpz()
    if first is None or last is None or last - first > TURNS:
        return Range(fmpq(-1), fmpq(1))
    ends = [outer_bounds(arb(end).cos()) for end in (low, high)]
    lower, upper = fmpq(1), fmpq(-1)
    for bounds in ends:
        if bounds is None:
            return Range(fmpq(-1), fmpq(1))
        lower, upper = min(lower, bounds[0]), max(upper, bounds[1])
    for turn in range(int(first), int(last) + 1):
        if not (pi * turn < low or pi * turn > high):
            lower, upper = (fmpq(-1), upper) if turn % 2 else (lower, fmpq(1))
    lower, upper = max(lower, fmpq(-1)), min(upper, fmpq(1))
    return Range(lower, upper, lower != -1, upper != 1)
