"""What is said of a refuted line of statements beside its point."""

from __future__ import annotations

import pytest

from tests.judged import derivation, document
from verifier.outcome import Explanation
from verifier.running.runner import Options, run_text

EXPLAINED = Options(sympy=False, repairs=True)


def explanation(before: str, line: str) -> Explanation:
    text = document("symbols:\n  a, x, y: real", [derivation("claim", [before, line])])
    outcome = run_text(text, EXPLAINED)
    assert not outcome.faults
    (found,) = outcome.lines()
    assert found.explanation is not None, found.verdict
    return found.explanation


@pytest.mark.parametrize(
    ("before", "line", "condition"),
    [
        ("x^2 = x", "<=> x = 1", "x != 0"),
        ("a*x = a*y", "<=> x = y", "a != 0"),
        ("x^2 = 4", "=> x = 2", "x >= 0"),
        ("x/y > 1", "<=> x > y", "y > 0"),
    ],
)
def test_where_a_refuted_line_holds_is_said_with_the_text_to_paste(
    before: str, line: str, condition: str
) -> None:
    found = explanation(before, line)
    assert [each.text for each in found.conditions] == [condition]
    assert condition in found.message


@pytest.mark.parametrize(
    ("before", "line"),
    [
        ("exp(x) = 3", "<=> x = log(4)"),  # x <= 0 would make both false
        ("2*x = 4", "<=> x = 3"),
        ("x = 1", "<=> false"),
    ],
)
def test_no_condition_is_offered_under_which_nothing_is_claimed(before: str, line: str) -> None:
    assert explanation(before, line).conditions == ()


def test_no_repair_is_looked_for_in_statements() -> None:
    assert explanation("x^2 = x", "<=> x = 1").repairs == ()
