from __future__ import annotations

import pytest

from tests.algebra.cases import algebra, minus, read
from verifier.algebra.closing import Closing
from verifier.algebra.fact_free import FactFree
from verifier.algebra.oracles import CaseOracle
from verifier.algebra.spans import SpanOracle
from verifier.language.expressions import Apply, Expression, Name, substitute

LETTERS = {"n": "natural", "x": "real"}


def total(body: str, lower: str, upper: str, *facts: str) -> Expression | None:
    """The closed form of a sum over k, where all of it has one."""
    known = algebra(facts, LETTERS)
    oracle = CaseOracle(known, FactFree(known.names))
    closing = Closing(
        lambda span: SpanOracle(oracle, span, (), lambda: None),
        lambda subject, accept: oracle.sign(subject, accept, ()),
        oracle.spend,
    )
    smooth = substitute(read(body), {"k": Name("@1")})
    found = closing.total(smooth, "@1", read(lower), read(upper))
    return None if found is None or found[1] is not None else found[0]


def equal(first: Expression, second: str) -> bool:
    return algebra((), LETTERS).vanishes(Apply("+", (first, minus(read(second)))))


@pytest.mark.parametrize(
    ("body", "lower", "upper", "value"),
    [
        ("k", "1", "n", "n*(n + 1)/2"),
        ("1/(k*(k + 1))", "1", "n", "1 - 1/(n + 1)"),
        ("2^k", "0", "n", "2*2^n - 1"),
    ],
)
def test_a_checked_closed_form_is_used(body: str, lower: str, upper: str, value: str) -> None:
    found = total(body, lower, upper)
    assert found is not None
    assert equal(found, value)


def test_a_closed_form_that_is_not_defined_on_the_range_is_refused() -> None:
    assert total("1/(k*(k + 1))", "-n", "n", "n > 2") is None


def test_a_term_is_taken_out_where_the_closed_form_is_not_defined_at_an_end() -> None:
    found = total("1/((k + 1)*(k + 2))", "0", "n")
    assert found is not None
    assert equal(found, "1 - 1/(n + 2)")
