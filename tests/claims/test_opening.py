"""Defined names replaced by what they stand for."""

from __future__ import annotations

import pytest

from tests.documents.reading import document
from verifier.claims.opening import SIZE, is_plain, opened
from verifier.language.expressions import Apply, Name
from verifier.language.printer import to_text

TEXT = """\
symbols:
  x, y: real
definitions:
  u: x + 1
  v: u^2
  f(t): t + 1
  p: exp(y)
derivations:
  a: {steps} = x
"""


def written(steps: str, closed: frozenset[str] = frozenset()) -> str:
    found = document(TEXT.format(steps=steps))
    node = opened(found.derivations[0].lines[0].expression, found.context.definitions, closed)
    return "" if node is None else to_text(node)


def test_names_are_opened_until_none_is_left() -> None:
    assert written("v + y") == "(x + 1)^2 + y"


def test_closed_names_stay() -> None:
    assert written("v + y", frozenset({"u"})) == "u^2 + y"
    assert written("v + y", frozenset({"v"})) == "v + y"


def test_a_function_stays_a_call() -> None:
    assert written("f(u)") == "f(x + 1)"


@pytest.mark.parametrize(
    "steps",
    [
        "diff(p^2, p)",
        "diff(u, x)",
        "sum(u*k, k=1..3)",
        "integrate(t*u, t=0..1)",
        "limit(t*u, t=0)",
        "where(x > 0, u, y)",
    ],
)
def test_what_binds_differentiates_or_spares_a_branch_is_not_opened(steps: str) -> None:
    assert written(steps) == ""


def test_what_is_large_is_not_plain() -> None:
    node = Name("x")
    for _ in range(SIZE + 1):
        node = Apply("neg", (node,))
    assert not is_plain(node)
    assert is_plain(node.args[0].args[0])
