from __future__ import annotations

from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

from tests.algebra.cases import drawn
from verifier.algebra.simplex import solution

Column = dict[int, int]
WORK = 100_000


def solved(
    columns: list[Column], target: Column, worth: list[bool] | None = None
) -> list[fmpq] | None:
    exact = [{row: fmpq(n) for row, n in column.items() if n} for column in columns]
    goal = {row: fmpq(n) for row, n in target.items() if n}
    weights, work = solution(exact, goal, worth or [False] * len(columns), WORK)
    assert 0 <= work <= WORK
    return weights


def total(columns: list[Column], weights: list[fmpq]) -> dict[int, fmpq]:
    found: dict[int, fmpq] = {}
    for column, weight in zip(columns, weights, strict=True):
        for row, entry in column.items():
            found[row] = found.get(row, fmpq(0)) + entry * weight
    return {row: value for row, value in found.items() if value != 0}


def test_weights_are_found() -> None:
    columns = [{0: 1, 1: 1}, {0: 1, 1: -1}]
    assert solved(columns, {0: 3, 1: 1}) == [fmpq(2), fmpq(1)]


def test_without_work_nothing_is_found() -> None:
    columns = [{0: fmpq(1), 1: fmpq(1)}, {0: fmpq(1), 1: fmpq(-1)}]
    target = {0: fmpq(3), 1: fmpq(1)}
    assert solution(columns, target, [False, False], 0) == (None, 0)
    assert solution(columns, target, [False, False], WORK)[0] is not None


def test_no_weight_is_negative() -> None:
    assert solved([{0: 1, 1: 1}, {0: 1, 1: -1}], {0: 1, 1: 3}) is None
    assert solved([{0: 1}], {0: -1}) is None


def test_what_no_column_reaches_has_no_solution() -> None:
    assert solved([{0: 1}], {0: 1, 1: 1}) is None
    assert solved([], {0: 1}) is None


def test_a_column_that_nothing_cancels_gets_no_weight() -> None:
    assert solved([{0: 1, 7: 2}, {0: 1}], {0: 5}) == [fmpq(0), fmpq(5)]


def test_weight_is_given_to_a_column_of_worth_where_that_can_be() -> None:
    columns = [{0: 1, 1: 1}, {0: 1}, {1: 1}]
    for worth in ([True, False, False], [False, True, False], [False, False, True]):
        weights = solved(columns, {0: 1, 1: 1}, worth)
        assert weights is not None
        assert total(columns, weights) == {0: fmpq(1), 1: fmpq(1)}
        assert any(weight > 0 and good for weight, good in zip(weights, worth, strict=True))


columns_drawn = st.lists(
    st.dictionaries(st.integers(0, 4), st.integers(-2, 2), max_size=4), min_size=1, max_size=7
)


@drawn(150)
@given(columns_drawn, st.data())
def test_what_has_a_solution_is_solved(columns: list[Column], data: st.DataObject) -> None:
    size = len(columns)
    chosen = data.draw(st.lists(st.integers(0, 3), min_size=size, max_size=size))
    target = {row: int(n.p) for row, n in total(columns, [fmpq(n) for n in chosen]).items()}
    worth = data.draw(st.lists(st.booleans(), min_size=size, max_size=size))
    weights = solved(columns, target, worth)
    assert weights is not None
    assert all(weight >= 0 for weight in weights)
    assert total(columns, weights) == {row: fmpq(n) for row, n in target.items()}


@drawn(150)
@given(columns_drawn, st.dictionaries(st.integers(0, 4), st.integers(-3, 3), max_size=4))
def test_what_is_found_is_a_solution(columns: list[Column], target: Column) -> None:
    weights = solved(columns, target)
    if weights is not None:
        assert all(weight >= 0 for weight in weights)
        assert total(columns, weights) == {row: fmpq(n) for row, n in target.items() if n}
