"""What a part of a line would have to be for the whole line to be right.

If ``a + b*c`` should be t, then b should be (t - a)/c. The same rules work on values, which tells
at once which small change can mend a line, and on expressions, which says what is missing in it.
"""

from __future__ import annotations

from collections.abc import Iterator

from verifier.algebra.derivative import add, negate, times
from verifier.explain.positions import Path
from verifier.explain.trial import Trial, Values
from verifier.language.expressions import ONE, Apply, Expression, children

_INVERTIBLE = frozenset({"+", "*", "/", "neg", "^", "exp", "log", "sqrt", "transpose"})


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
    for index, written in enumerate(values):
        rest = [found for place, found in enumerate(values) if place != index and found is not None]
        if len(rest) < len(values) - 1:
            continue
        wanted = _part(node.head, index, written, rest, goal, trial)
        fitting = None if wanted is None else trial.fit(wanted, written)
        if fitting is not None:
            yield index, fitting


def _part(
    head: str,
    index: int,
    written: Values | None,
    rest: list[Values],
    goal: Values,
    trial: Trial,
) -> Values | None:
    """What the argument at ``index`` needs to be."""
    match head:
        case "+":
            taken = [trial.combine("neg", [found]) for found in rest]
            return trial.combine("+", [goal, *filter(None, taken)])
        case "neg" | "transpose":
            return trial.combine(head, [goal])
        case "*":
            others = trial.combine("*", rest)
            return None if others is None else trial.combine("/", [goal, others])
        case "/":
            return trial.combine("*", [goal, *rest]) if index == 0 else _over(rest[0], goal, trial)
        case "exp":
            return trial.combine("log", [goal])
        case "log":
            return trial.combine("exp", [goal])
        case "sqrt":
            return trial.combine("*", [goal, goal]) if trial.positive(goal) else None
        case _:
            return _of_power(index, written, rest[0], goal, trial)


def _over(over: Values | None, under: Values | None, trial: Trial) -> Values | None:
    return None if over is None or under is None else trial.combine("/", [over, under])


def _of_power(
    index: int, written: Values | None, other: Values, goal: Values, trial: Trial
) -> Values | None:
    if not trial.positive(goal):
        return None
    if index == 1:
        if not trial.positive(other):
            return None
        return _over(trial.combine("log", [goal]), trial.combine("log", [other]), trial)
    root = _over(trial.values(ONE), other, trial)
    found = None if root is None else trial.combine("^", [goal, root])
    size = None if written is None else trial.combine("abs", [written])
    side = _over(written, size, trial)
    if found is not None and side is not None:
        return trial.combine("*", [found, side])  # of two roots, the one on the written one's side
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
