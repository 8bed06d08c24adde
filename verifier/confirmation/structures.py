"""Matrices of a declared structure, built from free numbers by exact steps, in either arithmetic.

So the same draw is orthogonal to sixteen digits in doubles and to a hundred in balls."""

from __future__ import annotations

import numpy as np

from verifier.confirmation.arithmetic import Arithmetic, Array, boxed


def structured(
    raw: Array, structure: frozenset[str], arithmetic: Arithmetic, *, flip: bool
) -> Array:
    """A square matrix of a structure.

    Args:
        raw: free numbers, as doubles.
        structure: what is declared of it.
        arithmetic: in which it is built.
        flip: chooses the other sign of an orthogonal matrix's determinant.
    """
    if "diagonal" in structure:
        return arithmetic.constant(np.diag(_diagonal(np.diagonal(raw), structure)))
    if "orthogonal" in structure:
        return _orthogonal(raw, structure, arithmetic, flip=flip)
    if "positive definite" in structure:
        own = arithmetic.array(raw)
        part = arithmetic.constant(1.0 / 2 ** int(np.ceil(np.log2(max(2, len(raw))))))
        half = arithmetic.constant(0.5 * np.eye(len(raw)))
        return boxed(boxed(own @ np.transpose(own)) * part + half)
    if "symmetric" in structure:
        upper = np.triu(raw)
        return arithmetic.array(upper + np.triu(raw, 1).T)
    return arithmetic.array(raw)


def _diagonal(values: Array, structure: frozenset[str]) -> Array:
    positive = "positive definite" in structure
    if "orthogonal" in structure:
        return np.ones(len(values)) if positive else np.where(values < 0, -1.0, 1.0)
    if positive:
        return np.abs(values) + 0.25
    if "invertible" in structure:
        return np.where(values < 0, -1.0, 1.0) * (np.abs(values) + 0.25)
    return np.asarray(values)


def _orthogonal(
    raw: Array, structure: frozenset[str], arithmetic: Arithmetic, *, flip: bool
) -> Array:
    size = len(raw)
    if "positive definite" in structure:
        return arithmetic.constant(np.eye(size))
    rotation = reflections(raw, size - flip, arithmetic)
    if "symmetric" not in structure:
        return rotation
    signs = np.where(np.arange(size) % 2 == flip, 1.0, -1.0)
    turned = boxed(rotation * arithmetic.constant(signs))
    return boxed(turned @ np.transpose(rotation))


def reflections(raw: Array, count: int, arithmetic: Arithmetic) -> Array:
    """The product of reflections at the columns of ``raw``: orthogonal, with the determinant
    ``(-1)^count``."""
    size = len(raw)
    total = arithmetic.constant(np.eye(size))
    for column in range(count):
        mirror = arithmetic.array(raw[:, column % raw.shape[1]] + (column >= raw.shape[1]))
        length = boxed(mirror @ mirror)
        twice = boxed(boxed(np.multiply.outer(mirror, mirror)) * arithmetic.number(2))
        step = boxed(arithmetic.constant(np.eye(size)) - boxed(twice / length))
        total = boxed(total @ step)
    return total
