"""SymPy's symbols for declared ones: what a domain implies, said in SymPy's assumptions.

An assumption is given only where the domain, or an assumption of the form ``x > 0``, implies it at
every point. Signs are all that SymPy's assumptions can say of a range; the rest can be made visible
by writing the symbol through a positive one (`Symbols` with ``positive``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import sympy
from sympy.core.facts import InconsistentAssumptions

from verifier.claims.claim import Bound, Context, Domain, Field
from verifier.language.expressions import (
    Apply,
    Call,
    Expression,
    Name,
    free_names,
    subexpressions,
)

Sym: TypeAlias = Any

_RELATIONS: Final = {
    "<": sympy.Lt,
    "<=": sympy.Le,
    ">": sympy.Gt,
    ">=": sympy.Ge,
    "!=": sympy.Ne,
}
_MIRRORED: Final = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "!=": "!="}


class InconsistentDomain(ValueError):
    """No number is in the domain."""


@dataclass(frozen=True, slots=True)
class Range:
    """The ends of a symbol's range that are numbers, None where there is none."""

    lower: Sym
    lower_open: bool
    upper: Sym
    upper_open: bool


class Symbols:
    """The symbols of one context, made when they are asked for."""

    def __init__(
        self, context: Context, value: Callable[[Expression], Sym], *, positive: bool
    ) -> None:
        self._context = context
        self._value = value
        self._positive = positive
        self._made: dict[str, Sym] = {}
        self._under_way: set[str] = set()
        self.rewritten = False
        """Whether a symbol made so far is an expression in another."""
        self.relations: list[Sym] = []
        """What the domains say between the symbols made so far, such as ``x < y``."""
        self.ranges: dict[Sym, Range] = {}
        """The range of each SymPy symbol made so far."""

    def expression(self, name: str) -> Sym:
        """A declared symbol, or an expression in a positive one; None if it is no real number.

        Raises:
            InconsistentDomain: if the assumptions contradict each other.
        """
        if name not in self._made:
            self._under_way.add(name)
            try:
                self._made[name] = self._make(name, self._context.symbols[name])
            except InconsistentAssumptions:
                raise InconsistentDomain(name) from None
            finally:
                self._under_way.discard(name)
        return self._made[name]

    def _make(self, name: str, domain: Domain) -> Sym:
        if domain.shape or domain.field is Field.COMPLEX:
            return None
        ends = [(kind, value) for kind, value in self._ends(name, domain) if not value.is_infinite]
        integer = domain.field is not Field.REAL
        bounds = _range(ends, integer=integer)
        made = self._symbol(name, ends, bounds, integer=integer)
        self.relations += [
            _RELATIONS[kind](made, value)
            for kind, value in ends
            if kind == "!=" or not _is_number(value)
        ]
        return made

    def _symbol(
        self, name: str, ends: list[tuple[str, Sym]], bounds: Range, *, integer: bool
    ) -> Sym:
        if self._positive:
            shifted = self._through_positive(name, bounds, integer=integer)
            if shifted is not None:
                self.rewritten = True
                return shifted
        assumed = {"integer" if integer else "real": True}
        for kind, value in ends:
            assumed |= _sign_fact(kind, value, integer=integer)
        symbol = sympy.Symbol(name, **assumed)
        self.ranges[symbol] = bounds
        return symbol

    def _ends(self, name: str, domain: Domain) -> Iterator[tuple[str, Sym]]:
        """Relations that hold of the symbol, as (comparison, value)."""
        if domain.field is Field.NATURAL:
            yield ">=", sympy.Integer(0)
        found = [
            *self._bound(domain.lower, ">"),
            *self._bound(domain.upper, "<"),
            *(("!=", node) for node in domain.excluded),
            *(pair for fact in self._context.assumptions for pair in _relations(fact, name)),
        ]
        for kind, node in found:
            value = None if self._circular(node) else self._value(node)
            if value is not None:
                yield kind, value

    def _bound(self, bound: Bound | None, kind: str) -> Iterator[tuple[str, Expression]]:
        if bound is not None:
            yield (kind if bound.open else f"{kind}="), bound.value

    def _circular(self, bound: Expression) -> bool:
        """Whether a bound goes through a symbol that is just being made, or may do so."""
        reached: set[str] = set()
        pending = [bound]
        while pending:
            node = pending.pop()
            if any(isinstance(part, Call) for part in subexpressions(node)):
                return True
            for name in free_names(node) - reached:
                reached.add(name)
                if name in self._context.values:
                    return True
                if name in self._context.definitions:
                    pending.append(self._context.definitions[name].body)
        return not reached.isdisjoint(self._under_way)

    def _through_positive(self, name: str, bounds: Range, *, integer: bool) -> Sym:
        """The symbol through a positive or nonnegative one, where an end is a number."""
        low, high = bounds.lower, bounds.upper
        match low is not None, high is not None:
            case True, False if low != 0:  # else its sign says it all
                return low + self._ray(name, open_=bounds.lower_open, integer=integer)
            case False, True if high != 0:
                return high - self._ray(name, open_=bounds.upper_open, integer=integer)
            case True, True if not integer and bounds.upper_open and low < high:
                ray = self._ray(name, open_=bounds.lower_open, integer=False)
                return (low + high * ray) / (1 + ray)
            case True, True if not integer and bounds.lower_open and low < high:
                ray = self._ray(name, open_=False, integer=False)
                return (high + low * ray) / (1 + ray)
            case _:
                return None

    def _ray(self, name: str, *, open_: bool, integer: bool) -> Sym:
        sign = "positive" if open_ else "nonnegative"
        ray = sympy.Symbol(f"{name}~ray", **{"integer" if integer else "real": True, sign: True})
        self.ranges[ray] = Range(sympy.Integer(0), open_, None, True)
        return ray


