"""The algebra of index notation: everything that is known of one claim about arrays."""

from __future__ import annotations

from collections.abc import Iterable

from flint import fmpq

from verifier.algebra.atoms import Atom, Sort
from verifier.algebra.derivative import add, negate
from verifier.algebra.facts import Fact
from verifier.algebra.literals import NEG, NIL, NONNEG, NONPOS, NONZERO, POS
from verifier.algebra.names import Names
from verifier.algebra.ranges import Range, range_of_domain
from verifier.algebra.ring import CAPACITIES, Ratio
from verifier.language.expressions import ONE, ZERO, Apply, Binder, Entry, Expression, Name
from verifier.tensors.dimensions import Ranges
from verifier.tensors.labelling import Labelling
from verifier.tensors.matrices import Matrices


class IndexedAlgebra(Matrices):
    """The fractions over one claim's atoms.

    Args:
        names: the context's names, followed.
        ranges: what each index runs over; indices bound later are added.
        facts: signs that are known, of expressions over the claim's own indices.
        equations: what is zero for all values of some indices, as rules to rewrite sums by.
        definite: the tables of matrices that are positive definite.
        symmetric: arrays that equal their transposes, though they are not declared to.
        capacity: of the ring.
    """

    def __init__(
        self,
        names: Names,
        ranges: Ranges,
        facts: Iterable[Fact] = (),
        equations: tuple[tuple[Expression, frozenset[str]], ...] = (),
        definite: frozenset[Expression] = frozenset(),
        symmetric: frozenset[Expression] = frozenset(),
        capacity: int = CAPACITIES[1],
    ) -> None:
        self.ranges = ranges
        self.equations = equations
        self.definite = definite
        self.symmetric = symmetric
        self.rules = []
        self.loose = []  # equations that are no rule
        self._bindable = {}
        self.products = {}  # what the atom of a sum is made of
        self.labelling = Labelling(self)
        self.extra = []  # relations that are no power of one atom
        self._leads = []
        self.rewritings = []  # one term by a polynomial
        self._bases = {}
        self._symmetric = set(symmetric)
        self._rewritten = self._nested = 0
        self._loading = True
        super().__init__(names, facts, capacity)
        for equation, indices in equations:
            self._add_rule(self.fraction(equation), indices)
        self._loading = False

    def with_facts(self, more: Iterable[Fact]) -> IndexedAlgebra:
        """A fresh algebra that knows more."""
        return IndexedAlgebra(
            self.names,
            self.ranges,
            (*self.facts, *more),
            self.equations,
            self.definite,
            self.symmetric,
            self.capacity,
        )

    def _build(self, node: Expression) -> Ratio:
        match node:
            case Entry(base, indices):
                return self._entry(base, indices)
            case Binder("sum", body, variable, lower, upper) if lower and upper:
                return self._sum_over(body, (variable, lower, upper))
            case Binder("prod" | "amax" as kind, body, variable, lower, upper) if lower and upper:
                return self._fold(kind, body, (variable, lower, upper))
            case Apply("==", (i, j)) if self._is_place(i) and self._is_place(j):
                return self._delta(i, j)
            case Apply("==", (u, v)):
                return self._is_zero_step(u if v is ZERO else add(u, negate(v)))
            case Apply(">", (u, _)):
                return self._step(u)
            case Apply("det", (table,)):
                return self._determinant(table)
            case _:
                return super()._build(node)

    def own_range(self, atom: Atom) -> Range | None:
        """The range of an atom that only this algebra knows; None for others."""
        match atom.sort:
            case Sort.ENTRY:
                return self._range_of_entry(atom.node)
            case Sort.DELTA | Sort.STEP:
                return Range(fmpq(0), fmpq(1))
            case Sort.SUM:
                return self._range_of_sum(atom)
            case Sort.RECIPROCAL if atom.argument is not None:
                return _range(self.signs.mask(atom.argument) & NONZERO)
            case Sort.DET:
                return self._range_of_determinant(atom.node)
            case Sort.NAME if isinstance(atom.node, Name) and atom.node.name in self.ranges:
                low, _ = self.ranges[atom.node.name]
                return Range(fmpq(1), None) if low is ONE else Range()
            case _:
                return None

    def _range_of_entry(self, node: Expression) -> Range:
        match node:
            case Entry(base, (i, j)) if i is j and "positive definite" in self._structure(base):
                return Range(fmpq(0), None, True)
            case Entry(base, _):
                domain = self.domain_of(base)
                return Range() if domain is None else range_of_domain(domain)
            case _:
                return Range()

    def _range_of_sum(self, atom: Atom) -> Range:
        made = self.products[atom.slot]
        poly = self.one
        for factor, degree in made.atoms:
            poly = self.product(poly, self.generators[factor.slot] ** degree)
        mask = self.signs.mask(poly)
        if mask in (POS, NEG) and not all(
            lower is ONE and self.signs.of(upper, POS) == POS for _, lower, upper in made.bound
        ):
            mask |= NIL  # it may be empty
        return _range(mask)

    def _range_of_determinant(self, node: Expression) -> Range:
        match node:
            case Apply("det", (table,)) if table in self.definite:
                return Range(fmpq(0), None, True)
            case Apply("det", (table,)):
                p, q, body, _ = self._opened(table)
                match body:
                    case Entry(base, (i, j)) if {i, j} == {Name(p), Name(q)}:
                        definite = "positive definite" in self._structure(base)
                        return Range(fmpq(0), None, True) if definite else Range()
                    case _:
                        return Range()
            case _:
                return Range()


def _range(mask: int) -> Range:
    match mask:
        case _ if mask == POS:
            return Range(fmpq(0), None, True)
        case _ if mask == NONNEG:
            return Range(fmpq(0), None)
        case _ if mask == NEG:
            return Range(None, fmpq(0), False, True)
        case _ if mask == NONPOS:
            return Range(None, fmpq(0))
        case _ if mask == NIL:
            return Range(fmpq(0), fmpq(0))
        case _:
            return Range()
