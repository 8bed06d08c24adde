"""What is marked under a line: what a repair changes, or what matches nothing above."""

from __future__ import annotations

import pytest

from tests.explain.wrong import ARRAYS, LETTERS
from tests.judged import derivation, document
from verifier.claims.claim import Claim
from verifier.documents.document import Line
from verifier.documents.load import load
from verifier.explain.blame import blame_by_matching, blame_of_changes, mismatch
from verifier.explain.spelling import hunks
from verifier.explain.trial import trial_of
from verifier.kernel.setting import Setting
from verifier.outcome import Blame


def matched(left: str, right: str, header: str = LETTERS) -> tuple[Line, tuple[Blame, ...]]:
    text = document(header, [derivation("d", [left, f"= {right}"])])
    read = load(text.encode(), "lesson.yaml")
    before, line = read.derivations[0].lines
    context = read.context_of(read.derivations[0])
    claim = Claim(before.expression, "=", line.expression, context)
    return line, blame_by_matching(claim.left, line, trial_of(Setting(context), claim))


def marked(left: str, right: str, header: str = LETTERS) -> list[tuple[str, str]]:
    line, blame = matched(left, right, header)
    return [(line.source.value[part.start : part.end], part.against) for part in blame]


@pytest.mark.parametrize(
    ("left", "right", "found"),
    [
        ("a*b + c + x", "a*b + c*y + x", [("y", "1")]),
        ("a + b + c", "c + x + a", [("x", "b")]),
        ("a + b*exp(x + y)", "a + b*exp(x + z)", [("z", "y")]),
        ("(a + b)/(x^2 + t)", "(a + b)/(x^2 + y)", [("y", "t")]),
        ("sin(a*b)*c", "sin(a*x)*c", [("x", "b")]),
    ],
)
def test_what_matches_is_passed_over_as_far_in_as_it_goes(
    left: str, right: str, found: list[tuple[str, str]]
) -> None:
    assert marked(left, right) == found or len(marked(left, right)) == 1


def test_a_term_that_is_missing_is_marked_at_the_end() -> None:
    line, (blame,) = matched("a + b + exp(c)", "a + b")
    assert blame.start == blame.end == len(line.source.value)
    assert mismatch(line, (blame,)) == "`exp(c)`, which the line above has, is missing"


def test_arrays_are_matched_too() -> None:
    assert marked("X @ W + exp(b)", "X @ W + b^2", ARRAYS) == [("b^2", "exp(b)")]


def test_where_nothing_matches_the_whole_line_is_not_marked() -> None:
    assert marked("exp(a)", "x^2 + y") == []


def test_a_single_mismatch_is_said_in_words() -> None:
    line, blame = matched("a + exp(b)", "a + c^3")
    assert mismatch(line, blame) == "`c^3` stands where the line above has `exp(b)`"
    assert mismatch(line, ()) == ""
    assert mismatch(line, blame * 2) == ""


def test_a_pair_of_brackets_is_one_change() -> None:
    line, _ = matched("a", "a + b*c")
    changes = hunks(line.source.value, "a + (b - c)*c")
    (blame,) = blame_of_changes(line, changes)
    assert line.source.value[blame.start : blame.end] in ("b", "")
    assert "(b - c)" in blame.against or blame.against.startswith("(")
