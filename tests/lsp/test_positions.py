"""Places and the protocol's positions: the same character in any units."""

from __future__ import annotations

import pytest

from verifier.language.source import Place, Text
from verifier.lsp.positions import ENCODINGS, UTF8, UTF16, UTF32, Position, Positions, Span, span_of

WIDE = "α: 𝔸 + é\r\nx\n\n𝔸𝔸"


@pytest.mark.parametrize(
    ("encoding", "character"), [(UTF16, 5), (UTF8, 8), (UTF32, 4), ("unknown", 5)]
)
def test_a_letter_beyond_the_first_plane_counts_as_the_client_counts(
    encoding: str, character: int
) -> None:
    positions = Positions(WIDE, encoding)
    assert positions.position(Place(1, 5)) == Position(0, character)
    assert positions.place(Position(0, character)) == Place(1, 5)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_place_comes_back(encoding: str) -> None:
    positions = Positions(WIDE, encoding)
    for number, line in enumerate(positions.lines, 1):
        for column in range(1, len(line) + 2):
            there = positions.position(Place(number, column))
            assert positions.place(there) == Place(number, column)


def test_a_position_inside_a_character_is_the_character() -> None:
    assert Positions("𝔸b").place(Position(0, 1)) == Place(1, 1)
    assert Positions("éb", UTF8).place(Position(0, 1)) == Place(1, 1)


@pytest.mark.parametrize(
    ("position", "place"),
    [
        (Position(0, 99), Place(1, 9)),
        (Position(99, 0), Place(4, 1)),
        (Position(99, 99), Place(4, 3)),
        (Position(2, 1), Place(3, 1)),
        (Position(-1, -1), Place(1, 1)),
    ],
)
def test_what_is_out_of_bounds_is_moved_to_the_nearest_end(
    position: Position, place: Place
) -> None:
    assert Positions(WIDE).place(position) == place


@pytest.mark.parametrize("place", [Place(9, 9), Place(4, 9), Place(1, 1), Place(3, 1)])
def test_every_place_has_a_position_in_the_text(place: Place) -> None:
    positions = Positions(WIDE)
    row, character = positions.position(place)
    assert 0 <= row < 4
    assert 0 <= character <= 9


def test_an_empty_text_has_one_place() -> None:
    assert Positions("").position(Place(1, 1)) == Position(0, 0)
    assert Positions("").place(Position(0, 0)) == Place(1, 1)
    assert Positions("").line(2) == ""


def test_the_span_of_a_text_that_goes_on_below() -> None:
    text = Text("a + b", ((0, Place(3, 5)), (4, Place(4, 9))))
    assert span_of(text) == Span(Place(3, 5), Place(4, 10))
    assert span_of(Text("")) == Span(Place(1, 1), Place(1, 1))


def test_spans_meet_where_they_touch() -> None:
    span = Span(Place(2, 3), Place(2, 6))
    assert span.holds(Place(2, 6))
    assert not span.holds(Place(2, 7))
    assert span.meets(Span(Place(2, 6), Place(9, 1)))
    assert not span.meets(Span(Place(2, 7), Place(9, 1)))
