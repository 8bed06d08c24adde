"""What holds in every neighbourhood is asked without a single fact."""

from __future__ import annotations

import pytest

from tests.algebra.cases import context, read
from verifier.algebra.fact_free import READ, FactFree
from verifier.algebra.names import Names
from verifier.algebra.oracles import difference
from verifier.language.problems import LimitExceeded

POSITIVE = {"x, y": "real > 0"}


def free() -> FactFree:
    return FactFree(Names(context(POSITIVE)))


@pytest.mark.parametrize(
    ("left", "right"),
    [("(x + y)^2", "x^2 + 2*x*y + y^2"), ("sin(2*x)", "2*sin(x)*cos(x)"), ("exp(x)/exp(x)", "1")],
)
def test_identities_hold_without_facts(left: str, right: str) -> None:
    assert free().vanishes(difference(read(left), read(right)))


@pytest.mark.parametrize(("left", "right"), [("(x^2)^(1/2)", "x"), ("abs(x*y)", "x*y")])
def test_what_rests_on_a_domain_does_not(left: str, right: str) -> None:
    assert not free().vanishes(difference(read(left), read(right)))


@pytest.mark.parametrize(
    ("first", "second", "factor"),
    [
        ("x + y", "2*x + 2*y", 1),
        ("x - y", "3*y - 3*x", -1),
        ("x", "y", 0),
        ("x", "x*y", 0),
        ("x - x", "x", 0),
        ("x^2", "-x^2/7", -1),
    ],
)
def test_multiples_are_known_by_their_sign(first: str, second: str, factor: int) -> None:
    assert free().proportional(read(first), read(second)) == factor


def test_what_is_defined_nowhere_is_not_zero() -> None:
    assert not free().vanishes(read("1/(x - x)"))


def test_reading_is_counted() -> None:
    counted = free()
    counted.spend(READ)
    with pytest.raises(LimitExceeded):
        counted.spend(1)
