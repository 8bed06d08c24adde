"""From what the author wrote to a smooth expression and its side conditions, in one case.

An expression with ``abs``, ``max``, ``where``, comparisons, powers with unknown exponents, … is read in
one *case*: an oracle says of each switch which sign its argument has. What comes out has no switch
and no derivative left, and the conditions under which the original is defined:

- *exact* conditions: where one fails, the original is shown undefined;
- others: where one fails, nothing is known (a rule of differentiation did not apply there).

Conditions are collected from the unevaluated expression and never disappear: not by multiplying with
zero, not by cancelling, not in an argument a function does not use. Only the branch of ``where`` that
is not taken is exempt.

Inside a derivative the argument of a switch must be strictly positive or negative, so that the same
branch holds nearby. Where it is zero (a *seam*) and crosses zero with a nonzero slope, the function is
f₊ on one side and f₋ on the other, and its derivative exists iff f₊ = f₀ = f₋ and f₊' = f₋' there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from verifier.algebra import templates
from verifier.algebra.derivative import add, differentiate, negate, times
from verifier.algebra.literals import (
    ANY,
    MASKS,
    NEG,
    NEVER,
    NIL,
    NONNEG,
    NONPOS,
    NONZERO,
    NOT_KNOWN,
    POS,
    Literal,
)
from verifier.algebra.names import Names
from verifier.language.expressions import (
    ONE,
    ZERO,
    Apply,
    Binder,
    Call,
    Constant,
    Derivative,
    Entry,
    Expression,
    Limit,
    Name,
    Number,
    free_names,
    subexpressions,
    substitute,
)
from verifier.language.problems import LimitExceeded
from verifier.language.vocabulary import VOCABULARY, Nature

SINGLE = (POS, NIL, NEG)
TERMS = 2_000  # of a sum or product with numeric bounds


class Outside(LimitExceeded):
    """The expression is outside what is judged; the text says what is."""


class Undefined(Exception):
    """The expression is shown undefined everywhere in this case, by a condition that fails."""

    def __init__(self, literal: Literal) -> None:
        super().__init__()
        self.literal = literal


class OffClaim(Exception):
    """The case lies on a seam that a convention takes out of the claim."""

    def __init__(self, subject: Expression, convention: str) -> None:
        super().__init__(convention)
        self.subject = subject
        self.convention = convention


class _Seam(Exception):
    """A switch inside a derivative has argument zero; ``depth`` tells which derivative handles it."""

    def __init__(self, subject: Expression, depth: int) -> None:
        super().__init__()
        self.subject = subject
        self.depth = depth


class Oracle(Protocol):
    """Who knows the case: the facts of a case split, or the numbers of a point."""

    def sign(self, subject: Expression, accept: tuple[int, ...], so_far: Iterable[Literal]) -> int:
        """The mask in ``accept`` that holds for the subject's sign. ``so_far`` are the conditions met
        on the way: the subject is defined where they hold, and they must be decided before a case
        is split on the subject. Raises `Undefined` where one of them is shown to fail."""

    def rational(self, subject: Expression) -> Fraction | None:
        """The subject's value, where it is one known rational number in the whole case."""

    def vanishes(self, subject: Expression) -> bool:
        """Whether the subject is identically zero, no fact used."""

    def proportional(self, first: Expression, second: Expression) -> int:
        """1 or -1 where ``first`` is a positive or negative rational multiple of ``second``, else 0."""


@dataclass(frozen=True, slots=True)
class Lowered:
    """A smooth expression with the conditions of the original."""

    expression: Expression
    conditions: tuple[Literal, ...]


def lower(node: Expression, names: Names, closed: frozenset[str], oracle: Oracle) -> Lowered:
    """Read an expression in the oracle's case. Names in ``closed`` stay names.

    Raises:
        Undefined: where the case shows that the expression is undefined.
        OffClaim: where a convention takes the case out of the claim.
        Outside: where the expression is beyond what is judged.
    """
    frame = _Frame(names, closed, oracle)
    return Lowered(frame.run(node), tuple(frame.conditions))


