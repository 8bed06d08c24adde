"""The sentences of an explanation, in the words of the field."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from types import MappingProxyType

from verifier.explain.slips import Slip
from verifier.language.expressions import Expression

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


def change(slips: Iterable[Slip], spell: Spell) -> str:
    """What was changed, in words."""
    return ", and ".join(
        dict.fromkeys(CHANGES[slip.kind].format(*map(spell, slip.about)) for slip in slips)
    )


def sentence(text: str) -> str:
    """The words as a sentence; a formula at its beginning keeps its small letter."""
    first = text[:1].upper() + text[1:] if text[:1].isalpha() else text
    return first if first.endswith(".") else f"{first}."
