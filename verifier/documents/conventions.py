"""The conventions a file may choose: values that mathematics leaves open, each a choice."""

from __future__ import annotations

from verifier.language.advice import nearest
from verifier.language.problems import Problem
from verifier.language.source import Text
from verifier.language.tokens import tokenize

KNOWN = {
    "relu'(0)": ("0", "1/2", "1"),
    "abs'(0)": ("0", "-1", "1"),
    "sign'(0)": ("0",),
}
"""The values that may be chosen, by what they are the value of."""

_DECIMALS = {"0.5": "1/2", ".5": "1/2", "0.0": "0", "1.0": "1", "-1.0": "-1"}


def read_convention(text: Text) -> tuple[str, str] | Problem:
    """What a convention is about and the value it chooses, both in their normal spelling."""
    tokens = tokenize(text.value)
    spelled = "".join(tokens.values)
    about, equals, value = spelled.partition("=")
    value = _DECIMALS.get(value, value)
    place = text.place(0)
    length = len(text.value)
    listed = ", ".join(f"`{name} = {values[0]}`" for name, values in KNOWN.items())
    if not equals:
        return Problem(
            "a convention is written as an equation", place, f"the known ones are {listed}", length
        )
    if about not in KNOWN:
        near = nearest(about, KNOWN)
        hint = f"did you mean `{near} = …`?" if near else f"the known ones are {listed}"
        return Problem(f"`{text.value}` is not a known convention", place, hint, length)
    if value not in KNOWN[about]:
        choices = ", ".join(f"`{about} = {choice}`" for choice in KNOWN[about])
        return Problem(
            f"`{about} = {value}` cannot be chosen as a convention",
            place,
            f"it is one of {choices}" if len(KNOWN[about]) > 1 else f"it is {choices}",
            length,
        )
    return about, value
