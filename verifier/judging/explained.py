"""The judge's part in explaining a file: proofs and points for `explain`, piece by piece."""

from __future__ import annotations

from collections.abc import Mapping

from verifier.claims.claim import Claim, Context
from verifier.documents.document import Document
from verifier.explain.explaining import Explainer
from verifier.judging.deciding import decide
from verifier.judging.proving import prove
from verifier.judging.working import Work
from verifier.kernel.evidence import Evidence
from verifier.kernel.judgement import Judge
from verifier.kernel.verdicts import Verdict
from verifier.language.allowance import STEPS, allowance
from verifier.outcome import FileOutcome
from verifier.strategies import Budget
from verifier.strategies.points import candidates

PROOF = STEPS // 10  # of what an offer may take: there may be many


class _Bench:
    """A judge of one context, for whoever may not make verdicts."""

    def __init__(self, context: Context, budget: Budget) -> None:
        self._budget = budget
        self._judge = Judge(
            context, lambda expressions, here: candidates(expressions, here, budget.seed)
        )

    def prove(self, claim: Claim) -> bool:
        with allowance(PROOF):
            return prove(claim, self._judge, self._budget) is not None

    def decide(self, claim: Claim) -> Verdict:
        return decide(claim, self._judge, self._budget).verdict

    def consider(self, claim: Claim, evidence: Evidence) -> Verdict | None:
        self._judge.begin()
        return self._judge.consider(claim, evidence)


def explained(
    outcome: FileOutcome, document: Document, contexts: Mapping[str, Context], work: Work
) -> FileOutcome:
    """A judged file with its failing lines explained.

    ``contexts`` are what its derivations were judged in. No engine is asked.
    """
    budget = Budget(work.budget.seconds, work.budget.seed, engines=False)

    def bench(context: Context) -> _Bench:
        return _Bench(context, budget)

    return Explainer(document, contexts, bench, work, budget.seed).run(outcome)
