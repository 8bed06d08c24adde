"""The story of a run, top to bottom: files → documents → claims → verdicts → outcome."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from verifier.documents.document import Document
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

    def __post_init__(self) -> None:
        """Raises ValueError for a bar that would let pass what never passes."""
        if self.require is not None and self.require < Grade.CONFIRMED:
            raise ValueError(f"{self.require.word} never passes")

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
    files = [(path, _document(path, data)) for path, data in _files(paths)]
    if progress is not None:
        progress.start(sum(map(_count, (document for _, document in files))))
    outcomes = []
    for path, document in files:
        advance = (lambda: None) if progress is None else partial(progress.advance, 1, path)
        outcomes.append(_judge(path, document, options, advance))
    if progress is not None:
        progress.stop()
    return Outcome(tuple(outcomes), time.perf_counter() - started)


def run_text(text: str, options: Options | None = None, path: str = "<text>") -> FileOutcome:
    """Judge one document given as text."""
    return _judge(path, _document(path, text.encode()), options or Options(), lambda: None)


def _files(paths: Sequence[str]) -> Iterator[tuple[str, bytes | Malformed]]:
    """Each file once, with its bytes or what is wrong with it; a directory's in order of name."""
    for path in paths:
        if path == "-":
            yield "<stdin>", _read_standard_input()
        elif _is_folder(path):
            listed = [file for file in _below(Path(path)) if is_derivation_path(file)]
            for file in listed:
                yield str(file), _read(file)
            if not listed:
                yield path, Malformed([Problem("there is no derivation file below this directory")])
        else:
            yield path, _read(path)


def _is_folder(path: str) -> bool:
    try:
        return Path(path).is_dir()
    except (OSError, ValueError):  # a name that no file can have; reading it says so
        return False


def _below(folder: Path) -> list[Path]:
    """The YAML files below a folder, in order of name; hidden folders are not entered."""
    found: list[Path] = []
    for entry in sorted(folder.iterdir()):
        if entry.is_dir() and not entry.is_symlink() and not entry.name.startswith("."):
            found += _below(entry)
        elif entry.suffix in SUFFIXES and entry.is_file():
            found.append(entry)
    return found


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


def _document(path: str, data: bytes | Malformed) -> Document | FileOutcome:
    """A file read, or what is wrong with it."""
    started = time.perf_counter()
    if isinstance(data, Malformed):
        return _malformed(path, "", data)
    try:
        return load(data, path)
    except Malformed as malformed:
        return _malformed(path, excerpt_text(data), malformed, time.perf_counter() - started)
    except Exception as error:  # noqa: BLE001 - one file's fault must not cost the others
        return _faulty(path, error)


def _count(document: Document | FileOutcome) -> int:
    """How many lines there are to judge."""
    if isinstance(document, FileOutcome):
        return 0
    return sum(len(derivation.lines) - 1 for derivation in document.derivations)


def _judge(
    path: str, document: Document | FileOutcome, options: Options, advance: Callable[[], None]
) -> FileOutcome:
    if isinstance(document, FileOutcome):
        return document
    if sys.getrecursionlimit() < RECURSION:
        sys.setrecursionlimit(RECURSION)
    try:
        return FileJudge(document, options.budget, options.require, advance).run()
    except Malformed as malformed:
        return _malformed(path, document.text, malformed)
    except Exception as error:  # noqa: BLE001 - one file's fault must not cost the others
        return _faulty(path, error)


def _malformed(path: str, text: str, malformed: Malformed, seconds: float = 0.0) -> FileOutcome:
    """A file that says nothing to judge, with everything that is wrong with it."""
    return FileOutcome(path, "", "", text, tuple(malformed.problems), (), (), seconds, False)


def _faulty(path: str, error: Exception) -> FileOutcome:
    """A file that we failed on: it does not pass, and says whose fault that is."""
    fault = f"{type(error).__name__}: {error}"
    return FileOutcome(path, "", "", "", (), (), (), 0.0, False, (fault,))
