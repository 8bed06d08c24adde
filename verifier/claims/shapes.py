"""The shape of every expression, from the symbols alone, by NumPy's rules.

Trusted: a claim about matrices is proved entry by entry, and what an entry is depends on the
shapes. A letter of a size never stretches, and nothing is guessed: what has no shape is an error.
"""

from __future__ import annotations

from collections.abc import Mapping

from verifier.claims import shape_rules
from verifier.claims.claim import Context, Definition
from verifier.claims.indices import Indices
from verifier.claims.shape_errors import ShapeError, no_match, quoted, shape_text
from verifier.claims.sizes import Shape, Size, same_shape
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
    children,
    free_names,
    subexpressions,
)
from verifier.language.vocabulary import COMPARISONS

MAX_CALLS = 60
"""How many functions may be opened one inside another."""

_RELATIONS = frozenset({"=", *COMPARISONS})
_NONE: Mapping[str, Shape] = {}


class Shapes:
    """The shapes of expressions in a context."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self._names: dict[str, Shape | ShapeError] = {}
        self._settled = False
        self._top = _Reading(self, _NONE, 0)
        self._calls: dict[tuple[str, tuple[Shape, ...]], Shape] = {}

    def of(self, node: Expression) -> Shape:
        """The shape of an expression; () if it is a number.

        Index letters and bound variables are numbers; that entries exist is not asked (`check`).

        Raises:
            ShapeError: if it has none.
        """
        return self._top.of(node)

    def index_sizes(self, node: Expression) -> dict[str, Size]:
        """The size that each index letter which is free in an expression ranges over.

        Raises:
            ShapeError: where subscripts contradict each other, or say nothing of a letter.
        """
        return self._top.indices.sizes(node)

    def index_size(self, body: Expression, letter: str) -> Size:
        """The size over which ``sum(body, letter)`` goes.

        Raises:
            ShapeError: as `index_sizes`.
        """
        return self._top.indices.size(body, letter)

    def check(self, node: Expression) -> Shape:
        """The shape of a whole expression, every entry in it shown to exist.

        Raises:
            ShapeError: if anything in it is wrong.
        """
        shape = self.of(node)
        self._top.indices.check(node)
        if shape and self.index_sizes(node):
            letter = min(self.index_sizes(node))
            raise ShapeError(
                f"`{letter}` stands for every index, and the expression is {shape_text(shape)}",
                "state a claim for entries with numbers on both sides",
                node,
            )
        return shape

    def check_relation(self, left: Expression, relation: str, right: Expression) -> None:
        """Both sides of a line: of one shape, or one is a number that stands for every entry.

        Raises:
            ShapeError: if they are not.
        """
        first, second = self.of(left), self.of(right)
        both = Apply("=", (left, right))
        letters = self.index_sizes(both)
        self._top.indices.check(both)
        side, shape = (left, first) if first else (right, second)
        if shape and letters:
            message = f"`{min(letters)}` stands for every index, and one side is"
            hint = "state a claim for entries with numbers on both sides"
            raise ShapeError(f"{message} {shape_text(shape)}", hint, side)
        if shape and relation == "!=":
            message = f"`!=` between arrays is ambiguous: {quoted(side)} is {shape_text(shape)}"
            raise ShapeError(message, "write it for every entry, such as `A[i, j] != 0`", side)
        if first and second and not same_shape(first, second):
            raise no_match((left, first), (right, second), relation, self.of)

    def check_statement(self, node: Expression) -> None:
        """A relation, or relations joined by ``and``, ``or`` and ``not``.

        Raises:
            ShapeError: as `check_relation`.
        """
        match node:
            case Apply("and" | "or" | "not", parts):
                for part in parts:
                    self.check_statement(part)
            case Apply(head, (left, right)) if head in _RELATIONS:
                self.check_relation(left, head, right)
            case _:
                self.check(node)

    def check_definition(self, definition: Definition) -> None:
        """A definition's body, and the range claimed for it. A function is checked where called.

        Raises:
            ShapeError: if anything in it is wrong.
        """
        if definition.parameters:
            _check_function(definition)
            return
        if definition.indices:
            self._check_entries(definition)
        else:
            free = self._top.indices.sizes(definition.body)
            if free:
                letters = ", ".join(sorted(free))
                message = f"`{min(free)}` stands for every index, and a definition has one value"
                hint = f"define its entries: `{definition.name}[{letters}]: …`"
                raise ShapeError(message, hint, definition.body)
            self.check(definition.body)
        claimed = definition.claimed
        if claimed is not None:
            ends = [end.value for end in (claimed.lower, claimed.upper) if end is not None]
            for end in (*ends, *claimed.excluded):
                if self.check(end):
                    raise ShapeError("an end of a range is a number", "write a number", end)

    def _check_entries(self, definition: Definition) -> None:
        try:
            self.name(definition.name)
        except ShapeError as error:
            if error.about == definition.name:
                raise ShapeError(error.message, error.hint, error.node) from error
            raise
        self._top.indices.check(definition.body)

    def name(self, name: str) -> Shape:
        """The shape of a declared name; of any other one, an index or a bound variable, ().

        Raises:
            ShapeError: if its meaning has none; its ``about`` is the name.
        """
        if not self._settled:
            self._settled = True
            for known in (*self.context.definitions, *self.context.values):
                self._settle(known)
        found = self._names.get(name)
        if found is None:
            domain = self.context.symbols.get(name)
            found = () if domain is None else domain.shape
        if isinstance(found, ShapeError):
            raise found
        return found

    def _settle(self, name: str) -> None:
        """Work out the shape of a name whose meaning speaks of earlier names only."""
        try:
            self._names[name] = self._meaning(name)
        except ShapeError as error:
            about = error.about or name
            self._names[name] = ShapeError(error.message, error.hint, error.node, about)

    def _meaning(self, name: str) -> Shape:
        definition = self.context.definitions.get(name)
        if definition is None:
            start = self.context.values[name].start
            if letters := self._top.indices.sizes(start):
                message = f"`{name}` is about the entries {', '.join(sorted(letters))} and no value"
                raise ShapeError(message, "write its expression out", start)
            return self.of(start)
        if definition.parameters:
            return ()
        shape = self.of(definition.body)
        if not definition.indices:
            return shape
        if shape:
            message = f"an entry is a number, and this is {shape_text(shape)}"
            raise ShapeError(message, f"write `{name}: …` without subscripts", definition.body)
        indices = self._top.indices
        return tuple(indices.size(definition.body, letter) for letter in definition.indices)

    def call(self, node: Call, shapes: tuple[Shape, ...], depth: int) -> Shape:
        """The shape of a function's value, its parameters being of the given shapes."""
        definition = self.context.definitions.get(node.function)
        if definition is None:
            declared = self.context.opaque.get(node.function)
            value = () if declared is None else declared[1].shape
            return shape_rules.by_entries_of(node, shapes, value)
        if any(node.order):
            inside = tuple(() for _ in shapes)
            return shape_rules.by_entries_of(node, shapes, self._body(node, inside, depth))
        return self._body(node, shapes, depth)

    def _body(self, node: Call, shapes: tuple[Shape, ...], depth: int) -> Shape:
        key = node.function, shapes
        found = self._calls.get(key)
        if found is not None:
            return found
        if depth > MAX_CALLS:
            message = f"more than {MAX_CALLS} functions are called one inside another"
            raise ShapeError(message, "write some of them out", node)
        definition = self.context.definitions[node.function]
        reading = _Reading(self, dict(zip(definition.parameters, shapes, strict=True)), depth + 1)
        try:
            shape = reading.of(definition.body)
            reading.indices.check(definition.body)
        except ShapeError as error:
            if error.about:
                raise
            message = f"in the body of `{node.function}`, {error.message}"
            raise ShapeError(message, error.hint, node) from error
        self._calls[key] = shape
        return shape


