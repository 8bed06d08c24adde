"""Values for the symbols: inside their domains, of their structure, under the assumptions.

What is random is drawn once, as doubles; values are built from it in either arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from verifier.claims.claim import Bound, Domain
from verifier.confirmation.arithmetic import Arithmetic, Array, UnableError, boxed
from verifier.confirmation.assumptions import solution
from verifier.confirmation.decisions import RedrawError
from verifier.confirmation.magnitudes import magnitude
from verifier.confirmation.places import places
from verifier.confirmation.sizes import integral
from verifier.confirmation.strangers import WAVES, Stranger
from verifier.confirmation.structures import structured
from verifier.confirmation.worlds import Letters, World
from verifier.language.expressions import Apply, Expression

SPREAD, GRID, WIDE = "spread", "grid", "wide"
"""Kinds of draws: of moderate size; small whole numbers and the ends of ranges; of large size."""

KINDS = (SPREAD, GRID, WIDE)
LARGE = 8.0  # how much larger a wide draw is


@dataclass(frozen=True, slots=True)
class Draft:
    """What is random of a draw.

    Attributes:
        kind: `SPREAD`, `GRID` or `WIDE`.
        normal: a normal number for each entry of each symbol.
        part: one between 0 and 1 for each entry of a symbol with a range.
        flip: which sign of the determinant an orthogonal matrix has.
    """

    kind: str
    normal: Mapping[str, Array]
    part: Mapping[str, Array]
    flip: bool


def draft(
    kind: str,
    shapes: Mapping[str, tuple[int, ...]],
    symbols: Mapping[str, Domain],
    flip: bool,
    random: np.random.Generator,
) -> Draft:
    """Draw what is random for arrays of these shapes."""
    normal, part = {}, {}
    for name, shape in shapes.items():
        normal[name] = random.standard_normal(shape)
        if symbols[name].lower is not None or symbols[name].upper is not None:
            part[name] = random.random(shape)
    return Draft(kind, normal, part, flip)


def draw_stranger(arity: int, domain: Domain, random: np.random.Generator) -> Stranger:
    """A function that may be any function."""
    if domain.shape or domain.lower or domain.upper or domain.excluded or integral(domain):
        raise UnableError("a function whose values have a range or a shape cannot be drawn")
    waves = []
    for _ in range(WAVES):
        height, start, *speeds = random.uniform(0.5, 1.5, 2 + arity).tolist()
        waves.append((height, tuple(speeds), start))
    return Stranger(tuple(waves))


def fill(world: World, chosen: Draft, values: dict[str, Array]) -> None:
    """Put the values of all symbols into ``values``, which the world reads from.

    Raises:
        RedrawError: where a value falls outside its domain, or an assumption is not met.
        UnableError: where an assumption can be met by no draw.
    """
    context = world.scene.context
    for name, domain in context.symbols.items():
        if name in chosen.normal:
            values[name] = _drawn(World(world.scene), name, domain, chosen)
    for relation in context.assumptions:
        found = solution(relation, context)
        if found is None or found[0] in world.scene.sizes:
            continue  # a size is drawn before its arrays are, and stays as it is
        if not _holds(World(world.scene), relation):
            values[found[0]] = found[1](World(world.scene))
    final = World(world.scene)
    for name, domain in context.symbols.items():
        if name in world.scene.sizes:
            size = world.arithmetic.number(world.scene.sizes[name])
            _check_domain(final, size, domain, changed=True)
        if name in values:
            _check_domain(final, values[name], domain, changed=bool(context.assumptions))
    for relation in context.assumptions:
        if not _holds(final, relation):
            raise RedrawError("assumption")


def _drawn(world: World, name: str, domain: Domain, chosen: Draft) -> Array:
    normal = chosen.normal[name]
    if domain.field.value == "complex":
        raise UnableError("complex numbers are not drawn")
    if domain.lower is not None or domain.upper is not None:
        value = _within(world, domain, normal, chosen.part[name], chosen)
    elif chosen.kind == GRID or integral(domain):
        value = world.arithmetic.array(np.clip(np.round(1.2 * normal), -3, 3))
    else:
        value = world.arithmetic.array(normal * _scale(normal.shape, chosen))
    if not domain.structure:
        return value
    raw = world.arithmetic.doubles(value)
    return structured(raw, domain.structure, world.arithmetic, flip=chosen.flip)


def _scale(shape: tuple[int, ...], chosen: Draft) -> float:
    """Products of large matrices are kept at the size of their factors' entries."""
    usual = 1.0 if len(shape) < 2 else min(1.0, float(np.sqrt(3.0 / max(shape))))
    return usual * (LARGE if chosen.kind == WIDE else 1.0)


