"""What keeps agreeing draws from being enough to call a line confirmed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import ceil, floor

from verifier.claims.claim import Bound, Claim, Domain
from verifier.confirmation.decisions import CLOSE
from verifier.confirmation.reach import Reach
from verifier.confirmation.sizes import MOST_VALUES, opened, parts
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

SEEN = 1e-18  # what is smaller than that part of what it is added to is not seen
_TWO = frozenset({"==", "!=", "where", "floor", "ceil"})  # zero, or not
_NO_TIE = frozenset({"amax", "amin", "cbrt", "root"})


def differentiates(claim: Claim, reach: Reach) -> bool:
    """Whether a claim is about derivatives, whose draws avoid seams."""
    return any(
        isinstance(node, Derivative) or (isinstance(node, Call) and any(node.order))
        for node in parts(claim, reach)
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


def unmet_seams(one_sided: Iterable[Expression], unseen: Iterable[Expression]) -> list[str]:
    """The places without a switch at which a formula may be another one beyond."""
    found = [f"only one side of {_short(node)} being 0 was met" for node in one_sided]
    return found + [f"where {_short(node)} may break off is not known" for node in unseen]


def faint_terms(terms: Mapping[tuple[Expression, int], float]) -> list[str]:
    """The sums of which a term was too small to be seen at every draw."""
    faint = dict.fromkeys(
        node for (node, place), size in terms.items() if _faint(node, place, size)
    )
    return [f"a term of {_short(node)} was out of sight in every draw" for node in faint]


def _faint(node: Expression, place: int, size: float) -> bool:
    term = children(node)[place]
    return size < SEEN and not (isinstance(term, Number) and term.value == 0)


def saturated(nearest: Mapping[Expression, float]) -> list[str]:
    """The functions that were looked at only where they are flat."""
    far = [node for node, distance in nearest.items() if not distance < CLOSE]
    return [f"{_short(node)} was looked at far from 0 only" for node in far]


def untold_numbers(
    claim: Claim, degrees: Mapping[str, int], met: Mapping[str, set[float]]
) -> list[str]:
    """The whole numbers whose arithmetic the drawn values cannot tell apart."""
    found = []
    for name, values in met.items():
        degree = degrees.get(name, 0)
        count = _count_of(claim.context.symbols[name])
        if count is not None and len(values) == count:
            continue
        if degree < 0 or degree >= MOST_VALUES or len(values) <= degree:
            found.append(
                f"the whole number `{name}` stands in the arithmetic, and {len(values)} values"
                " of it were drawn"
            )
    return found


def _count_of(domain: Domain) -> int | None:
    """How many whole numbers a number may be, where that is written as two closed ends."""
    match domain:
        case Domain(
            lower=Bound(Number(low), False), upper=Bound(Number(high), False), shape=()
        ) if not domain.excluded:
            return floor(high) - ceil(low) + 1
        case _:
            return None


def untold_sizes(degrees: Mapping[str, int], seen: Mapping[str, int]) -> list[str]:
    """The sizes whose arithmetic the drawn values cannot tell apart."""
    return [
        f"the size `{name}` stands in the arithmetic, and {seen[name]} values of it were drawn"
        for name, degree in degrees.items()
        if name in seen and (degree < 0 or degree >= MOST_VALUES or seen[name] <= degree)
    ]
