from __future__ import annotations

import pytest
from hypothesis import given, settings

from tests.language.written import SCOPE as WIDE
from tests.language.written import expressions
from verifier.language.boxes import Box
from verifier.language.drawing import MAX_CELLS, Drawing, beside, draw, fitted
from verifier.language.expressions import Apply, Expression, Name
from verifier.language.layout import lay_out
from verifier.language.parser import parse
from verifier.language.problems import LimitExceeded
from verifier.language.scope import Entry, Kind, Scope

SCOPE = Scope(
    {
        **{name: Entry(Kind.SYMBOL) for name in (*"abcpxz", "Loss", "dLoss_dp", "x_max", "x_1")},
        "n": Entry(Kind.SIZE, integer=True),
        "X": Entry(Kind.SYMBOL, rank=2),
        "f": Entry(Kind.OPAQUE, arity=1),
    }
)


def boxed(text: str) -> Box:
    return lay_out(parse(text, SCOPE).expression)


def drawn(text: str) -> str:
    return "\n".join(row.rstrip() for row in draw(boxed(text)).rows)


@pytest.mark.parametrize(
    ("text", "picture"),
    [
        ("a/b + c", "a\n─ + c\nb"),
        ("(a/b)/c", " a\n ─\n b\n───\n c"),
        ("a/(b/c)", " a\n───\n b\n ─\n c"),
        ("1/(a + b)", "  1\n─────\na + b"),
        ("diff(Loss, p)", "∂Loss\n─────\n  ∂p"),
        ("diff(f(x), x, x)", " ∂²\n─── f(x)\n∂x²"),
        ("exp(-z)", "e⁻ᶻ"),
        ("exp(a/(b + c))", "   a\n ─────\n b + c\ne"),
        ("x^(1/2)", " 1/2\nx"),
        ("(a/b)^2", "   2\n⎛a⎞\n⎜─⎟\n⎝b⎠"),
        ("sqrt(a + b)", "  _____\n╲╱a + b"),
        ("sqrt(a/b)", "    _\n   ╱a\n  ╱ ─\n╲╱  b"),
        ("cbrt(x)", "³ _\n╲╱x"),
        ("sum(k^2, k=1..n)", " n\n ∑  k²\nk=1"),
        ("integrate(f(k), k=0..oo)", "∞\n∫ f(k) dk\n0"),
        ("limit(1/k, k=0+)", "     1\nlim  ─\nk→0⁺ k"),
        ("abs(a/b)", "│a│\n│─│\n│b│"),
        ("where(x > 0, x, 0)", "⎧ x  if x > 0\n⎩ 0  otherwise"),
        ("where(a/b > 0, x, 0)",
         "⎧       a\n⎪ x  if ─ > 0\n⎪       b\n⎩ 0  otherwise"),
        ("grad(Loss, X)", "∇_X Loss"),
        ("dLoss_dp*x_max*x_1", "dLoss_dp⋅x_max⋅x₁"),
        ("X[1, n]", "X\n 1, n"),
        ("binomial(n, 2)", "⎛n⎞\n⎜ ⎟\n⎝2⎠"),
        ("norm(X, axis=1)", "‖X‖\n   axis 1"),
        ("conj(z)", "_\nz"),
    ],
)  # fmt: skip
def test_formulas_are_drawn_as_on_a_blackboard(text: str, picture: str) -> None:
    assert drawn(text) == picture


@settings(max_examples=200, deadline=None)
@given(expressions())
def test_a_drawing_is_a_rectangle_with_its_base_inside(expression: Expression) -> None:
    drawing = draw(lay_out(expression))
    assert {len(row) for row in drawing.rows} == {drawing.width}
    assert 0 <= drawing.base < drawing.height
    assert all(row.isprintable() for row in drawing.rows)


@settings(max_examples=100, deadline=None)
@given(expressions())
def test_what_is_fitted_is_not_wider_than_it_may_be(expression: Expression) -> None:
    for width in (10, 40, 80):
        found = fitted(lay_out(expression), width)
        assert found is None or all(line.width <= width for line in found)


def test_a_long_sum_goes_on_below_and_a_fraction_that_is_too_wide_is_not_drawn() -> None:
    (first, second) = fitted(boxed("a + b + c + p + x + z"), 15) or []
    assert (first.rows, second.rows) == (("a + b + c + p",), ("+ x + z",))
    assert fitted(boxed("(a + b + c + p + x + z)/2"), 15) is None


def test_bases_stand_in_one_row() -> None:
    tall = Drawing(("1", "─", "2"), 1)
    assert beside([Drawing(("x",)), tall]).rows == (" 1", "x─", " 2")
    assert beside([]).rows == ("",)


def test_a_drawing_that_grows_beyond_all_is_refused_in_time() -> None:
    node: Expression = Name("x")
    for _ in range(200):
        node = Apply("+", (node, node))
    with pytest.raises(LimitExceeded):
        draw(lay_out(node))
    assert fitted(lay_out(node), 80) is None
    assert MAX_CELLS > 100 * 1_000


def test_a_deep_formula_is_drawn() -> None:
    text = "x"
    for _ in range(70):
        text = f"f({text})"
    assert draw(lay_out(parse(text, WIDE).expression)).height == 1
