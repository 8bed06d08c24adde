"""What each function of the vocabulary is to SymPy: the table that `to_sympy` reads.

A rule gets translated arguments. Where they show that our function is undefined (a division by 0,
the logarithm of a negative number) it refuses: SymPy would go on with a complex or infinite value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

import sympy

from verifier.language.problems import VerifierError

Sym: TypeAlias = Any

DIGITS: Final = 10_000
"""A power or factorial of numbers with more digits is not worked out."""


class Untranslatable(VerifierError):
    """SymPy has nothing that means the same; the text says what."""


def _power(base: Sym, exponent: Sym) -> Sym:
    """``base^exponent`` by the rules for real powers; SymPy's agrees wherever that is defined."""
    if base.is_zero and not exponent.is_number:
        raise Untranslatable("a power of 0 with an unknown exponent")
    if base.is_zero and exponent.is_negative:
        raise Untranslatable("a division by 0")
    if base.is_negative and exponent.is_integer is False:
        raise Untranslatable("a power of a negative number that is not whole")
    if base.is_Rational and exponent.is_Rational and abs(exponent) * _size(base) > DIGITS:
        raise Untranslatable("a power with too many digits")
    return sympy.Pow(base, exponent)


def _size(base: Sym) -> int:
    """About how many digits a rational number has."""
    return max(int(base.p).bit_length(), int(base.q).bit_length()) // 3


def _divide(top: Sym, bottom: Sym) -> Sym:
    if bottom.is_zero:
        raise Untranslatable("a division by 0")
    return sympy.Mul(top, sympy.Pow(bottom, -1))


def _logarithm(argument: Sym) -> Sym:
    if argument.is_extended_nonpositive:
        raise Untranslatable("the logarithm of a number that is not positive")
    return sympy.log(argument)


def _square_root(argument: Sym) -> Sym:
    return _power(argument, sympy.Rational(1, 2))


def _root(argument: Sym, degree: Sym) -> Sym:
    if not (degree.is_Integer and degree > 1):
        raise Untranslatable("a root whose degree is not a whole number from 2")
    if degree % 2:
        return sympy.sign(argument) * sympy.Abs(argument) ** (1 / degree)
    return _power(argument, 1 / degree)


def _heaviside(argument: Sym, at_zero: Sym) -> Sym:
    return sympy.Piecewise((1, argument > 0), (at_zero, sympy.Eq(argument, 0)), (0, True))


def _factorial(argument: Sym) -> Sym:
    if argument.is_Integer and argument > DIGITS:
        raise Untranslatable("a factorial with too many digits")
    return sympy.factorial(argument)


FUNCTIONS: Final[Mapping[str, Callable[..., Sym]]] = {
    "+": sympy.Add,
    "*": sympy.Mul,
    "neg": lambda x: -x,
    "/": _divide,
    "^": _power,
    "exp": sympy.exp,
    "log": _logarithm,
    "log2": lambda x: _logarithm(x) / sympy.log(2),
    "log10": lambda x: _logarithm(x) / sympy.log(10),
    "logbase": lambda x, b: _divide(_logarithm(x), _logarithm(b)),
    "log1p": lambda x: _logarithm(1 + x),
    "expm1": lambda x: sympy.exp(x) - 1,
    "sqrt": _square_root,
    "square": lambda x: x**2,
    "cbrt": lambda x: _root(x, sympy.Integer(3)),
    "root": _root,
    **{
        name: getattr(sympy, name)
        for name in (
            *("sin", "cos", "tan", "cot", "sec", "csc", "asin", "acos", "atan", "atan2"),
            *("sinh", "cosh", "tanh", "coth", "sech", "csch", "asinh", "acosh", "atanh"),
            *("sign", "floor", "binomial", "gamma", "erf", "re", "im", "arg"),
        )
    },
    "abs": sympy.Abs,
    "max": sympy.Max,
    "min": sympy.Min,
    "relu": lambda x: sympy.Max(x, 0),
    "heaviside": _heaviside,
    "clip": lambda x, low, high: sympy.Min(sympy.Max(x, low), high),
    "ceil": sympy.ceiling,
    "factorial": _factorial,
    "sigmoid": lambda x: 1 / (1 + sympy.exp(-x)),
    "softplus": lambda x: sympy.log(1 + sympy.exp(x)),
    "conj": sympy.conjugate,
}
"""What each head means to SymPy, over translated arguments."""

REFUSED: Final[Mapping[str, str]] = {
    **dict.fromkeys(("=", "±", "∓"), "a statement has no value"),
    **dict.fromkeys(
        (
            *("@", "transpose", "mean", "var", "std", "tr", "det", "inv", "norm", "diag", "vec"),
            *("softmax", "logsumexp", "outer", "kron", "dot", "eye", "ones", "zeros"),
            *("sum", "prod", "amax", "amin"),
        ),
        "tensors are not asked about",
    ),
}
"""The heads that are not translated, and why."""

RELATIONS: Final[Mapping[str, Callable[[Sym, Sym], Sym]]] = {
    "<": sympy.Lt,
    "<=": sympy.Le,
    ">": sympy.Gt,
    ">=": sympy.Ge,
    "==": sympy.Eq,
    "!=": sympy.Ne,
}
CONNECTIVES: Final[Mapping[str, Callable[..., Sym]]] = {
    "and": sympy.And,
    "or": sympy.Or,
    "not": sympy.Not,
}

HANDLED: Final = frozenset({*FUNCTIONS, *REFUSED, *RELATIONS, *CONNECTIVES, "where"})
"""Every head that someone thought of; a test compares it with the vocabulary."""