def _check_function(definition: Definition) -> None:
    """A function's parameters are no subscripts: how far they go would depend on the call."""
    letters = frozenset(definition.parameters)
    for part in subexpressions(definition.body):
        if isinstance(part, Entry):
            for index in part.indices:
                if found := sorted(free_names(index) & letters):
                    raise ShapeError(
                        f"the parameter `{found[0]}` cannot be a subscript",
                        f"define the entries: `{definition.name}[{found[0]}]: …`",
                        part,
                    )


class _Reading:
    """Expressions read with one meaning of all names: the file's, and a function's parameters."""

    def __init__(self, shapes: Shapes, parameters: Mapping[str, Shape], depth: int) -> None:
        self.shapes = shapes
        self.parameters = parameters
        self.depth = depth
        self.indices = Indices(shapes.context, self.of)
        self._done: dict[Expression, Shape] = {}

    def of(self, node: Expression) -> Shape:
        found = self._done.get(node)
        if found is None:
            found = self._done[node] = self._shape(node)
        return found

    def name(self, name: str) -> Shape:
        found = self.parameters.get(name)
        return self.shapes.name(name) if found is None else found

    def _shape(self, node: Expression) -> Shape:
        match node:
            case Name(name):
                return self.name(name)
            case Number() | Constant():
                return ()
            case Apply(_, args):
                return shape_rules.applied(node, tuple(map(self.of, args)), self.shapes.context)
            case Call(_, args, _):
                return self.shapes.call(node, tuple(map(self.of, args)), self.depth)
            case Derivative(_, body, variables):
                return shape_rules.derivative(node, self.of(body), tuple(map(self.name, variables)))
            case Entry(base, indices):
                return shape_rules.entry(node, self.of(base), tuple(map(self.of, indices)))
            case Binder() | Limit():
                return self._bound(node)

    def _bound(self, node: Binder | Limit) -> Shape:
        shape, *ends = map(self.of, children(node))
        if any(ends):
            message = "the ends of a range are numbers"
            raise ShapeError(message, "a sum over an index is written `sum(X[i], i)`", node)
        if shape and not (isinstance(node, Binder) and node.kind in ("sum", "prod")):
            what = "limit" if isinstance(node, Limit) else "integral"
            message = f"this {what} is of a number, and here stands {shape_text(shape)}"
            raise ShapeError(message, "write it for an entry, such as `F[i, j]`", node)
        if isinstance(node, Binder) and node.lower is None and node.kind in ("sum", "prod"):
            self.indices.size(node.body, node.variable)
        return shape
