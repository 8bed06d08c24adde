"""A line that takes too long here is given up, and nothing that it spoilt judges again."""

from __future__ import annotations

import signal
import threading
import time
from pathlib import Path

import pytest

from verifier.judging import working
from verifier.judging.answers import Decision
from verifier.judging.options import Options
from verifier.kernel.verdicts import Proved, Unknown, grade
from verifier.running import guarding
from verifier.running.guarding import Clock, Journal, Overrun, possible
from verifier.running.runner import OUT_OF_MEMORY, OUT_OF_TIME, run

ANSWER = Decision(Proved("before"))


def compute(seconds: float) -> None:
    """Work, not waiting: the clock counts what the processor does for us."""
    began = time.process_time()
    while time.process_time() - began < seconds:
        pass


def test_a_journal_keeps_the_answers() -> None:
    with Journal() as journal:
        journal.begins()
        journal.ends(ANSWER)
    assert journal.answers == [ANSWER]


def test_a_question_that_takes_too_long_is_broken_off() -> None:
    with Clock(0.05) as clock:
        clock.begins()
        clock.ends(ANSWER)
        clock.begins()
        with pytest.raises(Overrun):
            compute(5)
    assert clock.answers == [ANSWER]


def test_waiting_is_no_work() -> None:
    with Clock(0.05) as clock:
        clock.begins()
        time.sleep(0.2)
        clock.ends(ANSWER)


def test_between_questions_the_clock_stands_still() -> None:
    with Clock(0.05) as clock:
        clock.begins()
        clock.ends(ANSWER)
        compute(0.2)
    compute(0.1)


def test_no_handler_of_exceptions_takes_it_for_one() -> None:
    assert not issubclass(Overrun, Exception)


def test_what_was_set_before_is_set_again() -> None:
    def mine(*_: object) -> None:
        raise AssertionError

    before = signal.signal(signal.SIGPROF, mine)
    try:
        with Clock(1.0) as clock:
            clock.begins()
        assert signal.getsignal(signal.SIGPROF) is mine
        assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)
        assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0.0, 0.0)
    finally:
        signal.signal(signal.SIGPROF, before)


def test_only_the_main_thread_can_have_a_clock() -> None:
    found: list[bool] = []
    thread = threading.Thread(target=lambda: found.append(possible()))
    thread.start()
    thread.join()
    assert possible()
    assert found == [False]


TEXT = "symbols:\n  x: real\nderivations:\n  a: x = x + 0\n  b: x = x + 7 - 7\n  c: x = x + 1\n"


@pytest.mark.parametrize(
    ("error", "reason"), [(Overrun, OUT_OF_TIME), (MemoryError, OUT_OF_MEMORY)]
)
def test_the_run_goes_on_in_fresh_processes_and_loses_one_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, error: type[BaseException], reason: str
) -> None:
    decide, asked = working.decide, 0

    def troubled(*arguments: object, **keywords: object) -> Decision:
        nonlocal asked
        asked += 1
        if asked == 2:
            raise error
        return decide(*arguments, **keywords)  # type: ignore[arg-type]

    monkeypatch.setattr(working, "decide", troubled)
    path = tmp_path / "a.yaml"
    path.write_text(TEXT)
    (file,) = run([str(path)], Options(guarded=True)).files
    assert [grade(line.verdict).word for line in file.lines()] == ["proved", "unknown", "refuted"]
    lost = [line.verdict for line in file.lines()][1]
    assert lost == Unknown(reason)
    assert asked == 2  # what was spoilt here judged nothing more


def test_the_second_bell_is_later_than_the_first() -> None:
    assert guarding.PATIENCE > 1
