"""Formulas drawn with characters, for a terminal: fractions stand on several rows, exponents are
raised, roots have a roof.

What Unicode has as a character of its own (``x²``, ``W₁``, ``Aᵀ``) stays in its row.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import assert_never

from verifier.language.boxes import (
    Box,
    Cases,
    Digits,
    Fence,
    Fraction,
    Function,
    Gap,
    Letter,
    Limits,
    Overline,
    Prose,
    Role,
    Root,
    Row,
    Scripts,
    Sign,
    Word,
    parts_of,
    pieces,
)
from verifier.language.folding import fold
from verifier.language.problems import LimitExceeded

MAX_CELLS = 200_000  # of one drawing

_ABOVE = dict(
    zip(
        "0123456789+−-=()abcdefghijklmnoprstuvwxyzβγδ⊤′",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵝᵞᵟᵀ′",
        strict=True,
    )
)
_BELOW = dict(
    zip("0123456789+−-=()aehijklmnoprstuvxβγρ", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨ", strict=True)
)
_TALL = {
    "(": "⎛⎜⎝", ")": "⎞⎟⎠", "[": "⎡⎢⎣", "]": "⎤⎥⎦", "|": "│││", "‖": "‖‖‖",
    "⌊": "⎢⎢⎣", "⌋": "⎥⎥⎦", "⌈": "⎡⎢⎢", "⌉": "⎤⎥⎥", "{": "⎧⎨⎩", "}": "⎫⎬⎭",
}  # fmt: skip
"""What a fence is drawn with over several rows: its top, its middle and its bottom."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """Rows of equal width; ``base`` is the row in which the formula around it goes on."""

    rows: tuple[str, ...]
    base: int = 0

    @property
    def width(self) -> int:
        """How many columns it takes; every character of a formula takes one."""
        return len(self.rows[0])

    @property
    def height(self) -> int:
        """How many rows it takes."""
        return len(self.rows)


def draw(box: Box) -> Drawing:
    """The whole formula, however wide it is.

    Raises:
        LimitExceeded: if it would take too many characters.
    """
    return fold(box, parts_of, _bounded)


def fitted(box: Box, width: int) -> list[Drawing] | None:
    """The formula in drawings no wider than ``width``, to stand one below the other; None if that
    cannot be done, or would take too many characters."""
    try:
        drawn = [draw(piece) for piece in pieces(box)]
    except LimitExceeded:
        return None
    if any(piece.width > width for piece in drawn):
        return None
    lines: list[list[Drawing]] = [[]]
    for piece in drawn:
        if lines[-1] and sum(one.width for one in (*lines[-1], piece)) > width:
            lines.append([_without_margin(piece)])
        else:
            lines[-1].append(piece)
    return [beside(line) for line in lines]


def beside(drawings: list[Drawing]) -> Drawing:
    """Drawings side by side, with their bases in one row."""
    if len(drawings) == 1:
        return drawings[0]
    above = max((one.base for one in drawings), default=0)
    below = max((one.height - one.base for one in drawings), default=1)
    padded = [_padded(one, above - one.base, above + below) for one in drawings]
    rows = tuple("".join(row) for row in zip(*padded, strict=True))
    return Drawing(rows or ("",), above)


def _padded(drawing: Drawing, above: int, height: int) -> list[str]:
    blank = " " * drawing.width
    below = height - above - drawing.height
    return [*[blank] * above, *drawing.rows, *[blank] * below]


def _without_margin(drawing: Drawing) -> Drawing:
    margin = min((len(row) - len(row.lstrip()) for row in drawing.rows if row.strip()), default=0)
    return Drawing(tuple(row[margin:] for row in drawing.rows), drawing.base)


Drawn = Callable[[Box], Drawing]


def _bounded(box: Box, of: Drawn) -> Drawing:
    if sum(of(part).width for part in parts_of(box)) > MAX_CELLS:
        raise LimitExceeded("a formula of that size is not drawn")
    drawing = _draw(box, of)
    if drawing.width * drawing.height > MAX_CELLS:
        raise LimitExceeded("a formula of that size is not drawn")
    return drawing


def _draw(box: Box, of: Drawn) -> Drawing:
    match box:
        case Digits(text) | Letter(text) | Word(text) | Function(text) | Prose(text):
            return Drawing((text,))
        case Sign(text, role):
            return Drawing((_spaced(text, role),))
        case Gap():
            return Drawing((" " if box is Gap.SPACE else "",))
        case Row(parts):
            return beside(_row(parts, of))
        case Fence(left, body, right):
            return _fenced(left, of(body), right)
        case Fraction(over, under, bar):
            return _fraction(of(over), of(under), bar=bar)
        case Scripts():
            return _scripts(box, of)
        case Limits(sign, below, above):
            return _limits(sign, below, above, of)
        case Root(body, index):
            return _root(of(body), None if index is None else of(index))
        case Overline(body):
            drawn = of(body)
            return Drawing(("_" * drawn.width, *drawn.rows), drawn.base + 1)
        case Cases(value, condition, otherwise):
            return _cases(of(value), of(condition), of(otherwise))
        case _:
            assert_never(box)


def _spaced(text: str, role: Role) -> str:
    match role:
        case Role.INFIX:
            return text if text == "⋅" else f" {text} "
        case Role.COMMA:
            return f"{text} "
        case Role.PREFIX | Role.POSTFIX:
            return text
        case _:
            assert_never(role)


def _row(parts: tuple[Box, ...], of: Drawn) -> list[Drawing]:
    """The parts; a product without a sign shows one where two names would run together."""
    drawn = []
    for before, part in zip((None, *parts), parts, strict=False):
        if part is Gap.TIMES and not isinstance(before, Digits):
            drawn.append(Drawing(("⋅",)))
        else:
            drawn.append(of(part))
        if isinstance(part, Limits):
            drawn.append(Drawing((" ",)))
    return drawn


def _fenced(left: str, inside: Drawing, right: str) -> Drawing:
    fences = [_fence(sign, inside.height) for sign in (left, right)]
    return beside([Drawing(fences[0], inside.base), inside, Drawing(fences[1], inside.base)])


def _fence(sign: str, height: int) -> tuple[str, ...]:
    if height == 1:
        return (sign,)
    tall = _TALL[sign]
    return (tall[0], *tall[1] * (height - 2), tall[2])


def _fraction(over: Drawing, under: Drawing, *, bar: bool) -> Drawing:
    """The bar reaches further than those of the fractions above and below it."""
    further = 2 if bar and max(over.height, under.height) > 1 else 0
    width = max(over.width, under.width) + further
    line = ("─" if bar else " ") * width
    rows = (*_centred(over, width), line, *_centred(under, width))
    return Drawing(rows, over.height)


def _centred(drawing: Drawing, width: int) -> list[str]:
    return [row.center(width) for row in drawing.rows]


# Raised and lowered.


def _scripts(box: Scripts, of: Drawn) -> Drawing:
    base = of(box.base)
    sub = None if box.sub is None else of(box.sub)
    sup = None if box.sup is None else of(box.sup)
    tail = ""
    if sub is not None:
        low = _underscored(box.base, base, sub) or _small(sub, _BELOW, "")
        tail, sub = (low, None) if low else (tail, sub)
    if sup is not None and sub is None and base.height == 1:
        high = _small(sup, _ABOVE, " ")
        tail, sup = (tail + high, None) if high else (tail, sup)
    drawn = beside([base, Drawing((tail,))]) if base.height == 1 else _at_corner(base, tail)
    return _stacked(drawn, sub, sup) if sub is not None or sup is not None else drawn


def _small(script: Drawing, table: dict[str, str], dropped: str) -> str:
    """The script in small characters, or "" where there are none for it."""
    text = script.rows[0]
    for character in dropped:
        text = text.replace(character, "")
    if script.height > 1 or not all(character in table for character in text):
        return ""
    return "".join(table[character] for character in text)


def _underscored(named: Box, base: Drawing, sub: Drawing) -> str:
    """An index of letters behind an underscore, as the author writes it: ``dLoss_dp``, ``x_max``.

    A number, or one letter at a letter, is lowered instead.
    """
    text = sub.rows[0]
    if base.height > 1 or sub.height > 1 or not text.isalnum() or text.isdigit():
        return ""
    lowered = len(text) == 1 and text in _BELOW and not isinstance(named, Word)
    return "" if lowered else f"_{text}"


def _at_corner(base: Drawing, tail: str) -> Drawing:
    """Small characters at the lower right of something tall."""
    if not tail:
        return base
    rows = [row + " " * len(tail) for row in base.rows[:-1]]
    return Drawing((*rows, base.rows[-1] + tail), base.base)


def _stacked(base: Drawing, sub: Drawing | None, sup: Drawing | None) -> Drawing:
    """Scripts on rows of their own, above and below the base's right end."""
    width = max(script.width for script in (sub, sup) if script is not None)
    above = [] if sup is None else [" " * base.width + row.ljust(width) for row in sup.rows]
    below = [] if sub is None else [" " * base.width + row.ljust(width) for row in sub.rows]
    middle = [row + " " * width for row in base.rows]
    return Drawing((*above, *middle, *below), len(above) + base.base)


