"""One child process for engines that may hang, eat the memory or crash, so that we never do.

The child runs jobs from a fixed list, one request at a time, and is used again for the next one. It
is killed when a request runs out of time, and started anew when the next one comes; whatever ends
it costs one request. It has a limit on its memory, no standard streams (a stray ``print`` goes
nowhere) and no inherited locks: it is a fresh interpreter, not a fork. It ends with its parent,
however that ends: a thread of the child waits for the pipe's hang-up, and an alarm of the kernel's
stands behind that thread, for engines that hold the interpreter in C.

Messages are pickled, and pass only between a parent and the child that it started, over a pipe
that nobody else holds. Nothing read from a file ever reaches that pipe undecoded.
"""

from __future__ import annotations

import atexit
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from subprocess import Popen
    from types import TracebackType

JOBS: Final[Mapping[str, str]] = {
    "sympy_equal": "verifier.strategies.sympy_engine:decide",
    "sympy_opinion": "verifier.strategies.sympy_opinion:judge_alone",
}
"""What a child may be asked to run: a job's name, and the function that does it."""

MEMORY: Final = 2 * 2**30
"""Bytes of address space for a child, unless said otherwise."""

_START_SECONDS: Final = 60.0  # to start Python and import an engine from a cold disk
_GRACE_SECONDS: Final = 2.0  # the child's own alarm stays behind the parent's clock
_DEPTH: Final = 10_000  # engines recurse; what overflows the stack costs one request
_HARMLESS: Final = ("PYTHONHOME", "PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX")


@dataclass(frozen=True, slots=True)
class Stopped:
    """There is no answer: ``reason`` says why, ``seconds`` how long was waited for it."""

    reason: str
    seconds: float


class Worker:
    """A reusable child process, started when the first request comes.

    Requests from several threads queue up. A context manager; `close` may be called at any time,
    and the next request starts a new child.
    """

    def __init__(self, jobs: Mapping[str, str] = JOBS, *, memory: int = MEMORY) -> None:
        self._jobs = dict(jobs)
        self._memory = memory
        self._claim_for_this_process()

    def run(self, job: str, request: object, seconds: float) -> object:
        """What the job answers to the request, or `Stopped`.

        The clock starts when the child has loaded the job, so the price of importing an engine is
        not the first request's.

        Raises:
            ValueError: if there is no such job.
        """
        if job not in self._jobs:
            raise ValueError(f"there is no job {job!r}")
        if self._process_id != os.getpid():
            self._claim_for_this_process()  # we were forked: the child is our parent's, not ours
        with self._lock:
            return self._run(self._jobs[job], request, seconds)

    def close(self) -> None:
        """End the child, if there is one."""
        if self._process_id == os.getpid():
            with self._lock:
                self._end()

    @property
    def pid(self) -> int | None:
        """The child's process number, None while there is none."""
        return None if self._child is None else self._child.process.pid

    def __enter__(self) -> Worker:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _claim_for_this_process(self) -> None:
        self._process_id = os.getpid()
        self._lock = threading.Lock()
        self._child: Child | None = None

    def _run(self, target: str, request: object, seconds: float) -> object:
        began = time.monotonic()
        if self._child is not None and self._child.connection.poll():
            self._end()  # it hung up: it died between two requests, which costs neither
        answer: object = None
        usable = False
        try:
            if self._child is None:
                self._child = start(__name__, self._memory)
            usable, answer = self._child.ask(target, request, seconds)
        except RecursionError:
            answer = "the expression is nested too deeply to hand over"
        except (EOFError, OSError):
            answer = "the engine died"
        finally:
            if not usable:
                self._end()  # also when Ctrl-C arrives: an answer may be under way
        return answer if usable else Stopped(str(answer), time.monotonic() - began)

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.end()


