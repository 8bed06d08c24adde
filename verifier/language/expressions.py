"""The nodes of an expression: a closed set, immutable, hash-consed, without behaviour.

Two structurally equal nodes are the same object, so equality is identity and a dictionary keyed by
nodes costs a pointer. Nothing is simplified here: ``x/x`` stays ``x/x``, because what an expression
*is* decides where it is defined. Places in the file live beside the nodes (`parser.Parsed`), not in
them, since one node may stand in many places.

Numbers are exact (`fractions.Fraction`): a decimal is the rational it spells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any, ClassVar, TypeAlias
from weakref import ref

from verifier.language.allowance import spend

_interned: dict[tuple[Any, ...], _Reference] = {}


class _Reference(ref["_Node"]):
    """What keeps a node findable while it lives. Nodes are made by the million, and
    `WeakValueDictionary`, which does the same, takes twice as long."""

    __slots__ = ("key",)
    key: tuple[Any, ...]


def _forget(reference: _Reference) -> None:
    if _interned.get(reference.key) is reference:
        del _interned[reference.key]


class _Node:
    """What every node shares: no mutation, identity as equality, pickling that interns again."""

    __slots__ = ("__weakref__", "_free")
    __match_args__: tuple[str, ...] = ()
    _free: frozenset[str]
    _setters: ClassVar[tuple[Callable[[Any, Any], None], ...]] = ()

    def __init_subclass__(cls) -> None:
        cls._setters = tuple(cls.__dict__[name].__set__ for name in cls.__match_args__)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} nodes are immutable")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} nodes are immutable")

    def __reduce__(self) -> tuple[type, tuple[Any, ...]]:
        return type(self), tuple(getattr(self, name) for name in self.__match_args__)

    def __repr__(self) -> str:
        fields = ", ".join(repr(getattr(self, name)) for name in self.__match_args__)
        return f"{type(self).__name__}({fields})"


def _intern(cls: type[_Node], *fields: Any) -> Any:
    key = (cls, *fields)
    known = _interned.get(key)
    if known is not None:
        node = known()
        if node is not None:
            return node
    node = object.__new__(cls)
    for put, value in zip(cls._setters, fields, strict=True):
        put(node, value)
    reference = _Reference(node, _forget)
    reference.key = key
    _interned[key] = reference
    return node


class Number(_Node):
    """An exact rational number. The parser makes only non-negative ones; `-2` is ``neg(2)``."""

    __slots__ = ("value",)
    __match_args__ = ("value",)
    value: Fraction

    def __new__(cls, value: Fraction | int) -> Number:
        node: Number = _intern(cls, value if type(value) is Fraction else Fraction(value))
        return node


class Constant(_Node):
    """One of `pi`, `e`, `oo`, `i`, `true`, `false`."""

    __slots__ = ("name",)
    __match_args__ = ("name",)
    name: str

    def __new__(cls, name: str) -> Constant:
        node: Constant = _intern(cls, name)
        return node


class Name(_Node):
    """A declared name (symbol, size, definition, derivation), a parameter or a bound variable."""

    __slots__ = ("name",)
    __match_args__ = ("name",)
    name: str

    def __new__(cls, name: str) -> Name:
        node: Name = _intern(cls, name)
        return node


class Apply(_Node):
    """An operator or a function of the vocabulary, applied: ``Apply("+", (a, b, c))``.

    The heads are the keys of `vocabulary.VOCABULARY`. Sums and products are n-ary and flat as
    written (``a - b + c`` is ``+(a, neg(b), c)``); division, power and comparison are binary.
    """

    __slots__ = ("args", "head")
    __match_args__ = ("head", "args")
    head: str
    args: tuple[Expression, ...]

    def __new__(cls, head: str, args: tuple[Expression, ...]) -> Apply:
        node: Apply = _intern(cls, head, args)
        return node


class Call(_Node):
    """A function the author declared or defined, applied; ``order`` counts derivatives by argument.

    ``sigma(z)`` is ``Call("sigma", (z,), (0,))``, ``f'(x)`` is ``Call("f", (x,), (1,))``.
    """

    __slots__ = ("args", "function", "order")
    __match_args__ = ("function", "args", "order")
    function: str
    args: tuple[Expression, ...]
    order: tuple[int, ...]

    def __new__(cls, function: str, args: tuple[Expression, ...], order: tuple[int, ...]) -> Call:
        node: Call = _intern(cls, function, args, order)
        return node


class Binder(_Node):
    """``sum``, ``prod`` or ``integrate`` of ``body`` over a bound ``variable``.

    ``lower`` and ``upper`` are both None for a sum over a tensor's whole index
    (``sum(X[i, a], i)``) and for an indefinite integral, whose variable is a declared name and is
    *not* bound: ``integrate(2*x, x)`` has a value at x.
    """

    __slots__ = ("body", "kind", "lower", "upper", "variable")
    __match_args__ = ("kind", "body", "variable", "lower", "upper")
    kind: str
    body: Expression
    variable: str
    lower: Expression | None
    upper: Expression | None

    def __new__(
        cls,
        kind: str,
        body: Expression,
        variable: str,
        lower: Expression | None,
        upper: Expression | None,
    ) -> Binder:
        node: Binder = _intern(cls, kind, body, variable, lower, upper)
        return node


class Limit(_Node):
    """The limit of ``body`` as the bound ``variable`` tends to ``point``.

    ``side`` is ``""`` (two-sided), ``"+"`` (from above) or ``"-"`` (from below).
    """

    __slots__ = ("body", "point", "side", "variable")
    __match_args__ = ("body", "variable", "point", "side")
    body: Expression
    variable: str
    point: Expression
    side: str

    def __new__(cls, body: Expression, variable: str, point: Expression, side: str) -> Limit:
        node: Limit = _intern(cls, body, variable, point, side)
        return node


class Derivative(_Node):
    """``diff(body, x, y)``, ``grad(body, V)`` or ``jacobian(body, V)``, by declared names.

    The variables are *not* bound: the derivative is taken at their value. Differentiating by a
    defined name holds fixed everything that does not pass through it.
    """

    __slots__ = ("body", "kind", "variables")
    __match_args__ = ("kind", "body", "variables")
    kind: str
    body: Expression
    variables: tuple[str, ...]

    def __new__(cls, kind: str, body: Expression, variables: tuple[str, ...]) -> Derivative:
        node: Derivative = _intern(cls, kind, body, variables)
        return node


class Entry(_Node):
    """One entry of a tensor, ``X[i, k]``; indices count from 1."""

    __slots__ = ("base", "indices")
    __match_args__ = ("base", "indices")
    base: Expression
    indices: tuple[Expression, ...]

    def __new__(cls, base: Expression, indices: tuple[Expression, ...]) -> Entry:
        node: Entry = _intern(cls, base, indices)
        return node


Expression: TypeAlias = (
    Number | Constant | Name | Apply | Call | Binder | Limit | Derivative | Entry
)

ZERO = Number(0)
ONE = Number(1)
TWO = Number(2)


def children(node: Expression) -> tuple[Expression, ...]:
    """The direct subexpressions, in reading order."""
    match node:
        case Apply(_, args) | Call(_, args, _):
            return args
        case Binder(_, body, _, lower, upper):
            return (body, *(bound for bound in (lower, upper) if bound is not None))
        case Limit(body, _, point, _):
            return (body, point)
        case Derivative(_, body, _):
            return (body,)
        case Entry(base, indices):
            return (base, *indices)
        case Number() | Constant() | Name():
            return ()


def rebuild(node: Expression, parts: tuple[Expression, ...]) -> Expression:
    """The same node over other subexpressions, given in the order of `children`."""
    match node:
        case Apply(head, _):
            return Apply(head, parts)
        case Call(function, _, order):
            return Call(function, parts, order)
        case Binder(kind, _, variable, lower, upper):
            bounds = iter(parts[1:])
            return Binder(
                kind,
                parts[0],
                variable,
                None if lower is None else next(bounds),
                None if upper is None else next(bounds),
            )
        case Limit(_, variable, _, side):
            return Limit(parts[0], variable, parts[1], side)
        case Derivative(kind, _, variables):
            return Derivative(kind, parts[0], variables)
        case Entry():
            return Entry(parts[0], parts[1:])
        case Number() | Constant() | Name():
            return node


def subexpressions(node: Expression) -> Iterator[Expression]:
    """Every distinct subexpression, the node itself included; parents before children."""
    seen: set[Expression] = set()
    pending = [node]
    while pending:
        current = pending.pop()
        if current not in seen:
            seen.add(current)
            yield current
            pending.extend(reversed(children(current)))


def free_names(node: Expression) -> frozenset[str]:
    """The names that occur free. A derivative's variables count: it is taken at their value."""
    try:
        return node._free
    except AttributeError:
        found = _free_names(node)
        object.__setattr__(node, "_free", found)  # a memo on the node: it can only have one value
        return found


