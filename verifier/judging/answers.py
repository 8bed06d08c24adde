"""What a question to the kernel is answered with. Light, since a process that only hands answers on
needs nothing else of what judges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from verifier.claims.numeric import NumericOutcome
from verifier.kernel.verdicts import Verdict
from verifier.outcome import Aftermath, LineOutcome, SecondOpinion


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict, and the fault of ours that came in its way, if one did.

    ``steady`` is whether another run would decide the same: not if a clock or a death had a part.
    """

    verdict: Verdict
    fault: str = ""
    steady: bool = True


@dataclass(frozen=True, slots=True)
class Numbers:
    """What numbers say, and the fault of ours that came in their way, if one did."""

    outcome: NumericOutcome
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Lost:
    """There is no answer, and the question is not to be asked again; ``reason`` says why."""

    reason: str


Answer: TypeAlias = Decision | bool | Numbers | LineOutcome | Aftermath | SecondOpinion | Lost

Kept: TypeAlias = Decision | bool | Numbers
"""Answers that are kept by themselves."""
