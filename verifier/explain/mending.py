"""A file with repairs written into it: only the characters of expressions change.

The result is read again, and a repair is written only if the file then says what was proved, and
everything else says what it said before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from verifier.documents.document import Document
from verifier.documents.load import load
from verifier.language.problems import Malformed
from verifier.language.source import Place
from verifier.outcome import Edit, FileOutcome, LineOutcome, Repair

_BOM = "\ufeff"


class Misplaced(Exception):
    """The text is not the one that the edits were made for."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A repair and where its line is: the derivation and the step, counted from 1."""

    derivation: str
    step: int
    line: LineOutcome
    repair: Repair


@dataclass(frozen=True, slots=True)
class Mended:
    """A file as it would be.

    Attributes:
        data: its bytes.
        written: the repairs that are in it.
        left: repairs that could not be written without changing anything else.
    """

    data: bytes
    written: tuple[Offered, ...]
    left: tuple[Offered, ...]


def offered(file: FileOutcome) -> Iterator[Offered]:
    """The first repair of each line that has one; a line that is meant to be wrong has none."""
    for derivation in file.derivations:
        if derivation.expect is not None:
            continue
        for step, line in enumerate(derivation.lines, 1):
            repairs = line.explanation.repairs if line.explanation is not None else ()
            if repairs:
                yield Offered(derivation.name, step, line, repairs[0])


def mended(data: bytes, file: FileOutcome) -> Mended:
    """The file's bytes with the repairs of a run written in.

    Raises:
        Misplaced: if the bytes are not those of the file that was judged.
    """
    offers = tuple(offered(file))
    try:
        before = load(data, file.path)
    except Malformed:
        raise Misplaced from None
    if before.text != file.text:
        raise Misplaced
    written = _fitting(data, before, offers)
    if written is None:
        offers, rest = _one_by_one(data, before, offers)
        return Mended(_fitting(data, before, offers) or data, offers, rest)
    return Mended(written, offers, ())


def _one_by_one(
    data: bytes, before: Document, offers: Sequence[Offered]
) -> tuple[tuple[Offered, ...], tuple[Offered, ...]]:
    """The repairs that can be written beside the ones before them, and those that cannot."""
    kept: tuple[Offered, ...] = ()
    left: list[Offered] = []
    for offer in offers:
        if _fitting(data, before, (*kept, offer)) is not None:
            kept = (*kept, offer)
        else:
            left.append(offer)
    return kept, tuple(left)


def _fitting(data: bytes, before: Document, offers: Sequence[Offered]) -> bytes | None:
    """The bytes with the repairs, if the file then says what they say and else the same."""
    if not all(offer.repair.edits for offer in offers):
        return None
    text = data.decode("utf-8")
    mark = _BOM if text.startswith(_BOM) else ""
    edits = [edit for offer in offers for edit in offer.repair.edits]
    try:
        new = (mark + edited(text.removeprefix(_BOM), edits)).encode("utf-8")
        after = load(new, before.path)
    except (Misplaced, Malformed):
        return None
    return new if _says(after, before, offers) else None


def _says(after: Document, before: Document, offers: Sequence[Offered]) -> bool:
    """Whether a file differs from another in the repaired lines and nowhere else."""
    wanted = {(offer.derivation, offer.step): offer.repair.expression for offer in offers}
    if _frame(after) != _frame(before) or len(after.derivations) != len(before.derivations):
        return False
    for new, old in zip(after.derivations, before.derivations, strict=True):
        if replace(new, lines=(), assumed=(), uses=()) != replace(
            old, lines=(), assumed=(), uses=()
        ):
            return False
        if new.assumptions != old.assumptions or len(new.lines) != len(old.lines):
            return False
        for step, (line, was) in enumerate(zip(new.lines, old.lines, strict=True)):
            repaired = wanted.get((old.name, step))
            if line.relation != was.relation or line.reason != was.reason:
                return False
            if line.text != (was.text if repaired is None else repaired):
                return False
    return True


def _frame(document: Document) -> tuple[object, ...]:
    """All that a file says beside its derivations."""
    return document.title, document.source, document.context, document.notes


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The text with the edits made; line ends are kept, and all else.

    Raises:
        Misplaced: if other characters stand where an edit is to be made, or two edits overlap.
    """
    lines = text.split("\n")
    behind: Place | None = None
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end), reverse=True):
        if edit.start.line != edit.end.line or not 1 <= edit.start.line <= len(lines):
            raise Misplaced
        if behind is not None and edit.end > behind:
            raise Misplaced
        line = lines[edit.start.line - 1]
        start, end = edit.start.column - 1, edit.end.column - 1
        if not 0 <= start <= end <= len(line) or line[start:end] != edit.old:
            raise Misplaced
        lines[edit.start.line - 1] = line[:start] + edit.new + line[end:]
        behind = edit.start
    return "\n".join(lines)
