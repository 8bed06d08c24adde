"""Random steps about arrays, true ones and nearly true ones, held against naive loops.

A line that passes must agree with the loops wherever it was looked at; a point that refutes one
must show two values that differ there as well.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import product

import pytest

from tests.judged import PASSING
from tests.oracle.arrays import Place, compare, differs
from tests.oracle.evaluator import UNCLEAR
from verifier.claims.claim import Claim
from verifier.documents.load import load
from verifier.judging.options import Options
from verifier.kernel.verdicts import Coordinate, Refuted, Verdict, grade
from verifier.running.runner import run_text

HEADER = """symbols:
  A, B: real[n, n]
  C: real[n, 1]
  x, y: real[n]
  s: real
derivations:
"""
SHAPES = {"A": "nn", "B": "nn", "C": "n1", "x": "n", "y": "n", "s": ""}
LINES = 14  # of each seed
DRAWS = 8
SLIPS = [
    *(("A.T", "A"), ("A", "A.T"), ("x", "y"), ("axis=0", "axis=1"), ("axis=1", "axis=0")),
    *(("relu(", "abs("), ("max(", "min("), ("> 0", ">= 0"), ("^2", "^3"), (" + ", " - ")),
    *(("relu(x)", "x*(x > 0)"), ("abs(x)", "x*sign(x)"), ("x @ y", "sum(x*y)"), ("(n", "(1 + n")),
    *(("A @ B", "(B.T @ A.T).T"), ("tr(A", "tr(A.T"), ("max(x, y)", "max(y, x)")),
    *(("sum(C, axis=1)", "C[1, 1]*ones(n)"), ("sum(C)", "sum(sum(C, axis=1))"), ("s*", "s^1*")),
    *(("inv(A)", "inv(A.T).T"), ("inv(A)", "inv(A).T"), ("sum(x)", "n*mean(x)"), ("/n", "/1")),
]


class Author:
    """Writes expressions of a rank, and slips while copying them."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - lines to try

    def number(self, depth: int) -> str:
        v, m = self.vector, self.matrix
        return self._one_of(
            depth,
            ("s", "2", "sum(x)", "sum(C)", "x @ y"),
            lambda d: f"sum({v(d)})",
            lambda d: f"({v(d)}) @ ({v(d)})",
            lambda d: f"tr({m(d)})",
            lambda d: f"sum({m(d)})/n",
            lambda d: f"var({v(d)})",
            lambda d: f"relu({self.number(d)})",
            lambda d: f"sum(({v(d)})^2)",
        )

    def vector(self, depth: int) -> str:
        v, m = self.vector, self.matrix
        return self._one_of(
            depth,
            ("x", "y", "sum(C, axis=1)"),
            lambda d: f"({m(d)}) @ ({v(d)})",
            lambda d: f"relu({v(d)})",
            lambda d: f"abs({v(d)})",
            lambda d: f"max({v(d)}, {v(d)})",
            lambda d: f"({v(d)} + {v(d)})",
            lambda d: f"({v(d)})*({v(d)})",
            lambda d: f"sum({m(d)}, axis=1)",
            lambda d: f"({v(d)})*(({v(d)}) > 0)",
            lambda d: f"s*({v(d)})",
        )

    def matrix(self, depth: int) -> str:
        v, m = self.vector, self.matrix
        return self._one_of(
            depth,
            ("A", "B", "A.T", "A @ B", "C*x", "inv(A)"),
            lambda d: f"({m(d)}) @ ({m(d)})",
            lambda d: f"({m(d)} + {m(d)})",
            lambda d: f"outer({v(d)}, {v(d)})",
            lambda d: f"diag({v(d)})",
            lambda d: f"({m(d)}).T",
            lambda d: f"({m(d)})*({m(d)})",
        )

    def _one_of(self, depth: int, short: tuple[str, ...], *longer: Callable[[int], str]) -> str:
        if depth <= 0:
            return self.random.choice(short)
        return self.random.choice(longer)(depth - 1)

    def step(self) -> str:
        write = self.random.choice([self.number, self.vector, self.matrix, self.slope])
        left = write(2)
        return f"{left} = {self.copied(left)}"

    def slope(self, depth: int) -> str:
        return f"grad({self.number(depth)}, {self.random.choice('xyA')})"

    def copied(self, text: str) -> str:
        """The text with one slip or a harmless change, where there is a place for one."""
        slips = [slip for slip in SLIPS if slip[0] in text]
        if not slips:
            return text
        old, new = self.random.choice(slips)
        place = self.random.choice([i for i in range(len(text)) if text.startswith(old, i)])
        return text[:place] + new + text[place + len(old) :]


