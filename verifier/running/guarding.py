"""A line that takes too long in this process is given up, and what it may have spoilt with it.

The system's timer counts the work of this process, not the wall's clock, so a slow machine changes
no verdict. When it rings, `Overrun` is raised wherever the line is, which may leave any table half
written: nothing that was made here judges again, and the rest of the run goes to fresh processes.
A single operation of the arithmetic that does not come back hears no such bell; a second timer of
the system's ends the whole process then. Who needs a line to be all that is lost, asks for a
process apart (`crew`).
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterable
from types import FrameType, TracebackType
from typing import Self, TypeAlias

from verifier.judging.answers import Answer

AGAIN = 0.25  # seconds: a bell may ring where Python cannot hear it, as inside a destructor
PATIENCE = 3.0  # times as long for the second timer


Handler: TypeAlias = Callable[[int, FrameType | None], object] | int


class Overrun(BaseException):
    """Raised by a signal in the middle of work; no ``except Exception`` may catch it."""


class Journal:
    """A watch that keeps the answers, to go on from; ``known`` are those of before."""

    def __init__(self, known: Iterable[Answer] = ()) -> None:
        self.answers: list[Answer] = list(known)

    def begins(self) -> None:
        """Nothing to do."""

    def ends(self, answer: Answer) -> None:
        """One more."""
        self.answers.append(answer)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Nothing to do."""


class Clock(Journal):
    """A journal with a clock for each question. A context manager, in the main thread only."""

    def __init__(self, seconds: float, known: Iterable[Answer] = ()) -> None:
        super().__init__(known)
        self._seconds = seconds
        self._runs = False
        self._before: Handler = signal.SIG_DFL

    def begins(self) -> None:
        """The clock runs."""
        self._runs = True
        signal.setitimer(signal.ITIMER_PROF, self._seconds, AGAIN)
        signal.setitimer(signal.ITIMER_VIRTUAL, self._seconds * PATIENCE + 1)

    def ends(self, answer: Answer) -> None:
        """The clock stands still."""
        self._runs = False
        _stop()
        super().ends(answer)

    def __enter__(self) -> Self:
        self._before = signal.signal(signal.SIGPROF, self._ring) or signal.SIG_DFL
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._runs = False
        _stop()
        signal.signal(signal.SIGPROF, self._before)

    def _ring(self, _number: int, _frame: FrameType | None) -> None:
        if self._runs:
            raise Overrun


def possible() -> bool:
    """Whether this thread of this system can have such a clock."""
    main = threading.current_thread() is threading.main_thread()
    return main and hasattr(signal, "setitimer")


def _stop() -> None:
    signal.setitimer(signal.ITIMER_PROF, 0)
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
