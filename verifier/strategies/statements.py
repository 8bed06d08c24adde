"""Lines of statements: how a proof may go, and points at which the line may fail."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import combinations, islice, zip_longest

from verifier.algebra.fact_free import FactFree
from verifier.algebra.names import names_of
from verifier.algebra.oracles import Point, PointOracle
from verifier.claims.claim import Claim, Context, Field
from verifier.claims.statements import Failure, failures, gap
from verifier.kernel.evidence import Counterexample, Evidence, OneSided, Reasoning
from verifier.kernel.truth import breaks, truths
from verifier.language.expressions import (
    Apply,
    Expression,
    Name,
    free_names,
    substitute,
)
from verifier.strategies.normal_form import closings
from verifier.strategies.points import candidates
from verifier.strategies.protocol import Budget

POINTS = 400  # looked at for one way of failing
ALONE = 40  # points kept at which a side is undefined
LETTERS = 4  # whose signs are looked at
ROUNDS = 8  # of definitions opened


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
        """At most one kind of point; the judge checks that it lies in the domain."""
        free = FactFree(names_of(claim.context))
        offered = 0
        for point in _points(claim, budget.seed):
            free.begin()
            left, right = truths(claim, PointOracle(point, free))
            if not breaks(claim, left, right):
                continue
            if (left.defined and right.defined) == self.defined:
                yield Counterexample(point) if self.defined else OneSided(point)
                offered += 1
                if offered == ALONE:
                    return


def _points(claim: Claim, seed: int) -> Iterator[Point]:
    """Candidates, for each way of failing around the places where it may happen."""
    for failure in failures(claim):
        yield from islice(_points_of(failure, claim.context, seed), POINTS)


def _points_of(failure: Failure, context: Context, seed: int) -> Iterator[Point]:
    gaps = tuple(gap(comparison) for comparison, _ in failure)
    holding = tuple(comparison for comparison, holds in failure if holds)
    assuming = replace(context, assumptions=(*context.assumptions, *holding), reach={})
    solved = _solved(holding, context)
    meeting = candidates(gaps, assuming, seed)
    for here, elsewhere in zip_longest(meeting, candidates(gaps, context, seed)):
        if here is not None:
            yield here
        if elsewhere is not None:
            yield _completed(elsewhere, solved) if solved else elsewhere


def _solved(holding: tuple[Apply, ...], context: Context) -> dict[str, Expression]:
    """Symbols that an equation gives by others: ``x = exp(y)``."""
    names = names_of(context)
    found: dict[str, Expression] = {}
    for comparison in holding:
        if comparison.head != "=":
            continue
        for side, other in (comparison.args, comparison.args[::-1]):
            match side:
                case Name(name) if name in context.symbols and name not in found:
                    if names.mentioned(other).isdisjoint({name, *found}):
                        found[name] = _opened(other, context)
                        break
                case _:
                    pass
    return found


def _opened(node: Expression, context: Context) -> Expression:
    bodies = {
        name: definition.body
        for name, definition in context.definitions.items()
        if not definition.parameters
    }
    for _ in range(ROUNDS):
        if not free_names(node) & bodies.keys():
            break
        node = substitute(node, bodies)
    return node


def _completed(point: Point, solved: Mapping[str, Expression]) -> Point:
    """The point with the symbols that are given by the others."""
    others = {name: value for name, value in point.items() if name not in solved}
    return {**point, **{name: substitute(by, others) for name, by in solved.items()}}
