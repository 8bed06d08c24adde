"""A derivation file as it would stand on paper: what is given, then its derivations, as formulas.

`verify --show`, the LaTeX report and the web page write the same paper. It is made of a document,
or of an outcome, whose lines then carry what was found; an outcome holds the author's text, which
is read again for its formulas. A formula that cannot be laid out is shown as it is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from verifier.claims.claim import Definition, Domain, Field
from verifier.documents.document import Derivation, Document, Line, Unresolved
from verifier.documents.load import load
from verifier.language.boxes import Box, Digits, Fence, Role, Scripts, Sign, Word, listed, row
from verifier.language.expressions import Call, Entry, Expression, Name, Number
from verifier.language.layout import lay_out
from verifier.language.letters import name_box
from verifier.language.parser import parse
from verifier.language.printer import to_text
from verifier.language.problems import LimitExceeded, Malformed
from verifier.language.scope import Scope
from verifier.outcome import DerivationOutcome, FileOutcome, LineOutcome

_SETS = {Field.REAL: "ℝ", Field.INTEGER: "ℤ", Field.NATURAL: "ℕ", Field.COMPLEX: "ℂ"}


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula: laid out, where that could be done, and as it is written in the file."""

    box: Box | None
    written: str


@dataclass(frozen=True, slots=True)
class Given:
    """Something that the derivations rest on, with its range claim's verdict if it has one.

    Attributes:
        kind: ``symbols``, ``assume``, ``definitions`` or ``conventions``.
        formula: what is given.
        remark: the author's words on it, or ours.
        claim: the range that is claimed for it, and what was found.
    """

    kind: str
    formula: Formula
    remark: str = ""
    claim: tuple[Formula, LineOutcome | None] | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A line of a derivation; the start has no relation and is not judged."""

    relation: str
    formula: Formula
    reason: str
    found: LineOutcome | None = None


@dataclass(frozen=True, slots=True)
class Argument:
    """A derivation: its assumptions, its start and its lines."""

    name: str
    title: str
    assumed: tuple[Formula, ...]
    steps: tuple[Step, ...]
    found: DerivationOutcome | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """A file.

    ``read`` makes a formula of a text over the file's names, such as a missing condition.
    """

    path: str
    title: str
    source: str
    given: tuple[Given, ...]
    arguments: tuple[Argument, ...]
    scope: Scope

    def read(self, text: str) -> Formula:
        """A text of the verifier's over the names of the file, as a formula where it is one."""
        for statement in (False, True):
            try:
                expression = parse(text, self.scope, statement=statement).expression
            except Malformed:
                continue
            return _laid(expression, text)
        return Formula(None, text)


def paper_of(document: Document) -> Paper:
    """A document on paper, not judged."""
    return _Maker(document, {}, {}).paper()


def paper_of_outcome(file: FileOutcome) -> Paper:
    """A judged file on paper. Where its text is not to be had, formulas are as they are written."""
    claims = {claim.left: claim for claim in file.definitions}
    found = {derivation.name: derivation for derivation in file.derivations}
    try:
        document = load(file.text.encode("utf-8", "surrogatepass"), file.path)
    except Malformed:
        document = None
    if document is not None and _fits(document, file):
        return _Maker(document, claims, found).paper()
    given = tuple(_as_written(claim) for claim in file.definitions)
    arguments = tuple(map(_unread, file.derivations))
    return Paper(file.path, file.title, file.source, given, arguments, Scope())


def _fits(document: Document, file: FileOutcome) -> bool:
    """Whether every judged line is one of the document's; a run that was stopped has fewer."""
    known = {
        (derivation.name, line.place)
        for derivation in document.derivations
        for line in derivation.lines[1:]
    }
    return all((d.name, line.place) in known for d in file.derivations for line in d.lines)


def _unread(derivation: DerivationOutcome) -> Argument:
    steps = [Step("", Formula(None, derivation.start), "")]
    steps += [
        Step(line.relation, Formula(None, line.expression), line.reason, line)
        for line in derivation.lines
    ]
    return Argument(derivation.name, derivation.title, (), tuple(steps), derivation)


def _as_written(claim: LineOutcome) -> Given:
    written = Formula(None, claim.left)
    return Given("definitions", written, "", (Formula(None, f"in {claim.expression}"), claim))


def _laid(expression: Expression, written: str) -> Formula:
    return _formula(lambda: lay_out(expression), written)


def _formula(make: Callable[[], Box], written: str) -> Formula:
    written = " ".join(written.split())
    try:
        return Formula(make(), written)
    except LimitExceeded:
        return Formula(None, written)


