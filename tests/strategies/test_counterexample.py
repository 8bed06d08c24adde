from __future__ import annotations

import pytest

from tests.algebra.cases import case
from verifier.kernel.evidence import Counterexample, Evidence, OneSided
from verifier.kernel.verdicts import Refuted
from verifier.strategies import Budget
from verifier.strategies.counterexample import CounterexampleSearch

BUDGET = Budget(1.0, 0)


def offered(left: str, right: str, relation: str = "=", **how: object) -> list[Evidence]:
    return list(CounterexampleSearch().offer(case(left, right, relation, **how).claim, BUDGET))


@pytest.mark.parametrize(
    ("left", "right", "how"),
    [
        ("sqrt(x^2)", "x", {}),
        ("where(x == 12345, 0, x)", "x", {}),
        ("(x > 0)", "(x >= 0)", {}),
        ("abs(x - 1)", "1 - x", {}),
        ("max(x, y)", "where(x > y, x, y + (x == y))", {}),
        ("x", "x + (x == 1)", {"symbols": {"x": "real in [0, 1]"}}),
        ("sin(x)", "0", {}),
        ("pi + x - x", "355/113", {}),
        ("1/3 + 0*x", "0.3333333333333333", {}),
        ("abs(p)", "p", {"definitions": {"p": "x^3"}}),
        ("x*(x - 1)*(x - 1/2)", "0", {"symbols": {"x": "integer"}}),
        ("x", "y", {"assumed": ["x > y"]}),
    ],
)
def test_a_false_line_is_answered_with_a_point_where_it_fails(
    left: str, right: str, how: dict[str, object]
) -> None:
    found = case(left, right, **how)
    verdicts = [
        found.judge.consider(found.claim, evidence)
        for evidence in CounterexampleSearch().offer(found.claim, BUDGET)
        if isinstance(evidence, Counterexample)
    ]
    assert any(isinstance(verdict, Refuted) for verdict in verdicts)


@pytest.mark.parametrize(
    ("left", "right", "relation"),
    [
        ("(x + y)^2", "x^2 + 2*x*y + y^2", "="),
        ("sqrt(x^2)", "abs(x)", "="),
        ("1/x - 1/x", "log(x)*0/x - log(x)*0/x + 1/x - 1/x + 0*log(x)*x", "<="),
        ("exp(x)*exp(y)", "exp(x + y)", "="),
        ("erf(atan(1/2) + atan(1/3)) + 0*x", "erf(pi/4)", "="),
        ("x", "x + 1", "<"),
        ("x^2", "0", ">="),
        ("diff(sqrt(relu(x))^4, x)", "2*relu(x)", "="),
    ],
)
def test_no_point_of_differing_values_is_offered_for_a_true_line(
    left: str, right: str, relation: str
) -> None:
    assert not [e for e in offered(left, right, relation) if isinstance(e, Counterexample)]


def test_points_where_the_values_differ_come_before_those_where_a_side_is_undefined() -> None:
    kinds = [type(evidence) for evidence in offered("x/x", "1 + (x == 7)")]
    assert OneSided in kinds
    assert Counterexample in kinds
    assert kinds.index(OneSided) > max(n for n, kind in enumerate(kinds) if kind is Counterexample)


def test_a_side_that_is_undefined_alone_is_offered() -> None:
    evidence = offered("x/x", "1")
    assert all(isinstance(each, OneSided) for each in evidence)
    assert any(each.point["x"].value == 0 for each in evidence)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("left", "right"),
    [("1/x", "2/x - 1/x"), ("log(-1 - x^2)", "7/(x - x)"), ("integrate(floor(t), t=0..1)", "1/2")],
)
def test_nothing_is_offered_where_both_sides_fail_or_are_not_known(left: str, right: str) -> None:
    assert offered(left, right) == []
