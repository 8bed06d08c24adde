"""Values of one letter at which a false line is likely to show itself, simple ones first.

Boundaries, integers, constants that occur and their neighbours, zeros of what is linear in the
letter."""

from __future__ import annotations

from fractions import Fraction

from flint import fmpq

from verifier.algebra.enclosures import evaluate, outer_bounds
from verifier.algebra.ranges import Range, range_of_domain, rational
from verifier.claims.claim import Domain, Field
from verifier.language.expressions import (
    Apply,
    Expression,
    Name,
    Number,
    free_names,
    subexpressions,
)

NICE = tuple(
    map(
        Fraction,
        (
            "1",
            "2",
            "0",
            "-1",
            "1/2",
            "3",
            "-2",
            "-1/2",
            "1/3",
            "2/3",
            "-3",
            "4",
            "3/2",
            "5",
            "-5",
            "10",
            "-10",
            "7/3",
            "100",
            "-100",
        ),
    )
)
PARTS = tuple(map(Fraction, ("1/2", "1/4", "3/4", "1/3", "2/3", "1/10", "9/10", "1/100", "99/100")))
KEPT = 28  # values of one letter, of a range with a lower end
BITS = 4_000  # of a number worked out
NEAR = 24  # special values kept
FINE = 100  # parts of 1 to which an end that is no rational number is rounded inwards


def values_of(name: str, domain: Domain, opened: list[Expression]) -> list[Fraction]:
    """Values in the domain, simple ones first, special ones (zeros, constants) close behind."""
    bounds = range_of(domain)
    whole = domain.field in (Field.INTEGER, Field.NATURAL)
    special = sorted(_special(name, opened), key=_size)[:NEAR]
    inside = _inside(bounds)
    ordered = [*NICE[:4], *special[:8], *inside, *NICE[4:], *special[8:]]
    if whole:
        ordered += [Fraction(number) for number in range(-6, 13)]
    excluded = {as_fraction(rational(other)) for other in domain.excluded}
    low, high = as_fraction(bounds.lower), as_fraction(bounds.upper)
    kept = [
        value
        for value in dict.fromkeys(ordered)
        if (low is None or value > low or (value == low and not bounds.lower_open))
        and (high is None or value < high or (value == high and not bounds.upper_open))
        and not (whole and value.denominator != 1)
        and value not in excluded
    ]
    if not kept:
        kept = [Fraction(1)]
    return sorted(kept[:KEPT], key=_size) if bounds.lower is not None else kept


def range_of(domain: Domain) -> Range:
    """The interval of a domain; for an end such as pi/2, a number a little inside of it."""
    found = range_of_domain(domain)
    low, high = domain.lower, domain.upper
    if found.lower is None and low is not None:
        near = _near(low.value)
        found.lower = None if near is None else fmpq((near * FINE).ceil(), FINE)
    if found.upper is None and high is not None:
        near = _near(high.value)
        found.upper = None if near is None else fmpq((near * FINE).floor(), FINE)
    return found


def _near(end: Expression) -> fmpq | None:
    """Nearly the value of an end without letters."""
    value = None if free_names(end) else evaluate(end, {}, 64)
    bounds = None if value is None else outer_bounds(value)
    return None if bounds is None else (bounds[0] + bounds[1]) / 2


def _inside(bounds: Range) -> list[Fraction]:
    low, high = as_fraction(bounds.lower), as_fraction(bounds.upper)
    if low is not None and high is not None:
        return [low, high, *(low + (high - low) * part for part in PARTS)]
    if low is not None:
        return [
            low,
            *(low + step for step in map(Fraction, ("1", "2", "1/2", "3", "4", "10", "1/10"))),
        ]
    if high is not None:
        return [
            high,
            *(high - step for step in map(Fraction, ("1", "2", "1/2", "3", "4", "10", "1/10"))),
        ]
    return []


def as_fraction(number: fmpq | None) -> Fraction | None:
    """A number of FLINT as one of ours."""
    return None if number is None else Fraction(int(number.p), int(number.q))


def _size(value: Fraction) -> tuple[int, int, bool]:
    return (abs(value.numerator) + value.denominator, value.denominator, value < 0)


def _special(name: str, opened: list[Expression]) -> set[Fraction]:
    """Constants that occur, their neighbours, and zeros of what is linear in the symbol."""
    found: set[Fraction] = set()
    for expression in opened:
        for part in subexpressions(expression):
            match part:
                case Number(value) if value.numerator.bit_length() < 200:
                    found |= {value, -value, value + 1, value - 1}
                    if value:
                        found.add(1 / value)
                case Apply("^", _) if not free_names(part):
                    number = _number(part, name, Fraction(0))
                    if number is not None:
                        found |= {number, -number, number + 1, number - 1}
                case Apply("+" | "<" | "<=" | ">" | ">=" | "==" | "!=" as head, args):
                    difference = args if head == "+" else (args[0], Apply("neg", (args[1],)))
                    alone = free_names(part) == {name}
                    zero = _zero(difference, name) if alone else None
                    if zero is not None:
                        found |= {zero, zero + 1, zero - 1}
                case _:
                    pass
    return found


def _zero(terms: tuple[Expression, ...], name: str) -> Fraction | None:
    """The zero of a sum that is linear in the symbol and has no other letter."""
    at = [_number(Apply("+", terms), name, Fraction(x)) for x in (0, 1, 2)]
    if at[0] is None or at[1] is None or at[2] is None:
        return None
    slope = at[1] - at[0]
    return -at[0] / slope if slope and at[2] - at[1] == slope else None


def _bits(value: Fraction) -> int:
    return value.numerator.bit_length() + value.denominator.bit_length()


def _number(node: Expression, name: str, at: Fraction) -> Fraction | None:
    """A polynomial of the symbol alone, at a number."""
    match node:
        case Number(value):
            return value
        case Name(other):
            return at if other == name else None
        case Apply("neg", (u,)):
            inner = _number(u, name, at)
            return None if inner is None else -inner
        case Apply("+" | "*" as head, args):
            values = [_number(arg, name, at) for arg in args]
            total = Fraction(head == "*")
            for found in values:
                if found is None or _bits(total) > BITS:
                    return None
                total = total + found if head == "+" else total * found
            return total
        case Apply("^", (u, Number(exponent))) if abs(exponent) <= 64 and exponent.denominator == 1:
            base = _number(u, name, at)
            if not base or _bits(base) * abs(exponent) > BITS:
                return None
            return base ** int(exponent)
        case Apply("/", (u, v)):
            top, bottom = _number(u, name, at), _number(v, name, at)
            return None if top is None or not bottom else top / bottom
        case _:
            return None
