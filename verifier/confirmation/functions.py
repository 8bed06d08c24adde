"""The functions of the vocabulary on arrays, entry by entry, so that complex steps pass through.

Every function is analytic in the neighbourhood of a real argument, or is decided by the sign of its
real part. ``abs`` is a sign times its argument, never NumPy's, which is blind to a complex step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import NamedTuple, TypeAlias

import numpy as np

from verifier.confirmation.arithmetic import Arithmetic, Array, UnableError
from verifier.confirmation.decisions import Decisions, RedrawError
from verifier.language.expressions import Apply


class Site(NamedTuple):
    """Where a function is applied: what decides its switches, and for which node."""

    arithmetic: Arithmetic
    decisions: Decisions
    node: Apply

    def sign(self, value: Array) -> Array:
        """The sign of a switch's argument."""
        return self.decisions.sign(self.node, value, self.arithmetic)

    def call(self, name: str, value: Array) -> Array:
        """An elementary function."""
        return self.arithmetic.call(name, value)

    def number(self, value: Fraction | int) -> Array:
        """An exact number."""
        return self.arithmetic.number(value)

    def mask(self, found: Array) -> Array:
        """A mask as numbers."""
        return self.arithmetic.constant(found)


Rule: TypeAlias = Callable[..., Array]


def _elementary(name: str) -> Rule:
    return lambda site, x: site.call(name, x)


def _inverse_of(name: str) -> Rule:
    return lambda site, x: site.number(1) / site.call(name, x)


def _log(site: Site, x: Array) -> Array:
    _inside(site, x)
    return site.call("log", x)


def _inside(site: Site, x: Array) -> None:
    """A derivative is not taken at the end of a domain."""
    at_end = site.arithmetic.sign(x) == 0
    if np.any(at_end) and np.any(at_end & site.arithmetic.moving(x)):
        raise RedrawError("seam")


def _sqrt(site: Site, x: Array) -> Array:
    _inside(site, x)
    return _real_only(site, x, site.call("sqrt", x))


def _real_only(site: Site, x: Array, value: Array) -> Array:
    """Not a number where the argument is negative; complex doubles and balls would go on."""
    negative = site.arithmetic.sign(x) < 0
    return np.where(negative, _nowhere(site), value) if np.any(negative) else value


def _nowhere(site: Site) -> Array:
    zero = site.number(0)
    return zero / zero


def _cbrt(site: Site, x: Array) -> Array:
    return _odd_root(site, x, 3)


def _odd_root(site: Site, x: Array, degree: int) -> Array:
    signs = site.sign(x)
    sign = site.mask(np.where(signs == 0, 1.0, signs))
    return sign * site.arithmetic.power(sign * x, site.number(Fraction(1, degree)))


def _root(site: Site, x: Array, n: Array) -> Array:
    degree = int(site.arithmetic.doubles(n)) if n.ndim == 0 else 0
    if degree < 1 or np.any(site.arithmetic.doubles(n) != degree):
        raise UnableError("a root of varying degree")
    if degree % 2:
        return _odd_root(site, x, degree)
    _inside(site, x)
    root = site.arithmetic.power(x, site.number(Fraction(1, degree)))
    return _real_only(site, x, root)


def power(site: Site, x: Array, y: Array) -> Array:
    """``x^y``: a negative base has whole exponents only, and ``0^0`` is 1."""
    arithmetic = site.arithmetic
    exponents = arithmetic.doubles(y)
    fixed = not np.any(arithmetic.moving(y))
    whole = fixed & (np.round(exponents) == exponents)
    signs = arithmetic.sign(x)
    if np.any((signs == 0) & arithmetic.moving(x) & ~(whole & (exponents >= 0))):
        raise RedrawError("seam")
    value = arithmetic.power(x, y)
    wrong = ((signs < 0) & ~whole) | ((signs == 0) & (exponents < 0))
    return np.where(wrong, _nowhere(site), value) if np.any(wrong) else value


def _atan2(site: Site, y: Array, x: Array) -> Array:
    right, above = np.broadcast_arrays(site.sign(x), site.sign(y))
    half = site.arithmetic.pi() / site.number(2)
    aside = np.where(above < 0, -half, half) - site.call("atan", x / y)
    behind = np.where(above == 0, site.arithmetic.pi() * (x / x), aside)
    return np.where(right > 0, site.call("atan", y / x), behind)


def _log1p(site: Site, x: Array) -> Array:
    _inside(site, x + site.number(1))
    return _real_only(site, x + site.number(1), site.call("log1p", x))


def _logbase(site: Site, x: Array, base: Array) -> Array:
    return _log(site, x) / _log(site, base)


def _acosh(site: Site, x: Array) -> Array:
    _inside(site, x - site.number(1))
    return _real_only(site, x - site.number(1), site.call("acosh", x))


def _within_one(name: str) -> Rule:
    def rule(site: Site, x: Array) -> Array:
        room = site.number(1) - x * x
        _inside(site, room)
        return _real_only(site, room, site.call(name, x))

    return rule


