"""The shape of one operation, the shapes of its arguments being known."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from verifier.claims.claim import Context
from verifier.claims.shape_errors import (
    ShapeError,
    axis_number,
    described,
    no_fit,
    no_product,
    product_shape,
    quoted,
    shape_text,
    stretched,
    transposed,
    write,
)
from verifier.claims.sizes import (
    Shape,
    Size,
    is_size,
    polynomial,
    product,
    same_size,
)
from verifier.language.expressions import (
    ONE,
    Apply,
    Call,
    Derivative,
    Entry,
    Expression,
    Number,
)
from verifier.language.vocabulary import VOCABULARY, Nature

REDUCTIONS = frozenset({"sum", "prod", "mean", "var", "std", "amax", "amin", "norm", "logsumexp"})
"""What turns the entries along an axis, or all of them, into one number."""


def applied(node: Apply, shapes: tuple[Shape, ...], context: Context) -> Shape:
    """The shape of an operator or a function of the vocabulary, applied."""
    head = node.head
    if head in REDUCTIONS:
        return _reduced(node, shapes)
    if head in ("eye", "ones", "zeros"):
        return _made(node, shapes, context)
    rule = _RULES.get(head)
    if rule is not None:
        return rule(node, shapes)
    if VOCABULARY[head].nature is Nature.TENSOR:
        raise ShapeError(f"`{head}` has no shape here", "write it in other functions", node)
    if head in ("=", "and", "or", "not"):
        return ()
    return by_entries(node, node.args, shapes)


def by_entries(node: Expression, parts: Sequence[Expression], shapes: Sequence[Shape]) -> Shape:
    """The shape of an operation that takes its arguments entry by entry."""
    total: Shape = ()
    for shape in shapes:
        found = stretched(total, shape)
        if found is None:
            raise no_fit(node, parts, shapes)
        total = found
    return total


def by_entries_of(node: Call, shapes: tuple[Shape, ...], value: Shape) -> Shape:
    """A function of numbers, of arrays entry by entry; ``value`` is the shape of one value."""
    found = by_entries(node, node.args, shapes)
    if found and value:
        message = f"`{node.function}` is a function of numbers whose values are {shape_text(value)}"
        raise ShapeError(message, "call it with numbers", node)
    return found or value


# Products and what turns matrices into matrices.


def _matmul(node: Apply, shapes: tuple[Shape, ...]) -> Shape:
    left, right = shapes
    first, second = node.args
    if len(left) == 1 == len(right) and isinstance(second, Apply) and second.head == "transpose":
        raise _column(first, second.args[0], node)
    if node.head == "dot" and max(len(left), len(right)) > 2:
        message = "`dot` of arrays with more than two axes has several meanings"
        raise ShapeError(message, write(Apply("@", node.args)), node)
    found = product_shape(left, right)
    if found is None:
        raise no_product(node, left, right)
    return found


def _column(first: Expression, vector: Expression, node: Apply) -> ShapeError:
    """``u @ u.T``: for NumPy a number, to a reader a matrix. (``u.T @ u`` is a number to both.)"""
    message = f"{quoted(vector)} is a vector, so that its transpose is itself and not a row"
    hint = write(Apply("outer", (first, vector))) or "write `outer(u, v)`"
    return ShapeError(message, f"{hint} for the matrix", node)


def _transpose(_node: Apply, shapes: tuple[Shape, ...]) -> Shape:
    return shapes[0][::-1]


def _outer(node: Apply, shapes: tuple[Shape, ...]) -> Shape:
    left, right = shapes
    for part, shape in zip(node.args, shapes, strict=True):
        if len(shape) != 1:
            message = f"`outer` is of two vectors, and {described(part, shape, 'this part')}"
            raise ShapeError(message, "write `kron(A, B)` for matrices", node)
    return (*left, *right)


def _kron(node: Apply, shapes: tuple[Shape, ...]) -> Shape:
    left, right = shapes
    if len(left) != len(right) or len(left) not in (1, 2):
        message = f"`kron` is of two matrices, and these are {shape_text(left)}"
        raise ShapeError(f"{message} and {shape_text(right)}", "give both two axes", node)
    return tuple(product((one, other)) for one, other in zip(left, right, strict=True))


def _vec(node: Apply, shapes: tuple[Shape, ...]) -> Shape:
    (shape,) = shapes
    if len(shape) != 2:
        message = f"`vec` stacks the columns of a matrix, and {_argument(node, shape)}"
        raise ShapeError(message, "leave it out, or give the matrix two axes", node)
    return (product((shape[1], shape[0])),)


def _diag(node: Apply, shapes: tuple[Shape, ...]) -> Shape:
    (shape,) = shapes
    if len(shape) == 1:
        return (*shape, *shape)
    return _square(node, shapes)[:1]


_OF_SQUARES = {
    "tr": "a trace",
    "det": "a determinant",
    "inv": "an inverse",
    "diag": "a diagonal",
}


def _square(node: Apply, shapes: tuple[Shape, ...]) -> Shape:
    (shape,) = shapes
    if len(shape) != 2 or not same_size(*shape):
        what = _OF_SQUARES[node.head]
        message = f"only a square matrix has {what}, and {_argument(node, shape)}"
        raise ShapeError(message, _square_hint(node, shape), node)
    return shape


def _square_hint(node: Apply, shape: Shape) -> str:
    (part,) = node.args
    if len(shape) != 2:
        return "declare its shape, such as `real[n, n]`"
    gram = Apply(node.head, (Apply("@", (transposed(part), part)),))
    hint = write(gram)
    return f"is the product with its transpose meant? {hint}" if hint else "give it equal sizes"


def _to_number(node: Apply, shapes: tuple[Shape, ...]) -> Shape:
    _square(node, shapes)
    return ()


def _argument(node: Apply, shape: Shape) -> str:
    return described(node.args[0], shape, "this argument")


# Reductions.


def _axis(node: Apply, shape: Shape) -> int:
    axis = axis_number(node.args[1])
    rank = len(shape)
    if axis is None or not -rank <= axis < rank:
        last = f"its axes are 0 to {rank - 1}" if rank > 1 else "its only axis is 0"
        if not rank:
            last = "a number has no axis"
        message = f"there is no axis {'such' if axis is None else axis}: {_argument(node, shape)}"
        raise ShapeError(message, last, node)
    return axis % rank


def _reduced(node: Apply, shapes: tuple[Shape, ...]) -> Shape:
    shape = shapes[0]
    if len(node.args) == 1:
        return ()
    axis = _axis(node, shape)
    kept: Shape = (ONE,) if len(node.args) > 2 else ()
    return (*shape[:axis], *kept, *shape[axis + 1 :])


def _softmax(node: Apply, shapes: tuple[Shape, ...]) -> Shape:
    shape = shapes[0]
    if len(node.args) == 1 and len(shape) != 1:
        message = f"`softmax` needs its axis: {_argument(node, shape)}"
        rows = write(Apply("softmax", (node.args[0], ONE))) if len(shape) == 2 else ""
        hint = f"{rows} to make each row sum to 1" if rows else "name the axis along which it sums"
        raise ShapeError(message, hint, node)
    if len(node.args) > 1:
        _axis(node, shape)
    return shape


# Arrays made of sizes.


def _made(node: Apply, shapes: tuple[Shape, ...], context: Context) -> Shape:
    for part, shape in zip(node.args, shapes, strict=True):
        if shape or not is_size(part, context.symbols):
            message = f"{quoted(part)} is not known to be a positive whole number"
            hint = "a size is made of the letters of shapes: `n`, `2*n`, `n + 1`"
            raise ShapeError(message, hint, node)
    sizes = tuple(product((part,)) for part in map(_worked_out, node.args))
    return (sizes[0], sizes[0]) if node.head == "eye" else sizes


def _worked_out(size: Size) -> Size:
    """A size that is a number in disguise as that number."""
    found = polynomial(size)
    return Number(found[()]) if found is not None and found.keys() == {()} else size


# Derivatives and entries.


def derivative(node: Derivative, body: Shape, variables: tuple[Shape, ...]) -> Shape:
    """``diff`` of anything by numbers, ``grad`` of a number, ``jacobian`` of anything."""
    if node.kind == "jacobian":
        return (*body, *(size for shape in variables for size in shape))
    if node.kind == "grad":
        if body:
            message = f"`grad` is of a number, and {described(node.body, body, 'this')}"
            names = ", ".join(node.variables)
            hint = f"sum it, or write `jacobian(…, {names})`"
            raise ShapeError(message, hint, node)
        return variables[0] if variables else ()
    for name, shape in zip(node.variables, variables, strict=True):
        if shape:
            message = f"`diff` is by a number, and `{name}` is {shape_text(shape)}"
            word = "jacobian" if body else "grad"
            raise ShapeError(message, f"write `{word}(…, {name})`", node)
    return body


def entry(node: Entry, base: Shape, indices: tuple[Shape, ...]) -> Shape:
    """``X[i, j]``: as many numbers as there are axes."""
    if len(indices) != len(base):
        axes = "1 subscript" if len(base) == 1 else f"{len(base)} subscripts"
        message = f"{described(node.base, base, 'this')}, and an entry of it has {axes}"
        if not base:
            message = f"{quoted(node.base)} is a number and has no entries"
        raise ShapeError(message, "name one entry: a whole row or a slice has no notation", node)
    if any(indices):
        raise ShapeError("a subscript is a number", "write an index letter", node)
    return ()


_RULES: dict[str, Callable[[Apply, tuple[Shape, ...]], Shape]] = {
    "@": _matmul,
    "dot": _matmul,
    "transpose": _transpose,
    "outer": _outer,
    "kron": _kron,
    "vec": _vec,
    "diag": _diag,
    "tr": _to_number,
    "det": _to_number,
    "inv": _square,
    "softmax": _softmax,
}
