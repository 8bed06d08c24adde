"""Relations between sums: with the terms in the opposite order, and over one range.

In an induction on n the terms often depend on n: ``Σ binomial(n + 1, k)`` stands beside
``Σ binomial(n, k)``. A relation ``Σ f - c·Σ g = v``, found by Zeilberger's method and checked, lets
one of them be said by the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import permutations

from flint import fmpq_mpoly

from verifier.algebra.atoms import Atom, Sort
from verifier.algebra.closing import Closing
from verifier.algebra.derivative import add, negate
from verifier.algebra.fractions import Algebra
from verifier.algebra.frames import Undecided
from verifier.algebra.literals import Literal
from verifier.algebra.oracles import CaseOracle
from verifier.algebra.ring import Ratio
from verifier.algebra.spans import SpanOracle
from verifier.language.expressions import Binder, Expression, Name, substitute

SUMS = 4  # over one range
LETTER = "@1"


def vanishes_by_relations(
    gap: Expression, algebra: Algebra, outside: CaseOracle, conditions: Iterable[Literal]
) -> bool:
    """Whether an expression is zero once some of its sums are said by others over their range."""
    poly = algebra.reduce(algebra.fraction(gap).num)
    conditions = tuple(conditions)
    oracle = CaseOracle(algebra, outside.free)
    closing = Closing(
        lambda span: SpanOracle(oracle, span, (), lambda: None),
        lambda subject, accept: outside.sign(subject, accept, conditions),
        outside.spend,
    )
    for atom in list(algebra.atoms):
        if int(poly.degrees()[atom.slot]) == 1 and isinstance(atom.node, Binder):
            backwards = _backwards(atom, algebra)
            if backwards is not None and algebra.is_zero(_put(poly, atom, backwards, algebra)):
                return True
    for group in _groups(algebra):
        for first, second in permutations(group[:SUMS], 2):
            if int(poly.degrees()[first.slot]) != 1:
                continue
            value = _by_another(first, second, closing, algebra)
            if value is not None and algebra.is_zero(_put(poly, first, value, algebra)):
                return True
    return False


def _groups(algebra: Algebra) -> list[list[Atom]]:
    """The sums met so far, by their ranges."""
    found: dict[object, list[Atom]] = {}
    for atom in algebra.atoms:
        match atom.node:
            case Binder("sum", _, letter, lower, upper) if atom.sort is Sort.OPAQUE:
                found.setdefault((letter, lower, upper), []).append(atom)
            case _:
                pass
    return [group for group in found.values() if len(group) > 1]


def _backwards(atom: Atom, algebra: Algebra) -> Ratio | None:
    """A sum with its terms in the opposite order."""
    match atom.node:
        case Binder("sum", body, letter, lower, upper) if lower is not None and upper is not None:
            turned = substitute(body, {letter: add(lower, upper, negate(Name(letter)))})
            return algebra.fraction(Binder("sum", turned, letter, lower, upper))
        case _:
            return None


def _by_another(first: Atom, second: Atom, closing: Closing, algebra: Algebra) -> Ratio | None:
    match first.node, second.node:
        case (Binder("sum", ours, letter, lower, upper), Binder("sum", theirs, _, _, _)) if (
            lower is not None and upper is not None
        ):
            ours, theirs = (substitute(body, {letter: Name(LETTER)}) for body in (ours, theirs))
            try:
                found = closing.relation(ours, theirs, LETTER, (lower, upper))
            except Undecided:
                return None
            if found is None:
                return None
            factor, value = (algebra.fraction(part) for part in found)
            other = Ratio(algebra.generators[second.slot], algebra.one)
            return algebra.plus(algebra.multiply(factor, other), value)
        case _:
            return None


def _put(poly: fmpq_mpoly, atom: Atom, value: Ratio, algebra: Algebra) -> fmpq_mpoly:
    """The numerator of a polynomial of degree 1 in an atom, with a value in the atom's place."""
    slope = poly.derivative(atom.slot)
    rest = poly - slope * algebra.generators[atom.slot]
    return algebra.product(slope, value.num) + algebra.product(rest, value.den)
