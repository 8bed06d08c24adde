from __future__ import annotations

import pytest

from tests.algebra.steps import state, verdict
from verifier.algebra.oracles import State

N, X = {"n": "natural"}, {"x": "real in (-1, 1)"}


@pytest.mark.parametrize(
    ("left", "right", "symbols"),
    [
        ("sum(k, k=1..n)", "n*(n + 1)/2", N),
        ("sum(k^3, k=1..n)", "n^2*(n + 1)^2/4", N),
        ("sum(2^k, k=0..n)", "2^(n + 1) - 1", N),
        ("sum(x^k, k=0..n)", "(1 - x^(n + 1))/(1 - x)", {"x": "real != 1", **N}),
        ("sum(1/(k*(k + 1)), k=1..n)", "n/(n + 1)", N),
        ("sum(k*factorial(k), k=1..n)", "factorial(n + 1) - 1", N),
        ("sum(log(k + 1) - log(k), k=1..n)", "log(n + 1)", N),
        ("sum(atan(k + 1) - 2*atan(k) + atan(k - 1), k=0..n)", "atan(n + 1) - atan(n) - pi/4", N),
        ("sum(sum(j, j=1..k), k=1..n)", "n*(n + 1)*(n + 2)/6", N),
        ("prod((k + 1)/k, k=1..n)", "n + 1", N),
        ("prod(exp(k), k=1..n)", "exp(n*(n + 1)/2)", N),
        ("sum(k, k=3..1) + prod(k, k=3..1)", "1", {}),
        ("sum(x^k, k=0..oo)", "1/(1 - x)", X),
        ("sum(k*x^k, k=1..oo)", "x/(1 - x)^2", X),
        ("sum(1/(k*(k + 2)), k=1..oo)", "3/4", {}),
        ("sum(1/2^abs(k), k=-oo..oo)", "3", {}),
        ("sum(k/factorial(k + 1), k=1..oo)", "1", {}),
        ("sum(atan(k + 1) - atan(k), k=0..oo)", "pi/2", {}),
    ],
)
def test_a_sum_is_proved(left: str, right: str, symbols: dict[str, str]) -> None:
    assert verdict(left, right, symbols) == "proved"


@pytest.mark.parametrize(
    ("left", "right", "symbols"),
    [
        ("sum(k, k=0..n - 1)", "n*(n + 1)/2", {"n": "integer >= 1"}),
        ("sum(k, k=1..n)", "n*(n + 1)/2", {"n": "integer"}),  # fails at n = -3
        ("sum(1/2^k, k=0..n)", "2", N),
        ("sum(x^k, k=1..oo)", "1/(1 - x)", X),
        ("sum(k, k=1..oo)", "-1/12", {}),
        ("sum((-1)^k, k=0..oo)", "1/2", {}),
        ("sum(1/j - 1/(j + 1), j=-2..2)", "-5/6", {}),
        ("sum(1/k, k=1..oo)", "1", {}),
    ],
)
def test_a_wrong_sum_is_refuted(left: str, right: str, symbols: dict[str, str]) -> None:
    assert verdict(left, right, symbols) == "refuted"


def test_a_geometric_series_needs_its_condition() -> None:
    assert verdict("sum(x^j, j=0..oo)", "1/(1 - x)", {"x": "real in [0, oo)"}) == "conditional"


@pytest.mark.parametrize(
    "text",
    [
        "sum(1/sqrt(j), j=1..oo)",
        "sum(log(1 + 1/j), j=1..oo)",
        "sum((-1)^j*j/(j + 1), j=1..oo)",
        "sum((-2)^j, j=0..oo)",
        "sum(1, j=0..oo)",
        "sum(log(j), j=0..3)",
    ],
)
def test_a_series_that_is_shown_to_diverge_is_undefined(text: str) -> None:
    assert state(text) is State.UNDEFINED


@pytest.mark.parametrize(
    "text",
    [
        "sum((-1)^j/j^3, j=1..oo)",  # converges
        "sum((-1)^j/sqrt(j), j=1..oo)",  # converges, though sqrt(j) grows
        "sum((-1)^j/log(j), j=2..oo)",
        "sum(1/j^3, j=1..oo)",
        "sum(1/(j*log(j)), j=2..oo)",
        "prod(1/2, j=1..oo)",  # such a product is said to diverge to 0
        "sum(1/j, j=oo..1)",
    ],
)
def test_a_series_of_which_nothing_is_shown_is_not_called_undefined(text: str) -> None:
    assert state(text) is State.NOT_KNOWN


def test_splitting_a_series_into_divergent_ones_proves_nothing() -> None:
    left = "sum(1/j - 1/(j + 1), j=1..oo)"
    assert verdict(left, "1") == "proved"
    assert verdict(left, "sum(1/j, j=1..oo) - sum(1/(j + 1), j=1..oo)") != "proved"


def test_the_bounds_of_a_sum_do_not_move_under_a_derivative() -> None:
    assert verdict("diff(sum(x*j, j=1..n), x)", "n*(n + 1)/2", {"x": "real", **N}) == "proved"
    assert state("diff(sum(j, j=1..x), x)", x=2) is State.NOT_KNOWN


WHOLE = {"n": "integer", "m": "integer", "x": "real"}


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("sum(1/(k - 3), k=1..n)", "sum(1/(k - 3), k=1..n)*1"),
        ("sum(1/(k - m), k=1..n)", "-sum(1/(m - k), k=1..n)"),
        ("sum(1/(k*(k - 3)), k=1..n)*3", "sum(1/(k - 3) - 1/k, k=1..n)"),
        ("diff(sum(x^2/(k - 3), k=1..n), x)", "2*x*sum(1/(k - 3), k=1..n)"),
        ("sum(1/(2*k - 5), k=1..n)*2", "sum(2/(2*k - 5), k=1..n)"),
    ],
)
def test_a_sum_with_a_pole_is_defined_where_its_range_does_not_reach_it(
    left: str, right: str
) -> None:
    assert verdict(left, right, WHOLE) == "proved"


@pytest.mark.parametrize(
    ("left", "right", "found"),
    [
        ("sum(1/(k - 3), k=1..n)", "0", "refuted"),
        ("sum(1/(k - m), k=1..n)", "sum(1/(m - k), k=1..n)", "refuted"),
        ("sum(1/(k - 3), k=1..n)*0", "0", "conditional"),
        ("sum(1/(x*(k - 3)), k=1..n)*x", "sum(1/(k - 3), k=1..n)", "conditional"),
        ("prod(1/(k - 3), k=1..n)*prod(k - 3, k=1..n)", "1", "conditional"),
        ("sum(1/(k - 3), k=1..oo)", "1", "refuted"),
    ],
)
def test_a_sum_whose_range_reaches_a_pole_has_no_value(left: str, right: str, found: str) -> None:
    assert verdict(left, right, WHOLE) == found
