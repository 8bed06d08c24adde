"""One draw, both sides: their values, or their slopes along directions."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from verifier.claims.claim import Claim
from verifier.confirmation.arithmetic import Array, boxed
from verifier.confirmation.decisions import RedrawError
from verifier.confirmation.magnitudes import FLOOR, magnitude
from verifier.confirmation.places import places
from verifier.confirmation.slopes import along, innermost_last
from verifier.confirmation.worlds import Letters, World
from verifier.language.expressions import Apply, Derivative, Expression, Name

DIRECTIONS = 3


class Comparison(NamedTuple):
    """How far two sides are apart, relative to what they are made of.

    ``certain`` is whether the relation is shown not to hold there, whatever the error is.
    """

    error: float
    left: str = ""
    right: str = ""
    where: str = ""
    certain: bool = False


def by_directions(claim: Claim) -> Derivative | None:
    """The derivative that a claim is about, if it is compared along directions."""
    if claim.relation != "=":
        return None
    for side in (claim.left, claim.right):
        if isinstance(side, Derivative):
            return side
    return None


def compare(
    world: World,
    claim: Claim,
    normal: Callable[[tuple[int, ...]], Array],
    directions: int = DIRECTIONS,
) -> Comparison:
    """Compare the two sides at a draw; ``normal`` draws directions, so many of them.

    Raises:
        RedrawError: where one of them has no value there.
    """
    about = by_directions(claim)
    if about is not None and not world.scene.shapes.index_sizes(Apply("=", _sides(claim))):
        return _along_directions(world, claim, about, normal, directions)
    worst = Comparison(0.0)
    for letters in places(world, Apply("=", _sides(claim))):
        found = _values(world, claim, letters)
        if found.error > worst.error:
            worst = found
    return worst


def _sides(claim: Claim) -> tuple[Expression, Expression]:
    return claim.left, claim.right


def _values(world: World, claim: Claim, letters: Letters | None) -> Comparison:
    arithmetic = world.arithmetic
    left, right = (world.value(side, letters) for side in _sides(claim))
    if not (arithmetic.finite(left) and arithmetic.finite(right)):
        raise RedrawError("domain")
    scale = magnitude(world, claim.left, letters) + magnitude(world, claim.right, letters)
    apart = _apart(world, claim.relation, boxed(left - right))
    return _worst(world, left, right, apart, scale, letters, zero=claim.relation == "!=")


def _apart(world: World, relation: str, difference: Array) -> Array:
    """How far a relation is from holding, entry by entry."""
    arithmetic = world.arithmetic
    size = arithmetic.size(difference)
    match relation:
        case "<" | "<=":
            return np.where(arithmetic.sign(difference) > 0, size, 0.0)
        case ">" | ">=":
            return np.where(arithmetic.sign(difference) < 0, size, 0.0)
        case "!=":
            return np.where(arithmetic.sign(difference) == 0, np.inf, 0.0)
        case _:
            return size


def _worst(
    world: World,
    left: Array,
    right: Array,
    apart: Array,
    scale: Array,
    letters: Letters | None,
    *,
    zero: bool = False,
) -> Comparison:
    """The entry that is furthest apart; ``zero`` if it is so where the difference is 0."""
    scale = np.maximum(scale, world.arithmetic.dust * np.max(scale))
    ratios = np.where(apart > 0, np.inf, 0.0)
    ratios = np.divide(apart, scale, out=ratios, where=scale > 0)
    shape = np.shape(ratios)
    place = tuple(int(index) for index in np.unravel_index(int(np.argmax(ratios)), shape))
    one, other = (np.broadcast_to(side, shape)[place] for side in (left, right))
    return Comparison(
        float(ratios[place]),
        _digits(world, one),
        _digits(world, other),
        _where(world, place, letters),
        world.arithmetic.zero(boxed(one - other)) is zero,
    )


def _where(world: World, place: tuple[int, ...], letters: Letters | None) -> str:
    if letters is not None:
        values = ((name, float(world.arithmetic.doubles(v))) for name, v in letters.values.items())
        return "at " + ", ".join(f"{name} = {value:.0f}" for name, value in values)
    return f"at entry {[int(index) + 1 for index in place]}" if place else ""


def _digits(world: World, entry: Array) -> str:
    return f"{float(world.arithmetic.doubles(boxed(entry))):.12g}"


# Along directions.


def _along_directions(
    world: World,
    claim: Claim,
    about: Derivative,
    normal: Callable[[tuple[int, ...]], Array],
    directions: int,
) -> Comparison:
    """The slopes of what is differentiated, beside what is claimed to be the derivative."""
    name, body = innermost_last(about)
    at = world.value(Name(name))
    inside = np.shape(world.value(body))
    floor = FLOOR * np.max(magnitude(world, body))
    floor /= max(1.0, float(np.max(world.arithmetic.size(at))))
    worst = Comparison(0.0)
    for _ in range(directions if np.size(at) > 1 else 1):
        raw = normal(np.shape(at))
        direction = world.arithmetic.array(raw)
        slopes, sizes = [], []
        for side in _sides(claim):
            slope, size = _slope(world, side, about, direction, inside)
            slopes.append(slope)
            sizes.append(size)
        if not all(map(world.arithmetic.finite, slopes)):
            raise RedrawError("domain")
        apart = world.arithmetic.size(boxed(slopes[0] - slopes[1]))
        scale = sizes[0] + sizes[1] + floor * float(np.max(np.abs(raw)))
        found = _worst(world, slopes[0], slopes[1], np.asarray(apart), np.asarray(scale), None)
        if found.error > worst.error:
            worst = found._replace(where=f"along a direction of {name}")
    return worst


def _slope(
    world: World,
    side: Expression,
    about: Derivative,
    direction: Array,
    inside: tuple[int, ...],
) -> tuple[Array, Array]:
    """A side applied to a direction, and how large its terms are."""
    if isinstance(side, Derivative) and side.variables[-1] == about.variables[-1]:
        name, body = innermost_last(side)
        slope = along(world, body, name, direction, None)
        return slope, world.arithmetic.size(slope)
    value = world.value(side)
    if not world.arithmetic.finite(value):
        raise RedrawError("domain")
    axes = np.shape(direction)
    full = np.broadcast_to(value, (*inside, *axes))
    terms = boxed(full * direction)
    last = tuple(range(len(inside), terms.ndim))
    size = np.sum(world.arithmetic.size(terms), axis=last)
    return boxed(np.sum(terms, axis=last)) if last else terms, size
