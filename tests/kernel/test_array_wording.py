"""Conditions of lines about arrays, as an author would say them."""

from __future__ import annotations

import pytest

from tests.test_attacks import verdict_of
from verifier.kernel.verdicts import Conditional, Proved


def conditions(line: str, *symbols: str, definitions: str = "", extra: str = "") -> list[str]:
    verdict = verdict_of(line, *symbols, definitions=definitions, extra=extra)
    assert isinstance(verdict, Conditional), verdict
    return [condition.text for condition in verdict.missing]


@pytest.mark.parametrize(
    ("line", "symbols", "expected"),
    [
        ("x/x = 1", ("x: real[n]",), "every entry of x != 0"),
        ("x[1]/x[1] = 1", ("x: real[n]",), "x[1] != 0"),
        ("sum(A[i, i]/A[i, i], i) = n", ("A: real[n, n]",), "A[i, i] != 0"),
        ("A @ inv(A) = eye(n)", ("A: real[n, n]",), "A is invertible"),
        ("inv(inv(A)) = A", ("A: real[n, n]",), "A is invertible"),
        ("grad(norm(x), x) = x/norm(x)", ("x: real[n]",), "norm(x) != 0"),
        (
            "grad(sum(norm(X, axis=1)), X) = X/norm(X, axis=1, keepdims=True)",
            ("X: real[n, d]",),
            "every entry of norm(X, axis=1) != 0",
        ),
        ("var(x)/var(x) = 1", ("x: real[n]",), "var(x) != 0"),
        (
            "sum((x[p] + i)/(x[p] + i), p) = n",
            ("x: real[n]", "i: real"),
            "x[p] + i != 0",
        ),
    ],
)
def test_a_condition_reads_as_an_author_would_say_it(
    line: str, symbols: tuple[str, ...], expected: str
) -> None:
    assert conditions(line, *symbols) == [expected]


def test_a_condition_is_listed_once() -> None:
    line = "0*sum(sum(1/x[j], j=2..i), i=1..n) = 0*sum(1/x)"
    assert conditions(line, "x: real[n]") == ["every entry of x != 0"]


def test_an_assumption_may_speak_of_every_entry_by_letters() -> None:
    assume = "assume: x[i] != 0\n"
    verdict = verdict_of("x/x = 1", "x: real[n]", extra=assume)
    assert isinstance(verdict, Proved)
    assert verdict.notes == ("uses the assumption x[i] != 0",)
    diagonal = ("A: real[n, n]",)
    assume = "assume: A[i, i] != 0\n"
    assert conditions("A/A = 1", *diagonal, extra=assume) == ["every entry of A != 0"]


@pytest.mark.parametrize(
    ("line", "symbol", "expected"),
    [
        ("0*sum(1/x[j], j=2..n) = 0", "x: real[n]", "x[j] != 0 for j = 2..n"),
        (
            "0*sum(sum(1/(x[k] - x[j]), j=1..k-1), k=1..n) = 0",
            "x: real[n]",
            "x[k] != x[j] for j = 1..k - 1",
        ),
        ("sum((X[k, j] + 1)/(X[k, j] + 1), j=1..k) = k", "X: real[n, n]",
         "X[k, j] != -1 for j = 1..k"),
        ("0*sum(sum(1/x[q], q=2..p), p=1..n) = 0", "x: real[n]",
         "x[q] != 0 for p = 1..n, q = 2..p"),
    ],
)  # fmt: skip
def test_a_condition_on_a_part_of_an_array_says_on_which(
    line: str, symbol: str, expected: str
) -> None:
    verdict = verdict_of(line, symbol)
    assert isinstance(verdict, Conditional), verdict
    (condition,) = verdict.missing
    assert condition.text == expected
    assert (condition.paste, condition.assumption) == ("", "")  # a file cannot say it


@pytest.mark.parametrize(
    ("line", "symbols", "paste", "assumption"),
    [
        ("x/x = 1", ("x: real[n]",), "x: real[n] != 0", "x[i] != 0"),
        ("(x + 1)/(x + 1) = 1", ("x: real[n]",), "x: real[n] != -1", "(x + 1)[i] != 0"),
        ("x/x = 1", ("x: real[n] >= 0",), "", "x[i] != 0"),
        ("A @ inv(A) = eye(n)", ("A: real[n, n]",), "A: real[n, n] invertible", "det(A) != 0"),
        ("(A - B) @ inv(A - B) = eye(n)", ("A, B: real[n, n]",), "", "det(A - B) != 0"),
        ("(x - y)/(x - y) = 1", ("x, y: real[n]",), "", "(x - y)[i] != 0"),
    ],
)
def test_what_is_offered_for_a_condition_on_arrays_is_enough_when_it_is_written(
    line: str, symbols: tuple[str, ...], paste: str, assumption: str
) -> None:
    verdict = verdict_of(line, *symbols)
    assert isinstance(verdict, Conditional), verdict
    (condition,) = verdict.missing
    assert (condition.paste, condition.assumption) == (paste, assumption)
    if paste:
        assert isinstance(verdict_of(line, paste), Proved)
    assert isinstance(verdict_of(line, *symbols, extra=f"assume: {assumption}\n"), Proved)