def _within(world: World, domain: Domain, normal: Array, part: Array, chosen: Draft) -> Array:
    """Values in a range, its closed ends among those of a grid."""
    arithmetic = world.arithmetic
    low, high = _end(world, domain.lower), _end(world, domain.upper)
    if integral(domain):
        return arithmetic.array(_whole(low, high, domain, part, arithmetic))
    if low is not None and high is not None:
        if chosen.kind == GRID:
            part = _ends_of_part(domain, part)
        return boxed(low + boxed(boxed(high - low) * arithmetic.array(part)))
    distance = np.abs(normal) * (LARGE if chosen.kind == WIDE else 1.0) + 1 / 64
    bound = domain.lower or domain.upper
    if chosen.kind == GRID:
        closed = bound is not None and not bound.open
        distance = np.floor(4 * part) / 2 + (0.0 if closed else 0.5)
    if low is not None:
        return boxed(low + arithmetic.array(distance))
    return boxed(high - arithmetic.array(distance))


def _end(world: World, bound: Bound | None) -> Array | None:
    return None if bound is None else world.value(bound.value)


def _ends_of_part(domain: Domain, part: Array) -> Array:
    """Where in a range an entry lies: at a closed end, or at a quarter."""
    places = np.round(4 * part) / 4
    if domain.lower is None or domain.lower.open:
        places = np.where(places == 0, 0.25, places)
    if domain.upper is None or domain.upper.open:
        places = np.where(places == 1, 0.75, places)
    return places


def _whole(
    low: Array | None, high: Array | None, domain: Domain, part: Array, arithmetic: Arithmetic
) -> Array:
    """Whole numbers of a range."""
    first = None if low is None else float(np.ceil(arithmetic.doubles(low)))
    last = None if high is None else float(np.floor(arithmetic.doubles(high)))
    if first is not None and domain.lower is not None and domain.lower.open:
        first += first == float(arithmetic.doubles(low))
    if last is not None and domain.upper is not None and domain.upper.open:
        last -= last == float(arithmetic.doubles(high))
    if first is None:
        first = (last or 0.0) - 5
    if last is None:
        last = first + 5
    return np.minimum(first + np.floor(part * (last - first + 1)), last)


# Whether a draw lies where it must.


def _check_domain(world: World, value: Array, domain: Domain, *, changed: bool) -> None:
    arithmetic = world.arithmetic
    if not arithmetic.finite(value):
        raise RedrawError("domain")
    ends = ((domain.lower, 1), (domain.upper, -1)) if changed or domain.structure else ()
    for bound, side in ends:
        if bound is None:
            continue
        room = arithmetic.sign(boxed(value - world.value(bound.value))) * side
        if np.any(room < bound.open):
            raise RedrawError("domain")
    for excluded in domain.excluded:
        if np.any(arithmetic.sign(boxed(value - world.value(excluded))) == 0):
            raise RedrawError("domain")
    if domain.structure & {"invertible"}:
        inverse = arithmetic.inverse(value)
        if not arithmetic.finite(inverse) or np.max(arithmetic.size(inverse)) > 1e6:
            raise RedrawError("domain")


def _holds(world: World, relation: Expression) -> bool:
    """Whether an assumption holds at a draw, an equation up to rounding."""
    if not isinstance(relation, Apply):
        raise UnableError("an assumption that is no relation")
    return all(_holds_at(world, relation, letters) for letters in places(world, relation))


def _holds_at(world: World, relation: Apply, letters: Letters | None) -> bool:
    left, right = relation.args
    arithmetic = world.arithmetic
    one, other = world.value(left, letters), world.value(right, letters)
    if not (arithmetic.finite(one) and arithmetic.finite(other)):
        return False
    difference = boxed(one - other)
    match relation.head:
        case "=" | "==":
            size = magnitude(world, left, letters) + magnitude(world, right, letters)
            return bool(np.all(arithmetic.size(difference) <= arithmetic.tolerance * size / 1000))
        case "!=":
            return bool(np.all(arithmetic.sign(difference) != 0))
        case "<" | "<=":
            signs = arithmetic.sign(difference)
        case _:
            signs = -arithmetic.sign(difference)
    strict = relation.head in ("<", ">")
    return bool(np.all(signs < 0 if strict else signs <= 0))
