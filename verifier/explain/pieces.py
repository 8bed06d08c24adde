"""The pieces that a line may be made of: what stands around it, and what people make of that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from itertools import product as every
from types import MappingProxyType

from verifier.explain.tidy import negated, quotient, total
from verifier.explain.trial import Trial
from verifier.language.expressions import (
    ONE,
    TWO,
    ZERO,
    Apply,
    Binder,
    Call,
    Entry,
    Expression,
    Name,
    Number,
    children,
    subexpressions,
)

LARGEST = 14  # nodes of a piece
MOST = 600  # parts of what stands around
APPLIED = 60  # functions from around, of names from around
REDUCED = 60  # sums and means over an axis of what stands around
_FUNCTIONS = frozenset({"abs", "exp", "log", "sqrt", "sin", "cos", "sign"})
_OF_ARRAYS = frozenset({"tr", "det", "inv", "norm"})
_SELF_MADE = frozenset({"sigmoid", "tanh", "softmax", "exp"})
"""Functions whose derivative is made of themselves."""

_TWINS = MappingProxyType({"sum": "mean", "mean": "sum", "var": "std", "std": "var"})
_REDUCTIONS = ("sum", "mean")


def parts_of(sources: Iterable[Expression]) -> list[Expression]:
    """Every part of the sources, each once; of very many the first."""
    found: dict[Expression, None] = {}
    for source in sources:
        for part in subexpressions(source):
            if len(found) >= MOST:
                return list(found)
            found[part] = None
    return list(found)


def is_piece(part: Expression) -> bool:
    """Whether a part is short enough to be put in somewhere else."""
    return not isinstance(part, Number) and size_of(part) <= LARGEST


def made_of(
    parts: Sequence[Expression], letters: Sequence[Expression], trial: Trial
) -> Iterator[Expression]:
    """What people write with these letters, in the way of these parts."""
    yield from letters
    yield from islice(_applied(parts, letters), APPLIED)
    yield from _masks(parts)
    yield from _slopes(parts)
    yield from (total((ONE, negated(letter))) for letter in letters)
    if trial.sizes:
        yield from _of_arrays(parts, letters, trial)


def _applied(parts: Sequence[Expression], letters: Sequence[Expression]) -> Iterator[Expression]:
    """The functions that occur, of the letters that occur."""
    heads: dict[Expression, None] = {}
    for piece in parts:
        match piece:
            case Apply(head, (_,)) if head in _FUNCTIONS or head in _OF_ARRAYS:
                heads[Apply(head, (ZERO,))] = None
            case Call(function, (_,), order):
                heads[Call(function, (ZERO,), order)] = None
            case _:
                pass
    for pattern in heads:
        for letter in letters:
            match pattern:
                case Apply(head, _):
                    yield Apply(head, (letter,))
                case Call(function, _, order):
                    yield Call(function, (letter,), order)
                case _:
                    pass


def _masks(parts: Iterable[Expression]) -> Iterator[Expression]:
    """What the derivative of a switch is: where it is on."""
    for piece in parts:
        match piece:
            case Apply("relu", (inner,)):
                yield Apply(">", (inner, ZERO))
            case Apply("abs", (inner,)):
                yield Apply("sign", (inner,))
            case Apply("max", (one, other)):
                yield Apply(">", (one, other))
            case Apply("min", (one, other)):
                yield Apply("<", (one, other))
            case _:
                pass


def _slopes(parts: Iterable[Expression]) -> Iterator[Expression]:
    """What the derivatives of a few functions are made of."""
    for piece in parts:
        match piece:
            case Apply(head, (_,)) if head in _SELF_MADE:
                square = Apply("^", (piece, TWO))
                yield square
                yield total((ONE, negated(piece)))
                yield total((ONE, negated(square)))
            case Apply("sin" | "cos" as head, (inner,)):
                yield Apply("cos" if head == "sin" else "sin", (inner,))
            case Apply("log", (inner,)):
                yield quotient(ONE, inner)
            case Apply("det", (inner,)):
                yield Apply("inv", (inner,))
                yield Apply("transpose", (Apply("inv", (inner,)),))
            case _:
                pass


# -- arrays ------------------------------------------------------------------------------------


def _of_arrays(
    parts: Sequence[Expression], letters: Sequence[Expression], trial: Trial
) -> Iterator[Expression]:
    for letter in letters:
        rank = _rank(letter, trial)
        if rank == 0:
            yield quotient(ONE, letter)
        elif rank is not None and rank > 1:
            yield Apply("transpose", (letter,))
    for piece in parts:
        match piece:
            case Apply(head, args) if head in _TWINS:
                yield Apply(_TWINS[head], args)
            case _:
                pass
    yield from islice(_reduced(parts, letters, trial), REDUCED)


def _reduced(
    parts: Sequence[Expression], letters: Sequence[Expression], trial: Trial
) -> Iterator[Expression]:
    """The reductions that occur, of other arrays."""
    inner = [
        piece
        for piece in dict.fromkeys((*letters, *parts))
        if size_of(piece) <= 3 and (_rank(piece, trial) or 0) > 1
    ]
    for reduction in reductions(parts):
        for piece in inner:
            yield reduced(reduction, piece)


def reductions(parts: Iterable[Expression]) -> list[Apply]:
    """The ways in which arrays are summed over an axis, each once; a mean beside each sum."""
    found: dict[Apply, None] = {}
    for piece in parts:
        match piece:
            case Apply(head, (_, *rest)) if rest and head in _TWINS:
                found.update(dict.fromkeys(Apply(each, (ZERO, *rest)) for each in _REDUCTIONS))
            case Apply("softmax" | "logsumexp", (_, axis, *_)):
                found.update(dict.fromkeys(Apply(each, (ZERO, axis, ONE)) for each in _REDUCTIONS))
            case _:
                pass
    return list(found)


def reduced(reduction: Apply, piece: Expression) -> Expression:
    """One of `reductions` of a piece."""
    return Apply(reduction.head, (piece, *reduction.args[1:]))


def _rank(piece: Expression, trial: Trial) -> int | None:
    values = trial.values(piece)
    return None if values is None else trial.rank(values)


# -- index notation ----------------------------------------------------------------------------


def entries(
    sources: Iterable[Expression], letters: Sequence[Expression], trial: Trial
) -> dict[Expression, frozenset[str]]:
    """Entries of arrays, at the indices that occur: ``G[i, c]`` beside ``X[i, a]``.

    With the letters of their indices.
    """
    indices: dict[str, None] = {}
    found: dict[Expression, frozenset[str]] = {}
    for source in sources:
        for piece in subexpressions(source):
            match piece:
                case Entry(_, subscripts):
                    names = [index.name for index in subscripts if isinstance(index, Name)]
                    indices.update(dict.fromkeys(names))
                    found[piece] = frozenset(names)
                case Binder(_, _, variable, _, _):
                    indices[variable] = None
                case _:
                    pass
    for letter in letters if found else ():
        for subscripts in every(map(Name, indices), repeat=_rank(letter, trial) or 0):
            if subscripts:
                found[Entry(letter, subscripts)] = frozenset(index.name for index in subscripts)
    return found


def size_of(node: Expression, most: int = 1_000) -> int:
    """How many nodes an expression has, repeated ones counted each time."""
    pending, count = [node], 0
    while pending and count < most:
        count += 1
        pending.extend(children(pending.pop()))
    return count
