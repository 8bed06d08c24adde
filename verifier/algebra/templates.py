"""The vocabulary's texts, read once into expressions.

Derivative rules are opened down to functions without a meaning of their own, so that what a rule
produces needs no further reading.
"""

from __future__ import annotations

from functools import cache

from verifier.algebra.literals import MASKS
from verifier.language.expressions import ZERO, Apply, Expression, substitute, transform
from verifier.language.parser import parse
from verifier.language.scope import Entry, Kind, Scope
from verifier.language.vocabulary import VOCABULARY, Function, Nature


def _read(record: Function, text: str, *, statement: bool = False) -> Expression:
    scope = Scope({name: Entry(Kind.PARAMETER) for name in record.parameters})
    return parse(text, scope, statement=statement).expression


@cache
def meaning(head: str) -> Expression:
    """What a derived function means, over its parameters."""
    record = VOCABULARY[head]
    if record.meaning is None:
        raise ValueError(f"{head} has no meaning in other functions")
    return _read(record, record.meaning)


@cache
def conditions(head: str) -> tuple[tuple[Expression, int], ...] | None:
    """Where a function is defined, as (expression over its parameters, mask of its sign)."""
    defined = VOCABULARY[head].defined
    if defined is None:
        return None
    found = []
    for text in defined:
        match _read(VOCABULARY[head], text, statement=True):
            case Apply(symbol, (left, right)) if symbol in MASKS:
                subject = left if right is ZERO else Apply("+", (left, Apply("neg", (right,))))
                found.append((subject, MASKS[symbol]))
            case other:
                raise ValueError(f"{head}: {other} is not a relation")
    return tuple(found)


@cache
def derivative_rules(head: str) -> tuple[Expression, ...]:
    """The partial derivatives of a smooth function, over its parameters."""
    record = VOCABULARY[head]
    return tuple(plain(_read(record, text)) for text in record.derivative)


def bind(head: str, template: Expression, args: tuple[Expression, ...]) -> Expression:
    """A template with the function's arguments in place of its parameters."""
    return substitute(template, dict(zip(VOCABULARY[head].parameters, args, strict=True)))


def plain(node: Expression) -> Expression:
    """Open every derived function; for rules, whose conditions are stated apart."""

    def step(current: Expression) -> Expression:
        match current:
            case Apply(head, args) if VOCABULARY[head].nature is Nature.DERIVED:
                return plain(bind(head, meaning(head), args))
            case _:
                return current

    return transform(node, step)
