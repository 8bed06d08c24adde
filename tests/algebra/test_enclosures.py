from __future__ import annotations

from fractions import Fraction

import mpmath
import pytest
from flint import arb, ctx, fmpq
from hypothesis import given
from hypothesis import strategies as st

from tests.algebra.cases import SMOOTH, drawn, precision, read, smooth_expressions, values
from verifier.algebra.enclosures import BITS, evaluate, fraction, outer_bounds, sign_of
from verifier.language.expressions import Apply, Constant, Expression, Name, Number

BITS_OF_MPMATH = 600
GUARD = 40  # bits that mpmath may lose

FUNCTIONS = {
    "exp": mpmath.exp,
    "log": mpmath.log,
    "sqrt": mpmath.sqrt,
    "sin": mpmath.sin,
    "cos": mpmath.cos,
    "asin": mpmath.asin,
    "acos": mpmath.acos,
    "atan": mpmath.atan,
    "erf": mpmath.erf,
    "gamma": mpmath.gamma,
    "abs": abs,
    "floor": mpmath.floor,
    "ceil": mpmath.ceil,
}


def rational(number: Fraction) -> mpmath.mpf:
    return mpmath.mpf(number.numerator) / number.denominator


def by_mpmath(node: Expression, point: dict[str, Fraction]) -> mpmath.mpf | None:
    """The value by another library; None where it is no real number."""
    match node:
        case Number(value):
            return rational(value)
        case Constant(name):
            return {"pi": mpmath.pi(), "e": mpmath.e()}[name]
        case Name(name):
            return rational(point[name])
        case Apply(head, args):
            parts = [by_mpmath(arg, point) for arg in args]
            return None if None in parts else applied(head, parts)
    raise AssertionError(node)


def applied(head: str, parts: list[mpmath.mpf]) -> mpmath.mpf | None:
    try:
        match head, parts:
            case "+", _:
                found = mpmath.fsum(parts)
            case "*", _:
                found = mpmath.fprod(parts)
            case "neg", [u]:
                found = -u
            case "/", [u, v]:
                found = u / v
            case "^", [u, v]:
                found = powered(u, v)
            case _, [u]:
                found = FUNCTIONS[head](u)
    except (ZeroDivisionError, ValueError, OverflowError):
        return None
    return found if isinstance(found, mpmath.mpf) and mpmath.isfinite(found) else None


def powered(u: mpmath.mpf, v: mpmath.mpf) -> mpmath.mpf | None:
    if u == 0:
        return mpmath.mpf(v == 0) if v >= 0 else None
    return u**v if u > 0 or v == mpmath.nint(v) else None


def contains(value: fmpq | arb, number: mpmath.mpf) -> bool:
    """Whether a ball holds a number, up to the last bits of mpmath's own rounding."""
    sign, mantissa, exponent, _ = number._mpf_
    with precision(BITS_OF_MPMATH):
        exact = arb(int(-mantissa if sign else mantissa)) * arb(2) ** exponent
        slack = (1 + abs(exact)) * arb(2) ** (GUARD - BITS_OF_MPMATH)
        return not abs(arb(value) - exact) > slack


point = st.fixed_dictionaries({"x": values, "y": values})


@drawn(150)
@given(smooth_expressions, point, st.sampled_from((64, 256)))
def test_a_ball_contains_what_another_library_computes(
    expression: Expression, at: dict[str, Fraction], bits: int
) -> None:
    expression = without_roots(expression)
    exact = {name: fmpq(value.numerator, value.denominator) for name, value in at.items()}
    value = evaluate(expression, exact, bits)
    if value is None:
        return  # undefined or not known: nothing is said
    with mpmath.workprec(BITS_OF_MPMATH):
        other = by_mpmath(expression, at)
    assert other is not None, "a value was claimed where there is none"
    assert contains(value, other)


def without_roots(node: Expression) -> Expression:
    """``sqrt`` is an abbreviation, which is opened before anything is evaluated."""
    match node:
        case Apply("sqrt", (u,)):
            return Apply("^", (without_roots(u), Number(Fraction(1, 2))))
        case Apply(head, args):
            return Apply(head, tuple(map(without_roots, args)))
        case _:
            return node


