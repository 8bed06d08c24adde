"""Whether two expressions differ somewhere on the grid, in value or in being defined."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from tests.oracle import reals
from tests.oracle.evaluator import Answer, Nothing, Setting, Shown, Unclear, evaluate
from verifier.language.expressions import Expression


@dataclass(frozen=True)
class Difference:
    """A point where a relation fails; ``defined`` says whether both sides have values there."""

    point: Mapping[str, Fraction]
    left: Answer
    right: Answer

    @property
    def defined(self) -> bool:
        return isinstance(self.left, Shown) and isinstance(self.right, Shown)


@dataclass
class Comparison:
    """What the grid shows about one line."""

    differences: list[Difference] = field(default_factory=list)
    agreed: int = 0
    both_undefined: int = 0
    unclear: int = 0

    @property
    def in_value(self) -> list[Difference]:
        """The points where both sides have values, and these break the relation."""
        return [difference for difference in self.differences if difference.defined]


_HOLDS: Mapping[str, Callable[[int], bool]] = {
    "=": lambda s: s == 0,
    "<": lambda s: s < 0,
    "<=": lambda s: s <= 0,
    ">": lambda s: s > 0,
    ">=": lambda s: s >= 0,
}


def compare(
    left: Expression,
    relation: str,
    right: Expression,
    points: Iterable[Mapping[str, Fraction]],
    setting: Setting,
    enough: int | None = None,
) -> Comparison:
    """Evaluate both sides at every point; stop after ``enough`` differences in value."""
    found = Comparison()
    for point in points:
        answers = evaluate(left, point, setting), evaluate(right, point, setting)
        match at_one_point(*answers, relation):
            case None:
                found.unclear += 1
            case False:
                found.differences.append(Difference(point, *answers))
            case True if isinstance(answers[0], Nothing):
                found.both_undefined += 1
            case True:
                found.agreed += 1
        if enough is not None and len(found.in_value) >= enough:
            break
    return found


def at_one_point(left: Answer, right: Answer, relation: str) -> bool | None:
    """Whether the line holds at a point with these two values; None if that is not certain.

    Values whose intervals overlap at the precision of their computation count as equal where the
    relation allows it: the oracle is asked for differences, and claims none that it has not shown.
    """
    match left, right:
        case (Unclear(), _) | (_, Unclear()):
            return None
        case (Nothing(), Nothing()):
            return True
        case (Shown(x), Shown(y)):
            holds = _HOLDS[relation]
            try:
                with reals.working_precision(max(_bits(x), _bits(y))):
                    return holds(reals.sign(reals.add(x, reals.multiply(Fraction(-1), y))))
            except reals.NotKnown:
                return True if holds(0) else None
        case _:
            return False


def _bits(x: reals.Real) -> int:
    return x.bits if isinstance(x, reals.Interval) else 128
