"""Why a line did not pass, and what is wrong with a malformed file: the rows under it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from verifier.kernel.verdicts import (
    Condition,
    Conditional,
    Confirmed,
    Proved,
    Refuted,
    Trusted,
    Unknown,
)
from verifier.language.problems import Problem
from verifier.language.source import Place
from verifier.outcome import Explanation, LineOutcome
from verifier.reports.rows import Row, Span, cells, clean, fold, glyphs_for, indented, prose
from verifier.reports.wording import (
    SHOWN_AGAIN,
    brief,
    failing,
    failure,
    holds_where,
    message,
    pastes,
    sides,
)


class Explainer:
    """Writes explanations at one width in one encoding."""

    def __init__(self, width: int, encoding: str, *, most: int) -> None:
        self.width = width
        self.encoding = encoding
        self.most = most  # rows for one formula
        self.ellipsis = glyphs_for(encoding).ellipsis

    def clean(self, text: str) -> str:
        """Safe to print; an expression that went over several rows of the file is in one."""
        return clean(text.strip(), self.encoding)

    def formula(self, text: str, indent: int, style: str = "") -> list[Row]:
        """A formula over as many rows as it may take."""
        room = max(self.width - indent, 16)
        text = text[: 4 * self.width * self.most]  # far more than can show
        folded = fold(self.clean(text), room, room - 4, self.most, self.ellipsis)
        rows = [folded[0], *(" " * 4 + row for row in folded[1:])]
        return indented(indent, rows, style)

    def sentences(self, text: str, indent: int, style: str = "") -> list[Row]:
        """Prose, wrapped, and cut where somebody wrote a book."""
        most = 5 * self.most
        rows = prose(self.clean(text[: 4 * self.width * most]), self.width - indent)
        if len(rows) > most:
            rows = [*rows[:most], self.ellipsis]
        return indented(indent, rows, style)

    def reproduction(self, text: str, indent: int) -> Iterator[Row]:
        """A file that shows a fault of ours again. Not cut: it is to be copied."""
        yield (Span(" " * indent + SHOWN_AGAIN, "strong"),)
        yield ()
        yield from indented(
            indent + 2, [clean(row, self.encoding) for row in text.rstrip().split("\n")]
        )

    def line(self, line: LineOutcome, indent: int) -> Iterator[Row]:
        """Why a line has its verdict."""
        match line.verdict:
            case Proved():
                return
            case Refuted():
                yield from self._refuted(line, line.verdict, indent)
            case Conditional():
                yield from self._conditional(line.verdict, indent)
            case Unknown(numeric=numeric):
                why = message(line)
                why = why if why.startswith("not ") else f"not decided: {why}"
                yield from self.sentences(_sentence(why), indent)
                if numeric:
                    text = f"As far as numbers go: {numeric} (evidence, not a proof)."
                    yield from self.sentences(text, indent)
            case Confirmed() | Trusted():
                yield from self.sentences(_sentence(message(line)), indent)
            case _:
                assert_never(line.verdict)

    def _refuted(self, line: LineOutcome, verdict: Refuted, indent: int) -> Iterator[Row]:
        why = line.explanation
        if why is not None and why.message:
            yield from self.sentences(why.message, indent, "strong")
        heading = f"{failing(line, verdict)}:"
        yield from self.sentences(heading, indent, "" if why and why.message else "strong")
        shown = sides(line, verdict)
        names = max(len(side.name) for side in shown) + 2
        for side, other in zip(shown, reversed(shown), strict=True):
            label = Span(f"{'':{indent + 2}}{side.name:<{names}}", "quiet")
            rows = self.formula(side.formula, indent + 2 + names)
            yield (label, *rows[0][1:])
            yield from rows[1:]
            if side.value and side.value != side.formula:
                said = brief(side.value, other.value)
                yield from self.formula(said, indent + 4 + names, "strong")
        if why is not None:
            yield from self._remedies(why, indent)

    def _remedies(self, why: Explanation, indent: int) -> Iterator[Row]:
        """What the line could read, and where it holds as it is."""
        for number, repair in enumerate(why.repairs):
            said = "It would be proved as" if number == 0 else f"or, if {repair.change}, as"
            yield from self.sentences(said, indent)
            # Not cut: it is to be copied.
            text = f"{repair.relation} {repair.expression}"
            yield from indented(indent + 2, [self.clean(text)], "strong")
        for text in holds_where(why):
            yield from self.sentences(text, indent)
        yield from self._pastes(why.conditions, indent)

    def _pastes(self, conditions: tuple[Condition, ...], indent: int) -> Iterator[Row]:
        for heading, texts in pastes(conditions):
            yield from self.sentences(heading, indent)
            # Not cut: it is to be pasted.
            yield from indented(indent + 2, map(self.clean, texts), "strong")

    def _conditional(self, verdict: Conditional, indent: int) -> Iterator[Row]:
        where = "this holds" if len(verdict.missing) == 1 else "these hold"
        yield from self.sentences(
            f"Proved only where {where}, which the file does not say:", indent
        )
        for condition in verdict.missing:
            yield from self._condition(condition, indent + 2)
        yield from self._pastes(verdict.missing, indent)

    def _condition(self, condition: Condition, indent: int) -> Iterator[Row]:
        text, remark = self.clean(condition.text), self.clean(failure(condition))
        if indent + cells(text) + cells(remark) + 3 <= self.width:
            yield (Span(" " * indent), Span(text, "strong"), Span(f"   {remark}", "quiet"))
        else:
            yield from self.formula(condition.text, indent, "strong")
            yield from self.sentences(remark, indent + 2, "quiet")

    def problem(self, path: str, lines: list[str], problem: Problem) -> Iterator[Row]:
        """One thing wrong with a file: what and where, the line, a caret, and the remedy."""
        where = self.clean(path)
        if problem.place is not None:
            where += f":{problem.place.line}:{problem.place.column}"
        text = self.clean(problem.message)
        if cells(where) + cells(text) + 4 <= self.width:
            yield (Span(f"  {where}: ", "strong"), Span(text))
        else:
            yield (Span(f"  {where}:", "strong"),)
            yield from self.sentences(text, 4)
        if problem.place is not None:
            yield from self.excerpt(lines, problem.place, problem.length)
        if problem.hint:
            hint = problem.hint.split("\n")
            yield from self.sentences(f"hint: {hint[0]}", 4)
            yield from indented(6, [clean(row, self.encoding) for row in hint[1:]])

    def excerpt(self, lines: list[str], place: Place, length: int) -> Iterator[Row]:
        """The line of the file with a caret under what is meant, cut to the width around it."""
        if not 1 <= place.line <= len(lines):
            return
        number = str(place.line)
        room = max(self.width - 7 - len(number), 16)
        text, caret, under = self._window(lines[place.line - 1], place.column - 1, length, room)
        bar = Span(f"    {'':{len(number)}} | ", "quiet")
        yield (Span(f"    {number} | ", "quiet"), Span(text))
        yield (bar, Span(" " * caret + "^" * under, "refuted"))

    def _window(self, line: str, at: int, length: int, room: int) -> tuple[str, int, int]:
        """The part of a line around a place: text, columns before the caret, columns under it."""
        at = min(at, len(line))
        mark, tail = self.ellipsis, ""
        start = 0
        if cells(clean(line[: at + length], self.encoding)) > room - cells(mark):
            start = max(at - room // 3, 0)
        head = mark if start else ""
        # Cut by characters first: a line may be megabytes long.
        shown = line[start : start + room]
        while (
            cells(head) + cells(clean(shown, self.encoding)) > room - cells(mark) and len(shown) > 1
        ):
            shown = shown[:-1]
        if start + len(shown) < len(line):
            tail = mark
        before = cells(head) + cells(clean(line[start:at], self.encoding))
        under = cells(clean(line[at : min(at + length, start + len(shown))], self.encoding))
        return head + clean(shown, self.encoding) + tail, before, max(under, 1)


def _sentence(text: str) -> str:
    """With a full stop; never with a capital, since it may begin with a symbol."""
    return text if text.endswith((".", "!", "?")) else f"{text}."
