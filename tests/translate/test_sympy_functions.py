from __future__ import annotations

import math
from collections.abc import Callable

import pytest
import sympy

from tests.translate.written import context
from verifier.language.expressions import Apply, Constant, Name, Number
from verifier.language.vocabulary import VOCABULARY
from verifier.translate.sympy_functions import (
    CONNECTIVES,
    FUNCTIONS,
    HANDLED,
    REFUSED,
    RELATIONS,
    Untranslatable,
)
from verifier.translate.to_sympy import to_sympy

Row = tuple[Callable[..., float], list[tuple[float, ...]]]

ANYWHERE: list[tuple[float, ...]] = [(-2.25,), (-0.5,), (0.0,), (0.75,), (3.5,)]
POSITIVE: list[tuple[float, ...]] = [(0.125,), (1.0,), (2.5,), (40.0,)]
INNER: list[tuple[float, ...]] = [(-0.875,), (0.0,), (0.5,)]
NONZERO: list[tuple[float, ...]] = [(-1.5,), (0.25,), (2.0,)]
PAIRS: list[tuple[float, ...]] = [(0.5, 2.0), (-1.0, 3.0), (2.0, 2.0), (-1.25, -4.0), (0.0, 1.0)]


def truth(found: bool) -> float:
    return 1.0 if found else 0.0


def sign(x: float) -> float:
    return truth(x > 0) - truth(x < 0)


# What each head means, in Python's own floating-point functions.
REFERENCE: dict[str, Row] = {
    "+": (lambda *terms: sum(terms), [*PAIRS, (1.0, 2.0, -0.5)]),
    "*": (lambda *factors: math.prod(factors), [*PAIRS, (1.5, 2.0, -0.5)]),
    "neg": (lambda x: -x, ANYWHERE),
    "/": (lambda x, y: x / y, PAIRS),
    "^": (lambda x, y: x**y, [(2.0, 0.5), (0.0, 0.0), (0.0, 2.5), (-2.0, 3.0), (-2.0, -1.0)]),
    "exp": (math.exp, ANYWHERE),
    "log": (math.log, POSITIVE),
    "log2": (math.log2, POSITIVE),
    "log10": (math.log10, POSITIVE),
    "logbase": (math.log, [(8.0, 2.0), (0.5, 10.0), (3.0, 0.25)]),
    "log1p": (math.log1p, [(-0.5,), (0.0,), (3.0,)]),
    "expm1": (math.expm1, ANYWHERE),
    "sqrt": (math.sqrt, [(0.0,), *POSITIVE]),
    "square": (lambda x: x * x, ANYWHERE),
    "cbrt": (math.cbrt, ANYWHERE),
    "root": (
        lambda x, n: math.copysign(abs(x) ** (1 / n), x),
        [(8.0, 3.0), (-8.0, 3.0), (2.0, 2.0), (0.0, 5.0), (5.0, 4.0)],
    ),
    "sin": (math.sin, ANYWHERE),
    "cos": (math.cos, ANYWHERE),
    "tan": (math.tan, ANYWHERE),
    "cot": (lambda x: 1 / math.tan(x), NONZERO),
    "sec": (lambda x: 1 / math.cos(x), ANYWHERE),
    "csc": (lambda x: 1 / math.sin(x), NONZERO),
    "asin": (math.asin, [*INNER, (1.0,), (-1.0,)]),
    "acos": (math.acos, [*INNER, (1.0,), (-1.0,)]),
    "atan": (math.atan, ANYWHERE),
    "atan2": (math.atan2, [*PAIRS, (0.0, -2.0), (2.0, 0.0), (-2.0, 0.0), (1.0, -1.0)]),
    "sinh": (math.sinh, ANYWHERE),
    "cosh": (math.cosh, ANYWHERE),
    "tanh": (math.tanh, ANYWHERE),
    "coth": (lambda x: 1 / math.tanh(x), NONZERO),
    "sech": (lambda x: 1 / math.cosh(x), ANYWHERE),
    "csch": (lambda x: 1 / math.sinh(x), NONZERO),
    "asinh": (math.asinh, ANYWHERE),
    "acosh": (math.acosh, [(1.0,), (2.5,)]),
    "atanh": (math.atanh, INNER),
    "abs": (abs, ANYWHERE),
    "sign": (sign, ANYWHERE),
    "max": (max, [*PAIRS, (1.0, 3.0, 2.0)]),
    "min": (min, [*PAIRS, (1.0, 3.0, 2.0)]),
    "relu": (lambda x: max(x, 0.0), ANYWHERE),
    "where": (
        lambda c, x, y: x if c else y,
        [(1.0, 2.0, 3.0), (0.0, 2.0, 3.0), (-0.5, 2.0, 3.0)],
    ),
    "heaviside": (lambda x, h: h if x == 0 else truth(x > 0), [(-1.0, 0.5), (0.0, 0.25), (2.0, 1)]),
    "clip": (
        lambda x, a, b: min(max(x, a), b),
        [(0.5, 0.0, 1.0), (-3.0, 0.0, 1.0), (3.0, 0.0, 1.0)],
    ),
    "floor": (math.floor, [*ANYWHERE, (4.0,), (-3.0,)]),
    "ceil": (math.ceil, [*ANYWHERE, (4.0,), (-3.0,)]),
    "factorial": (lambda n: math.factorial(int(n)), [(0.0,), (1.0,), (6.0,)]),
    "binomial": (lambda n, k: math.comb(int(n), int(k)), [(5.0, 2.0), (4.0, 0.0), (4.0, 4.0)]),
    "gamma": (math.gamma, [(0.5,), (4.0,), (-1.5,)]),
    "erf": (math.erf, ANYWHERE),
    "sigmoid": (lambda x: 1 / (1 + math.exp(-x)), ANYWHERE),
    "softplus": (lambda x: math.log(1 + math.exp(x)), ANYWHERE),
    "re": (lambda x: x, ANYWHERE),
    "im": (lambda _: 0.0, ANYWHERE),
    "conj": (lambda x: x, ANYWHERE),
    "arg": (lambda x: 0.0 if x > 0 else math.pi, NONZERO),
    "<": (lambda x, y: truth(x < y), PAIRS),
    "<=": (lambda x, y: truth(x <= y), PAIRS),
    ">": (lambda x, y: truth(x > y), PAIRS),
    ">=": (lambda x, y: truth(x >= y), PAIRS),
    "==": (lambda x, y: truth(x == y), PAIRS),
    "!=": (lambda x, y: truth(x != y), PAIRS),
    "and": (lambda *c: truth(all(c)), [(1.0, 2.0), (1.0, 0.0), (0.0, 0.0)]),
    "or": (lambda *c: truth(any(c)), [(1.0, 2.0), (1.0, 0.0), (0.0, 0.0)]),
    "not": (lambda c: truth(not c), [(0.0,), (2.0,)]),
}


