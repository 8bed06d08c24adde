"""Text into tokens, and a derivation's text into the parts between its relations.

A token is a plain string in canonical spelling (``−`` is ``-``, ``**`` is ``^``, ``≤`` is ``<=``),
beside it stand its offsets in the text as the author typed it. Superscripts are read here, before
any normalisation, and become tokens such as ``^2``. Nothing is rejected here: a character that no
token begins with becomes a token of its own, and the parser says what is wrong with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate
from operator import sub
from typing import NamedTuple

from verifier.language.problems import Problem
from verifier.language.source import Place, Text

MAX_LENGTH = 250_000  # characters of one expression

GREEK = "αβγδεζηθικλμνξπρςστυφχψωΓΔΘΛΞΠΣΦΨΩϑϕϖϰϱϵ"
"""The Greek letters that names may use: those that cannot be mistaken for a Latin letter."""

_SUPERSCRIPT_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_SUPERSCRIPT_LETTERS = "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ"
_TO_PLAIN = str.maketrans(
    _SUPERSCRIPT_DIGITS + _SUPERSCRIPT_LETTERS + "⁺⁻", "0123456789abcdefghijklmnoprstuvwxyz+-"
)

_LETTER = f"A-Za-z_{GREEK}"
_RAISED = f"{_SUPERSCRIPT_DIGITS}{_SUPERSCRIPT_LETTERS}ᵀ"
_NAME = rf"[{_LETTER}][{_LETTER}0-9]*+(?![^\W{_RAISED}])"
_TOKEN = re.compile(
    rf"""\s*(?:
      [0-9]+(?:\.(?![.T])[0-9]*)?(?:[eE][+-]?[0-9]+)? | \.[0-9]+(?:[eE][+-]?[0-9]+)?  # numbers
    | (?:(?:np|numpy)\.(?:linalg\.)?)?{_NAME}                                       # names
    | [^\W{_RAISED}]++                                  # words with letters that names may not use
    | [⁺⁻]?(?:[{_SUPERSCRIPT_DIGITS}]+|[{_SUPERSCRIPT_LETTERS}])
    | \.[A-Za-z_]\w*                                                                # attributes
    | <=> | <= | >= | == | != | => | =< | <> | -> | \*\* | // | \.\. | := | &&
    | .)""",
    re.VERBOSE,
)
_WHOLE_NAME = re.compile(_NAME)

_CANONICAL = {
    **dict.fromkeys(("**",), "^"),
    **dict.fromkeys("·⋅∙×∗", "*"),
    **dict.fromkeys("÷∕⁄", "/"),
    "−": "-",
    "≤": "<=",
    "⩽": "<=",
    "≥": ">=",
    "⩾": ">=",
    "≠": "!=",
    "⇔": "<=>",
    "⟺": "<=>",
    "⇒": "=>",
    "⟹": "=>",
    "∧": "and",
    "∨": "or",
    "¬": "not",
    "∞": "oo",
    "ᵀ": ".T",
    "′": "'",
    "’": "'",
}


def is_name(text: str) -> bool:
    """Whether the text can be a name: letters, digits, `_`, Greek, not beginning with a digit."""
    return _WHOLE_NAME.fullmatch(text) is not None


class Tokens(NamedTuple):
    """The tokens of a text. A last token ``""`` marks the end, so that looking ahead is safe."""

    values: list[str]
    starts: list[int]
    ends: list[int]


def tokenize(text: str) -> Tokens:
    """Split a text into tokens; never fails."""
    pieces = _TOKEN.findall(text.rstrip())
    ends = list(accumulate(map(len, pieces)))
    values = list(map(str.lstrip, pieces))
    starts = list(map(sub, ends, map(len, values)))
    if "**" in text or not text.isascii():
        values = list(map(_canonical, values))
    values.append("")
    end = ends[-1] if ends else 0
    starts.append(end)
    ends.append(end)
    return Tokens(values, starts, ends)


def _canonical(value: str) -> str:
    found = _CANONICAL.get(value)
    if found is not None or value.isascii():
        return found or value
    if value[-1] in _RAISED:  # the only tokens that end in a raised character are superscripts
        return "^" + value.translate(_TO_PLAIN)
    return value


RELATIONS = frozenset({"=", "<=", "<", ">=", ">", "<=>", "=>"})
CONNECTIVES = frozenset({"<=>", "=>"})

_OPENING = {"(": ")", "[": "]", "{": "}"}
_BRACKETS = frozenset("()[]{}|")
_AWAITING = frozenset("+-*/@^±∓=<>,([{√") | {
    "", "<=", ">=", "<=>", "=>", "==", "!=", "and", "or", "not", "..", "∛",
}  # after these an operand is due, so that a bar opens  # fmt: skip


def bar_opens(before: str) -> bool:
    """Whether a bar after the token ``before`` opens ``|x|``; otherwise it closes one."""
    return before in _AWAITING


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a derivation's text and the relation before it (``""`` for the first)."""

    relation: str
    place: Place
    text: Text


