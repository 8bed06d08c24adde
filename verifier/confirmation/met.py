"""What the draws of a claim went through, and so what they did not see."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from verifier.claims.claim import Claim, Domain
from verifier.confirmation.arithmetic import UnableError
from verifier.confirmation.decisions import RedrawError, sides
from verifier.confirmation.draws import SPREAD, Draft
from verifier.confirmation.gaps import (
    faint_terms,
    saturated,
    unmet_sides,
    untold_numbers,
    untold_sizes,
)
from verifier.confirmation.hidden import Hidden
from verifier.confirmation.sizes import integral
from verifier.confirmation.worlds import World
from verifier.language.expressions import Expression


@dataclass(slots=True)
class Met:
    """What the draws that were compared went through.

    Attributes:
        error: the greatest of them.
        trials: how many there were, ``spread`` of them of moderate size.
        shapes: the different sizes.
        signs: of the argument of each switch.
        hidden: of each hidden seam.
        terms: how large each summand was beside its sum, at best.
        nearest: how close to 0 the argument of each function that saturates came.
        numbers: the values of each whole number.
        ends: the closed ends of ranges that were met.
        flips: the signs of an orthogonal matrix's determinant.
        precise: draws in a hundred digits.
        balls: whether doubles did not do.
        differences: whether a derivative of a derivative was taken.
    """

    error: float = 0.0
    trials: int = 0
    spread: int = 0
    shapes: list[dict[str, int]] = field(default_factory=list)
    signs: dict[Expression, set[int]] = field(default_factory=dict)
    hidden: dict[Expression, set[int]] = field(default_factory=dict)
    terms: dict[tuple[Expression, int], float] = field(default_factory=dict)
    nearest: dict[Expression, float] = field(default_factory=dict)
    numbers: dict[str, set[float]] = field(default_factory=dict)
    ends: set[str] = field(default_factory=set)
    flips: set[bool] = field(default_factory=set)
    precise: int = 0
    balls: bool = False
    differences: bool = False

    def count(
        self, world: World, claim: Claim, chosen: Draft, error: float, hidden: Hidden
    ) -> None:
        """One more draw that agrees."""
        scene = world.scene
        self.trials += 1
        self.spread += chosen.kind == SPREAD
        self.error = max(self.error, error)
        self.differences |= scene.differences
        self.flips.add(chosen.flip)
        if scene.sizes not in self.shapes:
            self.shapes.append(dict(scene.sizes))
        self._decided(world)
        self._hidden(world, hidden)
        for name, value in scene.values.items():
            domain = claim.context.symbols[name]
            if integral(domain):
                found = np.ravel(scene.arithmetic.doubles(value)).tolist()
                self.numbers.setdefault(name, set()).update(found)
            for side, end in closed_ends(domain):
                if np.any(scene.arithmetic.sign(value - world.value(end)) == 0):
                    self.ends.add(f"{side} end of {name}")

    def _decided(self, world: World) -> None:
        decisions = world.scene.decisions
        for node, signs in decisions.met.items():
            self.signs.setdefault(node, set()).update(signs)
        for key, size in decisions.terms.items():
            self.terms[key] = max(size, self.terms.get(key, 0.0))
        for node, distance in decisions.nearest.items():
            self.nearest[node] = min(distance, self.nearest.get(node, distance))

    def _hidden(self, world: World, hidden: Hidden) -> None:
        arithmetic = world.arithmetic
        world.scene.decisions.recording = False
        for node in hidden.turning:
            met = self.hidden.setdefault(node, set())
            if len(met - {0}) < 2:
                try:
                    met.update(sides(arithmetic.sign(world.value(node))))
                except (UnableError, RedrawError):
                    continue  # it stands below a binder, say: then it is not seen

    @property
    def one_sided(self) -> list[Expression]:
        """The hidden seams of which a side was not met."""
        return [node for node, signs in self.hidden.items() if not {-1, 1} <= signs]

    def gaps(self, claim: Claim, *, slopes: bool, degrees: dict[str, int]) -> list[str]:
        """What was not seen."""
        seen = Counter(name for shape in self.shapes for name in shape)
        values = {name: len({shape[name] for shape in self.shapes}) for name in seen}
        found = unmet_sides(self.signs, ties=not slopes)
        found += faint_terms(self.terms) + saturated(self.nearest)
        found += untold_sizes(degrees, values)
        found += untold_numbers(claim, degrees, self.numbers)
        if values and not any(min(shape.values()) > 1 for shape in self.shapes):
            found.append("no draw had all its sizes above 1")
        if not self.precise:
            found.append("no draw was small enough to be looked at in a hundred digits")
        return found


def closed_ends(domain: Domain) -> list[tuple[str, Expression]]:
    """The ends of a range that belong to it, by their names."""
    ends = (("lower", domain.lower), ("upper", domain.upper))
    return [(side, end.value) for side, end in ends if end is not None and not end.open]
