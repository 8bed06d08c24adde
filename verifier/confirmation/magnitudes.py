"""How large the terms are that make up a value: what rounding is measured against.

``X - mean(X)`` may be 0, and then the error of its parts is not small beside it, but beside them.
"""

from __future__ import annotations

import numpy as np

from verifier.confirmation.arithmetic import Array
from verifier.confirmation.worlds import Letters, World
from verifier.language.expressions import Apply, Binder, Derivative, Expression, Name

FLOOR = 1e-3
"""A derivative is compared with this part of what its function is made of, if it is smaller."""

_MOVED = frozenset({"transpose", "diag", "vec"})  # entries that only change their place
_LARGEST_SUM = 200  # terms


def magnitude(world: World, node: Expression, letters: Letters | None = None) -> Array:
    """An array of the shape of the value, in doubles, nowhere smaller than its absolute value."""
    value = world.arithmetic.size(world.value(node, letters))
    found = _of_terms(world, node, letters)
    return value if found is None else np.maximum(value, found)


def _of_terms(world: World, node: Expression, letters: Letters | None) -> Array | None:
    match node:
        case Name(name):
            return _of_name(world, name, letters)
        case Apply("+" | "neg" | "where", parts):
            parts = parts[1:] if node.head == "where" else parts
            return sum(magnitude(world, part, letters) for part in parts)
        case Apply("*" | "@" | "dot" | "kron" | "outer", parts):
            sizes = [magnitude(world, part, letters) for part in parts]
            return _multiplied(node.head, sizes)
        case Apply("/", (over, under)):
            return magnitude(world, over, letters) / _plain(world, under, letters)
        case Apply("sum" | "mean", (part, *rest)):
            axis = world.number(rest[0]) if rest else None
            reduce = np.sum if node.head == "sum" else np.mean
            size = magnitude(world, part, letters)
            return np.asarray(reduce(size, axis=axis, keepdims=len(rest) > 1))
        case Apply("tr", (part,)):
            return np.asarray(np.trace(magnitude(world, part, letters)))
        case Apply(head, (part,)) if head in _MOVED:
            return _placed(head, magnitude(world, part, letters))
        case Derivative(_, body, variables):
            return _of_derivative(world, body, variables[-1], letters)
        case Binder("sum", body, variable, lower, _):
            if lower is None:
                high = world.size(world.scene.shapes.index_size(body, variable))
                if high <= _LARGEST_SUM:
                    terms = (
                        Letters({variable: world.arithmetic.number(k)}, letters)
                        for k in range(1, high + 1)
                    )
                    return sum(magnitude(world, body, one) for one in terms)
    return None


def _of_name(world: World, name: str, letters: Letters | None) -> Array | None:
    if name in world.moved or (letters is not None and name in letters.values):
        return None
    definition = world.scene.context.definitions.get(name)
    if definition is None or definition.indices:
        return None
    return magnitude(world, definition.body)


def _plain(world: World, node: Expression, letters: Letters | None) -> Array:
    return world.arithmetic.size(world.value(node, letters))


def _multiplied(head: str, sizes: list[Array]) -> Array:
    if head in ("@", "dot"):
        return np.asarray(sizes[0] @ sizes[1])
    if head == "kron":
        return np.kron(*sizes)
    if head == "outer":
        return np.multiply.outer(*sizes)
    total = sizes[0]
    for size in sizes[1:]:
        total = total * size
    return total


def _placed(head: str, size: Array) -> Array:
    if head == "transpose":
        return np.transpose(size)
    return np.diag(size) if head == "diag" else np.ravel(size, order="F")


def _of_derivative(world: World, body: Expression, name: str, letters: Letters | None) -> Array:
    """What a slope of a function of this magnitude would be, times `FLOOR`."""
    at = world.arithmetic.size(world.value(Name(name), letters))
    return FLOOR * np.max(magnitude(world, body, letters)) / max(1.0, float(np.max(at)))
