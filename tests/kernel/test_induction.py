from __future__ import annotations

import pytest

from tests.algebra.cases import Case, case
from verifier.kernel.evidence import Induction
from verifier.kernel.verdicts import Proved, Refuted

N = {"n": "natural"}


def by_induction(found: Case, variable: str = "n", start: int = 0) -> object:
    return found.judge.consider(found.claim, Induction(variable, start, frozenset()))


@pytest.mark.parametrize(
    ("left", "right", "symbols"),
    [
        ("sum(k, k=1..n)", "n*(n + 1)/2", N),
        ("sum(binomial(n, k), k=0..n)", "2^n", N),
        ("prod(2, k=1..n)", "2^n", N),
        ("sum(log(k), k=1..n)", "log(factorial(n))", N),
        ("sum(k*x^k, k=0..n)", "sum(k*x^k, k=1..n)", {"n": "natural", "x": "real"}),
    ],
)
def test_a_claim_is_shown_for_every_whole_number(
    left: str, right: str, symbols: dict[str, str]
) -> None:
    verdict = by_induction(case(left, right, symbols=symbols))
    assert isinstance(verdict, Proved)
    assert "induction" in verdict.method


@pytest.mark.parametrize(
    ("left", "right", "symbols"),
    [
        ("sum(k, k=1..n)", "n*(n + 1)/2 + 1", N),  # the step holds, the start fails
        ("sum(k, k=1..n)", "n*(n + 1)/2", {"n": "integer"}),  # below 0 it fails
        ("sum(k, k=1..n)", "n^2", N),  # true at 0 and 1
        ("n*(n - 1)*(n - 2)*(n - 3)", "0", N),  # true at the first four
        ("2^n", "n^2 + n + 1", N),
    ],
)
def test_a_false_claim_is_not_shown(left: str, right: str, symbols: dict[str, str]) -> None:
    assert not isinstance(by_induction(case(left, right, symbols=symbols)), Proved)


def test_no_induction_where_a_fact_speaks_of_the_number() -> None:
    found = case("sum(k, k=1..n)", "n*(n + 1)/2", symbols=N, assumed=["n > 2"])
    assert by_induction(found) is None
    bounded = case("sum(k, k=1..n)", "n*(n + 1)/2", symbols={"n": "natural", "m": "integer >= n"})
    assert by_induction(bounded) is None


def test_no_induction_on_a_real_number() -> None:
    found = case("x", "x", symbols={"x": "real"})
    assert by_induction(found, "x") is None


def test_induction_refutes_nothing() -> None:
    assert not isinstance(by_induction(case("sum(k, k=1..n)", "n", symbols=N)), Refuted)
