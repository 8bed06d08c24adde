"""What is wrong is explained when every file of the run has its verdicts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.judged import derivation, document
from verifier.explain import explaining
from verifier.explain.repair import offers
from verifier.judging.answers import Answer
from verifier.judging.options import Options
from verifier.kernel.verdicts import Refuted
from verifier.outcome import Aftermath, FileOutcome, LineOutcome
from verifier.running import runner
from verifier.running.crew import Crew, Task
from verifier.running.guarding import Journal, Overrun

OPTIONS = Options(sympy=False, repairs=True)
LETTERS = "symbols:\n  a, b: real"


def wrong(*signs: str) -> str:
    steps = [(f"d{n}", ["(a - b)^2", f"= a^2 {sign} 2*a*b + b^2"]) for n, sign in enumerate(signs)]
    return document(LETTERS, [derivation(name, lines) for name, lines in steps])


TEXTS = [wrong("+"), wrong("-"), wrong("-", "+")]


def written(folder: Path, texts: Sequence[str] = TEXTS) -> list[str]:
    paths = [folder / f"{number}.yaml" for number in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, "utf-8")
    return [str(path) for path in paths]


def offered(file: FileOutcome) -> list[str]:
    why = [line.explanation for line in file.lines() if line.explanation is not None]
    return [repair.expression for found in why for repair in found.repairs]


RIGHT = ["a^2 - 2*a*b + b^2"]


def kinds(answers: list[Answer]) -> list[str]:
    return ["why" if isinstance(one, LineOutcome | Aftermath) else "verdict" for one in answers]


@pytest.mark.parametrize("jobs", [1, 2])
def test_every_file_has_its_verdicts_before_the_first_is_explained(
    jobs: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Answer] = []
    ends, hear = Journal.ends, Crew._hear

    def here(self: Journal, answer: Answer) -> None:
        told.append(answer)
        ends(self, answer)

    def apart(self: Crew, job: object, answer: Answer) -> None:
        told.append(answer)
        hear(self, job, answer)  # type: ignore[arg-type]

    monkeypatch.setattr(Journal, "ends", here)
    monkeypatch.setattr(Crew, "_hear", apart)
    options = Options(sympy=False, repairs=True, jobs=jobs, apart=jobs == 2)
    found = runner.run(written(tmp_path), options)
    assert [offered(file) for file in found.files] == [RIGHT, [], RIGHT]
    assert kinds(told).count("verdict") == 4
    if jobs == 1:  # of two processes, one may explain while the other still judges
        assert kinds(told) == [*["verdict"] * 4, *["why"] * 4]


def test_a_single_process_of_the_crew_puts_explanations_off_as_well() -> None:
    tasks = [Task(f"{n}.yaml", text.encode(), OPTIONS) for n, text in enumerate(TEXTS)]
    with Crew(OPTIONS) as crew:
        found = [(number, done.outcome) for number, done in crew.judge(tasks)]
    assert [number for number, _ in found] == [0, 1, 2, 0, 2]
    assert [offered(outcome) for _, outcome in found] == [[], [], [], RIGHT, RIGHT]


def test_who_interrupts_the_explaining_has_every_verdict_and_what_was_explained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def interrupted(*given: object) -> object:
        asked.append(given)
        if len(asked) == 2:
            raise KeyboardInterrupt
        return offers(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(explaining, "offers", interrupted)
    found = runner.run(written(tmp_path), OPTIONS)
    assert found.interrupted
    assert not found.notes  # no file is missing
    assert [offered(file) for file in found.files] == [RIGHT, [], []]
    assert [isinstance(line.verdict, Refuted) for line in found.files[2].lines()] == [False, True]


def test_an_explanation_that_takes_too_long_is_lost_and_no_verdict_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(*_: object) -> object:
        raise Overrun

    monkeypatch.setattr(explaining, "offers", endless)  # in this process, not in the fresh ones
    found = runner.run(written(tmp_path), OPTIONS)
    assert [offered(file) for file in found.files] == [[], [], RIGHT]
    assert [file.is_wrong for file in found.files] == [True, False, True]
    assert not any(file.faults for file in found.files)


def test_a_fault_in_explaining_is_told_and_costs_no_verdict(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> object:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(explaining, "offers", broken)
    found = runner.run(written(tmp_path), OPTIONS)
    assert [file.faults for file in found.files] == [
        ("explaining it: ZeroDivisionError: a bug",),
        (),
        ("explaining it: ZeroDivisionError: a bug",),
    ]
    assert found.exit_code == 3
    assert [file.is_wrong for file in found.files] == [True, False, True]


def test_what_was_tried_on_a_line_is_told_beside_its_explanation(tmp_path: Path) -> None:
    paths = written(tmp_path)
    line = runner.run(paths[:1], OPTIONS).files[0].derivations[0].lines[0]
    options = Options(sympy=False, repairs=True, explain=frozenset({(paths[0], line.place.line)}))
    (file,) = runner.run(paths[:1], options).files
    (asked,) = file.lines()
    assert asked.attempts
    assert offered(file) == RIGHT


def test_a_run_that_is_repeated_explains_the_same_from_what_was_kept(tmp_path: Path) -> None:
    paths = written(tmp_path)
    options = Options(sympy=False, repairs=True, cache=str(tmp_path / "kept"))
    first, second = (runner.run(paths, options) for _ in range(2))
    assert [offered(file) for file in second.files] == [offered(file) for file in first.files]
    assert all(isinstance(line.verdict, Refuted) for line in second.files[0].lines())
