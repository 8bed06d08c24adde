"""What a run found: typed values that every report reads; none computes a verdict of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from verifier.kernel.verdicts import Grade, Verdict, grade
from verifier.language.problems import Problem
from verifier.language.source import Place


@dataclass(frozen=True, slots=True)
class LineOutcome:
    """One judged line, or one judged range claim of a definition.

    Attributes:
        place: where its relation (or the claim) begins in the file.
        relation: ``=``, ``<=``, …; ``in`` for a range claim.
        expression: the right side as the author wrote it.
        left: the line before, as the author wrote it.
        reason: the author's comment after ``#``.
        verdict: what was decided.
        passed: whether that is enough (``--require``, lemmas and ``expect`` considered).
        seconds: wall-clock time spent on it.
        notes: what the reader must know and no verdict says.
    """

    place: Place
    relation: str
    expression: str
    left: str
    reason: str
    verdict: Verdict
    passed: bool
    seconds: float
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DerivationOutcome:
    """A derivation: its start (place and text) and its judged lines, in file order."""

    name: str
    title: str
    place: Place
    start: str
    lines: tuple[LineOutcome, ...]
    expect: Grade | None
    passed: bool

    @property
    def grade(self) -> Grade:
        """The worst line's grade."""
        return min((grade(line.verdict) for line in self.lines), default=Grade.UNKNOWN)


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """One file. ``problems`` is non-empty exactly when it is malformed; then nothing was judged.

    ``faults`` are ours; ``notes`` say what the reader must know about the file's names.
    """

    path: str
    title: str
    source: str
    text: str
    problems: tuple[Problem, ...]
    definitions: tuple[LineOutcome, ...]
    derivations: tuple[DerivationOutcome, ...]
    seconds: float
    passed: bool
    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def grade(self) -> Grade:
        """The file's verdict: its worst line's, met expectations not worsening it."""
        if self.problems:
            return Grade.MALFORMED
        grades = [grade(line.verdict) for line in self.definitions]
        grades += [d.grade for d in self.derivations if not (d.expect is not None and d.passed)]
        if self.faults:
            grades.append(Grade.UNKNOWN)
        return min(grades, default=Grade.PROVED)

    def lines(self) -> Iterator[LineOutcome]:
        """Every judged line: range claims first, then derivations in file order."""
        yield from self.definitions
        for derivation in self.derivations:
            yield from derivation.lines


@dataclass(frozen=True, slots=True)
class Outcome:
    """A whole run."""

    files: tuple[FileOutcome, ...]
    seconds: float = 0.0
    notes: tuple[str, ...] = field(default=())

    @property
    def passed(self) -> bool:
        """Whether every file passed; a run without a file passes nothing."""
        return bool(self.files) and all(file.passed for file in self.files)

    @property
    def exit_code(self) -> int:
        """0 all passed, 1 something did not, 2 something malformed, 3 a fault of ours; worst: 3,
        2, 1.
        """
        if any(file.faults for file in self.files):
            return 3
        if not self.files or any(file.problems for file in self.files):
            return 2
        return 0 if self.passed else 1
