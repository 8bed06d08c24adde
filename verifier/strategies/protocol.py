"""What a strategy is: a claim in, evidence out. It searches; it cannot even name a verdict."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from verifier.claims.claim import Claim
from verifier.kernel.evidence import Evidence
from verifier.language.problems import LimitExceeded
from verifier.workers import MEMORY


class Stalled(LimitExceeded):
    """Stopped by a clock, by memory or by a death, and not by a count of work: what comes of the
    claim may be another thing in the next run.
    """


@dataclass(frozen=True, slots=True)
class Budget:
    """What a strategy may use.

    Attributes:
        seconds: for an engine in another process.
        seed: of the draws.
        engines: whether an engine may be asked at all.
        memory: bytes of address space for an engine.
    """

    seconds: float
    seed: int
    engines: bool = True
    memory: int = MEMORY


class Strategy(Protocol):
    """One way of finding evidence.

    ``offer`` yields pieces of evidence in the order they should be judged; the runner stops asking
    as soon as one of them carries a verdict. It may raise `LimitExceeded`, whose text then is a
    reason for *unknown*.
    """

    name: str

    def offer(self, claim: Claim, budget: Budget) -> Iterator[Evidence]:
        """Evidence for or against the claim."""
