"""The sizes of a shape: polynomials in the letters of sizes, compared and bounded exactly.

Trusted: two sizes are the same only if they are equal as polynomials, and a size is positive only
if every coefficient says so once each letter is written as its least value plus something."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from typing import TypeAlias

from verifier.claims.claim import Domain, Field
from verifier.language.expressions import ONE, Apply, Expression, Name, Number

Size: TypeAlias = Expression
"""The name of a size, a positive whole number, or a polynomial of those."""

Shape: TypeAlias = tuple[Size, ...]
"""The sizes of a tensor, one for each of its axes; () is a number."""

Polynomial: TypeAlias = dict[tuple[str, ...], Fraction]
"""Coefficients that are not 0, by the letters of their monomial in order: ``n*n*d`` is d, n, n."""

MAX_TERMS = 200
MAX_DEGREE = 12


def polynomial(size: Expression) -> Polynomial | None:
    """The normal form of a size; None if it is no polynomial, or one beyond the limits."""
    return _polynomial(size)


@lru_cache(maxsize=4096)
def _polynomial(size: Expression) -> Polynomial | None:
    match size:
        case Number(value):
            return {(): value} if value else {}
        case Name(name):
            return {(name,): Fraction(1)}
        case Apply("neg", (part,)):
            found = _polynomial(part)
            return None if found is None else scaled(found, Fraction(-1))
        case Apply("+" | "*" as head, parts):
            total = _polynomial(parts[0])
            for part in parts[1:]:
                other = _polynomial(part)
                if total is None or other is None:
                    return None
                total = plus(total, other) if head == "+" else times(total, other)
            return total
        case Apply("/", (over, Number(value))) if value:
            found = _polynomial(over)
            return None if found is None else scaled(found, 1 / value)
        case Apply("^", (base, Number(value))) if value.denominator == 1:
            return _power(base, value.numerator)
        case _:
            return None


def _power(base: Expression, exponent: int) -> Polynomial | None:
    found = _polynomial(base)
    result: Polynomial | None = {(): Fraction(1)}
    if not 0 <= exponent <= MAX_DEGREE:
        return None
    for _ in range(exponent):
        if found is None or result is None:
            return None
        result = times(result, found)
    return result


def scaled(one: Polynomial, factor: Fraction) -> Polynomial:
    """A polynomial times a number."""
    return {letters: factor * value for letters, value in one.items()} if factor else {}


def plus(one: Polynomial, other: Polynomial) -> Polynomial:
    """The sum of two polynomials."""
    total = dict(one)
    for letters, value in other.items():
        total[letters] = total.get(letters, Fraction(0)) + value
    return {letters: value for letters, value in total.items() if value}


def minus(one: Polynomial, other: Polynomial) -> Polynomial:
    """The difference of two polynomials."""
    return plus(one, scaled(other, Fraction(-1)))


def times(one: Polynomial, other: Polynomial) -> Polynomial | None:
    """The product of two polynomials; None beyond the limits."""
    if len(one) * len(other) > MAX_TERMS:
        return None
    total: Polynomial = {}
    for left, first in one.items():
        for right, second in other.items():
            letters = tuple(sorted(left + right))
            if len(letters) > MAX_DEGREE:
                return None
            total[letters] = total.get(letters, Fraction(0)) + first * second
    return {letters: value for letters, value in total.items() if value}


def same_size(one: Size, other: Size) -> bool:
    """Whether two sizes are equal whatever their letters are."""
    if one is other:
        return True
    first, second = polynomial(one), polynomial(other)
    return first is not None and first == second


def same_shape(one: Shape, other: Shape) -> bool:
    """Whether two shapes have as many axes, and the same sizes in order."""
    return len(one) == len(other) and all(map(same_size, one, other))


def is_one(size: Size) -> bool:
    """Whether a size is the literal 1, the only one that stretches. A letter never is."""
    return size is ONE


def product(sizes: Shape) -> Size:
    """The product of sizes: numbers worked out, factors of 1 left out."""
    number = Fraction(1)
    letters: list[Expression] = []
    for size in sizes:
        if isinstance(size, Number):
            number *= size.value
        else:
            letters.append(size)
    if not letters:
        return Number(number)
    factors = letters if number == 1 else [Number(number), *letters]
    return factors[0] if len(factors) == 1 else Apply("*", tuple(factors))


def least_values(symbols: Mapping[str, Domain]) -> dict[str, Fraction]:
    """The whole-numbered symbols that are bounded below by a number, with the least they can be."""
    found = {}
    for name, domain in symbols.items():
        if domain.shape or domain.field not in (Field.INTEGER, Field.NATURAL):
            continue
        lower = domain.lower
        if lower is not None and isinstance(lower.value, Number):
            value = lower.value.value
            least = -(-value.numerator // value.denominator)
            found[name] = Fraction(least + 1 if lower.open and least == value else least)
        elif domain.field is Field.NATURAL:
            found[name] = Fraction(0)
    return found


def never_negative(one: Polynomial, least: Mapping[str, Fraction]) -> bool:
    """Whether a polynomial is shown to be at least 0 wherever no letter is below its least value.

    With each letter as its least value plus something, all coefficients are at least 0. What is
    not shown may still be true.
    """
    total: Polynomial = {}
    for letters, value in one.items():
        term: Polynomial = {(): value}
        for letter in letters:
            if letter not in least:
                return False
            moved = times(term, plus({(letter,): Fraction(1)}, {(): least[letter]}))
            if moved is None:
                return False
            term = moved
        total = plus(total, term)
    return all(value >= 0 for value in total.values())


def is_size(size: Expression, symbols: Mapping[str, Domain]) -> bool:
    """Whether an expression is shown to be a positive whole number."""
    found = polynomial(size)
    if found is None or any(value.denominator != 1 for value in found.values()):
        return False
    return never_negative(minus(found, {(): Fraction(1)}), least_values(symbols))
