"""A derivation file as the oracle reads it: its own small reader, for well-formed scalar files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from tests.oracle.evaluator import Setting
from verifier.language.expressions import Call, Expression, Number, free_names, subexpressions
from verifier.language.parser import parse
from verifier.language.scope import Entry, Kind, Scope
from verifier.language.source import Text

_DECLARED = re.compile(r"^([A-Za-z]\w*)\s*(?:\(([^()]*)\))?$")
_IN = re.compile(r"\bin\s*([\[(])\s*(.+),\s*(.+?)\s*([\])])\s*$")
_ORDER = re.compile(r"(<=|>=|!=|<|>)\s*(.+)$")


@dataclass(frozen=True)
class Limit:
    """One end of a range."""

    value: Expression
    open: bool


@dataclass(frozen=True)
class Range:
    """What a symbol may be."""

    whole: bool = False
    lower: Limit | None = None
    upper: Limit | None = None
    excluded: tuple[Expression, ...] = ()

    def expressions(self) -> Iterable[Expression]:
        """Everything its description depends on."""
        yield from (limit.value for limit in (self.lower, self.upper) if limit)
        yield from self.excluded


@dataclass(frozen=True)
class Step:
    """One line against the one before it. ``number`` counts a derivation's steps from 1."""

    derivation: str
    number: int
    left: str
    relation: str
    right: str
    assumed: tuple[str, ...]


@dataclass(frozen=True)
class Derivation:
    """A derivation as written: its lines, each with its relation (none at the start)."""

    name: str
    lines: tuple[tuple[str, str], ...]
    assumed: tuple[str, ...] = ()
    expect: str = ""
    title: str = ""

    def steps(self) -> list[Step]:
        """Every line but the first, against the line before."""
        return [
            Step(self.name, number, before[1], relation, text, self.assumed)
            for number, (before, (relation, text)) in enumerate(
                zip(self.lines, self.lines[1:], strict=False), start=1
            )
        ]


@dataclass(frozen=True)
class Sheet:
    """One file: what its names mean and what it derives."""

    data: Mapping[str, Any]
    symbols: Mapping[str, Range]
    setting: Setting
    scope: Scope
    assumed: tuple[str, ...]
    derivations: tuple[Derivation, ...]

    def expression(self, text: str) -> Expression:
        """The text as an expression of this file."""
        return _parsed(text, self.scope)

    def statements(self, texts: Iterable[str]) -> tuple[Expression, ...]:
        """The texts as equations, inequalities and what joins them."""
        return tuple(parse(Text(text), self.scope, statement=True).expression for text in texts)

    def symbols_of(self, expressions: Iterable[Expression]) -> list[str]:
        """The declared symbols that the expressions depend on, through all definitions."""
        seen = self.names_behind(expressions)
        return [name for name in self.symbols if name in seen]

    def names_behind(self, expressions: Iterable[Expression]) -> set[str]:
        """Every name that the expressions depend on, through definitions and bounds."""
        seen: set[str] = set()
        pending = list(expressions)
        while pending:
            for name in _names(pending.pop()) - seen:
                seen.add(name)
                if name in self.symbols:
                    pending += self.symbols[name].expressions()
                elif name in self.setting.definitions:
                    pending.append(self.setting.definitions[name][1])
        return seen


def _names(expression: Expression) -> set[str]:
    """The names it uses, those of the functions it calls included."""
    calls = (part for part in subexpressions(expression) if isinstance(part, Call))
    return set(free_names(expression)) | {call.function for call in calls}


def is_of_numbers(text: str) -> bool:
    """Whether a file or a part of one is without arrays, and without lines of statements."""
    return not any(sign in text for sign in ("real[", "<=>", "=>"))


def has_values(text: str) -> bool:
    """Whether there is nothing in it that the oracle has no values for."""
    return is_of_numbers(text) and not any(word in text for word in ("integrate(", "limit(", "oo)"))