def requirements(node: Expression, names: Names) -> list[Literal]:
    """Sufficient conditions for a smooth expression to be defined; none of them exact."""
    found: list[Literal] = []
    for part in subexpressions(node):
        match part:
            case Apply("/", (_, divisor)):
                found.append(Literal(divisor, NONZERO, divisor, exact=False))
            case Apply("^", (base, Number(exponent))):
                mask = _power_mask(exponent)
                if mask != ANY:
                    found.append(Literal(base, mask, base, exact=False))
            case Apply("^", (base, exponent)):
                mask = NONZERO if names.integral(exponent) else POS
                found.append(Literal(base, mask, base, exact=False))
            case Apply(head, args) if VOCABULARY[head].nature is not Nature.OPERATOR:
                for subject, mask in templates.conditions(head) or ():
                    bound = templates.bind(head, subject, args)
                    found.append(Literal(bound, mask, bound, exact=False))
            case _:
                pass
    return found


def _power_mask(exponent: Fraction) -> int:
    """The signs of a base for which ``base^exponent`` is defined (rule 20 for a known exponent)."""
    if exponent.denominator == 1:
        return ANY if exponent >= 0 else NONZERO
    return NONNEG if exponent > 0 else POS


@dataclass(frozen=True, slots=True)
class _Override:
    subject: Expression
    sign: int
    depth: int


