"""What to split a case on, where the sign of an expression is not known: something as simple as
possible.

The sign of a product is known from those of its factors, ``atan(u)`` has the sign of u, and
``exp(u) - 1`` too; ``log(u)`` has the sign of u - 1. Facts about small things tell more afterwards
than facts about large ones. Each of them is defined wherever the expression is.
"""

from __future__ import annotations

from flint import fmpq_mpoly

from verifier.algebra.atoms import Sort
from verifier.algebra.fractions import Algebra
from verifier.algebra.frames import SINGLE, NeedSplit
from verifier.algebra.literals import NEG, NIL, NONNEG, NONPOS, NONZERO, POS
from verifier.algebra.ring import DividesByZero
from verifier.language.expressions import Apply, Expression
from verifier.language.problems import LimitExceeded

INCREASING = ("asin", "atan", "erf")  # odd functions with the sign of their argument


def split_on(algebra: Algebra, subject: Expression, masks: tuple[int, ...]) -> NeedSplit:
    """The cases by which the sign of ``subject`` comes to lie in one of the ``masks``."""
    try:
        simpler = _simpler(algebra, subject, masks)
    except (DividesByZero, LimitExceeded):
        simpler = None
    return simpler or NeedSplit(subject, masks)


def _simpler(algebra: Algebra, subject: Expression, masks: tuple[int, ...]) -> NeedSplit | None:
    num, den = algebra.fraction(subject)
    factors = algebra.factor(algebra.reduce(num * den)).powers
    unknown = [(base, n) for base, n in factors if algebra.signs.mask(base) not in (POS, NIL, NEG)]
    for base, n in sorted(unknown, key=lambda factor: len(factor[0])):
        inner = _same_sign(algebra, base)
        if inner is None and len(factors) == 1:
            return None  # it is what is asked about
        node = algebra.node(base) if inner is None else inner
        possible = algebra.signs.of(node)
        parts = [mask & possible for mask in _wanted(masks, n) if mask & possible]
        if parts and possible not in parts:
            return NeedSplit(node, tuple(parts))
    return None


def _wanted(masks: tuple[int, ...], n: int) -> tuple[int, ...]:
    """What must be known of a factor that occurs n times."""
    if n % 2 == 0 or set(masks) <= {NONZERO, NIL}:
        return NONZERO, NIL
    return (NONNEG, NONPOS) if set(masks) <= {NONNEG, NONPOS} else SINGLE


def _same_sign(algebra: Algebra, base: fmpq_mpoly) -> Expression | None:
    """Something simpler that has the sign of a factor."""
    atom = algebra.lone(base)
    if atom is not None:
        match atom.node:
            case Apply(head, (inner,)) if head in INCREASING:
                return inner
            case _:
                pass
        if atom.sort is Sort.POWER and atom.argument is not None:
            return algebra.node(atom.argument)
        if atom.sort is Sort.LOG and atom.argument is not None:
            size = algebra.signs.mask(atom.argument)
            if not size & NEG:
                return algebra.node(atom.argument - 1)
            if not size & POS:
                return algebra.node(-atom.argument - 1)
        return None
    grown = algebra.lone(base + 1)
    if grown is not None and grown.sort is Sort.EXP:
        exponent = algebra.exponent(grown)
        return algebra.node(exponent.num * exponent.den)
    return None
