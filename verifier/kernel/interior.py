"""Whether the points where an expression vanishes have no interior.

A polynomial in the entries of arrays that is not zero vanishes on a set without interior. To see
that it is not zero for *every* size, it is differentiated by some of its own entries, at free
indices, until a number other than 0 is left. What stands inside of other functions, as the first
layer of a network does in the second, is held fixed.
"""

from __future__ import annotations

from verifier.algebra.atoms import Atom, Sort
from verifier.algebra.frames import Undecided
from verifier.algebra.ring import DividesByZero, TooManyAtoms
from verifier.claims.claim import Field
from verifier.kernel.setting import Setting
from verifier.language.expressions import Entry, Expression, Name, free_names, subexpressions
from verifier.language.problems import LimitExceeded
from verifier.tensors.dimensions import Ranges
from verifier.tensors.frame import Read
from verifier.tensors.indexed import IndexedAlgebra
from verifier.tensors.lengths import never_empty
from verifier.tensors.notation import Notation
from verifier.tensors.reading import Reading
from verifier.tensors.slopes import by_entry

DEPTH = 5


def is_thin(setting: Setting, notation: Notation, subject: Expression, ranges: Ranges) -> bool:
    """Whether the set where ``subject`` is zero is shown to have no interior, for every size."""
    context = setting.context
    if context.assumptions:
        free = frozenset().union(*map(setting.names.mentioned, context.assumptions))
    else:
        free = frozenset()
    reading = Reading(setting.names, notation, frozenset(), None, (), Read(ranges=ranges))
    try:
        opened = reading.run(subject)
        return _is_nonzero_polynomial(setting, opened, ranges, free, DEPTH)
    except (LimitExceeded, Undecided, DividesByZero, TooManyAtoms):
        return False


def _is_nonzero_polynomial(
    setting: Setting, node: Expression, ranges: Ranges, bound: frozenset[str], depth: int
) -> bool:
    """Whether a polynomial in the entries of the symbols outside ``bound`` is not zero, whatever
    the others are."""
    algebra = IndexedAlgebra(setting.names, ranges)
    num, _ = algebra.fraction(node)
    if num.is_constant():
        return not num.is_zero()
    if depth == 0:
        return False
    occurring = [algebra.by_slot[slot] for slot, degree in enumerate(num.degrees()) if degree > 0]
    bound |= frozenset().union(*(_in_functions(algebra, atom) for atom in occurring))
    simple = algebra.node(num)
    for part in subexpressions(simple):
        name, at = _moving(part)
        domain = setting.context.symbols.get(name)
        if domain is None or name in bound or domain.field is not Field.REAL or domain.structure:
            continue
        if name in ranges or len(at) != len(domain.shape):
            continue
        if not all(_is_there(index, setting, ranges) for index in at):
            continue
        slope = by_entry(simple, name, at, ranges)
        if _is_nonzero_polynomial(setting, slope, ranges, bound, depth - 1):
            return True
    return False


def _in_functions(algebra: IndexedAlgebra, atom: Atom) -> frozenset[str]:
    """The names in which an atom is no polynomial."""
    match atom.sort:
        case Sort.ENTRY | Sort.NAME | Sort.DELTA:
            return frozenset()
        case Sort.SUM:
            inner = algebra.products[atom.slot].atoms
            return frozenset().union(*(_in_functions(algebra, factor) for factor, _ in inner))
        case _:
            return free_names(atom.node)


def _is_there(index: Expression, setting: Setting, ranges: Ranges) -> bool:
    """Whether there certainly is an entry at an index: a sum over nothing has none."""
    symbols = setting.context.symbols
    return all(
        never_empty(ranges[name], ranges, symbols) for name in free_names(index) & ranges.keys()
    )


def _moving(node: Expression) -> tuple[str, tuple[Expression, ...]]:
    match node:
        case Entry(Name(name), indices):
            return name, indices
        case Name(name):
            return name, ()
        case _:
            return "", ()
