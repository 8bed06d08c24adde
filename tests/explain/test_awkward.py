"""What no author writes counts against a candidate; what authors write does not."""

from __future__ import annotations

import pytest

from tests.judged import derivation, document
from verifier.documents.load import load
from verifier.explain.awkward import awkwardness
from verifier.language.parser import parse

HEADER = "symbols:\n  n: natural >= 1\n  A, B: real[n, n]\n  x, y, z: real"
SCOPE = load(document(HEADER, [derivation("d", ["x", "= x"])]).encode(), "scope.yaml").scope


@pytest.mark.parametrize(
    "text",
    [
        "x + x",
        "x + 2*x",
        "x - (-y)",
        "-(-x)",
        "-(-A @ B)",
        "A @ (-B)",
        "x + 0",
        "1*x",
        "x^1",
        "x*x^2",
        "(x + y) + z",
        "(x - y) + y",
        "3*(x/3)",
        "x*y + x*z",
        "x/1",
        "x/x",
        "(x/y)/z",
        "2/4",
        "2^3",
        "1 + 1",
        "log(2)",
        "abs(-x)",
        "-x > -y",
    ],
)
def test_what_nobody_writes_is_awkward(text: str) -> None:
    assert awkwardness(parse(text, SCOPE).expression) > 0


@pytest.mark.parametrize(
    "text",
    [
        "x",
        "-x",
        "x + y",
        "x - y + 1",
        "2*x*y",
        "x^2 + 2*x*y + y^2",
        "(x + y)*(x - y)",
        "x/(1 + y)",
        "1/x",
        "exp(-x)",
        "-A @ B",
        "A.T @ B",
        "2*A @ B",
        "x^2/2",
        "(x + y)/2",
        "x*(y > 0)",
    ],
)
def test_what_authors_write_is_not(text: str) -> None:
    assert awkwardness(parse(text, SCOPE).expression) == 0
