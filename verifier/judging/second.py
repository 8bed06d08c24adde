"""A second opinion on a line: SymPy judges it as well, on its own, beside the verdict it has.

SymPy's "no" is no refutation (its ``equals`` is known to deny true identities), and its "yes" says
nothing of where the two sides are defined. But a line that is proved holds at every point: where
SymPy finds different numbers for its two sides at a point of the domain, and our own enclosures do
not show that it is SymPy that errs, the proof is a fault of ours.
"""

from __future__ import annotations

from fractions import Fraction

from verifier.algebra.oracles import PointOracle, State
from verifier.claims.claim import Claim
from verifier.kernel.points import agreement, belongs, sides
from verifier.kernel.setting import Setting
from verifier.kernel.verdicts import Proved, Refuted, Unknown, Verdict
from verifier.language.expressions import Number
from verifier.outcome import SecondOpinion
from verifier.strategies import Budget
from verifier.strategies.sympy_search import (
    EngineDiffers,
    EngineSays,
    NotDecided,
    ask_alone,
    only_what_it_uses,
)

ENGINE = "SymPy"


def second_opinion(claim: Claim, verdict: Verdict, budget: Budget) -> SecondOpinion:
    """What SymPy says of a claim that has its verdict."""
    answer = ask_alone(claim, budget.seconds, memory=budget.memory)
    match answer:
        case EngineSays(engine, equal, method):
            return SecondOpinion(engine, _agrees(verdict, equal=equal), _said(equal, method))
        case EngineDiffers():
            return _differing(claim, verdict, answer)
        case NotDecided(reason):
            return SecondOpinion(ENGINE, None, f"does not decide it: {reason}")
        case _:
            return SecondOpinion(ENGINE, None, f"was stopped: {answer.reason}", steady=False)


def _said(equal: bool, method: str) -> str:
    found = "equal" if equal else "to differ by a number that is not 0"
    return f"finds the two sides {found} ({method})"


def _agrees(verdict: Verdict, *, equal: bool) -> bool | None:
    match verdict:
        case Unknown():
            return None
        case Refuted(left=left, right=right):
            if equal and "undefined" in (left, right):
                return None  # it does not look at where the sides are defined
            return not equal
        case _:
            return equal


def _differing(claim: Claim, verdict: Verdict, answer: EngineDiffers) -> SecondOpinion:
    """SymPy's numbers differ at a point; ours there say whose fault that is."""
    where = ", ".join(f"{name} = {value}" for name, value in answer.point)
    words = f"has {answer.left} on the left and {answer.right} on the right"
    words += f" at {where}" if where else ""
    agrees = _agrees(verdict, equal=False)
    if not isinstance(verdict, Proved):
        return SecondOpinion(answer.engine, agrees, words)
    ours = _our_numbers(claim, answer)
    if ours:
        return SecondOpinion(answer.engine, agrees, f"{words}, where {ours}")
    return SecondOpinion(answer.engine, agrees, words, contradicts=True)


def _our_numbers(claim: Claim, answer: EngineDiffers) -> str:
    """Why a point does not speak against a proof, in words; "" if it does."""
    try:
        point = {name: Number(Fraction(value)) for name, value in answer.point}
    except ValueError:
        return ""
    setting = Setting(only_what_it_uses(claim).context)  # a point of the letters that occur
    if not belongs(setting, point):
        return "nothing is claimed"
    oracle = PointOracle(point, setting.free)
    left, right = sides(claim, oracle)
    if State.UNDEFINED in (left.state, right.state):
        return "nothing is claimed"
    if left.expression is None or right.expression is None:
        return ""
    if agreement(left.expression, right.expression, oracle) is None:
        return ""
    return "our enclosures agree to 30 digits"
