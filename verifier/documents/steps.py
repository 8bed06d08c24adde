"""A derivation's lines as steps: what begins with which relation, and which lines have none."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from verifier.documents.written import WrittenLine
from verifier.language.problems import Problem
from verifier.language.source import Place, Text
from verifier.language.tokens import CONNECTIVES, Segment, split_relations


class Step(NamedTuple):
    """A piece of a derivation: its start (relation ``""``), or what follows a relation."""

    relation: str
    place: Place
    text: Text
    reason: str = ""


class Chain(NamedTuple):
    """The steps of a derivation; ``statements`` if they are joined by ``<=>`` or ``=>``."""

    steps: tuple[Step, ...]
    statements: bool
    problems: tuple[Problem, ...]


def chain_of(lines: Sequence[WrittenLine], *, complete: bool = True) -> Chain:
    """Split the lines of a derivation into its steps; an incomplete one may lack its start."""
    problems: list[Problem] = []
    split: list[list[Segment]] = []
    for line in lines:
        segments, found = split_relations(line.text)
        split.append(segments)
        problems += found
    statements = any(s.relation in CONNECTIVES for segments in split for s in segments)
    steps: list[Step] = []
    for line, segments in zip(lines, split, strict=True):
        if statements and not any(s.relation in CONNECTIVES for s in segments):
            whole = [Segment("", line.text.place(0), line.text)]
        else:
            whole = segments
        placed, found = _continued(line, whole, statements) if steps else _begun(whole)
        problems += found if steps or complete else []
        steps += _with_reasons(line, placed)
    return Chain(tuple(steps), statements, tuple(problems))


def _begun(segments: list[Segment]) -> tuple[list[Segment], list[Problem]]:
    """The segments of the first line, and a problem if it has no start."""
    if segments[0].text.value or len(segments) == 1 or not segments[1].text.value:
        return segments, []  # a lone relation has been reported where the line was split
    relation = segments[1].relation
    problem = Problem(
        f"a derivation starts with an expression, not with `{relation}`",
        segments[1].place,
        "write its start before it",
        len(relation),
    )
    return segments, [problem]


def _continued(
    line: WrittenLine, segments: list[Segment], statements: bool
) -> tuple[list[Segment], list[Problem]]:
    """The segments of a line that is not the first: each with a relation, or a problem."""
    first = segments[0]
    if not first.text.value:
        return segments[1:], []
    assumed = Segment("<=>" if statements else "=", first.place, first.text)
    if line.item and not statements:
        return [assumed, *segments[1:]], []
    hint = "begin it with `<=>` or `=>`" if statements else "begin it with `=`"
    if not line.item:
        hint += ", or indent it deeper if it continues the line above"
    message = "this line has no relation to the line above"
    problem = Problem(message, first.place, hint, len(first.text.value))
    if statements and first.text.value[0] in "=<>≤≥":
        assumed = Segment("<=>", first.place, Text(""))
    return [assumed, *segments[1:]], [problem]


def _with_reasons(line: WrittenLine, segments: list[Segment]) -> list[Step]:
    """The steps of a line, each with the reasons of the lines of the file that it stands on.

    Steps that share a line of the file share its reason; a derivation's start has one only where
    no step begins beside it.
    """
    reasons: list[list[str]] = [[] for _ in segments]
    numbers = [segment.place.line for segment in segments]
    for number, reason in line.reasons:
        begin, end = bisect_left(numbers, number), bisect_right(numbers, number)
        begun = [index for index in range(begin, end) if segments[index].relation]
        for index in begun or [max(0, end - 1)]:
            reasons[index].append(reason)
    return [
        Step(segment.relation, segment.place, segment.text, " ".join(found))
        for segment, found in zip(segments, reasons, strict=True)
    ]
