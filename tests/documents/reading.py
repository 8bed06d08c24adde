"""Short ways to read a text as a file, for the tests of this room."""

from __future__ import annotations

import pytest

from verifier.documents.document import Document
from verifier.documents.load import load
from verifier.language.problems import Malformed, Problem

X = "symbols:\n  x, y: real\n"
"""A beginning that declares two symbols, in lines 1 and 2."""

LINE = "derivations:\n  a: x + x = 2*x\n"
"""An end with a derivation that is well formed, in two lines."""


def document(text: str | bytes) -> Document:
    return load(text if isinstance(text, bytes) else text.encode(), "file.yaml")


def problems(text: str | bytes) -> list[Problem]:
    with pytest.raises(Malformed) as caught:
        document(text)
    return caught.value.problems


def problem(text: str | bytes) -> Problem:
    """The only problem of a text."""
    (found,) = problems(text)
    return found


def at(found: Problem) -> tuple[int, int]:
    """Where a problem stands."""
    assert found.place is not None
    return found.place.line, found.place.column


def underlined(text: str, found: Problem) -> str:
    """The characters that a problem's caret underlines."""
    line, column = at(found)
    return text.split("\n")[line - 1][column - 1 : column - 1 + found.length]
