from __future__ import annotations

import itertools
from dataclasses import replace

from tests.algebra.cases import case
from verifier.claims.claim import Claim
from verifier.kernel.evidence import Rewriting
from verifier.strategies import Budget
from verifier.strategies.normal_form import STEPS, NormalForm

BUDGET = Budget(1.0, 0)
CHAIN = {"p": "x^2", "q": "p + 1", "r": "q*p", "unused": "x"}


def offered(left: str, right: str, total: set[str], definitions: dict[str, str]) -> list[set[str]]:
    found = case(left, right, definitions=definitions).claim
    context = replace(found.context, total=frozenset(total))
    claim = Claim(found.left, found.relation, found.right, context)
    evidence = list(NormalForm().offer(claim, BUDGET))
    assert all(isinstance(each, Rewriting) for each in evidence)
    return [set(each.closed) for each in evidence if isinstance(each, Rewriting)]


def test_definitions_are_kept_as_letters_first_and_opened_level_by_level() -> None:
    steps = offered("r + 1", "1 + r", {"p", "q", "r"}, CHAIN)
    assert steps[0] == {"p", "q", "r"}
    assert steps[1] == {"p", "q"}
    assert all(later < earlier for earlier, later in itertools.pairwise(steps))


def test_in_the_end_everything_is_open() -> None:
    deep = {"p0": "x"} | {f"p{n}": f"p{n - 1} + 1" for n in range(1, 20)}
    for total in (set(), set(deep)):
        steps = offered("p19", "x + 19", total, deep)
        assert steps[-1] == set()
        assert len(steps) <= STEPS + 1


def test_what_is_not_known_to_be_total_is_never_kept() -> None:
    for closed in offered("r", "q*p", {"q"}, CHAIN):
        assert closed <= {"q"}


def test_functions_and_what_is_not_mentioned_are_not_kept() -> None:
    definitions = {**CHAIN, "f(t)": "t^2"}
    for closed in offered("f(p)", "p^2", {"p", "f", "unused"}, definitions):
        assert closed <= {"p"}


def test_without_definitions_there_is_one_normal_form() -> None:
    assert offered("x", "x", set(), {}) == [set()]
