"""Our expressions as SymPy's, built node by node; no text is read and none is evaluated.

What is promised is faithful *values*: wherever our expression is defined, the real number that it
denotes is the one that SymPy's denotes. Where ours is undefined SymPy's may be anything, since
definedness is decided elsewhere. Whatever cannot be promised is refused with `Untranslatable`:

- a derivative where it may meet a seam (``abs`` at 0): SymPy puts an average or a delta there;
- differentiating under an integral, a limit or an infinite sum, which needs a proof;
- sums whose upper bound may lie below the lower one, where SymPy follows Karr and we say 0.

Symbols carry what their domain implies, and nothing more. Facts about a point stay outside a
derivative: what is differentiated by is a plain real symbol inside, and means its value again
afterwards. Sums, products, integrals and limits come out unevaluated, over fresh variables.

This module imports SymPy. It is imported in a child process, by the strategies that ask an engine.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any, Final, TypeAlias, assert_never

import sympy
from sympy.core.relational import Relational

from verifier.claims.claim import Context, Definition, Field
from verifier.language.expressions import (
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
)
from verifier.translate.sympy_functions import (
    CONNECTIVES,
    FUNCTIONS,
    REFUSED,
    RELATIONS,
    Untranslatable,
)
from verifier.translate.sympy_scopes import Frame, Scope
from verifier.translate.sympy_symbols import InconsistentDomain, Symbols

Sym: TypeAlias = Any
"""A SymPy expression, or None; SymPy has no types of its own that would say more."""

TERMS: Final = 300
"""A sum or product between numbers is written out up to this many terms."""


def to_sympy(node: Expression, context: Context, *, positive: bool = False) -> Sym:
    """A single expression, translated; see `Translator`."""
    return Translator(context, positive=positive).expression(node)


class Translator:
    """Translates the expressions of one context; both sides of a claim share its symbols.

    With ``positive`` a symbol with a number as bound becomes an expression in a positive (or
    nonnegative) one, such as ``q/(1 + q)`` for the range (0, 1), so that SymPy sees every sign that
    the domain implies. Values stay values; nothing about definedness may be read off the result.
    """

    def __init__(self, context: Context, *, positive: bool = False) -> None:
        if context.complex_mode:
            raise Untranslatable("complex numbers are not asked about yet")
        self.context = context
        self.symbols = Symbols(context, self._bound_of_symbol, positive=positive)
        self._root = Scope()
        self._opaque: dict[tuple[str, tuple[int, ...]], Sym] = {}

    def expression(self, node: Expression) -> Sym:
        """An expression over the context's names.

        Raises:
            Untranslatable: where SymPy has nothing that means the same.
        """
        try:
            return self._read(node, self._root)
        except RecursionError:
            raise Untranslatable("the expression is nested too deeply for SymPy") from None

    def facts(self) -> list[Sym]:
        """What is known to hold of the symbols met so far, beside the ranges between numbers."""
        found = list(self.symbols.relations)
        for fact in self.context.assumptions:
            try:
                match fact:
                    case Apply("=", (left, right)):
                        found.append(sympy.Eq(*map(self.expression, (left, right))))
                    case _:
                        found.append(self._condition(fact, self._root))
            except Untranslatable:
                continue
        return found

    def _bound_of_symbol(self, node: Expression) -> Sym | None:
        """The end of a symbol's range; None if SymPy cannot say it."""
        try:
            return self._limit_point(node, self._root)
        except Untranslatable:
            return None

    # -- nodes ---------------------------------------------------------------------------------

    def _read(self, node: Expression, scope: Scope) -> Sym:
        found = scope.done.get(node)
        if found is None:
            found = scope.done[node] = self._translate(node, scope)
        return found

    def _translate(self, node: Expression, scope: Scope) -> Sym:
        match node:
            case Number(value):
                return sympy.Rational(value.numerator, value.denominator)
            case Constant(name):
                return _constant(name)
            case Name(name):
                return self._name(name, scope)
            case Apply(head, args):
                return self._apply(head, args, scope)
            case Call(function, args, order):
                return self._call(function, args, order, scope)
            case Derivative(kind, body, variables):
                if kind == "jacobian":
                    raise Untranslatable("a jacobian is a tensor")
                return self._derivative(body, variables, scope)
            case Binder("integrate", body, variable, lower, upper):
                return self._integral(body, variable, lower, upper, scope)
            case Binder(kind, body, variable, lower, upper):
                return self._sum(kind, body, variable, lower, upper, scope)
            case Limit(body, variable, point, side):
                return self._limit(body, variable, point, side, scope)
            case Entry():
                raise Untranslatable("an entry of a tensor")
            case _:
                assert_never(node)

    def _name(self, name: str, scope: Scope) -> Sym:
        if name in scope.local:
            return scope.local[name]
        if name in scope.letters:
            if scope.frame is not None:
                scope.frame.meet(scope.letters[name])
            return scope.letters[name]
        if name in self.context.symbols:
            return self._symbol(name)
        found = scope.opened.get(name)
        if found is None:
            found = scope.opened[name] = self._read(self._body(name), scope.inside({}))
        return found

    def _symbol(self, name: str) -> Sym:
        try:
            found = self.symbols.expression(name)
        except InconsistentDomain:
            raise Untranslatable(f"nothing is in the domain of {name}") from None
        if found is None:
            raise Untranslatable(f"{name} is no real number")
        return found

    def _body(self, name: str) -> Expression:
        definition = self.context.definitions.get(name)
        if definition is not None and not definition.parameters:
            return definition.body
        if name in self.context.values:
            return self.context.values[name].start
        raise Untranslatable(f"{name} has no value here")

    # -- functions -----------------------------------------------------------------------------

    def _apply(self, head: str, args: tuple[Expression, ...], scope: Scope) -> Sym:
        if head == "where":
            condition, first, second = args
            test = self._condition(condition, scope)
            return sympy.Piecewise(
                (self._read(first, scope), test), (self._read(second, scope), True)
            )
        if head in RELATIONS or head in ("and", "or", "not"):
            return sympy.Piecewise((1, self._condition(Apply(head, args), scope)), (0, True))
        rule = FUNCTIONS.get(head)
        if rule is None:
            raise Untranslatable(REFUSED.get(head, f"there is no rule for {head}"))
        values = [self._read(arg, scope) for arg in args]
        return rule(*values)

    def _condition(self, node: Expression, scope: Scope) -> Sym:
        """An expression read as true or false; a number is true where it is not 0."""
        match node:
            case Constant("true"):
                return sympy.true
            case Constant("false"):
                return sympy.false
            case Apply("and" | "or" | "not" as head, parts):
                return CONNECTIVES[head](*(self._condition(part, scope) for part in parts))
            case Apply(head, (left, right)) if head in RELATIONS:
                return RELATIONS[head](self._read(left, scope), self._read(right, scope))
            case _:
                return sympy.Ne(self._read(node, scope), 0)

    def _call(
        self, function: str, args: tuple[Expression, ...], order: tuple[int, ...], scope: Scope
    ) -> Sym:
        values = [self._read(arg, scope) for arg in args]
        if function in self.context.opaque:
            return self._opaque_function(function, order)(*values)
        definition = self.context.definitions.get(function)
        if definition is None or len(definition.parameters) != len(values):
            raise Untranslatable(f"{function} has no value here")
        if not any(order):
            local = dict(zip(definition.parameters, values, strict=True))
            return self._read(definition.body, scope.inside(local))
        return self._slope(definition, values, order, scope)

    def _slope(
        self, definition: Definition, values: list[Sym], order: tuple[int, ...], scope: Scope
    ) -> Sym:
        """``f'(u)``: by the parameter, then the argument in its place."""
        plain = [
            sympy.Dummy(name, real=True) if count else value
            for name, value, count in zip(definition.parameters, values, order, strict=True)
        ]
        by = [symbol for symbol, count in zip(plain, order, strict=True) for _ in range(count)]
        back = {p: v for p, v, count in zip(plain, values, order, strict=True) if count}
        local = dict(zip(definition.parameters, plain, strict=True))
        frame = Frame(back, scope.frame)
        inside = self._read(definition.body, Scope(scope.letters, local, frame))
        return _differentiate(inside, by, frame)

    def _opaque_function(self, name: str, order: tuple[int, ...]) -> Sym:
        """An unknown function or a partial derivative of one: a class with derivatives."""
        found = self._opaque.get((name, order))
        if found is None:

            def partial(function: Sym, index: int) -> Sym:
                raised = tuple(n + (i == index - 1) for i, n in enumerate(order))
                return self._opaque_function(name, raised)(*function.args)

            body = {"nargs": len(order), "fdiff": partial, "is_real": True}
            spelled = name + "".join(f"_{n}" for n in order) if any(order) else name
            found = self._opaque[name, order] = type(spelled, (sympy.Function,), body)
        return found

    # -- derivatives ---------------------------------------------------------------------------

    def _derivative(self, body: Expression, variables: tuple[str, ...], scope: Scope) -> Sym:
        names = dict.fromkeys(variables)
        values = {name: self._held(name, len(names), scope) for name in names}
        plain = {name: sympy.Dummy(name, real=True) for name in names}
        back = {plain[name]: value for name, value in values.items()}
        frame = Frame(back, scope.frame)
        letters = {**scope.letters, **{n: p for n, p in plain.items() if n not in scope.local}}
        local = {**scope.local, **{n: p for n, p in plain.items() if n in scope.local}}
        inside = self._read(body, Scope(letters, local, frame))
        for name in names:
            if (
                name in letters
                and name in self.context.definitions
                and plain[name] not in frame.met
            ):
                raise Untranslatable(f"a derivative by {name}, which is never reached")
        return _differentiate(inside, [plain[name] for name in variables], frame)

    def _held(self, name: str, count: int, scope: Scope) -> Sym:
        """The value of a name at which a derivative by it is taken."""
        value = self._name(name, scope)
        domain = None if name in scope.local else self.context.symbols.get(name)
        whole = (
            value.is_Symbol and value.is_integer
            if domain is None
            else domain.field is not Field.REAL
        )
        if whole:
            raise Untranslatable(f"a derivative by the integer {name}")
        known = name in scope.local or name in scope.letters or domain is not None
        if not known and (count > 1 or name not in self.context.definitions):
            raise Untranslatable(f"a derivative by {name} together with other names")
        return value

    # -- binders -------------------------------------------------------------------------------

    def _sum(
        self,
        kind: str,
        body: Expression,
        variable: str,
        lower: Expression | None,
        upper: Expression | None,
        scope: Scope,
    ) -> Sym:
        if lower is None or upper is None:
            raise Untranslatable(f"a {kind} over a tensor's index")
        low, high = self._limit_point(lower, scope), self._limit_point(upper, scope)
        if not all(end.is_integer or end.is_infinite for end in (low, high)):
            raise Untranslatable(f"a {kind} whose bounds may not be integers")
        if low.is_infinite or high.is_infinite:
            if low is sympy.oo or high is -sympy.oo:
                raise Untranslatable(f"a {kind} that runs backwards")
            return self._unmoved(self._bound_form(kind, body, variable, low, high, scope), scope)
        if not (high - low + 1).is_nonnegative:
            raise Untranslatable(f"a {kind} whose upper bound may lie below the lower one")
        if low.is_Integer and high.is_Integer and high - low < TERMS:
            join = sympy.Add if kind == "sum" else sympy.Mul
            terms = [
                self._read(body, scope.inside({**scope.local, variable: sympy.Integer(number)}))
                for number in range(int(low), int(high) + 1)
            ]
            return join(*terms)
        return self._bound_form(kind, body, variable, low, high, scope)

    def _bound_form(
        self, kind: str, body: Expression, variable: str, low: Sym, high: Sym, scope: Scope
    ) -> Sym:
        assumed = {"integer": True}
        if low.is_positive:
            assumed["positive"] = True
        elif low.is_nonnegative:
            assumed["nonnegative"] = True
        index = sympy.Dummy(variable, **assumed)
        term = self._read(body, scope.inside({**scope.local, variable: index}))
        form = sympy.Sum if kind == "sum" else sympy.Product
        return form(term, (index, low, high))

    def _integral(
        self,
        body: Expression,
        variable: str,
        lower: Expression | None,
        upper: Expression | None,
        scope: Scope,
    ) -> Sym:
        if lower is None or upper is None:
            raise Untranslatable("an indefinite integral is judged by its derivative")
        low, high = self._limit_point(lower, scope), self._limit_point(upper, scope)
        over = sympy.Dummy(variable, real=True)
        integrand = self._read(body, scope.inside({**scope.local, variable: over}))
        return self._unmoved(sympy.Integral(integrand, (over, low, high)), scope)

    def _limit(
        self, body: Expression, variable: str, point: Expression, side: str, scope: Scope
    ) -> Sym:
        to = self._limit_point(point, scope)
        running = sympy.Dummy(variable, real=True)
        inside = self._read(body, scope.inside({**scope.local, variable: running}))
        end = "-" if to is sympy.oo else "+"
        direction = end if to.is_infinite else side or "+-"
        return self._unmoved(sympy.Limit(inside, running, to, direction), scope)

    def _unmoved(self, form: Sym, scope: Scope) -> Sym:
        if scope.frame is not None and scope.frame.moves(form):
            raise Untranslatable(
                "differentiating under an integral, a limit or an infinite sum needs a proof"
            )
        return form

    def _limit_point(self, node: Expression, scope: Scope) -> Sym:
        """A bound or a limit's point: the only places where ``oo`` may stand."""
        match node:
            case Constant("oo"):
                return sympy.oo
            case Apply("neg", (Constant("oo"),)):
                return -sympy.oo
            case _:
                return self._read(node, scope)


