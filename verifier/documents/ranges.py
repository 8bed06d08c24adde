"""Whether a domain is shown empty: exact enclosures of those bounds that are numbers."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from typing import TypeAlias

from verifier.claims.claim import Bound, Domain, Field
from verifier.language.expressions import Apply, Constant, Expression, Number

Enclosure: TypeAlias = tuple[Fraction, Fraction]

_MAX_BITS = 4_000
_MAX_PARTS = 100
_DIGITS = 30
_PI = 3141592653589793238462643383279  # the first digits of pi and of e, cut off
_E = 2718281828459045235360287471352
_CONSTANTS = {
    "pi": (Fraction(_PI, 10**_DIGITS), Fraction(_PI + 1, 10**_DIGITS)),
    "e": (Fraction(_E, 10**_DIGITS), Fraction(_E + 1, 10**_DIGITS)),
}


def emptiness(domain: Domain) -> str:
    """Why no number is in the domain, as far as numbers alone can tell; "" if that is not shown."""
    lower = None if domain.lower is None else enclosure(domain.lower.value)
    upper = None if domain.upper is None else enclosure(domain.upper.value)
    if domain.field in (Field.INTEGER, Field.NATURAL):
        return _no_integer(domain, upper)
    if lower is None or upper is None or domain.lower is None or domain.upper is None:
        return ""
    if lower[0] > upper[1]:
        return "its lower end is above its upper end"
    if lower[0] == lower[1] == upper[0] == upper[1]:
        if domain.lower.open or domain.upper.open:
            return "its two ends are equal, and not both belong to it"
        if lower in map(enclosure, domain.excluded):
            return "its only value is excluded"
    return ""


def least_integer(domain: Domain) -> int | None:
    """An integer that no value of an integer domain is below; None if none is known."""
    lower = None if domain.lower is None else enclosure(domain.lower.value)
    match domain.field:
        case Field.INTEGER:
            return None if lower is None else _first_integer(domain.lower, lower)
        case Field.NATURAL:
            return 0 if lower is None else max(0, _first_integer(domain.lower, lower))
        case Field.REAL | Field.COMPLEX:
            return None


def _no_integer(domain: Domain, upper: Enclosure | None) -> str:
    least = least_integer(domain)
    greatest = None if upper is None else _last_integer(domain.upper, upper)
    if least is None or greatest is None:
        return ""
    if least > greatest:
        return f"no {'natural number' if domain.field is Field.NATURAL else 'integer'} lies in it"
    excluded = {
        low
        for low, high in filter(None, map(enclosure, domain.excluded))
        if low == high and low.denominator == 1 and least <= low <= greatest
    }
    return "all of its values are excluded" if len(excluded) == greatest - least + 1 else ""


def _first_integer(bound: Bound | None, value: Enclosure) -> int:
    """The first integer above the bound; a smaller one where the bound is not exactly known."""
    low = value[0]
    beyond = bound is not None and bound.open and value[0] == value[1] and low.denominator == 1
    return ceil(low) + beyond


def _last_integer(bound: Bound | None, value: Enclosure) -> int:
    high = value[1]
    beyond = bound is not None and bound.open and value[0] == value[1] and high.denominator == 1
    return floor(high) - beyond


def enclosure(node: Expression) -> Enclosure | None:
    """Two rationals with the value between them; None where plain arithmetic does not tell."""
    match node:
        case Number(value):
            return value, value
        case Constant(name):
            return _CONSTANTS.get(name)
        case Apply(head, args) if head in ("neg", "+", "*", "/", "^"):
            parts = [enclosure(arg) for arg in args]
            known = [part for part in parts if part is not None]
            if (
                len(known) < len(parts)
                or len(parts) > _MAX_PARTS
                or any(_bits(part) > _MAX_BITS for part in known)
            ):
                return None
            return _arithmetic(head, known)
        case _:
            return None


def _arithmetic(head: str, parts: list[Enclosure]) -> Enclosure | None:
    first = parts[0]
    match head:
        case "neg":
            return -first[1], -first[0]
        case "+":
            return sum(p[0] for p in parts) + Fraction(0), sum(p[1] for p in parts) + Fraction(0)
        case "*":
            product = first
            for part in parts[1:]:
                product = _times(product, part)
                if _bits(product) > _MAX_BITS:
                    return None
            return product
        case "/":
            low, high = parts[1]
            return _times(first, (1 / high, 1 / low)) if low > 0 or high < 0 else None
        case _:
            return _power(first, parts[1])


def _times(left: Enclosure, right: Enclosure) -> Enclosure:
    ends = [a * b for a in left for b in right]
    return min(ends), max(ends)


def _power(base: Enclosure, exponent: Enclosure) -> Enclosure | None:
    """Integer powers, of exact numbers or of positive ones."""
    power = exponent[0]
    if (
        exponent[0] != exponent[1]
        or power.denominator != 1
        or (base[0] <= 0 and base[0] != base[1])
    ):
        return None
    if _bits(base) * abs(power) > _MAX_BITS or (base[0] == 0 and power < 0):
        return None
    ends = [Fraction(end**power.numerator) for end in base]
    return min(ends), max(ends)


def _bits(value: Enclosure) -> int:
    return max(max(end.numerator.bit_length(), end.denominator.bit_length()) for end in value)
