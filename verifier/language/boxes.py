"""What a formula on paper is made of: signs in a row, and things raised, stacked or enclosed.

`layout` makes these boxes of an expression; `latex`, `mathml` and `drawing` write them. So where a
parenthesis stands and what becomes a fraction is said once, and each notation says only how its
boxes look. Letters are in their final form (``σ``, not ``sigma``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias, assert_never


class Gap(Enum):
    """What joins two boxes and has no sign of its own."""

    APPLY = "function application"
    TIMES = "a product without a sign"  # 2x
    SPACE = "a little room"


class Role(Enum):
    """How a sign stands to its neighbours."""

    INFIX = "between two operands"
    PREFIX = "before one"
    POSTFIX = "behind one"
    COMMA = "between the items of a list"


@dataclass(frozen=True, slots=True, eq=False)
class Digits:
    """A number."""

    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Letter:
    """One letter that names something; set in italics."""

    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """A name of several letters, or a constant; set upright."""

    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """The name of a function of the language; set upright."""

    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Prose:
    """A word of English inside a formula."""

    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Sign:
    """An operator, a relation, a comma."""

    text: str
    role: Role = Role.INFIX


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """Boxes side by side."""

    parts: tuple[Box, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Fence:
    """A box between brackets or bars that grow with it."""

    left: str
    body: Box
    right: str


@dataclass(frozen=True, slots=True, eq=False)
class Fraction:
    """One box over another, with a bar between them or without."""

    over: Box
    under: Box
    bar: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Scripts:
    """A box with something below and above its right end."""

    base: Box
    sub: Box | None = None
    sup: Box | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Limits:
    """A big operator (∑, ∏, ∫, lim) with what it ranges over."""

    sign: Sign | Function
    below: Box | None = None
    above: Box | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Root:
    """A square root, or one with an index."""

    body: Box
    index: Box | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Overline:
    """A box under a line: the complex conjugate."""

    body: Box


@dataclass(frozen=True, slots=True, eq=False)
class Cases:
    """Two values, the first where a condition holds."""

    value: Box
    condition: Box
    otherwise: Box


Atom: TypeAlias = Digits | Letter | Word | Function | Prose | Sign | Gap
"""What has no parts."""

Box: TypeAlias = Atom | Row | Fence | Fraction | Scripts | Limits | Root | Overline | Cases


def parts_of(box: Box) -> tuple[Box, ...]:
    """The boxes directly inside, in reading order."""
    match box:
        case Digits() | Letter() | Word() | Function() | Prose() | Sign() | Gap():
            return ()
        case Row(parts):
            return parts
        case Fence(_, body, _) | Overline(body):
            return (body,)
        case Fraction(over, under):
            return (over, under)
        case Scripts(base, sub, sup):
            return (base, *(part for part in (sub, sup) if part is not None))
        case Limits(sign, below, above):
            return (sign, *(part for part in (below, above) if part is not None))
        case Root(body, index):
            return (body,) if index is None else (body, index)
        case Cases(value, condition, otherwise):
            return (value, condition, otherwise)
        case _:
            assert_never(box)


def row(*parts: Box) -> Row:
    """Boxes side by side; rows inside are taken apart."""
    flat: list[Box] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, Row) else (part,))
    return Row(tuple(flat))


def listed(boxes: list[Box]) -> Box:
    """The boxes with commas between them."""
    parts: list[Box] = []
    for box in boxes:
        parts += [Sign(",", Role.COMMA), box] if parts else [box]
    return parts[0] if len(parts) == 1 else row(*parts)


def pieces(box: Box) -> list[Box]:
    """A formula in parts between which a line may be broken: before each operator of its outermost
    sum, or of its product."""
    if not isinstance(box, Row):
        return [box]
    loose = _breaks(box.parts, "+−±∓=≠<≤>≥∧∨⟺⟹") or _breaks(box.parts, "⋅⊗")
    ends = [*loose, len(box.parts)]
    return [Row(box.parts[start:end]) for start, end in zip([0, *loose], ends, strict=True)]


def _breaks(parts: Sequence[Box], signs: str) -> list[int]:
    return [
        at
        for at, part in enumerate(parts)
        if at and isinstance(part, Sign) and part.role is Role.INFIX and part.text in signs
    ]
