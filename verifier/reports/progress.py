"""A progress bar on standard error: only where a person watches, and only when it takes a while."""

from __future__ import annotations

from threading import Lock, Timer
from typing import TYPE_CHECKING, TextIO

from verifier.reports.rows import clean, cut

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

PATIENCE = 1.0  # seconds before anything shows


class ProgressBar:
    """Counts what is done. Silent for the first second, and gone without a trace at the end.

    A timer shows it, so that one slow line shows it as well as many quick ones.
    """

    def __init__(self, stream: TextIO, *, colour: bool, patience: float = PATIENCE) -> None:
        self._stream = stream
        self._colour = colour
        self._patience = patience
        self._lock = Lock()
        self._timer: Timer | None = None
        self._shown: tuple[Progress, TaskID] | None = None
        self._total = 0
        self._done = 0
        self._label = ""

    def start(self, total: int) -> None:
        """So much work begins."""
        self._total = total
        self._timer = Timer(self._patience, self._show)
        self._timer.daemon = True
        self._timer.start()

    def advance(self, n: int, label: str) -> None:
        """So much more is done; ``label`` says where the work is."""
        with self._lock:
            self._done += n
            self._label = label
            if self._shown is not None:
                bar, task = self._shown
                bar.update(task, completed=self._done, description=self._description())

    def stop(self) -> None:
        """Work is over, however it ended; what was shown is wiped away."""
        if self._timer is not None:
            self._timer.cancel()
        with self._lock:
            self._timer = None
            if self._shown is not None:
                self._shown[0].stop()
                self._shown = None

    def _show(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn

        with self._lock:
            if self._timer is None:  # stopped while rich was being imported
                return
            console = Console(
                file=self._stream, no_color=not self._colour, highlight=False, emoji=False
            )
            bar = Progress(
                TextColumn("{task.description}", markup=False),
                # No colour of a verdict: how far the work is says nothing about its result.
                BarColumn(20, "dim", "bold", "bold", "dim"),
                TextColumn("{task.completed}/{task.total}"),
                console=console,
                transient=True,
            )
            task = bar.add_task(self._description(), total=self._total, completed=self._done)
            self._shown = (bar, task)
            bar.start()

    def _description(self) -> str:
        encoding = getattr(self._stream, "encoding", None) or "ascii"
        return cut(clean(self._label, encoding), 40, "...")
