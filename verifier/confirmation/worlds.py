"""The value of an expression on arrays of given sizes: a walk over our own tree, nothing executed.

A *scene* is one draw. A *world* is a scene in which names have been moved, for a derivative: a
moved name is a letter, and what is defined through it is worked out again. What a derivative is
comes from values alone (`slopes`): no rule of differentiation is used, ours least of all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product

import numpy as np

from verifier.claims.claim import Context, Definition
from verifier.claims.shapes import Shapes
from verifier.confirmation.arithmetic import Arithmetic, Array, UnableError, boxed, gathered
from verifier.confirmation.decisions import Decisions, RedrawError
from verifier.confirmation.functions import BY_ENTRIES, Site
from verifier.confirmation.reach import Reach
from verifier.confirmation.reductions import OF_ARRAYS, REDUCTIONS
from verifier.confirmation.sizes import size_value
from verifier.confirmation.strangers import Stranger
from verifier.language.expressions import (
    Apply,
    Binder,
    Call,
    Constant,
    Derivative,
    Entry,
    Expression,
    Limit,
    Name,
    Number,
    free_names,
)

WORK = 60_000_000
"""Entries worked out for one draw, one of a ball counting for `BALL`."""

SATURATING = frozenset(
    {"exp", "expm1", "sigmoid", "softplus", "erf", "tanh", "coth", "sinh", "cosh", "sech", "csch"}
)
"""Functions that are next to flat, to 0, or to an exponential, far from 0."""

BALL = 100
EXPRESSION = 300  # entries that count for an expression of any size: sums in sums have many
TERMS = 100_000  # of one bounded sum


@dataclass(slots=True)
class Scene:
    """One draw.

    Attributes:
        context: what the claim is read in.
        shapes: its shapes, on letters.
        arithmetic: the numbers.
        sizes: what the letters of shapes are.
        values: what the symbols are.
        strangers: what the functions are that may be any function.
        stand_ins: what names of derivations may be replaced by where nothing is moved.
        decisions: which sides the switches took.
        cost: of one entry.
        spent: work so far.
        differences: whether a derivative of a derivative was taken.
        slopes: the derivatives that were taken, where somebody wants to know.
    """

    context: Context
    shapes: Shapes
    reach: Reach
    arithmetic: Arithmetic
    sizes: Mapping[str, int]
    values: Mapping[str, Array]
    strangers: Mapping[str, Stranger]
    stand_ins: Mapping[str, Expression]
    decisions: Decisions
    cost: int = 1
    spent: int = 0
    differences: bool = False
    slopes: list[Array] | None = None

    def spend(self, entries: int) -> None:
        """Count work.

        Raises:
            UnableError: when there is too much of it.
        """
        self.spent += self.cost * entries + EXPRESSION
        if self.spent > WORK:
            raise UnableError("its arrays are too large to be worked out")


class Letters:
    """Bound variables, index letters and parameters with their values."""

    def __init__(self, values: Mapping[str, Array], outer: Letters | None = None) -> None:
        known: Mapping[str, Array] = {} if outer is None else outer.values
        self.values: dict[str, Array] = {**known, **values}
        self.known: dict[tuple[World, Expression], Array] = {}

    @cached_property
    def names(self) -> frozenset[str]:
        """The letters."""
        return frozenset(self.values)


@dataclass(eq=False, slots=True)
class World:
    """A scene with some names moved; ``stepped`` if one of them into the imaginary direction."""

    scene: Scene
    moved: Mapping[str, Array] = field(default_factory=dict)
    outer: World | None = None
    newest: frozenset[str] = frozenset()
    stepped: bool = False
    known: dict[Expression, Array] = field(default_factory=dict)

    @property
    def arithmetic(self) -> Arithmetic:
        """The numbers."""
        return self.scene.arithmetic

    def with_moved(self, name: str, value: Array, *, stepped: bool) -> World:
        """The world in which a name is a letter of this value."""
        moved = {**self.moved, name: value}
        return World(self.scene, moved, self, frozenset((name,)), stepped or self.stepped)

    def value(self, node: Expression, letters: Letters | None = None) -> Array:
        """The value of an expression.

        Raises:
            RedrawError: where the draw lies on a seam.
            UnableError: where it cannot be worked out by any draw.
            NeedsBallsError: where doubles do not do.
        """
        if letters is not None and letters.names.isdisjoint(free_names(node)):
            letters = None
        if letters is not None:
            key = self, node
            found = letters.known.get(key)
            if found is None:
                found = letters.known[key] = self._work_out(node, letters)
            return found
        found = self.known.get(node)
        if found is None:
            if self.outer is not None and self.newest.isdisjoint(self.scene.reach.of(node)):
                found = self.outer.value(node)
            else:
                found = self._work_out(node, None)
            self.known[node] = found
        return found

    def number(self, node: Expression, letters: Letters | None = None) -> int:
        """A whole number: a size, a bound, a subscript."""
        value = float(self.arithmetic.doubles(self.value(node, letters)))
        if not value.is_integer():
            raise UnableError("a bound or a subscript that is no whole number")
        return int(value)

    def _work_out(self, node: Expression, letters: Letters | None) -> Array:
        found = boxed(self._kinds(node, letters))
        self.scene.spend(found.size)
        return found

    def _kinds(self, node: Expression, letters: Letters | None) -> Array:
        match node:
            case Number(value):
                return self.arithmetic.number(value)
            case Constant():
                return self._constant(node)
            case Name(name):
                return self._name(name, letters)
            case Apply():
                return self._apply(node, letters)
            case Call():
                return self._call(node, letters)
            case Entry(base, indices):
                array = self.value(base, letters)
                at = tuple(self.number(index, letters) - 1 for index in indices)
                if not all(0 <= place < size for place, size in zip(at, array.shape, strict=True)):
                    raise RedrawError("domain")  # never counted from the other end
                return array[at]
            case Binder():
                return self._binder(node, letters)
            case Derivative():
                from verifier.confirmation.slopes import derivative

                return derivative(self, node, letters)
            case Limit():
                raise UnableError("a limit has no value at a point")

    def _constant(self, node: Constant) -> Array:
        if node.name == "pi":
            return self.arithmetic.pi()
        if node.name == "e":
            return self.arithmetic.call("exp", self.arithmetic.number(1))
        raise UnableError(f"`{node.name}` is no real number")

    # Names.

    def _name(self, name: str, letters: Letters | None) -> Array:
        scene = self.scene
        if letters is not None and name in letters.values:
            return letters.values[name]
        if name in self.moved:
            return self.moved[name]
        if name in scene.values:
            return scene.values[name]
        if name in scene.sizes:
            return self.arithmetic.number(scene.sizes[name])
        definition = scene.context.definitions.get(name)
        if definition is not None:
            return self._entries(definition) if definition.indices else self.value(definition.body)
        known = scene.context.values.get(name)
        if known is None:
            raise UnableError(f"`{name}` has no value")
        stand_in = scene.stand_ins.get(name)
        if stand_in is None or self.moved:
            return self.value(known.start)
        shape = self.shape(scene.shapes.name(name))
        return np.broadcast_to(self.value(stand_in), shape)

    def shape(self, sizes: tuple[Expression, ...]) -> tuple[int, ...]:
        """A shape on letters, in numbers."""
        return tuple(map(self.size, sizes))

    def size(self, size: Expression) -> int:
        """A size on letters as a number."""
        return size_value(size, self.scene.sizes)

    def _entries(self, definition: Definition) -> Array:
        shape = self.shape(self.scene.shapes.name(definition.name))
        places = product(*map(range, shape))
        letters = (self.at(definition.indices, place) for place in places)
        return gathered([self.value(definition.body, at) for at in letters], shape)

    def at(self, names: tuple[str, ...], place: tuple[int, ...]) -> Letters:
        """Index letters at a place, which counts from 0; the letters count from 1."""
        numbers = (self.arithmetic.number(index + 1) for index in place)
        return Letters(dict(zip(names, numbers, strict=True)))

    # Functions.

    def _apply(self, node: Apply, letters: Letters | None) -> Array:
        head = node.head
        if head in REDUCTIONS:
            site = Site(self.arithmetic, self.scene.decisions, node)
            axis = self.number(node.args[1]) if len(node.args) > 1 else None
            value = self.value(node.args[0], letters)
            return REDUCTIONS[head](site, value, axis, len(node.args) > 2)
        if head in ("eye", "ones", "zeros"):
            return self._made(node, letters)
        args = [self.value(part, letters) for part in node.args]
        if head == "+":
            self.scene.decisions.weigh(node, args, self.arithmetic)
            return _folded(np.add, args)
        if head in SATURATING:
            self.scene.decisions.approach(node, args[0], self.arithmetic)
        if head == "*":
            return _folded(np.multiply, args)
        rule = OF_ARRAYS.get(head) or BY_ENTRIES.get(head)
        if rule is None:
            raise UnableError(f"`{head}` is not evaluated on arrays")
        return rule(Site(self.arithmetic, self.scene.decisions, node), *args)

    def _made(self, node: Apply, letters: Letters | None) -> Array:
        sizes = tuple(self.number(part, letters) for part in node.args)
        if node.head == "eye":
            return self.arithmetic.constant(np.eye(sizes[0]))
        return self.arithmetic.constant((np.ones if node.head == "ones" else np.zeros)(sizes))

    def _call(self, node: Call, letters: Letters | None) -> Array:
        args = [self.value(part, letters) for part in node.args]
        stranger = self.scene.strangers.get(node.function)
        if stranger is not None:
            return stranger.value(self.arithmetic, args, node.order)
        definition = self.scene.context.definitions.get(node.function)
        if definition is None:
            raise UnableError(f"`{node.function}` has no value")
        parameters = Letters(dict(zip(definition.parameters, args, strict=True)))
        if not any(node.order):
            return self.value(definition.body, parameters)
        return self._primed(node, definition, args)

    def _primed(self, node: Call, definition: Definition, args: list[Array]) -> Array:
        """``f'(X)``, entry by entry."""
        from verifier.confirmation.slopes import derivative

        by = tuple(
            name
            for name, times in zip(definition.parameters, node.order, strict=True)
            for _ in range(times)
        )
        slope = Derivative("diff", definition.body, by)
        arrays = np.broadcast_arrays(*args)
        found = []
        for entries in zip(*map(np.ravel, arrays), strict=True):
            values = dict(zip(definition.parameters, map(boxed, entries), strict=True))
            found.append(derivative(self, slope, Letters(values)))
        return gathered(found, np.shape(arrays[0]))

    # Sums and products over a variable.

    def _binder(self, node: Binder, letters: Letters | None) -> Array:
        if node.kind not in ("sum", "prod"):
            raise UnableError("an integral has no value by evaluation")
        if node.lower is None or node.upper is None:
            size = self.scene.shapes.index_size(node.body, node.variable)
            low, high = 1, self.size(size)
        else:
            low, high = self.number(node.lower, letters), self.number(node.upper, letters)
        if high - low >= TERMS:
            raise UnableError("a sum of too many terms")
        terms = [
            self.value(node.body, Letters({node.variable: self.arithmetic.number(k)}, letters))
            for k in range(low, high + 1)
        ]
        if not terms:
            return self._empty(node)
        return _folded(np.add if node.kind == "sum" else np.multiply, terms)

    def _empty(self, node: Binder) -> Array:
        shape = self.shape(self.scene.shapes.of(node))
        return self.arithmetic.constant((np.zeros if node.kind == "sum" else np.ones)(shape))


def _folded(operation: Callable[[Array, Array], Array], parts: list[Array]) -> Array:
    total = parts[0]
    for part in parts[1:]:
        total = boxed(operation(total, part))
    return total