def _limits(sign: Sign | Function, below: Box | None, above: Box | None, of: Drawn) -> Drawing:
    big = Drawing((of(sign).rows[0].strip(),))
    low = None if below is None else _tight(of(below))
    high = None if above is None else of(above)
    width = max(one.width for one in (big, low, high) if one is not None)
    over = [] if high is None else _centred(high, width)
    under = [] if low is None else _centred(low, width)
    return Drawing((*over, *_centred(big, width), *under), len(over))


def _tight(drawing: Drawing) -> Drawing:
    """A bound without the room around its relation: ``k=1``."""
    if drawing.height > 1:
        return drawing
    return Drawing((drawing.rows[0].replace(" = ", "=").replace(" → ", "→"),))


def _root(body: Drawing, index: Drawing | None) -> Drawing:
    """A root sign that grows with what stands under it."""
    if body.height == 1 and index is None and body.width == 1:
        return Drawing((f"√{body.rows[0]}",))
    height = body.height
    roof = " " * height + " " + "_" * body.width
    rows = [roof]
    for at, row in enumerate(body.rows):
        slope = " " * (height - 1 - at) + "╱" + " " * at
        rows.append((" " if at < height - 1 else "╲") + slope + row)
    drawn = Drawing(tuple(rows), body.base + 1)
    if index is None:
        return drawn
    return _with_index(drawn, index)


