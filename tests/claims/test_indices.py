from __future__ import annotations

import pytest

from tests.claims.arrays import CONTEXT, DOMAINS, SHAPES, read
from verifier.claims.claim import Bound, Context, Domain, Field
from verifier.claims.shape_errors import ShapeError
from verifier.claims.shapes import Shapes
from verifier.language.expressions import ONE, Name

N, D = Name("n"), Name("d")


def test_a_letter_goes_through_the_axis_where_it_stands_alone() -> None:
    assert SHAPES.index_sizes(read("X[a, b1]*sum(x[j], j)")) == {"a": N, "b1": D}
    assert SHAPES.index_size(read("X[a, j]*X[a, l]"), "j") is D


def test_a_letter_keeps_its_size_inside_products_and_derivatives() -> None:
    node = read("grad(sum(X @ V), V)[a, b1]")
    assert SHAPES.index_sizes(node) == {"a": D, "b1": Name("h")}


@pytest.mark.parametrize(
    "text",
    [
        "sum(x[j], j)",
        "sum(x[j], j=1..n)",
        "sum(x[j] - x[j-1], j=2..n)",
        "sum(x[j+1] - x[j], j=1..n-1)",
        "sum(x[n + 1 - j], j=1..n)",
        "sum(sum(A[j, l], l=j+1..n), j=1..n)",
        "sum(sum(A[j, l], l=1..j), j=1..n)",
        "x[j]*x[n + 1 - j]",
        "x[1]*x[n]",
        "vec(X)[(l - 1)*n + j]*X[j, l]",
        "kron(A, X)[(j - 1)*n + a, (l - 1)*d + e1]*A[j, l]*X[a, e1]",
        "sum(sum(vec(X)[(l - 1)*n + j], j=1..n), l=1..d)",
        "(j == l)*x[j]*x[l]",
    ],
)
def test_an_entry_that_exists_is_accepted(text: str) -> None:
    SHAPES.check(read(text))


@pytest.mark.parametrize(
    "text",
    [
        "sum(x[j] - x[j-1], j=1..n)",
        "sum(x[j+1], j=1..n)",
        "sum(x[j], j=0..n)",
        "sum(x[j], j=1..d)",
        "sum(x[2*j], j=1..n)",
        "x[0]",
        "x[-1]",
        "x[2]",
        "x[n + 1]",
        "x[d]",
        "x[n - 1]",
        "x[1/2]",
        "x[n/2]",
        "x[(n + 1)/2]",
        "x[s]",
        "x[j^2]*x[j]",
        "x[j - 1]*x[j]",
        "x[j]*x[j + l]",
        "x[floor(j)]*x[j]",
        "X[j, j]",
        "X[a, j]*X[j, a]",
        "sum(A[j, l], l=j+1..n)*x[j]*c[j]",
        "sum(sum(A[j, l], l=j-1..n), j=1..n)",
        "vec(X)[(l - 1)*d + j]*X[j, l]",
        "L[3, 1]",
        "sum(x[j], j=1..oo)",
    ],
)
def test_an_entry_that_may_not_exist_is_an_error(text: str) -> None:
    with pytest.raises(ShapeError) as caught:
        SHAPES.check(read(text))
    assert caught.value.hint


def test_a_letter_may_be_bound_in_one_place_and_stand_for_every_index_in_another() -> None:
    assert SHAPES.index_sizes(read("x[j]*sum(c[l], l)")) == {"j": N}


def test_a_whole_numbered_symbol_is_a_subscript_within_its_range() -> None:
    def context(upper: Name | None) -> Context:
        end = None if upper is None else Bound(upper, open=False)
        domain = Domain(Field.INTEGER, lower=Bound(ONE, open=False), upper=end)
        return Context(symbols={**DOMAINS, "p": domain})

    node = read("x[p]", context(N))
    Shapes(context(N)).check(node)
    Shapes(context(N)).check(read("sum(x[j], j=1..p)", context(N)))
    for upper in (D, None):
        with pytest.raises(ShapeError):
            Shapes(context(upper)).check(node)


def test_a_letter_is_settled_by_either_side_of_a_line() -> None:
    SHAPES.check_relation(read("vec(X)[(l - 1)*n + j]"), "=", read("X[j, l]"))
    with pytest.raises(ShapeError):
        SHAPES.check_relation(read("A[j, l]"), "=", read("X[j, l]"))


def test_names_of_a_context_are_no_letters() -> None:
    assert Shapes(CONTEXT).index_sizes(read("x[n] + x[1]")) == {}
