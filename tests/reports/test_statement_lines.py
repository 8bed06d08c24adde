"""Every report says what lines of statements come to."""

from __future__ import annotations

import json

import pytest

from verifier.outcome import Outcome
from verifier.reports import REPORTS, Presentation, report_named
from verifier.running.runner import Options, run_text

TEXT = """\
title: Statements
symbols:
  x, y: real
derivations:
  holds: |
    x^2 = 4
    <=> x = ± 2       # both
    => x > 1 or x < 0
  lost: x^2 = x <=> x = 1
  lacking: x/y = 1 <=> x = y
  open: not (x = ± 1) <=> x^2 != 1
"""


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    file = run_text(TEXT, Options(repairs=True))
    assert not file.problems
    return Outcome((file,), 0.1)


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_a_report_shows_lines_of_statements(name: str, outcome: Outcome) -> None:
    assert report_named(name)(outcome, Presentation())


def test_the_truth_values_are_said_in_words(outcome: Outcome) -> None:
    text = report_named("terminal")(outcome, Presentation())
    assert "is true" in text
    assert "is false" in text
    assert "= true" not in text
    assert "It holds where x != 0." in text


def test_programs_are_told_the_truth_values_and_the_point(outcome: Outcome) -> None:
    rows = json.loads(report_named("json")(outcome, Presentation()))
    (_, lost, lacking, _) = rows["files"][0]["derivations"]
    (line,) = lost["lines"]
    assert (line["left"], line["right"], line["witness"]) == ("true", "false", {"x": "0"})
    (line,) = lacking["lines"]
    assert [found["condition"] for found in line["missing"]] == ["y != 0"]
