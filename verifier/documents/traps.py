"""Where YAML fails on mathematics: what the author meant, and the line as it should be written.

YAML gives meanings to characters that formulas begin with (``|x|``, ``[0, 1]``, ``> 0``, ``!= 0``)
and joins lines that were meant to stay apart. Its own messages speak of tokens; these speak of the
line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from verifier.language.problems import Problem
from verifier.language.source import Place

DIRECTIVE = "a YAML directive stands here"
SECOND = "a second document begins here"

_COLON = re.compile(r":(?= |$)")
_COMMENT = re.compile(r"(?:^|\s)#")
_HEADER = re.compile(r"[|>][-+0-9]{0,2} *(?:#.*)?$")
_DOUBLE_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_RELATION = re.compile(r"<=>|=>|<=|>=|!=|[=<>≤≥≠⇔⇒⟺⟹]")
_MEANINGS = {
    ">": "joined text",
    "|": "a block of text",
    "[": "a list, split at its commas",
    "]": "the end of a list",
    "{": "a map, split at its commas",
    "}": "the end of a map",
    "*": "an alias",
    "&": "an anchor",
    "!": "a tag",
    "%": "a directive",
    "@": "a mark it keeps for itself",
    "`": "a mark it keeps for itself",
    ",": "a mark it keeps for itself",
    '"': "quoted text that ends at the next quote",
    "'": "quoted text that ends at the next quote",
    "- ": "a list",
    "? ": "a key",
}


class Trap(NamedTuple):
    """What went wrong, and how to read on: ``line`` (from 0) as ``mended``, where "" leaves it out.

    Without a ``line`` there is no reading on.
    """

    problem: Problem
    line: int | None = None
    mended: str = ""


class Head(NamedTuple):
    """The beginning of a line: where its content, its key and its value stand (offsets from 0)."""

    start: int
    dashes: bool
    key: str
    value: int


def head_of(line: str) -> Head:
    """Split a line as YAML would, at its dashes and its first colon."""
    at = start = len(line) - len(line.lstrip(" "))
    while line.startswith("- ", at):
        at += 2
        at += len(line[at:]) - len(line[at:].lstrip(" "))
    colon = _COLON.search(line, at)
    comment = _COMMENT.search(line, at)
    if colon is None or colon.start() == at or (comment and comment.start() < colon.start()):
        return Head(start, at > start, "", at)
    rest = line[colon.end() :]
    value = colon.end() + len(rest) - len(rest.lstrip(" "))
    return Head(start, at > start, line[at : colon.start()].strip(), value)


def quoted(value: str) -> str:
    """The value in the quotes that need no escapes, if there are such."""
    if '"' in value or "\\" in value:
        return "'" + value.replace("'", "''") + "'"
    return f'"{value}"'


def in_quotes(line: str, at: int, section: str = "") -> str:
    """The line with its value, which begins at ``at``, in quotes; a comment stays behind it."""
    comment = _COMMENT.search(line, at)
    value = line[at : len(line) if comment is None else comment.start()].rstrip()
    end = at + len(value)
    if section == "symbols" and _RELATION.match(value):
        return f"{line[:at]}real {value}{line[end:]}"
    if _DOUBLE_QUOTED.fullmatch(value):
        value = value[1:-1]
    return f"{line[:at]}{quoted(value)}{line[end:]}"


def shown(code: str) -> str:
    """Code inside a sentence."""
    return f"`` {code} ``" if "`" in code else f"`{code}`"


def meaning_of(value: str) -> str:
    """What YAML takes a value that begins like this for; "" if for plain text."""
    if _HEADER.match(value):
        return ""
    return _MEANINGS.get(value[:2]) or _MEANINGS.get(value[:1], "")


def misread(line: str, number: int, at: int, section: str = "") -> Problem:
    """The problem of a value at ``at`` that YAML does not read as text."""
    value = line[at:]
    mark = value[:1]
    return Problem(
        f"YAML reads a value that begins with {shown(mark)} as {meaning_of(value)}",
        Place(number, at + 1),
        _write(in_quotes(line, at, section)),
    )


def colon_inside(line: str, number: int, at: int) -> Problem:
    """The problem of a value at ``at`` that YAML splits at a colon."""
    colon = _COLON.search(line, at)
    return Problem(
        "YAML reads a colon inside a value as the end of a key",
        Place(number, (at if colon is None else colon.start()) + 1),
        _write(in_quotes(line, at)),
    )


def explain(error: Any, lines: Sequence[str], latest: Any, section: str = "") -> Trap:
    """What a YAML error means for the author.

    Args:
        error: PyYAML's error, with its marks.
        lines: the lines of the file.
        latest: the last event before the error, or None.
        section: the top-level key under which it happened.
    """
    mark = error.problem_mark
    context = error.context or ""
    opened = ("scanning", "parsing a flow", "parsing a quoted", "parsing a tag")
    if error.context_mark is not None and any(word in context for word in opened):
        mark = error.context_mark
    index = min(mark.line, len(lines) - 1)
    while index > 0 and not lines[index].strip():
        index -= 1
    return (
        _value(lines, index, section)
        or _wanting_space(lines, index, latest)
        or _below_a_value(lines, index, latest)
        or _stray(lines, index, latest)
        or _unexplained(error, lines, index, mark.column)
    )


def _value(lines: Sequence[str], index: int, section: str) -> Trap | None:
    """A value that begins with one of YAML's own characters, or has a colon inside."""
    line = lines[index]
    head = head_of(line)
    value = line[head.value :]
    if not head.key and not head.dashes:
        return None
    if _DOUBLE_QUOTED.fullmatch(value.rstrip()):
        problem = Problem(
            "a backslash in double quotes begins an escape",
            Place(index + 1, line.index("\\", head.value) + 1 if "\\" in value else head.value + 1),
            _write(in_quotes(line, head.value)),
        )
        return Trap(problem, index, in_quotes(line, head.value))
    if meaning_of(value):
        mended = in_quotes(line, head.value, section)
        return Trap(misread(line, index + 1, head.value, section), index, mended)
    colon = _COLON.search(line, head.value)
    comment = _COMMENT.search(line, head.value)
    if colon is None or not head.key or (comment and comment.start() < colon.start()):
        return None
    problem = colon_inside(line, index + 1, head.value)
    return Trap(problem, index, in_quotes(line, head.value))


