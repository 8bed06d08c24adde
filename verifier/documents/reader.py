"""A derivation file's keys: which there are, what stands under them, and what is wrong with that.

The outline that comes out still holds text. Its mathematics is read in `elaborate`, when the names
are known.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Table
from typing import NamedTuple

from verifier.documents import traps
from verifier.documents.keys import DERIVATION_KEYS, EXPECTATIONS, FILE_KEYS, RESERVED_KEYS, Key
from verifier.documents.limits import MAX_DERIVATIONS, MAX_LINES, MAX_PROBLEMS
from verifier.documents.nodes import Entry, Mapping, Node, Scalar, Sequence
from verifier.documents.texts import Texts, is_harmless
from verifier.documents.written import WrittenLine
from verifier.language.advice import nearest
from verifier.language.problems import Problem
from verifier.language.source import Text


class Declared(NamedTuple):
    """A name as written (``sigma(t)``) and its text; no line if that is wrong and reported."""

    key: Text
    line: WrittenLine | None


class OutlinedDerivation(NamedTuple):
    """A derivation's parts. ``broken`` if something in it is wrong, reported, and missing here."""

    name: Text
    title: str
    assume: tuple[WrittenLine, ...]
    steps: tuple[WrittenLine, ...]
    expect: str | None
    broken: bool


class Outline(NamedTuple):
    """A file's parts, in the order of the file within each.

    With ``names_lost`` declarations are missing, so that undeclared names are not worth a word.
    """

    title: str = ""
    source: str = ""
    symbols: tuple[Declared, ...] = ()
    assume: tuple[WrittenLine, ...] = ()
    definitions: tuple[Declared, ...] = ()
    conventions: tuple[WrittenLine, ...] = ()
    derivations: tuple[OutlinedDerivation, ...] = ()
    names_lost: bool = False


def outline_of(root: Node, lines: list[str]) -> tuple[Outline, list[Problem]]:
    """The outline of a file, with everything that is wrong with its keys."""
    reader = _Reader(lines)
    outline = reader.file(root)
    return outline, reader.problems


