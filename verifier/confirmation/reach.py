"""The names an expression goes through when its names are opened, by name."""

from __future__ import annotations

from verifier.claims.claim import Context
from verifier.language.expressions import Call, Derivative, Expression, Name, children


class Reach:
    """Follows the names of a context."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self._names: dict[str, frozenset[str]] = {}
        self._nodes: dict[Expression, frozenset[str]] = {}
        self.parts: dict[tuple[Expression, Expression], tuple[Expression, ...]] = {}
        for name in (*context.definitions, *context.values):  # in order: no name reaches far down
            self.name(name)

    def name(self, name: str) -> frozenset[str]:
        """Every name that a name's meaning goes through, itself included."""
        found = self._names.get(name)
        if found is None:
            body = self.body(name)
            own = frozenset((name,))
            self._names[name] = own
            found = self._names[name] = own if body is None else own | self.of(body)
        return found

    def body(self, name: str) -> Expression | None:
        """What a name stands for; None for a symbol."""
        if name in self.context.definitions:
            return self.context.definitions[name].body
        known = self.context.values.get(name)
        return None if known is None else known.start

    def of(self, node: Expression) -> frozenset[str]:
        """Every name that an expression goes through, functions' bodies included. Bound variables
        are among them: they have names of their own."""
        found = self._nodes.get(node)
        if found is None:
            found = self._nodes[node] = self._own(node).union(*map(self.of, children(node)))
        return found

    def _own(self, node: Expression) -> frozenset[str]:
        match node:
            case Name(name) | Call(name):
                return self.name(name)
            case Derivative(_, _, variables):
                return frozenset[str]().union(*map(self.name, variables))
            case _:
                return frozenset()
