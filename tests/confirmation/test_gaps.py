"""Lines that hold at every usual draw and are false elsewhere are never left without a gap."""

from __future__ import annotations

import pytest

from tests.confirmation.reading import confirmed
from verifier.claims.numeric import Disagreement, Numeric

SYMBOLS = {
    "x": "real[n]",
    "X": "real[n, d]",
    "W": "real[d, d]",
    "s": "real",
    "z": "real != 100",
    "k": "integer",
    "m": "integer in [1, 4]",
    "J": "integer[n]",
    "N": "real[n, n] invertible",
    "M": "real[n, n] positive definite",
}
DEFINITIONS = {"a": "n", "u": "s - 100", "v(r)": "sqrt((r - 100)^2)"}


def _roots(name: str, low: int, high: int) -> str:
    return "*".join(f"({name} - ({i}))" for i in range(low, high + 1))


BLIND = {
    f"sum(x)*{_roots('k', -4, 4)} = 0": "the whole number `k`",
    f"sum(x)*{_roots('sum(J)', -30, 30)} = 0": "the whole number `J`",
    "x*sin(k*pi/1000) = 0*x": "the whole number `k`",
    f"sum(x)*{_roots('floor(s)', -9, 9)} = 0": "`floor(s)` may break off",
    f"sum(W)*{_roots('a', 1, 30)} = 0": "the size `n`",
    "x*(sqrt((s - 100)^2) - 100 + s) = 0": "only one side of `s - 100`",
    "x*(sqrt(u*u) + u) = 0": "only one side of `u`",
    "sum(x)*(v(s) - 100 + s) = 0": "only one side of `r - 100`",
    "x*((s - 100)^2)^(1/2) = x*(100 - s)": "only one side of `s - 100`",
    "x*sqrt(s^2 - 200*s + 10000) = x*(100 - s)": "may break off",
    "x*(abs(s - 100) - 100 + s) = 0": "a side of `abs(s - 100)`",
    "x*(atan(1/(z - 100)) + atan(z - 100) + pi/2) = 0": "only one side of `z - 100`",
    "sum(x)*relu(s - 60) = 0": "a side of `relu(s - 60)`",
    "x*max(s, 50) = 50*x": "a side of `max(s, 50)`",
    "grad(sum(sigmoid(x^2 + 100)), x) = 0*x": "far from 0 only",
    "x + exp(-2000*(1 + s^2)) = x": "out of sight",
    "erf(1000*x) = sign(x)": "far from 0 only",
    "x*sinh(200*s) = x*sign(s)*cosh(200*s)": "far from 0 only",
    "logsumexp(10^6*x) = 10^6*max(x) + log(sum(x == max(x)))": "far from 0 only",
    "softmax(10^6*x)*sum(x == max(x)) = (x == max(x))": "far from 0 only",
}


@pytest.mark.parametrize("line", BLIND)
def test_what_the_draws_cannot_see_is_a_gap(line: str) -> None:
    found = confirmed(line, symbols=SYMBOLS, definitions=DEFINITIONS)
    if isinstance(found, Disagreement):
        return  # seen after all
    assert isinstance(found, Numeric), found
    assert any(BLIND[line] in gap for gap in found.gaps), found.gaps


@pytest.mark.parametrize(
    "line",
    [
        f"sum(W)*{_roots('sum(0*x + 1)', 1, 7)} = 0",
        f"sum(W)*{_roots('a', 1, 7)} = 0",
        "det(N)*sqrt(det(N)^2) = det(N)^2",
        "x + exp(-100*(1 + s^2)) = x",
    ],
)
def test_what_holds_by_chance_at_small_sizes_or_in_doubles_is_found_out(line: str) -> None:
    found = confirmed(line, symbols=SYMBOLS, definitions=DEFINITIONS)
    assert isinstance(found, Disagreement)


@pytest.mark.parametrize(
    "line",
    [
        f"sum(x)*{_roots('m', 1, 4)} = 0",  # all four are met
        "x/(1 + exp(-s)) = x*sigmoid(s)",
        "x*sqrt(exp(s)) = x*exp(s/2)",
        "x*(s^2)^(1/3) = x*cbrt(s)^2",
        "x*log((s - 100)^2 + 1) = x*log((100 - s)^2 + 1)",
        "inv(M) @ M = eye(n)",
        "inv(N) @ N @ x = x",
        "inv(X.T @ X + eye(d)) @ (X.T @ X + eye(d)) = eye(d)",
    ],
)
def test_places_that_are_met_on_both_sides_or_never_reached_are_none(line: str) -> None:
    found = confirmed(line, symbols=SYMBOLS, definitions=DEFINITIONS)
    assert isinstance(found, Numeric)
    assert found.gaps == ()


def test_an_entry_that_is_zero_by_structure_is_no_disagreement() -> None:
    for seed in range(40):  # singular ones, and such with zeros in them, are among the draws
        found = confirmed("A @ inv(A) = eye(n)", seed=seed, symbols={"A": "real[n, n]"})
        assert isinstance(found, Numeric), found


def test_sizes_keep_to_their_declared_range() -> None:
    symbols = {"n": "integer in [2, oo)", "x": "real[n]"}
    found = confirmed("sum(x)*(n == 1) = 0", symbols=symbols)
    assert isinstance(found, Numeric)
    assert all(shape["n"] >= 2 for shape in found.shapes)
    given = confirmed("sum(x)*(n == 1) = 0", symbols=symbols, sizes={"n": 1})
    assert not isinstance(given, Numeric | Disagreement)


def test_given_sizes_do_not_hide_what_differs_at_others() -> None:
    found = confirmed("sum(0*x + 1) = 20", symbols={"x": "real[n]"}, sizes={"n": 20})
    assert isinstance(found, Disagreement)
    assert found.sizes["n"] != 20


def test_arrays_too_large_to_be_drawn_are_left_alone() -> None:
    found = confirmed("X = X", sizes={"n": 999_999, "d": 999_999})
    assert not isinstance(found, Numeric | Disagreement)
    assert "too large" in found.reason


def test_an_equation_solved_from_where_it_was_drawn_may_have_other_solutions() -> None:
    assume = "(s - 1)*(s - 20)*(s - 30) = 0"
    found = confirmed("s*x = x", symbols=SYMBOLS, assume=assume)
    assert isinstance(found, Numeric)
    assert any("may have solutions far from" in gap for gap in found.gaps)


@pytest.mark.parametrize("assume", ["A.T @ A = eye(n)", "A @ A.T = eye(n)"])
@pytest.mark.parametrize("power", ["n", "n - 1"])
def test_both_signs_of_a_determinant_are_drawn_of_a_matrix_assumed_orthogonal(
    assume: str, power: str
) -> None:
    line = f"det(A) = (-1)^({power})"
    found = confirmed(line, symbols={"A": "real[n, n]"}, assume=assume)
    assert isinstance(found, Disagreement)
