"""What every reading of index notation shares: names, conditions and what was met so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from verifier.algebra.frames import Outside
from verifier.algebra.literals import NEG, NIL, NONZERO, POS, Literal
from verifier.algebra.names import Names, said
from verifier.language.allowance import spend
from verifier.language.expressions import (
    Apply,
    Call,
    Entry,
    Expression,
    Name,
    Number,
    children,
    free_names,
    rebuild,
    substitute,
)
from verifier.language.problems import LimitExceeded
from verifier.tensors.dimensions import Ranges
from verifier.tensors.notation import Notation
from verifier.tensors.numbers import whole_number

NODES = 60_000  # nodes read for one line


@dataclass(slots=True)
class Read:
    """What one reading has met so far, shared by all frames of it.

    Attributes:
        conditions: in the order they were met.
        off: seams left out by convention: what is not zero off them, and the convention.
        ranges: of every index, bound or free.
        heads: which switches a step comes from.
        rests: the earlier gradients that stand as letters: whoever reads this must know that they
            exist.
        nodes: how many nodes were read.
    """

    conditions: dict[Literal, None] = field(default_factory=dict)
    off: dict[tuple[Literal, str], None] = field(default_factory=dict)
    ranges: Ranges = field(default_factory=dict)
    heads: dict[Expression, set[str]] = field(default_factory=dict)
    rests: set[str] = field(default_factory=set)
    nodes: int = 0


class Frame:
    """Reads expressions of index notation.

    Args:
        names: the context's names, followed.
        notation: of the same context.
        closed: definitions that stand as letters.
        ranges: of indices that are known before.
        letters: the names derivatives are by.
        met: what was met so far.
        upstream: earlier gradients that stand as letters.
    """

    def __init__(
        self,
        names: Names,
        notation: Notation,
        closed: frozenset[str],
        ranges: Ranges | None = None,
        letters: tuple[str, ...] = (),
        met: Read | None = None,
        upstream: frozenset[str] = frozenset(),
    ) -> None:
        self.names = names
        self.notation = notation
        self.closed = closed
        self.letters = letters
        self.upstream = upstream if not letters else frozenset()  # they move with the letters
        self.met = met or Read(ranges=dict(ranges or {}))
        self.done: dict[Expression, Expression] = {}

    def run(self, node: Expression) -> Expression:
        """The smooth form of an expression, its conditions collected in ``met``.

        Raises:
            Outside: for what is not judged.
            Undecided: where nothing can be known of the value.
        """
        found = self.done.get(node)
        if found is None:
            self.met.nodes += 1
            spend(5)
            if self.met.nodes > NODES:
                raise LimitExceeded("the line is too long when its names are opened")
            found = self.done[node] = self._read(node)
            origin = self.notation.origins.get(node)
            if origin is not None:
                self.notation.origins.setdefault(found, origin)
        return found

    def _read(self, node: Expression) -> Expression:
        """See `reading`, which knows every kind of expression."""
        raise NotImplementedError

    # -- names ---------------------------------------------------------------------------------

    def _name(self, base: Name, name: str, at: tuple[Expression, ...]) -> Expression:
        whole = Entry(base, at) if at else base
        if name in self.letters or name in self.met.ranges:
            return whole
        context = self.names.context
        if name in context.symbols:
            return whole
        moving = not self.names.reach(name).isdisjoint(self.letters)
        if name in self.upstream:
            self.met.rests.add(name)
            return whole
        if name in context.values:
            # Earlier results are facts about points: inside a derivative only the start counts.
            value = context.values[name]
            chosen = value.start if self.letters or value.last is None else value.last
            # The last line may be a number that stands for every entry.
            return self.run(self.notation.entry(chosen, at if self._is_array(chosen) else ()))
        definition = context.definitions.get(name)
        if definition is None or definition.parameters:
            raise Outside(f"{said(name)} has no value here")
        if name in self.closed and not moving:
            return whole
        if definition.indices:
            opened = dict(zip(definition.indices, at, strict=True))
            return self.run(self.notation.entry(substitute(definition.body, opened), ()))
        return self.run(self.notation.entry(definition.body, at))

    def opened(self, node: Expression, letters: frozenset[str]) -> Expression:
        """What was read before, with the values of some letters in their places."""
        done: dict[Expression, Expression] = {}

        def visit(current: Expression) -> Expression:
            found = done.get(current)
            if found is None:
                if letters.isdisjoint(free_names(current)):
                    found = current
                elif _base(current) in letters:
                    found = self.run(current)
                else:
                    found = rebuild(current, tuple(map(visit, children(current))))
                done[current] = found
            return found

        return visit(node)

    def _is_array(self, node: Expression) -> bool:
        return bool(self.notation.shapes.of(node))

    def _index(self, index: Expression) -> Expression:
        """An index as a number, where arithmetic of numbers makes it one."""
        value = whole_number(index)
        return index if value is None else Number(value)

    def _call(
        self, function: str, args: tuple[Expression, ...], order: tuple[int, ...]
    ) -> Expression:
        lowered = tuple(map(self.run, args))  # application is strict, used or not
        context = self.names.context
        if function in context.opaque:
            return Call(function, lowered, order)
        definition = context.definitions.get(function)
        if definition is None or any(order):
            raise Outside(f"{function} has no value here")
        opened = dict(zip(definition.parameters, args, strict=True))
        return self.run(self.notation.entry(substitute(definition.body, opened), ()))

    # -- conditions ----------------------------------------------------------------------------

    def require(
        self,
        subject: Expression,
        mask: int,
        origin: Expression,
        *,
        exact: bool = True,
        given: tuple[Literal, ...] = (),
    ) -> None:
        """Collect a condition: the sign of ``subject`` lies in ``mask``."""
        match subject:
            case Number(value) if (POS if value > 0 else NIL if value == 0 else NEG) & mask:
                return
            case Apply("*", factors) if mask == NONZERO:
                for factor in factors:
                    self.require(factor, mask, factor, exact=exact, given=given)
                return
            case Apply("exp", _) if mask & POS:
                return
            case _:
                pass
        origin = self.origin_of(origin)
        self.met.conditions[Literal(subject, mask, origin, exact, given)] = None

    def origin_of(self, u: Expression) -> Expression:
        """The array expression that ``u`` is an entry of, for messages."""
        match u:
            case Apply("det", (table,)) if table in self.notation.matrices:
                return Apply("det", (self.notation.matrices[table],))
            case _:
                return self.notation.origins.get(u, u)


def _base(node: Expression) -> str:
    """The name that a name or an entry is of; none for other nodes."""
    match node:
        case Name(name) | Entry(Name(name), _):
            return name
        case _:
            return ""
