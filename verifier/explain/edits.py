"""Changes of an expression as changes of the file: where its characters stand, and how they are
written in the scalar around them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from verifier.documents.compose import compose
from verifier.documents.nodes import Mapping, Node, Scalar, Sequence
from verifier.explain.spelling import Hunk
from verifier.language.source import Place, Text
from verifier.outcome import Edit


class Scalars:
    """The scalars of a file, to know how a text is quoted where it stands."""

    def __init__(self, text: str) -> None:
        root, _ = compose(text)
        self._places = sorted(
            (scalar.place, scalar.style) for scalar in ([] if root is None else _scalars(root))
        )

    def style(self, place: Place) -> str:
        """How the scalar is written that a place lies in: "", ``'``, ``"``, ``|`` or ``>``."""
        found = ""
        for begin, style in self._places:
            if begin > place:
                break
            found = style
        return found


def _scalars(node: Node) -> Iterator[Scalar]:
    match node:
        case Scalar():
            yield node
        case Mapping(_, entries):
            for entry in entries:
                yield entry.key
                yield from _scalars(entry.value)
        case Sequence(_, items):
            for item in items:
                yield from _scalars(item)


def file_edits(source: Text, changes: list[Hunk], lines: list[str], scalars: Scalars) -> list[Edit]:
    """The changes of a text as changes of the lines of its file, in ascending order."""
    found: list[Edit] = []
    for change in changes:
        first = True
        for start, end in _pieces(source, change):
            new = change.new if first else ""
            written = _quoted(new, scalars.style(start))
            old = lines[start.line - 1][start.column - 1 : end.column - 1]
            found.append(Edit(start, end, old, written))
            first = False
    return found


def _pieces(source: Text, change: Hunk) -> Iterator[tuple[Place, Place]]:
    """Where the characters stand, one piece for each line of the file that they are on."""
    if change.start == change.end:
        place = _insertion(source, change.start)
        yield place, place
        return
    offsets = range(change.start, change.end)
    for _, group in groupby(offsets, key=lambda offset: source.place(offset).line):
        on_line = list(group)
        yield source.place(on_line[0]), _behind(source, on_line[-1])


def _behind(source: Text, offset: int) -> Place:
    """The place behind a character: an escape in quotes is longer than one."""
    here, after = source.place(offset), source.place(offset + 1)
    return after if after.line == here.line else Place(here.line, here.column + 1)


def _insertion(source: Text, offset: int) -> Place:
    """Where to insert before a character: on the line of the one before it."""
    return source.place(0) if offset == 0 else _behind(source, offset - 1)


def _quoted(text: str, style: str) -> str:
    match style:
        case "'":
            return text.replace("'", "''")
        case '"':
            return text.replace("\\", "\\\\").replace('"', '\\"')
        case _:
            return text
