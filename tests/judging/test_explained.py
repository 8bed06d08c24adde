"""Explanations come after the verdicts, one by one; what goes wrong with one costs no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.explain.wrong import ARRAYS, LETTERS
from tests.judged import derivation, document
from verifier.documents.load import load
from verifier.explain import explaining
from verifier.judging.answers import Answer, Lost
from verifier.judging.one_file import judge
from verifier.judging.options import Options
from verifier.judging.working import Work
from verifier.kernel.verdicts import Proved, Refuted
from verifier.outcome import Aftermath, FileOutcome, LineOutcome
from verifier.running.runner import run

OPTIONS = Options(sympy=False, repairs=True)
TEXT = document(
    LETTERS,
    [
        derivation("one", ["(a + b)^2", "= a^2 + a*b + b^2", "= a^2 + b^2 + a*b"]),
        derivation("two", ["(a - b)^2", "= a^2 + 2*a*b + b^2"]),
    ],
)


class Told:
    """A watch that remembers."""

    def __init__(self) -> None:
        self.answers: list[Answer] = []

    def begins(self) -> None:
        pass

    def ends(self, answer: Answer) -> None:
        self.answers.append(answer)


def judged(work: Work, text: str = TEXT) -> FileOutcome:
    return judge(load(text.encode(), "lesson.yaml"), OPTIONS, work)


def offered(outcome: FileOutcome) -> list[str]:
    return [
        line.explanation.repairs[0].expression
        for line in outcome.lines()
        if line.explanation is not None and line.explanation.repairs
    ]


def told() -> list[Answer]:
    watch = Told()
    judged(Work(OPTIONS.budget, watch=watch))
    return watch.answers


def test_every_verdict_comes_before_the_first_explanation() -> None:
    kinds = [isinstance(answer, LineOutcome | Aftermath) for answer in told()]
    assert kinds == sorted(kinds)
    assert any(kinds)


def test_with_the_answers_of_before_nothing_is_worked_on_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers = told()

    def never(*_: object, **__: object) -> None:
        raise AssertionError("worked on again")

    monkeypatch.setattr(explaining, "offers", never)
    watch = Told()
    outcome = judged(Work(OPTIONS.budget, answers, watch=watch))
    assert watch.answers == []
    assert len(offered(outcome)) == 2


def test_an_explanation_that_was_lost_costs_no_verdict_and_no_other_explanation() -> None:
    answers = told()
    first = next(k for k, answer in enumerate(answers) if isinstance(answer, LineOutcome))
    answers[first] = Lost("out of time")
    work = Work(OPTIONS.budget, answers)
    outcome = judged(work)
    verdicts = [type(line.verdict) for line in outcome.lines()]
    assert verdicts == [Refuted, Proved, Refuted]
    assert [line.explanation is not None for line in outcome.lines()] == [False, False, True]
    assert not work.steady  # so that it is not kept for another run


def test_a_run_that_is_broken_off_has_its_verdicts_without_explanations() -> None:
    verdicts = [answer for answer in told() if not isinstance(answer, LineOutcome | Aftermath)]
    outcome = judged(Work(OPTIONS.budget, verdicts, finally_=Lost("interrupted")))
    assert [type(line.verdict) for line in outcome.lines()] == [Refuted, Proved, Refuted]
    assert all(line.explanation is None for line in outcome.lines())


def test_a_file_that_passes_is_not_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("explained")

    monkeypatch.setattr(explaining.Explainer, "run", never)
    outcome = judged(Work(OPTIONS.budget), document(LETTERS, [derivation("d", ["a", "= a"])]))
    assert outcome.passed


@pytest.mark.parametrize("jobs", [1, 2])
def test_more_processes_explain_the_same(jobs: int, tmp_path: Path) -> None:
    wrong = document(ARRAYS, [derivation("d", ["(A @ B).T", "= A.T @ B.T"])])
    paths = []
    for name, text in (("a", TEXT), ("b", wrong)):
        path = tmp_path / f"{name}.yaml"
        path.write_text(text, "utf-8")
        paths.append(str(path))
    options = Options(sympy=False, repairs=True, jobs=jobs)
    found = [offered(file) for file in run(paths, options).files]
    assert found == [["a^2 + 2*a*b + b^2", "a^2 - 2*a*b + b^2"], ["B.T @ A.T"]]


def test_without_being_asked_nothing_is_explained(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(TEXT, "utf-8")
    (file,) = run([str(path)], Options(sympy=False)).files
    assert all(line.explanation is None for line in file.lines())
