"""Every character of a scalar knows its place, however YAML wrote it down."""

from __future__ import annotations

import pytest

from verifier.documents.compose import compose
from verifier.documents.nodes import Mapping, Scalar
from verifier.language.source import Place


def scalar(source: str) -> Scalar:
    """The value of the first key."""
    root, problems = compose(source)
    assert not problems
    assert isinstance(root, Mapping)
    value = root.entries[0].value
    assert isinstance(value, Scalar)
    return value


@pytest.mark.parametrize(
    "source",
    [
        "a: x + y\n",
        "a:    x + y    # reason\n",
        "σ𝔸: x + y\n",
        "a:\n  x + y\n",
        "a: 'x + y'\n",
        'a: "x + y"\n',
        "a: |\n  x + y\n",
        "a: |\n\n    x + y\n      = 2*x\n\n    = 3\n",
        "a: |2\n     x + y\n    = 2*x\n",
        "a: |-\n  x + y",
        "a: >\n  x + y\n",
        "a: |  # a remark\n  x + y\n  = y + x # reason\n",
    ],
)
def test_every_character_is_found_where_it_stands(source: str) -> None:
    value = scalar(source).text
    lines = source.split("\n")
    for offset, character in enumerate(value.value):
        place = value.place(offset)
        if character != "\n":
            assert lines[place.line - 1][place.column - 1] == character


def test_a_doubled_quote_is_one_character() -> None:
    value = scalar("a: 'f''(x) + y'\n").text
    assert value.value == "f'(x) + y"
    assert value.place(1) == Place(1, 6)
    assert value.place(2) == Place(1, 8)
    assert value.place(8) == Place(1, 14)


@pytest.mark.parametrize("escape", ["\\n", "\\x41", "\\u03c3", "\\U0001d538", "\\\\", "\\/", '\\"'])
def test_an_escape_is_one_character(escape: str) -> None:
    value = scalar(f'a: "x{escape}y"\n').text
    assert len(value.value) == 3
    assert value.place(1) == Place(1, 6)
    assert value.place(2) == Place(1, 6 + len(escape))


def test_lines_that_yaml_joins_are_marked() -> None:
    assert scalar("a: x\n  y\n").joined
    assert scalar("a: 'x\n  y'\n").joined
    assert scalar("a: >\n  x\n  y\n").joined
    assert not scalar("a: |\n  x\n  y\n").joined
    assert not scalar("a: >\n  x\n").joined
    assert not scalar("a: x\n\n\nb: y\n").joined


@pytest.mark.parametrize(
    ("source", "comment"),
    [
        ("a: x   # why\n", "why"),
        ("a: 'x' # why # not\n", "why # not"),
        ("a: x#y\n", ""),
        ("a: x\n# later\n", ""),
        ("a: |  # header\n  x\n", ""),
    ],
)
def test_a_comment_belongs_to_the_text_before_it(source: str, comment: str) -> None:
    assert scalar(source).comment == comment


@pytest.mark.parametrize(
    "word", ["y", "no", "null", "~", "1e-3", "1:30", "0x10", "2001-01-01", "="]
)
def test_every_scalar_is_text(word: str) -> None:
    assert scalar(f"a: {word}\n").value == word
