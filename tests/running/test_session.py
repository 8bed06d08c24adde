"""A session answers as a fresh run does, and asks nothing twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from verifier.judging import working
from verifier.judging.answers import Decision
from verifier.judging.options import Options
from verifier.kernel.verdicts import Refuted, Unknown
from verifier.outcome import FileOutcome
from verifier.running.runner import run_text
from verifier.running.session import Session

ROOT = Path(__file__).parent.parent.parent
LESSON = (ROOT / "derivations" / "bce_sigmoid.yaml").read_text("utf-8")
LEMMA = """\
symbols:
  x: real
derivations:
  lemma: x + 1 = 1 + x
  user: 2*lemma = 2*x + 2
"""


def verdicts(outcome: FileOutcome) -> list[tuple[object, ...]]:
    """All that is decided, times left out."""
    return [
        (line.place, line.expression, repr(line.verdict), line.passed, line.notes)
        for line in outcome.lines()
    ]


@contextmanager
def counting() -> Iterator[Counter[str]]:
    """How often the kernel is asked to decide a claim."""
    asked: Counter[str] = Counter()
    decide = working.decide

    def counted(*arguments: object, **keywords: object) -> object:
        asked["claims"] += 1
        return decide(*arguments, **keywords)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(working, "decide", counted)
        yield asked


def test_an_unchanged_text_is_not_judged_again() -> None:
    session = Session(Options())
    first = session.judge(LESSON, "a.yaml")
    with counting() as asked:
        again = session.judge(f"# a remark moves every line\n{LESSON}", "a.yaml")
    assert not asked
    assert [repr(line.verdict) for line in again.lines()] == [
        repr(line.verdict) for line in first.lines()
    ]
    assert {line.place.line for line in again.lines()} == {
        line.place.line + 1 for line in first.lines()
    }


def test_of_a_changed_file_only_what_the_change_touches_is_judged() -> None:
    session = Session(Options())
    session.judge(LESSON, "a.yaml")
    changed = LESSON.replace("= 1/(1 - p) * (-1) ", "= 1/(1 - p) * (-2) ")
    assert changed != LESSON
    with counting() as asked:
        outcome = session.judge(changed, "a.yaml")
    assert 2 <= asked["claims"] <= 12  # the line, the next one, and what rests on the derivation
    assert verdicts(outcome) == verdicts(run_text(changed, path="a.yaml"))


CHANGES = [
    ("y: real in [0, 1]", "y: real"),
    ("z: real ", "z: real in (0, 1) "),
    ("sigma(t): 1/(1 + exp(-t))", "sigma(t): 1/(2 + exp(-t))"),
    ("p: sigma(z) in (0, 1)", "p: sigma(z)"),
    ("p: sigma(z) in (0, 1)", "p: sigma(z) in (1, 2)"),
    ("Loss: -(", "Loss: +("),
    ("= p*(1 - p)  ", "= p*(2 - p)  "),
    ("= p - y\n", "= y - p\n"),
    ("symbols:", "assume: y > z\nsymbols:"),
]


def test_a_session_finds_what_a_fresh_run_finds_whatever_came_before() -> None:
    session = Session(Options(sympy=False))
    for old, new in CHANGES * 2:
        changed = LESSON.replace(old, new)
        assert changed != LESSON, old
        for text in (changed, LESSON):
            fresh = run_text(text, Options(sympy=False), "a.yaml")
            assert verdicts(session.judge(text, "a.yaml")) == verdicts(fresh), new


def test_two_files_that_use_the_same_names_are_kept_apart() -> None:
    session = Session(Options())
    other = LEMMA.replace("x: real", "x: real in (0, 1)").replace("1 + x", "sqrt((1 + x)^2)")
    loose = other.replace("x: real in (0, 1)", "x: real")
    for text in (LEMMA, other, loose, LEMMA, loose, other):
        assert verdicts(session.judge(text, "a.yaml")) == verdicts(run_text(text, path="a.yaml"))


def test_a_lemma_that_fails_is_felt_where_it_is_used() -> None:
    session = Session(Options())
    assert session.judge(LEMMA, "a.yaml").passed
    broken = session.judge(LEMMA.replace("= 1 + x", "= 2 + x"), "a.yaml")
    assert [line.passed for line in broken.lines()] == [False, False]
    assert session.judge(LEMMA, "a.yaml").passed


def test_what_takes_too_long_is_not_tried_again_until_its_line_changes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session = Session(Options())
    late = Unknown("out of time")
    answers = iter([late])
    decide = working.decide

    def slow(claim: object, *rest: object) -> object:
        for verdict in answers:
            return Decision(verdict, steady=False)
        return decide(claim, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(working, "decide", slow)
    text = "symbols:\n  x: real\nderivations:\n  a: x + x = 2*x\n"
    for remark in ("", "# one\n", "# two\n"):
        (line,) = session.judge(remark + text, "a.yaml").lines()
        assert line.verdict == late
    (line,) = session.judge(text.replace("= 2*x", "= x*2"), "a.yaml").lines()
    assert line.passed


def test_a_fault_of_ours_is_not_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    session = Session(Options())
    with monkeypatch.context() as patch:
        fault = Decision(Unknown("planted"), "planted", steady=False)
        patch.setattr(working, "decide", lambda *_, **__: fault)
        assert session.judge(LEMMA, "a.yaml").faults
    assert session.judge(LEMMA, "a.yaml").passed


def test_who_counts_lines_may_give_up() -> None:
    class GivenUp(BaseException):
        pass

    done = []

    def advance() -> None:
        done.append(1)
        if len(done) == 3:
            raise GivenUp

    session = Session(Options())
    with pytest.raises(GivenUp):
        session.judge(LESSON, "a.yaml", advance)
    assert session.judge(LESSON, "a.yaml").passed


def test_repairs_are_found_where_they_are_asked_for() -> None:
    session = Session(Options())
    text = "symbols:\n  a, b: real\nderivations:\n  s: (a + b)^2 = a^2 + a*b + b^2\n"
    (line,) = session.judge(text, "a.yaml").lines()
    assert line.explanation is None
    (line,) = session.judge(text, "a.yaml", repairs=True).lines()
    assert isinstance(line.verdict, Refuted)
    assert line.explanation is not None
    assert line.explanation.repairs[0].expression == "a^2 + 2*a*b + b^2"


def test_the_oldest_answers_are_given_up_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("verifier.running.session.MOST", 3)
    session = Session(Options())
    texts = [LEMMA.replace("1", str(number)) for number in (1, 3, 5, 7)]
    for text in texts * 2:
        assert verdicts(session.judge(text, "a.yaml")) == verdicts(run_text(text, path="a.yaml"))
