"""What the names of a context stand for and reach, worked out once per context."""

from __future__ import annotations

from verifier.claims.claim import Context, Field
from verifier.language.expressions import (
    Apply,
    Call,
    Expression,
    Name,
    Number,
    free_names,
    subexpressions,
)


class Names:
    """A context with its names followed."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self._reach: dict[str, frozenset[str]] = {}
        self._integral: dict[Expression, bool] = {}

    def reach(self, name: str) -> frozenset[str]:
        """Every name that a name's value goes through, itself included, by name."""
        found = self._reach.get(name)
        if found is None:
            self._reach[name] = frozenset((name,))  # circles are errors of the document
            bodies = []
            if name in self.context.definitions:
                bodies = [self.context.definitions[name].body]
            elif name in self.context.values:
                bodies = [self.context.values[name].start]
            found = frozenset((name,)).union(*map(self.mentioned, bodies))
            self._reach[name] = found
        return found

    def mentioned(self, node: Expression) -> frozenset[str]:
        """Every name an expression goes through, functions' bodies included."""
        names = free_names(node)
        functions = frozenset(
            part.function for part in subexpressions(node) if isinstance(part, Call)
        )
        return names.union(*(self.reach(name) for name in names | functions))

    def convention(self, head: str) -> str:
        """The declared convention for a switch's derivative at its seam, or ""."""
        return next(
            (c for c in self.context.conventions if head and c.startswith(f"{head}'(0)")), ""
        )

    def integral(self, node: Expression) -> bool:
        """Whether an expression takes only integer values, by its form."""
        found = self._integral.get(node)
        if found is None:
            found = self._integral[node] = self._is_integral(node)
        return found

    def _is_integral(self, node: Expression) -> bool:
        match node:
            case Number(value):
                return value.denominator == 1
            case Name(name):
                domain = self.context.symbols.get(name)
                return domain is not None and domain.field in (Field.INTEGER, Field.NATURAL)
            case Apply("+" | "*" | "neg", args):
                return all(map(self.integral, args))
            case Apply("^", (base, Number(exponent))):
                return exponent >= 0 and exponent.denominator == 1 and self.integral(base)
            case Apply("floor" | "ceil", _):
                return True
            case _:
                return False
