"""What is given of arrays: for which indices a condition holds."""

from __future__ import annotations

import pytest

from tests.test_attacks import verdict_of
from verifier.algebra.literals import NONZERO, Literal
from verifier.algebra.ring import CAPACITIES
from verifier.claims.claim import Claim, Context, Domain, Field
from verifier.kernel.array_givens import Goal
from verifier.kernel.arrays import Arrays, Showing
from verifier.kernel.setting import Setting
from verifier.kernel.verdicts import Proved, Refuted, Verdict
from verifier.language.expressions import ONE, ZERO, Entry, Name

N, A = Name("n"), Name("A")


def entry(row: str, column: str) -> Entry:
    return Entry(A, (Name(row), Name(column)))


def test_an_index_keeps_to_the_one_that_its_range_ends_at() -> None:
    """What holds of A[k, j] for j up to k says nothing of A[p, j] for those j."""
    context = Context(symbols={"n": Domain(Field.INTEGER), "A": Domain(shape=(N, N))})
    goal = Goal(Claim(ZERO, "=", ZERO, context), frozenset())
    showing = Showing(Arrays(Setting(context)), goal, CAPACITIES[1], {"p": (ONE, N)})
    showing.ranges |= {"k": (ONE, N), "j": (ONE, Name("k"))}
    below = Literal(entry("k", "j"), NONZERO, A)
    found = {one.subject for one in showing._instances(below, frozenset({"p", "k", "j"}))}
    assert found == {entry("k", "j")}
    rows = Literal(entry("k", "k"), NONZERO, A)
    found = {one.subject for one in showing._instances(rows, frozenset({"p", "k"}))}
    assert found == {entry("k", "k"), entry("p", "p")}


def verdict(line: str, *assumed: str, symbols: tuple[str, ...] = ()) -> Verdict:
    listed = "".join(f"  - {relation}\n" for relation in assumed)
    square = ("A, B, C: real[n, n]", "x: real[n]", "s: real")
    return verdict_of(line, *square, *symbols, extra=f"assume:\n{listed}")


@pytest.mark.parametrize("assumed", ["A.T == A", "A[i, j] == A[j, i]"])
@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("A @ x = x @ A", Proved),
        ("inv(A + s*eye(n)).T = inv(A + s*eye(n))", Proved),
        ("grad(x @ A @ x, x) = 2*A @ x", Proved),
        ("grad(tr(A @ B), A) = B.T", Proved),
        ("grad(tr(A @ B), A) = (B + B.T)/2", Refuted),
        ("A @ B = B @ A", Refuted),
    ],
)
def test_an_assumed_symmetry_is_one_of_the_point(
    line: str, expected: type[Verdict], assumed: str
) -> None:
    assert isinstance(verdict(line, assumed), expected)


def test_one_pair_of_equal_entries_is_no_symmetry() -> None:
    literal = ("M: real[2, 2]",)
    assert isinstance(verdict("M.T = M", "M[1, 1] == M[1, 1]", symbols=literal), Refuted)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("B @ A = eye(n)", Proved),
        ("inv(A) = B", Proved),
        ("A @ inv(A) @ x = x", Proved),
        ("det(A)*det(B) = 1", Proved),
        ("A @ B.T = eye(n)", Refuted),
        ("det(A) = 1", Refuted),
    ],
)
def test_square_matrices_whose_product_is_the_identity_are_inverse(
    line: str, expected: type[Verdict]
) -> None:
    assert isinstance(verdict(line, "A @ B == eye(n)"), expected)


def test_matrices_that_are_not_square_have_an_inverse_on_one_side_only() -> None:
    symbols = ("X: real[n, k]", "W: real[k, n]")
    found = verdict("W @ X = eye(k)", "X @ W == eye(n)", symbols=symbols)
    assert isinstance(found, Refuted)
    assert isinstance(verdict("tr(W @ X) = n", "X @ W == eye(n)", symbols=symbols), Proved)
