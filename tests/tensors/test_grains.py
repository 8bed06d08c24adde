"""Long dimensions, split into what they were made of."""

from __future__ import annotations

import pytest

from verifier.algebra.frames import Outside
from verifier.language.expressions import Expression, Name, Number
from verifier.tensors.grains import Split, alike, common, halves, joined, split

N, M, ROW, COLUMN = (Name(letter) for letter in "nmij")


def test_an_index_into_one_size_is_that_index() -> None:
    assert joined((ROW,), (N,)) is ROW
    assert joined((ROW, COLUMN), (N, M)) == Split((ROW, COLUMN), (N, M))


def test_dimensions_are_split_alike_if_their_sizes_are_in_the_same_order() -> None:
    assert alike((N, M), (N, M))
    assert not alike((N, M), (M, N))
    assert not alike((N, M), (N,))


def test_an_array_that_is_not_split_takes_the_others_way() -> None:
    assert common((N, M), (Name("k"),)) == (N, M)
    assert common((Name("k"),), (N, M)) == (N, M)
    with pytest.raises(Outside, match="split in two ways"):
        common((N, M), (M, N))


def test_an_index_is_halved_only_where_its_parts_are_known() -> None:
    whole = Split((ROW, COLUMN), (N, M))
    assert halves(whole, (N,), (M,)) == (ROW, COLUMN)
    with pytest.raises(Outside):
        halves(whole, (M,), (N,))
    with pytest.raises(Outside):
        halves(ROW, (N,), (M,))


@pytest.mark.parametrize("rows", [1, 2, 3])
@pytest.mark.parametrize("columns", [1, 2, 4])
def test_the_numbers_of_entries_count_the_last_size_fastest(rows: int, columns: int) -> None:
    grain = (Number(rows), Number(columns))
    places = [(row, column) for row in range(1, rows + 1) for column in range(1, columns + 1)]
    for number, place in enumerate(places, 1):
        found = split(Number(number), grain)
        assert isinstance(found, Split)
        assert found.parts == tuple(map(Number, place))


def test_a_number_in_one_size_is_itself() -> None:
    place: Expression = Number(3)
    assert split(place, (Number(5),)) is place
