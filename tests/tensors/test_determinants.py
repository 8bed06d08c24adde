"""Determinants and inverses written out, against those that FLINT works out."""

from __future__ import annotations

import random

import pytest
from flint import fmpq, fmpq_mat

from verifier.algebra.enclosures import evaluate
from verifier.language.expressions import Expression, Name
from verifier.tensors.determinants import cofactor_inverse, determinant

BITS = 64


def letters(size: int) -> list[list[Expression]]:
    return [[Name(f"a{i}{j}") for j in range(size)] for i in range(size)]


def drawn(size: int, seed: int) -> tuple[fmpq_mat, dict[str, fmpq]]:
    generator = random.Random(seed)  # noqa: S311 - numbers to try
    values = [fmpq(generator.randint(-5, 5)) for _ in range(size * size)]
    names = [f"a{i}{j}" for i in range(size) for j in range(size)]
    return fmpq_mat(size, size, values), dict(zip(names, values, strict=True))


@pytest.mark.parametrize("size", [0, 1, 2, 3, 4])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_determinant_has_its_value(size: int, seed: int) -> None:
    matrix, values = drawn(size, seed)
    expected = matrix.det() if size else fmpq(1)
    assert evaluate(determinant(letters(size)), values, BITS) == expected


@pytest.mark.parametrize("size", [1, 2, 3, 4])
@pytest.mark.parametrize("seed", [1, 4, 9])
def test_a_cofactor_over_the_determinant_is_the_inverses_entry(size: int, seed: int) -> None:
    matrix, values = drawn(size, seed)
    assert matrix.det() != 0
    inverse = matrix.inv()
    for i in range(size):
        for j in range(size):
            top, bottom = cofactor_inverse(letters(size), i, j)
            over, under = (evaluate(part, values, BITS) for part in (top, bottom))
            assert over == inverse[i, j] * under
