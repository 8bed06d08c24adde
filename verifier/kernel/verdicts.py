"""The six verdicts, and nothing else. Only `judgement` makes `Proved`, `Refuted` and
`Conditional`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Final, TypeAlias


class Grade(IntEnum):
    """The names of the verdicts, worst first, so that ``min`` finds a file's verdict."""

    MALFORMED = 0
    REFUTED = 1
    UNKNOWN = 2
    CONDITIONAL = 3
    CONFIRMED = 4
    TRUSTED = 5
    PROVED = 6

    @property
    def word(self) -> str:
        """The verdict as reports spell it."""
        return self.name.lower()


Coordinate: TypeAlias = "str | tuple[Coordinate, ...]"
"""A number of a point as exact text; of an array, a tuple for each of its rows."""


def coordinate_text(value: Coordinate) -> str:
    """A coordinate on one line: ``1/2``, ``[[1, 2], [0, 1]]``."""
    if isinstance(value, str):
        return value
    return f"[{', '.join(map(coordinate_text, value))}]"


@dataclass(frozen=True, slots=True)
class Condition:
    """A missing condition.

    Attributes:
        text: the condition, as a relation (``p != 0``) or in words (``A is invertible``).
        paste: what to change instead where a symbol's domain says it better
            (``p: real != 0`` under ``symbols:``), or "".
        fails_at: a point of the domain where it fails and only one side is defined, as exact texts
            by symbol; None when the condition was merely not shown.
        assume: what to write under ``assume:``; None where it is the text itself, and "" where
            the condition is no relation that a file can state.
    """

    text: str
    paste: str = ""
    fails_at: Mapping[str, Coordinate] | None = None
    assume: str | None = None

    @property
    def assumption(self) -> str:
        """The relation to write under ``assume:``, or ""."""
        return self.text if self.assume is None else self.assume


@dataclass(frozen=True, slots=True)
class Proved:
    """The kernel derived the line, every side condition included.

    ``off`` lists the seams that a convention takes out of the claim: there nothing was proved.
    ``sizes`` are the letters of shapes, for all of whose values it holds.
    """

    method: str
    conditions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    off: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trusted:
    """A named engine says so, definedness is proved, and sampling does not contradict it."""

    engine: str
    method: str
    conditions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Agreed on ``trials`` points, to the relative ``error``; ``seed`` draws them again."""

    trials: int
    error: str
    seed: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Conditional:
    """Proved under conditions that the file does not grant."""

    missing: tuple[Condition, ...]
    method: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refuted:
    """A point of the domain where the line fails.

    ``left`` and ``right`` are the two values there: exact where they are rational, otherwise a ball
    such as ``[0.3132617, 0.3132618]``, or ``undefined``.
    """

    witness: Mapping[str, Coordinate]
    left: str
    right: str
    reason: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unknown:
    """None of the others; ``reason`` says why, ``numeric`` how far the numbers agree."""

    reason: str
    numeric: str = ""
    notes: tuple[str, ...] = ()


Verdict: TypeAlias = Proved | Trusted | Confirmed | Conditional | Refuted | Unknown


_GRADES: Final[Mapping[type[Verdict], Grade]] = {
    made: Grade[made.__name__.upper()]
    for made in (Proved, Trusted, Confirmed, Conditional, Refuted, Unknown)
}


def grade(verdict: Verdict) -> Grade:
    """The place of a verdict in the order worst first."""
    return _GRADES[type(verdict)]
