from __future__ import annotations

import pytest

from tests.algebra.cases import algebra, minus, read
from verifier.algebra.antiderivatives import antiderivative
from verifier.algebra.derivative import differentiate
from verifier.language.expressions import Apply, Expression, transform

INTEGRANDS = [
    "3",
    "y",
    "x^3 - 2*x",
    "x^n",
    "1/x",
    "1/(x^2 + 4)",
    "1/(x^2 - 4)",
    "x/(x^2 + 1)^2",
    "1/(x^4 + 1)",
    "1/(x*(x + 1)*(x + 2))",
    "exp(2*x)*x^2",
    "exp(x)/(1 + exp(x))",
    "log(x)",
    "x^2*log(x)",
    "log(x)^2",
    "sin(x)^3",
    "x*cos(2*x)",
    "exp(x)*sin(x)",
    "1/(2 + cos(x))",
    "1/(1 + sin(x)^2)",
    "1/(1 + cos(x))",
    "1/(sin(x) + cos(x))",
    "(1 - x^2)^(1/2)",
    "1/(1 + x^2)^(1/2)",
    "x^(1/2)/(1 + x)",
    "asin(x)",
    "x*atan(x)",
    "exp(-x^2)",
    "x^2*exp(-x^2 + 3*x)",
    "erf(x)",
    "2^x",
]


def opened(node: Expression) -> Expression:
    """Absolute values left out: what they hide has the same derivative of its logarithm."""
    return transform(
        node, lambda part: part.args[0] if isinstance(part, Apply) and part.head == "abs" else part
    )


@pytest.mark.parametrize("text", INTEGRANDS)
def test_what_is_found_has_the_integrand_as_its_derivative(text: str) -> None:
    known = algebra(["x > 0", "x < 1/2"], {"x, y": "real", "n": "natural"})
    node = read(text)
    found = antiderivative(known, node, "x")
    assert found is not None
    slope = differentiate(opened(found), "x")
    assert known.vanishes(Apply("+", (slope, minus(node))))


@pytest.mark.parametrize(
    "text", ["exp(x^3)", "sin(x)/x", "1/log(x)", "(1 + x^4)^(1/2)", "exp(x)/x", "x^x", "sin(x^2)"]
)
def test_nothing_is_found_where_there_is_no_elementary_antiderivative(text: str) -> None:
    assert antiderivative(algebra((), {"x": "real > 0"}), read(text), "x") is None


def test_a_bell_opens_downward() -> None:
    known = algebra((), {"x": "real", "a": "real > 0"})
    assert antiderivative(known, read("exp(-a*x^2)"), "x") is not None
    assert antiderivative(known, read("exp(a*x^2)"), "x") is None
