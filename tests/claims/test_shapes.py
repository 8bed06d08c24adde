"""NumPy's shapes, on letters. (`tests/translate/test_to_numpy.py` compares them with NumPy.)"""

from __future__ import annotations

import pytest

from tests.claims.arrays import CONTEXT, SHAPES, defining, read, valued
from verifier.claims.claim import Bound, Context, Definition, Domain
from verifier.claims.shape_errors import ShapeError, shape_text
from verifier.claims.shapes import MAX_CALLS, Shapes
from verifier.language.expressions import ONE, Name


def shape(text: str, context: Context = CONTEXT) -> str:
    return shape_text(Shapes(context).check(read(text, context)))


def error(text: str, context: Context = CONTEXT) -> ShapeError:
    with pytest.raises(ShapeError) as caught:
        Shapes(context).check(read(text, context))
    assert caught.value.message
    assert caught.value.hint
    return caught.value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("s", "a number"),
        ("n", "a number"),
        ("X", "(n, d)"),
        ("X + Y*s - 1/X", "(n, d)"),
        ("X + c", "(n, d)"),
        ("X + R", "(n, d)"),
        ("R + R", "(1, d)"),
        ("c + X", "(n, d)"),
        ("R + x", None),
        ("X @ V", "(n, h)"),
        ("X @ V + b", "(n, h)"),
        ("X @ c", "(n,)"),
        ("x @ X", "(d,)"),
        ("x @ u", "a number"),
        ("T @ V", "(k, n, h)"),
        ("T @ T", None),
        ("x.T @ A @ x", "a number"),
        ("T.T", "(d, n, k)"),
        ("np.dot(X.T, dZ)", "(d, h)"),
        ("outer(x, c)", "(n, d)"),
        ("kron(X, V)", "(n*d, d*h)"),
        ("kron(L, L)", "(4, 9)"),
        ("kron(x, c)", "(n*d,)"),
        ("vec(X)", "(d*n,)"),
        ("diag(x)", "(n, n)"),
        ("diag(A)", "(n,)"),
        ("tr(A) + det(A)", "a number"),
        ("inv(A) @ x", "(n,)"),
        ("inv(X.T @ X)", "(d, d)"),
        ("eye(n)", "(n, n)"),
        ("eye(2 + 1)", "(3, 3)"),
        ("ones(n)", "(n,)"),
        ("ones(1)", "(1,)"),
        ("zeros((n, 2*d))", "(n, 2*d)"),
        ("sum(X)", "a number"),
        ("sum(X, axis=0)", "(d,)"),
        ("sum(X, axis=-1)", "(n,)"),
        ("mean(T, axis=1)", "(k, d)"),
        ("max(X, axis=1, keepdims=True)", "(n, 1)"),
        ("X/norm(X, axis=1, keepdims=True)", "(n, d)"),
        ("norm(X)", "a number"),
        ("logsumexp(X, axis=1)", "(n,)"),
        ("softmax(x)", "(n,)"),
        ("softmax(X, axis=1)", "(n, d)"),
        ("where(X > 0, X, c)", "(n, d)"),
        ("maximum(X, 0)", "(n, d)"),
        ("relu(X)*(X > 0)", "(n, d)"),
        ("grad(sum(X @ V), V)", "(d, h)"),
        ("grad(s^2, s)", "a number"),
        ("jacobian(X @ V, V)", "(n, h, d, h)"),
        ("jacobian(s*x, s)", "(n,)"),
        ("diff(s*X, s, s)", "(n, d)"),
        ("X[1, 1]", "a number"),
        ("(X @ V)[1, 1]", "a number"),
        ("L[2, 3]", "a number"),
        ("x[n]", "a number"),
        ("sum(X[i, j]*Y[i, j], i)*0 + X[1, j]", "a number"),
        ("sum(x[j]*X, j)", "(n, d)"),
        ("sum(j*X, j=1..3)", "(n, d)"),
        ("integrate(t*s, t=0..1)", "a number"),
    ],
)
def test_an_expression_has_the_shape_numpy_gives_it(text: str, expected: str | None) -> None:
    if expected is None:
        error(text)
    else:
        assert shape_text(SHAPES.of(read(text))) == expected


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        (
            "X @ W",
            "`X` is (n, d) and `W` is (h, d): the columns of X and the rows of W do not meet",
            "write `X @ W.T`",
        ),
        (
            "X @ dZ",
            "`X` is (n, d) and `dZ` is (n, h): the columns of X and the rows of dZ do not meet",
            "write `X.T @ dZ`",
        ),
        (
            "V @ X",
            "`V` is (d, h) and `X` is (n, d): the columns of V and the rows of X do not meet",
            "write `X @ V`",
        ),
        (
            "X @ x",
            "`X` is (n, d) and `x` is (n,): the columns of X and the entries of x do not meet",
            "write `X.T @ x`",
        ),
        (
            "x @ c",
            "`x` is (n,) and `c` is (d,): the entries of x and the entries of c do not meet",
            "their sizes must be equal",
        ),
        (
            "u @ u.T",
            "`u` is a vector, so that its transpose is itself and not a row",
            "write `outer(u, u)` for the matrix",
        ),
        ("s @ A", "a matrix product is of arrays, and `s` is a number", "write `s*A`"),
        (
            "X + X.T",
            (
                "`X` is (n, d) and `X.T` is (d, n): entry by entry d and n do not meet along the"
                " columns"
            ),
            "write `X`",
        ),
        (
            "X/sum(X, axis=1)",
            (
                "`X` is (n, d) and `sum(X, axis=1)` is (n,): entry by entry d and n do not"
                " meet along the columns"
            ),
            "write `sum(X, axis=1, keepdims=True)`",
        ),
        (
            "X - mean(X, axis=1)",
            (
                "`X` is (n, d) and `mean(X, axis=1)` is (n,): entry by entry d and n do not"
                " meet along the columns"
            ),
            "write `mean(X, axis=1, keepdims=True)`",
        ),
        (
            "X + x",
            "`X` is (n, d) and `x` is (n,): entry by entry d and n do not meet along the columns",
            "for a column, write `outer(x, ones(d))`",
        ),
        (
            "X*V",
            "`X` is (n, d) and `V` is (d, h): entry by entry d and h do not meet along the columns",
            "for the matrix product, write `X @ V`",
        ),
        ("sum(X, axis=2)", "there is no axis 2: `X` is (n, d)", "its axes are 0 to 1"),
        ("sum(x, axis=-2)", "there is no axis -2: `x` is (n,)", "its only axis is 0"),
        ("sum(s, axis=0)", "there is no axis 0: `s` is a number", "a number has no axis"),
        (
            "inv(X)",
            "only a square matrix has an inverse, and `X` is (n, d)",
            "is the product with its transpose meant? write `inv(X.T @ X)`",
        ),
        (
            "det(x)",
            "only a square matrix has a determinant, and `x` is (n,)",
            "declare its shape, such as `real[n, n]`",
        ),
        (
            "softmax(X)",
            "`softmax` needs its axis: `X` is (n, d)",
            "write `softmax(X, axis=1)` to make each row sum to 1",
        ),
        (
            "grad(X, X)",
            "`grad` is of a number, and `X` is (n, d)",
            "sum it, or write `jacobian(…, X)`",
        ),
        ("diff(sum(X), X)", "`diff` is by a number, and `X` is (n, d)", "write `grad(…, X)`"),
    ],
)
def test_a_shape_error_names_both_shapes_and_the_remedy(text: str, message: str, hint: str) -> None:
    found = error(text)
    assert (found.message, found.hint) == (message, hint)


