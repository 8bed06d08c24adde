from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reports.outcomes import (
    BY_GRADE,
    CONDITIONAL,
    CONFIRMED,
    PROVED,
    REFUTED,
    TRUSTED,
    UNKNOWN,
    derivation,
    file,
    lesson,
    line,
    malformed,
    outcome,
)
from tests.reports.pages import Element, read
from verifier.kernel.verdicts import Condition, Grade, Proved, Refuted, Verdict
from verifier.language.problems import Problem
from verifier.language.source import Place
from verifier.outcome import Aftermath, Explanation, FileOutcome, Outcome, Repair
from verifier.reports import Presentation
from verifier.reports.html_report import render


def page(found: Outcome, encoding: str = "utf-8") -> Element:
    text = render(found, Presentation(encoding=encoding))
    assert text.startswith("<!doctype html>\n<html lang=")
    return read(text)


def lines(found: Outcome) -> list[Element]:
    return [item for item in page(found).all("li") if item.all("details")]


def last(verdict: Verdict, **keywords: object) -> Element:
    """The item of a derivation's last line."""
    return lines(outcome(lesson(line(verdict, **keywords))))[-1]  # type: ignore[arg-type]


# The page.


def test_the_title_is_that_of_the_file_or_a_word_for_several() -> None:
    assert page(outcome(lesson())).all("title")[0].words() == "Why dZ2 = p - y"
    several = page(outcome(lesson(), lesson(line(REFUTED))))
    assert several.all("h1")[0].words() == "Derivations"
    assert [heading.words() for heading in several.all("h2")] == ["Why dZ2 = p - y"] * 2
    assert page(outcome(file(title=""))).all("h1")[0].words() == "derivations/bce.yaml"
    assert page(outcome()).all("h1")[0].words() == "No derivation"


def test_headings_leave_no_level_out() -> None:
    for found in (outcome(lesson()), outcome(lesson(), lesson(), malformed(Problem("m")))):
        levels = [int(e.tag[1]) for e in page(found).all() if re.fullmatch("h[1-6]", e.tag)]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_summary_stands_at_the_top() -> None:
    header = page(outcome(lesson(line(REFUTED)), malformed(Problem("m")))).all("header")[0]
    assert "Not passed: 1 file is malformed." in header.words()
    counts = [item.words() for item in header.all("ul", "counts")[0].all("li")]
    assert counts == ["✓ 2 proved", "✗ 1 refuted", "✗ 1 file malformed"]


def test_a_derivation_is_linked_by_its_name() -> None:
    found = file(derivation(line(PROVED), name="a"), derivation(line(REFUTED), name="b"))
    links = page(outcome(found)).all("nav")[0].all("a")
    assert [link.attributes["href"] for link in links] == ["#a", "#b"]
    several = page(outcome(found, found)).all("nav")[0].all("a")
    assert [link.attributes["href"] for link in several][:3] == ["#file-1", "#1-a", "#1-b"]


def test_of_many_files_those_that_passed_are_one_entry() -> None:
    links = page(outcome(lesson(), lesson(), lesson(line(REFUTED)))).all("nav")[0].all("a")
    hrefs = [link.attributes["href"] for link in links]
    assert hrefs == ["#file-1", "#file-2", "#file-3", "#3-dLoss_dp"]