def _with_index(root: Drawing, index: Drawing) -> Drawing:
    """The index on the hook of the root sign."""
    small = _small(index, _ABOVE, " ") or index.rows[0]
    margin = " " * max(len(small) - 1, 0)
    rows = [margin + row for row in root.rows]
    at = len(rows) - 2 if len(rows) > 2 else 0
    rows[at] = small + rows[at][len(small) :]
    return Drawing(tuple(rows), root.base)


def _cases(value: Drawing, condition: Drawing, otherwise: Drawing) -> Drawing:
    width = max(value.width, otherwise.width)
    first = beside([_widened(value, width), Drawing(("  if ",)), condition])
    rest = beside([_widened(otherwise, width), Drawing(("  otherwise",))])
    wide = max(first.width, rest.width)
    rows = [row.ljust(wide) for row in (*first.rows, *rest.rows)]
    if len(rows) == 2:
        return Drawing((f"⎧ {rows[0]}", f"⎩ {rows[1]}"), 0)
    fence = _brace(len(rows), first.height)
    return Drawing(
        tuple(f"{sign} {row}" for sign, row in zip(fence, rows, strict=True)), first.height
    )


def _brace(height: int, middle: int) -> list[str]:
    signs = ["⎪"] * height
    signs[0], signs[middle], signs[-1] = "⎧", "⎨", "⎩"
    return signs


def _widened(drawing: Drawing, width: int) -> Drawing:
    return Drawing(tuple(row.ljust(width) for row in drawing.rows), drawing.base)
