"""Rows of text for a terminal, made safe and fitted to a width; no colour yet, and no rich.

Whatever an author wrote (titles, names, expressions, file names) passes through `clean` once, so
that nothing in it can move the cursor, hide text or change colours.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from unicodedata import category, combining, east_asian_width

REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"
_SOLID: Final = "\N{NO-BREAK SPACE}"
_CODE: Final = re.compile("`[^`]{1,60}`")
_LOOSE: Final = frozenset(
    "+-=<>\N{MINUS SIGN}\N{LESS-THAN OR EQUAL TO}\N{GREATER-THAN OR EQUAL TO}"
)
_TIGHT: Final = frozenset("*/@\N{MIDDLE DOT}\N{MULTIPLICATION SIGN}")
_STICKY: Final = frozenset("*/@^(<>=!+-eE")  # an operator or an exponent goes on after these


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a row in one style; the styles are the keys of `paint.STYLES`."""

    text: str
    style: str = ""


Row = tuple[Span, ...]


def across(row: Row) -> int:
    """The columns of a row."""
    return sum(cells(span.text) for span in row)


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The marks a report draws with."""

    proved: str = "\N{CHECK MARK}"
    trusted: str = "\N{WHITE DIAMOND}"
    confirmed: str = "\N{ALMOST EQUAL TO}"
    conditional: str = "!"
    refuted: str = "\N{BALLOT X}"
    unknown: str = "?"
    malformed: str = "\N{BALLOT X}"
    ellipsis: str = "\N{HORIZONTAL ELLIPSIS}"
    between: str = " \N{MIDDLE DOT} "


ASCII: Final = Glyphs("+", "o", "~", "!", "x", "?", "x", "...", "; ")


def glyphs_for(encoding: str) -> Glyphs:
    """The drawn marks, or plain ones where the encoding does not know them."""
    marks = Glyphs()
    drawn = "".join(getattr(marks, name) for name in Glyphs.__slots__)
    return marks if _fits(drawn, encoding) else ASCII


def clean(text: str, encoding: str = "utf-8") -> str:
    """The text without control characters, in one row, in characters of the encoding."""
    if text.isascii() and text.isprintable():
        return text
    safe = "".join(map(_visible, text))
    if not _fits(safe, encoding):
        safe = safe.replace(REPLACEMENT, "?")
        safe = safe.encode(encoding, "backslashreplace").decode(encoding)
    return safe


def _visible(character: str) -> str:
    if character in "\t\n" or category(character) == "Zs":
        return " "
    return character if character.isprintable() else REPLACEMENT


def _fits(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def cells(text: str) -> int:
    """How many columns of a terminal the text takes."""
    return len(text) if text.isascii() else sum(map(_cells, text))


def _cells(character: str) -> int:
    if combining(character) or category(character) in {"Mn", "Me"}:
        return 0
    return 2 if east_asian_width(character) in {"W", "F"} else 1


def cut(text: str, room: int, ellipsis: str) -> str:
    """The text, or as much of it as fits with an ellipsis."""
    if cells(text) <= room:
        return text
    kept = _prefix(text, max(room - cells(ellipsis), 1))
    return text[:kept].rstrip() + ellipsis


def _prefix(text: str, room: int) -> int:
    """How many characters fit into ``room`` columns; at least one."""
    if text.isascii():
        return max(min(room, len(text)), 1)
    taken = 0
    for index, character in enumerate(text):
        taken += _cells(character)
        if taken > room:
            return max(index, 1)
    return len(text)


def fold(text: str, first: int, rest: int, most: int, ellipsis: str) -> list[str]:
    """A formula over at most ``most`` rows, broken before an operator where that is possible.

    Args:
        text: the formula, cleaned.
        first: columns in the first row.
        rest: columns in the others.
        most: rows; what does not fit is cut with an ellipsis.
        ellipsis: how to say so.
    """
    rows: list[str] = []
    room = first
    while len(rows) < most - 1:
        end = _prefix(text, room)
        if end >= len(text):
            break
        at = _break(text, end)
        rows.append(text[:at].rstrip())
        text, room = text[at:].lstrip(), rest
    return [*rows, cut(text, room, ellipsis)]


def _break(text: str, end: int) -> int:
    """Where to break: before the operator that binds most loosely (the fewest brackets around it, a
    sum before a product), the last of several; else at a space; else at the end of the row."""
    best = None
    depth = 0
    for at in range(end + 1):
        if text[at] in ")]":
            depth -= 1
        loose = text[at] in _LOOSE
        if at > end // 3 and (loose or text[at] in _TIGHT or text[at] == " "):
            rank = (text[at] == " ", depth, not loose)
            before = text[:at].rstrip()[-1:]
            if before not in _STICKY and (best is None or rank <= best[0]):
                best = (rank, at)
        if text[at] in "([":
            depth += 1
    return end if best is None else best[1]


def prose(text: str, room: int) -> list[str]:
    """Sentences over as many rows as they need; code between backquotes stays in one piece."""
    solid = _CODE.sub(lambda code: code[0].replace(" ", _SOLID), text)
    rows = textwrap.wrap(solid, max(room, 20), break_on_hyphens=False)
    return [row.replace(_SOLID, " ") for row in rows] or [""]


def listing(before: str, items: Iterable[str], room: int) -> list[str]:
    """``before a, b, c`` over as many rows as it needs, no item broken at its spaces."""
    solid = ", ".join(item.replace(" ", _SOLID) for item in items)
    return prose(f"{before} {solid}", room)


def indented(columns: int, lines: Iterable[str], style: str = "") -> list[Row]:
    """Rows that begin after ``columns`` spaces."""
    return [(Span(" " * columns), Span(line, style)) for line in lines]
