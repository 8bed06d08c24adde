"""Where the parts of an expression stand: a path of argument numbers, as in a table of contents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from verifier.language.expressions import Apply, Expression, children, rebuild, transform

Path: TypeAlias = tuple[int, ...]

MOST = 400  # positions of one expression that are looked at


class Position(NamedTuple):
    """A part of an expression and the way to it from the whole."""

    path: Path
    node: Expression


def positions(whole: Expression, most: int = MOST) -> list[Position]:
    """Every part with its way, the whole first; of a very long expression the outer parts."""
    found = [Position((), whole)]
    for position in found:  # grows while it is walked: breadth first
        if len(found) >= most:
            break
        found += [
            Position((*position.path, index), part)
            for index, part in enumerate(children(position.node))
        ]
    return found[:most]


def at(whole: Expression, path: Path) -> Expression:
    """The part at the end of a path."""
    for index in path:
        whole = children(whole)[index]
    return whole


def along(whole: Expression, path: Path) -> Iterator[Expression]:
    """Everything that a position lies in, the whole first."""
    for index in path:
        yield whole
        whole = children(whole)[index]


def put(whole: Expression, path: Path, part: Expression) -> Expression:
    """The whole with another part at the end of a path."""
    if not path:
        return part
    parts = children(whole)
    inner = put(parts[path[0]], path[1:], part)
    return rebuild(whole, (*parts[: path[0]], inner, *parts[path[0] + 1 :]))


def ancestors(path: Path) -> Iterator[Path]:
    """The ways to everything a position lies in, the whole first."""
    return (path[:length] for length in range(len(path)))


def in_order(whole: Expression) -> Expression:
    """The same with the terms of sums and the factors of products in one order, the signs' too.

    Two expressions that only differ in that are one afterwards.
    """
    return transform(whole, _in_order)


def _in_order(node: Expression) -> Expression:
    match node:
        case Apply("+" | "*" as head, args):
            return Apply(head, tuple(sorted(args, key=repr)))
        case _:
            return node
