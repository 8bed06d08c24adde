"""Expressions, contexts and claims written as text, and ways to draw them at random."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache

from flint import ctx
from hypothesis import settings
from hypothesis import strategies as st

from tests.judged import derivation, document
from verifier.algebra.fact_free import FactFree
from verifier.algebra.facts import Fact
from verifier.algebra.fractions import Algebra
from verifier.algebra.literals import MASKS
from verifier.algebra.names import Names
from verifier.algebra.oracles import PointOracle, difference
from verifier.claims.claim import Claim, Context
from verifier.documents.document import Document
from verifier.documents.load import load
from verifier.kernel.judgement import Judge
from verifier.language.expressions import Apply, Expression, Name, Number
from verifier.language.parser import parse
from verifier.language.scope import Entry, Kind, Scope
from verifier.strategies.points import candidates

REALS = ("x", "y", "z", "u", "v", "w", "h", "a", "b", "c")
WHOLE = ("n", "m", "k")
SCOPE = Scope(
    {
        **{name: Entry(Kind.SYMBOL) for name in REALS},
        **{name: Entry(Kind.SYMBOL, integer=True) for name in WHOLE},
        **{name: Entry(Kind.DEFINITION) for name in ("p", "q")},
        "f": Entry(Kind.FUNCTION, arity=1),
        "g": Entry(Kind.OPAQUE, arity=1),
    }
)
FREE = {", ".join(REALS): "real", ", ".join(WHOLE): "integer"}
"""Every letter, without any range."""


def drawn(examples: int) -> Callable[..., Callable[..., None]]:
    """A property's settings: few examples, the same in every run."""
    return settings(max_examples=examples, derandomize=True, deadline=None, database=None)


@contextmanager
def precision(bits: int) -> Iterator[None]:
    """The bits with which a test itself works with balls."""
    before, ctx.prec = ctx.prec, bits
    try:
        yield
    finally:
        ctx.prec = before


def read(text: str) -> Expression:
    """An expression over the letters above."""
    return parse(text, SCOPE).expression


def statement(text: str) -> Expression:
    return parse(text, SCOPE, statement=True).expression


# -- contexts and claims ---------------------------------------------------------------------------


def header(
    symbols: Mapping[str, str] | None = None,
    definitions: Mapping[str, str] | None = None,
    convention: str = "",
) -> str:
    """The beginning of a file."""
    lines = ["title: a case"]
    sections = (("symbols", symbols), ("definitions", definitions))
    for section, entries in sections:
        if entries:
            lines += [f"{section}:", *(f"  {key}: {text}" for key, text in entries.items())]
    if convention:
        lines.append(f"conventions: {convention}")
    return "\n".join(lines)


@dataclass(frozen=True)
class Case:
    """One step of a document, as the runner would hand it to the judge."""

    claim: Claim
    judge: Judge

    def opening(self, *total: str) -> Case:
        """The same with some definitions known to be defined everywhere."""
        context = replace(self.claim.context, total=frozenset(total))
        return Case(replace(self.claim, context=context), Judge(context, suggest))


def suggest(
    expressions: tuple[Expression, ...], context: Context
) -> Iterable[Mapping[str, Expression]]:
    return candidates(expressions, context, 0)


def loaded(text: str) -> Document:
    return load(text.encode(), "case.yaml")


def case(
    left: str,
    right: str,
    relation: str = "=",
    *,
    symbols: Mapping[str, str] | None = None,
    definitions: Mapping[str, str] | None = None,
    assumed: Iterable[str] = (),
    convention: str = "",
) -> Case:
    """A step, read through the real door and not judged."""
    above = header({"x, y": "real"} if symbols is None else symbols, definitions, convention)
    written = loaded(document(above, [derivation("step", [left, f"{relation} {right}"], assumed)]))
    (read_derivation,) = written.derivations
    context = written.context_of(read_derivation)
    before, after = read_derivation.lines
    claim = Claim(before.expression, after.relation, after.expression, context)
    return Case(claim, Judge(context, suggest))


def context(
    symbols: Mapping[str, str] | None = None, definitions: Mapping[str, str] | None = None
) -> Context:
    """A context without anything to show in it."""
    return _context(header(FREE if symbols is None else symbols, definitions))


@cache
def _context(above: str) -> Context:
    return loaded(document(above, [derivation("step", ["1", "= 1"])])).context


