"""What a line about arrays is worth at given sizes: every entry by naive loops over its indices.

An entry is asked for by numbers and worked out from the entries it is made of, so that one that is
undefined spoils only what uses it. Numbers, and slopes beside a point, are those of `evaluator`;
nothing here is shared with `verifier.tensors`, `verifier.algebra` or `verifier.kernel`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any, TypeAlias

from tests.oracle import series
from tests.oracle.evaluator import (
    NOTHING,
    ONE,
    UNCLEAR,
    ZERO,
    Answer,
    Setting,
    Shown,
    _apply,
    _At,
)
from tests.oracle.reals import NotKnown, Undefined, working_precision
from tests.oracle.series import Scalar
from verifier.claims.claim import Claim, Context
from verifier.language.expressions import (
    Apply,
    Binder,
    Call,
    Derivative,
    Entry,
    Expression,
    Name,
    Number,
    free_names,
    subexpressions,
    substitute,
)

Place: TypeAlias = tuple[int, ...]
"""The indices of an entry, counted from 1; () of a number."""

Point: TypeAlias = Mapping[tuple[str, Place], Fraction]
"""The entries of all symbols."""

REDUCTIONS = ("sum", "prod", "mean", "var", "std", "amax", "amin", "norm", "logsumexp")


@dataclass(frozen=True)
class Both:
    """What the two sides of a claim are in one entry."""

    where: str
    left: Answer
    right: Answer


def compare(claim: Claim, sizes: Mapping[str, int], point: Point) -> Iterator[Both]:
    """Both sides of a claim, entry by entry, and for every value of its index letters."""
    with working_precision(160), series.following(3):
        here = _Arrays(_point(point, sizes), Setting(convention=bool(claim.context.conventions)))
        here.context = claim.context
        both = Apply("=", (claim.left, claim.right))
        known = {*claim.context.symbols, *claim.context.definitions, *claim.context.values}
        letters = sorted(free_names(both) - known)
        spans = [range(1, here.letter_size(both, letter) + 1) for letter in letters]
        for values in product(*spans):
            inner = here
            for letter, value in zip(letters, values, strict=True):
                inner = inner.moved(letter, Fraction(value))
            shape = inner.shape(claim.left) or inner.shape(claim.right)
            for at in product(*(range(1, size + 1) for size in shape)):
                where = f"{dict(zip(letters, values, strict=True))} {list(at)}"
                yield Both(where, inner.answer(claim.left, at), inner.answer(claim.right, at))


def _point(point: Point, sizes: Mapping[str, int]) -> dict[Any, Scalar]:
    values: dict[Any, Scalar] = {(name, at) if at else name: v for (name, at), v in point.items()}
    return values | {name: Fraction(size) for name, size in sizes.items()}


def differs(both: Both, relation: str = "=") -> bool:
    """Whether the two sides certainly do not agree: other values, or only one of them defined."""
    match both.left, both.right:
        case Shown(left), Shown(right):
            try:
                sign = series.sign(series.subtract(left, right))
            except NotKnown:
                return False
            holds = {"=": sign == 0, "<=": sign <= 0, ">=": sign >= 0, "<": sign < 0, ">": sign > 0}
            return not holds[relation]
        case (Shown(), other) | (other, Shown()):
            return other is NOTHING
        case _:
            return False


def holds_at(statement: Expression, context: Context, sizes: Mapping[str, int], at: Point) -> bool:
    """Whether a relation certainly holds in every entry."""
    match statement:
        case Apply("and", parts):
            return all(holds_at(part, context, sizes, at) for part in parts)
        case Apply(("<" | "<=" | ">" | ">=" | "==" | "!=") as head, (left, right)):
            claim = Claim(left, "=", right, context)
            return all(_stands(both, head) for both in compare(claim, sizes, at))
        case _:
            return False


def _stands(both: Both, head: str) -> bool:
    if not isinstance(both.left, Shown) or not isinstance(both.right, Shown):
        return False
    try:
        return _apply(head, [both.left.value, both.right.value]) == 1
    except NotKnown:
        return False


class _Arrays(_At):
    """Values at one point; entries of arrays are kept as ``(name, place)``."""

    context: Context

    def moved(self, name: Any, to: Scalar) -> _Arrays:
        found = _Arrays({**self.values, name: to}, self.setting)
        found.context = self.context
        return found

    def answer(self, node: Expression, at: Place) -> Answer:
        """An entry of an expression; a number stands for every entry."""
        try:
            value = series.plain(self.cell(node, at if self.shape(node) else ()))
        except Undefined:
            return NOTHING
        except (NotKnown, RecursionError):
            return UNCLEAR
        return UNCLEAR if isinstance(value, series.Series) else Shown(value)

    # Shapes, at these sizes.

    def shape(self, node: Expression) -> Place:
        match node:
            case Name(name):
                return self._shape_of_name(name)
            case Apply(head, args):
                return self._shape_of(head, args)
            case Call(function, args, order):
                body = self._opened(function, args, order)
                shapes = [self.shape(arg) for arg in args]
                return _stretched(shapes) if body is None else self.shape(body)
            case Binder("sum" | "prod", body, _, _, _):
                return self.shape(body)
            case Derivative("grad", _, (variable,)):
                return self._shape_of_name(variable)
            case Derivative("jacobian", body, (variable,)):
                return self.shape(body) + self._shape_of_name(variable)
            case Derivative("diff", body, _):
                return self.shape(body)
            case _:
                return ()

    def _shape_of_name(self, name: str) -> Place:
        context = self.context
        if name in context.symbols:
            return tuple(self.whole(size) for size in context.symbols[name].shape)
        if name in context.values:
            return self.shape(context.values[name].start)
        definition = context.definitions.get(name)
        if definition is None or definition.parameters:
            return ()
        if definition.indices:
            return tuple(self.letter_size(definition.body, i) for i in definition.indices)
        return self.shape(definition.body)

    def _shape_of(self, head: str, args: tuple[Expression, ...]) -> Place:
        if head in ("eye", "ones", "zeros"):
            sizes = tuple(self.whole(arg) for arg in args)
            return sizes * 2 if head == "eye" else sizes
        shapes = [self.shape(arg) for arg in args]
        match head:
            case "@" | "dot":
                return shapes[0][:-1] + shapes[1][1:]
            case "transpose":
                return shapes[0][::-1]
            case "outer":
                return shapes[0] + shapes[1]
            case "kron":
                return tuple(a * b for a, b in zip(*shapes, strict=True))
            case "vec":
                return (shapes[0][0] * shapes[0][1],)
            case "diag":
                return shapes[0] * 2 if len(shapes[0]) == 1 else shapes[0][:1]
            case "tr" | "det":
                return ()
            case "inv" | "softmax":
                return shapes[0]
            case _ if head in REDUCTIONS:
                if len(args) == 1:
                    return ()
                axis = _axis(args[1], len(shapes[0]))
                kept = (1,) if len(args) > 2 else ()
                return shapes[0][:axis] + kept + shapes[0][axis + 1 :]
            case _:
                return _stretched(shapes)

    def letter_size(self, body: Expression, letter: str) -> int:
        """How far an index letter goes: to the end of the axis where it stands alone."""
        for part in subexpressions(body):
            if isinstance(part, Entry):
                for axis, index in enumerate(part.indices):
                    if index is Name(letter):
                        return self.shape(part.base)[axis]
        raise NotKnown(f"nothing says how far {letter} goes")

    def whole(self, node: Expression) -> int:
        value = series.plain(self.value(node))
        if not isinstance(value, Fraction) or value.denominator != 1:
            raise NotKnown("an index or a size is no whole number")
        return int(value)

    # Entries.

    def _value(self, node: Expression) -> Scalar:
        return self.cell(node, ())

    def cell(self, node: Expression, at: Place) -> Scalar:  # noqa: C901 - one case for each kind
        """One entry of an expression."""
        match node:
            case Name(name):
                return self._entry_of_name(name, at)
            case Entry(base, indices):
                return self.cell(base, (*map(self.whole, indices), *at))
            case Apply("where", (condition, yes, no)):
                shape = self.shape(node)
                chosen = no if series.is_zero(self._stretch(condition, shape, at)) else yes
                return self._stretch(chosen, shape, at)
            case Apply(head, args):
                return self._applied(node, head, args, at)
            case Call(function, args, order):
                body = self._opened(function, args, order)
                if body is None:
                    raise NotKnown(f"{function} may be any function")
                for arg in args:  # application is strict, used or not
                    if not self.shape(arg):
                        self.value(arg)
                return self.cell(body, at)
            case Binder("sum" | "prod" as kind, body, letter, lower, upper):
                first = 1 if lower is None else self.whole(lower)
                last = self.letter_size(body, letter) if upper is None else self.whole(upper)
                terms = [
                    self.moved(letter, Fraction(k)).cell(body, at) for k in range(first, last + 1)
                ]
                return _folded("+" if kind == "sum" else "*", terms)
            case Derivative("grad" | "jacobian", body, (variable,)):
                rank = len(self.shape(body))
                return self._by_entry(body, at[:rank], variable, at[rank:])
            case Derivative("diff", body, (*inner, name)):
                what = Derivative("diff", body, tuple(inner)) if inner else body
                return self._by_entry(what, at, name, ())
            case _ if at:
                raise NotKnown("no entries")
            case _:
                return super()._value(node)

    def _entry_of_name(self, name: str, at: Place) -> Scalar:
        key: Any = (name, at) if at else name
        if key in self.values:
            return self.values[key]
        context = self.context
        if name in context.values:
            return self.cell(context.values[name].start, at)
        definition = context.definitions.get(name)
        if definition is None or definition.parameters:
            raise NotKnown(f"no value for {name}")
        if not definition.indices:
            return self.cell(definition.body, at)
        here = self
        for letter, index in zip(definition.indices, at, strict=True):
            here = here.moved(letter, Fraction(index))
        return here.value(definition.body)

    def _opened(
        self, function: str, args: tuple[Expression, ...], order: tuple[int, ...]
    ) -> Expression | None:
        """A function's body at its arguments, which may be arrays; None where it has none."""
        definition = self.context.definitions.get(function)
        if definition is None or any(order):
            return None
        return substitute(definition.body, dict(zip(definition.parameters, args, strict=True)))

    def _by_entry(self, body: Expression, at: Place, name: str, entry: Place) -> Scalar:
        """A slope by one entry of a name, the other entries of that name held fixed."""
        here = self
        for place in product(*(range(1, size + 1) for size in self._shape_of_name(name))):
            here = here.moved((name, place) if place else name, self._entry_of_name(name, place))
        key: Any = (name, entry) if entry else name
        return self._slope(lambda x: here.moved(key, x).cell(body, at), here.values[key])

    def _stretch(self, arg: Expression, shape: Place, at: Place) -> Scalar:
        own = self.shape(arg)
        used = at[len(shape) - len(own) :]
        return self.cell(
            arg, tuple(min(i, size) if size == 1 else i for i, size in zip(used, own, strict=True))
        )

    def _applied(
        self, node: Expression, head: str, args: tuple[Expression, ...], at: Place
    ) -> Scalar:
        match head, args:
            case "eye", _:
                return ONE if at[0] == at[1] else ZERO
            case "ones" | "zeros", _:
                return ONE if head == "ones" else ZERO
            case (("@" | "dot" | "outer" | "kron"), (a, b)):
                return self._product(head, a, b, at)
            case (("transpose" | "vec" | "diag" | "tr" | "det" | "inv"), (a,)):
                return self._of_matrix(head, a, at)
            case "softmax", _:
                return self._softmax(args, at)
            case _ if head in REDUCTIONS:
                return _reduced(head, self._reduced_entries(args, at))
            case _:
                shape = self.shape(node)
                return _apply(head, [self._stretch(arg, shape, at) for arg in args])

    def _product(self, head: str, a: Expression, b: Expression, at: Place) -> Scalar:
        if head == "outer":
            return series.multiply(self.cell(a, at[:1]), self.cell(b, at[1:]))
        if head == "kron":
            inner = self.shape(b)
            slow = tuple((i - 1) // n + 1 for i, n in zip(at, inner, strict=True))
            fast = tuple((i - 1) % n + 1 for i, n in zip(at, inner, strict=True))
            return series.multiply(self.cell(a, slow), self.cell(b, fast))
        rows = len(self.shape(a)) - 1
        terms = [
            series.multiply(self.cell(a, (*at[:rows], k)), self.cell(b, (k, *at[rows:])))
            for k in self._span(b, 0)
        ]
        return _folded("+", terms)

    def _of_matrix(self, head: str, a: Expression, at: Place) -> Scalar:
        match head:
            case "transpose":
                return self.cell(a, at[::-1])
            case "vec":
                rows = self.shape(a)[0]
                return self.cell(a, ((at[0] - 1) % rows + 1, (at[0] - 1) // rows + 1))
            case "diag" if len(at) == 2:
                return series.multiply(ONE if at[0] == at[1] else ZERO, self.cell(a, at[:1]))
            case "diag":
                return self.cell(a, at * 2)
            case "tr":
                return _folded("+", [self.cell(a, (i, i)) for i in self._span(a, 0)])
            case "det":
                return _determinant(self._rows(a))
            case _:
                return _inverse(self._rows(a), at[0] - 1, at[1] - 1)

    def _span(self, node: Expression, axis: int) -> range:
        return range(1, self.shape(node)[axis] + 1)

    def _rows(self, a: Expression) -> list[list[Scalar]]:
        return [[self.cell(a, (i, j)) for j in self._span(a, 1)] for i in self._span(a, 0)]

    def _reduced_entries(self, args: tuple[Expression, ...], at: Place) -> list[Scalar]:
        array, shape = args[0], self.shape(args[0])
        if len(args) == 1:
            places = product(*(range(1, size + 1) for size in shape))
            return [self.cell(array, place) for place in places]
        axis = _axis(args[1], len(shape))
        after = at[axis + 1 :] if len(args) > 2 else at[axis:]
        return [self.cell(array, (*at[:axis], k, *after)) for k in range(1, shape[axis] + 1)]

    def _softmax(self, args: tuple[Expression, ...], at: Place) -> Scalar:
        rank = len(at)
        axis = _axis(args[1], rank) if len(args) > 1 else rank - 1
        line = [
            series.apply("exp", self.cell(args[0], (*at[:axis], k, *at[axis + 1 :])))
            for k in self._span(args[0], axis)
        ]
        return series.divide(line[at[axis] - 1], _folded("+", line))


def _stretched(shapes: list[Place]) -> Place:
    longest = max(map(len, shapes), default=0)
    padded = [(1,) * (longest - len(shape)) + shape for shape in shapes]
    return tuple(map(max, zip(*padded, strict=True))) if longest else ()


def _axis(node: Expression, rank: int) -> int:
    match node:
        case Number(value):
            return int(value)
        case Apply("neg", (Number(value),)):
            return rank - int(value)
        case _:
            raise NotKnown("an axis")


def _folded(head: str, terms: list[Scalar]) -> Scalar:
    result: Scalar = ZERO if head == "+" else ONE
    for term in terms:
        result = _apply(head, [result, term])
    return result


def _reduced(head: str, entries: list[Scalar]) -> Scalar:
    count = Fraction(len(entries))
    match head:
        case "sum":
            return _folded("+", entries)
        case "prod":
            return _folded("*", entries)
        case "mean":
            return series.divide(_folded("+", entries), count)
        case "var" | "std":
            mean = series.divide(_folded("+", entries), count)
            gaps = [series.subtract(entry, mean) for entry in entries]
            value = series.divide(_folded("+", [series.multiply(g, g) for g in gaps]), count)
            return value if head == "var" else _apply("sqrt", [value])
        case "norm":
            return _apply("sqrt", [_folded("+", [series.multiply(e, e) for e in entries])])
        case "logsumexp":
            return _apply("log", [_folded("+", [series.apply("exp", e) for e in entries])])
        case _:
            return _apply("max" if head == "amax" else "min", entries)


def _determinant(rows: list[list[Scalar]]) -> Scalar:
    if not rows:
        return ONE
    terms = []
    for j, entry in enumerate(rows[0]):
        minor = _determinant([row[:j] + row[j + 1 :] for row in rows[1:]])
        terms.append(series.multiply(Fraction((-1) ** j), series.multiply(entry, minor)))
    return _folded("+", terms)


def _inverse(rows: list[list[Scalar]], i: int, j: int) -> Scalar:
    minor = [row[:i] + row[i + 1 :] for place, row in enumerate(rows) if place != j]
    cofactor = series.multiply(Fraction((-1) ** (i + j)), _determinant(minor))
    return series.divide(cofactor, _determinant(rows))
