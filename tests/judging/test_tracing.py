"""What was tried on a line is told to those who ask, and changes nothing."""

from __future__ import annotations

from verifier.judging.tracing import MOST, Trace
from verifier.kernel.evidence import Counterexample, Rewriting
from verifier.kernel.verdicts import Proved
from verifier.language.expressions import Number
from verifier.outcome import FileOutcome, LineOutcome
from verifier.running.runner import Options, run_text

FILE = """\
symbols:
  x: real
definitions:
  p: x^2 in [0, oo)
derivations:
  steps: |
    (x + 1)^2
    = x^2 + 2*x + 1
    = x^2 + 2*x
"""


def explained(*numbers: int) -> FileOutcome:
    asked = frozenset(("a.yaml", number) for number in numbers)
    return run_text(FILE, Options(explain=asked, sympy=False), "a.yaml")


def line(outcome: FileOutcome, number: int) -> LineOutcome:
    return next(line for line in outcome.lines() if line.place.line == number)


def test_only_the_lines_asked_for_are_told_of() -> None:
    found = explained(8)
    assert [attempt.strategy for attempt in line(found, 8).attempts] == ["normal form"]
    assert line(found, 8).attempts[0].ended == "proved"
    assert not line(found, 9).attempts
    assert not line(found, 4).attempts


def test_each_strategy_says_what_it_offered_and_why_it_stopped() -> None:
    attempts = line(explained(9), 9).attempts
    assert [attempt.strategy for attempt in attempts] == [
        "normal form",
        "induction",
        "counterexample search",
    ]
    assert attempts[0].offered == ("both sides in normal form: carries no verdict",)
    assert attempts[0].ended == "nothing more to offer"
    assert "the sides differ at x = " in attempts[-1].offered[0]
    assert attempts[-1].ended == "refuted"
    assert all(attempt.seconds >= 0 for attempt in attempts)


def test_the_range_claim_of_a_definition_can_be_asked_about() -> None:
    assert line(explained(4), 4).attempts


def test_a_line_without_a_step_has_nothing_to_explain_and_the_file_says_so() -> None:
    found = explained(7)
    assert any("line 7 has nothing to explain" in note for note in found.notes)
    assert not explained(8).notes


def test_asking_changes_no_verdict() -> None:
    alone = run_text(FILE, Options(sympy=False), "a.yaml")
    assert [line.verdict for line in alone.lines()] == [
        line.verdict for line in explained(4, 8, 9).lines()
    ]


def test_of_many_pieces_of_evidence_the_first_are_told_and_the_others_counted() -> None:
    trace = Trace()
    trace.begins()
    for n in range(MOST + 3):
        trace.considered(Counterexample({"x": Number(n)}), None)
    trace.ends("search", "nothing more to offer")
    (attempt,) = trace.attempts
    assert len(attempt.offered) == MOST + 1
    assert attempt.offered[-1] == "3 more"
    trace.begins()
    trace.considered(Rewriting(frozenset({"p"})), Proved("normal form"))
    trace.ends("normal form", "proved")
    assert trace.attempts[-1].offered == ("both sides in normal form, with p as letters: proved",)
