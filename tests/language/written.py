"""Expressions and statements as an author could write them, for the laws of parser and printer."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from verifier.language.expressions import (
    ONE,
    TWO,
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
)
from verifier.language.literals import exceeds_limit
from verifier.language.scope import Entry as Declared
from verifier.language.scope import Kind, Scope
from verifier.language.vocabulary import COMPARISONS, VOCABULARY, Nature

SCOPE = Scope(
    {
        **{name: Declared(Kind.SYMBOL) for name in ("x", "y", "D", "beta", "σ")},
        **{name: Declared(Kind.SYMBOL, rank=2) for name in ("X", "W1")},
        "n": Declared(Kind.SIZE, integer=True),
        "p": Declared(Kind.DEFINITION),
        "dLoss_dp": Declared(Kind.DERIVATION),
        "f": Declared(Kind.OPAQUE, arity=1),
        "g": Declared(Kind.FUNCTION, arity=2),
    }
)
_SCALARS = ("x", "y", "D", "beta", "σ", "n", "p", "dLoss_dp")
_INFINITY = (Constant("oo"), Apply("neg", (Constant("oo"),)))
_FUNCTIONS = [
    (row.name, 3 if row.variadic else len(row.parameters) - row.optional)
    for row in VOCABULARY.values()
    if row.nature is not Nature.OPERATOR and row.name not in COMPARISONS
]
_AXES = ((), (Number(0),), (Apply("neg", (ONE,)),), (ONE, ONE))


class _Author:
    """Writes one expression, a choice at a time; ``bound`` are the variables in sight."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.bound: dict[str, str] = {}
        self.subscripts = 0

    def expression(self, depth: int) -> Expression:
        if depth <= 0:
            return self.leaf()
        kinds = (
            self.leaf, self.sum_or_product, self.signed, self.quotient, self.power, self.function,
            self.call, self.binder, self.limit, self.derivative, self.tensor, self.entry,
        )  # fmt: skip
        write = self.draw(st.sampled_from(kinds))
        return write(depth - 1)

    def leaf(self, _depth: int = 0) -> Expression:
        match self.draw(st.integers(0, 3)):
            case 0:
                places = self.draw(st.integers(0, 6))
                return Number(Fraction(self.draw(st.integers(0, 9999)), 10**places))
            case 1 if self.bound:
                return Name(self.draw(st.sampled_from(sorted(self.bound))))
            case 2:  # inside a subscript an `i` is an index, not the imaginary unit
                names = ("pi", "e") if self.subscripts else ("pi", "e", "i")
                return Constant(self.draw(st.sampled_from(names)))
            case _:
                return Name(self.draw(st.sampled_from(_SCALARS)))

    def several(self, depth: int, least: int, most: int) -> tuple[Expression, ...]:
        return tuple(self.expression(depth) for _ in range(self.draw(st.integers(least, most))))

    def sum_or_product(self, depth: int) -> Expression:
        return Apply(self.draw(st.sampled_from("+*")), self.several(depth, 2, 4))

    def signed(self, depth: int) -> Expression:
        return Apply(
            self.draw(st.sampled_from(["neg", "neg", "±", "∓"])), self.several(depth, 1, 1)
        )

    def quotient(self, depth: int) -> Expression:
        head = self.draw(st.sampled_from(["/", "/", "@", *COMPARISONS]))
        return Apply(head, self.several(depth, 2, 2))

    def power(self, depth: int) -> Expression:
        base, exponent = self.several(depth, 2, 2)
        if exceeds_limit(exponent) or exponent == Apply("neg", (ONE,)):
            exponent = TWO
        return Apply("^", (base, exponent))

    def function(self, depth: int) -> Expression:
        head, count = self.draw(st.sampled_from(_FUNCTIONS))
        return Apply(head, self.several(depth, count, count))

    def call(self, depth: int) -> Expression:
        if self.draw(st.booleans()):
            return Call("g", self.several(depth, 2, 2), (0, 0))
        return Call("f", self.several(depth, 1, 1), (self.draw(st.integers(0, 3)),))

    def under(self, kind: str, depth: int) -> tuple[str, Expression]:
        """A fresh variable and a body that may use it."""
        variable = f"v{len(self.bound) + 1}"
        self.bound[variable] = kind
        body = self.expression(depth)
        del self.bound[variable]
        return variable, body

    def end(self, depth: int) -> Expression:
        if self.draw(st.booleans()):
            return self.draw(st.sampled_from(_INFINITY))
        return self.expression(depth)

    def binder(self, depth: int) -> Expression:
        kind = self.draw(st.sampled_from(["sum", "prod", "integrate", "index", "indefinite"]))
        if kind == "indefinite":
            return Binder("integrate", self.expression(depth), "x", None, None)
        name = "sum" if kind == "index" else kind
        variable, body = self.under(name, depth)
        if kind == "index":
            return Binder(name, body, variable, None, None)
        return Binder(name, body, variable, self.end(depth - 1), self.end(depth - 1))

    def limit(self, depth: int) -> Expression:
        variable, body = self.under("limit", depth)
        side = self.draw(st.sampled_from(["", "+", "-"]))
        return Limit(body, variable, self.end(depth - 1), side)

    def derivative(self, depth: int) -> Expression:
        kind = self.draw(st.sampled_from(["diff", "diff", "grad", "jacobian"]))
        if kind != "diff":
            return Derivative(kind, self.expression(depth), ("X",))
        free = [name for name, by in self.bound.items() if by in ("integrate", "limit")]
        names = st.sampled_from(["x", "y", "p", *free])
        body = self.expression(depth)
        return Derivative(kind, body, tuple(self.draw(st.lists(names, min_size=1, max_size=3))))

    def tensor(self, _depth: int) -> Expression:
        matrix = self.draw(st.sampled_from([Name("X"), Name("W1"), Apply("inv", (Name("X"),))]))
        head = self.draw(
            st.sampled_from(["sum", "prod", "mean", "var", "amax", "norm", "transpose"])
        )
        if head == "transpose":
            return Apply(head, (matrix,))
        return Apply(head, (matrix, *self.draw(st.sampled_from(_AXES))))

    def entry(self, depth: int) -> Expression:
        base = self.draw(st.sampled_from([Name("X"), Apply("transpose", (Name("W1"),))]))
        self.subscripts += 1
        free: tuple[Expression, ...] = (Name("j"), Name("k"), Apply("+", (Name("j"), ONE)))
        first = self.draw(st.sampled_from(free))
        second = self.draw(st.sampled_from([ONE, *map(Name, self.bound)]))
        third = self.expression(depth - 1)
        self.subscripts -= 1
        return Entry(base, (first, second, third)[: self.draw(st.integers(1, 3))])

    def statement(self, depth: int) -> Expression:
        form = self.draw(st.sampled_from(["relation", "relation", "truth", "and", "or", "not"]))
        if form == "truth":
            return Constant(self.draw(st.sampled_from(["true", "false"])))
        if form == "relation" or depth <= 0:
            head = self.draw(st.sampled_from(["=", "<", "<=", ">", ">=", "!="]))
            return Apply(head, self.several(2, 2, 2))
        count = 1 if form == "not" else self.draw(st.integers(2, 3))
        return Apply(form, tuple(self.statement(depth - 1) for _ in range(count)))


@st.composite
def expressions(draw: st.DrawFn) -> Expression:
    """Expressions over `SCOPE` that a text can produce."""
    return _Author(draw).expression(draw(st.integers(0, 4)))


@st.composite
def statements(draw: st.DrawFn) -> Expression:
    """Equations, inequalities and what `and`, `or`, `not` make of them."""
    return _Author(draw).statement(draw(st.integers(0, 3)))
