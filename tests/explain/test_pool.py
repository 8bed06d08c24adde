"""What may have been left out of a line is found by its values."""

from __future__ import annotations

import pytest

from tests.explain.test_trial import Tried
from tests.explain.wrong import ARRAYS, LETTERS
from verifier.explain.pool import Pool
from verifier.language.printer import to_text


def pool(tried: Tried, *sources: str, names: tuple[str, ...] = ("x", "y", "A", "B", "X")) -> Pool:
    here = tuple(name for name in names if name in tried.scope.entries)
    return Pool(map(tried.read, sources), here, frozenset(), tried.trial)


@pytest.fixture(scope="module")
def arrays() -> Tried:
    return Tried(ARRAYS, "X @ W + b", "Y")


@pytest.fixture(scope="module")
def numbers() -> Tried:
    return Tried(LETTERS, "x + y + t + a + b", "0")


def found(tried: Tried, pool: Pool, wanted: str) -> list[str]:
    return [to_text(piece) for piece in pool.having(tried.values(wanted))]


def test_a_piece_is_found_by_its_values_however_it_is_written(numbers: Tried) -> None:
    here = pool(numbers, "exp(x)*y")
    assert found(numbers, here, "y*exp(x) + 0") == ["exp(x)*y"]
    assert found(numbers, here, "y*exp(x) + 1/1000") == []


@pytest.mark.parametrize(
    ("source", "wanted", "piece"),
    [
        ("sin(x)", "cos(x)", "cos(x)"),
        ("log(x^2)", "1/x^2", "1/x^2"),
        ("exp(x)", "1 - exp(x)", "1 - exp(x)"),
        ("abs(x)", "x/abs(x)", "sign(x)"),
        ("exp(y)", "exp(x)", "exp(x)"),
    ],
)
def test_what_derivatives_bring_is_there(
    numbers: Tried, source: str, wanted: str, piece: str
) -> None:
    assert piece in found(numbers, pool(numbers, source), wanted)


@pytest.mark.parametrize(
    ("source", "wanted", "piece"),
    [
        ("A", "A.T", "A.T"),
        ("sum(A, axis=1, keepdims=True)", "sum(B, axis=1, keepdims=True)", None),
        ("sum(A, axis=0)", "mean(B, axis=0)", "mean(B, axis=0)"),
        ("det(A)", "inv(A).T", "inv(A).T"),
        ("softmax(A, axis=1)", "sum(B, axis=1, keepdims=True)", None),
    ],
)
def test_what_stands_beside_arrays_is_there(
    arrays: Tried, source: str, wanted: str, piece: str | None
) -> None:
    assert (piece or wanted) in found(arrays, pool(arrays, source), wanted)


def test_products_squares_chains_and_sums_of_products_come_with_pairs(arrays: Tried) -> None:
    here = pool(arrays, "sum(A, axis=1, keepdims=True)")
    wanted = ("A @ B", "A*B", "A @ A", "A.T @ B @ A", "sum(A*B, axis=1, keepdims=True)")
    assert not any(found(arrays, here, each) for each in wanted)
    here.pair_up()
    assert all(found(arrays, here, each) for each in wanted)


def test_small_multiples_of_pieces_are_found(numbers: Tried, arrays: Tried) -> None:
    here = pool(numbers, "exp(x)*y")
    said = [to_text(piece) for piece in here.multiples(numbers.values("-3*exp(x)*y/2"))]
    assert said == ["-3/2*exp(x)*y"]
    assert list(here.multiples(numbers.values("exp(x)*y*x"))) == []
    assert list(here.multiples(numbers.values("1000*exp(x)*y"))) == []
    assert list(here.multiples(numbers.values("7"))) == []
    many = pool(arrays, "A", names=("n", "A"))
    assert "2/n" in [to_text(piece) for piece in many.multiples(arrays.values("2/n"))]


def test_nothing_is_put_together_with_results_from_elsewhere(numbers: Tried) -> None:
    both = Pool((), ("x", "y"), frozenset(), numbers.trial)
    both.pair_up()
    alone = Pool((), ("x", "y"), frozenset(), numbers.trial, frozenset({"y"}))
    alone.pair_up()
    assert found(numbers, both, "x*y")
    assert not found(numbers, alone, "x*y")
    assert found(numbers, alone, "y") == ["y"]


def test_entries_are_those_at_the_indices_that_occur(arrays: Tried) -> None:
    here = pool(arrays, "sum(X[i, l]*W[l, j], l)", names=("X", "W", "Y"))
    texts = {to_text(entry) for entry in here.entries}
    assert {"X[i, l]", "W[l, j]", "Y[i, j]", "X[l, i]"} <= texts
