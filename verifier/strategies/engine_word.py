"""SymPy's word as evidence: asked last, in a process that is killed when its time is up."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.claims.claim import Claim
from verifier.kernel.evidence import EngineWord, Evidence
from verifier.strategies.protocol import Budget, Stalled


class SympyWord:
    """What SymPy says of an equation."""

    name = "SymPy"

    def offer(self, claim: Claim, budget: Budget) -> Iterator[Evidence]:
        """SymPy's word, if it says the sides are equal. A "no" of SymPy refutes nothing."""
        if not budget.engines or claim.relation != "=":
            return
        from verifier.strategies.sympy_search import EngineSays, NotDecided, ask

        answer = ask(claim, budget.seconds, memory=budget.memory)
        match answer:
            case EngineSays(engine, True, method):
                yield EngineWord(engine, method)
            case EngineSays() | NotDecided():
                return
            case _:
                raise Stalled(f"SymPy was stopped: {answer.reason}")
