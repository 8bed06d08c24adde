"""The counterexample that is shown is one that a reader can put in by hand."""

from __future__ import annotations

import pytest

from tests.explain.wrong import ARRAYS, LETTERS, explanation, line
from tests.judged import derivation, document
from verifier.documents.load import load
from verifier.explain.witness import plainest
from verifier.kernel.setting import Setting
from verifier.kernel.verdicts import Coordinate, Refuted


def witness(left: str, right: str, header: str = "") -> dict[str, Coordinate]:
    verdict = line(left, right, header).verdict
    assert isinstance(verdict, Refuted)
    return dict(verdict.witness)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("(a + b)^2", "a^2 + b^2"),
        ("exp(x + y)", "exp(x) + exp(y)"),
        ("diff(t^t, t)", "t*t^(t - 1)"),
        ("1/(a^2 + b^2 + 1)", "1/(a^2 + 1) + 1/(b^2 + 1)"),
        ("sin(x)^2", "sin(2*x)"),
    ],
)
def test_numbers_have_one_digit(left: str, right: str) -> None:
    assert all(len(str(value).lstrip("-")) <= 2 for value in witness(left, right).values())


@pytest.mark.parametrize(
    ("left", "right", "sizes"),
    [
        ("A.T", "A", (2,)),
        ("sum(x)", "mean(x)", (2,)),
        ("X @ W", "2*(X @ W)", (1, 1, 1)),
        ("sum(X @ W)", "n*sum(X @ W)", (2, 1, 1)),
        ("sum(sum(X, axis=0)^2)", "sum(X^2)", (2, 1)),
        ("A @ B", "B @ A", (2,)),
    ],
)
def test_arrays_are_as_small_as_shows_it(left: str, right: str, sizes: tuple[int, ...]) -> None:
    found = witness(left, right, ARRAYS)
    assert tuple(int(str(found[name])) for name in "nmk" if name in found) == sizes


def test_entries_are_small_whole_numbers() -> None:
    def entries(value: Coordinate) -> list[str]:
        if isinstance(value, str):
            return [value]
        return [entry for row in value for entry in entries(row)]

    for value in witness("(A @ B).T", "A.T @ B.T", ARRAYS).values():
        assert all(abs(int(entry)) < 10 for entry in entries(value))


@pytest.mark.parametrize(
    ("left", "right", "difference"),
    [
        ("x + 1/3", "x", "1/3"),
        ("exp(x - x)*x + exp(1)", "x", "e"),
        ("diff(x^2, x) + 1", "2*x + 3/2", "-1/2"),
    ],
)
def test_the_difference_is_exact_where_that_is_short(
    left: str, right: str, difference: str
) -> None:
    assert explanation(left, right).difference in (difference, "exp(1)")


def test_a_difference_that_is_not_short_has_a_few_digits() -> None:
    header = f"{LETTERS}\n  q: real in [3, 4]"
    found = explanation("gamma(q + 1/3)*exp(sin(q))", "q", header).difference
    assert found.startswith("about ") or found == ""


def test_the_difference_in_an_entry_is_told_of_arrays_too() -> None:
    assert explanation("2*A", "A", ARRAYS).difference not in ("", "0")


def test_a_refutation_stays_where_the_judge_takes_no_other() -> None:
    text = document(LETTERS, [derivation("d", ["(a + b)^2", "= a^2 + b^2"])])
    read = load(text.encode(), "f.yaml")
    context = read.context_of(read.derivations[0])
    from verifier.claims.claim import Claim

    before, after = read.derivations[0].lines
    claim = Claim(before.expression, "=", after.expression, context)
    found = Refuted({"a": "17/3", "b": "1000"}, "1", "2", "the two sides differ")
    assert plainest(claim, found, Setting(context), lambda *_: None) is found
