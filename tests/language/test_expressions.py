from __future__ import annotations

import copy
import gc
import pickle
from fractions import Fraction

import pytest
from hypothesis import given, settings

from tests.language.written import SCOPE, expressions
from verifier.language import expressions as nodes
from verifier.language.expressions import (
    ONE,
    Apply,
    Binder,
    Derivative,
    Expression,
    Limit,
    Name,
    Number,
    children,
    free_names,
    fresh_name,
    rebuild,
    subexpressions,
    substitute,
    transform,
)
from verifier.language.parser import parse
from verifier.language.printer import to_text

X, Y, T = Name("x"), Name("y"), Name("t")


def _read(text: str) -> Expression:
    return parse(text, SCOPE).expression


def test_equal_nodes_are_the_same_object() -> None:
    assert Apply("+", (X, ONE)) is Apply("+", (Name("x"), Number(Fraction(2, 2))))
    assert Apply("+", (X, ONE)) is not Apply("+", (ONE, X))


def test_nodes_cannot_be_changed() -> None:
    with pytest.raises(AttributeError, match="immutable"):
        X.name = "y"
    with pytest.raises(AttributeError, match="immutable"):
        del X.name


def test_a_node_that_nobody_needs_is_forgotten() -> None:
    node = Apply("+", (Name("only_here"), ONE))
    key = (Apply, "+", node.args)
    assert key in nodes._interned
    del node, key
    gc.collect()
    assert not any("only_here" in map(str, key) for key in nodes._interned)


@settings(max_examples=60, deadline=None)
@given(expressions())
def test_a_copied_or_pickled_node_is_the_node(expression: Expression) -> None:
    assert pickle.loads(pickle.dumps(expression)) is expression  # noqa: S301 - our own bytes
    assert copy.deepcopy(expression) is expression


@settings(max_examples=100, deadline=None)
@given(expressions())
def test_a_node_rebuilt_from_its_parts_is_itself(expression: Expression) -> None:
    for part in subexpressions(expression):
        assert rebuild(part, children(part)) is part
    assert transform(expression, lambda node: node) is expression


@settings(max_examples=60, deadline=None)
@given(expressions())
def test_substituting_nothing_changes_nothing(expression: Expression) -> None:
    assert substitute(expression, {}) is expression


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("x + y*x", {"x", "y"}),
        ("sum(v*x, v=1..n)", {"x", "n"}),
        ("limit(v*x, v=y)", {"x", "y"}),
        ("integrate(v, v=0..x)", {"x"}),
        ("integrate(y, x)", {"x", "y"}),
        ("diff(y, x)", {"x", "y"}),
        ("pi + f(x)", {"x"}),
    ],
)
def test_free_names(text: str, names: set[str]) -> None:
    assert free_names(_read(text)) == names


@pytest.mark.parametrize(
    ("text", "replaced"),
    [
        ("x + y", "y^2 + y"),
        ("sum(x*v, v=1..n)", "sum(y^2*v, v=1..n)"),
        ("f'(x)", "f'(y^2)"),
        ("limit(v, v=x)", "limit(v, v=y^2)"),
    ],
)
def test_a_name_is_replaced_where_it_is_free(text: str, replaced: str) -> None:
    assert substitute(_read(text), {"x": _read("y^2")}) is _read(replaced)


def test_a_bound_variable_is_not_replaced() -> None:
    body = Binder("sum", X, "x", ONE, X)
    assert substitute(body, {"x": Y}) is Binder("sum", X, "x", ONE, Y)


@pytest.mark.parametrize(
    "binder",
    [
        Binder("sum", Apply("*", (X, T)), "t", ONE, T),
        Limit(Apply("*", (X, T)), "t", T, ""),
    ],
)
def test_a_replacement_is_not_captured(binder: Expression) -> None:
    replaced = substitute(binder, {"x": T})
    assert free_names(replaced) == {"t"}
    assert isinstance(replaced, Binder | Limit)
    assert replaced.body is Apply("*", (T, Name(replaced.variable)))
    assert replaced.variable != "t"


def test_a_fresh_name_is_not_taken() -> None:
    assert fresh_name("x", frozenset({"x~1", "x~2"})) == "x~3"


@pytest.mark.parametrize("text", ["diff(x*y, x)", "integrate(x*y, x)"])
def test_what_is_by_a_name_stays_by_a_name(text: str) -> None:
    node = _read(text)
    assert free_names(substitute(node, {"x": T})) == {"t", "y"}
    with pytest.raises(ValueError, match="by x"):
        substitute(node, {"x": ONE})


def test_renaming_reaches_the_variables_of_a_derivative() -> None:
    node = Derivative("diff", Apply("*", (X, Y)), ("x", "y"))
    assert substitute(node, {"x": T}) is Derivative("diff", Apply("*", (T, Y)), ("t", "y"))


def test_depth_counts_the_longest_way_to_a_leaf() -> None:
    assert nodes.depth(X) == 1
    assert nodes.depth(_read("x + y*(x + 1)")) == 4


def test_each_distinct_part_is_met_once_parents_first() -> None:
    node = _read("(x + y)*(x + y)")
    assert [to_text(part) for part in subexpressions(node)] == [
        "(x + y)*(x + y)",
        "x + y",
        "x",
        "y",
    ]
