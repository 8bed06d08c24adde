"""The shapes of everything a file writes about arrays, each problem with its place.

What is asked is written down while the file is read; it is answered once all names are known."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from verifier.claims.claim import Context, Definition
from verifier.language.expressions import Entry, Expression, Number, children, subexpressions
from verifier.language.problems import Problem
from verifier.language.reading import PlaceTree
from verifier.language.source import Place, Text

if TYPE_CHECKING:
    from verifier.claims.shapes import Shapes

Question: TypeAlias = "Callable[[Shapes], object]"
"""Raises a `ShapeError` where shapes do not fit."""


class Written(NamedTuple):
    """An expression with the places of its parts."""

    expression: Expression
    places: PlaceTree
    text: Text


class Shaped(NamedTuple):
    """What is asked of a text about arrays, the names it mentions, and where its parts stand."""

    ask: Question
    names: frozenset[str]
    written: tuple[Written, ...]


def shape_problems(shaped: Sequence[Shaped], context: Context) -> Iterator[Problem]:
    """Everything that is wrong with the shapes; what is wrong with a name is told where it is
    defined, and not again where it is used."""
    from verifier.claims.shape_errors import ShapeError
    from verifier.claims.shapes import Shapes

    shapes = Shapes(context)
    for text in shaped:
        try:
            text.ask(shapes)
        except ShapeError as error:
            if not error.about:
                yield _problem(error.message, error.hint, error.node, text.written)


def of_definition(definition: Definition, written: Written, names: frozenset[str]) -> Shaped:
    """A definition has a shape; a function has one where it is called."""
    return Shaped(lambda shapes: shapes.check_definition(definition), names, (written,))


def of_relation(written: Written, names: frozenset[str]) -> Shaped:
    """A relation has sides of the same shape."""
    return Shaped(lambda shapes: shapes.check_statement(written.expression), names, (written,))


def of_line(written: Written, names: frozenset[str]) -> Shaped:
    """A line has a shape. Its entries are looked at with the line before it (`of_step`)."""
    return Shaped(lambda shapes: shapes.of(written.expression), names, (written,))


def of_step(before: Written, relation: str, line: Written, names: frozenset[str]) -> Shaped:
    """A line and the one before it have the same shape, and their entries exist."""

    def ask(shapes: Shapes) -> None:
        from verifier.claims.shape_errors import ShapeError

        try:
            shapes.of(before.expression)
            shapes.of(line.expression)
        except ShapeError:
            return  # told of the line alone
        shapes.check_relation(before.expression, relation, line.expression)

    return Shaped(ask, names, (line, before))


def counting_note(shaped: Sequence[Shaped]) -> str:
    """What a reader who knows NumPy must know where a subscript is a number; "" if none is."""
    for text in shaped:
        for written in text.written:
            for node in subexpressions(written.expression):
                if isinstance(node, Entry) and any(isinstance(i, Number) for i in node.indices):
                    place, _ = _place(node, written) or (written.text.place(0), 0)
                    return f"entries count from 1, as in line {place.line}"
    return ""


def _problem(message: str, hint: str, node: Expression, written: Sequence[Written]) -> Problem:
    for text in written:
        found = _place(node, text)
        if found is not None:
            return Problem(message, found[0], hint, found[1])
    text = written[0]
    return Problem(message, text.text.place(0), hint, max(1, len(text.text.value)))


def _place(node: Expression, written: Written) -> tuple[Place, int] | None:
    """Where a part stands for the first time, and how long it is there."""
    pending = [(written.expression, written.places)]
    while pending:
        current, tree = pending.pop()
        if current is node:
            return written.text.place(tree.start), max(1, tree.end - tree.start)
        pending.extend(reversed(list(zip(children(current), tree.children, strict=False))))
    return None
