"""YAML's events into nodes, with every problem YAML or its traps make.

When YAML stumbles, the guilty line is mended in memory (quoted, or left out) and reading starts
again, so that one slip does not hide the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from verifier.documents import traps
from verifier.documents.nodes import Entry, Mapping, Node, Scalar, Sequence
from verifier.documents.scalars import scalar_text
from verifier.language.problems import Problem
from verifier.language.source import Place, Text

MAX_DEPTH = 8
MAX_MENDED = 40

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The C reader where PyYAML was built with it; only its events are used."""

LIBYAML_TOO_DEEP = "exceeded maximum nesting depth"
"""How a C reader from 0.2.6 on says what we would say ourselves a little later."""

_COMMENT = re.compile(r"\s+#(.*)")


def compose(source: str) -> tuple[Node | None, list[Problem]]:
    """The file's root node and what is wrong with its YAML; no node if it cannot be read at all."""
    lines = source.split("\n")
    problems: list[Problem] = []
    mended: dict[int, bool] = {}  # a line's index, and whether it is left out
    while True:
        composer = _Composer(lines, mended)
        try:
            root = composer.run()
            return root, problems + composer.problems
        except _TooDeepError:
            return None, problems + composer.problems
        except yaml.MarkedYAMLError as error:
            if error.problem == LIBYAML_TOO_DEEP:
                return None, [*problems, *composer.problems, _too_deep(error.problem_mark)]
            trap = traps.explain(error, lines, composer.latest, composer.section)
        except yaml.YAMLError as error:  # what the reader of characters refuses
            trap = traps.Trap(Problem(f"YAML cannot read the file: {error}"))
        if trap.line in mended:
            return None, problems + composer.problems
        if trap.mended or trap.line is None or trap.line - 1 not in mended:
            problems.append(trap.problem)  # a line left out below a mended one is its consequence
        if trap.line is None or len(mended) >= MAX_MENDED:
            return None, problems + composer.problems
        lines[trap.line] = trap.mended
        mended[trap.line] = not trap.mended


class _TooDeepError(Exception):
    """Collections are nested deeper than any derivation file's."""


class _Composer:
    """One reading of the events of a file."""

    def __init__(self, lines: list[str], mended: dict[int, bool]) -> None:
        self.lines = lines
        self.mended = mended
        self.problems: list[Problem] = []
        self.told: set[int] = set()  # lines whose anchors, aliases and tags are reported
        self.anchors: set[str] = set()
        self.latest: Any = None
        self.section = ""
        self.events: Iterator[Any] = iter(())

    def run(self) -> Node | None:
        """The root of the first document."""
        root: Node | None = None
        self.events = yaml.parse("\n".join(self.lines), Loader=LOADER)
        for event in self.events:
            if not isinstance(event, yaml.DocumentStartEvent):
                continue
            if root is not None:
                self._report(event, traps.SECOND, "put it in a file of its own")
                break
            if event.version or event.tags:
                self._report(event, traps.DIRECTIVE, "delete the line")
            root = self._node(self._next(), 0)
        return root

    def _next(self) -> Any:
        self.latest = next(self.events)
        return self.latest

    def _report(self, event: Any, message: str, hint: str) -> None:
        self.problems.append(Problem(message, _place(event.start_mark), hint))

    def _node(self, event: Any, depth: int) -> Node:
        if depth > MAX_DEPTH:
            self.problems.append(_too_deep(event.start_mark))
            raise _TooDeepError
        match event:
            case yaml.AliasEvent():
                return self._misread(event)
            case yaml.ScalarEvent(anchor=None, tag=None):
                return self._scalar(event)
            case yaml.ScalarEvent():
                return self._misread(event)
        if event.anchor is not None or event.tag is not None:
            self._refuse(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(event, depth)
        return self._mapping(event, depth)

    def _scalar(self, event: Any) -> Scalar:
        start, end = event.start_mark, event.end_mark
        style = event.style or ""
        place = _place(start)
        text = scalar_text(event.value, style, self.lines, place, _place(end))
        joined = style != "|" and end.line > start.line
        if style == ">":
            joined = "\n" in "\n".join(self.lines[start.line + 1 : end.line]).strip()
        comment = "" if style in ("|", ">") else self._comment(end)
        return Scalar(text, style, place, end.line + 1, joined, comment, start.line in self.mended)

    def _comment(self, end: Any) -> str:
        line = self.lines[end.line] if end.line < len(self.lines) else ""
        found = _COMMENT.match(line, end.column)
        return "" if found is None else found[1].strip()

    def _misread(self, event: Any) -> Scalar:
        """A scalar with an anchor or a tag, or an alias: most often mathematics."""
        mark = event.start_mark
        self._refuse(event)
        return Scalar(Text("", ((0, _place(mark)),)), "", _place(mark), mark.line + 1, broken=True)

    def _refuse(self, event: Any) -> None:
        """Report an alias, an anchor or a tag, or the formula that YAML takes for one."""
        mark = event.start_mark
        line = self.lines[mark.line]
        begin = line[mark.column :]
        if isinstance(event, yaml.AliasEvent):
            message = "an alias stands here" if event.anchor in self.anchors else ""
        elif begin.startswith("&"):
            message = "an anchor stands here"
            self.anchors.add(event.anchor)
        else:
            message = "a tag stands here" if begin.startswith(("!!", "!<")) else ""
        if mark.line in self.told:
            return
        self.told.add(mark.line)
        if message:
            self._report(event, message, "write the value itself, as text")
        else:
            self.problems.append(traps.misread(line, mark.line + 1, mark.column, self.section))

    def _sequence(self, event: Any, depth: int) -> Sequence:
        items: list[Node] = []
        while not isinstance(self._next(), yaml.SequenceEndEvent):
            items.append(self._node(self.latest, depth + 1))
        return Sequence(
            _place(event.start_mark), tuple(items), bool(event.flow_style), self._source(event)
        )

    def _mapping(self, event: Any, depth: int) -> Mapping:
        entries: list[Entry] = []
        event_after = self._next()
        while not isinstance(event_after, yaml.MappingEndEvent):
            start = event_after.start_mark.line
            key = self._node(event_after, depth + 1)
            if depth == 0 and isinstance(key, Scalar):
                self.section = key.value
            value = self._node(self._next(), depth + 1)
            event_after = self._next()
            if isinstance(key, Scalar) and "\n" not in key.text.value:
                lost = self._lost(start, event_after.start_mark.line)
                entries.append(Entry(key, value, lost))
            else:
                self.problems.append(
                    Problem("a key must be a name", key.place, "write `name: text`")
                )
        return Mapping(
            _place(event.start_mark), tuple(entries), bool(event.flow_style), self._source(event)
        )

    def _lost(self, start: int, end: int) -> bool:
        """Whether a line between the two is left out."""
        return any(left_out and start <= line < end for line, left_out in self.mended.items())

    def _source(self, event: Any) -> str:
        """The text of a flow collection, which ends with the latest event; "" for a block."""
        if not event.flow_style:
            return ""
        start, end = event.start_mark, self.latest.end_mark
        shown = self.lines[start.line : end.line + 1]
        shown[-1] = shown[-1][: end.column]
        shown[0] = shown[0][start.column :]
        return "\n".join(shown)


def _too_deep(mark: Any) -> Problem:
    return Problem(
        "lists and maps are nested too deeply", _place(mark), "write it with fewer levels"
    )


def _place(mark: Any) -> Place:
    return Place(mark.line + 1, mark.column + 1)