@pytest.mark.parametrize("head", sorted(set(FUNCTIONS) - {"sqrt"}))
def test_every_function_is_enclosed_at_boundaries_too(head: str) -> None:
    for number in map(Fraction, ("0", "1", "-1", "1/2", "-1/2", "2", "-7/3", "30")):
        value = evaluate(Apply(head, (Number(number),)), {}, 128)
        with mpmath.workprec(BITS_OF_MPMATH):
            other = applied(head, [rational(number)])
        assert (value is None) == (other is None), number
        assert value is None or contains(value, other)


def test_the_functions_drawn_are_all_known_here() -> None:
    assert set(SMOOTH) <= set(FUNCTIONS)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1/3 + 1/6", "1/2"),
        ("(2/3)^(-2)", "9/4"),
        ("4^(1/2)", "2"),
        ("(8/27)^(2/3)", "4/9"),
        ("(9/4)^(-1/2)", "2/3"),
        ("0^0", "1"),
        ("0^2", "0"),
        ("0^(1/2)", "0"),
        ("exp(0)", "1"),
        ("log(1)", "0"),
        ("cos(0)", "1"),
        ("acos(1)", "0"),
        ("floor(-1/2)", "-1"),
        ("ceil(-1/2)", "0"),
        ("floor(7)", "7"),
        ("abs(-3/7)", "3/7"),
    ],
)
def test_a_rational_value_is_exact(text: str, value: str) -> None:
    found = evaluate(read(text), {}, 64)
    assert isinstance(found, fmpq)
    assert fraction(found) == Fraction(value)


@pytest.mark.parametrize(
    "text",
    [
        "1/0",
        "0^(-1)",
        "0^(-1/2)",
        "(-8)^(1/3)",
        "(-4)^(1/2)",
        "log(0)",
        "log(-1)",
        "asin(2)",
        "acos(-3/2)",
        "1/(exp(1) - e)",
        "log(exp(1) - e)",
        "(exp(1) - e)^(-2)",
        "(-2)^pi",
        "floor(exp(1) - e)",
        "1/x",
        "exp(exp(exp(100)))",
    ],
)
def test_no_value_is_claimed_where_there_is_none_or_it_is_not_known(text: str) -> None:
    for bits in (64, 256):
        assert evaluate(read(text), {}, bits) is None


def test_more_precision_narrows_a_ball() -> None:
    narrow, wide = (evaluate(read("exp(1/3)"), {}, bits) for bits in (256, 64))
    assert isinstance(narrow, arb)
    assert isinstance(wide, arb)
    assert narrow.rel_accuracy_bits() > 200 > wide.rel_accuracy_bits() > 50


def test_evaluating_leaves_the_working_precision_of_others_alone() -> None:
    before = ctx.prec
    evaluate(read("exp(1/3)"), {}, 1000)
    assert ctx.prec == before


def test_a_long_rational_becomes_a_ball() -> None:
    value = evaluate(read("(x + 1/7)^3"), {"x": fmpq(3) ** (BITS // 3)}, 64)
    assert isinstance(value, arb)
    assert value.is_finite()
    assert value > 0


def test_a_sign_is_told_only_where_it_is_certain() -> None:
    assert [sign_of(fmpq(n)) for n in (-1, 0, 3)] == [-1, 0, 1]
    assert sign_of(arb(2, 1)) == 1
    assert sign_of(arb(-2, 1)) == -1
    assert sign_of(arb(0, 1)) is None
    assert sign_of(arb(0)) == 0
    assert sign_of(arb("nan")) is None
    assert sign_of(None) is None


@pytest.mark.parametrize("value", [fmpq(1, 3), fmpq(0), arb.pi(), arb(-5), arb(2, 1)])
def test_outer_bounds_lie_strictly_outside(value: fmpq | arb) -> None:
    bounds = outer_bounds(value)
    assert bounds is not None
    low, high = bounds
    with precision(256):
        assert arb(low) < value
        assert arb(high) > value


def test_there_are_no_bounds_of_what_is_not_finite() -> None:
    assert outer_bounds(arb("nan")) is None
    assert outer_bounds(arb("+inf")) is None


def test_bounds_are_never_too_long_to_write() -> None:
    huge = arb(10) ** 9
    assert outer_bounds(huge.exp()) is None
    assert outer_bounds(-huge.exp()) is None
    around = outer_bounds((-huge).exp())
    assert around is not None
    assert around[0] < 0 < around[1]
    assert around[1] - around[0] < fmpq(1, 1 << 50)
