"""What stands under a sum, an integral or a limit is mended there."""

from __future__ import annotations

import pytest

from tests.explain.test_trial import Tried
from tests.explain.wrong import LETTERS, explanation, line
from verifier.explain.beneath import beneath
from verifier.explain.slips import Surroundings
from verifier.kernel.verdicts import Proved

NONE = Surroundings(("x", "y", "a", "b"), ())


def bodies(left: str, right: str) -> list[str]:
    from verifier.language.printer import to_text

    tried = Tried(LETTERS, left, right)
    return [to_text(suspect.line) for suspect in beneath(tried.claim, NONE)]


@pytest.mark.parametrize(
    ("left", "written", "meant"),
    [
        ("3*integrate(s*exp(s), s=0..1)", "integrate(3*s*exp(-s), s=0..1)",
         "integrate(3*s*exp(s), s=0..1)"),
        ("2*sum(k^2, k=1..n)", "sum(2*k, k=1..n)", "sum(2*k^2, k=1..n)"),
        ("integrate(cos(u)^2, u=0..pi/3)", "integrate((1 - cos(2*u))/2, u=0..pi/3)",
         "integrate((1 + cos(2*u))/2, u=0..pi/3)"),
        ("a*integrate(s^2, s=0..1)/2", "integrate(a*s, s=0..1)/2", "integrate(a*s^2, s=0..1)/2"),
    ],
)  # fmt: skip
def test_a_body_is_mended_where_it_stands(left: str, written: str, meant: str) -> None:
    assert not isinstance(line(left, written).verdict, Proved)
    assert meant in bodies(left, written)
    assert explanation(left, written).repairs[0].expression == meant


def test_the_variables_may_have_different_names() -> None:
    assert "integrate(s*a, s=0..1)" in bodies("integrate(a*r, r=0..1)", "integrate(s + a, s=0..1)")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("integrate(s^2, s=0..1)", "integrate(s, s=0..2)"),
        ("sum(k, k=1..n)", "integrate(k, k=1..n)"),
        ("limit(1/h, h=0+)", "limit(h, h=0-)"),
        ("x^2", "integrate(s, s=0..x)"),
        ("x + integrate(s, s=0..1)", "y + integrate(s, s=0..1)"),  # the bodies are right
    ],
)
def test_of_different_ranges_nothing_is_compared(left: str, right: str) -> None:
    assert bodies(left, right) == []
