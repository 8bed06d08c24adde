"""What turns arrays into other arrays: products, reductions along an axis, inverses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

import numpy as np

from verifier.confirmation.arithmetic import Array, boxed
from verifier.confirmation.functions import BY_ENTRIES, Rule, Site

Axis: TypeAlias = "int | None"
Reduction: TypeAlias = Callable[[Site, Array, Axis, bool], Array]


def _sum(_site: Site, x: Array, axis: Axis, keep: bool) -> Array:
    return boxed(np.sum(x, axis=axis, keepdims=keep))


def _prod(_site: Site, x: Array, axis: Axis, keep: bool) -> Array:
    return boxed(np.prod(x, axis=axis, keepdims=keep))


def _count(site: Site, x: Array, axis: Axis) -> Array:
    return site.number(x.size if axis is None else x.shape[axis])


def _mean(site: Site, x: Array, axis: Axis, keep: bool) -> Array:
    return boxed(_sum(site, x, axis, keep) / _count(site, x, axis))


def _var(site: Site, x: Array, axis: Axis, keep: bool) -> Array:
    away = x - _mean(site, x, axis, keep=True)
    return _mean(site, boxed(away * away), axis, keep)


def _std(site: Site, x: Array, axis: Axis, keep: bool) -> Array:
    return BY_ENTRIES["sqrt"](site, _var(site, x, axis, keep))


def _norm(site: Site, x: Array, axis: Axis, keep: bool) -> Array:
    return BY_ENTRIES["sqrt"](site, _sum(site, boxed(x * x), axis, keep))


def _extreme(wanted: int) -> Reduction:
    def rule(site: Site, x: Array, axis: Axis, keep: bool) -> Array:
        shape = [
            1 if axis in (None, place % x.ndim) else size for place, size in enumerate(x.shape)
        ]
        lines = np.reshape(x, (-1, 1)) if axis is None else np.moveaxis(x, axis, 0)
        best = lines[:1]
        for row in range(1, len(lines)):
            one = lines[row : row + 1]
            best = np.where(site.sign(one - best) * wanted > 0, one, best)
        if keep:
            return np.reshape(np.moveaxis(best, 0, axis or 0) if axis is not None else best, shape)
        return np.reshape(best, ()) if axis is None else best[0]

    return rule


def _shifted(site: Site, x: Array, axis: Axis) -> tuple[Array, Array]:
    """The entries less a constant close to their greatest, and that constant."""
    top = site.arithmetic.constant(np.max(site.arithmetic.doubles(x), axis=axis, keepdims=True))
    below = boxed(x - top)
    site.decisions.approach(site.node, below, site.arithmetic)
    return site.call("exp", below), top


def _logsumexp(site: Site, x: Array, axis: Axis, keep: bool) -> Array:
    small, top = _shifted(site, x, axis)
    total = boxed(site.call("log", _sum(site, small, axis, keep=True)) + top)
    if keep:
        return total
    return np.reshape(total, ()) if axis is None else np.squeeze(total, axis=axis)


def _softmax(site: Site, x: Array, axis: Axis, _keep: bool) -> Array:
    axis = 0 if axis is None else axis
    small, _ = _shifted(site, x, axis)
    return boxed(small / _sum(site, small, axis, keep=True))


REDUCTIONS: Mapping[str, Reduction] = {
    "sum": _sum,
    "prod": _prod,
    "mean": _mean,
    "var": _var,
    "std": _std,
    "norm": _norm,
    "amax": _extreme(1),
    "amin": _extreme(-1),
    "logsumexp": _logsumexp,
    "softmax": _softmax,
}
"""What works along an axis: the array, the axis or None, and whether it is kept."""


def _kron(_site: Site, x: Array, y: Array) -> Array:
    grid = np.multiply.outer(x, y)
    if x.ndim == 1:
        return np.reshape(grid, (-1,))
    rows, columns = x.shape[0] * y.shape[0], x.shape[1] * y.shape[1]
    return np.reshape(np.transpose(grid, (0, 2, 1, 3)), (rows, columns))


def _diag(site: Site, x: Array) -> Array:
    if x.ndim == 2:
        return np.diagonal(x)
    return boxed(x * site.arithmetic.constant(np.eye(len(x))))


OF_ARRAYS: Mapping[str, Rule] = {
    "@": lambda _site, x, y: boxed(x @ y),
    "dot": lambda _site, x, y: boxed(x @ y),
    "transpose": lambda _site, x: np.transpose(x),
    "tr": lambda _site, x: boxed(np.trace(x)),
    "det": lambda site, x: site.arithmetic.determinant(x),
    "inv": lambda site, x: site.arithmetic.inverse(x),
    "diag": _diag,
    "vec": lambda _site, x: np.ravel(x, order="F"),
    "outer": lambda _site, x, y: np.multiply.outer(x, y),
    "kron": _kron,
}
"""What needs whole arrays, without an axis."""
