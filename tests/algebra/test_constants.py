"""Numbers of radicals and cosines are compared exactly: what is equal, and what only nearly is."""

from __future__ import annotations

import pytest

from tests.algebra.cases import algebra, equal, read
from verifier.algebra.literals import ANY, NEG, NIL, POS
from verifier.algebra.oracles import difference

HIGHER = "(17 + 3*17^(1/2) - (34 - 2*17^(1/2))^(1/2) - 2*(34 + 2*17^(1/2))^(1/2))^(1/2)"
EQUAL = [
    ("(5 + 2*6^(1/2))^(1/2)", "2^(1/2) + 3^(1/2)"),
    ("(7 + 5*2^(1/2))^(1/3)", "1 + 2^(1/2)"),
    ("(2^(1/3) - 1)^(1/3)", "(1/9)^(1/3) - (2/9)^(1/3) + (4/9)^(1/3)"),
    ("(2 + 5^(1/2))^(1/3) - (5^(1/2) - 2)^(1/3)", "1"),
    ("cos(pi/7)*cos(2*pi/7)*cos(3*pi/7)", "1/8"),
    ("cos(pi/7) - cos(2*pi/7) + cos(3*pi/7)", "1/2"),
    ("4*cos(pi/5)", "1 + 5^(1/2)"),
    ("8*sin(pi/7)*sin(2*pi/7)*sin(3*pi/7)", "7^(1/2)"),
    (
        "16*cos(2*pi/17)",
        "-1 + 17^(1/2) + (34 - 2*17^(1/2))^(1/2) + 2*" + HIGHER,
    ),
    ("4*atan(1/5) - atan(1/239)", "pi/4"),
    ("atan(1) + atan(2) + atan(3)", "pi"),
    ("log(2 + 3^(1/2))", "-log(2 - 3^(1/2))"),
]


@pytest.mark.parametrize(("left", "right"), EQUAL)
def test_equal_numbers_are_known_to_be_equal(left: str, right: str) -> None:
    assert equal(left, right)


@pytest.mark.parametrize("near", ["1/10^30", "-1/10^30", "1/10^60"])
@pytest.mark.parametrize(("left", "right"), EQUAL)
def test_a_number_that_is_only_near_is_not_equal(left: str, right: str, near: str) -> None:
    assert not equal(left, f"{right} + {near}")


@pytest.mark.parametrize(
    ("text", "mask"),
    [
        ("2^(1/2) + 3^(1/2) - (5 + 2*6^(1/2))^(1/2)", NIL),
        ("2^(1/2) + 3^(1/2) - 10^(1/2)", NEG),
        ("cos(pi/7) - 9/10", POS),
        ("pi - 355/113", NEG),
        ("x*2^(1/2)", ANY),
    ],
)
def test_the_sign_of_a_number_is_known_and_of_nothing_else(text: str, mask: int) -> None:
    ring = algebra()
    assert ring.constants.mask(ring.reduce(ring.fraction(read(text)).num)) == mask


def test_a_polynomial_vanishes_where_each_of_its_coefficients_does() -> None:
    zero = "(2^(1/2) + 3^(1/2) - (5 + 2*6^(1/2))^(1/2))"
    assert equal(f"x*{zero} + y*{zero}^2", "0")
    assert not equal(f"x*{zero} + y", "0")


def test_numbers_of_unknown_kind_are_not_called_zero() -> None:
    ring = algebra()
    gap = difference(read("exp(1)*pi"), read("exp(1)*pi + (exp(1)^pi - pi^exp(1))^2"))
    assert not ring.vanishes(gap)