def test_it_needs_nothing_from_elsewhere_and_allows_no_script() -> None:
    text = render(outcome(lesson(line(REFUTED))), Presentation())
    assert not re.search(r"https?:|url\(|@import|src=|<script|<link|<img|javascript:", text)
    metas = {meta.attributes.get("http-equiv", ""): meta for meta in read(text).all("meta")}
    policy = metas["Content-Security-Policy"].attributes["content"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy


def test_the_style_cannot_be_left_early() -> None:
    css = (Path(render.__code__.co_filename).parent / "page.css").read_text("utf-8")
    assert "</" not in css
    assert "prefers-color-scheme: dark" in css
    assert "@media print" in css


def test_the_same_outcome_gives_the_same_page() -> None:
    found = outcome(lesson(line(REFUTED)))
    slower = replace(found, seconds=99.0)
    assert render(found, Presentation()) == render(slower, Presentation())


# A line.


@pytest.mark.parametrize("which", BY_GRADE)
def test_every_line_has_its_mark_its_word_and_something_to_unfold(which: Grade) -> None:
    item = last(BY_GRADE[which])
    (summary,) = item.all("summary")
    assert summary.all("span", "verdict")[0].words().endswith(which.word)
    marks = summary.all("span", "mark")
    assert marks[0].attributes["aria-hidden"] == "true"  # the word is what is read out
    assert len(item.all("math")) >= 1
    assert "Line 14 of the file:" in item.words()


def test_what_did_not_pass_is_unfolded_and_the_rest_is_not() -> None:
    opened = ["open" in item.all("details")[0].attributes for item in lines(
        outcome(lesson(line(REFUTED), line(TRUSTED, 15)))
    )]  # fmt: skip
    assert opened == [False, False, True, False]


def test_a_proved_line_says_how_and_under_which_conditions() -> None:
    item = last(PROVED)
    assert "Proved by normal form." in item.words()
    assert "Used, and shown to hold: p ≠ 0 , 1 − p ≠ 0 ." in item.words()


def test_a_seam_taken_out_by_a_convention_is_told() -> None:
    assert "By convention, nothing is claimed where z = 0 ." in last(
        Proved("cases", (), (), ("z = 0",))
    ).words()  # fmt: skip


def test_a_refuted_line_shows_the_point_and_both_sides() -> None:
    item = last(REFUTED)
    assert "At p = 1/2, y = 1, the sides differ:" in item.words()
    rows = [row.words() for row in item.all("tr")]
    assert rows[0].startswith("left ")
    assert rows[0].endswith("= -2")
    assert rows[1].endswith("is in [1.9999999, 2.0000001]")
    assert [cell.attributes["scope"] for cell in item.all("th")] == ["row", "row"]


def test_a_range_that_is_left_shows_the_value_there() -> None:
    refuted = Refuted({"z": "0"}, "2", "", "left of it")
    claim = line(refuted, 6, "(0, 1)", "p", relation="in")
    found = replace(lesson(), definitions=(claim,))
    item = next(item for item in lines(outcome(found)) if "z = 0" in item.words())
    assert [row.words() for row in item.all("tr")] == [
        "value p = 2",
        "range (0, 1)",
    ]


def test_a_conditional_line_says_what_is_missing_and_what_to_write() -> None:
    item = last(CONDITIONAL)
    assert [each.words() for each in item.all("ul")[0].all("li")] == [
        "p ≠ 0 (fails at p = 0)",
        "1 − p ≠ 0 (not shown to hold)",
    ]
    assert [each.words() for each in item.all("pre")] == ["p: real != 0", "assume: 1 - p != 0"]


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        (TRUSTED, "SymPy says so, and our own proof could not re-check it."),
        (CONFIRMED, "which is evidence and no proof."),
        (UNKNOWN, "Not decided: the time for this line was used up."),
        (UNKNOWN, "As far as numbers go: agrees at 20 points to 1e-12 (evidence, not a proof)."),
    ],
)
def test_what_is_no_proof_says_what_it_is(verdict: Verdict, said: str) -> None:
    assert said in last(verdict).words()


def test_notes_and_proved_repairs_are_told() -> None:
    explained = Explanation("the sign of `y` is wrong", (), "", (Repair("=", "a - y", "sign"),))
    wrong = replace(line(REFUTED, notes=("rests on x",)), explanation=explained)
    words = lines(outcome(lesson(wrong)))[-1].words()
    assert "The sign of y is wrong." in words
    assert "Proved instead: = a - y (sign)" in words
    assert "Note: rests on x." in words


# Derivations and files.


def test_a_derivation_sums_up_the_conditions_it_used() -> None:
    section = page(outcome(lesson())).all("section", "derivation")[0]
    assert section.all("p", "told")[0].words() == "Used, and shown to hold: p ≠ 0 , 1 − p ≠ 0"


def test_a_control_is_shown_by_whether_it_failed_as_expected() -> None:
    met = derivation(line(REFUTED, passed=True), expect=Grade.REFUTED, passed=True, name="a")
    missed = derivation(line(PROVED), expect=Grade.REFUTED, passed=False, name="b")
    first, second = page(outcome(file(met, missed))).all("section", "derivation")
    assert first.all("span", "met")[0].words() == "✓ refuted, as expected"
    assert "open" not in first.all("details")[0].attributes
    assert second.all("span", "missed")[0].words() == "✗ proved, not as expected"
    assert "expected refuted, but the worst line is proved." in second.words()