@dataclass(frozen=True, slots=True)
class Child:
    """A child process and our end of the pipe to it."""

    process: Popen[bytes]
    connection: Connection

    def end(self) -> None:
        """Kill it, whatever it does, and leave no zombie."""
        self.connection.close()
        self.process.kill()
        self.process.wait()

    def ask(self, target: str, request: object, seconds: float) -> tuple[bool, object]:
        """Whether the child can be used again, and the answer, or else why there is none."""
        self.connection.send((target, request, seconds))
        if not self.connection.poll(_START_SECONDS):
            return False, "the engine did not start"
        self.connection.recv()  # the job is loaded: now the clock runs
        if not self.connection.poll(seconds):
            return False, "out of time"
        usable, answer = self.connection.recv()
        return usable, answer


@cache
def shared(memory: int = MEMORY) -> Worker:
    """The worker that this process uses for everything; it ends when Python does."""
    worker = Worker(memory=memory)
    atexit.register(worker.close)
    return worker


def start(module: str, memory: int) -> Child:
    """A new child, which runs a module with its end of the pipe and its limit as arguments.

    Raises:
        OSError: if it cannot be started here.
    """
    # Imported here: most runs never need an engine.
    from multiprocessing.connection import Pipe
    from subprocess import DEVNULL, Popen

    if os.name != "posix":
        raise OSError("inherited pipes and limits on memory need a POSIX system")
    ours, theirs = Pipe()
    with theirs:
        command = [sys.executable, "-P", "-m", module, str(theirs.fileno()), str(memory)]
        try:
            process = Popen(  # noqa: S603 - our own interpreter on our own module
                command,
                stdin=DEVNULL,
                stdout=DEVNULL,
                stderr=DEVNULL,
                env=_environment(),
                pass_fds=[theirs.fileno()],
            )
        except OSError:
            ours.close()
            raise
    return Child(process, ours)


def _environment() -> dict[str, str]:
    """Ours, without switches that would change an engine's answers; imports work as here."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name in _HARMLESS or not name.startswith(("PYTHON", "SYMPY_"))
    }
    path = os.pathsep.join(entry or str(Path.cwd()) for entry in sys.path)
    # Hashes that are the same in every run: an engine's answer may follow the order of its sets.
    return {**kept, "PYTHONPATH": path, "PYTHONHASHSEED": "0"}


def serve(descriptor: int, memory: int) -> None:
    """What the child does: answer requests from the pipe until the parent hangs up."""
    sys.setrecursionlimit(_DEPTH)
    with begin(descriptor, memory) as connection, suppress(EOFError, ConnectionError):
        while True:
            target, request, seconds = connection.recv()
            job = _load(target)
            connection.send("ready")
            signal.setitimer(signal.ITIMER_REAL, seconds + _GRACE_SECONDS)
            try:
                reply = (True, job(request))
            except MemoryError:
                reply = (False, "out of memory")
            signal.setitimer(signal.ITIMER_REAL, 0)
            connection.send(reply)


def begin(descriptor: int, memory: int) -> Connection:
    """Become a child: our end of the pipe, a limit on memory, and an end with our parent's."""
    from multiprocessing.connection import Connection

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, who then ends us
    _limit(memory)
    threading.Thread(target=_end_with_parent, args=(descriptor,), daemon=True).start()
    return Connection(descriptor)


def _load(target: str) -> Callable[[Any], object]:
    module, _, name = target.partition(":")
    found: Callable[[Any], object] = getattr(import_module(module), name)
    return found


def _limit(memory: int) -> None:
    import resource

    for kind, wanted in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CORE, 0)):
        _, hard = resource.getrlimit(kind)
        limit = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        with suppress(ValueError, OSError):  # a system that has the name and not the limit
            resource.setrlimit(kind, (limit, limit))


def _end_with_parent(descriptor: int) -> None:
    """Wait for the hang-up, which comes when the parent closes its end or dies."""
    import select

    poller = select.poll()
    poller.register(descriptor, 0)  # nothing but the hang-up
    poller.poll()
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    serve(*map(int, sys.argv[1:]))
