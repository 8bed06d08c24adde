"""The keys of a file: which there are, how often, and what stands under them."""

from __future__ import annotations

import pytest

from tests.documents.reading import LINE, X, at, document, problem, problems, underlined
from verifier.documents import reader


def test_the_prose_of_a_file() -> None:
    found = document(f"title: >\n  Why it\n  holds\nsource: 'notes: 6'\n{X}{LINE}")
    assert found.title == "Why it holds"
    assert found.source == "notes: 6"


def test_keys_may_come_in_any_order() -> None:
    found = document(
        "derivations:\n  a: p + x = x + p\ndefinitions:\n  p: 2*x\nsymbols:\n  x: real\n"
    )
    assert len(found.derivations) == 1


def test_keys_may_be_quoted_and_share_a_value() -> None:
    found = document('symbols:\n  "b", c, x: real\n'.replace('"b", c, x', '"b, c, x"') + LINE)
    assert list(found.context.symbols) == ["b", "c", "x"]


def test_words_that_other_readers_take_for_values_are_names_and_text() -> None:
    found = document("symbols:\n  y, n, no: real\nderivations:\n  on: y + n + no = no + n + y\n")
    assert list(found.context.symbols) == ["y", "n", "no"]
    assert found.derivations[0].name == "on"


@pytest.mark.parametrize(
    ("file", "message", "hint", "marked"),
    [
        (
            X + "definition:\n  p: x\n" + LINE,
            "`definition` is not a key",
            "`definitions`?",
            "definition",
        ),
        (X + "Title: x\n" + LINE, "`Title` is not a key", "did you mean `title`?", "Title"),
        (
            X + "lemma: x\n" + LINE,
            "`lemma` is not a key",
            "its keys are `title`, `source`",
            "lemma",
        ),
        (
            X + "title: a\ntitle: b\n" + LINE,
            "the key `title` stands here for the second",
            "line 3",
            "title",
        ),
        (
            X + "derivations:\n  a:\n    step: x = x\n",
            "`step` is not a key of a derivation",
            "did you mean `steps`?",
            "step",
        ),
        (
            X + "derivations:\n  a:\n    steps: x = x\n    code: x\n",
            "the key `code` is reserved for later",
            "delete it",
            "code",
        ),
        (
            X + "derivations:\n  a:\n    steps: x = x\n    expect: proved\n",
            "`proved` cannot be expected",
            "it is one of `refuted`, `conditional`, `unknown`",
            "proved",
        ),
        (
            X + "derivations:\n  a:\n    steps: x = x\n    expect: refute\n",
            "`refute` cannot be expected",
            "did you mean `refuted`?",
            "refute",
        ),
        (
            X + "derivations:\n  a:\n    title: a\n",
            "the derivation `a` has no `steps`",
            "add `steps:`",
            "a",
        ),
        (X + "derivations:\n  a:\n", "the derivation `a` is empty", "write its start", "a"),
        (X + "definitions:\n  p:\n" + LINE, "nothing stands behind `p`", "write for instance", "p"),
        (
            X + "definitions:\n  p: |\n    # later\n" + LINE,
            "nothing stands behind `p`",
            "write",
            "p",
        ),
    ],
)
def test_what_is_wrong_with_keys(file: str, message: str, hint: str, marked: str) -> None:
    found = problem(file)
    assert message in found.message
    assert hint in found.hint
    assert underlined(file, found) == marked


@pytest.mark.parametrize(
    ("file", "message", "place"),
    [
        ("", "the file is empty", (1, 1)),
        ("# a remark\n", "the file is empty", (1, 1)),
        ("- a\n- b\n", "the file is a list at its top level", (1, 1)),
        ("prose\n", "the file is one text at its top level", (1, 1)),
        (X, "the file has no `derivations`", (1, 1)),
        (X + "derivations:\n", "there is no derivation here", (3, 1)),
        (X + "derivations: {}\n", "there is no derivation here", (3, 1)),
        (
            X + "derivations: x = x\n",
            "`derivations` needs names with their texts below it",
            (3, 14),
        ),
        ("symbols:\n  - x: real\n" + LINE, "`symbols` needs names with their texts", (2, 3)),
        (X + "definitions:\n  p:\n    - x\n" + LINE, "a list stands where a text is meant", (5, 5)),
        (X + "definitions:\n  p:\n    q: x\n" + LINE, "a map stands where a text is meant", (5, 5)),
        (X + "title:\n  - a\n" + LINE, "a list stands where a text is meant", (4, 3)),
        (X + "derivations:\n  a:\n    -\n    - = x\n", "this item of the list is empty", (5, 6)),
        (
            X + "definitions:\n  p: |\n    x\n    - y\n" + LINE,
            "this line does not belong to the one above",
            (6, 5),
        ),
    ],
)
def test_what_is_wrong_with_the_shape_of_a_file(
    file: str, message: str, place: tuple[int, int]
) -> None:
    found = problem(file)
    assert message in found.message
    assert at(found) == place
    assert found.hint


def test_a_lost_section_of_names_does_not_make_every_name_undeclared() -> None:
    assert len(problems("symbol:\n  x: real\n" + LINE)) == 1
    assert len(problems("symbols:\n  y: real\nsymbols:\n  x: real\n" + LINE)) == 1
    assert len(problems("symbols:\n  - x: real\n" + LINE)) == 1


def test_a_misspelled_key_is_not_missing_as_well() -> None:
    assert len(problems(X + LINE.replace("derivations", "derivation"))) == 1
    assert len(problems(X + "derivations:\n  a:\n    stepps: x = x\n")) == 1


def test_a_definition_in_a_block_continues_where_it_is_indented() -> None:
    found = document(X + "definitions:\n  p: |\n    x  # first\n      - y\n" + LINE)
    assert found.definitions["p"].body == "x - y"
    assert found.definitions["p"].reason == "first"


def test_a_file_has_a_limit_on_derivations_and_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_DERIVATIONS", 2)
    found = problem(X + "derivations:\n" + "".join(f"  a{n}: x = x\n" for n in range(3)))
    assert (found.message, at(found)) == ("the file has more than 2 derivations", (6, 3))
    monkeypatch.setattr(reader, "MAX_LINES", 3)
    found = problem(X + "derivations:\n  a: |\n" + "    x\n" + "    = x\n" * 3)
    assert (found.message, at(found)) == ("the file has more than 3 lines of derivations", (4, 3))
