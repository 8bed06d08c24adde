"""Where parentheses stand and where a dot does; how boxes look is tested with each notation."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from tests.language.written import expressions, statements
from verifier.language.boxes import parts_of
from verifier.language.drawing import draw
from verifier.language.expressions import Apply, Expression, Name, Number
from verifier.language.folding import fold
from verifier.language.layout import lay_out
from verifier.language.letters import GREEK
from verifier.language.parser import parse
from verifier.language.problems import LimitExceeded
from verifier.language.scope import Entry, Kind, Scope
from verifier.language.tokens import GREEK as LETTERS

NAMES = {name: Entry(Kind.SYMBOL) for name in (*"abcpx", "x_1", "Loss", "W1")}
SCOPE = Scope({**NAMES, "X": Entry(Kind.SYMBOL, rank=2), "f": Entry(Kind.OPAQUE, arity=1)})


def row_of(text: str) -> str:
    """The formula in one row of characters."""
    drawing = draw(lay_out(parse(text, SCOPE).expression))
    (only,) = drawing.rows
    return only


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2*x", "2x"),
        ("2*a*b", "2a⋅b"),
        ("2*sin(x)", "2sin(x)"),
        ("2*(a + b)", "2(a + b)"),
        ("2*(a + b)^3", "2(a + b)³"),
        ("0*(a + b)", "0⋅(a + b)"),
        ("1*x", "1⋅x"),
        ("2*3", "2⋅3"),
        ("2*3^x", "2⋅3ˣ"),
        ("x*2", "x⋅2"),
        ("a*(b + c)", "a⋅(b + c)"),
        ("x_1*W1", "x₁⋅W₁"),
        ("Loss*a", "Loss⋅a"),
        ("a*(-b)", "a⋅(−b)"),
        ("-a*b", "−a⋅b"),
        ("a + (-b)*c", "a + (−b⋅c)"),
        ("a - (b - c)", "a − (b − c)"),
        ("(a^b)^c", "(aᵇ)ᶜ"),
        ("(-a)^2", "(−a)²"),
        ("x_1^2", "x₁²"),
        ("f'(x)", "f′(x)"),
        ("sqrt(x)", "√x"),
        ("sqrt(x)^2", "(√x)²"),
        ("exp(x)^2", "(eˣ)²"),
        ("sin(x)^2", "sin(x)²"),
        ("(x > 0)*a", "[x > 0]⋅a"),
        ("max(a, b, c)", "max(a, b, c)"),
        ("dot(a, b)", "a⋅b"),
        ("X @ X.T", "X Xᵀ"),
        ("(X + X).T", "(X + X)ᵀ"),
        ("inv(X) @ X", "X⁻¹ X"),
    ],
)
def test_a_formula_says_what_is_meant_and_no_more(text: str, shown: str) -> None:
    assert row_of(text) == shown


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("(a + b)*c", "a + b*c"),
        ("a - (b - c)", "a - b - c"),
        ("(-a)^2", "-a^2"),
        ("sqrt(x)^2", "sqrt(x^2)"),
        ("(a*b)^2", "a*b^2"),
        ("(a/b)/c", "a/(b/c)"),
        ("(a/b)^2", "a/b^2"),
        ("-(a + b)", "-a + b"),
        ("2^(a + b)", "2^a + b"),
        ("sin(x)^2", "sin(x^2)"),
        ("f(x)^2", "f(x^2)"),
        ("exp(x)^2", "exp(x^2)"),
        ("(x > 0)*a", "x > 0*a"),
        ("sum(a, k=1..2)*b", "sum(a*b, k=1..2)"),
        ("diff(x*a, x)", "diff(x, x)*a"),
        ("factorial(a + b)", "a + factorial(b)"),
        ("(a - b)*c", "a - b*c"),
        ("where(x > 0, a, b) + c", "where(x > 0, a, b + c)"),
    ],
)
def test_what_differs_looks_different(left: str, right: str) -> None:
    first, second = (draw(lay_out(parse(text, SCOPE).expression)) for text in (left, right))
    assert first.rows != second.rows


@settings(max_examples=200, deadline=None)
@given(expressions())
def test_every_expression_has_a_layout(expression: Expression) -> None:
    box = lay_out(expression)
    assert fold(box, parts_of, lambda part, of: 1 + sum(map(of, parts_of(part)))) >= 1


@settings(max_examples=60, deadline=None)
@given(statements())
def test_every_statement_has_a_layout(statement: Expression) -> None:
    assert lay_out(statement) is not None


def test_shared_parts_are_laid_out_once_and_depth_is_no_danger() -> None:
    node: Expression = Name("x")
    for _ in range(5_000):
        node = Apply("+", (node, node))
    assert lay_out(node) is not None


def test_a_number_without_end_is_not_written() -> None:
    with pytest.raises(LimitExceeded):
        lay_out(Number(10**5_000))


def test_every_greek_letter_that_names_may_use_has_its_name() -> None:
    assert set(GREEK.values()) == set(LETTERS)
