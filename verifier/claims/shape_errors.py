"""What to say of shapes that do not fit, and the transpose that would make them fit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from verifier.claims.sizes import Shape, is_one, same_shape, same_size
from verifier.language.expressions import (
    ONE,
    ZERO,
    Apply,
    Expression,
    Number,
    subexpressions,
    transform,
)
from verifier.language.printer import to_text
from verifier.language.problems import LimitExceeded, VerifierError

_LONGEST = 60


class ShapeError(VerifierError):
    """Shapes that do not fit.

    Attributes:
        message: one sentence that names the shapes.
        hint: what to write instead, or "".
        node: the subexpression to blame.
        about: the name whose meaning is at fault, "" if it is the expression itself.
    """

    def __init__(self, message: str, hint: str, node: Expression, about: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.node = node
        self.about = about


def shape_text(shape: Shape) -> str:
    """A shape as NumPy writes it: ``(n, d)``, ``(n,)``."""
    if not shape:
        return "a number"
    return f"({to_text(shape[0])},)" if len(shape) == 1 else f"({', '.join(map(to_text, shape))})"


def quoted(node: Expression, otherwise: str = "this part") -> str:
    """An expression in quotes, if it is short enough to be read at a glance."""
    text = brief(node)
    return f"`{text}`" if text else otherwise


def brief(node: Expression) -> str:
    """An expression as text; "" if it is long."""
    try:
        text = to_text(node)
    except LimitExceeded:
        return ""
    return text if len(text) <= _LONGEST else ""


def write(node: Expression) -> str:
    """The hint to write an expression; "" if it is too long to show."""
    text = brief(node)
    return f"write `{text}`" if text else ""


def described(node: Expression, shape: Shape, otherwise: str) -> str:
    """An expression with its shape: "`X` is (n, d)"."""
    return f"{quoted(node, otherwise)} is {shape_text(shape)}"


def transposed(node: Expression) -> Expression:
    """The transpose, written without a double one."""
    match node:
        case Apply("transpose", (part,)):
            return part
        case _:
            return Apply("transpose", (node,))


# Matrix products.


def product_shape(left: Shape, right: Shape) -> Shape | None:
    """The shape of a matrix product as NumPy has it; None if the shapes do not meet."""
    if not left or not right or not same_size(left[-1], right[-2 if len(right) > 1 else 0]):
        return None
    stack = stretched(left[:-2], right[:-2])
    if stack is None:
        return None
    return (*stack, *left[-2:-1], *(right[-1:] if len(right) > 1 else ()))


def no_product(node: Apply, left: Shape, right: Shape) -> ShapeError:
    """The factors of a matrix product do not meet."""
    first, second = node.args
    for part, shape, other in ((first, left, second), (second, right, first)):
        if not shape:
            message = f"a matrix product is of arrays, and {quoted(part)} is a number"
            return ShapeError(message, write(Apply("*", (part, other))), node)
    ends = (_end_of(first, left, "columns"), _end_of(second, right, "rows"))
    shapes = f"{described(first, left, 'the left factor')} and "
    shapes += described(second, right, "the right factor")
    if product_shape(left[-2:], right[-2:]) is not None:
        message = f"{shapes}: the axes before the last two do not meet"
        return ShapeError(message, "give both stacks the same sizes", node)
    message = f"{shapes}: {ends[0]} and {ends[1]} do not meet"
    mended = next(_meeting(node.head, (first, left), (second, right)), None)
    hint = "" if mended is None else write(mended[0])
    return ShapeError(message, hint or "their sizes must be equal", node)


def _end_of(node: Expression, shape: Shape, lines: str) -> str:
    which = lines if len(shape) > 1 else "entries"
    side = "left factor" if lines == "columns" else "right factor"
    return f"the {which} of {brief(node) or f'the {side}'}"


_Factor = tuple[Expression, Shape]


def _meeting(head: str, first: _Factor, second: _Factor) -> Iterator[tuple[Expression, Shape]]:
    """Products of the factors, transposed or swapped, whose shapes meet; least changed first."""
    pairs = [
        (first, second),
        (first, _turned(second)),
        (_turned(first), second),
        (second, first),
        (_turned(first), _turned(second)),
        (second, _turned(first)),
        (_turned(second), first),
    ]
    for (left, left_shape), (right, right_shape) in pairs:
        shape = product_shape(left_shape, right_shape)
        if shape is not None:
            yield Apply(head, (left, right)), shape


def _turned(factor: _Factor) -> _Factor:
    node, shape = factor
    return (transposed(node), shape[::-1]) if len(shape) == 2 else factor


# Entry by entry.


def stretched(one: Shape, other: Shape) -> Shape | None:
    """The shape both stretch to, from the last axis on; None if they do not fit.

    Only the literal 1 and a missing axis stretch. A letter never does, even where it may be 1.
    """
    if len(one) < len(other):
        one, other = other, one
    sizes = list(one)
    for axis in range(1, len(other) + 1):
        first, second = one[-axis], other[-axis]
        if is_one(first):
            sizes[-axis] = second
        elif not is_one(second) and not same_size(first, second):
            return None
    return tuple(sizes)


def no_fit(node: Expression, parts: Sequence[Expression], shapes: Sequence[Shape]) -> ShapeError:
    """Two of the parts of an operation by entries do not fit."""
    pairs = ((i, j) for j in range(len(parts)) for i in range(j))
    i, j = next(pair for pair in pairs if stretched(shapes[pair[0]], shapes[pair[1]]) is None)
    (first, left), (second, right) = (_plain(parts[i]), shapes[i]), (_plain(parts[j]), shapes[j])
    axis = next(k for k in range(1, len(left) + 1) if _collide(left, right, k))
    sizes = f"{to_text(left[-axis])} and {to_text(right[-axis])}"
    message = (
        f"{described(first, left, 'one part')} and {described(second, right, 'another')}: entry by"
        f" entry {sizes} do not meet along {_axis_text(left, right, axis)}"
    )
    hint = next(_fits(node, (first, left), (second, right)), "")
    return ShapeError(message, hint or "a letter never stretches: only the literal 1 does", node)


def _plain(node: Expression) -> Expression:
    return node.args[0] if isinstance(node, Apply) and node.head == "neg" else node


def _collide(left: Shape, right: Shape, axis: int) -> bool:
    return axis <= len(right) and stretched((left[-axis],), (right[-axis],)) is None


def _axis_text(left: Shape, right: Shape, axis: int) -> str:
    if max(len(left), len(right)) == 2:
        return "the columns" if axis == 1 else "the rows"
    return "the last axis" if axis == 1 else f"the axis {axis} from the last"


def _fits(node: Expression, first: _Factor, second: _Factor) -> Iterator[str]:
    """Ways to make two parts fit, the likeliest first."""
    for (one, shape), (_, against) in ((second, first), (first, second)):
        kept = _kept(one)
        if kept is not None and stretched(_kept_shape(kept, against), against) == against:
            yield write(kept)
        if len(shape) == 1 and len(against) == 2 and same_size(shape[0], against[0]):
            column = Apply("outer", (one, Apply("ones", (against[1],))))
            yield f"for a column, {write(column)}"
        if len(shape) == len(against) == 2 and same_shape(shape[::-1], against):
            yield write(transposed(one))
    factors = isinstance(node, Apply) and node.head == "*" and len(node.args) == 2
    if factors and product_shape(first[1], second[1]) is not None:
        yield f"for the matrix product, {write(Apply('@', (first[0], second[0])))}"


def _kept(node: Expression) -> Apply | None:
    """A reduction along an axis, with its axis kept as one of size 1."""
    match node:
        case Apply("sum" | "prod" | "mean" | "var" | "std" | "amax" | "amin" | "norm", (_, _)):
            return Apply(node.head, (*node.args, ONE))
        case Apply("logsumexp", (_, _)):
            return Apply(node.head, (*node.args, ONE))
        case _:
            return None


def _kept_shape(node: Apply, against: Shape) -> Shape:
    """The shape of a reduction of an array of the other's shape, its axis kept."""
    axis = axis_number(node.args[1])
    if axis is None or not -len(against) <= axis < len(against):
        return ()
    sizes = list(against)
    sizes[axis] = ONE
    return tuple(sizes)