def _wanting_space(lines: Sequence[str], index: int, latest: Any) -> Trap | None:
    """``x:real``, which YAML takes for text and joins with the next line."""
    for number in (_start_line(latest, lines), index):
        line = lines[number] if number is not None else ""
        found = re.match(r"\s*[\w,() ]{1,200}:(?=[^\s:])", line)
        if number is None or found is None or head_of(line).key:
            continue
        mended = f"{line[: found.end()]} {line[found.end() :]}"
        problem = Problem(
            "a space is missing after the colon", Place(number + 1, found.end()), _write(mended)
        )
        return Trap(problem, number, mended)
    return None


def _below_a_value(lines: Sequence[str], index: int, latest: Any) -> Trap | None:
    """A key, indented below a key that has a value already."""
    start = _start_line(latest, lines)
    if start is None or not head_of(lines[index]).key or latest.end_mark.line < index:
        return None
    above = head_of(lines[start])
    if start == index or not above.key:
        return None
    problem = Problem(
        f"this key stands below `{above.key}`, which has a value already",
        Place(index + 1, head_of(lines[index]).start + 1),
        f"begin it in column {above.start + 1}, or give the value of `{above.key}` its own key",
    )
    return Trap(problem, index)


def _stray(lines: Sequence[str], index: int, latest: Any) -> Trap | None:
    """A line that is no key and no item, where YAML wants one."""
    line = lines[index]
    if line.startswith("%"):
        return Trap(Problem(DIRECTIVE, Place(index + 1, 1), "delete the line"), index)
    if any(above.startswith("...") for above in lines[:index]):
        return Trap(Problem(SECOND, Place(index + 1, 1), "put it in a file of its own"))
    head = head_of(line)
    content = line.strip()
    place = Place(index + 1, head.start + 1)
    start = _start_line(latest, lines)
    above = None if start is None else head_of(lines[start])
    if head.key:
        return None
    if head.dashes:
        problem = Problem(
            "a list item stands where a key is expected", place, "put the list below its own key"
        )
    elif above is not None and getattr(latest, "style", None) in ("|", ">"):
        problem = Problem(
            "this line is indented less than the first line of its text",
            place,
            "begin every line of a text in the same column",
        )
    elif above is not None and above.dashes and not above.key:
        problem = Problem("this item of a list lacks its dash", place, _write(f"- {content}"))
    elif above is not None and above.key and start is not None:
        problem = Problem(
            f"a text of several lines needs `|` behind its key `{above.key}`",
            place,
            under_bar(above.key, [lines[start][above.value :], line]),
        )
    else:
        problem = Problem("this line is no key with a value", place, "write `key: value`")
    return Trap(problem, index)


def under_bar(key: str, texts: Sequence[str]) -> str:
    """The remedy for joined lines: the key with ``|`` and its lines below, as many as one reads."""
    shown = [text.strip() for text in texts if text.strip()]
    more = ["…"] if len(shown) > 3 else []
    return "\n".join(["write", f"{key}: |", *(f"  {text}" for text in shown[:3] + more)])


def under_key(key: str, source: str, dash: str = "") -> str:
    """The remedy for a collection in brackets or braces: one part a line."""
    parts: list[str] = []
    depth = begin = 0
    inner = " ".join(source[1:-1].split())
    for at, character in enumerate(inner):
        depth += (character in "([{") - (character in ")]}")
        if character == "," and depth == 0:
            parts.append(inner[begin:at])
            begin = at + 1
    shown = [f"  {dash}{part.strip()}" for part in [*parts, inner[begin:]] if part.strip()]
    more = ["  …"] if len(shown) > 3 else []
    return "\n".join(["write", f"{key}:", *shown[:3], *more])


def _unexplained(error: Any, lines: Sequence[str], index: int, column: int) -> Trap:
    head = head_of(lines[index])
    if head.key and "expected" in (error.problem or ""):
        problem = Problem(
            f"the key `{head.key}` does not begin in the column of the keys beside it",
            Place(index + 1, head.start + 1),
            "begin all keys of one level in the same column",
        )
    else:
        problem = Problem(
            f"YAML cannot read this line: {error.problem}",
            Place(index + 1, column + 1),
            "write `key: value`, or a text of several lines below `key: |`",
        )
    return Trap(problem)


def _start_line(event: Any, lines: Sequence[str]) -> int | None:
    """The line on which the last scalar began, if the last event was one."""
    return min(event.start_mark.line, len(lines) - 1) if hasattr(event, "style") else None


def _write(line: str) -> str:
    return f"write {shown(line.strip())}"
