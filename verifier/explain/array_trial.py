"""A line about arrays, tried on a few drawn ones: all sizes different, and none of them 1 if it may
be more, so that no shape fits by accident.

The values are doubles. Two that agree up to rounding count as equal; where 0 was divided by 0, any
value would do, and a NaN stands for it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from fractions import Fraction
from itertools import dropwhile, islice
from math import prod

import flint
import numpy as np

from verifier.claims.claim import Claim, Context
from verifier.claims.shape_errors import ShapeError
from verifier.claims.shapes import Shapes
from verifier.confirmation.arithmetic import (
    PRECISION,
    Arithmetic,
    Array,
    Balls,
    Doubles,
    NeedsBallsError,
    UnableError,
)
from verifier.confirmation.decisions import Decisions, RedrawError
from verifier.confirmation.draws import SPREAD, draft, draw_stranger, fill
from verifier.confirmation.places import places
from verifier.confirmation.reach import Reach
from verifier.confirmation.sizes import draw_sizes, size_letters, size_value
from verifier.confirmation.worlds import Letters, Scene, World
from verifier.explain.trial import DENOMINATOR, LARGEST, Trial, Values
from verifier.language.expressions import Apply, Expression
from verifier.language.problems import LimitExceeded

DRAWS = 3
PLACES = 2  # of free index letters, for each draw
TRIED = 24  # draws of arrays for that many
SPARE = 3  # draws without a value of the right side, before they are taken
BALL = 20  # what balls take longer than doubles
TURNS = 12  # choices of sizes that are compared
TOLERANCE = 1e-9
DUST = 1e-13  # of the terms of a sum: what rounding leaves of them where they cancel
CLEAR = 1e-6  # of the largest entry: not next to nothing
DIGITS = 7  # of a key
SHOWN = 6  # entries in a key

_NO_VALUE = (
    *(RedrawError, UnableError, NeedsBallsError, ShapeError, LimitExceeded),
    *(ValueError, IndexError, TypeError, ArithmeticError),
)
"""Why an expression may have none: its shapes do not fit, it is undefined, or takes too long."""


class ArrayTrial(Trial):
    """Values of arrays."""

    def __init__(self, claim: Claim, seed: int = 0) -> None:
        self.claim = claim
        self.shapes = Shapes(claim.context)
        self.reach = Reach(claim.context)
        self.sizes = size_letters(claim, self.reach, frozenset(claim.context.symbols))
        self._points: list[tuple[World, Letters | None]] = []
        self._memos: list[dict[Expression, Array | None]] = []
        self._cost = 1
        self._balls_needed = False
        self._take_points(Doubles(), seed)
        if self._balls_needed and not self._points:
            self._cost = BALL
            self._take_points(Balls(), seed)
        self.ready = bool(self._points)

    # -- points --------------------------------------------------------------------------------

    def _take_points(self, arithmetic: Arithmetic, seed: int) -> None:
        """Points where both sides have values; if there are none, where the left side has one."""
        random = np.random.default_rng(seed)
        choices = list(islice(_choices(self.sizes, self.claim.context, seed), DRAWS))
        halves: list[tuple[World, Letters | None]] = []
        with self.working():
            for attempt in range(TRIED):
                world = self._world(arithmetic, choices[attempt % len(choices)], random)
                for point in () if world is None else self._places(world):
                    both = self._read(*point, self.claim.right) is not None
                    (self._points if both else halves).append(point)
                if _draws(self._points) == DRAWS or (
                    not self._points and _draws(halves) == DRAWS + SPARE
                ):
                    break
        if not self._points and not self._balls_needed:
            self._points = halves[:DRAWS]
        self._memos = [{} for _ in self._points]

    def _world(
        self, arithmetic: Arithmetic, sizes: dict[str, int], random: np.random.Generator
    ) -> World | None:
        """A draw at which everything has its place; None where the domain does not let it."""
        context = self.claim.context
        try:
            shapes = {
                name: tuple(size_value(size, sizes) for size in domain.shape)
                for name, domain in context.symbols.items()
                if name not in sizes
            }
            strangers = {
                name: draw_stranger(arity, domain, random)
                for name, (arity, domain) in context.opaque.items()
            }
            flip = bool(random.integers(2))
            chosen = draft(SPREAD, shapes, context.symbols, flip=flip, random=random)
            values: dict[str, Array] = {}
            scene = Scene(
                *(context, self.shapes, self.reach, arithmetic, sizes),
                *(values, strangers, {}, Decisions()),
            )
            fill(World(scene), chosen, values)
        except _NO_VALUE as error:
            self._note(error)
            return None
        return World(scene)

    def _places(self, world: World) -> Iterator[tuple[World, Letters | None]]:
        """The draw, for a few places of free index letters, if the left side has a value there."""
        both = Apply("=", (self.claim.left, self.claim.right))
        try:
            every = list(places(world, both))
        except _NO_VALUE as error:
            self._note(error)
            return
        for letters in every[:: max(1, len(every) // PLACES)][:PLACES]:
            if self._read(world, letters, self.claim.left) is not None:
                yield world, letters

    def _note(self, error: Exception) -> None:
        """There is no value, for a reason that may lie in the arithmetic."""
        self._balls_needed = self._balls_needed or isinstance(error, NeedsBallsError)

    @contextmanager
    def working(self) -> Iterator[None]:
        """NumPy's warnings off, for what is not finite is no value; the precision of the balls."""
        with np.errstate(all="ignore"), flint.ctx.workprec(PRECISION):
            yield

    # -- values of expressions -----------------------------------------------------------------

    def values(self, node: Expression) -> Values | None:
        """See `Trial`."""
        found = []
        for index in range(len(self._points)):
            value = self._value(node, index)
            if value is None:
                return None
            found.append(value)
        return tuple(found)

    def agrees(self, node: Expression, values: Values) -> bool:
        """See `Trial`."""
        for index, value in enumerate(values):
            found = self._value(node, index)
            if found is None or not _alike(found, value):
                return False
        return True

    def _value(self, node: Expression, index: int) -> Array | None:
        memo = self._memos[index]
        try:
            return memo[node]
        except KeyError:
            found = memo[node] = self._settled(node, index)
            return found

    def _settled(self, node: Expression, index: int) -> Array | None:
        """The value, what rounding leaves where terms cancel taken away."""
        found = self._read(*self._points[index], node)
        match node:
            case Apply("+", terms) if found is not None and not np.all(np.isnan(found)):
                parts = [self._value(term, index) for term in terms]
                known = [part for part in parts if part is not None]
                if len(known) == len(parts):
                    size = sum(np.abs(part) for part in known)
                    return np.where(np.abs(found) <= DUST * size, 0.0, found)
            case _:
                pass
        return found

    def _read(self, world: World, letters: Letters | None, node: Expression) -> Array | None:
        self.spent += self._cost
        try:
            with self.working():
                value = world.arithmetic.doubles(world.value(node, letters))
        except _NO_VALUE as error:
            self._note(error)
            return None
        return value if np.all(np.isfinite(value)) else None

    # -- working with values -------------------------------------------------------------------

    def alike(self, one: Values, other: Values) -> bool:
        """See `Trial`."""
        return all(map(_alike, one, other))

    def combine(self, head: str, args: Sequence[Values]) -> Values | None:
        """See `Trial`."""
        found = []
        with self.working():
            for at_point in zip(*args, strict=True):
                try:
                    value = np.asarray(_OPERATIONS[head](*at_point), dtype=np.float64)
                except (ValueError, KeyError):
                    return None
                if np.any(np.isinf(value)) or np.all(np.isnan(value)):
                    return None
                found.append(value)
        return tuple(found)

    def positive(self, values: Values) -> bool:
        """See `Trial`."""
        return all(bool(np.all(value > 0)) for value in values)

    def number(self, values: Values) -> Fraction | None:
        """See `Trial`."""
        entries = np.concatenate([np.ravel(value) for value in values])
        entries = entries[~np.isnan(entries)]
        if not entries.size or abs(entries[0]) > LARGEST:
            return None
        guess = Fraction(float(entries[0])).limit_denominator(DENOMINATOR)
        return guess if _alike(entries, np.asarray(float(guess))) else None

    def multiple(self, values: Values, of: Values) -> Fraction | None:
        """See `Trial`."""
        ratios = self.combine("/", [values, of])
        return None if ratios is None else self.number(ratios)

    def fit(self, values: Values, written: Values | None) -> Values | None:
        """Values narrowed to the shape that is written where all entries along an axis agree.

        Else as they are, if what is written may be stretched to their shape: a factor that was
        lost may be the larger one. None where they do not fit.
        """
        if written is None:
            return None
        shapes = map(np.shape, written)
        found = [_shaped(value, shape) for value, shape in zip(values, shapes, strict=True)]
        return None if any(value is None for value in found) else tuple(found)

    def rank(self, values: Values) -> int:
        """See `Trial`."""
        return max((np.ndim(value) for value in values), default=0)

    def key(self, values: Values) -> Hashable | None:
        """A few entries to a few digits, of each array at its least; None where some are open."""
        found: list[Hashable] = []
        for value in values:
            if np.any(np.isnan(value)):
                return None
            least = _least(value)
            entries, size = np.ravel(least), _largest(least)
            found.append(tuple(dropwhile(lambda length: length == 1, np.shape(least))))
            found += [
                "0" if abs(entry) <= TOLERANCE * size else f"{entry:.{DIGITS}e}"
                for entry in entries[:SHOWN]
            ]
        return tuple(found)

    def direction(self, values: Values) -> Hashable | None:
        """The key of the values divided by the first entry that is not next to nothing."""
        entries = np.ravel(values[0])
        if self.open(values):
            return None
        large = np.flatnonzero(np.abs(entries) > CLEAR * _largest(entries))
        if not large.size:
            return None
        pivot = entries[large[0]]
        return self.key(tuple(value / pivot for value in values))

    def open(self, values: Values) -> bool:
        """See `Trial`."""
        return any(bool(np.any(np.isnan(value))) for value in values)

    def fits(self, line: Expression) -> bool:
        """See `Trial`."""
        try:
            self.shapes.check_relation(self.claim.left, "=", line)
        except (ShapeError, LimitExceeded):
            return False
        return True


