"""A judged file, laid over its text: what to underline, what to say, what to offer in its place."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple, assert_never

from verifier.documents.document import Document
from verifier.kernel.verdicts import (
    Conditional,
    Confirmed,
    Proved,
    Refuted,
    Trusted,
    Unknown,
    grade,
)
from verifier.language.problems import Problem
from verifier.language.source import Place, Text
from verifier.lsp.positions import Span, span_of
from verifier.lsp.saying import plain, sentence
from verifier.outcome import DerivationOutcome, Edit, FileOutcome, LineOutcome, Repair
from verifier.reports.wording import expectation


class Severity(Enum):
    """How an editor draws it."""

    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"


class Finding(NamedTuple):
    """Something to underline; ``code`` is the verdict, or ``malformed`` or ``fault``."""

    span: Span
    severity: Severity
    code: str
    says: str


class LineAt(NamedTuple):
    """A judged line, where it stands, and its derivation unless it is a range claim."""

    span: Span
    line: LineOutcome
    derivation: DerivationOutcome | None


class Judged:
    """What came of a file, by places; ``document`` is that file read, unless it is malformed."""

    def __init__(self, outcome: FileOutcome, document: Document | None) -> None:
        self.outcome = outcome
        self.lines = tuple(_lines(outcome, document))

    def at(self, place: Place) -> LineAt | None:
        """The judged line that a cursor touches, or the one that begins on its row."""
        touched = [found for found in self.lines if found.span.holds(place)]
        on_row = [found for found in self.lines if found.span.start.line == place.line]
        return next(iter(touched or on_row), None)

    def findings(self) -> Iterator[Finding]:
        """Everything to underline, in the order of the file."""
        whole = Span(Place(1, 1), Place(1, 1))
        for fault in self.outcome.faults:
            says = f"The verifier itself failed, and nothing passes: {fault}"
            yield Finding(whole, Severity.ERROR, "fault", says)
        yield from map(_problem, self.outcome.problems)
        for found in self.lines:
            yield from _of_line(found)
        for derivation in self.outcome.derivations:
            if derivation.expect is not None and not derivation.passed:
                span = Span(derivation.place, _behind(derivation.place, derivation.start))
                worst = derivation.grade.word
                yield Finding(span, Severity.ERROR, worst, sentence(expectation(derivation)))

    def repairs(self, span: Span) -> Iterator[tuple[LineAt, Repair]]:
        """Proved replacements of the lines that a selection touches, where they can be written."""
        for found in self.lines:
            if found.line.explanation is not None and found.span.meets(span):
                for repair in found.line.explanation.repairs:
                    if repair.edits:
                        yield found, repair


def _lines(outcome: FileOutcome, document: Document | None) -> Iterator[LineAt]:
    texts: dict[Place, Text] = {}
    if document is not None:
        texts = {line.place: line.source for d in document.derivations for line in d.lines}
    for line in outcome.definitions:
        yield LineAt(Span(line.place, _behind(line.place, f"in {line.expression}")), line, None)
    for derivation in outcome.derivations:
        for line in derivation.lines:
            text = texts.get(line.place)
            written = f"{line.relation} {line.expression}"
            end = _behind(line.place, written) if text is None else span_of(text).end
            yield LineAt(Span(line.place, max(end, line.place)), line, derivation)


def _behind(place: Place, text: str) -> Place:
    return Place(place.line, place.column + len(text))


def _problem(problem: Problem) -> Finding:
    place = problem.place or Place(1, 1)
    end = Place(place.line, place.column + max(problem.length, 1))
    says = sentence(problem.message)
    if problem.hint:
        says += f"\n{sentence(problem.hint)}"
    return Finding(Span(place, end), Severity.ERROR, "malformed", says)


def _of_line(found: LineAt) -> Iterator[Finding]:
    """What is to be said of a line that is why something does not pass."""
    line, derivation = found.line, found.derivation
    if line.passed or (derivation is not None and derivation.expect is not None):
        return
    match line.verdict:
        case Refuted():
            severity = Severity.ERROR
        case Proved() | Trusted() | Confirmed() | Conditional() | Unknown():
            severity = Severity.WARNING
        case _:
            assert_never(line.verdict)
    yield Finding(_blamed(found), severity, grade(line.verdict).word, plain(found.line))


def _blamed(found: LineAt) -> Span:
    """The part of a line that is wrong where one part is known to be, else the line."""
    blame = found.line.explanation.blame if found.line.explanation is not None else ()
    if len(blame) == 1 and blame[0].end > blame[0].start:
        part = blame[0]
        return Span(part.place, _behind(part.place, found.line.expression[part.start : part.end]))
    return found.span


def edits_of(repair: Repair) -> tuple[Edit, ...]:
    """A repair's edits, the last in the file first, so that none moves the place of another."""
    return tuple(sorted(repair.edits, key=lambda edit: edit.start, reverse=True))
