"""``verify --watch``: judge again on each save, and show only what changed.

Files are found by looking, several times a second, and not by the operating system's notices: a
look at a hundred files takes a millisecond, needs no library, and sees files on any disk, network
folders and containers included, where notices do not come. Where looking takes longer, there is
more time between two looks, so that it never takes more than a tenth of a processor.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from verifier.documents.files import is_derivation_file, read_file
from verifier.judging.one_file import read_one
from verifier.judging.options import Options
from verifier.language.problems import Malformed, VerifierError
from verifier.outcome import DerivationOutcome, FileOutcome, LineOutcome, Outcome, malformed_file
from verifier.reports import Presentation
from verifier.reports.terminal import render, render_file, render_line
from verifier.reports.wording import counted, counts, seconds, tally
from verifier.running.session import Session
from verifier.running.sources import files_below

PAUSE: Final = 0.04
"""Seconds between two looks, at least."""

SETTLING: Final = 0.01
"""Seconds in which a file must not change before it is read: editors write in several steps."""

SHARE: Final = 10
"""Looking takes at most one part in so many of the time."""

Stamp = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Judged:
    """A judged line with its derivation; a range claim has none."""

    line: LineOutcome
    derivation: DerivationOutcome | None

    @property
    def said(self) -> object:
        """All that is shown of it but its place and its time."""
        line = self.line
        name = None if self.derivation is None else self.derivation.name
        control = self.derivation is not None and self.derivation.expect is not None
        met = control and self.derivation is not None and self.derivation.passed
        written = (line.left, line.relation, line.expression)
        return name, control, met, written, repr(line.verdict), line.passed, line.notes


class Watcher:
    """Knows the files below some paths, what came of each, and says what changes.

    Args:
        paths: files and folders; a folder's files are found as they come and go.
        options: how to judge.
        presentation: how to show it.
        write: where to.

    Raises:
        VerifierError: for a path that cannot be watched.
    """

    def __init__(
        self,
        paths: Sequence[str],
        options: Options,
        presentation: Presentation,
        write: Callable[[str], None],
    ) -> None:
        for path in paths:
            if path == "-":
                raise VerifierError("standard input cannot be watched; name a file or a directory")
            if not Path(path).exists():
                raise VerifierError(f"there is no file {path} to watch")
        self.paths = paths
        self.presentation = presentation
        self.write = write
        self.session = Session(options)
        self.pause = PAUSE
        self.stamps: dict[str, Stamp] = {}
        self.outcomes: dict[str, FileOutcome] = {}
        self.shown: dict[str, FileOutcome] = {}  # as they were when they could be read

    def start(self) -> None:
        """Judge everything once, and show the whole report."""
        started = time.perf_counter()
        self.stamps = dict(self._stamps())
        for path in self.stamps:
            file = self._judge(path)
            if file is not None:
                self.outcomes[path] = file
        outcome = Outcome(tuple(self.outcomes.values()), time.perf_counter() - started)
        self.write(render(outcome, self.presentation))
        self.shown = {path: file for path, file in self.outcomes.items() if not file.problems}
        self.write(f"\nwatching {counted(len(self.outcomes), 'file')}; Ctrl-C ends it\n")

    def look(self) -> bool:
        """Look once; judge what has changed and show what became of it. Whether anything had."""
        began = time.perf_counter()
        now = dict(self._stamps())
        self.pause = max(PAUSE, SHARE * (time.perf_counter() - began))
        gone = [path for path in self.stamps if path not in now]
        changed = [path for path, stamp in now.items() if self.stamps.get(path) != stamp]
        for path in gone:
            del self.stamps[path]
            self.shown.pop(path, None)
            if self.outcomes.pop(path, None) is not None:
                self.write(f"\n{path} is gone\n")
        if changed:
            self._settle(changed)
        for path in changed:
            self._change(path)
        return bool(gone or changed)

    def _settle(self, paths: list[str]) -> None:
        """Wait until nobody is writing, and remember how the files look then."""
        before: dict[str, Stamp | None] = {}
        for _ in range(100):
            after = {path: _stamp(Path(path)) for path in paths}
            if before == after:
                break
            before = after
            time.sleep(SETTLING)
        self.stamps.update({path: stamp for path, stamp in before.items() if stamp is not None})

    def _change(self, path: str) -> None:
        started = time.perf_counter()
        outcome = self._judge(path)
        known = self.outcomes.pop(path, None)
        if outcome is None:
            if known is not None:
                self.write(f"\n{path} is no derivation file any more\n")
            return
        self.outcomes[path] = outcome
        took = time.perf_counter() - started
        numbers = counts(tally((outcome,))) or outcome.grade.word
        self.write(f"\n{time.strftime('%H:%M:%S')}  {path}: {numbers} ({seconds(took)})\n")
        if outcome.problems or outcome.faults:
            told = known is not None and known.problems == outcome.problems and not outcome.faults
            self.write("" if told else render_file(outcome, self.presentation))
            return
        changed = list(self._changes(outcome))
        for judged in changed:
            self.write(render_line(outcome, judged.derivation, judged.line, self.presentation))
        if any(not judged.line.passed for judged in changed):
            self._show_repairs(path)
        self.shown[path] = outcome

    def _changes(self, after: FileOutcome) -> Iterator[Judged]:
        """The lines to show of a file; of one that is new, those that do not pass."""
        before = self.shown.get(after.path)
        for judged in changes(before, after):
            control = judged.derivation is not None and judged.derivation.passed
            if before is not None or not (judged.line.passed or control):
                yield judged

    def _show_repairs(self, path: str) -> None:
        """What the changed lines should be; that is shown when it is found."""
        mended = self._judge(path, repairs=True)
        for judged in () if mended is None else self._changes(mended):
            explanation = judged.line.explanation
            if explanation is not None and explanation.repairs:
                repair = explanation.repairs[0]
                written = f"{repair.relation} {repair.expression}"
                self.write(f"  line {judged.line.place.line}: proved in its place: {written}\n")

    def _judge(self, path: str, *, repairs: bool = False) -> FileOutcome | None:
        """What comes of a file; None if it is no derivation file."""
        try:
            data = read_file(path)
        except Malformed as malformed:
            return malformed_file(path, "", malformed)
        if path not in self.paths and not is_derivation_file(data):
            return None
        try:
            return self.session.judge(data.decode("utf-8"), path, repairs=repairs)
        except UnicodeDecodeError:
            read = read_one(path, data)
            return read if isinstance(read, FileOutcome) else None

    # Files.

    def _stamps(self) -> Iterator[tuple[str, Stamp]]:
        for path in self.paths:
            there = Path(path)
            try:
                files = files_below(there) if there.is_dir() else iter([there])
                for file in files:
                    stamp = _stamp(file)
                    if stamp is not None:
                        yield str(file), stamp
            except OSError:  # a folder that goes while we look
                continue


def _stamp(path: Path) -> Stamp | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def changes(before: FileOutcome | None, after: FileOutcome) -> Iterator[Judged]:
    """The lines of a file of which something else is to be said than before, wherever it stands."""
    known = Counter(judged.said for judged in _lines(before)) if before is not None else Counter()
    for judged in _lines(after):
        if known[judged.said] > 0:
            known[judged.said] -= 1
        else:
            yield judged


def _lines(outcome: FileOutcome) -> Iterator[Judged]:
    for line in outcome.definitions:
        yield Judged(line, None)
    for derivation in outcome.derivations:
        for line in derivation.lines:
            yield Judged(line, derivation)


def watch(watcher: Watcher) -> None:
    """Look until interrupted."""
    watcher.start()
    while True:
        watcher.look()
        time.sleep(watcher.pause)
