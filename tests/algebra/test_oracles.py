from __future__ import annotations

from fractions import Fraction

import pytest
from flint import fmpq

from tests.algebra.cases import algebra, at, context, fact, read
from verifier.algebra.fact_free import FactFree
from verifier.algebra.fractions import Algebra
from verifier.algebra.frames import NeedSplit
from verifier.algebra.literals import NEG, NIL, NONNEG, NONZERO, POS, Literal
from verifier.algebra.names import Names
from verifier.algebra.oracles import (
    CaseOracle,
    PointOracle,
    State,
    at_point,
    difference,
)
from verifier.algebra.templates import plain

LETTERS = {"x, y": "real", "p": "real in (0, 1)", "n": "integer"}


def literal(
    text: str, mask: int, *, exact: bool = True, given: tuple[Literal, ...] = ()
) -> Literal:
    return Literal(read(text), mask, read(text), exact, given)


def case_of(*facts: str) -> CaseOracle:
    ring = algebra(facts, LETTERS)
    return CaseOracle(ring, FactFree(ring.names))


# -- without facts ---------------------------------------------------------------------------------


def free() -> FactFree:
    return FactFree(Names(context(LETTERS)))


@pytest.mark.parametrize("text", ["x - x", "(x + y)^2 - x^2 - 2*x*y - y^2", "exp(x)*exp(-x) - 1"])
def test_an_identity_vanishes_without_facts(text: str) -> None:
    assert free().vanishes(read(text))


@pytest.mark.parametrize(
    "text", ["x", "abs(p) - p", "1/(x - x)", "p", "x^10000*y^10000 + (x + y)^9999"]
)
def test_what_needs_a_fact_or_too_much_work_does_not_vanish(text: str) -> None:
    assert not free().vanishes(read(text))


@pytest.mark.parametrize(
    ("first", "second", "factor"),
    [
        ("x", "x", 1),
        ("2*x", "x", 1),
        ("-x", "3*x", -1),
        ("x - y", "y - x", -1),
        ("(x^2 - y^2)/(x + y)", "2*x - 2*y", 1),
        ("x", "y", 0),
        ("x", "x^2", 0),
        ("x", "x - x", 0),
        ("p*x", "x", 0),
        ("x + 1", "x", 0),
    ],
)
def test_proportions_are_rational_and_need_no_fact(first: str, second: str, factor: int) -> None:
    assert free().proportional(read(first), read(second)) == factor


def test_a_larger_ring_is_made_where_one_is_needed() -> None:
    text = " + ".join(f"exp(x^{n})*sin(x^{n})" for n in range(1, 30))
    assert free().vanishes(difference(read(text), read(text)))


# -- a case ----------------------------------------------------------------------------------------


def test_a_sign_that_the_facts_tell_is_told() -> None:
    known = case_of("x > 0")
    assert known.sign(read("x"), (POS, NIL, NEG), ()) == POS
    assert known.sign(read("-x"), (POS, NIL, NEG), ()) == NEG
    assert known.sign(read("x^2"), (NONZERO, NIL), ()) == NONZERO


def test_a_sign_that_they_do_not_tell_is_split_into_what_is_possible() -> None:
    with pytest.raises(NeedSplit) as asked:
        case_of("x >= 0").sign(read("x"), (POS, NIL, NEG), ())
    assert asked.value.subject == read("x")
    assert asked.value.masks == (POS, NIL)


def test_conditions_met_are_settled_before_cases_are_made() -> None:
    with pytest.raises(NeedSplit) as asked:
        case_of().sign(read("1/x"), (POS, NIL, NEG), [literal("x", NONZERO)])
    assert asked.value.subject == read("x")
    assert set(asked.value.masks) == {NONZERO, NIL}


@pytest.mark.parametrize(
    ("text", "mask", "facts", "expected"),
    [
        ("x", POS, ["x > 0"], True),
        ("x", NONNEG, ["x > 0"], True),
        ("x", NEG, ["x > 0"], False),
        ("x", NIL, ["x > 0"], False),
        ("x", POS, [], None),
        ("x", POS, ["x >= 0"], None),
        ("p", POS, [], True),
        ("1/(x - x)", POS, [], False),
    ],
)
def test_a_condition_holds_fails_or_neither(
    text: str, mask: int, facts: list[str], expected: bool | None
) -> None:
    assert case_of(*facts).holds(literal(text, mask)) is expected


def test_a_condition_is_exact_only_under_what_is_given() -> None:
    needed = literal("y", POS, exact=False)
    conditional = literal("x", POS, given=(needed,))
    assert case_of("y > 0").is_exact(conditional)
    assert not case_of("y <= 0").is_exact(conditional)
    assert not case_of().is_exact(conditional)
    assert not case_of("y > 0").is_exact(literal("x", POS, exact=False))


def test_what_is_given_matters_only_where_the_condition_fails_on_its_edge() -> None:
    on_the_edge = literal("x", POS, given=(literal("x + 1", NONZERO, exact=False),))
    assert case_of().is_exact(on_the_edge)
    off_the_edge = literal("x", POS, given=(literal("x", NONZERO, exact=False),))
    assert not case_of("x >= 0").is_exact(off_the_edge)


