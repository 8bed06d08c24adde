"""Rigorous values at a point: an exact rational, or a ball that contains the value (Arb).

`evaluate` returns None where the value is undefined *or not known*: it makes no claim about
definedness. A ball is used only through comparisons that are certain.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from flint import arb, ctx, fmpq, fmpz

from verifier.algebra.quadrature import integral
from verifier.language.allowance import spend
from verifier.language.expressions import Apply, Binder, Constant, Expression, Name, Number

Value = fmpq | arb

BITS = 4_000  # of an exact rational; beyond it a ball is kept


def evaluate(node: Expression, point: Mapping[str, Value], bits: int) -> Value | None:
    """The value of a smooth expression, with ``bits`` of working precision."""
    before = ctx.prec
    ctx.prec = bits
    evaluation = _Evaluation(point)
    try:
        value = evaluation.run(node)
    finally:
        ctx.prec = before
    spend(len(evaluation.done) * (2 + bits / 256))
    return value


def sign_of(value: Value | None) -> int | None:
    """-1, 0 or 1 where it is certain; None where it is not."""
    if value is None:
        return None
    if value > 0:
        return 1
    if value < 0:
        return -1
    return 0 if value == 0 else None


def outer_bounds(value: Value) -> tuple[fmpq, fmpq] | None:
    """Rational numbers strictly below and strictly above a value; None where they are too long to
    write, as those around ``exp(exp(40))`` are.
    """
    ball = arb(value)
    if not ball.is_finite() or ball.abs_upper() >= arb(2) ** BITS:
        return None
    low, high = _exact(ball.lower()), _exact(ball.upper())
    margin = fmpq(1, 1 << 60)
    return low - margin, high + margin


def _exact(ball: arb) -> fmpq:
    if abs(ball) < arb(2) ** -BITS:
        return fmpq(0)  # nearer than the margin
    mantissa, exponent = ball.mid().man_exp()
    power = fmpz(2) ** abs(int(exponent))
    return fmpq(mantissa * power) if exponent >= 0 else fmpq(mantissa, power)


class _Evaluation:
    def __init__(self, point: Mapping[str, Value]) -> None:
        self.point = point
        self.done: dict[Expression, Value | None] = {}

    def run(self, node: Expression) -> Value | None:
        if node in self.done:
            return self.done[node]
        value = self._value(node)
        if isinstance(value, fmpq) and value.height_bits() > BITS:
            value = arb(value)
        if isinstance(value, arb) and not value.is_finite():
            value = None
        self.done[node] = value
        return value

    def _value(self, node: Expression) -> Value | None:
        match node:
            case Number(value):
                return fmpq(value.numerator, value.denominator)
            case Constant("pi"):
                return arb.pi()
            case Constant("e"):
                return arb(1).exp()
            case Name(name):
                return self.point.get(name)
            case Apply(head, args):
                values: list[Value] = []
                for arg in args:
                    found = self.run(arg)
                    if found is None:
                        return None
                    values.append(found)
                return apply(head, values)
            case Binder("integrate", _, _, lower, upper) if lower is not None and upper is not None:
                ends = self.run(lower), self.run(upper)
                if ends[0] is None or ends[1] is None:
                    return None
                return integral(node, self.point, (ends[0], ends[1]))
            case _:
                return None


def apply(head: str, values: list[Value]) -> Value | None:
    """The value of a function or an operator, at the working precision that is set."""
    match head, values:
        case "+", _:
            total = values[0]
            for value in values[1:]:
                total = total + value
            return total
        case "*", _:
            total = values[0]
            for value in values[1:]:
                total = total * value
            return total
        case "neg", [u]:
            return -u
        case "/", [u, v]:
            return _quotient(u, v)
        case "^", [u, v]:
            return _power(u, v)
        case "abs", [u]:
            return abs(u) if isinstance(u, fmpq) else arb(abs(u))
        case "floor" | "ceil", [u]:
            return _step(head, u)
        case _, [u]:
            return _function(head, u)
        case _:
            return None


def _quotient(u: Value, v: Value) -> Value | None:
    if not sign_of(v):
        return None
    if isinstance(u, fmpq) and isinstance(v, fmpq):
        return u / v
    return arb(u) / arb(v)


def _power(u: Value, v: Value) -> Value | None:
    if isinstance(v, fmpq):
        if v.q == 1:
            return _whole_power(u, int(v.p))
        sign = sign_of(u)
        if sign == 0:
            return fmpq(0) if v > 0 else None
        if sign == -1:
            return None
        if isinstance(u, fmpq) and int(v.q) <= 64:
            root = _exact_root(u, int(v.q))
            if root is not None:
                return _whole_power(root, int(v.p))
        if sign is None:
            return None
        return arb(u) ** arb(v)
    if sign_of(u) == 1:
        return (arb(v) * arb(u).log()).exp()
    return None


def _whole_power(u: Value, n: int) -> Value | None:
    if n < 0:
        if not sign_of(u):
            return None
        u, n = 1 / u, -n
    if isinstance(u, fmpq) and u.height_bits() * n <= BITS:
        return u**n
    return arb(u) ** n


def _exact_root(u: fmpq, degree: int) -> fmpq | None:
    top, bottom = _integer_root(int(u.p), degree), _integer_root(int(u.q), degree)
    return None if top is None or bottom is None else fmpq(top, bottom)


def _integer_root(n: int, degree: int) -> int | None:
    root = int(fmpz(n).root(degree))
    return root if root**degree == n else None


def _step(head: str, u: Value) -> Value | None:
    if isinstance(u, fmpq):
        return fmpq(u.floor() if head == "floor" else u.ceil())
    rounded = u.floor() if head == "floor" else u.ceil()
    whole = rounded.unique_fmpz()
    return None if whole is None else fmpq(whole)


def _function(head: str, u: Value) -> Value | None:
    if isinstance(u, fmpq):
        exact = _EXACT.get((head, u.p, u.q) if abs(u.p) <= 1 and u.q == 1 else None)
        if exact is not None:
            return fmpq(exact)
    ball = arb(u)
    match head:
        case "log":
            return ball.log() if ball > 0 else None
        case "factorial":
            return (ball + 1).gamma() if ball > -1 else None
        case _:
            enclose = _BALLS.get(head)
            return None if enclose is None else enclose(ball)


_BALLS: dict[str, Callable[[arb], arb]] = {
    "exp": arb.exp,
    "sin": arb.sin,
    "cos": arb.cos,
    "asin": arb.asin,
    "acos": arb.acos,
    "atan": arb.atan,
    "erf": arb.erf,
    "gamma": arb.gamma,  # at a pole, or at a ball that may contain one: not finite
}


_EXACT: dict[object, int] = {
    ("exp", 0, 1): 1,
    ("log", 1, 1): 0,
    ("sin", 0, 1): 0,
    ("cos", 0, 1): 1,
    ("asin", 0, 1): 0,
    ("acos", 1, 1): 0,
    ("atan", 0, 1): 0,
    ("erf", 0, 1): 0,
}


def fraction(value: fmpq) -> Fraction:
    """An exact value as a Python fraction."""
    return Fraction(int(value.p), int(value.q))
