"""The chain rule through a defined name, whose gradient an earlier derivation begins with.

Where V reaches f through U alone, ``grad(f, V)`` is the sum over all entries u of U of
``grad(f, U)[u] * ∂U[u]/∂V``: then the gradient by U may stand there as a letter, whatever it is,
and each link of a long chain is as short as it is written. That f has this gradient is shown
apart, by whoever grants the letters. Residuals and tied weights, where V reaches f in another way
as well, do not qualify.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from verifier.algebra.names import Names
from verifier.language.expressions import (
    Call,
    Derivative,
    Expression,
    free_names,
    subexpressions,
)


def gradients(names: Names) -> dict[str, tuple[Expression, str]]:
    """The earlier derivations that begin with a gradient by a defined name: of what, by which."""
    context = names.context
    found = {}
    for name, value in context.values.items():
        match value.start:
            case Derivative("grad", body, (by,)) if by in context.definitions:
                found[name] = body, by
            case _:
                pass
    return found


def links(
    names: Names, body: Expression, variable: str, letters: Iterable[str]
) -> Iterator[tuple[str, str]]:
    """The earlier gradients of ``body`` by a name that ``variable`` reaches it through alone, each
    with that name; the nearest to ``variable`` first."""
    known = gradients(names)
    through = [
        (name, known[name][1]) for name in letters if name in known and known[name][0] is body
    ]
    for name, by in sorted(through, key=lambda pair: len(names.reach(pair[1]))):
        if (
            by != variable
            and variable in names.reach(by)
            and _is_only_way(names, body, by, variable)
        ):
            yield name, by


def _is_only_way(names: Names, body: Expression, by: str, variable: str) -> bool:
    """Whether ``variable`` occurs nowhere in ``body`` once ``by`` is a letter. A derivative on the
    way speaks of more than its value, so that nothing is said of it."""
    context = names.context
    pending, seen = [body], {by}
    while pending:
        current = pending.pop()
        parts = list(subexpressions(current))
        if any(isinstance(part, Derivative) for part in parts):
            return False
        met = set(free_names(current)) | {part.function for part in parts if isinstance(part, Call)}
        for name in met - seen:
            if name == variable:
                return False
            seen.add(name)
            if name in context.definitions:
                pending.append(context.definitions[name].body)
            elif name in context.values:
                pending.append(context.values[name].start)
    return True
