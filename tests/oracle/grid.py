"""The points at which two expressions are compared: fixed, rich where expressions break.

Boundaries, small integers and fractions, numbers that occur, ties between symbols, and places
where a denominator, a switch or a logarithm's argument becomes zero.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import chain, islice, product

from tests.oracle.evaluator import Shown, evaluate, truth
from tests.oracle.sheets import Range, Sheet
from verifier.language.expressions import (
    Apply,
    Constant,
    Expression,
    Name,
    Number,
    subexpressions,
)

_COMMON = tuple(
    map(
        Fraction,
        [
            "0",
            "1",
            "-1",
            "2",
            "-2",
            "1/2",
            "-1/2",
            "3",
            "-3",
            "1/3",
            "3/2",
            "-5/3",
            "5",
            "-7",
            "1/10",
            "10",
            "-1/10",
            "25/7",
            "100",
        ],
    )
)
_INTEGERS = tuple(map(Fraction, (0, 1, -1, 2, -2, 3, -3, 4, 5, 10)))
_SHARES = tuple(map(Fraction, ["1/2", "1/4", "3/4", "1/10", "9/10", "1/3", "1/100", "99/100"]))
_STEPS = tuple(map(Fraction, ["1", "1/2", "2", "1/10", "3", "5/3", "10", "1/4", "9", "100"]))
_SWITCHES = frozenset({"<", "<=", ">", ">=", "==", "!=", "max", "min"})


def points(
    sheet: Sheet, expressions: list[Expression], assumed: tuple[Expression, ...], limit: int = 80
) -> Iterator[dict[str, Fraction]]:
    """At most about ``limit`` points of the domain at which all the assumptions hold.

    Plain candidates come first, in tens; after each ten the zeros of what is critical near them.
    """
    names = sheet.symbols_of([*expressions, *assumed])
    candidates = _candidates(sheet, names, _numbers(expressions), limit)
    seen: set[tuple[Fraction, ...]] = set()
    given = 0
    while given < limit and (some := list(islice(candidates, 10))):
        zeros = (
            zero for point in some for zero in _zeros(sheet, names, [*expressions, *assumed], point)
        )
        for point in chain(some, zeros):
            key = tuple(point[name] for name in names)
            if key not in seen and allowed(sheet, names, point, assumed):
                given += 1
                yield point
            seen.add(key)


def _numbers(expressions: Iterable[Expression]) -> list[Fraction]:
    seen = {
        part.value
        for expression in expressions
        for part in subexpressions(expression)
        if isinstance(part, Number)
    }
    return sorted({value * side for value in seen if value <= 1000 for side in (1, -1)})


def _candidates(
    sheet: Sheet, names: list[str], numbers: list[Fraction], limit: int
) -> Iterator[dict[str, Fraction]]:
    if not names:
        yield {}
        return
    chance = random.Random(20)  # noqa: S311 (the same points every time)
    whole = list(_grow(sheet, names, numbers, width=19 if len(names) == 1 else 6))
    first = whole if len(whole) <= limit else chance.sample(whole, limit // 2)
    yield from first
    for _ in range(4 * limit):
        pool = [chance.choice(_COMMON) for _ in range(2)] + [_random_fraction(chance)]
        yield {name: chance.choice(pool) for name in names}
        point: dict[str, Fraction] = {}
        for name in names:
            values = values_in(sheet, sheet.symbols[name], point, numbers)
            if values:
                point[name] = chance.choice(values)
        if len(point) == len(names):
            yield point


def _random_fraction(chance: random.Random) -> Fraction:
    return Fraction(chance.randint(-12, 12), chance.randint(1, 6))


def _grow(
    sheet: Sheet, names: list[str], numbers: list[Fraction], width: int
) -> Iterator[dict[str, Fraction]]:
    """All combinations of the first few values of each symbol, for few symbols."""
    if len(names) > 4:
        width = 3
    columns = [values_in(sheet, sheet.symbols[name], {}, numbers)[:width] for name in names]
    for values in product(*columns):
        yield dict(zip(names, values, strict=True))


def values_in(
    sheet: Sheet, limits: Range, point: dict[str, Fraction], numbers: Iterable[Fraction] = ()
) -> list[Fraction]:
    """Some values of one symbol; ends that hang on symbols not in ``point`` are left aside."""
    low = _exact(sheet, limits.lower.value, point) if limits.lower else None
    high = _exact(sheet, limits.upper.value, point) if limits.upper else None
    if low is not None and high is not None:
        listed = [low, high, *(low + share * (high - low) for share in _SHARES), *numbers]
    elif low is not None:
        listed = [low, *(low + step for step in _STEPS), *numbers]
    elif high is not None:
        listed = [high, *(high - step for step in _STEPS), *numbers]
    else:
        listed = [*_COMMON[:9], *numbers, *_COMMON[9:]]
    if limits.whole:
        listed = [x for x in (*_INTEGERS, *listed) if x.denominator == 1]
    return [x for x in dict.fromkeys(listed) if _in_range(sheet, limits, x, point)]


def _exact(sheet: Sheet, expression: Expression, point: dict[str, Fraction]) -> Fraction | None:
    match evaluate(expression, point, sheet.setting):
        case Shown(Fraction() as value):
            return value
        case _:
            return None


def _in_range(sheet: Sheet, limits: Range, x: Fraction, point: dict[str, Fraction]) -> bool:
    if limits.whole and x.denominator != 1:
        return False
    relations: list[tuple[str, Expression]] = [("!=", value) for value in limits.excluded]
    if limits.lower:
        relations.append((">" if limits.lower.open else ">=", limits.lower.value))
    if limits.upper:
        relations.append(("<" if limits.upper.open else "<=", limits.upper.value))
    return all(
        truth(Apply(relation, (_literal(x), value)), point, sheet.setting) is not False
        for relation, value in relations
    )


def _literal(x: Fraction) -> Expression:
    return Number(x) if x >= 0 else Apply("neg", (Number(-x),))


def allowed(
    sheet: Sheet, names: list[str], point: dict[str, Fraction], assumed: tuple[Expression, ...]
) -> bool:
    """Whether a point lies in the domain and satisfies the assumptions."""
    if not all(_in_range(sheet, sheet.symbols[name], point[name], point) for name in names):
        return False
    return all(truth(statement, point, sheet.setting) is True for statement in assumed)


def critical(expression: Expression) -> Iterator[Expression]:
    """What changes an expression's nature where it vanishes."""
    for part in subexpressions(expression):
        match part:
            case Apply("/", (_, below)):
                yield below
            case Apply("^", (base, _)):
                yield base
            case Apply("abs" | "sign" | "relu" | "log" | "sqrt", (inner,)):
                yield inner
            case Apply(head, (left, right)) if head in _SWITCHES:
                yield Apply("+", (left, Apply("neg", (right,))))


def _zeros(
    sheet: Sheet, names: list[str], expressions: list[Expression], point: dict[str, Fraction]
) -> Iterator[dict[str, Fraction]]:
    """Where something critical vanishes on a line through the point, if that is easily found."""
    switches = {part for expression in expressions for part in critical(expression)}
    for switch in sorted(switches, key=repr):
        if isinstance(switch, Number | Constant | Name):
            continue
        for name in names:
            at_0 = _exact(sheet, switch, {**point, name: Fraction(0)})
            at_1 = _exact(sheet, switch, {**point, name: Fraction(1)})
            if at_0 is None or at_1 is None or at_0 == at_1:
                continue
            zero = {**point, name: at_0 / (at_0 - at_1)}
            if _exact(sheet, switch, zero) == 0:
                yield zero
