from __future__ import annotations

import pytest

from tests.algebra.cases import at, read
from verifier.algebra.expansions import INFINITY, MINUS_INFINITY
from verifier.algebra.frames import Undecided
from verifier.algebra.growth import Alternates, Growth, NoLimit
from verifier.language.expressions import Expression

LETTERS = {"x, y": "real", "n": "integer"}


def growth(letter: str = "x", *, whole: bool = False, parity: int = 0, **values: int) -> Growth:
    return Growth(at(values, LETTERS), letter, (), whole=whole, parity=parity)


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("x", INFINITY),
        ("-x^2 + 100*x", MINUS_INFINITY),
        ("exp(x)/x^100", INFINITY),
        ("x^100*exp(-x)", read("0")),
        ("log(x)/x", read("0")),
        ("(2*x + 1)/(x - 3)", read("2")),
        ("exp(x + exp(-x)) - exp(x)", read("1")),
        ("log(log(x))/log(x)", read("0")),
        ("x^(1/x)", read("1")),
        ("sin(x)/x", read("0")),
        ("exp(exp(x))/exp(exp(x - 1))", INFINITY),
    ],
)
def test_the_fastest_growth_decides(text: str, limit: Expression) -> None:
    asked = growth()
    assert asked.algebra.vanishes is not None
    assert growth().limit(read(text)) is limit


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("x - 1000", 1),
        ("1 - exp(x)", -1),
        ("exp(-x) - 1/x", -1),
        ("x - x", 0),
        ("log(x) - 5", 1),
        ("2 + sin(x)", 1),
        ("x + sin(x)", 1),
    ],
)
def test_the_sign_in_the_end_is_known(text: str, sign: int) -> None:
    assert growth().final_sign(read(text)) == sign


@pytest.mark.parametrize("text", ["sin(x)*cos(x)", "x*sin(x)", "floor(x)"])
def test_what_wavers_is_not_given_a_limit(text: str) -> None:
    with pytest.raises((Undecided, NoLimit)):
        growth().limit(read(text))


def test_the_sign_of_what_wavers_about_zero_is_not_known() -> None:
    with pytest.raises(Undecided):
        growth().final_sign(read("sin(x)"))


def test_a_wave_without_an_end_has_no_limit_and_one_that_fades_has() -> None:
    with pytest.raises(NoLimit):
        growth().limit(read("1 + sin(x)"))
    assert growth().limit(read("1 + sin(x)/x")) is read("1")
    with pytest.raises(Undecided):  # over the whole numbers sin(pi·n) is 0
        growth("n", whole=True).limit(read("sin(pi*n)"))


def test_powers_of_a_negative_number_are_looked_at_by_parity() -> None:
    with pytest.raises(Alternates):
        growth("n", whole=True).limit(read("(-1)^n"))
    assert growth("n", whole=True, parity=1).limit(read("(-1)^n")) is read("1")
    assert growth("n", whole=True, parity=-1).limit(read("(-2)^n")) is MINUS_INFINITY
    assert growth("n", whole=True).limit(read("(-1)^(2*n)")) is read("1")
    with pytest.raises(Undecided):
        growth("x").limit(read("(-1)^x"))
