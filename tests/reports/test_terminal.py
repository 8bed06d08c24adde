from __future__ import annotations

import re
from dataclasses import replace

import pytest

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
from verifier.kernel.verdicts import Condition, Conditional, Grade, Proved, Refuted
from verifier.language.problems import Problem
from verifier.language.source import Place
from verifier.outcome import Outcome
from verifier.reports import Presentation
from verifier.reports.paint import STYLES
from verifier.reports.rows import cells
from verifier.reports.terminal import render

ANSI = re.compile(r"\x1b\[[0-9;]*m")


def plain(found: Outcome, *, verbosity: int = 0, width: int = 80, encoding: str = "utf-8") -> str:
    return render(found, Presentation(verbosity=verbosity, width=width, encoding=encoding))


def test_a_proved_lesson_takes_one_row_per_line_and_reads_like_a_blackboard() -> None:
    assert (
        plain(outcome(lesson()))
        == """\
derivations/bce.yaml  Why dZ2 = p - y

  definitions  their ranges
  ✓ 6  p in (0, 1)                                                        proved

  dLoss_dp  Step A, the derivative of the loss
    12    diff(Loss, p)
  ✓ 13  = -(y/p - (1 - y)/(1 - p))  # ln(p)' = 1/p                        proved
  ✓ 14  = -((y*(1 - p) - p*(1 - y))/(p*(1 - p)))                          proved
  ✓ 15  = (p - y)/(p*(1 - p))                                             proved
          used, and shown to hold: p != 0, 1 - p != 0

4 lines in 1 file: 4 proved (23.4 ms)
Passed (exit code 0).
"""
    )


def test_a_refuted_line_shows_its_place_a_caret_the_point_and_both_values() -> None:
    text = plain(outcome(lesson(line(REFUTED))))
    assert (
        """\
  ✗ 14  = -((y*(1 - p) - p*(1 - y))/(p*(1 - p)))                         refuted
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          derivations/bce.yaml:14:7
          At p = 1/2, y = 1, the sides differ:
            left   -(y/p - (1 - y)/(1 - p))
                     = -2
            right  -((y*(1 - p) - p*(1 - y))/(p*(1 - p)))
                     is in [1.9999999, 2.0000001]
"""
        in text
    )
    assert text.endswith("Not passed: 1 line did not pass (exit code 1).\n")


def test_the_caret_stands_under_its_formula_and_the_reason_below() -> None:
    wrong = line(REFUTED, expression="x + 1", reason="because " * 12)
    rows = plain(outcome(lesson(wrong))).splitlines()
    at = next(index for index, row in enumerate(rows) if row.startswith("  ✗ 14  = x + 1"))
    assert rows[at + 1] == "        ^^^^^^^"
    assert rows[at + 2].lstrip().startswith("# because")


def test_an_undefined_side_is_called_undefined() -> None:
    verdict = Refuted({"x": "0"}, "undefined", "1", "only the right side is defined")
    text = plain(outcome(lesson(line(verdict, expression="1", left="x/x"))))
    assert "                     is undefined\n" in text
    assert "At x = 0, only the right side is defined:\n" in text
    assert "            right  1\n          used" in text


def test_a_claim_about_numbers_alone_is_refuted_without_a_point() -> None:
    verdict = Refuted({}, "2", "3", "the two sides differ")
    text = plain(outcome(lesson(line(verdict, expression="3", left="1 + 1"))))
    assert "          The two sides differ:\n            left   1 + 1\n" in text
    assert "For all" not in text


def test_a_line_that_is_no_antiderivative_shows_its_derivative_and_the_integrand() -> None:
    verdict = Refuted({"x": "1"}, "3", "1", "its derivative is not the integrand")
    no_primitive = replace(
        line(verdict, expression="x^3", left="integrate(x^2, x)"), compared=("diff(x^3, x)", "x^2")
    )
    assert (
        "          At x = 1, its derivative is not the integrand:\n"
        "            derivative  diff(x^3, x)\n"
        "                          = 3\n"
        "            integrand   x^2\n"
        "                          = 1\n"
    ) in plain(outcome(lesson(no_primitive)))


def test_a_refuted_range_claim_names_value_and_range() -> None:
    verdict = Refuted({"z": "0"}, "1", "1", "the two sides differ")
    claim = line(verdict, 6, "(0, 1)", "2*p", relation="in")
    text = plain(outcome(file(derivation(line(PROVED)), definitions=(claim,))))
    assert "  ✗ 6  2*p in (0, 1)" in text
    assert "value  2*p\n                  = 1\n         range  (0, 1)\n\n" in text