class _Reader(Texts):
    def __init__(self, lines: list[str]) -> None:
        super().__init__(lines)
        self.meant: set[str] = set()  # keys that unknown ones were probably meant to be
        self.names_lost = False

    # Levels of the file.

    def file(self, root: Node) -> Outline:
        """The top level."""
        if not isinstance(root, Mapping):
            what = "a list" if isinstance(root, Sequence) else "one text"
            self.report(
                f"the file is {what} at its top level, not keys with values",
                root.place,
                "begin with `symbols:` and `derivations:`",
            )
            return Outline()
        parts = self.keyed(root, FILE_KEYS, "a derivation file")
        if "derivations" not in parts and "derivations" not in self.meant:
            self.report(
                "the file has no `derivations`, so that nothing would be checked",
                root.place,
                "add `derivations:` with at least one `name: text` below it",
            )
        self.names_lost = not self.meant.isdisjoint(("symbols", "definitions"))
        return Outline(
            self.words(parts.get("title")),
            self.words(parts.get("source")),
            self.declared(parts.get("symbols"), "symbols"),
            self.texts(parts.get("assume")),
            self.declared(parts.get("definitions"), "definitions"),
            self.texts(parts.get("conventions")),
            self.derivations(parts.get("derivations")),
            self.names_lost,
        )

    def derivations(self, entry: Entry | None) -> tuple[OutlinedDerivation, ...]:
        """Every derivation of the file."""
        if entry is None:
            return ()
        entries = list(self.entries(entry, "derivations"))
        if not entries and not entry.broken and _is_empty(entry.value):
            self.report(
                "there is no derivation here", entry.key.place, "write `name: text` below it"
            )
        if len(entries) > MAX_DERIVATIONS:
            self.report(
                f"the file has more than {MAX_DERIVATIONS:,} derivations",
                entries[MAX_DERIVATIONS].key.place,
                "split it into several files",
            )
            del entries[MAX_DERIVATIONS:]
        found = [self.derivation(entry) for entry in entries]
        total = 0
        for derivation in found:
            total += len(derivation.steps)
            if total > MAX_LINES:
                self.report(
                    f"the file has more than {MAX_LINES:,} lines of derivations",
                    derivation.name.place(0),
                    "split it into several files",
                )
                return ()
        return tuple(found)

    def derivation(self, entry: Entry) -> OutlinedDerivation:
        """One derivation, short (``name: text``) or with keys."""
        known = len(self.problems)
        self.meant.clear()
        value = entry.value
        title, expect = "", None
        assume: tuple[WrittenLine, ...] = ()
        if isinstance(value, Mapping) and not self.looks_like_text(value):
            parts = self.keyed(value, DERIVATION_KEYS, "a derivation")
            title = self.words(parts.get("title"))
            assume = self.texts(parts.get("assume"))
            expect = self.expectation(parts.get("expect"))
            steps_entry = parts.get("steps")
            if steps_entry is None and not entry.broken and "steps" not in self.meant:
                self.report(
                    f"the derivation `{entry.key.value}` has no `steps`",
                    entry.key.place,
                    "add `steps:` with its start and its lines",
                    len(entry.key.value),
                )
        else:
            steps_entry = entry
        steps = self.texts(steps_entry)
        lost = entry.broken or _has_broken(value)
        if not steps and steps_entry is not None and len(self.problems) == known and not lost:
            self.report(
                f"the derivation `{entry.key.value}` is empty",
                entry.key.place,
                "write its start and its lines",
                len(entry.key.value),
            )
        broken = lost or len(self.problems) > known
        return OutlinedDerivation(entry.key.text, title, assume, steps, expect, broken)

    def expectation(self, entry: Entry | None) -> str | None:
        """The value of ``expect``."""
        found = self.words(entry)
        if entry is None or found in EXPECTATIONS or _has_broken(entry.value):
            return found or None
        near = nearest(found, EXPECTATIONS)
        choices = "it is one of `refuted`, `conditional`, `unknown`"
        self.report(
            f"`{_short(found)}` cannot be expected" if found else "`expect` is empty",
            entry.value.place,
            f"did you mean `{near}`?" if near else choices,
            max(1, len(found)),
        )
        return None

    # Kinds of values.

    def keyed(self, mapping: Mapping, keys: Table[str, Key], owner: str) -> dict[str, Entry]:
        """The entries by key; unknown and duplicate keys are reported."""
        found: dict[str, Entry] = {}
        for entry in mapping.entries:
            if len(self.problems) > MAX_PROBLEMS:
                break
            key = entry.key.value
            if key in found:
                self.meant.add(key)
                self.report(
                    f"the key `{key}` stands here for the second time",
                    entry.key.place,
                    f"the first is in line {found[key].key.place.line}: keep one of them",
                    len(key),
                )
            elif key in keys:
                found[key] = entry
            elif key in RESERVED_KEYS and keys is DERIVATION_KEYS:
                self.report(
                    f"the key `{key}` is reserved for later", entry.key.place, "delete it", len(key)
                )
            else:
                near = nearest(key, keys)
                self.meant.add(near)
                listed = ", ".join(f"`{known}`" for known in keys)
                self.report(
                    f"`{_short(key)}` is not a key of {owner}" if key else "a key is missing here",
                    entry.key.place,
                    f"did you mean `{near}`?" if near else f"its keys are {listed}",
                    len(key),
                )
        return found

    def entries(self, entry: Entry, key: str) -> Iterator[Entry]:
        """The entries of a section of names, or nothing and a problem."""
        value = entry.value
        match value:
            case Mapping(flow=True) if not is_harmless(value):
                self.report(
                    "YAML splits a map in braces at its commas",
                    value.place,
                    traps.under_key(key, value.source),
                )
            case Mapping(entries=entries):
                yield from entries
            case Scalar() if value.broken or not value.value:
                return
            case Sequence() if not value.items:
                return
            case _:
                self.report(
                    f"`{key}` needs names with their texts below it, one a line",
                    value.place,
                    f"write `{FILE_KEYS[key].example}`",
                )

    def declared(self, entry: Entry | None, key: str) -> tuple[Declared, ...]:
        """Names with one line of text each."""
        if entry is None:
            return ()
        known = len(self.problems)
        found = []
        for inner in self.entries(entry, key):
            line = None if inner.broken else self.line(inner, FILE_KEYS[key].example)
            found.append(Declared(inner.key.text, line))
        self.names_lost |= entry.broken or (not found and len(self.problems) > known)
        return tuple(found)


def _is_empty(node: Node) -> bool:
    match node:
        case Scalar():
            return not node.value and not node.broken
        case Mapping(entries=parts) | Sequence(items=parts):
            return not parts


def _has_broken(node: Node) -> bool:
    """Whether a text in it was refused already."""
    match node:
        case Scalar():
            return node.broken
        case Mapping(entries=entries):
            return any(_has_broken(entry.value) for entry in entries)
        case Sequence(items=items):
            return any(map(_has_broken, items))


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