@pytest.mark.parametrize(
    ("text", "facts", "value"),
    [
        ("3/4", [], Fraction(3, 4)),
        ("x - x + 2", [], Fraction(2)),
        ("x", ["x = 5"], Fraction(5)),
        ("x - x", [], Fraction(0)),
        ("x", [], None),
        ("pi", [], None),
        ("x", ["x^2 = 4"], None),
    ],
)
def test_a_rational_value_of_the_whole_case(
    text: str, facts: list[str], value: Fraction | None
) -> None:
    assert case_of(*facts).rational(read(text)) == value


# -- a point ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "point", "sign"),
    [
        ("x - 1", {"x": 1}, NIL),
        ("sin(x)", {"x": "pi"}, NIL),
        ("cos(x)", {"x": "pi/2"}, NIL),
        ("exp(x) - 1", {"x": 0}, NIL),
        ("sqrt(2) - 1.41421356", {}, POS),
        ("exp(1/3)^3 - e", {}, NIL),
        ("2^(1/2)*3^(1/2) - 6^(1/2)", {}, NIL),
        ("exp(x) - exp(1/3)*exp(2/3)", {"x": 1}, NIL),
        ("e - 2.718281828459045235360287471352662497757", {}, POS),
        ("1/x", {"x": 0}, None),
        ("log(x)", {"x": -1}, None),
        ("log(x)*0", {"x": -1}, None),
        ("erf(atan(1/2) + atan(1/3)) - erf(pi/4)", {}, None),
        ("exp(exp(exp(x)))", {"x": 50}, None),
    ],
)
def test_a_sign_at_a_point_is_certain_or_not_told(
    text: str, point: dict[str, int | str], sign: int | None
) -> None:
    assert at(point, LETTERS).certain_sign(plain(read(text))) == sign


def test_an_exact_zero_is_found_by_the_normal_form_and_only_where_it_is_one() -> None:
    oracle = at({"x": "pi", "y": 0}, LETTERS)
    assert oracle.certain_sign(read("sin(x)^2 + cos(x)^2 - 1")) == NIL
    assert oracle.certain_sign(read("sin(x) + exp(y) - 1")) == NIL
    assert oracle.certain_sign(read("sin(x) + 1/10^300")) == POS


def test_a_point_outside_of_the_domain_has_values_all_the_same() -> None:
    assert at({"p": 7}, LETTERS).value(read("p + 1"), 64) == fmpq(8)


def test_a_condition_at_a_point() -> None:
    oracle = at({"x": 0, "y": 1}, LETTERS)
    assert oracle.holds(literal("x", NONNEG)) is True
    assert oracle.holds(literal("x", NONZERO)) is False
    assert oracle.holds(literal("1/x", NONZERO)) is None
    assert oracle.is_exact(literal("x", NONZERO))
    assert not oracle.is_exact(literal("x", NONZERO, exact=False))
    assert not oracle.is_exact(literal("x", NONZERO, given=(literal("x", POS, exact=False),)))
    assert oracle.is_exact(literal("x", NONZERO, given=(literal("y", POS, exact=False),)))


def test_a_value_that_is_rational_at_the_point() -> None:
    oracle = at({"x": 2}, LETTERS)
    assert oracle.rational(read("x/3 - 1")) == Fraction(-1, 3)
    assert oracle.rational(read("x*pi")) is None
    assert oracle.rational(read("1/(x - 2)")) is None


def test_the_numbers_of_a_point_are_the_same_at_every_precision() -> None:
    oracle = at({"x": "pi", "y": 1}, LETTERS)
    narrow, wide = oracle.values(256), oracle.values(64)
    assert set(narrow) == set(wide) == {"x", "y"}
    assert oracle.values(64) is wide


def test_a_letter_without_a_value_leaves_everything_open() -> None:
    oracle = PointOracle({}, FactFree(Names(context(LETTERS))))
    assert oracle.value(read("x"), 64) is None
    assert oracle.certain_sign(read("x")) is None
    assert at_point(read("1/x"), oracle).state is State.NOT_KNOWN


def test_the_expression_to_evaluate_comes_with_definedness_alone() -> None:
    for text, point in (("1/x", {"x": 0}), ("integrate(floor(t), t=0..1)", {}), ("x", {"x": 1})):
        found = at_point(read(text), at(point, LETTERS))
        assert (found.expression is not None) == (found.state is State.DEFINED)


def test_facts_do_not_leak_from_a_case_into_what_is_free_of_facts() -> None:
    known = case_of("x = 0")
    assert known.algebra.vanishes(read("x*y"))
    assert not known.vanishes(read("x*y"))
    assert known.proportional(read("x + y"), read("y")) == 0


def test_a_declared_range_is_no_fact_where_none_is_allowed() -> None:
    ring = Algebra(Names(context(LETTERS)), [fact("x > 1/2")], 16)
    known = CaseOracle(ring, FactFree(ring.names))
    assert known.algebra.signs.of(read("p")) == POS
    assert known.algebra.signs.of(read("x")) == POS
    assert not known.vanishes(read("abs(p) - p"))
