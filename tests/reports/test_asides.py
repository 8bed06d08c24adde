"""What was asked for beside the verdicts is told, wherever its line stands."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.reports.outcomes import PROVED, derivation, file, line, outcome
from tests.reports.pages import read
from tests.reports.test_terminal import plain
from verifier.claims.numeric import Numeric
from verifier.outcome import Attempt, LineOutcome, SecondOpinion
from verifier.reports import Presentation
from verifier.reports.asides import opinion, opinions
from verifier.reports.html_report import render
from verifier.reports.objects import line_object

YES = SecondOpinion("SymPy 1", True, "finds the two sides equal (expand)")
NO = SecondOpinion("SymPy 1", False, "has 1 on the left and 2 on the right at x = 1")
MUTE = SecondOpinion("SymPy 1", None, "was stopped: out of time")
TRIED = Attempt("normal form", 0.002, ("both sides in normal form: proved",), "proved")


def told(*lines: LineOutcome, verbosity: int = 0, files: int = 1) -> str:
    whole = file(derivation(*lines))
    return " ".join(plain(outcome(*[whole] * files), verbosity=verbosity).split())


@pytest.mark.parametrize(
    ("second", "begins"),
    [
        (YES, "SymPy 1 agrees: it finds"),
        (NO, "SymPy 1 does not agree: it has"),
        (MUTE, "SymPy 1 was"),
    ],
)
def test_an_opinion_says_whether_it_agrees(second: SecondOpinion, begins: str) -> None:
    assert opinion(second).startswith(begins)
    assert begins in told(replace(line(PROVED), second=second))


def test_opinions_are_counted_over_the_run() -> None:
    lines = [replace(line(PROVED), second=second) for second in (YES, YES, NO, MUTE)]
    found = opinions(outcome(file(derivation(*lines))))
    assert found == "a second opinion on 4 lines: 2 agree, 1 does not, 1 says nothing"
    assert opinions(outcome(file(derivation(line(PROVED))))) == ""
    assert found in told(*lines)


def test_what_was_tried_is_told_with_its_time_and_its_end() -> None:
    assert "normal form (2 ms): both sides in normal form: proved; ended: proved" in told(
        replace(line(PROVED), attempts=(TRIED,))
    )


@pytest.mark.parametrize("verbosity", [-1, 0, 1])
@pytest.mark.parametrize("files", [1, 2])
def test_a_line_that_was_asked_about_is_shown_in_the_shortest_report(
    verbosity: int, files: int
) -> None:
    tried = replace(line(PROVED), attempts=(TRIED,))
    assert "ended: proved" in told(tried, verbosity=verbosity, files=files)
    other = replace(line(PROVED), second=NO)
    assert "does not agree" in told(other, verbosity=verbosity, files=files)


def test_programs_get_the_same() -> None:
    found = line_object(replace(line(PROVED), second=YES, attempts=(TRIED,)))
    assert found["second"] == {"engine": "SymPy 1", "agrees": True, "words": YES.words}
    assert found["attempts"][0]["ended"] == "proved"
    assert "agrees" not in line_object(replace(line(PROVED), second=MUTE))["second"]
    assert not {"second", "attempts"} & line_object(line(PROVED)).keys()


def test_who_asks_what_was_tried_is_told_of_the_numbers_as_well() -> None:
    numbers = Numeric(1e-15, 12, ({"n": 2}, {"n": 3}), 7, 0, 0, "values")
    asked = replace(line(PROVED), attempts=(TRIED,), numeric=numbers)
    said = told(asked)
    assert "numbers: values, 12 draws of 2 shapes (relative error 1.0e-15, seed 7)" in said
    assert "sizes drawn: n=2, n=3" in said
    assert "sizes drawn" not in told(replace(asked, attempts=()))
    assert told(asked, verbosity=1).count("sizes drawn") == 1


@pytest.mark.parametrize("second", [YES, NO, MUTE])
def test_the_page_tells_what_was_asked_for(second: SecondOpinion) -> None:
    found = replace(line(PROVED), second=second, attempts=(TRIED,))
    page = read(render(outcome(file(derivation(found))), Presentation()))
    words = page.words()
    assert opinion(second) in words
    assert "What was tried:" in words
    assert "normal form (2 ms): both sides in normal form: proved; ended: proved" in words
    assert "A second opinion on 1 line: " in words
    (details,) = page.all("details")
    assert "open" in details.attributes
