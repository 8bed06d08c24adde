from __future__ import annotations

from dataclasses import replace

import pytest

from tests.algebra.cases import case, fact, read, statement
from verifier.algebra.frames import NeedSplit
from verifier.algebra.literals import ANY, NEG, NONNEG, NONZERO, POS
from verifier.algebra.ring import CAPACITIES
from verifier.kernel.setting import Impossible, Setting, conjuncts

LETTERS = {"x, y": "real"}
SMALL = CAPACITIES[0]


def setting(*assumed: str, symbols: dict[str, str] | None = None, **how: object) -> Setting:
    return case("1", "1", symbols=symbols or LETTERS, assumed=assumed, **how).judge.setting


def sign(known: Setting, text: str, *case_facts: str, extra: tuple[str, ...] = ()) -> int:
    oracle = known.oracle(tuple(map(fact, case_facts)), tuple(map(statement, extra)), SMALL)
    return oracle.algebra.signs.of(read(text))


@pytest.mark.parametrize(
    ("assumed", "text", "mask"),
    [
        (("x > 0",), "x", POS),
        (("x > 0 and y < 0",), "y", NEG),
        (("x > 0", "y > x"), "y", POS),
        (("x = 2*y", "y > 0"), "x", POS),
        (("1/x > 0",), "x", POS),
        (("log(x) < 7",), "x", POS),
        (("sqrt(x) >= 0",), "x", NONNEG),
        (("y/(x - 1) = 2",), "x - 1", NONZERO),
    ],
)
def test_an_assumption_says_what_it_says_and_that_its_sides_are_defined(
    assumed: tuple[str, ...], text: str, mask: int
) -> None:
    assert sign(setting(*assumed), text) == mask


@pytest.mark.parametrize(
    ("symbols", "text", "mask"),
    [
        ({"x": "real != 0"}, "x", NONZERO),
        ({"x": "real in (0, 1)"}, "1 - x", POS),
        ({"y": "real > 0", "x": "real > y"}, "x", POS),
        ({"y": "real > 0", "x": "real >= y"}, "x - y", NONNEG),
        ({"x": "real < pi"}, "x - 4", NEG),
        ({"n": "natural"}, "n", NONNEG),
        ({"n": "integer != 0"}, "n", NONZERO),
    ],
)
def test_a_domain_says_what_it_says(symbols: dict[str, str], text: str, mask: int) -> None:
    assert sign(setting(symbols=symbols), text) == mask


def test_the_range_of_a_definition_is_no_fact_unless_it_is_proved() -> None:
    context = case("1", "1", definitions={"p": "x^3 in (0, 1)"}).claim.context
    assert sign(Setting(context), "p") == ANY
    assert sign(Setting(replace(context, ranged=frozenset({"p"}))), "p*(1 - p)") == POS


def test_a_case_and_further_assumptions_add_to_what_is_known() -> None:
    known = setting()
    assert sign(known, "x", "x > 0") == POS
    assert sign(known, "x", extra=("x < 0",)) == NEG
    assert sign(known, "x*y", "x > 0", extra=("y > 0",)) == POS
    assert sign(known, "x") == ANY  # and nothing of it stays


@pytest.mark.parametrize(
    ("assumed", "case_facts", "extra"),
    [
        (("x > 0", "x < 0"), (), ()),
        (("x > 0",), ("x < 0",), ()),
        (("x > 0",), (), ("x <= 0",)),
        (("1/(x - x) > 0",), (), ()),
        (("log(x) > 0",), ("x = 0",), ()),
        (("x = 1", "x = 2"), (), ()),
        ((), ("x = 0", "x != 0"), ()),
    ],
)
def test_facts_that_cannot_hold_together_leave_no_point(
    assumed: tuple[str, ...], case_facts: tuple[str, ...], extra: tuple[str, ...]
) -> None:
    known = setting(*assumed)
    with pytest.raises(Impossible):
        known.oracle(tuple(map(fact, case_facts)), tuple(map(statement, extra)), SMALL)


def test_an_assumption_about_cases_asks_for_them() -> None:
    with pytest.raises(NeedSplit):
        setting("abs(x) > 1").oracle((), (), SMALL)
    assert sign(setting("abs(x) > 1"), "x - 1", "x > 0") == POS


@pytest.mark.parametrize("text", ["x > 0 or y > 0", "not x > 0", "true"])
def test_what_is_no_conjunction_of_relations_is_not_used(text: str) -> None:
    assert sign(setting(), "x", extra=(text,)) == ANY


def test_an_assumption_of_which_nothing_is_known_is_not_used() -> None:
    assert sign(setting("abs((-2)^y + x) > 1"), "x") == ANY


def test_conjunctions_are_taken_apart_and_nothing_else() -> None:
    parts = conjuncts((statement("x > 0 and y > 0 and x < y"), statement("x = 1 or y = 1")))
    assert parts == list(map(statement, ("x > 0", "y > 0", "x < y", "x = 1 or y = 1")))


def test_what_an_earlier_line_met_is_used_again_and_says_the_same() -> None:
    known = setting("x > 0")
    first = known.oracle((), (), SMALL)
    again = known.oracle((), (), SMALL)
    assert again.algebra is first.algebra
    assert known.oracle((fact("y = 0"),), (), SMALL).algebra is not first.algebra
    large = CAPACITIES[2]
    for number in range(200):  # a great many atoms: sooner or later a fresh one is made
        known.oracle((), (), large).algebra.fraction(read(f"exp(x^{number + 2})"))
    assert len(known.oracle((), (), large).algebra.atoms) <= large
    assert sign(known, "x") == POS
    assert sign(known, "y") == ANY
