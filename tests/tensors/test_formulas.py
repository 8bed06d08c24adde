"""Formulas of matrices: what is true is proved however it is written, what is false never is.

Thousands of each are run by ``benchmarks/rewritings.py``; here are a few, of a fixed seed.
"""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

import pytest

from tests.oracle.matrices import Dual, Formula, Matrix, gradient, value_of
from tests.tensors.formulas import (
    Equation,
    both,
    document,
    equations,
    gradients,
    is_false,
    mutants,
    name,
    number,
    product,
    turned,
    whole,
)
from verifier.kernel.verdicts import Proved, Refuted
from verifier.running.runner import Options, run_text

ALONE = Options(sympy=False, trials=1)


def drawing(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - no secret


def matrix(*rows: tuple[int, ...]) -> Matrix:
    return [[Dual(Fraction(x)) for x in row] for row in rows]


def test_what_is_rewritten_by_true_rules_is_proved() -> None:
    found = equations(drawing(1), 60, 6)
    outcome = run_text(document(found), ALONE)
    assert outcome.problems == ()
    for equation, line in zip(found, outcome.lines(), strict=True):
        assert isinstance(line.verdict, Proved), (str(equation), line.verdict)


def test_no_slip_of_the_pen_is_proved_and_small_whole_numbers_show_it() -> None:
    generator = drawing(2)
    found: list[Equation] = []
    while len(found) < 150:
        (equation,) = equations(generator, 1, 2)
        slips = mutants(equation, generator)
        generator.shuffle(slips)
        found += slips[:3]
    outcome = run_text(document(found), ALONE)
    assert outcome.problems == ()
    refuted = 0
    for equation, line in zip(found, outcome.lines(), strict=True):
        assert not line.passed, (str(equation), line.verdict)
        refuted += isinstance(line.verdict, Refuted)
    assert refuted > 0.9 * len(found)


# The oracle and the rules themselves.


def test_the_table_and_what_is_made_of_it_are_true_to_the_oracle() -> None:
    assert not any(map(is_false, gradients()))
    assert not any(map(is_false, equations(drawing(3), 40, 6)))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (product(name("A"), name("B")), product(name("B"), name("A"))),
        (turned(name("A")), name("A")),
        (name("A"), both("*", number(2), name("A"))),
        (whole("tr", name("A")), whole("sum", name("A"))),
    ],
)
def test_the_oracle_sees_what_is_false(left: Formula, right: Formula) -> None:
    assert is_false(Equation(left, right))


def test_the_oracle_sees_a_false_gradient() -> None:
    equation = gradients()[0]
    assert is_false(replace(equation, right=turned(equation.right)))


def test_the_oracle_multiplies_and_inverts() -> None:
    at = {"A": matrix((1, 2), (3, 4)), "B": matrix((0, 1), (1, 0))}
    sizes = {"n": 2, "m": 1}
    assert value_of(product(name("A"), name("B")), at, sizes) == matrix((2, 1), (4, 3))
    inverse = value_of(Formula("inv", (name("A"),), ("n", "n")), at, sizes)
    assert [x.value for row in inverse for x in row] == [-2, 1, Fraction(3, 2), Fraction(-1, 2)]


def test_the_oracle_differentiates_by_an_entry() -> None:
    at = {"A": matrix((1, 2), (3, 4))}
    square = whole("tr", product(name("A"), name("A")))
    assert gradient(square, "A", at, {"n": 2}) == matrix((2, 6), (4, 8))


def test_the_oracle_has_no_inverse_of_a_singular_matrix() -> None:
    with pytest.raises(ZeroDivisionError):
        value_of(Formula("inv", (name("A"),), ("n", "n")), {"A": matrix((1, 1), (1, 1))}, {"n": 2})
