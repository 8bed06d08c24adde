"""Why a line is not decided though nothing stopped us: what was looked for, and how far it went."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum, auto
from itertools import islice

from verifier.algebra.oracles import Point, PointOracle, State
from verifier.claims.claim import Claim
from verifier.claims.statements import CONNECTIVES
from verifier.kernel.judgement import Judge
from verifier.kernel.points import agreement, belongs, holds, sides
from verifier.language.expressions import Apply, Expression
from verifier.language.problems import LimitExceeded

LOOKED_AT = 60  # candidates for points of the domain
TRIED = 8  # points of the domain

NO_PROOF = "no proof was found"


class _Seen(Enum):
    """What a point shows of a claim."""

    AGREES = auto()
    CLOSE = auto()  # both sides have values, of which nothing is known
    LEFT = auto()  # has no value that we can work out; the other side has
    RIGHT = auto()
    NEITHER = auto()
    UNDEFINED = auto()


def why_undecided(claim: Claim, judge: Judge) -> str:
    """What is true of a claim that is neither proved nor refuted.

    A point of its domain is known.
    """
    numbers = not (judge.is_about_arrays(claim) or claim.relation in CONNECTIVES)
    if claim.context.complex_mode or not numbers:
        return _no_point(claim)
    try:
        seen = [_seen(claim, judge, point) for point in _points(claim, judge)]
    except LimitExceeded:
        return _no_point(claim)
    names = judge.setting.names
    closed = not (names.mentioned(claim.left) | names.mentioned(claim.right)) & set(
        claim.context.symbols
    )
    return _said(claim, set(seen), 1 if closed else len(seen))


def _no_point(claim: Claim) -> str:
    fails = "the two sides differ" if claim.relation == "=" else "it fails"
    return f"{NO_PROOF}, and no point where {fails}"


def _points(claim: Claim, judge: Judge) -> Iterator[Point]:
    setting = judge.setting
    offered = judge.suggest((claim.left, claim.right), setting.context)
    inside = (point for point in islice(offered, LOOKED_AT) if belongs(setting, point))
    return islice(inside, TRIED)


def _seen(claim: Claim, judge: Judge, point: Point) -> _Seen:
    oracle = PointOracle(point, judge.setting.free)
    left, right = sides(claim, oracle)
    if left.state is right.state is State.UNDEFINED:
        return _Seen.UNDEFINED
    if left.expression is None:
        return _Seen.NEITHER if right.expression is None else _Seen.LEFT
    if right.expression is None:
        return _Seen.RIGHT
    related = _related(claim, left.expression, right.expression, oracle)
    return _Seen.AGREES if related else _Seen.CLOSE


def _related(claim: Claim, left: Expression, right: Expression, oracle: PointOracle) -> bool:
    """Whether two values agree to 30 digits, or are certainly ordered as it is claimed."""
    if claim.relation == "=":
        return agreement(left, right, oracle) is not None
    return holds(Apply(claim.relation, (left, right)), oracle)


def _said(claim: Claim, seen: set[_Seen], points: int) -> str:
    """In words; at one point nothing is said of points, since nothing depends on them."""
    where = " at any point that was tried" if points > 1 else ""
    worked = seen - {_Seen.UNDEFINED}
    if seen == {_Seen.UNDEFINED}:
        each = " at each point that was tried" if points > 1 else ""
        return f"both sides are undefined{each}, so that nothing is claimed there"
    if worked == {_Seen.LEFT}:
        return f"{NO_PROOF}, and the left side could not be worked out{where}"
    if worked == {_Seen.RIGHT}:
        return f"{NO_PROOF}, and the right side could not be worked out{where}"
    if worked and worked <= {_Seen.LEFT, _Seen.RIGHT, _Seen.NEITHER}:
        return f"{NO_PROOF}, and the two sides could not both be worked out{where}"
    if worked == {_Seen.AGREES}:
        each = " at each point that was tried" if points > 1 else ""
        if claim.relation != "=":
            return f"{NO_PROOF}, though it holds{each or ' by its numbers'}"
        return f"{NO_PROOF}, though the two sides agree{each or ' to 30 digits'}"
    return _no_point(claim) if points > 1 else f"{NO_PROOF}, and no difference"
