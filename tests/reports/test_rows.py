from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.reports.rows import ASCII, Glyphs, cells, clean, cut, fold, glyphs_for, listing, prose


@given(st.text())
def test_clean_text_is_printable_and_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean(text)
    assert all(character.isprintable() for character in once)
    assert not set(once) & set("\n\r\t\x1b\x9b\u2028\u202e")
    assert clean(once) == once


@given(st.text(), st.sampled_from(["ascii", "latin-1", "utf-8", "cp1252"]))
def test_clean_text_fits_its_encoding(text: str, encoding: str) -> None:
    clean(text, encoding).encode(encoding)


@given(st.text(alphabet=st.characters(codec="utf-8")), st.integers(1, 60), st.integers(1, 60))
def test_folding_keeps_every_row_in_its_room(text: str, first: int, rest: int) -> None:
    rows = fold(clean(text), max(first, 2), max(rest, 2), 5, "…")
    assert 1 <= len(rows) <= 5
    assert cells(rows[0]) <= max(first, 2)
    assert all(cells(row) <= max(rest, 2) for row in rows[1:])


@given(st.text(alphabet="xy12+-*/^() ,=", max_size=300), st.integers(10, 60))
def test_folding_loses_nothing_but_spaces_where_there_is_room(text: str, room: int) -> None:
    rows = fold(text, room, room, 1_000, "…")
    assert "".join("".join(rows).split()) == "".join(text.split())


def test_a_formula_is_broken_before_an_operator_and_never_inside_one() -> None:
    assert fold("a*x^2 + b*x**3 - c", 10, 10, 9, "…") == ["a*x^2", "+ b*x**3", "- c"]


@pytest.mark.parametrize(
    ("text", "room", "shown"),
    [
        ("abc", 3, "abc"),
        ("abcd", 3, "ab…"),
        ("導関数です", 5, "導関…"),
        ("e\u0301e\u0301", 2, "e\u0301e\u0301"),
    ],
)
def test_cutting_counts_columns_and_not_characters(text: str, room: int, shown: str) -> None:
    assert cut(text, room, "…") == shown


def test_code_in_a_sentence_stays_in_one_piece() -> None:
    assert prose("write for instance `x > 0`, or `x = 0`", 26) == [
        "write for instance",
        "`x > 0`, or `x = 0`",
    ]


def test_items_of_a_list_stay_in_one_piece() -> None:
    assert listing("used:", ["p != 0", "1 - p != 0"], 20) == ["used: p != 0,", "1 - p != 0"]


def test_marks_are_drawn_only_where_the_encoding_knows_them() -> None:
    assert glyphs_for("utf-8") == Glyphs()
    assert glyphs_for("ascii") == ASCII
    assert glyphs_for("latin-1") == ASCII


def test_no_two_marks_of_different_verdicts_are_the_same_but_those_of_failure() -> None:
    for marks in (Glyphs(), ASCII):
        drawn = [marks.proved, marks.trusted, marks.confirmed, marks.conditional]
        drawn += [marks.refuted, marks.unknown]
        assert len(set(drawn)) == 6
