"""The lines of a text as the author wrote them: continuations joined, reasons set apart."""

from __future__ import annotations

from typing import NamedTuple

from verifier.documents.nodes import Scalar
from verifier.language.source import Place, Text


class WrittenLine(NamedTuple):
    """One line of a text with the deeper indented lines below it.

    Attributes:
        text: its characters, without reasons.
        reasons: what stands behind ``#``, with the number of the line in the file.
        item: whether it is the first line of an item of a list.
    """

    text: Text
    reasons: tuple[tuple[int, str], ...] = ()
    item: bool = False

    @property
    def reason(self) -> str:
        """All of its reasons in one."""
        return " ".join(reason for _, reason in self.reasons)


def written_lines(scalar: Scalar, *, item: bool = False) -> list[WrittenLine]:
    """The lines of a scalar that YAML has not joined; blank lines and remarks are left out."""
    groups: list[tuple[list[Text], list[tuple[int, str]]]] = []
    base = 0
    offset = 0
    for raw in scalar.text.value.split("\n"):
        content, _, remark = raw.partition("#")
        at = offset
        offset += len(raw) + 1
        if not content.strip():
            continue
        indent = len(content) - len(content.lstrip())
        if not groups:
            base = indent
        if indent <= base or not groups:
            groups.append(([], []))
        text = scalar.text.slice(at + indent, at + len(content.rstrip()))
        texts, reasons = groups[-1]
        texts.append(text)
        if remark.strip():
            reasons.append((text.place(0).line, remark.strip()))
    if groups and scalar.comment:
        texts, reasons = groups[-1]
        reasons.append((texts[-1].place(0).line, scalar.comment))
    return [
        WrittenLine(_joined(texts), tuple(reasons), item and number == 0)
        for number, (texts, reasons) in enumerate(groups)
    ]


def _joined(parts: list[Text]) -> Text:
    """The parts as one text, a space between them; every character keeps its place."""
    if len(parts) == 1:
        return parts[0]
    pieces: list[tuple[int, Place]] = []
    offset = 0
    for part in parts:
        pieces.extend((offset + at, place) for at, place in part.pieces)
        offset += len(part.value) + 1
    return Text(" ".join(part.value for part in parts), tuple(pieces))
