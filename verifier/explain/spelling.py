"""A changed expression as text that keeps the author's own: spaces, letters, spellings.

What the author wrote is kept token by token wherever the new expression says the same, and the
result is read again: a spelling that does not mean exactly the expression is never used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from verifier.language.expressions import Apply, Expression, children
from verifier.language.folding import fold
from verifier.language.parser import parse
from verifier.language.printer import Lookup, Printed, to_text, write_node
from verifier.language.problems import LimitExceeded, Malformed
from verifier.language.reading import PlaceTree
from verifier.language.scope import Scope
from verifier.language.source import Text
from verifier.language.tokens import Tokens, split_relations, tokenize

SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_RAISE = str.maketrans("0123456789", SUPERSCRIPTS)
_CALLED = re.compile(r"([A-Za-z_][A-Za-z0-9_.]*)\(")
_EXPONENT = re.compile(r"\^([0-9]+)(?![0-9.eE])")
BRACKET = 0.3  # what a bracket that is deleted counts for: it has no meaning of its own
DELETED = 0.6  # of a change: too much is written as often as too little, and read more easily


class Spelled(NamedTuple):
    """A text for an expression, and how far it is from the written one, in tokens."""

    text: str
    changed: float


class Speller:
    """Spells expressions that were made from a written one."""

    def __init__(self, written: Text, expression: Expression, places: PlaceTree, scope: Scope):
        self.written = written.value
        self.scope = scope
        self.tokens = tokenize(self.written)
        self._slices: dict[Expression, str] = {}
        self._called: dict[str, str] = {}
        for node, text in _parts(written.value, expression, places):
            if not text.startswith("- "):  # a term as it stands behind another one
                self._slices.setdefault(node, text)
            self._note_call(node, text)

    def learn(self, written: Text, expression: Expression, places: PlaceTree) -> None:
        """Call functions as they are called in another line, where this one calls none of them."""
        for node, text in _parts(written.value, expression, places):
            self._note_call(node, text)

    def _note_call(self, node: Expression, text: str) -> None:
        match node, _CALLED.match(text):
            case Apply(head, _), re.Match() as found if _CALLED.match(f"{head}("):
                self._called.setdefault(head, found[1])
            case _:
                pass

    def spell(self, new: Expression) -> Spelled | None:
        """The new expression, the author's text kept where it can be; None if it has no text."""
        try:
            for text in (fold(new, children, self._write)[0], to_text(new)):
                spelled = [self._spelled(variant, new) for variant in self._variants(text)]
                found = [each for each in spelled if each is not None]
                if found:
                    return min(found, key=lambda each: each.changed)
        except LimitExceeded:
            return None
        return None

    def _variants(self, text: str) -> list[str]:
        """The text, and with exponents as superscripts where the author writes some so."""
        if not any(raised in self.written for raised in SUPERSCRIPTS):
            return [text]
        return [text, _EXPONENT.sub(lambda found: found[1].translate(_RAISE), text)]

    def _spelled(self, text: str, new: Expression) -> Spelled | None:
        for candidate in (self._merged(text), text, f"({text})"):
            if self._means(candidate, new):
                return Spelled(candidate, self._changed(candidate))
        return None

    def written_as(self, part: Expression) -> str:
        """A part as the author wrote it, or as it would be written."""
        return self._slices.get(part) or to_text(part)

    def _write(self, node: Expression, of: Lookup) -> Printed:
        text, level = write_node(node, of)
        match node:
            case Apply(head, _) if head in self._called:
                text = self._called[head] + text.removeprefix(head)
            case _:
                pass
        return self._slices.get(node, text), level

    def _means(self, text: str, expression: Expression) -> bool:
        segments, problems = split_relations(Text.of(text))
        if problems or len(segments) != 1:
            return False  # `z > 0` alone on a line would be a step of its own
        try:
            return parse(text, self.scope).expression is expression
        except Malformed:
            return False

    def _changed(self, text: str) -> float:
        return distance(self.tokens.values, tokenize(text).values)

    def _merged(self, text: str) -> str:
        """The text with the author's characters for every token that stayed."""
        old, new = self.tokens, tokenize(text)
        pieces: list[str] = []
        kept = -2  # the last token of the author's that was kept
        for tag, i1, i2, j1, j2 in _opcodes(old.values, new.values):
            if tag == "equal":
                for i, j in zip(range(i1, i2), range(j1, j2), strict=True):
                    space = _space(self.written, old, i) if kept == i - 1 else _space(text, new, j)
                    pieces.append(space + self.written[old.starts[i] : old.ends[i]])
                    kept = i
            elif j2 > j1:
                same_kind = i2 > i1 and old.values[i1].isalnum() and new.values[j1].isalnum()
                space = _space(self.written, old, i1) if same_kind else _space(text, new, j1)
                pieces.append(space + text[new.starts[j1] : new.ends[j2 - 1]])
                kept = -2
        return "".join(pieces).strip()


