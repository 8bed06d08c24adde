"""A claim about arrays, looked at by numbers alone: drawn, evaluated, compared.

Nothing here knows how the claim is proved, or how derivatives are taken on paper. How a draw is
compared is told in `trials`; here, how many are drawn, and what keeps them from being enough."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

import flint
import numpy as np

from verifier.claims.claim import Claim
from verifier.claims.numeric import TRIALS, CannotConfirm, Numeric, NumericOutcome
from verifier.claims.shape_errors import ShapeError, quoted
from verifier.confirmation.arithmetic import PRECISION, Balls, UnableError
from verifier.confirmation.assumptions import is_guessed
from verifier.confirmation.comparing import DIRECTIONS, by_directions
from verifier.confirmation.draws import GRID, SPREAD, WIDE
from verifier.confirmation.gaps import constants, unmet_seams, unmet_sides
from verifier.confirmation.met import Met, closed_ends
from verifier.confirmation.sizes import FAR, MOST_VALUES, NEAR, USUAL
from verifier.confirmation.trials import Trials
from verifier.confirmation.worlds import World
from verifier.language.expressions import Apply, Expression, Number

SEEN = 1e-18  # a constant smaller than that, or larger than its reciprocal, is not seen
WIDE_TRIALS = 4
FAR_TRIALS = 2
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


class _Run(Trials):
    """As many trials as it takes, and what came of them."""

    def outcome(self) -> NumericOutcome:
        """Draw, compare, and say what came of it."""
        told = [self.degrees.get(letter, 0) for letter in self.letters]
        wanted = [degree + 1 for degree in told if 0 < degree < MOST_VALUES]
        trials = max(self.trials, *wanted) if wanted and self.trials >= TRIALS else self.trials
        for trial in range(trials):
            kinds = [SPREAD] if self.slopes or trial % 2 == 0 else [SPREAD, GRID]
            for kind in kinds:
                found = self.trial(trial, kind)
                if found is not None:
                    return found
        unmet = unmet_sides(self.met.signs, ties=False) or self.met.one_sided
        if self.claim.relation != "=" or unmet:
            for trial in range(trials, trials + WIDE_TRIALS):
                found = self.trial(trial, WIDE)
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
                found = found or self.trial(self.trials + trial, SPREAD)
        met.precise, self.met, self.fixed, self.span = self.met.precise, met, fixed, USUAL
        return found

    def _why_none(self) -> str:
        why, _ = self.redrawn.most_common(1)[0] if self.redrawn else ("assumption", 0)
        return {
            "seam": "every draw lies where the line is not differentiable",
            "domain": "no draw was found where both sides have a value",
            "precision": "the sides cannot be told apart in a hundred digits, nor shown equal",
        }.get(why, "no draw was found that satisfies the assumptions")

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
        world = World(self.scene(Balls(), {}, {}, {}))
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
