"""A mistake that has a name is called by it, where no repair says more."""

from __future__ import annotations

import pytest

from tests.algebra.cases import read
from tests.explain.wrong import ARRAYS, explanation
from verifier.explain.fallacies import named_fallacy

SUM, PRODUCT = " is not the sum of the ", " is not the product of the "
ROOTS = f"the square root of a sum{SUM}square roots"


@pytest.mark.parametrize(
    ("left", "right", "said"),
    [
        ("sqrt(a + b)", "sqrt(a) + sqrt(b)", ROOTS),
        ("sqrt(a^2 + b^2)", "a + b", ROOTS),
        ("abs(a + b)", "abs(b) + abs(a)", "the absolute value of a sum" + SUM + "absolute values"),
        ("log(a) + log(b)", "log(a + b)", "the logarithm of a sum" + SUM + "logarithms"),
        ("1/(a + b)", "1/a + 1/b", "the reciprocal of a sum is not the sum of the reciprocals"),
        ("(a + b)^2", "a^2 + b^2", "the square of a sum is not the sum of the squares"),
        ("exp(a*b)", "exp(a)*exp(b)", "the exponential of a product" + PRODUCT + "exponentials"),
        ("log(a*b)", "log(a)*log(b)", "the logarithm of a product" + PRODUCT + "logarithms"),
        ("sin(2*x)", "2*sin(x)", "a factor does not come out of a sine as it is"),
        ("sqrt(a + b)", "sqrt(a) + b", ""),
        ("exp(a + b)", "exp(a) + exp(c)", ""),
        ("a + b", "b - a", ""),
        ("log(a)", "a", ""),
    ],
)  # fmt: skip
def test_what_was_taken_to_hold_is_named(left: str, right: str, said: str) -> None:
    assert named_fallacy(read(left), read(right)) == said


@pytest.mark.parametrize(
    ("left", "right", "header", "said"),
    [
        ("det(A + B)", "det(A) + det(B)", ARRAYS,
         "The determinant of a sum is not the sum of the determinants."),
        ("det(2*A)", "2*det(A)", ARRAYS, "A factor does not come out of a determinant as it is."),
    ],
)  # fmt: skip
def test_a_line_without_a_repair_is_told_the_name_of_its_mistake(
    left: str, right: str, header: str, said: str
) -> None:
    found = explanation(left, right, header)
    assert not found.repairs
    assert found.message == said


def test_the_name_of_a_mistake_stands_before_what_mends_it() -> None:
    found = explanation("(a + b)^2", "a^2 + b^2")
    assert found.repairs
    change = found.repairs[0].change
    assert found.message == f"The square of a sum is not the sum of the squares: {change}."
