from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings

from tests.language.written import SCOPE as WIDE
from tests.language.written import expressions, statements
from verifier.language.expressions import Apply, Expression, Name
from verifier.language.layout import lay_out
from verifier.language.mathml import mathml, to_mathml
from verifier.language.parser import parse
from verifier.language.problems import LimitExceeded
from verifier.language.scope import Entry, Kind, Scope

CORE = {
    "math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "mfrac", "msqrt", "mroot", "msub", "msup",
    "msubsup", "munder", "mover", "munderover", "mtable", "mtr", "mtd",
}  # fmt: skip
"""Elements of MathML Core, which every engine sets."""

CHILDREN = {
    "mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "msubsup": 3, "munder": 2, "mover": 2,
    "munderover": 3,
}  # fmt: skip
"""How many children an element must have; with others a browser shows an error."""

SCOPE = Scope(
    {
        **{name: Entry(Kind.SYMBOL) for name in (*"abpx", "Loss", "W1", "sigma")},
        "X": Entry(Kind.SYMBOL, rank=2),
        "n": Entry(Kind.SIZE, integer=True),
        "f": Entry(Kind.OPAQUE, arity=1),
    }
)
OPEN, CLOSE = (
    '<mo form="prefix" stretchy="false">(</mo>',
    '<mo form="postfix" stretchy="false">)</mo>',
)


def inner(text: str) -> str:
    markup = mathml(lay_out(parse(text, SCOPE).expression))
    return markup.replace("\u2061", "&af;").replace("\u2062", "&it;")


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("a/b", "<mfrac><mi>a</mi><mi>b</mi></mfrac>"),
        ("a^2", "<msup><mi>a</mi><mn>2</mn></msup>"),
        ("W1^2", "<msubsup><mi>W</mi><mn>1</mn><mn>2</mn></msubsup>"),
        ("sigma", "<mi>σ</mi>"),
        ("Loss", "<mi>Loss</mi>"),
        ("e", '<mi mathvariant="normal">e</mi>'),
        ("2*x", "<mrow><mn>2</mn><mo>&it;</mo><mi>x</mi></mrow>"),
        ("f(x)", f"<mrow><mi>f</mi><mo>&af;</mo><mrow>{OPEN}<mi>x</mi>{CLOSE}</mrow></mrow>"),
        ("-x", '<mrow><mo form="prefix">−</mo><mi>x</mi></mrow>'),
        ("sqrt(x)", "<msqrt><mi>x</mi></msqrt>"),
        ("cbrt(x)", "<mroot><mi>x</mi><mn>3</mn></mroot>"),
        ("x <= a", "<mrow><mi>x</mi><mo>≤</mo><mi>a</mi></mrow>"),
        ("X.T", '<msup><mi>X</mi><mo form="postfix">⊤</mo></msup>'),
        ("conj(x)", '<mover accent="true"><mi>x</mi><mo stretchy="true">‾</mo></mover>'),
        ("sum(x, k)", '<mrow><munder><mo form="prefix">∑</mo><mi>k</mi></munder><mi>x</mi></mrow>'),
    ],
)
def test_formulas_are_said_in_mathml(text: str, markup: str) -> None:
    assert inner(text) == markup


def test_a_parenthesis_grows_only_around_something_tall() -> None:
    assert 'stretchy="false">(' in inner("sin(x)")
    assert 'stretchy="true">(' in inner("sin(x/a)")


def test_a_limit_keeps_apart_from_its_body() -> None:
    assert "</munder><mspace " in inner("limit(1/k, k=0)")


def check(markup: str) -> None:
    for element in ET.fromstring(markup).iter():  # noqa: S314 - our own
        assert element.tag in CORE
        assert len(element) == CHILDREN.get(element.tag, len(element)), markup


@settings(max_examples=200, deadline=None)
@given(expressions())
def test_every_expression_is_well_formed_mathml_core(expression: Expression) -> None:
    check(to_mathml(expression))


@settings(max_examples=60, deadline=None)
@given(statements())
def test_every_statement_too(statement: Expression) -> None:
    check(to_mathml(statement))


def test_the_check_can_fail() -> None:
    with pytest.raises(AssertionError):
        check("<math><mfrac><mi>a</mi></mfrac></math>")
    with pytest.raises(AssertionError):
        check("<math><script/></math>")


def test_a_formula_that_grows_beyond_all_is_refused() -> None:
    node: Expression = Name("x")
    for _ in range(60):
        node = Apply("+", (node, node))
    with pytest.raises(LimitExceeded):
        to_mathml(node)


def test_signs_that_mean_something_to_a_browser_are_escaped() -> None:
    assert "<mo>&lt;</mo>" in to_mathml(parse("x < y", WIDE).expression)


def test_the_word_before_a_condition_keeps_its_distance() -> None:
    # A space at the end of a text is not shown; one that does not break is.
    shown = to_mathml(parse("where(x > 0, 1, 0)", WIDE).expression)
    assert "if&#160;" in shown or "if\N{NO-BREAK SPACE}" in shown
