from __future__ import annotations

import pytest

from tests.algebra.cases import at, read
from verifier.algebra.frames import Undecided
from verifier.algebra.germs import GermOracle
from verifier.algebra.growth import NoLimit
from verifier.algebra.literals import NEG, NIL, NONNEG, POS, Literal
from verifier.language.printer import to_text


def germ(point: str | None, side: int, *, whole: bool = False, **values: int) -> GermOracle:
    letter = "n" if whole else "x"
    place = None if point is None else read(point)
    return GermOracle(at(values, {"y": "real"}), letter, (place, side), (), whole=whole)


@pytest.mark.parametrize(
    ("text", "point", "side", "sign"),
    [
        ("x", "0", 1, POS),
        ("x", "0", -1, NEG),
        ("x - x", "0", 1, NIL),
        ("1 - cos(x)", "0", -1, POS),
        ("x - 2", "2", -1, NEG),
        ("x^3 + 5", None, -1, NEG),
        ("sin(x) - x", "0", 1, NEG),
    ],
)
def test_the_sign_beside_a_point_is_known(text: str, point: str, side: int, sign: int) -> None:
    assert germ(point, side).final_sign(read(text)) == sign


def test_a_condition_beside_a_point_says_nothing_about_the_point() -> None:
    literal = Literal(read("x"), POS, read("x"))
    assert germ("0", 1).holds(literal) is True
    assert germ("0", -1).holds(literal) is False
    assert germ("0", 1).holds(Literal(read("sin(1/x)"), NONNEG, read("x"))) is None


def test_even_and_odd_numbers_are_looked_at_apart() -> None:
    known = germ(None, 1, whole=True)
    assert to_text(known.limit(read("(-1)^n/n"), ())) == "0"
    with pytest.raises(NoLimit):
        known.limit(read("(-1)^n"), ())
    with pytest.raises(NoLimit):
        known.limit(read("(-2)^n"), ())
    with pytest.raises(Undecided):
        known.final_sign(read("(-1)^n"))
    assert known.final_sign(read("2 + (-1)^n")) == POS
