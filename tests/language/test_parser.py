"""What texts mean. What cannot be read is in `test_unreadable_texts`."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings

from tests.language.written import SCOPE, expressions
from verifier.language.expressions import (
    ONE,
    TWO,
    ZERO,
    Apply,
    Binder,
    Call,
    Constant,
    Derivative,
    Entry,
    Expression,
    Limit,
    Name,
    Number,
    children,
    free_names,
)
from verifier.language.parser import MAX_NESTING, parse
from verifier.language.printer import to_text
from verifier.language.problems import Malformed
from verifier.language.reading import PlaceTree
from verifier.language.scope import Entry as Declared
from verifier.language.scope import Kind, Scope
from verifier.language.source import Place, Text

LETTERS = Scope(
    {
        **{name: Declared(Kind.SYMBOL) for name in "abcdxyz"},
        **{name: Declared(Kind.SYMBOL, rank=2) for name in "XW"},
        "n": Declared(Kind.SIZE, integer=True),
        "p": Declared(Kind.DEFINITION),
        "f": Declared(Kind.OPAQUE, arity=1),
        "g": Declared(Kind.FUNCTION, arity=2),
    }
)
A, B, C, D, X, Y = map(Name, "abcdxy")
OO = Constant("oo")


def plus(*terms: Expression) -> Expression:
    return Apply("+", terms)


def times(*factors: Expression) -> Expression:
    return Apply("*", factors)


def over(left: Expression, right: Expression) -> Expression:
    return Apply("/", (left, right))


def neg(part: Expression) -> Expression:
    return Apply("neg", (part,))


def power(base: Expression, exponent: Expression) -> Expression:
    return Apply("^", (base, exponent))


def apply(head: str, *args: Expression) -> Expression:
    return Apply(head, args)


def meaning(text: str) -> Expression:
    return parse(text, LETTERS).expression


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a + b + c", plus(A, B, C)),
        ("a - b + c", plus(A, neg(B), C)),
        ("a - (b + c)", plus(A, neg(plus(B, C)))),
        ("(a + b) + c", plus(plus(A, B), C)),
        ("a*b*c", times(A, B, C)),
        ("a*(b*c)", times(A, times(B, C))),
        ("a/b*c", times(over(A, B), C)),
        ("a*b/c", over(times(A, B), C)),
        ("a/b/c", over(over(A, B), C)),
        ("a + b*c", plus(A, times(B, C))),
        ("-x^2", neg(power(X, TWO))),
        ("-x*y", times(neg(X), Y)),
        ("2^-x", power(TWO, neg(X))),
        ("2^-x^2", power(TWO, neg(power(X, TWO)))),
        ("a^b^c", power(A, power(B, C))),
        ("(a^b)^c", power(power(A, B), C)),
        ("a**b", power(A, B)),
        ("a - -b", plus(A, neg(neg(B)))),
        ("a * -b", times(A, neg(B))),
        ("+a", A),
        ("((a))", A),
        ("a + -b*c", plus(A, times(neg(B), C))),
        ("a ± b", plus(A, apply("±", B))),
        ("±a/b", over(apply("±", A), B)),
        ("a ∓ b", plus(A, apply("∓", B))),
        ("X @ W @ X", apply("@", apply("@", Name("X"), Name("W")), Name("X"))),
    ],
)
def test_operators_bind_as_in_python(text: str, expected: Expression) -> None:
    assert meaning(text) is expected


def test_nothing_is_simplified() -> None:
    assert meaning("x/x") is over(X, X)
    assert meaning("0*x + 1") is plus(times(ZERO, X), ONE)


@pytest.mark.parametrize(
    ("text", "value"),
    [("0.1", Fraction(1, 10)), ("1e-3", Fraction(1, 1000)), (".25", Fraction(1, 4)), ("7", 7)],
)
def test_numbers_are_exact(text: str, value: Fraction) -> None:
    assert meaning(text) is Number(value)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("a·b − c×d", "a*b - c*d"),
        ("x²", "x^2"),
        ("-x²", "-x^2"),
        ("x⁻¹⁰", "x^-10"),
        ("xⁿ", "x^n"),
        ("√x + √(x + 1)", "sqrt(x) + sqrt(x + 1)"),
        ("∛x", "cbrt(x)"),
        ("√f(x)", "sqrt(f(x))"),
        ("|x| + |y*|a||", "abs(x) + abs(y*abs(a))"),
        ("||x||", "abs(abs(x))"),
        ("2*π", "2*pi"),
        ("Xᵀ", "X.T"),
        ("(x ≤ y)", "(x <= y)"),
        ("(x ≠ y)", "(x != y)"),
        ("f′(x)", "f'(x)"),
        ("ln(x)", "log(x)"),
        ("np.exp(x)", "exp(x)"),
        ("numpy.exp(x)", "exp(x)"),
        ("np.dot(X, W.T)", "dot(X, W.T)"),
        ("np.maximum(x, y)", "max(x, y)"),
        ("np.where(x > 0, x, 0)", "where(x > 0, x, 0)"),
        ("np.pi*np.e", "pi*e"),
        ("np.power(x, 2)", "x^2"),
        ("np.sum(X, axis=0)", "sum(X, axis=0)"),
        ("np.sum(X, 0)", "sum(X, axis=0)"),
        ("np.max(X)", "max(X)"),
        ("np.linalg.inv(X)", "inv(X)"),
        ("np.ones((n, n))", "ones(n, n)"),
        ("arcsin(x)", "asin(x)"),
    ],
)
def test_other_spellings_mean_the_same(text: str, plain: str) -> None:
    assert meaning(text) is meaning(plain)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("f(x)", Call("f", (X,), (0,))),
        ("f''(x)", Call("f", (X,), (2,))),
        ("g(x, y)", Call("g", (X, Y), (0, 0))),
        ("log(x, 2)", apply("logbase", X, TWO)),
        ("max(a, b, c)", apply("max", A, B, C)),
        ("max(X)", apply("amax", Name("X"))),
        ("max(X, axis=1)", apply("amax", Name("X"), ONE)),
        ("sum(X)", apply("sum", Name("X"))),
        ("mean(X, axis=-1, keepdims=True)", apply("mean", Name("X"), neg(ONE), ONE)),
        ("mean(X, axis=0, keepdims=False)", apply("mean", Name("X"), ZERO)),
        ("mean(X, axis=None)", apply("mean", Name("X"))),
        ("ones((a))", apply("ones", A)),
        ("where(x > 0, x, 0)", apply("where", apply(">", X, ZERO), X, ZERO)),
        ("(a == b)", apply("==", A, B)),
        ("a > b", apply(">", A, B)),
        ("X.T", apply("transpose", Name("X"))),
    ],
)
def test_functions_have_one_canonical_head(text: str, expected: Expression) -> None:
    assert meaning(text) is expected


K = Name("k")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sum(k^2, k=1..n)", Binder("sum", power(K, TWO), "k", ONE, Name("n"))),
        ("prod(k, k=1..n)", Binder("prod", K, "k", ONE, Name("n"))),
        ("sum(k, k=-oo..oo)", Binder("sum", K, "k", neg(OO), OO)),
        ("sum(X[k, 1], k)", Binder("sum", Entry(Name("X"), (K, ONE)), "k", None, None)),
        ("integrate(k, k=0..1)", Binder("integrate", K, "k", ZERO, ONE)),
        ("integrate(f(x), x)", Binder("integrate", Call("f", (X,), (0,)), "x", None, None)),
        ("limit(1/k, k=0)", Limit(over(ONE, K), "k", ZERO, "")),
        ("limit(1/k, k=0+)", Limit(over(ONE, K), "k", ZERO, "+")),
        ("limit(1/k, k=a - b-)", Limit(over(ONE, K), "k", plus(A, neg(B)), "-")),
        ("limit(1/k, k=-oo)", Limit(over(ONE, K), "k", neg(OO), "")),
        ("limit(1/k, k=np.inf)", Limit(over(ONE, K), "k", OO, "")),
        ("diff(x*p, p)", Derivative("diff", times(X, Name("p")), ("p",))),
        ("diff(x*y, x, y)", Derivative("diff", times(X, Y), ("x", "y"))),
        ("grad(sum(X), X)", Derivative("grad", apply("sum", Name("X")), ("X",))),
        ("jacobian(f(x), x)", Derivative("jacobian", Call("f", (X,), (0,)), ("x",))),
        (
            "integrate(diff(f(k), k), k=0..1)",
            Binder("integrate", Derivative("diff", Call("f", (K,), (0,)), ("k",)), "k", ZERO, ONE),
        ),
    ],
)
def test_binders_and_derivatives(text: str, expected: Expression) -> None:
    assert meaning(text) is expected


def test_two_sums_side_by_side_may_share_their_variable() -> None:
    one = Binder("sum", K, "k", ONE, TWO)
    assert meaning("sum(k, k=1..2)*sum(k, k=1..2)") is times(one, one)


def test_a_bound_variable_is_out_of_sight_in_its_own_bounds() -> None:
    with pytest.raises(Malformed, match="`k` is not declared"):
        meaning("sum(k, k=1..k)")


def test_the_imaginary_unit_is_an_index_where_it_is_bound() -> None:
    i = Name("i")
    assert meaning("i*x") is times(Constant("i"), X)
    assert meaning("sum(i, i=1..n)") is Binder("sum", i, "i", ONE, Name("n"))
    assert meaning("i*sum(i, i=1..n)") is times(
        Constant("i"), Binder("sum", i, "i", ONE, Name("n"))
    )


def test_an_unbound_subscript_stands_for_every_index() -> None:
    parsed = parse("X[i, j]*(i == j)", LETTERS)
    i, j = Name("i"), Name("j")
    assert parsed.expression is times(Entry(Name("X"), (i, j)), apply("==", i, j))
    assert parsed.indices == {"j"}  # and i, which the delta made a name of the scope


def test_an_authors_name_hides_a_constant_or_a_function() -> None:
    scope = LETTERS.with_names(
        {"e": Declared(Kind.SYMBOL), "softplus": Declared(Kind.FUNCTION, arity=1)}
    )
    assert parse("e", scope).expression is Name("e")
    assert parse("softplus(x)", scope).expression is Call("softplus", (X,), (0,))
    assert meaning("e") is Constant("e")
    assert meaning("softplus(x)") is apply("softplus", X)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x = 1", apply("=", X, ONE)),
        ("x == 1", apply("=", X, ONE)),
        ("x != 1", apply("!=", X, ONE)),
        ("0 < x < 1", apply("and", apply("<", ZERO, X), apply("<", X, ONE))),
        ("a = b = c", apply("and", apply("=", A, B), apply("=", B, C))),
        ("x = 1 or x = 2", apply("or", apply("=", X, ONE), apply("=", X, TWO))),
        (
            "(x = 1 and y > 0) or false",
            apply("or", apply("and", apply("=", X, ONE), apply(">", Y, ZERO)), Constant("false")),
        ),
        ("not x = 1", apply("not", apply("=", X, ONE))),
        ("x = 1 ∧ ¬(y = 2)", apply("and", apply("=", X, ONE), apply("not", apply("=", Y, TWO)))),
        ("x = ±a", apply("=", X, apply("±", A))),
        ("(x > 0)*y = 1", apply("=", times(apply(">", X, ZERO), Y), ONE)),
        ("true", Constant("true")),
    ],
)
def test_statements(text: str, expected: Expression) -> None:
    assert parse(text, LETTERS, statement=True).expression is expected


def _check_places(node: Expression, place: PlaceTree, text: str) -> None:
    """Every part, read by itself from its place in the text, is that part."""
    for part, at in zip(children(node), place.children, strict=True):
        _check_places(part, at, text)
    written = text[place.start : place.end]
    if written not in ("True", "oo", "-oo"):
        names = free_names(node) - SCOPE.entries.keys()
        indices = {name: Declared(Kind.INDEX, integer=True) for name in names & {"j", "k"}}
        bound = {name: Declared(Kind.SYMBOL) for name in names - indices.keys()}
        assert parse(written, SCOPE.with_names(bound | indices)).expression is node


@settings(max_examples=150, deadline=None)
@given(expressions())
def test_every_part_is_found_at_its_place(expression: Expression) -> None:
    text = to_text(expression)
    parsed = parse(text, SCOPE)
    _check_places(parsed.expression, parsed.places, text)


def test_the_place_of_a_group_is_what_stands_inside_it() -> None:
    places = parse("(a + b)*c", LETTERS).places
    assert (places.start, places.end) == (0, 9)
    assert [(part.start, part.end) for part in places.children] == [(1, 6), (8, 9)]


def test_declared_names_are_listed_where_they_stand() -> None:
    text = Text("diff(p, x)\n+ f(y)ⁿ", ((0, Place(4, 7)), (11, Place(5, 9))))
    found = [(n.name, n.place, n.length) for n in parse(text, LETTERS).names]
    assert found == [
        ("p", Place(4, 12), 1),
        ("x", Place(4, 15), 1),
        ("f", Place(5, 11), 1),
        ("y", Place(5, 13), 1),
        ("n", Place(5, 15), 1),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "(" * MAX_NESTING + "x" + ")" * MAX_NESTING,
        "-" * (MAX_NESTING - 1) + "x",
        "exp(" * 70 + "x" + ")" * 70,
        "1/(1 + " * 45 + "x" + ")" * 45,
    ],
)
def test_what_is_nested_within_the_limit_is_read(text: str) -> None:
    parse(text, LETTERS)


def test_a_long_sum_is_one_flat_node() -> None:
    node = meaning(" + ".join(["x"] * 10_000))
    assert node is plus(*[X] * 10_000)
