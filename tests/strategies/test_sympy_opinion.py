from __future__ import annotations

import pytest

from tests.translate.written import claim, context
from verifier.strategies.sympy_opinion import judge_alone
from verifier.strategies.sympy_search import EngineDiffers, EngineSays, NotDecided, ask_alone
from verifier.workers import Worker

REALS = context({"x": "real", "y": "real"})


@pytest.mark.parametrize("text", ["(x + y)^2 = x^2 + 2*x*y + y^2", "sqrt(x^2) = abs(x)"])
def test_what_sympy_finds_equal_it_says(text: str) -> None:
    answer = judge_alone(claim(text, REALS))
    assert isinstance(answer, EngineSays)
    assert answer.equal


@pytest.mark.parametrize(
    "text", ["(x + y)^2 = x^2 + y^2", "sqrt(x^2) = x", "sum(k, k=1..4) + x = 11 + x"]
)
def test_where_its_numbers_differ_it_names_the_point_and_both_numbers(text: str) -> None:
    answer = judge_alone(claim(text, REALS))
    assert isinstance(answer, EngineDiffers)
    assert answer.left != answer.right
    assert {name for name, _ in answer.point} <= {"x", "y"}


def test_numbers_of_what_it_cannot_work_out_are_not_taken() -> None:
    made = context({"x": "real"}, opaque={"f": 1})
    answer = judge_alone(claim("integrate(f(t), t=0..x) = x", made))
    assert isinstance(answer, NotDecided)


def test_an_opinion_comes_from_a_process_that_can_be_killed() -> None:
    with Worker() as worker:
        answer = ask_alone(claim("x + y = x - y", REALS), 120.0, worker)
        assert isinstance(answer, EngineDiffers)
        assert worker.pid is not None
