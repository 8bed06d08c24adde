from __future__ import annotations

import pytest

from tests.algebra.cases import algebra, read
from verifier.algebra.facts import Fact
from verifier.algebra.fractions import Algebra
from verifier.algebra.literals import ANY, NEG, NIL, NONNEG, NONPOS, NONZERO, POS

REALS = {"x, y, z": "real", "n": "integer"}
UNIT = {"p": "real in (0, 1)", "q": "real in [0, 1]", "x": "real"}


def sign(text: str, *facts: str, symbols: dict[str, str] | None = None) -> int:
    return algebra(facts, symbols or REALS).signs.of(read(text))


@pytest.mark.parametrize(
    ("text", "mask"),
    [
        ("x^2 + 1", POS),
        ("-x^2", NONPOS),
        ("x^2 + x + 1", POS),
        ("x^2 + x*y + y^2", NONNEG),
        ("1 + exp(-x)", POS),
        ("exp(x) - exp(x)", NIL),
        ("-exp(x)/(1 + exp(x))^2", NEG),
        ("1 - 1/(1 + exp(-x))", POS),
        ("1/(x^2 + 1)", POS),
        ("1 - sin(x)", NONNEG),
        ("2 + cos(x)", POS),
        ("pi - 3", POS),
        ("e - 3", NEG),
        ("2^(1/2) - 1.5", NEG),
        ("4 - atan(x)", POS),
        ("exp(x^2)", POS),
        ("exp(x^2) - 1", NONNEG),
        ("exp(-x^2 - 1) - 1", NEG),
        ("log(x^2 + 2)", POS),
        ("abs(x) + 1", POS),
        ("abs(x)", NONNEG),
        ("(x^2 + 1)^(1/2) - x", POS),
        ("x^4 - x^2 + 1", POS),
        ("x - x", NIL),
    ],
)
def test_a_sign_is_told_without_any_fact(text: str, mask: int) -> None:
    assert sign(text) == mask


@pytest.mark.parametrize(
    "text",
    [
        "x",
        "x^2 - 1",
        "x*y",
        "x + y",
        "x^3",
        "exp(x) - 1",
        "sin(x)",
        "1 - 2*cos(x)",
        "log(x)",
        "x^2 + 3*x*y + y^2",
        "(x^2 + 1)^(1/2) - 2",
        "1/x",
        "x^n",
    ],
)
def test_a_sign_that_is_open_is_left_open(text: str) -> None:
    assert sign(text) & NONZERO == NONZERO


@pytest.mark.parametrize(
    ("text", "mask"),
    [
        ("p*(1 - p)", POS),
        ("q*(1 - q)", NONNEG),
        ("p - 1", NEG),
        ("q - 1", NONPOS),
        ("p - p^2 + q", POS),
        ("2*p^2 - 3*p + 1 + p*q", ANY),
        ("1 - p*q", POS),
        ("1 - q", NONNEG),
        ("q", NONNEG),
        ("log(p)", NEG),
        ("log(q)", NONPOS),
        ("1/p - 1", POS),
        ("p^(1/2)", POS),
        ("q^(1/2)", NONNEG),
        ("1 - p^(1/2)", POS),
    ],
)
def test_a_range_decides(text: str, mask: int) -> None:
    assert algebra(symbols=UNIT).signs.of(read(text)) == mask


@pytest.mark.parametrize(
    ("text", "facts", "mask"),
    [
        ("x - y", ["x > y"], POS),
        ("y - x", ["x > y"], NEG),
        ("3*x - 3*y + 1", ["x >= y"], POS),
        ("x", ["x*y > 0", "y > 0"], POS),
        ("x", ["x*y > 0", "y < 0"], NEG),
        ("x", ["x*y > 0"], NONZERO),
        ("x - 1", ["(x - 1)^3 < 0"], NEG),
        ("x", ["1/x > 0"], POS),
        ("x^2 - 3", ["x^2 = 2"], NEG),
        ("x - 1", ["x^2 = 2"], NONZERO),
        ("x + 1", ["x = y^2"], POS),
        ("x", ["x/(1 + y^2) < 0"], NEG),
        ("abs(x)", ["x != 0"], POS),
        ("x^2", ["x != 0"], POS),
        ("x^2 + y", ["y > 0"], POS),
    ],
)
def test_a_fact_decides(text: str, facts: list[str], mask: int) -> None:
    assert sign(text, *facts) == mask
    assert sign(text) != mask


