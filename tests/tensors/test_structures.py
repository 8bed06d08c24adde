"""Declared structures, as relations between entries and as values that satisfy them."""

from __future__ import annotations

from itertools import product

import pytest
from flint import fmpq

from verifier.algebra.enclosures import evaluate
from verifier.algebra.frames import Outside
from verifier.claims.claim import Domain, Field
from verifier.language.expressions import Apply, Expression, Number
from verifier.language.printer import to_text
from verifier.tensors.structures import relations_of, structured


def matrix(size: int, structure: str) -> dict[str, Domain]:
    return {"M": Domain(Field.REAL, shape=(Number(size),) * 2, structure=frozenset({structure}))}


def point(size: int, values: list[int]) -> dict[str, Expression]:
    places = product(range(1, size + 1), repeat=2)
    return {f"M[{i},{j}]": Number(v) for (i, j), v in zip(places, values, strict=True)}


def holds(relation: Expression, at: dict[str, Expression]) -> bool:
    assert isinstance(relation, Apply)
    numbers = {
        name: fmpq(number.value.numerator, number.value.denominator)
        for name, number in at.items()
        if isinstance(number, Number)
    }
    left, right = (evaluate(side, numbers, 64) for side in relation.args)
    return bool({"==": left == right, "!=": left != right, ">": left > right}[relation.head])


@pytest.mark.parametrize("structure", ["symmetric", "diagonal", "orthogonal", "positive definite"])
@pytest.mark.parametrize("values", [[1, 2, -3, 0], [-1, 0, 0, -1], [0, 0, 0, 0]])
def test_any_values_are_made_to_satisfy_the_relations(structure: str, values: list[int]) -> None:
    symbols = matrix(2, structure)
    made = structured(point(2, values), symbols)
    relations = relations_of(symbols)
    assert relations
    assert all(holds(relation, made) for relation in relations)


@pytest.mark.parametrize("structure", ["symmetric", "diagonal", "orthogonal", "positive definite"])
def test_a_matrix_without_the_structure_breaks_a_relation(structure: str) -> None:
    bare = point(2, [1, 2, 3, 4])
    assert not all(holds(relation, bare) for relation in relations_of(matrix(2, structure)))


def test_an_invertible_matrix_has_a_determinant_other_than_zero() -> None:
    (relation,) = relations_of(matrix(2, "invertible"))
    assert to_text(relation) == "M[1,1]*M[2,2] - M[1,2]*M[2,1] != 0"


def test_a_long_determinant_is_not_written_out() -> None:
    with pytest.raises(Outside, match="too large"):
        relations_of(matrix(5, "invertible"))
