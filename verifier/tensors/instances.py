"""A condition of index notation at given sizes, for every value of its indices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from verifier.algebra.frames import Outside
from verifier.language.expressions import Expression, Number, free_names, substitute
from verifier.tensors.grounding import Grounding
from verifier.tensors.lengths import Ends
from verifier.tensors.numbers import whole_number


def instances(
    node: Expression, grounding: Grounding, ranges: Mapping[str, Ends]
) -> list[Expression]:
    """An expression of numbers for all values of its indices.

    Args:
        node: an expression of index notation.
        grounding: what its arrays and sizes are.
        ranges: what its indices run over.

    Raises:
        Outside: where a range is no range of numbers at these sizes.
    """
    letters: frozenset[str] = frozenset()
    more = free_names(node) & ranges.keys()
    while not more <= letters:  # the end of a range may be an index itself
        letters |= more
        ends = [free_names(end) for letter in letters for end in ranges[letter]]
        more = frozenset().union(*ends) & ranges.keys()
    places = _places(letters, grounding, ranges)
    sized = grounding.sized(node)
    return [grounding.number(substitute(sized, dict(place))) for place in places]


def _places(
    letters: frozenset[str], grounding: Grounding, ranges: Mapping[str, Ends]
) -> Iterator[Mapping[str, Expression]]:
    """The values of some indices, those whose ends are others after these."""
    if not letters:
        yield {}
        return
    last = next(
        (one for one in sorted(letters) if not any(one in _names(ranges[x]) for x in letters)), None
    )
    if last is None:
        raise Outside("ranges of indices that depend on one another")
    for place in _places(letters - {last}, grounding, ranges):
        first, stop = (
            whole_number(grounding.number(substitute(grounding.sized(end), dict(place))))
            for end in ranges[last]
        )
        if first is None or stop is None:
            raise Outside("the range of an index is not one of numbers here")
        for value in range(first, stop + 1):
            yield {**place, last: Number(value)}


def _names(ends: Ends) -> frozenset[str]:
    return free_names(ends[0]) | free_names(ends[1])
