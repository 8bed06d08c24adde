"""Statements apart from expressions: where a relation, a connective, true or false may stand.

A relation at the top of a line is a statement: true or false. Inside an expression a comparison is
a number, and an undefined operand makes it undefined. The parser reads both by one grammar; what it
read is told apart here.
"""

from __future__ import annotations

from collections.abc import Callable

from verifier.language.expressions import Apply, Constant, Expression, children
from verifier.language.reading import PlaceTree
from verifier.language.vocabulary import COMPARISONS

Report = Callable[[str, int, int, str], None]

RELATIONS = frozenset({"=", *COMPARISONS})
_FORMAL = frozenset({"=", "and", "or", "not"})


def settle_statement(node: Expression, place: PlaceTree, report: Report) -> Expression:
    """The statement in its final form (``==`` between whole sides is ``=``), its parts checked."""
    match node:
        case Apply("and" | "or" | "not" as head, args):
            parts = zip(args, place.children, strict=True)
            return Apply(head, tuple(settle_statement(part, at, report) for part, at in parts))
        case Apply(head, (left, right)) if head in RELATIONS:
            for side, at in zip((left, right), place.children, strict=True):
                check_expression(side, at, report)
            return Apply("=", (left, right)) if head == "==" else node
        case Constant("true" | "false"):
            return node
        case _:
            report(
                "this is an expression, and a statement is expected here",
                place.start,
                place.end,
                "a statement is an equation or an inequality, such as `x = 0` or `x > 0`",
            )
            return node


def check_expression(node: Expression, place: PlaceTree, report: Report) -> None:
    """Report every statement that stands where only a number can."""
    pending = [(node, place)]
    while pending:
        current, at = pending.pop()
        match current:
            case Apply("=", _):
                report(
                    "`=` cannot stand inside an expression",
                    at.start,
                    at.end,
                    "write `==` to compare two numbers: `(a == b)` is 1 or 0",
                )
            case Apply("and", _) if _is_chain(at):
                report(
                    "a chain of relations cannot stand inside an expression",
                    at.start,
                    at.end,
                    "multiply the comparisons: `(0 < x)*(x < 1)`",
                )
                continue
            case Apply("and" | "or" | "not" as head, _):
                report(
                    f"`{head}` joins statements and cannot stand inside an expression",
                    at.start,
                    at.end,
                    "comparisons are 1 or 0: multiply them, as in `(a > 0)*(b > 0)`",
                )
            case Constant("true" | "false" as name):
                report(
                    f"`{name}` is a statement and cannot stand inside an expression",
                    at.start,
                    at.end,
                    "a comparison inside an expression is 1 or 0",
                )
        pending.extend(zip(children(current), at.children, strict=True))


def _is_chain(place: PlaceTree) -> bool:
    """Whether an ``and`` was written as a chain: then its parts overlap in the shared side."""
    first, second = place.children[:2]
    return second.start < first.end
