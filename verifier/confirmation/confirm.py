"""A claim about arrays, looked at by numbers alone: drawn, evaluated, compared.

Nothing here knows how the claim is proved, or how derivatives are taken on paper. Where two sides
differ in doubles, the same draw is built and evaluated in a hundred digits; only what differs there
differs. One draw is looked at in a hundred digits in any case, so that a term too small for doubles
is seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from math import prod

import flint
import numpy as np

from verifier.claims.claim import Claim
from verifier.claims.numeric import (
    TRIALS,
    CannotConfirm,
    Disagreement,
    Entries,
    Numeric,
    NumericOutcome,
)
from verifier.claims.shape_errors import ShapeError, quoted
from verifier.claims.shapes import Shapes
from verifier.confirmation.arithmetic import (
    PRECISION,
    Arithmetic,
    Array,
    Balls,
    Doubles,
    FinerBalls,
    NeedsBallsError,
    UnableError,
    nearly,
)
from verifier.confirmation.assumptions import is_guessed
from verifier.confirmation.comparing import DIRECTIONS, Comparison, by_directions, compare
from verifier.confirmation.decisions import Decisions, RedrawError
from verifier.confirmation.draws import GRID, KINDS, SPREAD, WIDE, Draft, draft, draw_stranger, fill
from verifier.confirmation.gaps import constants, differentiates, unmet_seams, unmet_sides
from verifier.confirmation.hidden import Hidden
from verifier.confirmation.met import Met, closed_ends
from verifier.confirmation.reach import Reach
from verifier.confirmation.sizes import (
    FAR,
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
from verifier.language.expressions import Apply, Expression, Number, free_names

SEEN = 1e-18  # a constant smaller than that, or larger than its reciprocal, is not seen
ATTEMPTS = 40  # at one trial
WIDE_TRIALS = 4
FAR_TRIALS = 2
MOST = 1e300  # of a relative error, which may have no end
SMALL = 8_000  # entries worked out for a draw that is looked at again in balls
_RELATIONS = frozenset({"=", "<", "<=", ">", ">=", "!="})


def confirm(
    claim: Claim,
    seed: int,
    trials: int = TRIALS,
    sizes: Mapping[str, int] | None = None,
    stand_ins: Mapping[str, Expression] | None = None,
) -> NumericOutcome:
    """What numbers say of a claim.

    Args:
        claim: two sides and a relation, their shapes right.
        seed: from which everything is drawn; the same seed draws the same.
        trials: how many draws are compared.
        sizes: letters of shapes with a size that is given; the others are drawn.
        stand_ins: for names of earlier derivations, the last line of each: where the name is only
            a value, that is worked out instead of the derivative it began with.

    Returns:
        `Numeric` where all draws agree, `Disagreement` with the first draw that differs in a
        hundred digits, `CannotConfirm` where nothing can be said.
    """
    if claim.context.complex_mode:
        return CannotConfirm("complex numbers are not drawn")
    if claim.relation not in _RELATIONS:
        return CannotConfirm("statements are not compared by numbers")
    run = _Run(claim, seed, trials, dict(sizes or {}), dict(stand_ins or {}))
    with np.errstate(all="ignore"), flint.ctx.workprec(PRECISION):
        try:
            return run.outcome()
        except UnableError as error:
            return CannotConfirm(str(error))
        except ShapeError as error:
            return CannotConfirm(error.message)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """One draw, ready to be built in either arithmetic."""

    sizes: dict[str, int]
    chosen: Draft
    strangers: dict[str, Stranger]
    directions: int  # the seed of the directions


class _Run:
    """All trials of one claim."""

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

    def outcome(self) -> NumericOutcome:
        """Draw, compare, and say what came of it."""
        told = [self.degrees.get(letter, 0) for letter in self.letters]
        wanted = [degree + 1 for degree in told if 0 < degree < MOST_VALUES]
        trials = max(self.trials, *wanted) if wanted and self.trials >= TRIALS else self.trials
        for trial in range(trials):
            kinds = [SPREAD] if self.slopes or trial % 2 == 0 else [SPREAD, GRID]
            for kind in kinds:
                found = self._trial(trial, kind)
                if found is not None:
                    return found
        unmet = unmet_sides(self.met.signs, ties=False) or self.met.one_sided
        if self.claim.relation != "=" or unmet:
            for trial in range(trials, trials + WIDE_TRIALS):
                found = self._trial(trial, WIDE)
                if found is not None:
                    return found
        if not self.met.trials:
            return CannotConfirm(self._why_none())
        return self._elsewhere() or self._numeric()

    def _elsewhere(self) -> NumericOutcome | None:
        """Draws at other sizes, which are not counted and yet may differ: small ones where the
        sizes are given or were too large for balls, and larger ones, since what holds at small
        sizes may hold by chance.
        """
        small = self.trials if self.fixed else int(not self.met.precise)
        large = FAR_TRIALS if self.letters and not self.fixed else 0
        fixed, self.fixed = self.fixed, {}
        met, self.met = self.met, Met(precise=self.met.precise)
        found = None
        with suppress(UnableError):
            for trial in range(small + large):
                self.span = NEAR if trial < small else FAR
                found = found or self._trial(self.trials + trial, SPREAD)
        met.precise, self.met, self.fixed, self.span = self.met.precise, met, fixed, USUAL
        return found

    def _why_none(self) -> str:
        why, _ = self.redrawn.most_common(1)[0] if self.redrawn else ("assumption", 0)
        return {
            "seam": "every draw lies where the line is not differentiable",
            "domain": "no draw was found where both sides have a value",
            "precision": "the sides cannot be told apart in a hundred digits, nor shown equal",
        }.get(why, "no draw was found that satisfies the assumptions")

    def _trial(self, trial: int, kind: str) -> NumericOutcome | None:
        """One trial; None where it agrees or nothing could be drawn."""
        for attempt in range(ATTEMPTS if kind != WIDE else ATTEMPTS // 4):
            try:
                drawn = self._draw(trial, attempt, kind)
                return self._settle(drawn, first=not self.met.precise)
            except RedrawError as why:
                self.redrawn[str(why)] += kind != WIDE
        return None

    def _draw(self, trial: int, attempt: int, kind: str) -> _Drawn:
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
        return _Drawn(sizes, chosen, strangers, int(random.integers(2**31)))

    def _settle(self, drawn: _Drawn, *, first: bool) -> NumericOutcome | None:
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

    def _stands(self, drawn: _Drawn) -> bool:
        """Whether a difference is none of the steps that derivatives were taken by."""
        if not self.slopes:
            return True
        taken = [self._slopes(drawn, arithmetic) for arithmetic in (Balls(), FinerBalls())]
        return len(taken[0]) == len(taken[1]) and all(map(nearly, *taken))

    def _slopes(self, drawn: _Drawn, arithmetic: Balls) -> list[Array]:
        """Every derivative that is taken on the way."""
        found: list[Array] = []
        self._compared(drawn, arithmetic, slopes=found)
        return found

    def _in_doubles(self, drawn: _Drawn) -> tuple[Comparison, World] | None:
        try:
            return self._compared(drawn, Doubles())
        except NeedsBallsError:
            return None

    def _compared(
        self,
        drawn: _Drawn,
        arithmetic: Arithmetic,
        directions: int = DIRECTIONS,
        slopes: list[Array] | None = None,
    ) -> tuple[Comparison, World]:
        values: dict[str, Array] = {}
        scene = self._scene(arithmetic, drawn.sizes, values, drawn.strangers)
        fill(World(scene), drawn.chosen, values)
        scene.slopes = slopes
        scene.decisions = Decisions()  # what the assumptions went through does not count
        scene.decisions.recording = self.span == USUAL
        random = np.random.default_rng(drawn.directions)
        world = World(scene)
        return compare(world, self.claim, random.standard_normal, directions), world

    def _scene(
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

    def _count(self, drawn: _Drawn, found: Comparison, world: World) -> None:
        if self.span == USUAL:
            self.met.count(world, self.claim, drawn.chosen, found.error, self.hidden)

    def _disagreement(self, drawn: _Drawn, found: Comparison, scene: Scene) -> Disagreement:
        point = {name: _entries(scene.arithmetic.doubles(v)) for name, v in scene.values.items()}
        sizes = dict(drawn.sizes)
        return Disagreement(
            sizes, point, found.left, found.right, min(found.error, MOST), self.seed, found.where
        )

    # What was found.

    def _numeric(self) -> Numeric:
        met = self.met
        about = by_directions(self.claim)
        letters = self.shapes.index_sizes(Apply("=", (self.claim.left, self.claim.right)))
        directions = DIRECTIONS if about is not None and not letters else 0
        return Numeric(
            met.error,
            met.trials,
            tuple(met.shapes),
            self.seed,
            directions,
            sum(self.redrawn.values()),
            self._method(directions),
            tuple(self._gaps()),
        )

    def _unseen_constants(self) -> list[str]:
        world = World(self._scene(Balls(), {}, {}, {}))
        found = []
        for node in constants(self.claim, self.reach):
            if isinstance(node, Number) and (not node.value or SEEN < abs(node.value) < 1 / SEEN):
                continue
            value = world.value(node)
            size = float(world.arithmetic.size(value))
            if world.arithmetic.sign(value) != 0 and not SEEN < size < 1 / SEEN:
                found.append(f"the constant {quoted(node, 'of a long form')} is out of sight")
        return found

    def _method(self, directions: int) -> str:
        method = "values"
        if directions:
            method = f"complex steps along {directions} directions"
        elif self.slopes:
            method = "complex steps, entry by entry"
        if self.met.balls:
            digits = PRECISION * 3 // 10
            method = f"{method}, in {digits} digits"
        if self.met.differences:
            method += ", derivatives of derivatives by central differences"
        return method

    def _gaps(self) -> list[str]:
        met, claim = self.met, self.claim
        gaps = met.gaps(claim, slopes=self.slopes, degrees=self.degrees)
        gaps += self._unseen_constants() + unmet_seams(met.one_sided, self.hidden.unseen)
        if met.spread < self.trials:
            gaps.append(f"only {met.spread} of {self.trials} draws could be made")
        gaps += [
            f"{quoted(relation, 'an assumption')} may have solutions far from those that were drawn"
            for relation in claim.context.assumptions
            if is_guessed(relation, claim.context)
        ]
        if claim.relation != "=":
            gaps.append("an inequality that holds at draws may fail between them")
        symbols = [name for name in claim.context.symbols if name in self.needed]
        for name in [] if self.slopes else symbols:
            for side, _ in closed_ends(claim.context.symbols[name]):
                if f"{side} end of {name}" not in met.ends and name not in self.letters:
                    gaps.append(f"the {side} end of the range of `{name}` was never met")
        turned = any("orthogonal" in claim.context.symbols[name].structure for name in symbols)
        if turned and len(met.flips) < 2:
            gaps.append("only one sign of the determinant of an orthogonal matrix was met")
        return gaps


def _entries(value: Array) -> Entries:
    if np.ndim(value) == 0:
        return float(value)
    return tuple(map(_entries, value))
