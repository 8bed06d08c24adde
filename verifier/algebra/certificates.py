"""Signs of polynomials in several atoms, by a certificate that is found and then checked.

A certificate writes the polynomial as a sum, with weights >= 0, of terms that nobody doubts:
squares, what the facts say is not negative, and products of the two. Which weights do it is a
question of linear programming (`simplex`), asked in exact arithmetic; the sum is then multiplied
out and must be the polynomial, by the relations of its atoms. If one of the terms with a weight is
positive, so is the polynomial. With a positive fact f, the same may be shown of f·p instead of p.

Squares of one monomial, or of two with a weight between them, are all that is offered. That covers
sums of squares by the inequality of the two means, and Positivstellensatz certificates of low
degree; it is no decision procedure, and where it finds nothing, nothing is said.

Source: Ahmadi & Majumdar, DSOS and SDSOS optimization (2019); Krivine (1964), Stengle (1974).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, combinations_with_replacement, product
from typing import TYPE_CHECKING, Final

from flint import fmpq, fmpq_mpoly

from verifier.algebra.atoms import Sort
from verifier.algebra.literals import NEG, NIL, NONNEG, NONPOS, NONZERO, POS, flipped
from verifier.algebra.ring import key
from verifier.algebra.simplex import solution
from verifier.language.expressions import Apply, Constant

if TYPE_CHECKING:
    from verifier.algebra.fractions import Algebra

TERMS: Final = 40  # of a polynomial that is looked at
DEGREE: Final = 8
LETTERS: Final = 6
ROOTS: Final = 12  # monomials that are squared
FACTS: Final = 8
COLUMNS: Final = 180
WORK: Final = 250_000  # entries of tableaus that are worked out anew, for one claim

Exponents = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A polynomial that is not negative, or positive where ``strict``, and whose word that is."""

    poly: fmpq_mpoly
    strict: bool
    labels: frozenset[str] = frozenset()

    def times(self, other: Term) -> Term:
        """The product."""
        return Term(
            self.poly * other.poly, self.strict and other.strict, self.labels | other.labels
        )


@dataclass(slots=True)
class Purse:
    """What the searches for one claim may take together, over all its cases."""

    left: int = WORK


