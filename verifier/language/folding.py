"""Work from the leaves up: every distinct part once, however deep the tree and however shared."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)
Found = TypeVar("Found")


def fold(
    root: Node,
    parts: Callable[[Node], Iterable[Node]],
    combine: Callable[[Node, Callable[[Node], Found]], Found],
) -> Found:
    """What ``combine`` makes of the root; it is given each node and a look-up of its parts."""
    done: dict[Node, Found] = {}
    pending = [root]
    while pending:
        current = pending[-1]
        missing = [part for part in parts(current) if part not in done]
        if missing:
            pending.extend(missing)
            continue
        pending.pop()
        if current not in done:
            done[current] = combine(current, done.__getitem__)
    return done[root]
