"""Canonical names for sums: two that differ in the names of their bound indices have one name.

A sum is a bag of factors joined by indices, in other words a labelled hypergraph. Its bound indices
get colours from where they stand, refined until nothing changes; indices that still look alike are
tried in every order, or set apart one after another, and the least text wins (McKay & Piperno,
*Practical graph isomorphism II*, without the pruning by automorphisms). Past a cap the line is
*unknown*.

A name is a text. Equal names mean equal values: every name spells out all that its atom is made of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice, permutations, product
from math import factorial, prod
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from flint import fmpq_mpoly

from verifier.algebra.atoms import Atom, Sort
from verifier.algebra.ring import Ratio
from verifier.language.allowance import spend
from verifier.language.expressions import (
    Apply,
    Entry,
    Expression,
    Name,
    Number,
    free_names,
    substitute,
)
from verifier.language.printer import to_text
from verifier.language.problems import LimitExceeded

if TYPE_CHECKING:
    from verifier.tensors.sums import Sums

BRANCHES = 720  # orders of indices that look alike
APART = 60  # orders that are found by setting them apart
TERMS = 200  # of a polynomial inside a name

Bound: TypeAlias = tuple[str, Expression, Expression]
"""A bound index and its range, ends included."""

Naming: TypeAlias = Mapping[str, object]
"""What stands for an index in a name: a place or a colour."""


class Product(NamedTuple):
    """The body of a sum: atoms with their exponents, and the indices it is summed over."""

    atoms: tuple[tuple[Atom, int], ...]
    bound: tuple[Bound, ...]

    @property
    def factors(self) -> tuple[Expression, ...]:
        """The body, factor by factor."""
        return tuple(atom.node for atom, degree in self.atoms for _ in range(degree))


def _classes(colours: dict[str, str]) -> list[list[str]]:
    """The names of each colour, in the order of the colours."""
    found: dict[str, list[str]] = {}
    for name in sorted(colours, key=lambda name: colours[name]):
        found.setdefault(colours[name], []).append(name)
    return list(found.values())


def _level(naming: Naming) -> int:
    """How deep a sum lies in others; a name of its indices must be none of theirs."""
    places = [str(place) for place in naming.values()]
    return 1 + max((int(p[1:].split(".")[0]) for p in places if p.startswith("#")), default=-1)


class Labelling:
    """Names the atoms of one algebra."""

    def __init__(self, algebra: Sums) -> None:
        self.algebra = algebra
        self._ranges: dict[tuple[Expression, Expression], str] = {}  # that are the same for all

    def of_product(
        self, factors: list[tuple[Atom, int]], bound: tuple[Bound, ...], naming: Naming
    ) -> str:
        """The name of a sum."""
        names = [name for name, _, _ in bound]
        ranges = {name: self._range(lower, upper, naming) for name, lower, upper in bound}
        level = _level(naming)
        if len(names) == 1:
            return self._spelled(factors, {**naming, names[0]: f"#{level}.0"}, names, ranges)
        colours = {name: f"<{ranges[name]}>" for name in names}
        best = None
        for order in self._orders(factors, self._refined(factors, colours, naming), naming):
            spend(10 * len(factors))
            placed = {**naming, **{name: f"#{level}.{place}" for place, name in enumerate(order)}}
            spelled = self._spelled(factors, placed, order, ranges)
            best = spelled if best is None or spelled < best else best
        return best or ""

    def _orders(
        self, factors: list[tuple[Atom, int]], colours: dict[str, str], naming: Naming
    ) -> Iterator[list[str]]:
        """Orders of the indices, the same ones whatever these are called: all that keep to the
        colours where those are few, and otherwise those that come of setting alike ones apart."""
        classes = _classes(colours)
        if prod(factorial(len(members)) for members in classes) <= BRANCHES:
            for orders in product(*map(permutations, classes)):
                yield [name for members in orders for name in members]
            return
        apart = islice(self._set_apart(factors, colours, naming), APART + 1)
        for number, order in enumerate(apart):
            if number == APART:
                raise LimitExceeded("the indices of a sum look too much alike to be told apart")
            yield order

    def _set_apart(
        self, factors: list[tuple[Atom, int]], colours: dict[str, str], naming: Naming
    ) -> Iterator[list[str]]:
        """One index after another gets a colour of its own, and the others look different then."""
        classes = _classes(colours)
        alike = next((members for members in classes if len(members) > 1), None)
        if alike is None:
            yield [name for members in classes for name in members]
            return
        for name in alike:
            told = {**colours, name: f"{colours[name]}!"}
            yield from self._set_apart(factors, self._refined(factors, told, naming), naming)

    def _spelled(
        self,
        factors: list[tuple[Atom, int]],
        naming: Naming,
        order: list[str],
        ranges: Mapping[str, str],
    ) -> str:
        body = sorted(f"{self.of_atom(atom, naming)}^{n}" for atom, n in factors)
        return f"S[{';'.join(ranges[name] for name in order)}]({'*'.join(body)})"

    def _refined(
        self, factors: list[tuple[Atom, int]], colours: dict[str, str], naming: Naming
    ) -> dict[str, str]:
        """Colours that tell more: by those of the indices that each stands beside."""
        names = list(colours)
        for _ in range(len(names)):
            before = len(set(colours.values()))
            found = {}
            for name in names:
                shown = {**naming, **colours, name: "!"}
                seen = sorted(
                    f"{self.of_atom(atom, shown)}^{n}"
                    for atom, n in factors
                    if name in free_names(atom.node)
                )
                found[name] = f"{colours[name]}{'|'.join(seen)}"
            ranked = {text: f"<{rank}>" for rank, text in enumerate(sorted(set(found.values())))}
            colours = {name: ranked[found[name]] for name in names}
            if len(ranked) == len(names) or len(ranked) == before:
                break
        return colours

    def _range(self, lower: Expression, upper: Expression, naming: Naming) -> str:
        if not (free_names(lower) | free_names(upper)).isdisjoint(naming):
            return self._ends(lower, upper, naming)
        found = self._ranges.get((lower, upper))
        if found is None:
            found = self._ranges[lower, upper] = self._ends(lower, upper, {})
        return found

    def _ends(self, lower: Expression, upper: Expression, naming: Naming) -> str:
        low, high = self.algebra.fraction(lower), self.algebra.fraction(upper)
        return f"{self.of_ratio(low, naming)}..{self.of_ratio(high, naming)}"

    # -- atoms ---------------------------------------------------------------------------------

    def of_atom(self, atom: Atom, naming: Naming) -> str:
        """The name of an atom, with indices as ``naming`` says."""
        if free_names(atom.node).isdisjoint(naming):
            return f"@{atom.slot}"
        match atom.sort, atom.node:
            case Sort.NAME, Name(name):
                return f"i{naming[name]}"
            case Sort.ENTRY, Entry(base, indices):
                spelled = [self._index(index, naming) for index in indices]
                if self.algebra.is_symmetric(base):
                    spelled.sort()
                return f"E{self._base(base)}[{','.join(spelled)}]"
            case Sort.DELTA, Apply(_, indices):
                return f"D[{','.join(sorted(self._index(index, naming) for index in indices))}]"
            case Sort.SUM, _:
                return self._nested(self.algebra.products[atom.slot], naming)
            case ((Sort.STEP | Sort.RECIPROCAL), Apply(head, _)) if atom.argument is not None:
                # The head tells ``[u > 0]`` from ``[u = 0]``.
                return f"{atom.sort.name}{head}({self.of_poly(atom.argument, naming)})"
            case _, Apply(head, args):
                inner = [
                    self.of_ratio(self.algebra.normal(self.algebra.fraction(arg)), naming)
                    for arg in args
                ]
                return f"{head}({','.join(inner)})"
            case _:
                return self._as_text(atom.node, naming)

    def _nested(self, made: Product, naming: Naming) -> str:
        own = frozenset(name for name, _, _ in made.bound)
        outer = {name: place for name, place in naming.items() if name not in own}
        return self.of_product(list(made.atoms), made.bound, outer)

    def _base(self, base: Expression) -> str:
        return base.name if isinstance(base, Name) else f"inv{id(base)}"

    def _index(self, index: Expression, naming: Naming) -> str:
        match index:
            case Name(name):
                return str(naming.get(name, f"'{name}"))
            case Number(value):
                return f"={value}"
            case _:
                return self._as_text(index, naming)

    def _as_text(self, node: Expression, naming: Naming) -> str:
        replaced: dict[str, Expression] = {name: Name(f"{place}") for name, place in naming.items()}
        return f"«{to_text(substitute(node, replaced))}»"

    # -- polynomials ---------------------------------------------------------------------------

    def of_ratio(self, ratio: Ratio, naming: Naming) -> str:
        """The name of a fraction in lowest terms."""
        top = self.of_poly(ratio.num, naming)
        return top if ratio.den.is_one() else f"{top}/{self.of_poly(ratio.den, naming)}"

    def of_bound_ratio(self, ratio: Ratio, bound: Bound) -> str:
        """The name of a fraction under one bound index."""
        name, lower, upper = bound
        return f"{self._range(lower, upper, {})}:{self.of_ratio(ratio, {name: '#0.0'})}"

    def of_matrix(
        self, entry: Ratio, indices: tuple[str, str], size: Expression
    ) -> tuple[str, str]:
        """The names of a square matrix and of its transpose. Matrices of two sizes may have the
        same entries, so the size is part of the name."""
        p, q = indices
        rows = self.of_ratio(self.algebra.normal(self.algebra.fraction(size)), {})
        straight, turned = ({p: 0, q: 1}, {p: 1, q: 0})
        return f"{rows}:{self.of_ratio(entry, straight)}", f"{rows}:{self.of_ratio(entry, turned)}"

    def of_poly(self, poly: fmpq_mpoly, naming: Naming) -> str:
        """The name of a polynomial."""
        if len(poly) > TERMS:
            raise LimitExceeded("a function under a sum has too long an argument")
        names = {
            slot: self.of_atom(self.algebra.by_slot[slot], naming)
            for slot, degree in enumerate(poly.degrees())
            if degree > 0  # in 0 it is less
        }
        terms = []
        for monomial, coefficient in zip(poly.monoms(), poly.coeffs(), strict=True):
            factors = sorted(
                f"{name}^{int(monomial[slot])}" for slot, name in names.items() if monomial[slot]
            )
            terms.append(f"{coefficient}*{'*'.join(factors)}")
        return f"({'+'.join(sorted(terms))})"
