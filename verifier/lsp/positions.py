"""Places of a file and positions of the protocol, which counts from 0 and, in most editors, in
units of UTF-16: a letter beyond the first plane counts twice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from verifier.language.source import Place, Text

UTF8, UTF16, UTF32 = "utf-8", "utf-16", "utf-32"
ENCODINGS = (UTF8, UTF16, UTF32)


class Span(NamedTuple):
    """From a place to the place behind the last character."""

    start: Place
    end: Place

    def holds(self, place: Place) -> bool:
        """Whether a cursor at the place touches it."""
        return self.start <= place <= self.end

    def meets(self, other: Span) -> bool:
        """Whether the two touch."""
        return self.start <= other.end and other.start <= self.end


class Position(NamedTuple):
    """A line from 0, and units of the client's encoding before the character."""

    line: int
    character: int


class Positions:
    """Translates between the two for one text; what is out of bounds is moved to the nearest end.

    Lines end as the reader of files ends them: at a line feed, or at a carriage return before it.
    """

    def __init__(self, text: str, encoding: str = UTF16) -> None:
        self.lines: Sequence[str] = [line.removesuffix("\r") for line in text.split("\n")]
        self.encoding = encoding if encoding in ENCODINGS else UTF16

    def position(self, place: Place) -> Position:
        """Where the client sees a place."""
        row = min(max(place.line, 1), len(self.lines)) - 1
        line = self.lines[row]
        before = line[: max(place.column - 1, 0)] if place.line == row + 1 else line
        return Position(row, self._units(before))

    def place(self, position: Position) -> Place:
        """Which place the client means; inside a character, the one before it."""
        row = min(max(position.line, 0), len(self.lines) - 1)
        line = self.lines[row]
        left = position.character
        if line.isascii() or self.encoding == UTF32:
            return Place(row + 1, min(max(left, 0), len(line)) + 1)
        column = 1
        for character in line:
            left -= self._units(character)
            if left < 0:
                break
            column += 1
        return Place(row + 1, column)

    def _units(self, text: str) -> int:
        if text.isascii() or self.encoding == UTF32:
            return len(text)
        if self.encoding == UTF8:
            return len(text.encode("utf-8", "surrogatepass"))
        return len(text) + sum(character > "\uffff" for character in text)

    def line(self, number: int) -> str:
        """A line by its number from 1; "" beyond the end."""
        return self.lines[number - 1] if 1 <= number <= len(self.lines) else ""


def span_of(text: Text) -> Span:
    """Where a piece of text stands; it may go over several lines."""
    if not text.value:
        return Span(text.place(0), text.place(0))
    last = text.place(len(text.value) - 1)
    return Span(text.place(0), Place(last.line, last.column + 1))