def _differentiate(inside: Sym, by: list[Sym], frame: Frame) -> Sym:
    """The derivative by plain symbols, which then mean their values again."""
    # Off its seams, and so around the point, the function is one smooth piece.
    if any(frame.at_point(seam).is_zero is not False for seam in _seams(inside, frame)):
        raise Untranslatable("a derivative where a switch may turn")
    slope = sympy.diff(inside, *by).xreplace(frame.back)
    if slope.has(sympy.Derivative, sympy.Subs, sympy.DiracDelta):
        raise Untranslatable("a derivative that SymPy leaves standing")
    return slope


def _seams(inside: Sym, frame: Frame) -> Iterator[Sym]:
    """What is 0 where the function may have no derivative, or not the one that SymPy writes."""
    for switch in inside.atoms(*_SWITCHES):
        if not switch.free_symbols & frame.back.keys():
            continue
        match switch:
            case sympy.Max() | sympy.Min():
                yield from (first - second for first, second in combinations(switch.args, 2))
            case sympy.Piecewise():
                for relation in switch.atoms(Relational):
                    yield relation.lhs - relation.rhs
            case sympy.Abs() | sympy.sign() | sympy.Heaviside() | sympy.atan2():
                yield switch.args[0]  # the cut of atan2(y, x) lies on y = 0
            case _:
                raise Untranslatable(f"the derivative of {type(switch).__name__}")


_SWITCHES: Final = (
    *(sympy.Abs, sympy.sign, sympy.Heaviside, sympy.Max, sympy.Min, sympy.Piecewise, sympy.atan2),
    *(sympy.floor, sympy.ceiling, sympy.factorial, sympy.binomial),
    *(sympy.re, sympy.im, sympy.arg, sympy.conjugate),
)


def _constant(name: str) -> Sym:
    match name:
        case "pi":
            return sympy.pi
        case "e":
            return sympy.E
        case _:
            raise Untranslatable(f"{name} is no real number here")
