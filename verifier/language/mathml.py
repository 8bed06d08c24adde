"""Formulas in MathML, for web pages: MathML Core, which today's browsers set without any script.

What a sighted reader takes from the layout is said in invisible signs (a product, the application
of a function), so that a screen reader can say it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import assert_never
from xml.sax.saxutils import escape

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
from verifier.language.printer import refuse_long

_TALL = re.compile('<(?:mfrac|munder|mover|msqrt|mroot|mtable)|stretchy="true"')
_GAPS = {
    Gap.APPLY: "<mo>\N{FUNCTION APPLICATION}</mo>",
    Gap.TIMES: "<mo>\N{INVISIBLE TIMES}</mo>",
    Gap.SPACE: '<mspace width="0.17em"/>',
}
_FORMS = {Role.PREFIX: ' form="prefix"', Role.POSTFIX: ' form="postfix"'}


def to_mathml(node: Expression) -> str:
    """The expression as a ``math`` element.

    Raises:
        LimitExceeded: if the text would be too long.
    """
    return math(lay_out(node))


def math(box: Box) -> str:
    """The boxes as a ``math`` element in the style of a formula on a line of its own.

    Raises:
        LimitExceeded: if the text would be too long.
    """
    return f'<math displaystyle="true">{mathml(box)}</math>'


def mathml(box: Box) -> str:
    """The boxes as one element.

    Raises:
        LimitExceeded: if the text would be too long.
    """
    return fold(box, parts_of, lambda part, of: refuse_long(_mathml(part, of)))


def _mathml(box: Box, of: Callable[[Box], str]) -> str:
    match box:
        case Digits() | Letter() | Word() | Function() | Prose() | Sign() | Gap():
            return _atom(box)
        case Row(parts):
            return f"<mrow>{''.join(map(of, parts))}</mrow>"
        case Fence(left, body, right):
            return _fenced(left, of(body), right)
        case Fraction(over, under, bar):
            line = "" if bar else ' linethickness="0"'
            return f"<mfrac{line}>{of(over)}{of(under)}</mfrac>"
        case Scripts(base, sub, sup):
            return _scripted("msub", "msup", "msubsup", (base, sub, sup), of)
        case Limits(sign, below, above):
            return _limits(sign, below, above, of)
        case Root(body, index):
            if index is None:
                return f"<msqrt>{of(body)}</msqrt>"
            return f"<mroot>{of(body)}{of(index)}</mroot>"
        case Overline(body):
            return f'<mover accent="true">{of(body)}<mo stretchy="true">‾</mo></mover>'
        case Cases(value, condition, otherwise):
            return _cases(of(value), of(condition), of(otherwise))
        case _:
            assert_never(box)


def _atom(box: Atom) -> str:
    match box:
        case Digits(text):
            return f"<mn>{escape(text)}</mn>"
        case Letter(text):
            return f"<mi>{escape(text)}</mi>"
        case Word(text) | Function(text):  # one letter alone would be set in italics
            upright = ' mathvariant="normal"' if len(text) == 1 else ""
            return f"<mi{upright}>{escape(text)}</mi>"
        case Prose(text):
            return f"<mtext>{escape(text)}</mtext>"
        case Sign(text, role):
            return f"<mo{_FORMS.get(role, '')}>{escape(text)}</mo>"
        case Gap():
            return _GAPS[box]
        case _:
            assert_never(box)


def _fenced(left: str, body: str, right: str) -> str:
    """Fences that grow only where they must: some fonts set even the smallest grown one apart."""
    grows = "true" if _TALL.search(body) else "false"
    opening = f'<mo form="prefix" stretchy="{grows}">{escape(left)}</mo>'
    closing = f'<mo form="postfix" stretchy="{grows}">{escape(right)}</mo>'
    return f"<mrow>{opening}{body}{closing}</mrow>"


def _scripted(
    below: str,
    above: str,
    both: str,
    parts: tuple[Box, Box | None, Box | None],
    of: Callable[[Box], str],
) -> str:
    """A base with one script or two, each combination being an element of its own."""
    base, sub, sup = parts
    inside = "".join(of(part) for part in parts if part is not None)
    if sub is None and sup is None:
        return of(base)
    name = below if sup is None else above if sub is None else both
    return f"<{name}>{inside}</{name}>"


def _limits(
    sign: Sign | Function, below: Box | None, above: Box | None, of: Callable[[Box], str]
) -> str:
    parts = (sign, below, above)
    if sign.text == "∫":
        return _scripted("msub", "msup", "msubsup", parts, of)
    limits = _scripted("munder", "mover", "munderover", parts, of)
    if isinstance(sign, Function):  # no browser sets a word apart from what stands behind it
        return f"<mrow>{limits}{_GAPS[Gap.SPACE]}</mrow>"
    return limits


def _cases(value: str, condition: str, otherwise: str) -> str:
    first = f"<mtr><mtd>{value}</mtd><mtd><mtext>if&#160;</mtext>{condition}</mtd></mtr>"
    rest = f"<mtr><mtd>{otherwise}</mtd><mtd><mtext>otherwise</mtext></mtd></mtr>"
    brace = '<mo form="prefix" stretchy="true">{</mo>'
    return f'<mrow>{brace}<mtable class="cases">{first}{rest}</mtable></mrow>'
