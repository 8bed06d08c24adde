"""A file's YAML as text with places: every scalar is text, nothing is resolved or constructed.

YAML is used for its events only. Aliases, anchors and tags are refused at that level, so that no
alias is ever followed.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from verifier.language.source import Place, Text


class Scalar(NamedTuple):
    """A piece of text.

    Attributes:
        text: its characters, each of which knows its place in the file.
        style: as in YAML: "" plain, ``'``, ``"``, ``|`` or ``>``.
        place: where it begins, its quote or ``|`` included.
        last_line: the number of the line on which it ends.
        joined: whether YAML made one line of several lines of the file.
        comment: what follows it on its last line after ``#``.
        broken: something was wrong with it and has been reported; its text is not to be trusted.
    """

    text: Text
    style: str
    place: Place
    last_line: int
    joined: bool = False
    comment: str = ""
    broken: bool = False

    @property
    def value(self) -> str:
        """Its characters without white space at either end."""
        return self.text.value.strip()


class Entry(NamedTuple):
    """A key and its value. ``broken`` if a line of it was refused and is missing from the value."""

    key: Scalar
    value: Node
    broken: bool = False


class Mapping(NamedTuple):
    """Keys and values in file order. ``flow`` if written in braces, ``source`` is then its text."""

    place: Place
    entries: tuple[Entry, ...]
    flow: bool = False
    source: str = ""


class Sequence(NamedTuple):
    """A list. ``flow`` if written in brackets, ``source`` is then its text."""

    place: Place
    items: tuple[Node, ...]
    flow: bool = False
    source: str = ""


Node: TypeAlias = Scalar | Mapping | Sequence
