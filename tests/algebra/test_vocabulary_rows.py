"""Every row of the vocabulary, sampled: where it is defined, what it is, how it changes.

The rows are trusted, so nothing here may be left out silently: a row is sampled below against
mpmath, or it stands in a list of what is not a function of real numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product

import mpmath
import pytest
from flint import arb, fmpq

from tests.algebra.cases import context, precision, read
from tests.algebra.test_enclosures import BITS_OF_MPMATH, contains
from verifier.algebra.enclosures import Value, evaluate
from verifier.algebra.fact_free import FactFree
from verifier.algebra.names import Names
from verifier.algebra.oracles import Found, PointOracle, State, at_point
from verifier.algebra.templates import bind, conditions, derivative_rules, meaning
from verifier.language.expressions import Apply, Expression, Name
from verifier.language.vocabulary import COMPARISONS, VOCABULARY, Nature

Number = mpmath.mpf
TINY = mpmath.mpf(10) ** -120  # what is smaller is a zero, at the precision of these tests
STEP = mpmath.mpf(10) ** -40

TENSORS = {
    *("@", "dot", "outer", "kron", "transpose", "tr", "det", "inv", "diag", "vec", "eye"),
    *("sum", "prod", "mean", "var", "std", "amax", "amin", "norm", "logsumexp", "softmax"),
    *("ones", "zeros"),
}
STATEMENTS = {"=", "and", "or", "not", "±", "∓"}
COMPLEX = {"re", "im", "conj", "arg"}
AT_WHOLE_NUMBERS = {"factorial", "binomial", "gamma"}
"""Sampled, but judged only at whole numbers yet."""


class Nowhere(Exception):
    """The function has no real value here."""


def where(holds: object, value: Callable[[], Number]) -> Number:
    if not holds:
        raise Nowhere
    return value()


def nonzero(x: Number) -> bool:
    return abs(x) > TINY


def ratio(x: Number, y: Number) -> Number:
    return where(nonzero(y), lambda: x / y)


def power(x: Number, y: Number) -> Number:
    if not nonzero(x):
        return where(y >= 0, lambda: mpmath.mpf(not nonzero(y)))
    return where(x > 0 or y == mpmath.nint(y), lambda: x**y)


def root(x: Number, n: Number) -> Number:
    if n % 2:
        return mpmath.sign(x) * mpmath.root(abs(x), int(n))
    return where(x >= 0, lambda: mpmath.root(x, int(n)))


def truth(holds: bool) -> Number:
    return mpmath.mpf(bool(holds))


def steps(x: Number, h: Number) -> Number:
    return h if not nonzero(x) else truth(x > 0)


REFERENCE: dict[str, Callable[..., Number]] = {
    "+": lambda *parts: mpmath.fsum(parts),
    "*": lambda *parts: mpmath.fprod(parts),
    "neg": lambda x: -x,
    "/": ratio,
    "^": power,
    "root": root,
    "<": lambda x, y: truth(x < y),
    "<=": lambda x, y: truth(x <= y),
    ">": lambda x, y: truth(x > y),
    ">=": lambda x, y: truth(x >= y),
    "==": lambda x, y: truth(x == y),
    "!=": lambda x, y: truth(x != y),
    "exp": mpmath.exp,
    "log": lambda x: where(x > 0, lambda: mpmath.log(x)),
    "log2": lambda x: where(x > 0, lambda: mpmath.log(x, 2)),
    "log10": lambda x: where(x > 0, lambda: mpmath.log10(x)),
    "logbase": lambda x, b: where(x > 0 and b > 0 and b != 1, lambda: mpmath.log(x, b)),
    "log1p": lambda x: where(x > -1, lambda: mpmath.log1p(x)),
    "expm1": mpmath.expm1,
    "sqrt": lambda x: where(x >= 0, lambda: mpmath.sqrt(x)),
    "square": lambda x: x * x,
    "cbrt": lambda x: root(x, mpmath.mpf(3)),
    "sin": mpmath.sin,
    "cos": mpmath.cos,
    "tan": lambda x: where(nonzero(mpmath.cos(x)), lambda: mpmath.tan(x)),
    "cot": lambda x: where(nonzero(mpmath.sin(x)), lambda: mpmath.cot(x)),
    "sec": lambda x: where(nonzero(mpmath.cos(x)), lambda: mpmath.sec(x)),
    "csc": lambda x: where(nonzero(mpmath.sin(x)), lambda: mpmath.csc(x)),
    "asin": lambda x: where(-1 <= x <= 1, lambda: mpmath.asin(x)),
    "acos": lambda x: where(-1 <= x <= 1, lambda: mpmath.acos(x)),
    "atan": mpmath.atan,
    "atan2": lambda y, x: where(nonzero(x) or nonzero(y), lambda: mpmath.atan2(y, x)),
    "sinh": mpmath.sinh,
    "cosh": mpmath.cosh,
    "tanh": mpmath.tanh,
    "coth": lambda x: where(nonzero(x), lambda: mpmath.coth(x)),
    "sech": mpmath.sech,
    "csch": lambda x: where(nonzero(x), lambda: mpmath.csch(x)),
    "asinh": mpmath.asinh,
    "acosh": lambda x: where(x >= 1, lambda: mpmath.acosh(x)),
    "atanh": lambda x: where(-1 < x < 1, lambda: mpmath.atanh(x)),
    "abs": abs,
    "sign": mpmath.sign,
    "max": max,
    "min": min,
    "relu": lambda x: max(x, mpmath.mpf(0)),
    "where": lambda c, x, y: x if nonzero(c) else y,
    "heaviside": steps,
    "clip": lambda x, a, b: min(max(x, a), b),
    "floor": mpmath.floor,
    "ceil": mpmath.ceil,
    "factorial": lambda n: where(n >= 0 and n == mpmath.nint(n), lambda: mpmath.factorial(n)),
    "binomial": lambda n, k: where(
        k == mpmath.nint(k), lambda: mpmath.ff(n, k) / mpmath.factorial(k) if k >= 0 else 0
    ),
    "gamma": lambda x: where(x > 0 or x != mpmath.nint(x), lambda: mpmath.gamma(x)),
    "erf": mpmath.erf,
    "sigmoid": lambda x: 1 / (1 + mpmath.exp(-x)),
    "softplus": lambda x: mpmath.log1p(mpmath.exp(x)),
}
"""What each function is, by another library, and where it is defined, by a book."""

ENDS = ("0", "1", "-1")  # where something in the table begins or ends
PLACES = (*ENDS, "4", "1/2", "-1/2", "2", "-2", "9/10", "-3", "7/3", "10", "1/1000", "-3/4")
ANGLES = ("pi/2", "-pi/2", "pi", "2*pi", "3*pi/2", "pi/3", "-pi/4")
FEW = (*ENDS, "2", "-1/2", "3")
TURNING = {"sin", "cos", "tan", "cot", "sec", "csc"}


def grid(name: str) -> Iterator[tuple[str, ...]]:
    """Where a row is sampled."""
    row = VOCABULARY[name]
    if name == "root":
        yield from product(PLACES, ("2", "3", "4", "7"))
    elif name in AT_WHOLE_NUMBERS:
        yield from product(("0", "1", "2", "3", "4", "7", "12"), repeat=len(row.parameters))
    elif len(row.parameters) == 1:
        yield from ((place,) for place in (*PLACES, *(ANGLES if name in TURNING else ())))
    else:
        yield from product(FEW, repeat=len(row.parameters))
        if row.variadic:
            yield from product(ENDS, repeat=3)


@dataclass(frozen=True)
class Sample:
    """A row at a place, and what the other library says; None where there is no value."""

    name: str
    args: tuple[Expression, ...]
    reference: Number | None

    @property
    def node(self) -> Expression:
        return Apply(self.name, self.args)

    def __str__(self) -> str:
        return f"{self.name} at {self.args}"


ORACLE = PointOracle({}, FactFree(Names(context())))
SAMPLED = sorted(REFERENCE)


def number(node: Expression) -> Number:
    """A sample's place; it is one of the texts above."""
    value = evaluate(node, {}, BITS_OF_MPMATH + 64)
    assert value is not None
    with precision(BITS_OF_MPMATH + 64):
        if isinstance(value, fmpq):
            return mpmath.mpf(int(value.p)) / int(value.q)
        mantissa, exponent = value.mid().man_exp()
        return mpmath.ldexp(mpmath.mpf(int(mantissa)), int(exponent))


