"""Expressions laid out as on paper: what becomes a fraction, what is raised, where a parenthesis
stands. One layout serves every notation.

Parentheses stand where the meaning needs them, or a reader would. A product has a dot, except where
none is needed to tell its factors apart: after a number, and between single letters.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple, TypeAlias, assert_never

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
    Scripts,
    Sign,
    Word,
    listed,
    row,
)
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
from verifier.language.letters import name_box
from verifier.language.precedence import AND, ENTRY, NOT, OR, POWER, PRODUCT, RELATION, SIGN, SUM
from verifier.language.printer import ATOM, decimal, digits
from verifier.language.vocabulary import VOCABULARY

_CONSTANTS: dict[str, Box] = {
    "pi": Letter("π"),
    "e": Word("e"),
    "i": Word("i"),
    "oo": Digits("∞"),
    "true": Prose("true"),
    "false": Prose("false"),
}
RELATIONS = {
    "=": "=", "==": "=", "!=": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥",
    "<=>": "⟺", "=>": "⟹", "in": "∈",
}  # fmt: skip
"""The signs of relations, by how the files write them."""

_SIGNS = {"neg": "−", "±": "±", "∓": "∓"}
_CONNECTIVES = {"and": ("∧", AND), "or": ("∨", OR)}
_PRODUCTS = {"dot": "⋅", "kron": "⊗"}
_CALLED = {
    "asin": "arcsin", "acos": "arccos", "atan": "arctan", "sign": "sgn", "amax": "max",
    "amin": "min", "relu": "ReLU", "re": "Re", "im": "Im", "log": "ln",
}  # fmt: skip
_FENCES = {"abs": ("|", "|"), "floor": ("⌊", "⌋"), "ceil": ("⌈", "⌉")}
_RAISED: dict[str, Box] = {
    "transpose": Sign("⊤", Role.POSTFIX),
    "inv": row(Sign("−", Role.PREFIX), Digits("1")),
}
_INDICES = {"cbrt": Digits("3")}
_LETTERS = {"sigmoid": "σ", "gamma": "Γ"}
_BASES = {"log2": Digits("2"), "log10": Digits("10")}
_BIG = {"sum": "∑", "prod": "∏", "integrate": "∫"}

DOT = Sign("⋅")


class Laid(NamedTuple):
    """A box and how tightly its outermost operator binds."""

    box: Box
    tightness: int


Lookup: TypeAlias = Callable[[Expression], Laid]
"""What has been made of every part."""


def lay_out(node: Expression) -> Box:
    """The expression as boxes.

    Raises:
        LimitExceeded: if a number in it has too many digits to be written.
    """
    return fold(node, children, _lay_out).box


def _lay_out(node: Expression, of: Lookup) -> Laid:
    match node:
        case Number():
            return _number(node)
        case Constant(name):
            return Laid(_CONSTANTS[name], ATOM)
        case Name(name):
            return Laid(name_box(name), ATOM)
        case Apply(head, args):
            return _apply(head, args, of)
        case Call(function, args, order):
            return Laid(_applied(_derived(name_box(function), order), args, of), ATOM)
        case Binder():
            return Laid(_binder(node, of), SUM)
        case Limit(body, variable, point, side):
            target = of(point).box
            if side:
                target = Scripts(target, sup=Sign("+" if side == "+" else "−", Role.POSTFIX))
            below = row(name_box(variable), Sign("→"), target)
            return Laid(row(Limits(Function("lim"), below), _body(body, of)), SUM)
        case Derivative():
            return _derivative(node, of)
        case Entry(base, indices):
            inside = listed([of(index).box for index in indices])
            return Laid(Scripts(_enclosed(of(base), ENTRY), inside), ENTRY)
        case _:
            assert_never(node)


def _enclosed(part: Laid, floor: int) -> Box:
    """In parentheses where it binds too loosely; a comparison used as a number in brackets."""
    if part.tightness >= floor:
        return part.box
    return Fence("[", part.box, "]") if part.tightness == RELATION else _in_parentheses(part.box)


def _in_parentheses(box: Box) -> Box:
    return Fence("(", box, ")")


def _body(node: Expression, of: Lookup) -> Box:
    """What stands behind a big operator."""
    return _enclosed(of(node), PRODUCT)


def _number(node: Number) -> Laid:
    box: Box
    text = decimal(abs(node.value))
    if text is None:
        over, under = abs(node.value.numerator), node.value.denominator
        box = Fraction(Digits(digits(over)), Digits(digits(under)))
    else:
        box = Digits(text)
    if node.value < 0:
        return Laid(row(Sign("−", Role.PREFIX), box), SIGN)
    return Laid(box, ATOM if text is not None else POWER)


def _apply(head: str, args: tuple[Expression, ...], of: Lookup) -> Laid:
    match head:
        case "+":
            return Laid(_sum(args, of), SUM)
        case "*":
            return Laid(_product(args, of), PRODUCT)
        case "@":
            return Laid(_matrix_product(args, Gap.SPACE, of), PRODUCT)
        case "/":
            return Laid(Fraction(of(args[0]).box, of(args[1]).box), POWER)
        case "neg" | "±" | "∓":
            return Laid(row(Sign(_SIGNS[head], Role.PREFIX), _enclosed(of(args[0]), POWER)), SIGN)
        case "^":
            return Laid(_raised(_enclosed(of(args[0]), ENTRY), _exponent(args[1], of)), POWER)
        case "and" | "or":
            sign, level = _CONNECTIVES[head]
            parts = [_enclosed(of(arg), level + 1) for arg in args]
            return Laid(_joined(parts, Sign(sign)), level)
        case "not":
            box, tightness = of(args[0])
            inner = box if tightness == ATOM else _in_parentheses(box)
            return Laid(row(Sign("¬", Role.PREFIX), inner), NOT)
        case _ if head in RELATIONS:
            left, right = (_enclosed(of(arg), SUM) for arg in args)
            return Laid(row(left, Sign(RELATIONS[head]), right), RELATION)
        case _:
            return _function(head, args, of)


def _joined(parts: list[Box], sign: Box) -> Box:
    joined: list[Box] = []
    for part in parts:
        joined += [sign, part] if joined else [part]
    return row(*joined)


def _raised(base: Box, exponent: Box) -> Box:
    """A power; the exponent stands above an index, not behind it."""
    if isinstance(base, Scripts) and base.sup is None:
        return Scripts(base.base, base.sub, exponent)
    return Scripts(base, sup=exponent)


def _exponent(node: Expression, of: Lookup) -> Box:
    """An exponent; a short quotient keeps its slash there, where a fraction is hard to read."""
    match node:
        case Apply("neg", (Apply("/", _) as quotient,)) if _is_short(quotient):
            return row(Sign("−", Role.PREFIX), _exponent(quotient, of))
        case Apply("/", (over, under)) if _is_short(node):
            return row(of(over).box, Sign("/", Role.POSTFIX), of(under).box)
        case _:
            return of(node).box


def _is_short(node: Expression) -> bool:
    """Whether it is a quotient of letters and numbers, the upper one perhaps with a sign."""
    match node:
        case Apply("/", (Apply("neg", (over,)), under)) | Apply("/", (over, under)):
            return all(isinstance(part, Number | Name | Constant) for part in (over, under))
        case _:
            return False


# Sums and products.


def _sum(args: tuple[Expression, ...], of: Lookup) -> Box:
    parts: list[Box] = [_enclosed(of(args[0]), PRODUCT)]
    for node in args[1:]:
        match node:
            case Apply("neg" | "±" | "∓" as sign, (part,)):
                parts += [Sign(_SIGNS[sign]), _term(part, of)]
            case Number(value) if value < 0:
                parts += [Sign("−"), _number(Number(-value)).box]
            case _:
                parts += [Sign("+"), _term(node, of)]
    return row(*parts)


def _term(node: Expression, of: Lookup) -> Box:
    """What stands behind the sign between two terms; another sign there is set apart."""
    return _in_parentheses(of(node).box) if _signed(node) else _enclosed(of(node), PRODUCT)


def _signed(node: Expression) -> bool:
    """Whether it begins with a sign of its own."""
    while isinstance(node, Apply) and node.head == "*":
        node = node.args[0]
    match node:
        case Apply("neg" | "±" | "∓", _):
            return True
        case Number(value):
            return value < 0
        case _:
            return False


def _product(args: tuple[Expression, ...], of: Lookup) -> Box:
    parts: list[Box] = [_enclosed(of(args[0]), SIGN)]
    for before, node in pairwise(args):
        parts += [_times(before, node), _enclosed(of(node), POWER)]
    return row(*parts)


def _times(left: Expression, right: Expression) -> Box:
    """How two factors are joined."""
    match left:
        case Number(value) if value not in (0, 1) and _needs_no_dot(right):
            return Gap.TIMES
        case _ if _is_letter(left) and _is_letter(right):
            return Gap.TIMES
        case _:
            return DOT


def _is_letter(node: Expression) -> bool:
    """A single letter with or without an index, or a power of one."""
    match node:
        case Apply("^", (Name(name), _)) | Name(name):
            box = name_box(name)
            return isinstance(box.base if isinstance(box, Scripts) else box, Letter)
        case _:
            return False


def _needs_no_dot(node: Expression) -> bool:
    """Whether it cannot be taken for a part of the number before it."""
    match node:
        case Apply("+", _):  # stands in parentheses
            return True
        case Apply("^", (base, _)):
            return _needs_no_dot(base)
        case Apply(head, _):
            return head in VOCABULARY and head.isalpha() and head not in ("neg", "where")
        case Name() | Constant() | Call():
            return True
        case _:
            return False


def _matrix_product(args: tuple[Expression, ...], join: Box, of: Lookup) -> Box:
    first = _enclosed(of(args[0]), PRODUCT)
    return _joined([first, *(_enclosed(of(arg), POWER) for arg in args[1:])], join)


# Functions.


def _function(head: str, args: tuple[Expression, ...], of: Lookup) -> Laid:
    first = of(args[0])
    match head:
        case "where":
            return Laid(Cases(of(args[1]).box, first.box, of(args[2]).box), SUM)
        case "exp":
            return Laid(Scripts(Word("e"), sup=_exponent(args[0], of)), POWER)
        case "sqrt" | "cbrt" | "root":
            index = of(args[1]).box if head == "root" else _INDICES.get(head)
            return Laid(Root(first.box, index), POWER)
        case "factorial":
            return Laid(row(_enclosed(first, ENTRY), Sign("!", Role.POSTFIX)), POWER)
        case "binomial":
            stack = Fraction(first.box, of(args[1]).box, bar=False)
            return Laid(_in_parentheses(stack), ATOM)
        case "conj":
            return Laid(Overline(first.box), ATOM)
        case "dot" | "kron":
            return Laid(_matrix_product(args, Sign(_PRODUCTS[head]), of), PRODUCT)
        case "transpose" | "inv":
            return Laid(_raised(_enclosed(first, ENTRY), _RAISED[head]), POWER)
        case _ if head in _FENCES:
            left, right = _FENCES[head]
            return Laid(Fence(left, first.box, right), ATOM)
        case _:
            return Laid(_called(head, args, of), ATOM)


def _called(head: str, args: tuple[Expression, ...], of: Lookup) -> Box:
    """A function by its name, with what belongs to the name below it."""
    if head in _BASES:
        return _applied(Scripts(Function("log"), _BASES[head]), args, of)
    if head == "eye":
        return Scripts(Word("I"), of(args[0]).box)
    if head == "logbase":
        return _applied(Scripts(Function("log"), of(args[1]).box), args[:1], of)
    axis: Box | None = None
    if "axis" in VOCABULARY[head].parameters and len(args) > 1:  # it is counted from 0
        axis, args = row(Prose("axis"), Gap.SPACE, of(args[1]).box), args[:1]
    if head == "norm":
        bars = Fence("‖", of(args[0]).box, "‖")
        return bars if axis is None else Scripts(bars, axis)
    letter = _LETTERS.get(head)
    name: Box = Letter(letter) if letter else Function(_CALLED.get(head, head))
    return _applied(name if axis is None else Scripts(name, axis), args, of)


def _applied(name: Box, args: tuple[Expression, ...], of: Lookup) -> Box:
    return row(name, Gap.APPLY, _in_parentheses(listed([of(arg).box for arg in args])))


def _derived(name: Box, order: tuple[int, ...]) -> Box:
    """``f''``; a function of several arguments is marked by the order in each of them."""
    if not any(order):
        return name
    if len(order) == 1:
        return _raised(name, Sign("′" * order[0], Role.POSTFIX))
    return _raised(name, _in_parentheses(listed([Digits(str(times)) for times in order])))


def _binder(node: Binder, of: Lookup) -> Box:
    variable = name_box(node.variable)
    below = of(node.lower).box if node.lower is not None else None
    above = of(node.upper).box if node.upper is not None else None
    sign = Sign(_BIG[node.kind], Role.PREFIX)
    if node.kind == "integrate":
        big = Limits(sign, below, above)
        return row(big, _body(node.body, of), Gap.SPACE, Word("d"), variable)
    below = variable if below is None else row(variable, Sign("="), below)
    return row(Limits(sign, below, above), _body(node.body, of))


def _derivative(node: Derivative, of: Lookup) -> Laid:
    if node.kind != "diff":
        by = listed([name_box(name) for name in node.variables])
        sign: Box = Sign("∇", Role.PREFIX) if node.kind == "grad" else Word("J")
        return Laid(row(Scripts(sign, by), Gap.SPACE, _enclosed(of(node.body), POWER)), SIGN)
    times = len(node.variables)
    curly: Box = Sign("∂", Role.PREFIX)
    over = Scripts(curly, sup=Digits(str(times))) if times > 1 else curly
    counted = {name: node.variables.count(name) for name in node.variables}
    under: list[Box] = []
    for name, count in counted.items():
        power = Digits(str(count))
        box = name_box(name)
        under += [Gap.SPACE] if under else []
        under += [curly, _raised(box, power) if count > 1 else box]
    if type(node.body) is Name:
        return Laid(Fraction(row(over, of(node.body).box), row(*under)), POWER)
    operator = Fraction(over, row(*under))
    return Laid(row(operator, Gap.SPACE, _enclosed(of(node.body), ATOM)), PRODUCT)