def axis_number(node: Expression) -> int | None:
    """The whole number that names an axis."""
    match node:
        case Number(value) if value.denominator == 1:
            return value.numerator
        case Apply("neg", (Number(value),)) if value.denominator == 1:
            return -value.numerator
        case _:
            return None


# The sides of a line.


def no_match(
    left: _Factor, right: _Factor, relation: str, of: Callable[[Expression], Shape]
) -> ShapeError:
    """The two sides of a line have different shapes; ``of`` tells that of any expression."""
    message = (
        f"the left side of `{relation}` is {shape_text(left[1])}"
        f" and the right side is {shape_text(right[1])}"
    )
    hint = "both sides have the same shape, or one is a number that stands for every entry"
    sides = [*mended_sides(*right), *_along_the_other_axis(right[0], of)]
    for node, shape in sides:
        if same_shape(shape, left[1]):
            hint = write(node) or hint
            break
    return ShapeError(message, hint, right[0])


_OTHER_AXIS: Final[Mapping[int | None, Number]] = {0: ONE, 1: ZERO, -1: ZERO, -2: ONE}
_MOST_REDUCTIONS = 4  # of a side, tried along the other axis


def _along_the_other_axis(node: Expression, of: Callable[[Expression], Shape]) -> Iterator[_Factor]:
    """A side with one of its reductions of a matrix along the other axis."""
    found = [part for part in subexpressions(node) if _kept(part) is not None]
    for part in found[:_MOST_REDUCTIONS]:
        other = _with_turned_axis(node, part)
        try:
            yield other, of(other)
        except ShapeError:  # an array of more than two axes, or what stands around it
            continue


def _with_turned_axis(node: Expression, reduction: Expression) -> Expression:
    def change(part: Expression) -> Expression:
        return _turned_axis(part) if part == reduction else part

    return transform(node, change)


def _turned_axis(reduction: Expression) -> Expression:
    """A reduction of a matrix along the other axis."""
    match reduction:
        case Apply(head, (array, axis, *kept)):
            other = _OTHER_AXIS.get(axis_number(axis))
            return reduction if other is None else Apply(head, (array, other, *kept))
        case _:
            return reduction


def mended_sides(node: Expression, shape: Shape) -> Iterator[_Factor]:
    """What a transpose or a swap of two factors can make of a side."""
    match node:
        case Apply("@" | "dot", (first, second)) if len(shape) == 2:
            swapped = Apply(node.head, (transposed(second), transposed(first)))
            yield swapped, shape[::-1]
        case _:
            pass
    if len(shape) == 2:
        yield transposed(node), shape[::-1]