def samples(name: str) -> Iterator[Sample]:
    for texts in grid(name):
        args = tuple(map(read, texts))
        with mpmath.workprec(BITS_OF_MPMATH):
            try:
                reference = mpmath.mpf(REFERENCE[name](*map(number, args)))
            except Nowhere:
                reference = None
        yield Sample(name, args, reference)


def value(found: Found) -> Value:
    assert found.expression is not None
    shown = ORACLE.value(found.expression, 256)
    assert shown is not None
    return shown


def holds(subject: Expression, mask: int) -> bool:
    sign = ORACLE.certain_sign(subject)
    assert sign is not None
    return bool(sign & mask)


def test_no_row_is_forgotten() -> None:
    elsewhere = TENSORS | STATEMENTS | COMPLEX
    forgotten = set(VOCABULARY) - set(REFERENCE) - elsewhere
    assert not forgotten, f"give {forgotten} a reference"
    assert not set(REFERENCE) & elsewhere
    assert set(REFERENCE) | elsewhere <= set(VOCABULARY)
    assert set(COMPARISONS) <= set(REFERENCE)
    natures = {VOCABULARY[name].nature for name in REFERENCE}
    assert natures == set(Nature) - {Nature.TENSOR}


@pytest.mark.parametrize("name", sorted(TENSORS | STATEMENTS | COMPLEX))
def test_what_is_not_sampled_gets_no_value(name: str) -> None:
    row = VOCABULARY[name]
    args = tuple(Name("x") for _ in row.parameters)
    oracle = PointOracle({"x": read("1")}, FactFree(Names(context())))
    assert at_point(Apply(name, args), oracle).state is State.NOT_KNOWN


