"""Sizes for the letters of shapes: different ones, 1 among them, never always the same."""

from __future__ import annotations

from collections.abc import Mapping
from math import prod

import numpy as np

from verifier.claims.claim import Claim, Context, Domain, Field
from verifier.claims.sizes import polynomial
from verifier.confirmation.reach import Reach
from verifier.language.expressions import (
    Apply,
    Binder,
    Call,
    Expression,
    Name,
    Number,
    children,
    free_names,
    subexpressions,
)

LARGEST = 7
FURTHEST = 23  # of the sizes that are looked at beside
NEAREST = 4  # the largest of those that are looked at in many digits beside
USUAL, NEAR, FAR = "usual", "near", "far"
MOST_VALUES = 13  # that are tried of one size


def size_letters(claim: Claim, reach: Reach, needed: frozenset[str]) -> tuple[str, ...]:
    """The letters that stand in a shape of what a claim needs, in the order of the file."""
    context = claim.context
    used: set[str] = set()
    named: set[str] = set()
    for name, domain in context.symbols.items():
        for size in domain.shape:
            named |= free_names(size)
            if name in needed:
                used |= free_names(size)
    for node in parts(claim, reach):
        if isinstance(node, Apply) and node.head in ("eye", "ones", "zeros"):
            used |= free_names(node)
    used |= named & needed
    return tuple(name for name in context.symbols if name in used)


def opened(claim: Claim, reach: Reach) -> list[Expression]:
    """Both sides of a claim, and the meaning of every name they go through."""
    names = sorted(reach.of(claim.left) | reach.of(claim.right))
    bodies = [body for body in map(reach.body, names) if body is not None]
    return [claim.left, claim.right, *bodies]


def parts(claim: Claim, reach: Reach) -> tuple[Expression, ...]:
    """Every part of them, each once."""
    key = claim.left, claim.right
    if key not in reach.parts:
        found = (node for body in opened(claim, reach) for node in subexpressions(body))
        reach.parts[key] = tuple(dict.fromkeys(found))
    return reach.parts[key]


def draw_sizes(
    letters: tuple[str, ...],
    context: Context,
    fixed: Mapping[str, int],
    wanted: Mapping[str, int],
    turn: int,
    seed: int,
    *,
    span: str = USUAL,
) -> dict[str, int]:
    """Sizes for one draw.

    Args:
        letters: what has a size.
        context: with the domains of the letters.
        fixed: sizes that are given.
        wanted: how many different values a letter must take over all draws, where that matters.
        turn: the number of the draw; over the first ones every letter is 1 once.
        seed: of the order in which a letter goes through its values.
        span: `USUAL`, or smaller sizes (`NEAR`), or larger ones (`FAR`).
    """
    sizes: dict[str, int] = {}
    for place, letter in enumerate(letters):
        if letter in fixed:
            sizes[letter] = fixed[letter]
            continue
        least = FURTHEST if span == FAR else wanted.get(letter, 0)
        values = _order(context.symbols[letter], least, place, seed)
        if span == FAR:
            values = [size for size in values if size > LARGEST] or values
        if span == NEAR:
            values = [size for size in values if size <= NEAREST] or values
        taken = set(sizes.values())
        from_here = [values[(turn + step) % len(values)] for step in range(len(values))]
        sizes[letter] = next((size for size in from_here if size not in taken), from_here[0])
    return sizes


def _order(domain: Domain, wanted: int, place: int, seed: int) -> list[int]:
    """The values of a letter in a random order, 1 among the first ones, at its own place."""
    low, high = _range(domain, wanted)
    values: list[int] = (
        np.random.default_rng([seed, place]).permutation(np.arange(low, high + 1)).tolist()
    )
    if 1 in values:
        values.remove(1)
        values.insert(min(place, len(values)), 1)
    return values


