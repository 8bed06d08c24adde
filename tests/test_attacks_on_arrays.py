"""Lines about arrays that once got a wrong verdict, each with what was forgotten.

A proof where a line is false is the one unforgivable fault: these may never come back.
"""

from __future__ import annotations

import pytest

from tests.test_attacks import verdict_of
from verifier.kernel.verdicts import Proved, Refuted

X = "x: real[n]"
Y = "y: real[n]"


@pytest.mark.parametrize(
    ("line", "symbols", "definitions"),
    [
        pytest.param(
            "sum(x > 0) = n - 2*sum(x < 0)", (X,), "", id="one name for [u > 0] and [u = 0]"
        ),
        pytest.param("sum(x == 0) = sum(x < 0)", (X,), "", id="entries equal to 0 are not below 0"),
        pytest.param(
            "(x == y) = (x == 0)", (X, Y), "", id="entries compared as if they were indices"
        ),
        pytest.param(
            "var(J) = 0",
            (X,),
            "J[i]: sum(x[j], j=1..i) + 0*x[i]",
            id="an index left its sum, the range of another one depended on it",
        ),
        pytest.param(
            "grad(sum(x[i - 1]*y[i], i=2..n), x)[1] = 0*y[1]",
            (X, Y),
            "",
            id="an index one further on, compared with its left side alone",
        ),
    ],
)
def test_a_false_line_is_refuted(line: str, symbols: tuple[str, ...], definitions: str) -> None:
    assert isinstance(verdict_of(line, *symbols, definitions=definitions), Refuted)


@pytest.mark.parametrize(
    ("line", "symbols", "definitions"),
    [
        pytest.param("sum(x == 0) = n - sum(x > 0) - sum(x < 0)", (X,), "", id="three signs"),
        pytest.param("(x == y)*x = x*(y == x)", (X, Y), "", id="equality has no direction"),
        pytest.param(
            "sum(sum(x[j]*y[j], j=1..i), i=1..n) = sum(sum(y[k]*x[k], k=1..i), i=1..n)",
            (X, Y),
            "",
            id="a range that depends on an outer index, whatever the inner one is called",
        ),
    ],
)
def test_a_true_line_is_proved(line: str, symbols: tuple[str, ...], definitions: str) -> None:
    assert isinstance(verdict_of(line, *symbols, definitions=definitions), Proved)
