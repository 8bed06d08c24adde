"""How far the points of a domain reach: whether they are of one piece, whether a letter moves.

Numbers drawn at random meet no piece of the domain that is thinner than another: of the points with
``x*y = x`` all that are drawn have y = 1, and none has x = 0. And where a letter cannot move, an
antiderivative by it says nothing.
"""

from __future__ import annotations

from flint import fmpq_mpoly

from verifier.algebra.atoms import Sort
from verifier.algebra.fractions import Algebra
from verifier.algebra.frames import NeedSplit, OffClaim, Undecided, Undefined
from verifier.algebra.literals import NONZERO, Literal, relation
from verifier.algebra.ranges import domain_relations
from verifier.algebra.ring import CAPACITIES, DividesByZero, TooManyAtoms
from verifier.kernel.setting import Impossible, Setting, conjuncts
from verifier.language.expressions import Apply, Expression
from verifier.language.printer import to_text

NO_WORD = (NeedSplit, Undecided, Undefined, OffClaim, Impossible, DividesByZero, TooManyAtoms)


def is_one_piece(setting: Setting) -> bool:
    """Whether the equations that are assumed are shown to leave no thinner piece beside another.

    They do not where each gives the value of one letter, but for at most one, an irreducible
    polynomial in letters.
    """
    equations = [
        to_text(assumption)
        for assumption in conjuncts(setting.context.assumptions)
        if isinstance(assumption, Apply) and assumption.head in ("=", "==")
    ]
    if not equations:
        return True
    try:
        algebra = setting.oracle((), (), CAPACITIES[1]).algebra
    except NO_WORD:
        return False
    if not algebra.signs.used.issuperset(equations):
        return False  # one was not understood
    return len(algebra.vanishing) < 2 and all(
        _is_irreducible(algebra, poly) for poly in algebra.vanishing
    )


def _is_irreducible(algebra: Algebra, poly: fmpq_mpoly) -> bool:
    powers = algebra.factor(poly).powers
    atoms = [algebra.by_slot[slot] for slot, degree in enumerate(poly.degrees()) if degree > 0]
    return len(powers) == 1 and powers[0][1] == 1 and all(atom.sort is Sort.NAME for atom in atoms)


def room_for(setting: Setting, variable: str) -> tuple[Expression, ...] | None:
    """Relations that hold at a point of the domain around which a letter is free to move; None
    where the assumptions may tie it to a value.
    """
    mentioned = setting.names.mentioned
    found: list[Expression] = []
    for assumption in conjuncts(setting.context.assumptions):
        if variable not in mentioned(assumption):
            continue
        match assumption:
            case Apply("<" | ">" | "!=", _):
                pass
            case Apply("<=" | ">=" as symbol, sides):
                found.append(Apply(symbol[0], sides))
            case _:
                return None
    for name, domain in setting.context.symbols.items():
        for subject, mask in domain_relations(name, domain):
            if variable in mentioned(subject) and mask & NONZERO != NONZERO:
                found.append(relation(Literal(subject, mask & NONZERO, subject)))
    return tuple(found)
