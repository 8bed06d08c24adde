"""Conditions, seams and points of lines about arrays in the author's words.

Inside, a condition is one of index notation. An author reads it of a whole array where it holds for
every entry of it, and else with index letters that the file does not use.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from verifier.algebra.literals import POS, SYMBOLS, Literal
from verifier.algebra.oracles import Point
from verifier.claims.claim import Context
from verifier.kernel.arrays import Arrays
from verifier.kernel.proof import Shown
from verifier.kernel.setting import conjuncts
from verifier.kernel.verdicts import Coordinate
from verifier.kernel.wording import number_text
from verifier.language.expressions import (
    TWO,
    ZERO,
    Apply,
    Binder,
    Entry,
    Expression,
    Name,
    Number,
    children,
    free_names,
    rebuild,
    substitute,
    transform,
)
from verifier.language.printer import to_text
from verifier.tensors.entries import name_at
from verifier.tensors.numbers import whole_number

LETTERS = "ijklmpqrstuvw"


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
            case Apply("^", (base, exponent)) if exponent is TWO and literal.mask == POS:
                relation = f"{self.text(base)} != 0"
            case _:
                relation = f"{self.text(origin)} {SYMBOLS[literal.mask]} 0"
        return f"every entry of {relation}" if self._rank(origin) else relation

    def relation(self, literal: Literal) -> Expression | None:
        """A condition as a relation between arrays, where it is one in the author's words."""
        origin = self._author(literal)
        if any("~" in name for name in free_names(origin)):
            return None
        return Apply(symbol_of(literal), (origin, ZERO))

    def paste(self, literal: Literal) -> str:
        """What to declare instead of assuming a condition; "" where there is nothing."""
        match literal.origin:
            case Apply("det", (Name(name),)) if (
                name in self.context.symbols and SYMBOLS[literal.mask] == "!="
            ):
                shape = ", ".join(map(to_text, self.context.symbols[name].shape))
                return f"{name}: real[{shape}] invertible"
            case _:
                return ""

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
            if free_names(literal.origin)
        ]

    def text(self, node: Expression) -> str:
        """An expression whose indices have letters that stand for nothing else."""
        node = self._with_matrices(node)
        letters = (letter for letter in _letters() if letter not in self._taken)
        names = sorted(name for name in free_names(node) if "~" in name)
        found = substitute(node, {name: Name(next(letters)) for name in names})
        return to_text(_lettered(found, self._taken, free_names(found)))

    def _author(self, literal: Literal) -> Expression:
        """What a condition is about: a whole array only where it is about every entry of it."""
        origin = self._with_matrices(literal.origin)
        indices = free_names(literal.subject) & self.arrays.ranges.keys()
        rank = self._rank(origin)
        return literal.subject if rank and len(indices) < rank else origin

    def _rank(self, node: Expression) -> int:
        if any("~" in name for name in free_names(node)):
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


def _letters() -> Iterator[str]:
    yield from LETTERS
    for number in count(1):
        yield f"i{number}"


def _lettered(node: Expression, taken: frozenset[str], around: frozenset[str]) -> Expression:
    """An expression with a letter of its own for every index that is bound in it.

    Args:
        node: the expression.
        taken: names of the file.
        around: names that are free here, or bound further out.
    """
    match node:
        case Binder(kind, body, variable, lower, upper):
            ends = [
                None if end is None else _lettered(end, taken, around) for end in (lower, upper)
            ]
            if "~" in variable or variable in around:
                used = taken | around | free_names(body)
                letter = next(letter for letter in _letters() if letter not in used)
                variable, body = letter, substitute(body, {variable: Name(letter)})
            return Binder(kind, _lettered(body, taken, around | {variable}), variable, *ends)
        case Entry(base, indices):
            return Entry(_lettered(base, taken, around), indices)
        case _:
            parts = children(node)
            return rebuild(node, tuple(_lettered(p, taken, around) for p in parts))


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
