"""Problems with shapes, as an author meets them: one for each mistake, at its place."""

from __future__ import annotations

import pytest

from tests.documents.reading import document, problems, underlined

ARRAYS = (
    "symbols:\n  X, Y: real[n, d]\n  W: real[h, d]\n  V: real[d, h]\n  x: real[n]\n"
    "  A: real[n, n]\n  s: real\n"
)


def of_step(line: str, before: str = "") -> list[tuple[str, str]]:
    """The words marked in the file, and the hints."""
    text = f"{ARRAYS}{before}derivations:\n  a: {line}\n"
    return [(underlined(text, problem), problem.hint) for problem in problems(text)]


@pytest.mark.parametrize(
    ("line", "place", "hint"),
    [
        ("X @ W = X @ W.T", "X @ W", "write `X @ W.T`"),
        ("V = W", "W", "write `W.T`"),
        ("X @ W.T = 2*(X @ W)/2", "X @ W", "write `X @ W.T`"),
        ("sum(X, axis=2) = x", "sum(X, axis=2)", "its axes are 0 to 1"),
        ("x[1] = x[0]", "x[0]", "entries count from 1"),
    ],
)
def test_the_guilty_part_is_marked(line: str, place: str, hint: str) -> None:
    assert of_step(line) == [(place, hint)]


def test_a_mistake_in_a_definition_is_told_there_and_nowhere_else() -> None:
    found = of_step("grad(sum(Z), X) = Z.T @ X", "definitions:\n  Z: X @ W\n  Q: Z + 1\n")
    assert found == [("X @ W", "write `X @ W.T`")]


def test_a_mistake_in_a_start_is_told_there_and_nowhere_else() -> None:
    found = of_step("|\n    X @ W\n    = X @ W.T\n  b: 2*a = 2*X\n  c: a = a")
    assert found == [("X @ W", "write `X @ W.T`")]


def test_every_line_with_a_mistake_is_told() -> None:
    found = of_step("|\n    X @ W\n    = V @ X\n    = X + V")
    assert [place for place, _ in found] == ["X @ W", "V @ X", "X + V"]


def test_what_rests_on_an_unreadable_name_is_left_alone() -> None:
    found = of_step("Z @ X = X @ Q\n  b: X @ W = x", "definitions:\n  Z: undeclared\n  Q: 2*Z\n")
    assert [place for place, _ in found] == ["undeclared", "X @ W"]


def test_an_assumption_is_looked_at_too() -> None:
    assert of_step("s = s", "assume: s > 0 and X = W\n") == [
        (
            "W",
            "both sides have the same shape, or one is a number that stands for every entry",
        )
    ]


@pytest.mark.parametrize(
    "line",
    [
        "X = 1",
        "grad(sum(X*s), X) = s",
        "x = x <=> 2*x = 2*x",
        "sum(X[i, j], i) = X[1, j]*0 + sum(X, axis=0)[j]",
        "|\n    eye(n)[i, j]\n    = (i == j)\n    = (j == i)",
        "|\n    x[j]\n    = sum(eye(n)[j, k]*x[k], k)\n    = sum((j == k)*x[k], k)",
        "|\n    sum(x[j], j)\n    = sum(x[j], j=1..n)\n    = sum(x)",
        "|\n    x[j]\n    = x[j]*1\n  b: sum(x[j], j) = sum(x)",
    ],
)
def test_what_fits_is_accepted(line: str) -> None:
    document(f"{ARRAYS}derivations:\n  a: {line}\n")


def test_an_index_letter_is_not_the_imaginary_unit_on_another_line() -> None:
    found = of_step("|\n    x[i]\n    = i*x[i]/i")
    assert [hint for _, hint in found] == ["rename the subscript"]


def test_a_literal_subscript_is_explained_once() -> None:
    found = document(f"{ARRAYS}derivations:\n  a: x[1] = x[1]\n  b: x[1] = X[1, 1]\n")
    assert found.notes == ("entries count from 1, as in line 9",)


def test_a_file_of_numbers_asks_nothing_of_shapes() -> None:
    assert document("symbols:\n  s: real\nderivations:\n  a: s = s\n").notes == ()
