"""What is shown once for all derivations of a file: where earlier gradients exist, and that there
are points off the seams.

A gradient ``grad(f, U)`` may stand as a letter where f is shown to be differentiable by U at every
point of the domain, off the seams that a convention takes out. What is shown here rests on the
declarations, the definitions, the assumptions and the start of the earlier derivation, never on a
verdict; all of these are part of the key under which it is kept.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from verifier.algebra.literals import Literal
from verifier.algebra.names import Names
from verifier.claims.claim import Claim, Context
from verifier.kernel.array_givens import Goal
from verifier.language.expressions import Expression, Name, free_names, substitute
from verifier.language.problems import LimitExceeded
from verifier.tensors.dimensions import Ranges
from verifier.tensors.notation import Notation
from verifier.tensors.upstream import gradients

if TYPE_CHECKING:
    from verifier.kernel.arrays import Arrays

FILES = 4  # whose gradients are remembered


@dataclass(frozen=True, slots=True)
class Seam:
    """Where an earlier gradient is not claimed to exist, with the ranges of its own indices."""

    literal: Literal
    convention: str
    ranges: tuple[tuple[str, tuple[Expression, Expression]], ...]

    def renamed(self, notation: Notation, ranges: Ranges) -> tuple[Literal, str]:
        """The seam in new indices, whose ranges are added to ``ranges``."""
        new: dict[str, Expression] = {}
        for index, ends in self.ranges:
            fresh = notation.index()
            ranges[fresh] = ends
            new[index] = Name(fresh)
        subject = substitute(self.literal.subject, new)
        origin = substitute(self.literal.origin, new)
        return replace(self.literal, subject=subject, origin=origin), self.convention


Seams: TypeAlias = "tuple[Seam, ...] | None"
Start: TypeAlias = "tuple[str, tuple[tuple[str, Expression], ...]]"


class _File:
    """What the gradients of a file rest on besides their starts, as a key."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def __hash__(self) -> int:
        return hash((id(self.context.definitions), id(self.context.symbols)))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _File):
            return False
        ours, theirs = self.context, other.context
        return (
            ours.definitions is theirs.definitions
            and ours.symbols is theirs.symbols
            and ours.opaque is theirs.opaque
            and (ours.assumptions, ours.conventions, ours.complex_mode)
            == (theirs.assumptions, theirs.conventions, theirs.complex_mode)
            and (ours.ranged, ours.total) == (theirs.ranged, theirs.total)
        )


@lru_cache(maxsize=FILES)
def _remembered(file: _File) -> dict[Start, Seams]:  # noqa: ARG001 - the key
    return {}


@lru_cache(maxsize=FILES)
def _inhabited(file: _File) -> dict[frozenset[Expression], bool]:  # noqa: ARG001 - the key
    return {}


def inhabited(context: Context) -> dict[frozenset[Expression], bool]:
    """Whether a point was found in the domain where some relations hold, for those looked for."""
    return _inhabited(_File(context))


def seams_of(arrays: Arrays, name: str) -> Seams:
    """The seams off which an earlier gradient exists everywhere; None where that is not shown."""
    names = arrays.setting.names
    remembered = _remembered(_File(names.context))
    key = name, _starts(names, name)
    if key not in remembered:
        remembered[key] = None  # in a circle nothing is shown
        remembered[key] = _shown(arrays, name)
    return remembered[key]


def _starts(names: Names, name: str) -> tuple[tuple[str, Expression], ...]:
    """The starts of all derivations that a name goes through."""
    values = names.context.values
    reached = sorted(names.reach(name) & values.keys())
    return tuple((other, values[other].start) for other in reached)


def _shown(arrays: Arrays, name: str) -> Seams:
    context = arrays.setting.context
    start = context.values[name].start
    claim = Claim(start, "=", start, context)
    earlier = []
    for other in gradients(arrays.setting.names):
        if other == name:
            break
        earlier.append(other)
    for closed in dict.fromkeys((context.total, frozenset[str]())):
        goal = Goal(claim, closed, values=False, upstream=frozenset(earlier))
        try:
            showing = arrays.prove(goal)
        except LimitExceeded:
            continue
        shown = showing.shown
        if shown.values and not (shown.missing or shown.shared):
            return tuple(
                Seam(literal, convention, _own(literal, arrays.ranges))
                for literal, convention in showing.seams.items()
            )
    return None


def _own(literal: Literal, ranges: Ranges) -> tuple[tuple[str, tuple[Expression, Expression]], ...]:
    names = free_names(literal.subject) | free_names(literal.origin)
    return tuple((name, ranges[name]) for name in sorted(names & ranges.keys()))
