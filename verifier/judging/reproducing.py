"""A small file that shows a fault of ours again: the author's own, with rows left out.

Rows are only ever dropped, and only while the file is still read and its last line still claims the
same of the same things."""

from __future__ import annotations

from typing import TypeAlias

from verifier.claims.claim import Context
from verifier.claims.numeric import TRIALS, Draws
from verifier.documents.document import Derivation, Document, Line
from verifier.documents.load import load
from verifier.language.expressions import Call, Expression, free_names, subexpressions
from verifier.language.problems import Malformed

READINGS = 400
"""How often the file is read again; what is not dropped by then stays."""

CHUNKS = (32, 8, 4, 3, 2, 1)
"""Rows dropped at once."""

SMALL = 4
"""A chunk of so many rows or fewer is tried at every row."""

Essence: TypeAlias = tuple[object, ...]


def reproduction(document: Document, derivation: Derivation, line: Line, draws: Draws) -> str:
    """The text of a file whose last line is ``line``, with the call that shows the fault."""
    wanted = _essence(document, derivation, line)
    rows = document.text.split("\n")
    shorter = rows[: _last_row(line)]
    readings = 1
    if _shows(shorter, wanted):
        rows = shorter
    for chunk in CHUNKS:
        at = len(rows) - chunk
        while at >= 0 and readings < READINGS:
            fewer = rows[:at] + rows[at + chunk :]
            readings += 1
            dropped = _shows(fewer, wanted)
            rows = fewer if dropped else rows
            at -= chunk if dropped or chunk > SMALL else 1
    text = "\n".join(rows).rstrip("\n")
    call = " ".join(["verify", *_options(draws), "FILE"])
    return f"# Proved, and contradicted by numbers. To see it: {call}\n{text}\n"


def _last_row(line: Line) -> int:
    """The number of the last row of the file that belongs to a line."""
    return max(place.line for _, place in line.source.pieces) if line.source.pieces else 0


def _options(draws: Draws) -> list[str]:
    found = [f"--seed {draws.seed}"]
    if draws.trials != TRIALS:
        found.append(f"--trials {draws.trials}")
    if draws.sizes:
        found.append("--shapes " + ",".join(f"{name}={size}" for name, size in draws.sizes))
    return found


def _shows(rows: list[str], wanted: Essence) -> bool:
    """Whether the last line of a file claims what is wanted."""
    try:
        document = load("\n".join(rows).encode(), "")
    except Malformed:
        return False
    derivation = document.derivations[-1]
    return _essence(document, derivation, derivation.lines[-1]) == wanted


def _essence(document: Document, derivation: Derivation, line: Line) -> Essence:
    """What a line claims, and of what: all that its verdict can depend on."""
    at = derivation.lines.index(line)
    before = derivation.lines[at - 1]
    context = document.context_of(derivation)
    earlier = {other.name: other for other in document.derivations if other is not derivation}
    expressions = [before.expression, line.expression, *context.assumptions]
    names: dict[str, object] = {}
    while expressions:
        for name in _names(expressions.pop()):
            if name not in names:
                names[name] = _meaning(name, context, earlier, expressions)
    claimed = (derivation.name, before.expression, line.relation, line.expression)
    order = [name for name in (*context.symbols, *context.definitions) if name in names]
    facts = (context.assumptions, context.conventions, derivation.complex, derivation.expect)
    return *claimed, *facts, order, names


def _names(node: Expression) -> frozenset[str]:
    calls = {part.function for part in subexpressions(node) if isinstance(part, Call)}
    return free_names(node) | calls


def _meaning(
    name: str, context: Context, earlier: dict[str, Derivation], further: list[Expression]
) -> object:
    """What a name stands for; the expressions in it are put among the further ones."""
    if name in context.symbols:
        domain = context.symbols[name]
        ends = [bound.value for bound in (domain.lower, domain.upper) if bound is not None]
        further += [*domain.shape, *ends, *domain.excluded]
        return domain
    if name in context.definitions:
        further.append(context.definitions[name].body)
        return context.definitions[name]
    if name in earlier:
        derivation = earlier[name]
        further += [*(line.expression for line in derivation.lines), *derivation.assumptions]
        said = [(line.relation, line.expression) for line in derivation.lines]
        return said, derivation.assumptions, derivation.expect
    return context.opaque.get(name)
