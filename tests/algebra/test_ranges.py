from __future__ import annotations

from dataclasses import replace

import pytest
from flint import fmpq

from tests.algebra.cases import algebra, context, read
from verifier.algebra.enclosures import evaluate
from verifier.algebra.fractions import Algebra
from verifier.algebra.literals import ANY, NEG, NIL, NONNEG, NONPOS, POS
from verifier.algebra.names import Names
from verifier.algebra.ranges import (
    Range,
    domain_relations,
    range_of_domain,
    range_of_function,
    rational,
)
from verifier.claims.claim import Domain
from verifier.language.printer import to_text


def domain(text: str) -> Domain:
    return context({"x": text}).symbols["x"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("real", Range()),
        ("real in (0, 1]", Range(fmpq(0), fmpq(1), True, False)),
        ("real >= -1/2", Range(fmpq(-1, 2), None)),
        ("real < 3", Range(None, fmpq(3), False, True)),
        ("real != 0", Range()),
        ("natural", Range(fmpq(0), None)),
        ("natural >= 3", Range(fmpq(3), None)),
        ("natural > -5", Range(fmpq(0), None)),
        ("integer in (0, 5/2)", Range(fmpq(1), fmpq(2))),
        ("integer in [1/2, 3]", Range(fmpq(1), fmpq(3))),
        ("integer < 0", Range(None, fmpq(-1))),
        ("real in (-pi, pi)", Range()),
    ],
)
def test_a_domain_is_an_interval_as_far_as_its_ends_are_numbers(text: str, expected: Range) -> None:
    assert range_of_domain(domain(text)) == expected


@pytest.mark.parametrize(
    ("bounds", "mask"),
    [
        (Range(), ANY),
        (Range(fmpq(0), None), NONNEG),
        (Range(fmpq(0), None, True), POS),
        (Range(fmpq(1), None), POS),
        (Range(fmpq(-1), None), ANY),
        (Range(None, fmpq(0)), NONPOS),
        (Range(None, fmpq(0), False, True), NEG),
        (Range(fmpq(0), fmpq(0)), NIL),
        (Range(fmpq(-1), fmpq(1)), ANY),
    ],
)
def test_a_range_has_the_signs_it_contains(bounds: Range, mask: int) -> None:
    assert bounds.mask == mask


def test_a_domain_reads_as_relations_for_bounds_that_are_no_numbers_too() -> None:
    found = domain_relations("x", context({"y": "real > 0", "x": "real in [0, y)"}).symbols["x"])
    assert [(to_text(subject), mask) for subject, mask in found] == [
        ("x - 0", NONNEG),
        ("x - y", NEG),
    ]
    assert domain_relations("x", None) == []
    assert {mask for _, mask in domain_relations("x", domain("natural"))} == {NONNEG}
    assert [mask for _, mask in domain_relations("x", domain("real != 2"))] == [NEG | POS]


@pytest.mark.parametrize("head", ["asin", "acos", "atan", "erf"])
def test_no_value_of_a_function_leaves_its_range(head: str) -> None:
    bounds = range_of_function(read(f"{head}(x)"))
    assert bounds.lower is not None
    assert bounds.upper is not None
    for place in ("-1", "1", "0", "-1/3", "10000000", "-10000000"):
        value = evaluate(read(f"{head}({place})"), {}, 128)
        if value is None:
            continue
        assert not (value <= bounds.lower if bounds.lower_open else value < bounds.lower)
        assert not (value >= bounds.upper if bounds.upper_open else value > bounds.upper)


def test_nothing_is_known_of_the_range_of_any_function() -> None:
    assert range_of_function(read("g(x)")) == Range()
    assert range_of_function(read("floor(x)")) == Range()


@pytest.mark.parametrize(
    ("text", "value"),
    [("3", fmpq(3)), ("-1/2", fmpq(-1, 2)), ("1 + 1/3 - 2", fmpq(-2, 3)), ("0/5", fmpq(0))],
)
def test_an_expression_of_numbers_has_its_value(text: str, value: fmpq) -> None:
    assert rational(read(text)) == value


@pytest.mark.parametrize("text", ["x", "pi", "1/0", "1/(1 - 1)", "2*x", "1 + x", "sqrt(2)"])
def test_what_is_no_number_by_its_form_has_none(text: str) -> None:
    assert rational(read(text)) is None


LETTERS = {"p": "real in (0, 1)", "x": "real", "q": "real >= 1", "y": "real"}


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("p", Range(fmpq(0), fmpq(1), True, True)),
        ("exp(x)", Range(fmpq(0), None, True)),
        ("exp(p)", Range(fmpq(1), None, True)),
        ("exp(x^2)", Range(fmpq(1), None)),
        ("abs(x)", Range(fmpq(0), None)),
        ("abs(x*y + 2)", Range(fmpq(0), None)),
        ("log(q)", Range(fmpq(0), None)),
        ("log(p)", Range(None, fmpq(0), False, True)),
        ("log(x)", Range()),
        ("sin(x)", Range(fmpq(-1), fmpq(1))),
        ("cos(x)", Range(fmpq(-1), fmpq(1))),
        ("(p)^(1/2)", Range(fmpq(0), None, True)),
    ],
)
def test_an_atom_has_the_range_that_its_argument_gives(text: str, bounds: Range) -> None:
    ring = algebra(symbols=LETTERS)
    poly = ring.fraction(read(text)).num
    (slot,) = (slot for slot, degree in enumerate(poly.degrees()) if degree)
    assert ring.signs.range(slot) == bounds


def test_the_range_of_a_definition_counts_only_once_it_is_proved() -> None:
    claimed = context({"x": "real"}, {"p": "x^3 in (0, 1)"})
    before = Algebra(Names(claimed))
    after = Algebra(Names(replace(claimed, ranged=frozenset({"p"}))))
    assert before.signs.of(read("p*(1 - p)")) == ANY
    assert after.signs.of(read("p*(1 - p)")) == POS
