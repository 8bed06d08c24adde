"""What may have been left out of a line: the pieces that stand around it, found by their values."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from fractions import Fraction
from itertools import combinations, islice

from verifier.explain.pieces import (
    entries,
    is_piece,
    made_of,
    parts_of,
    reduced,
    reductions,
    size_of,
)
from verifier.explain.tidy import negated, number, product, quotient
from verifier.explain.trial import Trial, Values
from verifier.language.expressions import ONE, TWO, Apply, Expression, Name

READ = 6_000  # nodes read by the kernel's way for the values of pieces
SCANNED = 200  # pieces that open values are compared with
PAIRED = 26  # of which products and quotients are taken
PAIRED_ARRAYS = 36
CHAINED = 12  # matrices of which products of three are taken
MULTIPLE = 24  # the largest number that a piece may be multiplied or divided by


class Pool:
    """Pieces of the lines and definitions around, to be found by their values."""

    def __init__(
        self,
        sources: Iterable[Expression],
        names: Iterable[str],
        lines: frozenset[Expression],
        trial: Trial,
        results: frozenset[str] = frozenset(),
    ) -> None:
        """``lines`` are whole lines of the derivation: to repeat one mends nothing.

        ``results`` are the names that nothing is put together with.
        """
        self.trial = trial
        self._values: dict[Expression, Values] = {}
        self._found: dict[Hashable, list[Expression]] = {}
        self._directions: dict[Hashable, list[Expression]] = {}
        self._parts = parts_of(sources)
        around = [part for part in self._parts if part not in lines and is_piece(part)]
        self._around = frozenset(around)
        names = tuple(names)
        letters: list[Expression] = [Name(name) for name in names if name not in results]
        alone = [Name(name) for name in names if name in results]
        made = made_of(self._parts, letters, trial)
        ordered = sorted(dict.fromkeys([*around, *made]), key=size_of)
        self._valued: list[tuple[Expression, Values]] = []
        until = trial.spent + READ
        for piece in ordered:
            values = trial.values(piece) if trial.spent < until else None
            if values:
                self._valued.append((piece, values))
                self._add(piece, values)
        for name in alone:
            values = trial.values(name)
            if values:
                self._add(name, values)
        self.entries = entries(self._parts, letters, trial) if trial.sizes else {}

    def pair_up(self) -> None:
        """Take in squares, products, also of matrices, and quotients of the shortest pieces."""
        most = PAIRED_ARRAYS if self.trial.sizes else PAIRED
        for piece, values in self._valued[:most]:
            self._add_combined("*", Apply("^", (piece, TWO)), values, values)
            self._add_combined("@", Apply("@", (piece, piece)), values, values)
        for (one, ones), (other, others) in combinations(self._valued[:most], 2):
            self._pair(one, ones, other, others)
        if self.trial.sizes:
            self._chain_up()

    def having(self, values: Values) -> list[Expression]:
        """The pieces that may have these values, short ones first."""
        key = self.trial.key(values)
        if key is not None:
            return list(self._found.get(key, ()))
        if not self.trial.open(values):
            return []
        some = islice(self._values.items(), SCANNED)
        return [piece for piece, known in some if self.trial.alike(known, values)]

    def stands_around(self, piece: Expression) -> bool:
        """Whether a piece was written by the author, and not put together here."""
        return piece in self._around

    def multiples(self, values: Values) -> Iterator[Expression]:
        """Small multiples of pieces that may have these values, but not the pieces themselves."""
        direction = None if self.trial.number(values) is not None else self.trial.direction(values)
        for piece in self._directions.get(direction, ()) if direction is not None else ():
            factor = self.trial.multiple(values, self._values[piece])
            if factor is not None and abs(factor) != 1 and _is_small(factor):
                yield _times(factor, piece)

    def small(self, most: int, like: Expression) -> list[Expression]:
        """The shortest pieces that could stand beside an expression, those around first."""
        values = self.trial.values(like)
        pieces = [
            piece
            for found in self._found.values()
            for piece in found[:1]
            if values is None or self.trial.fit(self._values[piece], values) is not None
        ]
        return sorted(pieces, key=lambda piece: (piece not in self._around, size_of(piece)))[:most]

    def _add(self, piece: Expression, values: Values) -> None:
        key = self.trial.key(values)
        if key is None:
            return
        found = self._found.setdefault(key, [])
        if not found or self.trial.alike(self._values[found[0]], values):
            found.append(piece)
            self._values[piece] = values
            direction = self.trial.direction(values) if len(found) == 1 else None
            if direction is not None:
                self._directions.setdefault(direction, []).append(piece)

    def _pair(self, one: Expression, ones: Values, other: Expression, others: Values) -> None:
        for a, b, first, second in ((one, other, ones, others), (other, one, others, ones)):
            self._add_combined("/", quotient(a, b), first, second)
            self._add_combined("@", Apply("@", (a, b)), first, second)
        self._add_combined("*", product((one, other)), ones, others)

    def _add_combined(self, head: str, pair: Expression, ones: Values, others: Values) -> None:
        values = self.trial.combine(head, [ones, others])
        if values is not None:
            self._add(pair, values)

    def _chain_up(self) -> None:
        """Products of three matrices, and products of two summed over an axis."""
        flat = [found for found in self._valued if self.trial.rank(found[1]) > 1]
        for (one, ones), (other, others) in combinations(flat[:CHAINED], 2):
            whole = product((one, other))
            for reduction in reductions(self._parts):
                summed = reduced(reduction, whole)
                values = self.trial.values(summed)
                if values is not None:
                    self._add(summed, values)
            for a, b, first, second in ((one, other, ones, others), (other, one, others, ones)):
                both = self.trial.combine("@", [first, second])
                if both is not None:
                    for last, lasts in flat[:CHAINED]:
                        whole = Apply("@", (Apply("@", (a, b)), last))
                        self._add_combined("@", whole, both, lasts)


def _is_small(factor: Fraction) -> bool:
    return factor != 0 and max(abs(factor.numerator), factor.denominator) <= MULTIPLE


def _times(factor: Fraction, piece: Expression) -> Expression:
    """A number of times a piece, as it is written: `2/n`, `x/2`, `2*x`, `-2*x`."""
    match piece:
        case Apply("/", (over, under)) if over is ONE:
            size = quotient(number(abs(factor)), under)
            return negated(size) if factor < 0 else size
        case _ if abs(factor.numerator) == 1:
            size = quotient(piece, number(Fraction(factor.denominator)))
            return negated(size) if factor < 0 else size
        case Apply("@", (first, *rest)):
            return Apply("@", (_times(factor, first), *rest))
        case _:
            return product((number(factor), piece))