def _relations(fact: Expression, name: str) -> Iterator[tuple[str, Expression]]:
    """What an assumption says of the symbol alone on one side: ``x > 0``, ``0 < x``, ``x != 1``."""
    match fact:
        case Apply("and", parts):
            for part in parts:
                yield from _relations(part, name)
        case Apply(head, (Name(left), right)) if head in _MIRRORED and left == name:
            yield head, right
        case Apply(head, (left, Name(right))) if head in _MIRRORED and right == name:
            yield _MIRRORED[head], left


def _sign_fact(kind: str, value: Sym, *, integer: bool) -> dict[str, bool]:
    if integer and _is_number(value) and kind != "!=":
        value, kind = _whole(kind, value), kind.rstrip("=") + "="
    match kind:
        case "!=":
            return {"zero": False} if value.is_zero else {}
        case ">" | ">=" if value.is_positive or (kind == ">" and value.is_nonnegative):
            return {"positive": True}
        case ">=" if value.is_nonnegative:
            return {"nonnegative": True}
        case "<" | "<=" if value.is_negative or (kind == "<" and value.is_nonpositive):
            return {"negative": True}
        case "<=" if value.is_nonpositive:
            return {"nonpositive": True}
        case _:
            return {}


def _is_number(value: Sym) -> bool:
    return bool(value.is_number and value.is_real)


def _whole(kind: str, value: Sym) -> Sym:
    """The first integer that satisfies the relation."""
    match kind:
        case ">":
            return sympy.floor(value) + 1
        case ">=":
            return sympy.ceiling(value)
        case "<":
            return sympy.ceiling(value) - 1
        case _:
            return sympy.floor(value)


def _range(ends: list[tuple[str, Sym]], *, integer: bool) -> Range:
    """The tightest ends."""
    if integer:
        ends = [
            (kind.rstrip("=") + "=", _whole(kind, value))
            if kind != "!=" and _is_number(value)
            else (kind, value)
            for kind, value in ends
        ]
    above = [
        (value, kind == ">") for kind, value in ends if kind in (">", ">=") and _is_number(value)
    ]
    below = [
        (value, kind != "<") for kind, value in ends if kind in ("<", "<=") and _is_number(value)
    ]
    low, low_open = max(above, default=(None, True))
    high, high_closed = min(below, default=(None, False))
    return Range(low, low_open, high, not high_closed)