@pytest.mark.parametrize(
    "text",
    [
        "X + W",
        "T @ X.T @ X.T",
        "outer(X, x)",
        "kron(X, x)",
        "vec(x)",
        "diag(X)",
        "tr(T)",
        "eye(n - 1)",
        "ones((n, s))",
        "dot(T, X)",
        "dot(s, X)",
        "softmax(s)",
        "softmax(T)",
        "integrate(t*X, t=0..1)",
        "limit(t*X, t=0)",
        "sum(X, j=1..3) + sum(W, j=1..3)",
        "sum(s, j=1..x)",
        "sum(X, j)",
        "x[X]",
        "s[1]",
        "X[1]",
        "x[1, 1]",
    ],
)
def test_what_has_no_shape_is_an_error(text: str) -> None:
    error(text)


def test_a_size_never_stretches_even_where_it_may_be_one() -> None:
    error("x + c")
    error("ones((n, d)) + ones((1, h))")
    assert shape("ones((n, d)) + ones((1, d))") == "(n, d)"


def test_an_unreadably_long_part_is_not_quoted() -> None:
    long = " + ".join(["X"] * 40)
    found = error(f"({long}) @ W")
    assert found.message == (
        "this part is (n, d) and `W` is (h, d): the columns of the left factor and the rows of W"
        " do not meet"
    ).replace("this part", "the left factor")
    assert found.hint == "their sizes must be equal"


# Names.


def test_a_definition_has_the_shape_of_its_body() -> None:
    context = defining(("Z", "X @ V", (), ()), ("Q", "2*Z", (), ()))
    assert shape("grad(sum(Q), Z)", context) == "(n, h)"


def test_a_mistake_in_a_definition_is_about_the_definition() -> None:
    context = defining(("Z", "X @ W", (), ()), ("Q", "2*Z", (), ()))
    assert error("Q + 1", context).about == "Z"
    with pytest.raises(ShapeError) as caught:
        Shapes(context).check_definition(context.definitions["Z"])
    assert caught.value.about == ""


def test_a_function_has_the_shape_of_its_body_at_the_call() -> None:
    context = defining(("f", "1/(1 + exp(-t))", ("t",), ()), ("q", "t @ A @ t", ("t",), ()))
    assert shape("f(X)", context) == "(n, d)"
    assert shape("q(x)", context) == "a number"
    assert error("q(c)", context).node is read("q(c)", context)
    assert shape("f'(X)", context) == "(n, d)"
    error("q'(x)", context)