def test_a_conditional_line_lists_its_conditions_and_what_to_paste() -> None:
    text = plain(outcome(lesson(line(CONDITIONAL))))
    assert (
        """\
          Proved only where these hold, which the file does not say:
            p != 0   fails at p = 0
            1 - p != 0   not shown to hold
          If that is meant, write under symbols:
            p: real != 0
          and in the derivation or the file:
            assume: 1 - p != 0
"""
        in text
    )


def test_texts_to_paste_are_listed_by_their_place() -> None:
    missing = (Condition("x != 0", "x: real != 0"), Condition("y != 0", "y: real != 0"))
    text = plain(outcome(lesson(line(Conditional(missing, "normal form")))))
    assert text.count("under symbols:") == 1
    assert "            x: real != 0\n            y: real != 0\n" in text


def test_text_to_paste_is_never_cut() -> None:
    long = " + ".join(f"x{number}" for number in range(60)) + " != 0"
    verdict = Conditional((Condition(long),), "normal form")
    assert f"assume: {long}\n" in plain(outcome(lesson(line(verdict))))


def test_an_unknown_line_says_why_and_how_far_the_numbers_agree() -> None:
    text = " ".join(plain(outcome(lesson(line(UNKNOWN)))).split())
    assert "not decided: the time for this line was used up." in text
    assert "agrees at 20 points to 1e-12 (evidence, not a proof)." in text


def test_agreement_of_numbers_has_neither_the_words_nor_the_colour_of_a_proof() -> None:
    found = outcome(lesson(line(CONFIRMED, 15, passed=True)))
    (row,) = [row for row in plain(found).splitlines() if " 15 " in row]
    assert "proved" not in row
    assert "✓" not in row
    assert len({STYLES[which.word] for which in BY_GRADE}) == len(BY_GRADE)
    coloured = render(found, Presentation(colour=True))
    (row,) = [row for row in coloured.splitlines() if "confirmed" in row and "≈" in row]
    assert "\x1b[32m" not in row


def test_a_trusted_line_names_the_engine_when_proof_is_required() -> None:
    text = " ".join(plain(outcome(lesson(line(TRUSTED, passed=False)))).split())
    assert "SymPy says so, and our own proof could not re-check it." in text


def test_a_proved_line_on_a_failed_lemma_says_which() -> None:
    note = "rests on dLoss_dp, which did not pass"
    lines = [line(PROVED, number, passed=False, notes=(note,)) for number in (14, 15)]
    text = plain(outcome(lesson(*lines)))
    assert text.count(f"does not pass: {note}") == 2
    assert "Not passed: 2 lines" in text


def test_a_note_is_given_once_in_a_derivation_unless_everything_is_asked_for() -> None:
    noted = [line(PROVED, number, notes=("f is any function",)) for number in (14, 15)]
    assert plain(outcome(lesson(*noted))).count("f is any function") == 1
    assert plain(outcome(lesson(*noted)), verbosity=1).count("f is any function") == 2


def test_notes_of_a_verdict_are_shown_like_those_of_the_line() -> None:
    verdict = Proved("normal form", notes=("nothing is claimed at p = 0",))
    assert "note: nothing is claimed at p = 0" in plain(outcome(lesson(line(verdict))))


def test_a_met_expectation_passes_and_is_counted_apart() -> None:
    control = derivation(line(REFUTED, passed=True), expect=Grade.REFUTED, passed=True)
    text = plain(outcome(file(control)))
    assert "refuted, as expected" in text
    assert "1 line in 1 file: 1 refuted as expected" in text
    assert text.endswith("Passed (exit code 0).\n")


def test_a_missed_expectation_says_what_came_instead() -> None:
    control = derivation(line(PROVED, passed=False), expect=Grade.REFUTED, passed=False)
    text = plain(outcome(file(control)))
    assert "expected refuted, but the worst line is proved" in text


def test_verbose_shows_method_time_and_conditions_of_every_line() -> None:
    text = plain(outcome(lesson()), verbosity=1)
    assert text.count("\n          normal form, 0.21 ms\n          used: p != 0, 1 - p != 0\n") == 3


@pytest.mark.parametrize("verbosity", [-1, 0, 1])
def test_a_slower_run_breaks_its_rows_at_the_same_places(verbosity: int) -> None:
    lines = [line(verdict) for verdict in BY_GRADE.values() for _ in range(7)]
    texts = [
        re.sub(
            r"[\d.]+ (ms|s|min)\b",
            "T",
            plain(Outcome((lesson(*lines),), taken), verbosity=verbosity),
        )
        for taken in (0.0001, 0.0123456, 1.5, 123.4, 7_000.0)
    ]
    assert len(set(texts)) == 1