def _claim(line: str) -> Claim | None:
    """The step as a claim; None where a slip has made it one that cannot be read."""
    from verifier.language.problems import Malformed

    try:
        document = load(f"{HEADER}  q: '{line}'\n".encode(), "q.yaml")
    except Malformed:
        return None
    start, last = document.derivations[0].lines
    return Claim(start.expression, "=", last.expression, document.context)


def _drawn(generator: random.Random) -> tuple[int, dict[tuple[str, Place], Fraction]]:
    """A size and entries, ties and zeros often among them."""
    n = generator.choice([1, 2, 2, 3])
    point = {}
    for name, shape in SHAPES.items():
        for at in product(*(range(1, (n if letter == "n" else 1) + 1) for letter in shape)):
            point[name, at] = Fraction(generator.choice([0, 0, 1, 1, -1, 2, -2, 3]))
    return n, point


def differing(claim: Claim, seed: int) -> bool:
    """Whether the loops find a point where the two sides certainly do not agree."""
    generator = random.Random(seed)  # noqa: S311 - points to try
    return any(
        differs(both)
        for n, point in (_drawn(generator) for _ in range(DRAWS))
        for both in compare(claim, {"n": n}, point)
    )


def stands(claim: Claim, witness: Mapping[str, Coordinate]) -> bool:
    """Whether the loops find the sides to differ at a point that refutes, as far as they know."""
    point = {
        (name, at): Fraction(value)
        for name, coordinate in witness.items()
        if name != "n"
        for at, value in _entries(coordinate, ())
    }
    size = witness.get("n", "1")
    found = list(compare(claim, {"n": int(size) if isinstance(size, str) else 1}, point))
    return any(differs(both) or UNCLEAR in (both.left, both.right) for both in found)


def _entries(coordinate: Coordinate, at: Place) -> Iterator[tuple[Place, str]]:
    if isinstance(coordinate, str):
        yield at, coordinate
        return
    for place, inner in enumerate(coordinate, 1):
        yield from _entries(inner, (*at, place))


def is_wrong(claim: Claim, verdict: Verdict, seed: int) -> bool:
    """Whether the loops contradict a verdict."""
    if isinstance(verdict, Refuted):
        return not stands(claim, verdict.witness)
    return grade(verdict).word in PASSING and differing(claim, seed)


@pytest.mark.parametrize("seed", range(6))
def test_no_verdict_on_a_random_step_is_contradicted_by_loops(seed: int) -> None:
    author = Author(seed)
    steps = [author.step() for _ in range(LINES)]
    claims = {step: claim for step in steps if (claim := _claim(step)) is not None}
    text = HEADER + "".join(f"  q{place}: '{step}'\n" for place, step in enumerate(claims))
    outcome = run_text(text, Options(sympy=False))
    assert not outcome.faults
    verdicts = [derivation.lines[-1].verdict for derivation in outcome.derivations]
    words = {grade(verdict).word for verdict in verdicts}
    assert {"proved", "refuted"} <= words  # both are tried
    pairs = zip(claims.items(), verdicts, strict=True)
    assert [step for (step, claim), found in pairs if is_wrong(claim, found, seed)] == []


def test_a_wrong_verdict_would_be_noticed() -> None:
    from verifier.kernel.verdicts import Proved

    false, true = _claim("sum(relu(x)) = relu(sum(x))"), _claim("sum(x) = n*mean(x)")
    assert false is not None
    assert true is not None
    assert is_wrong(false, Proved("a mistake"), 1)
    assert not is_wrong(true, Proved("rightly"), 1)
    witness = {"n": "1", "x": ("2",)}
    assert is_wrong(true, Refuted(witness, "2", "3", "a mistake"), 1)
