"""What is read in each case of an expression, against the oracle's values at points of the case.

A line is proved on smooth forms, each with conditions, of which one is read for each case. So the
forms are looked at themselves: where their conditions hold, the expression has a value and it is
theirs; where an exact one fails, it has none.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice

import pytest

from tests.algebra.cases import case
from tests.oracle import careless
from tests.oracle.differences import at_one_point
from tests.oracle.evaluator import Answer, Nothing, Setting, Shown, Unclear, evaluate
from verifier.algebra.certificates import Purse
from verifier.algebra.facts import Fact
from verifier.algebra.fractions import Algebra
from verifier.algebra.frames import NeedSplit, OffClaim, Undecided, Undefined
from verifier.algebra.literals import NEG, NIL, POS, Literal
from verifier.algebra.lowering import Lowered, lower
from verifier.algebra.ring import CAPACITIES, DividesByZero, TooManyAtoms
from verifier.kernel import setting as kernel
from verifier.language.expressions import Apply, Binder, Derivative, Expression, Name, Number
from verifier.language.printer import to_text
from verifier.language.problems import LimitExceeded

SYMBOLS = {"x, y": "real", "n": "integer"}
DISCRETE = frozenset({"n"})
CASES, POINTS = 40, 30
REALS = tuple(map(Fraction, ("0", "1", "-1", "2", "-2", "1/2", "-1/2", "3/2", "-5/3", "3")))
SILENT = (Undecided, OffClaim, DividesByZero, LimitExceeded, TooManyAtoms)


@dataclass(frozen=True)
class Read:
    """What was read in one case: a form, and that as a fraction; or that there is no value."""

    facts: tuple[Fact, ...]
    form: Lowered | None
    fraction: Expression | None = None


def cases_of(text: str) -> Iterator[Read]:
    """The cases of an expression, as the kernel would go through them."""
    claim = case(text, "0", symbols=SYMBOLS).claim
    context, purse = kernel.Setting(claim.context), Purse()
    pending: list[tuple[Fact, ...]] = [()]
    for _ in range(CASES):
        if not pending:
            return
        facts = pending.pop()
        try:
            oracle = context.oracle(facts, (), CAPACITIES[1], purse)
            form = lower(claim.left, context.names, frozenset(), oracle)
            yield Read(facts, form, fraction_of(form.expression, oracle.algebra))
        except NeedSplit as need:
            pending += [(*facts, Fact(need.subject, mask)) for mask in need.masks if mask]
        except Undefined:
            yield Read(facts, None)
        except kernel.Impossible:
            continue
        except SILENT:
            continue


def fraction_of(form: Expression, algebra: Algebra) -> Expression | None:
    """A form as the algebra knows it; None where it is beyond its limits."""
    try:
        num, den = algebra.fraction(form)
        return Apply("/", (algebra.node(algebra.reduce(num)), algebra.node(algebra.reduce(den))))
    except SILENT:
        return None


def mask_of(subject: Expression, point: Mapping[str, Fraction]) -> int | None:
    """The sign that the oracle sees; None where it cannot tell."""
    match evaluate(Apply("sign", (subject,)), point, Setting(discrete=DISCRETE)):
        case Shown(Fraction() as sign):
            return (NEG, NIL, POS)[int(sign) + 1]
        case _:
            return None


def holds(literal: Literal | Fact, point: Mapping[str, Fraction]) -> bool | None:
    mask = mask_of(literal.subject, point)
    return None if mask is None else bool(mask & literal.mask)


def said_of(read: Read, point: Mapping[str, Fraction]) -> Expression | Nothing | None:
    """What the case says at one of its points: a form, that there is no value, or nothing."""
    if not all(holds(fact, point) for fact in read.facts):
        return None
    if read.form is None:
        return Nothing()
    for literal in read.form.conditions:
        match holds(literal, point):
            case True:
                pass
            case False if literal.exact and all(holds(given, point) for given in literal.given):
                return Nothing()
            case _:
                return None
    return read.form.expression


def disagreements(node: Expression, seed: int) -> Iterator[object]:
    """Points at which what was read is not what the oracle finds."""
    chance = random.Random(seed)  # noqa: S311 (a fixed sample)
    setting = Setting(discrete=DISCRETE)
    reads = list(cases_of(to_text(node)))
    for _ in range(POINTS):
        whole = Fraction(chance.randint(-2, 4))
        point = {"x": chance.choice(REALS), "y": chance.choice(REALS), "n": whole}
        truth = evaluate(node, point, setting)
        for read in reads:
            said = None if isinstance(truth, Unclear) else said_of(read, point)
            if said is None:
                continue
            if isinstance(said, Nothing):
                answers: list[Answer] = [said]
            else:
                forms = (said, read.fraction or said)
                answers = [evaluate(form, point, setting) for form in forms]
            for found in answers:
                if at_one_point(found, truth, "=") is False:
                    yield to_text(node), point, read, found, truth


def expressions(kind: str, seed: int) -> Iterator[Expression]:
    """Random expressions of one kind."""
    chance = random.Random(seed)  # noqa: S311 (a fixed sample)
    x, n, j = Name("x"), Name("n"), Name("j")
    match kind:
        case "plain":
            yield from careless.expressions(seed, careless.Words(("x", "y"), ("x",)), 3)
        case "derivative":
            for body in careless.expressions(seed, careless.Words(("x", "x", "y"), ("x",)), 2):
                powers = Apply("^", (body, n)), Apply("*", (Apply("abs", (body,)), body))
                at_zero = Apply("where", (Apply("==", (x, Number(0))), Number(0), body))
                chosen = chance.choice([body, *powers, at_zero])
                yield Derivative("diff", chosen, ("x",))
        case _:
            for body in careless.expressions(seed, careless.Words(("j", "j", "x", "n"), ("x",)), 2):
                bases: list[Expression] = [x, n, Number(-1), Number(-2)]
                powers = Apply("^", (body, j)), Apply("^", (chance.choice(bases), j))
                pole = Apply("/", (body, Apply("+", (j, Number(-2)))))
                chosen = chance.choice([body, *powers, pole])
                lower = Number(chance.choice([0, 1, 1, 2]))
                yield Binder("prod" if kind == "product" else "sum", chosen, "j", lower, n)


@pytest.mark.parametrize(
    ("kind", "count"), [("plain", 60), ("derivative", 60), ("sum", 30), ("product", 30)]
)
def test_what_is_read_in_a_case_is_what_the_oracle_finds(kind: str, count: int) -> None:
    for seed, node in enumerate(islice(expressions(kind, 2026), count)):
        assert not list(islice(disagreements(node, seed), 1))


def test_a_wrong_form_is_seen() -> None:
    read = next(cases_of("x^2"))
    assert read.form is not None
    wrong = Read((), Lowered(Apply("abs", (Name("x"),)), ()))
    points = [{"x": value, "y": value, "n": Fraction(1)} for value in REALS]
    node = Apply("^", (Name("x"), Number(2)))

    def agrees(found: Read, point: Mapping[str, Fraction]) -> bool:
        said = said_of(found, point)
        assert not isinstance(said, Nothing | None)
        return at_one_point(evaluate(said, point), evaluate(node, point), "=") is not False

    assert all(agrees(read, point) for point in points)
    assert not all(agrees(wrong, point) for point in points)
