"""What has a certificate has its sign; what has not gets none, whatever the search says."""

from __future__ import annotations

import pytest
from flint import fmpq

from tests.algebra.cases import algebra, read
from verifier.algebra import certificates
from verifier.algebra.literals import ANY, NEG, NONNEG, NONPOS, POS

REALS = {"x, y, z, w": "real"}
UNIT = {"x, y, z": "real in [0, 1]"}
SIZES = {"x, y, z": "real >= 0"}

SHOWN = [
    ("x^2 + y^2 - 2*x*y", REALS, (), NONNEG),
    ("x^2 + y^2 - 2*x*y + 1", REALS, (), POS),
    ("x^4 + y^4 - x^2*y^2", REALS, (), NONNEG),
    ("x^4 + y^4 + z^4 + w^4 - 4*x*y*z*w", REALS, (), NONNEG),
    ("x^2*y^2 + y^2*z^2 + z^2*x^2 - x*y*z*(x + y + z)", REALS, (), NONNEG),
    ("3*(x^2 + y^2 + z^2) - (x + y + z)^2", REALS, (), NONNEG),
    ("4*x*y - 4*x^2 - y^2 - 1", REALS, (), NEG),
    ("2*x*y - x^2 - y^2", REALS, (), NONPOS),
    ("1 - x", REALS, ("x^2 + y^2 <= 1",), NONNEG),
    ("2 - x - y", REALS, ("x^2 + y^2 <= 1",), POS),
    ("x - z", REALS, ("x >= y", "y >= z"), NONNEG),
    ("y^3 - x^3", REALS, ("y > x",), POS),
    ("y", REALS, ("x*y > 0", "x > 0"), POS),
    ("y", REALS, ("x*y > 0", "x + y > 0"), POS),
    ("x + y", REALS, ("x*y > 1", "x > 0"), POS),
    ("x*y - 1", REALS, ("x > 1", "y > 1"), POS),
    ("x + y - 2*x*y", UNIT, (), NONNEG),
    ("(x + y)*(y + z)*(z + x) - 8*x*y*z", SIZES, (), NONNEG),
    ("x^3 + y^3 + z^3 - 3*x*y*z", SIZES, (), NONNEG),
    ("1 - 2*sin(x)*cos(x)", REALS, (), NONNEG),
    ("pi/2 - atan(x)", REALS, (), POS),
    ("pi/2 + asin(x)", REALS, (), NONNEG),
    ("exp(x) - x", REALS, (), POS),
    ("exp(x) - 1 - x", {"x": "real > 0"}, (), POS),
    ("exp(x) - 1 - x", {"x": "real"}, (), NONNEG),
    ("x - 1 - log(x)", {"x": "real > 1"}, (), POS),
]
NOT_SO = [
    ("x^2 + y^2 - 2*x*y - 1", REALS, ()),
    ("x^2 - 2*x*y", REALS, ()),
    ("1/2 - x", REALS, ("x^2 + y^2 <= 1",)),
    ("3/2 - x - y", {"x, y": "real in [0, 1]"}, ()),
    ("x - z - 1", REALS, ("x >= y", "y >= z")),
    ("y", REALS, ("x*y > 0",)),
    ("x*y - 1", REALS, ("x > 0", "y > 1")),
    ("pi/3 - atan(x)", REALS, ()),
    ("exp(x) - 2 - x", REALS, ()),
    ("exp(x) - 1 - 2*x", REALS, ()),
    ("(x + y)*(y + z)*(z + x) - 9*x*y*z", SIZES, ()),
]
"""False somewhere."""


def masked(text: str, symbols: dict[str, str], facts: tuple[str, ...], goal: int) -> int:
    ring = algebra(facts, symbols)
    num, den = ring.fraction(read(text))
    assert den.is_constant()
    return ring.signs.certificates.mask(num / den.leading_coefficient(), goal)


@pytest.mark.parametrize(("text", "symbols", "facts", "mask"), SHOWN)
def test_a_certificate_is_found(
    text: str, symbols: dict[str, str], facts: tuple[str, ...], mask: int
) -> None:
    assert masked(text, symbols, facts, mask) == mask


@pytest.mark.parametrize(("text", "symbols", "facts"), NOT_SO)
@pytest.mark.parametrize("goal", [POS, NONNEG, NEG, NONPOS, NEG | POS])
def test_what_is_false_somewhere_has_none(
    text: str, symbols: dict[str, str], facts: tuple[str, ...], goal: int
) -> None:
    assert masked(text, symbols, facts, goal) == ANY


def test_what_touches_zero_is_not_called_positive() -> None:
    for text, symbols, facts, mask in SHOWN:
        if mask == NONNEG:
            assert masked(text, symbols, facts, POS) == ANY, text


def test_a_search_that_errs_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for wrong in (fmpq(1), fmpq(0), fmpq(-1)):
        monkeypatch.setattr(
            certificates, "solution", lambda columns, *_, n=wrong: ([n] * len(columns), 1)
        )
        for text, symbols, facts in NOT_SO:
            assert masked(text, symbols, facts, NONNEG) == ANY


def test_an_empty_purse_buys_no_certificate() -> None:
    ring = algebra((), REALS)
    poly = ring.fraction(read("x^2 + y^2 - 2*x*y")).num
    ring.purse.left = 0
    assert ring.signs.certificates.mask(poly, NONNEG) == ANY
    assert ring.with_facts(()).purse is ring.purse


def test_the_assumptions_that_a_certificate_uses_are_named() -> None:
    from tests.judged import judge_step

    found = judge_step(
        "symbols:\n  x, y, z: real",
        "sqrt(1 - x)^2",
        "1 - x",
        ["x^2 + y^2 <= 1", "z > 3"],
    )
    (line,) = found.outcome.lines()
    assert found.verdict == "proved"
    assert any("x^2 + y^2 <= 1" in note for note in line.verdict.notes)
    assert not any("z > 3" in note for note in line.verdict.notes)
