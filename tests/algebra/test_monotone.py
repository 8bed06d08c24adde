"""A polynomial has the sign of the simpler one that stands for it, wherever both have values."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from flint import fmpq

from tests.algebra.cases import algebra, read
from verifier.algebra.enclosures import evaluate, sign_of

REALS = {"x, y": "real"}
SIZES = {"x, y": "real > 0"}

ALIKE = [
    ("exp(x) - 1", "x", REALS),
    ("1 - exp(x)", "-x", REALS),
    ("exp(x) - exp(y)", "x - y", REALS),
    ("exp(x)^2*exp(y) - exp(-y)", "2*x + 2*y", REALS),
    ("3*exp(x) - 2*exp(y)", "x - y + log(3) - log(2)", REALS),
    ("log(x)", "x - 1", SIZES),
    ("log(x) - log(y)", "x*y - y^2", SIZES),
    ("2*log(x) - log(y)", "x^2*y - y^2", SIZES),
    ("log(x) - 1", "x - exp(1)", SIZES),
    ("log(1 + exp(x)) - x", "1", REALS),
    ("abs(x) - abs(y)", "x^2 - y^2", REALS),
    ("2*abs(x)^(1/2) - 3", "4*abs(x) - 9", REALS),
    ("x^(1/3) - y^(1/3)", "x - y", SIZES),
    ("x^(1/2) - y^(1/3)", "x^3 - y^2", SIZES),
    ("atan(x) - atan(y)", "x - y", REALS),
    ("2*erf(y) - 2*erf(x)", "y - x", REALS),
    ("asin(x) - asin(y)", "x - y", REALS),
]
NOT_ALIKE = [
    ("exp(x) + 1", REALS),
    ("exp(x) - x", REALS),
    ("exp(x) - exp(y) - 1", REALS),
    ("x*exp(x) - 1", REALS),
    ("sin(x) - sin(y)", REALS),
    ("cos(x) - 1", REALS),
    ("2*atan(x) - atan(y)", REALS),
    ("atan(x)*atan(y) - 1", REALS),
    ("atan(x)*erf(y) - atan(y)", REALS),
    ("atan(x) - erf(y)", REALS),
    ("gamma(x) - gamma(y)", REALS),
    ("x*log(y) - 1", SIZES),
    ("x - y", REALS),
]
PLACES = [Fraction(n, 4) for n in (-9, -4, -3, -1, 0, 1, 2, 4, 5, 11)]


@pytest.mark.parametrize(("text", "other", "symbols"), ALIKE)
def test_a_simpler_polynomial_of_the_same_sign_is_known(
    text: str, other: str, symbols: dict[str, str]
) -> None:
    ring = algebra((), symbols)
    poly = ring.reduce(ring.fraction(read(text)).num)
    alike = ring.signs.monotone.alike(poly)
    assert alike is not None
    wanted = ring.reduce(ring.fraction(read(other)).num)
    assert (ring.factor(alike).content > 0) == (ring.factor(wanted).content > 0)
    bases = {str(base) for base, _ in ring.factor(alike).powers}
    expected = {str(base) for base, _ in ring.factor(wanted).powers}
    assert expected <= bases  # perhaps with factors that are positive


@pytest.mark.parametrize(("text", "symbols"), NOT_ALIKE)
def test_where_nothing_only_grows_nothing_is_said(text: str, symbols: dict[str, str]) -> None:
    ring = algebra((), symbols)
    assert ring.signs.monotone.alike(ring.reduce(ring.fraction(read(text)).num)) is None


@pytest.mark.parametrize(("text", "symbols"), [(text, symbols) for text, _, symbols in ALIKE])
def test_the_signs_are_the_same_at_every_point(text: str, symbols: dict[str, str]) -> None:
    ring = algebra((), symbols)
    poly = ring.reduce(ring.fraction(read(text)).num)
    alike = ring.signs.monotone.alike(poly)
    assert alike is not None
    seen = 0
    for x, y in product(PLACES, PLACES):
        if symbols is SIZES and (x <= 0 or y <= 0):
            continue
        point = {name: fmpq(v.numerator, v.denominator) for name, v in (("x", x), ("y", y))}
        values = [evaluate(ring.node(each), point, 192) for each in (poly, alike)]
        signs = [sign_of(value) for value in values]
        if None not in signs:
            assert signs[0] == signs[1], (x, y)
            seen += 1
    assert seen >= 9
