"""What numbers say beside a verdict reads the same everywhere, and never as a proof."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tests.reports.outcomes import PROVED, UNKNOWN, derivation, file, line, outcome
from verifier.claims.numeric import CannotConfirm, Disagreement, Numeric, NumericOutcome
from verifier.kernel.verdicts import Confirmed, Proved, Unknown, Verdict
from verifier.outcome import LineOutcome, Outcome
from verifier.reports import Presentation, report_named
from verifier.reports.rows import cells

SHAPES = ({"n": 1, "d": 3}, {"n": 4, "d": 1}, {"n": 2, "d": 6})
NUMBERS = Numeric(1.34e-15, 9, SHAPES, 20, 0, 3, "values")
FOR_ALL = Proved("index notation, for all n, d, h, k", sizes=("n", "d", "h", "k"))
ALONE = Confirmed(9, "1.3e-15", 20)
APART = Disagreement({"n": 2}, {"k": 1.5}, "0.25", "0.5", 0.5, 20, "at entry [1, 2]")
WIDTHS = (50, 60, 80, 100, 200)


def told(
    verdict: Verdict, numeric: NumericOutcome | None, expression: str = "X.T @ dZ"
) -> LineOutcome:
    passed = isinstance(verdict, Proved | Confirmed)
    found = line(verdict, expression=expression, left="grad(Loss, W)", passed=passed)
    return replace(found, numeric=numeric)


def report(
    found: LineOutcome | Outcome,
    form: str = "terminal",
    *,
    verbosity: int = 0,
    width: int = 80,
    encoding: str = "utf-8",
    colour: bool = False,
) -> str:
    run = found if isinstance(found, Outcome) else outcome(file(derivation(found)))
    how = Presentation(verbosity=verbosity, width=width, encoding=encoding, colour=colour)
    return report_named(form)(run, how)


def numeric_of(found: LineOutcome) -> dict[str, object]:
    written = json.loads(report(found, "json"))
    kept: dict[str, object] = written["files"][0]["derivations"][0]["lines"][0]["numeric"]
    return kept


# -- the terminal ----------------------------------------------------------------------------------


def test_both_verdicts_stand_in_one_row() -> None:
    said = "proved for all n, d, h, k · confirmed: 3 shapes, error 1.3e-15"
    wide = report(told(FOR_ALL, NUMBERS), width=100)
    (row,) = (row for row in wide.splitlines() if "confirmed" in row)
    assert row.startswith("  ✓ 14  = X.T @ dZ  ")
    assert row.endswith(said)
    assert cells(row) == 100


def test_a_verdict_that_does_not_fit_behind_its_formula_has_a_row_below() -> None:
    rows = report(told(FOR_ALL, NUMBERS, "X.T @ dZ + 0*W + 0*W + 0*W")).splitlines()
    at = next(place for place, row in enumerate(rows) if "0*W" in row)
    assert rows[at] == "  ✓ 14  = X.T @ dZ + 0*W + 0*W + 0*W"
    assert rows[at + 1].strip().startswith("proved for all n, d, h, k ·")
    assert cells(rows[at + 1]) == 80


@pytest.mark.parametrize("width", WIDTHS)
def test_no_row_is_wider_than_the_terminal(width: int) -> None:
    many = replace(FOR_ALL, sizes=tuple(f"size{n}" for n in range(12)))
    for verdict in (FOR_ALL, many, ALONE):
        for text in ("X", "X @ W + " * 20 + "1"):
            written = report(told(verdict, NUMBERS, text), width=width)
            assert all(cells(row) <= width for row in written.splitlines()), written
            assert "proved" in written or "confirmed" in written


def test_a_line_that_numbers_alone_confirm_says_so_and_no_more() -> None:
    written = report(told(ALONE, NUMBERS))
    assert "confirmed: 3 shapes, error 1.3e-15" in written
    assert "proved" not in written


def test_without_letters_in_the_shapes_the_draws_are_counted() -> None:
    fixed = replace(NUMBERS, shapes=({},), error=0.0)
    written = report(told(replace(FOR_ALL, sizes=()), fixed))
    assert "proved · confirmed: 9 draws, error 0" in written


def test_in_ascii_the_two_are_parted_by_a_semicolon() -> None:
    written = report(told(FOR_ALL, NUMBERS), encoding="ascii")
    assert "proved for all n, d, h, k; confirmed: 3 shapes, error 1.3e-15" in written
    assert written.isascii()


def test_a_line_in_full_says_how_it_was_drawn_and_what_was_not_seen() -> None:
    gap = "a side of `relu(Z)` was never met"
    written = " ".join(report(told(FOR_ALL, replace(NUMBERS, gaps=(gap,))), verbosity=1).split())
    for words in ("numbers: values, 9 draws of 3 shapes", "seed 20", "3 drawn again"):
        assert words in written
    assert "n=1 d=3, n=4 d=1, n=2 d=6" in written
    assert f"not seen by numbers: {gap}" in written


def test_a_proof_that_numbers_say_nothing_of_stands_alone() -> None:
    found = told(FOR_ALL, CannotConfirm("complex numbers are not drawn"))
    assert "confirmed" not in report(found)
    assert "numbers say nothing: complex numbers are not drawn" in report(found, verbosity=1)


def test_numbers_have_their_own_colour() -> None:
    painted = report(told(FOR_ALL, NUMBERS), colour=True)
    before, after = painted.split("confirmed:")
    assert before.rsplit("\x1b[", 1)[1] != before.rsplit("proved", 1)[0].rsplit("\x1b[", 1)[1]
    assert "proved" not in after.split("\n", 1)[0]


def test_a_fault_shows_the_file_that_shows_it_again_row_for_row() -> None:
    text = "# see it\nsymbols:\n  A: real[n, n]\nderivations:\n  a: |\n    A\n    = A.T\n"
    found = replace(
        file(derivation(told(UNKNOWN, APART)), faults=("wrong",)), reproductions=(text,)
    )
    written = report(outcome(found))
    assert "this file shows the fault again:" in written
    assert all(f"\n    {row}\n" in written for row in text.splitlines())
    for form in ("html", "junit"):
        assert text in report(outcome(found), form)
    assert json.dumps(text)[1:-1] in report(outcome(found), "sarif")
    assert text.replace("\n", "%0A") in report(outcome(found), "github")


# -- reports for programs --------------------------------------------------------------------------


@pytest.mark.parametrize("verdict", [FOR_ALL, ALONE])
def test_json_holds_the_error_the_trials_the_shapes_and_the_seed(verdict: Verdict) -> None:
    found = numeric_of(told(verdict, NUMBERS))
    assert found == {
        "error": 1.34e-15,
        "trials": 9,
        "shapes": [dict(shape) for shape in SHAPES],
        "seed": 20,
        "method": "values",
        "redrawn": 3,
    }


def test_json_of_an_unknown_line_holds_both_the_numbers_and_the_sentence() -> None:
    gaps = replace(NUMBERS, gaps=("something",))
    found = numeric_of(told(Unknown("no proof", "the sides agree; but something"), gaps))
    assert found["gaps"] == ["something"]
    assert found["agreement"] == "the sides agree; but something"
    apart = numeric_of(told(Unknown("no proof", "the sides differ"), APART))
    assert apart["agrees"] is False
    assert apart["shapes"] == [{"n": 2}]
    assert (apart["left"], apart["right"], apart["where"]) == ("0.25", "0.5", "at entry [1, 2]")


def test_json_says_why_there_are_no_numbers() -> None:
    assert numeric_of(told(FOR_ALL, CannotConfirm("too large"))) == {"reason": "too large"}


def test_a_line_without_arrays_has_no_numbers() -> None:
    written = json.loads(report(line(PROVED), "json"))
    assert "numeric" not in written["files"][0]["derivations"][0]["lines"][0]


@pytest.mark.parametrize("form", ["html", "junit"])
def test_reports_that_tell_all_of_a_line_tell_its_numbers(form: str) -> None:
    written = report(told(FOR_ALL, NUMBERS), form)
    assert "andom numbers confirm it as well: 9 draws of 3 shapes" in written


@pytest.mark.parametrize("form", ["sarif", "github", "latex", "json-lines", "html", "junit"])
def test_every_report_can_say_every_kind_of_numbers(form: str) -> None:
    for numeric in (NUMBERS, APART, CannotConfirm("why"), None):
        for verdict in (FOR_ALL, ALONE, UNKNOWN):
            assert report(told(verdict, numeric), form)
