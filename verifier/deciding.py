"""One claim, all strategies in order, one verdict. Whatever goes wrong ends as *unknown*."""

from __future__ import annotations

from dataclasses import dataclass

from verifier.claims.claim import Claim
from verifier.kernel.evidence import OneSided
from verifier.kernel.judgement import Judge
from verifier.kernel.verdicts import Conditional, Unknown, Verdict
from verifier.language.problems import LimitExceeded
from verifier.strategies import STRATEGIES, Budget, Strategy

AFTER_CONDITION = ("counterexample search",)
"""What is still asked once a condition is known: a point where the values differ outranks it."""

NOT_FOUND = "the two sides have different normal forms, and no point was found where they differ"
EMPTY = "no point was found that lies in the domain and satisfies the assumptions"


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict, and the fault of ours that came in its way, if one did."""

    verdict: Verdict
    fault: str = ""


def decide(claim: Claim, judge: Judge, budget: Budget) -> Decision:
    """The verdict of a claim.

    Returns:
        *unknown* with a reason where no strategy's evidence carries a verdict. An exception that
        should not occur is a fault of ours: unknown too, and named.
    """
    judge.begin()
    reasons: list[str] = []
    kept: Conditional | None = None
    for strategy in STRATEGIES:
        if kept is not None and strategy.name not in AFTER_CONDITION:
            break
        try:
            verdict = _try(strategy, claim, judge, budget, values_only=kept is not None)
        except LimitExceeded as limit:
            reasons.append(str(limit))
            continue
        except Exception as error:  # noqa: BLE001 - the boundary where any failure fails closed
            fault = f"{strategy.name}: {type(error).__name__}: {error}"
            return Decision(Unknown(f"a fault of the verifier ({fault})"), fault)
        if isinstance(verdict, Conditional):
            kept = verdict
        elif verdict is not None:
            return Decision(verdict)
    if kept is not None:
        return Decision(kept)
    return Decision(Unknown(_reason(reasons, judge)))


def _try(
    strategy: Strategy, claim: Claim, judge: Judge, budget: Budget, *, values_only: bool
) -> Verdict | None:
    """The first verdict; a proof further on outranks a condition, which may lie in what was
    closed.
    """
    kept: Conditional | None = None
    for evidence in strategy.offer(claim, budget):
        if values_only and isinstance(evidence, OneSided):
            break
        verdict = judge.consider(claim, evidence)
        match verdict:
            case Conditional():
                kept = verdict if kept is None or _can_fail(verdict) > _can_fail(kept) else kept
            case None:
                pass
            case _:
                return verdict
    return kept


def _can_fail(verdict: Conditional) -> bool:
    """Whether each of its conditions is known to matter, by a point at which it fails."""
    return all(condition.fails_at is not None for condition in verdict.missing)


def _reason(reasons: list[str], judge: Judge) -> str:
    try:
        if not judge.inhabited():
            return EMPTY
    except LimitExceeded as limit:
        reasons = [*reasons, str(limit)]
    return "; ".join(dict.fromkeys(reasons)) or NOT_FOUND
