"""A frame: where an expression is being read, what its names mean there, and the conditions met.

Frames nest: the root; inside a derivative, where the variable is free to move; inside a function's
body, where parameters are bound. Conditions met in a function's body are conditions of the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Protocol, Self

from verifier.algebra.literals import (
    NEG,
    NIL,
    NONZERO,
    NOT_KNOWN,
    POS,
    Literal,
)
from verifier.algebra.names import Names, said
from verifier.language.expressions import (
    ZERO,
    Apply,
    Constant,
    Expression,
    Name,
    Number,
    substitute,
)
from verifier.language.problems import LimitExceeded

if TYPE_CHECKING:
    from verifier.algebra.spans import Knowledge

SINGLE = (POS, NIL, NEG)


class Outside(LimitExceeded):
    """The expression is outside what is judged; the text says what is."""


class Undefined(Exception):
    """The expression is shown undefined everywhere in this case, by a condition that fails."""

    def __init__(self, literal: Literal) -> None:
        super().__init__()
        self.literal = literal


class Undecided(Exception):
    """Nothing is known of the expression here."""

    def __init__(self, literal: Literal = NOT_KNOWN) -> None:
        super().__init__()
        self.literal = literal


class OffClaim(Exception):
    """The case lies on a seam that a convention takes out of the claim."""

    def __init__(self, subject: Expression, convention: str) -> None:
        super().__init__(convention)
        self.subject = subject
        self.convention = convention


class Seam(Exception):
    """A switch inside a derivative has argument zero; ``depth``: which derivative handles it."""

    def __init__(self, subject: Expression, depth: int) -> None:
        super().__init__()
        self.subject = subject
        self.depth = depth


class NeedSplit(Exception):
    """The facts do not tell the sign of ``subject``; the ``masks`` together cover what is
    possible.
    """

    def __init__(self, subject: Expression, masks: tuple[int, ...]) -> None:
        super().__init__()
        self.subject = subject
        self.masks = masks


class Oracle(Protocol):
    """Who knows the case: the facts of a case split, or the numbers of a point."""

    def sign(self, subject: Expression, accept: tuple[int, ...], so_far: Iterable[Literal]) -> int:
        """The mask in ``accept`` that holds for the subject's sign. ``so_far`` are the conditions
        met on the way: the subject is defined where they hold, and they must be decided before a
        case is split on the subject. Raises `Undefined` where one of them is shown to fail."""

    def rational(self, subject: Expression) -> Fraction | None:
        """The subject's value, where it is one known rational number in the whole case."""

    def spend(self, nodes: int) -> None:
        """Count nodes read; raises `LimitExceeded` past the limit."""

    def vanishes(self, subject: Expression) -> bool:
        """Whether the subject is identically zero, no fact used."""

    def proportional(self, first: Expression, second: Expression) -> int:
        """1 or -1 where ``first`` is a positive or negative rational multiple of ``second``, else
        0.
        """

    def holds(self, literal: Literal) -> bool | None:
        """Whether a condition holds in the whole case, fails in the whole case, or neither."""

    def knowledge(self) -> Knowledge:
        """What is known here, for whoever knows a bound variable as well."""


