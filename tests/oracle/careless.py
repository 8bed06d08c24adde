"""Random expressions, and the rewritings that people do without looking where they hold.

Most of the rules are true at almost every point, and false where something is undefined, negative,
at a tie or at a kink: what a verifier must not miss.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from verifier.language.expressions import (
    ONE,
    TWO,
    ZERO,
    Apply,
    Call,
    Derivative,
    Expression,
    Name,
    Number,
    children,
    rebuild,
)

HALF = Apply("/", (ONE, TWO))
_EXPONENTS = (
    TWO,
    Number(3),
    ZERO,
    Apply("neg", (ONE,)),
    Apply("neg", (TWO,)),
    HALF,
    Apply("/", (Number(3), TWO)),
    Apply("neg", (HALF,)),
    Apply("/", (ONE, Number(3))),
)
_FUNCTIONS = ("exp", "log", "sqrt", "abs", "relu", "sign", "neg", "log", "sqrt", "abs")
_COMPARISONS = ("<", "<=", ">", ">=", "==", "!=")


@dataclass(frozen=True)
class Words:
    """What random expressions are made of; a name more often listed is more often used.

    Attributes:
        names: for the leaves.
        variables: those by which may be differentiated.
        functions: defined functions with their arities.
    """

    names: tuple[str, ...]
    variables: tuple[str, ...]
    functions: tuple[tuple[str, int], ...] = ()


def expressions(seed: int, words: Words, depth: int) -> Iterator[Expression]:
    """Endless random expressions, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 (a fixed sample)
    while True:
        yield _grown(chance, words, depth)


def _grown(chance: random.Random, words: Words, depth: int) -> Expression:
    if depth == 0 or chance.random() < 0.1:
        if chance.random() < 0.65:
            return Name(chance.choice(words.names))
        return Number(chance.choice([0, 1, 1, 2, 2, 3, Fraction(1, 2)]))

    def part() -> Expression:
        return _grown(chance, words, depth - 1)

    match chance.randrange(18):
        case 0 | 1 | 2:
            return Apply("+", (part(), part()))
        case 3:
            return difference(part(), part())
        case 4 | 5 | 6 | 7 | 8:
            return Apply(chance.choice(("*", "/", "max", "min", "/")), (part(), part()))
        case 9:
            return Apply("^", (part(), chance.choice(_EXPONENTS)))
        case 10 | 11 | 12:
            return Apply(chance.choice(_FUNCTIONS), (part(),))
        case 13:
            condition = Apply(chance.choice(_COMPARISONS), (part(), part()))
            return Apply("where", (condition, part(), part()))
        case 14 if words.functions:
            name, arity = chance.choice(words.functions)
            return Call(name, tuple(part() for _ in range(arity)), (0,) * arity)
        case _:
            return Derivative("diff", part(), (chance.choice(words.variables),))


def difference(left: Expression, right: Expression) -> Expression:
    """``left - right`` as the parser builds it."""
    return Apply("+", (left, Apply("neg", (right,))))


def times(*factors: Expression) -> Expression:
    """A product."""
    return Apply("*", factors)


def over(above: Expression, below: Expression) -> Expression:
    """A quotient."""
    return Apply("/", (above, below))


def _of(head: str, *args: Expression) -> Expression:
    return Apply(head, args)


def rewritings(node: Expression, other: Expression) -> Iterator[Expression]:
    """What a careless hand writes for a node; ``other`` is any expression to add and take away."""
    yield over(times(node, other), other)
    yield difference(_of("+", node, other), other)
    yield times(node, _of("^", other, ZERO))
    yield _of("+", node, times(ZERO, other))
    yield _of("exp", _of("log", node))
    yield _of("log", _of("exp", node))
    yield _of("^", _of("sqrt", node), TWO)
    yield _of("sqrt", _of("^", node, TWO))
    yield _of("^", _of("^", node, Number(3)), Apply("/", (ONE, Number(3))))
    yield over(ONE, over(ONE, node))
    yield times(_of("sign", node), _of("abs", node))
    yield _of("where", _of("==", other, ZERO), node, over(times(node, other), other))
    yield _of("max", node, node)
    yield _of("where", _of(">", other, ONE), node, node)
    match node:
        case Apply(head, args):
            yield from _known_forms(head, args)
        case Derivative(_, body, (name,)):
            yield from _slopes(body, name)


def _known_forms(head: str, args: tuple[Expression, ...]) -> Iterator[Expression]:
    """What people know about a function, or believe they know."""
    match head, args:
        case (("abs" | "relu" | "sign"), (u,)):
            yield from _by_sign(head, u)
        case (("log" | "exp"), (u,)):
            yield from _logarithms(head, u)
        case "sqrt", (u,):
            yield from _roots(u)
        case (("max" | "min"), (u, v)):
            yield from _larger(head, u, v)
        case (("/" | "*" | "^"), (u, v)):
            yield from _products(head, u, v)
        case "where", (c, u, v):
            yield _of("+", times(c, u), times(difference(ONE, c), v))
            yield u
        case "<=", (u, v):
            yield _of("<", u, v)
        case "==", (u, v):
            yield times(_of("<=", u, v), _of(">=", u, v))


