"""Derivatives from values alone: a complex step, or around another derivative a real one.

``f(x + ih)`` has the derivative in its imaginary part, without a difference of close numbers. A
derivative of a derivative cannot use that twice: there, the outer one is a central difference, in
balls of so many digits that its step can be tiny."""

from __future__ import annotations

from itertools import product

import numpy as np

from verifier.confirmation.arithmetic import Array, NeedsBallsError, UnableError, boxed
from verifier.confirmation.decisions import RedrawError
from verifier.confirmation.worlds import Letters, World
from verifier.language.expressions import Derivative, Expression, Name

ENTRIES = 4_000  # of a gradient that is worked out entry by entry


class _SteppedTwiceError(Exception):
    """A complex step is to be taken inside another one."""


def derivative(world: World, node: Derivative, letters: Letters | None) -> Array:
    """The value of ``diff``, ``grad`` or ``jacobian``, entry by entry."""
    name, body = innermost_last(node)
    at = world.value(Name(name), letters)
    if at.size > ENTRIES:
        raise UnableError("a gradient of too many entries stands inside the line")
    found = []
    for entry in product(*map(range, at.shape)):
        direction = np.zeros(at.shape)
        direction[entry] = 1.0
        found.append(along(world, body, name, world.arithmetic.constant(direction), letters))
    together = np.stack(found, axis=-1)
    return np.reshape(together, (*together.shape[:-1], *at.shape))


def innermost_last(node: Derivative) -> tuple[str, Expression]:
    """The variable by which a derivative is taken last, and of what."""
    *before, name = node.variables
    return name, Derivative(node.kind, node.body, tuple(before)) if before else node.body


def along(
    world: World, body: Expression, name: str, direction: Array, letters: Letters | None
) -> Array:
    """The derivative of an expression as a name moves into a direction.

    Raises:
        RedrawError: where the expression has no value or lies on a seam.
    """
    arithmetic = world.arithmetic
    if world.stepped or (letters is not None and _moves(world, letters)):
        raise _SteppedTwiceError
    if not arithmetic.finite(world.value(body, letters)):
        raise RedrawError("domain")
    moved = arithmetic.along(world.value(Name(name), letters), direction)
    try:
        slope = boxed(arithmetic.slope(_at(world, body, name, moved, letters, stepped=True)))
    except _SteppedTwiceError:
        slope = _difference(world, body, name, direction, letters)
    if world.scene.slopes is not None:
        world.scene.slopes.append(slope)
    return slope


def _moves(world: World, letters: Letters) -> bool:
    return any(np.any(world.arithmetic.moving(value)) for value in letters.values.values())


def _difference(
    world: World, body: Expression, name: str, direction: Array, letters: Letters | None
) -> Array:
    """The same by a central difference."""
    arithmetic = world.arithmetic
    if not arithmetic.shift:
        raise NeedsBallsError
    world.scene.differences = True
    at = world.value(Name(name), letters)
    shift = boxed(direction * arithmetic.constant(arithmetic.shift))
    decisions = world.scene.decisions
    ends, traces = [], []
    for moved in (boxed(at + shift), boxed(at - shift)):
        before = decisions.begin_trace()
        try:
            ends.append(_at(world, body, name, moved, letters, stepped=False))
        finally:
            traces.append(decisions.end_trace(before))
    if traces[0] != traces[1]:
        raise RedrawError("seam")
    return boxed((ends[0] - ends[1]) / arithmetic.constant(2 * arithmetic.shift))


def _at(
    world: World,
    body: Expression,
    name: str,
    moved: Array,
    letters: Letters | None,
    *,
    stepped: bool,
) -> Array:
    """The value of an expression with a name moved."""
    if letters is not None and name in letters.values:
        return world.value(body, Letters({name: moved}, letters))
    return world.with_moved(name, moved, stepped=stepped).value(body, letters)
