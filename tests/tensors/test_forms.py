"""Signs by form: they agree with the signs of values, and say only what is certain."""

from __future__ import annotations

import pytest

from verifier.algebra.literals import ANY, NEG, NIL, NONNEG, NONZERO, POS, Literal
from verifier.language.expressions import ONE, ZERO, Apply, Binder, Expression, Name, Number
from verifier.language.parser import parse
from verifier.language.scope import Entry, Kind, Scope
from verifier.tensors.forms import Form, consequences

SCOPE = Scope({name: Entry(Kind.SYMBOL, integer=name in "kn") for name in "pukxyvn"})


def read(text: str) -> Expression:
    return parse(text, SCOPE).expression


def sign(text: str, known: dict[str, int] | None = None, *, filled: bool = True) -> int:
    def of(node: Expression) -> int:
        return (known or {}).get(node.name, ANY) if isinstance(node, Name) else ANY

    return Form(of, lambda ends: filled).sign_of(read(text))  # noqa: ARG005


def of_anything(node: Expression) -> int:
    """Whatever the letters are."""
    return Form(lambda node: ANY, lambda ends: True).sign_of(node)  # noqa: ARG005


@pytest.mark.parametrize(
    ("text", "mask"),
    [
        ("x^2", NONNEG),
        ("x^2 + 1", POS),
        ("-x^2 - 1", NEG),
        ("x^3", ANY),
        ("x^2*y^2", NONNEG),
        ("x^2 - 1", ANY),
        ("1/(1 + exp(-x))", POS),
        ("(x^2 + 1)^0.5", POS),
        ("x^0.5", NONNEG),
        ("1/x^2", POS),
        ("sum((x - i)^2, i=1..n) + 1", POS),
        ("x*y", ANY),
        ("x*x", NONNEG),
        ("x*y*x", ANY),
        ("x*y*x*y", NONNEG),
        ("sum(x*i*x*i, i=1..n) + 1", POS),
    ],
)
def test_the_sign_of_a_form_holds_for_all_letters(text: str, mask: int) -> None:
    assert of_anything(read(text)) == mask


def test_what_is_known_of_letters_is_used() -> None:
    known = {"p": POS, "u": NONZERO}
    assert sign("p*u^2", known) == POS
    assert sign("p + u^2", known) == POS
    assert sign("p*u", known) == NONZERO
    assert sign("-p/u^2", known) == NEG


def test_a_sum_that_may_be_empty_may_be_zero() -> None:
    assert sign("sum(exp(i), i=1..n)") == POS
    assert sign("sum(exp(i), i=1..n)", filled=False) == NONNEG
    assert sign("prod(exp(i), i=1..n)", filled=False) == POS


def test_terms_that_are_not_zero_may_cancel() -> None:
    assert sign("sum(u*i^0, i=1..n)", {"u": NONZERO}) == ANY
    assert sign("u + v", {"u": NONZERO, "v": NONZERO}) == ANY


def test_the_size_of_a_number_that_is_not_zero_is_positive() -> None:
    u = Name("u")
    above, below = Apply(">", (u, ZERO)), Apply(">", (Apply("neg", (u,)), ZERO))
    size = Apply("*", (u, Apply("+", (above, Apply("neg", (below,))))))
    assert Form(lambda node: NONZERO if node is u else ANY, lambda ends: True).sign_of(size) == POS  # noqa: ARG005
    assert of_anything(size) == NONNEG
    other = Apply("*", (Name("v"), Apply("+", (above, Apply("neg", (below,))))))
    assert of_anything(other) == ANY


def test_what_of_a_number_lies_above_zero_is_not_negative() -> None:
    u, v = Name("u"), Name("v")
    above = Apply(">", (u, ZERO))
    assert of_anything(Apply("*", (u, above))) == NONNEG
    assert Form(lambda node: POS, lambda ends: True).sign_of(Apply("*", (u, above))) == POS  # noqa: ARG005
    assert of_anything(Apply("*", (v, above))) == ANY


def test_a_root_that_is_positive_has_a_positive_base() -> None:
    base = Binder("sum", read("k^2"), "k", ONE, Name("n"))
    root = Apply("^", (base, Number(ONE.value / 2)))
    assert (base, POS) in list(consequences(Literal(root, POS, root)))
    assert list(consequences(Literal(root, NONNEG, root))) == []


def test_a_product_that_is_not_zero_has_no_zero_factor() -> None:
    node = read("x*y")
    assert set(consequences(Literal(node, POS, node))) == {
        (Name("x"), NONZERO),
        (Name("y"), NONZERO),
    }
    assert list(consequences(Literal(node, NIL, node))) == []
