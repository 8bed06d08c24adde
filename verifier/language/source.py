"""Text that knows its place: every character of a piece of text, however YAML folded it, has a line
and a column in the file, both counted from 1."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from operator import itemgetter

_OFFSET = itemgetter(0)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A line and a column in the file, both from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of a file's text. ``pieces`` maps offsets in ``value`` to places, in ascending order:
    from each offset on, columns count up by one until the next piece begins."""

    value: str
    pieces: tuple[tuple[int, Place], ...] = ((0, Place(1, 1)),)

    @classmethod
    def of(cls, value: str) -> Text:
        """A text that stands by itself, its first character in line 1, column 1."""
        ends = [offset for offset, character in enumerate(value) if character == "\n"]
        lines = [(offset + 1, Place(line, 1)) for line, offset in enumerate(ends, start=2)]
        return cls(value, ((0, Place(1, 1)), *lines))

    def place(self, offset: int) -> Place:
        """Where the character at ``offset`` stands (the end of the text counts as a character)."""
        pieces = self.pieces
        index = bisect_right(pieces, offset, key=_OFFSET) - 1 if len(pieces) > 1 else 0
        start, place = pieces[index]
        return Place(place.line, place.column + offset - start)

    def slice(self, start: int, end: int) -> Text:
        """The part from ``start`` to ``end``, which keeps its places."""
        if len(self.pieces) == 1:
            return Text(self.value[start:end], ((0, self.place(start)),))
        first = bisect_right(self.pieces, start, key=_OFFSET)
        behind = bisect_left(self.pieces, end, key=_OFFSET)
        inner = [(at - start, place) for at, place in self.pieces[first:behind]]
        return Text(self.value[start:end], ((0, self.place(start)), *inner))

    def strip(self) -> Text:
        """Without white space at either end."""
        if self.value == self.value.strip():
            return self
        start = len(self.value) - len(self.value.lstrip())
        return self.slice(start, max(start, len(self.value.rstrip())))
