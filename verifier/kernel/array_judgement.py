"""The judge of claims about arrays. With `judgement` it alone makes verdicts.

A proof is one for all sizes (`arrays`). A refutation is a point at given sizes, where the claim for
every entry is a claim about numbers and judged as such (`tensors.grounding`): the two share no more
than the reading of the shapes and of index notation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from itertools import islice

from verifier.algebra.literals import NONZERO, Literal
from verifier.algebra.oracles import Found, Point, PointOracle, State
from verifier.claims.claim import Claim, Context
from verifier.claims.numeric import ENOUGH, Numeric
from verifier.kernel.array_wording import ArrayWording, coordinates, symbol_of
from verifier.kernel.arrays import Arrays
from verifier.kernel.evidence import Counterexample, Drawn, Evidence, OneSided, Rewriting
from verifier.kernel.existence import inhabited
from verifier.kernel.points import belongs, holds, in_domain, sides, value_text, violated
from verifier.kernel.proof import Shown
from verifier.kernel.setting import Setting
from verifier.kernel.verdicts import (
    Conditional,
    Confirmed,
    Coordinate,
    Proved,
    Refuted,
    Verdict,
)
from verifier.kernel.wording import failing, undefined
from verifier.language.expressions import (
    ZERO,
    Apply,
    Expression,
    Number,
    free_names,
)
from verifier.language.problems import LimitExceeded
from verifier.tensors.grounding import Grounding, restricted
from verifier.tensors.instances import instances
from verifier.tensors.lengths import lengths_of, never_empty, numbered
from verifier.tensors.structures import structured

Suggest = Callable[[tuple[Expression, ...], Context], Iterable[Point]]

POINTS = 60  # candidates looked at for one satisfying point, at each choice of sizes
MISSING = 8  # conditions, at most, of a conditional verdict
KEPT = 6  # groundings kept
ERROR = 1e-10  # relative, at most, of numbers that agree


class ArrayJudge:
    """Judges the claims of one context that speak of arrays."""

    def __init__(self, setting: Setting, suggest: Suggest) -> None:
        self.setting = setting
        self.context = setting.context
        self.suggest = suggest
        self.arrays = Arrays(setting)
        self.words = ArrayWording(self.arrays)
        self._contexts: dict[tuple[Expression, Expression, tuple[Expression, ...]], Context] = {}
        self._inhabited = inhabited(self.context)
        self._groundings: dict[tuple[tuple[str, int], ...], tuple[Grounding, Setting]] = {}

    def consider(self, claim: Claim, evidence: Evidence) -> Verdict | None:
        """The verdict the evidence carries, or None where it carries none.

        Raises:
            LimitExceeded: when a limit on work is reached.
        """
        match evidence:
            case Rewriting(closed, upstream) if upstream:
                return self._linked(claim, closed & self.context.total, upstream)
            case Rewriting(closed):
                return self._proof(claim, closed & self.context.total)
            case Counterexample(point):
                return self._refutation(claim, point, one_sided=False)
            case OneSided(point):
                return self._refutation(claim, point, one_sided=True)
            case Drawn(numeric):
                return self._confirmation(claim, numeric)
            case _:
                return None

    def total(self, claim: Claim) -> bool:
        """Whether both sides of a claim are shown defined on the whole domain, at all sizes."""
        shown = self.arrays.show(claim, self.context.total)
        return shown.values and not (shown.missing or shown.shared or shown.off)

    # -- proofs --------------------------------------------------------------------------------

    def _proof(self, claim: Claim, closed: frozenset[str]) -> Verdict | None:
        shown = self.arrays.show(claim, closed)
        if not shown.values:
            return None
        if shown.missing:
            return self._opened(claim, closed) or self._conditional(
                claim, closed, list(shown.missing)
            )
        return self._proved(claim, shown)

    def _opened(self, claim: Claim, closed: frozenset[str]) -> Proved | None:
        """A proof with every name opened, for what was missing with letters in their place."""
        if not closed:
            return None
        try:
            shown = self.arrays.show(claim, frozenset())
        except LimitExceeded:
            return None
        return None if not shown.values or shown.missing else self._proved(claim, shown)

    def _linked(
        self, claim: Claim, closed: frozenset[str], upstream: frozenset[str]
    ) -> Proved | None:
        """A proof with earlier gradients as letters. Where it does not go through, nothing is
        known: all may still cancel once they are opened."""
        try:
            shown = self.arrays.show(claim, closed, upstream=upstream)
        except LimitExceeded:
            return None
        return None if not shown.values or shown.missing else self._proved(claim, shown)

    def _proved(self, claim: Claim, shown: Shown) -> Proved | None:
        if not self._is_inhabited_off(shown) and not self._met(claim):
            return None
        off = tuple(f"{self.words.text(subject)} = 0" for subject, _ in shown.off)
        conditions = tuple(dict.fromkeys(map(self.words.condition, shown.discharged)))
        sizes = tuple(self._sizes(claim))
        return Proved(self._method(claim), conditions, self.words.notes(shown), off, sizes)

    def _method(self, claim: Claim) -> str:
        sizes = self._sizes(claim)
        return f"index notation, for all {', '.join(sizes)}" if sizes else "index notation"

    def _is_inhabited_off(self, shown: Shown) -> bool:
        """Whether a point, with every size at least 2, lies off all seams: then both sides are
        defined there, if they are shown to be so at every such point."""
        if shown.shared or not self._has_plain_domains:
            return False
        seams = [Literal(subject, NONZERO, subject) for subject, _ in shown.off]
        relations = [self.words.relation(seam) for seam in seams]
        if None in relations:
            return False
        key = frozenset(relation for relation in relations if relation is not None)
        if key not in self._inhabited:
            assumptions = (*self.context.assumptions, *key)
            self._inhabited[key] = self._has_point(replace(self.context, assumptions=assumptions))
        return self._inhabited[key]

    @cached_property
    def _has_plain_domains(self) -> bool:
        """Whether each symbol has values by itself: no range depends on another symbol, and none
        keeps the numbers away that a structure needs."""
        domains = self.context.symbols.values()
        if any(d.structure and (d.lower or d.upper or d.excluded) for d in domains):
            return False
        ends = [end.value for domain in domains for end in (domain.lower, domain.upper) if end]
        ends += [value for domain in domains for value in domain.excluded]
        return not any(map(free_names, ends))

    def _has_point(self, context: Context) -> bool:
        nothing = Claim(ZERO, "=", ZERO, context)
        return any(True for sizes in self._choices(nothing) for _ in self._points(nothing, sizes))

    def _met(self, claim: Claim, given: tuple[Literal, ...] = ()) -> bool:
        """Whether a point with every free size at least 2 has both sides of every entry defined."""
        for sizes in self._choices(claim, longer=any(map(self._may_say_nothing, given))):
            for grounding, setting, point in self._points(claim, sizes):
                oracle = PointOracle(point, setting.free)
                found = [sides(one, oracle) for one in grounding.claims(claim)]
                if all(_defined(pair) for pair in found) and self._satisfies(
                    given, grounding, oracle
                ):
                    return True
        return False

    def _satisfies(
        self, given: tuple[Literal, ...], grounding: Grounding, oracle: PointOracle
    ) -> bool:
        for literal in given:
            relation = self.words.relation(literal)
            if relation is None:
                everywhere = instances(literal.subject, grounding, self.arrays.ranges)
                found: list[Expression] = [
                    Apply(symbol_of(literal), (one, ZERO)) for one in everywhere
                ]
            else:
                found = grounding.relations(relation)
            if not found or not all(holds(one, oracle) for one in found):
                return False
        return True

    def _may_say_nothing(self, literal: Literal) -> bool:
        """Whether a condition may be about no entry at all, in a sum without terms."""
        ranges = self.arrays.ranges
        return not all(
            never_empty(ranges[name], ranges, self.context.symbols)
            for name in free_names(literal.subject) & ranges.keys()
        )

    def _conditional(
        self, claim: Claim, closed: frozenset[str], missing: list[Literal]
    ) -> Conditional | None:
        if len(missing) > MISSING or not all(free_names(found.subject) for found in missing):
            return None
        conditions = missing
        for literal in list(missing):
            fewer = [other for other in conditions if other is not literal]
            if fewer and self._proved_under(claim, closed, fewer):
                conditions = fewer
        if not self._proved_under(claim, closed, conditions):
            return None
        if not self._met(claim, tuple(conditions)):
            return None
        shown = self.arrays.show(claim, closed, tuple(conditions))
        failures = self._failures(claim) if all(found.exact for found in conditions) else None
        worded = [self.words.missing(found, failures) for found in self.words.weakest(conditions)]
        return Conditional(
            tuple({condition.text: condition for condition in worded}.values()),
            self._method(claim),
            self.words.notes(shown),
        )

    def _proved_under(
        self, claim: Claim, closed: frozenset[str], conditions: list[Literal]
    ) -> bool:
        shown = self.arrays.show(claim, closed, tuple(conditions))
        return shown.values and not shown.missing

    def _failures(self, claim: Claim) -> Mapping[str, Coordinate] | None:
        """A point where only one side of an entry is defined."""
        for sizes in self._choices(claim):
            for grounding, setting, point in self._points(claim, sizes):
                oracle = PointOracle(point, setting.free)
                for one in grounding.claims(claim):
                    left, right = sides(one, oracle)
                    if {left.state, right.state} == {State.DEFINED, State.UNDEFINED}:
                        return coordinates(
                            self._restricted(claim),
                            self._sizes(claim),
                            {**point, **_numbers(sizes)},
                        )
        return None

    def inhabited(self) -> bool:
        """Whether a point of the domain is known, with every size at least 2."""
        return self._has_point(self.context)

    # -- the word of numbers -------------------------------------------------------------------

    def _confirmation(self, claim: Claim, numeric: Numeric) -> Confirmed | None:
        """Numbers count beside our own proof that the sides are defined together, and only where
        nothing was left that they did not see.
        """
        if claim.relation != "=" or numeric.gaps:
            return None
        if numeric.trials < ENOUGH or not numeric.error <= ERROR:
            return None
        shown = self.arrays.show(claim, self.context.total, values=False)
        if shown.missing and self.context.total:
            shown = self.arrays.show(claim, frozenset(), values=False)
        if shown.missing or not self._met(claim):
            return None
        error = f"{numeric.error:.1e}"
        return Confirmed(numeric.trials, error, numeric.seed, self.words.unclaimed(shown))

    # -- refutations ---------------------------------------------------------------------------

    def _refutation(self, claim: Claim, point: Point, *, one_sided: bool) -> Refuted | None:
        sizes: dict[str, int] = {}
        for name in self._sizes(claim):
            match point.get(name):
                case Number(value) if value.denominator == 1:
                    sizes[name] = int(value)
                case _:
                    return None
        if not self._are_sizes(claim, sizes):
            return None
        grounding, setting = self._grounded(claim, sizes)
        inside = {name: value for name, value in point.items() if name not in sizes}
        if not belongs(setting, inside):
            return None
        oracle = PointOracle(inside, setting.free)
        for place, one in enumerate(grounding.claims(claim)):
            left, right = sides(one, oracle)
            if one_sided:
                if {left.state, right.state} != {State.DEFINED, State.UNDEFINED}:
                    continue
                entry = self._entry(claim, grounding, place)
                reason = undefined(claim, left=left.state is State.UNDEFINED, entry=entry)
            else:
                if left.expression is None or right.expression is None:
                    continue
                if not violated(one, left.expression, right.expression, oracle):
                    continue
                reason = failing(claim, self._entry(claim, grounding, place))
            texts = [
                "undefined" if side.expression is None else value_text(side.expression, oracle)
                for side in (left, right)
            ]
            return Refuted(
                self._witness(claim, point),
                texts[0],
                texts[1],
                reason,
            )
        return None

    def _entry(self, claim: Claim, grounding: Grounding, place: int) -> str:
        """Which entry it is, in the order `Grounding.claims` has them; "" of a number."""
        return list(grounding.entries(claim))[place]

    def _witness(self, claim: Claim, point: Point) -> dict[str, Coordinate]:
        """Sizes, numbers and arrays that the claim goes through, in the order of declaration."""
        return coordinates(self._restricted(claim), self._sizes(claim), point)

    # -- points --------------------------------------------------------------------------------

    def _sizes(self, claim: Claim) -> list[str]:
        return lengths_of(self._restricted(claim), claim)

    def _are_sizes(self, claim: Claim, sizes: dict[str, int]) -> bool:
        """Whether the sizes lie in their own domains, which the written out context leaves out."""
        symbols, point = self._restricted(claim).symbols, _numbers(sizes)
        return all(in_domain(name, symbols[name], point) for name in sizes)

    def _restricted(self, claim: Claim) -> Context:
        key = claim.left, claim.right, claim.context.assumptions
        found = self._contexts.get(key)
        if found is None:
            self._contexts = {key: restricted(claim)}
            self._groundings.clear()
            found = self._contexts[key]
        return found

    def _choices(self, claim: Claim, *, longer: bool = False) -> Iterator[dict[str, int]]:
        """Sizes of at least 2, different where they may be; ``longer`` ones as well."""
        context, names = self._restricted(claim), self._sizes(claim)
        yield numbered(context, names, (2, 3))
        if names:
            yield numbered(context, names, (2,))
        if longer:
            yield numbered(context, names, (4,))

    def _grounded(self, claim: Claim, sizes: dict[str, int]) -> tuple[Grounding, Setting]:
        key = tuple(sizes.items())
        found = self._groundings.get(key)
        if found is None:
            if len(self._groundings) >= KEPT:
                self._groundings.pop(next(iter(self._groundings)))
            grounding = Grounding(self._restricted(claim), sizes)
            found = self._groundings[key] = grounding, Setting(grounding.context)
        return found

    def _points(
        self, claim: Claim, sizes: dict[str, int]
    ) -> Iterator[tuple[Grounding, Setting, Point]]:
        """Points of the domain at these sizes."""
        if not self._are_sizes(claim, sizes):
            return
        try:
            grounding, setting = self._grounded(claim, sizes)
            claims = list(grounding.claims(claim))
        except LimitExceeded:
            return
        interest = tuple(side for one in claims for side in (one.left, one.right))
        for candidate in islice(self.suggest(interest, grounding.to_draw), POINTS):
            point = structured(candidate, grounding.source.symbols)
            if belongs(setting, point):
                yield grounding, setting, point


def _defined(pair: tuple[Found, Found]) -> bool:
    return all(side.state is State.DEFINED for side in pair)


def _numbers(sizes: Mapping[str, int]) -> dict[str, Expression]:
    return {name: Number(size) for name, size in sizes.items()}
