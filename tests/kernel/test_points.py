from __future__ import annotations

from fractions import Fraction

import pytest
from flint import arb

from tests.algebra.cases import Case, at, case, precision, read, statement
from tests.kernel.offered import point
from verifier.algebra.oracles import Point, PointOracle, State
from verifier.kernel.points import agreement, belongs, holds, sides, value_text, violated

LETTERS = {"x, y": "real", "n": "integer"}


def setting(symbols: dict[str, str], *assumed: str) -> Case:
    return case("1", "1", symbols=symbols, assumed=assumed)


@pytest.mark.parametrize(
    ("symbols", "assumed", "where", "inside"),
    [
        ({"x": "real"}, (), point(x="1/3"), True),
        ({"x": "real"}, (), point(x="pi"), True),
        ({"x": "real"}, (), point(x="1/0"), False),
        ({"x": "real"}, (), {}, False),
        ({"x": "real > 0"}, (), point(x=0), False),
        ({"x": "real >= 0"}, (), point(x=0), True),
        ({"x": "real in (-pi, pi)"}, (), point(x="pi"), False),
        ({"x": "real < pi"}, (), point(x="355/113"), False),
        ({"x": "real < pi"}, (), point(x="333/106"), True),
        ({"x": "real != 1"}, (), point(x=1), False),
        ({"x": "integer"}, (), point(x=-4), True),
        ({"x": "integer"}, (), point(x="1/2"), False),
        ({"x": "natural"}, (), point(x=-1), False),
        ({"x": "natural"}, (), point(x=0), True),
        ({"x": "real", "y": "real in (0, x)"}, (), point(x=2, y=1), True),
        ({"x": "real", "y": "real in (0, x)"}, (), point(x=1, y=1), False),
        ({"x, y": "real"}, ("x = 2*y",), point(x=2, y=1), True),
        ({"x, y": "real"}, ("x = 2*y",), point(x=1, y=1), False),
        ({"x, y": "real"}, ("1/x >= 0",), point(x=0, y=1), False),
        ({"x, y": "real"}, ("x > 0 and y > 0",), point(x=1, y=0), False),
        ({"x, y": "real"}, ("sin(x) = 0",), point(x="pi", y=0), True),
    ],
)
def test_a_point_belongs_only_where_that_is_certain(
    symbols: dict[str, str], assumed: tuple[str, ...], where: Point, inside: bool
) -> None:
    assert belongs(setting(symbols, *assumed).judge.setting, where) == inside


def test_further_assumptions_are_held_against_a_point_as_well() -> None:
    here = setting({"x": "real"}).judge.setting
    assert belongs(here, point(x=1), (statement("x > 0"),))
    assert not belongs(here, point(x=-1), (statement("x > 0"),))


@pytest.mark.parametrize(
    ("text", "truth"),
    [
        ("x < y", True),
        ("x > y", False),
        ("x = x", True),
        ("x != y", True),
        ("1/(x - 1) = 1/(x - 1)", False),
        ("log(-x) < 100", False),
        ("x < y and y < 3", True),
        ("x < y and y > 3", False),
        ("x > y or x = 1", True),
        ("x = 1 or 1/(x - 1) > 0", True),
        ("true", True),
        ("false", False),
        ("not x > y", False),
        ("erf(atan(1/2) + atan(1/3)) = erf(pi/4)", False),
        ("erf(atan(1/2) + atan(1/3)) != erf(pi/4)", False),
    ],
)
def test_a_relation_holds_only_where_that_is_certain(text: str, truth: bool) -> None:
    assert holds(statement(text), at({"x": 1, "y": 2}, LETTERS)) == truth


def test_the_two_sides_are_read_at_the_point() -> None:
    found = case("1/x", "log(x)")
    left, right = sides(found.claim, at({"x": -1, "y": 0}, LETTERS))
    assert (left.state, right.state) == (State.DEFINED, State.UNDEFINED)


@pytest.mark.parametrize(
    ("left", "relation", "right", "failing"),
    [
        ("x", "=", "y", True),
        ("x", "=", "y - 1", False),
        ("x", "<", "y", False),
        ("x", "<", "x", True),
        ("x", "<=", "x", False),
        ("exp(x)", "=", "e", False),
        ("exp(x)", "<", "e", True),
        ("exp(x)", "<=", "e", False),
        ("exp(x)", "=", "2.7182818284590452353602874713526624977572", True),
        ("erf(atan(1/2) + atan(1/3))", "=", "erf(pi/4)", False),
        ("erf(atan(1/2) + atan(1/3))", "<", "erf(pi/4)", False),
    ],
)
def test_a_relation_is_violated_only_where_that_is_certain(
    left: str, relation: str, right: str, failing: bool
) -> None:
    found = case(left, right, relation)
    oracle = PointOracle(point(x=1, y=2), found.judge.setting.free)
    here = sides(found.claim, oracle)
    assert here[0].expression is not None
    assert here[1].expression is not None
    assert violated(found.claim, here[0].expression, here[1].expression, oracle) == failing


@pytest.mark.parametrize(
    ("left", "right", "agree"),
    [
        ("x + y", "3", True),
        ("exp(x)", "e", True),
        ("erf(atan(1/2) + atan(1/3))", "erf(pi/4)", True),
        ("pi", "3.14159265358979323846264338327950288", False),
        ("x", "y", False),
        ("1/(x - 1)", "1", False),
    ],
)
def test_agreement_is_to_thirty_digits(left: str, right: str, agree: bool) -> None:
    error = agreement(read(left), read(right), at({"x": 1, "y": 2}, LETTERS))
    assert (error is not None) == agree
    with precision(128):
        assert error is None or error < arb(10) ** -30


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("x/3", "1/3"),
        ("x - x", "0"),
        ("-5*x", "-5"),
        ("1/(x - 1)", "not known"),
    ],
)
def test_a_value_as_text(text: str, shown: str) -> None:
    assert value_text(read(text), at({"x": 1, "y": 2}, LETTERS)) == shown


def test_an_irrational_value_is_shown_as_what_contains_it() -> None:
    shown = value_text(read("pi*x"), at({"x": 1, "y": 2}, LETTERS))
    assert "3.14159265" in shown
    assert "+/-" in shown or "," in shown


def test_a_long_rational_is_shown_short() -> None:
    shown = value_text(read("(x/3)^200"), at({"x": 1, "y": 2}, LETTERS))
    assert len(shown) < 50
    assert Fraction(1, 3) ** 200 < Fraction(1, 10**90)
    assert "e-96" in shown
