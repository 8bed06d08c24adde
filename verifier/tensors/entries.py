"""The names of single entries: where an array is written out, each of its entries is a symbol."""

from __future__ import annotations

from verifier.language.expressions import Expression
from verifier.tensors.numbers import whole_number


def name_at(name: str, at: tuple[Expression, ...]) -> str:
    """The name of an entry, ``X[1,2]``; of a number, its own."""
    if not at:
        return name
    return f"{name}[{','.join(str(whole_number(place)) for place in at)}]"
