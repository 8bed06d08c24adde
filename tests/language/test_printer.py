from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings

from tests.language.written import SCOPE, expressions, statements
from verifier.language.expressions import (
    Apply,
    Call,
    Expression,
    Name,
    Number,
    fresh_name,
    substitute,
)
from verifier.language.parser import parse
from verifier.language.printer import MAX_TEXT, to_text
from verifier.language.problems import LimitExceeded

X = Name("x")


@settings(max_examples=400, deadline=None)
@given(expressions())
def test_a_printed_expression_reads_as_itself(expression: Expression) -> None:
    assert parse(to_text(expression), SCOPE).expression is expression


@settings(max_examples=150, deadline=None)
@given(statements())
def test_a_printed_statement_reads_as_itself(statement: Expression) -> None:
    assert parse(to_text(statement), SCOPE, statement=True).expression is statement


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("((x))", "x"),
        ("a-b+c", "a - b + c"),
        ("a - (b + c)", "a - (b + c)"),
        ("(a + b) + c", "(a + b) + c"),
        ("(a*b)*c", "(a*b)*c"),
        ("(a/b)*c", "a/b*c"),
        ("a/(b*c)", "a/(b*c)"),
        ("a - -b", "a - (-b)"),
        ("a + (-b)*c", "a + (-b*c)"),
        ("-(x^2)", "-x^2"),
        ("(-x)**2", "(-x)^2"),
        ("x^(y^z)", "x^y^z"),
        ("(x^y)^z", "(x^y)^z"),
        ("2^-x", "2^(-x)"),
        ("|x|", "abs(x)"),
        ("x²", "x^2"),
        ("np.log(x)", "log(x)"),
        ("log(x, 2)", "log(x, 2)"),
        ("(x>0)*y", "(x > 0)*y"),
        ("where(x>0,x,0)", "where(x > 0, x, 0)"),
        ("0.10", "0.1"),
        ("1e-3", "0.001"),
        ("1.5e3", "1500"),
        ("f''(x)", "f''(x)"),
        ("sum(k^2,k=1..n)", "sum(k^2, k=1..n)"),
        ("limit(1/k,k=0-)", "limit(1/k, k=0-)"),
        ("integrate(1/k,k=1..oo)", "integrate(1/k, k=1..oo)"),
        ("a ± sqrt(b)", "a ± sqrt(b)"),
        ("np.max(A, axis=1, keepdims=True)", "max(A, axis=1, keepdims=True)"),
        ("A @ B.T", "A @ B.T"),
    ],
)
def test_parentheses_stand_only_where_they_are_needed(written: str, printed: str) -> None:
    from verifier.language.scope import Entry, Kind, Scope

    letters = {name: Entry(Kind.SYMBOL) for name in "abcxyzAB"}
    scope = Scope({**letters, "n": Entry(Kind.SIZE), "f": Entry(Kind.OPAQUE, arity=1)})
    assert to_text(parse(written, scope).expression) == printed


@pytest.mark.parametrize(
    ("number", "printed"),
    [
        (Fraction(1, 3), "1/3"),
        (Fraction(-1, 3), "-1/3"),
        (Fraction(-5), "-5"),
        (Fraction(3, 8), "0.375"),
        (Fraction(-1, 40), "-0.025"),
    ],
)
def test_numbers_that_only_the_program_makes_are_readable(number: Fraction, printed: str) -> None:
    assert to_text(Number(number)) == printed


def test_a_number_of_the_program_is_set_in_parentheses_where_it_must_be() -> None:
    third, minus = Number(Fraction(1, 3)), Number(-2)
    assert to_text(Apply("^", (X, third))) == "x^(1/3)"
    assert to_text(Apply("^", (minus, X))) == "(-2)^x"
    assert to_text(Apply("*", (third, X))) == "(1/3)*x"
    assert to_text(Apply("+", (X, minus))) == "x - 2"
    assert to_text(Apply("*", (X, minus))) == "x*(-2)"


def test_a_renamed_variable_is_readable() -> None:
    assert to_text(Name(fresh_name("x", frozenset()))) == "x_1"


def test_a_partial_derivative_of_a_function_shows_its_order() -> None:
    assert to_text(Call("g", (X, X), (1, 0))) == "g_(1,0)(x, x)"


def test_a_deep_expression_is_printed_without_recursion() -> None:
    node: Expression = X
    for _ in range(5_000):
        node = Apply("exp", (node,))
    assert to_text(node).endswith("x" + ")" * 5_000)


def test_a_text_that_doubles_at_every_level_is_refused() -> None:
    node: Expression = X
    for _ in range(60):
        node = Apply("+", (node, node))
    with pytest.raises(LimitExceeded, match=f"{MAX_TEXT:,} characters"):
        to_text(node)


def test_a_number_beyond_all_bounds_is_refused() -> None:
    with pytest.raises(LimitExceeded, match="digits"):
        to_text(Number(10**5_000))
    with pytest.raises(LimitExceeded, match="digits"):
        to_text(Number(Fraction(1, 2**20_000)))


def test_printing_undoes_no_substitution() -> None:
    product = parse("x*y", SCOPE).expression
    assert to_text(substitute(product, {"x": Apply("+", (X, Name("y")))})) == "(x + y)*y"
