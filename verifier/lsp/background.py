"""One thread that judges, so that the editor never waits: the newest text of each file, and no
other. What is typed over while it is being judged is given up after the line at hand."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import NamedTuple

_LOG = logging.getLogger(__name__)

STACK = 64 * 2**20  # bytes; reading nested expressions is recursive, and a thread's stack is small


class Job(NamedTuple):
    """A text to judge; a later version of the same file takes its place."""

    uri: str
    version: int
    text: str


class Superseded(BaseException):
    """The text has changed. Not an `Exception`: nothing on the way may take it for a failure."""


class Background:
    """Judges the latest text of each file in a thread of its own.

    Args:
        judge: does the work; calls its second argument now and then, which may raise `Superseded`.
    """

    def __init__(self, judge: Callable[[Job, Callable[[], None]], None]) -> None:
        self._judge = judge
        self._changed = threading.Condition()
        self._waiting: dict[str, Job] = {}
        self._running: Job | None = None
        self._given_up = False
        self._thread: threading.Thread | None = None

    def ask(self, job: Job) -> None:
        """Judge a text as soon as possible, and no earlier text of the same file."""
        with self._changed:
            self._waiting[job.uri] = job
            self._give_up(job.uri)
            self._start()
            self._changed.notify()

    def forget(self, uri: str) -> None:
        """Judge no text of a file."""
        with self._changed:
            self._waiting.pop(uri, None)
            self._give_up(uri)

    def _give_up(self, uri: str) -> None:
        if self._running is not None and self._running.uri == uri:
            self._given_up = True

    def _start(self) -> None:
        """A daemon: it must not keep an editor's server alive that has been told to end."""
        if self._thread is not None:
            return
        before = threading.stack_size(STACK)
        try:
            self._thread = threading.Thread(target=self._work, name="judging", daemon=True)
            self._thread.start()
        finally:
            threading.stack_size(before)

    def _work(self) -> None:
        while True:
            with self._changed:
                while not self._waiting:
                    self._running = None
                    self._changed.wait()
                uri = next(iter(self._waiting))
                job = self._running = self._waiting.pop(uri)
                self._given_up = False
            try:
                self._judge(job, self._check)
            except Superseded:
                continue
            except Exception:  # noqa: BLE001 - logged; the next text deserves its answer
                _LOG.exception("a fault of the verifier in %s", job.uri)

    def _check(self) -> None:
        if self._given_up:
            raise Superseded
