"""A derivation file's keys: which there are, what stands under them, and what is wrong with that.

The outline that comes out still holds text. Its mathematics is read in `elaborate`, when the names
are known.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from verifier.documents import traps
from verifier.documents.limits import MAX_DERIVATIONS, MAX_LINES, MAX_PROBLEMS
from verifier.documents.nodes import Entry, Mapping, Node, Scalar, Sequence
from verifier.documents.written import WrittenLine, written_lines
from verifier.language.advice import nearest
from verifier.language.problems import Problem
from verifier.language.source import Place, Text

FILE_KEYS = (
    "title",
    "source",
    "symbols",
    "assume",
    "definitions",
    "conventions",
    "derivations",
)
DERIVATION_KEYS = ("title", "assume", "steps", "expect")
RESERVED_KEYS = ("using", "code")
EXPECTATIONS = ("refuted", "conditional", "unknown")


@dataclass(frozen=True, slots=True)
class Declared:
    """A name as written (``sigma(t)``) and its text; no line if that is wrong and reported."""

    key: Text
    line: WrittenLine | None


@dataclass(frozen=True, slots=True)
class OutlinedDerivation:
    """A derivation's parts. ``broken`` if something in it is wrong, reported, and missing here."""

    name: Text
    title: str
    assume: tuple[WrittenLine, ...]
    steps: tuple[WrittenLine, ...]
    expect: str | None
    broken: bool


@dataclass(frozen=True, slots=True)
class Outline:
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


