from __future__ import annotations

from verifier.language.boxes import Digits, Fence, Letter, Role, Row, Sign, listed, pieces, row

X, Y = Letter("x"), Letter("y")
PLUS, MINUS = Sign("+"), Sign("−")


def test_rows_inside_rows_are_taken_apart() -> None:
    assert row(X, row(PLUS, Y)).parts == (X, PLUS, Y)


def test_a_list_of_one_is_that_one() -> None:
    assert listed([X]) is X
    assert isinstance(listed([X, Y]), Row)


def widths(box: Row | Fence) -> list[int]:
    return [len(piece.parts) if isinstance(piece, Row) else 1 for piece in pieces(box)]


def test_a_sum_may_be_broken_before_each_of_its_signs() -> None:
    assert widths(row(X, PLUS, Y, Sign("⋅"), X, MINUS, Digits("1"))) == [1, 4, 2]


def test_a_product_without_a_sum_may_be_broken_before_a_dot() -> None:
    assert widths(row(X, Sign("⋅"), Y)) == [1, 2]


def test_a_sign_in_front_and_what_stands_in_parentheses_is_not_broken() -> None:
    assert widths(row(Sign("−", Role.PREFIX), X)) == [2]
    assert widths(Fence("(", row(X, PLUS, Y), ")")) == [1]


def test_the_pieces_are_the_whole() -> None:
    parts = (X, PLUS, Y, MINUS, X)
    found = [part for piece in pieces(Row(parts)) if isinstance(piece, Row) for part in piece.parts]
    assert tuple(found) == parts
