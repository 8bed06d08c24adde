"""Solving a comparison for a symbol that stands in it once."""

from __future__ import annotations

from math import log, pi, tan

import pytest
from flint import arb

from tests.algebra.cases import read
from verifier.algebra.enclosures import evaluate
from verifier.language.expressions import Apply, Number
from verifier.language.printer import to_text
from verifier.strategies.isolating import beside, isolated, placed


def solved(left: str, right: str, name: str = "x") -> list[float]:
    found = isolated(read(left), read(right), name)
    numbers = {"y": Number(9), "z": Number(2)}
    values = placed(found, numbers, frozenset((name,)))
    return [float(arb(evaluate(value, {}, 64))) for value in values]


@pytest.mark.parametrize(
    ("left", "right", "values"),
    [
        ("x", "y", [9]),
        ("y", "x + 2", [7]),
        ("3 - x", "y", [-6]),
        ("z*x", "y", [4.5]),
        ("x/z", "y", [18]),
        ("z/x", "y", [2 / 9]),
        ("x^2", "4", [2, -2]),
        ("x^3", "8", [2]),
        ("x^3", "-8", [-2]),
        ("x^(1/2)", "3", [9]),
        ("sqrt(x)", "y", [81]),
        ("abs(x - 1)", "z", [3, -1]),
        ("exp(x)", "y", [log(9)]),
        ("log(x) + 1", "1", [1]),
        ("2^x", "8", [3]),
        ("exp(2*x - 1)", "1", [0.5]),
        ("sin(x)", "1", [pi / 2, pi / 2]),
        ("cos(x)", "0", [pi / 2, -pi / 2]),
        ("atan(x)", "1", [tan(1)]),
    ],
)
def test_the_values_at_which_two_sides_are_equal(
    left: str, right: str, values: list[float]
) -> None:
    assert solved(left, right) == pytest.approx(values)


def test_a_symbol_that_stands_twice_or_not_at_all_is_not_solved_for() -> None:
    assert solved("x + x^2", "y") == []
    assert solved("x", "x + 1") == []
    assert solved("y", "z") == []


def test_what_has_no_inverse_here_is_not_solved() -> None:
    assert solved("floor(x)", "y") == []
    assert solved("gamma(x)", "y") == []


def test_a_value_that_is_defined_nowhere_is_left_out() -> None:
    assert solved("exp(x)", "-1") == []
    assert solved("z*0*x", "1") == []


def test_beside_a_value_lie_a_little_less_and_a_little_more() -> None:
    assert [to_text(value) for value in beside(Number(2))] == ["2", "2 + 1", "2 - 1"]


def test_parts_that_are_shared_a_million_times_are_counted_once() -> None:
    node = read("x")
    for _ in range(60):
        node = Apply("+", (node, node))
    assert isolated(node, Number(1), "x") == []
