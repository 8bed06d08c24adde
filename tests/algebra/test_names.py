from __future__ import annotations

import pytest

from tests.algebra.cases import context, read
from verifier.algebra.names import Names
from verifier.claims.claim import Context, Value

DEFINITIONS = {"f(t)": "t*y", "p": "x + 1", "q": "f(p)^2", "r": "3"}


def names() -> Names:
    return Names(context({"x, y": "real", "n, m": "integer", "k": "natural"}, DEFINITIONS))


@pytest.mark.parametrize(
    ("name", "reached"),
    [
        ("x", {"x"}),
        ("p", {"p", "x"}),
        ("r", {"r"}),
        ("q", {"q", "p", "x", "f", "t", "y"}),
    ],
)
def test_a_name_reaches_all_that_its_value_goes_through(name: str, reached: set[str]) -> None:
    assert names().reach(name) == reached


def test_an_earlier_derivation_reaches_what_its_start_goes_through() -> None:
    found = Names(Context(values={"lemma": Value(read("x^2"), read("y"))}))
    assert found.reach("lemma") == {"lemma", "x"}


def test_what_an_expression_mentions_includes_the_bodies_of_its_functions() -> None:
    assert {"f", "y", "x"} <= names().mentioned(read("f(x)"))
    assert "y" not in names().mentioned(read("x + 1"))


def test_what_a_derivative_is_by_is_mentioned() -> None:
    assert "x" in names().mentioned(read("diff(y, x)"))


@pytest.mark.parametrize(
    "text",
    ["n", "3", "-n", "n*m + 7", "n^2", "(n + m)^3*k", "floor(x)", "ceil(x/2) - n", "n^0"],
)
def test_an_expression_is_integral_by_its_form(text: str) -> None:
    assert names().integral(read(text))


@pytest.mark.parametrize(
    "text", ["x", "n/2", "1/2", "n^(-1)", "n^x", "x^2", "n + x", "2^n", "abs(x)", "p"]
)
def test_what_is_not_integral_by_its_form_is_not_called_so(text: str) -> None:
    assert not names().integral(read(text))


def test_a_convention_is_found_for_its_own_switch_alone() -> None:
    found = Names(Context(conventions=frozenset({"relu'(0) = 0"})))
    assert found.convention("relu") == "relu'(0) = 0"
    assert not found.convention("abs")
    assert not found.convention("")
    assert not names().convention("relu")