def _free_names(node: Expression) -> frozenset[str]:
    match node:
        case Name(name):
            return frozenset((name,))
        case Binder("integrate", body, variable, None, None):
            return free_names(body) | {variable}
        case Binder(_, body, variable, lower, upper):
            bounds = [free_names(bound) for bound in (lower, upper) if bound is not None]
            return frozenset().union(free_names(body) - {variable}, *bounds)
        case Limit(body, variable, point, _):
            return (free_names(body) - {variable}) | free_names(point)
        case Derivative(_, body, variables):
            return free_names(body) | frozenset(variables)
        case _:
            return frozenset().union(*(free_names(part) for part in children(node)))


def substitute(node: Expression, replacements: dict[str, Expression]) -> Expression:
    """Replace free names by expressions, capturing nothing: bound variables are renamed if need be.

    Raises:
        ValueError: if what a derivative or an indefinite integral is by would be replaced by
            anything but a name.
    """
    if free_names(node).isdisjoint(replacements):
        return node
    replacing = _Substitution(replacements)
    found = replacing.run(node)
    spend(2 * len(replacing.done))
    return found


class _Substitution:
    def __init__(self, replacements: dict[str, Expression]) -> None:
        self.replacements = replacements
        self.incoming = frozenset().union(*(free_names(r) for r in replacements.values()))
        self.done: dict[Expression, Expression] = {}

    def run(self, node: Expression) -> Expression:
        if free_names(node).isdisjoint(self.replacements):
            return node
        found = self.done.get(node)
        if found is None:
            found = self.done[node] = self._replace(node)
        return found

    def _replace(self, node: Expression) -> Expression:
        match node:
            case Name(name):
                return self.replacements.get(name, node)
            case Binder("integrate", body, variable, None, None):
                return Binder("integrate", self.run(body), self._variable(variable), None, None)
            case Binder(kind, body, variable, lower, upper):
                variable, body = self._under(variable, body)
                return Binder(
                    kind,
                    body,
                    variable,
                    None if lower is None else self.run(lower),
                    None if upper is None else self.run(upper),
                )
            case Limit(body, variable, point, side):
                variable, body = self._under(variable, body)
                return Limit(body, variable, self.run(point), side)
            case Derivative(kind, body, variables):
                return Derivative(kind, self.run(body), tuple(map(self._variable, variables)))
            case _:
                parts = children(node)
                return rebuild(node, tuple(map(self.run, parts))) if parts else node

    def _under(self, variable: str, body: Expression) -> tuple[str, Expression]:
        """The bound variable, renamed when it would capture, and the body under it."""
        inner = {name: to for name, to in self.replacements.items() if name != variable}
        if variable in self.incoming:
            fresh = fresh_name(variable, self.incoming | free_names(body))
            inner[variable] = Name(fresh)
            variable = fresh
        return variable, substitute(body, inner)

    def _variable(self, name: str) -> str:
        match self.replacements.get(name):
            case None:
                return name
            case Name(other):
                return other
            case _:
                raise ValueError(f"what is by {name} would not be by a name after substitution")


def fresh_name(name: str, taken: frozenset[str]) -> str:
    """A name like ``name`` that is not taken. The mark in it cannot be written by an author."""
    number = 1
    while f"{name}~{number}" in taken:
        number += 1
    return f"{name}~{number}"


def transform(node: Expression, change: Callable[[Expression], Expression]) -> Expression:
    """Rebuild from the leaves up, passing every rebuilt node through ``change``."""
    done: dict[Expression, Expression] = {}

    def visit(current: Expression) -> Expression:
        found = done.get(current)
        if found is None:
            parts = children(current)
            rebuilt = rebuild(current, tuple(map(visit, parts))) if parts else current
            found = done[current] = change(rebuilt)
        return found

    return visit(node)


def depth(node: Expression) -> int:
    """How many nodes lie on the longest way from the node to a leaf."""
    done: dict[Expression, int] = {}

    def visit(current: Expression) -> int:
        found = done.get(current)
        if found is None:
            found = done[current] = 1 + max(map(visit, children(current)), default=0)
        return found

    return visit(node)
