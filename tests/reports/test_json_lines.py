from __future__ import annotations

import json
from typing import Any

from tests.reports.outcomes import REFUTED, derivation, file, lesson, line, malformed, outcome
from verifier.kernel.verdicts import Grade
from verifier.language.problems import Problem
from verifier.language.source import Place
from verifier.outcome import Outcome
from verifier.reports import Presentation, json_report
from verifier.reports.json_lines import render


def records(found: Outcome, encoding: str = "utf-8") -> list[Any]:
    text = render(found, Presentation(encoding=encoding))
    assert text.endswith("}\n")
    return [json.loads(row) for row in text.splitlines()]


def test_a_record_says_its_type_and_what_belongs_together_comes_from_the_inside_out() -> None:
    found = records(outcome(lesson(), malformed(Problem("m", Place(1, 2)))))
    types = ["definition", "line", "line", "line", "derivation", "file", "file", "summary"]
    assert [one["type"] for one in found] == types


def test_a_line_says_where_it_belongs() -> None:
    (_, first, *_) = records(outcome(lesson(line(REFUTED))))
    assert first["path"] == "derivations/bce.yaml"
    assert first["derivation"] == "dLoss_dp"
    assert first["verdict"] == "proved"


def test_everything_in_the_json_report_is_in_the_records() -> None:
    run = outcome(lesson(line(REFUTED)), malformed(Problem("m")), notes=("n",))
    whole = json.loads(json_report.render(run, Presentation()))
    found = records(run)
    summary = {**whole["summary"], "type": "summary", "version": 1, "notes": ["n"]}
    assert found[-1] == summary
    lines = [each for one in whole["files"] for d in one["derivations"] for each in d["lines"]]
    told = [one for one in found if one["type"] == "line"]
    assert [one | {"type": "", "path": "", "derivation": ""} for one in told] == [
        each | {"type": "", "path": "", "derivation": ""} for each in lines
    ]


def test_a_control_is_told_by_its_derivation() -> None:
    control = derivation(line(REFUTED, passed=True), expect=Grade.REFUTED, passed=True)
    found = records(outcome(file(control)))
    assert found[1]["type"] == "derivation"
    assert (found[1]["expect"], found[1]["passed"]) == ("refuted", True)


def test_no_character_ends_a_record_early() -> None:
    title = "a\nb\u2028c\u2029d\x85e\x0bf\x1cg σ"
    found = records(outcome(file(title=title)))
    assert found[0]["title"] == title


def test_any_encoding_will_do() -> None:
    assert records(outcome(file(title="σ \udcff")), "ascii")[0]["title"] == "σ \udcff"


def test_a_run_without_files_has_its_summary() -> None:
    assert [one["type"] for one in records(outcome())] == ["summary"]
