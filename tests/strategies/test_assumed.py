from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pytest

from tests.algebra.cases import case
from verifier.algebra.oracles import Point
from verifier.algebra.ranges import range_of_domain
from verifier.kernel.points import belongs
from verifier.language.expressions import Number
from verifier.language.printer import to_text
from verifier.strategies.assumed import Equations, narrowed
from verifier.strategies.points import candidates

XYZ = {"x, y, z": "real"}


def belonging(assumed: Sequence[str], symbols: dict[str, str]) -> list[Point]:
    found = case("x", "0", symbols=symbols, assumed=assumed)
    setting = found.judge.setting
    points = candidates((found.claim.left,), setting.context)
    return [point for point in points if belongs(setting, point)]


@pytest.mark.parametrize(
    "assumed",
    [
        ["x + y + z = 1", "x > 0", "y > 0", "z > 0"],
        ["x^2 + y^2 = 1", "x > 0", "y > 0"],
        ["x^2 + y^2 <= 1", "z > 3"],
        ["x^2 + y^2 <= 1", "x > 1/2", "y < -1/2"],
        ["x > 100", "0 < y", "y < 1/1000"],
        ["x*y = 7", "x > y", "y > 0"],
        ["x^2 = x + 1"],
        ["x + y = 3", "x - y = 1"],
        ["2*x = y", "y + z = 10", "x > 0"],
        ["x*y = x + y", "x > 2"],
    ],
)
def test_points_are_found_that_satisfy_assumptions(assumed: list[str]) -> None:
    assert belonging(assumed, XYZ)


def test_what_two_equations_determine_is_found() -> None:
    (point, *_) = belonging(["x + y = 3", "2*x = y"], XYZ)
    assert {name: to_text(point[name]) for name in ("x", "y")} == {"x": "1", "y": "2"}


def test_no_point_is_offered_for_equations_without_a_real_solution() -> None:
    assert not belonging(["x^2 + y^2 = -1"], XYZ)


def test_ranges_narrow_by_what_is_assumed_of_one_letter() -> None:
    made = case("x", "x", symbols=XYZ, assumed=["x > 1", "2*x <= 6", "3 > -y", "x + y > 0"])
    context = narrowed(made.claim.context)
    x, y, z = (range_of_domain(context.symbols[name]) for name in "xyz")
    assert (x.lower, x.lower_open, x.upper, x.upper_open) == (1, True, 3, False)
    assert (y.lower, y.lower_open, y.upper) == (-3, True, None)
    assert (z.lower, z.upper) == (None, None)


def test_a_declared_bound_that_is_nearer_stays() -> None:
    made = case("x", "x", symbols={"x": "real in [2, 3]"}, assumed=["x > 1", "x < 10"])
    found = range_of_domain(narrowed(made.claim.context).symbols["x"])
    assert (found.lower, found.upper) == (2, 3)


def test_an_equation_that_is_no_curve_determines_nothing() -> None:
    made = case("x", "x", symbols=XYZ, assumed=["exp(x) = y^5 + x*sin(z)"])
    assert not Equations(made.claim.context, ["x", "z"]).solved


@pytest.mark.parametrize(("size", "solved"), [(2, 4), (3, 9), (4, 0)])
def test_equations_whose_solution_is_too_long_to_write_determine_nothing(
    size: int, solved: int
) -> None:
    """The inverse of a matrix, entry by entry: each letter is three times as long as the last."""
    places = range(size)
    letters = [f"{matrix}{i}{j}" for matrix in "ab" for i in places for j in places]
    assumed = [
        " + ".join(f"a{i}{k}*b{k}{j}" for k in places) + f" = {int(i == j)}"
        for i in places
        for j in places
    ]
    found = case(letters[0], "0", symbols={", ".join(letters): "real"}, assumed=assumed)
    equations = Equations(found.claim.context, letters)
    assert len(equations.solved) == solved


def test_equations_that_take_too_much_work_are_not_solved() -> None:
    context = case("x", "0", symbols=XYZ, assumed=["x^2 + y^2 = 1"]).judge.setting.context
    equations = Equations(context, ["x", "y"])
    assert list(equations.completed({"x": Number(Fraction(3, 5))}))
    equations.left = 0
    assert not list(equations.completed({"x": Number(Fraction(3, 5))}))
