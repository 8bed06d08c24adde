"""Exact points near a draw at which two sides differ in floating point.

A double is a rational number, so the draw itself is a point; but one whose entries are rounded to
small numbers is easier to read and to work out, and a false line mostly fails there as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from verifier.algebra.oracles import Point
from verifier.claims.claim import Claim
from verifier.claims.numeric import Disagreement, Entries
from verifier.claims.shape_errors import ShapeError
from verifier.kernel.evidence import Counterexample, Evidence
from verifier.language.expressions import Expression, Number
from verifier.language.problems import LimitExceeded
from verifier.tensors.entries import name_at
from verifier.tensors.grounding import Grounding, restricted
from verifier.tensors.lengths import lengths_of
from verifier.tensors.structures import structured

PARTS = (1, 2, 16, 0)
"""The parts of 1 that entries are rounded to, in turn; 0 leaves them as they are."""


def near(claim: Claim, found: Disagreement) -> Iterator[Evidence]:
    """The draw, rounded less and less; nothing where its arrays are too large to be written out."""
    context = restricted(claim)
    sizes = {name: found.sizes[name] for name in lengths_of(context, claim) if name in found.sizes}
    try:
        grounding = Grounding(context, sizes)
    except (LimitExceeded, ShapeError):
        return
    numbers = {name: Number(size) for name, size in sizes.items()}
    seen: list[Point] = []
    for parts in PARTS:
        point: dict[str, Expression] = {}
        for name, value in found.point.items():
            _spread(name, value, (), parts, point)
        one = {**structured(point, grounding.source.symbols), **numbers}
        if one not in seen:
            seen.append(one)
            yield Counterexample(one)


def _spread(
    name: str, value: Entries, at: tuple[Expression, ...], parts: int, point: dict[str, Expression]
) -> None:
    """Put a symbol's entries into a point, rounded."""
    if isinstance(value, tuple):
        for place, entry in enumerate(value, 1):
            _spread(name, entry, (*at, Number(place)), parts, point)
        return
    exact = Fraction(value)
    point[name_at(name, at)] = Number(Fraction(round(exact * parts), parts) if parts else exact)
