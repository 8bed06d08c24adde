"""Sums over indices as atoms.

A sum is taken apart: what does not mention the index goes outside, a delta is used up, sums inside
are merged into it, and what is left splits into connected components. Each component is one atom,
named by a canonical labelling of its bound indices, so that two sums that differ in the names or
the order of their indices are one atom.
"""

from __future__ import annotations

from flint import fmpq, fmpq_mpoly

from verifier.algebra.atoms import Atom, Sort
from verifier.algebra.literals import POS
from verifier.algebra.ring import Ratio
from verifier.language.expressions import (
    ONE,
    Apply,
    Binder,
    Expression,
    Name,
    Number,
    free_names,
    fresh_name,
    substitute,
)
from verifier.language.problems import LimitExceeded
from verifier.tensors.labelling import Bound, Product
from verifier.tensors.relations import Relations
from verifier.tensors.rules import Rule, find_rule

MERGED = 18  # indices of one sum, nested ones merged
ROUNDS = 2_000  # sums rewritten for one line
NESTED = 60  # one inside the other


class Sums(Relations):
    """Reads bounded sums; ``products`` says what the atom of a sum is made of."""

    products: dict[int, Product]
    rules: list[Rule]
    _bindable: dict[tuple[Expression, Expression], list[str]]  # indices by their ranges
    _rewritten: int
    _nested: int

    def _sum_over(self, body: Expression, bound: Bound) -> Ratio:
        name, lower, upper = bound
        index = self._index_over((lower, upper), free_names(body) - {name})
        if index != name:
            body = substitute(body, {name: Name(index)})
        return self._over(self.fraction(body), ((index, lower, upper),))

    def _index_over(self, ends: tuple[Expression, Expression], taken: frozenset[str]) -> str:
        """An index of a range for a sum to bind, none of those that stand free in its body: always
        the first that will do, so that sums with equal bodies are of the same atoms. An index that
        stands free brings along those that its range ends at, which mean what they mean outside."""
        taken = self._with_ends(taken)
        known = self._bindable.setdefault(ends, [])
        for name in known:
            if name not in taken:
                return name
        fresh = self._unwritten("k")
        self.ranges[fresh] = ends
        known.append(fresh)
        return fresh

    def _unwritten(self, like: str) -> str:
        """A name for an index that no reading makes, whatever is read later on."""
        return fresh_name(f"{like}~", frozenset(self.ranges))

    def _with_ends(self, names: frozenset[str]) -> frozenset[str]:
        """Some names, with the indices that their ranges end at, and so on."""
        found, new = names, names & self.ranges.keys()
        while new:
            ends = [free_names(end) for name in new for end in self.ranges[name]]
            new = frozenset().union(*ends) & self.ranges.keys() - found
            found |= new
        return found

    def _over(self, body: Ratio, bound: tuple[Bound, ...]) -> Ratio:
        """The sum of a fraction over indices, a polynomial over atoms free of them."""
        if len(bound) > MERGED:
            raise LimitExceeded("a sum runs over too many indices")
        body = self.normal(body)
        names = frozenset(name for name, _, _ in bound)
        if any(_moves(one, names) for one in bound):
            raise LimitExceeded("the range of an index depends on another index beside it")
        num, den = self._cleared(body, names)
        moving = [
            slot
            for slot, degree in enumerate(num.degrees())
            if degree > 0 and not names.isdisjoint(free_names(self.by_slot[slot].node))
        ]
        groups: dict[tuple[tuple[int, int], ...], dict[tuple[int, ...], fmpq]] = {}
        for monomial, coefficient in zip(num.monoms(), num.coeffs(), strict=True):
            inside, outside = [], list(monomial)
            for slot in moving:
                if monomial[slot]:
                    inside.append((slot, int(monomial[slot])))
                    outside[slot] = 0
            groups.setdefault(tuple(inside), {})[tuple(outside)] = coefficient
        terms = [Ratio(self.zero, self.one)]
        for group, outer in groups.items():
            self.spend(50)
            summed = self._monomial(group, bound)
            terms.append(self.multiply(Ratio(self.ring.from_dict(outer), self.one), summed))
        return self.multiply(self._sum(terms), Ratio(self.one, den))

    def _cleared(self, body: Ratio, names: frozenset[str]) -> tuple[fmpq_mpoly, fmpq_mpoly]:
        """The numerator with a reciprocal for each factor below that mentions an index, and the
        rest of the denominator."""
        if body.den.is_constant():
            return body.num / body.den.leading_coefficient(), self.one
        content, powers = self.factor(body.den)
        num, rest = body.num / content, self.one
        for base, n in powers:
            if names.isdisjoint(self._names_of(base)):
                rest = self.product(rest, base**n)
            else:
                num = self.product(num, self._reciprocal(base) ** n)
        return self.reduce(num), rest

    def _names_of(self, poly: fmpq_mpoly) -> frozenset[str]:
        found: frozenset[str] = frozenset()
        for slot, degree in enumerate(poly.degrees()):
            if degree > 0:
                found |= free_names(self.by_slot[slot].node)
        return found

    def _monomial(self, inside: tuple[tuple[int, int], ...], bound: tuple[Bound, ...]) -> Ratio:
        """The sum of one product of atoms."""
        if not inside:
            return self._lengths(bound)
        atoms = [(self.by_slot[slot], degree) for slot, degree in inside]
        for atom, _ in atoms:
            if atom.sort is Sort.DELTA:
                used = self._use_delta(atom, atoms, bound)
                if used is not None:
                    return used
        merged = self._merged(atoms, bound)
        if merged is not None:
            return merged
        nodes = [atom.node for atom, degree in atoms for _ in range(degree)]
        rule = find_rule(self, nodes, bound)
        if rule is not None:
            node = Apply("*", (*rule.rest, rule.replacement))
            return self._summed(node, tuple(b for b in bound if b[0] not in rule.used))
        return self._components(atoms, bound)

    def _summed(self, node: Expression, bound: tuple[Bound, ...]) -> Ratio:
        value = self._rewrite(node)
        return self._over(value, bound) if bound else value

    def _rewrite(self, node: Expression) -> Ratio:
        """The fraction of what came out of a rule, within limits."""
        self._rewritten += 1
        self._nested += 1
        if self._rewritten > ROUNDS or self._nested > NESTED:
            raise LimitExceeded("the sums of the line take too many rewritings")
        try:
            return self.fraction(node)
        finally:
            self._nested -= 1

    def _lengths(self, bound: tuple[Bound, ...]) -> Ratio:
        """How many terms a sum of ones has; at least one, each range being of a size."""
        total = Ratio(self.one, self.one)
        for _, lower, upper in bound:
            if lower is not ONE or not self._is_size(upper):
                raise LimitExceeded("a sum between bounds that may be empty is not counted")
            total = self.multiply(total, self.fraction(upper))
        return total

    def _is_size(self, upper: Expression) -> bool:
        return self.signs.of(Apply("+", (upper, ONE)), POS) == POS

    def _use_delta(
        self, delta: Atom, atoms: list[tuple[Atom, int]], bound: tuple[Bound, ...]
    ) -> Ratio | None:
        """``sum([k = j]*f(k), k)`` is f(j), where j runs within the range of k."""
        match delta.node:
            case Apply("==", (left, right)):
                pairs = ((left, right), (right, left))
            case _:
                return None
        for k, by in pairs:
            if not isinstance(k, Name) or not self._is_within(k.name, by, bound):
                continue
            rest = [a.node for a, n in atoms for _ in range(n) if a is not delta]
            node = substitute(Apply("*", (ONE, *rest)), {k.name: by})
            return self._summed(node, tuple(b for b in bound if b[0] != k.name))
        return None

    def _is_within(self, k: str, by: Expression, bound: tuple[Bound, ...]) -> bool:
        here = next((b for b in bound if b[0] == k), None)
        if here is None:
            return False
        _, lower, upper = here
        match by:
            case Name(name) if name in self.ranges:
                return self.same_ends(self.ranges[name], (lower, upper))
            case Number(value) if value == 1:
                return lower is ONE and self.signs.of(upper, POS) == POS
            case _:
                return False

    def same_ends(self, a: tuple[Expression, Expression], b: tuple[Expression, Expression]) -> bool:
        return all(
            x is y or self.fraction(Apply("+", (x, Apply("neg", (y,))))).num.is_zero()
            for x, y in zip(a, b, strict=True)
        )

    def _merged(self, atoms: list[tuple[Atom, int]], bound: tuple[Bound, ...]) -> Ratio | None:
        """A sum inside the sum joins it, its indices under new names; not one whose range depends
        on an index of this one."""
        names = frozenset(name for name, _, _ in bound)
        inner = {
            atom.slot
            for atom, _ in atoms
            if atom.sort is Sort.SUM
            and not any(_moves(one, names) for one in self.products[atom.slot].bound)
        }
        if not inner:
            return None
        factors: list[Expression] = []
        joined = list(bound)
        taken = names.union(*(free_names(atom.node) for atom, _ in atoms))
        for atom, degree in atoms:
            for _ in range(degree):
                if atom.slot not in inner:
                    factors.append(atom.node)
                    continue
                made = self.products[atom.slot]
                body = Apply("*", (ONE, *made.factors))
                renamed: dict[str, Expression] = {}
                for name, lower, upper in made.bound:
                    fresh = self._index_over((lower, upper), taken)
                    taken |= {fresh}
                    renamed[name] = Name(fresh)
                    joined.append((fresh, lower, upper))
                factors.append(substitute(body, renamed))
        if len(joined) > MERGED:
            raise LimitExceeded("a sum runs over too many indices")
        return self._summed(Apply("*", (ONE, *factors)), tuple(joined))

    def _components(self, atoms: list[tuple[Atom, int]], bound: tuple[Bound, ...]) -> Ratio:
        """Indices that no factor joins are summed apart."""
        result = Ratio(self.one, self.one)
        for factors, own in split(atoms, bound):
            if not factors:
                result = self.multiply(result, self._lengths(own))
                continue
            made = Product(tuple(factors), own)
            name = self.labelling.of_product(factors, own, {})
            node = made.factors[0] if len(made.factors) == 1 else Apply("*", made.factors)
            for variable, lower, upper in reversed(own):
                node = Binder("sum", node, variable, lower, upper)
            atom = self.atom(Sort.SUM, name, node)
            self.products.setdefault(atom.slot, made)
            result = self.multiply(result, Ratio(self.generators[atom.slot], self.one))
        return result

    def _fold(self, kind: str, body: Expression, bound: Bound) -> Ratio:
        """A product of all entries, or the greatest: an atom named by its body."""
        variable, lower, upper = bound
        index = self._index_over((lower, upper), free_names(body) - {variable})
        body = substitute(body, {variable: Name(index)})
        ratio = self.normal(self.fraction(body))
        name = (kind, self.labelling.of_bound_ratio(ratio, (index, lower, upper)))
        node = Binder(kind, body, index, lower, upper)
        return self._atom(Sort.OPAQUE, name, node)


def _moves(bound: Bound, names: frozenset[str]) -> bool:
    """Whether the range of an index depends on one of some names."""
    _, lower, upper = bound
    return not names.isdisjoint(free_names(lower) | free_names(upper))


def split(
    atoms: list[tuple[Atom, int]], bound: tuple[Bound, ...]
) -> list[tuple[list[tuple[Atom, int]], tuple[Bound, ...]]]:
    """The connected components of a product, joined by the bound indices its factors share."""
    names = frozenset(name for name, _, _ in bound)
    pending = [(atom, n, free_names(atom.node) & names) for atom, n in atoms]
    used = frozenset().union(*(mentioned for _, _, mentioned in pending))
    found: list[tuple[list[tuple[Atom, int]], tuple[Bound, ...]]] = []
    lonely = tuple(b for b in bound if b[0] not in used)
    if lonely:
        found.append(([], lonely))
    while pending:
        atom, n, reached = pending.pop(0)
        members = [(atom, n)]
        grown = True
        while grown:
            grown = False
            for other in list(pending):
                if other[2] & reached:
                    pending.remove(other)
                    members.append((other[0], other[1]))
                    reached |= other[2]
                    grown = True
        found.append((members, tuple(b for b in bound if b[0] in reached)))
    return found
