"""Random expressions, rewritten by rules that hold almost everywhere, judged against the oracle.

No step that fails somewhere may pass, no condition may cover a point of failure, and no refutation
may name a point where the step holds.
"""

from __future__ import annotations

import random
from itertools import islice

import pytest

from tests.audit import Claimed, Trial, faults_of, is_a_step, truth_of, verdicts_of
from tests.judged import derivation, document
from tests.oracle.careless import Words, everywhere, expressions, rewritings
from tests.oracle.mutants import mutants
from tests.oracle.sheets import Sheet, read_sheet

HEADER = """\
title: careless steps
symbols:
  x, y: real
  q: real in [0, oo)
  p: real in (0, 1)
  n: integer
definitions:
  u: x - y
  w: abs(x) + 1
  f(t): max(t, 1)
  g(s, t): s
"""
WORDS = Words(tuple("xxxxyyqpnuw"), tuple("xxxyqpuw"), (("f", 1), ("g", 2)))
ASSUMED = ((), (), (), (), ("x > 0",), ("x != y",), ("x >= 0", "y < 0"))
BATCHES = range(4)
STEPS = 50


def steps(seed: int, count: int, depth: int = 2) -> list[Claimed]:
    """Random expressions, each with a careless rewriting (or a slip of the pen) of it."""
    chance = random.Random(seed)  # noqa: S311 (a fixed sample)
    sheet = read_sheet(document(HEADER, [derivation("start", ["x", "= x"])]))
    found: list[Claimed] = []
    parts = expressions(seed + 1, WORDS, depth - 1)
    for start in expressions(seed, WORDS, depth):
        other = next(parts)
        rewritten = list(everywhere(start, lambda node, v=other: rewritings(node, v)))
        if chance.random() < 0.1:
            rewritten = mutants(start, ["x", "y", "q", "p"]) or rewritten
        claimed = Claimed(
            f"step_{len(found)}", start, "=", chance.choice(rewritten), chance.choice(ASSUMED)
        )
        if is_a_step(sheet, claimed.left) and is_a_step(sheet, claimed.right):
            found.append(claimed)
        if len(found) == count:
            break
    return found


def trials_of(seed: int, count: int, depth: int = 2) -> tuple[Sheet, list[Trial]]:
    """Judge a batch in one document and compare it with the oracle."""
    claims = steps(seed, count, depth)
    text = document(HEADER, [derivation(c.name, c.lines(), c.assumed) for c in claims])
    sheet = read_sheet(text)
    said = verdicts_of(text)
    return sheet, [Trial(c, truth_of(sheet, c), *said[c.name]) for c in claims]


@pytest.mark.parametrize("seed", BATCHES)
def test_no_verdict_on_a_careless_step_contradicts_the_oracle(seed: int) -> None:
    sheet, trials = trials_of(1000 * seed, STEPS)
    assert [fault for trial in trials for fault in faults_of(sheet, trial)] == []


def test_the_steps_are_worth_judging() -> None:
    """Many are false, many are true, and they are not the same ones in every batch."""
    claims = steps(0, 100)
    sheet = read_sheet(document(HEADER, [derivation("start", ["x", "= x"])]))
    truths = [truth_of(sheet, claimed, limit=20) for claimed in claims]
    assert sum(bool(found.differences) for found in truths) > 20
    assert sum(not found.differences and found.agreed > 5 for found in truths) > 20
    assert str(steps(0, 1)[0]) != str(steps(1000, 1)[0])
    assert [str(c) for c in islice(claims, 5)] == [str(c) for c in steps(0, 5)]
