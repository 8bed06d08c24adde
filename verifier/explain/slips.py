"""The small changes by which people come from what they mean to what they write.

Every list here is of mistakes that are made in practice, each the other way round: a sign that was
lost is put back, a factor that stands twice is taken out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import NamedTuple

from verifier.explain.tidy import is_negative, negated, number, powered, product, quotient, total
from verifier.language.expressions import (
    ONE,
    TWO,
    Apply,
    Binder,
    Call,
    Derivative,
    Expression,
    Name,
    Number,
    free_names,
    rebuild,
    substitute,
)


class Slip(NamedTuple):
    """A part of a line as it could have been meant.

    Attributes:
        new: what to write in its place.
        cost: how far it is from what was written; small for what happens often.
        kind: a key of `wording.CHANGES`.
        about: what the sentence about it speaks of.
    """

    new: Expression
    cost: int
    kind: str
    about: tuple[Expression, ...]


class Surroundings(NamedTuple):
    """What a slip may take from around it.

    Attributes:
        names: names that may have been meant instead of one another.
        results: those of them that are names of derivations and stand in neither line; they are
            taken as they are, and nothing is put together with them.
        exponents: that occur in the two lines.
        functions: names of author's functions with their number of arguments.
        variables: by which something around is differentiated.
    """

    names: tuple[str, ...]
    exponents: tuple[Fraction, ...]
    functions: tuple[tuple[str, int], ...] = ()
    variables: tuple[str, ...] = ()
    results: frozenset[str] = frozenset()


_NEIGHBOURS: dict[str, tuple[str, ...]] = {
    "max": ("min",),
    "min": ("max",),
    "<": (">", "<="),
    "<=": (">=", "<"),
    ">": ("<", ">="),
    ">=": ("<=", ">"),
    "==": ("!=",),
    "!=": ("==",),
    "exp": ("log",),
    "log": ("exp",),
    "sin": ("cos",),
    "cos": ("sin",),
    "sinh": ("cosh", "sin"),
    "cosh": ("sinh", "cos"),
    "tan": ("cot", "tanh"),
    "cot": ("tan",),
    "asin": ("acos",),
    "acos": ("asin",),
    "floor": ("ceil",),
    "ceil": ("floor",),
    "sqrt": ("cbrt",),
    "sigmoid": ("tanh",),
    "tanh": ("sigmoid",),
    "relu": ("softplus",),
}
_DROPPED = frozenset({"sqrt", "abs", "log", "exp", "relu", "sign", "sin", "cos", "square"})
_SUMMED = frozenset({"sum", "mean", "prod", "tr", "det", "norm"})
_ADDED = ("sqrt", "abs", "log", "exp")


def slips(node: Expression, around: Surroundings) -> Iterator[Slip]:
    """What may have been meant by a part of a line, whatever its value would have to be."""
    if not isinstance(node, Number) or node.value:
        yield Slip(negated(node), 1, "sign", (node,))
    match node:
        case Number(value):
            yield from _numbers(node, value)
        case Name(name):
            yield from (
                Slip(Name(other), 2, "instead", (node, Name(other)))
                for other in around.names
                if other != name
            )
        case Apply("+", terms):
            yield from _of_sum(node, terms)
        case Apply("*", factors):
            yield from _of_product(node, factors)
        case Apply("/", (over, under)):
            yield from _of_quotient(node, over, under)
        case Apply("^", (base, exponent)):
            yield from _of_power(node, base, exponent)
        case Apply(head, args):
            yield from _of_function(node, head, args)
        case Call(function, args, order):
            yield from _of_call(node, function, args, order, around)
        case Derivative(kind, body, variables):
            yield from _of_derivative(node, kind, body, variables, around)
        case Binder(_, _, _, lower, upper) if lower is not None and upper is not None:
            yield from _of_binder(node, lower, upper)
        case _:
            pass
    yield from _powers(node, around.exponents)


def exchanges(whole: Expression, names: Iterable[str]) -> Iterator[Slip]:
    """Two names exchanged everywhere."""
    present = [name for name in names if name in free_names(whole)]
    for place, one in enumerate(present):
        for other in present[place + 1 :]:
            swap: dict[str, Expression] = {one: Name(other), other: Name(one)}
            try:
                new = substitute(whole, swap)
            except ValueError:
                continue
            yield Slip(new, 3, "exchanged", (Name(one), Name(other)))


def _numbers(node: Number, value: Fraction) -> Iterator[Slip]:
    for other in (value + 1, value - 1, 2 * value, value / 2):
        if other >= 0 and other != value:
            new = number(other)
            yield Slip(new, 2, "instead", (node, new))


def _of_sum(node: Apply, terms: tuple[Expression, ...]) -> Iterator[Slip]:
    for place, term in enumerate(terms):
        rest = (*terms[:place], *terms[place + 1 :])
        flipped = (*terms[:place], _opposite(term, first=place == 0), *terms[place + 1 :])
        yield Slip(Apply("+", flipped), 1, "sign", (term,))
        fewer = total(rest) if place == 0 or len(rest) == 1 else Apply("+", rest)
        yield Slip(fewer, 2, "extra term", (term,))
        yield from _brackets(node, terms, place)
    if len(terms) > 2:  # a minus sign before a bracket that reached its first term only
        rest = tuple(_opposite(term, first=False) for term in terms[1:])
        yield Slip(Apply("+", (terms[0], *rest)), 2, "signs", (node,))
    if len(terms) == 2 and not is_negative(terms[1]):
        yield Slip(product(terms), 3, "operation", (node, product(terms)))


def _opposite(term: Expression, *, first: bool) -> Expression:
    if first:
        return negated(term)
    return negated(term) if is_negative(term) else Apply("neg", (term,))


def _brackets(node: Apply, terms: tuple[Expression, ...], place: int) -> Iterator[Slip]:
    """``a*b + c`` meant as ``a*(b + c)``, and ``a/b + c`` as ``a/(b + c)`` or ``(a + c)/b``."""
    rest = terms[place + 1 :]
    match terms[place]:
        case Apply("*", (*front, last)) if rest:
            new = total((*terms[:place], Apply("*", (*front, total((last, *rest))))))
            yield Slip(new, 2, "brackets", (node, new))
        case Apply("/", (over, under)) if rest:
            new = total((*terms[:place], Apply("/", (over, total((under, *rest))))))
            yield Slip(new, 2, "brackets", (node, new))
        case _:
            pass
    match terms[-1]:
        case Apply("/", (over, under)) if place == 0 and len(terms) > 1:
            new = Apply("/", (total((*terms[:-1], over)), under))
            yield Slip(new, 2, "brackets", (node, new))
        case Apply("*", (first, *back)) if place == 0 and len(terms) > 1:
            new = Apply("*", (total((*terms[:-1], first)), *back))
            yield Slip(new, 2, "brackets", (node, new))
        case _:
            pass


def _of_product(node: Apply, factors: tuple[Expression, ...]) -> Iterator[Slip]:
    for place, factor in enumerate(factors):
        rest = (*factors[:place], *factors[place + 1 :])
        yield Slip(product(rest), 2, "extra factor", (factor,))
        under = quotient(product(rest), factor)
        yield Slip(under, 2, "divided", (factor,))
        match factor:
            case Apply("+", (first, *more)):  # a bracket too many
                head = product((*factors[:place], first, *factors[place + 1 :]))
                yield Slip(total((head, *more)), 3, "brackets", (node, total((head, *more))))
            case _:
                pass
    if len(factors) == 2:
        yield Slip(total(factors), 3, "operation", (node, total(factors)))
        if isinstance(factors[0], Number):  # 3*b meant as b^3
            new = powered(factors[1], factors[0].value)
            yield Slip(new, 3, "instead", (node, new))


def _of_quotient(node: Apply, over: Expression, under: Expression) -> Iterator[Slip]:
    yield Slip(quotient(under, over), 2, "turned", (node,))
    yield Slip(over, 2, "extra divisor", (under,))
    yield Slip(quotient(ONE, under), 2, "extra factor", (over,))
    yield Slip(product((over, under)), 2, "multiplied", (under,))
    match under:
        case Apply("+", (first, *more)):  # a/(b + c) meant as a/b + c
            new = total((Apply("/", (over, first)), *more))
            yield Slip(new, 3, "brackets", (node, new))
        case _:
            pass
    match over:
        case Apply("+", (*front, last)):  # (a + b)/c meant as a + b/c
            new = total((*front, quotient(last, under)))
            yield Slip(new, 3, "brackets", (node, new))
        case _:
            pass


def _of_power(node: Apply, base: Expression, exponent: Expression) -> Iterator[Slip]:
    yield Slip(base, 2, "exponent", (base, ONE))
    yield Slip(Apply("^", (base, negated(exponent))), 1, "exponent", (base, negated(exponent)))
    match exponent:
        case Number(value):
            for near in (value + 1, value - 1, 1 / value if value else value):
                if near not in (value, 0):
                    yield Slip(powered(base, near), 2, "exponent", (base, number(near)))
        case _:
            for step in (ONE, negated(ONE)):
                other = total((exponent, step))
                yield Slip(Apply("^", (base, other)), 2, "exponent", (base, other))
    yield Slip(product((exponent, base)), 3, "instead", (node, product((exponent, base))))
    yield Slip(Apply("^", (exponent, base)), 3, "instead", (node, Apply("^", (exponent, base))))
    match base:
        case Apply("neg" | "*" | "/", _):
            yield from _narrower_power(node, base, exponent)
        case Apply(head, (inner, *rest)) if head in _DROPPED or head in _SUMMED:
            new = Apply(head, (Apply("^", (inner, exponent)), *rest))  # f(x)^2 meant as f(x^2)
            yield Slip(new, 2, "brackets", (node, new))
        case _:
            pass


def _narrower_power(node: Apply, base: Apply, exponent: Expression) -> Iterator[Slip]:
    """``(a*b)^2`` meant as ``a*b^2``."""
    front, last = base.args[:-1], base.args[-1]
    new = rebuild(base, (*front, Apply("^", (last, exponent))))
    yield Slip(new, 2, "brackets", (node, new))


def _powers(node: Expression, exponents: tuple[Fraction, ...]) -> Iterator[Slip]:
    """An exponent that was lost."""
    match node:
        case Number() | Apply("^", _):
            return
        case _:
            yield Slip(quotient(ONE, node), 2, "turned", (node,))
            for value in dict.fromkeys((Fraction(2), *exponents)):
                yield Slip(powered(node, value), 2, "exponent", (node, number(value)))
    match node:
        case Apply("*" | "/" | "neg", (*front, Apply("^", (base, exponent)))):
            new = Apply("^", (rebuild(node, (*front, base)), exponent))  # a*b^2 meant as (a*b)^2
            yield Slip(new, 2, "brackets", (node, new))
        case _:
            pass


def _of_function(node: Apply, head: str, args: tuple[Expression, ...]) -> Iterator[Slip]:
    for other in _NEIGHBOURS.get(head, ()):
        new = Apply(other, args)
        yield Slip(new, 2, "instead", (node, new))
    match args[0] if args else None:
        case Apply("^", (base, exponent)) if head in _DROPPED or head in _SUMMED:
            new = Apply("^", (Apply(head, (base, *args[1:])), exponent))  # and the other way round
            yield Slip(new, 2, "brackets", (node, new))
        case _:
            pass
    if head in _DROPPED:
        yield Slip(args[0], 2, "instead", (node, args[0]))
    if head in ("sqrt", "cbrt"):
        yield Slip(Apply("^", (args[0], TWO)), 3, "instead", (node, Apply("^", (args[0], TWO))))
    if head == "where":
        condition, yes, no = args
        yield Slip(Apply("where", (condition, no, yes)), 2, "cases", (node,))
    elif len(args) == 2 and head not in _NEIGHBOURS:
        new = Apply(head, (args[1], args[0]))
        yield Slip(new, 2, "order", (node, new))


def _of_call(
    node: Call,
    function: str,
    args: tuple[Expression, ...],
    order: tuple[int, ...],
    around: Surroundings,
) -> Iterator[Slip]:
    for other, arity in around.functions:
        if other != function and arity == len(args):
            new = Call(other, args, order)
            yield Slip(new, 2, "instead", (node, new))
    if len(args) == 1:
        for change in (1, -1):
            if order[0] + change >= 0:
                new = Call(function, args, (order[0] + change,))
                yield Slip(new, 2, "instead", (node, new))
    if len(args) == 2:
        new = Call(function, (args[1], args[0]), order)
        yield Slip(new, 2, "order", (node, new))


def _of_derivative(
    node: Derivative,
    kind: str,
    body: Expression,
    variables: tuple[str, ...],
    around: Surroundings,
) -> Iterator[Slip]:
    yield Slip(body, 3, "instead", (node, body))
    for place, name in enumerate(variables):
        for other in around.names:
            if other != name:
                by = (*variables[:place], other, *variables[place + 1 :])
                new = Derivative(kind, body, by)
                yield Slip(new, 2, "instead", (node, new))
    if kind == "diff":
        longer = Derivative(kind, body, (*variables, variables[-1]))
        yield Slip(longer, 3, "instead", (node, longer))
        if len(variables) > 1:
            shorter = Derivative(kind, body, variables[:-1])
            yield Slip(shorter, 3, "instead", (node, shorter))


def _of_binder(node: Binder, lower: Expression, upper: Expression) -> Iterator[Slip]:
    for change in (ONE, negated(ONE)):
        for low, high in ((total((lower, change)), upper), (lower, total((upper, change)))):
            yield _ranged(node, low, high, 2)
    for low, high in ((quotient(lower, TWO), upper), (lower, quotient(upper, TWO))):
        yield _ranged(node, low, high, 3)
    yield _ranged(node, upper, lower, 3)


def _ranged(node: Binder, lower: Expression, upper: Expression, cost: int) -> Slip:
    new = Binder(node.kind, node.body, node.variable, lower, upper)
    return Slip(new, cost, "instead", (node, new))


def added_functions(node: Expression, around: Surroundings) -> Iterator[Slip]:
    """A function or a derivative that was lost around a part."""
    for name in around.variables if isinstance(node, Name | Call) else ():
        new: Expression = Derivative("diff", node, (name,))
        yield Slip(new, 3, "instead", (node, new))
    for head in _ADDED:
        new = Apply(head, (node,))
        yield Slip(new, 3, "instead", (node, new))
