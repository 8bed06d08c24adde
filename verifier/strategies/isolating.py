"""A symbol by the others, from a comparison in which it stands once: ``exp(x) = 3*y`` at log(3*y).

Nothing is decided here: where the inverse is not defined there is no such point, and each point is
checked by the judge.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

from flint import fmpq

from verifier.algebra.enclosures import evaluate
from verifier.algebra.oracles import Point
from verifier.algebra.ranges import rational
from verifier.language.expressions import (
    ONE,
    Apply,
    Constant,
    Expression,
    Name,
    Number,
    children,
    free_names,
    substitute,
)

PI = Constant("pi")
BITS = 64
MOST = 8  # values of one symbol
DIGITS = 400  # bits of a value that is written as a number


def isolated(left: Expression, right: Expression, name: str) -> list[Expression]:
    """What a symbol must be for two sides to be equal; empty where it does not stand once."""
    if _count(left, name) + _count(right, name) != 1:
        return []
    if _count(right, name):
        left, right = right, left
    found = [right]
    while not isinstance(left, Name):
        step = _step(left, name)
        if step is None:
            return []
        left, inverse = step
        found = [value for other in found for value in inverse(other)][:MOST]
    return found


def placed(values: list[Expression], point: Point, names: frozenset[str]) -> Iterator[Expression]:
    """The values at a point, as numbers where they are rational; those that speak of ``names``, or
    are defined nowhere there, are left out.
    """
    for value in values:
        if free_names(value) & names:
            continue
        here = substitute(value, dict(point))
        number = None if free_names(here) else evaluate(here, {}, BITS)
        if isinstance(number, fmpq) and int(number.p).bit_length() < DIGITS:
            yield Number(Fraction(int(number.p), int(number.q)))
        elif number is not None:
            yield here


Inverse = Callable[[Expression], list[Expression]]


def _count(node: Expression, name: str) -> int:
    """How often a symbol stands in an expression, which may share parts with itself."""
    counted: dict[Expression, int] = {}

    def visit(part: Expression) -> int:
        if name not in free_names(part):
            return 0
        if part not in counted:
            counted[part] = isinstance(part, Name) or sum(map(visit, children(part)))
        return counted[part]

    return visit(node)


def _step(node: Expression, name: str) -> tuple[Expression, Inverse] | None:
    """The part that the symbol stands in, and what that part is where the whole has a value."""
    match node:
        case Apply("+" | "*" as head, args):
            (inner,) = (arg for arg in args if _count(arg, name))
            rest = Apply(head, tuple(arg for arg in args if arg is not inner))
            return inner, (_less(rest) if head == "+" else _over(rest))
        case Apply("neg", (inner,)):
            return inner, lambda value: [_negative(value)]
        case Apply("/", (above, below)) if _count(above, name):
            return above, lambda value: [Apply("*", (value, below))]
        case Apply("/", (above, below)):
            return below, lambda value: [Apply("/", (above, value))]
        case Apply("^", (inner, power)) if (number := rational(power)) is not None:
            exponent = Fraction(int(number.p), int(number.q))
            return (inner, _root(exponent)) if exponent > 0 else None
        case Apply("^", (Number() as base, inner)):
            logarithm = Apply("log", (base,))
            return inner, lambda value: [Apply("/", (Apply("log", (value,)), logarithm))]
        case Apply(head, (inner,)) if head in _INVERSES:
            return inner, _INVERSES[head]
        case _:
            return None


def _negative(value: Expression) -> Expression:
    return Apply("neg", (value,))


def _less(rest: Expression) -> Inverse:
    return lambda value: [Apply("+", (value, _negative(rest)))]


def _over(rest: Expression) -> Inverse:
    return lambda value: [Apply("/", (value, rest))]


def _root(exponent: Fraction) -> Inverse:
    def inverse(value: Expression) -> list[Expression]:
        power = Number(1 / exponent)
        root = Apply("^", (value, power))
        if exponent.denominator != 1:
            return [root]
        if exponent.numerator % 2:
            return [root, _negative(Apply("^", (_negative(value), power)))]
        return [root, _negative(root)]

    return inverse


def _named(head: str) -> Inverse:
    return lambda value: [Apply(head, (value,))]


# In the functions that points are evaluated in.
_INVERSES: Mapping[str, Inverse] = {
    "exp": _named("log"),
    "log": _named("exp"),
    "sqrt": lambda value: [Apply("^", (value, Number(2)))],
    "abs": lambda value: [value, _negative(value)],
    "atan": lambda value: [Apply("/", (Apply("sin", (value,)), Apply("cos", (value,))))],
    "tan": _named("atan"),
    "sin": lambda value: [arc := Apply("asin", (value,)), Apply("+", (PI, _negative(arc)))],
    "cos": lambda value: [arc := Apply("acos", (value,)), _negative(arc)],
}


def beside(value: Expression) -> list[Expression]:
    """A value with a little less and a little more than it."""
    return [value, *(Apply("+", (value, step)) for step in (ONE, _negative(ONE)))]
