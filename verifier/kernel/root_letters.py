"""Square roots as letters: ``sqrt(u)`` is a number t >= 0 with t^2 = u, wherever it is defined.

Equations with roots then become equations of polynomials, which replace letters or are divided by.
What holds of every such t holds of the root; so only what is *impossible* with letters may be
concluded, and nothing about where anything is defined.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from verifier.claims.claim import Bound, Context, Domain
from verifier.claims.opening import opened
from verifier.claims.statements import Failure, Part
from verifier.language.expressions import (
    TWO,
    ZERO,
    Apply,
    Expression,
    Name,
    free_names,
    fresh_name,
    transform,
)


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
    shown defined. Defined names are opened for this, but for those in ``closed``.
    """
    letters = _Letters(context)
    written = [_opened(comparison, context, closed) for comparison, _ in failure]
    for place, comparison in enumerate(written):
        if comparison is not None and (failure[place].holds or place in defined):
            written[place] = letters.name_roots(comparison)
    if not letters.known:
        return Lettered(context, failure)
    lettered = tuple(
        part if comparison is None else Part(letters.written(comparison), part.holds)
        for part, comparison in zip(failure, written, strict=True)
    )
    return Lettered(letters.context(), lettered, tuple(letters.equations))


def _opened(comparison: Apply, context: Context, closed: frozenset[str]) -> Apply | None:
    """The comparison with defined names opened; None where its roots may be no numbers."""
    found = opened(comparison, context.definitions, closed)
    return found if isinstance(found, Apply) else None


class _Letters:
    """The letters of one failure."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._taken = frozenset(
            (*context.symbols, *context.definitions, *context.opaque, *context.values)
        )
        self.known: dict[Expression, Name] = {}
        self.equations: list[Expression] = []

    def name_roots(self, comparison: Apply) -> Apply:
        """The comparison with a letter for each of its roots, inner ones first."""
        return _on_sides(comparison, self._named)

    def written(self, comparison: Apply) -> Apply:
        """The comparison with the letters that are known in the place of their roots."""
        return _on_sides(comparison, lambda node: self.known.get(node, node))

    def _named(self, node: Expression) -> Expression:
        match node:
            case Apply("sqrt", (inner,)) if free_names(inner):
                if node not in self.known:
                    self._declare(node, inner)
                return self.known[node]
            case _:
                return node

    def _declare(self, root: Expression, inner: Expression) -> None:
        letter = fresh_name("root", self._taken)
        self._taken |= {letter}
        self.known[root] = Name(letter)
        self.equations.append(Apply("=", (Apply("^", (Name(letter), TWO)), inner)))

    def context(self) -> Context:
        """The context in which the letters are numbers that are not negative."""
        roots = {
            letter.name: Domain(lower=Bound(ZERO, open=False)) for letter in self.known.values()
        }
        return replace(self._context, symbols={**self._context.symbols, **roots}, reach={})


def _on_sides(comparison: Apply, change: Callable[[Expression], Expression]) -> Apply:
    left, right = comparison.args
    return Apply(comparison.head, (transform(left, change), transform(right, change)))
