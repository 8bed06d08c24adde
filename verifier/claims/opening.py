"""Defined names replaced by what they stand for, in expressions that are one number at a point."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice

from verifier.claims.claim import Definition
from verifier.language.expressions import (
    Apply,
    Call,
    Constant,
    Expression,
    Name,
    Number,
    free_names,
    subexpressions,
    substitute,
)

ROUNDS = 8  # of names opened
SIZE = 200  # parts of what is opened


def opened(
    node: Expression, definitions: Mapping[str, Definition], closed: frozenset[str] = frozenset()
) -> Expression | None:
    """The expression without defined names, but for those in ``closed``; None where it is large, or
    not plain.
    """
    bodies = {
        name: definition.body
        for name, definition in definitions.items()
        if not (name in closed or definition.parameters or definition.indices)
    }
    for _ in range(ROUNDS):
        if not is_plain(node):
            return None
        if not free_names(node) & bodies.keys():
            return node
        node = substitute(node, bodies)
    return None


def is_plain(node: Expression) -> bool:
    """Whether it is small, nothing in it binds or differentiates, and every part of it must be
    defined for the whole to be: then each part is one number wherever the whole is.
    """
    parts = islice(subexpressions(node), SIZE + 1)
    return all(count <= SIZE and _is_plain_node(part) for count, part in enumerate(parts, 1))


def _is_plain_node(node: Expression) -> bool:
    match node:
        case Number() | Constant() | Name():
            return True
        case Apply(head, _):
            return head != "where"
        case Call(_, _, order):
            return not any(order)
        case _:
            return False