@dataclass(frozen=True, slots=True)
class Override:
    """On a seam: which sign a switch's argument, as it reads at ``level``, is taken to have."""

    subject: Expression
    sign: int
    level: int


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where a frame stands.

    Attributes:
        active: the names the derivatives around it differentiate by, outermost first.
        overrides: the sides of seams that are being looked at.
        bindings: parameters, each with its argument in smooth form and as written.
        loose: parameters held as letters inside a derivative.
        outer: the frame around the innermost derivative.
    """

    active: tuple[str, ...] = ()
    overrides: tuple[Override, ...] = ()
    bindings: Mapping[str, tuple[Expression, Expression]] = field(default_factory=dict)
    loose: frozenset[str] = frozenset()
    outer: Any = None


class Frame:
    """What every reading shares."""

    def __init__(
        self,
        names: Names,
        closed: frozenset[str],
        oracle: Oracle,
        around: Surroundings,
        conditions: dict[Literal, None] | None = None,
    ) -> None:
        self.names = names
        self.closed = closed
        self.oracle = oracle
        self.around = around
        self.active = around.active
        self.overrides = around.overrides
        self.bindings = around.bindings
        self.loose = around.loose
        self.outer: Self | None = around.outer
        self.conditions: dict[Literal, None] = {} if conditions is None else conditions
        self.done: dict[Expression, Expression] = {}

    def run(self, node: Expression) -> Expression:
        """The smooth form of an expression in this case; each part is read once."""
        found = self.done.get(node)
        if found is None:
            self.oracle.spend(1)
            found = self.done[node] = self.read(node)
        return found

    def read(self, node: Expression) -> Expression:
        """See `lowering`, which knows every kind of expression."""
        raise NotImplementedError

    # -- conditions ----------------------------------------------------------------------------

    def require(self, literal: Literal) -> None:
        """Collect a condition; a product is nonzero when its factors are."""
        match literal.subject:
            case Number(value):
                sign = POS if value > 0 else NEG if value < 0 else NIL
                if not sign & literal.mask:
                    self.conditions[
                        Literal(ZERO, NONZERO, literal.origin, literal.exact, literal.given)
                    ] = None
            case Constant() | Apply("exp") if POS & literal.mask:
                pass
            case Apply("/", (top, _)) if literal.mask == NONZERO:  # the divisor is required already
                self.require(Literal(top, NONZERO, top, literal.exact, literal.given))
            case Apply("*", factors) if literal.mask == NONZERO:
                origins: tuple[Expression, ...] = factors
                match literal.origin:
                    case Apply("*", parts) if len(parts) == len(factors):
                        origins = parts
                    case _:
                        pass
                for factor, origin in zip(factors, origins, strict=True):
                    self.require(Literal(factor, NONZERO, origin, literal.exact, literal.given))
            case Apply("^", (base, Number(exponent))) if literal.mask == NONZERO and exponent > 0:
                self.require(Literal(base, NONZERO, base, literal.exact, literal.given))
            case Apply("neg", (inner,)) if literal.mask == NONZERO:
                self.require(Literal(inner, NONZERO, inner, literal.exact, literal.given))
            case _:
                self.conditions[literal] = None

    def again_with(self, conditions: Mapping[Literal, None]) -> None:
        """Take back the conditions that were met since there were these alone. What was read
        meanwhile is read anew when it is met again, and its conditions with it."""
        self.done.clear()
        self.conditions.clear()
        self.conditions.update(conditions)

    def _origin(self, node: Expression) -> Expression:
        if self.names.differentiates(node):
            return self.run(node)  # an assumption may not speak of derivatives
        if not self.bindings:
            return node
        return substitute(node, {name: origin for name, (_, origin) in self.bindings.items()})

    # -- names ---------------------------------------------------------------------------------

    def _name(self, node: Name, name: str) -> Expression:
        if name in self.bindings:
            return self.bindings[name][0]
        if name in self.active or name in self.loose or name in self.names.context.symbols:
            return node
        moving = not self.names.reach(name).isdisjoint(self.active)
        if name in self.names.context.values:
            value = self.names.context.values[name]
            # Earlier results are facts about points: inside a derivative only the start counts.
            return self._open(value.start if self.active or value.last is None else value.last)
        if name in self.names.context.definitions:
            if name in self.closed and not moving:
                return node
            return self._open(self.names.context.definitions[name].body)
        raise Outside(f"{said(name)} has no value here")

    def _open(self, body: Expression) -> Expression:
        if not self.bindings:
            return self.run(body)
        return self._inner({}).run(body)

    def _inner(self, bindings: Mapping[str, tuple[Expression, Expression]]) -> Self:
        around = replace(self.around, bindings=bindings)
        return type(self)(self.names, self.closed, self.oracle, around, self.conditions)
