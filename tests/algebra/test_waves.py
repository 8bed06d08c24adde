"""Signs of sines and cosines: by the half turn that an angle lies in, and by sizes."""

from __future__ import annotations

from fractions import Fraction
from math import cos, pi, sin

import pytest

from tests.algebra.cases import algebra, case, read
from verifier.algebra.literals import NEG, NIL, NONNEG, NONPOS, NONZERO, POS

ANY_ANGLE = "real"


def mask(text: str, x: str, y: str = "real in [0, 1]") -> int:
    """The signs that are left, with domains read as a file's are."""
    setting = case("1", "1", symbols={"x": x, "y": y}).judge.setting
    return int(setting.oracle((), (), 64).algebra.signs.of(read(text)))


@pytest.mark.parametrize(
    ("text", "x", "expected"),
    [
        ("sin(x)", "real in (0, pi)", POS),
        ("sin(x)", "real in [0, pi]", NONNEG),
        ("sin(x)", "real in (pi, 2*pi)", NEG),
        ("cos(x)", "real in (-pi/2, pi/2)", POS),
        ("cos(x)", "real in [pi/2, 3*pi/2]", NONPOS),
        ("cos(x/2)", "real in (-pi, pi)", POS),
        ("cos(x) + 1", "real in (-pi, pi)", POS),
        ("cos(x) + 1", ANY_ANGLE, NONNEG),
        ("sin(x) - 1", ANY_ANGLE, NONPOS),
        ("2*cos(x) - 1", "real in (0, 1)", POS),
        ("sin(x) + cos(x)", "real in (0, pi/2)", POS),
        ("cos(x) - sin(x)", "real in (0, pi/4)", POS),
        ("sin(x) + sin(2*x)", "real in (0, 1)", POS),
        ("3*sin(x) + 4*cos(x) + 6", ANY_ANGLE, POS),
        ("3*sin(x) + 4*cos(x) + 5", ANY_ANGLE, NONNEG),
        ("3*sin(x) + 4*cos(x) - 6", ANY_ANGLE, NEG),
    ],
)
def test_a_sign_is_known(text: str, x: str, expected: int) -> None:
    assert mask(text, x) == expected


@pytest.mark.parametrize(
    ("text", "x"),
    [
        ("sin(x)", ANY_ANGLE),
        ("sin(x)", "real in (0, 22/7)"),  # a little beyond pi
        ("cos(x)", "real in (0, 2)"),
        ("sin(x) - cos(x)", "real in (0, pi/2)"),
        ("3*sin(x) + 4*cos(x) + 9/2", ANY_ANGLE),
        ("sin(x) + sin(7*x)", "real in (0, 1)"),
        ("cos(x) - cos(y)", "real in (0, 1)"),
    ],
)
def test_a_wave_that_takes_both_signs_keeps_both(text: str, x: str) -> None:
    assert mask(text, x) & NONZERO == NONZERO


@pytest.mark.parametrize(
    "facts", [("x > 0", "x < 3"), ("x > 1/10", "x < 3/2"), ("x > -1", "x < 1"), ("x > 3", "x < 5")]
)
def test_no_sign_that_occurs_is_excluded(facts: tuple[str, ...]) -> None:
    texts = {
        "sin(x)": sin,
        "cos(x)": cos,
        "sin(x) + cos(x)": lambda x: sin(x) + cos(x),
        "2*cos(x) - 1": lambda x: 2 * cos(x) - 1,
        "2*sin(x)*cos(x) + sin(x)": lambda x: sin(2 * x) + sin(x),
        "sin(x)^2 - cos(x)": lambda x: sin(x) ** 2 - cos(x),
        "cos(x) + sin(3*x)": lambda x: cos(x) + sin(3 * x),
    }
    low, high = (Fraction(text.split(" ")[-1]) for text in facts)
    for text, function in texts.items():
        ring = algebra(facts, {"x, y": "real"})
        found = ring.signs.of(read(text))
        for n in range(1, 60):
            value = function(float(low + (high - low) * Fraction(n, 60)))
            if abs(value) > 1e-9:
                assert found & (POS if value > 0 else NEG), (text, facts)


def test_an_angle_at_the_end_of_a_half_turn_is_zero_there() -> None:
    assert abs(sin(pi)) < 1e-15
    assert mask("sin(x)", "real in [pi, pi]") & NIL