def _draws(points: Sequence[tuple[World, Letters | None]]) -> int:
    return len({id(world) for world, _ in points})


def _choices(letters: tuple[str, ...], context: Context, seed: int) -> Iterator[dict[str, int]]:
    """Sizes of arrays, different ones and small ones first, 1 where nothing else may be."""
    drawn = [draw_sizes(letters, context, {}, {}, turn, seed) for turn in range(TURNS)]
    distinct = {tuple(sizes.items()): sizes for sizes in drawn}.values()
    yield from sorted(
        distinct, key=lambda sizes: (list(sizes.values()).count(1), prod(sizes.values()))
    )


def _alike(one: Array, other: Array) -> bool:
    """Whether two arrays may be the same, one of them stretched to the other's shape."""
    if not _comparable(np.shape(one), np.shape(other)):
        return False
    gap = np.abs(one - other)
    known = ~np.isnan(gap)
    size = max(_largest(one), _largest(other))
    return bool(np.all(gap[known] <= TOLERANCE * size)) if np.any(known) else False


def _comparable(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    try:
        return np.broadcast_shapes(one, other) in (one, other)
    except ValueError:
        return False


def _largest(value: Array) -> float:
    return float(np.max(np.abs(value), initial=0.0, where=~np.isnan(value)))


def _shaped(value: Array, shape: tuple[int, ...]) -> Array | None:
    """The value as an array of a shape: repeated, or one of entries that are all the same.

    Else the value itself, where the shape may be stretched to its own.
    """
    whole = value
    while np.ndim(value) > len(shape):
        value = _narrowed(value, 0, keep=False)
        if value is None:
            return _wider(whole, shape)
    for axis, length in enumerate(shape[len(shape) - np.ndim(value) :]):
        if length == 1 < np.shape(value)[axis]:
            value = _narrowed(value, axis, keep=True)
            if value is None:
                return _wider(whole, shape)
    try:
        return np.broadcast_to(value, shape)
    except ValueError:
        return None


def _wider(value: Array, shape: tuple[int, ...]) -> Array | None:
    """The value, if an array of the shape is stretched to its shape beside it."""
    fits = _comparable(shape, np.shape(value)) and np.ndim(value) >= len(shape)
    return value if fits and np.size(value) >= prod(shape) else None


def _least(value: Array) -> Array:
    """One of the entries along each axis where all agree: what is stretched to this array."""
    for axis in range(np.ndim(value)):
        narrowed = _narrowed(value, axis, keep=True)
        value = value if narrowed is None else narrowed
    return value


def _narrowed(value: Array, axis: int, *, keep: bool) -> Array | None:
    """One of the entries along an axis, if they are all the same."""
    with np.errstate(all="ignore"):
        low, high = np.fmin.reduce(value, axis), np.fmax.reduce(value, axis)
    if not _alike(low, high):
        return None
    return np.expand_dims(low, axis) if keep else low


def _added(*parts: Array) -> Array:
    total, size = parts[0], np.abs(parts[0])
    for part in parts[1:]:
        total, size = total + part, size + np.abs(part)
    return np.where(np.abs(total) <= DUST * size, 0.0, total)


def _multiplied(*parts: Array) -> Array:
    whole = parts[0]
    for part in parts[1:]:
        whole = whole * part
    return whole


def _matrix_product(one: Array, other: Array) -> Array:
    return one @ other  # a ValueError where it is none


_OPERATIONS: Mapping[str, Callable[..., Array]] = {
    "+": _added,
    "*": _multiplied,
    "@": _matrix_product,
    "neg": np.negative,
    "/": np.divide,
    "^": np.power,
    "abs": np.abs,
    "exp": np.exp,
    "log": np.log,
    "transpose": np.transpose,
}
