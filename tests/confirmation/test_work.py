"""What numbers may cost: work is counted, whatever it is made of."""

from __future__ import annotations

from tests.confirmation.reading import confirmed
from verifier.claims.numeric import CannotConfirm, Numeric


def nested(letters: str) -> str:
    """A sum of products over that many indices, one sum inside the other."""
    body = "*".join(f"x[{letter}]" for letter in letters)
    for letter in letters:
        body = f"sum({body}, {letter})"
    return body


def test_sums_in_sums_are_given_up_before_they_take_long() -> None:
    found = confirmed(f"{nested('abcgjlorvz')} = sum(x)^10", sizes={"n": 7})
    assert isinstance(found, CannotConfirm)


def test_a_few_sums_in_sums_are_worked_out() -> None:
    assert isinstance(confirmed(f"{nested('abc')} = sum(x)^3"), Numeric)