@pytest.mark.parametrize(
    "facts",
    [
        ["x > 0", "x < 0"],
        ["x > 0", "x = 0"],
        ["x^2 < 0"],
        ["x = 1", "x = 2"],
        ["x > y", "y > x"],
        ["x*y > 0", "x = 0"],
        ["x = 2", "x^2 = 5"],
        ["1 < 0"],
        ["abs(x) < 0"],
        ["x != x"],
        ["x = x + 1"],
    ],
)
def test_facts_that_contradict_each_other_are_seen(facts: list[str]) -> None:
    assert algebra(facts, REALS).signs.contradiction


@pytest.mark.parametrize(
    "facts",
    [
        [],
        ["x > 0", "y < 0"],
        ["x >= 0", "x <= 0"],
        ["x^2 = 2"],
        ["x^2 + y^2 = 1", "x > 0"],
        ["x = 2*y", "y = 1"],
        ["x*y > 0", "x < 0"],
    ],
)
def test_facts_that_can_hold_are_not_called_contradictory(facts: list[str]) -> None:
    assert not algebra(facts, REALS).signs.contradiction


def test_a_fact_against_a_declared_range_is_a_contradiction() -> None:
    assert algebra(["p > 1"], UNIT).signs.contradiction
    assert algebra(["q = 2"], UNIT).signs.contradiction
    assert not algebra(["q = 1"], UNIT).signs.contradiction


def test_two_bounds_that_meet_say_that_it_is_zero() -> None:
    assert sign("x", "x >= 0", "x <= 0") == NIL
    assert sign("x - 1", "x >= 1", "x <= 1") == NIL


def test_an_early_end_says_no_more_than_it_knows() -> None:
    signs = algebra(["x >= 0"], REALS).signs
    assert signs.of(read("x"), NONNEG) == NONNEG
    assert signs.of(read("x + 1"), NONZERO) == POS
    assert signs.of(read("x + y"), POS) == ANY


def test_a_quotient_has_the_sign_of_its_product() -> None:
    assert sign("x/y", "x*y < 0") == NEG
    assert sign("x/y", "x > 0", "y < 0") == NEG
    assert sign("(x - y)/z", "x = y", "z > 0") == NIL


def test_the_integers_between_two_ends_are_the_range() -> None:
    letters = {"n": "integer in (0, 5)", "m": "natural", "k": "integer"}
    signs = algebra(symbols=letters).signs
    assert signs.of(read("n - 1")) == NONNEG
    assert signs.of(read("n - 4")) == NONPOS
    assert signs.of(read("m + 1")) == POS
    assert signs.of(read("k")) == ANY


def test_an_excluded_value_is_no_sign_alone() -> None:
    signs = algebra(["x != 0"], REALS).signs
    assert signs.of(read("x")) == NONZERO
    assert signs.of(read("3*x")) == NONZERO
    assert signs.of(read("x + 1")) == ANY


def test_what_was_known_of_a_replaced_name_holds_of_its_value() -> None:
    found = algebra(["p = x - 1"], UNIT)
    assert found.signs.of(read("x - 1")) == POS
    assert found.signs.of(read("x - 2")) == NEG


def test_an_assumption_is_named_where_it_was_used_and_only_there() -> None:
    names = algebra(symbols=REALS).names
    facts = [Fact(read("x"), POS, "x > 0"), Fact(read("y"), POS, "y > 0")]
    found = Algebra(names, facts, 16)
    assert not found.signs.used
    assert found.signs.of(read("x + 1")) == POS
    assert found.signs.used == {"x > 0"}


@pytest.mark.parametrize(
    ("text", "mask"),
    [
        ("2*n - 5", NONZERO),
        ("n^2 - 2", NONZERO),
        ("(n^2 - 2)^3", NONZERO),
        ("2*n - 6", ANY),
        ("n^2 - 4", ANY),
        ("n^2 - 2*n + 1", NONNEG),
        ("n^100 - 1", ANY),
        ("2*x - 5", ANY),
        ("2*n*x - 5", ANY),
    ],
)
def test_a_whole_number_is_no_root_that_is_not_whole(text: str, mask: int) -> None:
    signs = algebra(symbols={"n": "integer", "x": "real"}).signs
    assert signs.of(read(text)) & NONZERO == mask & NONZERO
    assert not signs.of(read(text)) & ~mask
