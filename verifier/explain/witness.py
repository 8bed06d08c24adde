"""The counterexample that reads most easily, and the exact difference of the two sides there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

from flint import arb, ctx

from verifier.algebra.oracles import Point, PointOracle, State, difference
from verifier.claims.claim import Claim
from verifier.explain.array_witness import small_points
from verifier.explain.normal import normal_forms
from verifier.explain.pieces import size_of
from verifier.kernel.evidence import Counterexample, Evidence
from verifier.kernel.points import sides, violated
from verifier.kernel.setting import Setting
from verifier.kernel.verdicts import Coordinate, Refuted, Verdict
from verifier.kernel.wording import number_text
from verifier.language.expressions import Expression, free_names, substitute
from verifier.language.parser import parse
from verifier.language.printer import to_text
from verifier.language.problems import LimitExceeded, Malformed
from verifier.language.scope import Scope
from verifier.strategies.points import candidates

Consider = Callable[[Claim, Evidence], Verdict | None]

TRIED = 120  # points that are compared
CONSIDERED = 6  # points of the same sizes
ENOUGH = 1.5  # a cost that nothing needs to undercut, for each coordinate
ROUGH = 6.0  # what a value costs that can only be enclosed
BITS = 128
DIGITS = 6
SHORT = 7  # nodes of an exact difference that says more than its digits

_RATIONAL = re.compile(r"(-?)([0-9]+)(?:/([0-9]+))?")


def plainest(
    claim: Claim, found: Refuted, setting: Setting, consider: Consider, seed: int = 0
) -> Refuted:
    """The refutation by the point that is easiest to put in by hand; the judge's own, as ever."""
    best, cost = found, _cost(found)
    names = list(found.witness)
    if any(isinstance(value, tuple) for value in found.witness.values()):
        return _smallest(claim, found, consider, seed)
    if "undefined" in (found.left, found.right) or cost <= ENOUGH * len(names):
        return best
    for point in _failing(claim, setting, seed):
        if sum(_number_cost(number_text(point[name])) for name in names if name in point) >= cost:
            continue
        verdict = consider(claim, Counterexample(point))
        if isinstance(verdict, Refuted) and _cost(verdict) < cost:
            best, cost = verdict, _cost(verdict)
    return best


def _smallest(claim: Claim, found: Refuted, consider: Consider, seed: int) -> Refuted:
    """The refutation by the smallest arrays, and of these by the plainest numbers."""
    if "undefined" in (found.left, found.right):
        return found
    for points in small_points(claim, found.witness, seed):
        verdicts = [consider(claim, point) for point in points[:CONSIDERED]]
        refuting = [verdict for verdict in verdicts if isinstance(verdict, Refuted)]
        if refuting:
            return min(refuting, key=_cost)
    return found


def _failing(claim: Claim, setting: Setting, seed: int) -> Iterator[Point]:
    """Points at which the two sides certainly differ; whether they lie in the domain is open."""
    offered = candidates((claim.left, claim.right), claim.context, seed)
    for _, point in zip(range(TRIED), offered, strict=False):
        oracle = PointOracle(point, setting.free)
        setting.free.begin()
        left, right = sides(claim, oracle)
        if left.expression is None or right.expression is None:
            continue
        if violated(claim, left.expression, right.expression, oracle):
            yield point


def _cost(verdict: Refuted) -> float:
    values = sum(_value_cost(text) for text in (verdict.left, verdict.right))
    return sum(map(_coordinate_cost, verdict.witness.values())) + values / 4


def _coordinate_cost(value: Coordinate) -> float:
    return _number_cost(value) if isinstance(value, str) else sum(map(_coordinate_cost, value))


def _number_cost(text: str) -> float:
    """About 1 for a digit; more for a sign, more digits, a fraction, a constant."""
    found = _RATIONAL.fullmatch(text)
    if found is None:
        return ROUGH
    sign, over, under = found.groups()
    digits = len(over) ** 2 + (1 + len(under) ** 2 if under else 0)
    return digits + int(over[0]) / 20 + (0.5 if sign else 0)


def _value_cost(text: str) -> float:
    return ROUGH if _RATIONAL.fullmatch(text) is None else min(_number_cost(text), ROUGH)


def difference_at(claim: Claim, verdict: Refuted, setting: Setting) -> str:
    """Left side less right side at the witness: exact where that is short, else a few digits.

    "" where one side is undefined there, or where it need not be 0.
    """
    if claim.relation not in ("=", "<=", ">="):
        return ""
    if _RATIONAL.fullmatch(verdict.left) and _RATIONAL.fullmatch(verdict.right):
        return str(Fraction(verdict.left) - Fraction(verdict.right))
    point = _read(verdict.witness)
    if point is None:
        return ""
    free = setting.free
    free.begin()
    oracle = PointOracle(point, free)
    left, right = sides(claim, oracle)
    if left.state is not State.DEFINED or left.expression is None or right.expression is None:
        return ""
    gap = difference(left.expression, right.expression)
    return _exactly(gap, point, setting) or _roughly(gap, oracle)


def _read(witness: Mapping[str, Coordinate]) -> Point | None:
    """The point that was shown; None where it has arrays."""
    texts = {name: text for name, text in witness.items() if isinstance(text, str)}
    if len(texts) < len(witness):
        return None
    try:
        return {name: parse(text, Scope()).expression for name, text in texts.items()}
    except Malformed:
        return None


def _exactly(gap: Expression, point: Point, setting: Setting) -> str:
    here = substitute(gap, dict(point))
    if free_names(here):
        return ""
    forms = list(normal_forms(here, setting, frozenset()))
    forms = [form for form in forms if size_of(form, SHORT + 1) <= SHORT]
    try:
        texts = [to_text(form) for form in forms]
    except LimitExceeded:
        return ""
    return min(texts, key=len, default="")


def _roughly(gap: Expression, oracle: PointOracle) -> str:
    value = oracle.value(gap, BITS)
    if value is None:
        return ""
    before = ctx.prec
    ctx.prec = BITS
    try:
        return f"about {arb(value).str(DIGITS, radius=False)}"
    finally:
        ctx.prec = before