def test_someone_has_thought_of_every_row_of_the_vocabulary() -> None:
    assert sorted(VOCABULARY.keys() - HANDLED) == []


def test_no_rule_is_for_a_function_that_is_not_in_the_vocabulary() -> None:
    assert sorted(HANDLED - VOCABULARY.keys()) == []


def test_no_function_is_both_translated_and_refused() -> None:
    assert REFUSED.keys().isdisjoint({*FUNCTIONS, *RELATIONS, *CONNECTIVES, "where"})


def test_every_translated_function_is_compared_with_an_independent_value() -> None:
    assert sorted(HANDLED - REFUSED.keys() - REFERENCE.keys()) == []


@pytest.mark.parametrize("head", REFERENCE)
@pytest.mark.parametrize("how", ["at once", "by symbols"])
def test_a_translated_function_has_the_value_of_ours(head: str, how: str) -> None:
    function, samples = REFERENCE[head]
    for sample in samples:
        names = [f"x{i}" for i in range(len(sample))]
        numbers = [sympy.Rational(value) for value in sample]
        if how == "by symbols" and head != "root":  # its degree is a number
            node = Apply(head, tuple(map(Name, names)))
            translated = to_sympy(node, context(dict.fromkeys(names, "real")))
            chosen = dict(zip(names, numbers, strict=True))
            value = translated.subs({s: chosen[s.name] for s in translated.free_symbols})
        else:
            arguments = [
                Number(int(n)) if n.is_Integer and n >= 0 else decimal(value)
                for n, value in zip(numbers, sample, strict=True)
            ]
            value = to_sympy(Apply(head, tuple(arguments)), context())
        expected = function(*sample)
        assert float(value) == pytest.approx(expected, rel=1e-12, abs=1e-12), (head, sample)


def decimal(value: float) -> Number | Apply:
    top, bottom = abs(value).as_integer_ratio()
    size = Apply("/", (Number(top), Number(bottom)))
    return size if value >= 0 else Apply("neg", (size,))


@pytest.mark.parametrize("head", REFUSED)
def test_a_refused_function_says_why(head: str) -> None:
    with pytest.raises(Untranslatable, match=r"statement|tensor"):
        to_sympy(Apply(head, (Name("x"), Name("x"))), context({"x": "real"}))


def test_a_head_nobody_thought_of_is_refused() -> None:
    with pytest.raises(Untranslatable, match="no rule for zeta"):
        to_sympy(Apply("zeta", (Number(2),)), context())


@pytest.mark.parametrize(
    "node",
    [
        Apply("/", (Number(1), Number(0))),
        Apply("^", (Number(0), Apply("neg", (Number(1),)))),
        Apply("^", (Number(0), Name("x"))),
        Apply("^", (Apply("neg", (Number(8),)), Apply("/", (Number(1), Number(3))))),
        Apply("log", (Number(0),)),
        Apply("log", (Apply("neg", (Number(2),)),)),
        Apply("sqrt", (Apply("neg", (Number(2),)),)),
        Apply("root", (Name("x"), Name("n"))),
        Apply("root", (Name("x"), Number(1))),
        Apply("root", (Apply("neg", (Number(2),)), Number(4))),
        Apply("^", (Number(9), Apply("^", (Number(9), Number(9))))),
        Apply("factorial", (Number(10**6),)),
        Constant("i"),
        Constant("oo"),
        Constant("true"),
    ],
    ids=repr,
)
def test_what_is_undefined_endless_or_huge_is_refused(node: Apply) -> None:
    with pytest.raises(Untranslatable):
        to_sympy(node, context({"x": "[0, oo)", "n": "natural"}))
