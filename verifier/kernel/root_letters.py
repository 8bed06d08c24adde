"""Square roots as letters: ``sqrt(u)`` is a number t >= 0 with t^2 = u, wherever it is defined.

Equations with roots then become equations of polynomials, which replace letters or are divided by.
What holds of every such t holds of the root; so only what is *impossible* with letters may be
concluded, and nothing about where anything is defined.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from verifier.claims.claim import Bound, Context, Domain
from verifier.claims.statements import Failure, Part
from verifier.language.expressions import (
    TWO,
    ZERO,
    Apply,
    Call,
    Constant,
    Expression,
    Name,
    Number,
    children,
    free_names,
    fresh_name,
    rebuild,
    subexpressions,
    substitute,
)

ROUNDS = 8  # of definitions opened
SIZE = 400  # nodes of a comparison that is opened


class Lettered(NamedTuple):
    """A failure with letters in the place of roots, in the context that declares them."""

    context: Context
    failure: Failure
    equations: tuple[Expression, ...] = ()


def with_letters(
    context: Context, failure: Failure, closed: frozenset[str], defined: frozenset[int]
) -> Lettered:
    """A failure with roots as letters: with those that are numbers wherever it would happen.

    These stand in comparisons that hold, and in those at the places in ``defined``, whose sides are
    shown defined; every part around them must be defined for the whole to be, and nothing around
    them binds or differentiates. Defined names are opened for this, but for those in ``closed``.
    """
    bodies = {
        name: definition.body
        for name, definition in context.definitions.items()
        if not (name in closed or definition.parameters or definition.indices)
    }
    opened = [Part(_opened(part.comparison, bodies), part.holds) for part in failure]
    letters = _Letters(context)
    for place, (comparison, holds) in enumerate(opened):
        if (holds or place in defined) and _is_strict(comparison):
            letters.name_roots(comparison)
    if not letters.known:
        return Lettered(context, failure)
    lettered = tuple(Part(letters.written(comparison), holds) for comparison, holds in opened)
    return Lettered(letters.context(), lettered, tuple(letters.equations))


def _opened(comparison: Apply, bodies: dict[str, Expression]) -> Apply:
    """The comparison with defined names opened, where nothing binds or differentiates."""
    found: Expression = comparison
    for _ in range(ROUNDS):
        if not free_names(found) & bodies.keys():
            break
        if not _is_strict(found) or sum(1 for _ in subexpressions(found)) > SIZE:
            return comparison
        found = substitute(found, bodies)
    return found if isinstance(found, Apply) and _is_strict(found) else comparison


def _is_strict(node: Expression) -> bool:
    """Whether every part must be defined for the whole to be, and means one number at a point."""
    return all(map(_is_strict_node, subexpressions(node)))


def _is_strict_node(node: Expression) -> bool:
    match node:
        case Number() | Constant() | Name():
            return True
        case Apply(head, _):
            return head != "where"
        case Call(_, _, order):
            return not any(order)
        case _:
            return False


class _Letters:
    """The letters of one failure."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._taken = frozenset(
            (*context.symbols, *context.definitions, *context.opaque, *context.values)
        )
        self.known: dict[Expression, Name] = {}
        self.equations: list[Expression] = []

    def name_roots(self, node: Expression) -> None:
        """Give every root in a node a letter, inner ones first."""
        for root in _roots(node):
            if root in self.known:
                continue
            letter = fresh_name("root", self._taken)
            self._taken |= {letter}
            square = Apply("^", (Name(letter), TWO))
            self.equations.append(Apply("=", (square, self._replaced(root.args[0]))))
            self.known[root] = Name(letter)

    def written(self, comparison: Apply) -> Apply:
        """The comparison with the letters that are known in the place of their roots."""
        if not _is_strict(comparison):
            return comparison
        left, right = map(self._replaced, comparison.args)
        return Apply(comparison.head, (left, right))

    def _replaced(self, node: Expression) -> Expression:
        letter = self.known.get(node)
        if letter is not None:
            return letter
        parts = children(node)
        return rebuild(node, tuple(map(self._replaced, parts))) if parts else node

    def context(self) -> Context:
        """The context in which the letters are numbers that are not negative."""
        roots = {
            letter.name: Domain(lower=Bound(ZERO, open=False)) for letter in self.known.values()
        }
        return replace(self._context, symbols={**self._context.symbols, **roots}, reach={})


def _roots(node: Expression) -> Iterator[Apply]:
    for part in children(node):
        yield from _roots(part)
    match node:
        case Apply("sqrt", (inner,)) if free_names(inner):
            yield node
        case _:
            return
