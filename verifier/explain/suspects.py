"""Candidates for what a line was meant to be, each with what it would change.

First every small change at one place, then what is missing by its value, then by its normal form,
then two changes at once. Values at a few points throw out nearly all of them; what is left is for
the judge.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from verifier.explain.needed import needed_values
from verifier.explain.pool import Pool
from verifier.explain.positions import Path, Position, along, in_order, positions, put
from verifier.explain.slips import Slip, Surroundings, added_functions, exchanges, slips
from verifier.explain.tensor_slips import tensor_slips
from verifier.explain.tidy import (
    negated,
    number,
    powered,
    product,
    quotient,
    times,
    total,
    with_factor,
    with_term,
)
from verifier.explain.trial import Trial, Values
from verifier.language.expressions import Apply, Binder, Expression, Number, children

WORK = 10_000  # candidates looked at, for one line and one kind of them
READ = 12_000  # nodes read for that by the kernel's way
READ_IN_ALL = 18_000
PIECES = 20  # put in where values do not say what is missing
ENTRIES = 24  # of arrays, put in under a sum
PUT_IN = 4  # what a piece costs that was put in the place of another by its value
UNLIKELY = 100
MATRIX = 2  # axes of what has no value, which may be anything
FIRSTS = 160  # changes that a second one is looked for beside


class Suspect(NamedTuple):
    """A whole line as it could have been meant.

    ``slips`` are the changes with their places in the line as it was written.
    """

    line: Expression
    cost: int
    slips: tuple[tuple[Path, Slip], ...]

    def within(self, whole: Expression, path: Path) -> Suspect:
        """The whole with this line as the part at the end of a path."""
        slips = tuple(((*path, *below), slip) for below, slip in self.slips)
        return Suspect(put(whole, path, self.line), self.cost, slips)


class Search:
    """Candidates for one line."""

    def __init__(
        self,
        line: Expression,
        goal: Expression,
        trial: Trial,
        around: Surroundings,
        pool: Pool,
        *,
        above: Expression | None = None,
    ) -> None:
        """``above`` is the line above, which is not to be repeated, unless that is the goal."""
        self.line = line
        self.above = goal if above is None else above
        self.trial = trial
        self.around = around
        self.pool = pool
        self._work = self._until = 0
        self._end = trial.spent + READ_IN_ALL
        goal_values = trial.values(goal)
        self.goal: Values = goal_values or ()
        self._seen: dict[Expression, int] = {line: 0, self.above: 0}

    def singles(self) -> Iterator[Suspect]:
        """Lines that one change makes, and whose values are right."""
        self._begin()
        yield from self._beside(self.line, ())
        for slip in exchanges(self.line, self.around.names):
            if self.is_right(slip.new):
                yield from self.suspect(slip.new, ((), slip))

    def _begin(self) -> None:
        self._work, self._until = WORK, min(self.trial.spent + READ, self._end)

    @property
    def _spent(self) -> bool:
        return self._work <= 0 or self.trial.spent > self._until

    def paired(self) -> Iterator[Suspect]:
        """The same with two pieces put together."""
        self._begin()
        self.pool.pair_up()
        yield from self._beside(self.line, ())

    def inside(self) -> Iterator[Suspect]:
        """Lines that come right by a piece from around, where values do not say which."""
        self._begin()
        needed = needed_values(self.line, self.goal, self.trial)
        for position in positions(self.line):
            if position.path in needed or isinstance(position.node, Number):
                continue
            pieces = self.pool.small(PIECES, position.node)
            for slip in _combined(position.node, [*pieces, *self._entries(position.path)]):
                self._work -= 1
                if self._spent:
                    return
                new = put(self.line, position.path, slip.new)
                if self.is_right(new):
                    yield from self.suspect(new, (position.path, slip))

    def _entries(self, path: Path) -> Iterator[Expression]:
        """Entries of arrays that may stand at a place, under the sums that it lies in."""
        bound = frozenset(
            node.variable for node in along(self.line, path) if isinstance(node, Binder)
        )
        known = self.pool.entries.items() if bound else ()
        return islice((entry for entry, letters in known if letters & bound), ENTRIES)

    def doubles(self) -> Iterator[Suspect]:
        """Lines that two changes at different places make."""
        self._begin()
        firsts = [
            (position, slip)
            for position in positions(self.line)
            for slip in (*slips(position.node, self.around), *self._tensor_slips(position.node))
            if slip.cost <= 2
        ]
        firsts.sort(key=lambda first: first[1].cost)
        for position, slip in firsts[:FIRSTS]:
            if self._spent:
                return
            changed = put(self.line, position.path, slip.new)
            if self.trial.values(changed) is not None:
                yield from self._beside(changed, ((position.path, slip),))

    def _beside(
        self, whole: Expression, before: tuple[tuple[Path, Slip], ...]
    ) -> Iterator[Suspect]:
        """One more change of a line that may have been changed already."""
        needed = needed_values(whole, self.goal, self.trial)
        self._work -= 2 * len(needed)
        for position in positions(whole):
            if before and _touches(position.path, before[0][0]):
                continue
            wanted = needed.get(position.path)
            for slip in self._changes(position, wanted, double=bool(before)):
                self._work -= 1
                if self._fits(whole, position, slip, wanted):
                    new = put(whole, position.path, slip.new)
                    if self.is_right(new):  # a part may fit where the whole has no value
                        yield from self.suspect(new, *before, (position.path, slip))
            if self._spent:
                return

    def _changes(
        self, position: Position, wanted: Values | None, *, double: bool
    ) -> Iterator[Slip]:
        if wanted is not None:
            yield from self._by_value(position, wanted)
        elif double:
            return  # it would have to be worked out from the top
        yield from slips(position.node, self.around)
        yield from self._tensor_slips(position.node)
        if not double:
            yield from added_functions(position.node, self.around)

    def _tensor_slips(self, node: Expression) -> Iterator[Slip]:
        if not self.trial.sizes:
            return iter(())
        values = self.trial.values(node)
        return tensor_slips(node, MATRIX if values is None else self.trial.rank(values))

    def _fits(
        self, whole: Expression, position: Position, slip: Slip, wanted: Values | None
    ) -> bool:
        if wanted is None:
            return self.is_right(put(whole, position.path, slip.new))
        if self.trial.agrees(slip.new, wanted):
            return True
        # An even power hides a sign: the value that is needed below it is one of two.
        return _below_power(whole, position.path) and self.is_right(
            put(whole, position.path, slip.new)
        )

    def is_right(self, whole: Expression) -> bool:
        """Whether a line may have the values it should have."""
        return self.trial.agrees(whole, self.goal) and self.trial.fits(whole)

    def suspect(self, line: Expression, *made: tuple[Path, Slip]) -> Iterator[Suspect]:
        """A candidate, unless it has been a likelier one before or repeats the line above."""
        if made[0][0] == () and made[0][1].kind == "instead" and self._repeats(line):
            return
        cost = sum(slip.cost for _, slip in made)
        if cost < self._seen.get(line, UNLIKELY):
            self._seen[line] = cost
            yield Suspect(line, cost, made)

    def _repeats(self, line: Expression) -> bool:
        """Whether a line is the one above but for the order of terms and factors."""
        return in_order(line) is in_order(self.above)

    # -- what is missing, by its values --------------------------------------------------------

    def _by_value(self, position: Position, wanted: Values) -> Iterator[Slip]:
        written = self.trial.values(position.node)
        yield from self._instead(position, wanted)
        if written is None:
            return
        trial = self.trial
        opposite = trial.combine("neg", [written])
        gaps = None if opposite is None else trial.combine("+", [wanted, opposite])
        if gaps is not None:
            yield from self._terms(position.node, gaps)
        yield from self._power(position.node, written, wanted)
        yield from self._number_factor(position.node, written, wanted)
        ratios = trial.combine("/", [wanted, written])
        if ratios is not None:
            yield from self._factors(position.node, ratios)
        turned = trial.combine("/", [written, wanted])
        if turned is not None:
            yield from self._divisors(position.node, turned)

    def _instead(self, position: Position, wanted: Values) -> Iterator[Slip]:
        node = position.node
        value = self.trial.number(wanted)
        if value is not None:
            new = number(value)
            cost = 2 if isinstance(node, Number) else PUT_IN
            yield Slip(new, cost, "instead", (node, new))
        pieces = self.pool.having(wanted)[:3]
        if position.path:
            pieces += islice(self.pool.multiples(wanted), 2)
        else:  # what is put together in place of a whole line says nothing about that line
            pieces = [piece for piece in pieces if self.pool.stands_around(piece)]
        for piece in pieces:
            yield Slip(piece, PUT_IN, "instead", (node, piece))

    def _terms(self, node: Expression, gaps: Values) -> Iterator[Slip]:
        value = self.trial.number(gaps)
        if value:
            term = number(value)
            yield Slip(with_term(node, term), 3, "missing term", (term,))
        opposite = self.trial.combine("neg", [gaps]) or gaps
        for piece in self.pool.having(gaps)[:3]:
            yield Slip(with_term(node, piece), 3, "missing term", (piece,))
        for piece in self.pool.having(opposite)[:3]:
            term = negated(piece)
            yield Slip(with_term(node, term), 3, "missing term", (term,))
        for term in islice(self.pool.multiples(gaps), 3):
            yield Slip(with_term(node, term), 3, "missing term", (term,))

    def _factors(self, node: Expression, ratios: Values) -> Iterator[Slip]:
        yield from self._times(node, ratios, minus=False)
        opposite = self.trial.combine("neg", [ratios])
        if opposite is not None:
            yield from self._times(node, opposite, minus=True)

    def _times(self, node: Expression, ratios: Values, *, minus: bool) -> Iterator[Slip]:
        multiples = () if minus else islice(self.pool.multiples(ratios), 3)
        for piece in (*self.pool.having(ratios)[:3], *multiples):
            factor = negated(piece) if minus else piece
            for new in with_factor(node, factor):
                yield Slip(new, 3, "missing factor", (factor,))
            match node:
                case Apply("/", (over, under)):
                    new = quotient(product((over, factor)), under)
                    yield Slip(new, 3, "missing factor", (factor,))
                case _:
                    pass

    def _divisors(self, node: Expression, ratios: Values) -> Iterator[Slip]:
        for piece in self.pool.having(ratios)[:3]:
            yield Slip(quotient(node, piece), 3, "missing divisor", (piece,))
            match node:
                case Apply("/", (over, under)):
                    new = quotient(over, product((under, piece)))
                    yield Slip(new, 3, "missing divisor", (piece,))
                case _:
                    pass

    def _number_factor(self, node: Expression, written: Values, wanted: Values) -> Iterator[Slip]:
        """A number that the part was not multiplied with."""
        value = self.trial.multiple(wanted, written)
        if value is None or value in (0, 1, -1):
            return
        factor, divisor = number(value), number(1 / value)
        yield Slip(times(factor, node), 2, "missing factor", (factor,))
        yield Slip(quotient(node, divisor), 2, "missing divisor", (divisor,))

    def _power(self, node: Expression, written: Values, wanted: Values) -> Iterator[Slip]:
        """An exponent that was lost."""
        over, under = (self.trial.combine("log", [found]) for found in (wanted, written))
        logs = None if over is None or under is None else self.trial.combine("/", [over, under])
        exponent = None if logs is None else self.trial.number(logs)
        if exponent is not None and exponent not in (0, 1) and not isinstance(node, Number):
            yield Slip(powered(node, exponent), 2, "exponent", (node, number(exponent)))


def _below_power(whole: Expression, path: Path) -> bool:
    for index in path:
        if index == 0 and isinstance(whole, Apply) and whole.head == "^":
            return True
        whole = children(whole)[index]
    return False


def _combined(node: Expression, pieces: list[Expression]) -> Iterator[Slip]:
    for piece in pieces:
        if piece is not node:
            yield Slip(piece, PUT_IN, "instead", (node, piece))
            yield Slip(with_term(node, piece), 4, "missing term", (piece,))
            yield Slip(total((node, negated(piece))), 4, "missing term", (negated(piece),))
            yield Slip(product((node, piece)), 4, "missing factor", (piece,))
            yield Slip(quotient(node, piece), 4, "missing divisor", (piece,))


def _touches(one: Path, other: Path) -> bool:
    """Whether one place lies in the other."""
    length = min(len(one), len(other))
    return one[:length] == other[:length]
