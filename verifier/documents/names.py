"""The one namespace of a file: who declares which name, where, and in which order."""

from __future__ import annotations

import re
from typing import NamedTuple, TypeAlias

from verifier.language import advice
from verifier.language.problems import Problem
from verifier.language.scope import Entry, Kind, Scope
from verifier.language.source import Place, Text
from verifier.language.tokens import GREEK, is_name, tokenize
from verifier.language.vocabulary import BINDERS, SPELLINGS

RESERVED = frozenset({"and", "or", "not", "in", "true", "false", "oo", *BINDERS})
_HIDING = {"e": "Euler's number", "i": "the imaginary unit", "pi": "the number pi"}
_FOREIGN = re.compile(rf"[^A-Za-z0-9_{GREEK}]+")


Circles: TypeAlias = dict[tuple[int, str], tuple[str, ...]]
"""Names that are defined in a circle, by the rank of a user and the later name that it uses."""


class Head(NamedTuple):
    """A name as declared: ``sigma(t)`` has parentheses, ``J[i, j]`` brackets, ``p`` neither."""

    name: str
    text: Text
    brackets: str = ""
    arguments: tuple[Text, ...] = ()

    @property
    def place(self) -> Place:
        """Where the name stands."""
        return self.text.place(0)


class Declaration(NamedTuple):
    """A name of the file; a name may be used where ``rank`` is lower than that of the user."""

    kind: Kind
    place: Place
    rank: int


class Names:
    """The names declared so far. `scope` sees every one of them, whatever its place."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.notes: list[str] = []
        self.declared: dict[str, Declaration] = {}
        self.entries: dict[str, Entry] = {}
        self.scope = Scope(self.entries)
        self.circles: Circles = {}
        self._told: set[frozenset[str]] = set()

    def declare(self, name: str, place: Place, rank: int, entry: Entry) -> bool:
        """Add a name, unless it cannot be one or is taken; that is reported."""
        problem = self._refusal(name, place)
        if problem is not None:
            self.problems.append(problem)
            return False
        self.declared[name] = Declaration(entry.kind, place, rank)
        self.entries[name] = entry
        self._note(name, place, entry.kind)
        return True

    def _refusal(self, name: str, place: Place) -> Problem | None:
        if not is_name(name):
            return _no_name(name, place)
        if name in RESERVED:
            return Problem(
                f"`{name}` is a word of the language and cannot be a name",
                place,
                f"rename it, for instance to `{name}_1`",
                len(name),
            )
        earlier = self.declared.get(name)
        if earlier is None:
            return None
        return Problem(
            f"`{name}` is declared already, as a {earlier.kind.value} in line {earlier.place.line}",
            place,
            "rename one of them",
            len(name),
        )

    def _note(self, name: str, place: Place, kind: Kind) -> None:
        if name in _HIDING:
            self.notes.append(
                f"`{name}` is the {kind.value} declared in line {place.line}, not {_HIDING[name]}"
            )
        elif name in SPELLINGS and kind in (Kind.FUNCTION, Kind.OPAQUE):
            self.notes.append(
                f"`{name}` is the function declared in line {place.line}, not the built-in one"
            )

    def visible(self, name: str, rank: int) -> bool:
        """Whether a declared name may be used at this rank."""
        return self.declared[name].rank < rank

    def misuse(self, name: str, rank: int, place: Place) -> list[Problem]:
        """What to say of a name that is used at or before its place; of a circle only once."""
        found = self.declared[name]
        circle = self.circles.get((rank, name))
        if circle is not None:
            if frozenset(circle) in self._told:
                return []
            self._told.add(frozenset(circle))
            message = f"these names are defined in a circle: {' → '.join(circle)}"
            hint = "define one of them by other names"
        elif found.rank == rank:
            message = f"`{name}` is defined by itself"
            hint = "use another name on this side"
            if found.kind is Kind.FUNCTION:
                hint += f", or add a first value such as `{name}(0): 1` for a recurrence"
            elif found.kind is Kind.DERIVATION:
                message = f"the derivation `{name}` uses its own value"
        elif found.kind is Kind.DERIVATION:
            message = f"`{name}` is the derivation in line {found.place.line}, known below it only"
            hint = "move that derivation up, or define the expression under `definitions:`"
        else:
            message = f"`{name}` is used before its place in line {found.place.line}"
            hint = f"move the {found.kind.value} `{name}` up"
        return [Problem(message, place, hint, len(name))]


def _no_name(name: str, place: Place) -> Problem:
    length = max(1, len(name))
    word = next((w for w in tokenize(name[:200]).values if w[:1].isalpha() and not is_name(w)), "")
    if word:
        message, hint = advice.about_word(word)
        return Problem(message, place, hint, length)
    shown = name if len(name) <= 40 else name[:39] + "…"
    hint = "names are made of letters, digits, `_` and Greek letters"
    meant = _FOREIGN.sub("_", name[:41]).strip("_")
    if is_name(meant) and len(meant) <= 40:
        hint += f", such as `{meant}`"
    return Problem(
        f"`{shown}` cannot be a name" if name else "a name is missing", place, hint, length
    )


def heads_of(key: Text) -> list[Head]:
    """The names that share a key, split at the commas outside brackets."""
    return [_head(part.strip()) for part in split_at_commas(key)]


def _head(key: Text) -> Head:
    value = key.value
    found = re.match(r"([^(\[\s]{1,200})\s{0,9}([(\[])", value)
    if found is None or value[-1] != {"(": ")", "[": "]"}[found[2]]:
        return Head(value, key)
    inner = key.slice(found.end(), len(value) - 1)
    arguments = tuple(part.strip() for part in split_at_commas(inner))
    return Head(found[1], key, found[2], arguments)


def split_at_commas(text: Text) -> list[Text]:
    """The parts between the commas outside all brackets."""
    parts = []
    depth = begin = 0
    for at, character in enumerate(text.value):
        depth += (character in "([{") - (character in ")]}")
        if character == "," and depth == 0:
            parts.append(text.slice(begin, at))
            begin = at + 1
    return [*parts, text.slice(begin, len(text.value))]
