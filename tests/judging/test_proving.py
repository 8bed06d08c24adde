"""A claim of which only a proof is of use: proved without conditions, or nothing."""

from __future__ import annotations

import pytest

from tests.explain.wrong import ARRAYS, LETTERS
from tests.judged import derivation, document
from verifier.claims.claim import Claim
from verifier.documents.load import load
from verifier.judging.options import Options
from verifier.judging.proving import prove
from verifier.kernel.judgement import Judge
from verifier.kernel.verdicts import Proved
from verifier.strategies.points import candidates


def proved(header: str, left: str, right: str) -> bool:
    text = document(header, [derivation("d", [left, f"= {right}"])])
    read = load(text.encode(), "lesson.yaml")
    before, line = read.derivations[0].lines
    context = read.context_of(read.derivations[0])
    judge = Judge(context, lambda sides, here: candidates(sides, here, 0))
    claim = Claim(before.expression, "=", line.expression, context)
    found = prove(claim, judge, Options().budget)
    assert found is None or isinstance(found, Proved)
    return found is not None


@pytest.mark.parametrize(
    ("header", "left", "right"),
    [
        (LETTERS, "(a + b)^2", "a^2 + 2*a*b + b^2"),
        (LETTERS, "log(t^2)", "2*log(t)"),
        (ARRAYS, "(A @ B).T", "B.T @ A.T"),
        (ARRAYS, "grad(sum(B*relu(A)), A)", "B*(A > 0)"),
    ],
)
def test_what_holds_is_proved(header: str, left: str, right: str) -> None:
    assert proved(header, left, right)


@pytest.mark.parametrize(
    ("header", "left", "right"),
    [
        (LETTERS, "(a + b)^2", "a^2 + b^2"),
        (LETTERS, "x/x", "1"),  # only where x is not 0
        (LETTERS, "log(x^2)", "2*log(x)"),
        (LETTERS, "log(-1 - x^2)", "7/(x - x)"),  # nothing is claimed
        (ARRAYS, "A @ B", "B @ A"),
        (ARRAYS, "A @ inv(A)", "eye(n)"),  # only where A is invertible
    ],
)
def test_what_does_not_hold_everywhere_is_not(header: str, left: str, right: str) -> None:
    assert not proved(header, left, right)
