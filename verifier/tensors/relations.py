"""Atoms of index notation with relations of their own: deltas, steps and reciprocals.

====================  =====================================  =================================
atom                  relation                               holds where
====================  =====================================  =================================
``[i = j]``           its square is itself                   always
``[u > 0]``           its square is itself                   always
``[-u > 0]``          is ``1 - [u > 0] - [u = 0]``           always
``[u = 0]``           its square is itself; times u it is 0  always
                      ``[u > 0]·[u = 0] = 0``                always
``1/f`` under a sum   ``f·(1/f) = 1``                        f is not zero
``det Q``             ``det(Q)² = 1``                        Q is orthogonal
====================  =====================================  =================================
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flint import fmpq_mpoly

from verifier.algebra.atoms import Sort
from verifier.algebra.fractions import Algebra
from verifier.algebra.literals import NEG, NIL, NONZERO, POS
from verifier.algebra.ring import Ratio, key
from verifier.language.expressions import ONE, ZERO, Apply, Expression, Name, Number
from verifier.tensors.dimensions import Ranges

if TYPE_CHECKING:
    from verifier.tensors.labelling import Labelling


class Relations(Algebra):
    """Fractions over atoms that obey the relations above.

    Attributes:
        ranges: what each index runs over, ends included.
        extra: polynomials that are zero, divided by their leading terms.
        rewritings: a term, and the polynomial in its place.
    """

    ranges: Ranges
    labelling: Labelling
    extra: list[fmpq_mpoly]
    rewritings: list[tuple[fmpq_mpoly, fmpq_mpoly]]
    _leads: list[tuple[tuple[int, int], ...]]

    def is_symmetric(self, base: Expression) -> bool:
        """Whether an array is known to equal its transpose; see `matrices`."""
        raise NotImplementedError

    def _is_place(self, node: Expression) -> bool:
        return isinstance(node, Number) or (isinstance(node, Name) and node.name in self.ranges)

    def _delta(self, i: Expression, j: Expression) -> Ratio:
        if i is j:
            return Ratio(self.one, self.one)
        if isinstance(i, Number) and isinstance(j, Number):
            return Ratio(self.zero, self.one)
        i, j = sorted((i, j), key=repr)
        node = Apply("==", (i, j))
        atom = self.atom(Sort.DELTA, node, node)
        generator = self.generators[atom.slot]
        if not atom.degree:
            self.relate(atom, 2, generator)
        return Ratio(generator, self.one)

    # -- steps ---------------------------------------------------------------------------------

    def _step(self, u: Expression) -> Ratio:
        """``[u > 0]``, by the sign of u's numerator times its denominator."""
        num, den = self.normal(self.fraction(u))
        below = self.signs.mask(den) & NONZERO
        poly = num if below == POS else -num if below == NEG else self.product(num, den)
        sign = self.signs.mask(poly)
        if not sign & POS:
            return Ratio(self.zero, self.one)
        if sign == POS:
            return Ratio(self.one, self.one)
        poly = self._of_same_sign(poly)
        if self._is_upright(poly):
            return Ratio(self._above(poly), self.one)
        opposite = self._above(-poly)
        at_zero = self._at_zero(-poly, opposite) if sign & NIL else self.zero
        return Ratio(self.one - opposite - at_zero, self.one)

    def _is_zero_step(self, u: Expression) -> Ratio:
        """``[u = 0]`` is what is left of 1."""
        above = self._step(u).num
        below = self._step(Apply("neg", (u,))).num
        return Ratio(self.one - above - below, self.one)

    def _of_same_sign(self, poly: fmpq_mpoly) -> fmpq_mpoly:
        """A polynomial of the same sign, without factors that are known to be positive."""
        content, powers = self.factor(poly)
        result = self.ring.constant(1 if content > 0 else -1)
        for base, n in powers:
            mask = self.signs.mask(base)
            if mask == NEG and n % 2:
                result = -result
            elif mask not in (POS, NEG) and (n % 2 or mask & NIL):
                result = result * (base if n % 2 else base * base)
        return result

    def _is_upright(self, poly: fmpq_mpoly) -> bool:
        """Which of u and -u a step is written in: the same whatever the indices are called; the one
        with fewer signs, so that ``relu(x)`` is ``x*[x > 0]`` and not ``x - x*[-x > 0]``."""
        below = sum(coefficient < 0 for coefficient in poly.coeffs())
        if 2 * below != len(poly):
            return 2 * below < len(poly)
        shown = dict.fromkeys(self.ranges, "?")
        straight, turned = self.labelling.of_poly(poly, shown), self.labelling.of_poly(-poly, shown)
        return straight < turned or (straight == turned and poly.leading_coefficient() > 0)

    def _above(self, poly: fmpq_mpoly) -> fmpq_mpoly:
        """``[u > 0]``, whose square is itself."""
        found = self.atom(Sort.STEP, key(poly), Apply(">", (self.node(poly), ZERO)), poly)
        generator = self.generators[found.slot]
        if not found.degree:
            self.relate(found, 2, generator)
        return generator

    def _at_zero(self, poly: fmpq_mpoly, above: fmpq_mpoly) -> fmpq_mpoly:
        """``[u = 0]``: its square is itself, ``u·[u = 0] = 0`` and ``[u > 0]·[u = 0] = 0``."""
        node = Apply("==", (self.node(poly), ZERO))
        found = self.atom(Sort.STEP, (key(poly), "zero"), node, poly)
        generator = self.generators[found.slot]
        if not found.degree:
            self.relate(found, 2, generator)
            self.extra += [generator * above, generator * poly]
        return generator

    # -- reciprocals ---------------------------------------------------------------------------

    def _reciprocal(self, base: fmpq_mpoly) -> fmpq_mpoly:
        name = key(base)
        found = self._named.get((Sort.RECIPROCAL, name))
        if found is None:
            node = Apply("/", (ONE, self.node(base)))
            found = self.atom(Sort.RECIPROCAL, name, node, base)
            self._relate_reciprocal(self.generators[found.slot], base)
        return self.generators[found.slot]

    def _relate_reciprocal(self, reciprocal: fmpq_mpoly, base: fmpq_mpoly) -> None:
        """``(1/f)·t = 1 - (1/f)·(f - t)`` for one term t of f: one with an atom that is in no other
        term, so that this comes to an end, and chosen whatever the indices are called."""
        shown = dict.fromkeys(self.ranges, "?")
        chosen: tuple[str, fmpq_mpoly] | None = None
        for monomial, coefficient in zip(base.monoms(), base.coeffs(), strict=True):
            term = self.ring.from_dict({monomial: coefficient})
            others = (base - term).degrees()
            own = term.degrees()
            if any(degree and not others[slot] for slot, degree in enumerate(own)):
                name = self.labelling.of_poly(term, shown)
                chosen = (name, term) if chosen is None or name < chosen[0] else chosen
        if chosen is None:
            self.extra.append(reciprocal * base - 1)
        else:
            term = chosen[1]
            self.rewritings.append((reciprocal * term, 1 - reciprocal * (base - term)))

    # -- reduction -----------------------------------------------------------------------------

    def _by_relations(self, poly: fmpq_mpoly) -> fmpq_mpoly:
        poly = super()._by_relations(poly)
        if not (self.extra or self.rewritings) or poly.is_constant():
            return poly
        degrees = poly.degrees()
        for relation, lead in zip(self.extra, self._leading(), strict=True):
            if all(degrees[slot] >= degree for slot, degree in lead):
                self.spend(len(poly) * len(relation))
                poly = divmod(poly, relation)[1]
                degrees = poly.degrees()
        for term, by in self.rewritings:
            poly = self._rewritten_terms(poly, term, by)
        return poly

    def _leading(self) -> list[tuple[tuple[int, int], ...]]:
        """The leading terms of the relations: the slots that occur, and how often."""
        for relation in self.extra[len(self._leads) :]:
            lead = relation.monoms()[0]
            self._leads.append(tuple((slot, n) for slot, n in enumerate(lead) if n))
        return self._leads

    def _rewritten_terms(self, poly: fmpq_mpoly, term: fmpq_mpoly, by: fmpq_mpoly) -> fmpq_mpoly:
        """The polynomial with every multiple of a term replaced."""
        (lead,) = term.monoms()
        (scale,) = term.coeffs()
        places = [slot for slot, degree in enumerate(lead) if degree]
        degrees = poly.degrees()
        while all(degrees[slot] >= lead[slot] for slot in places):
            multiples, rest = {}, {}
            for monomial, coefficient in zip(poly.monoms(), poly.coeffs(), strict=True):
                if all(monomial[slot] >= lead[slot] for slot in places):
                    left = list(monomial)
                    for slot in places:
                        left[slot] -= lead[slot]
                    multiples[tuple(left)] = coefficient / scale
                else:
                    rest[monomial] = coefficient
            if not multiples:
                break
            self.spend(20 * len(poly))
            poly = self.ring.from_dict(rest) + self.product(self.ring.from_dict(multiples), by)
            degrees = poly.degrees()
        return poly
