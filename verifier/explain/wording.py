"""The sentences of an explanation, in the words of the field."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from types import MappingProxyType

from verifier.explain.positions import Path, at
from verifier.explain.slips import Slip
from verifier.language.expressions import Apply, Expression

Spell = Callable[[Expression], str]
"""How the author writes a part of the line."""

CHANGES = MappingProxyType(
    {
        "sign": "the sign of `{0}` is wrong",
        "signs": "the signs in `{0}` are wrong",
        "extra term": "the term `{0}` is one too many",
        "missing term": "the term `{0}` is missing",
        "extra factor": "the factor `{0}` is one too many",
        "missing factor": "the factor `{0}` is missing",
        "extra divisor": "the division by `{0}` is one too many",
        "missing divisor": "the division by `{0}` is missing",
        "divided": "`{0}` belongs in the denominator",
        "multiplied": "`{0}` does not belong in the denominator",
        "turned": "`{0}` is upside down",
        "exponent": "the exponent of `{0}` should be {1}",
        "instead": "`{0}` should be `{1}`",
        "exchanged": "`{0}` and `{1}` are exchanged",
        "brackets": "the brackets are wrong: `{0}` should be `{1}`",
        "operation": "`{0}` should be `{1}`",
        "cases": "the two cases of `{0}` are exchanged",
        "order": "the arguments of `{0}` are in the wrong order",
        "product order": "`{0}` and `{1}` are multiplied in the wrong order",
        "missing transpose": "`{0}` should be transposed",
        "extra transpose": "`{0}` should not be transposed",
        "axis": "`{0}` should go along axis {1}",
    }
)
"""What is said of each kind of slip, by the expressions that it is about."""


SHORT = 30  # characters of a part that is named beside what is missing in it
_TERMS, _FACTORS = frozenset({"missing term", "extra term"}), frozenset({"missing factor"})
_OF_SUMS = frozenset({"+", "neg"})
_OF_PRODUCTS = frozenset({"+", "neg", "*", "/", "@"})


def change(slips: Iterable[tuple[Path, Slip]], line: Expression, spell: Spell) -> str:
    """What was changed in a line, in words; of a change that lies within a bracket, a function or
    a denominator, where.
    """
    return ", and ".join(dict.fromkeys(_told(slip, path, line, spell) for path, slip in slips))


def _told(slip: Slip, path: Path, line: Expression, spell: Spell) -> str:
    about = list(map(spell, slip.about))
    if slip.kind == "sign":
        about = [text.lstrip("+- ") for text in about]
    said = CHANGES[slip.kind].format(*about)
    if slip.kind not in _TERMS | _FACTORS:
        return said
    around = _around(line, path, _OF_SUMS if slip.kind in _TERMS else _OF_PRODUCTS)
    if around is None:
        return said
    written = spell(around)
    if len(written) > SHORT:
        return said
    if around is at(line, path) and slip.kind.startswith("missing"):
        heads = ("+",) if slip.kind in _TERMS else ("*",)
        if not (isinstance(around, Apply) and around.head in heads):
            return CHANGES["instead"].format(written, spell(slip.new))
    return f"{said} in `{written}`"


def _around(line: Expression, path: Path, heads: frozenset[str]) -> Expression | None:
    """The largest part around a place that is a sum (or a sum of products), if not the line."""
    while path:
        parent = at(line, path[:-1])
        below = isinstance(parent, Apply) and parent.head == "/" and path[-1] == 1
        if below or not (isinstance(parent, Apply) and parent.head in heads):
            return at(line, path)
        path = path[:-1]
    return None


def sentence(text: str) -> str:
    """The words as a sentence; a formula at its beginning keeps its small letter."""
    first = text[:1].upper() + text[1:] if text[:1].isalpha() else text
    return first if first.endswith(".") else f"{first}."
