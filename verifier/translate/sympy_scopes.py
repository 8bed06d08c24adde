"""What names mean on the way into an expression: under binders, in bodies, in derivatives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from verifier.language.expressions import Expression

Sym: TypeAlias = Any


@dataclass(slots=True, eq=False)
class Frame:
    """A derivative that is being taken.

    Attributes:
        back: the plain symbols that it is taken by, with the values that they have at the point.
        outer: the derivative around it.
        met: the plain symbols that the body reaches.
    """

    back: Mapping[Sym, Sym]
    outer: Frame | None
    met: set[Sym] = field(default_factory=set)

    def meet(self, letter: Sym) -> None:
        """The body reaches a letter of this or an outer derivative."""
        self.met.add(letter)
        if self.outer is not None:
            self.outer.meet(letter)

    def at_point(self, expression: Sym) -> Sym:
        """The expression's value where this derivative and those around it are taken."""
        value = expression.xreplace(self.back)
        return value if self.outer is None else self.outer.at_point(value)

    def moves(self, expression: Sym) -> bool:
        """Whether the expression depends on what this or an outer derivative is taken by."""
        return bool(expression.free_symbols & self.back.keys()) or (
            self.outer is not None and self.outer.moves(expression)
        )


@dataclass(slots=True, eq=False)
class Scope:
    """What names mean here, apart from what the file declares.

    Attributes:
        letters: declared names that are letters inside a derivative by them.
        local: parameters and bound variables.
        frame: the derivative around, None outside.
        opened: definitions opened so far, shared by the scopes with the same letters.
        done: nodes translated so far.
    """

    letters: Mapping[str, Sym] = field(default_factory=dict)
    local: Mapping[str, Sym] = field(default_factory=dict)
    frame: Frame | None = None
    opened: dict[str, Sym] = field(default_factory=dict)
    done: dict[Expression, Sym] = field(default_factory=dict)

    def inside(self, local: Mapping[str, Sym]) -> Scope:
        """The same letters with other local names."""
        return Scope(self.letters, local, self.frame, self.opened)