def test_quiet_shows_only_what_failed_and_the_summary() -> None:
    assert plain(outcome(lesson()), verbosity=-1) == (
        "4 lines in 1 file: 4 proved (23.4 ms)\nPassed (exit code 0).\n"
    )
    text = plain(outcome(lesson(line(PROVED), line(REFUTED, 15))), verbosity=-1)
    assert " 15  = " in text
    assert " 14  = " not in text
    assert "diff(Loss, p)" not in text


def test_every_problem_of_a_malformed_file_has_its_place_line_caret_and_hint() -> None:
    problems = (
        Problem("the file has no title"),
        Problem("the name `Lss` is not declared", Place(12, 12), "did you mean `Loss`?", 4),
    )
    assert (
        plain(outcome(malformed(*problems)))
        == """\
derivations/bad.yaml  malformed

  derivations/bad.yaml: the file has no title

  derivations/bad.yaml:12:12: the name `Lss` is not declared
    12 |       diff(Loss, p)
       |            ^^^^
    hint: did you mean `Loss`?

1 file: 1 malformed (23.4 ms)
Not passed: 1 file is malformed (exit code 2).
"""
    )


def test_a_hint_of_several_rows_keeps_its_layout() -> None:
    text = plain(outcome(malformed(Problem("m", Place(1, 1), "write\n  p: |\n    x"))))
    assert "    hint: write\n        p: |\n          x\n" in text


@pytest.mark.parametrize("column", [1, 40, 300, 599])
def test_the_caret_stays_under_its_place_in_a_line_longer_than_the_terminal(column: int) -> None:
    row = "".join(chr(ord("a") + index % 26) for index in range(600))
    problem = Problem("m", Place(1, column), "", 2)
    rows = plain(outcome(malformed(problem, text=row))).splitlines()
    excerpt, caret = rows[3], rows[4]
    at = caret.index("^")
    assert excerpt[at : at + 2] == row[column - 1 : column + 1]
    assert cells(excerpt) <= 80


def test_the_caret_stands_under_its_place_after_wide_and_combining_letters() -> None:
    row = "title: 導関数 e\u0301 x + Lss"
    problem = Problem("m", Place(1, row.index("Lss") + 1), "", 3)
    rows = plain(outcome(malformed(problem, text=row))).splitlines()
    excerpt, caret = rows[3], rows[4]
    assert cells(excerpt[: excerpt.index("Lss")]) == caret.index("^")


def test_a_place_beyond_the_text_shows_no_excerpt() -> None:
    text = plain(outcome(malformed(Problem("ends too soon", Place(99, 1)))))
    assert "derivations/bad.yaml:99:1: ends too soon\n\n" in text


def test_a_fault_of_ours_is_loud_and_asks_to_be_reported() -> None:
    text = plain(outcome(file(derivation(line(PROVED)), faults=("proof and numbers disagree",))))
    assert "fault in the verifier: proof and numbers disagree" in text
    assert "please report it" in text
    assert "(exit code 3)" in " ".join(text.split())


def test_a_run_without_a_file_does_not_pass() -> None:
    assert plain(outcome()).endswith(
        "Nothing was verified: no derivation file was found (exit code 2).\n"
    )


def test_notes_on_the_whole_run_are_shown() -> None:
    assert "note: 3 files were skipped" in plain(outcome(lesson(), notes=("3 files were skipped",)))


def test_a_thousand_passing_files_take_a_row_each_and_the_bad_ones_stand_out() -> None:
    files = [file(derivation(line(PROVED)), path=f"d/{number:04}.yaml") for number in range(998)]
    files.insert(500, malformed(Problem("a list at the top", Place(1, 1)), path="d/bad.yaml"))
    files.insert(700, file(derivation(line(REFUTED)), path="d/wrong.yaml"))
    text = plain(outcome(*files))
    assert len(text.splitlines()) < 998 + 40
    assert "✓ d/0000.yaml  Why dZ2 = p - y" in text
    assert "Did not pass:\n  d/bad.yaml:1  malformed\n  d/wrong.yaml:14  refuted\n" in text
    assert "999 lines in 1,000 files: 998 proved, 1 refuted, 1 file malformed" in text
    assert text.endswith("Not passed: 1 file is malformed (exit code 2).\n")


