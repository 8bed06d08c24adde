from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import islice

import pytest

from tests.algebra.cases import case, context, read, statement
from verifier.algebra.oracles import Point
from verifier.claims.claim import Context
from verifier.kernel.points import belongs
from verifier.language.expressions import Expression, Number
from verifier.language.parser import parse
from verifier.language.scope import Entry, Kind, Scope
from verifier.strategies.points import DRAWN, TRIED, candidates

MOST = TRIED + DRAWN + 300  # and a few kinds more


def points(texts: Iterable[str], where: Context | dict[str, str], seed: int = 0) -> list[Point]:
    found = where if isinstance(where, Context) else context(where)
    return list(candidates(tuple(map(read, texts)), found, seed))


def number(node: Expression) -> Fraction | None:
    return node.value if isinstance(node, Number) else None


def values(found: Iterable[Point], name: str) -> set[Fraction | None]:
    return {number(point[name]) for point in found}


def test_every_point_names_every_symbol() -> None:
    found = points(["x"], {"x, y": "real", "n": "integer", "z": "real in (0, 1)"})
    assert all(set(point) == {"x", "y", "n", "z"} for point in found)


def test_only_what_the_expressions_go_through_is_varied() -> None:
    found = points(["p"], context({"x, y": "real"}, {"p": "x^2"}))
    assert len(values(found, "x")) > 20
    assert len(values(found, "y")) == 1


def test_there_are_finitely_many_and_not_too_many() -> None:
    letters = {f"x{n}": "real" for n in range(6)}
    found = context(letters)
    names = " + ".join(letters)
    scope = Scope({name: Entry(Kind.SYMBOL) for name in letters})
    total = list(candidates((parse(names, scope).expression,), found, 0))
    assert 20 < len(total) < MOST


def test_a_claim_without_letters_has_one_point() -> None:
    assert points(["pi"], {"x": "real"}) == [{"x": Number(1)}]
    assert points(["pi"], {}) == [{}]
    assert len(points([], {"x": "real > 0"})) == 1


def test_small_numbers_come_first() -> None:
    first = [number(point["x"]) for point in islice(points(["x"], {"x": "real"}), 6)]
    assert {Fraction(0), Fraction(1), Fraction(-1)} <= set(first)
    assert all(value is not None and abs(value) <= 3 for value in first)


@pytest.mark.parametrize(
    ("texts", "symbols", "wanted"),
    [
        (["x"], {"x": "real in [0, 1]"}, {"0", "1", "1/2"}),
        (["x"], {"x": "real >= -3/7"}, {"-3/7", "4/7"}),
        (["x"], {"x": "real <= 5"}, {"5", "4"}),
        (["x"], {"x": "natural"}, {"0", "1", "2"}),
        (["x"], {"x": "integer in (0, 5)"}, {"1", "2", "3", "4"}),
        (["1/(x - 7/3)"], {"x": "real"}, {"7/3"}),
        (["where(x == 12345, 0, x)"], {"x": "real"}, {"12345", "12344", "12346"}),
        (["abs(2*x + 9)"], {"x": "real"}, {"-9/2"}),
        (["max(x, 11)"], {"x": "real"}, {"11"}),
        (["(x < 10^6)"], {"x": "real"}, {"1000000", "999999"}),
        (["(x > 2^20)"], {"x": "real"}, {str(2**20)}),
    ],
)
def test_boundaries_zeros_and_constants_are_among_them(
    texts: list[str], symbols: dict[str, str], wanted: set[str]
) -> None:
    assert set(map(Fraction, wanted)) <= values(points(texts, symbols), "x")


def test_ties_are_among_them() -> None:
    found = points(["max(x, y)"], {"x, y": "real"})
    ties = {number(point["x"]) for point in found if point["x"] == point["y"]}
    assert len(ties) >= 4


def test_multiples_of_pi_are_among_them_where_angles_occur() -> None:
    with_angles = points(["sin(x)/x"], {"x": "real"})
    assert any(number(point["x"]) is None for point in with_angles)
    without = points(["exp(x)"], {"x": "real"})
    assert all(number(point["x"]) is not None for point in without)


def test_the_constants_of_a_definition_count_too() -> None:
    found = points(["p"], context({"x": "real"}, {"p": "abs(x - 17)"}))
    assert Fraction(17) in values(found, "x")


def test_integers_are_integers() -> None:
    found = points(["n/m"], {"n": "integer", "m": "natural"})
    assert all(value is not None and value.denominator == 1 for value in values(found, "n"))
    assert all(value is not None and value >= 0 for value in values(found, "m"))


@pytest.mark.parametrize(
    "domain",
    ["real in (0, 1)", "real > 5", "real < -1/3", "integer >= 3", "real in [-1, 1]", "real != 0"],
)
def test_nearly_every_point_lies_in_the_domain(domain: str) -> None:
    setting = case("x", "x", symbols={"x": domain}).judge.setting
    found = points(["x"], {"x": domain})
    inside = [point for point in found if belongs(setting, point)]
    assert len(inside) >= 0.9 * len(found)
    assert len(inside) >= 20


def test_random_points_follow_the_seed_and_nothing_else() -> None:
    symbols = {"x, y": "real", "z": "real in (0, 1)"}
    texts = ["x*y + z"]
    assert points(texts, symbols, 1) == points(texts, symbols, 1)
    assert points(texts, symbols, 1) != points(texts, symbols, 2)


def test_points_are_told_apart() -> None:
    found = points(["x*y"], {"x, y": "real"})
    assert len({tuple(point.items()) for point in found}) > 0.8 * len(found)


@pytest.mark.parametrize(
    ("symbols", "assumed", "least"),
    [
        ({"y": "real", "n": "integer"}, "2*y = n", 6),
        ({"x, y": "real"}, "x = 2*y", 6),
        ({"x, y": "real"}, "x > y", 12),
        ({"x, y": "real"}, "x*y > 0", 12),
        ({"x, y": "real"}, "x^2 + y^2 = 1", 2),
        ({"x": "real", "y": "real in (x, x + 1)"}, "x > 0", 4),
    ],
)
def test_enough_of_them_satisfy_what_is_assumed(
    symbols: dict[str, str], assumed: str, least: int
) -> None:
    found = case("1", "1", symbols=symbols, assumed=[assumed])
    interest = (statement(assumed),)
    inside = {
        tuple(point.items())
        for point in candidates(interest, found.claim.context, 0)
        if belongs(found.judge.setting, point)
    }
    assert len(inside) >= least


def test_an_equation_between_an_integer_and_a_real_is_met_at_odd_numbers_too() -> None:
    found = case("1", "1", symbols={"y": "real", "n": "integer"}, assumed=["2*y = n"])
    inside = [
        point
        for point in candidates((read("(-1)^n"),), found.claim.context, 0)
        if belongs(found.judge.setting, point)
    ]
    assert any(value is not None and value % 2 == 1 for value in values(inside, "n"))


@pytest.mark.parametrize(
    "text",
    ["x^(10^4)", "(x^64)^64", "9^(9^4)*x", "1/(x - 10^300)", "x/7^1000", "exp(x^2)^2"],
)
def test_large_numbers_do_not_hold_it_up(text: str) -> None:
    assert points([text], {"x": "real"})


def test_a_complex_symbol_or_a_tensor_gets_no_value() -> None:
    assert all(set(point) == {"x"} for point in points(["x"], {"x": "real", "z": "complex"}))
