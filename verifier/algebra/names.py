"""What the names of a context stand for and reach, worked out once per context."""

from __future__ import annotations

from functools import lru_cache

from verifier.claims.claim import Context, Field
from verifier.language.expressions import (
    Apply,
    Binder,
    Call,
    Derivative,
    Expression,
    Limit,
    Name,
    Number,
    children,
    free_names,
    subexpressions,
)

WHOLE_LETTER, REAL_LETTER = "#", "~"
"""What the letters begin with that stand bound in a sum or an integral that is kept."""


def is_ours(name: str) -> bool:
    """Whether a name is one of our own making: an author's has letters, digits and ``_`` only."""
    return not name.replace("_", "").isalnum()


def said(name: str) -> str:
    """A name for a message; what has none in the file is a bound variable."""
    return "a bound variable" if is_ours(name) else name


@lru_cache(maxsize=8)
def _names(key: _Same) -> Names:
    return Names(key.context)


class _Same:
    """A context as a key: by identity, and alive as long as the key is."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def __hash__(self) -> int:
        return id(self.context)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.context is other.context


def names_of(context: Context) -> Names:
    """The names of a context, worked out once for all who ask about the same context."""
    return _names(_Same(context))


class Names:
    """A context with its names followed."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self._reach = context.reach
        self._integral: dict[Expression, bool] = {}
        self._differentiates: dict[Expression, bool] = {}
        self._mentioned: dict[Expression, frozenset[str]] = {}

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
        found = self._mentioned.get(node)
        if found is None:
            found = self._mentioned[node] = self._all_mentioned(node)
        return found

    def _all_mentioned(self, node: Expression) -> frozenset[str]:
        names = free_names(node)
        functions = frozenset(
            part.function for part in subexpressions(node) if isinstance(part, Call)
        )
        return names.union(*(self.reach(name) for name in names | functions))

    def differentiates(self, node: Expression) -> bool:
        """Whether a derivative stands in the expression itself."""
        found = self._differentiates.get(node)
        if found is None:
            parts = children(node)
            found = isinstance(node, Derivative) or any(map(self.differentiates, parts))
            self._differentiates[node] = found
        return found

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
            case Name(name) if name.startswith(WHOLE_LETTER):
                return True
            case Name(name):
                domain = self.context.symbols.get(name)
                return domain is not None and domain.field in (Field.INTEGER, Field.NATURAL)
            case Apply("+" | "*" | "neg", args):
                return all(map(self.integral, args))
            case Apply("^", (base, Number(exponent))):
                return exponent >= 0 and exponent.denominator == 1 and self.integral(base)
            case Apply("floor" | "ceil" | "factorial", _):
                return True
            case Binder("sum" | "prod", body, _, lower, upper):
                return lower is not None and upper is not None and self.integral(body)
            case _:
                return False


def height(node: Expression) -> int:
    """How many binders stand in one another, at most."""
    done: dict[Expression, int] = {}

    def visit(current: Expression) -> int:
        found = done.get(current)
        if found is None:
            inner = max(map(visit, children(current)), default=0)
            found = done[current] = inner + isinstance(current, Binder | Limit)
        return found

    return visit(node)
