"""A context at given sizes, where every array is its entries: claims about numbers, exactly judged.

An entry ``X[1, 2]`` of a symbol is a symbol, of a definition a definition; sums are written out,
``inv`` and ``det`` are Cramer's and Leibniz's formulas. What is shown at some sizes refutes a claim
for all; it proves nothing about others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from itertools import product
from typing import TypeVar

from verifier.algebra.frames import Outside
from verifier.algebra.names import names_of
from verifier.claims.claim import Bound, Claim, Context, Definition, Domain, Value
from verifier.claims.shape_errors import ShapeError
from verifier.claims.shapes import Shapes
from verifier.language.expressions import (
    ONE,
    ZERO,
    Apply,
    Binder,
    Derivative,
    Entry,
    Expression,
    Name,
    Number,
    children,
    free_names,
    rebuild,
    substitute,
)
from verifier.tensors.determinants import cofactor_inverse, determinant
from verifier.tensors.entries import name_at
from verifier.tensors.grains import split
from verifier.tensors.notation import Notation
from verifier.tensors.numbers import whole_number
from verifier.tensors.reductions import FOLDS
from verifier.tensors.structures import MATRIX, relations_of

Kept = TypeVar("Kept")

LENGTH = 64  # terms of a sum written out
ENTRIES = 400  # of all arrays together
NODES = 12_000  # written out at one choice of sizes


def restricted(claim: Claim) -> Context:
    """The context with only the names that a claim and its assumptions go through.

    What is left out has values whatever the rest is: domains and structures are never empty.
    """
    context = claim.context
    following = names_of(context)
    needed = following.mentioned(claim.left) | following.mentioned(claim.right)
    needed = needed.union(*map(following.mentioned, context.assumptions))
    results = [name for name in needed if name in context.values]
    while results:  # a result's last line may go through other names than its start
        last = context.values[results.pop()].last
        more = frozenset() if last is None else following.mentioned(last) - needed
        results += [name for name in more if name in context.values]
        needed |= more
    pending = [name for name in needed if name in context.symbols]
    while pending:
        domain = context.symbols[pending.pop()]
        ends = [bound.value for bound in (domain.lower, domain.upper) if bound is not None]
        for node in (*domain.shape, *ends, *domain.excluded):
            pending += [name for name in free_names(node) if name not in needed]
            needed |= free_names(node)
    return replace(
        context,
        symbols=_only(context.symbols, needed),
        definitions=_only(context.definitions, needed),
        values=_only(context.values, needed),
        total=context.total & needed,
        ranged=context.ranged & needed,
        reach={},
    )


def _only(table: Mapping[str, Kept], names: frozenset[str]) -> dict[str, Kept]:
    return {name: value for name, value in table.items() if name in names}


class Grounding:
    """A context at the sizes ``sizes``.

    Raises:
        Outside: where an array is too large, or something has no value at these sizes.
    """

    def __init__(self, context: Context, sizes: Mapping[str, int]) -> None:
        """``context`` as `restricted` leaves it, so that nothing needless is written out."""
        self.sizes = dict(sizes)
        self._sized: dict[str, Expression] = {name: Number(n) for name, n in sizes.items()}
        self.source = self._at_sizes(context)
        self.shapes = Shapes(self.source)
        self.notation = Notation(self.source, self.shapes)
        self._done: dict[Expression, Expression] = {}
        try:
            self.context = self._grounded()
        except ShapeError as error:
            raise Outside(error.message) from None

    def claims(self, claim: Claim) -> Iterator[Claim]:
        """The claim for each entry, and for each value of the free indices.

        Raises:
            Outside: where something has no value at these sizes.
        """
        left, right = self.sized(claim.left), self.sized(claim.right)
        try:
            letters = self.shapes.index_sizes(Apply("=", (left, right)))
            shape = self.shapes.of(left) or self.shapes.of(right)
            for places in self._places(tuple(letters.values())):
                put = dict(zip(letters, places, strict=True))
                for at in self._places(shape):
                    yield Claim(
                        self._side(substitute(left, put), at),
                        claim.relation,
                        self._side(substitute(right, put), at),
                        self.context,
                    )
        except ShapeError as error:
            raise Outside(error.message) from None

    def entries(self, claim: Claim) -> Iterator[str]:
        """For each of the claims, which entry it is about, as an author would write it."""
        left, right = self.sized(claim.left), self.sized(claim.right)
        letters = self.shapes.index_sizes(Apply("=", (left, right)))
        shape = self.shapes.of(left) or self.shapes.of(right)
        for places in self._places(tuple(letters.values())):
            chosen = [
                f"{letter} = {whole_number(place)}"
                for letter, place in zip(letters, places, strict=True)
            ]
            for at in self._places(shape):
                inner = ", ".join(str(whole_number(place)) for place in at)
                yield ", ".join([*chosen, *([f"[{inner}]"] if inner else [])])

    def relations(self, relation: Expression) -> list[Expression]:
        """A relation between arrays as one for each entry, and for all values of its letters."""
        sized = self.sized(relation)
        letters = self.shapes.index_sizes(sized)
        return [
            one
            for places in self._places(tuple(letters.values()))
            for one in self._relations(substitute(sized, dict(zip(letters, places, strict=True))))
        ]

    def _relations(self, relation: Expression) -> list[Expression]:
        match relation:
            case Apply(head, (left, right)) if head not in ("and", "or"):
                shape = self.shapes.of(left) or self.shapes.of(right)
                return [
                    Apply(head, (self._side(left, at), self._side(right, at)))
                    for at in self._places(shape)
                ]
            case Apply(head, parts):
                inner = [self._relations(part) for part in parts]
                if head == "and":
                    return [one for several in inner for one in several]
                joined = [Apply("and", tuple(i)) if len(i) > 1 else i[0] for i in inner]
                return [Apply(head, tuple(joined))]
            case other:
                return [other]

    # -- the context ---------------------------------------------------------------------------

    @property
    def parts(self) -> int:
        """How much was written out so far."""
        return len(self._done)

    def sized(self, node: Expression) -> Expression:
        """An expression with the sizes as numbers."""
        return substitute(node, self._sized)

    def _at_sizes(self, context: Context) -> Context:
        symbols = {
            name: replace(domain, shape=tuple(map(self.sized, domain.shape)))
            for name, domain in context.symbols.items()
            if name not in self.sizes
        }
        definitions = {
            name: replace(definition, body=self.sized(definition.body))
            for name, definition in context.definitions.items()
        }
        values = {
            name: Value(
                self.sized(value.start),
                None if value.last is None else self.sized(value.last),
            )
            for name, value in context.values.items()
        }
        assumptions = tuple(map(self.sized, context.assumptions))
        return replace(
            context,
            symbols=symbols,
            definitions=definitions,
            values=values,
            assumptions=assumptions,
            reach={},
        )

    def _grounded(self) -> Context:
        symbols: dict[str, Domain] = {}
        for name, domain in self.source.symbols.items():
            plain = replace(domain, shape=(), structure=frozenset())
            plain = replace(plain, lower=self._bound(plain.lower), upper=self._bound(plain.upper))
            for at in self._places(domain.shape):
                symbols[name_at(name, at)] = plain
            if len(symbols) > ENTRIES:
                raise Outside("the arrays are too large to be written out")
        definitions: dict[str, Definition] = {}
        for name, definition in self.source.definitions.items():
            if definition.parameters:
                definitions[name] = definition
                continue
            for at in self._places(self.shapes.of(Name(name))):
                here = name_at(name, at)
                definitions[here] = Definition(here, self._body(definition, at))
        values: dict[str, Value] = {}
        for name, value in self.source.values.items():
            for at in self._places(self.shapes.of(Name(name))):
                last = None if value.last is None else self._side(value.last, at)
                values[name_at(name, at)] = Value(self._side(value.start, at), last)
        self.assumed = tuple(
            one for assumed in self.source.assumptions for one in self.relations(assumed)
        )
        return Context(
            symbols=symbols,
            definitions=definitions,
            opaque=self.source.opaque,
            values=values,
            assumptions=(*self.assumed, *relations_of(self.source.symbols)),
            conventions=self.source.conventions,
        )

    @cached_property
    def to_draw(self) -> Context:
        """The context in which points are looked for, as `structured` completes them: structures
        that it makes of any values are no equations to be solved. Beside assumptions, which may
        speak of the same entries, those that are linear stay."""
        linear = {
            name: domain
            for name, domain in self.source.symbols.items()
            if "orthogonal" not in domain.structure
        }
        structures = relations_of(linear) if self.assumed else ()
        return replace(self.context, assumptions=(*self.assumed, *structures), reach={})

    def _bound(self, bound: Bound | None) -> Bound | None:
        return None if bound is None else Bound(self.sized(bound.value), bound.open)

    def _body(self, definition: Definition, at: tuple[Expression, ...]) -> Expression:
        if definition.indices:
            put = dict(zip(definition.indices, at, strict=True))
            return self._side(substitute(definition.body, put), ())
        return self._side(definition.body, at)

    def _places(self, shape: tuple[Expression, ...]) -> Iterator[tuple[Expression, ...]]:
        lengths = []
        count = 1
        for size in shape:
            length = whole_number(size)
            if length is None or length < 1:
                raise Outside("a size is not a number here")
            lengths.append(length)
            count *= length
        if count > ENTRIES:
            raise Outside("the arrays are too large to be written out")
        for places in product(*(range(1, length + 1) for length in lengths)):
            yield tuple(map(Number, places))

    def _side(self, node: Expression, at: tuple[Expression, ...]) -> Expression:
        own = at if self.shapes.of(node) else ()
        grains = self.notation.grains(node)
        places = tuple(
            split(place, grain) if len(grain) > 1 else place
            for place, grain in zip(own, grains, strict=True)
        )
        return self.number(self.notation.entry(node, places))

    def number(self, node: Expression) -> Expression:
        """Index notation as an expression of numbers alone."""
        found = self._done.get(node)
        if found is None:
            if len(self._done) > NODES:
                raise Outside("the line is too long when it is written out")
            found = self._done[node] = self._number(node)
        return found

    def _number(self, node: Expression) -> Expression:
        match node:
            case Entry(Name(name), indices):
                return Name(name_at(name, tuple(map(self._place, indices))))
            case Entry(Derivative("grad", body, (variable,)), indices):
                at = tuple(map(self._place, indices))
                return Derivative("diff", self.number(body), (name_at(variable, at),))
            case Entry(Apply("inv", (table,)), (i, j)):
                row, column = (whole_number(self._place(index)) or 0 for index in (i, j))
                top, bottom = cofactor_inverse(self._rows(table), row - 1, column - 1)
                return Apply("/", (top, bottom))
            case Apply("det", (table,)):
                return _strict(determinant(self._rows(table)), self._rows(table))
            case Binder(kind, body, variable, lower, upper) if (
                kind in ("sum", *FOLDS) and lower and upper
            ):
                return self._written_out(kind, body, variable, lower, upper)
            case Apply("==", (left, right)):
                places = [whole_number(self.number(side)) for side in (left, right)]
                if None not in places:
                    return ONE if places[0] == places[1] else ZERO
                return Apply("==", (self.number(left), self.number(right)))
            case _:
                parts = children(node)
                return rebuild(node, tuple(map(self.number, parts))) if parts else node

    def _place(self, index: Expression) -> Expression:
        value = whole_number(index)
        if value is None:
            raise Outside("an index is not a number here")
        return Number(value)

    def _written_out(
        self, kind: str, body: Expression, variable: str, lower: Expression, upper: Expression
    ) -> Expression:
        first, last = whole_number(self.number(lower)), whole_number(self.number(upper))
        if first is None or last is None:
            return Binder(kind, self.number(body), variable, lower, upper)
        if last - first >= LENGTH:
            raise Outside("a sum is too long to be written out")
        terms = tuple(
            self.number(substitute(body, {variable: Number(k)})) for k in range(first, last + 1)
        )
        match kind:
            case "sum":
                return Apply("+", terms) if len(terms) > 1 else terms[0] if terms else ZERO
            case "prod":
                return Apply("*", terms) if len(terms) > 1 else terms[0] if terms else ONE
            case _:
                return Apply("max", terms) if len(terms) > 1 else terms[0]

    def _rows(self, table: Expression) -> list[list[Expression]]:
        match table:
            case Binder(_, Binder(_, body, q, _, _), p, _, size) if size is not None:
                length = whole_number(self.number(size))
                if length is None or length > MATRIX:
                    raise Outside("a matrix is too large to be written out")
                span = range(1, length + 1)
                return [
                    [self.number(substitute(body, {p: Number(i), q: Number(j)})) for j in span]
                    for i in span
                ]
            case _:
                raise Outside("this is not a matrix")


def _strict(value: Expression, rows: list[list[Expression]]) -> Expression:
    """A determinant with every entry in it: an entry that Leibniz's formula leaves out must be
    defined all the same."""
    missing = [
        entry
        for row in rows
        for entry in row
        if children(entry) and not free_names(entry) <= free_names(value)
    ]
    if not missing:
        return value
    return Apply("+", (value, Apply("*", (ZERO, Apply("+", (ZERO, *missing))))))
