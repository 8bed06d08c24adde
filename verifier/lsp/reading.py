"""What a text declares while it is still being typed: its names, sections and derivations.

An editor asks about files that are wrong at this moment. So nothing is resolved here: the outline
of the file is enough, and where YAML cannot be read at all, the last one that could.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from verifier.documents.compose import compose
from verifier.documents.keys import FILE_KEYS
from verifier.documents.names import Head, heads_of
from verifier.documents.nodes import Mapping
from verifier.documents.reader import Declared, Outline, OutlinedDerivation, outline_of
from verifier.language.problems import Malformed
from verifier.language.scope import Kind
from verifier.language.source import Place, Text
from verifier.language.tokens import is_name, tokenize
from verifier.language.vocabulary import SPELLINGS
from verifier.lsp.positions import Span, span_of

_TOP = re.compile(r"""["']?(\w+)["']?\s*:""")


class Name(NamedTuple):
    """A name of the file.

    Attributes:
        head: as declared: ``sigma(t)``.
        says: the text that declares it: ``1/(1 + exp(-t))``; a derivation's start.
        place: where it is declared.
        whole: its declaration, from the name to the end of its text.
    """

    name: str
    kind: Kind
    head: str
    says: str
    place: Place
    whole: Span


class Reading(NamedTuple):
    """The names of a file, and where its sections begin."""

    names: tuple[Name, ...] = ()
    sections: tuple[tuple[str, Span], ...] = ()

    def named(self, name: str) -> Name | None:
        """The declaration of a name."""
        return next((found for found in self.names if found.name == name), None)


def read(text: str) -> Reading | None:
    """What a text declares; None if not even its YAML can be read."""
    lines = text.split("\n")
    try:
        root, _ = compose(text)
    except Malformed:
        return None
    if not isinstance(root, Mapping):
        return None
    outline, _ = outline_of(root, lines)
    names = tuple(_names(outline))
    return Reading(names, tuple(_sections(root, lines)))


def _names(outline: Outline) -> Iterator[Name]:
    for declared in outline.symbols:
        yield from _declared(declared, Kind.SYMBOL, Kind.OPAQUE)
        yield from _sizes(declared)
    for declared in outline.definitions:
        yield from _declared(declared, Kind.DEFINITION, Kind.FUNCTION)
    yield from map(_derivation, outline.derivations)


def _declared(declared: Declared, plain: Kind, called: Kind) -> Iterator[Name]:
    says = "" if declared.line is None else declared.line.text.value
    end = span_of(declared.key if declared.line is None else declared.line.text).end
    for head in heads_of(declared.key):
        if is_name(head.name):
            kind = called if head.brackets == "(" else plain
            yield _name(head, kind, says, end)


def _name(head: Head, kind: Kind, says: str, end: Place) -> Name:
    start = head.text.place(0)
    return Name(head.name, kind, head.text.value, says, start, Span(start, max(start, end)))


def _sizes(declared: Declared) -> Iterator[Name]:
    """The letters in a shape: ``n`` and ``d`` of ``real[n, d]``."""
    if declared.line is None:
        return
    text: Text = declared.line.text
    shape = re.match(r"\w+\s*\[([^]]*)", text.value)
    if shape is None:
        return
    tokens = tokenize(shape[1])
    for value, start in zip(tokens.values, tokens.starts, strict=True):
        if is_name(value):
            part = text.slice(shape.start(1) + start, shape.start(1) + start + len(value))
            yield Name(value, Kind.SIZE, value, "a positive integer", part.place(0), span_of(part))


def _derivation(outlined: OutlinedDerivation) -> Name:
    key = outlined.name
    start = outlined.steps[0].text.value if outlined.steps else ""
    end = span_of(outlined.steps[-1].text if outlined.steps else key).end
    says = outlined.title or start
    return Name(key.value, Kind.DERIVATION, key.value, says, key.place(0), Span(key.place(0), end))


def _sections(root: Mapping, lines: Sequence[str]) -> Iterator[tuple[str, Span]]:
    """The keys of the top level, each up to the next one."""
    begins = [(entry.key.value, entry.key.place) for entry in root.entries]
    ends = [place for _, place in begins[1:]]
    for (name, start), following in zip(begins, [*ends, Place(len(lines) + 1, 1)], strict=True):
        if name in FILE_KEYS:
            last = following.line - 1
            while last > start.line and not lines[last - 1].strip():
                last -= 1
            yield name, Span(start, Place(last, len(lines[last - 1]) + 1))


def section_at(lines: Sequence[str], line: int) -> str:
    """The section in which a line stands (from 1): the nearest key in the first column above it.

    It needs no readable YAML, so that a line can be completed while it is typed.
    """
    for number in range(min(line, len(lines)), 0, -1):
        if found := _TOP.match(lines[number - 1]):
            return found[1] if found[1] in FILE_KEYS else ""
    return ""


def word_at(line: str, column: int) -> tuple[str, int] | None:
    """The name, or the spelling of a function, that a column (from 1) of a line touches, and the
    column where it begins."""
    tokens = tokenize(line)
    touched = None
    for value, start, end in zip(tokens.values, tokens.starts, tokens.ends, strict=True):
        if start <= column - 1 <= end and (is_name(value) or value in SPELLINGS):
            touched = (value, start + 1)
            if column - 1 < end:
                break
    return touched
