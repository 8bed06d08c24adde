"""Definitions that go round in a circle: found before any of them is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from verifier.documents.names import Circles

MAX_SEARCHES = 50
"""How many forward uses are followed; beyond, they are only said to stand before their place."""


def circles(mentions: Mapping[tuple[str, int], Iterable[str]]) -> Circles:
    """The circles among definitions, by the rank of a user and the later name that it mentions.

    Args:
        mentions: the words of each definition's text, by its name and its rank.
    """
    ranks = dict(mentions.keys())
    graph = {
        name: sorted({word for word in words if word in ranks and word != name})
        for (name, _), words in mentions.items()
    }
    forward = [
        (name, used) for name, words in graph.items() for used in words if ranks[used] > ranks[name]
    ]
    found: Circles = {}
    for name, used in forward[:MAX_SEARCHES]:
        way = _way(graph, used, name)
        if way:
            found[ranks[name], used] = (name, *way)
    return found


def _way(graph: Mapping[str, list[str]], start: str, goal: str) -> list[str]:
    """A way along the mentions from one name to another; empty if there is none."""
    came_from = {start: ""}
    pending = [start]
    while pending:
        current = pending.pop()
        if current == goal:
            way = [current]
            while came_from[way[-1]]:
                way.append(came_from[way[-1]])
            return way[::-1]
        for following in graph[current]:
            if following not in came_from:
                came_from[following] = current
                pending.append(following)
    return []
