"""What a text declares while it is being typed."""

from __future__ import annotations

import pytest

from verifier.language.scope import Kind
from verifier.language.source import Place
from verifier.lsp.reading import Reading, read, section_at, word_at

TEXT = """\
title: Why
symbols:
  a, b: real
  X: real[n, 2*d] in [0, 1]
  f(x): real
definitions:
  sigma(t): 1/(1 + exp(-t))
  p: sigma(a) in (0, 1)   # a reason
derivations:
  first: a + b = b + a
  second:
    title: What it shows
    steps: |
      diff(p, a)
      = p*(1 - p)
"""


def reading(text: str = TEXT) -> Reading:
    found = read(text)
    assert found is not None
    return found


def test_every_name_is_found_with_its_kind_and_its_text() -> None:
    assert [(name.name, name.kind, name.says) for name in reading().names] == [
        ("a", Kind.SYMBOL, "real"),
        ("b", Kind.SYMBOL, "real"),
        ("X", Kind.SYMBOL, "real[n, 2*d] in [0, 1]"),
        ("n", Kind.SIZE, "a positive integer"),
        ("d", Kind.SIZE, "a positive integer"),
        ("f", Kind.OPAQUE, "real"),
        ("sigma", Kind.FUNCTION, "1/(1 + exp(-t))"),
        ("p", Kind.DEFINITION, "sigma(a) in (0, 1)"),
        ("first", Kind.DERIVATION, "a + b = b + a"),
        ("second", Kind.DERIVATION, "What it shows"),
    ]


def test_a_name_knows_its_place_and_its_end() -> None:
    found = {name.name: name for name in reading().names}
    assert found["b"].place == Place(3, 6)
    assert found["sigma"].head == "sigma(t)"
    assert found["p"].whole == (Place(8, 3), Place(8, 24))
    assert found["second"].whole == (Place(11, 3), Place(15, 18))
    assert found["d"].place == Place(4, 16)


def test_the_sections_end_where_the_next_one_begins() -> None:
    assert [(name, span.start.line, span.end.line) for name, span in reading().sections] == [
        ("title", 1, 1),
        ("symbols", 2, 5),
        ("definitions", 6, 8),
        ("derivations", 9, 15),
    ]


@pytest.mark.parametrize(
    "broken",
    [
        TEXT + "  third: |x| = [",
        TEXT + "  third:",
        TEXT + "  third: (a +",
        TEXT.replace("first: a + b", "first: undeclared +"),
        TEXT + "  third\n",
        TEXT.replace("title: Why", "titel: Why"),
    ],
)
def test_what_is_half_written_hides_nothing_else(broken: str) -> None:
    names = {name.name for name in reading(broken).names}
    assert {"a", "b", "sigma", "p", "second"} <= names


@pytest.mark.parametrize("text", ["", "- a\n- b", "text", "a: [", "\t", "{{{{{{{{{{{{{{"])
def test_a_text_without_an_outline_is_none_or_empty(text: str) -> None:
    found = read(text)
    assert found is None or found.names == ()


@pytest.mark.parametrize(
    ("line", "section"),
    [(1, "title"), (2, "symbols"), (5, "symbols"), (8, "definitions"), (15, "derivations")],
)
def test_the_section_of_a_line(line: int, section: str) -> None:
    assert section_at(TEXT.split("\n"), line) == section


def test_an_unknown_key_is_no_section() -> None:
    assert section_at(["titel: x", "  y"], 2) == ""
    assert section_at([""], 1) == ""


@pytest.mark.parametrize(
    ("line", "column", "word"),
    [
        ("diff(Loss, p)", 6, ("Loss", 6)),
        ("diff(Loss, p)", 10, ("Loss", 6)),
        ("diff(Loss, p)", 5, ("diff", 1)),
        ("diff(Loss, p)", 13, ("p", 12)),
        ("np.exp(x)", 4, ("np.exp", 1)),
        ("α·β1", 3, ("β1", 3)),
        ("x²", 1, ("x", 1)),
        ("a + b", 4, None),
        ("12", 1, None),
        ("", 1, None),
        ("a", 9, None),
    ],
)
def test_the_word_that_a_cursor_touches(
    line: str, column: int, word: tuple[str, int] | None
) -> None:
    assert word_at(line, column) == word
