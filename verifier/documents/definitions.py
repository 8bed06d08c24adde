"""The section ``definitions``: expressions and functions, with their range claims.

Recurrences are read and kept; nothing is judged by them yet.
"""

from __future__ import annotations

from collections.abc import Sequence

from verifier.claims.claim import Definition, Domain
from verifier.documents.circles import circles
from verifier.documents.document import Unresolved, WrittenDefinition
from verifier.documents.domains import Readers, range_claim_at, read_range
from verifier.documents.names import Head, heads_of
from verifier.documents.reach import Matter
from verifier.documents.reader import Declared
from verifier.documents.resolution import Resolution, Resolved
from verifier.documents.shaping import of_definition
from verifier.language.expressions import Expression, Name, Number
from verifier.language.problems import Malformed
from verifier.language.scope import Entry, Kind
from verifier.language.source import Text
from verifier.language.tokens import is_name, tokenize


class Definitions:
    """Declares the definitions of a file, in its order."""

    def __init__(self, resolution: Resolution) -> None:
        self.resolution = resolution
        self.definitions: dict[str, Definition] = {}
        self.written: dict[str, WrittenDefinition] = {}
        self.unresolved: list[Unresolved] = []
        self._recurrences: set[str] = set()

    def announce(self, declared: Sequence[Declared], rank: int) -> list[tuple[int, list[Head]]]:
        """Make the names known, each line with a rank of its own."""
        found = [(rank + number, heads_of(entry.key)) for number, entry in enumerate(declared, 1)]
        every = [(line, head) for line, heads in found for head in heads]
        self._recurrences = {head.name for _, head in every if _is_first_value(head)}
        for line, head in every:
            known = self.resolution.names.declared.get(head.name)
            if head.name in self._recurrences and known and known.kind is Kind.FUNCTION:
                continue
            kind = Kind.FUNCTION if head.brackets == "(" else Kind.DEFINITION
            arity = len(head.arguments)
            entry = Entry(kind, arity, rank=arity if head.brackets == "[" else 0)
            self.resolution.names.declare(head.name, head.place, line, entry)
        return found

    def resolve(self, declared: Sequence[Declared], heads: list[tuple[int, list[Head]]]) -> None:
        """Read the bodies."""
        self.resolution.names.circles = circles(
            {
                (head.name, rank): tokenize(entry.line.text.value).values
                for entry, (rank, sharing) in zip(declared, heads, strict=True)
                for head in sharing
                if entry.line is not None and head.name not in self._recurrences
            }
        )
        for entry, (rank, sharing) in zip(declared, heads, strict=True):
            for head in sharing:
                if entry.line is not None:
                    self._define(head, rank, entry.line.text, entry.line.reason)
                else:
                    self.resolution.reach.add(head.name)

    def _define(self, head: Head, rank: int, text: Text, reason: str) -> None:
        parameters = self._parameters(head)
        body, claim = _split_claim(text)
        recurrent = head.name in self._recurrences
        if parameters is None:
            self.resolution.reach.add(head.name)
            return
        found = self.resolution.read(body, rank + recurrent, parameters)
        claimed = None if claim is None else self._claimed(claim, rank, parameters)
        mentions, matters = frozenset[str](), Matter.NOTHING
        if found is not None:
            mentions, matters = found.survey.names, found.survey.matters
            self._keep(head, found, claimed, parameters)
        if recurrent:
            matters |= Matter.RECURRENCE
        if head.brackets == "[":
            matters |= Matter.TENSOR
        self.resolution.reach.add(head.name, mentions, matters)
        self.written[head.name] = WrittenDefinition(
            head.text.value,
            body.value,
            "" if claim is None else claim.value,
            head.place,
            (body if claim is None else claim).place(0),
            reason,
        )

    def _keep(
        self, head: Head, found: Resolved, claimed: Domain | None, parameters: dict[str, Entry]
    ) -> None:
        if head.name in self._recurrences:
            arguments: list[Expression] = [
                Name(a.value) if is_name(a.value) else Number(int(a.value)) for a in head.arguments
            ]
            self.unresolved.append(Unresolved(head.name, tuple(arguments), found.expression))
        elif head.name not in self.definitions:
            letters = tuple(parameters)
            entries = head.brackets == "["
            definition = Definition(
                head.name,
                found.expression,
                () if entries else letters,
                claimed,
                letters if entries else (),
            )
            self.definitions[head.name] = definition
            if entries or Matter.TENSOR in self.resolution.matters(found):
                shaped = of_definition(definition, found.written, found.survey.names)
                self.resolution.shaped.append(shaped)

    def _parameters(self, head: Head) -> dict[str, Entry] | None:
        """The letters of ``sigma(t)`` or ``J[i, j]``; None if they cannot be parameters."""
        found: dict[str, Entry] = {}
        recurrent = head.name in self._recurrences
        kind = Kind.INDEX if head.brackets == "[" else Kind.PARAMETER
        for argument in head.arguments:
            name = argument.value
            declared = self.resolution.names.declared.get(name)
            if recurrent and _is_index(name):
                continue
            if not is_name(name):
                self.resolution.report(
                    f"`{name}` cannot be a parameter" if name else "a parameter is missing here",
                    argument,
                    f"write for instance `{head.name}(t): …`",
                )
                return None
            if recurrent and self.resolution.names.entries.get(name, _NO_ENTRY).integer:
                continue
            if declared is not None or name in found:
                where = "here" if declared is None else f"in line {declared.place.line}"
                self.resolution.report(
                    f"the parameter `{name}` is declared already, {where}",
                    argument,
                    "use a letter that has no other meaning in this file",
                )
                return None
            found[name] = Entry(kind, integer=recurrent or kind is Kind.INDEX)
        return found

    def _claimed(self, text: Text, rank: int, parameters: dict[str, Entry]) -> Domain | None:
        def bound(part: Text) -> Expression | None:
            found = self.resolution.read(part, rank, parameters)
            return None if found is None else found.expression

        try:
            return read_range(text, Readers(bound, bound))
        except Malformed as error:
            for problem in error.problems:
                self.resolution.add(problem)
            return None


_NO_ENTRY = Entry(Kind.PARAMETER)


def _is_first_value(head: Head) -> bool:
    """Whether the head is that of a recurrence's first value, ``m(0)``."""
    return head.brackets == "(" and any(_is_index(a.value) for a in head.arguments)


def _is_index(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 6


def _split_claim(text: Text) -> tuple[Text, Text | None]:
    """A definition's text without and with its trailing range claim."""
    tokens = tokenize(text.value)
    at = range_claim_at(tokens)
    if at is None:
        return text, None
    start = tokens.starts[at]
    return text.slice(0, start).strip(), text.slice(start, len(text.value))
