"""A missing condition without the parts that the domain grants already."""

from __future__ import annotations

from flint import fmpq_mpoly

from verifier.algebra.frames import NeedSplit, Undecided, Undefined
from verifier.algebra.literals import (
    NEG,
    NIL,
    NONZERO,
    POS,
    Literal,
    flipped,
    power_mask,
    product_mask,
)
from verifier.algebra.lowering import lower
from verifier.algebra.oracles import CaseOracle
from verifier.algebra.ring import CAPACITIES, DividesByZero, TooManyAtoms
from verifier.kernel.setting import Impossible, Setting
from verifier.language.expressions import Apply, Expression, subexpressions
from verifier.language.problems import LimitExceeded


def simplest(setting: Setting, literal: Literal) -> list[Literal]:
    """Equivalent conditions on simpler subjects, by factors; the literal itself where none is
    known.
    """
    literal = _bare(literal)
    try:
        oracle = setting.oracle((), (), CAPACITIES[1])
        lowered = lower(literal.origin, setting.names, setting.context.total, oracle)
        parts = _parts(oracle, lowered.expression, literal.mask)
    except (
        NeedSplit,
        Undecided,
        Undefined,
        Impossible,
        DividesByZero,
        TooManyAtoms,
        LimitExceeded,
    ):
        return [literal]
    if not parts or any(_sizes(part) - _sizes(literal.origin) for part, _ in parts):
        return [literal]  # an absolute value that the author did not write explains nothing
    return [Literal(subject, mask, subject, literal.exact) for subject, mask in parts]


def _bare(literal: Literal) -> Literal:
    """``|u| != 0`` and ``u^n != 0`` say that u is not zero."""
    match literal.origin:
        case Apply("abs" | "sign", (inner,)) if literal.mask == NONZERO:
            return _bare(Literal(inner, NONZERO, inner, literal.exact))
        case _:
            return literal


def _sizes(node: Expression) -> set[Expression]:
    """The absolute values that occur."""
    return {part for part in subexpressions(node) if isinstance(part, Apply) and part.head == "abs"}


def _parts(oracle: CaseOracle, subject: Expression, mask: int) -> list[tuple[Expression, int]]:
    """By factors; those that are compared by a function that only grows are seen through it."""
    algebra = oracle.algebra
    num, den = algebra.fraction(subject)
    poly = algebra.reduce(num if mask == NONZERO else num * den)
    content, powers = algebra.factor(poly)
    known = POS if content > 0 else NEG
    unknown = []
    for base, n in powers:
        here = power_mask(algebra.signs.mask(base), n)
        if here in (POS, NEG):
            known = product_mask(known, here)
        else:
            unknown.append((base, n))
    if mask == NONZERO:
        return [part for base, _ in unknown for part in _plainer(oracle, base, NONZERO)]
    if len(unknown) == 1 and not unknown[0][1] % 2 and mask == known:
        return _plainer(oracle, unknown[0][0], NONZERO)  # an even power of what is not zero
    if len(unknown) == 1 and unknown[0][1] % 2:
        goal = mask if known == POS else flipped(mask)
        return _plainer(oracle, unknown[0][0], goal) if goal != NIL else []
    return []


def _plainer(oracle: CaseOracle, base: fmpq_mpoly, mask: int) -> list[tuple[Expression, int]]:
    """A sign of an irreducible polynomial, as one of what has that sign too: ``exp(x) - 1`` is
    as x. Not through a logarithm or a root of what may be negative, whose domain that would lose.
    """
    algebra = oracle.algebra
    other = algebra.signs.monotone.alike(base)
    met = [algebra.by_slot[slot] for slot, degree in enumerate(base.degrees()) if degree > 0]
    inside = [atom.argument for atom in met if atom.argument is not None]
    if other is None or any(algebra.signs.mask(argument) & NEG for argument in inside):
        return [(algebra.node(base), mask)]
    return _parts(oracle, algebra.node(other), mask) or [(algebra.node(base), mask)]
