"""Claim → evidence. One file each; adding a strategy is one file and one line below."""

from __future__ import annotations

from verifier.strategies.array_points import ArrayCounterexampleSearch
from verifier.strategies.counterexample import CounterexampleSearch
from verifier.strategies.engine_word import SympyWord
from verifier.strategies.index_notation import IndexNotation
from verifier.strategies.induction import ByInduction
from verifier.strategies.normal_form import NormalForm
from verifier.strategies.protocol import Budget, Stalled, Strategy
from verifier.strategies.sampling import Sampling
from verifier.strategies.statements import BrokenStatements, Contradiction, ContradictionInCases

STRATEGIES: tuple[Strategy, ...] = (
    NormalForm(),
    ByInduction(),
    CounterexampleSearch(),
    SympyWord(),
    Sampling(),
)
"""Cheap first; the order is part of the meaning of *refuted* (a proof is looked for before a point
at which one side is undefined)."""

ARRAY_STRATEGIES: tuple[Strategy, ...] = (IndexNotation(), ArrayCounterexampleSearch())
"""For claims about arrays, in the same order."""

STATEMENT_STRATEGIES: tuple[Strategy, ...] = (
    Contradiction(),
    BrokenStatements("counterexample search", defined=True),
    ContradictionInCases(),
    BrokenStatements("search where a side is undefined", defined=False),
)
"""For lines of statements, in the same order."""

__all__ = [
    "ARRAY_STRATEGIES",
    "STATEMENT_STRATEGIES",
    "STRATEGIES",
    "Budget",
    "Stalled",
    "Strategy",
]
