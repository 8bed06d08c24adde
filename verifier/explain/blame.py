"""The part of a line that does not match the line above, where it can be isolated.

What a proved repair changes is to blame. Without one, the terms or the factors of the two lines
that have equal values are matched up, as far in as that goes, and what is left is marked.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from verifier.documents.document import Line
from verifier.explain.spelling import Hunk
from verifier.explain.tidy import negated, quotient
from verifier.explain.trial import Trial
from verifier.language.expressions import ONE, Apply, Call, Expression, children
from verifier.language.printer import to_text
from verifier.language.problems import LimitExceeded
from verifier.language.reading import PlaceTree
from verifier.outcome import Blame

DEPTH = 20  # levels that are matched up
AGAINST = 60  # characters of what stands in the line above


def blame_of_changes(line: Line, changes: list[Hunk]) -> tuple[Blame, ...]:
    """What a repair changes, with what it puts there."""
    written = line.source.value
    return tuple(
        Blame(change.start, change.end, line.source.place(change.start), change.new.strip())
        for change in _balanced(changes, written)
    )


def _balanced(changes: list[Hunk], written: str) -> list[Hunk]:
    """Changes of which one opens a bracket and another closes it, as one."""
    found: list[Hunk] = []
    open_ = 0
    for change in changes:
        if open_ and found:
            last = found.pop()
            between = written[last.end : change.start]
            found.append(Hunk(last.start, change.end, last.new + between + change.new))
        else:
            found.append(change)
        old = written[change.start : change.end]
        open_ += change.new.count("(") - change.new.count(")") - old.count("(") + old.count(")")
    return found


class _Part(NamedTuple):
    """A term or a factor: what it contributes, and the node and place that it was read from."""

    meaning: Expression
    node: Expression
    place: PlaceTree | None


def blame_by_matching(left: Expression, line: Line, trial: Trial) -> tuple[Blame, ...]:
    """The parts of the right side that match nothing on the left; none if nothing matches."""
    ours = _Part(left, left, None)
    theirs = _Part(line.expression, line.expression, line.places)
    found = _Matching(line, trial).differing(ours, theirs, DEPTH)
    whole = (0, len(line.source.value))
    return () if any((blame.start, blame.end) == whole for blame in found) else tuple(found)


def mismatch(line: Line, blame: tuple[Blame, ...]) -> str:
    """What matching left over, in words; "" where that is not a single part."""
    if len(blame) != 1:
        return ""
    (part,) = blame
    here = line.source.value[part.start : part.end].strip()
    if here and part.against:
        return f"`{here}` stands where the line above has `{part.against}`"
    if here:
        return f"`{here}` has no counterpart in the line above"
    return f"`{part.against}`, which the line above has, is missing" if part.against else ""


class _Matching:
    def __init__(self, line: Line, trial: Trial) -> None:
        self.line = line
        self.trial = trial

    def differing(self, ours: _Part, theirs: _Part, depth: int) -> list[Blame]:
        """What is to blame in a part of the right side that stands against one of the left."""
        if theirs.place is None or depth == 0:
            return []
        for parts in (_terms, _factors):
            mine, yours = list(parts(ours)), list(parts(theirs))
            if len(yours) > 1 or len(mine) > 1:
                found = self._left_over(mine, yours, theirs.place, depth)
                if found is not None:
                    return found
        inner = self._arguments(ours.node, theirs, depth)
        return inner if inner is not None else [self._marked(theirs.place, ours.meaning)]

    def _left_over(
        self, mine: list[_Part], yours: list[_Part], place: PlaceTree, depth: int
    ) -> list[Blame] | None:
        """None where nothing matches, so that other parts should be tried."""
        missing, extra = self._unmatched(mine, yours)
        if len(extra) == len(yours) and len(missing) == len(mine):
            return None
        if not extra:
            end = PlaceTree(place.end, place.end, ())
            return [self._marked(end, part.meaning) for part in missing[:1]]
        if len(missing) == len(extra) == 1:
            return self.differing(missing[0], extra[0], depth - 1)
        against = missing[0].meaning if len(missing) == 1 else None
        return [self._marked(part.place, against) for part in extra if part.place is not None]

    def _unmatched(self, mine: list[_Part], yours: list[_Part]) -> tuple[list[_Part], list[_Part]]:
        missing = list(mine)
        extra = []
        for part in yours:
            match = next((other for other in missing if self._equal(other, part)), None)
            if match is None:
                extra.append(part)
            else:
                missing.remove(match)
        return missing, extra

    def _equal(self, one: _Part, other: _Part) -> bool:
        if one.meaning is other.meaning:
            return True
        values, others = self.trial.values(one.meaning), self.trial.values(other.meaning)
        return values is not None and others is not None and self.trial.alike(values, others)

    def _arguments(self, ours: Expression, theirs: _Part, depth: int) -> list[Blame] | None:
        """Of the same function, the one argument that differs."""
        same = (
            isinstance(ours, Apply)
            and isinstance(theirs.node, Apply)
            and ours.head == theirs.node.head
        ) or (
            isinstance(ours, Call)
            and isinstance(theirs.node, Call)
            and ours.function == theirs.node.function
        )
        if not same or theirs.place is None:
            return None
        pairs = list(zip(children(ours), children(theirs.node), strict=False))
        if len(children(ours)) != len(children(theirs.node)):
            return None
        unequal = [
            index
            for index, (a, b) in enumerate(pairs)
            if not self._equal(_Part(a, a, None), _Part(b, b, None))
        ]
        if len(unequal) != 1 or len(pairs) != len(theirs.place.children):
            return None
        a, b = pairs[unequal[0]]
        return self.differing(
            _Part(a, a, None), _Part(b, b, theirs.place.children[unequal[0]]), depth - 1
        )

    def _marked(self, place: PlaceTree, against: Expression | None) -> Blame:
        begin = self.line.source.place(place.start)
        return Blame(place.start, place.end, begin, _short(against))


def _short(node: Expression | None) -> str:
    if node is None:
        return ""
    try:
        text = to_text(node)
    except LimitExceeded:
        return ""
    return text if len(text) <= AGAINST else ""


def _inner(part: _Part) -> Iterator[tuple[Expression, PlaceTree | None]]:
    nodes = children(part.node)
    places = part.place.children if part.place is not None else ()
    for index, node in enumerate(nodes):
        yield node, places[index] if index < len(places) else None


def _terms(part: _Part) -> Iterator[_Part]:
    """The terms of a sum with their signs, brackets opened."""
    match part.node:
        case Apply("+", _):
            minus = part.meaning is not part.node
            for node, place in _inner(part):
                meaning = negated(node) if minus else node
                yield from _terms(_Part(meaning, node, place))
        case Apply("neg", (inner,)) if isinstance(inner, Apply) and inner.head in ("+", "neg"):
            ((node, place),) = _inner(part)
            plus = part.meaning is not part.node
            yield from _terms(_Part(node if plus else negated(node), node, place))
        case _:
            yield part


def _factors(part: _Part) -> Iterator[_Part]:
    """The factors of a product or a quotient; a divisor counts as its reciprocal."""
    turned = part.meaning is not part.node
    match part.node:
        case Apply("*", _):
            for node, place in _inner(part):
                yield from _factors(_Part(_turned(node, turned), node, place))
        case Apply("/", _):
            (over, at), (under, below) = _inner(part)
            yield from _factors(_Part(_turned(over, turned), over, at))
            yield from _factors(_Part(_turned(under, not turned), under, below))
        case _:
            yield part


def _turned(node: Expression, turned: bool) -> Expression:
    return quotient(ONE, node) if turned else node
