"""Where a formula may break off or bend without a switch in its text: what is divided by, what
stands under a root, what is inverted.

Between such places a formula is analytic, so that what holds at draws holds around them; beyond
one it may be another formula (``sqrt((x - 100)^2) = 100 - x``). So draws have to lie on both sides
of each, unless a side is never taken."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.claims.claim import Claim, Context
from verifier.confirmation.assumptions import turned_by
from verifier.confirmation.ranges import Ranges
from verifier.confirmation.reach import Reach
from verifier.confirmation.sizes import parts
from verifier.language.expressions import (
    Apply,
    Entry,
    Expression,
    Name,
    Number,
)

_DIVIDED_BY = {"tan": "cos", "sec": "cos", "cot": "sin", "csc": "sin", "coth": "", "csch": ""}
"""What stands under the bar in the quotient that a function is: another function, or its own
argument."""

_NEVER_SEEN = frozenset({"floor", "ceil", "factorial", "binomial"})
"""They take a new value at every whole number."""


class Hidden:
    """The hidden seams of a claim.

    Attributes:
        turning: expressions both of whose signs have to be met.
        unseen: parts of the claim beyond whose seams no draw is known to lie.
    """

    def __init__(self, claim: Claim, reach: Reach) -> None:
        self._context = claim.context
        self._ranges = Ranges(claim.context)
        turning: dict[Expression, None] = {}
        unseen: dict[Expression, None] = {}
        for node in parts(claim, reach):
            found = self._seams(node)
            if found is None:
                unseen[node] = None
            else:
                turning |= dict.fromkeys(found)
        for relation in claim.context.assumptions:
            name = turned_by(relation, claim.context)
            if name is not None and name in reach.of(Apply("=", (claim.left, claim.right))):
                turning[_det(Name(name))] = None
        self.turning = tuple(turning)
        self.unseen = tuple(unseen)

    def _seams(self, node: Expression) -> list[Expression] | None:
        """What has to be met on both sides for a node; None where that is not known."""
        match node:
            case Apply("/", (_, under)):
                return self._sides(under)
            case Apply("^", (base, Number(exponent))) if exponent.denominator == 1:
                return [] if exponent >= 0 else self._sides(base)
            case Apply("^", (base, _)):
                return self._under_root(base)
            case Apply("sqrt" | "root", (part, *_)):
                return self._under_root(part)
            case Apply("norm", (part, *_)):
                return self._sides(part)
            case Apply("inv", (matrix,)):
                return [] if _is_definite(matrix, self._ranges, self._context) else [_det(matrix)]
            case Apply(head, (part,)) if head in _DIVIDED_BY:
                other = _DIVIDED_BY[head]
                return self._sides(Apply(other, (part,)) if other else part)
            case Apply("gamma", (part,)):
                return [] if self._ranges.of(part).positive else None
            case Apply(head, _) if head in _NEVER_SEEN:
                return None
            case _:
                return []

    def _sides(self, node: Expression) -> list[Expression] | None:
        """Both sides of 0, unless one of them is never taken."""
        span = self._ranges.of(node)
        if span.positive or span.negative:
            return []
        if isinstance(node, Apply) and node.head == "det":
            (matrix,) = node.args
            return [] if _is_definite(matrix, self._ranges, self._context) else [node]
        return self._under_root(node) if span.nonnegative else [_whole(node)]

    def _under_root(self, node: Expression) -> list[Expression] | None:
        """Where something that is not negative may be 0 inside of its domain."""
        if self._ranges.of(node).positive:
            return []
        found = [self._squares(part) for part in _summands(node)]
        if any(part is None for part in found):
            return None
        return [one for part in found if part is not None for one in part]

    def _squares(self, node: Expression) -> list[Expression] | None:
        match node:
            case Apply("^", (base, Number(exponent))) if exponent.numerator % 2 == 0:
                return self._sides(base)
            case Apply("*" | "@" | "dot", (one, other)) if one is other:
                return self._sides(one)
            case Apply("square" | "abs" | "norm", (part, *_)):
                return self._sides(part)
            case Apply("var" | "std", _):
                return []  # entries less their mean lie on both sides of 0
            case Apply("sum" | "mean", (part, *_)):
                return self._under_root(part)
            case Apply("*", parts):
                found = [self._squares(part) for part in parts]
                if any(part is None for part in found):
                    return None
                return [one for part in found if part is not None for one in part]
            case Name(name) if name in self._context.symbols:
                return [] if self._ranges.of(node).nonnegative else None  # the end of its range
            case Name(name) if name in self._context.definitions:
                return self._under_root(self._context.definitions[name].body)
            case _:
                return [] if self._ranges.of(node).positive else None


def _summands(node: Expression) -> Iterator[Expression]:
    match node:
        case Apply("+", parts):
            for part in parts:
                yield from _summands(part)
        case _:
            yield node


def _whole(node: Expression) -> Expression:
    """An array instead of one of its entries, which may stand at a bound index."""
    return node.base if isinstance(node, Entry) else node


def _det(matrix: Expression) -> Expression:
    return Apply("det", (matrix,))


def _is_definite(node: Expression, ranges: Ranges, context: Context) -> bool:
    """Whether a matrix is positive definite, as far as its form says so."""

    def strictly(part: Expression) -> bool:
        match part:
            case Name(name) if name in context.symbols:
                return "positive definite" in context.symbols[name].structure
            case Name(name) if name in context.definitions:
                return strictly(context.definitions[name].body)
            case Apply("eye", _):
                return True
            case Apply("inv" | "transpose", (inner,)):
                return strictly(inner)
            case Apply("*", (one, other)):
                scaled = ranges.of(one).positive and strictly(other)
                return scaled or (ranges.of(other).positive and strictly(one))
            case Apply("+", parts):
                return all(map(weakly, parts)) and any(map(strictly, parts))
            case _:
                return False

    def weakly(part: Expression) -> bool:
        match part:
            case Apply("@" | "dot", (Apply("transpose", (one,)), other)) if one is other:
                return True
            case Apply("@" | "dot", (one, Apply("transpose", (other,)))) if one is other:
                return True
            case Apply("*", (factor, inner)):
                return ranges.of(factor).nonnegative and weakly(inner)
            case _:
                return strictly(part)

    return strictly(node)
