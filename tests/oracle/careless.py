"""Random expressions, and the rewritings that people do without looking where they hold.

Most of the rules are true at almost every point, and false where something is undefined, negative,
at a tie or at a kink: what a verifier must not miss.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from fractions import Fraction

from verifier.language.expressions import (
    Apply,
    Derivative,
    Expression,
    Name,
    Number,
    children,
    free_names,
    rebuild,
)

HALF = Apply("/", (Number(1), Number(2)))
_EXPONENTS = (
    Number(2),
    Number(3),
    Number(0),
    Apply("neg", (Number(1),)),
    Apply("neg", (Number(2),)),
    HALF,
    Apply("/", (Number(3), Number(2))),
    Apply("neg", (HALF,)),
    Apply("/", (Number(1), Number(3))),
)
_FUNCTIONS = ("exp", "log", "sqrt", "abs", "relu", "sign", "neg", "log", "sqrt", "abs")
_COMPARISONS = ("<", "<=", ">", ">=", "==", "!=")


def expressions(seed: int, names: list[str], depth: int) -> Iterator[Expression]:
    """Endless random expressions, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 (a fixed sample)
    while True:
        yield _grown(chance, names, depth)


def _grown(chance: random.Random, names: list[str], depth: int) -> Expression:
    if depth == 0 or chance.random() < 0.1:
        if chance.random() < 0.65:
            return Name(chance.choice(names))
        return Number(chance.choice([0, 1, 1, 2, 2, 3, Fraction(1, 2)]))

    def part() -> Expression:
        return _grown(chance, names, depth - 1)

    match chance.randrange(16):
        case 0 | 1 | 2:
            return Apply("+", (part(), part()))
        case 3:
            return difference(part(), part())
        case 4 | 5:
            return Apply("*", (part(), part()))
        case 6 | 7:
            return Apply("/", (part(), part()))
        case 8:
            return Apply("^", (part(), chance.choice(_EXPONENTS)))
        case 9 | 10 | 11:
            return Apply(chance.choice(_FUNCTIONS), (part(),))
        case 12:
            return Apply(chance.choice(("max", "min")), (part(), part()))
        case 13:
            condition = Apply(chance.choice(_COMPARISONS), (part(), part()))
            return Apply("where", (condition, part(), part()))
        case _:
            return Derivative("diff", part(), (chance.choice(names),))


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
    yield times(node, _of("^", other, Number(0)))
    yield _of("+", node, times(Number(0), other))
    yield _of("exp", _of("log", node))
    yield _of("log", _of("exp", node))
    yield _of("^", _of("sqrt", node), Number(2))
    yield _of("sqrt", _of("^", node, Number(2)))
    yield _of("^", _of("^", node, Number(3)), Apply("/", (Number(1), Number(3))))
    yield over(Number(1), over(Number(1), node))
    yield times(_of("sign", node), _of("abs", node))
    yield _of("where", _of("==", other, Number(0)), node, over(times(node, other), other))
    yield _of("max", node, node)
    yield _of("where", _of(">", other, Number(1)), node, node)
    match node:
        case Apply(head, args):
            yield from _known_forms(head, args)
        case Derivative(_, body, (name,)):
            yield from _slopes(body, name)


