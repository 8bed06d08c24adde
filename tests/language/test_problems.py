from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.language.problems import Malformed, Problem, excerpt
from verifier.language.source import Place


def _excerpt(line: str, column: int, length: int = 1) -> list[str]:
    return excerpt(["", line], Problem("wrong", Place(2, column), "", length)).split("\n")


def test_an_excerpt_shows_the_line_and_a_caret_under_the_place() -> None:
    assert _excerpt("  = (p - q)/p", 10, 1) == [
        "   2 |   = (p - q)/p",
        "     |          ^",
    ]


def test_a_long_part_is_underlined_as_a_whole() -> None:
    assert _excerpt("x + sin y", 5, 5)[1] == "     |     ^^^^^"


def test_an_underline_ends_with_its_line() -> None:
    assert _excerpt("a + b", 5, 40)[1] == "     |     ^"


def test_the_place_behind_a_line_has_a_caret() -> None:
    assert _excerpt("x +", 4) == ["   2 | x +", "     |    ^"]


def test_tabs_and_wide_characters_keep_the_caret_in_its_column() -> None:
    assert _excerpt("\tx + y", 6) == ["   2 |     x + y", "     |         ^"]
    assert _excerpt("中文 + y", 6) == ["   2 | 中文 + y", "     |        ^"]
    assert _excerpt("文", 1)[1] == "     | ^^"


def test_a_character_that_would_disturb_the_terminal_is_replaced() -> None:
    assert _excerpt("a\x1b[31m\u202eb", 1)[0] == "   2 | a\ufffd[31m\ufffdb"


def test_a_long_line_is_cut_around_the_place() -> None:
    line = "a" * 200 + "!" + "b" * 200
    shown, carets = _excerpt(line, 201)
    assert shown.count("…") == 2
    assert shown[carets.index("^")] == "!"


@pytest.mark.parametrize("place", [None, Place(0, 1), Place(9, 1)])
def test_without_a_place_in_the_file_nothing_is_shown(place: Place | None) -> None:
    assert excerpt(["x"], Problem("wrong", place)) == ""


@given(st.text(alphabet="ab\t文 ", max_size=300), st.integers(1, 310), st.integers(1, 310))
def test_an_excerpt_fits_a_terminal(line: str, column: int, length: int) -> None:
    shown, carets = _excerpt(line, column, length)
    wide = shown.count("文")
    assert len(shown) + wide <= 80
    assert len(carets) <= 80
    assert "^" in carets


def test_problems_are_kept_in_reading_order() -> None:
    problems = [Problem("c", Place(2, 1)), Problem("b", Place(1, 9)), Problem("a")]
    assert [problem.message for problem in Malformed(problems).problems] == ["a", "b", "c"]
    assert str(Malformed(problems)) == "a; b; c"
