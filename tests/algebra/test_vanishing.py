"""Nested roots, logarithms and inverse functions: equal under proved signs and ranges alone."""

from __future__ import annotations

import pytest

from tests.algebra.cases import equal

REALS = {"x, y": "real"}
SIZES = {"x, y": "real > 0"}
INSIDE = {"x, y": "real in (-1, 1)"}
UNIT = {"x, y": "real in [0, 1]"}


@pytest.mark.parametrize(
    ("left", "right", "symbols"),
    [
        ("(x + y + 2*(x*y)^(1/2))^(1/2)", "x^(1/2) + y^(1/2)", SIZES),
        ("(2*x^2 + 1 + 2*x*(x^2 + 1)^(1/2))^(1/2)", "x + (x^2 + 1)^(1/2)", REALS),
        ("((x + 1)^(1/2) - x^(1/2))*((x + 1)^(1/2) + x^(1/2))", "1", SIZES),
        ("log(x + (x^2 + 1)^(1/2))", "-log((x^2 + 1)^(1/2) - x)", REALS),
        ("log(1 + exp(x)) - log(1 + exp(-x))", "x", REALS),
        ("log(x^2 + 2*x*y + y^2)", "2*log(x + y)", SIZES),
        ("2*atan(x)", "atan(2*x/(1 - x^2))", INSIDE),
        ("asin(x)", "atan(x/(1 - x^2)^(1/2))", INSIDE),
        ("asin(x) + asin((1 - x^2)^(1/2))", "pi/2", UNIT),
        ("atan(x) + atan(1/x)", "pi/2", SIZES),
        ("atan((1 + x^2)^(1/2) - x)", "pi/4 - atan(x)/2", REALS),
    ],
)
def test_what_takes_a_value_only_once_is_compared_through_it(
    left: str, right: str, symbols: dict[str, str]
) -> None:
    assert equal(left, right, (), symbols)


@pytest.mark.parametrize(
    ("left", "right", "symbols"),
    [
        ("(x + y - 2*(x*y)^(1/2))^(1/2)", "x^(1/2) - y^(1/2)", SIZES),  # of unknown sign
        ("(x^2 + 2*x + 1)^(1/2)", "x + 1", REALS),
        ("2*atan(x)", "atan(2*x/(1 - x^2))", REALS),  # off by pi beyond 1
        ("atan(x) + atan(1/x)", "pi/2", REALS),
        ("atan(x) + atan(y)", "atan((x + y)/(1 - x*y))", SIZES),
        ("asin(x) + asin((1 - x^2)^(1/2))", "pi/2", INSIDE),
        ("acos(2*x^2 - 1)", "2*acos(x)", INSIDE),
        ("log(x^2)", "log(x)", SIZES),
        ("log(x + y)", "log(x) + log(y)", SIZES),
        ("(x^2 + y^2)^(1/2)", "x + y", SIZES),
        ("log(1 + exp(x))", "x", REALS),
    ],
)
def test_no_branch_is_guessed(left: str, right: str, symbols: dict[str, str]) -> None:
    assert not equal(left, right, (), symbols)
