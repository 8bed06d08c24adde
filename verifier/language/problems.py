"""What can be wrong with a file: a sentence, a place, a remedy. All are reported, not the first."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from verifier.language.source import Place


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with the author's text.

    Attributes:
        message: one sentence in the words of the field, without a place and without a remedy.
        place: where it stands; None when it concerns the file as a whole.
        hint: what to write instead, or "".
        length: how many characters the caret underlines.
    """

    message: str
    place: Place | None = None
    hint: str = ""
    length: int = 1


class VerifierError(Exception):
    """The root of every error this package raises on purpose."""


class Malformed(VerifierError):
    """The author's text is wrong; carries every problem found, in reading order."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(problems, key=lambda problem: problem.place or Place(0, 0))
        super().__init__("; ".join(problem.message for problem in self.problems))


class LimitExceeded(VerifierError):
    """A limit on size or work was reached; ends as *unknown* with this text as its reason."""


_WIDTH = 70  # cells of an excerpt's line
_TAB = "    "


def excerpt(lines: list[str], problem: Problem) -> str:
    """The author's line and a caret under the place; "" where there is no place to show.

    A long line is cut around the place. Wide characters take two cells and combining ones none, a
    tab is four spaces, and what would disturb a terminal is shown as a replacement character.
    """
    place = problem.place
    if place is None or not 1 <= place.line <= len(lines):
        return ""
    line = lines[place.line - 1].rstrip("\r\n")
    start = min(place.column - 1, len(line))
    end = min(start + max(problem.length, 1), max(len(line), start + 1))

    near = max(0, start - _WIDTH)  # no cell further away can be shown, whatever the line's length
    cells = [_cell(character) for character in line[near : end + _WIDTH]]
    before = cells[: start - near]
    marked = cells[start - near : end - near]
    after = cells[end - near :]
    before, cut_before = _fit(before[::-1], max(_WIDTH * 2 // 3, _WIDTH - _width(marked + after)))
    marked, cut_marked = _fit(marked, _WIDTH - _width(before))
    after, cut_after = _fit([] if cut_marked else after, _WIDTH - _width(before + marked))

    left = ("…" if cut_before or near else "") + "".join(before[::-1])
    right = "".join(after) + ("…" if cut_marked or cut_after or end + _WIDTH < len(line) else "")
    indent = " " * (_width(before) + (left[:1] == "…" and bool(cut_before or near)))
    number = str(place.line).rjust(4)
    carets = "^" * max(_width(marked), 1)
    return f"{number} | {left}{''.join(marked)}{right}\n{' ' * len(number)} | {indent}{carets}"


def _cell(character: str) -> str:
    """A character as it is shown."""
    if character == "\t":
        return _TAB
    return (
        "\ufffd" if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp") else character
    )


def _width(cells: list[str]) -> int:
    return sum(_cell_width(cell) for cell in cells)


def _cell_width(cell: str) -> int:
    if len(cell) > 1:
        return len(cell)
    if unicodedata.combining(cell):
        return 0
    return 2 if unicodedata.east_asian_width(cell) in ("W", "F") else 1


def _fit(cells: list[str], width: int) -> tuple[list[str], bool]:
    """As many cells as fit, and whether any were left out."""
    used = 0
    for index, cell in enumerate(cells):
        used += _cell_width(cell)
        if used > width:
            return cells[:index], True
    return cells, False
