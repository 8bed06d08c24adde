"""Index letters: the size each of them ranges over, and that no entry lies outside.

A letter that nothing binds means "for every index". Its size is read off the places where it
stands alone as a subscript; they must agree. Then every subscript is shown to lie between 1 and
the size, by going through the ends of the letters' ranges, innermost first."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from verifier.claims.claim import Context, Field
from verifier.claims.shape_errors import ShapeError, quoted
from verifier.claims.sizes import (
    Polynomial,
    Shape,
    Size,
    least_values,
    minus,
    never_negative,
    plus,
    polynomial,
    same_size,
    scaled,
    times,
)
from verifier.language.expressions import (
    ONE,
    Apply,
    Binder,
    Entry,
    Expression,
    Name,
    children,
    free_names,
    subexpressions,
)
from verifier.language.printer import to_text

ShapeOf: TypeAlias = Callable[[Expression], Shape]


class Range(NamedTuple):
    """The whole numbers a letter goes through, ends included; None is no known end."""

    letter: str
    lower: Expression | None
    upper: Expression | None


_Ranges: TypeAlias = tuple[Range, ...]
_Sizes: TypeAlias = dict[str, tuple[Size, Entry]]


class Indices:
    """The index letters of expressions that are read with one meaning of all names."""

    def __init__(self, context: Context, shape_of: ShapeOf) -> None:
        self.context = context
        self.shape_of = shape_of
        self._alone: dict[Expression, _Sizes] = {}
        self._least = least_values(context.symbols)
        self._declared: _Ranges = tuple(
            Range(
                name,
                None if domain.lower is None else domain.lower.value,
                None if domain.upper is None else domain.upper.value,
            )
            for name, domain in context.symbols.items()
            if domain.field in (Field.INTEGER, Field.NATURAL) and not domain.shape
        )

    # Sizes.

    def sizes(self, node: Expression) -> dict[str, Size]:
        """The size that each free index letter ranges over.

        Raises:
            ShapeError: where two places give a letter different sizes, or none does.
        """
        found = self._sizes(node)
        for part in subexpressions(node):
            if isinstance(part, Entry):
                self._settle_letters(part, free_names(node), found)
        return {letter: size for letter, (size, _) in found.items()}

    def _settle_letters(self, entry: Entry, free: frozenset[str], found: _Sizes) -> None:
        for index in entry.indices:
            for letter in free_names(index) & free - found.keys():
                if not self._is_named(letter):
                    raise _unsettled(letter, entry)

    def size(self, body: Expression, letter: str) -> Size:
        """The size that a letter ranges over in an expression.

        Raises:
            ShapeError: as `sizes`.
        """
        found = self._sizes(body).get(letter)
        if found is None:
            raise _unsettled(letter, body)
        return found[0]

    def _is_named(self, name: str) -> bool:
        context = self.context
        return name in context.symbols or name in context.definitions or name in context.values

    def _sizes(self, node: Expression) -> _Sizes:
        found = self._alone.get(node)
        if found is None:
            found = self._alone[node] = self._settle(node)
        return found

    def _settle(self, node: Expression) -> _Sizes:
        found: _Sizes = {}
        for part in children(node):
            for letter, place in self._sizes(part).items():
                _join(found, letter, place)
        match node:
            case Entry(base, indices):
                for index, size in zip(indices, self.shape_of(base), strict=False):
                    if isinstance(index, Name) and not self._is_named(index.name):
                        _join(found, index.name, (size, node))
            case Binder(_, _, letter, lower, upper) if lower is not None or upper is not None:
                found.pop(letter, None)
            case Binder("sum" | "prod", _, letter, None, None):
                if letter not in found:
                    raise _unsettled(letter, node)
                found.pop(letter)
            case _:
                pass
        return found

    # Ranges.

    def check(self, node: Expression) -> None:
        """Show that every entry in an expression exists.

        Raises:
            ShapeError: where an index may lie outside.
        """
        free = self.sizes(node)
        ranges = self._declared + tuple(Range(name, ONE, size) for name, size in free.items())
        self._visit(node, ranges, set())

    def _visit(
        self, node: Expression, ranges: _Ranges, seen: set[tuple[Expression, _Ranges]]
    ) -> None:
        if (node, ranges) in seen:
            return
        seen.add((node, ranges))
        if isinstance(node, Entry):
            self._inside(node, ranges)
        parts = children(node)
        if isinstance(node, Binder) and node.kind in ("sum", "prod"):
            body, parts = parts[0], parts[1:]
            lower, upper = node.lower, node.upper
            if lower is None and upper is None:
                lower, upper = ONE, self.size(body, node.variable)
            self._visit(body, (*ranges, Range(node.variable, lower, upper)), seen)
        for part in parts:
            self._visit(part, ranges, seen)

    def _inside(self, entry: Entry, ranges: _Ranges) -> None:
        for number, (index, size) in enumerate(
            zip(entry.indices, self.shape_of(entry.base), strict=True), 1
        ):
            at, end = polynomial(index), polynomial(size)
            if at is None or end is None or any(v.denominator > 1 for v in at.values()):
                raise ShapeError(
                    f"{quoted(index, 'this subscript')} is no subscript",
                    "a subscript is made of whole numbers, sizes and index letters",
                    index,
                )
            below, above = minus(at, {(): Fraction(1)}), minus(end, at)
            low = self._never_negative(below, ranges)
            if not (low and self._never_negative(above, ranges)):
                raise _outside(entry, number, index, size, low)

    def _never_negative(self, one: Polynomial, ranges: _Ranges) -> bool:
        """Whether a polynomial is shown to be at least 0 throughout the ranges."""
        current: Polynomial | None = one
        for place in reversed(ranges):
            if current is None:
                return False
            if any(place.letter in letters for letters in current):
                current = self._at_its_least(current, place)
        return current is not None and never_negative(current, self._least)

    def _at_its_least(self, one: Polynomial, place: Range) -> Polynomial | None:
        """A polynomial that is nowhere greater: a letter is put at the end where it is least."""
        slope: Polynomial = {}
        rest: Polynomial = {}
        for letters, value in one.items():
            if letters.count(place.letter) > 1:
                return None
            if place.letter in letters:
                others = tuple(letter for letter in letters if letter != place.letter)
                slope[others] = value
            else:
                rest[letters] = value
        if never_negative(slope, self._least):
            end = place.lower
        elif never_negative(scaled(slope, Fraction(-1)), self._least):
            end = place.upper
        else:
            return None
        if end is None:
            return one if place.letter in self._least else None
        value_at_end = polynomial(end)
        moved = None if value_at_end is None else times(slope, value_at_end)
        return None if moved is None else plus(rest, moved)


def _join(found: _Sizes, letter: str, place: tuple[Size, Entry]) -> None:
    known = found.setdefault(letter, place)
    if not same_size(known[0], place[0]):
        raise ShapeError(
            f"the index `{letter}` goes to {to_text(known[0])} in {quoted(known[1])}"
            f" and to {to_text(place[0])} in {quoted(place[1])}",
            "swap the subscripts of one of them, or use two letters",
            place[1],
        )


def _unsettled(letter: str, node: Expression) -> ShapeError:
    return ShapeError(
        f"nothing says how far the index `{letter}` goes",
        f"let `{letter}` stand alone as a subscript somewhere, or write its range:"
        f" `sum(…, {letter}=2..n)`",
        node,
    )


def _outside(entry: Entry, number: int, index: Expression, size: Size, low: bool) -> ShapeError:
    """An entry that may not exist."""
    place = f"index {number} of " if len(entry.indices) > 1 else "the index of "
    message = f"{place}{quoted(entry.base)} goes from 1 to {to_text(size)}, and "
    message += f"{quoted(index, 'this one')} may {'exceed it' if low else 'be less than 1'}"
    hint = "restrict the range of the index, as in `sum(…, j=2..n)`"
    if isinstance(index, Name):
        hint = f"`{index.name}` is declared: for every index, use a letter that is not"
    elif isinstance(index, Apply) and index.head == "neg":
        hint = "entries count from 1, and a negative index does not count from the end"
    elif not free_names(index):
        hint = (
            "entries count from 1"
            if not low
            else "a literal size, as in `real[3]`, would show that it is there"
        )
    return ShapeError(message, hint, entry)
