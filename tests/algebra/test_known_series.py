"""The table of infinite sums: each row against the sum of many terms, and its conditions."""

from __future__ import annotations

import pytest
from flint import arb, fmpq

from tests.algebra.cases import algebra, precision, read
from verifier.algebra.derivative import add
from verifier.algebra.enclosures import Value, evaluate, sign_of
from verifier.algebra.known_series import Known, known_sums
from verifier.algebra.literals import NEG, NIL, POS

LETTER, TERMS = "k", 400

ROWS = [
    ("x^k/factorial(k)", ["3", "-5/2", "1/7"]),
    ("7*x^k/factorial(k + 2)", ["3", "-5/2", "1/7"]),
    ("x^k/factorial(k + 5)", ["2", "-1/2"]),
    ("(k + 1)*x^(k + 1)/factorial(k + 1)", ["2", "-3"]),
    ("(-1)^k*x^(2*k)/factorial(2*k)", ["3", "-2"]),
    ("x^k/factorial(2*k)", ["-2", "3"]),
    ("(-1)^k*x^(2*k + 1)/factorial(2*k + 1)", ["3", "-2"]),
    ("x^(2*k + 1)/factorial(2*k + 1)", ["3", "-2"]),
    ("x^k/(k + 1)", ["1/2", "-3/4"]),
    ("x^(2*k)/(2*k + 1)", ["1/2", "-3/4"]),
    ("(-1)^k*x^(2*k + 1)/(2*k + 1)", ["1/2", "-3/4"]),
    ("gamma(k + 1/2)*x^k/factorial(k)", ["1/2", "-3/4"]),
    ("(k + 1)*(k + 2)*x^k", ["1/2", "-3/4"]),
]
"""Terms for k = 0, 1, 2, …, and places at which they fall fast."""


def number(text: str) -> fmpq:
    value = evaluate(read(text), {}, 64)
    assert isinstance(value, fmpq)
    return value


def rows(text: str, x: str) -> list[Known]:
    """The rows for terms at a place that hold there."""
    at = {"x": number(x)}
    found = algebra(symbols={"k": "natural", "x": "real != 0"})
    return [
        row
        for row in known_sums(found, read(text), LETTER)
        if all(
            (NEG, NIL, POS)[(sign_of(evaluate(held.subject, at, 200)) or 0) + 1] & held.mask
            for held in row.conditions
        )
    ]


def total(text: str, x: str) -> arb:
    """The sum of many terms."""
    found: Value = arb(0)
    for k in range(TERMS):
        term = evaluate(read(text), {"x": number(x), "k": fmpq(k)}, 300)
        assert term is not None
        found = found + term
    return arb(found)


@pytest.mark.parametrize(("text", "places"), ROWS)
def test_a_row_is_what_many_terms_add_up_to(text: str, places: list[str]) -> None:
    for x in places:
        found = rows(text, x)
        assert found, (text, x)
        with precision(300):
            for row in found:
                value = evaluate(row.value, {"x": number(x)}, 300)
                assert value is not None
                assert abs(arb(value) - total(text, x)) < arb(10) ** -30


@pytest.mark.parametrize(
    ("text", "factor", "power"),
    [
        ("1/(k + 1)^2", "1/6", 2),
        ("5/(k + 1)^4", "1/18", 4),
        ("1/(2*k + 1)^2", "1/8", 2),
        ("(-1)^k/(k + 1)^2", "1/12", 2),
        ("1/(k + 1)^12", "691/638512875", 12),
    ],
)
def test_even_powers_add_up_to_powers_of_pi(text: str, factor: str, power: int) -> None:
    found = algebra(symbols={"k": "natural"})
    (row,) = known_sums(found, read(text), LETTER)
    assert row.conditions == ()
    assert found.vanishes(add(row.value, read(f"-({factor})*pi^{power}")))


def test_missing_terms_are_taken_off() -> None:
    found = algebra(symbols={"k": "natural"})
    (row,) = known_sums(found, read("1/(k + 3)^2"), LETTER)
    assert found.vanishes(add(row.value, read("-pi^2/6 + 1 + 1/4")))


@pytest.mark.parametrize(
    "text",
    [
        *("1/(k + 1)", "1/(k + 1)^3", "1/(k^2 + 1)", "k^2 + 1", "x^(k^2)", "sin(k)"),
        *("1/(k + 1/3)^2", "x", "x*(-1)^k", "gamma(k + 1)/factorial(k)"),
    ],
)
def test_other_terms_fit_no_row(text: str) -> None:
    found = algebra(symbols={"k": "natural", "x": "real != 0"})
    assert not [row for row in known_sums(found, read(text), LETTER) if not row.conditions]


def test_a_row_is_proved_to_fit_every_term() -> None:
    """Terms that begin like those of a row are not taken for them."""
    found = algebra(symbols={"k": "natural", "x": "real != 0"})
    term = read("x^k/factorial(k) + k*(k - 1)*(k - 2)")
    assert not list(known_sums(found, term, LETTER))