def _known_forms(head: str, args: tuple[Expression, ...]) -> Iterator[Expression]:
    match head, args:
        case "abs", (u,):
            yield u
            yield times(u, _of("sign", u))
            yield _of("sqrt", times(u, u))
            yield over(times(u, u), _of("abs", u))
            yield _of("where", _of(">", u, Number(0)), u, _of("neg", u))
        case "relu", (u,):
            yield times(u, _of(">", u, Number(0)))
            yield over(_of("+", u, _of("abs", u)), Number(2))
        case "sign", (u,):
            yield over(u, _of("abs", u))
            yield _of("where", _of(">=", u, Number(0)), Number(1), _of("neg", Number(1)))
        case "log", (Apply("*", (u, v)),):
            yield _of("+", _of("log", u), _of("log", v))
        case "log", (Apply("/", (u, v)),):
            yield difference(_of("log", u), _of("log", v))
        case "log", (Apply("^", (u, n)),):
            yield times(n, _of("log", u))
        case "log", (u,):
            yield over(_of("log", times(u, u)), Number(2))
        case "sqrt", (Apply("*" | "/" as inner, (u, v)),):
            yield _of(inner, _of("sqrt", u), _of("sqrt", v))
        case "sqrt", (Apply("^", (u, Number(value))),) if value == 2:
            yield u
        case "sqrt", (u,):
            yield over(u, _of("sqrt", u))
            yield _of("^", u, HALF)
        case "exp", (Apply("+", (u, v)),):
            yield times(_of("exp", u), _of("exp", v))
        case "max", (u, v):
            yield over(_of("+", u, v, _of("abs", difference(u, v))), Number(2))
            yield _of("where", _of(">", u, v), u, v)
            yield difference(_of("+", u, v), _of("min", u, v))
        case "min", (u, v):
            yield _of("where", _of(">", u, v), u, v)
            yield _of("neg", _of("max", _of("neg", u), _of("neg", v)))
        case "/", (u, v):
            yield times(u, _of("^", v, _of("neg", Number(1))))
            yield over(times(u, v), times(v, v))
        case "*", (u, v):
            yield over(u, over(Number(1), v))
            yield over(
                difference(_of("^", _of("+", u, v), Number(2)), _of("+", times(u, u), times(v, v))),
                Number(2),
            )
        case "^", (u, n):
            yield _of("exp", times(n, _of("log", u)))
            yield times(u, _of("^", u, difference(n, Number(1))))
            yield _of("^", times(u, u), over(n, Number(2)))
            yield times(_of("^", u, HALF), _of("^", u, difference(n, HALF)))
        case "where", (c, u, v):
            yield _of("+", times(c, u), times(difference(Number(1), c), v))
            yield u
        case "<=", (u, v):
            yield _of("<", u, v)
        case "==", (u, v):
            yield times(_of("<=", u, v), _of(">=", u, v))


def _slopes(body: Expression, name: str) -> Iterator[Expression]:
    def slope(inner: Expression) -> Expression:
        return Derivative("diff", inner, (name,))

    match body:
        case Apply("+", (u, v)):
            yield _of("+", slope(u), slope(v))
        case Apply("*", (u, v)):
            yield _of("+", times(slope(u), v), times(u, slope(v)))
        case Apply("/", (u, v)):
            above = difference(times(slope(u), v), times(u, slope(v)))
            yield over(above, _of("^", v, Number(2)))
        case Apply("abs", (u,)):
            yield times(_of("sign", u), slope(u))
            yield over(times(u, slope(u)), _of("abs", u))
        case Apply("relu", (u,)):
            yield times(_of(">", u, Number(0)), slope(u))
        case Apply("max", (u, v)):
            yield _of("where", _of(">", u, v), slope(u), slope(v))
        case Apply("where", (c, u, v)):
            yield _of("where", c, slope(u), slope(v))
        case Apply("log", (u,)):
            yield over(slope(u), u)
        case Apply("sqrt", (u,)):
            yield over(slope(u), times(Number(2), _of("sqrt", u)))
        case Apply("exp", (u,)):
            yield times(_of("exp", u), slope(u))
        case Apply("sign", _):
            yield Number(0)
        case Apply("^", (u, n)):
            yield times(n, _of("^", u, difference(n, Number(1))), slope(u))
            if name not in free_names(u):
                yield Number(0)


def everywhere(
    node: Expression, change: Callable[[Expression], Iterator[Expression]]
) -> Iterator[Expression]:
    """Every expression that the change makes at one place."""
    yield from change(node)
    parts = children(node)
    for k, part in enumerate(parts):
        for changed in everywhere(part, change):
            yield rebuild(node, (*parts[:k], changed, *parts[k + 1 :]))
