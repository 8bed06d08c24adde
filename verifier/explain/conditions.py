"""Under which condition a refuted line holds, if one plain condition is all that is missing.

What a *conditional* line lacks, the judge says itself. Here are refuted lines: ``sqrt(u^2) = u``
fails at -1, and holds where u >= 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain, islice
from typing import NamedTuple

from verifier.algebra.literals import MASKS, Literal
from verifier.algebra.oracles import Point, PointOracle
from verifier.claims.claim import Bound, Claim, Context, Domain
from verifier.claims.statements import CONNECTIVES
from verifier.explain.trial import trial_of
from verifier.kernel.array_claims import speaks_of_arrays
from verifier.kernel.points import belongs, holds, sides, violated
from verifier.kernel.setting import Setting
from verifier.kernel.truth import breaks, truths
from verifier.kernel.verdicts import Condition
from verifier.kernel.wording import condition_text, paste_text
from verifier.language.expressions import (
    ZERO,
    Apply,
    Expression,
    Name,
    Number,
    free_names,
    subexpressions,
)
from verifier.language.printer import to_text
from verifier.strategies.points import candidates
from verifier.strategies.statements import telling_points

Prove = Callable[[Claim], bool]

LOOKED_AT = 120  # points
WITNESSES = 5  # points that satisfy a condition, before it is worth the judge's time
SUBJECTS = 8
ASKED = 6

_WEAKEST_FIRST = ("!=", ">=", "<=", ">", "<")
_SWITCHES = frozenset({"abs", "sqrt", "log", "sign", "relu"})


def saving_condition(
    claim: Claim, setting: Setting, prove: Prove, seed: int = 0
) -> Condition | None:
    """A condition under which the judge proves the line, the weakest of its kind.

    It is enough, it is not contradictory (a proof comes with a point), and it is a single one.
    """
    if claim.context.complex_mode:
        return None
    if speaks_of_arrays(setting.names, claim):
        return _declaration_that_saves(claim, prove, seed)
    return _relation_that_saves(claim, setting, prove, seed)


def _relation_that_saves(
    claim: Claim, setting: Setting, prove: Prove, seed: int
) -> Condition | None:
    points = list(_compared(claim, setting, seed))
    if sum(seen.may_hold for seen in points) < WITNESSES:
        return None
    asked = 0
    for condition in _conditions(claim):
        met = [seen for seen in points if holds(condition, PointOracle(seen.point, setting.free))]
        if len(met) < WITNESSES or not all(seen.may_hold for seen in met):
            continue
        if not any(seen.says_something for seen in met):
            continue
        context = replace(
            claim.context, assumptions=(*claim.context.assumptions, condition), reach={}
        )
        asked += 1
        if prove(replace(claim, context=context)):
            return _worded(condition, claim.context)
        if asked >= ASKED:
            break
    return None


def _worded(condition: Apply, context: Context) -> Condition:
    """The condition as an author would write it, with the declaration that says the same."""
    subject = condition.args[0]
    literal = Literal(subject, MASKS[condition.head], subject)
    return Condition(condition_text(literal), paste_text([literal], context).get(literal, ""))


def _declaration_that_saves(claim: Claim, prove: Prove, seed: int) -> Condition | None:
    """What an array that is declared as any array would have to be."""
    symbols = claim.context.symbols
    used = free_names(claim.left) | free_names(claim.right)
    plain = [
        name
        for name, domain in symbols.items()
        if name in used and domain.shape and domain == Domain(shape=domain.shape)
    ]
    kinds = chain.from_iterable(_kinds(name, symbols[name]) for name in plain)
    for name, kind, domain in islice(kinds, ASKED):
        context = replace(claim.context, symbols={**symbols, name: domain}, reach={})
        declared = replace(claim, context=context)
        if _may_hold(declared, seed) and prove(declared):
            shape = ", ".join(map(to_text, domain.shape))
            said = f"{name} is {kind}" if domain.structure else f"every entry of {name} {kind}"
            return Condition(said, f"{name}: real[{shape}] {kind}")
    return None


def _may_hold(claim: Claim, seed: int) -> bool:
    """Whether both sides agree at a few arrays; to fail at a proof takes longer."""
    trial = trial_of(Setting(claim.context), claim, seed)
    goal = trial.values(claim.left) if trial.ready else None
    return goal is not None and trial.agrees(claim.right, goal)


def _kinds(name: str, domain: Domain) -> Iterator[tuple[str, str, Domain]]:
    """What may be declared of an array, as it is written in the file; weak conditions first."""
    match domain.shape:
        case (rows, columns) if rows is columns:
            for structure in ("symmetric", "orthogonal"):
                yield name, structure, replace(domain, structure=frozenset({structure}))
        case _:
            pass
    for relation, is_open in ((">= 0", False), ("> 0", True)):
        yield name, relation, replace(domain, lower=Bound(ZERO, is_open))


class _Seen(NamedTuple):
    """A line at a point of the domain: whether nothing is known against it there, and whether it
    says more there than that nothing is claimed.
    """

    point: Point
    may_hold: bool
    says_something: bool


def _compared(claim: Claim, setting: Setting, seed: int) -> Iterator[_Seen]:
    """The line at points of the domain at which both sides are defined."""
    if claim.relation in CONNECTIVES:
        offered = telling_points(claim, seed)
    else:
        offered = candidates((claim.left, claim.right), claim.context, seed)
    for point in islice(offered, LOOKED_AT):
        oracle = PointOracle(point, setting.free)
        setting.free.begin()
        seen = _seen(claim, point, oracle)
        if seen is not None and belongs(setting, point):
            yield seen


def _seen(claim: Claim, point: Point, oracle: PointOracle) -> _Seen | None:
    """None where a side is not defined."""
    if claim.relation in CONNECTIVES:
        before, here = truths(claim, oracle)
        if not (before.defined and here.defined):
            return None
        return _Seen(point, not breaks(claim, before, here), bool(before.value and here.value))
    left, right = sides(claim, oracle)
    if left.expression is None or right.expression is None:
        return None
    may_hold = not violated(claim, left.expression, right.expression, oracle)
    return _Seen(point, may_hold, says_something=True)


def _conditions(claim: Claim) -> Iterator[Apply]:
    """The sign of what a switch or a root is of, or of a symbol, which may ask for more."""
    symbols = claim.context.symbols
    letters = free_names(claim.left) | free_names(claim.right)
    subjects: dict[Expression, None] = {}
    for side in (claim.left, claim.right):
        for part in subexpressions(side):
            match part:
                case Apply(
                    "sqrt",
                    (
                        Apply(
                            "^",
                            (inner, Number()),
                        ),
                    ),
                ) if free_names(inner):
                    subjects[inner] = None
                case Apply(head, (inner,)) if head in _SWITCHES and free_names(inner):
                    subjects[inner] = None
                case Apply("max" | "min", (one, other)):
                    subjects[Apply("+", (one, Apply("neg", (other,))))] = None
                case _:
                    pass
    subjects |= {
        Name(name): None for name in symbols if name in letters and not symbols[name].shape
    }
    for subject in islice(subjects, SUBJECTS):
        for relation in _WEAKEST_FIRST:
            yield Apply(relation, (subject, ZERO))