def algebra(
    facts: Iterable[str] = (), symbols: Mapping[str, str] | None = None, capacity: int = 64
) -> Algebra:
    """An algebra that knows some relations, each written as text."""
    return Algebra(Names(context(symbols)), map(fact, facts), capacity)


def fact(text: str) -> Fact:
    """A relation as a fact."""
    match statement(text):
        case Apply(symbol, (left, right)):
            return Fact(difference(left, right), MASKS[symbol])
        case other:
            raise ValueError(f"{other} is no relation")


def at(
    values: Mapping[str, Fraction | int | str], symbols: Mapping[str, str] | None = None
) -> PointOracle:
    """The numbers of a point; a value may be a text such as ``pi/2``."""
    point = {
        name: read(value) if isinstance(value, str) else Number(Fraction(value))
        for name, value in values.items()
    }
    return PointOracle(point, FactFree(Names(context(symbols))))


# -- drawing ---------------------------------------------------------------------------------------

VALUES = tuple(
    map(Fraction, ("0", "1", "-1", "2", "1/2", "-2", "-1/2", "3", "1/3", "-3", "3/2", "5"))
)
values = st.sampled_from(VALUES)
small = st.builds(Fraction, st.integers(-4, 4), st.sampled_from((1, 1, 1, 2, 3)))
numbers = st.builds(Number, st.sampled_from(tuple(map(Fraction, ("0", "1", "2", "3", "1/2")))))
letters = st.sampled_from((Name("x"), Name("y")))
leaves = st.one_of(letters, letters, numbers)
SMOOTH = ("exp", "log", "sqrt", "sin", "cos", "atan")
EXPONENTS = (Number(2), Number(3), Number(0), Number(Fraction(1, 2)), Number(Fraction(1, 3)))
INVERSE = Apply("neg", (Number(1),))


def minus(u: Expression) -> Expression:
    return Apply("neg", (u,))


def grown(
    inner: st.SearchStrategy[Expression], heads: tuple[str, ...]
) -> list[st.SearchStrategy[Expression]]:
    """Sums, products, quotients, powers and functions of smaller expressions."""
    pair = st.tuples(inner, inner)
    return [
        st.builds(Apply, st.just("+"), pair),
        st.builds(lambda two: Apply("+", (two[0], minus(two[1]))), pair),
        st.builds(Apply, st.just("*"), pair),
        st.builds(Apply, st.just("/"), pair),
        st.builds(lambda u, n: Apply("^", (u, n)), inner, st.sampled_from((*EXPONENTS, INVERSE))),
        st.builds(lambda head, u: Apply(head, (u,)), st.sampled_from(heads), inner),
    ]


rational_functions: st.SearchStrategy[Expression] = st.recursive(
    leaves,
    lambda inner: st.one_of(
        *grown(inner, ("neg",))[:4],
        st.builds(
            lambda u, n: Apply("^", (u, n)), inner, st.sampled_from((Number(2), Number(3), INVERSE))
        ),
    ),
    max_leaves=6,
)
smooth_expressions: st.SearchStrategy[Expression] = st.recursive(
    leaves, lambda inner: st.one_of(*grown(inner, SMOOTH)), max_leaves=5
)


def switched(inner: st.SearchStrategy[Expression]) -> list[st.SearchStrategy[Expression]]:
    """Switches of smaller expressions."""
    comparison = st.builds(
        lambda head, u, v: Apply(head, (u, v)),
        st.sampled_from(("<", "<=", ">", ">=", "==", "!=")),
        inner,
        st.one_of(numbers, inner),
    )
    return [
        st.builds(
            lambda head, u: Apply(head, (u,)), st.sampled_from(("abs", "relu", "sign")), inner
        ),
        st.builds(
            lambda head, u, v: Apply(head, (u, v)), st.sampled_from(("max", "min")), inner, inner
        ),
        st.builds(lambda c, u, v: Apply("where", (c, u, v)), comparison, inner, inner),
        comparison,
    ]


switching_expressions: st.SearchStrategy[Expression] = st.recursive(
    leaves,
    lambda inner: st.one_of(*grown(inner, ("exp", "log", "sqrt")), *switched(inner)),
    max_leaves=6,
)


def equal(
    left: str,
    right: str,
    facts: Iterable[str] = (),
    symbols: Mapping[str, str] | None = None,
) -> bool:
    """Whether the algebra knows that two expressions have equal values wherever both have one."""
    return algebra(facts, symbols).vanishes(difference(read(left), read(right)))
