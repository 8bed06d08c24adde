"""Numbers that are not negative and solve linear equations, found in exact arithmetic.

The simplex method in two phases, on rational numbers; Bland's rule ends it where the steepest one
would go round in circles. Whoever asks checks the answer: nothing rests on this search.

Source: Chvátal, Linear Programming, chapters 2, 3 and 8.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from flint import fmpq

PIVOTS: Final = 90
STEEPEST: Final = 60  # pivots by the steepest rule before Bland's

Row = list[fmpq]
ZERO: Final = fmpq(0)


def solution(
    columns: Sequence[dict[int, fmpq]],
    target: dict[int, fmpq],
    worth: Sequence[bool],
    work: int,
) -> tuple[list[fmpq] | None, int]:
    """Weights >= 0 of columns whose sum is the target; None where none were found.

    Args:
        columns: each by its entries in the rows where it is not zero.
        target: likewise.
        worth: of which columns some weight is wanted, if that can be.
        work: how many entries of the tableau may be worked out anew.

    Returns:
        the weights, and the work that was done.
    """
    rows = sorted({row for entries in (*columns, target) for row in entries})
    kept = _useful(columns, target, rows)
    if any(not any(row in columns[place] for place in kept) for row in target):
        return None, 0
    rows = sorted({row for place in kept for row in columns[place]})
    table = _Table([columns[place] for place in kept], target, rows, work)
    if not table.feasible():
        return None, table.work
    table.prefer([worth[place] for place in kept])
    weights = [ZERO] * len(columns)
    for place, weight in zip(kept, table.weights(), strict=True):
        weights[place] = weight
    return weights, table.work


def _useful(
    columns: Sequence[dict[int, fmpq]], target: dict[int, fmpq], rows: list[int]
) -> list[int]:
    """The columns that can have a weight: not those whose entry in some row nothing cancels."""
    kept = list(range(len(columns)))
    while True:
        lost: set[int] = set()
        for row in rows:
            there = [place for place in kept if row in columns[place]]
            goal = target.get(row, ZERO)
            if (goal <= 0 and all(columns[place][row] > 0 for place in there)) or (
                goal >= 0 and all(columns[place][row] < 0 for place in there)
            ):
                lost.update(there)
        if not lost:
            return kept
        kept = [place for place in kept if place not in lost]


class _Table:
    """A tableau: a row for each equation, its right side last; artificial columns are not kept."""

    def __init__(
        self,
        columns: Sequence[dict[int, fmpq]],
        target: dict[int, fmpq],
        rows: list[int],
        most: int,
    ) -> None:
        self.width = len(columns)
        self.work = 0
        self._most = most
        self.rows: list[Row] = []
        for row in rows:
            entries = [column.get(row, ZERO) for column in columns]
            entries.append(target.get(row, ZERO))
            self.rows.append([-entry for entry in entries] if entries[-1] < 0 else entries)
        self.basis = [-1] * len(rows)  # -1 is an artificial column
        self.pivots = 0

    def feasible(self) -> bool:
        """Whether the equations have a solution, and one is in the basis now."""
        cost = [sum((row[j] for row in self.rows), ZERO) for j in range(self.width + 1)]
        self._climb(cost)
        return cost[-1] == 0

    def prefer(self, worth: Sequence[bool]) -> None:
        """Go on from a solution until a column of worth has a weight."""
        if any(worth[place] and row[-1] > 0 for place, row in self._basic()):
            return
        cost = [fmpq(1) if good else ZERO for good in worth] + [ZERO]
        for place, row in self._basic():
            if cost[place] != 0:
                cost = [entry - cost[place] * other for entry, other in zip(cost, row, strict=True)]
        self._climb(cost, enough=True)

    def weights(self) -> list[fmpq]:
        """The solution in the basis."""
        found = [ZERO] * self.width
        for place, row in self._basic():
            found[place] = row[-1]
        return found

    def _basic(self) -> list[tuple[int, Row]]:
        pairs = zip(self.basis, self.rows, strict=True)
        return [(place, row) for place, row in pairs if place >= 0]

    def _climb(self, cost: Row, *, enough: bool = False) -> None:
        """Pivot while the cost row, which is changed in place, promises more."""
        while self._may_go_on() and (enough or cost[-1] != 0):
            gains = [j for j in range(self.width) if cost[j] > 0]
            if not gains:
                return
            steep = self.pivots < STEEPEST
            entering = max(gains, key=lambda j: cost[j]) if steep else gains[0]
            leaving = self._leaving(entering, artificial=not enough)
            if leaving is None:
                return
            grown = self.rows[leaving][-1] > 0
            self._pivot(leaving, entering, cost)
            if enough and grown:
                return

    def _may_go_on(self) -> bool:
        step = (len(self.rows) + 1) * (self.width + 1)
        return self.pivots < PIVOTS and self.work + step <= self._most

    def _leaving(self, entering: int, *, artificial: bool) -> int | None:
        best: tuple[fmpq, int] | None = None
        leaving = None
        for number, row in enumerate(self.rows):
            entry = row[entering]
            if self.basis[number] < 0 and not artificial and entry != 0:
                return number  # an artificial column at 0 gives way first
            if entry > 0:
                rank = row[-1] / entry, self.basis[number]
                if best is None or rank < best:
                    best, leaving = rank, number
        return leaving

    def _pivot(self, leaving: int, entering: int, cost: Row) -> None:
        self.pivots += 1
        self.work += (len(self.rows) + 1) * (self.width + 1)
        pivot = self.rows[leaving][entering]
        row = self.rows[leaving] = [entry / pivot for entry in self.rows[leaving]]
        used = [j for j, entry in enumerate(row) if entry != 0]
        for other in (*self.rows[:leaving], *self.rows[leaving + 1 :], cost):
            factor = other[entering]
            if factor != 0:
                for j in used:
                    other[j] -= factor * row[j]
        self.basis[leaving] = entering
