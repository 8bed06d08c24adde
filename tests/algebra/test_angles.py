from __future__ import annotations

from fractions import Fraction

import mpmath
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.algebra.cases import algebra, at, drawn, minus, read
from tests.algebra.test_enclosures import BITS_OF_MPMATH, by_mpmath
from verifier.algebra.oracles import State, at_point
from verifier.algebra.ring import DividesByZero
from verifier.language.expressions import Apply, Constant, Expression, Number
from verifier.language.problems import LimitExceeded

LETTERS = {"x, y": "real", "n, m": "integer"}


def equal(left: str, right: str, *facts: str, symbols: dict[str, str] | None = None) -> bool:
    gap = Apply("+", (read(left), minus(read(right))))
    return algebra(facts, symbols or LETTERS).vanishes(gap)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("sin(x + y)*sin(x - y)", "sin(x)^2 - sin(y)^2"),
        ("sin(3*x)", "3*sin(x) - 4*sin(x)^3"),
        ("cos(x)", "2*cos(x/2)^2 - 1"),
        ("sin(x)", "2*sin(x/2)*cos(x/2)"),
        ("sin(x/2)*cos(x/3)", "(sin(5*x/6) + sin(x/6))/2"),
        ("cos(x*y)^2", "(1 + cos(2*x*y))/2"),
        ("sin(1/x)^2", "1 - cos(1/x)^2"),
        ("sin(n*pi)", "0"),
        ("cos(n*pi)", "(-1)^n"),
        ("cos((2*n + 1)*pi)", "-1"),
        ("cos(x + n*pi)", "(-1)^n*cos(x)"),
        ("sin(x + 2*n*m*pi)", "sin(x)"),
        ("sin(asin(x))", "x"),
        ("cos(asin(x))", "(1 - x^2)^(1/2)"),
        ("sin(2*asin(x))", "2*x*(1 - x^2)^(1/2)"),
        ("sin(atan(x))/cos(atan(x))", "x"),
        ("cos(atan(x))", "(1 + x^2)^(-1/2)"),
        ("cos(-x)", "cos(x)"),
        ("sin(-x)", "-sin(x)"),
    ],
)
def test_an_identity_of_angles_is_known(left: str, right: str) -> None:
    assert equal(left, right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("sin(x*pi)", "0"),
        ("cos(x*pi)", "1"),
        ("cos(n*pi)", "1"),
        ("cos(n*pi/2)", "0"),
        ("sin(n*pi/2)", "0"),
        ("sin(n)", "0"),
        ("cos(n*pi^2)", "(-1)^n"),
        ("cos(n*x*pi)", "(-1)^(n)"),
        ("sin(x/2)", "sin(x)/2"),
        ("cos(asin(x))", "-(1 - x^2)^(1/2)"),
        ("cos(asin(x))", "x"),
        ("asin(sin(x))", "x"),
        ("atan(sin(x)/cos(x))", "x"),
        ("sin(x + pi/3)", "sin(x)"),
        ("cos(x)^2", "cos(x^2)"),
    ],
)
def test_what_is_no_identity_is_not_taken_for_one(left: str, right: str) -> None:
    assert not equal(left, right)


def test_a_turn_by_a_real_number_is_not_whole_because_its_double_is() -> None:
    letters = {"y": "real", "n": "integer"}
    assert not equal("cos(n*pi)", "1", "2*y = n", symbols=letters)
    assert not equal("sin(y*pi)", "0", "2*y = n", symbols=letters)


@pytest.mark.parametrize(
    "text", ["1/(2^(1/2) - 2*cos(pi/4))", "1/(sin(pi/10) - (5^(1/2) - 1)/4)", "1/sin(7*pi)"]
)
def test_a_divisor_that_is_zero_in_disguise_is_shown_to_be_zero(text: str) -> None:
    assert at_point(read(text), at({}, LETTERS)).state is State.UNDEFINED


# -- rational multiples of pi ----------------------------------------------------------------------

