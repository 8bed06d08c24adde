"""The trials of one claim: draws that are built, evaluated on both sides and compared.

Where two sides differ in doubles, the same draw is built and evaluated in a hundred digits; only
what differs there differs. One draw is looked at in a hundred digits in any case, so that a term
too small for doubles is seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from math import prod

import numpy as np

from verifier.claims.claim import Claim
from verifier.claims.numeric import (
    Disagreement,
    Entries,
    NumericOutcome,
)
from verifier.claims.shapes import Shapes
from verifier.confirmation.arithmetic import (
    Arithmetic,
    Array,
    Balls,
    Doubles,
    FinerBalls,
    NeedsBallsError,
    UnableError,
    nearly,
)
from verifier.confirmation.comparing import DIRECTIONS, Comparison, compare
from verifier.confirmation.decisions import Decisions, RedrawError
from verifier.confirmation.draws import KINDS, WIDE, Draft, draft, draw_stranger, fill
from verifier.confirmation.gaps import differentiates
from verifier.confirmation.hidden import Hidden
from verifier.confirmation.met import Met
from verifier.confirmation.reach import Reach
from verifier.confirmation.sizes import (
    MOST_VALUES,
    NEAR,
    USUAL,
    degrees,
    draw_sizes,
    integral,
    size_letters,
    size_value,
)
from verifier.confirmation.strangers import Stranger
from verifier.confirmation.worlds import BALL, WORK, Scene, World
from verifier.language.expressions import Expression, free_names

ATTEMPTS = 40  # at one trial
MOST = 1e300  # of a relative error, which may have no end
SMALL = 8_000  # entries worked out for a draw that is looked at again in balls


@dataclass(frozen=True, slots=True)
class Drawn:
    """One draw, ready to be built in either arithmetic."""

    sizes: dict[str, int]
    chosen: Draft
    strangers: dict[str, Stranger]
    directions: int  # the seed of the directions


class Trials:
    """All trials of one claim, and what they went through."""

    def __init__(
        self,
        claim: Claim,
        seed: int,
        trials: int,
        fixed: dict[str, int],
        stand_ins: dict[str, Expression],
    ) -> None:
        self.claim = claim
        self.seed = seed
        self.trials = trials
        self.fixed = fixed
        self.stand_ins = stand_ins
        self.shapes = Shapes(claim.context)
        self.reach = Reach(claim.context)
        self.needed = self._needed()
        self.letters = size_letters(claim, self.reach, self.needed)
        numbers = [name for name, domain in claim.context.symbols.items() if integral(domain)]
        self.degrees = degrees(claim, self.reach, (*self.letters, *numbers))
        self.hidden = Hidden(claim, self.reach)
        self.slopes = differentiates(claim, self.reach)
        self.span = USUAL
        self.met = Met()
        self.redrawn: Counter[str] = Counter()

    def _needed(self) -> frozenset[str]:
        """The symbols that the claim and the assumptions speak of, and their ranges."""
        context = self.claim.context
        nodes = [self.claim.left, self.claim.right, *context.assumptions]
        names = frozenset[str]().union(*map(self.reach.of, nodes))
        ends = [end for name, end in self.stand_ins.items() if name in names]
        names = names.union(*map(self.reach.of, ends))
        for name in reversed(list(context.symbols)):
            if name in names:
                domain = context.symbols[name]
                ends = [end.value for end in (domain.lower, domain.upper) if end is not None]
                names = names.union(*map(free_names, (*ends, *domain.excluded)))
        return names

    def trial(self, trial: int, kind: str) -> NumericOutcome | None:
        """One trial; None where it agrees or nothing could be drawn."""
        for attempt in range(ATTEMPTS if kind != WIDE else ATTEMPTS // 4):
            try:
                drawn = self._draw(trial, attempt, kind)
                return self._settle(drawn, first=not self.met.precise)
            except RedrawError as why:
                self.redrawn[str(why)] += kind != WIDE
        return None

    def _draw(self, trial: int, attempt: int, kind: str) -> Drawn:
        random = np.random.default_rng([self.seed, trial, attempt, KINDS.index(kind)])
        context = self.claim.context
        wanted = {name: n + 1 for name, n in self.degrees.items() if 0 < n < MOST_VALUES}
        sizes = draw_sizes(
            self.letters, context, self.fixed, wanted, trial + attempt, self.seed, span=self.span
        )
        shapes = {
            name: tuple(size_value(size, sizes) for size in domain.shape)
            for name, domain in context.symbols.items()
            if name in self.needed and name not in sizes
        }
        if any(size < 1 for shape in shapes.values() for size in shape):
            raise RedrawError("domain")
        if sum(map(prod, shapes.values())) > WORK:
            raise UnableError("its arrays are too large to be drawn")
        strangers = {
            name: draw_stranger(arity, domain, random)
            for name, (arity, domain) in context.opaque.items()
            if name in self.needed
        }
        chosen = draft(kind, shapes, context.symbols, bool((trial + attempt) % 2), random)
        return Drawn(sizes, chosen, strangers, int(random.integers(2**31)))

    def _settle(self, drawn: Drawn, *, first: bool) -> NumericOutcome | None:
        """Compare the sides in doubles, and where that leaves anything open, in balls."""
        once = first and self.span == NEAR  # a draw that is there for its digits
        doubles = None if once else self._in_doubles(drawn)
        near = doubles is not None and doubles[0].error <= Doubles.tolerance
        if doubles is not None and near and (not first or doubles[1].scene.spent > SMALL):
            self._count(drawn, *doubles)
            return None
        try:
            # What agrees in doubles along several directions needs no more than one of them again.
            found, world = self._compared(drawn, Balls(), 1 if near or once else DIRECTIONS)
        except UnableError:
            if doubles is None or not near:
                raise
            self._count(drawn, *doubles)
            return None
        if found.error > Balls.tolerance:
            if not (found.certain and self._stands(drawn)):
                raise RedrawError("precision")
            return self._disagreement(drawn, found, world.scene)
        self.met.precise += 1
        self.met.balls |= doubles is None
        if doubles is not None and near:
            found, world = doubles
        self._count(drawn, found, world)
        return None

    def _stands(self, drawn: Drawn) -> bool:
        """Whether a difference is none of the steps that derivatives were taken by."""
        if not self.slopes:
            return True
        taken = [self._slopes(drawn, arithmetic) for arithmetic in (Balls(), FinerBalls())]
        return len(taken[0]) == len(taken[1]) and all(map(nearly, *taken))

    def _slopes(self, drawn: Drawn, arithmetic: Balls) -> list[Array]:
        """Every derivative that is taken on the way."""
        found: list[Array] = []
        self._compared(drawn, arithmetic, slopes=found)
        return found

    def _in_doubles(self, drawn: Drawn) -> tuple[Comparison, World] | None:
        try:
            return self._compared(drawn, Doubles())
        except NeedsBallsError:
            return None

    def _compared(
        self,
        drawn: Drawn,
        arithmetic: Arithmetic,
        directions: int = DIRECTIONS,
        slopes: list[Array] | None = None,
    ) -> tuple[Comparison, World]:
        values: dict[str, Array] = {}
        scene = self.scene(arithmetic, drawn.sizes, values, drawn.strangers)
        fill(World(scene), drawn.chosen, values)
        scene.slopes = slopes
        scene.decisions = Decisions()  # what the assumptions went through does not count
        scene.decisions.recording = self.span == USUAL
        random = np.random.default_rng(drawn.directions)
        world = World(scene)
        return compare(world, self.claim, random.standard_normal, directions), world

    def scene(
        self,
        arithmetic: Arithmetic,
        sizes: Mapping[str, int],
        values: Mapping[str, Array],
        strangers: Mapping[str, Stranger],
    ) -> Scene:
        return Scene(
            self.claim.context,
            self.shapes,
            self.reach,
            arithmetic,
            sizes,
            values,
            strangers,
            self.stand_ins,
            Decisions(),
            BALL if isinstance(arithmetic, Balls) else 1,
        )

    def _count(self, drawn: Drawn, found: Comparison, world: World) -> None:
        if self.span == USUAL:
            self.met.count(world, self.claim, drawn.chosen, found.error, self.hidden)

    def _disagreement(self, drawn: Drawn, found: Comparison, scene: Scene) -> Disagreement:
        point = {name: _entries(scene.arithmetic.doubles(v)) for name, v in scene.values.items()}
        sizes = dict(drawn.sizes)
        return Disagreement(
            sizes, point, found.left, found.right, min(found.error, MOST), self.seed, found.where
        )


def _entries(value: Array) -> Entries:
    if np.ndim(value) == 0:
        return float(value)
    return tuple(map(_entries, value))
