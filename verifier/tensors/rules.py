"""Equations between sums as rules: ``sum(A[i, k]*inv(A)[k, j], k)`` is ``[i = j]``.

A rule's left side is a product of entries under a sum. It applies to part of a longer product if
its bound indices occur nowhere else in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from verifier.language.expressions import Entry, Expression, Name, free_names, substitute
from verifier.tensors.labelling import Bound, Product

if TYPE_CHECKING:
    from verifier.tensors.sums import Sums

TRIES = 2_000  # pairs of factors compared for one product


@dataclass(frozen=True, slots=True)
class Rule:
    """``product = replacement`` for all values of ``indices``."""

    product: Product
    indices: frozenset[str]
    replacement: Expression


@dataclass(frozen=True, slots=True)
class Match:
    """A rule found in a product: what it leaves, what it puts, which bound indices it uses up."""

    rest: tuple[Expression, ...]
    replacement: Expression
    used: frozenset[str]


def find_rule(algebra: Sums, factors: list[Expression], bound: tuple[Bound, ...]) -> Match | None:
    """The first rule that applies to a product of factors under a sum."""
    for rule in algebra.rules:
        if len(rule.product.factors) <= len(factors):
            for found in _Matching(algebra, rule, factors, bound).run():
                return found
    return None


class _Matching:
    def __init__(
        self,
        algebra: Sums,
        rule: Rule,
        factors: list[Expression],
        bound: tuple[Bound, ...],
    ) -> None:
        self.algebra = algebra
        self.rule = rule
        self.factors = factors
        self.bound = {name: (lower, upper) for name, lower, upper in bound}
        self.own = {name: (lower, upper) for name, lower, upper in rule.product.bound}
        self.variables = rule.indices | self.own.keys()
        self.tries = 0

    def run(self) -> Iterator[Match]:
        patterns = sorted(self.rule.product.factors, key=lambda f: not isinstance(f, Entry))
        for mapping, taken in self._matches(patterns, {}, frozenset()):
            match = self._finished(mapping, taken)
            if match is not None:
                yield match

    def _matches(
        self, patterns: list[Expression], mapping: dict[str, Expression], taken: frozenset[int]
    ) -> Iterator[tuple[dict[str, Expression], frozenset[int]]]:
        if not patterns:
            yield mapping, taken
            return
        pattern, *others = patterns
        for place, factor in enumerate(self.factors):
            if place in taken:
                continue
            self.tries += 1
            if self.tries > TRIES:
                return
            for extended in self._unified(pattern, factor, mapping):
                yield from self._matches(others, extended, taken | {place})

    def _unified(
        self, pattern: Expression, factor: Expression, mapping: dict[str, Expression]
    ) -> Iterator[dict[str, Expression]]:
        match pattern, factor:
            case Entry(base, indices), Entry(other, places):
                if base is not other or len(indices) != len(places):
                    return
                orders = [places]
                if self.algebra.is_symmetric(base) and len(places) == 2:
                    orders.append((places[1], places[0]))
                for order in orders:
                    extended = self._indices(indices, order, mapping)
                    if extended is not None:
                        yield extended
            case Entry(), _:
                return
            case _:
                if free_names(pattern) & self.variables <= mapping.keys():
                    found = self.algebra.fraction(substitute(pattern, mapping))
                    if found == self.algebra.fraction(factor):
                        yield mapping

    def _indices(
        self,
        indices: tuple[Expression, ...],
        places: tuple[Expression, ...],
        mapping: dict[str, Expression],
    ) -> dict[str, Expression] | None:
        extended = dict(mapping)
        for index, place in zip(indices, places, strict=True):
            if isinstance(index, Name) and index.name in self.variables:
                known = extended.get(index.name)
                if known is None:
                    extended[index.name] = place
                elif known is not place:
                    return None
            elif index is not place:
                return None
        return extended

    def _finished(self, mapping: dict[str, Expression], taken: frozenset[int]) -> Match | None:
        """The rule's own indices must be bound here, different, of its range, and used up."""
        rest = tuple(f for place, f in enumerate(self.factors) if place not in taken)
        left = frozenset().union(*map(free_names, rest)) if rest else frozenset()
        used = set()
        for name, ends in self.own.items():
            match mapping.get(name):
                case Name(here) if here in self.bound and here not in left and here not in used:
                    if not self.algebra.same_ends(self.bound[here], ends):
                        return None
                    used.add(here)
                case _:
                    return None
        for name in self.rule.indices:
            place = mapping.get(name)
            if place is None or free_names(place) & used or not self._fits(name, place):
                return None
        return Match(rest, substitute(self.rule.replacement, mapping), frozenset(used))

    def _fits(self, name: str, place: Expression) -> bool:
        """Whether a place lies in the range for which the rule holds."""
        ends = self.algebra.ranges.get(name)
        match place:
            case Name(here) if here in self.algebra.ranges and ends is not None:
                return self.algebra.same_ends(self.algebra.ranges[here], ends)
            case _:
                return False
