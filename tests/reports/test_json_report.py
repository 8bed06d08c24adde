from __future__ import annotations

import json
from typing import Any

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
from verifier.kernel.verdicts import Confirmed, Grade, Proved, Verdict
from verifier.language.problems import Problem
from verifier.language.source import Place
from verifier.outcome import Outcome
from verifier.reports import Presentation
from verifier.reports.json_report import render


def loaded(found: Outcome) -> Any:
    return json.loads(render(found, Presentation()))


def judged(verdict: Verdict, **keywords: Any) -> Any:
    (found,) = loaded(outcome(file(derivation(line(verdict, **keywords)))))["files"]
    return found["derivations"][0]["lines"][0]


def test_a_proved_line_has_its_place_method_and_discharged_conditions() -> None:
    assert judged(PROVED, reason="a reason") == {
        "line": 14,
        "column": 7,
        "relation": "=",
        "expression": "-((y*(1 - p) - p*(1 - y))/(p*(1 - p)))",
        "reason": "a reason",
        "verdict": "proved",
        "passed": True,
        "method": "normal form",
        "conditions": ["p != 0", "1 - p != 0"],
        "notes": [],
        "seconds": 0.00021,
    }


def test_a_trusted_line_names_its_engine() -> None:
    found = judged(TRUSTED)
    assert (found["verdict"], found["engine"], found["method"]) == ("trusted", "SymPy", "simplify")


def test_a_confirmed_line_has_the_numbers_and_the_seed() -> None:
    assert judged(CONFIRMED)["numeric"] == {"error": 1.3e-15, "trials": 30, "seed": 20}
    assert judged(Confirmed(3, "inf", 1))["numeric"]["error"] == "inf"
    assert judged(Confirmed(3, "about 1e-9", 1))["numeric"]["error"] == "about 1e-9"


def test_a_conditional_line_lists_what_is_missing_and_what_to_paste() -> None:
    found = judged(CONDITIONAL)
    assert found["conditions"] == ["p != 0", "1 - p != 0"]
    assert found["missing"] == [
        {"condition": "p != 0", "paste": "p: real != 0", "fails_at": {"p": "0"}},
        {"condition": "1 - p != 0", "assume": "1 - p != 0"},
    ]
    assert found["message"] == "holds only where p != 0 and 1 - p != 0"


def test_a_refuted_line_has_the_point_and_both_values() -> None:
    found = judged(REFUTED)
    assert found["witness"] == {"p": "1/2", "y": "1"}
    assert (found["left"], found["right"]) == ("-2", "[1.9999999, 2.0000001]")
    assert found["message"] == "fails at p = 1/2, y = 1: the sides differ"


def test_an_unknown_line_has_its_reason_and_the_agreement_of_numbers() -> None:
    found = judged(UNKNOWN)
    assert found["message"] == "the time for this line was used up"
    assert found["numeric"] == {"agreement": "agrees at 20 points to 1e-12"}


def test_keys_that_do_not_apply_are_left_out() -> None:
    everything = {"witness", "left", "right", "missing", "numeric", "engine", "reason", "message"}
    assert not everything & set(judged(PROVED))
    (bare,) = loaded(outcome(file(derivation(line(PROVED), title=""), title="")))["files"]
    assert not {"title", "source", "faults"} & set(bare)
    assert not {"title", "expect"} & set(bare["derivations"][0])


def test_passed_stands_on_every_line_derivation_and_file() -> None:
    found = loaded(outcome(lesson(line(REFUTED))))
    (only,) = found["files"]
    assert only["passed"] is False
    assert only["derivations"][0]["passed"] is False
    assert [each["passed"] for each in only["derivations"][0]["lines"]] == [True, False]
    assert only["definitions"][0]["passed"] is True


def test_the_start_is_shown_and_not_counted() -> None:
    found = loaded(outcome(lesson()))
    assert found["files"][0]["derivations"][0]["start"] == {
        "line": 12,
        "column": 7,
        "expression": "diff(Loss, p)",
    }
    assert len(found["files"][0]["derivations"][0]["lines"]) == 3


