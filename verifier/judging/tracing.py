"""What each strategy tried on a line, for those who ask why a verdict came out as it did."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import assert_never

from verifier.kernel.evidence import (
    Counterexample,
    Drawn,
    EngineWord,
    Evidence,
    Induction,
    OneSided,
    Reasoning,
    Rewriting,
    Samples,
)
from verifier.kernel.verdicts import Verdict, grade
from verifier.language.expressions import Expression
from verifier.language.printer import to_text
from verifier.outcome import Attempt

MOST = 12  # pieces of evidence told of one strategy


class Trace:
    """Listens to what is tried on one line."""

    def __init__(self) -> None:
        self.attempts: list[Attempt] = []
        self._offered: list[str] = []
        self._count = 0
        self._began = 0.0

    def begins(self) -> None:
        """A strategy is asked."""
        self._offered = []
        self._count = 0
        self._began = time.perf_counter()

    def considered(self, evidence: Evidence, verdict: Verdict | None) -> None:
        """The judge has looked at a piece of evidence."""
        self._count += 1
        if self._count <= MOST:
            became = "carries no verdict" if verdict is None else grade(verdict).word
            self._offered.append(f"{described(evidence)}: {became}")

    def ends(self, strategy: str, why: str) -> None:
        """The strategy is done."""
        if self._count > MOST:
            self._offered.append(f"{self._count - MOST} more")
        seconds = time.perf_counter() - self._began
        self.attempts.append(Attempt(strategy, seconds, tuple(self._offered), why))


def described(evidence: Evidence) -> str:
    """A piece of evidence in words."""
    match evidence:
        case Rewriting(closed):
            return f"both sides in normal form{_with_letters(closed)}"
        case Induction(variable, start, closed):
            return f"induction on {variable} from {start}{_with_letters(closed)}"
        case Reasoning(closed, split):
            cases = f", by the sign of {' and '.join(split)}" if split else ""
            return f"that it fails is impossible{_with_letters(closed)}{cases}"
        case Counterexample(point):
            return f"the sides differ{_at(point)}"
        case OneSided(point):
            return f"only one side is defined{_at(point)}"
        case EngineWord(engine, method):
            return f"{engine} says equal ({method})"
        case Samples(points):
            return f"the numbers at {len(points)} points"
        case Drawn(numeric):
            return f"the numbers at {numeric.trials} draws"
        case _:
            assert_never(evidence)


def _with_letters(closed: frozenset[str]) -> str:
    return f", with {', '.join(sorted(closed))} as letters" if closed else ""


def _at(point: Mapping[str, Expression]) -> str:
    shown = ", ".join(f"{name} = {to_text(value)}" for name, value in point.items())
    return f" at {shown}" if shown else ""
