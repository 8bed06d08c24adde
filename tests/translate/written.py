"""Contexts and claims from short texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from verifier.claims.claim import Bound, Claim, Context, Definition, Domain, Field, Value
from verifier.language.expressions import Expression, Number
from verifier.language.parser import parse
from verifier.language.scope import Entry, Kind, Scope


def context(
    symbols: Mapping[str, str] | None = None,
    definitions: Mapping[str, str] | None = None,
    values: Mapping[str, str] | None = None,
    opaque: Mapping[str, int] | None = None,
    assume: Iterable[str] = (),
) -> Context:
    """A context as a file would say it: ``{"p": "(0, 1)"}``, ``{"f(t)": "1/(1 + exp(-t))"}``."""
    made = Context(opaque={name: (arity, Domain()) for name, arity in (opaque or {}).items()})
    for name, text in (symbols or {}).items():
        made = _with(made, symbols={**made.symbols, name: domain(text, made)})
    for heading, text in (definitions or {}).items():
        name, _, rest = heading.partition("(")
        parameters = tuple(word.strip() for word in rest.rstrip(")").split(",") if word.strip())
        body = read(text, made, parameters)
        definition = Definition(name, body, parameters)
        made = _with(made, definitions={**made.definitions, name: definition})
    for name, text in (values or {}).items():
        made = _with(made, values={**made.values, name: Value(read(text, made))})
    facts = tuple(parse(text, scope(made), statement=True).expression for text in assume)
    return _with(made, assumptions=facts)


def claim(text: str, made: Context) -> Claim:
    """``left = right`` in a context."""
    left, right = text.split(" = ")
    return Claim(read(left, made), "=", read(right, made), made)


def read(text: str, made: Context, parameters: Iterable[str] = ()) -> Expression:
    """An expression over a context's names."""
    letters = {name: Entry(Kind.PARAMETER) for name in parameters}
    return parse(text, scope(made).with_names(letters)).expression


def scope(made: Context) -> Scope:
    """The names of a context, as the parser wants them."""
    entries = {
        name: Entry(Kind.SYMBOL, integer=found.field in (Field.INTEGER, Field.NATURAL))
        for name, found in made.symbols.items()
    }
    for name, definition in made.definitions.items():
        arity = len(definition.parameters)
        entries[name] = Entry(Kind.FUNCTION if arity else Kind.DEFINITION, arity)
    for name in made.values:
        entries[name] = Entry(Kind.DERIVATION)
    for name, (arity, _) in made.opaque.items():
        entries[name] = Entry(Kind.OPAQUE, arity)
    return Scope(entries)


def domain(text: str, made: Context) -> Domain:
    """``real``, ``integer in [1, oo)``, ``> 0``, ``!= 0``, ``(0, 1)``."""
    word, _, rest = text.partition(" ")
    words = {found.value: found for found in Field}
    field = words.get(word, Field.REAL)
    condition = (rest if word in words else text).removeprefix("in ").strip()
    if not condition:
        return Domain(field)
    if condition == "!= 0":
        return Domain(field, excluded=(Number(0),))
    if condition[0] in "<>":
        sign, value = condition.split(" ")
        bound = Bound(read(value, made), open="=" not in sign)
        return Domain(field, bound, None) if sign[0] == ">" else Domain(field, None, bound)
    low, high = condition[1:-1].split(",")
    return Domain(
        field,
        None if "oo" in low else Bound(read(low, made), condition[0] == "("),
        None if "oo" in high else Bound(read(high, made), condition[-1] == ")"),
    )


def _with(made: Context, **changes: object) -> Context:
    fields = {name: getattr(made, name) for name in Context.__dataclass_fields__}
    return Context(**{**fields, **changes})  # type: ignore[arg-type]
