from __future__ import annotations

import pytest

from tests.algebra.cases import case
from verifier.claims.claim import Claim
from verifier.kernel.evidence import EngineWord, Evidence
from verifier.language.problems import LimitExceeded
from verifier.strategies import Budget, sympy_search
from verifier.strategies.engine_word import SympyWord
from verifier.strategies.sympy_search import EngineSays, NotDecided
from verifier.workers import Stopped

BUDGET = Budget(seconds=2.5, seed=0)


def offered(
    answer: object, monkeypatch: pytest.MonkeyPatch, relation: str = "=", budget: Budget = BUDGET
) -> tuple[list[Evidence], list[float]]:
    """What is offered when the engine answers so, and the seconds it was given."""
    asked: list[float] = []

    def ask(_claim: Claim, seconds: float, *, memory: int) -> object:  # noqa: ARG001
        asked.append(seconds)
        return answer

    monkeypatch.setattr(sympy_search, "ask", ask)
    return list(SympyWord().offer(case("x", "x", relation).claim, budget)), asked


def test_a_yes_is_offered_with_its_method(monkeypatch: pytest.MonkeyPatch) -> None:
    evidence, asked = offered(EngineSays("SymPy 1", True, "trigsimp"), monkeypatch)
    assert evidence == [EngineWord("SymPy 1", "trigsimp")]
    assert asked == [2.5]


@pytest.mark.parametrize(
    "answer", [EngineSays("SymPy 1", False, "expand"), NotDecided("it found no way")]
)
def test_a_no_refutes_nothing(answer: object, monkeypatch: pytest.MonkeyPatch) -> None:
    assert offered(answer, monkeypatch)[0] == []


def test_an_engine_that_was_stopped_is_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(LimitExceeded, match="out of time"):
        offered(Stopped("out of time", 2.5), monkeypatch)


def test_it_is_not_asked_where_engines_may_not_be(monkeypatch: pytest.MonkeyPatch) -> None:
    yes = EngineSays("SymPy 1", True, "expand")
    assert offered(yes, monkeypatch, budget=Budget(2.5, 0, engines=False)) == ([], [])


@pytest.mark.parametrize("relation", ["<", "<=", ">", ">="])
def test_it_is_asked_about_equations_only(relation: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert offered(EngineSays("SymPy 1", True, "expand"), monkeypatch, relation) == ([], [])
