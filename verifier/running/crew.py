"""Several processes judge several files; each can be killed, and that costs one line.

The parent gives each member of the crew a file, is told every answer, and keeps them. When a member
dies or is silent for too long, a new one goes on with the same file from the answers that were
told; the question that cost the other one is `Lost`, which ends as *unknown* with the reason.
Outcomes come back in the order of the files, whoever was quicker.
"""

from __future__ import annotations

import signal
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from verifier.judging.answers import Answer, Lost
from verifier.judging.options import Options
from verifier.outcome import FileOutcome, faulty_file
from verifier.workers import MEMORY, Child, start

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

SILENCE: Final = 120.0
"""Seconds for which a member may be silent beyond a line's time before it is given up: long enough
to start Python and an engine from a cold disk. What computes for too long is ended by the system
much sooner (`crew_member`)."""

ENDING: Final = 5.0  # seconds from a process's last word to its end
NO_MEMORY: Final = 12  # what a member ends with when Python has no memory left
TRIES: Final = 2  # for what dies without having begun a line


@dataclass(frozen=True, slots=True)
class Task:
    """A file to judge, and the answers that are known already; or to explain, what came of it."""

    path: str
    data: bytes
    options: Options
    known: tuple[Answer, ...] = ()
    judged: FileOutcome | None = None


@dataclass(frozen=True, slots=True)
class Began:
    """A member works on its first question that was not answered before."""


@dataclass(frozen=True, slots=True)
class Read:
    """A member has read the file, which has so many lines to judge."""

    lines: int


@dataclass(frozen=True, slots=True)
class Finished:
    """A member is done; ``steady`` is whether another run would find the same."""

    outcome: FileOutcome
    steady: bool


@dataclass
class _Job:
    """A file under way."""

    number: int
    task: Task
    answers: list[Answer] = field(default_factory=list)
    began: bool = False
    deaths: int = 0  # since the last answer, without a question begun


@dataclass
class _Member:
    child: Child
    job: _Job | None = None
    heard: float = 0.0


class Crew:
    """Judges files in processes of their own. A context manager: no member outlives it."""

    def __init__(self, options: Options, *, module: str = "verifier.running.crew_member") -> None:
        self._options = options
        self._module = module
        self._members: list[_Member] = []
        self._waiting: deque[_Job] = deque()
        self._told: Callable[[int, Answer], None] = lambda _number, _answer: None
        self._read: Callable[[int, int], None] = lambda _number, _lines: None

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        self.dismiss()

    def dismiss(self) -> None:
        """End every member at once, whatever it does."""
        while self._members:
            self._members.pop().child.end()

    def judge(
        self,
        tasks: Sequence[Task],
        told: Callable[[int, Answer], None] = lambda _number, _answer: None,
        read: Callable[[int, int], None] = lambda _number, _lines: None,
    ) -> Iterator[tuple[int, Finished]]:
        """Each file's number with its outcome, as they come; once more with its explanation, where
        something is wrong and that is asked for, when all files have their verdicts.

        ``told`` hears every answer with the number of its file, so that what is known when the run
        is broken off is not lost; ``read`` hears how many lines a file has.
        """
        self._told = told
        self._read = read
        self._waiting = deque(
            _Job(number, task, list(task.known)) for number, task in enumerate(tasks)
        )
        for _ in range(min(self._options.jobs, len(tasks))):
            self._hire()
        while any(member.job for member in self._members) or self._waiting:
            if not self._members:
                yield from self._give_up()
                return
            for member in self._ready():
                yield from self._listen(member)

    # -- members -------------------------------------------------------------------------------

    def _hire(self) -> None:
        """A new member, with something to do."""
        try:
            child = start(self._module, self._options.memory or MEMORY)
        except OSError:
            return
        member = _Member(child)
        self._members.append(member)
        self._employ(member)

    def _employ(self, member: _Member) -> None:
        member.job = self._waiting.popleft() if self._waiting else None
        member.heard = time.monotonic()
        if member.job is None:
            self._members.remove(member)
            member.child.end()
            return
        member.job.began = False
        with suppress(OSError):  # it died meanwhile, as we shall hear
            task = replace(member.job.task, known=tuple(member.job.answers))
            member.child.connection.send(task)

    def _ready(self) -> list[_Member]:
        """The members who have something to say, or have been silent for too long."""
        from multiprocessing.connection import wait

        patience = self._options.timeout + SILENCE
        silent = min(member.heard for member in self._members) + patience
        connections: list[Connection] = [member.child.connection for member in self._members]
        spoken = wait(connections, max(silent - time.monotonic(), 0.0))
        late = time.monotonic() - patience
        return [
            member
            for member in self._members
            if member.child.connection in spoken or member.heard <= late
        ]

    def _listen(self, member: _Member) -> Iterator[tuple[int, Finished]]:
        job = member.job
        if job is None:
            return
        member.heard = time.monotonic()
        try:
            message = member.child.connection.recv() if member.child.connection.poll() else None
        except (EOFError, OSError):
            yield from self._bury(member, job, _end_of(member.child))
            return
        match message:
            case None:
                yield from self._bury(member, job, "out of time")
            case Finished():
                self._put_off(job, message.outcome)
                self._employ(member)
                yield job.number, message
            case Began():
                job.began = True
            case Read(lines):
                self._read(job.number, lines)
            case answer:
                self._hear(job, answer)

    def _put_off(self, job: _Job, outcome: FileOutcome) -> None:
        """What is to be explained waits for what is to be judged."""
        if job.task.judged is None and job.task.options.repairs and outcome.is_wrong:
            job.task = replace(job.task, judged=outcome)
            self._waiting.append(job)

    def _hear(self, job: _Job, answer: Answer) -> None:
        job.answers.append(answer)
        job.deaths = 0
        self._told(job.number, answer)

    def _bury(self, member: _Member, job: _Job, why: str) -> Iterator[tuple[int, Finished]]:
        """A member died or was silent: its question is lost, and another goes on."""
        self._members.remove(member)
        member.child.end()
        if job.began:
            self._hear(job, Lost(f"judging this line was broken off: {why}"))
        else:
            job.deaths += 1
        if job.deaths < TRIES:
            if job.task.judged is None:
                self._waiting.appendleft(job)
            else:
                self._waiting.append(job)
        else:
            yield job.number, _failed(job, f"judging this file was broken off: {why}")
        if self._waiting:
            self._hire()

    def _give_up(self) -> Iterator[tuple[int, Finished]]:
        """No process can be started here: nothing passes."""
        for job in self._waiting:
            yield job.number, _failed(job, "no process could be started to judge it")
        self._waiting.clear()


def _failed(job: _Job, reason: str) -> Finished:
    judged = job.task.judged  # which does not pass, explained or not
    return Finished(judged or faulty_file(job.task.path, reason), steady=False)


def _end_of(child: Child) -> str:
    """Why a child ended, from how it ended."""
    from subprocess import TimeoutExpired

    try:
        code = child.process.wait(ENDING)
    except TimeoutExpired:
        return "its process fell silent"
    if code in (-signal.SIGPROF, -signal.SIGXCPU):
        return "out of time"
    if code in (-signal.SIGABRT, NO_MEMORY):
        return "out of memory"
    if code < 0:
        return f"its process was ended by {signal.Signals(-code).name}"
    return f"its process ended with {code}"
