"""Points of the domain: whether a point belongs to it, and what the two sides are there."""

from __future__ import annotations

from flint import arb, fmpq

from verifier.algebra.enclosures import Value, evaluate, sign_of
from verifier.algebra.literals import MASKS, NEG, NIL, POS
from verifier.algebra.names import names_of
from verifier.algebra.oracles import (
    PRECISIONS,
    Found,
    Point,
    PointOracle,
    State,
    at_point,
    difference,
)
from verifier.claims.claim import Bound, Claim, Domain, Field
from verifier.kernel.setting import Setting, conjuncts
from verifier.kernel.wording import number_text
from verifier.language.expressions import Apply, Constant, Expression, substitute

DIGITS = 10


def belongs(setting: Setting, point: Point, extra: tuple[Expression, ...] = ()) -> bool:
    """Whether a point is certainly in the domain and satisfies every assumption."""
    oracle = PointOracle(point, setting.free)
    for name, domain in setting.context.symbols.items():
        if domain.shape or domain.field is Field.COMPLEX:
            continue  # no line that is judged speaks of it
        if name not in point or not in_domain(name, domain, point):
            return False
    return all(holds(assumption, oracle) for assumption in (*setting.context.assumptions, *extra))


def holds(relation: Expression, oracle: PointOracle) -> bool:
    """Whether a relation certainly holds at a point; an undefined side makes it false."""
    match relation:
        case Apply("and", parts):
            return all(holds(part, oracle) for part in parts)
        case Apply("or", parts):
            return any(holds(part, oracle) for part in parts)
        case Apply(symbol, (left, right)) if symbol in MASKS:
            found = at_point(difference(left, right), oracle)
            if found.state is not State.DEFINED or found.expression is None:
                return False
            sign = oracle.certain_sign(found.expression)
            return sign is not None and bool(sign & MASKS[symbol])
        case Constant("true"):
            return True
        case _:
            return False


def fails(relation: Expression, oracle: PointOracle) -> bool:
    """Whether a relation certainly fails at a point: an undefined side, or the other sign."""
    match relation:
        case Apply(symbol, (left, right)) if symbol in MASKS:
            found = at_point(difference(left, right), oracle)
            if found.expression is None:
                return found.state is State.UNDEFINED
            sign = oracle.certain_sign(found.expression)
            return sign is not None and not sign & MASKS[symbol]
        case _:
            return False


def in_domain(name: str, domain: Domain, point: Point) -> bool:
    """Whether a point's number for a name is certainly one of the name's domain."""
    value = evaluate(point[name], {}, PRECISIONS[0])
    if value is None:
        return False
    if domain.field in (Field.INTEGER, Field.NATURAL):
        if not isinstance(value, fmpq) or value.q != 1:
            return False
        if domain.field is Field.NATURAL and value < 0:
            return False
    return (
        _beyond(value, domain.lower, point, POS)
        and _beyond(value, domain.upper, point, NEG)
        and all(_gap(value, excluded, point) in (NEG, POS) for excluded in domain.excluded)
    )


def _beyond(value: Value, bound: Bound | None, point: Point, side: int) -> bool:
    if bound is None:
        return True
    gap = _gap(value, bound.value, point)
    return gap == side or (gap == NIL and not bound.open)


def _gap(value: Value, bound: Expression, point: Point) -> int:
    """The sign of ``value - bound``, 0 where it is not certain."""
    end = evaluate(substitute(bound, dict(point)), {}, PRECISIONS[0])
    sign = None if end is None else sign_of(value - end)
    return 0 if sign is None else (NEG, NIL, POS)[sign + 1]


def sides(claim: Claim, oracle: PointOracle) -> tuple[Found, Found]:
    """What is known of the two sides at a point."""
    return at_point(claim.left, oracle), at_point(claim.right, oracle)


def violated(claim: Claim, left: Expression, right: Expression, oracle: PointOracle) -> bool:
    """Whether two defined sides certainly do not stand in the claimed relation at the point."""
    gap = difference(left, right)
    if claim.relation == "=":
        return any(sign_of(oracle.value(gap, bits)) for bits in PRECISIONS)
    sign = oracle.certain_sign(gap)
    return sign is not None and not sign & MASKS[claim.relation]


def witness(claim: Claim, point: Point) -> dict[str, str]:
    """The coordinates that the claim goes through, in the order of declaration."""
    names = names_of(claim.context)
    needed = names.mentioned(claim.left) | names.mentioned(claim.right)
    for assumption in conjuncts(claim.context.assumptions):
        if names.mentioned(assumption) & needed:
            needed |= names.mentioned(assumption)
    return {name: number_text(value) for name, value in point.items() if name in needed}


def agreement(left: Expression, right: Expression, oracle: PointOracle) -> arb | None:
    """An upper bound of the relative difference of two values, if it is below 1e-30."""
    bits = PRECISIONS[1]
    a, b = oracle.value(left, bits), oracle.value(right, bits)
    if a is None or b is None:
        return None
    error = abs(arb(a) - arb(b)) / (1 + abs(arb(a)))
    bound = error.abs_upper()
    return bound if bound < arb(10) ** -30 else None


def value_text(expression: Expression, oracle: PointOracle) -> str:
    """A value as text: exact where it is rational, otherwise an interval that contains it."""
    value: Value | None = None
    for bits in PRECISIONS:
        value = oracle.value(expression, bits)
        if isinstance(value, fmpq):
            return _rational_text(value)
        if value is not None and value.rel_accuracy_bits() > 40:
            return _ball_text(value)
    if oracle.certain_sign(expression) == NIL:
        return "0"
    return "not known" if value is None else _ball_text(arb(value))


def _rational_text(value: fmpq) -> str:
    text = str(value)
    return text if len(text) <= 40 else _ball_text(arb(value))


def _ball_text(ball: arb) -> str:
    """``[lower, upper]`` with ten digits, rounded outward by the radius Arb prints."""
    return str(ball.str(DIGITS, radius=True)) if ball.is_finite() else "not known"
