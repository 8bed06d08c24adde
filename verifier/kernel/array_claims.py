"""Which claims are about arrays: told cheaply, for most files have none."""

from __future__ import annotations

from verifier.algebra.names import Names
from verifier.claims.claim import Claim
from verifier.language.expressions import (
    Apply,
    Binder,
    Entry,
    Expression,
    subexpressions,
)
from verifier.language.vocabulary import VOCABULARY, Nature


def speaks_of_arrays(following: Names, claim: Claim) -> bool:
    """Whether arrays stand anywhere in a claim or its assumptions, their names opened."""
    context = following.context
    bodies = [claim.left, claim.right, *context.assumptions]
    names = frozenset().union(*map(following.mentioned, bodies))
    for name in names:
        if name in context.symbols and context.symbols[name].shape:
            return True
        if name in context.definitions:
            bodies.append(context.definitions[name].body)
        if name in context.values:
            bodies.append(context.values[name].start)
    return any(is_array_node(part) for body in bodies for part in subexpressions(body))


def is_array_node(node: Expression) -> bool:
    """Whether an expression could not stand where there are only numbers."""
    match node:
        case Entry():
            return True
        case Apply(head, _):
            return head == "@" or VOCABULARY[head].nature is Nature.TENSOR
        case Binder(kind, _, _, lower, _):
            return lower is None and kind != "integrate"
        case _:
            return False
