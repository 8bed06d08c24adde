"""A missing condition without the parts that the domain grants already."""

from __future__ import annotations

from flint import fmpq_mpoly

from verifier.algebra.atoms import Sort
from verifier.algebra.fractions import Algebra
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

PLAINER = 3  # functions seen through, one in the other


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
        return [(algebra.node(_plainer(algebra, base)), NONZERO) for base, _ in unknown]
    if len(unknown) == 1 and not unknown[0][1] % 2 and mask == known:
        return [(algebra.node(unknown[0][0]), NONZERO)]  # an even power of what is not zero
    if len(unknown) == 1 and unknown[0][1] % 2:
        base, goal = unknown[0][0], mask if known == POS else flipped(mask)
        return [(algebra.node(_plainer(algebra, base)), goal)] if goal != NIL else []
    return []


def _plainer(algebra: Algebra, base: fmpq_mpoly) -> fmpq_mpoly:
    """A polynomial of the same sign in letters alone, if there is one: ``exp(x) - 1`` is as x."""
    for _ in range(PLAINER):
        if _is_plain(algebra, base):
            break
        other = algebra.signs.monotone.alike(base)
        if other is None:
            break
        base = other
    return base


def _is_plain(algebra: Algebra, poly: fmpq_mpoly) -> bool:
    atoms = [algebra.by_slot[slot] for slot, degree in enumerate(poly.degrees()) if degree]
    return all(atom.sort is Sort.NAME for atom in atoms)
