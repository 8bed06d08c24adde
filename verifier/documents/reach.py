"""What an expression reaches when its names are opened: other names, and matters of note.

Sets of names are bits of an integer, so that a file with thousands of definitions costs no more
than its text.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Flag, auto
from typing import NamedTuple

from verifier.language.expressions import (
    Apply,
    Binder,
    Call,
    Constant,
    Derivative,
    Entry,
    Expression,
    Limit,
    Name,
    Number,
    free_names,
    subexpressions,
)
from verifier.language.vocabulary import VOCABULARY, Nature


class Matter(Flag):
    """What decides how, and whether, a line is judged."""

    NOTHING = 0
    COMPLEX = auto()
    TENSOR = auto()
    SIGN = auto()  # ±
    RECURRENCE = auto()
    BINDER = auto()  # sums, integrals, limits, derivatives: no part of an assumption


_NOTHING = Matter.NOTHING


_TENSOR_HEADS = {"@"} | {row.name for row in VOCABULARY.values() if row.nature is Nature.TENSOR}


class Survey(NamedTuple):
    """What one expression mentions itself, nothing opened."""

    names: frozenset[str]
    matters: Matter
    derivatives: tuple[Derivative, ...]


def survey(expression: Expression, parameters: Iterable[str] = ()) -> Survey:
    """Look at every part of an expression; a function's ``parameters`` are not mentioned."""
    names = set(free_names(expression))
    matters = _NOTHING
    derivatives = []
    for node in subexpressions(expression):
        if isinstance(node, Name | Number):
            continue  # most nodes, and nothing to say of them
        matter = _matter(node)
        if matter is not _NOTHING:
            matters |= matter
        if isinstance(node, Call):
            names.add(node.function)
        elif isinstance(node, Derivative):
            derivatives.append(node)
    return Survey(frozenset(names.difference(parameters)), matters, tuple(derivatives))


def _matter(node: Expression) -> Matter:
    match node:
        case Apply("±" | "∓", _):
            return Matter.SIGN
        case Apply(head, _):
            return Matter.TENSOR if head in _TENSOR_HEADS else _NOTHING
        case Call(_, _, order):
            return Matter.BINDER if any(order) else _NOTHING
        case Derivative(kind, _, _):
            return Matter.BINDER | Matter.TENSOR if kind == "jacobian" else Matter.BINDER
        case Binder(kind, _, _, lower, _):
            whole = lower is None and kind != "integrate"
            return Matter.BINDER | Matter.TENSOR if whole else Matter.BINDER
        case Limit():
            return Matter.BINDER
        case Entry():
            return Matter.TENSOR
        case Constant(name):
            return Matter.COMPLEX if name == "i" else _NOTHING
        case Name() | Number():
            return _NOTHING


class Reach:
    """Names with all that they reach."""

    def __init__(self) -> None:
        self._bits: dict[str, int] = {}
        self._closures: dict[str, int] = {}
        self._matters: dict[str, Matter] = {}

    def add(
        self, name: str, mentioned: Iterable[str] = (), matters: Matter = Matter.NOTHING
    ) -> None:
        """Add a name that mentions names added before; others are not followed."""
        bit = self._bits.setdefault(name, 1 << len(self._bits))
        closure = bit
        for other in mentioned:
            closure |= self._closures.get(other, 0)
            if (matter := self._matters.get(other, _NOTHING)) is not _NOTHING:
                matters |= matter
        self._closures[name] = closure
        self._matters[name] = matters

    def reaches(self, names: Iterable[str], target: str) -> bool:
        """Whether one of the names is the target, or reaches it when opened."""
        bit = self._bits.get(target, 0)
        return any(self._closures.get(name, 0) & bit for name in names)

    def matters(self, names: Iterable[str]) -> Matter:
        """All that matters in the names, opened."""
        found = _NOTHING
        for name in names:
            if (matter := self._matters.get(name, _NOTHING)) is not _NOTHING:
                found |= matter
        return found
