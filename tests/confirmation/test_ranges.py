"""The sign that an expression has everywhere is only said where it has it."""

from __future__ import annotations

import pytest

from tests.confirmation.reading import claims
from verifier.confirmation.ranges import Ranges

SYMBOLS = {
    "x": "real[n]",
    "q": "real[n] > 0",
    "p": "real in (0, 1)",
    "c": "real in [0, 1]",
    "h": "real in [0, 1)",
    "s": "real",
    "w": "real < 0",
}
DEFINITIONS = {"z": "sigmoid(x)", "f": "1 + x^2"}


def _sign(text: str) -> str:
    (claim,) = claims(f"{text} = {text} + 0", symbols=SYMBOLS, definitions=DEFINITIONS)
    span = Ranges(claim.context).of(claim.left)
    if span.positive:
        return "+"
    if span.negative:
        return "-"
    return "0+" if span.nonnegative else "?"


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("1 - p", "+"),
        ("p*(1 - p)", "+"),
        ("1 - c", "0+"),
        ("1 - h", "+"),
        ("c - 1/2", "?"),
        ("1 - z", "+"),
        ("z - 1", "-"),
        ("f", "+"),
        ("1/f", "+"),
        ("x*x", "0+"),
        ("x @ x", "0+"),
        ("x @ x + n", "+"),
        ("n - 1", "0+"),
        ("n - 2", "?"),
        ("sqrt(n)", "+"),
        ("sum(q)", "+"),
        ("prod(q)", "+"),
        ("mean(exp(x))", "+"),
        ("-q", "-"),
        ("w*w", "+"),
        ("w^3", "?"),
        ("w^2", "+"),
        ("s^2", "0+"),
        ("s/q", "?"),
        ("p/w", "-"),
        ("max(p, s)", "?"),
        ("max(p, 1)", "+"),
        ("where(s > 0, p, 2)", "+"),
        ("where(s > 0, p, s)", "?"),
        ("softmax(x)", "+"),
        ("norm(x)", "0+"),
        ("x[1]", "?"),
        ("q[1]", "+"),
        ("sin(s)", "?"),
        ("tanh(s) - 1", "-"),
        ("tanh(s) + 1", "+"),
    ],
)
def test_a_sign_is_read_off_where_it_holds(text: str, sign: str) -> None:
    assert _sign(text) == sign
