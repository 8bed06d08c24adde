from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reports.outcomes import (
    BY_GRADE,
    CONDITIONAL,
    PROVED,
    REFUTED,
    derivation,
    file,
    lesson,
    line,
    malformed,
    outcome,
)
from verifier.kernel.verdicts import Grade
from verifier.language.problems import Problem
from verifier.language.source import Place
from verifier.outcome import Edit, Explanation, Outcome, Repair
from verifier.reports import Presentation
from verifier.reports.sarif import RULES, render

SCHEMA = Path(__file__).parent / "schemas" / "sarif-2.1.0-rtm.5.json"


def log(found: Outcome, encoding: str = "utf-8") -> Any:
    return json.loads(render(found, Presentation(encoding=encoding)))


def results(found: Outcome) -> list[Any]:
    (run,) = log(found)["runs"]
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    return list(run["results"])


def rule_ids(found: Outcome) -> list[str]:
    return [result["ruleId"] for result in results(found)]


def test_a_line_that_did_not_pass_is_a_result_with_its_place() -> None:
    (result,) = results(outcome(lesson(line(REFUTED))))
    assert (result["ruleId"], result["level"]) == ("verify/refuted", "error")
    assert "fails at p = 1/2, y = 1: the sides differ" in result["message"]["text"]
    (where,) = result["locations"]
    assert where["physicalLocation"]["artifactLocation"] == {"uri": "derivations/bce.yaml"}
    assert where["physicalLocation"]["region"] == {
        "startLine": 14,
        "startColumn": 7,
        "endLine": 14,
        "endColumn": 47,
    }
    assert where["logicalLocations"][0]["fullyQualifiedName"] == "derivations/bce.yaml::dLoss_dp"
    assert result["properties"]["verify"]["witness"] == {"p": "1/2", "y": "1"}


def test_what_passed_is_no_result() -> None:
    assert results(outcome(lesson())) == []


def test_a_region_ends_with_its_line_of_the_file() -> None:
    long = line(REFUTED, expression="x" * 500)
    (result,) = results(outcome(lesson(long)))
    assert result["locations"][0]["physicalLocation"]["region"]["endColumn"] == 47


def test_the_ids_of_the_rules_are_promised() -> None:
    assert list(RULES) == [
        "refuted",
        "conditional",
        "unknown",
        "confirmed",
        "trusted",
        "rests-on-failure",
        "expectation",
        "malformed",
    ]


@pytest.mark.parametrize("which", [grade for grade in BY_GRADE if grade is not Grade.PROVED])
def test_every_verdict_that_fails_has_its_rule(which: Grade) -> None:
    found = outcome(file(derivation(line(BY_GRADE[which], passed=False))))
    assert rule_ids(found) == [f"verify/{which.word}"]


def test_a_proved_line_that_rests_on_a_failure_has_a_rule_of_its_own() -> None:
    rests = line(PROVED, passed=False, notes=("rests on a, which did not pass",))
    assert rule_ids(outcome(file(derivation(rests)))) == ["verify/rests-on-failure"]
    refuted = line(REFUTED, passed=False, notes=("rests on a, which did not pass",))
    assert rule_ids(outcome(file(derivation(refuted)))) == ["verify/refuted"]


def test_a_malformed_file_has_a_result_for_each_problem() -> None:
    found = outcome(malformed(Problem("m"), Problem("`Lss`", Place(12, 12), "`Loss`?", 4)))
    first, second = results(found)
    assert "region" not in first["locations"][0]["physicalLocation"]
    assert second["message"]["text"] == "`Lss`; `Loss`?"
    assert second["locations"][0]["physicalLocation"]["region"]["endColumn"] == 16


def test_a_control_is_one_result_where_it_is_not_as_expected() -> None:
    met = derivation(line(REFUTED, passed=True), expect=Grade.REFUTED, passed=True)
    missed = derivation(line(CONDITIONAL), expect=Grade.REFUTED, passed=False)
    assert rule_ids(outcome(file(met, missed))) == ["verify/expectation"]


