"""How the right side differs from the left, in words that are proved."""

from __future__ import annotations

import pytest

from tests.explain.test_trial import Tried
from tests.explain.wrong import ARRAYS, LETTERS
from verifier.claims.claim import Claim
from verifier.explain.gap import gap_between


def gap(header: str, left: str, right: str) -> tuple[str, list[Claim]]:
    """What is said, with the claims that were put to the judge, who agrees to all."""
    tried = Tried(header, left, right)
    asked: list[Claim] = []

    def agree(claim: Claim) -> bool:
        asked.append(claim)
        return True

    return gap_between(tried.claim, tried.trial, agree), asked


@pytest.mark.parametrize(
    ("left", "right", "said"),
    [
        ("x - y", "y - x", "-1 times the left"),
        ("x", "3*x", "3 times too large"),
        ("3*x", "x", "3 times too small"),
        ("2*x", "-3*x", "-3/2 times the left"),
        ("x", "x + 1/2", "too large by 1/2"),
        ("x", "x - 2", "too small by 2"),
        ("(1 + x^2)/t^3", "t^3/(1 + x^2)", "1 divided by the left"),
        ("x^2 + y*x", "t*x^2 + t*y*x", "`t` times the left"),
        ("x^2 + y^2", "x^2 + y^2 - a*b", "lacks `a*b`"),
        ("x^2 + y^2", "x^2 + y^2 + a*b", "has `a*b` too much"),
    ],
)
def test_a_plain_gap_between_numbers_is_named(left: str, right: str, said: str) -> None:
    text, asked = gap(LETTERS, left, right)
    assert text.endswith(said)
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("left", "right", "said"),
    [
        ("A @ B", "-A @ B", "-1 times the left"),
        ("A - A.T + B", "A.T - A + B.T", "the transpose of the left"),
        ("mean(x)", "sum(x)", "n times too large"),
        ("sum(x)", "mean(x)", "n times too small"),
        ("mean(x)", "3*sum(x)", "`3*n` times the left"),
        ("sum(x)", "mean(x)/2", "the left divided by `2*n`"),
        ("A", "A + 1", "too large by 1"),
    ],
)
def test_a_plain_gap_between_arrays_is_named(left: str, right: str, said: str) -> None:
    text, asked = gap(ARRAYS, left, right)
    assert text.endswith(said)
    assert len(asked) == 1


def test_what_the_judge_does_not_prove_is_not_said() -> None:
    tried = Tried(LETTERS, "x - y", "y - x")
    assert gap_between(tried.claim, tried.trial, lambda _: False) == ""


@pytest.mark.parametrize(
    ("header", "left", "right"),
    [(LETTERS, "exp(sin(x))", "x^3*y^2 + b"), (ARRAYS, "A @ B", "B @ A"), (ARRAYS, "A", "A^2")],
)
def test_of_a_gap_that_is_not_plain_nothing_is_said(header: str, left: str, right: str) -> None:
    assert gap(header, left, right) == ("", [])
