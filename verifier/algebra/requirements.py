"""Sufficient conditions for a smooth expression to be defined: read off its form."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.algebra import templates
from verifier.algebra.literals import ANY, NONNEG, NONZERO, POS, Literal
from verifier.algebra.names import Names
from verifier.algebra.switching import power_domain
from verifier.language.expressions import Apply, Binder, Expression, Number, children
from verifier.language.vocabulary import VOCABULARY, Nature


def requirements(node: Expression, names: Names) -> list[Literal]:
    """Sufficient conditions for a smooth expression to be defined; none of them exact.

    What stands inside a sum or an integral speaks of a letter bound there, and is asked for where
    the binder is read.
    """
    found: list[Literal] = []
    for part in _outside_binders(node):
        match part:
            case Apply("/", (_, divisor)):
                found.append(Literal(divisor, NONZERO, divisor, exact=False))
            case Apply("^", (base, Number(exponent))):
                mask = power_domain(exponent)
                if mask != ANY:
                    found.append(Literal(base, mask, base, exact=False))
            case Apply("^", (base, exponent)):
                mask = NONZERO if names.integral(exponent) else POS
                found.append(Literal(base, mask, base, exact=False))
            case Apply("factorial" | "gamma" as head, (u,)):
                mask = NONNEG if head == "factorial" else POS
                found.append(Literal(u, mask, u, exact=False))
            case Apply(head, args) if VOCABULARY[head].nature is not Nature.OPERATOR:
                for subject, mask in templates.conditions(head) or ():
                    bound = templates.bind(head, subject, args)
                    found.append(Literal(bound, mask, bound, exact=False))
            case _:
                pass
    return found


def _outside_binders(node: Expression) -> Iterator[Expression]:
    seen: set[Expression] = set()
    pending = [node]
    while pending:
        current = pending.pop()
        if current in seen:
            continue
        seen.add(current)
        yield current
        parts = children(current)
        pending += reversed(parts[1:] if isinstance(current, Binder) else parts)
