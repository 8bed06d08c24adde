"""The value of an expression at a point, or that it has none, or that the oracle cannot tell.

The meaning is that of the rules in `docs`: real numbers only, functions strict in their arguments
(only the branch of ``where`` that is not taken is spared), ``x^y`` by the real rule, a derivative
defined only where its body is defined on both sides and the one-sided slopes agree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import comb
from typing import TypeAlias

from tests.oracle import reals, series
from tests.oracle.reals import Interval, NotKnown, Real, Undefined, working_precision
from tests.oracle.series import Scalar, Series
from verifier.language.expressions import (
    Apply,
    Binder,
    Call,
    Constant,
    Derivative,
    Expression,
    Limit,
    Name,
    Number,
)

MAX_TERMS = 2000
MAX_PLACES = 2000
ZERO, ONE, TWO, HALF = Fraction(0), Fraction(1), Fraction(2), Fraction(1, 2)


@dataclass(frozen=True)
class Setting:
    """What the names of a document mean.

    Attributes:
        definitions: defined names; a definition with parameters is a function.
        discrete: the symbols that are integers, by which nothing can be differentiated.
        convention: whether slopes at kinks are a matter of choice, so that nothing is said there.
    """

    definitions: Mapping[str, tuple[tuple[str, ...], Expression]] = field(default_factory=dict)
    discrete: frozenset[str] = frozenset()
    convention: bool = False
    places: dict[object, _At] = field(default_factory=dict, compare=False, repr=False)
    """What has been computed at points so far: nothing but speed."""


@dataclass(frozen=True)
class Shown:
    """The expression is defined, and this is its value."""

    value: Real


class Nothing:
    """The expression is shown to be undefined."""

    def __repr__(self) -> str:
        return "undefined"


class Unclear:
    """The oracle cannot tell."""

    def __repr__(self) -> str:
        return "not known"


NOTHING, UNCLEAR = Nothing(), Unclear()
Answer: TypeAlias = Shown | Nothing | Unclear


def evaluate(
    expression: Expression,
    point: Mapping[str, Fraction],
    setting: Setting | None = None,
    efforts: tuple[tuple[int, int], ...] = ((128, 2), (400, 6)),
) -> Answer:
    """What the expression is at the point; tried again harder while that is unclear.

    An effort is the number of bits of intervals and of terms of power series.
    """
    setting = setting or Setting()
    for bits, terms in efforts:
        with working_precision(bits), series.following(terms):
            try:
                value = series.plain(_place(point, setting, bits).value(expression))
            except Undefined:
                return NOTHING
            except (NotKnown, RecursionError):
                continue
            if not isinstance(value, Series):
                return Shown(value)
    return UNCLEAR


def _place(point: Mapping[str, Fraction], setting: Setting, bits: int) -> _At:
    key = (bits, *point.items())
    found = setting.places.get(key)
    if found is None:
        if len(setting.places) > MAX_PLACES:
            setting.places.clear()
        found = setting.places[key] = _At(dict(point), setting)
    return found


def truth(
    statement: Expression, point: Mapping[str, Fraction], setting: Setting | None = None
) -> bool | None:
    """Whether a statement holds; a relation with an undefined side is false; None: cannot tell."""
    match statement:
        case Constant("true"):
            return True
        case Constant("false"):
            return False
        case Apply("and" | "or" as head, parts):
            found = [truth(part, point, setting) for part in parts]
            decisive = head == "or"
            if decisive in found:
                return decisive
            return None if None in found else not decisive
        case Apply("not", (part,)):
            inner = truth(part, point, setting)
            return None if inner is None else not inner
        case Apply("=", sides):
            return truth(Apply("==", sides), point, setting)
        case Apply("<" | "<=" | ">" | ">=" | "==" | "!=", _):
            match evaluate(statement, point, setting):
                case Shown(value):
                    return value == 1
                case Nothing():
                    return False
                case Unclear():
                    return None
    return None


class _At:
    """The values of expressions at one point. A name means a number; `values` has those known."""

    def __init__(self, values: dict[str, Scalar], setting: Setting) -> None:
        self.values = values
        self.setting = setting
        self.memo: dict[Expression, Scalar | Undefined | NotKnown] = {}

    def moved(self, name: str, to: Scalar) -> _At:
        """The same point with one name elsewhere: everything that uses it is computed anew."""
        return _At({**self.values, name: to}, self.setting)

    def value(self, node: Expression) -> Scalar:
        found = self.memo.get(node)
        if found is None:
            try:
                found = self._value(node)
            except (Undefined, NotKnown) as reason:
                found = reason
            self.memo[node] = found
        if isinstance(found, Exception):
            raise found.with_traceback(None)
        return found

    def _value(self, node: Expression) -> Scalar:
        match node:
            case Number(value):
                return value
            case Constant("pi"):
                return reals.pi()
            case Constant("e"):
                return reals.exp(ONE)
            case Name(name):
                return self._named(name)
            case Apply("where", (condition, yes, no)):
                return self.value(no if series.is_zero(self.value(condition)) else yes)
            case Apply(head, args):
                return _apply(head, self.arguments(args))
            case Call(function, args, order):
                return self._call(function, self.arguments(args), order)
            case Derivative("diff", body, variables):
                return self._derivative(body, variables)
            case Binder("sum" | "prod" as kind, body, variable, lower, upper) if lower and upper:
                return self._repeated(kind, body, variable, *self.arguments((lower, upper)))
            case Limit(body, variable, point, side):
                return self._limit(body, variable, point, side)
            case _:
                raise NotKnown(f"no way to evaluate {type(node).__name__}")

    def arguments(self, args: Iterable[Expression]) -> list[Scalar]:
        """The values of all of them: if one is undefined then so is whatever uses them."""
        found: list[Scalar] = []
        unclear: NotKnown | None = None
        for arg in args:
            try:
                found.append(self.value(arg))
            except NotKnown as reason:
                unclear = reason
        if unclear is not None:
            raise unclear
        return found

    def _named(self, name: str) -> Scalar:
        if name in self.values:
            return self.values[name]
        parameters, body = self.setting.definitions.get(name, (("?",), Number(0)))
        if parameters:
            raise NotKnown(f"no value for {name}")
        return self.value(body)

    def _call(self, function: str, args: list[Scalar], order: tuple[int, ...]) -> Scalar:
        if function not in self.setting.definitions:
            raise NotKnown(f"{function} may be any function")
        parameters, body = self.setting.definitions[function]
        if sum(order) == 0:
            return _At(
                {**self.values, **dict(zip(parameters, args, strict=True))}, self.setting
            ).value(body)
        if len(parameters) != 1:
            raise NotKnown("a partial derivative of a call")
        return self._nth_slope(
            lambda x: self.moved(parameters[0], x).value(body), args[0], order[0]
        )

    def _nth_slope(self, function: Callable[[Scalar], Scalar], x: Scalar, times: int) -> Scalar:
        if times == 0:
            return function(x)
        return self._slope(lambda at: self._nth_slope(function, at, times - 1), x)

    def _derivative(self, body: Expression, variables: tuple[str, ...]) -> Scalar:
        *inner, name = variables
        if name in self.setting.discrete:
            raise NotKnown("a derivative by an integer")
        what = Derivative("diff", body, tuple(inner)) if inner else body
        return self._slope(lambda x: self.moved(name, x).value(what), self._named(name))

    def _slope(self, function: Callable[[Scalar], Scalar], x: Scalar) -> Scalar:
        """The derivative at x: of what is analytic there, or of its two sides if they agree."""
        here = function(x)  # undefined here: no derivative here
        level = series.fresh_level()
        right = _Side(function, series.beside(x, level, 1))
        if right.known is not None and level not in series.touched:
            return right.coefficient(level, 1)
        left = _Side(function, series.beside(x, level, -1))
        if right.undefined or left.undefined:
            raise Undefined("not defined on both sides")
        if self.setting.convention:
            raise NotKnown("at a kink, where a convention rules")
        right.need()
        left.need()
        if right.steep(level) or left.steep(level):
            raise Undefined("a jump or a vertical slope")
        for side in (right, left):
            if not series.is_zero(series.subtract(side.coefficient(level, 0), here)):
                raise Undefined("a jump")
        slope = right.coefficient(level, 1)
        if not series.is_zero(series.add(slope, left.coefficient(level, 1))):
            raise Undefined("a kink")
        return slope

    def _limit(self, body: Expression, variable: str, point: Expression, side: str) -> Scalar:
        level = series.fresh_level()
        places: list[Scalar] = []
        match point:
            case Constant("oo"):
                places.append(Series(level, {-1: ONE}, None))
            case Apply("neg", (Constant("oo"),)):
                places.append(Series(level, {-1: -ONE}, None))
            case _:
                x = self.value(point)
                places += [series.beside(x, level, 1)] if side in ("", "+") else []
                places += [series.beside(x, level, -1)] if side in ("", "-") else []
        limits: list[Scalar] = []
        for place in places:
            found = _Side(lambda x: self.moved(variable, x).value(body), place)
            found.need()
            if found.unbounded(level):
                raise Undefined("no finite limit")
            limits.append(found.coefficient(level, 0))
        if len(limits) == 2 and not series.is_zero(series.subtract(*limits)):
            raise Undefined("two different limits")
        return limits[0]

    def _repeated(
        self, kind: str, body: Expression, variable: str, lower: Scalar, upper: Scalar
    ) -> Scalar:
        lower, upper = series.plain(lower), series.plain(upper)
        if isinstance(lower, Series) or isinstance(upper, Series):
            raise NotKnown("bounds that move")
        first, last = reals.whole(lower), reals.whole(upper)
        if first is None or last is None or last - first > MAX_TERMS:
            raise NotKnown("bounds of a sum")
        result = ZERO if kind == "sum" else ONE
        total: Scalar = result
        for k in range(first, last + 1):
            term = self.moved(variable, Fraction(k)).value(body)
            total = series.add(total, term) if kind == "sum" else series.multiply(total, term)
        return total


class _Side:
    """A function on one side of a point: a series, or undefined arbitrarily near, or unclear."""

    def __init__(self, function: Callable[[Scalar], Scalar], place: Scalar) -> None:
        self.known: Scalar | None = None
        self.undefined = False
        self.why: Exception | None = None
        try:
            self.known = function(place)
        except Undefined as reason:
            self.undefined, self.why = True, reason
        except NotKnown as reason:
            self.why = reason

    def need(self) -> None:
        if self.why is not None:
            raise self.why

    def coefficient(self, level: int, exponent: int) -> Scalar:
        if isinstance(self.known, Series) and self.known.level == level:
            return self.known.coefficient(exponent)
        if self.known is None:
            raise NotKnown("an unclear side")
        return self.known if exponent == 0 else ZERO

    def _has(self, level: int, unwanted: Callable[[series.Exponent], bool]) -> bool:
        if not isinstance(self.known, Series) or self.known.level != level:
            return False
        return any(unwanted(at) and series.sign(term) != 0 for at, term in self.known.terms.items())

    def unbounded(self, level: int) -> bool:
        return self._has(level, lambda at: at < 0)

    def steep(self, level: int) -> bool:
        return self._has(level, lambda at: at < 1 and at != 0)


def _apply(head: str, args: list[Scalar]) -> Scalar:
    if head in _ONE and len(args) == 1:
        return _ONE[head](args[0])
    if head in _TWO and len(args) == 2:
        return _TWO[head](*args)
    if head in _MANY:
        result = args[0]
        for arg in args[1:]:
            result = _MANY[head](result, arg)
        return result
    if head == "clip":
        return _least(_greatest(args[0], args[1]), args[2])
    raise NotKnown(f"{head} is not in the oracle's book")


def _greatest(x: Scalar, y: Scalar) -> Scalar:
    return x if series.sign(series.subtract(x, y)) >= 0 else y


def _least(x: Scalar, y: Scalar) -> Scalar:
    return x if series.sign(series.subtract(x, y)) <= 0 else y


def _sum(*terms: Scalar) -> Scalar:
    result: Scalar = ZERO
    for term in terms:
        result = series.add(result, term)
    return result


def _exp(x: Scalar) -> Scalar:
    return series.apply("exp", x)


def _exp_minus(x: Scalar) -> Scalar:
    return series.apply("exp", series.negate(x))


def _sinh(x: Scalar) -> Scalar:
    return series.multiply(HALF, series.subtract(_exp(x), _exp_minus(x)))


def _cosh(x: Scalar) -> Scalar:
    return series.multiply(HALF, series.add(_exp(x), _exp_minus(x)))


def _log(x: Scalar) -> Scalar:
    return series.apply("log", x)


def _sin(x: Scalar) -> Scalar:
    return series.apply("sin", x)


def _cos(x: Scalar) -> Scalar:
    return series.apply("cos", x)


def _sqrt(x: Scalar) -> Scalar:
    return series.power(x, HALF)


def _magnitude(x: Scalar) -> Scalar:
    return x if series.sign(x) >= 0 else series.negate(x)


def _signum(x: Scalar) -> Scalar:
    return Fraction(series.sign(x))


def _cube_root(x: Scalar) -> Scalar:
    return series.multiply(_signum(x), series.power(_magnitude(x), Fraction(1, 3)))


def _floor(x: Scalar) -> Scalar:
    x = series.plain(x)
    if isinstance(x, Fraction):
        return Fraction(x.numerator // x.denominator)
    if isinstance(x, Interval):
        below, above = (Fraction(end.numerator // end.denominator) for end in (x.low, x.high))
        if below != above:
            raise NotKnown("the floor of an interval")
        return below
    first = x.first()
    if first is not None and first < 0:
        raise NotKnown("the floor near a pole")
    near = _floor(x.coefficient(0))
    return near if series.sign(series.subtract(x, near)) >= 0 else series.subtract(near, ONE)


def _exact_whole(x: Scalar) -> int | None:
    x = series.plain(x)
    if isinstance(x, Series):
        raise NotKnown("an integer function beside a point")
    return reals.whole(x)


def _factorial(x: Scalar) -> Scalar:
    n = _exact_whole(x)
    if n is None or n > 300:
        raise NotKnown("a factorial")
    if n < 0:
        raise Undefined("the factorial of a negative integer")
    return reals.gamma(Fraction(n + 1)) if n < 150 else _log_free_factorial(n)


def _log_free_factorial(n: int) -> Scalar:
    result = 1
    for k in range(2, n + 1):
        result *= k
    return Fraction(result)


def _binomial(x: Scalar, y: Scalar) -> Scalar:
    n, k = _exact_whole(x), _exact_whole(y)
    if n is None or k is None or n < 0 or k < 0 or n > 400:
        raise NotKnown("a binomial coefficient")
    return Fraction(comb(n, k))


def _gamma(x: Scalar) -> Scalar:
    x = series.plain(x)
    if isinstance(x, Series):
        raise NotKnown("gamma beside a point")
    return reals.gamma(x)


def _quotient_of(
    top: Callable[[Scalar], Scalar], bottom: Callable[[Scalar], Scalar]
) -> Callable[[Scalar], Scalar]:
    return lambda x: series.divide(top(x), bottom(x))


def _one(_: Scalar) -> Scalar:
    return ONE


def _log_to(base: int) -> Callable[[Scalar], Scalar]:
    return lambda x: series.divide(_log(x), reals.log(Fraction(base)))


def _acosh(x: Scalar) -> Scalar:
    if series.sign(series.subtract(x, ONE)) < 0:
        raise Undefined("acosh below 1")
    return _log(series.add(x, _sqrt(series.subtract(series.multiply(x, x), ONE))))


def _log_of_base(x: Scalar, base: Scalar) -> Scalar:
    return series.divide(_log(x), _log(base))


def _root(x: Scalar, n: Scalar) -> Scalar:
    if series.sign(x) < 0:
        raise NotKnown("a root of a negative number")
    return series.power(x, series.divide(ONE, n))


def _relation(holds: Callable[[int], bool]) -> Callable[[Scalar, Scalar], Scalar]:
    return lambda x, y: Fraction(int(holds(series.sign(series.subtract(x, y)))))


_MANY: dict[str, Callable[[Scalar, Scalar], Scalar]] = {
    "+": series.add,
    "*": series.multiply,
    "max": _greatest,
    "min": _least,
}
_TWO: dict[str, Callable[[Scalar, Scalar], Scalar]] = {
    "/": series.divide,
    "^": series.power,
    "<": _relation(lambda s: s < 0),
    "<=": _relation(lambda s: s <= 0),
    ">": _relation(lambda s: s > 0),
    ">=": _relation(lambda s: s >= 0),
    "==": _relation(lambda s: s == 0),
    "!=": _relation(lambda s: s != 0),
    "logbase": _log_of_base,
    "root": _root,
    "binomial": _binomial,
}
_ONE: dict[str, Callable[[Scalar], Scalar]] = {
    "+": lambda x: x,
    "neg": series.negate,
    "exp": _exp,
    "log": _log,
    "log2": _log_to(2),
    "log10": _log_to(10),
    "log1p": lambda x: _log(series.add(ONE, x)),
    "expm1": lambda x: series.subtract(_exp(x), ONE),
    "sqrt": _sqrt,
    "square": lambda x: series.multiply(x, x),
    "cbrt": _cube_root,
    "sin": _sin,
    "cos": _cos,
    "tan": _quotient_of(_sin, _cos),
    "cot": _quotient_of(_cos, _sin),
    "sec": _quotient_of(_one, _cos),
    "csc": _quotient_of(_one, _sin),
    "asin": lambda x: series.apply("asin", x),
    "acos": lambda x: series.apply("acos", x),
    "atan": lambda x: series.apply("atan", x),
    "erf": lambda x: series.apply("erf", x),
    "sinh": _sinh,
    "cosh": _cosh,
    "tanh": _quotient_of(_sinh, _cosh),
    "coth": _quotient_of(_cosh, _sinh),
    "sech": _quotient_of(_one, _cosh),
    "csch": _quotient_of(_one, _sinh),
    "asinh": lambda x: _log(_sum(x, _sqrt(_sum(series.multiply(x, x), ONE)))),
    "acosh": _acosh,
    "atanh": lambda x: series.multiply(
        HALF, _log(series.divide(_sum(ONE, x), series.subtract(ONE, x)))
    ),
    "abs": _magnitude,
    "sign": _signum,
    "relu": lambda x: x if series.sign(x) > 0 else ZERO,
    "floor": _floor,
    "ceil": lambda x: series.negate(_floor(series.negate(x))),
    "factorial": _factorial,
    "gamma": _gamma,
    "sigmoid": lambda x: series.divide(ONE, _sum(ONE, _exp_minus(x))),
    "softplus": lambda x: _log(_sum(ONE, _exp(x))),
}
