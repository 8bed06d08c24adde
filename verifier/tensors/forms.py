"""The sign of an expression of index notation by its form alone: a sum of squares is not negative.

The algebra multiplies everything out, and what is plain in ``sum((x[k] - m)^2, k) + eps`` is hard
to see in ``sum(x[k]^2, k) - n*m^2 + eps``. Here an expression is walked as it stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import reduce

from flint import fmpq

from verifier.algebra.derivative import negate
from verifier.algebra.literals import (
    ANY,
    NEG,
    NIL,
    NONNEG,
    NONZERO,
    POS,
    Literal,
    flipped,
    power_mask,
    product_mask,
    sign_mask,
    sum_mask,
)
from verifier.language.expressions import Apply, Binder, Expression, Number
from verifier.tensors.lengths import Ends


class Form:
    """Signs by form.

    Args:
        known: the signs that a leaf can have, as far as they are known otherwise.
        never_empty: whether a sum between two ends certainly has a term.
    """

    def __init__(
        self, known: Callable[[Expression], int], never_empty: Callable[[Ends], bool]
    ) -> None:
        self.known = known
        self.never_empty = never_empty

    def sign_of(self, node: Expression) -> int:
        """The signs an expression can have wherever it is defined."""
        match node:
            case Number(value):
                return sign_mask(fmpq(value.numerator, value.denominator))
            case Apply(head, args):
                return self._applied(node, head, args)
            case Binder("sum", body, _, lower, upper) if lower and upper:
                term = self.sign_of(body)
                some = term | sum_mask(term, term)  # terms that are not 0 may cancel
                found = some if self.never_empty((lower, upper)) else some | NIL
                return self.known(node) if found == ANY else found
            case Binder("prod", body, _, _, _):
                return _repeated(self.sign_of(body))
            case _:
                return self.known(node)

    def _applied(self, node: Apply, head: str, args: tuple[Expression, ...]) -> int:
        match head, args:
            case "neg", (u,):
                return flipped(self.sign_of(u))
            case "+", (Apply(">", (u, _)), _) if _is_sign(node, u):
                return self.sign_of(u)
            case "+", _:
                return reduce(sum_mask, map(self.sign_of, args))
            case "*", (u, Apply(">", (v, _))) if u is v:  # what of u lies above 0
                above = self.sign_of(u)
                return POS if above == POS else above & POS | NIL
            case "*", (u, sign) if _is_sign(sign, u):  # the size of u
                return self.sign_of(u) & NIL | POS
            case "*", _:  # the same factor twice is a square
                powers = Counter(args).items()
                return reduce(product_mask, (power_mask(self.sign_of(u), n) for u, n in powers))
            case "/", (top, bottom):
                return product_mask(self.sign_of(top), self.sign_of(bottom) & NONZERO)
            case "^", (base, Number(value)):
                return _power(self.sign_of(base), value.numerator, value.denominator)
            case "exp", _:
                return POS
            case ((">" | "=="), _):
                return NONNEG
            case _:
                return self.known(node)


def _is_sign(node: Expression, u: Expression) -> bool:
    """Whether an expression is ``[u > 0] - [-u > 0]``."""
    match node:
        case Apply("+", (Apply(">", (above, _)), Apply("neg", (Apply(">", (below, _)),)))):
            return above is u and below is negate(u)
        case _:
            return False


def _repeated(mask: int) -> int:
    """The sign of a product of any number of such factors, none of them included."""
    if not mask & NEG:
        return mask | POS if mask & NIL else POS
    return ANY if mask & NIL else NONZERO


def _power(base: int, numerator: int, denominator: int) -> int:
    """The sign of ``u^(numerator/denominator)`` where it is defined."""
    if numerator < 0:
        base &= NONZERO
    return power_mask(base, numerator) if denominator == 1 else base & NONNEG


def consequences(literal: Literal) -> Iterator[tuple[Expression, int]]:
    """What the sign of an expression says of its parts: the base of a root that is positive is
    positive, and no factor of a product that is not 0 is 0."""
    nonzero = not literal.mask & NIL
    match literal.subject:
        case Apply("^", (base, Number(value))) if nonzero and value > 0:
            mask = POS if value.denominator > 1 else NONZERO
            yield base, mask
            yield from consequences(Literal(base, mask, base))
        case Apply("*", factors) if nonzero:
            for factor in factors:
                yield factor, NONZERO
                yield from consequences(Literal(factor, NONZERO, factor))
        case Apply("/", (top, _)) if nonzero:
            yield top, NONZERO
            yield from consequences(Literal(top, NONZERO, top))
        case Apply("neg", (u,)):
            yield u, flipped(literal.mask)
        case _:
            pass