def read_sheet(text: str) -> Sheet:
    """Read a well-formed scalar file."""
    data = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 (texts only)
    names: dict[str, Entry] = {}
    symbols: dict[str, Range] = {}
    for key, domain in data.get("symbols", {}).items():
        described = _range(domain, Scope(dict(names)))
        for name in re.split(r"\s*,\s*", key):
            symbols[name] = described
            names[name] = Entry(Kind.SYMBOL, integer=described.whole)
    definitions: dict[str, tuple[tuple[str, ...], Expression]] = {}
    for key, body in data.get("definitions", {}).items():
        name, parameters = _declared(key)
        inner = Scope({**names, **{p: Entry(Kind.PARAMETER) for p in parameters}})
        written, _ = split_range(body)
        definitions[name] = (parameters, _parsed(written, inner))
        names[name] = (
            Entry(Kind.FUNCTION, arity=len(parameters)) if parameters else Entry(Kind.DEFINITION)
        )
    derivations = []
    for name, content in data["derivations"].items():
        derivation = _derivation(name, content)
        derivations.append(derivation)
        definitions[name] = ((), _parsed(derivation.lines[0][1], Scope(dict(names))))
        names[name] = Entry(Kind.DERIVATION)
    return Sheet(
        data,
        symbols,
        Setting(
            definitions,
            frozenset(name for name, limits in symbols.items() if limits.whole),
            "conventions" in data,
        ),
        Scope(names),
        _assumptions(data.get("assume", ())),
        tuple(derivations),
    )


def _parsed(text: str, scope: Scope) -> Expression:
    return parse(Text(text), scope).expression


def _declared(key: str) -> tuple[str, tuple[str, ...]]:
    found = _DECLARED.match(key)
    if found is None:
        raise ValueError(f"the oracle cannot read the name {key!r}")
    inside = found[2]
    return found[1], tuple(re.split(r"\s*,\s*", inside.strip())) if inside else ()


def split_range(body: str) -> tuple[str, str]:
    """A definition's expression and the range it claims after ``in``, or ""."""
    found = _IN.search(body)
    return (body[: found.start()].strip(), body[found.start() :]) if found else (body, "")


def _range(text: str, scope: Scope) -> Range:
    word = text.split(maxsplit=1)[0]
    if word not in {"real", "integer", "natural"}:
        raise ValueError(f"the oracle cannot read the domain {text!r}")
    lower = Limit(Number(0), False) if word == "natural" else None
    upper = None
    excluded: tuple[Expression, ...] = ()
    rest = text[len(word) :].strip()
    if found := _IN.search(rest):
        left, low, high, right = found.groups()
        lower = None if low in {"-oo", "-∞"} else Limit(_parsed(low, scope), left == "(")
        upper = None if high in {"oo", "∞"} else Limit(_parsed(high, scope), right == ")")
    elif found := _ORDER.match(rest):
        value = _parsed(found[2], scope)
        match found[1]:
            case "!=":
                excluded = (value,)
            case ">" | ">=":
                lower = Limit(value, found[1] == ">")
            case _:
                upper = Limit(value, found[1] == "<")
    return Range(word != "real", lower, upper, excluded)


def _assumptions(written: str | list[str]) -> tuple[str, ...]:
    parts = [written] if isinstance(written, str) else list(written)
    return tuple(piece.strip() for part in parts for piece in re.split(r"\band\b", part))


def _derivation(name: str, content: str | dict[str, Any]) -> Derivation:
    if isinstance(content, str):
        content = {"steps": content}
    steps = content["steps"]
    physical = steps if isinstance(steps, list) else steps.splitlines()
    lines: list[tuple[str, str]] = []
    for line in physical:
        text = re.split(r"\s#", line)[0].strip()
        if text:
            lines += split_relations(text)
    return Derivation(
        name,
        tuple(lines),
        _assumptions(content.get("assume", ())),
        content.get("expect", ""),
        content.get("title", ""),
    )


def split_relations(text: str) -> list[tuple[str, str]]:
    """``= a = b`` as [("=", "a"), ("=", "b")]; a text before the first relation has none."""
    found: list[tuple[str, str]] = []
    relation, start, nesting, at = "", 0, 0, 0
    while at < len(text):
        nesting += (text[at] in "([") - (text[at] in ")]")
        sign = re.match(r"<=>|=>|<=|>=|==|!=|=|<|>", text[at:]) if nesting == 0 else None
        if sign is None or sign[0] in {"==", "!="}:
            at += len(sign[0]) if sign else 1
            continue
        if text[start:at].strip():
            found.append((relation, text[start:at].strip()))
        relation = sign[0]
        at += len(relation)
        start = at
    found.append((relation, text[start:].strip()))
    return found
