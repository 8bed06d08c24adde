"""Linear equations over the fractions of a ring."""

from __future__ import annotations

from flint import fmpq_mpoly

from verifier.algebra.ring import Ratio, Ring

UNKNOWNS = 60


def solve(rows: list[list[fmpq_mpoly]], ring: Ring) -> list[Ratio] | None:
    """A solution x of ``Σ row[i]·x[i] + row[-1] = 0`` for every row; None if there is none.

    Unknowns that are left free are 0. Pivots are nonzero as polynomials: what is found holds as an
    identity and is a proposal wherever a pivot vanishes.
    """
    if not rows:
        return None
    size = len(rows[0]) - 1
    if size > UNKNOWNS:
        return None
    one = Ratio(ring.one, ring.one)
    pending = [[Ratio(entry, ring.one) for entry in row] for row in rows]
    solved: list[tuple[int, list[Ratio]]] = []
    for column in range(size):
        candidates = [row for row in pending if not row[column].num.is_zero()]
        if not candidates:
            continue
        pivot = min(candidates, key=lambda row: _weight(row, column))
        pending.remove(pivot)
        scale = ring.multiply(one, ring.inverse(pivot[column]))
        pivot = [ring.lowest(ring.multiply(entry, scale)) for entry in pivot]
        pending = [_without(row, pivot, column, ring) for row in pending]
        solved = [(at, _without(row, pivot, column, ring)) for at, row in solved]
        solved.append((column, pivot))
    if any(not row[-1].num.is_zero() for row in pending):
        return None
    found = [Ratio(ring.zero, ring.one)] * size
    for column, row in solved:
        found[column] = Ratio(-row[-1].num, row[-1].den)
    return found


def _weight(row: list[Ratio], column: int) -> int:
    return len(row[column].num) + sum(len(entry.num) for entry in row)


def _without(row: list[Ratio], pivot: list[Ratio], column: int, ring: Ring) -> list[Ratio]:
    factor = row[column]
    if factor.num.is_zero():
        return row
    minus = Ratio(-factor.num, factor.den)
    return [
        entry if other.num.is_zero() else ring.lowest(ring.plus(entry, ring.multiply(other, minus)))
        for entry, other in zip(row, pivot, strict=True)
    ]
