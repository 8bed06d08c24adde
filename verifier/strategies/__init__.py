"""Claim → evidence. One file each; adding a strategy is one file and one line below."""

from __future__ import annotations

from verifier.strategies.counterexample import CounterexampleSearch
from verifier.strategies.engine_word import SympyWord
from verifier.strategies.normal_form import NormalForm
from verifier.strategies.protocol import Budget, Strategy
from verifier.strategies.sampling import Sampling

STRATEGIES: tuple[Strategy, ...] = (
    NormalForm(),
    CounterexampleSearch(),
    SympyWord(),
    Sampling(),
)
"""Cheap first; the order is part of the meaning of *refuted* (a proof is looked for before a point
at which one side is undefined)."""

__all__ = ["STRATEGIES", "Budget", "Strategy"]
