"""Conditions, seams and points of lines about arrays in the author's words.

Inside, a condition is one of index notation. An author reads it of a whole array where it holds for
every entry of it, and else with index letters that the file does not use.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from verifier.algebra.literals import NONZERO, POS, SYMBOLS, Literal
from verifier.algebra.names import is_ours
from verifier.algebra.oracles import Point
from verifier.claims.claim import Context, Domain
from verifier.kernel.arrays import Arrays
from verifier.kernel.lettering import LETTERS, letter_for, lettered
from verifier.kernel.proof import Shown
from verifier.kernel.setting import conjuncts
from verifier.kernel.verdicts import Condition, Coordinate
from verifier.kernel.wording import number_text, sides_of
from verifier.language.expressions import (
    ONE,
    TWO,
    ZERO,
    Apply,
    Entry,
    Expression,
    Name,
    Number,
    free_names,
    subexpressions,
    substitute,
    transform,
)
from verifier.language.printer import to_text
from verifier.tensors.entries import name_at
from verifier.tensors.numbers import whole_number


class ArrayWording:
    """Words for what is found of the arrays of one context."""

    def __init__(self, arrays: Arrays) -> None:
        self.arrays = arrays
        self.context = arrays.setting.context
        context = self.context
        self._taken = frozenset({*context.symbols, *context.definitions, *context.values})

    def condition(self, literal: Literal) -> str:
        """A condition as a relation, or in words."""
        origin = self._author(literal)
        match origin:
            case Apply("det", (matrix,)) if SYMBOLS[literal.mask] == "!=":
                return f"{self.text(matrix)} is invertible"
            case _ if self._rank(origin):
                return f"every entry of {self._relation(origin, literal.mask)}"
            case _:
                return self._relation(origin, literal.mask) + self._span(origin)

    def weakest(self, literals: Sequence[Literal]) -> list[Literal]:
        """Conditions without those that another one says of every entry of the same array."""
        return [
            literal
            for literal in literals
            if self._author(literal) is literal.origin
            or not any(
                other.origin is literal.origin
                and other.mask == literal.mask
                and self._author(other) is other.origin
                for other in literals
            )
        ]

    def missing(self, literal: Literal, fails_at: Mapping[str, Coordinate] | None) -> Condition:
        """A condition that the file does not grant, with what to write so that it does."""
        text = self.condition(literal)
        return Condition(text, self._declaration(literal), fails_at, self._assumption(literal))

    def _relation(self, origin: Expression, mask: int) -> str:
        match origin:
            case Apply("^", (base, exponent)) if exponent is TWO and mask == POS:
                origin, mask = base, NONZERO
            case _:
                pass
        left, mask, right = sides_of(self._with_letters(origin), mask)
        if self._rank(origin) and not isinstance(right, Number):
            return f"{self.text(origin)} {SYMBOLS[mask]} 0"
        return f"{to_text(left)} {SYMBOLS[mask]} {number_text(right)}"

    def _span(self, origin: Expression) -> str:
        """What the indices of a condition run over, where that is not all of a dimension."""
        ranges = self.arrays.ranges
        indices = sorted(name for name in free_names(origin) if is_ours(name))
        told = [name for name in indices if not self._is_whole(name, origin)]
        for name in told:  # and what the ends of these depend on
            ends = free_names(ranges[name][0]) | free_names(ranges[name][1])
            more = (ends & ranges.keys()) - {*told, *indices}
            told += sorted(filter(is_ours, more))
        letters = self._letters(origin, told)
        spans = [
            f"{letters[name].name} = "
            + "..".join(to_text(self._with_letters(end, letters)) for end in ranges[name])
            for name in reversed(told)
        ]
        return f" for {', '.join(spans)}" if spans else ""

    def _is_whole(self, name: str, node: Expression) -> bool:
        """Whether an index runs over the whole of each dimension that it stands in."""
        if name not in self.arrays.ranges:
            return True
        lower, upper = self.arrays.ranges[name]
        return lower is ONE and all(
            self.arrays.shapes.of(part.base)[place] is upper
            for part in subexpressions(node)
            if isinstance(part, Entry) and isinstance(part.base, Name)
            for place, index in enumerate(part.indices)
            if index is Name(name) and place < len(self.arrays.shapes.of(part.base))
        )

    def relation(self, literal: Literal) -> Expression | None:
        """A condition as a relation between arrays, where it is one in the author's words."""
        origin = self._author(literal)
        if any(is_ours(name) for name in free_names(origin)):
            return None
        return Apply(symbol_of(literal), (origin, ZERO))

    def _declaration(self, literal: Literal) -> str:
        """What to declare instead of assuming a condition; "" where there is nothing."""
        origin = self._author(literal)
        match origin:
            case Apply("det", (Name(name),)) if SYMBOLS[literal.mask] == "!=":
                return self._declared(name, "invertible")
            case _ if self._rank(origin):
                left, mask, right = sides_of(origin, literal.mask)
                if isinstance(left, Name) and isinstance(right, Number):
                    return self._declared(left.name, f"{SYMBOLS[mask]} {number_text(right)}")
        return ""

    def _declared(self, name: str, kind: str) -> str:
        """An array that is declared as any array, with what it has to be."""
        domain = self.context.symbols.get(name)
        if domain is None or domain != Domain(shape=domain.shape):
            return ""
        return f"{name}: real[{', '.join(map(to_text, domain.shape))}] {kind}"

    def _assumption(self, literal: Literal) -> str:
        """A condition as a relation between numbers, by letters for the indices; "" where their
        ranges would have to be said.
        """
        origin = self._author(literal)
        rank = self._rank(origin)
        if not rank:
            return "" if self._span(origin) else self._relation(origin, literal.mask)
        used = self._taken | {letter.name for letter in self._letters(origin).values()}
        letters = [letter for letter in LETTERS if letter not in used][:rank]
        entry = Entry(self._with_letters(origin), tuple(map(Name, letters)))
        return f"{self.text(entry)} {SYMBOLS[literal.mask]} 0" if len(letters) == rank else ""

    def notes(self, shown: Shown) -> tuple[str, ...]:
        """Where nothing is claimed, and which assumptions were used."""
        notes = self._undefined(shown)
        notes += [
            f"proved off {self.text(subject)} = 0, by convention {convention}"
            for subject, convention in shown.off
        ]
        assumed = map(to_text, conjuncts(self.context.assumptions))
        notes += [f"uses the assumption {text}" for text in assumed if text in shown.used]
        return tuple(dict.fromkeys(notes))

    def unclaimed(self, shown: Shown) -> tuple[str, ...]:
        """Where a claim says nothing: both sides are undefined, or a convention takes it out."""
        notes = self._undefined(shown)
        notes += [
            f"nothing is claimed where {self.text(subject)} = 0, by convention {convention}"
            for subject, convention in shown.off
        ]
        return tuple(dict.fromkeys(notes))

    def _undefined(self, shown: Shown) -> list[str]:
        return [
            f"nothing is claimed unless {self.condition(literal)}"
            for literal in shown.shared
            if literal.exact and free_names(literal.origin)
        ]

    def text(self, node: Expression) -> str:
        """An expression whose indices have letters that stand for nothing else."""
        return to_text(self._with_letters(self._with_matrices(node)))

    def _with_letters(
        self, node: Expression, letters: Mapping[str, Name] | None = None
    ) -> Expression:
        found = substitute(node, dict(self._letters(node) if letters is None else letters))
        return lettered(found, self._taken, free_names(found))

    def _letters(self, node: Expression, more: Iterable[str] = ()) -> dict[str, Name]:
        """A letter for each index that is free in an expression: the author's, if it can be."""
        used = set(self._taken | {name for name in free_names(node) if not is_ours(name)})
        found: dict[str, Name] = {}
        inner = {name for name in free_names(node) if is_ours(name)}
        for name in (*sorted(inner), *(name for name in more if name not in inner)):
            letter = letter_for(name, used)
            used.add(letter)
            found[name] = Name(letter)
        return found

    def _author(self, literal: Literal) -> Expression:
        """What a condition is about: a whole array only where it is about every entry of it."""
        origin = self._with_matrices(literal.origin)
        indices = free_names(literal.subject) & self.arrays.ranges.keys()
        rank = self._rank(origin)
        whole = len(indices) >= rank and all(
            self._is_whole(name, literal.subject) for name in indices
        )
        return origin if whole or not rank else literal.subject

    def _rank(self, node: Expression) -> int:
        if any(is_ours(name) for name in free_names(node)):
            return 0
        return len(self.arrays.shapes.of(node))

    def _with_matrices(self, node: Expression) -> Expression:
        """An expression with the matrices that were tabulated in it."""
        matrices = self.arrays.notation.matrices

        def put(part: Expression) -> Expression:
            match part:
                case Apply("det" | "inv" as head, (table,)) if table in matrices:
                    return Apply(head, (matrices[table],))
                case _:
                    return part

        return transform(node, put)


def symbol_of(literal: Literal) -> str:
    """The relation to 0 that a condition claims."""
    symbol = SYMBOLS[literal.mask]
    return "==" if symbol == "=" else symbol


def coordinates(context: Context, sizes: list[str], point: Point) -> dict[str, Coordinate]:
    """A point's sizes, numbers and arrays, in the order of declaration.

    Args:
        context: with the symbols to be shown.
        sizes: the letters that the point gives numbers.
        point: an exact number for each entry.
    """
    numbers: dict[str, Expression] = {name: point[name] for name in sizes}
    return {
        name: _coordinate(
            name, [_length(substitute(size, numbers)) for size in domain.shape], (), point
        )
        for name, domain in context.symbols.items()
    }


def _length(size: Expression) -> int:
    return whole_number(size) or 0


def _coordinate(
    name: str, shape: list[int], at: tuple[Expression, ...], point: Point
) -> Coordinate:
    if not shape:
        return number_text(point[name_at(name, at)])
    return tuple(
        _coordinate(name, shape[1:], (*at, Number(place)), point)
        for place in range(1, shape[0] + 1)
    )
