"""What may have been left out of a line: the pieces that stand around it, found by their values."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from itertools import combinations, islice
from types import MappingProxyType

from verifier.explain.tidy import negated, product, quotient, total
from verifier.explain.trial import Trial, Values
from verifier.language.expressions import (
    ONE,
    ZERO,
    Apply,
    Call,
    Expression,
    Name,
    Number,
    children,
    subexpressions,
)

LARGEST = 14  # nodes of a piece
MOST = 400  # pieces that stand around
SCANNED = 200  # pieces that open values are compared with
PAIRED = 26  # of which products and quotients are taken
APPLIED = 60  # functions from around, of names from around
_FUNCTIONS = frozenset({"abs", "exp", "log", "sqrt", "sin", "cos", "sign"})


class Pool:
    """Pieces of the lines and definitions around, to be found by their values."""

    def __init__(
        self,
        sources: Iterable[Expression],
        names: Iterable[str],
        lines: frozenset[Expression],
        trial: Trial,
    ) -> None:
        """``lines`` are whole lines of the derivation: to repeat one mends nothing."""
        self.trial = trial
        self._values: dict[Expression, Values] = {}
        self._found: dict[Hashable, list[Expression]] = {}
        around = _pieces(sources, lines)
        self._around = frozenset(around)
        letters: list[Expression] = [Name(name) for name in names]
        made = [*letters, *islice(_applied(around, letters), APPLIED), *_masks(around)]
        made += [total((ONE, negated(letter))) for letter in letters]
        made += _turned(around, letters, trial) if trial.sizes else ()
        ordered = sorted(dict.fromkeys([*around, *made]), key=size_of)
        self._valued = [(piece, values) for piece in ordered if (values := trial.values(piece))]
        for piece, values in self._valued:
            self._add(piece, values)

    def pair_up(self) -> None:
        """Take in products, also of matrices, and quotients of two of the shortest pieces."""
        for (one, ones), (other, others) in combinations(self._valued[:PAIRED], 2):
            self._pair(one, ones, other, others)

    def having(self, values: Values) -> list[Expression]:
        """The pieces that may have these values, short ones first."""
        key = self.trial.key(values)
        if key is not None:
            return list(self._found.get(key, ()))
        if not self.trial.open(values):
            return []
        some = islice(self._values.items(), SCANNED)
        return [piece for piece, known in some if self.trial.alike(known, values)]

    def small(self, most: int, like: Expression) -> list[Expression]:
        """The shortest pieces that could stand beside an expression, those around first."""
        values = self.trial.values(like)
        pieces = [
            piece
            for found in self._found.values()
            for piece in found[:1]
            if values is None or self.trial.fit(self._values[piece], values) is not None
        ]
        return sorted(pieces, key=lambda piece: (piece not in self._around, size_of(piece)))[:most]

    def _add(self, piece: Expression, values: Values) -> None:
        key = self.trial.key(values)
        if key is not None:
            found = self._found.setdefault(key, [])
            if not found or self.trial.alike(self._values[found[0]], values):
                found.append(piece)
                self._values[piece] = values

    def _pair(self, one: Expression, ones: Values, other: Expression, others: Values) -> None:
        for a, b, first, second in ((one, other, ones, others), (other, one, others, ones)):
            self._add_combined("/", quotient(a, b), first, second)
            self._add_combined("@", Apply("@", (a, b)), first, second)
        self._add_combined("*", product((one, other)), ones, others)

    def _add_combined(self, head: str, pair: Expression, ones: Values, others: Values) -> None:
        values = self.trial.combine(head, [ones, others])
        if values is not None:
            self._add(pair, values)


def _pieces(sources: Iterable[Expression], lines: frozenset[Expression]) -> list[Expression]:
    found: dict[Expression, None] = {}
    for source in sources:
        for piece in subexpressions(source):
            if len(found) >= MOST:
                return list(found)
            if piece not in lines and not isinstance(piece, Number) and size_of(piece) <= LARGEST:
                found[piece] = None
    return list(found)


def _applied(around: list[Expression], letters: list[Expression]) -> Iterator[Expression]:
    """The functions that occur, of the letters that occur."""
    heads: dict[Expression, None] = {}
    for piece in around:
        match piece:
            case Apply(head, (_,)) if head in _FUNCTIONS:
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


def _masks(around: list[Expression]) -> Iterator[Expression]:
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


_TWINS = MappingProxyType({"sum": "mean", "mean": "sum", "var": "std", "std": "var"})


def _turned(
    around: list[Expression], letters: list[Expression], trial: Trial
) -> Iterator[Expression]:
    """Transposes of the arrays that occur, and means for sums."""
    for letter in letters:
        values = trial.values(letter)
        if values is not None and trial.rank(values) > 1:
            yield Apply("transpose", (letter,))
    for piece in around:
        match piece:
            case Apply(head, args) if head in _TWINS:
                yield Apply(_TWINS[head], args)
            case _:
                pass


def size_of(node: Expression, most: int = 1_000) -> int:
    """How many nodes an expression has, repeated ones counted each time."""
    pending, count = [node], 0
    while pending and count < most:
        count += 1
        pending.extend(children(pending.pop()))
    return count