class _Frame:
    """One reading: at the root, inside a derivative, or inside a function's body."""

    def __init__(
        self,
        names: Names,
        closed: frozenset[str],
        oracle: Oracle,
        active: tuple[str, ...] = (),
        overrides: tuple[_Override, ...] = (),
        bindings: Mapping[str, tuple[Expression, Expression]] | None = None,
        conditions: dict[Literal, None] | None = None,
        outer: _Frame | None = None,
        loose: frozenset[str] = frozenset(),
    ) -> None:
        self.names = names
        self.closed = closed
        self.oracle = oracle
        self.active = active
        self.overrides = overrides
        self.bindings = bindings or {}
        self.conditions: dict[Literal, None] = {} if conditions is None else conditions
        self.outer = outer  # the frame around the derivative this frame differentiates
        self.loose = loose  # parameters held as letters inside a derivative
        self.done: dict[Expression, Expression] = {}

    # -- reading -------------------------------------------------------------------------------

    def run(self, node: Expression) -> Expression:
        found = self.done.get(node)
        if found is None:
            found = self.done[node] = self._read(node)
        return found

    def _read(self, node: Expression) -> Expression:
        match node:
            case Number():
                return node
            case Name(name):
                return self._name(node, name)
            case Constant(name):
                if name in ("oo", "i", "true", "false"):
                    raise Outside(f"{name} does not stand for a real number here")
                return node
            case Apply("+" | "*" | "neg" as head, args):
                return Apply(head, tuple(map(self.run, args)))
            case Apply("/", (u, v)):
                top, bottom = self.run(u), self.run(v)
                self.require(Literal(bottom, NONZERO, self._origin(v)))
                return Apply("/", (top, bottom))
            case Apply("^", (u, v)):
                return self._power(self.run(u), self.run(v), self._origin(u))
            case Apply(head, args):
                return self._apply(head, args)
            case Call(function, args, order):
                return self._call(function, args, order)
            case Derivative("diff", body, variables):
                for variable in variables[:-1]:
                    body = Derivative("diff", body, (variable,))
                return self._derivative(body, variables[-1])
            case Binder("sum" | "prod" as kind, body, variable, lower, upper):
                return self._finite(kind, body, variable, lower, upper)
            case Binder("integrate"):
                raise Outside("integrals are not judged yet")
            case Binder():
                raise Outside(f"{node.kind} is not judged yet")
            case Limit():
                raise Outside("limits are not judged yet")
            case Derivative() | Entry():
                raise Outside("tensor expressions are not judged yet")

    def require(self, literal: Literal) -> None:
        """Collect a condition; a product is nonzero when its factors are, a number is what it is."""
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

    def _origin(self, node: Expression) -> Expression:
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
            return self._open(value.start if moving or value.last is None else value.last)
        if name in self.names.context.definitions:
            if name in self.closed and not moving:
                return node
            return self._open(self.names.context.definitions[name].body)
        raise Outside(f"{name} has no value here")

    def _open(self, body: Expression) -> Expression:
        if not self.bindings:
            return self.run(body)
        return self._inner({}).run(body)

    def _inner(self, bindings: Mapping[str, tuple[Expression, Expression]]) -> _Frame:
        return _Frame(
            self.names,
            self.closed,
            self.oracle,
            self.active,
            self.overrides,
            bindings,
            self.conditions,
            self.outer,
            self.loose,
        )

    # -- functions -----------------------------------------------------------------------------

    def _call(
        self, function: str, args: tuple[Expression, ...], order: tuple[int, ...]
    ) -> Expression:
        lowered = tuple(map(self.run, args))  # application is strict, used or not
        if function in self.names.context.opaque:
            return Call(function, lowered, order)
        definition = self.names.context.definitions[function]
        origins = map(self._origin, args)
        bindings = dict(zip(definition.parameters, zip(lowered, origins, strict=True), strict=True))
        body = definition.body
        for parameter, count in zip(definition.parameters, order, strict=True):
            for _ in range(count):  # f'(u): by the parameter, then the argument in its place
                body = Derivative("diff", body, (parameter,))
        return self._inner(bindings).run(body)

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
                lowered = tuple(map(self.run, args))
                if head in ("factorial", "binomial", "gamma"):
                    return self._integer_function(head, lowered)
                if record.nature is Nature.STEP and any(map(self._moving, lowered)):
                    self.require(NOT_KNOWN)
                self._table_conditions(head, args, lowered)
                return Apply(head, lowered)
            case Nature.OPERATOR if head == "root":
                return self._root(args)
            case Nature.OPERATOR:
                raise Outside(f"a statement ({head}) is not an expression with a value")
            case Nature.TENSOR:
                raise Outside(f"{head} is a tensor function; tensors are not judged yet")

    def _integer_function(self, head: str, lowered: tuple[Expression, ...]) -> Expression:
        """``n!`` and its relatives, at a number; elsewhere nothing is known yet."""
        values = [self.oracle.rational(arg) for arg in lowered]
        match head, values:
            case "factorial", [Fraction(denominator=1) as n] if 0 <= n <= TERMS:
                return Number(_factorial(int(n)))
            case "gamma", [Fraction(denominator=1) as n] if 1 <= n <= TERMS:
                return Number(_factorial(int(n) - 1))
            case "binomial", [Fraction(denominator=1) as n, Fraction(denominator=1) as k] if (
                0 <= k <= n <= TERMS
            ):
                return Number(
                    Fraction(_factorial(int(n)), _factorial(int(k)) * _factorial(int(n - k)))
                )
            case _:
                raise Outside(f"{head} is judged only at numbers yet")

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
        degree = self.oracle.rational(self.run(args[1]))
        if degree is None or degree.denominator != 1 or not 2 <= degree <= 100:
            raise Outside("root(x, n) needs a whole number n from 2 to 100")
        u = self.run(args[0])
        exponent = Number(1 / degree)
        if degree % 2 == 0:
            self.require(Literal(u, NONNEG, self._origin(args[0])))
            return Apply("^", (u, exponent))
        return self._odd_root(u, exponent)

    def _odd_root(self, u: Expression, exponent: Number) -> Expression:
        """The real odd root, which keeps the sign of a negative number."""
        if self.sign(u, (NONNEG, NEG)) == NEG:
            return negate(Apply("^", (negate(u), exponent)))
        return Apply("^", (u, exponent))

    def _power(self, u: Expression, v: Expression, origin: Expression) -> Expression:
        """``u^v`` by rule 20: u > 0, or u = 0 and v >= 0, or u < 0 and v an integer; 0^0 = 1."""
        exponent = None if self._moving(v) else self.oracle.rational(v)
        if exponent is not None:
            mask = _power_mask(exponent)
            if mask != ANY:
                self.require(Literal(u, mask, origin))
            return Apply("^", (u, Number(exponent)))
        if self.names.integral(v):
            sign = self.sign(u, (NONZERO, NIL))
        else:
            sign = self.sign(u, SINGLE)
        if sign & NIL:
            return self._power_of_zero(v)
        if sign == NEG:
            self.require(NOT_KNOWN)  # defined where v happens to be an integer
        return Apply("^", (u, v))

    def _power_of_zero(self, v: Expression) -> Expression:
        match self.sign(v, SINGLE):
            case sign if sign == POS:
                return ZERO
            case sign if sign == NIL:
                return ONE
            case _:
                self.require(NEVER)
                return ZERO

    # -- switches ------------------------------------------------------------------------------

    def _switch(self, head: str, args: tuple[Expression, ...]) -> Expression:
        match head, args:
            case "where", (condition, first, second):
                return self.run(first if self._truth(condition) else second)
            case "abs", (u,):
                inner = self.run(u)
                return inner if self.sign(inner, (NONNEG, NONPOS), head) & POS else negate(inner)
            case "relu", (u,):
                inner = self.run(u)
                return inner if self.sign(inner, (NONNEG, NONPOS), head) & POS else ZERO
            case "sign", (u,):
                sign = self.sign(self.run(u), SINGLE, head)
                return ONE if sign == POS else ZERO if sign == NIL else Number(-1)
            case "max" | "min", _:
                best, *others = map(self.run, args)
                for other in others:
                    gap = add(best, negate(other)) if head == "max" else add(other, negate(best))
                    best = best if self.sign(gap, (NONNEG, NONPOS), head) & POS else other
                return best
            case _:
                return ONE if self._truth(Apply(head, args)) else ZERO

    def _truth(self, condition: Expression) -> bool:
        """Whether a condition holds in this case; all its parts must be defined."""
        match condition:
            case Constant("true"):
                return True
            case Constant("false"):
                return False
            case Apply("and", parts):
                truths = [self._truth(part) for part in parts]  # every part must be defined
                return all(truths)
            case Apply("or", parts):
                truths = [self._truth(part) for part in parts]
                return any(truths)
            case Apply("not", (part,)):
                return not self._truth(part)
            case Apply("<" | "<=" | ">" | ">=" | "==" | "!=" as head, (left, right)):
                gap = add(self.run(left), negate(self.run(right)))
                holds = MASKS[head]
                return self.sign(gap, (holds, ANY - holds), head) == holds
            case _:
                return self.sign(self.run(condition), (NONZERO, NIL)) == NONZERO

    def sign(self, u: Expression, accept: tuple[int, ...], head: str = "") -> int:
        """The sign of a switch's argument in this case; strict where a derivative looks around."""
        if not self._moving(u):
            return self._ask(u, accept)
        if self.oracle.vanishes(u):
            return _containing(accept, NIL)
        override, turned = self._override(u)
        if override is not None:
            depth = self._deepest(u)
            if override.sign == NIL and depth >= override.depth:
                raise _Seam(u, depth)
            sign = _turn(override.sign) if turned else override.sign
            return _containing(accept, sign)
        if accept == (NONZERO, NIL):  # nonzero is open too
            sign = self._ask(u, accept)
        else:
            sign = self._ask(u, SINGLE)
        if sign == NIL:
            convention = self.names.convention(head)
            if convention:
                raise OffClaim(self._at_value(u), convention)
            raise _Seam(u, self._outermost(u))
        return sign if sign in accept else _containing(accept, sign)

    def _ask(self, u: Expression, accept: tuple[int, ...]) -> int:
        met: list[Literal] = []
        frame: _Frame | None = self
        while frame is not None:
            met = [*frame.conditions, *met]
            frame = frame.outer
        if not self.active:
            return self.oracle.sign(u, accept, met)
        at_value = [
            Literal(
                self._at_value(literal.subject),
                literal.mask,
                literal.origin,
                literal.exact,
                literal.given,
            )
            for literal in met
        ]
        return self.oracle.sign(self._at_value(u), accept, at_value)

    def _moving(self, u: Expression) -> bool:
        return not free_names(u).isdisjoint(self.active)

    def _outermost(self, u: Expression) -> int:
        names = free_names(u)
        return next(depth for depth, name in enumerate(self.active) if name in names)

    def _deepest(self, u: Expression) -> int:
        names = free_names(u)
        return max(depth for depth, name in enumerate(self.active) if name in names)

    def _override(self, u: Expression) -> tuple[_Override | None, bool]:
        for override in reversed(self.overrides):
            factor = self.oracle.proportional(u, override.subject)
            if factor:
                return override, factor < 0
        return None, False

    # -- derivatives ---------------------------------------------------------------------------

    def _derivative(self, body: Expression, variable: str) -> Expression:
        depth = len(self.active)
        try:
            inner = self._around(variable)
            smooth = inner.run(body)
        except _Seam as seam:
            if seam.depth != depth:
                raise
            return self._seam(body, variable, seam.subject)
        slope = differentiate(smooth, variable)
        self._adopt(inner.conditions, variable, exact=True)
        self._adopt(requirements(slope, self.names), variable, exact=False)
        return self._settled(slope, variable)

    def _around(self, variable: str, *overrides: _Override) -> _Frame:
        return _Frame(
            self.names,
            self.closed,
            self.oracle,
            (*self.active, variable),
            (*self.overrides, *overrides),
            outer=self,
            loose=self.loose.union(self.bindings),
        )

    def _settled(self, node: Expression, variable: str) -> Expression:
        """After differentiating, a defined name or a parameter means its value again."""
        again = free_names(node) & {variable, *self.bindings}
        again -= self.names.context.symbols.keys()
        return substitute(node, {name: self.run(Name(name)) for name in again}) if again else node

    def _at_value(self, node: Expression) -> Expression:
        """The node as the reader of the whole expression sees it, with no name held open."""
        frame: _Frame = self
        while frame.outer is not None:
            variable = frame.active[-1]
            frame = frame.outer
            node = frame._settled(node, variable)
        return node

    def _adopt(self, found: Iterable[Literal], variable: str, *, exact: bool) -> None:
        """Conditions that must hold around the point, as conditions at the point."""
        for literal in found:
            subject = self._settled(literal.subject, variable)
            exactly = exact and literal.exact
            given = literal.given
            origin = self._origin(literal.origin)
            self.require(Literal(subject, literal.mask, origin, exactly, given))
            if variable not in free_names(literal.subject):
                continue
            if literal.mask in (NONNEG, NONPOS):
                # At a boundary zero with nonzero slope the function is undefined on one side.
                slope = self._settled(differentiate(literal.subject, variable), variable)
                crossing = Literal(slope, NONZERO, slope, exact=False)
                strict = literal.mask & NONZERO
                self.require(Literal(subject, strict, origin, exactly, (*given, crossing)))
            elif literal.mask == NIL:
                self.require(NOT_KNOWN)

    def _seam(self, body: Expression, variable: str, subject: Expression) -> Expression:
        """The derivative where a switch's argument is zero: both sides must meet smoothly."""
        depth = len(self.active)
        sides = []
        try:
            for sign in (POS, NEG, NIL):
                frame = self._around(variable, _Override(subject, sign, depth + 1))
                sides.append((frame, frame.run(body)))
        except _Seam as another:
            if another.depth < depth:
                raise
            self.require(NOT_KNOWN)
            return ZERO
        (above, plus), (below, minus), (at, middle) = sides
        plus_slope, minus_slope = differentiate(plus, variable), differentiate(minus, variable)
        crossing = differentiate(subject, variable)
        given = [
            Literal(crossing, NONZERO, crossing, exact=False),
            *above.conditions,
            *below.conditions,
            *requirements(plus_slope, self.names),
            *requirements(minus_slope, self.names),
        ]
        before = len(self.conditions)
        self._adopt(given, variable, exact=False)
        assumed = tuple(list(self.conditions)[before:])
        self._adopt(at.conditions, variable, exact=True)
        for gap in (
            add(plus, negate(middle)),
            add(minus, negate(middle)),
            add(plus_slope, negate(minus_slope)),
        ):
            settled = self._settled(gap, variable)
            self.require(Literal(settled, NIL, settled, True, assumed))
        return self._settled(plus_slope, variable)

    # -- finite sums and products --------------------------------------------------------------

    def _finite(
        self,
        kind: str,
        body: Expression,
        variable: str,
        lower: Expression | None,
        upper: Expression | None,
    ) -> Expression:
        if lower is None or upper is None:
            raise Outside("sums over a tensor's index are not judged yet")
        if Constant("oo") in (upper, negate(lower)):
            raise Outside("infinite sums are not judged yet")
        first = self.oracle.rational(self.run(lower))
        last = self.oracle.rational(self.run(upper))
        if first is None or last is None or first.denominator != 1 or last.denominator != 1:
            raise Outside(f"a {kind} is judged only between whole numbers yet")
        if last - first >= TERMS:
            raise Outside(f"a {kind} of more than {TERMS} terms is not written out")
        if self._moving(self.run(lower)) or self._moving(self.run(upper)):
            raise Outside("the bounds of a sum may not depend on what is differentiated by")
        terms = [
            self.run(substitute(body, {variable: Number(number)}))
            for number in range(int(first), int(last) + 1)
        ]
        return add(*terms) if kind == "sum" else times(*terms)


def _containing(accept: tuple[int, ...], sign: int) -> int:
    return next(mask for mask in accept if mask & sign == sign)


def _turn(sign: int) -> int:
    return {POS: NEG, NEG: POS}.get(sign, sign)


def _factorial(n: int) -> int:
    product = 1
    for factor in range(2, n + 1):
        product *= factor
    return product
