from __future__ import annotations

import pytest

from tests.algebra.cases import case
from verifier.kernel.reach import is_one_piece, room_for


@pytest.mark.parametrize(
    ("assume", "whole"),
    [
        ("x > 0", True),
        ("x + y == 1", True),
        ("y == sin(x)", True),
        ("x^2 + y^2 == 1", True),
        ("x*y == x", False),
        ("x^2 == y^2", False),
        ("y*abs(x) == x", False),
        ("y*sin(x) == 1", False),
        ("x^2 + y^2 == 1 and x^2 + z^2 == 1", False),
    ],
)
def test_equations_leave_one_piece_or_may_leave_more(assume: str, whole: bool) -> None:
    found = case("x", "x", symbols={"x, y, z": "real"}, assumed=[assume])
    assert is_one_piece(found.judge.setting) is whole


@pytest.mark.parametrize(
    ("assume", "free"),
    [
        ("y == 1", True),
        ("x >= 1", True),
        ("x != 1", True),
        ("x == y", False),
    ],
)
def test_an_equation_may_tie_a_letter(assume: str, free: bool) -> None:
    found = case("x", "x", symbols={"x, y": "real"}, assumed=[assume])
    assert (room_for(found.judge.setting, "x") is not None) is free
