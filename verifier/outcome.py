"""What a run found: typed values that every report reads; none computes a verdict of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module

from verifier.claims.numeric import NumericOutcome
from verifier.kernel.verdicts import Condition, Grade, Verdict, grade
from verifier.language.problems import Malformed, Problem
from verifier.language.source import Place

NOTEBOOK = "verifier.reports.notebook:table"
"""What shows an outcome in a notebook: by its name, since reports read outcomes and not the other
way round."""


@dataclass(frozen=True, slots=True)
class Blame:
    """A part of a line that does not match the line above.

    Attributes:
        start, end: its characters in `LineOutcome.expression`; equal where something is missing.
        place: where it begins in the file.
        against: what the line above has in its place, or "".
    """

    start: int
    end: int
    place: Place
    against: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """Characters of one line of the file, and what to write instead, quoted as the file needs it.

    ``end`` is the place behind the last of them; it equals ``start`` where something is inserted.
    """

    start: Place
    end: Place
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Repair:
    """A line as it could read, which the judge has proved in the place of the written one.

    Attributes:
        relation: its relation.
        expression: its right side, in the author's own spelling where that is kept.
        change: what is changed, in words ("the sign of `y/p` is wrong").
        edits: the same in the file; none where it cannot be written there.
    """

    relation: str
    expression: str
    change: str
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a line fails and what it should be. Nothing in it is a verdict.

    Attributes:
        message: what is wrong, in one sentence; "" where no more is known than the verdict says.
        blame: the parts of the line that do not match the line above, if they could be isolated.
        difference: left side less right side at the verdict's witness, exact where that exists.
        repairs: proved replacements of the line, the nearest to what is written first.
        conditions: what would have to be assumed for the line to hold as it is written.
        undoes: the number of the file's line whose mistake this line takes back, or 0.
    """

    message: str = ""
    blame: tuple[Blame, ...] = ()
    difference: str = ""
    repairs: tuple[Repair, ...] = ()
    conditions: tuple[Condition, ...] = ()
    undoes: int = 0


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What a derivation with wrong lines comes to.

    Attributes:
        wrong: the numbers of the file's lines that are wrong.
        ends_equal: whether its last line is proved to equal its start (True), shown not to
            (False), or neither (None).
        resting: the later derivations that rest on this one, directly or through others.
        undone: pairs of a wrong line and one that only takes back its mistake, both counted among
            the derivation's judged lines from 1.
        message: the same in a sentence or two; "" where the lines say as much.
    """

    wrong: tuple[int, ...]
    ends_equal: bool | None
    resting: tuple[str, ...]
    undone: tuple[tuple[int, int], ...]
    message: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """What one strategy tried on a line.

    Attributes:
        strategy: its name.
        seconds: wall-clock time, the judge's included.
        offered: its pieces of evidence, each with what became of it, in words.
        ended: why it stopped.
    """

    strategy: str
    seconds: float
    offered: tuple[str, ...]
    ended: str


@dataclass(frozen=True, slots=True)
class SecondOpinion:
    """What an engine that was asked on its own says of a line that has its verdict.

    Attributes:
        engine: its name.
        agrees: whether it says the same as the verdict; None where it says nothing.
        words: what it says, as a sentence without a capital and without a full stop.
        contradicts: whether it says otherwise than a proof at a point of the domain, which our own
            numbers do not settle: a fault of ours.
        steady: whether another run would hear the same; not if a clock had a part.
    """

    engine: str
    agrees: bool | None
    words: str
    contradicts: bool = False
    steady: bool = True


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
        explanation: why it failed and what it should be, where that was asked for and found.
        attempts: what each strategy tried, where that was asked for.
        second: what another engine says of it, where that was asked for.
        numeric: what random numbers say of it, beside the verdict; of a line about arrays only.
        compared: what the two values of a refutation are of, where that is not ``left`` and
            ``expression``: of an antiderivative, its derivative and the integrand.
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
    explanation: Explanation | None = None
    attempts: tuple[Attempt, ...] = ()
    second: SecondOpinion | None = None
    numeric: NumericOutcome | None = None
    compared: tuple[str, str] | None = None


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
    aftermath: Aftermath | None = None

    @property
    def grade(self) -> Grade:
        """The worst line's grade."""
        return min((grade(line.verdict) for line in self.lines), default=Grade.UNKNOWN)

    @property
    def is_wrong(self) -> bool:
        """Whether it did not pass and a line of it is refuted."""
        return not self.passed and self.grade is Grade.REFUTED


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """One file. ``problems`` is non-empty exactly when it is malformed; then nothing was judged.

    ``faults`` are ours; ``reproductions`` are small files that show them again, where there are
    any. ``notes`` say what the reader must know about the file's names, and ``sizes`` are the
    letters of its shapes.
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
    reproductions: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()

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

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        return _in_a_notebook(self)

    @property
    def is_wrong(self) -> bool:
        """Whether one of its derivations is wrong."""
        return any(derivation.is_wrong for derivation in self.derivations)

    def lines(self) -> Iterator[LineOutcome]:
        """Every judged line: range claims first, then derivations in file order."""
        yield from self.definitions
        for derivation in self.derivations:
            yield from derivation.lines


@dataclass(frozen=True, slots=True)
class Outcome:
    """A whole run, or what was done of it when it was ``interrupted``."""

    files: tuple[FileOutcome, ...]
    seconds: float = 0.0
    notes: tuple[str, ...] = field(default=())
    interrupted: bool = False

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        return _in_a_notebook(self)

    @property
    def passed(self) -> bool:
        """Whether every file passed; a run without a file, or not run to its end, passes
        nothing.
        """
        return bool(self.files) and not self.interrupted and all(f.passed for f in self.files)

    @property
    def exit_code(self) -> int:
        """0 all passed, 1 something did not, 2 something malformed, 3 a fault of ours; worst: 3,
        2, 1; 130 when interrupted.
        """
        if self.interrupted:
            return 130
        if any(file.faults for file in self.files):
            return 3
        if not self.files or any(file.problems for file in self.files):
            return 2
        return 0 if self.passed else 1


def _in_a_notebook(found: Outcome | FileOutcome) -> str:
    module, _, name = NOTEBOOK.partition(":")
    shown: str = getattr(import_module(module), name)(found)
    return shown


def malformed_file(path: str, text: str, malformed: Malformed, seconds: float = 0.0) -> FileOutcome:
    """A file that says nothing to judge, with everything that is wrong with it."""
    return FileOutcome(path, "", "", text, tuple(malformed.problems), (), (), seconds, False)


def faulty_file(path: str, error: Exception | str) -> FileOutcome:
    """A file that we failed on: it does not pass, and says whose fault that is."""
    fault = error if isinstance(error, str) else f"{type(error).__name__}: {error}"
    return FileOutcome(path, "", "", "", (), (), (), 0.0, False, (fault,))
