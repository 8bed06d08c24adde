from __future__ import annotations

import re
from fractions import Fraction

import pytest
from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

from tests.algebra.cases import (
    algebra,
    drawn,
    minus,
    precision,
    rational_functions,
    read,
    smooth_expressions,
    values,
)
from tests.algebra.test_enclosures import without_roots
from verifier.algebra.enclosures import evaluate, sign_of
from verifier.algebra.ring import DividesByZero, TooManyAtoms
from verifier.language.expressions import Apply, Expression, Number
from verifier.language.printer import to_text
from verifier.language.problems import LimitExceeded

LETTERS = {"x, y, a, b": "real", "n, m": "integer"}


def gap(left: str, right: str) -> Expression:
    return Apply("+", (read(left), minus(read(right))))


def equal(left: str, right: str, *facts: str) -> bool:
    return algebra(facts, LETTERS).vanishes(gap(left, right))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("(a + b)^2", "a^2 + 2*a*b + b^2"),
        ("x/y + y/x", "(x^2 + y^2)/(x*y)"),
        ("(x^2 - 1)/(x - 1)", "x + 1"),
        ("1/(1/x)", "x"),
        ("0.1 + 0.2", "0.3"),
        ("exp(x + y)", "exp(x)*exp(y)"),
        ("exp(-x)", "1/exp(x)"),
        ("exp(3*x)", "exp(x)^3"),
        ("exp(x/2)^2", "exp(x)"),
        ("exp(2*log(x))", "x^2"),
        ("log(exp(x))", "x"),
        ("log(6)", "log(2) + log(3)"),
        ("log(x^3*y)", "3*log(x) + log(y)"),
        ("log(x/4)", "log(x) - 2*log(2)"),
        ("x^(1/2)*x^(1/2)", "abs(x)"),
        ("(x^(1/2))^3", "abs(x)*x^(1/2)"),
        ("x^(1/6)*x^(1/3)", "x^(1/2)"),
        ("12^(1/2)", "2*3^(1/2)"),
        ("1/(2^(1/2) - 1)", "2^(1/2) + 1"),
        ("(x^2*y)^(1/2)", "abs(x)*y^(1/2)"),
        ("(x*y)^(1/2)", "x^(1/2)*y^(1/2)"),
        ("(x/y)^(1/2)*y", "(x*y)^(1/2)*y/abs(y)"),
        ("(1 - x^2)^(1/2)", "(1 - x)^(1/2)*(1 + x)^(1/2)"),
        ("(x^4)^(1/2)", "x^2"),
        ("(x^6)^(1/3)", "x^2"),
        ("sin(2*x)", "2*sin(x)*cos(x)"),
        ("sin(x)^4 - cos(x)^4", "sin(x)^2 - cos(x)^2"),
        ("sin(x + pi)", "-sin(x)"),
        ("cos(7*pi/2)", "0"),
        ("asin(1)", "pi/2"),
        ("4*atan(1)", "acos(-1)"),
        ("erf(0)", "0"),
        ("x^(n + 1)/x^n", "x"),
        ("(x*y)^n", "x^n*y^n"),
        ("(-x)^(2*n)", "x^(2*n)"),
        ("2^n*2^(-n)", "1"),
        ("e^x", "exp(x)"),
        ("g(x + x)", "g(2*x)"),
        ("atan(x - x + y)", "atan(y)"),
        ("floor(2*x/2)", "floor(x)"),
    ],
)
def test_one_normal_form(left: str, right: str) -> None:
    assert equal(left, right)
    assert equal(right, left)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("(a + b)^2", "a^2 + b^2"),
        ("x/y", "y/x"),
        ("(x^2)^(1/2)", "x"),
        ("(x^2)^(1/2)", "-x"),
        ("abs(x)", "x"),
        ("log(x + y)", "log(x) + log(y)"),
        ("log(x^2)", "2*x"),
        ("exp(x*y)", "exp(x)*exp(y)"),
        ("exp(x^2)", "exp(x)^2"),
        ("(x^3)^(1/2)", "x"),
        ("2^(1/2)", "1.41421356237309504880168872420969807856967"),
        ("pi", "355/113"),
        ("e", "2.718281828459045"),
        ("sin(x)", "cos(x)"),
        ("sin(x/2)^2", "sin(x)^2/4"),
        ("x^n", "x^m"),
        ("(-x)^n", "x^n"),
        ("g(x)", "g(y)"),
        ("g(x)*g(y)", "g(x*y)"),
        ("asin(sin(x))", "x"),
        ("floor(x)", "x"),
        ("floor(x + 1/2)", "floor(x)"),
    ],
)
def test_what_differs_has_another_normal_form(left: str, right: str) -> None:
    assert not equal(left, right)


