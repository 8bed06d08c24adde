"""A context with arrays of many shapes, and texts read in it, for the tests of this room."""

from __future__ import annotations

from verifier.claims.claim import Bound, Context, Definition, Domain, Field, Value
from verifier.claims.shapes import Shapes
from verifier.language.expressions import ONE, Expression, Name, Number
from verifier.language.parser import parse
from verifier.language.scope import Entry, Kind, Scope

SIZE = Domain(Field.INTEGER, lower=Bound(ONE, open=False))

_SHAPES: dict[str, tuple[str | int, ...]] = {
    "X": ("n", "d"),
    "Y": ("n", "d"),
    "W": ("h", "d"),
    "V": ("d", "h"),
    "dZ": ("n", "h"),
    "A": ("n", "n"),
    "R": (1, "d"),
    "L": (2, 3),
    "T": ("k", "n", "d"),
    "b": ("h",),
    "x": ("n",),
    "u": ("n",),
    "c": ("d",),
    "s": (),
}

DOMAINS = dict.fromkeys("ndhkm", SIZE) | {
    name: Domain(shape=tuple(Name(s) if isinstance(s, str) else Number(s) for s in shape))
    for name, shape in _SHAPES.items()
}


def scope(context: Context) -> Scope:
    """The names of a context."""
    entries = {
        name: Entry(Kind.SYMBOL, rank=len(domain.shape), integer=domain.field is not Field.REAL)
        for name, domain in context.symbols.items()
    }
    for name, definition in context.definitions.items():
        kind = Kind.FUNCTION if definition.parameters else Kind.DEFINITION
        entries[name] = Entry(kind, len(definition.parameters))
    entries |= {name: Entry(Kind.OPAQUE, arity) for name, (arity, _) in context.opaque.items()}
    entries |= dict.fromkeys(context.values, Entry(Kind.DERIVATION))
    return Scope(entries)


def read(text: str, context: Context | None = None) -> Expression:
    """A text as an expression."""
    return parse(text, scope(context or CONTEXT)).expression


CONTEXT = Context(symbols=DOMAINS)


def defining(*definitions: tuple[str, str, tuple[str, ...], tuple[str, ...]]) -> Context:
    """The context with definitions: name, body, parameters, index letters."""
    context = CONTEXT
    for name, body, parameters, indices in definitions:
        letters = {letter: Entry(Kind.PARAMETER) for letter in parameters + indices}
        expression = parse(body, scope(context).with_names(letters)).expression
        definition = Definition(name, expression, parameters, None, indices)
        known = {**context.definitions, name: definition}
        context = Context(symbols=DOMAINS, definitions=known, opaque={"g": (1, Domain())})
    return context


def valued(name: str, start: str) -> Context:
    """The context with an earlier derivation."""
    return Context(symbols=DOMAINS, values={name: Value(read(start))})


SHAPES = Shapes(CONTEXT)
