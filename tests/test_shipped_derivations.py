"""The shipped derivations are proved, line by line, and fail where they should when they are
changed.

And the small corpora in `tests/derivations`: each file lies in the folder of its verdict, and its
name says why.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from tests.judged import judge
from tests.oracle.differences import compare
from tests.oracle.grid import points
from tests.oracle.sheets import has_values, is_of_numbers, read_sheet
from verifier.documents.document import Document
from verifier.kernel.verdicts import Conditional, Proved, grade
from verifier.outcome import FileOutcome
from verifier.running.runner import read, run_text

ROOT = Path(__file__).parents[1]
SHIPPED = sorted((ROOT / "derivations").rglob("*.yaml"))
OF_NUMBERS = [path for path in SHIPPED if is_of_numbers(path.read_text(encoding="utf-8"))]
CORPORA = sorted((ROOT / "tests" / "derivations").glob("[!m]*/*.yaml"))


@cache
def outcome_of(path: Path) -> FileOutcome:
    return run_text(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_line_of_a_shipped_file_is_proved(path: Path) -> None:
    outcome = outcome_of(path)
    assert outcome.problems == ()
    assert outcome.faults == ()
    assert outcome.passed
    for derivation in outcome.derivations:
        if derivation.expect is None:
            for line in derivation.lines:
                assert isinstance(line.verdict, Proved), (
                    derivation.name,
                    line.expression,
                    line.verdict,
                )
        else:
            assert derivation.grade == derivation.expect, (derivation.name, derivation.grade)
    assert all(isinstance(claim.verdict, Proved) for claim in outcome.definitions)


@pytest.mark.parametrize("path", OF_NUMBERS, ids=lambda path: path.stem)
def test_the_oracle_finds_no_fault_in_a_shipped_file(path: Path) -> None:
    sheet = read_sheet(path.read_text(encoding="utf-8"))
    for derivation in sheet.derivations:
        counted = []
        written = " ".join(step.left + step.right for step in derivation.steps())
        if not has_values(written):
            continue
        for step in derivation.steps():
            sides = [sheet.expression(step.left), sheet.expression(step.right)]
            assumed = sheet.statements([*sheet.assumed, *step.assumed])
            found = compare(
                sides[0], step.relation, sides[1], points(sheet, sides, assumed, 20), sheet.setting
            )
            assert found.agreed >= 8, (step, found)
            counted.append(bool(found.differences))
        assert any(counted) == bool(derivation.expect), derivation


def test_every_file_has_a_title_a_source_and_reasons() -> None:
    reasons = []
    for path, document in read([str(path) for path in SHIPPED]):
        assert isinstance(document, Document), path
        assert document.title
        assert document.source
        reasons += [line.reason for found in document.derivations for line in found.lines]
    assert any(reasons)


LESSON = (
    ("bce_sigmoid", "diff(ln(p), p)", "1/p"),
    ("bce_sigmoid", "1/(1 - p) * (-1)", "-1/(1 - p)"),
    ("bce_sigmoid", "-(y*dlog_p + (1 - y)*dlog_1mp)", "-(y/p - (1 - y)/(1 - p))"),
    ("bce_sigmoid", "-(y/p - (1 - y)/(1 - p))", "-((y*(1 - p) - p*(1 - y))/(p*(1 - p)))"),
    ("bce_sigmoid", "-((y*(1 - p) - p*(1 - y))/(p*(1 - p)))", "(-y + y*p + p - p*y)/(p*(1 - p))"),
    ("bce_sigmoid", "(-y + y*p + p - p*y)/(p*(1 - p))", "(p - y)/(p*(1 - p))"),
    ("bce_sigmoid", "1/(1 + exp(-z)) * (1 - 1/(1 + exp(-z)))", "sigma(z)*(1 - sigma(z))"),
    ("bce_sigmoid", "sigma(z)*(1 - sigma(z))", "p*(1 - p)"),
    ("bce_sigmoid", "dLoss_dp * dp_dz", "(p - y)/(p*(1 - p)) * (p*(1 - p))"),
    ("bce_sigmoid", "(p - y)*(p*(1 - p))/(p*(1 - p))", "p - y"),
    ("bce_sigmoid", "sigma(z) - y", "p - y"),
    ("relu", "diff(z, z)", "1"),
    ("relu", "diff(0, z)", "0"),
    ("relu", "(h - 0)/h", "1"),
    ("relu", "(0 - 0)/h", "0"),
    ("relu_mask", "where(z > 0, 1, 0)", "(z > 0)"),
)


@pytest.mark.parametrize(("stem", "left", "right"), LESSON)
def test_every_formula_of_the_lesson_is_a_judged_line(stem: str, left: str, right: str) -> None:
    outcome = outcome_of(ROOT / "derivations" / f"{stem}.yaml")
    assert any((line.left, line.expression) == (left, right) for line in outcome.lines())


def test_without_its_range_exactly_the_lines_that_need_p_in_0_1_are_conditional() -> None:
    text = (ROOT / "derivations" / "bce_in_p.yaml").read_text(encoding="utf-8")
    assert "  p: real in (0, 1)" in text
    outcome = run_text(text.replace("  p: real in (0, 1)", "  p: real"))
    assert outcome.problems == ()
    said = {
        (derivation.name, k): line.verdict
        for derivation in outcome.derivations
        for k, line in enumerate(derivation.lines, start=1)
    }
    needy = {key for key, verdict in said.items() if isinstance(verdict, Conditional)}
    assert needy == {("dLoss_dp", 1), ("times_slope", 1), ("second_derivative", 2)}
    assert all(isinstance(said[key], Proved) for key in said.keys() - needy)
    cancelled = said["times_slope", 1]
    assert isinstance(cancelled, Conditional)
    texts = " and ".join(condition.text for condition in cancelled.missing)
    assert "p" in texts
    assert "!=" in texts
    for key in needy:
        assert pasted(text, said[key]) >= {key}


def pasted(text: str, verdict: object) -> set[tuple[str, int]]:
    """Which lines are proved once a verdict's conditions are assumed by the whole file."""
    assert isinstance(verdict, Conditional)
    assert verdict.missing
    granted = "\n".join(f"  - {condition.text}" for condition in verdict.missing)
    changed = text.replace("  p: real in (0, 1)", "  p: real")
    outcome = run_text(changed.replace("definitions:", f"assume:\n{granted}\ndefinitions:", 1))
    assert outcome.problems == (), outcome.problems
    return {
        (derivation.name, k)
        for derivation in outcome.derivations
        for k, line in enumerate(derivation.lines, start=1)
        if isinstance(line.verdict, Proved)
    }


@pytest.mark.parametrize("path", CORPORA, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_file_gets_the_verdict_of_its_folder(path: Path) -> None:
    judged = judge(path.read_text(encoding="utf-8"))
    assert judged.verdict == path.parent.name, judged
    assert judged.outcome.passed == (judged.verdict == "proved")


def test_the_corpora_hold_more_bad_files_than_good_ones() -> None:
    folders = [path.parent.name for path in CORPORA]
    assert set(folders) == {"proved", "refuted", "conditional", "unknown"}
    assert folders.count("proved") < len(folders) / 2


def test_a_wrong_line_in_a_shipped_file_is_found_and_its_neighbours_keep_their_verdicts() -> None:
    text = (ROOT / "derivations" / "bce_sigmoid.yaml").read_text(encoding="utf-8")
    wrong = text.replace("= (-y + y*p + p - p*y)/(p*(1 - p))", "= (-y + y*p + p + p*y)/(p*(1 - p))")
    assert wrong != text
    outcome = run_text(wrong)
    step_a = next(d for d in outcome.derivations if d.name == "dLoss_dp")
    words = [grade(line.verdict).word for line in step_a.lines]
    assert words == ["proved", "proved", "proved", "proved", "refuted", "refuted"]
    assert not outcome.passed
