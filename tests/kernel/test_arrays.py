"""Conditions on arrays that stand as letters: held by what the letters stand for, or not at all."""

from __future__ import annotations

import pytest

from tests.judged import judge_step

HEADER = """\
title: a step
symbols:
  Z: real[n, k]
definitions:
  P: sigmoid(Z)
  Odds: P^2 + P
  Gap: P - 1/2
  Same: Z
  Square: Z^2
"""


@pytest.mark.parametrize("name", ["P", "Odds"])
def test_a_condition_on_a_letter_holds_by_what_it_stands_for(name: str) -> None:
    judged = judge_step(HEADER, f"grad(sum(log({name})), {name})", f"1/{name}")
    assert judged.verdict == "proved", judged


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("grad(sum(log(Same)), Same)", "1/Same"),  # of log nothing is known below 0
        ("Gap/Gap", "ones(n, k)"),
        ("Square/Square", "ones(n, k)"),
        ("0*sqrt(Gap)", "zeros(n, k)"),
    ],
)
def test_a_letter_that_may_break_a_condition_breaks_it(left: str, right: str) -> None:
    judged = judge_step(HEADER, left, right)
    assert judged.verdict == "conditional", judged


def test_a_condition_of_one_side_alone_is_not_met_by_another_letter() -> None:
    judged = judge_step(HEADER, "grad(sum(log(P)), P)", "1/(P + 0*log(Gap))")
    assert judged.verdict == "conditional", judged
