"""What is given of arrays: for which indices a condition holds."""

from __future__ import annotations

from verifier.algebra.literals import NONZERO, Literal
from verifier.algebra.ring import CAPACITIES
from verifier.claims.claim import Claim, Context, Domain, Field
from verifier.kernel.array_givens import Goal
from verifier.kernel.arrays import Arrays, Showing
from verifier.kernel.setting import Setting
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