# Pieces.


def _abs(site: Site, x: Array) -> Array:
    return site.mask(site.sign(x)) * x


def _sign(site: Site, x: Array) -> Array:
    return site.mask(site.sign(x))


def _relu(site: Site, x: Array) -> Array:
    return site.mask(site.sign(x) > 0) * x


def _largest(wanted: int) -> Rule:
    def rule(site: Site, *args: Array) -> Array:
        best = args[0]
        for other in args[1:]:
            best = np.where(site.sign(other - best) * wanted > 0, other, best)
        return best

    return rule


def _where(site: Site, condition: Array, one: Array, other: Array) -> Array:
    return np.where(site.sign(condition) != 0, one, other)


def _heaviside(site: Site, x: Array, at_zero: Array) -> Array:
    signs = site.sign(x)
    return np.where(signs == 0, at_zero, site.mask(signs > 0))


def _clip(site: Site, x: Array, low: Array, high: Array) -> Array:
    return _largest(-1)(site, _largest(1)(site, x, low), high)


_HOLDS: Mapping[str, Callable[[Array], Array]] = {
    "<": lambda signs: signs < 0,
    "<=": lambda signs: signs <= 0,
    ">": lambda signs: signs > 0,
    ">=": lambda signs: signs >= 0,
    "==": lambda signs: signs == 0,
    "!=": lambda signs: signs != 0,
}


def _comparison(relation: str) -> Rule:
    holds = _HOLDS[relation]
    return lambda site, x, y: site.mask(holds(site.sign(x - y)))


def _step(*, up: bool) -> Rule:
    def rule(site: Site, x: Array) -> Array:
        rounded = site.arithmetic.whole(x, up=up)
        site.sign(x - rounded)
        return rounded

    return rule


# Machine learning, without overflow.


def sigmoid(site: Site, x: Array) -> Array:
    """``1/(1 + exp(-x))``."""
    negative = site.arithmetic.sign(x) < 0
    small = site.call("exp", np.where(negative, x, -x))
    one = site.number(1)
    return np.where(negative, small, one) / (one + small)


def _softplus(site: Site, x: Array) -> Array:
    negative = site.arithmetic.sign(x) < 0
    small = site.call("exp", np.where(negative, x, -x))
    return np.where(negative, site.number(0), x) + site.call("log1p", small)


def _tanh(site: Site, x: Array) -> Array:
    two = site.number(2)
    return two * sigmoid(site, two * x) - site.number(1) if _is_far(site, x) else _plain(site, x)


def _is_far(site: Site, x: Array) -> bool:
    return bool(np.any(np.abs(site.arithmetic.doubles(x)) > 300))


def _plain(site: Site, x: Array) -> Array:
    return site.call("tanh", x)


# Whole numbers.


def _factorial(site: Site, n: Array) -> Array:
    values = site.arithmetic.doubles(n)
    if np.any(values != np.round(values)) or np.any(values < 0):
        return _nowhere(site) * n
    return site.call("gamma", n + site.number(1))


def _binomial(site: Site, n: Array, k: Array) -> Array:
    return _factorial(site, n) / (_factorial(site, k) * _factorial(site, n - k))


BY_ENTRIES: Mapping[str, Rule] = {
    "/": lambda _site, x, y: x / y,
    "neg": lambda _site, x: -x,
    "^": power,
    **{relation: _comparison(relation) for relation in _HOLDS},
    **{name: _elementary(name) for name in ("exp", "expm1", "sin", "cos", "tan", "sinh", "cosh")},
    **{name: _elementary(name) for name in ("asinh", "atan", "erf", "gamma")},
    **{name: _within_one(name) for name in ("asin", "acos", "atanh")},
    "log": _log,
    "log2": lambda site, x: _log(site, x) / _log(site, site.number(2)),
    "log10": lambda site, x: _log(site, x) / _log(site, site.number(10)),
    "logbase": _logbase,
    "log1p": _log1p,
    "sqrt": _sqrt,
    "square": lambda _site, x: x * x,
    "cbrt": _cbrt,
    "root": _root,
    "cot": _inverse_of("tan"),
    "sec": _inverse_of("cos"),
    "csc": _inverse_of("sin"),
    "coth": _inverse_of("tanh"),
    "sech": _inverse_of("cosh"),
    "csch": _inverse_of("sinh"),
    "acosh": _acosh,
    "atan2": _atan2,
    "tanh": _tanh,
    "abs": _abs,
    "sign": _sign,
    "relu": _relu,
    "max": _largest(1),
    "min": _largest(-1),
    "where": _where,
    "heaviside": _heaviside,
    "clip": _clip,
    "floor": _step(up=False),
    "ceil": _step(up=True),
    "sigmoid": sigmoid,
    "softplus": _softplus,
    "factorial": _factorial,
    "binomial": _binomial,
}
"""Every function that works entry by entry, by its head."""
