"""Functions of the vocabulary, the author's functions, and sums and products between numbers."""

from __future__ import annotations

from fractions import Fraction

from verifier.algebra import templates
from verifier.algebra.counting import COUNTING, Counting
from verifier.algebra.frames import Outside, Undecided
from verifier.algebra.literals import (
    NONNEG,
    Literal,
)
from verifier.claims.claim import Definition
from verifier.language.expressions import (
    Apply,
    Call,
    Derivative,
    Expression,
    Name,
    Number,
    fresh_name,
    substitute,
)
from verifier.language.vocabulary import VOCABULARY, Nature


class Functions(Counting):
    """Reading of applied functions."""

    def _call(
        self, function: str, args: tuple[Expression, ...], order: tuple[int, ...]
    ) -> Expression:
        lowered = tuple(map(self.run, args))  # application is strict, used or not
        if function in self.names.context.opaque:
            return Call(function, lowered, order)
        self.oracle.spend(30)  # a frame, and copies for messages
        definition = self.names.context.definitions.get(function)
        if definition is None:
            raise Outside(f"{function} has no value here")
        parameters, body = self._fresh(definition)
        origins = map(self._origin, args)
        bindings = dict(zip(parameters, zip(lowered, origins, strict=True), strict=True))
        for parameter, count in zip(parameters, order, strict=True):
            for _ in range(count):  # f'(u): by the parameter, then the argument in its place
                body = Derivative("diff", body, (parameter,))
        return self._inner(bindings).run(body)

    def _fresh(self, definition: Definition) -> tuple[tuple[str, ...], Expression]:
        """Parameters that no letter around here is taken for, and the body over them."""
        taken = self.loose.union(self.active)
        if taken.isdisjoint(definition.parameters):
            return definition.parameters, definition.body
        names = {name: fresh_name(name, taken) for name in definition.parameters}
        renamed: dict[str, Expression] = {name: Name(fresh) for name, fresh in names.items()}
        return tuple(names.values()), substitute(definition.body, renamed)

    def _apply(self, head: str, args: tuple[Expression, ...]) -> Expression:
        record = VOCABULARY[head]
        match record.nature:
            case Nature.SWITCH:
                return self._switch(head, args)
            case Nature.DERIVED:
                return self._derived(head, args)
            case Nature.SMOOTH | Nature.STEP:
                if head in ("re", "im", "conj", "arg"):
                    raise Outside("complex numbers are not judged yet")
                if head in COUNTING:
                    return self._counted(head, args)
                lowered = tuple(map(self.run, args))
                if record.nature is Nature.STEP and any(map(self._moving, lowered)):
                    raise Undecided
                self._table_conditions(head, args, lowered)
                return Apply(head, lowered)
            case Nature.OPERATOR if head == "root":
                return self._root(args)
            case Nature.OPERATOR:
                raise Outside(f"a statement ({head}) is not an expression with a value")
            case Nature.TENSOR:
                raise Outside(f"{head} is a tensor function; tensors are not judged yet")

    def _derived(self, head: str, args: tuple[Expression, ...]) -> Expression:
        lowered = tuple(map(self.run, args))
        record = VOCABULARY[head]
        if head == "sqrt":
            (u,) = lowered
            self.require(Literal(u, NONNEG, self._origin(args[0])))
            return Apply("^", (u, Number(Fraction(1, 2))))
        bindings = dict(
            zip(record.parameters, zip(lowered, map(self._origin, args), strict=True), strict=True)
        )
        self._table_conditions(head, args, lowered)
        before = set(self.conditions)
        value = self._inner(bindings).run(templates.meaning(head))
        if record.defined is not None:
            # The table says where it is defined, more plainly than the meaning does.
            for literal in [found for found in self.conditions if found not in before]:
                if literal.exact:
                    del self.conditions[literal]
        return value

    def _table_conditions(
        self, head: str, args: tuple[Expression, ...], lowered: tuple[Expression, ...]
    ) -> None:
        for subject, mask in templates.conditions(head) or ():
            self.require(
                Literal(
                    templates.bind(head, subject, lowered),
                    mask,
                    templates.bind(head, subject, tuple(map(self._origin, args))),
                )
            )

    def _root(self, args: tuple[Expression, ...]) -> Expression:
        exponent = self.run(args[1])
        degree = None if self._moving(exponent) else self.oracle.rational(exponent)
        if degree is None or degree.denominator != 1 or not 2 <= degree <= 100:
            raise Outside("root(x, n) needs a whole number n from 2 to 100")
        u = self.run(args[0])
        power = Number(1 / degree)
        if degree % 2 == 0:
            self.require(Literal(u, NONNEG, self._origin(args[0])))
            return Apply("^", (u, power))
        return self._odd_root(u, power)
