from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reports.outcomes import (
    CONDITIONAL,
    CONFIRMED,
    REFUTED,
    TRUSTED,
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
from verifier.outcome import Outcome
from verifier.reports import Presentation
from verifier.reports.github import render

_COMMAND = re.compile(r"::error ([^:]*)::(.*)")


def read(text: str) -> list[tuple[dict[str, str], str]]:
    """What GitHub's runner makes of a log: the properties and the message of each command."""
    found = []
    for row in text.splitlines():
        if command := _COMMAND.fullmatch(row):
            pairs = (pair.split("=", 1) for pair in command[1].split(","))
            found.append(({name: unquote(value) for name, value in pairs}, unquote(command[2])))
        else:
            assert not row.startswith("::"), row
    return found


def commands(found: Outcome) -> list[tuple[dict[str, str], str]]:
    return read(render(found, Presentation()))


@pytest.fixture(autouse=True)
def outside_of_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)


def test_a_line_that_did_not_pass_is_an_error_beside_it() -> None:
    ((where, message),) = commands(outcome(lesson(line(REFUTED))))
    assert where == {
        "file": "derivations/bce.yaml",
        "line": "14",
        "col": "7",
        "title": "refuted: dLoss_dp",
    }
    assert "fails at p = 1/2, y = 1: the sides differ" in message
    assert "left: -(y/p - (1 - y)/(1 - p)) = -2" in message


def test_a_missing_condition_says_what_to_write() -> None:
    ((_, message),) = commands(outcome(lesson(line(CONDITIONAL))))
    assert "write under symbols: p: real != 0" in message


def test_what_passed_makes_no_noise_and_the_log_ends_with_the_conclusion() -> None:
    assert render(outcome(lesson()), Presentation()) == "Passed (exit code 0).\n"
    assert commands(outcome(lesson(line(TRUSTED)))) == []


def test_confirmed_is_an_error_where_it_does_not_pass() -> None:
    ((where, message),) = commands(outcome(lesson(line(CONFIRMED))))
    assert where["title"] == "confirmed: dLoss_dp"
    assert "no proof" in message


def test_a_malformed_file_has_an_error_for_each_problem() -> None:
    problems = Problem("no title"), Problem("`Lss` is not declared", Place(3, 4), "`Loss`?", 3)
    first, second = commands(outcome(malformed(*problems)))
    assert "line" not in first[0]
    assert (second[0]["line"], second[0]["col"]) == ("3", "4")
    assert second[1] == "`Lss` is not declared\nhint: `Loss`?"


def test_a_control_that_did_not_fail_as_expected_is_one_error() -> None:
    control = derivation(line(CONDITIONAL), expect=Grade.REFUTED, passed=False)
    ((where, message),) = commands(outcome(file(control)))
    assert where["line"] == "12"
    assert message == "expected refuted, but the worst line is conditional"


def test_a_control_that_failed_as_expected_is_none() -> None:
    control = derivation(line(REFUTED, passed=True), expect=Grade.REFUTED, passed=True)
    assert commands(outcome(file(control))) == []


def test_a_fault_and_standard_input_have_no_line() -> None:
    ((where, message),) = commands(outcome(file(path="<stdin>", faults=("they disagree",))))
    assert where == {"title": "fault in the verifier"}
    assert message == "they disagree"


def test_paths_are_relative_to_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lessons").mkdir()
    monkeypatch.chdir(tmp_path / "lessons")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    ((where, _),) = commands(outcome(malformed(Problem("m"), path="a.yaml")))
    assert where["file"] == "lessons/a.yaml"


HOSTILE = "100%0A\r\n::error file=x,line=1::owned,a:b\x1b[31m\u2028::set-output name=x::y"


def test_nothing_an_author_writes_ends_a_command_or_begins_one() -> None:
    found = outcome(
        lesson(line(REFUTED, expression=HOSTILE)),
        malformed(Problem(HOSTILE, Place(1, 1), HOSTILE), path=HOSTILE),
        file(derivation(line(REFUTED), name=HOSTILE), faults=(HOSTILE,)),
    )
    text = render(found, Presentation())
    assert len(read(text)) == 4
    assert "\x1b" not in text


@given(st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp", "Cn", "Co", "Zs"])))
def test_a_message_comes_back_as_it_was(said: str) -> None:
    ((where, message),) = commands(outcome(malformed(Problem(said), path=f"a{said}")))
    assert message == said
    assert where["title"] == "malformed"
