"""Mistakes that have a name: what is taken to hold of sums or products, and does not.

Only the form of a line that is refuted is looked at, so that each sentence is true of it.
"""

from __future__ import annotations

from fractions import Fraction
from types import MappingProxyType

from verifier.language.expressions import ONE, TWO, Apply, Expression, Number

NOUNS = MappingProxyType(
    {
        "sqrt": ("square root", "square roots"),
        "abs": ("absolute value", "absolute values"),
        "log": ("logarithm", "logarithms"),
        "exp": ("exponential", "exponentials"),
        "sin": ("sine", "sines"),
        "cos": ("cosine", "cosines"),
        "tan": ("tangent", "tangents"),
        "tanh": ("hyperbolic tangent", "hyperbolic tangents"),
        "floor": ("floor", "floors"),
        "factorial": ("factorial", "factorials"),
        "gamma": ("gamma function", "gamma functions"),
        "sigmoid": ("sigmoid", "sigmoids"),
        "softmax": ("softmax", "softmaxes"),
        "relu": ("relu", "relus"),
        "max": ("maximum", "maxima"),
        "min": ("minimum", "minima"),
        "det": ("determinant", "determinants"),
        "tr": ("trace", "traces"),
        "inv": ("inverse", "inverses"),
        "norm": ("norm", "norms"),
        "mean": ("mean", "means"),
        "var": ("variance", "variances"),
    }
)
"""What a function's value is called, of one and of several."""

POWERS = MappingProxyType({Fraction(2): "square", Fraction(3): "cube"})
GROUPS = MappingProxyType({"+": "sum", "*": "product", "@": "product"})


def named_fallacy(left: Expression, right: Expression) -> str:
    """A sentence without a full stop on what the author took to hold; "" where it has no name."""
    return _distributed(left, right) or _distributed(right, left) or _commuted(left, right)


def _distributed(one: Expression, other: Expression) -> str:
    """``f(a + b)`` for ``f(a) + f(b)``, and what comes of a factor."""
    name, inner = _applied(one)
    if not name or not isinstance(inner, Apply):
        return ""
    if inner.head in GROUPS and isinstance(other, Apply) and other.head in GROUPS:
        parts = [_applied(part) for part in other.args]
        if name == "sqrt":  # of squares, the roots may be written without
            parts = [part if part[0] else (name, _squared(part[1])) for part in parts]
        if {found for found, _ in parts} == {name} and _same(inner, [part for _, part in parts]):
            return _not_shared(name, GROUPS[inner.head], GROUPS[other.head])
    if _taken_out(name, inner, other):
        return f"a factor does not come out of a {NOUNS.get(name, (name,))[0]} as it is"
    return ""


def _applied(node: Expression) -> tuple[str, Expression | None]:
    """What is applied to what; a power and a reciprocal count as functions."""
    match node:
        case Apply("/", (over, under)) if over is ONE:
            return "reciprocal", under
        case Apply("^", (base, Number(exponent))):
            return POWERS.get(exponent, ""), base
        case Apply(head, (inner,)) if head in NOUNS:
            return head, inner
        case _:
            return "", node


def _squared(node: Expression | None) -> Expression | None:
    return None if node is None else Apply("^", (node, TWO))


def _same(inner: Apply, parts: list[Expression | None]) -> bool:
    return sorted(map(id, inner.args)) == sorted(map(id, parts))


def _not_shared(name: str, inside: str, outside: str) -> str:
    single, several = NOUNS.get(name, (name, f"{name}s"))
    return f"the {single} of a {inside} is not the {outside} of the {several}"


def _taken_out(name: str, inner: Apply, other: Expression) -> bool:
    """``f(2*x)`` for ``2*f(x)``."""
    match inner, other:
        case Apply("*", (factor, rest)), Apply("*", (same, outer)) if factor is same:
            return _applied(outer) == (name, rest)
        case _:
            return False


def _commuted(left: Expression, right: Expression) -> str:
    match left, right:
        case Apply("@", (a, b)), Apply("@", (c, d)) if a is d and b is c:
            return "the order of a matrix product matters"
        case _:
            return ""
