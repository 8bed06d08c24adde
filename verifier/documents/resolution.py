"""Reads a file's expressions against its names, and checks what the parser cannot know: whether a
name may be used at its place, and whether a derivative by a defined name reaches that name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from verifier.documents.limits import MAX_PROBLEMS
from verifier.documents.names import Names
from verifier.documents.reach import Matter, Reach, Survey, survey
from verifier.documents.shaping import Shaped, Written
from verifier.language.expressions import Derivative, Expression, children
from verifier.language.parser import Parsed, parse
from verifier.language.problems import Malformed, Problem
from verifier.language.reading import PlaceTree
from verifier.language.scope import Entry, Kind
from verifier.language.source import Place, Text

ANYWHERE = 1 << 60
"""A rank behind every name of a file."""


class Resolved(NamedTuple):
    """An expression that is right, and what it mentions."""

    parsed: Parsed
    survey: Survey

    @property
    def expression(self) -> Expression:
        """What was read."""
        return self.parsed.expression

    @property
    def written(self) -> Written:
        """The same with the places of its parts."""
        return Written(self.parsed.expression, self.parsed.places, self.parsed.text)


class Resolution:
    """The names of a file, what they reach, and the problems found so far."""

    def __init__(self) -> None:
        self.names = Names()
        self.reach = Reach()
        self.statements: set[str] = set()  # derivations that have no value
        self.shaped: list[Shaped] = []  # what is asked of shapes once all names are known
        self._problems: list[Problem] = []

    @property
    def problems(self) -> list[Problem]:
        """Everything that is wrong, in the order it was found."""
        return self.names.problems + self._problems

    @property
    def exhausted(self) -> bool:
        """Whether so much is wrong that nothing more is read."""
        return len(self.names.problems) + len(self._problems) > MAX_PROBLEMS

    def report(self, message: str, text: Text, hint: str = "") -> None:
        """Add a problem with all of a text."""
        self._problems.append(Problem(message, text.place(0), hint, max(1, len(text.value))))

    def add(self, problem: Problem) -> None:
        """Add a problem."""
        self._problems.append(problem)

    def read(
        self,
        text: Text,
        rank: int,
        parameters: Mapping[str, Entry] | None = None,
        *,
        statement: bool = False,
    ) -> Resolved | None:
        """Read an expression (or a statement) that stands at a rank; None if it is wrong.

        Only names of a lower rank may be used; ``parameters`` are names of this text alone.
        """
        if self.exhausted:
            return None
        scope = self.names.scope.with_names(parameters) if parameters else self.names.scope
        try:
            parsed = parse(text, scope, statement=statement)
        except Malformed as error:
            self._problems += error.problems
            return None
        found = Resolved(parsed, survey(parsed.expression, parameters or ()))
        known = len(self._problems)
        self._check_order(found, rank)
        if len(self._problems) == known:
            self._check_derivatives(found, parameters or {})
        return found if len(self._problems) == known else None

    def matters(self, found: Resolved) -> Matter:
        """All that matters in an expression, its names opened."""
        return found.survey.matters | self.reach.matters(found.survey.names)

    def _check_order(self, found: Resolved, rank: int) -> None:
        early = {
            name
            for name in found.survey.names
            if name in self.names.declared and not self.names.visible(name, rank)
        }
        valueless = found.survey.names & self.statements - early
        if not early and not valueless:
            return
        for occurrence in found.parsed.names:
            name, place = occurrence.name, occurrence.place
            if name in early:
                self._problems += self.names.misuse(name, rank, place)
            elif name in valueless:
                message = f"the derivation `{name}` is made of statements and has no value"
                hint = "write its expression out"
                self._problems.append(Problem(message, place, hint, len(name)))

    def _check_derivatives(self, found: Resolved, parameters: Mapping[str, Entry]) -> None:
        for node in found.survey.derivatives:
            for name in node.variables:
                declared = self.names.declared.get(name)
                if declared is None or name in parameters or declared.kind is not Kind.DEFINITION:
                    continue
                if not self.reach.reaches(survey(node.body).names, name):
                    place, length = place_of(node, found.parsed)
                    self._problems.append(_unreached(node, name, place, length))


def _unreached(node: Derivative, name: str, place: Place, length: int) -> Problem:
    return Problem(
        f"`{node.kind}` by `{name}`: the expression never reaches `{name}`, however far its"
        " definitions are opened",
        place,
        f"write the expression in terms of `{name}`, or differentiate by a name it contains",
        length,
    )


def place_of(node: Expression, parsed: Parsed) -> tuple[Place, int]:
    """Where a part of an expression stands for the first time, and how long it is there."""
    pending: list[tuple[Expression, PlaceTree]] = [(parsed.expression, parsed.places)]
    while pending:
        current, tree = pending.pop()
        if current is node:
            return parsed.text.place(tree.start), tree.end - tree.start
        pending.extend(reversed(list(zip(children(current), tree.children, strict=False))))
    return parsed.text.place(0), len(parsed.text.value)
