"""What a process of the crew tells its parent, and when."""

from __future__ import annotations

import signal
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from typing import Any

import pytest

from verifier.cache.rules import Rules
from verifier.judging.answers import Decision
from verifier.judging.options import Options
from verifier.kernel.verdicts import Proved, Refuted
from verifier.running.crew import Began, Finished, Read, Task
from verifier.running.crew_member import Member

TEXT = b"symbols:\n  x: real\nderivations:\n  a: x = x + 0\n  b: x = x + 1\n"


def said(*tasks: Task) -> list[Any]:
    """Everything that a member says of some files, one after the other, until it is hung up."""
    ours, theirs = Pipe()
    for task in tasks:
        ours.send(task)
    handler = signal.getsignal(signal.SIGPROF)
    try:
        with pytest.raises((EOFError, OSError)):
            Member(_Closing(theirs, len(tasks))).serve()  # type: ignore[arg-type]
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, handler or signal.SIG_DFL)
    theirs.close()
    found = []
    while ours.poll():
        try:
            found.append(ours.recv())
        except EOFError:
            break
    return found


class _Closing:
    """A connection that hangs up when nothing more is to be received."""

    def __init__(self, connection: Connection, left: int) -> None:
        self._connection = connection
        self._left = left

    def recv(self) -> Any:
        if not self._left:
            raise EOFError
        self._left -= 1
        return self._connection.recv()

    def send(self, message: object) -> None:
        self._connection.send(message)


def test_a_file_is_told_line_by_line_and_then_whole() -> None:
    read, began, first, second, finished = said(Task("a.yaml", TEXT, Options()))
    assert read == Read(2)
    assert began == Began()
    assert isinstance(first, Decision)
    assert isinstance(first.verdict, Proved)
    assert isinstance(second, Decision)
    assert isinstance(second.verdict, Refuted)
    assert isinstance(finished, Finished)
    assert finished.steady
    assert [line.verdict for line in finished.outcome.lines()] == [first.verdict, second.verdict]


def test_answers_that_are_known_are_neither_asked_for_nor_told() -> None:
    known = (Decision(Proved("before")), Decision(Proved("before, too")))
    read, finished = said(Task("a.yaml", TEXT, Options(), known))
    assert isinstance(read, Read)
    assert [line.verdict for line in finished.outcome.lines()] == [d.verdict for d in known]


def test_a_malformed_file_is_finished_at_once() -> None:
    (finished,) = said(Task("a.yaml", b"derivations: [", Options()))
    assert finished.outcome.problems
    assert finished.steady


def test_one_file_after_the_other_and_the_cache_between_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr(Rules, "settled", lambda _: True)  # whoever saved code a moment ago
    options = Options(cache=str(tmp_path / "kept"))
    found = said(Task("a.yaml", TEXT, options), Task("b.yaml", TEXT, options))
    assert [type(one) for one in found if isinstance(one, Finished)] == [Finished, Finished]
    # The second file asks what the first one answered: nothing is worked on for it.
    assert sum(isinstance(one, Began) for one in found) == 1
