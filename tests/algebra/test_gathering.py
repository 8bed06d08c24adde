from __future__ import annotations

import pytest

from tests.algebra.cases import algebra, minus, read
from verifier.algebra.gathering import exponent_of, gathered
from verifier.language.expressions import Apply, subexpressions


@pytest.mark.parametrize(
    "text",
    [
        "exp(x^2 + x)/exp(x^2)",
        "exp(x)*exp(y)",
        "(exp(2*x) + 1)/exp(x)",
        "x*exp(-x) + exp(x)",
        "x^2",
    ],
)
def test_each_term_has_one_exponential_and_the_value_is_the_same(text: str) -> None:
    known = algebra((), {"x, y": "real"})
    node = gathered(known, known.lowest(known.fraction(read(text))))
    assert known.vanishes(Apply("+", (node, minus(read(text)))))
    for part in subexpressions(node):
        if isinstance(part, Apply) and part.head == "*":
            assert sum(isinstance(f, Apply) and f.head == "exp" for f in part.args) <= 1


def test_what_the_exponentials_of_a_product_add_up_to() -> None:
    known = algebra((), {"x, y": "real"})
    poly = known.fraction(read("exp(x)*exp(y)^2*x")).num
    total = exponent_of(known, poly.monoms()[0])
    assert known.vanishes(Apply("+", (known.node(total.num), minus(read("x + 2*y")))))
