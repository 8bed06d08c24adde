"""Single mistakes of the kinds that people make, planted in the lines of a derivation file.

It shares nothing with the search for repairs: what that knows of mistakes must not decide which
ones it is tried on.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from verifier.claims.claim import Context
from verifier.documents.document import Derivation, Document, Line
from verifier.explain.edits import Scalars, file_edits
from verifier.explain.mending import edited
from verifier.explain.spelling import Speller, hunks
from verifier.language.expressions import (
    Apply,
    Expression,
    Name,
    Number,
    children,
    free_names,
    rebuild,
    substitute,
)

Changed = tuple[str, Expression]
"""A kind of mistake, and what stands there then."""


class Planted(NamedTuple):
    """A file with one mistake in one line."""

    kind: str
    derivation: str
    step: int
    original: str
    written: str
    text: str


def planted(document: Document) -> Iterator[Planted]:
    """The file with each single mistake in each of its lines, in a fixed order."""
    scalars = Scalars(document.text)
    lines = document.text.split("\n")
    for derivation in document.derivations:
        if derivation.expect is not None or derivation.unjudged:
            continue
        context = document.context_of(derivation)
        for step, line in enumerate(derivation.lines[1:], 1):
            speller = Speller(line.source, line.expression, line.places, document.scope)
            names = _names(context, derivation, step)
            for kind, expression in dict.fromkeys(mistakes(line.expression, names)):
                spelled = speller.spell(expression)
                if expression is line.expression or spelled is None:
                    continue
                changes = hunks(line.source.value, spelled.text)
                text = edited(document.text, file_edits(line.source, changes, lines, scalars))
                yield Planted(kind, derivation.name, step, line.text, spelled.text, text)


def _names(context: Context, derivation: Derivation, step: int) -> list[str]:
    """Names of the line and of the one before it that may be taken for one another."""
    around: list[Line] = [derivation.lines[step - 1], derivation.lines[step]]
    used = frozenset().union(*(free_names(line.expression) for line in around))
    known = [*context.symbols, *context.definitions]
    return [name for name in known if name in used]


def mistakes(line: Expression, names: list[str]) -> Iterator[Changed]:
    """Every line that a single mistake makes of this one."""
    yield from _somewhere(line, names)
    yield "sign", _negative(line)
    present = [name for name in names if name in free_names(line)]
    for place, one in enumerate(present):
        for other in present[place + 1 :]:
            try:
                both = substitute(line, {one: Name(other), other: Name(one)})
            except ValueError:
                continue
            yield "exchanged names", both


def _somewhere(node: Expression, names: list[str]) -> Iterator[Changed]:
    yield from _here(node, names)
    parts = children(node)
    for place, part in enumerate(parts):
        for kind, changed in _somewhere(part, names):
            yield kind, rebuild(node, (*parts[:place], changed, *parts[place + 1 :]))


def _here(node: Expression, names: list[str]) -> Iterator[Changed]:
    match node:
        case Name(name):
            yield from (("wrong name", Name(other)) for other in names if other != name)
        case Apply("+", terms):
            yield from _in_sum(terms)
        case Apply("*", factors):
            yield from _in_product(factors)
        case Apply("/", (over, under)):
            yield "turned fraction", Apply("/", (under, over))
            yield "lost denominator", over
        case Apply("^", (base, exponent)):
            yield from _in_power(base, exponent)
        case Apply("where", (_, yes, _)):
            yield "lost mask", yes
        case Apply("transpose", (inner,)):
            yield "lost transpose", inner
        case Apply("@", (left, right)):
            yield "matrix order", Apply("@", (right, left))
            yield "extra transpose", Apply("@", (Apply("transpose", (left,)), right))
            yield "extra transpose", Apply("@", (left, Apply("transpose", (right,))))
        case Apply("sum" | "mean" as head, args):
            yield "mean for sum", Apply("mean" if head == "sum" else "sum", args)
            if len(args) > 1 and isinstance(args[1], Number) and args[1].value in (0, 1):
                yield "axis", Apply(head, (args[0], Number(1 - args[1].value), *args[2:]))
        case _:
            pass


def _in_sum(terms: tuple[Expression, ...]) -> Iterator[Changed]:
    for place, term in enumerate(terms):
        before, after = terms[:place], terms[place + 1 :]
        flipped = _negative(term) if place == 0 else _other_sign(term)
        yield "sign", Apply("+", (*before, flipped, *after))
        yield "dropped term", _whole("+", (*before, *after))
        yield "doubled term", Apply("+", (*before, term, term, *after))


def _in_product(factors: tuple[Expression, ...]) -> Iterator[Changed]:
    for place, factor in enumerate(factors):
        before, after = factors[:place], factors[place + 1 :]
        mask = isinstance(factor, Apply) and factor.head in (">", "<", ">=", "<=", "==")
        yield "lost mask" if mask else "dropped factor", _whole("*", (*before, *after))
        yield "doubled factor", Apply("*", (*before, factor, factor, *after))


def _in_power(base: Expression, exponent: Expression) -> Iterator[Changed]:
    match exponent:
        case Number(value):
            yield "exponent", Apply("^", (base, Number(value + 1)))
            if value > 2:
                yield "exponent", Apply("^", (base, Number(value - 1)))
            yield "exponent", base
        case Apply("neg", (inner,)):
            yield "exponent", Apply("^", (base, inner))
        case _:
            yield "exponent", base


def _negative(node: Expression) -> Expression:
    match node:
        case Apply("neg", (inner,)):
            return inner
        case Apply("*" | "/" as head, (first, *rest)):
            return Apply(head, (_negative(first), *rest))
        case _:
            return Apply("neg", (node,))


def _other_sign(term: Expression) -> Expression:
    match term:
        case Apply("neg", (inner,)):
            return inner
        case _:
            return Apply("neg", (term,))


def _whole(head: str, args: tuple[Expression, ...]) -> Expression:
    return Apply(head, args) if len(args) > 1 else args[0]
