"""Lines of statements made at random, held against an oracle that shares nothing with the kernel.

The lines are the same every time; `benchmarks/statements.py` takes thousands of others.
"""

from __future__ import annotations

from collections import Counter
from itertools import islice

import pytest

from tests.judged import judge
from tests.oracle.statements import Made, faults_of, held, lines
from verifier.kernel.verdicts import Proved, Refuted, grade

SEED = 20
LINES = 60


@pytest.fixture(scope="module")
def sample() -> list[Made]:
    return list(islice(lines(SEED), LINES))


def test_no_verdict_on_a_line_made_at_random_is_wrong(sample: list[Made]) -> None:
    found: Counter[str] = Counter()
    for made in sample:
        (line,) = judge(made.text).outcome.lines()
        assert not faults_of(made, line.verdict), (made, line.verdict)
        found[grade(line.verdict).word] += 1
    assert found["proved"] > LINES / 3
    assert found["refuted"] > LINES / 5
    assert found["unknown"] < LINES / 8


def test_the_oracle_sees_true_and_false_lines_alike(sample: list[Made]) -> None:
    false = [made for made in sample if held(made, 30).broken]
    assert LINES / 5 < len(false) < LINES * 4 / 5


WRONG = Made("x^2 = 4", "<=>", "x = 2", ("real", "real"))


def test_a_false_proof_would_be_seen() -> None:
    assert faults_of(WRONG, Proved("a method"))
    assert not faults_of(WRONG._replace(domains=("real > 0", "real")), Proved("a method"))


def test_a_false_refutation_would_be_seen() -> None:
    assert not faults_of(WRONG, Refuted({"x": "-2"}, "true", "false", ""))
    assert faults_of(WRONG, Refuted({"x": "2"}, "true", "false", ""))
    assert faults_of(WRONG, Refuted({"x": "3"}, "true", "false", ""))


def test_conditions_that_are_not_enough_would_be_seen() -> None:
    line = Made("x/y = 1", "<=>", "x = y", ("real", "real"))
    (judged,) = judge(line.text).outcome.lines()
    assert grade(judged.verdict).word == "conditional"
    assert not faults_of(line, judged.verdict)
    other = Made("x/y = 1", "<=>", "x^2 = x*y", ("real", "real"))
    assert faults_of(other, judged.verdict)
