"""Differentiation of smooth expressions, by structure alone.

No fact about a point may enter here: a derivative looks at a neighbourhood. The rules are the sum,
product, quotient, power and chain rule and the vocabulary's table; where the result is defined,
its value is the derivative. Terms that vanish identically are left out, which is a theorem about
values; conditions are collected from the function itself, not from what these rules leave
standing."""

from __future__ import annotations

from fractions import Fraction

from verifier.algebra.templates import bind, derivative_rules
from verifier.language.expressions import (
    ONE,
    TWO,
    ZERO,
    Apply,
    Binder,
    Call,
    Expression,
    Name,
    Number,
    free_names,
    substitute,
)
from verifier.language.problems import LimitExceeded
from verifier.language.vocabulary import VOCABULARY, Nature


def negate(u: Expression) -> Expression:
    """``-u``, a number kept a number."""
    match u:
        case Number(value):
            return Number(-value)
        case Apply("neg", (inner,)):
            return inner
        case _:
            return Apply("neg", (u,))


def add(*terms: Expression) -> Expression:
    """The sum, without zeros."""
    kept = tuple(term for term in terms if term is not ZERO)
    return kept[0] if len(kept) == 1 else Apply("+", kept) if kept else ZERO


def times(*factors: Expression) -> Expression:
    """The product, without ones; zero if a factor is the number zero."""
    if ZERO in factors:
        return ZERO
    kept = tuple(factor for factor in factors if factor is not ONE)
    return kept[0] if len(kept) == 1 else Apply("*", kept) if kept else ONE


def power(base: Expression, exponent: Fraction) -> Expression:
    """``base^exponent`` for a number; the base itself for 1."""
    if exponent == 1:
        return base
    return ONE if exponent == 0 else Apply("^", (base, Number(exponent)))


def differentiate(node: Expression, variable: str) -> Expression:
    """The derivative of a smooth expression by a free name.

    Raises:
        LimitExceeded: for a function without a derivative rule.
    """
    return Differentiation(variable).run(node)


class Differentiation:
    """The rules for expressions of numbers, each part differentiated once."""

    def __init__(self, variable: str) -> None:
        self.variable = variable
        self.done: dict[Expression, Expression] = {}

    def run(self, node: Expression) -> Expression:
        """The derivative of a part."""
        if self.variable not in free_names(node):
            return ZERO
        found = self.done.get(node)
        if found is None:
            found = self.done[node] = self._rule(node)
        return found

    def _rule(self, node: Expression) -> Expression:
        match node:
            case Name():
                return ONE
            case Apply("+", terms):
                return add(*map(self.run, terms))
            case Apply("neg", (u,)):
                return negate(self.run(u))
            case Apply("*", factors):
                return self._product(factors)
            case Apply("/", (u, v)):
                return self._quotient(u, v)
            case Apply("^", (u, v)):
                return self._power(node, u, v)
            case Apply(head, args) if VOCABULARY[head].nature is Nature.SMOOTH:
                rules = derivative_rules(head)
                return add(
                    *(
                        times(bind(head, rule, args), self.run(arg))
                        for rule, arg in zip(rules, args, strict=True)
                    )
                )
            case Call(function, args, order):
                return add(
                    *(
                        times(Call(function, args, _raised(order, i)), self.run(arg))
                        for i, arg in enumerate(args)
                    )
                )
            case Binder():
                return self._bound(node)
            case _:
                raise LimitExceeded("there is no rule here to differentiate this expression")

    def _bound(self, node: Binder) -> Expression:
        """A finite sum or product term by term, whose ends do not move; an integral by Leibniz's
        rule."""
        lower, upper = node.lower, node.upper
        if node.kind == "integrate" and lower is not None and upper is not None:
            return self._leibniz(node, lower, upper)
        moving = {name for end in (lower, upper) if end is not None for name in free_names(end)}
        if node.kind not in ("sum", "prod") or self.variable in moving:
            raise LimitExceeded("there is no rule here to differentiate this expression")
        slope = self.run(node.body)
        if node.kind == "sum":
            return Binder("sum", slope, node.variable, lower, upper)
        ratio = Binder("sum", Apply("/", (slope, node.body)), node.variable, lower, upper)
        return times(node, ratio)

    def _leibniz(self, node: Binder, lower: Expression, upper: Expression) -> Expression:
        inner = self.run(node.body)
        at = [
            times(substitute(node.body, {node.variable: end}), self.run(end))
            for end in (upper, lower)
        ]
        turned = negate(at[1]) if at[1] is not ZERO else ZERO
        if inner is ZERO:
            return add(at[0], turned)
        return add(at[0], turned, Binder("integrate", inner, node.variable, lower, upper))

    def _product(self, factors: tuple[Expression, ...]) -> Expression:
        slopes = [self.run(factor) for factor in factors]
        return add(
            *(
                times(*factors[:i], slope, *factors[i + 1 :])
                for i, slope in enumerate(slopes)
                if slope is not ZERO
            )
        )

    def _quotient(self, u: Expression, v: Expression) -> Expression:
        du, dv = self.run(u), self.run(v)
        if dv is ZERO:
            return Apply("/", (du, v))
        top = add(times(du, v), negate(times(u, dv)))
        return Apply("/", (top, Apply("^", (v, TWO))))

    def _power(self, node: Expression, u: Expression, v: Expression) -> Expression:
        du, dv = self.run(u), self.run(v)
        if dv is not ZERO:  # u^v = exp(v log u), with u > 0
            inner = add(times(dv, Apply("log", (u,))), Apply("/", (times(v, du), u)))
            return times(node, inner)
        match v:
            case Number(value):
                return ZERO if value == 0 else times(v, power(u, value - 1), du)
            case Apply("neg", (Number(value),)):
                return times(v, power(u, -value - 1), du)
            case _:
                return times(v, Apply("^", (u, add(v, Number(-1)))), du)


def _raised(order: tuple[int, ...], position: int) -> tuple[int, ...]:
    return tuple(n + (i == position) for i, n in enumerate(order))
