from __future__ import annotations

import pytest

from tests.algebra.cases import case, read
from verifier.algebra.literals import NEG, NONNEG, NONZERO, POS, Literal
from verifier.kernel.simplest import simplest
from verifier.kernel.wording import condition_text

LETTERS = {"x, y": "real", "p": "real in (0, 1)", "n": "integer"}


def simplified(text: str, mask: int, **how: object) -> set[str]:
    found = case("1", "1", symbols=LETTERS, **how).opening()
    literal = Literal(read(text), mask, read(text))
    return {condition_text(each) for each in simplest(found.judge.setting, literal)}


@pytest.mark.parametrize(
    ("text", "mask", "expected"),
    [
        ("x*exp(x)", NONZERO, {"x != 0"}),
        ("x*y", NONZERO, {"x != 0", "y != 0"}),
        ("x^3*(x^2 + 1)", NONZERO, {"x != 0"}),
        ("x*(1 - p)", POS, {"x > 0"}),
        ("-2*x", POS, {"x < 0"}),
        ("x*(p - 1)", POS, {"x < 0"}),
        ("x^3", NEG, {"x < 0"}),
        ("abs(x)", NONZERO, {"x != 0"}),
        ("sign(abs(x - y))", NONZERO, {"x != y"}),
        ("x/(1 + y^2)", NONNEG, {"x >= 0"}),
        ("x*y", POS, {"x*y > 0"}),
        ("x^2", POS, {"x != 0"}),
        ("-x^4", NEG, {"x != 0"}),
        ("log(x)", POS, {"log(x) > 0"}),
        ("log(1 + x^2)", POS, {"x != 0"}),
        ("exp(x) - 1", NONZERO, {"x != 0"}),
        ("exp(x) - exp(y)", POS, {"y < x"}),
        ("exp(sin(x)) - 1", NONZERO, {"sin(x) != 0"}),
    ],
)
def test_what_the_domain_grants_is_left_out(text: str, mask: int, expected: set[str]) -> None:
    found = simplified(text, mask)
    assert found == expected or {flip(each) for each in found} == expected


def flip(text: str) -> str:
    """``y != x`` and ``x != y`` say the same."""
    left, symbol, right = text.split(" ")
    return f"{right} {symbol} {left}"


def test_assumptions_are_granted_too() -> None:
    assert simplified("x*y", POS, assumed=["y > 0"]) == {"x > 0"}


@pytest.mark.parametrize("text", ["1/(x - x)", "integrate(t, t=0..x)", "max(x, y)", "factorial(x)"])
def test_what_cannot_be_simplified_stays(text: str) -> None:
    assert len(simplified(text, POS)) == 1
