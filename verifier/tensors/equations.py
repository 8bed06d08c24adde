"""What an equation between matrices says of them: that one is symmetric, or two are inverse."""

from __future__ import annotations

from verifier.claims.shapes import Shapes
from verifier.claims.sizes import same_size
from verifier.language.expressions import Apply, Entry, Expression, Name


def symmetric(left: Expression, right: Expression, letters: frozenset[str]) -> Expression | None:
    """The array of which ``A[i, j] = A[j, i]`` says that it equals its transpose.

    Args:
        left: one side, in index notation.
        right: the other.
        letters: the indices for all values of which the equation holds.
    """
    match left, right:
        case Entry(Name() as base, (Name(i), Name(j))), Entry(other, (Name(k), Name(m))):
            turned = base is other and (i, j) == (m, k) and i != j
            return base if turned and {i, j} <= letters else None
        case _:
            return None


def inverse_pair(relation: Expression, shapes: Shapes) -> tuple[Expression, Expression] | None:
    """The A and B of ``A @ B = eye(n)``, where both are square: then ``B @ A`` is the identity as
    well, and both are invertible. (Horn & Johnson, *Matrix Analysis*, 0.5.)"""
    match relation:
        case Apply("==" | "=", (Apply("@" | "dot", (a, b)), Apply("eye", _))):
            pass
        case Apply("==" | "=", (Apply("eye", _), Apply("@" | "dot", (a, b)))):
            pass
        case _:
            return None
    square = all(len(shape) == 2 and same_size(*shape) for shape in (shapes.of(a), shapes.of(b)))
    return (a, b) if square else None
