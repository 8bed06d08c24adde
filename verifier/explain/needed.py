"""What a part of a line would have to be for the whole line to be right.

If ``a + b*c`` should be t, then b should be (t - a)/c. The same rules work on values, which tells
at once which small change can mend a line, and on expressions, which says what is missing in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from flint import arb, fmpq

from verifier.algebra.derivative import add, negate, times
from verifier.algebra.enclosures import Value, sign_of
from verifier.explain.positions import Path
from verifier.explain.trial import Trial, Values, agree, combine
from verifier.language.expressions import Apply, Expression, children

_ONE = fmpq(1)
LARGEST = 1_000  # of a number that somebody may have left out
DENOMINATOR = 60


def needed_values(whole: Expression, goal: Values, trial: Trial) -> dict[Path, Values]:
    """The values that each part would need for the whole to have those of ``goal``.

    Parts are left out where no single value, or more than one, would do.
    """
    found: dict[Path, Values] = {(): goal}
    pending: list[tuple[Path, Expression]] = [((), whole)]
    while pending:
        path, node = pending.pop()
        for index, wanted in _parts_needed(node, found[path], trial):
            found[*path, index] = wanted
            pending.append(((*path, index), children(node)[index]))
    return found


def _parts_needed(node: Expression, goal: Values, trial: Trial) -> Iterator[tuple[int, Values]]:
    if not isinstance(node, Apply) or node.head not in _INVERTIBLE:
        return
    values = [trial.values(arg) for arg in node.args]
    for index in range(len(node.args)):
        others = [found for place, found in enumerate(values) if place != index]
        if any(found is None for found in others):
            continue
        wanted = []
        for k, target in enumerate(goal):
            at_point = [None if found is None else found[k] for found in values]
            value = _part(node.head, index, at_point, target)
            if value is None:
                break
            wanted.append(value)
        else:
            yield index, tuple(wanted)


_INVERTIBLE = frozenset({"+", "*", "/", "neg", "^", "exp", "log", "sqrt"})


def _part(head: str, index: int, values: list[Value | None], goal: Value) -> Value | None:
    """What the argument at ``index`` needs to be at one point."""
    rest = [value for place, value in enumerate(values) if place != index and value is not None]
    match head:
        case "+":
            return goal - _total("+", rest)
        case "neg":
            return -goal
        case "*":
            return combine("/", [goal, _total("*", rest)])
        case "/" if index == 0:
            return combine("*", [goal, rest[0]])
        case "/":
            return combine("/", [rest[0], goal])
        case "exp":
            return combine("log", [goal])
        case "log":
            return combine("exp", [goal])
        case "sqrt":
            return combine("^", [goal, fmpq(2)]) if sign_of(goal) == 1 else None
        case "^":
            return _of_power(index, values, rest[0], goal)
        case _:
            return None


def _total(head: str, values: list[Value]) -> Value:
    total: Value = fmpq(0) if head == "+" else _ONE
    for value in values:
        total = total + value if head == "+" else total * value
    return total


def _of_power(index: int, values: list[Value | None], other: Value, goal: Value) -> Value | None:
    if sign_of(goal) != 1:
        return None
    if index == 1:
        if sign_of(other) != 1:
            return None
        logs = combine("log", [goal]), combine("log", [other])
        return None if logs[0] is None or logs[1] is None else combine("/", [logs[0], logs[1]])
    root = combine("/", [_ONE, other])
    found = None if root is None else combine("^", [goal, root])
    written = values[0]
    if found is not None and written is not None and sign_of(written) == -1:
        return -found  # of the two roots, the one on the side of what is written
    return found


def needed_expressions(whole: Expression, goal: Expression) -> dict[Path, Expression]:
    """For parts that sums, products and quotients lead to: the expression that is needed there."""
    found: dict[Path, Expression] = {(): goal}
    pending: list[tuple[Path, Expression]] = [((), whole)]
    while pending:
        path, node = pending.pop()
        if not isinstance(node, Apply) or node.head not in ("+", "*", "/", "neg"):
            continue
        for index, part in enumerate(node.args):
            rest = (*node.args[:index], *node.args[index + 1 :])
            found[*path, index] = _solved(node.head, index, rest, found[path])
            pending.append(((*path, index), part))
    return found


def _solved(head: str, index: int, rest: tuple[Expression, ...], goal: Expression) -> Expression:
    match head:
        case "+":
            return add(goal, *map(negate, rest))
        case "neg":
            return negate(goal)
        case "*":
            return Apply("/", (goal, times(*rest)))
        case _ if index == 0:
            return Apply("*", (goal, rest[0]))
        case _:
            return Apply("/", (rest[0], goal))


def as_number(values: Values) -> Fraction | None:
    """The number that the values are at every point, if they are one small rational number."""
    first = values[0]
    guess = Fraction(int(first.p), int(first.q)) if isinstance(first, fmpq) else _near(first)
    if guess is None or max(abs(guess.numerator), guess.denominator) > LARGEST:
        return None
    exact = fmpq(guess.numerator, guess.denominator)
    return guess if all(agree(value, exact) for value in values) else None


def _near(ball: arb) -> Fraction | None:
    number = float(ball)
    return Fraction(number).limit_denominator(DENOMINATOR) if abs(number) <= LARGEST else None
