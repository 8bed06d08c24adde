"""What a derivation file says, typed and with places: the last form before anything is judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from verifier.claims.claim import Claim, Context
from verifier.language.expressions import Binder, Derivative, Expression
from verifier.language.reading import PlaceTree
from verifier.language.scope import Scope
from verifier.language.source import Place, Text


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a derivation.

    Attributes:
        relation: to the line before: ``=``, ``<=``, ``<``, ``>=``, ``>``, ``<=>`` or ``=>``; ``""``
            for the start.
        expression: what it says.
        text: the same as the author wrote it.
        place: of its relation in the file (of its first character for the start).
        reason: what the author wrote behind ``#``.
        source: the written text with the places of its characters.
        places: where each node stands in ``source``, aligned with `expressions.children`.
    """

    relation: str
    expression: Expression
    text: str
    place: Place
    reason: str
    source: Text
    places: PlaceTree


@dataclass(frozen=True, slots=True)
class Assumption:
    """One assumed relation as the author wrote it, and what it says."""

    relation: Expression
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Derivation:
    """A start and its lines.

    Attributes:
        name: by which further derivations refer to its value.
        title: prose, or "".
        place: of its name.
        lines: the start first; at least one line follows.
        assumed: its own assumptions, beside those of the file.
        expect: ``"refuted"``, ``"conditional"`` or ``"unknown"`` for a negative control.
        unjudged: what in it is not judged yet ("complex numbers"), or "".
        uses: the earlier derivations whose values its lines mention, in the order of the file.
        complex: whether it is about complex numbers.
        statements: whether its lines are statements, joined by ``<=>`` or ``=>``.
    """

    name: str
    title: str
    place: Place
    lines: tuple[Line, ...]
    assumed: tuple[Assumption, ...] = ()
    expect: str | None = None
    unjudged: str = ""
    uses: tuple[str, ...] = ()
    complex: bool = False
    statements: bool = False

    @property
    def assumptions(self) -> tuple[Expression, ...]:
        """The relations it assumes for itself."""
        return tuple(assumption.relation for assumption in self.assumed)

    @property
    def antiderivative_of(self) -> Binder | None:
        """The indefinite integral that it starts with, if it does."""
        match self.lines[0].expression:
            case Binder("integrate", _, _, None, None) as start:
                return start
            case _:
                return None

    def claim(self, number: int, context: Context) -> Claim:
        """What a line claims: the relation to the line before. Where the start is an indefinite
        integral, that the line's derivative is the integrand; what is no antiderivative, or comes
        after it, is related to the integral itself, which has no value.
        """
        before, line = self.lines[number - 1], self.lines[number]
        start = self.antiderivative_of
        if start is None:
            return Claim(before.expression, line.relation, line.expression, context)
        if any(each.relation != "=" for each in self.lines[1 : number + 1]):
            return Claim(start, line.relation, line.expression, context)
        slope = Derivative("diff", line.expression, (start.variable,))
        return Claim(slope, "=", start.body, context, antiderivative=True)


@dataclass(frozen=True, slots=True)
class WrittenDefinition:
    """A definition as the author wrote it.

    Attributes:
        head: its name with parameters or subscripts (``sigma(t)``).
        body: its expression.
        claim: its range claim from ``in`` on, or "".
        place: of its head.
        claim_place: of the claim's ``in``; the body's if there is no claim.
        reason: what the author wrote behind ``#``.
    """

    head: str
    body: str
    claim: str
    place: Place
    claim_place: Place
    reason: str


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A definition of a kind that is read and kept, and not judged yet: ``m(0): 0`` and
    ``m(t): …`` are a recurrence."""

    name: str
    arguments: tuple[Expression, ...]
    body: Expression


@dataclass(frozen=True, slots=True)
class Document:
    """A derivation file.

    Attributes:
        path: as it was given.
        title, source: prose, or "".
        text: the whole file, for excerpts.
        context: what every derivation may use; without ``values``, which the verdicts decide.
        derivations: in the order of the file.
        assumed: the file's own assumptions, as written.
        definitions: as written, in the order of the file.
        unresolved: definitions that are not in ``context`` because they are not judged yet.
        places: where each name is declared.
        notes: what the reader must know about the names.
        scope: every name of the file, for reading further text against it.
    """

    path: str
    title: str
    source: str
    text: str
    context: Context
    derivations: tuple[Derivation, ...]
    assumed: tuple[Assumption, ...] = ()
    definitions: Mapping[str, WrittenDefinition] = field(default_factory=dict)
    unresolved: tuple[Unresolved, ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    scope: Scope = field(default_factory=Scope)

    def context_of(self, derivation: Derivation) -> Context:
        """The context of a derivation's lines: the file's with the derivation's own assumptions."""
        return replace(
            self.context,
            assumptions=self.context.assumptions + derivation.assumptions,
            complex_mode=derivation.complex,
        )
