"""What may stand in an antiderivative, with the slope of each term."""

from __future__ import annotations

import pytest
from flint import arb, ctx, fmpq

from tests.algebra.cases import at, read
from verifier.algebra.enclosures import evaluate
from verifier.algebra.fractions import Algebra
from verifier.algebra.ring import Ratio
from verifier.algebra.suggestions import Suggestions, Term
from verifier.language.expressions import Expression
from verifier.language.printer import to_text

STEP = fmpq(1, 10**15)
BITS = 400


def suggested(integrand: str) -> list[Term]:
    """The terms for an integrand in x, by the factors of its divisor."""
    algebra = Algebra(at({}, {"x": "real"}).free.names)
    algebra.fraction(read("x"))
    ratio = algebra.normal(algebra.fraction(read(integrand)))
    factors = [] if ratio.den.is_constant() else [base for base, _ in algebra.factor(ratio.den)[1]]
    search = Suggestions(algebra, "x")
    atoms = [algebra.by_slot[slot] for slot in search._moving(ratio.num * ratio.den)]
    return list(search.logarithms(factors, atoms, Ratio(ratio.num, ratio.den)))


def ball(node: Expression, x: fmpq) -> arb | None:
    found = evaluate(node, {"x": x}, BITS)
    return arb(found) if isinstance(found, arb | fmpq) else None


@pytest.mark.parametrize(
    ("integrand", "expected"),
    [
        ("1/(x - 5)", "log(abs(x - 5))"),
        ("1/(x^2 + 1)", "log(abs(x^2 + 1))"),
        ("1/(x^2 - 7)", "log(abs(x^2 - 7))"),
        ("1/(2 + cos(x))", "log(abs(cos(x) + 2))"),
        ("exp(x)/(1 + exp(x))", "log(abs(exp(x) + 1))"),
    ],
)
def test_a_divisor_suggests_its_logarithm_with_the_right_slope(
    integrand: str, expected: str
) -> None:
    """Some terms are right on one side of a case only: what is found is differentiated again."""
    terms = suggested(integrand)
    points = (fmpq(1, 3), fmpq(5, 4), fmpq(-2, 3))
    with ctx.workprec(BITS):
        right = [term for term in terms if is_right([gap(term, x) for x in points])]
    assert expected in {to_text(term.node) for term in right}


def is_right(gaps: list[arb | None]) -> bool:
    known = [one for one in gaps if one is not None]
    return bool(known) and all(one < arb(10) ** -20 for one in known)


def gap(term: Term, x: fmpq) -> arb | None:
    """How far the slope is from a difference of values; None where a term is not defined."""
    after, before = (ball(term.node, x + step) for step in (STEP, -STEP))
    slope = ball(term.slope, x)
    if after is None or before is None or slope is None:
        return None
    return abs((after - before) / (2 * arb(STEP)) - slope)


@pytest.mark.parametrize(
    ("integrand", "expected"),
    [
        ("1/(x - 5)", "log(abs(x - 5))"),
        ("1/(x^2 + 1)", "atan("),
        ("exp(-x^2)", "erf("),
    ],
)
def test_a_divisor_and_a_square_suggest_their_functions(integrand: str, expected: str) -> None:
    assert any(expected in to_text(term.node) for term in suggested(integrand))


def test_what_never_divides_suggests_nothing() -> None:
    assert suggested("x^3 + 2*x") == []