def _parts(
    written: str, expression: Expression, places: PlaceTree
) -> Iterator[tuple[Expression, str]]:
    """Every part of an expression with its text."""
    pending = [(expression, places)]
    while pending:
        node, place = pending.pop()
        yield node, written[place.start : place.end]
        pending.extend(zip(children(node), place.children, strict=False))


class Hunk(NamedTuple):
    """Characters from ``start`` to ``end`` of a text, and what stands there instead."""

    start: int
    end: int
    new: str


def hunks(old: str, new: str) -> list[Hunk]:
    """What to replace in a text to come to another, token by token, in ascending order."""
    ours, theirs = tokenize(old), tokenize(new)
    found: list[Hunk] = []
    here = there = 0
    for tag, i1, i2, j1, _ in _opcodes(ours.values[:-1], theirs.values[:-1]):
        for step in range(i2 - i1 if tag == "equal" else 0):
            i, j = i1 + step, j1 + step
            if old[ours.starts[i] : ours.ends[i]] != new[theirs.starts[j] : theirs.ends[j]]:
                continue  # the same in another spelling
            found += _gap(old, here, ours.starts[i], new[there : theirs.starts[j]])
            here, there = ours.ends[i], theirs.ends[j]
    return [*found, *_gap(old, here, len(old), new[there:])]


def _gap(old: str, start: int, end: int, new: str) -> list[Hunk]:
    """The change between two tokens that stay, if there is one; white space in common is kept."""
    while start < end and new and old[start] == new[0] == " ":
        start, new = start + 1, new[1:]
    while start < end and new and old[end - 1] == new[-1] == " ":
        end, new = end - 1, new[:-1]
    return [Hunk(start, end, new)] if old[start:end] != new else []


def _space(text: str, tokens: Tokens, index: int) -> str:
    """The white space before a token."""
    return text[tokens.ends[index - 1] if index else 0 : tokens.starts[index]]


def _opcodes(old: list[str], new: list[str]) -> Sequence[tuple[str, int, int, int, int]]:
    return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()


def distance(old: list[str], new: list[str]) -> float:
    """The fewest tokens to insert, delete or replace (Levenshtein); see `DELETED`, `BRACKET`."""
    while old and new and old[-1] == new[-1]:
        old, new = old[:-1], new[:-1]
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    old, new = old[start:], new[start:]
    row = [float(number) for number in range(len(new) + 1)]
    for one in old:
        deleted = DELETED * _weight(one)
        before, row[0] = row[0], row[0] + deleted
        for j, other in enumerate(new, 1):
            replaced = before + (one != other)
            before, row[j] = row[j], min(row[j] + deleted, row[j - 1] + 1, replaced)
    return round(row[-1], 6)  # sums of tenths in another order are the same


def _weight(token: str) -> float:
    return BRACKET if token in ("(", ")") else 1.0
