from __future__ import annotations

import pytest

from tests.algebra.cases import case
from verifier.kernel.proof import show

N = {"n": "natural"}


def shown(left: str, right: str, symbols: dict[str, str] | None = None) -> bool:
    found = case(left, right, symbols=N if symbols is None else symbols)
    result = show(found.judge.setting, found.claim, frozenset())
    return result.values and not result.missing


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("sum(1/(n + 1 - k), k=1..n)", "sum(1/k, k=1..n)"),
        ("sum(exp(-(n - k)^2), k=0..n)", "sum(exp(-k^2), k=0..n)"),
    ],
)
def test_a_sum_is_compared_with_its_terms_in_the_opposite_order(left: str, right: str) -> None:
    assert shown(left, right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("sum(1/(n + 2 - k), k=1..n)", "sum(1/k, k=1..n)"),
        ("sum(exp(-k^2), k=0..n)", "sum(exp(-k^2), k=1..n)"),
        ("sum(sin(k), k=0..n)", "sum(sin(k + 1), k=0..n)"),
    ],
)
def test_sums_of_different_terms_are_not_confused(left: str, right: str) -> None:
    assert not shown(left, right)
