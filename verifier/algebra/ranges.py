"""Ranges of values: of declared symbols, and of functions that never leave an interval."""

from __future__ import annotations

from dataclasses import dataclass

from flint import fmpq

from verifier.algebra.literals import ANY, NEG, NIL, NONNEG, NONPOS, NONZERO, POS
from verifier.claims.claim import Bound, Domain, Field
from verifier.language.expressions import Apply, Expression, Name, Number


@dataclass(slots=True)
class Range:
    """What an atom's values are known to lie in; None is unbounded, ``open`` not attained."""

    lower: fmpq | None = None
    upper: fmpq | None = None
    lower_open: bool = False
    upper_open: bool = False

    @property
    def mask(self) -> int:
        mask = ANY
        if self.lower is not None and (self.lower > 0 or (self.lower == 0 and self.lower_open)):
            mask &= POS
        elif self.lower == 0:
            mask &= NONNEG
        if self.upper is not None and (self.upper < 0 or (self.upper == 0 and self.upper_open)):
            mask &= NEG
        elif self.upper == 0:
            mask &= NONPOS
        return mask


def domain_relations(name: str, domain: Domain | None) -> list[tuple[Expression, int]]:
    """A symbol's domain as signs of expressions, for all bounds and excluded values."""
    if domain is None:
        return []
    found: list[tuple[Expression, int]] = []
    node = Name(name)
    for bound, mask in ((domain.lower, POS), (domain.upper, NEG)):
        if bound is not None:
            gap = Apply("+", (node, Apply("neg", (bound.value,))))
            found.append((gap, mask if bound.open else mask | NIL))
    if domain.field is Field.NATURAL:
        found.append((node, NONNEG))
    found += [(Apply("+", (node, Apply("neg", (value,)))), NONZERO) for value in domain.excluded]
    return found


def range_of_domain(domain: Domain) -> Range:
    """The part of a domain that is an interval with rational ends; integers to closed ends."""
    lower, lower_open = _end(domain.lower)
    upper, upper_open = _end(domain.upper)
    if domain.field is Field.NATURAL and (lower is None or lower < 0):
        lower, lower_open = fmpq(0), False
    if domain.field in (Field.INTEGER, Field.NATURAL):
        if lower is not None:
            lower = fmpq(lower.floor() + 1 if lower_open else lower.ceil())
        if upper is not None:
            upper = fmpq(upper.ceil() - 1 if upper_open else upper.floor())
        lower_open = upper_open = False
    return Range(lower, upper, lower_open, upper_open)


def _end(bound: Bound | None) -> tuple[fmpq | None, bool]:
    value = None if bound is None else rational(bound.value)
    return value, value is not None and bound is not None and bound.open


def rational(node: Expression) -> fmpq | None:
    """The value of an expression of numbers alone, written without letters."""
    match node:
        case Number(value):
            return fmpq(value.numerator, value.denominator)
        case Apply("neg", (u,)):
            inner = rational(u)
            return None if inner is None else -inner
        case Apply("/", (u, v)):
            top, bottom = rational(u), rational(v)
            return None if top is None or bottom is None or bottom == 0 else top / bottom
        case Apply("+", terms):
            values = [rational(term) for term in terms]
            return None if None in values else sum((v for v in values if v is not None), fmpq(0))
        case _:
            return None


def range_of_function(node: Expression) -> Range:
    """The interval that a function's values never leave, pi taken for 22/7."""
    match node:
        case Apply("erf", _):
            return Range(fmpq(-1), fmpq(1), True, True)
        case Apply("factorial", _):
            return Range(fmpq(1))
        case Apply("atan", _):
            return Range(fmpq(-11, 7), fmpq(11, 7), True, True)
        case Apply("asin", _):
            return Range(fmpq(-11, 7), fmpq(11, 7), True, True)
        case Apply("acos", _):
            return Range(fmpq(0), fmpq(22, 7), False, True)
        case _:
            return Range()
