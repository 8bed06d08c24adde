from __future__ import annotations

from fractions import Fraction

import pytest
from flint import arb, fmpq
from hypothesis import given

from tests.algebra.cases import algebra, drawn, minus, precision, read, smooth_expressions, values
from tests.algebra.test_enclosures import without_roots
from verifier.algebra.derivative import add, differentiate, negate, power, times
from verifier.algebra.enclosures import Value, evaluate
from verifier.language.expressions import ONE, TWO, ZERO, Apply, Call, Expression, Name, Number
from verifier.language.problems import LimitExceeded

X = Name("x")
BITS = 900
STEP = fmpq(1, 2**120)


def difference_quotient(node: Expression, at: dict[str, fmpq]) -> Value | None:
    """The symmetric difference quotient by x, where the function has values on both sides."""
    here = evaluate(node, at, BITS)
    above = evaluate(node, {**at, "x": at["x"] + STEP}, BITS)
    below = evaluate(node, {**at, "x": at["x"] - STEP}, BITS)
    if here is None or above is None or below is None:
        return None
    with precision(BITS):
        return (above - below) / (2 * STEP)


def near(value: Value, other: Value) -> bool:
    """Within 2^-100 of each other: the quotient's error is of the order of the step squared."""
    with precision(BITS):
        return bool(abs(arb(value) - arb(other)) < (1 + abs(arb(value))) * arb(2) ** -100)


@drawn(150)
@given(smooth_expressions, values, values)
def test_a_derivative_is_the_limit_of_difference_quotients(
    expression: Expression, x: Fraction, y: Fraction
) -> None:
    expression = without_roots(expression)
    at = {"x": fmpq(x.numerator, x.denominator), "y": fmpq(y.numerator, y.denominator)}
    slope = evaluate(differentiate(expression, "x"), at, BITS)
    quotient = difference_quotient(expression, at)
    if slope is not None and quotient is not None:
        assert near(slope, quotient)


@pytest.mark.parametrize(
    ("body", "slope"),
    [
        ("7", "0"),
        ("y", "0"),
        ("x", "1"),
        ("-x", "-1"),
        ("x^5", "5*x^4"),
        ("x^(-2)", "-2*x^(-3)"),
        ("x^(1/2)", "1/2*x^(-1/2)"),
        ("x^0", "0"),
        ("x^n", "n*x^(n - 1)"),
        ("y^x", "y^x*log(y)"),
        ("x^x", "x^x*(log(x) + 1)"),
        ("x*y*x", "2*x*y"),
        ("y/x", "-y/x^2"),
        ("x/y", "1/y"),
        ("(x + 1)/(x - 1)", "-2/(x - 1)^2"),
        ("exp(x^2)", "2*x*exp(x^2)"),
        ("log(3*x)", "1/x"),
        ("sin(cos(x))", "-cos(cos(x))*sin(x)"),
        ("asin(x)", "(1 - x^2)^(-1/2)"),
        ("erf(x)", "2*exp(-x^2)*pi^(-1/2)"),
    ],
)
def test_the_rules_give_what_the_books_say(body: str, slope: str) -> None:
    symbols = {"x, y": "real > 0", "n": "integer"}
    found = differentiate(read(body), "x")
    assert algebra(symbols=symbols).vanishes(Apply("+", (found, minus(read(slope)))))


def test_the_derivative_of_an_unknown_function_counts_its_order() -> None:
    assert differentiate(read("g(x^2)"), "x") == Apply(
        "*", (Call("g", (read("x^2"),), (1,)), read("2*x"))
    )


def test_what_does_not_contain_the_name_has_derivative_zero_even_where_it_is_not_smooth() -> None:
    assert differentiate(read("abs(y) + floor(y)"), "x") is ZERO


@pytest.mark.parametrize("body", ["abs(x)", "relu(x)", "floor(x)", "x > 0", "max(x, y)"])
def test_a_switch_or_a_step_has_no_rule(body: str) -> None:
    with pytest.raises(LimitExceeded):
        differentiate(read(body), "x")


def test_the_derivative_of_a_function_with_an_end_is_not_claimed_at_the_end() -> None:
    slope = differentiate(read("asin(x)"), "x")
    assert evaluate(slope, {"x": fmpq(1)}, 64) is None


def test_the_builders_leave_out_what_changes_nothing() -> None:
    assert add() is ZERO
    assert add(ZERO, X, ZERO) is X
    assert times() is ONE
    assert times(ONE, X) is X
    assert times(X, ZERO, X) is ZERO
    assert negate(negate(X)) is X
    assert negate(Number(3)) is Number(-3)
    assert power(X, Fraction(1)) is X
    assert power(X, Fraction(0)) is ONE
    assert power(X, Fraction(2)) is Apply("^", (X, TWO))
