"""Two independent ways to look at a line about arrays: the judge's verdict, and numbers beside it.

Where a proof and the numbers disagree one of them is wrong, and that is a fault of ours: nothing
passes, and nothing that was found of the line is used again."""

from __future__ import annotations

from dataclasses import dataclass, replace

from verifier.claims.claim import Claim
from verifier.claims.numeric import CannotConfirm, Disagreement, Draws, Numeric, NumericOutcome
from verifier.judging.numbers import worth_drawing
from verifier.judging.working import Work
from verifier.kernel.judgement import Judge
from verifier.kernel.verdicts import (
    Conditional,
    Confirmed,
    Proved,
    Refuted,
    Trusted,
    Unknown,
    Verdict,
)

CONTRADICTED = "proved, but the numbers contradict it, which is a fault of the verifier"


@dataclass(frozen=True, slots=True)
class Seen:
    """A line after both looks.

    Attributes:
        verdict: after both.
        numeric: what numbers say; None where they were not asked.
        faults: of ours, in words.
        contradicted: whether the numbers contradict a proof.
    """

    verdict: Verdict
    numeric: NumericOutcome | None = None
    faults: tuple[str, ...] = ()
    contradicted: bool = False


def both_ways(claim: Claim, judge: Judge, verdict: Verdict, work: Work, draws: Draws) -> Seen:
    """A decided claim, looked at by numbers as well where it is about arrays."""
    if not (judge.is_about_arrays(claim) and worth_drawing(claim, verdict)):
        return Seen(verdict)
    numbers = work.numbers(claim, draws)
    found = numbers.outcome
    faults = (numbers.fault,) if numbers.fault else ()
    if isinstance(verdict, Proved) and isinstance(found, Disagreement):
        work.retract(claim, draws)
        told = f"a line is proved, but {described(found)}"
        return Seen(Unknown(f"{CONTRADICTED}: {described(found)}"), found, (*faults, told), True)
    if _may_decide(verdict, found):
        heard = work.heard(claim, judge, draws, numbers)
        faults = (*faults, heard.fault) if heard.fault else faults
        if isinstance(heard.verdict, Confirmed | Refuted):
            numeric = found if isinstance(found, Numeric) else None
            return Seen(heard.verdict, numeric, faults)
        return Seen(_beside(verdict, found, _reason(heard.verdict, found)), found, faults)
    return Seen(_beside(verdict, found), found, faults)


def _reason(verdict: Verdict, found: NumericOutcome) -> str:
    """Why numbers that agree are not enough."""
    match verdict, found:
        case Unknown(reason), Numeric():
            return f"; but {reason}"
        case _:
            return ""


def _may_decide(verdict: Verdict, found: NumericOutcome) -> bool:
    match found:
        case Numeric(gaps=gaps):
            return isinstance(verdict, Unknown) and not gaps
        case Disagreement():
            return not isinstance(verdict, Proved)
        case CannotConfirm():
            return False


def _beside(verdict: Verdict, found: NumericOutcome, but: str = "") -> Verdict:
    """A verdict that numbers leave as it is, with how far they agree where it is no proof."""
    apart = isinstance(found, Disagreement)
    match verdict:
        case Unknown() if not isinstance(found, CannotConfirm):
            return replace(verdict, numeric=described(found) + but)
        case Trusted(engine=engine) if apart:
            return Unknown(f"{engine} says so, but {described(found)}")
        case Conditional(notes=notes) if apart:
            return replace(verdict, notes=(*notes, f"as far as numbers go, {described(found)}"))
        case _:
            return verdict


def described(found: NumericOutcome) -> str:
    """What numbers say, in words."""
    match found:
        case Numeric():
            sizes = f" of {_counted(len(found.shapes), 'shape')}" if found.shapes != ({},) else ""
            drawn = f"{_counted(found.trials, 'draw')}{sizes}"
            base = f"the sides agree on {drawn}, to a relative error of {found.error:.1e}"
            return "; but ".join([f"{base} (seed {found.seed})", *found.gaps])
        case Disagreement():
            at = ", ".join(f"{name} = {size}" for name, size in found.sizes.items())
            place = ", ".join(part for part in (f"with {at}" if at else "", found.where) if part)
            values = f"left {found.left}, right {found.right}, seed {found.seed}"
            return f"the sides differ on a draw {place}".rstrip() + f" ({values})"
        case CannotConfirm(reason):
            return f"nothing can be said: {reason}"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
