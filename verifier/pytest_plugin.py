"""``pytest derivations/``: every line of a derivation file is a test item.

    derivations/bce_sigmoid.yaml::dLoss_dp::line 27

pytest loads this module in every run, also where there is no derivation file: it imports nothing
of the package until it meets a YAML file. A file is read when it is collected, and judged once,
when the first of its items runs.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

if TYPE_CHECKING:
    from verifier.documents.document import Document
    from verifier.judging.options import Options
    from verifier.language.source import Place
    from verifier.outcome import DerivationOutcome, FileOutcome, LineOutcome
    from verifier.reports import Presentation

SUFFIXES = (".yaml", ".yml")
MARKER = "derivation"
MALFORMED = "malformed"
CHANGED = "this line is not in the file any more, which has changed since pytest collected it"


def pytest_configure(config: pytest.Config) -> None:
    """Make ``-m derivation`` known."""
    config.addinivalue_line("markers", f"{MARKER}: a line of a derivation file, judged by verify")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect the files with a top-level key ``derivations``; other YAML is left alone."""
    if file_path.suffix not in SUFFIXES:
        return None
    from verifier.documents.files import is_derivation_path

    if not is_derivation_path(file_path):
        return None
    collected: DerivationFile = DerivationFile.from_parent(parent, path=file_path)
    return collected


class Judged(NamedTuple):
    """A judged line and, unless it is the range claim of a definition, its derivation."""

    line: LineOutcome
    derivation: DerivationOutcome | None = None


class DerivationFile(pytest.File):
    """A derivation file: a collector for each derivation, and for each range claim."""

    _outcome: FileOutcome | None = None

    def collect(self) -> Iterator[pytest.Item | pytest.Collector]:
        """Its parts, in the order in which they are judged; a malformed file is one item."""
        from verifier.documents.files import read_file
        from verifier.documents.load import load
        from verifier.language.problems import Malformed

        try:
            document = load(read_file(self.path), self.shown)
        except Malformed:
            yield MalformedItem.from_parent(self, name=MALFORMED)
        else:
            yield from self._parts(document)

    def _parts(self, document: Document) -> Iterator[pytest.Collector]:
        for definition in document.context.definitions.values():
            if definition.claimed is not None:
                written = document.definitions[definition.name]
                places = [written.claim_place]
                yield Part.from_parent(self, name=definition.name, of=written.head, places=places)
        for derivation in document.derivations:
            places = [line.place for line in derivation.lines[1:]]
            name = derivation.name
            yield Part.from_parent(self, name=name, of=name, places=places)

    @property
    def shown(self) -> str:
        """The path as one would write it where pytest was called."""
        try:
            return os.path.relpath(self.path, self.config.invocation_params.dir)
        except ValueError:  # on another drive
            return str(self.path)

    @property
    def outcome(self) -> FileOutcome:
        """What comes of the file; it is judged when this is first asked for."""
        if self._outcome is None:
            from verifier.running.runner import run

            # By its whole path: a test may have changed the folder.
            (judged,) = run([str(self.path)], self._options()).files
            self._outcome = replace(judged, path=self.shown)
        return self._outcome

    def _options(self) -> Options:
        """How the command would judge where pytest was called; ``[tool.verify]`` counts."""
        from verifier.cli.settings import settings_in
        from verifier.language.problems import VerifierError

        try:
            return settings_in(self.config.invocation_params.dir)
        except VerifierError as error:
            raise pytest.UsageError(str(error)) from error

    def judged(self, of: str, place: Place) -> Judged | None:
        """The line at a place of a derivation, or of a definition as it is written."""
        for claim in self.outcome.definitions:
            if (claim.left, claim.place) == (of, place):
                return Judged(claim)
        for derivation in self.outcome.derivations:
            for line in derivation.lines:
                if (derivation.name, line.place) == (of, place):
                    return Judged(line, derivation)
        return None


class Part(pytest.Collector):
    """A derivation, or a definition that claims a range: an item for each of its lines."""

    parent: DerivationFile

    def __init__(self, *, of: str, places: Sequence[Place], **keywords: Any) -> None:
        super().__init__(**keywords)
        self._of = of
        self._places = places

    def collect(self) -> Iterator[pytest.Item]:
        """Its lines; where several stand on one line of the file, they are counted."""
        met: Counter[int] = Counter()
        for place in self._places:
            met[place.line] += 1
            again = f" ({met[place.line]})" if met[place.line] > 1 else ""
            yield LineItem.from_parent(
                self, name=f"line {place.line}{again}", file=self.parent, of=self._of, place=place
            )


class _Item(pytest.Item):
    """What fails with an explanation of ours, at a line of the file."""

    line = 1

    def __init__(self, **keywords: Any) -> None:
        super().__init__(**keywords)
        self.add_marker(MARKER)

    def fail(self, summary: str, explanation: str) -> None:
        """Fail without Python's traceback, which would speak of this module."""
        pytest.fail(f"{summary}\n\n{explanation.rstrip()}\n", pytrace=False)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The explanation; ``--tb=line`` and reports get the place in the derivation file."""
        shown = super().repr_failure(excinfo, style)
        crash: Any = getattr(shown, "reprcrash", None)
        if crash is not None and isinstance(excinfo.value, pytest.fail.Exception):
            crash.path, crash.lineno = str(self.path), self.line
        return shown

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the line stands (pytest counts lines from 0)."""
        return self.path, self.line - 1, "::".join(self.nodeid.split("::")[1:])

    @property
    def presentation(self) -> Presentation:
        """How explanations look: without colour, which would end up in files."""
        from verifier.reports import Presentation

        return Presentation(width=self.config.get_terminal_writer().fullwidth)


class MalformedItem(_Item):
    """Stands for all lines of a file that cannot be read."""

    parent: DerivationFile

    def runtest(self) -> None:
        """Fail, with everything that is wrong with the file."""
        from verifier.reports.terminal import render_file

        outcome = self.parent.outcome
        first = outcome.problems[0].message if outcome.problems else CHANGED
        self.fail(f"malformed: {first}", render_file(outcome, self.presentation))


class LineItem(_Item):
    """One line of a derivation, or one range claim of a definition."""

    def __init__(self, *, file: DerivationFile, of: str, place: Place, **keywords: Any) -> None:
        super().__init__(**keywords)
        self._file = file
        self._of = of
        self._place = place
        self.line = place.line

    def runtest(self) -> None:
        """Fail unless the line passes, and its derivation comes out as expected."""
        from verifier.kernel.verdicts import grade
        from verifier.reports.terminal import render_file, render_line
        from verifier.reports.wording import expectation, message

        outcome = self._file.outcome
        if outcome.problems or outcome.faults:
            why = [problem.message for problem in outcome.problems] or outcome.faults
            kind = "malformed" if outcome.problems else "fault in the verifier"
            self.fail(f"{kind}: {why[0]}", render_file(outcome, self.presentation))
        judged = self._file.judged(self._of, self._place)
        if judged is None:
            self.fail(CHANGED, "run pytest again")
            return
        line, derivation = judged
        self.user_properties.append(("verdict", grade(line.verdict).word))
        passed, said = line.passed, message(line) or "; ".join(line.notes)
        if derivation is not None and derivation.expect is not None:
            # A control fails or passes as a whole: its worst line is what counts.
            passed, said = derivation.passed, expectation(derivation)
        if not passed:
            summary = f"{grade(line.verdict).word}: {said}"
            self.fail(summary, render_line(outcome, derivation, line, self.presentation))
