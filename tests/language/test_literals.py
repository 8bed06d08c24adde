from __future__ import annotations

from fractions import Fraction

import pytest

from verifier.language.expressions import Apply, Expression, Name, Number
from verifier.language.literals import MAX_DIGITS, MAX_EXPONENT, exceeds_limit, read_number


@pytest.mark.parametrize(
    ("literal", "value"),
    [
        ("0", Fraction(0)),
        ("42", Fraction(42)),
        ("0.1", Fraction(1, 10)),
        (".5", Fraction(1, 2)),
        ("1.", Fraction(1)),
        ("1e-3", Fraction(1, 1000)),
        ("2.50E+2", Fraction(250)),
        ("1e3999", Fraction(10**3999)),
    ],
)
def test_a_decimal_is_the_rational_it_spells(literal: str, value: Fraction) -> None:
    assert read_number(literal) is Number(value)


@pytest.mark.parametrize(
    "literal",
    ["1" * (MAX_DIGITS + 1), "1e999999", "1e-999999", "1e" + "9" * 5_000, "0." + "1" * 9_000],
)
def test_a_number_too_long_to_write_out_is_refused(literal: str) -> None:
    assert f"{MAX_DIGITS:,} digits" in str(read_number(literal))


def test_the_longest_number_is_read() -> None:
    assert read_number("9" * MAX_DIGITS) is Number(10**MAX_DIGITS - 1)


def _power(base: int, exponent: Expression) -> Expression:
    return Apply("^", (Number(base), exponent))


@pytest.mark.parametrize(
    "exponent",
    [
        Number(MAX_EXPONENT + 1),
        Apply("neg", (Number(MAX_EXPONENT + 1),)),
        _power(10, Number(5)),
        Apply("*", (Number(200), Number(200))),
        Apply("/", (Number(90_000), Number(2))),
    ],
)
def test_an_exponent_beyond_the_limit_is_noticed(exponent: Expression) -> None:
    assert exceeds_limit(exponent)


@pytest.mark.parametrize(
    "exponent",
    [
        Number(MAX_EXPONENT),
        Name("x"),
        Apply("*", (Number(10**6), Name("x"))),
        Apply("/", (Number(1), Number(0))),
        _power(0, Apply("neg", (Number(1),))),
        _power(2, Apply("/", (Number(1), Number(2)))),
    ],
)
def test_other_exponents_are_left_alone(exponent: Expression) -> None:
    assert not exceeds_limit(exponent)
