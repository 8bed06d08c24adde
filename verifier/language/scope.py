"""What the names in a piece of text mean where it stands: the parser resolves against a `Scope`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class Kind(Enum):
    """What a declared name is."""

    SYMBOL = "symbol"
    SIZE = "size"
    DEFINITION = "definition"
    FUNCTION = "function"  # defined: ``sigma(t): …``
    OPAQUE = "opaque function"  # declared: ``f(x): real``
    DERIVATION = "derivation"
    PARAMETER = "parameter"
    INDEX = "index"  # a subscript that stands for every index


@dataclass(frozen=True, slots=True)
class Entry:
    """One declared name. ``arity`` is for functions; ``rank`` for tensors (0: a scalar)."""

    kind: Kind
    arity: int = 0
    rank: int = 0
    integer: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """The names that may be used. Constants (`pi`, `e`, …) are visible unless a name hides them."""

    entries: Mapping[str, Entry] = field(default_factory=dict)

    def with_names(self, more: Mapping[str, Entry]) -> Scope:
        """A wider scope; the new names win."""
        return Scope({**self.entries, **more})
