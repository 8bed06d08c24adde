"""Entries of arrays, inverses and determinants, and the equations between them as rules."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

from flint import fmpq

from verifier.algebra.atoms import Atom, Sort
from verifier.algebra.ring import Ratio
from verifier.claims.claim import Domain
from verifier.language.expressions import (
    ONE,
    ZERO,
    Apply,
    Binder,
    Entry,
    Expression,
    Name,
    free_names,
    subexpressions,
    substitute,
)
from verifier.language.problems import LimitExceeded
from verifier.tensors.labelling import Product
from verifier.tensors.rules import Rule, find_rule
from verifier.tensors.sums import Sums


class Matrices(Sums):
    """Reads entries of arrays; ``loose`` are equations that are no rule."""

    loose: list[tuple[Expression, frozenset[str]]]
    _bases: dict[str, Expression]
    _symmetric: set[Expression]
    _loading: bool

    def _entry(self, base: Expression, indices: tuple[Expression, ...]) -> Ratio:
        structure = self._structure(base)
        if isinstance(base, Apply):
            transposed = self._orthogonal_base(base)
            if transposed is not None:
                return self._entry(transposed, (indices[1], indices[0]))
            base = self._base(base)
        if "diagonal" in structure and indices[0] is not indices[1]:
            same = self.fraction(Apply("==", indices))
            return self.multiply(same, self._entry(base, (indices[0], indices[0])))
        if self.is_symmetric(base):
            indices = tuple(sorted(indices, key=repr))
        node = Entry(base, indices)
        rule = None if self._loading else find_rule(self, [node], ())
        if rule is not None:
            return self._rewrite(rule.replacement)
        atom = self.atom(Sort.ENTRY, node, node)
        return Ratio(self.generators[atom.slot], self.one)

    def _structure(self, base: Expression) -> frozenset[str]:
        domain = self.domain_of(base)
        return frozenset() if domain is None else domain.structure

    def domain_of(self, base: Expression) -> Domain | None:
        """What is declared of an array's entries, or proved of a definition's."""
        context = self.names.context
        if not isinstance(base, Name):
            return None
        domain = context.symbols.get(base.name)
        if domain is None and base.name in context.ranged:
            domain = context.definitions[base.name].claimed
        return domain

    def is_symmetric(self, base: Expression) -> bool:
        """Whether an array is known to equal its transpose."""
        known = self._structure(base) & {"symmetric", "positive definite", "diagonal"}
        return bool(known) or base in self._symmetric

    # -- inverses and determinants -------------------------------------------------------------

    def meet(self, inverses: Iterable[Apply]) -> None:
        """Learn the rules of some inverses, so that whatever is read from now on obeys them."""
        for inverse in inverses:
            if self._orthogonal_base(inverse) is None:
                self._base(inverse)

    def _base(self, base: Apply) -> Expression:
        """One array for all spellings of an inverse, with its rules."""
        (table,) = base.args
        p, q, body, size = self._opened(table)
        ratio = self.normal(self.fraction(body))
        straight, turned = self.labelling.of_matrix(ratio, (p, q), size)
        known = self._bases.get(straight)
        if known is None:
            self._bases[straight] = known = base
            if straight == turned:
                self._symmetric.add(base)
            self._relate_inverse(base, p, q, body, size)
        return known

    def _orthogonal_base(self, base: Apply) -> Expression | None:
        """The Q of ``inv(Q)`` for an orthogonal Q, whose inverse is its transpose at this point."""
        p, q, body, _ = self._opened(base.args[0])
        match body:
            case Entry(inner, indices) if "orthogonal" in self._structure(inner):
                return inner if indices == (Name(p), Name(q)) else None
            case _:
                return None

    def _relate_inverse(
        self, base: Expression, p: str, q: str, body: Expression, size: Expression
    ) -> None:
        """``M @ inv(M)`` and ``inv(M) @ M`` are the identity wherever ``inv(M)`` is defined."""
        for order in ("left", "right"):
            i, k, j = (self._new_index(like, size) for like in "ikj")
            ends = (i, k) if order == "left" else (k, j)
            matrix = substitute(body, {p: Name(ends[0]), q: Name(ends[1])})
            other = (k, j) if order == "left" else (i, k)
            inverse = Entry(base, (Name(other[0]), Name(other[1])))
            loading, self._loading = self._loading, True
            try:
                product = self.fraction(Binder("sum", Apply("*", (matrix, inverse)), k, ONE, size))
                identity = self.fraction(Apply("==", (Name(i), Name(j))))
                gap = self.plus(product, Ratio(-identity.num, identity.den))
                self._add_rule(gap, frozenset((i, j)))
            finally:
                self._loading = loading
        self._found.clear()  # what was read before the rules were known

    def _new_index(self, like: str, size: Expression) -> str:
        name = self._unwritten(like)
        self.ranges[name] = (ONE, size)
        return name

    def _opened(self, table: Expression) -> tuple[str, str, Expression, Expression]:
        match table:
            case Binder(_, Binder(_, body, q, _, columns), p, _, rows) if rows and columns:
                ends = (ONE, rows), (ONE, columns)
                if (self.ranges.setdefault(p, ends[0]), self.ranges.setdefault(q, ends[1])) != ends:
                    raise LimitExceeded("an index of a matrix has the name of another one")
                return p, q, body, rows
            case _:
                raise LimitExceeded("this is not a matrix")

    def _determinant(self, table: Expression) -> Ratio:
        p, q, body, size = self._opened(table)
        names = self.labelling.of_matrix(self.normal(self.fraction(body)), (p, q), size)
        node = Apply("det", (table,))
        atom = self.atom(Sort.DET, min(names), node)
        match body:
            case Entry(base, indices) if (
                "orthogonal" in self._structure(base)
                and set(indices) == {Name(p), Name(q)}
                and not atom.degree
            ):
                self.relate(atom, 2, self.one)
            case _:
                pass
        return Ratio(self.generators[atom.slot], self.one)

    # -- rules ---------------------------------------------------------------------------------

    def _add_rule(self, gap: Ratio, indices: frozenset[str]) -> None:
        """``gap = 0`` as a rule that replaces its longest sum (or entry) by the rest."""
        num = self.reduce(gap.num)
        best: tuple[int, Atom, fmpq] | None = None
        for monomial, coefficient in zip(num.monoms(), num.coeffs(), strict=True):
            used = [(slot, int(n)) for slot, n in enumerate(monomial) if n]
            if len(used) != 1 or used[0][1] != 1:
                continue
            atom = self.by_slot[used[0][0]]
            if atom.sort not in (Sort.SUM, Sort.ENTRY) or num.degrees()[atom.slot] != 1:
                continue
            length = len(self.products[atom.slot].factors) if atom.sort is Sort.SUM else 1
            if best is None or length > best[0]:
                best = length, atom, coefficient
        if best is None:
            self.loose.append((self.node(num), indices))
            return
        _, atom, coefficient = best
        rest = num - coefficient * self.generators[atom.slot]
        replacement = self.node(-rest / coefficient) if not rest.is_zero() else ZERO
        again = isinstance(atom.node, Entry) and atom.node.base in map(
            _base_of, subexpressions(replacement)
        )
        if again or not free_names(replacement) & indices <= free_names(atom.node):
            self.loose.append((self.node(num), indices))
            return
        made = self.products.get(atom.slot, Product(((atom, 1),), ()))
        self.rules.append(Rule(made, indices, replacement))

    def relate_at(self, letters: Iterable[str]) -> None:
        """Use the equations that are no rule at the given free indices."""
        letters = list(letters)
        for equation, indices in list(self.loose):
            own = sorted(indices)
            for chosen in product(letters, repeat=len(own)):
                pairs = list(zip(own, chosen, strict=True))
                if all(self.same_ends(self.ranges[a], self.ranges[b]) for a, b in pairs):
                    put: dict[str, Expression] = {a: Name(b) for a, b in pairs}
                    relation = self.reduce(self.fraction(substitute(equation, put)).num)
                    if not relation.is_constant():
                        self.extra.append(relation)


def _base_of(node: Expression) -> Expression | None:
    return node.base if isinstance(node, Entry) else None