def test_what_wrong_lines_come_to_is_told() -> None:
    aftermath = Aftermath((14,), ends_equal=True, resting=(), undone=(), message="It ends well.")
    found = replace(derivation(line(REFUTED)), aftermath=aftermath)
    assert "It ends well." in page(outcome(file(found))).words()


def test_what_is_given_is_typeset_with_the_claims_to_unfold() -> None:
    given_ = page(outcome(lesson())).all("section", "given")[0]
    assert "Symbols y ∈ [ 0 , 1 ] z ∈ ℝ" in given_.words()
    assert len(given_.all("details")) == 1


def test_a_malformed_file_shows_its_problems_with_their_lines() -> None:
    problem = Problem("`Lss` is not declared", Place(12, 12), "did you mean `Loss`?\n  x: y", 3)
    words = page(outcome(malformed(problem))).all("div", "problem")[0].words()
    assert "malformed Line 12: Lss is not declared" in words
    assert "12 | diff(Loss, p)" in words
    assert "Hint: did you mean Loss ?" in words


def test_faults_and_notes_of_a_file_are_told() -> None:
    words = page(outcome(replace(file(faults=("they disagree",)), notes=("`e` is yours",)))).words()
    assert "fault in the verifier: they disagree" in words
    assert "note: `e` is yours" in words


def test_formulas_that_cannot_be_typeset_are_shown_as_written() -> None:
    found = outcome(replace(lesson(line(REFUTED)), text=""))
    codes = [code.words() for code in page(found).all("code")]
    assert "-((y*(1 - p) - p*(1 - y))/(p*(1 - p)))" in codes


# Hostile text.

HOSTILE = (
    "</title></style></script><script>alert(1)</script>\"'><img src=x onerror=alert(2)>&amp;]]>"
)


def hostile() -> FileOutcome:
    wrong = line(REFUTED, 14, HOSTILE, HOSTILE, reason=HOSTILE, notes=(HOSTILE,), relation=HOSTILE)
    wrong = replace(wrong, verdict=Refuted({HOSTILE: HOSTILE}, HOSTILE, HOSTILE, HOSTILE))
    bad = derivation(wrong, name=HOSTILE, title=HOSTILE)
    found = file(bad, path=HOSTILE, title=HOSTILE, source=HOSTILE, faults=(HOSTILE,))
    return replace(found, notes=(HOSTILE,), text="")


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_nothing_an_author_writes_becomes_markup(encoding: str) -> None:
    found = outcome(hostile(), malformed(Problem(HOSTILE, Place(1, 1), HOSTILE), text=HOSTILE))
    text = render(found, Presentation(encoding=encoding))
    tags = {element.tag for element in page_without_links(text).all()}
    assert not tags & {"script", "img", "b"}
    assert all(
        not name.startswith("on")
        for element in page_without_links(text).all()
        for name in element.attributes
    )


def page_without_links(text: str) -> Element:
    """A name with a space cannot be linked to; it cannot be written in a file either."""
    text = re.sub(r' href="[^"]*"', "", text)
    return read(text.replace("<a>", '<a href="#">').replace("<body>", '<body id="">'))


@given(st.text())
def test_any_text_is_a_page(said: str) -> None:
    found = derivation(line(REFUTED, reason=said), title=said)
    root = page(outcome(file(found, title=said, source=said)))
    if said.isprintable() and said.strip():
        assert " ".join(said.split()) in root.all("h1")[0].words()


def test_a_browsers_own_parser_finds_no_error() -> None:
    html5lib = pytest.importorskip("html5lib")
    parser = html5lib.HTMLParser(strict=True)
    parser.parse(render(outcome(lesson(line(REFUTED)), malformed(Problem("m"))), Presentation()))


def test_what_is_wrong_comes_first_and_under_which_condition_it_would_hold_last() -> None:
    why = Explanation("`x` should be `abs(x)`.", conditions=(Condition("x >= 0", "x: real >= 0"),))
    words = lines(outcome(lesson(replace(line(REFUTED), explanation=why))))[-1].words()
    order = ["should be", "the sides differ:", "It holds, as it is, where x >= 0.", "x: real >= 0"]
    places = list(map(words.index, order))
    assert places == sorted(places)
    assert "If that is meant, write under symbols:" in words


def test_a_condition_that_the_message_names_is_not_named_twice() -> None:
    why = Explanation("It holds where x >= 0.", conditions=(Condition("x >= 0", "x: real >= 0"),))
    found = replace(line(REFUTED), explanation=why)
    assert "as it is" not in lines(outcome(lesson(found)))[-1].words()