def split_relations(text: Text) -> tuple[list[Segment], list[Problem]]:
    """Split a derivation's text at the relations that stand outside all brackets and bars.

    Where a `<=>` or `=>` stands there, only those split, for then `=` and `<` belong to the
    statements between them. The first segment has the relation ``""`` and is empty where the text
    begins with a relation; an empty segment after a relation is a problem, as is an unbalanced
    bracket.
    """
    tokens = tokenize(text.value)
    cuts, unbalanced = _top_relations(tokens, text.value, by_line=False)
    problems: list[Problem] = []
    if unbalanced is not None:
        problems.append(bracket_problem(text, tokens, unbalanced))
        cuts, _ = _top_relations(tokens, text.value, by_line=True)
    if any(tokens.values[cut] in CONNECTIVES for cut in cuts):
        cuts = [cut for cut in cuts if tokens.values[cut] in CONNECTIVES]

    segments = []
    relation, start, place = "", 0, text.place(0)
    for cut in [*cuts, len(tokens.values) - 1]:
        part = text.slice(start, tokens.starts[cut]).strip()
        if relation and not part.value:
            problems.append(
                Problem(
                    f"nothing stands after `{relation}`",
                    place,
                    "a relation needs an expression on both sides",
                    len(relation),
                )
            )
        segments.append(Segment(relation, place, part))
        relation, start, place = (
            tokens.values[cut],
            tokens.ends[cut],
            text.place(tokens.starts[cut]),
        )
    return segments, problems


def _top_relations(tokens: Tokens, text: str, *, by_line: bool) -> tuple[list[int], int | None]:
    """The indices of the relations outside all brackets, and of the first unbalanced bracket.

    With ``by_line`` a relation at the beginning of a line closes whatever is open: so one
    forgotten parenthesis does not swallow the lines below it.
    """
    cuts: list[int] = []
    brackets = _Brackets(tokens.values)
    for index, value in enumerate(tokens.values):
        if value in RELATIONS:
            if brackets.open and by_line and _begins_line(tokens, text, index):
                brackets.open.clear()
            if not brackets.open:
                cuts.append(index)
        elif value in _BRACKETS:
            brackets.meet(index, value)
    return cuts, brackets.first_unbalanced()


class _Brackets:
    """The brackets and bars that are open while the tokens are walked."""

    def __init__(self, values: list[str]) -> None:
        self.values = values
        self.open: list[int] = []
        self.unbalanced: int | None = None

    def meet(self, index: int, value: str) -> None:
        """Open or close by the bracket at ``index``."""
        inner = self.values[self.open[-1]] if self.open else ""
        if value == "|":
            if bar_opens(self.values[index - 1] if index else ""):
                self.open.append(index)
            elif inner == "|":
                self.open.pop()
        elif value in _OPENING:
            self.open.append(index)
        else:
            while self.open and self.values[self.open[-1]] == "|":
                self.open.pop()
            if self.open and _OPENING[self.values[self.open[-1]]] == value:
                self.open.pop()
            elif self.unbalanced is None:
                self.unbalanced = index

    def first_unbalanced(self) -> int | None:
        """A bracket without partner, or None."""
        return self.open[0] if self.unbalanced is None and self.open else self.unbalanced


def _begins_line(tokens: Tokens, text: str, index: int) -> bool:
    before = tokens.ends[index - 1] if index else 0
    return "\n" in text[before : tokens.starts[index]]


_OPENED = {"(": "parenthesis", "[": "bracket", "{": "brace", "|": "bar"}


def bracket_problem(text: Text, tokens: Tokens, index: int) -> Problem:
    """What to say of a bracket without its partner."""
    value = tokens.values[index]
    place = text.place(tokens.starts[index])
    if value in _OPENED:
        message = f"this {_OPENED[value]} is never closed"
        return Problem(message, place, f"add the missing `{_OPENING.get(value, '|')}`")
    opening = next(left for left, right in _OPENING.items() if right == value)
    return Problem(
        f"there is no `{opening}` that this `{value}` closes",
        place,
        f"remove it, or add the missing `{opening}`",
    )
