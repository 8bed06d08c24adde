"""Switches as steps: ``relu(u) = u*[u > 0]``, with ``[u > 0]`` 1 or 0."""

from __future__ import annotations

from dataclasses import replace

from verifier.algebra.derivative import add, negate, times
from verifier.algebra.literals import ANY, NEG, POS
from verifier.claims.sizes import is_size
from verifier.language.expressions import (
    ONE,
    ZERO,
    Apply,
    Expression,
    Name,
    Number,
)
from verifier.tensors.forms import Form
from verifier.tensors.frame import Frame


class Switches(Frame):
    """Reading of switches and comparisons."""

    def _switch(self, head: str, args: tuple[Expression, ...]) -> Expression:
        match head, args:
            case (("relu" | "abs"), (u,)):
                inner = self.run(u)
                if not self.may_be_negative(inner):
                    return inner
                taken = self.step(inner, head) if head == "relu" else self._sign(inner, head)
                return times(inner, taken)
            case "sign", (u,):
                return self._sign(self.run(u), head)
            case "max" | "min", _:
                best, *others = map(self.run, args)
                for other in others:
                    gap = add(best, negate(other)) if head == "max" else add(other, negate(best))
                    if not self.may_be_negative(gap):
                        continue
                    if not self.may_be_negative(negate(gap)):
                        best = other
                        continue
                    chosen = times(add(best, negate(other)), self.step(gap, head))
                    best = add(other, chosen)
                return best
            case "where", (condition, first, second):
                holds = self._truth(condition)
                return add(
                    times(holds, self._branch(first)),
                    times(add(ONE, negate(holds)), self._branch(second)),
                )
            case _:
                return self._truth(Apply(head, args))

    def _branch(self, node: Expression) -> Expression:
        """A branch of ``where``: where it is not taken, its conditions do not count, so that none
        of them shows the whole undefined."""
        before = dict(self.met.conditions)
        found = self.run(node)
        for literal in [new for new in self.met.conditions if new not in before]:
            del self.met.conditions[literal]
            self.met.conditions[replace(literal, exact=False)] = None
        self.done.clear()  # outside of the branch the same part is read, and required, again
        return found

    def _truth(self, condition: Expression) -> Expression:
        match condition:
            case Apply("==" | "!=" as head, (left, right)) if self._are_places(left, right):
                same = _delta(self._index(left), self._index(right))
                return same if head == "==" else add(ONE, negate(same))
            case Apply("and", parts):
                return times(*map(self._truth, parts))
            case Apply("or", parts):
                return add(
                    ONE, negate(times(*(add(ONE, negate(self._truth(part))) for part in parts)))
                )
            case Apply("not", (part,)):
                return add(ONE, negate(self._truth(part)))
            case Apply(">" | "<" | ">=" | "<=" | "==" | "!=" as head, (left, right)):
                return self._comparison(head, self.run(left), self.run(right))
            case _:
                inner = self.run(condition)
                return add(self.step(inner, "where"), self.step(negate(inner), "where"))

    def _comparison(self, head: str, left: Expression, right: Expression) -> Expression:
        gap = left if right is ZERO else add(left, negate(right))
        above, below = self.step(gap, head), self.step(negate(gap), head)
        match head:
            case ">":
                return above
            case "<":
                return below
            case ">=":
                return add(ONE, negate(below))
            case "<=":
                return add(ONE, negate(above))
            case "!=":
                return add(above, below)
            case _:
                return add(ONE, negate(above), negate(below))

    def _sign(self, u: Expression, head: str) -> Expression:
        return add(self.step(u, head), negate(self.step(negate(u), head)))

    def may_be_negative(self, node: Expression) -> bool:
        """Whether an expression can be negative, whatever the letters are but the sizes. One that
        cannot is nowhere, so that ``relu`` of it is the same function: that holds inside of a
        derivative as well."""
        return bool(Form(self._sign_of_size, lambda ends: False).sign_of(node) & NEG)  # noqa: ARG005

    def _sign_of_size(self, node: Expression) -> int:
        return POS if is_size(node, self.names.context.symbols) else ANY

    def step(self, u: Expression, head: str) -> Expression:
        """``[u > 0]``."""
        found = Apply(">", (u, ZERO))
        self.met.heads.setdefault(found, set()).add(head)
        return found

    def _are_places(self, *sides: Expression) -> bool:
        """Whether both sides are indices or whole numbers, which are equal or not for good."""
        return all(
            isinstance(place, Number) or (isinstance(place, Name) and place.name in self.met.ranges)
            for place in map(self._index, sides)
        )


def _delta(left: Expression, right: Expression) -> Expression:
    if left is right:
        return ONE
    if isinstance(left, Number) and isinstance(right, Number):
        return ZERO
    return Apply("==", (left, right))
