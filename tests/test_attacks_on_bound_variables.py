"""Lines with limits, sums and inductions that once got a wrong verdict, or took the run down.

As in `test_attacks`: the text in front of each says what was forgotten.
"""

from __future__ import annotations

import pytest

from tests.test_attacks import judged, verdict_of
from verifier.kernel.verdicts import Proved


@pytest.mark.parametrize(
    ("line", "symbols", "definitions"),
    [
        pytest.param(
            "diff(f(x), x) = 0",
            "x: real in [0, oo)",
            "f(a): limit(exp(-a*t), t=oo)",
            id="a limit moves through the argument of a function",
        ),
        pytest.param(
            "diff(f(x), x) = 0",
            "x: real",
            "f(a): limit(exp(-a^2*t), t=oo)",
            id="a limit jumps where its parameter is zero",
        ),
        pytest.param(
            "diff(f(x), x) = 0",
            "x: real",
            "g(c): limit(exp(-c^2*t), t=oo); f(a): g(2*a)",
            id="a limit moves through the arguments of two functions",
        ),
    ],
)
def test_a_false_line_is_not_proved(line: str, symbols: str, definitions: str) -> None:
    assert not isinstance(verdict_of(line, symbols, definitions=definitions), Proved)


@pytest.mark.parametrize(
    "line",
    [
        "sum(abs(j)/x, j=1..n) = where(x == 0, 0, n*(n + 1)/2/x)",
        "limit(sum(x^j, j=0..k), k=oo) = 1/(1 - x)",
        "limit(sum(x^j, j=k..2*k), k=oo) = 0",
    ],
)
def test_terms_that_are_defined_nowhere_in_a_case_are_no_fault(line: str) -> None:
    outcome = judged(f"symbols:\n  x: real\n  n: natural\nderivations:\n  line: '{line}'\n")
    (judged_line,) = outcome.lines()
    assert not isinstance(judged_line.verdict, Proved)
    assert "fault" not in str(judged_line.verdict)


@pytest.mark.parametrize(
    "line",
    [
        "limit(abs(log(t) - 5)/log(t), t=oo) = 1",
        "limit(1/(log(t) - 5 + cos(t)), t=oo) = 0",
        "limit(sign(log(t)^2 - 100*log(t)*cos(t)), t=oo) = 1",
        "limit(1/(log(log(t)) - 20), t=oo) = 0",
    ],
)
def test_what_speaks_of_a_letter_through_its_logarithm_has_a_sign(line: str) -> None:
    assert isinstance(verdict_of(line, "x: real"), Proved)