class _Maker:
    """Lays out one document."""

    def __init__(
        self,
        document: Document,
        claims: Mapping[str, LineOutcome],
        found: Mapping[str, DerivationOutcome],
    ) -> None:
        self.document = document
        self.claims = claims
        self.found = found

    def paper(self) -> Paper:
        document = self.document
        return Paper(
            document.path,
            document.title,
            document.source,
            tuple(self._given()),
            tuple(map(self._argument, document.derivations)),
            document.scope,
        )

    def _argument(self, derivation: Derivation) -> Argument:
        found = self.found.get(derivation.name)
        judged = {line.place: line for line in found.lines} if found is not None else {}
        start, *lines = derivation.lines
        steps = [_step(start, None), *(_step(line, judged.get(line.place)) for line in lines)]
        assumed = [_laid(one.relation, one.text) for one in derivation.assumed]
        return Argument(derivation.name, derivation.title, tuple(assumed), tuple(steps), found)

    def _given(self) -> Iterator[Given]:
        yield from _symbols(self.document)
        for assumption in self.document.assumed:
            yield Given("assume", _laid(assumption.relation, assumption.text))
        for definition in self.document.context.definitions.values():
            yield self._definition(definition)
        for unresolved in self.document.unresolved:
            yield Given("definitions", _unresolved(unresolved))
        for convention in sorted(self.document.context.conventions):
            yield Given("conventions", Formula(None, convention))

    def _definition(self, definition: Definition) -> Given:
        written = self.document.definitions[definition.name]
        head = _head(definition)
        text = f"{written.head} = {written.body}"
        formula = _formula(lambda: row(head, Sign("="), lay_out(definition.body)), text)
        claim = None
        if definition.claimed is not None:
            inside = _in(head, "∈", definition.claimed, f"{written.head} {written.claim}")
            claim = inside, self.claims.get(written.head)
        return Given("definitions", formula, written.reason, claim)


def _step(line: Line, found: LineOutcome | None) -> Step:
    return Step(line.relation, _laid(line.expression, line.text), line.reason, found)


# What is given.


def _symbols(document: Document) -> Iterator[Given]:
    """Neighbours that range over the same are said at once: ``a, b ∈ ℝ``."""
    for domain, names in groupby(document.context.symbols.items(), key=lambda item: item[1]):
        yield _ranging([name for name, _ in names], domain)
    for name, (arity, domain) in document.context.opaque.items():
        kind = "any function" if arity == 1 else f"any function of {arity} arguments"
        values = _in(name_box(name), "→", domain, f"{name}: {_declared(domain)}")
        yield Given("symbols", values, f"{kind}, differentiable as often as written")


def _ranging(names: list[str], domain: Domain) -> Given:
    remark = ", ".join(sorted(domain.structure))
    left = listed([name_box(name) for name in names])
    written = f"{', '.join(names)}: {_declared(domain)}"
    return Given("symbols", _in(left, "∈", domain, written), remark)


def _in(left: Box, sign: str, domain: Domain, written: str) -> Formula:
    return _formula(lambda: row(left, Sign(sign), _domain(domain)), written)


def _declared(domain: Domain) -> str:
    """A domain as a file declares it, with every range as an interval."""
    words = [domain.field.value]
    if domain.shape:
        words[0] += f"[{', '.join(map(to_text, domain.shape))}]"
    words += sorted(domain.structure)
    if domain.lower is not None or domain.upper is not None:
        lower, upper = domain.lower, domain.upper
        left = "(-oo" if lower is None else "[("[lower.open] + to_text(lower.value)
        right = "oo)" if upper is None else to_text(upper.value) + "])"[upper.open]
        words.append(f"in {left}, {right}")
    words += [f"!= {to_text(value)}" for value in domain.excluded]
    return " ".join(words)


def _domain(domain: Domain) -> Box:
    """A domain as a set: an interval, ``ℝ ∖ {0}``, ``ℝ^(n×d)``."""
    found: Box = _counted(domain) or Word(_SETS[domain.field])
    if isinstance(found, Word) and (domain.lower is not None or domain.upper is not None):
        interval = _interval(domain)
        found = interval if domain.field is Field.REAL else row(found, Sign("∩"), interval)
    if domain.excluded:
        points = Fence("{", listed([lay_out(value) for value in domain.excluded]), "}")
        found = row(found, Sign("∖"), points)
    if domain.shape:
        plain = found if isinstance(found, Word | Fence) else Fence("(", found, ")")
        found = Scripts(plain, sup=_times([lay_out(size) for size in domain.shape]))
    return found


def _counted(domain: Domain) -> Box | None:
    """Integers from a number on: ``{1, 2, …}``."""
    lower = domain.lower
    if domain.field is Field.REAL or domain.upper is not None or lower is None or lower.open:
        return None
    match lower.value:
        case Number(value) if value.denominator == 1:
            first = [lay_out(Number(value + step)) for step in (0, 1)]
            return Fence("{", listed([*first, Digits("…")]), "}")
        case _:
            return None


def _interval(domain: Domain) -> Box:
    lower, upper = domain.lower, domain.upper
    left: Box = row(Sign("−", Role.PREFIX), Digits("∞"))
    right: Box = Digits("∞")
    if lower is not None:
        left = lay_out(lower.value)
    if upper is not None:
        right = lay_out(upper.value)
    opening = "(" if lower is None or lower.open else "["
    closing = ")" if upper is None or upper.open else "]"
    return Fence(opening, listed([left, right]), closing)


def _times(sizes: list[Box]) -> Box:
    """A shape: ``n × d``."""
    parts: list[Box] = []
    for size in sizes:
        parts += [Sign("×"), size] if parts else [size]
    return row(*parts)


def _head(definition: Definition) -> Box:
    """``p``, ``σ(t)``, or ``J`` with its indices."""
    if definition.indices:
        letters = tuple(map(Name, definition.indices))
        return lay_out(Entry(Name(definition.name), letters))
    if definition.parameters:
        names = tuple(map(Name, definition.parameters))
        return lay_out(Call(definition.name, names, (0,) * len(names)))
    return name_box(definition.name)


def _unresolved(definition: Unresolved) -> Formula:
    """One rule of a recurrence."""
    head = Call(definition.name, definition.arguments, (0,) * len(definition.arguments))
    return _formula(
        lambda: row(lay_out(head), Sign("="), lay_out(definition.body)), definition.name
    )
