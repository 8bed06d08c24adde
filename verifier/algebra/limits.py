"""Reading of limits: where the limit exists it is replaced by its value.

A limit is defined where the body is defined beside the point, on each side that counts, and tends
there to one finite number. The value at the point itself does not matter. Towards infinity a
variable that counts terms or factors runs over the whole numbers.
"""

from __future__ import annotations

from verifier.algebra.derivative import add, negate
from verifier.algebra.endless import Endless
from verifier.algebra.expansions import INFINITY, MINUS_INFINITY
from verifier.algebra.frames import Outside, Undecided
from verifier.algebra.germs import GermOracle
from verifier.algebra.growth import NoLimit
from verifier.algebra.literals import NEVER, NIL, NONZERO
from verifier.language.expressions import (
    ONE,
    ZERO,
    Apply,
    Binder,
    Expression,
    Limit,
    Name,
    free_names,
    subexpressions,
    substitute,
)


class Limits(Endless):
    """Reading of limits."""

    def _limit(self, node: Limit) -> Expression:
        if self.active and not self._still(node):
            raise Outside("a limit is not differentiated by what it speaks of")
        try:
            values = [
                self._approached(node.body, node.variable, point, side)
                for point, side in self._sides(node)
            ]
        except NoLimit:
            self.require(NEVER)
            return ZERO
        first, *others = values
        for other in others:
            if self.sign(add(first, negate(other)), (NIL, NONZERO)) == NONZERO:
                self.require(NEVER)
                return ZERO
        return self._unmoved(first)

    def _unmoved(self, value: Expression) -> Expression:
        """The value of what does not move. Where the facts of the case say it by something that
        moves, it is the value at the point alone.

        Raises:
            Undecided: if that is so.
        """
        if not self.names.mentioned(value).isdisjoint(self._movable()):
            raise Undecided
        return value

    def _still(self, node: Expression) -> bool:
        """Whether no derivative around here moves anything that is spoken of, be it through a
        parameter."""
        mentioned = self.names.mentioned
        spoken = mentioned(node)
        arguments = (self.bindings[name][0] for name in spoken & self.bindings.keys())
        spoken = spoken.union(*map(mentioned, arguments))
        return spoken.isdisjoint(self._movable())

    def _movable(self) -> frozenset[str]:
        """The names that derivatives around here move; letters bound inside of them among these,
        whose range may move."""
        if not self.active:
            return frozenset()
        outermost: Limits = self
        while outermost.outer is not None:
            outermost = outermost.outer
        letters = self.names.context.symbols.keys() - outermost.names.context.symbols.keys()
        return self.loose.union(self.active, letters)

    def _sides(self, node: Limit) -> list[tuple[Expression | None, int]]:
        if node.point is INFINITY:
            return [(None, 1)]
        if node.point is MINUS_INFINITY:
            return [(None, -1)]
        point = self.run(node.point)
        return [(point, side) for side in {"+": (1,), "-": (-1,)}.get(node.side, (1, -1))]

    def _diverges(self, body: Expression, variable: str) -> bool:
        """Whether a series is shown to: its terms do not tend to 0, or they keep one sign in the
        end and do not tend to 0 faster than 1/j.
        """
        if self.active:
            return False
        try:
            value = self._approached(body, variable, None, 1, whole=True)
        except NoLimit:
            return True
        if self.sign(value, (NIL, NONZERO)) == NONZERO:
            return True
        inverse = Apply("/", (ONE, Apply("*", (Name(variable), body))))
        try:
            self._approached(Apply("sign", (body,)), variable, None, 1, whole=True)
            self._approached(inverse, variable, None, 1, whole=True)
        except NoLimit:
            return False
        return True

    def _approached(
        self,
        body: Expression,
        variable: str,
        point: Expression | None,
        side: int,
        *,
        whole: bool = False,
    ) -> Expression:
        """The limit on one side."""
        letter = self._letter()
        whole = whole or (point is None and counts(body, variable))
        oracle = GermOracle(self.oracle, letter, (point, side), self._met(), whole=whole)
        frame = type(self)(oracle.names, self.closed, oracle, self.around)
        smooth = frame.run(substitute(body, {variable: Name(letter)}))
        for literal in frame.conditions:
            if not oracle.speaks_of(literal.subject):
                self.require(literal)
                if self.oracle.holds(self._at_value(literal)) is False:
                    return ZERO  # that condition decides, and says so
                continue
            match oracle.holds(literal):
                case True:
                    pass
                case False if literal.certain:
                    raise NoLimit
                case _:
                    raise Undecided
        value = oracle.limit(smooth, self._met())
        if value in (INFINITY, MINUS_INFINITY):
            raise NoLimit
        return value


def counts(body: Expression, variable: str) -> bool:
    """Whether a variable says how many terms or factors there are, and so is a whole number."""
    for part in subexpressions(body):
        match part:
            case Binder("sum" | "prod", _, _, lower, upper):
                if any(variable in free_names(end) for end in (lower, upper) if end is not None):
                    return True
            case Apply("factorial" | "binomial", args):
                if any(variable in free_names(arg) for arg in args):
                    return True
            case _:
                pass
    return False