def _by_sign(head: str, u: Expression) -> Iterator[Expression]:
    match head:
        case "abs":
            yield u
            yield times(u, _of("sign", u))
            yield _of("sqrt", times(u, u))
            yield over(times(u, u), _of("abs", u))
            yield _of("where", _of(">", u, ZERO), u, _of("neg", u))
        case "relu":
            yield times(u, _of(">", u, ZERO))
            yield over(_of("+", u, _of("abs", u)), TWO)
        case _:
            yield over(u, _of("abs", u))
            yield _of("where", _of(">=", u, ZERO), ONE, _of("neg", ONE))


def _logarithms(head: str, argument: Expression) -> Iterator[Expression]:
    match head, argument:
        case "exp", Apply("+", (u, v)):
            yield times(_of("exp", u), _of("exp", v))
        case "log", Apply("*", (u, v)):
            yield _of("+", _of("log", u), _of("log", v))
        case "log", Apply("/", (u, v)):
            yield difference(_of("log", u), _of("log", v))
        case "log", Apply("^", (u, n)):
            yield times(n, _of("log", u))
        case "log", u:
            yield over(_of("log", times(u, u)), TWO)


def _roots(argument: Expression) -> Iterator[Expression]:
    match argument:
        case Apply("*" | "/" as inner, (u, v)):
            yield _of(inner, _of("sqrt", u), _of("sqrt", v))
        case Apply("^", (u, Number(value))) if value == 2:
            yield u
        case u:
            yield over(u, _of("sqrt", u))
            yield _of("^", u, HALF)


def _larger(head: str, u: Expression, v: Expression) -> Iterator[Expression]:
    yield _of("where", _of(">", u, v), u, v)
    if head == "max":
        yield over(_of("+", u, v, _of("abs", difference(u, v))), TWO)
        yield difference(_of("+", u, v), _of("min", u, v))
    else:
        yield _of("neg", _of("max", _of("neg", u), _of("neg", v)))


def _products(head: str, u: Expression, v: Expression) -> Iterator[Expression]:
    match head:
        case "/":
            yield times(u, _of("^", v, _of("neg", ONE)))
            yield over(times(u, v), times(v, v))
        case "*":
            yield over(u, over(ONE, v))
            squares = _of("+", times(u, u), times(v, v))
            yield over(difference(_of("^", _of("+", u, v), TWO), squares), TWO)
        case _:
            yield _of("exp", times(v, _of("log", u)))
            yield times(u, _of("^", u, difference(v, ONE)))
            yield _of("^", times(u, u), over(v, TWO))
            yield times(_of("^", u, HALF), _of("^", u, difference(v, HALF)))


def _slopes(body: Expression, name: str) -> Iterator[Expression]:
    """The rules of differentiation, kinks forgotten."""

    def slope(inner: Expression) -> Expression:
        return Derivative("diff", inner, (name,))

    match body:
        case Apply("+", (u, v)):
            yield _of("+", slope(u), slope(v))
        case Apply("*", (u, v)):
            yield _of("+", times(slope(u), v), times(u, slope(v)))
        case Apply("/", (u, v)):
            above = difference(times(slope(u), v), times(u, slope(v)))
            yield over(above, _of("^", v, TWO))
        case Apply("^", (u, n)):
            yield times(n, _of("^", u, difference(n, ONE)), slope(u))
        case Apply("max", (u, v)):
            yield _of("where", _of(">", u, v), slope(u), slope(v))
        case Apply("where", (c, u, v)):
            yield _of("where", c, slope(u), slope(v))
        case Apply(head, (u,)) if head in _OUTER:
            yield from (times(outer, slope(u)) for outer in _OUTER[head](u))


_OUTER: dict[str, Callable[[Expression], tuple[Expression, ...]]] = {
    "abs": lambda u: (_of("sign", u), over(u, _of("abs", u))),
    "relu": lambda u: (_of(">", u, ZERO),),
    "sign": lambda _: (ZERO,),
    "log": lambda u: (over(ONE, u),),
    "sqrt": lambda u: (over(ONE, times(TWO, _of("sqrt", u))),),
    "exp": lambda u: (_of("exp", u),),
}


def everywhere(
    node: Expression, change: Callable[[Expression], Iterator[Expression]]
) -> Iterator[Expression]:
    """Every expression that the change makes at one place."""
    yield from change(node)
    parts = children(node)
    for k, part in enumerate(parts):
        for changed in everywhere(part, change):
            yield rebuild(node, (*parts[:k], changed, *parts[k + 1 :]))
