"""A second opinion stands beside a verdict; only a proof that numbers contradict is a fault."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.algebra.cases import case
from verifier.claims.claim import Claim
from verifier.judging import second
from verifier.judging.second import second_opinion
from verifier.kernel.verdicts import Conditional, Proved, Refuted, Unknown, Verdict
from verifier.outcome import FileOutcome, SecondOpinion
from verifier.running.runner import Options, run_text
from verifier.strategies import Budget
from verifier.strategies.sympy_search import EngineDiffers, EngineSays, NotDecided
from verifier.workers import Stopped

BUDGET = Budget(seconds=30.0, seed=0)
PROVED, UNKNOWN = Proved("a method"), Unknown("a reason")
CONDITIONAL = Conditional((), "a method")
DIFFERENT = Refuted({"x": "1"}, "1", "2", "the two sides differ")
ONE_SIDED = Refuted({"x": "0"}, "undefined", "2", "the left side is undefined there")
EQUAL, APART = EngineSays("E", True, "m"), EngineSays("E", False, "m")
AT_ONE = EngineDiffers("E", (("x", "1"),), "2", "3")


def answering(monkeypatch: pytest.MonkeyPatch, answer: object) -> None:
    monkeypatch.setattr(second, "ask_alone", lambda *_, **__: answer)


@pytest.mark.parametrize(
    ("verdict", "answer", "agrees"),
    [
        (PROVED, EQUAL, True),
        (PROVED, APART, False),
        (PROVED, NotDecided("why"), None),
        (PROVED, Stopped("out of time", 1.0), None),
        (CONDITIONAL, EQUAL, True),
        (CONDITIONAL, AT_ONE, False),
        (DIFFERENT, EQUAL, False),
        (DIFFERENT, APART, True),
        (DIFFERENT, AT_ONE, True),
        (ONE_SIDED, EQUAL, None),
        (ONE_SIDED, AT_ONE, True),
        (UNKNOWN, EQUAL, None),
        (UNKNOWN, AT_ONE, None),
    ],
)
def test_an_opinion_agrees_with_a_verdict_that_says_the_same(
    verdict: Verdict, answer: object, agrees: bool | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    answering(monkeypatch, answer)
    found = second_opinion(case("x", "x + 1").claim, verdict, BUDGET)
    assert found.agrees is agrees
    assert not found.contradicts
    assert found.words


@pytest.mark.parametrize(
    ("left", "right", "coordinates", "contradicts"),
    [
        ("x + 1", "x + 2", (("x", "1"),), True),  # as if a wrong proof had been found
        ("gamma(x)*floor(gamma(x))", "x", (("x", "1/3"),), True),
        ("x + 1", "1 + x", (("x", "1"),), False),  # the engine's numbers are wrong
        ("log(x)", "log(x) + x - x", (("x", "-1"),), False),  # nothing is claimed there
        ("x + 1", "x + 2", (("x", "sqrt(2)"),), True),  # a point that is not ours to check
    ],
)
def test_a_proof_is_contradicted_where_our_own_numbers_do_not_say_otherwise(
    left: str,
    right: str,
    coordinates: tuple[tuple[str, str], ...],
    contradicts: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answering(monkeypatch, EngineDiffers("E", coordinates, "2", "3"))
    found = second_opinion(case(left, right).claim, PROVED, BUDGET)
    assert found.contradicts is contradicts
    assert found.agrees is False


def test_a_point_outside_the_domain_contradicts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, EngineDiffers("E", (("x", "-1"),), "1", "-1"))
    claim = case("sqrt(x^2)", "x", symbols={"x": "real > 0", "y": "real"}).claim
    assert not second_opinion(claim, PROVED, BUDGET).contradicts


def test_what_a_clock_stopped_is_not_steady(monkeypatch: pytest.MonkeyPatch) -> None:
    claim = case("x", "x").claim
    answering(monkeypatch, Stopped("out of time", 1.0))
    assert not second_opinion(claim, PROVED, BUDGET).steady
    answering(monkeypatch, EQUAL)
    assert second_opinion(claim, PROVED, BUDGET).steady


FILE = """\
symbols:
  x: real
derivations:
  steps: |
    (x + 1)^2
    = x^2 + 2*x + 1
    = x^2 + 2*x
"""
CHECKED = Options(cross_check=True)


def opinions(outcome: FileOutcome) -> list[SecondOpinion | None]:
    return [line.second for line in outcome.lines()]


def test_every_line_is_judged_by_sympy_as_well_where_that_is_asked_for() -> None:
    assert opinions(run_text(FILE)) == [None, None]
    first, last = opinions(run_text(FILE, CHECKED))
    assert first is not None
    assert first.agrees
    assert last is not None
    assert last.agrees  # it is refuted, and SymPy has two numbers for its sides
    assert not run_text(FILE, CHECKED).faults


@pytest.mark.parametrize("engine", [lambda: EQUAL, lambda: APART, lambda: NotDecided("why")])
def test_no_word_of_sympy_changes_a_verdict(
    engine: Callable[[], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    answering(monkeypatch, engine())
    alone, checked = run_text(FILE), run_text(FILE, CHECKED)
    assert [line.verdict for line in alone.lines()] == [line.verdict for line in checked.lines()]
    assert [line.passed for line in alone.lines()] == [line.passed for line in checked.lines()]


def test_a_proof_that_is_contradicted_at_a_point_is_a_fault_and_does_not_pass(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def contradicted(_claim: Claim, _verdict: Verdict, _budget: Budget) -> SecondOpinion:
        return SecondOpinion("E", False, "has other numbers", contradicts=True)

    text = FILE.rsplit("    =", 1)[0]
    assert run_text(text, CHECKED).passed
    monkeypatch.setattr(second, "second_opinion", contradicted)
    found = run_text(text, CHECKED)
    assert not found.passed
    assert "line 6 is proved, but E has other numbers" in found.faults[0]