class _Reader:
    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.problems: list[Problem] = []
        self.meant: set[str] = set()  # keys that unknown ones were probably meant to be
        self.names_lost = False

    def report(self, message: str, place: Place, hint: str = "", length: int = 1) -> None:
        self.problems.append(Problem(message, place, hint, max(1, length)))

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
        if "derivations" not in parts:
            self.report(
                "the file has no `derivations`, so that nothing would be checked",
                root.place,
                "add `derivations:` with at least one `name: text` below it",
            )
        self.names_lost = not self.meant.isdisjoint(("symbols", "definitions"))
        return Outline(
            self.words(parts.get("title")),
            self.words(parts.get("source")),
            self.declared(parts.get("symbols"), "symbols", "x: real"),
            self.texts(parts.get("assume")),
            self.declared(parts.get("definitions"), "definitions", "p: 1/(1 + exp(-z))"),
            self.texts(parts.get("conventions")),
            self.derivations(parts.get("derivations")),
            self.names_lost,
        )

    def derivations(self, entry: Entry | None) -> tuple[OutlinedDerivation, ...]:
        """Every derivation of the file."""
        if entry is None:
            return ()
        entries = list(self.entries(entry, "derivations", "dp: diff(p, z) = p*(1 - p)"))
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
        lost = entry.broken or any(scalar.broken for scalar in _scalars(value))
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
        if entry is None or found in EXPECTATIONS:
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

    def keyed(self, mapping: Mapping, keys: tuple[str, ...], owner: str) -> dict[str, Entry]:
        """The entries by key; unknown and duplicate keys are reported."""
        found: dict[str, Entry] = {}
        for entry in mapping.entries:
            if len(self.problems) > MAX_PROBLEMS:
                break
            key = entry.key.value
            if key in found:
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

    def entries(self, entry: Entry, key: str, example: str) -> Iterator[Entry]:
        """The entries of a section of names, or nothing and a problem."""
        value = entry.value
        match value:
            case Mapping(flow=True) if not _is_harmless(value):
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
                    f"write `{example}`",
                )

    def declared(self, entry: Entry | None, key: str, example: str) -> tuple[Declared, ...]:
        """Names with one line of text each."""
        if entry is None:
            return ()
        known = len(self.problems)
        found = []
        for inner in self.entries(entry, key, example):
            line = None if inner.broken else self.line(inner, example)
            found.append(Declared(inner.key.text, line))
        self.names_lost |= entry.broken or (not found and len(self.problems) > known)
        return tuple(found)

    def line(self, entry: Entry, example: str) -> WrittenLine | None:
        """The one line of text that stands under a key."""
        value = entry.value
        if not isinstance(value, Scalar):
            self.not_text(value)
            return None
        lines = list(self.lines_of(value, entry.key.value))
        if not lines and not value.broken and not value.joined:
            self.report(
                f"nothing stands behind `{entry.key.value}`",
                entry.key.place,
                f"write for instance `{example}`",
                len(entry.key.value),
            )
        if len(lines) > 1:
            self.report(
                "this line does not belong to the one above",
                lines[1].text.place(0),
                "indent it deeper if it continues the line above",
            )
            return None
        return lines[0] if lines else None

    def texts(self, entry: Entry | None) -> tuple[WrittenLine, ...]:
        """The lines of a text or of a block list."""
        if entry is None:
            return ()
        key, value = entry.key.value, entry.value
        match value:
            case Scalar():
                return tuple(self.lines_of(value, key))
            case Sequence(flow=False):
                return tuple(line for item in value.items for line in self.item(item, key))
            case Sequence() if not value.items:
                return ()
            case Sequence():
                self.report(
                    "YAML splits a list in brackets at its commas",
                    value.place,
                    traps.under_key(key, value.source, "- "),
                )
            case Mapping():
                self.not_text(value)
        return ()

    def item(self, node: Node, key: str) -> Iterator[WrittenLine]:
        """The lines of one item of a block list."""
        if not isinstance(node, Scalar):
            self.not_text(node)
        elif node.value or node.broken:
            yield from self.lines_of(node, key, item=True)
        else:
            self.report("this item of the list is empty", node.place, "delete its dash")

    def lines_of(self, scalar: Scalar, key: str, *, item: bool = False) -> list[WrittenLine]:
        """The lines of a scalar, unless YAML has joined them."""
        if scalar.broken:
            return []
        if not scalar.joined:
            return written_lines(scalar, item=item)
        first = scalar.place.line - 1
        if scalar.style in ("'", '"'):
            self.report(
                "YAML joins the lines of this text",
                scalar.place,
                f"write `{key}: |` and the lines below it, without quotes",
            )
            return []
        shown = self.lines[first : min(scalar.last_line, first + 5)]
        shown[0] = shown[0][scalar.place.column - 1 :]
        if scalar.style == ">":
            self.report("`>` joins the lines of a text", scalar.place, "write `|` instead")
        elif item:
            self.report(
                "YAML joins the lines of this item",
                scalar.place,
                "put each line behind a dash of its own",
            )
        else:
            self.report(
                f"YAML joins the lines of this text: `|` is missing behind `{key}:`",
                scalar.place,
                traps.under_bar(key, shown),
            )
        return []

    def words(self, entry: Entry | None) -> str:
        """Prose: a title or a source, on one line or several."""
        if entry is None:
            return ""
        if not isinstance(entry.value, Scalar):
            self.not_text(entry.value)
            return ""
        return " ".join(entry.value.value.split())

    def not_text(self, node: Node) -> None:
        """Report a list or a map where text is meant, with the line as it should be written."""
        line = self.lines[node.place.line - 1]
        at = node.place.column - 1
        if self.looks_like_text(node) or (isinstance(node, Sequence) and line[:at].strip() == "-"):
            self.problems.append(traps.misread(line, node.place.line, at))
        elif isinstance(node, Mapping) and line[:at].strip() == "-":
            self.problems.append(traps.colon_inside(line, node.place.line, at))
        else:
            what = "a list" if isinstance(node, Sequence) else "a map"
            self.report(f"{what} stands where a text is meant", node.place, "write the text here")

    def looks_like_text(self, node: Node) -> bool:
        """Whether a flow collection is more likely mathematics than YAML."""
        return not isinstance(node, Scalar) and node.flow and not _is_harmless(node)


def _is_harmless(node: Node) -> bool:
    """Whether YAML's commas have not cut through a formula: a map of whole texts."""
    if not isinstance(node, Mapping):
        return isinstance(node, Scalar) and _balanced(node.text.value)
    return all(
        _balanced(entry.key.value)
        and _is_harmless(entry.value)
        and not (isinstance(entry.value, Scalar) and not entry.value.value)
        for entry in node.entries
    )


def _balanced(text: str) -> bool:
    return all(text.count(left) == text.count(right) for left, right in ("()", "[]"))


def _is_empty(node: Node) -> bool:
    match node:
        case Scalar():
            return not node.value and not node.broken
        case Mapping(entries=parts) | Sequence(items=parts):
            return not parts


def _scalars(node: Node) -> Iterator[Scalar]:
    match node:
        case Scalar():
            yield node
        case Mapping(entries=entries):
            for entry in entries:
                yield from _scalars(entry.value)
        case Sequence(items=items):
            for item in items:
                yield from _scalars(item)


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
