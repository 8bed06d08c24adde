"""What a strategy may offer: a closed list. Evidence is a hint; the judge recomputes everything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from verifier.algebra.oracles import Point
from verifier.claims.numeric import Numeric


@dataclass(frozen=True, slots=True)
class Rewriting:
    """Both sides have one normal form, by cases if need be, with the names in ``closed`` as
    letters, and the earlier gradients in ``upstream``.
    """

    closed: frozenset[str]
    upstream: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Induction:
    """By induction on a whole number, from ``start`` on; names in ``closed`` stay letters."""

    variable: str
    start: int
    closed: frozenset[str]


@dataclass(frozen=True, slots=True)
class Reasoning:
    """No way in which a line of statements could fail is possible.

    Attributes:
        closed: names that stay letters.
        split: symbols whose sign is looked at in cases.
    """

    closed: frozenset[str]
    split: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Counterexample:
    """A point at which both sides are defined and differ."""

    point: Point


@dataclass(frozen=True, slots=True)
class OneSided:
    """A point at which only one side is defined; offered last, when no proof is known."""

    point: Point


@dataclass(frozen=True, slots=True)
class EngineWord:
    """An engine outside the kernel says the two sides are equal."""

    engine: str
    method: str


@dataclass(frozen=True, slots=True)
class Samples:
    """Points, drawn from ``seed``, at which the two sides agree."""

    points: tuple[Point, ...]
    seed: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """Random arrays on which the two sides agree."""

    numeric: Numeric


Evidence: TypeAlias = (
    Rewriting | Induction | Reasoning | Counterexample | OneSided | EngineWord | Samples | Drawn
)
