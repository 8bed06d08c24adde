"""A derivative by a defined name reaches that name, or is an error and not 0."""

from __future__ import annotations

import pytest

from tests.documents.reading import X, document, problem, underlined

NAMES = (
    X
    + """\
definitions:
  sigma(t): 1/(1 + exp(-t))
  p: sigma(x)
  q: sigma(x)
  L: -log(p)
  M: y*L
derivations:
"""
)


@pytest.mark.parametrize(
    "start",
    [
        "diff(p, p)",
        "diff(L, p)",
        "diff(M, p)",
        "diff(M, L)",
        "diff(x*p, p)",
        "diff(sigma(p), p)",
        "diff(diff(M, p), p)",
        "diff(M, p, p)",
        "grad(M, p)",
        "diff(sum(k*p, k=1..3), p)",
        "diff(y, x)",
    ],
)
def test_derivatives_that_reach_their_name(start: str) -> None:
    assert len(document(NAMES + f"  a: {start} = 0\n").derivations) == 1


@pytest.mark.parametrize(
    ("start", "marked"),
    [
        ("diff(-log(sigma(x)), p)", "diff(-log(sigma(x)), p)"),
        ("diff(x, p)", "diff(x, p)"),
        ("diff(q, p)", "diff(q, p)"),
        ("diff(p, L)", "diff(p, L)"),
        ("1 + 2*diff(M*diff(x, p), p)", "diff(x, p)"),
        ("diff(M, p, q)", "diff(M, p, q)"),
        ("grad(x, p)", "grad(x, p)"),
    ],
)
def test_derivatives_that_never_do(start: str, marked: str) -> None:
    file = NAMES + f"  a: {start} = 0\n"
    found = problem(file)
    assert "never reaches" in found.message
    assert underlined(file, found) == marked
    assert found.hint


def test_derivatives_inside_definitions_are_checked() -> None:
    file = X + "definitions:\n  p: 2*x\n  s: diff(x, p)\nderivations:\n  a: s = 0\n"
    assert underlined(file, problem(file)) == "diff(x, p)"


def test_an_earlier_result_is_opened_to_its_start() -> None:
    document(NAMES + "  a: diff(M, p) = -y/p\n  b: diff(a, p) = y/p^2\n")
    found = problem(NAMES + "  a: x + x = 2*x\n  b: diff(a, p) = 0\n")
    assert "never reaches `p`" in found.message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("diff(n^2, n) = 2*n", "one cannot differentiate by `n`: it is a whole number"),
        ("diff(f(x), f) = 1", "one cannot differentiate by `f`: it is a function"),
        ("diff(g(x), g) = 1", "one cannot differentiate by `g`: it is a function"),
        ("diff(r^2, r) = 1", "one cannot differentiate by `r`: it is the value of a derivation"),
        ("sum(diff(x^k, k), k=1..3) = 1", "one cannot differentiate by `k`: it is the index of a"),
    ],
)
def test_names_that_do_not_vary_continuously(text: str, message: str) -> None:
    file = (
        "symbols:\n  x: real\n  n: integer\n  f(t): real\n"
        f"definitions:\n  g(t): t^2\nderivations:\n  r: x + x = 2*x\n  a: {text}\n"
    )
    found = problem(file)
    assert message in found.message
    assert found.hint
