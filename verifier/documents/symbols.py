"""The section ``symbols``: domains, sizes met in shapes, and functions that are any function."""

from __future__ import annotations

from collections.abc import Sequence

from verifier.claims.claim import Bound, Domain, Field
from verifier.claims.sizes import is_size
from verifier.documents.domains import Readers, read_domain
from verifier.documents.names import Head, heads_of
from verifier.documents.ranges import least_integer
from verifier.documents.reach import Matter
from verifier.documents.reader import Declared
from verifier.documents.resolution import Resolution
from verifier.language.expressions import ONE, Expression, Name, Number
from verifier.language.problems import Malformed
from verifier.language.scope import Entry, Kind
from verifier.language.source import Text
from verifier.language.tokens import is_name

SIZE = Domain(Field.INTEGER, lower=Bound(ONE, open=False))
"""A size: any positive integer."""

_MAX_SIZE_DIGITS = 6


class Symbols:
    """Declares the symbols of a file, in its order."""

    def __init__(self, resolution: Resolution) -> None:
        self.resolution = resolution
        self.domains: dict[str, Domain] = {}
        self.opaque: dict[str, tuple[int, Domain]] = {}
        self._rank = 0

    def announce(self, declared: Sequence[Declared], rank: int) -> list[tuple[int, list[Head]]]:
        """Make the names known, each line with a rank of its own."""
        names = self.resolution.names
        found = []
        for entry in declared:
            rank += 2  # the sizes that the line declares stand between
            heads = [head for head in heads_of(entry.key) if self._is_head(head)]
            found.append((rank, heads))
            for head in heads:
                kind = Kind.OPAQUE if head.brackets else Kind.SYMBOL
                names.declare(head.name, head.place, rank, Entry(kind, len(head.arguments)))
        return found

    def resolve(self, declared: Sequence[Declared], heads: list[tuple[int, list[Head]]]) -> None:
        """Read the domains."""
        for entry, (rank, sharing) in zip(declared, heads, strict=True):
            self._rank = rank
            domain = self._domain(entry)
            for head in sharing:
                self._settle(head, domain)

    def _is_head(self, head: Head) -> bool:
        if head.brackets == "[":
            shape = ", ".join(argument.value for argument in head.arguments)
            self.resolution.report(
                "a shape stands behind the kind of number, not behind the name",
                head.text,
                f"write `{head.name}: real[{shape}]`",
            )
            return False
        written = [argument.value for argument in head.arguments]
        if len(set(written)) < len(written) or not all(map(is_name, written)):
            self.resolution.report(
                "a function is declared with a different letter for each argument",
                head.text,
                "write for instance `f(x): real` or `g(x, y): real`",
            )
            return False
        return True

    def _domain(self, entry: Declared) -> Domain:
        if entry.line is None:
            return Domain()
        readers = Readers(self._bound, self._size)
        try:
            return read_domain(entry.line.text, readers)
        except Malformed as error:
            for problem in error.problems:
                self.resolution.add(problem)
            return Domain()

    def _settle(self, head: Head, domain: Domain) -> None:
        """Give a name its domain."""
        matters = Matter.NOTHING
        if domain.field is Field.COMPLEX:
            matters |= Matter.COMPLEX
        if domain.shape:
            matters |= Matter.TENSOR
        self.resolution.reach.add(head.name, (), matters)
        if head.brackets:
            self.opaque[head.name] = (len(head.arguments), domain)
            return
        self.domains[head.name] = domain
        integer = domain.field in (Field.INTEGER, Field.NATURAL)
        entry = Entry(Kind.SYMBOL, rank=len(domain.shape), integer=integer)
        self.resolution.names.entries[head.name] = entry

    def _bound(self, text: Text) -> Expression | None:
        """A bound: numbers and earlier real symbols."""
        found = self.resolution.read(text, self._rank)
        if found is None:
            return None
        matters = self.resolution.matters(found)
        if not found.survey.names <= self.domains.keys() or matters:
            self.resolution.report(
                "a bound is made of numbers and earlier real symbols",
                text,
                "state the relation under `assume:` instead",
            )
            return None
        return found.expression

    def _size(self, text: Text) -> Expression | None:
        """A size: a number, a letter (declared here if new), or arithmetic of sizes."""
        value = text.value
        if value.isascii() and value.isdigit():
            if len(value) > _MAX_SIZE_DIGITS or int(value) < 1:
                self.resolution.report("a size is a positive integer", text, "write 1 or more")
                return None
            return Number(int(value))
        if is_name(value):
            return self._letter(text)
        found = self.resolution.read(text, self._rank)
        if found is None or not all(map(self._is_size, found.survey.names)):
            if found is not None:
                self.resolution.report("a size is made of sizes", text, "write `n` or `n + 1`")
            return None
        if not is_size(found.expression, self.domains):
            self.resolution.report(
                f"`{value}` need not be a positive whole number",
                text,
                "give the smaller size a letter: `n` and `n + 1`, not `n - 1` and `n`",
            )
            return None
        return found.expression

    def _letter(self, text: Text) -> Expression | None:
        name, place = text.value, text.place(0)
        names = self.resolution.names
        if name not in names.declared:
            if not names.declare(name, place, self._rank - 1, Entry(Kind.SIZE, integer=True)):
                return None
            self.domains[name] = SIZE
            self.resolution.reach.add(name)
        elif not names.visible(name, self._rank):
            for problem in names.misuse(name, self._rank, place):
                self.resolution.add(problem)
            return None
        elif not self._is_size(name):
            self.resolution.report(
                f"`{name}` is used as a size here, and need not be a positive integer",
                text,
                f"declare `{name}: integer >= 1`, or leave its declaration out",
            )
            return None
        return Name(name)

    def _is_size(self, name: str) -> bool:
        domain = self.domains.get(name)
        least = None if domain is None else least_integer(domain)
        return least is not None and least >= 1
