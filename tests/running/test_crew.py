"""Several processes judge several files, and the death of one costs one line."""

from __future__ import annotations

import os

import pytest

from verifier.judging.answers import Answer, Decision, Lost
from verifier.judging.options import Options
from verifier.kernel.verdicts import Proved, Refuted, Unknown, grade
from verifier.outcome import FileOutcome
from verifier.running import crew as module
from verifier.running.crew import Crew, Task

TROUBLED = "tests.running.troubled_member"
UNWILLING = "tests.running.unwilling_member"


def lines(*steps: str) -> bytes:
    rows = "".join(f"  d{number}: x {step}\n" for number, step in enumerate(steps))
    return f"symbols:\n  x: real\nderivations:\n{rows}".encode()


def judged(
    *files: bytes, member: str = TROUBLED, jobs: int = 2, timeout: float = 10.0
) -> list[FileOutcome]:
    options = Options(jobs=jobs, timeout=timeout)
    tasks = [Task(f"{number}.yaml", data, options) for number, data in enumerate(files)]
    with Crew(options, module=member) as crew:
        found = dict(crew.judge(tasks))
    return [found[number].outcome for number in range(len(files))]


def verdicts(file: FileOutcome) -> list[str]:
    return [grade(line.verdict).word for line in file.lines()]


DEATHS = {
    666: "its process was ended by SIGKILL",
    667: "its process was ended by SIGSEGV",
    668: "its process ended with 3",
    669: "out of memory",
    671: "out of memory",  # how the arithmetic ends when there is none
}


def test_a_process_that_dies_costs_the_line_it_was_at_and_no_other() -> None:
    dying = [f"= x + {number} - {number}" for number in DEATHS]
    troubled, other = judged(lines("= x + 0", *dying, "= x + 1"), lines("= x + 0"))
    assert verdicts(troubled) == ["proved", *["unknown"] * len(DEATHS), "refuted"]
    lost = [line.verdict for line in troubled.lines()][1:-1]
    assert lost == [Unknown(f"judging this line was broken off: {why}") for why in DEATHS.values()]
    assert not troubled.passed
    assert other.passed


def test_a_line_that_takes_too_long_is_ended_by_the_system() -> None:
    (found,) = judged(lines("= x + 670 - 670", "= x + 0"), jobs=1, timeout=0.3)
    assert verdicts(found) == ["unknown", "proved"]
    lost = next(found.lines()).verdict
    assert isinstance(lost, Unknown)
    assert lost.reason == "judging this line was broken off: out of time"


def test_what_dies_before_it_has_begun_costs_its_file_and_passes_nothing() -> None:
    first, second = judged(lines("= x"), lines("= x"), member=UNWILLING)
    for found in (first, second):
        assert found.faults
        assert not found.passed
        assert "its process ended with 5" in found.faults[0]


def test_where_no_process_can_be_started_nothing_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise OSError("no more processes")

    monkeypatch.setattr(module, "start", never)
    (found,) = judged(lines("= x"))
    assert not found.passed
    assert "no process could be started" in found.faults[0]


def test_a_member_that_falls_silent_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SILENCE", -9.5)  # so that half a second of it is too much
    (found,) = judged(lines("= x + 670 - 670"), jobs=1)
    assert not found.passed


def test_answers_that_are_known_are_not_asked_for_again_and_every_answer_is_told() -> None:
    options = Options()
    text = lines("= x + 666 - 666", "= x + 0")
    known = (Decision(Proved("before")),)
    told: list[tuple[int, Answer]] = []
    read: list[tuple[int, int]] = []
    with Crew(options, module=TROUBLED) as crew:
        ((number, done),) = crew.judge(
            [Task("a.yaml", text, options, known)],
            lambda *answer: told.append(answer),
            lambda *lines: read.append(lines),
        )
    assert (number, read) == (0, [(0, 2)])
    assert next(done.outcome.lines()).verdict == Proved("before")
    assert done.steady
    assert len(told) == 1
    assert isinstance(told[0][1], Decision)


def test_a_loss_is_told_too_and_makes_the_outcome_unsteady() -> None:
    options = Options()
    told: list[Answer] = []
    with Crew(options, module=TROUBLED) as crew:
        task = Task("a.yaml", lines("= x + 666 - 666"), options)
        ((_, done),) = crew.judge([task], lambda _, answer: told.append(answer))
    assert [type(answer) for answer in told] == [Lost]
    assert not done.steady


def test_no_member_outlives_its_crew() -> None:
    options = Options(jobs=2)
    with Crew(options) as crew:
        tasks = [Task(f"{n}.yaml", lines("= x", "= x + 1"), options) for n in range(4)]
        found = crew.judge(tasks)
        next(found)
        children = [member.child.process.pid for member in crew._members]
        assert children
    for pid in children:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_a_malformed_file_comes_back_with_its_problems() -> None:
    broken, right = judged(b"derivations: [", lines("= x", "= x + 1"))
    assert broken.problems
    assert isinstance([*right.lines()][1].verdict, Refuted)
