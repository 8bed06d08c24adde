"""Lines of statements: how a proof may go, and points at which the line may fail."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, islice, zip_longest

from verifier.algebra.names import names_of
from verifier.algebra.oracles import Point, PointOracle
from verifier.claims.claim import Claim, Context, Field
from verifier.claims.opening import opened
from verifier.claims.statements import Failure, failures, gap
from verifier.kernel.evidence import Counterexample, Evidence, OneSided, Reasoning
from verifier.kernel.points import belongs
from verifier.kernel.setting import Setting
from verifier.kernel.truth import breaks, truths
from verifier.language.expressions import (
    Apply,
    Expression,
    free_names,
)
from verifier.strategies.isolating import beside, isolated, placed
from verifier.strategies.normal_form import closings
from verifier.strategies.points import candidates
from verifier.strategies.protocol import Budget

POINTS = 600  # looked at for one way of failing
ALONE = 40  # points kept at which a side is undefined
SOLVED = 6  # ways to solve what is compared
TOGETHER = 2  # symbols that are moved to where sides are equal
LETTERS = 4  # whose signs are looked at


class Contradiction:
    """No failure is possible, with definitions as letters, then opened step by step."""

    name = "contradiction"

    def offer(self, claim: Claim, budget: Budget) -> Iterator[Evidence]:  # noqa: ARG002
        """One piece of evidence for each set of definitions kept as letters."""
        return map(Reasoning, closings(claim))


class ContradictionInCases:
    """The same in cases, by the signs of one symbol or two."""

    name = "contradiction in cases"

    def offer(self, claim: Claim, budget: Budget) -> Iterator[Evidence]:  # noqa: ARG002
        """One symbol first."""
        symbols = _symbols(claim)
        for split in (*combinations(symbols, 1), *combinations(symbols, 2)):
            yield Reasoning(frozenset(), split)


def _symbols(claim: Claim) -> tuple[str, ...]:
    """The real numbers whose signs may matter, at most a few."""
    names = names_of(claim.context)
    mentioned = names.mentioned(claim.left) | names.mentioned(claim.right)
    found = (
        name
        for name, domain in claim.context.symbols.items()
        if name in mentioned and not domain.shape and domain.field is not Field.COMPLEX
    )
    return tuple(islice(found, LETTERS))


class BrokenStatements:
    """Points at which a line fails: those at which all sides are defined, or the others."""

    def __init__(self, name: str, *, defined: bool) -> None:
        self.name = name
        self.defined = defined

    def offer(self, claim: Claim, budget: Budget) -> Iterator[Evidence]:
        """Points of one kind, in the domain; the judge checks them again."""
        setting = Setting(claim.context)
        offered = 0
        for point in telling_points(claim, budget.seed):
            setting.free.begin()
            left, right = truths(claim, PointOracle(point, setting.free))
            if not breaks(claim, left, right) or not belongs(setting, point):
                continue
            if (left.defined and right.defined) == self.defined:
                yield Counterexample(point) if self.defined else OneSided(point)
                offered += 1
                if offered == ALONE:
                    return


def telling_points(claim: Claim, seed: int) -> Iterator[Point]:
    """Candidates for each way in which a line can fail, around the places where it may happen."""
    for failure in failures(claim):
        yield from islice(_points_of(failure, claim.context, seed), POINTS)


def _points_of(failure: Failure, context: Context, seed: int) -> Iterator[Point]:
    """Points that meet what holds, by equations that are solved; and others, moved to such ones."""
    gaps = tuple(gap(comparison) for comparison, _ in failure)
    holding = tuple(
        comparison
        for comparison, holds in failure
        if holds and opened(comparison, context.definitions) is not None
    )
    assuming = replace(context, assumptions=(*context.assumptions, *holding), reach={})
    solved = _solved(failure, context)
    meeting = candidates(gaps, assuming, seed)
    elsewhere = candidates(gaps, context, seed)
    for found, other in zip_longest(meeting, elsewhere):
        if found is not None:
            yield found
        if other is not None:
            yield from _moved(other, solved)


def _solved(failure: Failure, context: Context) -> list[tuple[str, list[Expression]]]:
    """Symbols by the others, at which two sides that are compared are equal, and beside them."""
    found = []
    for comparison, holds in failure:
        match opened(comparison, context.definitions):
            case Apply(head, (left, right)):
                exact = holds and head == "="
            case _:
                continue
        for name in sorted((free_names(left) | free_names(right)) & context.symbols.keys()):
            values = isolated(left, right, name)
            if values:
                around = values if exact else [near for value in values for near in beside(value)]
                found.append((name, around))
    return found[:SOLVED]


def _moved(
    point: Point, solved: list[tuple[str, list[Expression]]], fixed: frozenset[str] = frozenset()
) -> Iterator[Point]:
    """The point, and with one or two symbols that are solved for moved to their values."""
    yield point
    if len(fixed) == TOGETHER:
        return
    for place, (name, values) in enumerate(solved):
        if name not in fixed:
            held = fixed | {name}
            for value in placed(values, point, frozenset((name,))):
                yield from _moved({**point, name: value}, solved[place + 1 :], held)
