"""What numbers say of a claim about arrays, and the verdict that they carry.

Numbers are looked at beside every verdict that they can strengthen or contradict. They know nothing
of the proof, and the proof nothing of them; what they say becomes a verdict by the judge alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from verifier.claims.claim import Claim
from verifier.claims.numeric import (
    ENOUGH,
    CannotConfirm,
    Disagreement,
    Draws,
    Numeric,
    NumericOutcome,
)
from verifier.judging.answers import Decision, Numbers
from verifier.kernel.evidence import Drawn, Evidence
from verifier.kernel.judgement import Judge
from verifier.kernel.verdicts import Refuted, Unknown, Verdict
from verifier.language.allowance import allowance
from verifier.language.problems import LimitExceeded

COMPARED = frozenset({"=", "<", "<=", ">", ">=", "!="})
"""Relations that hold or fail entry by entry; a statement does neither."""

NO_VERDICT = "the numbers carry no verdict"
FEW = f"there are fewer than {ENOUGH} draws"


def worth_drawing(claim: Claim, verdict: Verdict) -> bool:
    """Whether numbers could add something: they say nothing of complex numbers and statements, and
    nothing outranks a point at which a line fails.
    """
    compared = claim.relation in COMPARED and not claim.context.complex_mode
    return compared and not isinstance(verdict, Refuted)


def drawn(claim: Claim, draws: Draws) -> Numbers:
    """What numbers say. An exception that should not occur is a fault of ours, and says nothing.

    Raises:
        MemoryError: as everywhere, for who knows what is half done.
    """
    from verifier.confirmation.confirm import confirm  # with NumPy

    try:
        found = confirm(claim, draws.seed, draws.trials, dict(draws.sizes))
        if isinstance(found, CannotConfirm):
            # An earlier gradient may have too many entries: then its last line is worked out.
            ends = {name: value.last for name, value in claim.context.values.items()}
            proved = {name: last for name, last in ends.items() if last is not None}
            if proved:
                found = confirm(claim, draws.seed, draws.trials, dict(draws.sizes), proved)
        return Numbers(found)
    except LimitExceeded as limit:
        return Numbers(CannotConfirm(str(limit)))
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - the boundary where any failure fails closed
        fault = f"numbers: {type(error).__name__}: {error}"
        return Numbers(CannotConfirm(f"a fault of the verifier ({fault})"), fault)


@allowance()
def heard(claim: Claim, judge: Judge, found: NumericOutcome) -> Decision:
    """The verdict that numbers carry: *confirmed* where the judge finds them enough, *refuted*
    where an exact point near a draw shows the difference, otherwise *unknown*.
    """
    judge.begin()
    try:
        for evidence in _evidence(claim, found):
            verdict = judge.consider(claim, evidence)
            if verdict is not None:
                return Decision(verdict)
    except LimitExceeded as limit:
        return Decision(Unknown(str(limit)))
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - the boundary where any failure fails closed
        fault = f"numbers: {type(error).__name__}: {error}"
        return Decision(Unknown(f"a fault of the verifier ({fault})"), fault, steady=False)
    return Decision(Unknown(_why_not(found)))


def _why_not(found: NumericOutcome) -> str:
    """Why the judge made no verdict of these numbers."""
    if isinstance(found, Numeric) and not found.gaps:
        few = found.trials < ENOUGH
        return FEW if few else "the sides are not shown to be defined together"
    return NO_VERDICT


def _evidence(claim: Claim, found: NumericOutcome) -> Iterator[Evidence]:
    match found:
        case Numeric():
            yield Drawn(found)
        case Disagreement():
            from verifier.strategies.from_draw import near

            yield from near(claim, found)
        case CannotConfirm():
            return
