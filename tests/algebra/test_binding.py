from __future__ import annotations

import pytest

from tests.algebra.cases import read
from tests.algebra.steps import state, verdict
from verifier.algebra.binding import kept, strictly
from verifier.algebra.frames import Undecided
from verifier.algebra.literals import NEG, NIL, NONNEG, NONZERO, POS, Literal
from verifier.algebra.oracles import State


def test_equal_bodies_are_equal_expressions_wherever_they_stand() -> None:
    ends = read("0"), read("1")
    first = kept("integrate", read("x^2"), "x", ends, whole=False)
    second = kept("integrate", read("y^2"), "y", ends, whole=False)
    assert first is second
    assert kept("sum", read("x^2"), "x", ends, whole=True) is not first


def test_a_letter_of_an_outer_binder_is_not_captured() -> None:
    ends = read("0"), read("1")
    inner = kept("integrate", read("x*y"), "x", ends, whole=False)
    outer = kept("integrate", inner, "y", ends, whole=False)
    assert outer is kept(
        "integrate", kept("integrate", read("a*b"), "a", ends, whole=False), "b", ends, whole=False
    )
    left = "integrate(integrate(exp(s*t^2), t=0..1), s=0..1)"
    assert verdict(left, "integrate(integrate(exp(t*s^2), s=0..1), t=0..1)") == "proved"
    assert verdict(left, "integrate(integrate(exp(t*t2^2), t=0..1), t2=0..1)") != "proved"


def test_strictly_is_an_open_condition() -> None:
    x = read("x")
    assert strictly(Literal(x, NONNEG, x)).mask == POS
    assert strictly(Literal(x, NEG, x)).mask == NEG
    assert strictly(Literal(x, NONZERO, x)).mask == NONZERO
    with pytest.raises(Undecided):
        strictly(Literal(x, NIL, x))


def test_conditions_of_the_outside_are_conditions_of_the_whole() -> None:
    assert state("integrate(t/x, t=0..1)", x=0) is State.UNDEFINED
    assert state("sum(1/x, j=1..n)", x=0, n=3) is State.UNDEFINED
    assert state("sum(1/x, j=1..n)", x=0, n=0) is State.DEFINED  # no term, no condition
    assert verdict("integrate(t/x, t=0..1)", "1/(2*x)", {"x": "real"}) == "proved"
