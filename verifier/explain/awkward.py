"""How odd an expression looks: what no author writes is not what the author meant."""

from __future__ import annotations

from collections.abc import Iterator
from math import isqrt
from typing import TypeGuard

from verifier.explain.tidy import is_negative
from verifier.language.expressions import (
    ONE,
    ZERO,
    Apply,
    Expression,
    Number,
    children,
    free_names,
    subexpressions,
)

_MINUS_ONE = Apply("neg", (ONE,))
MOST = 2_000  # nodes looked at


def awkwardness(whole: Expression) -> int:
    """How many things an expression has that nobody writes: ``1 + 1``, ``-(-x)``, ``x^2*x``."""
    count = 0
    pending = [whole]
    seen = 0
    while pending and seen < MOST:
        node = pending.pop()
        seen += 1
        pending.extend(children(node))
        if isinstance(node, Apply):
            count += _odd(node.head, node.args)
    return count


def _odd(head: str, args: tuple[Expression, ...]) -> int:
    numbers = all(map(_is_number, args))
    match head:
        case "neg":
            lone = 3 * int(args[0] is ZERO)
            return int(is_negative(args[0])) + lone + _is_bracketed(Apply("neg", args))
        case "+":
            signed = sum(map(_doubly_signed, args))
            nested = sum(map(_is_sum, args))
            opened = tuple(_opened(args)) if nested else args
            odd = (
                3 * signed
                - sum(map(_is_bracketed, args[1:]))
                + nested
                + _like_terms(opened)
                + _undone(opened)
            )
            return odd + 2 * _undivided(args) + 3 * args.count(ZERO)
        case "@":
            return sum(map(is_negative, args[1:]))
        case "*":
            turned = sum(map(is_negative, args[1:]))
            lone = 2 * args.count(ONE) + 3 * args.count(ZERO)
            return turned + int(numbers) + lone + _one_base(args) + _cancelled(args)
        case "/":
            nested = any(isinstance(arg, Apply) and arg.head == "/" for arg in args)
            same = args[0] is args[1]
            lone = (args[1] is ONE) + 2 * (args[0] is ZERO)
            return is_negative(args[1]) + lone + same + nested + _reducible(*args)
        case "^":
            odd = (
                int(args[1] is _MINUS_ONE)
                + 3 * (args[1] in (ONE, ZERO))
                + 3 * (args[0] in (ONE, ZERO))
            )
            return odd + (2 if numbers else 0)
        case "transpose" if isinstance(args[0], Apply) and args[0].head == "transpose":
            return 3
        case "<" | "<=" | ">" | ">=" | "==" | "!=":
            return sum(map(is_negative, args))
        case "abs" if is_negative(args[0]):
            return 3
        case "sqrt" if _has_square(args[0]):
            return 2
        case "abs" | "sqrt" | "exp" | "log" | "sign" | "relu":
            return 0 if free_names(args[0]) else 2
        case _:
            return 0


def _is_bracketed(node: Expression) -> bool:
    """Whether it is ``-(a*b)``, which is written ``-a*b``, except behind a term: ``c - a*b``.

    Or ``-(a - b)``, which is ``b - a``.
    """
    match node:
        case Apply("neg", (Apply("*" | "/" | "@", _),)):
            return True
        case Apply("neg", (Apply("+", terms),)):
            return any(map(is_negative, terms))
        case _:
            return False


def _is_number(node: Expression) -> bool:
    match node:
        case Number() | Apply("neg", (Number(),)):
            return True
        case _:
            return False


def _reducible(over: Expression, under: Expression) -> int:
    """Whether a fraction of numbers is not in lowest terms."""
    match over, under:
        case Number(a), Number(b):
            return 0 if b and (a / b).denominator == b else 2
        case _:
            return 0


def _has_square(node: Expression) -> bool:
    """Whether a number could be taken out of a root: `sqrt(4*x)` is `2*sqrt(x)`."""
    match node:
        case Apply("*", (Number(value), *_)) if value.denominator == 1 and value > 1:
            return isqrt(value.numerator) ** 2 == value.numerator
        case _:
            return False


def _is_sum(node: Expression) -> bool:
    """Whether a term is a bracket that could be opened."""
    match node:
        case Apply("+", _) | Apply("neg", (Apply("+", _),)):
            return True
        case _:
            return False


def _doubly_signed(node: Expression) -> int:
    match node:
        case Apply("neg", (inner,)):
            return int(is_negative(inner))
        case _:
            return 0


def _opened(terms: tuple[Expression, ...], *, minus: bool = False) -> Iterator[Expression]:
    """The terms of a sum and of the brackets in it."""
    for term in terms:
        match term:
            case Apply("+", inner):
                yield from _opened(inner, minus=minus)
            case Apply("neg", (inner,)):
                yield from _opened((inner,), minus=not minus)
            case _:
                yield Apply("neg", (term,)) if minus else term


def _cancelled(factors: tuple[Expression, ...]) -> int:
    """Factors of a product that a fraction in it is divided by."""
    under = [factor.args[1] for factor in factors if _is_quotient(factor)]
    divisors = [part for whole in under for part in _factors(whole)]
    return sum(divisor in factors for divisor in divisors)


def _factors(node: Expression) -> tuple[Expression, ...]:
    match node:
        case Apply("*", factors):
            return factors
        case _:
            return (node,)


def _is_quotient(node: Expression) -> TypeGuard[Apply]:
    return isinstance(node, Apply) and node.head == "/"


def taken_back(whole: Expression) -> int:
    """How many terms stand there with both signs, brackets opened, and factors under a fraction."""
    return sum(map(_taken_back_here, subexpressions(whole)))


def _taken_back_here(node: Expression) -> int:
    match node:
        case Apply("+", terms):
            return _undone(tuple(_opened(terms)))
        case Apply("*", factors):
            return _cancelled(factors)
        case _:
            return 0


def _undone(args: tuple[Expression, ...]) -> int:
    """Terms that stand there with both signs."""
    taken = [arg.args[0] for arg in args if isinstance(arg, Apply) and arg.head == "neg"]
    return sum(arg in args for arg in taken)


def _undivided(args: tuple[Expression, ...]) -> int:
    """Whether every term has a letter or a bracket as a factor that could stand before them all."""
    shared = frozenset.intersection(*map(_bases, args))
    return int(any(not isinstance(base, Number) for base in shared))


def _bases(term: Expression) -> frozenset[Expression]:
    match term:
        case Apply("neg", (inner,)) | Apply("^", (inner, Number())) | Apply("/", (inner, _)):
            return _bases(inner)
        case Apply("*", factors):
            return frozenset().union(*map(_bases, factors))
        case _:
            return frozenset((term,))


def _like_terms(args: tuple[Expression, ...]) -> int:
    """Terms that are a number of times another one, and belong together."""
    return _repeated(tuple(map(_without_number, args)))


def _without_number(term: Expression) -> Expression:
    match term:
        case Apply("neg", (inner,)) | Apply("*", (Number(), inner)) | Apply("/", (inner, Number())):
            return _without_number(inner)
        case Apply("*", (Number(), *factors)):
            return Apply("*", tuple(factors))
        case _:
            return ONE if isinstance(term, Number) else term


def _repeated(args: tuple[Expression, ...]) -> int:
    return len(args) - len(set(args))


def _one_base(args: tuple[Expression, ...]) -> int:
    """Powers of one base beside each other."""
    bases = [arg.args[0] if isinstance(arg, Apply) and arg.head == "^" else arg for arg in args]
    return _repeated(tuple(bases))
