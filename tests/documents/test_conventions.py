from __future__ import annotations

import pytest

from tests.documents.reading import LINE, X, at, document, problem


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("relu'(0) = 0", {"relu'(0) = 0"}),
        ("relu’ ( 0 )=1", {"relu'(0) = 1"}),
        ("relu'(0) = 0.5", {"relu'(0) = 1/2"}),
        ("relu'(0) = 0, abs'(0) = 0", {"relu'(0) = 0", "abs'(0) = 0"}),
        ("\n  - relu'(0) = 0\n  - abs'(0) = −1  # left", {"relu'(0) = 0", "abs'(0) = -1"}),
        ("|\n  relu'(0) = 0\n  sign'(0) = 0", {"relu'(0) = 0", "sign'(0) = 0"}),
        ("relu'(0) = 0, relu'(0) = 0", {"relu'(0) = 0"}),
    ],
)
def test_conventions_come_out_in_their_normal_spelling(text: str, normal: set[str]) -> None:
    assert document(f"{X}conventions: {text}\n{LINE}").context.conventions == normal


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        (
            "relu'(1) = 0",
            "`relu'(1) = 0` is not a known convention",
            "did you mean `relu'(0) = …`?",
        ),
        ("0^0 = 1", "`0^0 = 1` is not a known convention", "the known ones are `relu'(0) = 0`"),
        ("relu", "a convention is written as an equation", "`relu'(0) = 0`"),
        ("relu'(0) = 7", "`relu'(0) = 7` cannot be chosen as a convention", "`relu'(0) = 1/2`"),
        ("relu'(0) = 0, relu'(0) = 1", "`relu'(0)` is chosen twice, as 0 and as 1", "keep one"),
    ],
)
def test_unknown_conventions_are_problems(text: str, message: str, hint: str) -> None:
    found = problem(f"{X}conventions: {text}\n{LINE}")
    assert found.message == message
    assert hint in found.hint
    assert at(found)[0] == 3