def test_a_range_claim_stands_in_definitions_shaped_like_a_line() -> None:
    (claim,) = loaded(outcome(lesson()))["files"][0]["definitions"]
    assert claim["name"] == "p"
    assert (claim["relation"], claim["expression"], claim["line"]) == ("in", "(0, 1)", 6)


def test_the_summary_counts_every_verdict_and_the_malformed_files() -> None:
    lines = [line(verdict) for verdict in BY_GRADE.values()]
    found = loaded(outcome(file(derivation(*lines)), malformed(Problem("m"))))
    assert found["summary"] == {
        "proved": 1,
        "trusted": 1,
        "confirmed": 1,
        "conditional": 1,
        "refuted": 1,
        "unknown": 1,
        "malformed": 1,
        "files": 2,
        "seconds": 0.0234,
        "passed": False,
        "exit_code": 2,
    }


def test_a_malformed_file_has_its_problems_and_nothing_else() -> None:
    problems = (
        Problem("no title"),
        Problem("the name `Lss` is not declared", Place(12, 12), "did you mean `Loss`?", 4),
    )
    (found,) = loaded(outcome(malformed(*problems)))["files"]
    assert found["verdict"] == "malformed"
    assert found["passed"] is False
    assert found["derivations"] == []
    assert found["problems"] == [
        {"message": "no title"},
        {
            "line": 12,
            "column": 12,
            "message": "the name `Lss` is not declared",
            "hint": "did you mean `Loss`?",
        },
    ]


def test_an_expectation_is_told_and_a_met_one_does_not_worsen_the_file() -> None:
    control = derivation(line(REFUTED, passed=True), expect=Grade.REFUTED, passed=True)
    (found,) = loaded(outcome(file(derivation(line(PROVED)), control)))["files"]
    assert found["verdict"] == "proved"
    assert found["derivations"][1]["expect"] == "refuted"
    assert found["derivations"][1]["verdict"] == "refuted"
    assert found["derivations"][1]["passed"] is True


def test_the_lines_of_a_control_that_failed_as_expected_pass() -> None:
    control = derivation(line(REFUTED, passed=False), expect=Grade.REFUTED, passed=True)
    (found,) = loaded(outcome(file(control)))["files"]
    assert found["derivations"][0]["lines"][0]["passed"] is True


def test_a_seam_taken_out_by_a_convention_is_listed() -> None:
    assert judged(Proved("cases", off=("z = 0",)))["off"] == ["z = 0"]


def test_a_fault_is_told_and_the_run_does_not_pass() -> None:
    found = loaded(outcome(file(derivation(line(PROVED)), faults=("they disagree",))))
    assert found["files"][0]["faults"] == ["they disagree"]
    assert found["summary"]["passed"] is False
    assert found["summary"]["exit_code"] == 3


def test_the_keys_stand_in_the_documented_order() -> None:
    text = render(outcome(lesson()), Presentation())
    order = ['"version"', '"files"', '"path"', '"title"', '"verdict"', '"derivations"', '"summary"']
    assert sorted(order, key=text.index) == order
    assert text == render(outcome(lesson()), Presentation())


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "latin-1", "cp1252"])
def test_it_is_one_object_in_any_encoding_and_loses_nothing(encoding: str) -> None:
    title = "σ'(z) = σ(z)·(1 − σ(z)) \x1b[31m \ud800 \u2028"
    text = render(outcome(file(title=title)), Presentation(encoding=encoding))
    assert text.endswith("}\n")
    assert json.loads(text.encode(encoding).decode(encoding))["files"][0]["title"] == title


def test_letters_stay_readable_where_the_encoding_knows_them() -> None:
    assert "σ(z)" in render(outcome(file(title="σ(z)")), Presentation(encoding="utf-8"))
