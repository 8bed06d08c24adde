"""Factorials and gamma at arguments that differ by whole numbers, away from the poles alone."""

from __future__ import annotations

import pytest
from flint import fmpq

from tests.algebra.cases import at, equal, read
from verifier.algebra.factorials import falling
from verifier.algebra.oracles import State, at_point

WHOLE = {"x": "real", "n, k": "natural", "m": "integer"}


@pytest.mark.parametrize(
    ("left", "right", "facts"),
    [
        ("factorial(n + 1)", "(n + 1)*factorial(n)", ()),
        ("factorial(n + 3)/factorial(n)", "(n + 1)*(n + 2)*(n + 3)", ()),
        ("gamma(n + 1)", "factorial(n)", ()),
        ("gamma(x + 1)", "x*gamma(x)", ("x > 0",)),
        ("gamma(x + 2)/gamma(x)", "x*(x + 1)", ("x > 0",)),
        ("gamma(x - 1)*(x - 1)", "gamma(x)", ("x > 1",)),
        ("gamma(x^2 + 3)", "(x^2 + 2)*(x^2 + 1)*gamma(x^2 + 1)", ()),
        ("gamma(1/2)^2", "pi", ()),
        ("gamma(5/2)", "3/4*gamma(1/2)", ()),
        ("gamma(1/3)*gamma(2/3)", "2*pi/3^(1/2)", ()),
        ("gamma(x)*gamma(1 - x)", "pi/sin(pi*x)", ("x > 0", "x < 1")),
        ("gamma(2 - x)*gamma(x + 1)", "pi*x*(1 - x)/sin(pi*x)", ("x > 0", "x < 1")),
        ("gamma(x)*gamma(3 - x)", "-pi*(x - 1)*(2 - x)/sin(pi*x)", ("x > 1", "x < 2")),
        ("gamma(1 - x/2)*gamma(x/2)", "pi/sin(pi*x/2)", ("x > 0", "x < 2")),
    ],
)
def test_shifted_arguments_are_compared(left: str, right: str, facts: tuple[str, ...]) -> None:
    assert equal(left, right, facts, WHOLE)


@pytest.mark.parametrize(
    ("left", "right", "facts"),
    [
        ("gamma(x + 1)", "x*gamma(x)", ()),  # x may be a pole
        ("gamma(x)", "(x - 1)*gamma(x - 1)", ("x > 0",)),  # x - 1 may be one
        ("factorial(n + 1)", "n*factorial(n)", ()),
        ("factorial(2*n)", "2*factorial(n)", ()),
        ("gamma(x + 1/2)", "x*gamma(x)", ("x > 0",)),
        ("gamma(1/3)*gamma(1/3)", "2*pi/3^(1/2)", ()),
        ("factorial(n + 1000)", "factorial(n)", ()),
        ("gamma(x)*gamma(1 - x)", "pi/sin(pi*x)", ("x > 0",)),  # 1 - x may be a pole
        ("gamma(x)*gamma(3 - x)", "pi*(x - 1)*(2 - x)/sin(pi*x)", ("x > 1", "x < 2")),
        ("gamma(x)", "gamma(1 - x)", ("x > 0", "x < 1")),
    ],
)
def test_what_may_stand_at_a_pole_or_is_false_is_not_compared(
    left: str, right: str, facts: tuple[str, ...]
) -> None:
    assert not equal(left, right, facts, WHOLE)


def test_what_is_mirrored_is_not_mirrored_back() -> None:
    """Both families have been met, each too far from where it is mirrored."""
    terms = "gamma(5 - x) + gamma(x + 6) + gamma(x)"
    assert equal(terms, "gamma(x) + gamma(x + 6) + gamma(5 - x)", ("x > 0", "x < 1"), WHOLE)


def test_a_falling_factorial_has_its_value() -> None:
    for k, value in ((0, 1), (1, 7), (2, 42), (3, 210)):
        here = at_point(falling(read("x"), k), at({"x": 7}))
        assert here.state is State.DEFINED
        assert here.expression is not None
        assert at({"x": 7}).value(here.expression, 64) == fmpq(value)
