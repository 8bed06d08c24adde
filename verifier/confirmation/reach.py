"""The names an expression goes through when its names are opened, by name."""

from __future__ import annotations

from verifier.claims.claim import Context
from verifier.language.expressions import Call, Expression, free_names, subexpressions


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
        """Every name that an expression goes through, functions' bodies included."""
        found = self._nodes.get(node)
        if found is None:
            calls = {part.function for part in subexpressions(node) if isinstance(part, Call)}
            names = free_names(node) | calls
            found = self._nodes[node] = names.union(*map(self.name, names))
        return found
