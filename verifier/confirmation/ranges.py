"""The sign an expression has everywhere, where that can be read off: ends of ranges, exactly.

Only used to know what draws need not show. "Not known" is always a right answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from verifier.claims.claim import Bound, Context, Domain, Field
from verifier.language.expressions import (
    Apply,
    Constant,
    Entry,
    Expression,
    Name,
    Number,
    free_names,
)


@dataclass(frozen=True, slots=True)
class Span:
    """Where values lie: at least ``low`` and at most ``high``, if there are such; ``above`` and
    ``below`` if those are never taken."""

    low: Fraction | None = None
    high: Fraction | None = None
    above: bool = False
    below: bool = False

    @property
    def positive(self) -> bool:
        """Whether all values are above 0."""
        return self.low is not None and (self.low > 0 or (self.low == 0 and self.above))

    @property
    def negative(self) -> bool:
        """Whether all values are below 0."""
        return self.high is not None and (self.high < 0 or (self.high == 0 and self.below))

    @property
    def nonnegative(self) -> bool:
        """Whether no value is below 0."""
        return self.low is not None and self.low >= 0


ANY: Final = Span()
POSITIVE: Final = Span(Fraction(0), above=True)
NONNEGATIVE: Final = Span(Fraction(0))
OF_FUNCTIONS: Final[Mapping[str, Span]] = {
    **dict.fromkeys(("exp", "softplus", "cosh", "sech"), POSITIVE),
    "sigmoid": Span(Fraction(0), Fraction(1), above=True, below=True),
    "softmax": Span(Fraction(0), Fraction(1), above=True),
    **dict.fromkeys(("abs", "relu", "square", "norm", "var", "std"), NONNEGATIVE),
    **dict.fromkeys(("==", "!=", "<", "<=", ">", ">="), Span(Fraction(0), Fraction(1))),
    "tanh": Span(Fraction(-1), Fraction(1), above=True, below=True),
}


class Ranges:
    """Spans of expressions in a context."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._known: dict[Expression, Span] = {}

    def of(self, node: Expression) -> Span:
        """Where the values (of every entry) lie."""
        found = self._known.get(node)
        if found is None:
            self._known[node] = ANY  # a name is never defined through itself
            found = self._known[node] = self._work_out(node)
        return found

    def _work_out(self, node: Expression) -> Span:
        match node:
            case Number(value):
                return Span(value, value)
            case Constant("pi" | "e"):
                return POSITIVE
            case Name(name):
                return self._of_name(name)
            case Entry(base, _):
                return self.of(base)
            case Apply(head, parts):
                return self._of_function(head, parts)
            case _:
                return ANY

    def _of_name(self, name: str) -> Span:
        context = self._context
        if name in context.symbols:
            return _of_domain(context.symbols[name], name in self._sizes())
        definition = context.definitions.get(name)
        if definition is None or definition.parameters or definition.indices:
            return ANY
        return self.of(definition.body)

    def _sizes(self) -> frozenset[str]:
        shapes = (size for domain in self._context.symbols.values() for size in domain.shape)
        return frozenset[str]().union(*map(free_names, shapes))

    def _of_function(self, head: str, parts: tuple[Expression, ...]) -> Span:
        match head, parts:
            case "+", _:
                return _sum(map(self.of, parts))
            case "neg", (part,):
                return _negated(self.of(part))
            case "*" | "/", _:
                return self._product(parts)
            case "@" | "dot", (one, other) if one is other:
                return NONNEGATIVE
            case "^", (base, Number(exponent)):
                return self._power(base, exponent)
            case "sqrt", (part,):
                return POSITIVE if self.of(part).positive else NONNEGATIVE
            case _:
                return self._of_entries(head, parts)

    def _of_entries(self, head: str, parts: tuple[Expression, ...]) -> Span:
        """Of what puts entries together, or chooses one."""
        spans = list(map(self.of, parts))
        match head:
            case "transpose" | "vec" | "amax" | "amin" | "mean":
                return spans[0]
            case "sum":
                return _repeated(spans[0])
            case "prod":
                return POSITIVE if spans[0].positive else ANY
            case "max" | "min":
                return _hull(spans)
            case "where":
                return _hull(spans[1:])
            case _:
                return OF_FUNCTIONS.get(head, ANY)

    def _product(self, parts: tuple[Expression, ...]) -> Span:
        """By signs alone, and of equal factors."""
        spans = list(map(self.of, parts))
        if len(parts) == 2 and parts[0] is parts[1]:
            strict = spans[0].positive or spans[0].negative
            return POSITIVE if strict else NONNEGATIVE
        negative = sum(span.negative for span in spans) % 2 == 1
        if all(span.positive or span.negative for span in spans):
            return _negated(POSITIVE) if negative else POSITIVE
        if all(span.nonnegative or span.negative for span in spans):
            return _negated(NONNEGATIVE) if negative else NONNEGATIVE
        return ANY

    def _power(self, base: Expression, exponent: Fraction) -> Span:
        span = self.of(base)
        if span.positive:
            return POSITIVE
        even = exponent.denominator == 1 and exponent.numerator % 2 == 0
        if even:
            return POSITIVE if span.negative or exponent == 0 else NONNEGATIVE
        return NONNEGATIVE if span.nonnegative or exponent.denominator != 1 else ANY


def _of_domain(domain: Domain, is_size: bool) -> Span:
    low, above = _end(domain.lower)
    high, below = _end(domain.upper)
    if is_size and (low is None or low < 1):
        low, above = Fraction(1), False
    if domain.field is Field.NATURAL and low is None:
        low = Fraction(0)
    return Span(low, high, above, below)


def _end(bound: Bound | None) -> tuple[Fraction | None, bool]:
    if bound is None or not isinstance(bound.value, Number):
        return None, False
    return bound.value.value, bound.open


def _sum(spans: Iterable[Span]) -> Span:
    total = Span(Fraction(0), Fraction(0))
    for span in spans:
        total = Span(
            _added(total.low, span.low),
            _added(total.high, span.high),
            total.above or span.above,
            total.below or span.below,
        )
    return total


def _added(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if one is None or other is None else one + other


def _negated(span: Span) -> Span:
    low = None if span.high is None else -span.high
    high = None if span.low is None else -span.low
    return Span(low, high, span.below, span.above)


def _repeated(span: Span) -> Span:
    """Of a sum of at least one term."""
    if span.positive:
        return POSITIVE
    if span.negative:
        return _negated(POSITIVE)
    return NONNEGATIVE if span.nonnegative else ANY


def _hull(spans: Iterable[Span]) -> Span:
    found = list(spans)
    if all(span.positive for span in found):
        return POSITIVE
    if all(span.negative for span in found):
        return _negated(POSITIVE)
    return NONNEGATIVE if all(span.nonnegative for span in found) else ANY