@pytest.mark.parametrize(
    ("left", "right", "fact"),
    [
        ("(x^2)^(1/2)", "x", "x >= 0"),
        ("(x^2)^(1/2)", "-x", "x <= 0"),
        ("abs(x - y)", "x - y", "x > y"),
        ("x^2 + y^2", "1", "x^2 + y^2 = 1"),
        ("x^2", "4*y^2", "x = 2*y"),
        ("x^4", "4", "x^2 = 2"),
        ("x^(1/2)*x^(1/2)", "x", "x >= 0"),
        ("abs(x)*y", "x*abs(y)", "x = 2*y"),
        ("(x^2 - 2*x + 1)^(1/2)", "1 - x", "x < 1"),
    ],
)
def test_a_fact_is_needed_and_enough(left: str, right: str, fact: str) -> None:
    assert equal(left, right, fact)
    assert not equal(left, right)


@pytest.mark.parametrize(
    ("left", "right", "fact"),
    [
        ("(x^2)^(1/2)", "x", "y >= 0"),
        ("(x^2)^(1/2)", "x", "x >= -1"),
        ("abs(x)", "x", "x^2 > 0"),
        ("abs(x - y)", "x - y", "x*y > 0"),
        ("x", "y", "x^2 = y^2"),
        ("x", "1", "x^2 = 1"),
        ("abs(x*y)", "x*y", "x + y > 0"),
    ],
)
def test_a_fact_that_is_not_enough_proves_nothing(left: str, right: str, fact: str) -> None:
    assert not equal(left, right, fact)


def test_an_integer_that_equals_a_multiple_of_a_real_keeps_its_parity_open() -> None:
    letters = {"y": "real", "n": "integer"}
    found = algebra(["2*y = n"], letters)
    assert not found.vanishes(gap("(-1)^n", "1"))
    assert algebra(["2*m = n"], {"m, n": "integer"}).vanishes(gap("(-1)^n", "1"))


@drawn(200)
@given(rational_functions, rational_functions, values, values)
def test_a_normal_form_of_zero_means_zero_at_every_point(
    left: Expression, right: Expression, x: Fraction, y: Fraction
) -> None:
    check_at_a_point(left, right, x, y)


@drawn(150)
@given(smooth_expressions, smooth_expressions, values, values)
def test_a_normal_form_of_zero_means_zero_with_functions_too(
    left: Expression, right: Expression, x: Fraction, y: Fraction
) -> None:
    check_at_a_point(without_roots(left), without_roots(right), x, y)


def check_at_a_point(left: Expression, right: Expression, x: Fraction, y: Fraction) -> None:
    """Whatever the algebra makes of an expression has its value, wherever both have one."""
    point = {"x": fmpq(x.numerator, x.denominator), "y": fmpq(y.numerator, y.denominator)}
    ring = algebra(symbols=LETTERS)
    difference = Apply("+", (left, minus(right)))
    try:
        if ring.vanishes(difference):
            assert not sign_of(evaluate(difference, point, 256))
        num, den = ring.normal(ring.fraction(left))
        normal = Apply("/", (ring.node(num), ring.node(den)))
    except (DividesByZero, LimitExceeded):
        return
    again = Apply("+", (left, minus(normal)))
    assert not sign_of(evaluate(again, point, 256))


