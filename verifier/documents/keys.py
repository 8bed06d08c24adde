"""The keys of a derivation file: one table, which the reader and the JSON Schema both follow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType


class Kind(Enum):
    """What stands under a key."""

    PROSE = "words for the reader, which may be left out"
    LINES = "lines of text, or a list of them; none is as good as some"
    STEPS = "the same, and at least one"
    NAMES = "names, each with one line of text"
    DERIVATIONS = "names, each with steps or with the keys of a derivation; at least one"
    CHOICE = "one word of a few"


@dataclass(frozen=True, slots=True)
class Key:
    """A key.

    Attributes:
        kind: what stands under it.
        says: what it is for, in one sentence, as editors show it.
        example: something to write under it (for `Kind.NAMES`, one entry).
        required: whether the reader insists on it.
        choices: the words of a `Kind.CHOICE`.
    """

    kind: Kind
    says: str
    example: str
    required: bool = False
    choices: tuple[str, ...] = ()


EXPECTATIONS = ("refuted", "conditional", "unknown")

FILE_KEYS: Mapping[str, Key] = MappingProxyType(
    {
        "title": Key(Kind.PROSE, "What the file shows, in words.", "Why dZ2 = p - y"),
        "source": Key(Kind.PROSE, "Where it comes from.", "lecture notes, module 6"),
        "symbols": Key(
            Kind.NAMES,
            "The letters and what each ranges over. Several may share a domain: `a, b: real`.",
            "x: real",
        ),
        "assume": Key(Kind.LINES, "Relations that every derivation may use.", "a < b"),
        "definitions": Key(
            Kind.NAMES,
            "Names and functions for expressions; a trailing `in (0, 1)` claims a range.",
            "p: 1/(1 + exp(-z))",
        ),
        "conventions": Key(
            Kind.LINES, "Values chosen where mathematics leaves them open.", "relu'(0) = 0"
        ),
        "derivations": Key(
            Kind.DERIVATIONS,
            "The derivations, by name. Each line is decided against the one before it.",
            "dp: diff(p, z) = p*(1 - p)",
            required=True,
        ),
    }
)

DERIVATION_KEYS: Mapping[str, Key] = MappingProxyType(
    {
        "title": Key(Kind.PROSE, "What the derivation shows, in words.", "Step A"),
        "assume": Key(Kind.LINES, "Relations that this derivation may use.", "x > 0"),
        "steps": Key(
            Kind.STEPS,
            "A start, then lines that each begin with their relation: `=`, `<=`, `<`, `>=`, `>`.",
            "(a + b)^2 = a^2 + 2*a*b + b^2",
            required=True,
        ),
        "expect": Key(
            Kind.CHOICE,
            "For a control that has to fail: the verdict that its worst line must get.",
            "refuted",
            choices=EXPECTATIONS,
        ),
    }
)

RESERVED_KEYS = ("using", "code")
"""Keys of a derivation that will mean something later."""
