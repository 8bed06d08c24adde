from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from verifier.language.source import Place, Text

FOLDED = Text("ab cd", ((0, Place(3, 5)), (3, Place(4, 9))))


def test_an_offset_is_found_in_the_piece_it_lies_in() -> None:
    assert [FOLDED.place(offset) for offset in range(6)] == [
        Place(3, 5),
        Place(3, 6),
        Place(3, 7),
        Place(4, 9),
        Place(4, 10),
        Place(4, 11),
    ]


def test_a_part_keeps_its_places() -> None:
    part = FOLDED.slice(1, 5)
    assert part.value == "b cd"
    assert [part.place(offset) for offset in range(4)] == [
        FOLDED.place(offset) for offset in range(1, 5)
    ]


def test_a_stripped_text_begins_where_its_first_character_stood() -> None:
    assert Text("  x ", ((0, Place(2, 1)),)).strip() == Text("x", ((0, Place(2, 3)),))
    assert Text("   ").strip().value == ""


def test_a_text_by_itself_counts_its_lines() -> None:
    text = Text.of("a\nbc\n\nd")
    assert text.place(0) == Place(1, 1)
    assert text.place(3) == Place(2, 2)
    assert text.place(6) == Place(4, 1)


@given(st.text(alphabet="ab\n"), st.integers(0, 20), st.integers(0, 20))
def test_a_part_of_any_text_keeps_its_places(value: str, first: int, second: int) -> None:
    text = Text.of(value)
    start, end = sorted((min(first, len(value)), min(second, len(value))))
    part = text.slice(start, end)
    assert part.value == value[start:end]
    assert all(part.place(k) == text.place(start + k) for k in range(end - start))
