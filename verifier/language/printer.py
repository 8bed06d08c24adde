"""Expressions into text, as an author would write them: ``parse(to_text(e)) is e``.

Parentheses stand only where the meaning needs them, or a reader would (``a + (-b)*c``). Expressions
that only the program makes (negative numbers, ``1/3`` as a number, renamed variables) are printed
so that they read well; they come back as an expression of the same value.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TypeAlias, assert_never

from verifier.language.expressions import (
    Apply,
    Binder,
    Call,
    Constant,
    Derivative,
    Entry,
    Expression,
    Limit,
    Name,
    Number,
    children,
)
from verifier.language.folding import fold
from verifier.language.precedence import AND, ENTRY, NOT, OR, POWER, PRODUCT, RELATION, SIGN, SUM
from verifier.language.problems import LimitExceeded
from verifier.language.statements import RELATIONS
from verifier.language.vocabulary import VOCABULARY

MAX_TEXT = 1_000_000  # characters
MAX_PRINTED_DIGITS = 4_200  # Python refuses to write longer integers, as the time is quadratic

ATOM = ENTRY + 1  # binds tighter than everything

Printed: TypeAlias = tuple[str, int]
"""A text and how tightly its outermost operator binds."""

Lookup: TypeAlias = Callable[[Expression], Printed]
"""What has been written for each direct part."""

SIGNS = {"neg": "-", "±": "±", "∓": "∓"}
_CALLED = {"logbase": "log", "amax": "max", "amin": "min"}


def to_text(node: Expression) -> str:
    """The expression in the language of the files.

    Raises:
        LimitExceeded: if the text would be longer than `MAX_TEXT`.
    """
    return fold(node, children, write_node)[0]


def refuse_long(text: str) -> str:
    """The text.

    Raises:
        LimitExceeded: if it is longer than `MAX_TEXT`: parts that an expression shares are written
            out, so that a text can grow beyond all.
    """
    if len(text) > MAX_TEXT:
        raise LimitExceeded(f"a text of more than {MAX_TEXT:,} characters is not written")
    return text


def enclosed(part: Printed, floor: int) -> str:
    """The text, in parentheses where it binds more loosely than ``floor``."""
    return part[0] if part[1] >= floor else f"({part[0]})"


def readable(name: str) -> str:
    """A name without the mark of a renamed variable: ``x~1`` is shown as ``x_1``."""
    return name.replace("~", "_")


def write_node(node: Expression, of: Lookup) -> Printed:
    """One node, given what has been written for its parts.

    Raises:
        LimitExceeded: see `refuse_long`.
    """
    printed = _text(node, of)
    refuse_long(printed[0])
    return printed


def _text(node: Expression, of: Lookup) -> Printed:
    match node:
        case Number(value):
            return _number(value)
        case Constant(name):
            return name, ATOM
        case Name(name):
            return readable(name), ATOM
        case Apply(head, args):
            return _apply(head, args, of)
        case Call(function, args, order):
            return f"{_derived(readable(function), order)}({_list(args, of)})", ATOM
        case Binder(kind, body, variable, lower, upper):
            bound = readable(variable)
            if lower is not None and upper is not None:
                bound += f"={enclosed(of(lower), SUM)}..{enclosed(of(upper), SUM)}"
            return f"{kind}({of(body)[0]}, {bound})", ATOM
        case Limit(body, variable, point, side):
            place = f"{readable(variable)}={enclosed(of(point), SUM)}{side}"
            return f"limit({of(body)[0]}, {place})", ATOM
        case Derivative(kind, body, variables):
            return f"{kind}({of(body)[0]}, {', '.join(map(readable, variables))})", ATOM
        case Entry(base, indices):
            inside = ", ".join(enclosed(of(index), SUM) for index in indices)
            return f"{enclosed(of(base), ENTRY)}[{inside}]", ENTRY
        case _:
            assert_never(node)


def _derived(function: str, order: tuple[int, ...]) -> str:
    """``f''``; a function of several arguments is marked by the order in each of them."""
    if len(order) == 1:
        return function + "'" * order[0]
    if any(order):
        return f"{function}_({','.join(map(str, order))})"
    return function


def _list(args: tuple[Expression, ...], of: Lookup) -> str:
    return ", ".join(of(arg)[0] for arg in args)


def digits(value: int) -> str:
    """An integer in full.

    Raises:
        LimitExceeded: if it has more than `MAX_PRINTED_DIGITS` digits.
    """
    if value.bit_length() > MAX_PRINTED_DIGITS * 3.33:
        raise LimitExceeded(f"a number of more than {MAX_PRINTED_DIGITS:,} digits is not written")
    return str(value)


def decimal(value: Fraction) -> str | None:
    """A number as an integer or a decimal; None where its decimals never end."""
    over, under = value.numerator, value.denominator
    digits(under)
    twos = (under & -under).bit_length() - 1
    rest, fives = under >> twos, 0
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return None
    places = max(twos, fives)
    if not places:
        return digits(over)
    whole = digits(abs(over) * 10**places // under).rjust(places + 1, "0")
    sign = "-" if over < 0 else ""
    return f"{sign}{whole[:-places]}.{whole[-places:]}"


def _number(value: Fraction) -> Printed:
    text = decimal(value)
    if text is None:
        return f"{digits(value.numerator)}/{digits(value.denominator)}", PRODUCT
    return text, SIGN if value < 0 else ATOM


def _apply(head: str, args: tuple[Expression, ...], of: Lookup) -> Printed:
    match head:
        case "+":
            return _sum(args, of), SUM
        case "*":
            return _product(args, of), PRODUCT
        case "/" | "@":
            operator = head if head == "/" else " @ "
            return f"{enclosed(of(args[0]), PRODUCT)}{operator}{_factor(of(args[1]))}", PRODUCT
        case "neg" | "±" | "∓":
            return f"{SIGNS[head]}{_factor(of(args[0]))}", SIGN
        case "^":
            return f"{enclosed(of(args[0]), ENTRY)}^{enclosed(of(args[1]), POWER)}", POWER
        case "transpose":
            return f"{enclosed(of(args[0]), ENTRY)}.T", ENTRY
        case "and" | "or":
            level = AND if head == "and" else OR
            return f" {head} ".join(enclosed(of(arg), level + 1) for arg in args), level
        case "not":
            return f"not {enclosed(of(args[0]), NOT)}", NOT
        case _ if head in RELATIONS:
            return f"{enclosed(of(args[0]), SUM)} {head} {enclosed(of(args[1]), SUM)}", RELATION
        case _:
            return _function(head, args, of), ATOM


def _function(head: str, args: tuple[Expression, ...], of: Lookup) -> str:
    parameters = VOCABULARY[head].parameters
    if "axis" in parameters and len(args) > 1:
        named = [f"axis={of(args[1])[0]}", "keepdims=True"]
        inside = ", ".join([of(args[0])[0], *named[: len(args) - 1]])
    else:
        inside = _list(args, of)
    return f"{_CALLED.get(head, head)}({inside})"


def _factor(part: Printed) -> str:
    """What stands behind ``*``, ``/`` or a sign: another sign would be legal, but hard to read."""
    return enclosed(part, POWER)


def _product(args: tuple[Expression, ...], of: Lookup) -> str:
    match args[0]:
        case Apply("/" | "@", _):
            first = of(args[0])[0]  # a/b*c is (a/b)*c, but a*b*c is not (a*b)*c
        case _:
            first = enclosed(of(args[0]), SIGN)
    return "*".join([first, *(_factor(of(arg)) for arg in args[1:])])


def _sum(args: tuple[Expression, ...], of: Lookup) -> str:
    text = enclosed(of(args[0]), PRODUCT)
    for node in args[1:]:
        match node:
            case Apply("neg" | "±" | "∓" as sign, (part,)):
                text += f" {SIGNS[sign]} {_term(of(part))}"
            case Number(value) if value < 0:
                text += f" - {_number(-value)[0]}"
            case _:
                text += f" + {_term(of(node))}"
    return text


def _term(part: Printed) -> str:
    """What stands behind the sign between two terms: ``a + (-b)*c`` is read more easily."""
    signed = part[0].startswith(tuple(SIGNS.values()))
    return f"({part[0]})" if signed else enclosed(part, PRODUCT)
