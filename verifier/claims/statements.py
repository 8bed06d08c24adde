"""Statements as combinations of comparisons, and the ways in which a line of them can fail.

A statement is true or false at every point: a comparison is false where a side is undefined;
``and``, ``or``, ``not`` are classical. ``±`` stands for two statements joined by ``or``: all of a
line take one sign, and ``∓`` the opposite.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, product
from math import prod
from typing import NamedTuple, TypeAlias

from verifier.claims.claim import Claim
from verifier.language.expressions import (
    ZERO,
    Apply,
    Constant,
    Expression,
    subexpressions,
    transform,
)
from verifier.language.problems import LimitExceeded

CONNECTIVES = frozenset({"<=>", "=>"})
"""What stands between two statements."""

WAYS = 24  # in which one line can fail
PARTS = 10  # comparisons of one of them
_SIGNS = frozenset({"±", "∓"})
_OPPOSITE = {
    "=": "!=",
    "==": "!=",
    "!=": "=",
    "<": ">=",
    ">=": "<",
    ">": "<=",
    "<=": ">",
}


class Part(NamedTuple):
    """A comparison that holds, or does not: because a side is undefined, or the sides differ."""

    comparison: Apply
    holds: bool


Failure: TypeAlias = tuple[Part, ...]
"""Comparisons that hold, or do not, together: one way in which a line can fail."""


def failures(claim: Claim) -> tuple[Failure, ...]:
    """Every way in which a line of statements can fail: there is no other.

    ``A => B`` fails where A is true and B is false; ``A <=> B`` also where B is true and A false.

    Raises:
        LimitExceeded: where there are too many, or a part is no statement that is judged.
    """
    left, right = signed(claim.left), signed(claim.right)
    found = _broken(left, right)
    if claim.relation == "<=>":
        found += _broken(right, left)
    return tuple(dict.fromkeys(found))


def _broken(premise: Expression, conclusion: Expression) -> tuple[Failure, ...]:
    return _ways(Apply("and", (premise, Apply("not", (conclusion,)))), holds=True)


def signed(statement: Expression) -> Expression:
    """The statement with both signs of its ``±`` written out, joined by ``or``.

    Raises:
        LimitExceeded: where it stands in a denial or an inequality: both signs may be meant there.
    """
    if not _has_signs(statement):
        return statement
    for part in subexpressions(statement):
        match part:
            case Apply("not" | "!=" | "<" | "<=" | ">" | ">=" as head, _) if _has_signs(part):
                raise LimitExceeded(f"`±` under `{head}` may be read in two ways")
            case _:
                pass
    return Apply("or", (_with_sign(statement, "±"), _with_sign(statement, "∓")))


def _has_signs(node: Expression) -> bool:
    return any(isinstance(part, Apply) and part.head in _SIGNS for part in subexpressions(node))


def _with_sign(statement: Expression, plus: str) -> Expression:
    def chosen(node: Expression) -> Expression:
        match node:
            case Apply(head, (inner,)) if head in _SIGNS:
                return inner if head == plus else Apply("neg", (inner,))
            case _:
                return node

    return transform(statement, chosen)


def comparisons(statement: Expression) -> Iterator[Apply]:
    """The comparisons that a statement without ``±`` consists of."""
    match statement:
        case Apply("and" | "or" | "not", parts):
            for part in parts:
                yield from comparisons(part)
        case Apply(head, (_, _)) if head in _OPPOSITE:
            yield statement
        case Constant("true" | "false"):
            return
        case _:
            raise LimitExceeded("a part of the line is no statement that is judged")


def opposite(comparison: Apply) -> Apply:
    """What holds where both sides are defined and the comparison fails."""
    return Apply(_OPPOSITE[comparison.head], comparison.args)


def definedness(comparison: Apply) -> Apply:
    """An equation that holds exactly where both sides of the comparison are defined."""
    left, right = comparison.args
    return Apply("=", (Apply("*", (ZERO, left)), Apply("*", (ZERO, right))))


def gap(comparison: Apply) -> Expression:
    """The left side less the right one."""
    left, right = comparison.args
    return Apply("+", (left, Apply("neg", (right,))))


def _ways(statement: Expression, *, holds: bool) -> tuple[Failure, ...]:
    """The disjunctive normal form of a statement, or of its negation."""
    match statement:
        case Constant("true" | "false" as name):
            return ((),) if holds == (name == "true") else ()
        case Apply("not", (inner,)):
            return _ways(inner, holds=not holds)
        case Apply("and" | "or" as head, parts):
            by_part = [_ways(part, holds=holds) for part in parts]
            if holds == (head == "or"):
                found = list(chain.from_iterable(by_part))
                _bounded(len(found))
            else:
                _bounded(prod(map(len, by_part)))
                found = [tuple(chain.from_iterable(chosen)) for chosen in product(*by_part)]
            together = [tuple(dict.fromkeys(way)) for way in found]
            if any(len(way) > PARTS for way in together):
                raise LimitExceeded(f"more than {PARTS} comparisons must be looked at together")
            return tuple(dict.fromkeys(way for way in together if not _contradicts_itself(way)))
        case Apply(head, (_, _)) if head in _OPPOSITE:
            return ((Part(statement, holds),),)
        case _:
            raise LimitExceeded("a part of the line is no statement that is judged")


def _contradicts_itself(way: Failure) -> bool:
    return any(Part(comparison, not holds) in way for comparison, holds in way)


def _bounded(count: int) -> None:
    if count > WAYS:
        raise LimitExceeded(f"the statements combine in more than {WAYS} ways")
