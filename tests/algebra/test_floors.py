"""Floors: whole parts taken out, bounds known, and nothing taken out that is not whole."""

from __future__ import annotations

import pytest

from tests.algebra.cases import algebra, equal, read
from verifier.algebra.literals import NEG, NIL, NONNEG, NONPOS, POS

LETTERS = {"x, y": "real", "n, m": "integer", "p": "real in [0, 1)"}


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("floor(x + n)", "floor(x) + n"),
        ("floor(x + 3)", "floor(x) + 3"),
        ("ceil(x)", "-floor(-x)"),
        ("ceil(x - 2*n)", "ceil(x) - 2*n"),
        ("floor(n)", "n"),
        ("floor(n*m + 2)", "n*m + 2"),
        ("floor(floor(x) + n)", "floor(x) + n"),
        ("floor(n + 1/2)", "n"),
        ("ceil(n + 1/3)", "n + 1"),
        ("floor(p)", "0"),
        ("floor(n + p)", "n"),
        ("floor(pi)", "3"),
        ("ceil(10^(1/2))", "4"),
    ],
)
def test_what_is_whole_is_taken_out(left: str, right: str) -> None:
    assert equal(left, right, (), LETTERS)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("floor(x + y)", "floor(x) + floor(y)"),
        ("floor(2*x)", "2*floor(x)"),
        ("floor(x)", "x"),
        ("floor(n/2)", "n/2"),
        ("ceil(x)", "floor(x) + 1"),
        ("floor(-x)", "-floor(x)"),
        ("floor(2*p)", "0"),
        ("floor(x + 1/2)", "floor(x)"),
    ],
)
def test_what_is_not_whole_is_not(left: str, right: str) -> None:
    assert not equal(left, right, (), LETTERS)


@pytest.mark.parametrize(
    ("text", "mask"),
    [
        ("x - floor(x)", NONNEG),
        ("x - floor(x) - 1", NEG),
        ("ceil(x) - x", NONNEG),
        ("ceil(x) - x - 1", NEG),
        ("floor(p) - 1", NEG),
        ("floor(x^2)", NONNEG),
        ("floor(-x^2)", NONPOS),
        ("2*floor(x) - x - floor(x)", NONPOS),
        ("floor(p + 1)", POS),
        ("floor(p)", NIL),
    ],
)
def test_a_floor_lies_within_one_below(text: str, mask: int) -> None:
    ring = algebra((), LETTERS)
    assert ring.signs.of(read(text), mask) & ~mask == 0


@pytest.mark.parametrize("text", ["x - floor(x) - 1/2", "floor(x)", "floor(x) - floor(y)"])
def test_no_more_is_known_of_a_floor(text: str) -> None:
    assert algebra((), LETTERS).signs.of(read(text)) & (NEG | POS) == NEG | POS
