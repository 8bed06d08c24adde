"""The story of a run, top to bottom: files → documents → claims → verdicts → outcome."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from verifier.documents.files import excerpt_text, is_derivation_path, read_file, read_stream
from verifier.documents.load import load
from verifier.judging import FileJudge
from verifier.kernel.verdicts import Grade
from verifier.language.problems import Malformed, Problem
from verifier.outcome import FileOutcome, Outcome
from verifier.strategies import Budget

SUFFIXES = (".yaml", ".yml")
RECURSION = 12_000  # frames: expressions nest to a bounded depth, and reading them is recursive


@dataclass(frozen=True, slots=True)
class Options:
    """How a run judges.

    Attributes:
        require: the least that passes, for every line; None is proved or trusted.
        timeout: seconds an engine in another process may take for one line.
        sympy: whether SymPy may be asked at all.
        seed: of the random points.
    """

    require: Grade | None = None
    timeout: float = 10.0
    sympy: bool = True
    seed: int = 0

    @property
    def budget(self) -> Budget:
        """What strategies may use."""
        return Budget(self.timeout, self.seed, self.sympy)


class Progress(Protocol):
    """Who is told how far the run is."""

    def start(self, total_lines: int) -> None:
        """Work on so many lines begins."""

    def advance(self, n: int, label: str) -> None:
        """So many lines more are done."""

    def stop(self) -> None:
        """Work is over."""


def run(
    paths: Sequence[str], options: Options | None = None, progress: Progress | None = None
) -> Outcome:
    """Judge every derivation file at or below the paths; ``-`` is standard input.

    A file that cannot be read is an outcome with a problem, so that the others are still judged.
    """
    options = options or Options()
    started = time.perf_counter()
    files = list(_files(paths))
    if progress is not None:
        progress.start(len(files))
    outcomes = []
    for path, data in files:
        outcomes.append(_judge_file(path, data, options))
        if progress is not None:
            progress.advance(1, path)
    if progress is not None:
        progress.stop()
    return Outcome(tuple(outcomes), time.perf_counter() - started)


def run_text(text: str, options: Options | None = None, path: str = "<text>") -> FileOutcome:
    """Judge one document given as text."""
    return judge_bytes(text.encode(), path, options or Options())


def _files(paths: Sequence[str]) -> Iterator[tuple[str, bytes | Malformed]]:
    """Each file once, with its bytes or what is wrong with it; a directory's in order of name."""
    for path in paths:
        if path == "-":
            yield "<stdin>", _read_standard_input()
        elif Path(path).is_dir():
            found = sorted(
                file for file in Path(path).rglob("*") if file.suffix in SUFFIXES and file.is_file()
            )
            listed = [file for file in found if is_derivation_path(file)]
            for file in listed:
                yield str(file), _read(file)
            if not listed:
                yield path, Malformed([Problem("there is no derivation file below this directory")])
        else:
            yield path, _read(path)


def _read(path: str | Path) -> bytes | Malformed:
    try:
        return read_file(path)
    except Malformed as malformed:
        return malformed


def _read_standard_input() -> bytes | Malformed:
    try:
        return read_stream(sys.stdin.buffer)
    except Malformed as malformed:
        return malformed


def _judge_file(path: str, data: bytes | Malformed, options: Options) -> FileOutcome:
    if isinstance(data, Malformed):
        return malformed_file(path, "", data)
    return judge_bytes(data, path, options)


def judge_bytes(data: bytes, path: str, options: Options) -> FileOutcome:
    """Judge one file's bytes."""
    started = time.perf_counter()
    if sys.getrecursionlimit() < RECURSION:
        sys.setrecursionlimit(RECURSION)
    try:
        document = load(data, path)
        return FileJudge(document, options.budget, options.require).run()
    except Malformed as malformed:
        return malformed_file(path, excerpt_text(data), malformed, time.perf_counter() - started)


def malformed_file(path: str, text: str, malformed: Malformed, seconds: float = 0.0) -> FileOutcome:
    """A file that says nothing to judge, with everything that is wrong with it."""
    return FileOutcome(path, "", "", text, tuple(malformed.problems), (), (), seconds, False)