@pytest.mark.parametrize("name", SAMPLED)
def test_a_row_is_defined_where_the_book_says_and_nowhere_else(name: str) -> None:
    for sample in samples(name):
        state = at_point(sample.node, ORACLE).state
        if name in AT_WHOLE_NUMBERS and sample.reference is None:
            assert state is not State.DEFINED, sample
        else:
            assert state is (State.UNDEFINED if sample.reference is None else State.DEFINED), sample


@pytest.mark.parametrize("name", SAMPLED)
def test_a_row_has_the_value_that_another_library_computes(name: str) -> None:
    seen = 0
    for sample in samples(name):
        if sample.reference is not None:
            assert contains(value(at_point(sample.node, ORACLE)), sample.reference), sample
            seen += 1
    assert seen >= 5


def with_table() -> list[str]:
    """The rows that are functions and say themselves where they are defined."""
    natures = (Nature.SMOOTH, Nature.STEP, Nature.DERIVED)
    return [
        name
        for name in SAMPLED
        if VOCABULARY[name].nature in natures
        and VOCABULARY[name].defined is not None
        and name not in AT_WHOLE_NUMBERS
    ]


@pytest.mark.parametrize("name", [*with_table(), "/"])
def test_the_table_defines_a_row_where_the_book_does(name: str) -> None:
    for sample in samples(name):
        table = all(
            holds(bind(name, subject, sample.args), mask)
            for subject, mask in conditions(name) or ()
        )
        assert table == (sample.reference is not None), sample


DERIVED = [name for name in SAMPLED if VOCABULARY[name].nature is Nature.DERIVED]


@pytest.mark.parametrize("name", DERIVED)
def test_a_meaning_is_defined_and_has_the_value_where_the_row_says(name: str) -> None:
    for sample in samples(name):
        found = at_point(bind(name, meaning(name), sample.args), ORACLE)
        if sample.reference is None:
            assert found.state is State.UNDEFINED, sample
        else:
            assert found.state is State.DEFINED, sample
            assert contains(value(found), sample.reference), sample


SMOOTH = [name for name in SAMPLED if VOCABULARY[name].nature is Nature.SMOOTH]


@pytest.mark.parametrize("name", SMOOTH)
def test_a_derivative_rule_is_the_limit_of_difference_quotients(name: str) -> None:
    (rule,) = derivative_rules(name)
    seen = 0
    for sample in samples(name):
        slope = ORACLE.value(bind(name, rule, sample.args), 256)
        if slope is None or sample.reference is None:
            continue
        with mpmath.workprec(BITS_OF_MPMATH):
            (x,) = map(number, sample.args)
            function = REFERENCE[name]
            quotient = (function(x + STEP) - function(x - STEP)) / (2 * STEP)
        assert agree(slope, quotient), sample
        seen += 1
    assert seen >= 5


def agree(value: Value, other: Number) -> bool:
    """To sixty digits: the quotient is that near."""
    with precision(BITS_OF_MPMATH):
        exact = arb(mpmath.nstr(other, 150))
        return bool(abs(arb(value) - exact) < (1 + abs(exact)) * arb(10) ** -60)


def test_a_derivative_rule_has_no_value_where_the_function_is_not_defined_on_both_sides() -> None:
    for name in ("asin", "acos"):
        (rule,) = derivative_rules(name)
        for end in ("1", "-1", "2"):
            assert ORACLE.value(bind(name, rule, (read(end),)), 256) is None


@pytest.mark.parametrize("name", SAMPLED)
def test_no_value_leaves_the_bounds_of_its_row(name: str) -> None:
    row = VOCABULARY[name]
    low, high = (ORACLE.value(read(text), 256) if text else None for text in row.bounds)
    for sample in samples(name):
        if sample.reference is None:
            continue
        found = value(at_point(sample.node, ORACLE))
        with precision(256):
            assert low is None or not found < low, sample
            assert high is None or not found > high, sample
        if row.integer:
            assert isinstance(found, fmpq), sample
            assert found.q == 1, sample


def test_a_boundary_lies_on_the_grid_of_every_row_that_has_one() -> None:
    for name in with_table():
        subjects = [subject for subject, _ in conditions(name) or ()]
        for subject in subjects:
            zeros = [
                sample
                for sample in samples(name)
                if ORACLE.certain_sign(bind(name, subject, sample.args)) == 2
            ]
            assert zeros, name