def test_a_fingerprint_stays_when_lines_are_added_above() -> None:
    def fingerprint(number: int, expression: str) -> Any:
        found = outcome(file(derivation(line(REFUTED, number, expression))))
        return results(found)[0]["partialFingerprints"]

    assert fingerprint(14, "x + 1") == fingerprint(99, "x  +  1")
    assert fingerprint(14, "x + 1") != fingerprint(14, "x + 2")


def test_equal_lines_have_different_fingerprints() -> None:
    same = [line(REFUTED, 14, "x", "y"), line(REFUTED, 15, "x", "y")]
    first, second = results(outcome(file(derivation(*same))))
    assert first["partialFingerprints"] != second["partialFingerprints"]


def test_a_fault_is_told_as_a_failed_invocation() -> None:
    (run,) = log(outcome(file(faults=("they disagree",))))["runs"]
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    assert invocation["exitCode"] == 3
    notification = invocation["toolExecutionNotifications"][0]
    assert notification["message"]["text"] == "they disagree"


def test_standard_input_has_no_uri() -> None:
    (result,) = results(outcome(file(derivation(line(REFUTED)), path="<stdin>")))
    assert "physicalLocation" not in result["locations"][0]


def test_a_proved_repair_is_a_fix() -> None:
    edit = Edit(Place(14, 9), Place(14, 10), "+", "-")
    repairs = (Repair("=", "a - b", "the sign of b is wrong", (edit,)), Repair("=", "c", "other"))
    wrong = replace(
        line(REFUTED), explanation=Explanation("the sign of b is wrong", (), "", repairs)
    )
    (result,) = results(outcome(file(derivation(wrong))))
    (fix,) = result["fixes"]
    assert fix["description"]["text"] == "the sign of b is wrong (proved)"
    (change,) = fix["artifactChanges"]
    assert change["replacements"][0] == {
        "deletedRegion": {"startLine": 14, "startColumn": 9, "endLine": 14, "endColumn": 10},
        "insertedContent": {"text": "-"},
    }
    assert "the sign of b is wrong" in result["message"]["text"]


HOSTILE = '</script>"\\\x00\x1b[31m\ud800 σ \u2028'


def runs() -> dict[str, Outcome]:
    control = derivation(line(CONDITIONAL), expect=Grade.REFUTED, passed=False)
    edit = Edit(Place(14, 9), Place(14, 9), "", "-")
    repairs = (Repair("=", "a", "c", (edit,)),)
    wrong = replace(line(REFUTED), explanation=Explanation("why", (), "", repairs))
    return {
        "passed": outcome(lesson()),
        "every verdict": outcome(file(derivation(*map(line, BY_GRADE.values())))),
        "malformed": outcome(malformed(Problem("m", Place(1, 1), "", 0), Problem("n"))),
        "control": outcome(file(control)),
        "fault": outcome(file(faults=("f",))),
        "hostile": outcome(malformed(Problem(HOSTILE), path=HOSTILE)),
        "odd path": outcome(malformed(Problem("m"), path=os.fsdecode(b"a b/\xff#.yaml"))),
        "whole path": outcome(malformed(Problem("m"), path="/else where/a.yaml")),
        "standard input": outcome(file(derivation(line(REFUTED)), path="<stdin>")),
        "repaired": outcome(file(derivation(wrong))),
        "nothing": outcome(),
    }


def validator() -> Any:
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads(SCHEMA.read_text("utf-8"))
    return jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker())


@pytest.mark.parametrize("name", runs())
@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_it_is_valid_by_the_published_schema(name: str, encoding: str) -> None:
    assert [error.message for error in validator().iter_errors(log(runs()[name], encoding))] == []


def test_the_schema_can_refuse() -> None:
    bad = log(outcome(lesson(line(REFUTED))))
    bad["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    assert list(validator().iter_errors(bad))


@given(st.text(min_size=1))
def test_any_text_is_one_log(said: str) -> None:
    (result,) = results(outcome(malformed(Problem(said), path="a.yaml")))
    assert result["message"]["text"] == said