def _range(domain: Domain, wanted: int) -> tuple[int, int]:
    low, high = 1, max(LARGEST, wanted)
    if domain.lower is not None and isinstance(domain.lower.value, Number):
        least = domain.lower.value.value
        low = max(1, -(-least.numerator // least.denominator))
        low += domain.lower.open and low == least
    high += low - 1
    if domain.upper is not None and isinstance(domain.upper.value, Number):
        high = int(domain.upper.value.value)
        high -= domain.upper.open and high == domain.upper.value.value
    return low, max(low, high)


def size_value(size: Expression, sizes: Mapping[str, int]) -> int:
    """A size on letters as a number."""
    total = 0
    for letters, factor in (polynomial(size) or {}).items():
        total += int(factor) * prod(sizes[letter] for letter in letters)
    return total


# Sizes as numbers.


def degrees(claim: Claim, reach: Reach, letters: tuple[str, ...]) -> dict[str, int]:
    """How often each letter stands in the arithmetic of a claim, about: that many values and one
    more tell two formulas apart. -1 where no number of values does (``2^n``)."""
    counting = _Counting(reach, frozenset(letters))
    return _added([counting.of(claim.left), counting.of(claim.right)])


class _Counting:
    """Counts letters, also of what stands behind a name, as often as the name is used."""

    def __init__(self, reach: Reach, letters: frozenset[str]) -> None:
        self._reach = reach
        self._letters = letters
        self._names: dict[str, dict[str, int]] = {}

    def of(self, node: Expression) -> dict[str, int]:
        """How often each letter stands in an expression."""
        return {} if self._letters.isdisjoint(self._reach.of(node)) else _count(node, self)

    def name(self, name: str) -> dict[str, int]:
        """How often each stands in what a name means."""
        if name in self._letters:
            return {name: 1}
        found = self._names.get(name)
        if found is None:
            body = self._reach.body(name)
            self._names[name] = {}
            found = self._names[name] = {} if body is None else self.of(body)
        return found

    def averaged(self, part: Expression) -> dict[str, int]:
        """The letters of the shape of what is averaged; all of them where that is not plain."""
        domain = self._reach.context.symbols.get(part.name) if isinstance(part, Name) else None
        if domain is None:
            return dict.fromkeys(self._letters, 1)
        return {name: 1 for size in domain.shape for name in free_names(size) & self._letters}


def _count(node: Expression, counting: _Counting) -> dict[str, int]:
    match node:
        case Name(name):
            return counting.name(name)
        case Call(function, args):
            counts = _added([counting.of(part) for part in args])
            return _added([dict.fromkeys(counts, -1), counting.name(function)])
        case Apply("^", (base, Number(exponent))) if exponent.denominator == 1:
            times = abs(exponent.numerator)
            return {k: v * times for k, v in counting.of(base).items()}
        case Apply("sqrt", (part,)):
            return {k: 2 * v for k, v in counting.of(part).items()}
        case Apply("mean" | "var" | "std", (part, *_)):
            return _added([counting.of(part), counting.averaged(part)])
        case Apply("+" | "*" | "/" | "neg" | "eye" | "ones" | "zeros" | "where", parts):
            return _added([counting.of(part) for part in parts])
        case Binder(_, body, _, lower, upper) if lower is not None and upper is not None:
            return _added([counting.of(part) for part in (body, lower, upper)])
        case _:
            counts = _added([counting.of(part) for part in children(node)])
            plain = not isinstance(node, Apply) or node.head in _LINEAR
            return counts if plain else dict.fromkeys(counts, -1)


_LINEAR = frozenset({"@", "dot", "transpose", "sum", "tr", "diag", "vec", "outer", "kron", "inv"})


def _added(counts: list[dict[str, int]]) -> dict[str, int]:
    total: dict[str, int] = {}
    for count in counts:
        for name, value in count.items():
            known = total.get(name, 0)
            total[name] = -1 if min(known, value) < 0 else known + value
    return total


def integral(domain: Domain) -> bool:
    """Whether a symbol is a whole number."""
    return domain.field in (Field.INTEGER, Field.NATURAL)
