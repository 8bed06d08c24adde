"""What keeps agreeing draws from being enough to call a line confirmed."""

from __future__ import annotations

from collections.abc import Mapping

from verifier.claims.claim import Claim
from verifier.confirmation.reach import Reach
from verifier.confirmation.sizes import MOST_VALUES, opened
from verifier.language.expressions import (
    Apply,
    Call,
    Derivative,
    Expression,
    Number,
    children,
    subexpressions,
)
from verifier.language.printer import to_text
from verifier.language.problems import LimitExceeded

_TWO = frozenset({"==", "!=", "where", "floor", "ceil"})  # zero, or not
_NO_TIE = frozenset({"amax", "amin", "cbrt", "root"})


def differentiates(claim: Claim, reach: Reach) -> bool:
    """Whether a claim is about derivatives, whose draws avoid seams."""
    return any(
        isinstance(node, Derivative) or (isinstance(node, Call) and any(node.order))
        for body in opened(claim, reach)
        for node in subexpressions(body)
    )


def constants(claim: Claim, reach: Reach) -> list[Expression]:
    """The largest parts of a claim without a name in them."""
    found: dict[Expression, None] = {}
    for body in opened(claim, reach):
        pending = [body]
        while pending:
            node = pending.pop()
            if isinstance(node, Number) or (isinstance(node, Apply) and _is_constant(node)):
                found[node] = None
            else:
                pending.extend(children(node))
    return list(found)


def _is_constant(node: Apply) -> bool:
    plain = frozenset({"+", "*", "/", "neg", "^", "exp", "sqrt"})
    return all(
        isinstance(part, Number) or (isinstance(part, Apply) and part.head in plain)
        for part in subexpressions(node)
    )


def unmet_sides(met: Mapping[Expression, set[int]], *, ties: bool) -> list[str]:
    """The switches of which a side was never met; with ``ties``, or the seam."""
    found = []
    for node, signs in met.items():
        head = node.head if isinstance(node, Apply) else ""
        if head in _TWO:
            whole = len({sign != 0 for sign in signs}) == 2
            whole = whole or (not ties and 0 not in signs)
        else:
            wanted = {-1, 1, *([0] if ties and head not in _NO_TIE else [])}
            whole = wanted <= signs
        if not whole:
            found.append(f"a side of {_short(node)} was never met")
    return found


def _short(node: Expression) -> str:
    try:
        text = to_text(node)
    except LimitExceeded:
        text = ""
    return f"`{text}`" if 0 < len(text) <= 60 else "a switch"


def untold_sizes(degrees: Mapping[str, int], seen: Mapping[str, int]) -> list[str]:
    """The sizes whose arithmetic the drawn values cannot tell apart."""
    return [
        f"the size `{name}` stands in the arithmetic, and {seen.get(name, 0)} values of it were"
        " drawn"
        for name, degree in degrees.items()
        if degree < 0 or degree >= MOST_VALUES or seen.get(name, 0) <= degree
    ]
