"""Wrong lines for a test, explained as the command explains them."""

from __future__ import annotations

from collections.abc import Iterable

from tests.judged import derivation, document
from verifier.judging.options import Options
from verifier.outcome import Explanation, FileOutcome, LineOutcome
from verifier.running.runner import run_text

LETTERS = "symbols:\n  a, b, c, x, y, z: real\n  t: real > 0\n  n: natural >= 1"
ARRAYS = """symbols:
  n, m, k: natural >= 1
  A, B: real[n, n]
  X: real[n, m]
  W: real[m, k]
  Y: real[n, k]
  b: real[k]
  x: real[n]
conventions:
  - relu'(0) = 0"""


def explain(text: str) -> FileOutcome:
    """A file judged and explained; no engine is asked."""
    outcome = run_text(text, Options(sympy=False, repairs=True))
    assert not outcome.problems, [problem.message for problem in outcome.problems]
    assert not outcome.faults, outcome.faults
    return outcome


def lines(header: str, *steps: str, assumed: Iterable[str] = ()) -> tuple[LineOutcome, ...]:
    """The lines of one derivation; each step but the first begins with its relation."""
    outcome = explain(document(header, [derivation("step", steps, assumed)]))
    return outcome.derivations[0].lines


def line(left: str, right: str, header: str = "", assumed: Iterable[str] = ()) -> LineOutcome:
    """A line under the letters above, or under a header: its relation, and the right side."""
    relation = "" if right[:1] in "<>" else "= "
    return lines(header or LETTERS, left, f"{relation}{right}", assumed=assumed)[0]


def explanation(left: str, right: str, header: str = "") -> Explanation:
    """Why a line is wrong."""
    found = line(left, right, header).explanation
    assert found is not None
    return found


def first_offer(left: str, right: str, header: str = "") -> str:
    """The line that is offered first, or ""."""
    repairs = explanation(left, right, header).repairs
    return repairs[0].expression if repairs else ""
