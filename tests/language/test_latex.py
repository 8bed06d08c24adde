from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import given, settings

from tests.language.written import SCOPE, expressions, statements
from verifier.language.expressions import Apply, Call, Expression, Name, Number, fresh_name
from verifier.language.latex import name_to_latex, to_latex
from verifier.language.parser import parse
from verifier.language.scope import Entry, Kind, Scope
from verifier.language.vocabulary import VOCABULARY, Nature


def _is_balanced(latex: str) -> bool:
    depth = 0
    for brace in re.findall(r"(?<!\\)[{}]", latex):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    pairs = [(r"\left", r"\right"), (r"\begin", r"\end"), (r"\lvert", r"\rvert")]
    return depth == 0 and all(_count(latex, one) == _count(latex, other) for one, other in pairs)


def _count(latex: str, command: str) -> int:
    return len(re.findall(re.escape(command) + "(?![a-z])", latex))


@settings(max_examples=250, deadline=None)
@given(expressions())
def test_braces_and_parentheses_are_balanced(expression: Expression) -> None:
    assert _is_balanced(to_latex(expression))


@settings(max_examples=80, deadline=None)
@given(statements())
def test_statements_are_balanced_too(statement: Expression) -> None:
    assert _is_balanced(to_latex(statement))


def test_the_balance_can_fail() -> None:
    assert not _is_balanced(r"\frac{a}{b")
    assert not _is_balanced(r"\left(a")


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("a/b + c", r"\frac{a}{b} + c"),
        ("(a + b)*c", r"(a + b) \cdot c"),
        ("-(a + b)", r"-(a + b)"),
        ("a - (-b)", r"a - (-b)"),
        ("(a^b)^c", r"(a^{b})^{c}"),
        ("a^(b + 1)", r"a^{b + 1}"),
        ("exp(-x)", r"\mathrm{e}^{-x}"),
        ("exp(x)^2", r"(\mathrm{e}^{x})^{2}"),
        ("sqrt(x)", r"\sqrt{x}"),
        ("root(x, n)", r"\sqrt[{n}]{x}"),
        ("log(x)", r"\ln(x)"),
        ("log(a/b)", r"\ln\left(\frac{a}{b}\right)"),
        ("log(x, 2)", r"\log_{2}(x)"),
        ("sin(x)", r"\sin(x)"),
        ("softplus(x)", r"\operatorname{softplus}(x)"),
        ("|x|", r"\lvert x\rvert"),
        ("|a/b|", r"\left|\frac{a}{b}\right|"),
        ("norm(X)", r"\lVert X\rVert"),
        ("floor(x)", r"\lfloor x\rfloor"),
        ("factorial(n + 1)", r"(n + 1)!"),
        ("binomial(n, 2)", r"\left(\genfrac{}{}{0pt}{}{n}{2}\right)"),
        ("where(x > 0, x, 0)",
         r"\begin{cases} x & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}"),
        ("where(x > 0, x, (x < 0)*a)",
         r"\begin{cases} x & \text{if } x > 0 \\ {}[x < 0] \cdot a & \text{otherwise} \end{cases}"),
        ("(x > 0)*a", r"[x > 0] \cdot a"),
        ("sum(k^2, k=1..n)", r"\sum_{k = 1}^{n} k^{2}"),
        ("prod(k, k=1..n)", r"\prod_{k = 1}^{n} k"),
        ("sum(X[k, 1], k)", r"\sum_{k} X_{k, 1}"),
        ("integrate(f(k), k=0..oo)", r"\int_{0}^{\infty} f(k)\, \mathrm{d}k"),
        ("integrate(x, x)", r"\int x\, \mathrm{d}x"),
        ("limit(1/k, k=0+)", r"\lim_{k \to 0^{+}} \frac{1}{k}"),
        ("f''(x)", r"f''(x)"),
        ("diff(f(x), x)", r"\frac{\partial}{\partial x}\, f(x)"),
        ("diff(a*x, x, x, a)",
         r"\frac{\partial^{3}}{\partial x^{2}\, \partial a}\, (ax)"),
        ("diff(Loss, p)", r"\frac{\partial\mathrm{Loss}}{\partial p}"),
        ("grad(Loss, X)", r"\nabla_{X}\, \mathrm{Loss}"),
        ("X @ X.T", r"X\, X^{\top}"),
        ("inv(X)", r"X^{-1}"),
        ("sum(X, axis=0)", r"\operatorname{sum}_{\text{axis}\, 0}(X)"),
        ("0.5*pi*e", r"0.5\pi \cdot \mathrm{e}"),
        ("pi*x", r"\pi \cdot x"),
        ("a ± b", r"a \pm b"),
    ],
)  # fmt: skip
def test_mathematics_looks_like_mathematics(text: str, latex: str) -> None:
    symbols = {name: Entry(Kind.SYMBOL) for name in (*"abcpxX", "Loss")}
    functions = {"n": Entry(Kind.SIZE, integer=True), "f": Entry(Kind.OPAQUE, arity=1)}
    assert to_latex(parse(text, Scope(symbols | functions)).expression) == latex


@pytest.mark.parametrize(
    ("name", "latex"),
    [
        ("x", "x"),
        ("W1", "W_{1}"),
        ("x_1", "x_{1}"),
        ("sigma", r"\sigma"),
        ("σ", r"\sigma"),
        ("Loss", r"\mathrm{Loss}"),
        ("dLoss_dp", r"\mathrm{dLoss}_{\mathrm{dp}}"),
        ("beta1", r"\beta_{1}"),
        ("Δx", r"\mathrm{\Delta x}"),
        ("W1_out", r"W_{1, \mathrm{out}}"),
        ("_", "?"),
        (fresh_name("x", frozenset()), "x_{1}"),
    ],
)
def test_names_are_set_as_in_a_book(name: str, latex: str) -> None:
    assert name_to_latex(name) == latex


def test_statements_use_the_signs_of_logic() -> None:
    statement = parse("x <= 1 and not x == 0 or false", SCOPE, statement=True).expression
    assert to_latex(statement) == (r"x \le 1 \land \lnot(x = 0) \lor \text{false}")


def test_numbers_of_the_program_are_fractions() -> None:
    assert to_latex(Number(Fraction(-1, 3))) == r"-\frac{1}{3}"
    assert to_latex(Apply("+", (Name("x"), Number(-2)))) == "x - 2"


def test_a_partial_derivative_of_a_function_shows_its_order() -> None:
    x = Name("x")
    assert to_latex(Call("g", (x, x), (1, 0))) == r"g^{(1, 0)}(x, x)"


@pytest.mark.parametrize(
    "head", [row.name for row in VOCABULARY.values() if row.nature is not Nature.OPERATOR]
)
def test_every_function_has_a_form(head: str) -> None:
    row = VOCABULARY[head]
    args = tuple(Name(name) for name in "abc"[: len(row.parameters) - row.optional])
    latex = to_latex(Apply(head, args))
    assert _is_balanced(latex)
    assert all(arg.name in latex for arg in args)
    assert "#" not in latex
