from __future__ import annotations

import pytest

from tests.algebra.cases import algebra, minus, read
from verifier.algebra.telescoping import Telescoping
from verifier.language.expressions import Apply, Name, Number, substitute

LETTERS = {"k": "integer >= 1", "n": "natural", "x": "real > 1"}


@pytest.mark.parametrize(
    "text",
    [
        "k",
        "k^4 - k",
        "2^k",
        "k*2^k",
        "x^k",
        "1/(k*(k + 1))",
        "1/(k*(k + 3))",
        "k*factorial(k)",
        "log(k + 1) - log(k)",
        "(k + 2)^(1/2) - k^(1/2)",
        "atan(k + 1) - atan(k)",
    ],
)
def test_the_differences_of_what_is_found_are_the_terms(text: str) -> None:
    known = algebra((), LETTERS)
    known.factorials.formal = True
    body = read(text)
    found, left = Telescoping(known, "k").antidifference(body)
    assert found is not None
    assert left is None
    later = substitute(found, {"k": Apply("+", (Name("k"), Number(1)))})
    assert known.vanishes(Apply("+", (later, minus(found), minus(body))))


@pytest.mark.parametrize("text", ["1/k", "1/k^2", "factorial(k)", "log(k)", "k^(1/2)", "2^(k^2)"])
def test_what_has_no_closed_form_is_left(text: str) -> None:
    known = algebra((), LETTERS)
    found, left = Telescoping(known, "k").antidifference(read(text))
    assert found is None
    assert left is not None


def test_what_has_one_is_taken_out_of_a_body() -> None:
    known = algebra((), LETTERS)
    found, left = Telescoping(known, "k").antidifference(read("k + log(k)"))
    assert found is not None
    assert left is not None
    assert known.vanishes(Apply("+", (left, minus(read("log(k)")))))
