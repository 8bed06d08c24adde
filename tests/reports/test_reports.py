from __future__ import annotations

import pytest

from tests.reports.outcomes import BY_GRADE, REFUTED, derivation, file, lesson, line, outcome
from verifier.kernel.verdicts import Grade, Refuted
from verifier.reports import REPORTS, Presentation, report_named
from verifier.reports.wording import conclusion, counted, listed, message, seconds, value


@pytest.mark.parametrize("name", REPORTS)
def test_every_report_in_the_table_renders_and_ends_in_a_new_line(name: str) -> None:
    text = report_named(name)(outcome(lesson(line(REFUTED))), Presentation())
    assert "refuted" in text
    assert text.endswith("\n")


def test_an_unknown_format_is_an_error() -> None:
    with pytest.raises(KeyError):
        report_named("pdf")


@pytest.mark.parametrize("which", BY_GRADE)
def test_only_a_proof_needs_no_words(which: Grade) -> None:
    assert bool(message(line(BY_GRADE[which]))) == (which is not Grade.PROVED)


def test_a_claim_without_symbols_fails_without_a_point() -> None:
    found = Refuted({}, "2", "3", "the two sides differ")
    assert message(line(found)) == "fails: the two sides differ"


def test_the_conclusion_names_the_exit_code() -> None:
    assert conclusion(outcome(lesson())) == "Passed (exit code 0)."
    missed = derivation(line(REFUTED, passed=True), passed=False)
    assert conclusion(outcome(file(missed))) == "Not passed: 1 file did not pass (exit code 1)."


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (counted(1, "line"), "1 line"),
        (counted(0, "file"), "0 files"),
        (counted(12000, "line"), "12,000 lines"),
        (listed(["a"]), "a"),
        (listed(["a", "b", "c"]), "a, b and c"),
        (value("undefined"), "is undefined"),
        (value("[1, 2]"), "is in [1, 2]"),
        (value("[-1.367879441 +/- 1.72e-10]"), "is within 1.72e-10 of -1.367879441"),
        (value("-2"), "= -2"),
        (seconds(0.0002), "0.2 ms"),
        (seconds(59.96), "60.0 s"),
        (seconds(1200), "20 min"),
    ],
)
def test_numbers_are_said_as_people_say_them(found: str, said: str) -> None:
    assert found == said
