"""A symbol's domain from its text: ``real[n, n] symmetric``, ``real in (0, 1)``."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, NoReturn

from verifier.claims.claim import Bound, Domain, Field
from verifier.documents.ranges import emptiness
from verifier.language.advice import nearest
from verifier.language.expressions import ZERO, Expression, Number
from verifier.language.problems import Malformed, Problem
from verifier.language.source import Text
from verifier.language.tokens import Tokens, tokenize

STRUCTURES = ("symmetric", "diagonal", "invertible", "orthogonal", "positive definite")

_FIELDS = {field.value: field for field in Field}
_LIKELY = {
    **dict.fromkeys(("float", "double", "number", "scalar", "reals", "ℝ", "R", "rational"), "real"),
    **dict.fromkeys(("int", "integers", "ℤ", "Z", "whole"), "integer"),
    **dict.fromkeys(("nat", "naturals", "ℕ", "N"), "natural"),
    **dict.fromkeys(("ℂ", "C"), "complex"),
    "positive": "real > 0",
    "negative": "real < 0",
    "nonnegative": "real >= 0",
    "nonzero": "real != 0",
}
_LOWER, _UPPER = (">", ">="), ("<", "<=")
_CONSTRAINTS = frozenset({"in", "!=", *_LOWER, *_UPPER})
_EXAMPLE = "write for instance `in (0, 1)`, `in [0, oo)` or `> 0`"

_NOT_EMPTY = "declare a domain with at least one value"

ReadBound = Callable[[Text], Expression | None]
"""Reads an expression over earlier symbols; None if it is wrong, which is then reported."""

ReadSize = Callable[[Text], Expression | None]
"""Reads a size, declaring a letter that is met for the first time."""


class Readers(NamedTuple):
    """How the expressions inside a domain are read."""

    bound: ReadBound
    size: ReadSize


def read_domain(text: Text, readers: Readers) -> Domain:
    """The domain that a symbol's text declares.

    Raises:
        Malformed: with what is wrong with the text; problems inside bounds and sizes are reported
            by their readers.
    """
    return _DomainText(text, readers).domain()


def read_range(text: Text, readers: Readers) -> Domain:
    """The range claim ``in (0, 1)``, the whole of the text.

    Raises:
        Malformed: as `read_domain`.
    """
    reading = _DomainText(text, readers)
    reading.constraints()
    return reading.finished()


def range_claim_at(tokens: Tokens) -> int | None:
    """The index of the last ``in`` outside all brackets, where a range claim begins."""
    depth = 0
    for index in range(len(tokens.values) - 1, -1, -1):
        value = tokens.values[index]
        depth += (value in (")", "]")) - (value in ("(", "["))
        if value == "in" and depth == 0:
            return index
    return None


class _DomainText:
    """Reads one text from left to right."""

    def __init__(self, text: Text, readers: Readers) -> None:
        self.text = text
        self.tokens = tokenize(text.value)
        self.values = self.tokens.values
        self.readers = readers
        self.at = 0
        self.field = Field.REAL
        self.lower: Bound | None = None
        self.upper: Bound | None = None
        self.excluded: list[Expression] = []
        self.shape: list[Expression] = []
        self.structure: set[str] = set()

    def domain(self) -> Domain:
        self._field()
        if self.values[self.at] == "[":
            self._shape()
        self._structure()
        self.constraints()
        return self.finished()

    def finished(self) -> Domain:
        """The domain, when its text has been read and names at least one value."""
        if self.field is Field.COMPLEX and (self.lower or self.upper):
            self._stop("complex numbers have no order", 0, "leave the range out")
        if self.field is Field.NATURAL and self.lower is None:
            self.lower = Bound(ZERO, open=False)
        domain = Domain(
            self.field,
            self.lower,
            self.upper,
            tuple(self.excluded),
            tuple(self.shape),
            frozenset(self.structure),
        )
        why = emptiness(domain)
        if why:
            message = f"this domain is empty: {why}"
            length = len(self.text.value)
            raise Malformed([Problem(message, self.text.place(0), _NOT_EMPTY, length)])
        return domain

    # Parts of the text.

    def _field(self) -> None:
        word = self.values[0]
        if word in _FIELDS:
            self.field = _FIELDS[word]
            self.at = 1
            return
        if word in _CONSTRAINTS:
            meant = f"real {self.text.value}"
            self._stop("a domain begins with the kind of number", 0, f"write `{meant}`")
        found = _LIKELY.get(word) or nearest(word, _FIELDS)
        fields = ", ".join(f"`{field}`" for field in _FIELDS)
        hint = f"did you mean `{found}`?" if found else f"a domain begins with {fields}"
        self._stop(f"`{word}` is not a kind of number", 0, hint)

    def _shape(self) -> None:
        closing = self._closing(self.at)
        begin = self.at + 1
        for end in (*self._commas(begin, closing), closing):
            if begin == end:
                self._stop("a size is missing here", end, "write for instance `real[n, d]`")
            size = self.readers.size(self._part(begin, end))
            self.shape.append(size if size is not None else Number(1))
            begin = end + 1
        self.at = closing + 1

    def _structure(self) -> None:
        begun = self.at
        while self.values[self.at] and self.values[self.at] not in _CONSTRAINTS:
            word = self.values[self.at]
            if word == "positive" and self.values[self.at + 1] == "definite":
                self.at += 1
                word = "positive definite"
            if word not in STRUCTURES:
                self._unknown_word(word)
            self.structure.add(word)
            self.at += 1
        if self.structure and len(self.shape) != 2:
            word = min(self.structure)
            self._stop(f"only a matrix is {word}", begun, f"declare its shape: `real[n, n] {word}`")
        if self.structure and self.shape[0] is not self.shape[1]:
            self._stop(
                f"only a square matrix is {min(self.structure)}", begun, "give it two equal sizes"
            )

    def _unknown_word(self, word: str) -> NoReturn:
        if word == "=":
            self._stop("a symbol has no value", self.at, "define it under `definitions:`")
        if word == "(":
            self._stop("a range begins with `in`", self.at, f"write `in {self._rest()}`")
        words = ("in", *STRUCTURES)
        near = nearest(word, words)
        self._stop(
            f"`{word}` says nothing about a symbol",
            self.at,
            f"did you mean `{near}`?" if near else _EXAMPLE,
        )

    def constraints(self) -> None:
        """Ranges and relations up to the end of the text."""
        while self.values[self.at]:
            word = self.values[self.at]
            if word == "in":
                self._range()
            elif word in _CONSTRAINTS:
                self._relation(word)
            else:
                self._unknown_word(word)
            if self.values[self.at] in (",", "and") and self.values[self.at + 1] in _CONSTRAINTS:
                self.at += 1

    def _range(self) -> None:
        begin = self.at
        opening = begin + 1
        if self.values[opening] not in ("(", "["):
            self._stop("a range is written in brackets", begin, _EXAMPLE)
        closing = self._closing(opening)
        commas = self._commas(opening + 1, closing)
        if len(commas) != 1:
            self._stop("a range has two ends", opening, _EXAMPLE)
        self._end(-1, opening + 1, commas[0], self.values[opening] == "(", begin)
        self._end(1, commas[0] + 1, closing, self.values[closing] == ")", begin)
        self.at = closing + 1

    def _relation(self, relation: str) -> None:
        begin = self.at + 1
        end = self._end_of_bound(begin)
        if begin == end:
            self._stop(f"nothing stands after `{relation}`", self.at, _EXAMPLE)
        if relation == "!=":
            value = self.readers.bound(self._part(begin, end))
            if value is not None:
                self.excluded.append(value)
        else:
            side = -1 if relation in _LOWER else 1
            self._end(side, begin, end, relation in ("<", ">"), self.at)
        self.at = end

    def _end(self, side: int, begin: int, end: int, is_open: bool, at: int) -> None:
        """One end of the range: ``side`` is -1 for the lower one."""
        words = self.values[begin:end]
        if words in (["oo"], ["+", "oo"], ["-", "oo"]):
            infinite = -1 if words[0] == "-" else 1
            if infinite != side:
                self._stop("this domain is empty: no number is beyond infinity", begin, _EXAMPLE)
            if not is_open:
                self._stop(
                    "infinity is not a number, so the range is open there", begin,
                    "write `[0, oo)` or `(-oo, 0]`",
                )  # fmt: skip
            return
        if begin == end:
            self._stop("an end of the range is missing", at, _EXAMPLE)
        if (self.lower if side < 0 else self.upper) is not None:
            what = "lower" if side < 0 else "upper"
            self._stop(f"this is the second {what} bound", at, "keep one of them")
        value = self.readers.bound(self._part(begin, end))
        if value is None:
            return
        if side < 0:
            self.lower = Bound(value, is_open)
        else:
            self.upper = Bound(value, is_open)

    # Tokens.

    def _closing(self, opening: int) -> int:
        depth = 1
        index = opening
        while depth:
            index += 1
            value = self.values[index]
            if not value:
                self._stop("this bracket is never closed", opening, "close it with `)` or `]`")
            depth += (value in ("(", "[")) - (value in (")", "]"))
        return index

    def _commas(self, begin: int, end: int) -> list[int]:
        depth = 0
        found = []
        for index in range(begin, end):
            value = self.values[index]
            depth += (value in ("(", "[")) - (value in (")", "]"))
            if value == "," and depth == 0:
                found.append(index)
        return found

    def _end_of_bound(self, begin: int) -> int:
        depth = 0
        for index in range(begin, len(self.values)):
            value = self.values[index]
            depth += (value in ("(", "[")) - (value in (")", "]"))
            if depth == 0 and (value in _CONSTRAINTS or value in (",", "and", "")):
                return index
        return len(self.values) - 1

    def _part(self, begin: int, end: int) -> Text:
        return self.text.slice(self.tokens.starts[begin], self.tokens.ends[end - 1])

    def _rest(self) -> str:
        return self.text.value[self.tokens.starts[self.at] :]

    def _stop(self, message: str, index: int, hint: str) -> NoReturn:
        start, end = self.tokens.starts[index], self.tokens.ends[index]
        raise Malformed([Problem(message, self.text.place(start), hint, max(1, end - start))])
