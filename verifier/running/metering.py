"""How far a run is, in bytes of the files to judge, which are known before the files are read."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Who is told how far the run is."""

    def start(self, total: int) -> None:
        """So much work begins."""

    def advance(self, n: int, label: str) -> None:
        """So much more is done."""

    def stop(self) -> None:
        """Work is over."""


class Unwatched:
    """Progress that nobody follows."""

    def start(self, total: int) -> None:
        """Nothing."""

    def advance(self, n: int, label: str) -> None:
        """Nothing."""

    def stop(self) -> None:
        """Nothing."""


class Meter:
    """Measures a run for those who follow it."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress

    def start(self, total: int) -> None:
        """So many bytes are to be judged."""
        self.progress.start(total)

    def stop(self) -> None:
        """The run is over, however it ended."""
        self.progress.stop()

    def file(self, path: str, size: int) -> FileMeter:
        """The meter of one file."""
        return FileMeter(self.progress, path, size)


class FileMeter:
    """Measures one file by its lines, as soon as it is known how many it has."""

    def __init__(self, progress: Progress, path: str, size: int) -> None:
        self._progress = progress
        self._path = path
        self._size = size
        self._lines = 0
        self._judged = 0
        self._told = 0

    def has(self, lines: int) -> None:
        """So many lines are to be judged."""
        self._lines = lines

    def line(self) -> None:
        """One more is."""
        self._judged += 1
        if self._lines:
            self._tell(self._size * min(self._judged, self._lines) // self._lines)

    def done(self) -> None:
        """The whole file is."""
        self._tell(self._size)

    def _tell(self, bytes_: int) -> None:
        if bytes_ > self._told:
            self._progress.advance(bytes_ - self._told, self._path)
            self._told = bytes_
