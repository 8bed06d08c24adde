"""A case is split on something small, and its cases are those of what was asked."""

from __future__ import annotations

import pytest

from tests.algebra.cases import algebra, at, read
from verifier.algebra.frames import SINGLE
from verifier.algebra.literals import NEG, NIL, NONNEG, NONPOS, NONZERO, POS
from verifier.algebra.splitting import split_on
from verifier.language.expressions import free_names
from verifier.language.printer import to_text

LETTERS = {"x, y": "real"}
SIGNS = (NONNEG, NEG)


@pytest.mark.parametrize(
    ("text", "masks", "on"),
    [
        ("exp(x) - 1", SIGNS, {"x"}),
        ("atan(x)", SIGNS, {"x"}),
        ("x^2*y", (NONZERO, NIL), {"x", "y"}),
        ("x + sin(y)", SIGNS, {"x + sin(y)", "sin(y) + x"}),
    ],
)
def test_the_subject_is_as_small_as_it_may_be(
    text: str, masks: tuple[int, ...], on: set[str]
) -> None:
    assert to_text(split_on(algebra((), LETTERS), read(text), masks).subject) in on


@pytest.mark.parametrize(
    "text", ["exp(x) - 1", "atan(x)", "x*y", "x^2*y", "-2*x + 4", "x^3 - x", "log(x^2 + 1/2)"]
)
@pytest.mark.parametrize("masks", [(NONNEG, NEG), (POS, NONPOS), (NONZERO, NIL), SINGLE])
def test_the_cases_cover_every_point(text: str, masks: tuple[int, ...]) -> None:
    need = split_on(algebra((), LETTERS), read(text), masks)
    assert free_names(need.subject) <= {"x", "y"}
    for x in (-2, -1, 0, 1, 2, 3):
        for y in (-1, 0, 2):
            sign = at({"x": x, "y": y}, LETTERS).certain_sign(need.subject)
            assert sign is not None
            assert any(sign & mask for mask in need.masks)
