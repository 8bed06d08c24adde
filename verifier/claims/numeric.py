"""What numbers say of a claim: plain data, made by `confirmation`, judged and shown by others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

Entries: TypeAlias = "float | tuple[Entries, ...]"
"""A number, or an array as a tuple for each of its rows."""


TRIALS: Final = 6
"""Draws that are compared unless somebody asks for more."""

ENOUGH: Final = 5
"""Draws, at least, without which nothing is *confirmed*."""


@dataclass(frozen=True, slots=True)
class Numeric:
    """Both sides agree on every draw.

    The judge may say *confirmed* on it only where ``gaps`` is empty and both sides are proved
    defined. Beside a proof it is a second, independent opinion.

    Attributes:
        error: the greatest relative error in double precision.
        trials: the draws that were compared.
        shapes: the different sizes among them, by the letters of shapes.
        seed: from which everything is drawn again.
        directions: in each draw, along which a derivative was compared; 0 where values were.
        redrawn: draws that lay on a seam or outside a domain.
        method: how it was done, in words.
        gaps: what keeps it from being enough by itself ("one side of `relu(Z)` was never met").
    """

    error: float
    trials: int
    shapes: tuple[Mapping[str, int], ...]
    seed: int
    directions: int
    redrawn: int
    method: str
    gaps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A draw at which the two sides differ, in a hundred digits.

    Attributes:
        sizes: of the draw.
        point: the values of the symbols there, as doubles.
        left, right: what differs, to a few digits.
        error: relative.
        seed: from which it is drawn again.
        where: "at entry [1, 2]", "along a direction", or "".
    """

    sizes: Mapping[str, int]
    point: Mapping[str, Entries]
    left: str
    right: str
    error: float
    seed: int
    where: str = ""


@dataclass(frozen=True, slots=True)
class CannotConfirm:
    """Nothing can be said by numbers, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Draws:
    """What is drawn.

    Attributes:
        seed: from which it is.
        trials: how many draws are compared, at least.
        sizes: letters of shapes with a size that is given; the others are drawn.
    """

    seed: int = 0
    trials: int = TRIALS
    sizes: tuple[tuple[str, int], ...] = ()


NumericOutcome: TypeAlias = Numeric | Disagreement | CannotConfirm
