"""Verdicts on paper: what was written comes back, and nothing else ever does."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pytest

from verifier.kernel.ledger import SEAL, Foreign, Ledger
from verifier.kernel.verdicts import (
    Condition,
    Conditional,
    Confirmed,
    Grade,
    Proved,
    Refuted,
    Trusted,
    Unknown,
    Verdict,
)

SECRET = bytes(range(32))
LEDGER = Ledger(SECRET)
KEY = b"key"
VERDICTS: list[Verdict] = [
    Proved("normal form", ("p != 0",), ("a note",), ("x = 0",), ("n",)),
    Trusted("SymPy 1.14.0", "trigsimp", ("x > 0",)),
    Confirmed(6, "1e-15", 7, ("drawn",)),
    Conditional((Condition("p != 0", "p: real != 0", {"p": "0"}), Condition("q > 0")), "cases"),
    Refuted({"X": (("1", "2"), ("3", "1/2")), "a": "sqrt(2)"}, "undefined", "0", "they differ"),
    Unknown("out of time \udcff", "agrees at 3 points"),
]


@pytest.mark.parametrize("verdict", VERDICTS, ids=lambda verdict: type(verdict).__name__)
def test_a_verdict_comes_back_as_it_was_written(verdict: Verdict) -> None:
    assert LEDGER.read(KEY, LEDGER.written(KEY, verdict)) == verdict


def test_plain_values_come_back_too() -> None:
    value = (None, True, 1, 1.5, "text", (), ("a",), {"a": (Grade.PROVED,)})
    assert LEDGER.read(KEY, LEDGER.written(KEY, value)) == value


def test_an_entry_opens_only_under_its_own_key() -> None:
    entry = LEDGER.written(KEY, VERDICTS[0])
    for key in (b"", b"other", b"ke", KEY + b"\0"):
        with pytest.raises(Foreign):
            LEDGER.read(key, entry)


def test_an_entry_under_another_secret_does_not_open() -> None:
    other = Ledger(SECRET[::-1])
    with pytest.raises(Foreign):
        LEDGER.read(KEY, other.written(KEY, VERDICTS[0]))


def test_no_change_of_an_entry_goes_unnoticed() -> None:
    entry = LEDGER.written(KEY, VERDICTS[3])
    for at in range(len(entry)):
        changed = bytearray(entry)
        changed[at] ^= 0x20
        with pytest.raises(Foreign):
            LEDGER.read(KEY, bytes(changed))
        with pytest.raises(Foreign):
            LEDGER.read(KEY, entry[:at])
    with pytest.raises(Foreign):
        LEDGER.read(KEY, entry + b" ")


def sealed(plain: object) -> bytes:
    """An entry with a true seal, whatever it says."""
    body = json.dumps(plain).encode()
    return LEDGER._seal(KEY, body) + body


@pytest.mark.parametrize(
    "plain",
    [
        ["Evidence", "x"],
        ["Proved"],
        ["Proved", *["x"] * 9],
        ["Grade", 99],
        ["Grade"],
        ["__import__", "os"],
        [1, 2],
        [],
    ],
)
def test_even_under_a_true_seal_only_known_types_of_the_right_shape_are_made(plain: object) -> None:
    with pytest.raises(Foreign):
        LEDGER.read(KEY, sealed(plain))


def test_nesting_is_limited() -> None:
    plain: object = 1
    for _ in range(100):
        plain = [0, plain]
    with pytest.raises(Foreign):
        LEDGER.read(KEY, sealed(plain))
    with pytest.raises(Foreign):
        LEDGER.read(KEY, LEDGER._seal(KEY, b"[" * 100_000) + b"[" * 100_000)


@dataclass
class Stranger:
    text: str


def test_what_is_no_part_of_a_verdict_is_not_written_unless_it_is_named() -> None:
    for value in (Stranger("x"), object(), {1, 2}, b"bytes"):
        with pytest.raises(TypeError):
            LEDGER.written(KEY, value)
    named = Ledger(SECRET, (Stranger,))
    assert named.read(KEY, named.written(KEY, Stranger("x"))) == Stranger("x")


def test_a_namesake_of_a_verdict_is_not_written() -> None:
    @dataclass
    class Proved:
        method: str

    with pytest.raises(TypeError):
        LEDGER.written(KEY, Proved("mine"))


def test_a_secret_has_its_length() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Ledger(b"short")
    assert len(LEDGER._seal(KEY, b"")) == SEAL
