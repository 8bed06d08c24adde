"""What a process of the crew does: judge one file after the other, and tell each answer at once.

It may be killed at any moment, and its parent goes on with the answers it was told. The system
ends it when a question takes too long (`signal.ITIMER_PROF` counts work, in whatever code that
is), and when its memory has a limit, the arithmetic ends it at that limit.
"""

from __future__ import annotations

import signal
import sys
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from verifier.cache.answers import Answers
from verifier.cache.cache import Cache, open_cache
from verifier.judging.answers import Answer
from verifier.judging.one_file import explain, judge, lines_of, read_one
from verifier.judging.options import Options
from verifier.judging.working import Work
from verifier.outcome import FileOutcome
from verifier.running.crew import NO_MEMORY, Began, Finished, Read, Task
from verifier.workers import begin

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

READING = 60.0  # seconds of work; what a file may hold is limited, so reading it is too


@dataclass
class Telling:
    """A watch that tells the parent."""

    connection: Connection
    seconds: float
    working: bool = False

    def begins(self) -> None:
        """The first question is announced; each answer announces the next."""
        if not self.working:
            self.working = True
            self.connection.send(Began())
        signal.setitimer(signal.ITIMER_PROF, self.seconds)

    def ends(self, answer: Answer) -> None:
        """Told at once: the next question may be our last."""
        signal.setitimer(signal.ITIMER_PROF, 0)
        self.connection.send(answer)


class Member:
    """Judges what the parent sends."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._caches: dict[str, Cache | None] = {}

    def serve(self) -> None:
        """One file after the other."""
        while True:
            task: Task = self._connection.recv()
            self._connection.send(self._finished(task))

    def _finished(self, task: Task) -> Finished:
        signal.setitimer(signal.ITIMER_PROF, READING)
        document = read_one(task.path, task.data)
        signal.setitimer(signal.ITIMER_PROF, 0)
        if isinstance(document, FileOutcome):
            return Finished(document, steady=not document.faults)
        if task.judged is None:
            self._connection.send(Read(lines_of(document)))
        cache = self._cache(task.options)
        work = Work(
            task.options.budget,
            task.known,
            shelf=None if cache is None else Answers(cache),
            watch=Telling(self._connection, task.options.timeout),
        )
        if task.judged is None:
            outcome = judge(document, replace(task.options, repairs=False), work)
        else:
            outcome = explain(task.judged, document, task.options, work)
        if cache is not None:
            cache.flush()
        return Finished(outcome, work.steady)

    def _cache(self, options: Options) -> Cache | None:
        place = options.cache
        if place is None or options.explain:
            return None
        if place not in self._caches:
            self._caches[place] = open_cache(place)
        return self._caches[place]


def serve(descriptor: int, memory: int) -> None:
    """Judge what the parent sends until it hangs up."""
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    with begin(descriptor, memory) as connection, suppress(EOFError, ConnectionError):
        try:
            Member(connection).serve()
        except MemoryError:
            sys.exit(NO_MEMORY)


if __name__ == "__main__":
    serve(*map(int, sys.argv[1:]))
