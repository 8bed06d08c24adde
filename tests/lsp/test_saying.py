"""What an editor says of a line: plain below it, Markdown over it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.reports.outcomes import CONDITIONAL, PROVED, REFUTED, UNKNOWN, derivation, line
from verifier.lsp.saying import code, hover, plain, prose, sentence
from verifier.outcome import Explanation, Repair

CAUSE = "The factor `2` is missing."
EXPLAINED = replace(
    line(REFUTED),
    explanation=Explanation(CAUSE, repairs=(Repair("=", "2*x", "it was forgotten"),)),
)


def test_a_refuted_line_shows_its_point_both_sides_and_its_repair_each_once() -> None:
    for said in (plain(EXPLAINED), hover(EXPLAINED, derivation(EXPLAINED))):
        assert said.count("fails at p = 1/2, y = 1") == 1
        assert said.count(CAUSE.removesuffix(".")) == 1
        assert "2*x" in said


def test_a_conditional_line_shows_what_is_missing() -> None:
    for said in (plain(line(CONDITIONAL)), hover(line(CONDITIONAL), None)):
        assert "holds only where" in said


def test_an_unknown_line_says_why_and_that_numbers_are_no_proof() -> None:
    for said in (plain(line(UNKNOWN)), hover(line(UNKNOWN), None)):
        assert "the time for this line was used up" in said
        assert "evidence, not a proof" in said


def test_a_proved_line_says_how() -> None:
    assert hover(line(PROVED), None).startswith("**proved** by ")


@pytest.mark.parametrize(
    ("text", "shown"),
    [("a", "`a`"), ("a`b", "``a`b``"), ("`a`", "`` `a` ``"), ("a\n  b", "`a b`")],
)
def test_code_is_code_whatever_is_in_it(text: str, shown: str) -> None:
    assert code(text) == shown


def test_prose_holds_no_markup_but_code() -> None:
    assert prose("*a* [x](y) <b> `c*d`") == r"\*a\* \[x\](y) \<b\> `c*d`"


@pytest.mark.parametrize(
    ("text", "shown"), [("why", "Why."), ("Why?", "Why?"), ("see `x`", "See `x`"), ("", ".")]
)
def test_a_sentence_has_a_capital_and_an_end(text: str, shown: str) -> None:
    assert sentence(text) == shown