def test_any_function_is_of_numbers_and_taken_entry_by_entry() -> None:
    context = defining(("one", "1", (), ()))
    assert shape("g(X) + g'(X)", context) == "(n, d)"
    vector = Context(symbols=CONTEXT.symbols, opaque={"g": (1, Domain(shape=(Name("n"),)))})
    assert shape("g(s)", vector) == "(n,)"
    error("g(x)", vector)


def test_a_definition_by_entries_has_the_sizes_of_its_letters() -> None:
    context = defining(("J", "x[i]*c[j]", (), ("i", "j")), ("K", "c[j]*x[i]", (), ("j", "i")))
    assert shape("J + K.T", context) == "(n, d)"
    assert shape("J @ K", context) == "(n, n)"


@pytest.mark.parametrize("body", ["x[i]", "x[i]*X", "x[i]/(i + j)", "x[i + j]*x[i]*c[j]"])
def test_a_definition_by_entries_needs_sizes_and_numbers(body: str) -> None:
    context = defining(("J", body, (), ("i", "j")))
    with pytest.raises(ShapeError):
        Shapes(context).check_definition(context.definitions["J"])


def test_a_definition_has_no_free_subscript_and_a_function_none_at_all() -> None:
    for definition in (("p", "x[i]", (), ()), ("f", "x[t]", ("t",), ())):
        context = defining(definition)
        with pytest.raises(ShapeError):
            Shapes(context).check_definition(context.definitions[definition[0]])


def test_the_ends_of_a_claimed_range_are_numbers() -> None:
    for end, fits in ((ONE, True), (Name("x"), False)):
        claimed = Domain(lower=Bound(end, open=False))
        definition = Definition("Z", read("X"), (), claimed)
        shapes = Shapes(Context(symbols=CONTEXT.symbols, definitions={"Z": definition}))
        if fits:
            shapes.check_definition(definition)
        else:
            with pytest.raises(ShapeError):
                shapes.check_definition(definition)


def test_an_earlier_derivation_has_the_shape_of_its_start() -> None:
    assert shape("dW + V", valued("dW", "grad(sum(X @ V), V)")) == "(d, h)"


def test_an_earlier_derivation_about_entries_is_no_value() -> None:
    assert error("2*a", valued("a", "x[i]")).about == "a"


def test_functions_that_call_each_other_too_deeply_are_given_up() -> None:
    chain = [("f0", "t", ("t",), ())]
    chain += [(f"f{i}", f"f{i - 1}(t) + 1", ("t",), ()) for i in range(1, MAX_CALLS + 5)]
    context = defining(*chain)
    assert "one inside another" in error(f"f{MAX_CALLS + 4}(x)", context).message


def test_functions_that_call_others_twice_cost_no_more_than_their_text() -> None:
    chain = [("f0", "t", ("t",), ())]
    chain += [(f"f{i}", f"f{i - 1}(t) + f{i - 1}(2*t)", ("t",), ()) for i in range(1, 50)]
    assert shape("f49(x)", defining(*chain)) == "(n,)"


# Lines.


@pytest.mark.parametrize(
    ("left", "right"),
    [("X", "X*1"), ("X", "1"), ("s", "X"), ("V.T @ V", "eye(h)"), ("A[i, j]", "A.T[j, i]")],
)
def test_sides_of_one_shape_or_a_number_fit(left: str, right: str) -> None:
    SHAPES.check_relation(read(left), "=", read(right))


@pytest.mark.parametrize(
    ("left", "right", "hint"),
    [
        ("V", "dZ.T @ X", "write `X.T @ dZ`"),
        ("X", "X.T", "write `X`"),
        ("X", "exp(X.T)", "write `exp(X.T).T`"),
        ("c", "2*mean(X, axis=1)", "write `2*mean(X, axis=0)`"),
        ("c", "sum(exp(X)*X, axis=-1)", "write `sum(exp(X)*X, axis=0)`"),
        (
            "X",
            "W",
            "both sides have the same shape, or one is a number that stands for every entry",
        ),
        (
            "X",
            "c",
            "both sides have the same shape, or one is a number that stands for every entry",
        ),
    ],
)
def test_sides_of_different_shapes_do_not_fit(left: str, right: str, hint: str) -> None:
    with pytest.raises(ShapeError) as caught:
        SHAPES.check_relation(read(left), "=", read(right))
    assert caught.value.hint == hint
    assert caught.value.node is read(right)


def test_a_row_does_not_stand_for_every_row() -> None:
    for right in ("R", "c"):
        with pytest.raises(ShapeError):
            SHAPES.check_relation(read("X"), "=", read(right))


def test_entries_are_compared_with_numbers_only() -> None:
    with pytest.raises(ShapeError):
        SHAPES.check_relation(read("x[j]"), "=", read("x"))
    with pytest.raises(ShapeError):
        SHAPES.check_relation(read("x[j]*x"), "=", read("1"))


def test_that_arrays_differ_is_ambiguous() -> None:
    for left, right in (("X", "Y"), ("s", "X")):
        with pytest.raises(ShapeError):
            SHAPES.check_relation(read(left), "!=", read(right))
    SHAPES.check_relation(read("X[i, j]"), "!=", read("0"))
