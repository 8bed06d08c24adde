"""Formulas in LaTeX, for papers; amsmath is all they need."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import assert_never

from verifier.language.boxes import (
    Atom,
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
)
from verifier.language.expressions import Expression
from verifier.language.folding import fold
from verifier.language.layout import lay_out
from verifier.language.letters import GREEK, name_box
from verifier.language.printer import refuse_long

_COMMANDS = {
    **{letter: f"\\{word}" for word, letter in GREEK.items()},
    "−": "-", "±": r"\pm", "∓": r"\mp", "⋅": r"\cdot", "⊗": r"\otimes", "×": r"\times",
    "≠": r"\neq", "≤": r"\le", "≥": r"\ge", "⟺": r"\iff", "⟹": r"\implies", "→": r"\to",
    "∈": r"\in", "∩": r"\cap", "∖": r"\setminus", "∧": r"\land", "∨": r"\lor", "¬": r"\lnot",
    "∑": r"\sum", "∏": r"\prod", "∫": r"\int", "∂": r"\partial", "∇": r"\nabla", "∞": r"\infty",
    "⊤": r"\top", "‖": r"\|", "⌊": r"\lfloor", "⌋": r"\rfloor", "⌈": r"\lceil", "⌉": r"\rceil",
    "ℝ": r"\mathbb{R}", "ℤ": r"\mathbb{Z}", "ℕ": r"\mathbb{N}", "ℂ": r"\mathbb{C}",
    "…": r"\dots", "{": r"\{", "}": r"\}",
}  # fmt: skip
_BARS = {"|": (r"\lvert", r"\rvert"), "‖": (r"\lVert", r"\rVert")}
_TALL = re.compile(r"\\(?:frac|genfrac|sum|prod|int|lim|sqrt|begin|left|overline)")
_COMMAND_AT_END = re.compile(r"\\[A-Za-z]{1,20}\Z")
_OPERATORS = frozenset({
    "sin", "cos", "tan", "cot", "sec", "csc", "arcsin", "arccos", "arctan", "sinh", "cosh",
    "tanh", "coth", "ln", "log", "max", "min", "det", "arg", "lim",
})  # fmt: skip
"""The functions that LaTeX has a command for."""


def to_latex(node: Expression) -> str:
    """The expression as a formula.

    Raises:
        LimitExceeded: if the text would be too long.
    """
    return latex(lay_out(node))


def name_to_latex(name: str) -> str:
    r"""``W1`` as ``W_{1}``, ``sigma`` and ``σ`` as ``\sigma``, ``Loss`` upright."""
    return latex(name_box(name))


def latex(box: Box) -> str:
    """The boxes as a formula.

    Raises:
        LimitExceeded: if the text would be too long.
    """
    return fold(box, parts_of, lambda part, of: refuse_long(_latex(part, of)))


def sign_to_latex(sign: str) -> str:
    """The command of a sign or of a Greek letter; what has none is left as it is."""
    return _COMMANDS.get(sign, sign)


def _latex(box: Box, of: Callable[[Box], str]) -> str:
    match box:
        case Digits() | Letter() | Word() | Function() | Prose() | Sign() | Gap():
            return _atom(box)
        case Row(parts):
            return _row([of(part) for part in parts])
        case Fence(left, body, right):
            return _fenced(left, of(body), right)
        case Fraction(over, under, bar):
            command = r"\frac" if bar else r"\genfrac{}{}{0pt}{}"
            return f"{command}{{{of(over)}}}{{{of(under)}}}"
        case Scripts():
            return _scripts(box, of)
        case Limits(sign, below, above):
            limits = _attached("_", below, of) + _attached("^", above, of)
            return f"{of(sign).strip()}{limits} "
        case Root(body, index):
            degree = "" if index is None else f"[{{{of(index)}}}]"
            return f"\\sqrt{degree}{{{of(body)}}}"
        case Overline(body):
            return f"\\overline{{{of(body)}}}"
        case Cases(value, condition, otherwise):
            first = f"{of(value)} & \\text{{if }} {of(condition)}"
            rest = f"{_unbracketed(of(otherwise))} & \\text{{otherwise}}"
            return f"\\begin{{cases}} {first} \\\\ {rest} \\end{{cases}}"
        case _:
            assert_never(box)


def _atom(box: Atom) -> str:
    match box:
        case Digits(text) | Letter(text):
            return _COMMANDS.get(text, text)
        case Word(text):
            return _word(text)
        case Function(text):
            return f"\\{text}" if text in _OPERATORS else f"\\operatorname{{{text}}}"
        case Prose(text):
            return f"\\text{{{text}}}"
        case Sign():
            return _sign(box)
        case Gap():
            return r"\, " if box is Gap.SPACE else ""
        case _:
            assert_never(box)


def _word(text: str) -> str:
    if text in _COMMANDS:
        return _COMMANDS[text]
    return f"\\mathrm{{{_row([_COMMANDS.get(letter, letter) for letter in text])}}}"


def _sign(sign: Sign) -> str:
    if set(sign.text) == {"′"}:
        return "'" * len(sign.text)
    text = _COMMANDS.get(sign.text, sign.text)
    match sign.role:
        case Role.INFIX:
            return f" {text} "
        case Role.COMMA:
            return f"{text} "
        case Role.PREFIX | Role.POSTFIX:
            return text
        case _:
            assert_never(sign.role)


def _row(parts: list[str]) -> str:
    r"""The parts in a row; a command is kept apart from a letter behind it."""
    joined: list[str] = []
    for part in parts:
        if joined and part[:1].isalpha() and _COMMAND_AT_END.search(joined[-1]):
            joined.append(" ")
        if part:
            joined.append(part)
    return "".join(joined).replace("  ", " ").strip()


def _fenced(left: str, body: str, right: str) -> str:
    r"""Fences that grow only where they must: ``\left`` leaves a gap behind a function's name."""
    if _TALL.search(body) is None:
        opening, closing = _BARS.get(left, (left, right))
        opening, closing = _COMMANDS.get(opening, opening), _COMMANDS.get(closing, closing)
    else:
        opening, closing = (_COMMANDS.get(sign, sign) for sign in (left, right))
        opening, closing = f"\\left{opening}", f"\\right{closing}"
    return f"{_row([opening, body])}{closing}"


def _unbracketed(text: str) -> str:
    r"""A row behind ``\\\\``, which would take a bracket for the room to leave."""
    return f"{{}}{text}" if text.startswith("[") else text


def _scripts(box: Scripts, of: Callable[[Box], str]) -> str:
    base = of(box.base)
    if isinstance(box.base, Scripts | Fraction | Limits):
        base = f"{{{base}}}"
    primes = isinstance(box.sup, Sign) and box.sup.text.startswith("′")
    sup = of(box.sup) if primes and box.sup is not None else _attached("^", box.sup, of)
    return base + _attached("_", box.sub, of) + sup


def _attached(mark: str, box: Box | None, of: Callable[[Box], str]) -> str:
    return "" if box is None else f"{mark}{{{of(box).strip()}}}"
