"""What a strategy is: a claim in, evidence out. It searches; it cannot even name a verdict."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from verifier.claims.claim import Claim
from verifier.kernel.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Budget:
    """What a strategy may use: seconds for an engine in another process, and the seed of draws."""

    seconds: float
    seed: int
    engines: bool = True


class Strategy(Protocol):
    """One way of finding evidence.

    ``offer`` yields pieces of evidence in the order they should be judged; the runner stops asking
    as soon as one of them carries a verdict. It may raise `LimitExceeded`, whose text then is a
    reason for *unknown*.
    """

    name: str

    def offer(self, claim: Claim, budget: Budget) -> Iterator[Evidence]:
        """Evidence for or against the claim."""
