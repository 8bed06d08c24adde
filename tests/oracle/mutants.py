"""Single edits that people really make: a sign, an operator, an exponent, a lost factor, a name."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.language.expressions import (
    Apply,
    Derivative,
    Expression,
    Name,
    Number,
    children,
    free_names,
    rebuild,
    substitute,
)

_NEIGHBOURS = {
    "max": "min",
    "min": "max",
    "<": "<=",
    "<=": ">",
    ">": "<",
    ">=": ">",
    "exp": "log",
    "log": "exp",
    "sin": "cos",
    "cos": "sin",
}
_DROPPABLE = frozenset({"neg", "sqrt", "abs", "log", "exp", "relu", "sign"})


def mutants(line: Expression, names: list[str]) -> list[Expression]:
    """Every expression that one edit makes of a line, in a fixed order, itself excluded.

    ``names`` are those a slip of the pen might write instead of another.
    """
    found = dict.fromkeys([*_edits(line, names), *_exchanges(line, names), _negated(line)])
    return [edited for edited in found if edited is not line]


def _negated(node: Expression) -> Expression:
    match node:
        case Apply("neg", (inner,)):
            return inner
        case _:
            return Apply("neg", (node,))


def _exchanges(line: Expression, names: list[str]) -> Iterator[Expression]:
    """Two names exchanged everywhere."""
    present = [name for name in names if name in free_names(line)]
    for k, one in enumerate(present):
        for other in present[k + 1 :]:
            yield substitute(line, {one: Name(other), other: Name(one)})


def _edits(node: Expression, names: list[str]) -> Iterator[Expression]:
    """The line with one edit at one place."""
    yield from _here(node, names)
    parts = children(node)
    for k, part in enumerate(parts):
        for edited in _edits(part, names):
            yield rebuild(node, (*parts[:k], edited, *parts[k + 1 :]))


def _here(node: Expression, names: list[str]) -> Iterator[Expression]:
    match node:
        case Number(value):
            yield Number(value + 1)
            if value >= 1:
                yield Number(value - 1)
        case Name(name):
            yield from (Name(other) for other in names if other != name)
        case Derivative(kind, body, (name,)):
            yield body
            yield from (
                Derivative(kind, body, (other,))
                for other in names
                if other != name and other in free_names(body)
            )
        case Apply("+" | "*" | "/" | "^", _):
            yield from _arithmetic(node)
        case Apply("where", (condition, yes, no)):
            yield Apply("where", (condition, no, yes))
        case Apply(head, args):
            if head in _NEIGHBOURS:
                yield Apply(_NEIGHBOURS[head], args)
            if head in _DROPPABLE:
                yield args[0]


def _arithmetic(node: Apply) -> Iterator[Expression]:
    match node:
        case Apply("+", terms):
            yield from _without_one("+", terms)
            for k, term in enumerate(terms):
                yield Apply("+", (*terms[:k], _negated(term), *terms[k + 1 :]))
        case Apply("*", factors):
            yield from _without_one("*", factors)
            if len(factors) == 2:
                yield Apply("/", factors)
                yield Apply("+", factors)
        case Apply("/", (above, below)):
            yield Apply("/", (below, above))
            yield Apply("*", (above, below))
            yield above
            yield below
        case Apply("^", (base, exponent)):
            yield base
            yield Apply("^", (base, Apply("+", (exponent, Number(1)))))
            yield Apply("^", (base, _negated(exponent)))
            yield Apply("*", (exponent, base))


def _without_one(head: str, args: tuple[Expression, ...]) -> Iterator[Expression]:
    for k in range(len(args)):
        rest = (*args[:k], *args[k + 1 :])
        yield rest[0] if len(rest) == 1 else Apply(head, rest)
