"""A judged file laid over its text: what is underlined, how strongly, and what is offered."""

from __future__ import annotations

from tests.reports.outcomes import CONDITIONAL, PROVED, REFUTED, derivation, file, line, malformed
from verifier.documents.load import load
from verifier.judging.options import Options
from verifier.language.problems import Problem
from verifier.language.source import Place
from verifier.lsp.judged import Judged, Severity, edits_of
from verifier.lsp.positions import Span
from verifier.running.session import Session

TEXT = """\
symbols:
  a, b: real
derivations:
  square: |
    (a + b)^2
    = a^2 + a*b + b^2
  control:
    expect: refuted
    steps: a = a + 1
  missed:
    expect: refuted
    steps: a = a
"""


def judged() -> Judged:
    outcome = Session(Options()).judge(TEXT, "a.yaml", repairs=True)
    return Judged(outcome, load(TEXT.encode(), "a.yaml"))


def test_only_what_is_wrong_is_underlined_and_a_control_only_where_it_surprises() -> None:
    found = list(judged().findings())
    assert [(one.code, one.span.start.line, one.severity) for one in found] == [
        ("refuted", 6, Severity.ERROR),
        ("proved", 12, Severity.ERROR),
    ]
    assert "Expected refuted" in found[1].says


def test_the_line_under_a_cursor_is_the_one_it_touches_or_the_one_on_its_row() -> None:
    found = judged()
    touched = found.at(Place(6, 8))
    assert touched is not None
    assert touched.line.expression == "a^2 + a*b + b^2"
    on_row = found.at(Place(9, 2))
    assert on_row is not None
    assert on_row.line.expression == "a + 1"
    assert found.at(Place(1, 1)) is None


def test_a_repair_is_offered_where_it_is_wanted_with_its_edits_from_behind() -> None:
    here = Span(Place(6, 5), Place(6, 5))
    ((line_at, repair),) = judged().repairs(here)
    assert line_at.line.place == Place(6, 5)
    assert repair.expression == "a^2 + 2*a*b + b^2"
    starts = [edit.start for edit in edits_of(repair)]
    assert starts == sorted(starts, reverse=True)
    assert list(judged().repairs(Span(Place(1, 1), Place(2, 1)))) == []


def test_what_could_be_granted_is_a_warning_and_what_is_wrong_an_error() -> None:
    found = Judged(file(derivation(line(REFUTED), line(CONDITIONAL, 15), line(PROVED, 16))), None)
    assert [one.severity for one in found.findings()] == [Severity.ERROR, Severity.WARNING]


def test_a_problem_of_the_file_is_underlined_where_it_is_or_at_the_top() -> None:
    somewhere = Problem("a is missing", Place(3, 5), "write it", 4)
    found = list(Judged(malformed(somewhere, Problem("empty")), None).findings())
    assert [one.span for one in found] == [
        Span(Place(3, 5), Place(3, 9)),
        Span(Place(1, 1), Place(1, 2)),
    ]
    assert found[0].says == "A is missing.\nWrite it."


def test_a_fault_of_ours_is_an_error_at_the_top() -> None:
    (found,) = Judged(file(derivation(line(PROVED)), faults=("boom",)), None).findings()
    assert (found.code, found.severity) == ("fault", Severity.ERROR)
    assert "nothing passes" in found.says
