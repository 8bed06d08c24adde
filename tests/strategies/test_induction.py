from __future__ import annotations

from tests.algebra.cases import Case, case
from verifier.kernel.evidence import Induction
from verifier.strategies import Budget
from verifier.strategies.induction import ByInduction


def offered(found: Case) -> list[Induction]:
    evidence = ByInduction().offer(found.claim, Budget(1.0, 0, engines=False))
    return [each for each in evidence if isinstance(each, Induction)]


def test_induction_is_proposed_on_what_stands_in_a_bound() -> None:
    found = case("sum(k, k=1..n)", "m", symbols={"n, m": "natural"})
    assert [each.variable for each in offered(found)][:1] == ["n"]


def test_induction_is_proposed_on_what_stands_in_an_exponent() -> None:
    assert {
        each.variable for each in offered(case("2^n", "x", symbols={"n": "natural", "x": "real"}))
    } == {"n"}


def test_nothing_is_proposed_without_a_whole_number_that_matters() -> None:
    assert offered(case("x^2", "x*x", symbols={"x": "real"})) == []
    assert offered(case("n + 1", "1 + n", symbols={"n": "natural"})) == []


def test_the_start_lies_at_the_lower_end_of_the_domain() -> None:
    found = case("sum(k, k=1..n)", "n", symbols={"n": "integer >= 3"})
    assert offered(found)
    assert all(each.start >= 3 for each in offered(found))
