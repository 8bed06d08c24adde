"""Rigorous values of integrals between numbers: balls that contain the value, by Arb.

Arb bounds the error from values of the integrand on discs of the complex plane in which it is
analytic; so the integrand is evaluated at complex balls here. A function with a cut gives no value
on a disc that touches the cut, and then a smaller disc is tried, up to a limit on the work.

Source: Johansson, *Numerical integration in arbitrary-precision ball arithmetic* (2018).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

from flint import acb, arb, ctx, fmpq

from verifier.language.expressions import (
    Apply,
    Binder,
    Constant,
    Expression,
    Name,
    Number,
    free_names,
)

Value = fmpq | arb

EVALUATIONS = 4_000  # of the integrand, for one integral
GOAL = 53  # bits; more cost time and tell nothing more
BITS = 128  # of working precision
KNOWN = 500  # integrals that are remembered
NOTHING = acb("nan")

_known: dict[tuple[object, ...], arb | None] = {}


def integral(node: Binder, point: Mapping[str, Value], ends: tuple[Value, Value]) -> arb | None:
    """The value of an integral of a continuous integrand over a closed range, by a ball.

    The ball is no smaller at a higher working precision, so that it is worked out once.

    Returns:
        None where no finite ball is found within the work that is allowed.
    """
    used = [(name, point[name]) for name in sorted(free_names(node)) if name in point]
    values = (*ends, *(value for _, value in used))
    if not all(isinstance(value, fmpq) for value in values):
        return _enclosed(node, ends, used)
    key = node, *ends, *used
    if key not in _known:
        if len(_known) >= KNOWN:
            _known.clear()
        _known[key] = _enclosed(node, ends, used)
    return _known[key]


def _enclosed(
    node: Binder, ends: tuple[Value, Value], used: Iterable[tuple[str, Value]]
) -> arb | None:
    before, ctx.prec = ctx.prec, BITS
    try:
        lower, upper = (acb(arb(end)) for end in ends)
        values = {name: acb(arb(value)) for name, value in used}

        def integrand(z: acb, analytic: bool) -> acb:
            return _Evaluation({**values, node.variable: z}, analytic).run(node.body)

        found = acb.integral(
            integrand,
            lower,
            upper,
            rel_tol=arb(2) ** -GOAL,
            abs_tol=arb(2) ** -GOAL,
            eval_limit=EVALUATIONS,
        )
    finally:
        ctx.prec = before
    real: arb = found.real
    return real if real.is_finite() else None


class _Evaluation:
    """The value of a smooth expression at complex balls; not finite where it is not known."""

    def __init__(self, values: Mapping[str, acb], analytic: bool) -> None:
        self.values = values
        self.analytic = analytic
        self.done: dict[Expression, acb] = {}

    def run(self, node: Expression) -> acb:
        found = self.done.get(node)
        if found is None:
            found = self.done[node] = self._value(node)
        return found

    def _value(self, node: Expression) -> acb:
        match node:
            case Number(value):
                return acb(_exact(value))
            case Constant("pi"):
                return acb.pi()
            case Constant("e"):
                return acb(1).exp()
            case Name(name):
                return self.values.get(name, NOTHING)
            case Apply("^", (u, Number(exponent))):
                return self._power(self.run(u), exponent)
            case Apply("^", (u, v)):
                return (self.run(v) * self.run(u).log(analytic=self.analytic)).exp()
            case Apply(head, args):
                return self._apply(head, [self.run(arg) for arg in args])
            case _:
                return NOTHING

    def _power(self, u: acb, exponent: Fraction) -> acb:
        if exponent.denominator == 1:
            return u ** int(exponent)
        if exponent == Fraction(1, 2):
            return u.sqrt(analytic=self.analytic)
        return u.pow(acb(_exact(exponent)), analytic=self.analytic)

    def _apply(self, head: str, values: list[acb]) -> acb:
        match head, values:
            case "+", _:
                return sum(values[1:], values[0])
            case "*", _:
                product = values[0]
                for value in values[1:]:
                    product = product * value
                return product
            case "neg", [u]:
                return -u
            case "/", [u, v]:
                return u / v
            case "log", [u]:
                return u.log(analytic=self.analytic)
            case "asin" | "acos" | "atan", [u]:
                return self._inverse(head, u)
            case _, [u] if head in _ENTIRE:
                return _ENTIRE[head](u)
            case _:
                return NOTHING

    def _inverse(self, head: str, u: acb) -> acb:
        """Off its cuts: on the real line beyond ±1, on the imaginary one for the arctangent."""
        along, across = (u.real, u.imag) if head != "atan" else (u.imag, u.real)
        if self.analytic and not (abs(along) < 1 or across != 0):
            return NOTHING
        found: acb = getattr(u, head)()
        return found


def _exact(value: Fraction) -> fmpq:
    return fmpq(value.numerator, value.denominator)


_ENTIRE: dict[str, Callable[[acb], acb]] = {
    "exp": acb.exp,
    "sin": acb.sin,
    "cos": acb.cos,
    "erf": acb.erf,
    "gamma": acb.gamma,  # not finite at its poles
}
