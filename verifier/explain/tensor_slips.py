"""Mistakes with matrices: transposes, the order of a product, axes, means for sums, masks."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.explain.slips import Slip
from verifier.language.expressions import ONE, Apply, Expression, Number

_REDUCTIONS = {
    "sum": ("mean",),
    "mean": ("sum",),
    "var": ("std",),
    "std": ("var",),
    "amax": ("amin",),
    "amin": ("amax",),
}
_AXES = (0, 1)


def tensor_slips(node: Expression, rank: int) -> Iterator[Slip]:
    """What may have been meant by a part of a line about tensors, with that many axes.

    Whether shapes fit is not looked at.
    """
    match node:
        case Apply("transpose", (inner,)):
            yield Slip(inner, 1, "extra transpose", (inner,))
        case _ if rank > 1:
            yield Slip(Apply("transpose", (node,)), 1, "missing transpose", (node,))
        case _:
            pass
    match node:
        case Apply("@" | "dot", (left, right)):
            yield from _of_matrix_product(node.head, left, right)
        case Apply("*", (left, right)):
            new = Apply("@", (left, right))
            yield Slip(new, 2, "instead", (node, new))
        case Apply(head, args) if head in _REDUCTIONS:
            yield from _of_reduction(node, head, args)
        case _:
            pass


def _of_matrix_product(head: str, left: Expression, right: Expression) -> Iterator[Slip]:
    node = Apply(head, (left, right))
    yield Slip(Apply(head, (right, left)), 1, "product order", (left, right))
    yield Slip(Apply("*", (left, right)), 2, "instead", (node, Apply("*", (left, right))))
    for a, b in ((left, right), (right, left)):
        both = Apply(head, (_turned(a), _turned(b)))
        yield Slip(both, 2, "instead", (node, both))


def _turned(node: Expression) -> Expression:
    match node:
        case Apply("transpose", (inner,)):
            return inner
        case _:
            return Apply("transpose", (node,))


def _of_reduction(node: Apply, head: str, args: tuple[Expression, ...]) -> Iterator[Slip]:
    for other in _REDUCTIONS[head]:
        new = Apply(other, args)
        yield Slip(new, 2, "instead", (node, new))
    yield Slip(args[0], 2, "instead", (node, args[0]))
    for axis in _AXES:
        number = Number(axis)
        if len(args) == 1 or args[1] is not number:
            new = Apply(head, (args[0], number, *args[2:]))
            yield Slip(new, 2, "axis", (node, number))
    if len(args) > 1:
        yield Slip(Apply(head, args[:1]), 2, "instead", (node, Apply(head, args[:1])))
    if len(args) == 3:
        shorter = Apply(head, args[:2])
        yield Slip(shorter, 2, "instead", (node, shorter))
    elif len(args) == 2:
        longer = Apply(head, (*args, ONE))
        yield Slip(longer, 2, "instead", (node, longer))