class Certificates:
    """Looks for certificates in one case."""

    def __init__(self, algebra: Algebra) -> None:
        self.algebra = algebra

    def mask(self, poly: fmpq_mpoly, goal: int) -> int:
        """The signs that are left, where ``goal`` is the set of signs that is wished for."""
        if goal in (POS, NONNEG):
            return self._at_least_zero(poly, strict=goal == POS)
        if goal in (NEG, NONPOS):
            return flipped(self._at_least_zero(-poly, strict=goal == NEG))
        found = self._at_least_zero(poly, strict=True)
        return found if found == POS else found & flipped(self._at_least_zero(-poly, strict=True))

    def _at_least_zero(self, poly: fmpq_mpoly, *, strict: bool) -> int:
        occurring = self.algebra.signs.samples.signs(poly)
        letters = [slot for slot, degree in enumerate(poly.degrees()) if degree > 0]
        if occurring & NEG or not self._is_small(poly) or not letters:
            return NEG | NONNEG
        given = list(self._given(letters))
        if self._runs_away(poly, letters, given):
            return NEG | NONNEG
        factors = [Term(self.algebra.one, True), *(term for term in given if term.strict)]
        for factor in factors[:3]:
            raised = self.algebra.by_equations(poly * factor.poly)
            if not self._is_small(raised):
                continue
            sum_of = self._sum_of(raised, given)
            if sum_of is not None and (sum_of.strict or not strict):
                self.algebra.signs.used |= sum_of.labels | factor.labels
                return POS if sum_of.strict else NONNEG
        return NEG | NONNEG

    def _runs_away(self, poly: fmpq_mpoly, letters: list[int], given: list[Term]) -> bool:
        """Whether an atom of which nothing is known stands in an odd power at the top."""
        known = {
            slot for term in given for slot, degree in enumerate(term.poly.degrees()) if degree > 0
        }
        degrees = poly.degrees()
        return any(degrees[slot] % 2 and slot not in known for slot in letters)

    def _is_small(self, poly: fmpq_mpoly) -> bool:
        degrees = poly.degrees()
        return (
            len(poly) <= TERMS
            and poly.total_degree() <= DEGREE
            and sum(1 for degree in degrees if degree) <= LETTERS
        )

    # -- what is known not to be negative ------------------------------------------------------

    def _given(self, letters: list[int]) -> Iterator[Term]:
        """Atoms and facts that speak of these letters alone, or share one with them."""
        signs, generators = self.algebra.signs, self.algebra.generators
        for slot in letters:
            mask = signs.of_atom(slot)
            if not mask & NEG or not mask & POS:
                side = generators[slot] if not mask & NEG else -generators[slot]
                yield Term(side, not mask & NIL)
            bounds = signs.range(slot)
            if bounds.lower:
                yield Term(generators[slot] - bounds.lower, bounds.lower_open)
            if bounds.upper:
                yield Term(bounds.upper - generators[slot], bounds.upper_open)
            yield from self._theorems(slot)
        known = set(letters)
        for poly, mask, label in signs.known()[:FACTS]:
            there = {slot for slot, degree in enumerate(poly.degrees()) if degree > 0}
            if mask in (POS, NEG, NONNEG, NONPOS) and there & known and len(poly) <= TERMS:
                side = poly if not mask & NEG else -poly
                yield Term(side, not mask & NIL, frozenset({label} - {""}))

    def _theorems(self, slot: int) -> Iterator[Term]:
        """How far an atom's values reach: |atan| < pi/2, |asin| <= pi/2, e^u >= 1 + u and
        log f <= f - 1, strictly but at u = 0 and f = 1.
        """
        algebra, atom = self.algebra, self.algebra.by_slot[slot]
        value = algebra.generators[slot]
        match atom.node:
            case Apply("atan" | "asin" as head, _):
                half = algebra.fraction(Constant("pi")).num / 2
                yield Term(half - value, head == "atan")
                yield Term(half + value, head == "atan")
        if atom.sort is Sort.EXP:
            num, den = algebra.exponent(atom)
            if den.is_one():
                yield Term(value - 1 - num, not algebra.signs.mask(num, NONZERO) & NIL)
        if atom.sort is Sort.LOG and atom.argument is not None:
            gap = atom.argument - 1
            if not algebra.signs.mask(atom.argument, POS) & NONPOS:
                yield Term(gap - value, not algebra.signs.mask(gap, NONZERO) & NIL)

    # -- the search ----------------------------------------------------------------------------

    def _sum_of(self, poly: fmpq_mpoly, given: list[Term]) -> Term | None:
        """The polynomial as a weighted sum of terms; None where none is found."""
        terms = [Term(self.algebra.one, True)]
        seen: dict[object, int] = {key(self.algebra.one): 0}
        for term in self._terms(poly, given):
            reduced = self.algebra.by_equations(term.poly)
            if reduced.is_zero() or reduced.total_degree() > poly.total_degree() + 1:
                continue
            place = seen.setdefault(key(reduced), len(terms))
            if place == len(terms):
                terms.append(Term(reduced, term.strict, term.labels))
            elif term.strict and not terms[place].strict:
                terms[place] = Term(reduced, term.strict, term.labels)
            if len(terms) >= COLUMNS:
                break
        return self._weighed(poly, terms)

    def _weighed(self, poly: fmpq_mpoly, terms: list[Term]) -> Term | None:
        rows: dict[Exponents, int] = {}

        def column(one: fmpq_mpoly) -> dict[int, fmpq]:
            return {
                rows.setdefault(monomial, len(rows)): coefficient
                for monomial, coefficient in one.to_dict().items()
            }

        target = column(poly)
        columns = [column(term.poly) for term in terms]
        self.algebra.spend(sum(map(len, columns)) * len(rows))
        purse = self.algebra.purse
        weights, spent = solution(columns, target, [term.strict for term in terms], purse.left)
        purse.left -= spent
        if weights is None:
            return None
        total, strict, labels = self.algebra.zero, False, frozenset[str]()
        for weight, term in zip(weights, terms, strict=True):
            if weight < 0:
                return None
            if weight != 0:
                total += term.poly * weight
                strict = strict or term.strict
                labels |= term.labels
        return Term(total, strict, labels) if total == poly else None

    def _terms(self, poly: fmpq_mpoly, given: list[Term]) -> Iterator[Term]:
        """What may have a weight, the simplest first."""
        yield from given
        if all(one.total_degree() <= 1 for one in (poly, *(term.poly for term in given))):
            return  # among lines, what follows at all follows linearly (Farkas)
        squares = list(self._squares(poly, given))
        yield from squares
        for one, other in combinations_with_replacement(given, 2):
            yield one.times(other)
        for one, square in product(given, squares):
            yield one.times(square)
        for one in given:
            yield one.times(one).times(one)

    def _squares(self, poly: fmpq_mpoly, given: list[Term]) -> Iterator[Term]:
        monomials = self._roots([poly, *(term.poly for term in given)])
        roots = [self.algebra.ring.from_dict({monomial: fmpq(1)}) for monomial in monomials]
        for root in roots:
            yield Term(root * root, root.is_constant())
        for a, b in combinations(roots, 2):
            for weight in (fmpq(1), *_weights(poly, a, b)):
                for side in (weight, -weight):
                    yield Term((a + b * side) ** 2, False)

    def _roots(self, polys: list[fmpq_mpoly]) -> list[Exponents]:
        """Monomials whose products may be among those of some polynomials."""
        found: dict[Exponents, None] = {}
        for poly in polys:
            for monomial in poly.monoms():
                odd = [slot for slot, degree in enumerate(monomial) if degree % 2]
                if len(odd) > 4:
                    continue
                for up in product((0, 1), repeat=len(odd)):
                    half = [degree // 2 for degree in monomial]
                    for slot, more in zip(odd, up, strict=True):
                        half[slot] += more
                    found[tuple(half)] = None
        least = min(map(sum, polys[0].monoms())) if len(polys) == 1 else 0
        fit = (monomial for monomial in found if 2 * sum(monomial) >= least)
        return sorted(fit, key=lambda monomial: (sum(monomial), monomial))[:ROOTS]


def _weights(poly: fmpq_mpoly, a: fmpq_mpoly, b: fmpq_mpoly) -> Iterator[fmpq]:
    """Weights t of (a + t·b)² that would complete a square of the polynomial."""
    terms = poly.to_dict()
    both, first, second = (
        terms.get(next(iter(one.monoms())), fmpq(0)) for one in (a * b, a * a, b * b)
    )
    found = [both / first / 2] if first != 0 else []
    found += [second * 2 / both] if both != 0 else []
    yield from {abs(weight): None for weight in found if weight not in (0, 1, -1)}
