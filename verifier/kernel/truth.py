"""Whether a statement is true at a point: exactly, or not known.

A comparison is false where a side is undefined. It is decided by exact numbers, or by balls that
lie apart; an equation holds only where the algebra shows the difference to be zero.
"""

from __future__ import annotations

from typing import NamedTuple

from verifier.algebra.literals import MASKS
from verifier.algebra.oracles import PointOracle, State, at_point
from verifier.claims.claim import Claim
from verifier.claims.statements import gap, signed
from verifier.language.expressions import Apply, Constant, Expression


class Truth(NamedTuple):
    """What is known of a statement at a point.

    Attributes:
        value: true or false; None where that is not known.
        defined: whether both sides of each of its comparisons are shown defined.
    """

    value: bool | None
    defined: bool


def truth(statement: Expression, oracle: PointOracle) -> Truth:
    """Whether a statement without ``±`` holds at the oracle's point."""
    match statement:
        case Constant("true" | "false" as name):
            return Truth(name == "true", True)
        case Apply("not", (inner,)):
            found = truth(inner, oracle)
            return Truth(None if found.value is None else not found.value, found.defined)
        case Apply("and" | "or" as head, parts):
            truths = [truth(part, oracle) for part in parts]
            defined = all(found.defined for found in truths)
            return Truth(_joined(head, [found.value for found in truths]), defined)
        case Apply(head, (_, _)) if head in MASKS:
            return _compared(statement, oracle)
        case _:
            return Truth(None, False)


def _joined(head: str, values: list[bool | None]) -> bool | None:
    decisive = head == "or"
    if decisive in values:
        return decisive
    return None if None in values else not decisive


def _compared(comparison: Apply, oracle: PointOracle) -> Truth:
    found = at_point(gap(comparison), oracle)
    if found.state is State.UNDEFINED:
        return Truth(False, False)
    if found.expression is None:
        return Truth(None, False)
    sign = oracle.certain_sign(found.expression)
    return Truth(None if sign is None else bool(sign & MASKS[comparison.head]), True)


def truths(claim: Claim, oracle: PointOracle) -> tuple[Truth, Truth]:
    """What is known of both statements of a line at a point."""
    return truth(signed(claim.left), oracle), truth(signed(claim.right), oracle)


def breaks(claim: Claim, left: Truth, right: Truth) -> bool:
    """Whether two truths certainly are not what the line claims."""
    if left.value is None or right.value is None:
        return False
    return (left.value and not right.value) or (
        claim.relation == "<=>" and right.value > left.value
    )