def test_a_thousand_failing_files_are_not_all_listed_twice() -> None:
    files = [file(derivation(line(REFUTED)), path=f"d/{number:04}.yaml") for number in range(1000)]
    assert "\n  and 980 more (-v lists all)\n" in plain(outcome(*files))
    assert "\n  d/0999.yaml:14  refuted\n" in plain(outcome(*files), verbosity=1)


def test_among_several_files_a_failing_one_folds_its_passing_derivations() -> None:
    good = derivation(line(PROVED), name="good", title="")
    text = plain(outcome(lesson(), file(good, derivation(line(REFUTED), name="bad"))))
    assert re.search(r"^  ✓ good +1 line  proved$", text, re.MULTILINE)
    assert "At p = 1/2, y = 1, the sides differ:" in text


@pytest.mark.parametrize("width", [1, 50, 60, 80, 100, 300])
def test_no_row_is_wider_than_the_terminal(width: int) -> None:
    formula = "+".join(f"x{index}*y{index}^2" for index in range(300))
    lines = [
        line(verdict, 10 + number, formula, formula, reason="because " * 50)
        for number, verdict in enumerate(BY_GRADE.values())
    ]
    unbroken = line(REFUTED, 1234567, "x" * 500, "γ" * 500)
    found = outcome(file(derivation(*lines, unbroken, title="T " * 100), title="W " * 100))
    for verbosity in (-1, 0, 1):
        for row in plain(found, verbosity=verbosity, width=width).splitlines():
            assert cells(row) <= min(max(width, 50), 100)


def test_a_long_formula_is_broken_before_a_term_and_keeps_its_verdict_in_the_first_row() -> None:
    formula = " + ".join(f"alpha{index}*beta{index}" for index in range(8))
    rows = plain(outcome(lesson(line(PROVED, 14, formula)))).splitlines()
    at = next(index for index, row in enumerate(rows) if " 14 " in row)
    assert rows[at].endswith("proved")
    assert rows[at + 1].lstrip().startswith("+ alpha")


def test_a_formula_of_a_megabyte_is_cut_and_says_so() -> None:
    text = plain(outcome(lesson(line(REFUTED, 14, "x + " * 250_000 + "x"))))
    assert len(text) < 5_000
    assert "…" in text


HOSTILE = "\x1b[31m[bold red]x[/]\x07\r\u202e:smile: \x9b2J\x00\ud800\u2028"


def test_hostile_text_can_neither_move_the_cursor_nor_speak_markup() -> None:
    bad = line(REFUTED, 14, HOSTILE, HOSTILE, reason=HOSTILE, notes=(HOSTILE,))
    found = outcome(
        file(derivation(bad, name=HOSTILE, title=HOSTILE), path=HOSTILE, title=HOSTILE),
        malformed(Problem(HOSTILE, Place(1, 2), HOSTILE, 3), path=HOSTILE, text=HOSTILE),
    )
    for colour in (False, True):
        text = render(found, Presentation(colour=colour))
        rest = ANSI.sub("", text)
        assert all(character == "\n" or character.isprintable() for character in rest)
        assert "\u202e" not in rest
        assert "[bold red]x[/]" in rest
        assert ":smile:" in rest
        text.encode("utf-8")


def test_colour_adds_nothing_but_colour() -> None:
    found = outcome(
        lesson(*[line(verdict, 14) for verdict in BY_GRADE.values()]),
        malformed(Problem("m", Place(2, 1), "h")),
    )
    coloured = render(found, Presentation(colour=True))
    assert ANSI.sub("", coloured) == render(found, Presentation(colour=False))
    assert coloured != ANSI.sub("", coloured)


def test_colour_repeats_the_verdict() -> None:
    coloured = render(outcome(lesson(line(REFUTED))), Presentation(colour=True))
    assert "\x1b[32mproved\x1b[0m" in coloured
    assert "\x1b[1;31mrefuted\x1b[0m" in coloured


def test_an_ascii_terminal_gets_ascii() -> None:
    lines = [line(verdict, 14, "γ + 1", "x²") for verdict in BY_GRADE.values()]
    found = outcome(lesson(*lines), malformed(Problem("…", Place(1, 1), "√"), text="αβ"))
    text = plain(found, encoding="ascii")
    assert text.isascii()
    assert "\\u03b3 + 1" in text
    assert re.search(r"^  \+ 14  = .*proved$", text, re.MULTILINE)
    assert re.search(r"^  x 14  = .*refuted$", text, re.MULTILINE)


def test_a_latin_terminal_gets_marks_it_can_show() -> None:
    text = plain(outcome(lesson(line(PROVED, 14, "x² + γ"))), encoding="latin-1")
    assert "x² + \\u03b3" in text
    text.encode("latin-1")
