from __future__ import annotations

import pytest

from tests.algebra.cases import algebra, read
from verifier.algebra.fact_free import FactFree
from verifier.algebra.frames import NeedSplit
from verifier.algebra.literals import ANY, NEG, NIL, NONNEG, NONPOS, NONZERO, POS, Literal
from verifier.algebra.oracles import CaseOracle
from verifier.algebra.spans import Span, SpanOracle, Turning

LETTERS = {"x, y": "real"}


def inside(
    lower: str | None = "0",
    upper: str | None = "1",
    *facts: str,
    opens: tuple[bool, bool] = (False, False),
    strict: bool = False,
) -> SpanOracle:
    """Who knows the inside of a range of x."""
    known = algebra(facts, {"y, z": "real"})
    outer = CaseOracle(known, FactFree(known.names))
    ends = [None if end is None else read(end) for end in (lower, upper)]
    return SpanOracle(outer, Span("x", False, *ends, *opens), (), lambda: None, strict=strict)


def test_the_range_is_known_inside_and_its_ends_count() -> None:
    assert inside().possible(read("x")) == NONNEG
    assert inside(opens=(True, True)).possible(read("x")) == POS
    assert inside(opens=(True, True)).possible(read("x - 1")) == NEG
    assert inside(None, "0").possible(read("x")) == NONPOS


def test_ends_with_letters_are_facts() -> None:
    known = inside("y", "z", "y > 2", "z > y")
    assert known.possible(read("x - 2")) == POS
    assert known.possible(read("z - x")) == NONNEG


def test_a_sign_that_changes_in_the_range_is_no_case() -> None:
    with pytest.raises(Turning):
        inside("-1", "1").sign(read("x"), (NONNEG, NONPOS), ())


def test_a_sign_of_the_outside_is_a_case() -> None:
    with pytest.raises(NeedSplit):
        inside().sign(read("y"), (NONNEG, NEG), ())


def test_a_strict_oracle_takes_no_sign_that_may_be_zero_at_an_end() -> None:
    assert inside().sign(read("x"), (NONNEG, NONPOS), ()) == NONNEG
    with pytest.raises(Turning):
        inside(strict=True).sign(read("x"), (NONNEG, NONPOS), ())
    assert inside(strict=True).sign(read("x + 1"), (NONNEG, NONPOS), ()) == NONNEG
    assert inside(strict=True).sign(read("x - x"), (NIL, NONZERO), ()) == NIL


def test_a_condition_holds_all_over_the_range_or_is_not_known() -> None:
    known = inside()
    assert known.holds(Literal(read("x + 1"), POS, read("x"))) is True
    assert known.holds(Literal(read("x + 1"), NEG, read("x"))) is False
    assert known.holds(Literal(read("x"), POS, read("x"))) is None
    assert known.holds(Literal(read("x"), ANY, read("x"))) is True


def test_a_bound_variable_inherits_nothing_from_a_symbol_of_that_name() -> None:
    known = algebra((), {"x": "real > 0"})
    outer = CaseOracle(known, FactFree(known.names))
    span = Span("x", False, read("-1"), read("1"))
    assert SpanOracle(outer, span, (), lambda: None).possible(read("x")) == ANY
