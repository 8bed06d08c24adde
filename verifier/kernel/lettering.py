"""Letters for the names that we make ourselves, which no file can hold and nobody should read."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import count

from verifier.algebra.literals import Literal
from verifier.algebra.names import is_ours
from verifier.language.expressions import (
    Binder,
    Entry,
    Expression,
    Limit,
    Name,
    children,
    free_names,
    rebuild,
    subexpressions,
    substitute,
)

LETTERS = "ijklmpqrstuvw"


def readable(literal: Literal, taken: frozenset[str]) -> Literal | None:
    """A condition with letters for what is bound in it; None where it speaks of something that has
    no name in the file.

    Args:
        literal: the condition.
        taken: names of the file.
    """
    if any(map(is_ours, free_names(literal.origin))):
        return None
    bound = (p.variable for p in subexpressions(literal.origin) if isinstance(p, Binder | Limit))
    if not any(map(is_ours, bound)):
        return literal
    origin = lettered(literal.origin, taken, free_names(literal.origin))
    return replace(literal, origin=origin)


def _letters() -> Iterator[str]:
    yield from LETTERS
    for number in count(1):
        yield f"i{number}"


def letter_for(name: str, used: AbstractSet[str]) -> str:
    """A letter for an index: the one that its inner name was made from, if that is free."""
    letter = name.partition("~")[0]
    if letter in LETTERS and letter and letter not in used:
        return letter
    return next(letter for letter in _letters() if letter not in used)


def lettered(node: Expression, taken: frozenset[str], around: frozenset[str]) -> Expression:
    """An expression with a letter of its own for every index that is bound in it.

    Args:
        node: the expression.
        taken: names of the file.
        around: names that are free here, or bound further out.
    """
    match node:
        case Binder(kind, body, variable, lower, upper):
            ends = [None if end is None else lettered(end, taken, around) for end in (lower, upper)]
            variable, body = _renamed(variable, body, taken, around)
            return Binder(kind, lettered(body, taken, around | {variable}), variable, *ends)
        case Limit(body, variable, point, side):
            point = lettered(point, taken, around)
            variable, body = _renamed(variable, body, taken, around)
            return Limit(lettered(body, taken, around | {variable}), variable, point, side)
        case Entry(base, indices):
            return Entry(lettered(base, taken, around), indices)
        case _:
            parts = children(node)
            return rebuild(node, tuple(lettered(p, taken, around) for p in parts))


def _renamed(
    variable: str, body: Expression, taken: frozenset[str], around: frozenset[str]
) -> tuple[str, Expression]:
    if not is_ours(variable) and variable not in around:
        return variable, body
    letter = letter_for(variable, taken | around | free_names(body))
    return letter, substitute(body, {variable: Name(letter)})
