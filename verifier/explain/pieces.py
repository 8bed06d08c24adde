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
MOST = 400  # pieces that stand around
APPLIED = 60  # functions from around, of names from around
REDUCED = 60  # sums and means over an axis of what stands around
_FUNCTIONS = frozenset({"abs", "exp", "log", "sqrt", "sin", "cos", "sign"})
_OF_ARRAYS = frozenset({"tr", "det", "inv", "norm"})
_SELF_MADE = frozenset({"sigmoid", "tanh", "softmax", "exp", "sin", "cos"})
"""Functions whose derivative is made of themselves."""

_TWINS = MappingProxyType({"sum": "mean", "mean": "sum", "var": "std", "std": "var"})


def pieces_around(sources: Iterable[Expression], lines: frozenset[Expression]) -> list[Expression]:
    """Parts of the sources that are short and no whole line."""
    found: dict[Expression, None] = {}
    for source in sources:
        for piece in subexpressions(source):
            if len(found) >= MOST:
                return list(found)
            if piece not in lines and not isinstance(piece, Number) and size_of(piece) <= LARGEST:
                found[piece] = None
    return list(found)


def made_of(
    around: Sequence[Expression], letters: Sequence[Expression], trial: Trial
) -> Iterator[Expression]:
    """What people write with these pieces and letters."""
    yield from letters
    yield from islice(_applied(around, letters), APPLIED)
    yield from _masks(around)
    yield from _slopes(around)
    yield from (total((ONE, negated(letter))) for letter in letters)
    if trial.sizes:
        yield from _of_arrays(around, letters, trial)


def _applied(around: Sequence[Expression], letters: Sequence[Expression]) -> Iterator[Expression]:
    """The functions that occur, of the letters that occur."""
    heads: dict[Expression, None] = {}
    for piece in around:
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


def _masks(around: Iterable[Expression]) -> Iterator[Expression]:
    """What the derivative of a switch is: where it is on."""
    for piece in around:
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


def _slopes(around: Iterable[Expression]) -> Iterator[Expression]:
    """What the derivatives of a few functions are made of."""
    for piece in around:
        match piece:
            case Apply(head, (_,)) if head in _SELF_MADE:
                square = Apply("^", (piece, TWO))
                yield square
                yield total((ONE, negated(piece)))
                yield total((ONE, negated(square)))
            case Apply("det", (inner,)):
                yield Apply("inv", (inner,))
                yield Apply("transpose", (Apply("inv", (inner,)),))
            case _:
                pass


# -- arrays ------------------------------------------------------------------------------------


def _of_arrays(
    around: Sequence[Expression], letters: Sequence[Expression], trial: Trial
) -> Iterator[Expression]:
    for letter in letters:
        rank = _rank(letter, trial)
        if rank == 0:
            yield quotient(ONE, letter)
        elif rank is not None and rank > 1:
            yield Apply("transpose", (letter,))
    for piece in around:
        match piece:
            case Apply(head, args) if head in _TWINS:
                yield Apply(_TWINS[head], args)
            case _:
                pass
    yield from islice(_reduced(around, letters, trial), REDUCED)


def _reduced(
    around: Sequence[Expression], letters: Sequence[Expression], trial: Trial
) -> Iterator[Expression]:
    """The reductions that occur, of other arrays."""
    inner = [
        piece
        for piece in dict.fromkeys((*letters, *around))
        if size_of(piece) <= 3 and (_rank(piece, trial) or 0) > 1
    ]
    for reduction in reductions(around):
        for piece in inner:
            yield reduced(reduction, piece)


def reductions(around: Iterable[Expression]) -> list[Apply]:
    """The ways in which arrays are summed over an axis: each once, and its twin."""
    found: dict[Apply, None] = {}
    for piece in around:
        match piece:
            case Apply("sum" | "mean" as head, (_, *rest)) if rest:
                found[Apply(head, (ZERO, *rest))] = None
                found[Apply(_TWINS[head], (ZERO, *rest))] = None
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
