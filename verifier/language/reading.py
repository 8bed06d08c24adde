"""The state of reading one text: where the reader stands, what names mean, what is wrong so far."""

from __future__ import annotations

from typing import NamedTuple

from verifier.language.expressions import Expression
from verifier.language.problems import Problem
from verifier.language.scope import Scope
from verifier.language.source import Text
from verifier.language.tokens import Tokens, bracket_problem, tokenize

MAX_PROBLEMS = 50  # of one expression: the rest would only repeat them


class PlaceTree(NamedTuple):
    """Where a node stands in its text; the children are those of `expressions.children`.

    An expression in parentheses is the part inside them.
    """

    start: int
    end: int
    children: tuple[PlaceTree, ...]


class Unreadable(Exception):
    """The rest of the text has no meaning that could be guessed; its problem is recorded."""


class Reading:
    """Tokens with a position, the names in scope, and the problems found."""

    __slots__ = (
        "at",
        "bound",
        "depth",
        "ends",
        "entries",
        "formal",
        "imaginary",
        "indices",
        "keyed",
        "known",
        "partners",
        "place",
        "problems",
        "scope",
        "starts",
        "subscripted",
        "text",
        "undeclared",
        "values",
    )

    def __init__(self, text: Text, scope: Scope) -> None:
        tokens = tokenize(text.value)
        self.text = text
        self.scope = scope
        self.entries = scope.entries
        self.values = tokens.values
        self.starts = tokens.starts
        self.ends = tokens.ends
        self.at = 0
        self.depth = 0
        self.place = PlaceTree(0, 0, ())  # of the expression read last
        self.bound: dict[str, str] = {}  # bound variables in sight, each with its binder
        self.known: dict[str, Expression] = {}  # tokens that are a whole operand, as already read
        self.partners: dict[int, int] | None = None
        self.problems: list[Problem] = []
        self.formal = False  # whether `=`, a connective, a chain, true or false has been met
        self.keyed = False  # whether the arguments read last had an `axis=`
        self.subscripted = 0  # how many subscripts enclose the position
        self.indices: set[str] = set()  # unbound subscripts
        self.imaginary: list[int] = []  # the tokens read as the imaginary unit
        self.undeclared: list[int] = []  # the tokens that are names nobody declared

    def problem(self, message: str, index: int, hint: str = "") -> None:
        """Record a problem with the token at ``index``."""
        start = self.starts[index]
        self.problem_from(message, start, self.ends[index], hint)

    def advise(self, advice: tuple[str, str], index: int) -> None:
        """Record a problem in the words of `language.advice`: a message and its remedy."""
        message, hint = advice
        self.problem(message, index, hint)

    def problem_from(self, message: str, start: int, end: int, hint: str = "") -> None:
        """Record a problem with the characters from ``start`` to ``end``."""
        width = max(1, end - start)
        self.problems.append(Problem(message, self.text.place(start), hint, width))
        if len(self.problems) >= MAX_PROBLEMS:
            raise Unreadable

    def unreadable(self, message: str, index: int, hint: str = "") -> Unreadable:
        """Record a problem after which nothing can be read; to be raised."""
        self.problem(message, index, hint)
        return Unreadable()

    def unpartnered(self, index: int) -> Unreadable:
        """Record that the bracket at ``index`` has no partner; to be raised."""
        tokens = Tokens(self.values, self.starts, self.ends)
        self.problems.append(bracket_problem(self.text, tokens, index))
        return Unreadable()

    def leave(self, index: int) -> None:
        """Record the place of an operand of one token, and step behind it."""
        self.place = PlaceTree(self.starts[index], self.ends[index], ())
        self.at = index + 1

    def source(self, start: int, end: int) -> str:
        """The author's characters, for a message: shortened, on one line."""
        words = " ".join(self.text.value[start:end].split())
        return words if len(words) <= 40 else words[:39] + "…"

    def closing(self, opening: int) -> int:
        """The index of the bracket that closes the one at ``opening``."""
        if self.partners is None:
            self.partners = _partners(self.values)
        found = self.partners.get(opening)
        if found is None:
            raise self.unpartnered(opening)
        return found


def _partners(values: list[str]) -> dict[int, int]:
    found: dict[int, int] = {}
    open_: list[int] = []
    for index, value in enumerate(values):
        if value in ("(", "["):
            open_.append(index)
        elif value in (")", "]") and open_:
            opening = open_.pop()
            if values[opening] == ("(" if value == ")" else "["):
                found[opening] = index
    return found
