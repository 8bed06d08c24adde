"""Where every character of a scalar stands in the file, whether it is plain, quoted or a block."""

from __future__ import annotations

from collections.abc import Sequence

from verifier.language.source import Place, Text

_ESCAPE_LENGTHS = {"x": 4, "u": 6, "U": 10}  # the backslash included

Pieces = tuple[tuple[int, Place], ...]


def scalar_text(value: str, style: str, lines: Sequence[str], start: Place, end: Place) -> Text:
    """The value of a scalar with the places of its characters.

    Where YAML folded several lines into one, only the first character's place is exact.

    Args:
        value: what YAML made of it.
        style: how it is written.
        lines: the lines of the file.
        start: its first character in the file, its quote or indicator included.
        end: the character behind its last one.
    """
    if not style:
        return Text(value, ((0, start),))
    if style in "|>":
        return Text(value, _block(value, lines, start) or ((0, start),))
    inner = Place(start.line, start.column + 1)
    if start.line != end.line:
        return Text(value, ((0, inner),))
    written = lines[start.line - 1][start.column : end.column - 2]
    if written == value:
        return Text(value, ((0, inner),))
    return Text(value, _quoted(written, style, inner))


def _block(value: str, lines: Sequence[str], start: Place) -> Pieces | None:
    """One piece a line of a block scalar; None if YAML folded lines into one."""
    indent: int | None = None
    pieces: list[tuple[int, Place]] = []
    offset = 0
    for number, line in enumerate(value.rstrip("\n").split("\n"), start.line + 1):
        source = lines[number - 1] if number <= len(lines) else ""
        if line and indent is None:
            indent = len(source) - len(line)
        if line and source[indent or 0 :] != line:
            return None
        pieces.append((offset, Place(number, (indent or 0) + 1)))
        offset += len(line) + 1
    return tuple(pieces)


def _quoted(written: str, style: str, start: Place) -> Pieces:
    """A piece after every escape: there the value is shorter than what is written."""
    pieces = [(0, start)]
    offset = at = 0
    while at < len(written):
        length = _written_length(written, at, style)
        at += length
        offset += 1
        if length > 1:
            pieces.append((offset, Place(start.line, start.column + at)))
    return tuple(pieces)


def _written_length(written: str, at: int, style: str) -> int:
    if style == "'":
        return 2 if written.startswith("''", at) else 1
    return _ESCAPE_LENGTHS.get(written[at + 1 : at + 2], 2) if written[at] == "\\" else 1
