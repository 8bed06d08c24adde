from __future__ import annotations

from dataclasses import replace

import pytest

from tests.reports.outcomes import BY_GRADE, REFUTED, derivation, file, lesson, line, outcome
from verifier.kernel.verdicts import Condition, Grade, Refuted
from verifier.outcome import Explanation
from verifier.reports import REPORTS, Presentation, report_named
from verifier.reports.wording import (
    apart,
    brief,
    conclusion,
    counted,
    listed,
    message,
    reasons,
    seconds,
    value,
)


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


def test_a_condition_under_which_a_line_holds_is_told_in_plain_rows_too() -> None:
    why = Explanation("`x` should be `abs(x)`.", conditions=(Condition("x >= 0", "x: real >= 0"),))
    told = list(reasons(replace(line(REFUTED), explanation=why)))
    assert "It holds, as it is, where x >= 0." in told
    assert "If that is meant, write under symbols: x: real >= 0" in told


@pytest.mark.parametrize(
    ("text", "other", "said"),
    [
        ("[2.0000000 +/- 1e-9]", "3", "is about 2"),
        ("[2.5000000 +/- 1e-9]", "[0.3132617 +/- 1e-9]", "is about 2.5"),
        ("[2.00000001 +/- 1e-12]", "2", "is about 2.00000001"),
        ("[0.33333334 +/- 1e-12]", "1/3", "is about 0.3333333"),
        ("[1.5e-30 +/- 1e-40]", "0", "is about 1.5e-30"),
        ("2", "3", "= 2"),
    ],
)
def test_a_value_is_told_with_the_digits_that_tell_it_from_the_other(
    text: str, other: str, said: str
) -> None:
    assert brief(text, other).startswith(said)


def test_a_difference_is_told_without_its_sign() -> None:
    assert apart("-1/2") == "1/2"
    assert apart("about -0.25") == "about 0.25"
    assert apart("-1/exp(1)") == "`1/exp(1)`"
    assert apart("1 - exp(1)") == "`1 - exp(1)`"


def test_plain_rows_tell_values_with_a_few_digits() -> None:
    verdict = Refuted({"x": "1"}, "[0.8414709848 +/- 7.90e-12]", "1", "the two sides differ")
    told = list(reasons(line(verdict, expression="x", left="sin(x)")))
    assert "left: sin(x) is about 0.841471" in told
    assert "right: x = 1" in told