EXACT = [
    ("cos(pi/3)", "1/2"),
    ("sin(pi/6)", "1/2"),
    ("cos(pi/4)", "2^(1/2)/2"),
    ("sin(pi/3)", "3^(1/2)/2"),
    ("cos(pi/5)", "(1 + 5^(1/2))/4"),
    ("cos(pi/12)", "(6^(1/2) + 2^(1/2))/4"),
    ("sin(pi/10)", "(5^(1/2) - 1)/4"),
    ("sin(pi/7)*sin(2*pi/7)*sin(3*pi/7)", "7^(1/2)/8"),
    ("cos(pi/9)*cos(2*pi/9)*cos(4*pi/9)", "1/8"),
    ("cos(2*pi/7) + cos(4*pi/7) + cos(6*pi/7)", "-1/2"),
    ("sin(2*pi/11) + sin(6*pi/11) + sin(8*pi/11) + sin(10*pi/11) + sin(18*pi/11)", "11^(1/2)/2"),
    ("cos(7*pi)", "-1"),
    ("sin(-5*pi/2)", "-1"),
    ("cos(pi/8)^2", "(2 + 2^(1/2))/4"),
    ("sin(x + pi/6)", "3^(1/2)/2*sin(x) + cos(x)/2"),
]


@pytest.mark.parametrize(("left", "right"), EXACT)
def test_an_exact_value_is_known(left: str, right: str) -> None:
    assert equal(left, right)
    assert equal(right, left)


@pytest.mark.parametrize(("left", "right"), EXACT)
def test_another_sign_or_another_number_is_not(left: str, right: str) -> None:
    assert not equal(left, f"-({right})")
    assert not equal(left, f"{right} + 10^(-30)")


turns = st.builds(Fraction, st.integers(-14, 14), st.sampled_from((1, 2, 3, 4, 5, 6, 7, 8, 12)))


def wave(head: str, turn: Fraction) -> Expression:
    return Apply(head, (Apply("*", (Number(turn), Constant("pi"))),))


waves = st.builds(wave, st.sampled_from(("sin", "cos")), turns)
roots = st.sampled_from((2, 3, 5, 7)).map(lambda n: Apply("^", (Number(n), Number(Fraction(1, 2)))))
pieces = st.one_of(waves, waves, roots, st.sampled_from((Number(1), Number(Fraction(1, 2)))))
sums = st.lists(st.builds(lambda *two: Apply("*", two), pieces, pieces), min_size=1, max_size=3)


def numeric(node: Expression) -> mpmath.mpf:
    with mpmath.workprec(BITS_OF_MPMATH):
        value = by_mpmath(node, {})
    assert value is not None
    return value


@drawn(80)
@given(sums)
def test_a_number_of_this_kind_is_zero_exactly_where_it_vanishes(found: list[Expression]) -> None:
    node = Apply("+", tuple(found))
    try:
        vanishes = algebra(symbols=LETTERS).vanishes(node)
    except LimitExceeded:
        return
    assert vanishes == (abs(numeric(node)) < mpmath.mpf(10) ** -100)


@drawn(60)
@given(turns, turns)
def test_the_laws_of_products_and_sums_hold_at_every_part_of_a_turn(
    a: Fraction, b: Fraction
) -> None:
    product = Apply("*", (Number(2), wave("cos", a), wave("cos", b)))
    total = Apply("+", (wave("cos", a + b), wave("cos", a - b)))
    try:
        assert algebra(symbols=LETTERS).vanishes(Apply("+", (product, minus(total))))
    except LimitExceeded:
        assert a.denominator * b.denominator > 20


@drawn(60)
@given(sums, sums)
def test_only_a_number_that_is_zero_is_refused_as_a_divisor(
    top: list[Expression], bottom: list[Expression]
) -> None:
    divisor = Apply("+", tuple(bottom))
    node = Apply("/", (Apply("+", tuple(top)), divisor))
    try:
        algebra(symbols=LETTERS).fraction(node)
    except DividesByZero:
        assert abs(numeric(divisor)) < mpmath.mpf(10) ** -100
    except LimitExceeded:
        pass


def test_a_part_that_is_too_small_is_refused() -> None:
    with pytest.raises(LimitExceeded):
        algebra(symbols=LETTERS).fraction(read("cos(pi/997)"))