IDENTITIES = (
    ("(u + v)*w", "u*w + v*w"),
    ("(u^2 - v^2)/(u - v)", "u + v"),
    ("exp(u)*exp(v)", "exp(u + v)"),
    ("log(u) + log(v)", "log(u*v)"),
    ("u^(1/2)*v^(1/2)", "(u*v)^(1/2)"),
    ("abs(u)*abs(v)", "abs(u*v)"),
    ("sin(u + v)", "sin(u)*cos(v) + cos(u)*sin(v)"),
)
parts = st.sampled_from(("x", "y + 1", "x*y", "x - y", "2", "x^2 + 1", "exp(y)", "1/x"))


@drawn(120)
@given(st.sampled_from(IDENTITIES), parts, parts, parts)
def test_a_law_holds_for_whatever_stands_in_it(
    law: tuple[str, str], u: str, v: str, w: str
) -> None:
    left, right = law
    try:
        assert equal(*(filled(side, {"u": u, "v": v, "w": w}) for side in (left, right)))
    except DividesByZero:
        assert "(u - v)" in left


def filled(text: str, by: dict[str, str]) -> str:
    """The law with something in the place of its letters."""
    return re.sub(r"\b[uvw]\b", lambda found: f"({by[found[0]]})", text)


def test_a_divisor_that_vanishes_is_no_fraction() -> None:
    for text in ("1/(x - x)", "x/(x^2 - x*x)", "1/(exp(2*x) - exp(x)^2)", "0/0", "log(x - x)"):
        with pytest.raises(DividesByZero):
            algebra(symbols=LETTERS).fraction(read(text))
    with pytest.raises(DividesByZero):
        algebra(["x = y"], LETTERS).fraction(read("1/(x - y)"))


@pytest.mark.parametrize(
    "node",
    [
        Apply("^", (read("x"), Number(10**7))),
        Apply("^", (read("3/7"), Number(10**6))),
        read("(x + y + a + b + 1)^400"),
        read("exp((x + y + a + b + 1)^4)"),
        read("sin(100000*x)"),
    ],
    ids=to_text,
)
def test_work_without_end_is_refused(node: Expression) -> None:
    with pytest.raises(LimitExceeded):
        algebra(symbols=LETTERS).fraction(node)


def test_a_full_ring_says_so() -> None:
    text = " + ".join(f"exp(x^{n})*sin(x^{n})" for n in range(1, 12))
    with pytest.raises(TooManyAtoms):
        algebra(symbols=LETTERS, capacity=16).fraction(read(text))
    assert algebra(symbols=LETTERS, capacity=64).fraction(read(text))


def test_a_ring_with_more_facts_is_another_one() -> None:
    before = algebra(symbols=LETTERS)
    after = before.with_facts(algebra(["x > 0"], LETTERS).facts)
    assert after.vanishes(gap("abs(x)", "x"))
    assert not before.vanishes(gap("abs(x)", "x"))


def test_a_bare_algebra_knows_not_even_the_domains() -> None:
    letters = {"x": "real > 0"}
    knowing = algebra(symbols=letters)
    bare = type(knowing)(knowing.names, (), 16, bare=True)
    assert knowing.vanishes(gap("abs(x)", "x"))
    assert not bare.vanishes(gap("abs(x)", "x"))


def test_an_atom_without_names_has_bounds() -> None:
    ring = algebra(symbols=LETTERS)
    ring.fraction(read("exp(1/3) + x + 2^(1/2)"))
    for atom in ring.atoms:
        bounds = ring.constant_bounds(atom)
        assert (bounds is None) == (atom.node == read("x"))
        if bounds is not None:
            value = evaluate(atom.node, {}, 256)
            assert value is not None
            with precision(256):
                assert bounds[0] < value < bounds[1]


def test_a_number_with_too_many_digits_is_refused() -> None:
    with pytest.raises(LimitExceeded, match="digits"):
        algebra().fraction(Number(Fraction(1 << 300_000)))
