"""One claim, all strategies in order, one verdict. Whatever goes wrong ends as *unknown*."""

from __future__ import annotations

import time
from dataclasses import replace

from verifier.claims.claim import Claim
from verifier.claims.statements import CONNECTIVES
from verifier.judging.answers import Decision
from verifier.judging.tracing import Trace
from verifier.judging.undecided import why_undecided
from verifier.kernel.evidence import OneSided
from verifier.kernel.judgement import Judge
from verifier.kernel.verdicts import Conditional, Unknown, Verdict, grade
from verifier.language.allowance import allowance
from verifier.language.problems import LimitExceeded
from verifier.strategies import (
    ARRAY_STRATEGIES,
    STATEMENT_STRATEGIES,
    STRATEGIES,
    Budget,
    Stalled,
    Strategy,
)

AFTER_CONDITION = ("counterexample search", "contradiction in cases")
"""What is still asked once a condition is known: a point where the values differ outranks it, and
so does a proof without it."""

EMPTY = "no point was found that lies in the domain and satisfies the assumptions"
LEAST_SECONDS = 0.5  # for an engine, when a line's time is nearly up


@allowance()
def decide(claim: Claim, judge: Judge, budget: Budget, trace: Trace | None = None) -> Decision:
    """The verdict of a claim.

    Returns:
        *unknown* with a reason where no strategy's evidence carries a verdict. An exception that
        should not occur is a fault of ours: unknown too, and named.

    Raises:
        MemoryError: what it cut short may be half done, so nothing here may be used again.
    """
    began = time.monotonic()
    judge.begin()
    reasons: list[str] = []
    steady = True
    kept: Conditional | None = None
    for strategy in _strategies(claim, judge):
        if kept is not None and strategy.name not in AFTER_CONDITION:
            break
        left = max(budget.seconds - (time.monotonic() - began), LEAST_SECONDS)
        try:
            verdict = _try(
                strategy, claim, judge, replace(budget, seconds=left), trace, later=kept is not None
            )
        except LimitExceeded as limit:
            reasons.append(str(limit))
            steady = steady and not isinstance(limit, Stalled)
            continue
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001 - the boundary where any failure fails closed
            fault = f"{strategy.name}: {type(error).__name__}: {error}"
            return Decision(Unknown(f"a fault of the verifier ({fault})"), fault, steady=False)
        if isinstance(verdict, Conditional):
            kept = kept or verdict
        elif verdict is not None:
            return Decision(verdict, steady=steady)
    if kept is not None:
        return Decision(kept, steady=steady)
    return Decision(Unknown(_reason(reasons, judge, claim)), steady=steady)


def _strategies(claim: Claim, judge: Judge) -> tuple[Strategy, ...]:
    if claim.relation in CONNECTIVES:
        return STATEMENT_STRATEGIES
    return ARRAY_STRATEGIES if judge.is_about_arrays(claim) else STRATEGIES


def _try(
    strategy: Strategy,
    claim: Claim,
    judge: Judge,
    budget: Budget,
    trace: Trace | None,
    *,
    later: bool,
) -> Verdict | None:
    """The strategy's verdict, and its story for those who listen."""
    if trace is None:
        return _first(strategy, claim, judge, budget, None, values_only=later)
    trace.begins()
    why = "failed"
    try:
        verdict = _first(strategy, claim, judge, budget, trace, values_only=later)
        why = "nothing more to offer" if verdict is None else grade(verdict).word
    except LimitExceeded as limit:
        why = str(limit)
        raise
    finally:
        trace.ends(strategy.name, why)
    return verdict


def _first(
    strategy: Strategy,
    claim: Claim,
    judge: Judge,
    budget: Budget,
    trace: Trace | None,
    *,
    values_only: bool,
) -> Verdict | None:
    """The first verdict; a proof further on outranks a condition, which may lie in what was
    closed.
    """
    kept: Conditional | None = None
    for evidence in strategy.offer(claim, budget):
        if values_only and isinstance(evidence, OneSided):
            break
        verdict = judge.consider(claim, evidence)
        if trace is not None:
            trace.considered(evidence, verdict)
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


def _reason(reasons: list[str], judge: Judge, claim: Claim) -> str:
    try:
        if not judge.inhabited(claim):
            return EMPTY
        reasons = reasons or [why_undecided(claim, judge)]
    except LimitExceeded as limit:
        reasons = [*reasons, str(limit)]
    return "; ".join(dict.fromkeys(reasons))
