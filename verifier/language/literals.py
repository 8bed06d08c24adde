"""Numbers as they are written: exact, and within limits, so that no text costs the machine dear."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import prod

from verifier.language.expressions import Apply, Expression, Number

MAX_DIGITS = 4_000  # of one number, written out
MAX_EXPONENT = 10_000  # of a power whose exponent is a number

_LARGEST_BITS = 64  # of what is computed here: only whether it is beyond the limit is asked
_CHEAP = 30  # characters: shorter literals are worth remembering


def read_number(literal: str) -> Number | str:
    """The exact number, or a sentence that says why there is none."""
    if len(literal) <= _CHEAP:
        return _remembered(literal)
    return _read(literal)


def _read(literal: str) -> Number | str:
    mantissa, _, exponent = literal.lower().partition("e")
    whole, _, decimals = mantissa.partition(".")
    digits = max(len(whole), 1) + len(decimals)
    if digits > MAX_DIGITS or len(exponent) > len(str(MAX_DIGITS)) + 1:
        return f"a number may have at most {MAX_DIGITS:,} digits"
    power = int(exponent or 0)
    if digits + abs(power) > MAX_DIGITS:
        return f"a number may have at most {MAX_DIGITS:,} digits when it is written out"
    value = int(whole + decimals)
    power -= len(decimals)
    return Number(Fraction(value, 10**-power) if power < 0 else value * 10**power)


_remembered = lru_cache(maxsize=1024)(_read)


def exceeds_limit(exponent: Expression) -> bool:
    """Whether an exponent is a number beyond `MAX_EXPONENT` (`9^9^9`, or `2^(10^5)`)."""
    if type(exponent) is Number:  # as integers: comparing fractions is slow
        return abs(exponent.value.numerator) > MAX_EXPONENT * exponent.value.denominator
    if type(exponent) is Apply:
        value = _literal_value(exponent, 4)
        return value is not None and abs(value) > MAX_EXPONENT
    return False


def _literal_value(node: Expression, levels: int) -> Fraction | None:
    """The value of small arithmetic on literals; None for anything else and for huge values."""
    match node:
        case Number(value):
            return value
        case Apply("neg" | "*" | "/" | "^" as head, args) if levels and len(args) <= 8:
            values = [_literal_value(part, levels - 1) for part in args]
            known = [value for value in values if value is not None]
            return _compute(head, known) if len(known) == len(values) else None
        case _:
            return None


def _compute(head: str, values: list[Fraction]) -> Fraction | None:
    match head, values:
        case "neg", [value]:
            return -value
        case "/", [over, under]:
            return over / under if under else None
        case "^", [base, exponent]:
            bits = max(base.numerator.bit_length(), base.denominator.bit_length())
            small = exponent.denominator == 1 and abs(exponent) * bits <= _LARGEST_BITS
            if not small or (not base and exponent < 0):
                return None
            return base**exponent.numerator
        case _:
            product = prod(values, start=Fraction(1))
            return product if product.numerator.bit_length() <= _LARGEST_BITS else None
