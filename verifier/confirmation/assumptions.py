"""Assumptions that can be met by construction: an equation solved for one of its symbols."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

import numpy as np

from verifier.claims.claim import Context
from verifier.confirmation.arithmetic import Array, boxed
from verifier.confirmation.decisions import RedrawError
from verifier.confirmation.slopes import along
from verifier.confirmation.structures import reflections
from verifier.confirmation.worlds import World
from verifier.language.expressions import Apply, Expression, Name, free_names

Solution: TypeAlias = Callable[[World], Array]
"""The value of a symbol that makes an equation true, the others being as they are."""

NEWTON = 60  # steps
_EQUAL = frozenset({"=", "=="})


def solution(relation: Expression, context: Context) -> tuple[str, Solution] | None:
    """A symbol, and how to choose it so that an assumed equation holds; None if none is known."""
    match relation:
        case Apply(head, (left, right)) if head in _EQUAL:
            return _direct(left, right, context) or _by_newton(left, right, context)
        case _:
            return None


def is_guessed(relation: Expression, context: Context) -> bool:
    """Whether an equation is solved from where a number was drawn, and may have other solutions
    far from there."""
    match relation:
        case Apply(head, (left, right)) if head in _EQUAL:
            return _direct(left, right, context) is None
        case _:
            return False


def turned_by(relation: Expression, context: Context) -> str | None:
    """The square matrix that an equation makes orthogonal, if it is such an equation."""
    match relation:
        case Apply(head, (left, right)) if head in _EQUAL:
            for one, other in ((left, right), (right, left)):
                for name, _ in _orthonormal(one, other, context):
                    rows, columns = context.symbols[name].shape
                    return name if rows is columns else None
    return None


def _direct(left: Expression, right: Expression, context: Context) -> tuple[str, Solution] | None:
    """A symbol that stands alone on a side, or in a form that is known."""
    for one, other in ((left, right), (right, left)):
        found = next(_solutions(one, other, context), None)
        if found is not None:
            return found
    return None


def _solutions(
    one: Expression, other: Expression, context: Context
) -> Iterator[tuple[str, Solution]]:
    """Ways to make one side equal the other."""
    match one:
        case Name(name) if _is_free(name, context) and name not in free_names(other):
            yield name, lambda world: _stretched(world, other, name)
        case Apply("sum", (Name(name), *_)) if _is_symbol(name, context):
            yield name, lambda world: _with_sum(world, one, other, name)
        case Apply("norm", (Name(name), *_)) if _is_symbol(name, context):
            yield name, lambda world: _with_norm(world, one, other, name)
        case Apply("@" | "dot", (Name(name), Name(again))) if name == again:
            if len(context.symbols[name].shape) == 1:
                root = Apply("sqrt", (other,))
                length = Apply("norm", (Name(name),))
                yield name, lambda world: _with_norm(world, length, root, name)
        case Apply("transpose", (Name(name),)) if _is_symbol(name, context):
            if other is Name(name):
                yield name, lambda world: _mirrored(world, name, 1)
            if other is Apply("neg", (Name(name),)):
                yield name, lambda world: _mirrored(world, name, -1)
        case _:
            yield from _orthonormal(one, other, context)


def _orthonormal(
    one: Expression, other: Expression, context: Context
) -> Iterator[tuple[str, Solution]]:
    match one, other:
        case (
            (Apply("@" | "dot", (Apply("transpose", (Name(name),)), Name(again)))),
            Apply("eye", _),
        ) if name == again and _is_symbol(name, context):
            yield name, lambda world: _columns(world, name)
        case (
            (Apply("@" | "dot", (Name(name), Apply("transpose", (Name(again),))))),
            Apply("eye", _),
        ) if name == again and _is_symbol(name, context):
            yield name, lambda world: np.transpose(_columns(world, name, turned=True))
        case _:
            return


def _is_symbol(name: str, context: Context) -> bool:
    return name in context.symbols and not context.symbols[name].structure


def _is_free(name: str, context: Context) -> bool:
    domain = context.symbols.get(name)
    return domain is not None and not domain.structure


def _stretched(world: World, other: Expression, name: str) -> Array:
    value = world.value(other)
    return np.broadcast_to(value, np.shape(world.value(Name(name))))


def _with_sum(world: World, one: Expression, other: Expression, name: str) -> Array:
    """Scaled to the sum where that keeps a range from 0 on, else moved."""
    value, total, goal = world.value(Name(name)), world.value(one), world.value(other)
    kept = _kept(one, total, np.ndim(value))
    wanted = _kept(one, np.broadcast_to(goal, np.shape(total)), np.ndim(value))
    domain = world.scene.context.symbols[name]
    if domain.lower is not None:
        return boxed(value * boxed(wanted / kept))
    terms = world.arithmetic.number(value.size // max(1, np.size(total)))
    return boxed(value + boxed(boxed(wanted - kept) / terms))


def _with_norm(world: World, one: Expression, other: Expression, name: str) -> Array:
    value, total, goal = world.value(Name(name)), world.value(one), world.value(other)
    kept = _kept(one, total, np.ndim(value))
    wanted = _kept(one, np.broadcast_to(goal, np.shape(total)), np.ndim(value))
    return boxed(value * boxed(wanted / kept))


def _kept(reduction: Expression, total: Array, rank: int) -> Array:
    """The result of a reduction with its axis kept."""
    if isinstance(reduction, Apply) and len(reduction.args) == 2 and np.ndim(total) < rank:
        axis = reduction.args[1]
        number = -1 if isinstance(axis, Apply) else int(getattr(axis, "value", 0))
        return np.expand_dims(total, number)
    return total


def _mirrored(world: World, name: str, sign: int) -> Array:
    value = world.value(Name(name))
    half = world.arithmetic.constant(0.5)
    turned = np.transpose(value) if sign > 0 else boxed(-np.transpose(value))
    return boxed(boxed(value + turned) * half)


def _columns(world: World, name: str, *, turned: bool = False) -> Array:
    value = world.arithmetic.doubles(world.value(Name(name)))
    value = value.T if turned else value
    rows, count = value.shape
    if rows < count:
        raise RedrawError("assumption")
    flip = bool(value[0, 0] < 0)  # so that both signs of the determinant are drawn
    return reflections(value, rows - flip, world.arithmetic)[:, :count]


def _by_newton(
    left: Expression, right: Expression, context: Context
) -> tuple[str, Solution] | None:
    """A number that solves an equation of numbers, from where it was drawn."""
    equation = Apply("+", (left, Apply("neg", (right,))))
    names = [
        name
        for name in sorted(free_names(equation))
        if name in context.symbols and _is_number(name, context)
    ]
    if not names:
        return None
    return names[-1], lambda world: _root(world, equation, names[-1])


def _is_number(name: str, context: Context) -> bool:
    domain = context.symbols[name]
    return not domain.shape and domain.field.value == "real"


def _root(world: World, equation: Expression, name: str) -> Array:
    arithmetic = world.arithmetic
    at = world.value(Name(name))
    for _ in range(NEWTON):
        here = world.with_moved(name, at, stepped=False)
        value = here.value(equation)
        if np.ndim(value):
            raise RedrawError("assumption")
        slope = along(here, equation, name, arithmetic.number(1), None)
        step = boxed(value / slope)
        if not arithmetic.finite(step):
            raise RedrawError("assumption")
        at = boxed(at - step)
        if float(arithmetic.size(step)) <= arithmetic.tolerance**2:
            return at
    return at
