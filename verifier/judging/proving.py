"""One claim of which only a proof is of use: the strategies that prove, and no other.

Where a proof would need further conditions, they are not looked for: that is what takes time.
"""

from __future__ import annotations

from typing import Final

from verifier.claims.claim import Claim
from verifier.claims.statements import CONNECTIVES
from verifier.kernel.entailment import show_statements
from verifier.kernel.evidence import Evidence, Induction, Reasoning, Rewriting
from verifier.kernel.induction import show_by_induction
from verifier.kernel.judgement import Judge
from verifier.kernel.proof import show
from verifier.kernel.verdicts import Proved, Refuted
from verifier.language.allowance import allowance
from verifier.language.problems import LimitExceeded
from verifier.strategies import Budget, Strategy
from verifier.strategies.index_notation import IndexNotation
from verifier.strategies.induction import ByInduction
from verifier.strategies.normal_form import NormalForm
from verifier.strategies.statements import Contradiction

PROVERS: Final[tuple[Strategy, ...]] = (NormalForm(), ByInduction())
ARRAY_PROVERS: Final[tuple[Strategy, ...]] = (IndexNotation(),)
STATEMENT_PROVERS: Final[tuple[Strategy, ...]] = (Contradiction(),)


@allowance()
def prove(claim: Claim, judge: Judge, budget: Budget) -> Proved | None:
    """The judge's proof of a claim, or None where none is found; work is bounded as for a line."""
    judge.begin()
    for strategy in _provers(claim, judge):
        try:
            for evidence in strategy.offer(claim, budget):
                may = judge.is_about_arrays(claim) or _may(claim, judge, evidence)
                verdict = judge.consider(claim, evidence) if may else None
                match verdict:
                    case Proved():
                        return verdict
                    case Refuted():
                        return None
                    case _:
                        pass
        except LimitExceeded:
            continue
    return None


def _provers(claim: Claim, judge: Judge) -> tuple[Strategy, ...]:
    if claim.relation in CONNECTIVES:
        return STATEMENT_PROVERS
    return ARRAY_PROVERS if judge.is_about_arrays(claim) else PROVERS


def _may(claim: Claim, judge: Judge, evidence: Evidence) -> bool:
    """Whether the evidence may carry a proof without conditions; the judge decides."""
    match evidence:
        case Rewriting(closed):
            shown = show(judge.setting, claim, closed & claim.context.total)
        case Induction(variable, start, closed):
            closed &= claim.context.total
            shown = show_by_induction(judge.setting, claim, variable, start, closed, ())
        case Reasoning():
            shown = show_statements(judge.setting, claim, evidence)
        case _:
            return True
    return shown.values and not shown.missing
