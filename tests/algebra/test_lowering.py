from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

import pytest
from flint import arb, fmpq
from hypothesis import given
from hypothesis import strategies as st

from tests.algebra.cases import (
    algebra,
    at,
    case,
    context,
    drawn,
    fact,
    minus,
    precision,
    read,
    switching_expressions,
    values,
)
from tests.oracle.evaluator import Nothing, Shown, Unclear
from tests.oracle.evaluator import evaluate as by_the_oracle
from tests.oracle.reals import ends
from verifier.algebra.enclosures import Value
from verifier.algebra.fact_free import FactFree
from verifier.algebra.fractions import Algebra
from verifier.algebra.frames import NeedSplit, OffClaim, Outside, Undecided, Undefined
from verifier.algebra.lowering import lower
from verifier.algebra.names import Names
from verifier.algebra.oracles import (
    CaseOracle,
    PointOracle,
    State,
    at_point,
)
from verifier.algebra.ring import DividesByZero
from verifier.kernel.wording import condition_text
from verifier.language.expressions import (
    Apply,
    Derivative,
    Expression,
    Name,
    subexpressions,
    substitute,
)
from verifier.language.printer import to_text
from verifier.language.problems import LimitExceeded
from verifier.language.vocabulary import VOCABULARY, Nature

LETTERS = {"x, y": "real", "n": "integer"}
FUNCTIONS = {"f(t)": "1", "s(t)": "t*abs(t)", "r(t)": "relu(t)^2", "p": "x^2", "q": "1/x"}


# -- at a point ------------------------------------------------------------------------------------

DEFINED = [
    ("sqrt(x^2)", {"x": -3}, "3"),
    ("x^0", {"x": 0}, "1"),
    ("0^x", {"x": 2}, "0"),
    ("0^x", {"x": 0}, "1"),
    ("x^y", {"x": 2, "y": -1}, "1/2"),
    ("x^n", {"x": -2, "n": 3}, "-8"),
    ("(x^3)^(1/3)", {"x": 2}, "2"),
    ("cbrt(x)", {"x": -8}, "-2"),
    ("root(x, 3)", {"x": -27}, "-3"),
    ("where(x > 0, log(x), 0)", {"x": -1}, "0"),
    ("where(x != 0, 1/x, 0)", {"x": 0}, "0"),
    ("max(x, y)", {"x": 1, "y": 1}, "1"),
    ("sign(0*x)", {"x": 5}, "0"),
    ("(x > 0) + 2*(x >= 0)", {"x": 0}, "2"),
    ("floor(x/2)", {"x": -3}, "-2"),
    ("binomial(5, 2) + factorial(4) + gamma(3)", {}, "36"),
    ("sum(i^2, i=1..4)", {}, "30"),
    ("sum(i, i=3..2) + prod(i, i=3..2)", {}, "1"),
    ("prod(x + i, i=0..2)", {"x": 1}, "6"),
    ("diff(x^2*y, x)", {"x": 3, "y": 2}, "12"),
    ("diff(x^2*y, x, y)", {"x": 3, "y": 2}, "6"),
    ("diff(abs(x), x)", {"x": -2}, "-1"),
    ("diff(x*abs(x), x)", {"x": 0}, "0"),
    ("diff(relu(x)^2, x)", {"x": 0}, "0"),
    ("diff(max(x, x), x)", {"x": 0}, "1"),
    ("diff(where(x == 2, 4, x^2), x)", {"x": 2}, "4"),
    ("diff(where(x > 0, x^2, 0), x)", {"x": 0}, "0"),
    ("diff(x^2, x)", {"x": 0}, "0"),
    ("diff(abs(y)*x, x)", {"x": 1, "y": 0}, "0"),
    ("diff(sqrt(x)*0, y)", {"x": 0, "y": 1}, "0"),
    ("diff(max(x, y), x)", {"x": 2, "y": 1}, "1"),
    ("diff((x > 0)*x, x)", {"x": 1}, "1"),
    ("diff(abs(x)^3, x, x)", {"x": 0}, "0"),
    ("integrate(t, t=0..1)", {}, "1/2"),
    ("integrate(abs(t), t=x..y)", {"x": -1, "y": 2}, "5/2"),
    ("integrate(t, t=x..x)", {"x": 3}, "0"),
    ("limit(t^2, t=x)", {"x": 3}, "9"),
    ("limit(1/t, t=oo)", {}, "0"),
    ("limit(abs(t)/t, t=0-)", {}, "-1"),
]
UNDEFINED = [
    ("1/x", {"x": 0}),
    ("0*(1/x)", {"x": 0}),
    ("(1/x)^0", {"x": 0}),
    ("1/x - 1/x", {"x": 0}),
    ("log(x)", {"x": 0}),
    ("sqrt(x)", {"x": -1}),
    ("x^(-1)", {"x": 0}),
    ("x^(1/3)", {"x": -8}),
    ("0^x", {"x": -1}),
    ("x^y", {"x": 0, "y": -1}),
    ("where(1/x > 0, 2, 2)", {"x": 0}),
    ("(1/x > 0)", {"x": 0}),
    ("where(x > 0, log(x), 1/x)", {"x": 0}),
    ("max(1/x, 1)", {"x": 0}),
    ("diff(abs(x), x)", {"x": 0}),
    ("diff(sign(x), x)", {"x": 0}),
    ("diff(relu(x), x)", {"x": 0}),
    ("diff(max(x, y), x)", {"x": 1, "y": 1}),
    ("diff((x > 0), x)", {"x": 0}),
    ("diff(where(x == 2, 5, x^2), x)", {"x": 2}),
    ("diff(where(x > 0, x + 1, x), x)", {"x": 0}),
    ("diff(where(x == 0, 0, x) + abs(x), x)", {"x": 0}),
    ("diff(log(x), x)", {"x": -1}),
    ("diff(log(x)*0, y)", {"x": -1, "y": 0}),
    ("diff(1/x, x)", {"x": 0}),
    ("diff(0*(1/x), x)", {"x": 0}),
    ("diff(sqrt(x), x)", {"x": 0}),
    ("diff(sqrt(x)^4, x)", {"x": 0}),
    ("sum(1/(i - 2), i=1..3)", {}),
    ("acosh(x)", {"x": Fraction(1, 2)}),
    ("integrate(1/t, t=-1..1)", {}),
    ("integrate(1/t, t=1..oo)", {}),
    ("integrate(sqrt(t), t=x..1)", {"x": -1}),
    ("limit(1/t, t=0)", {}),
    ("limit(abs(t)/t, t=0)", {}),
    ("limit(t, t=oo)", {}),
]
NOT_KNOWN = [
    ("integrate(floor(t), t=0..1)", {}),
    ("limit(floor(t), t=0)", {}),
    ("sum(1/i^3, i=1..oo)", {}),
    ("diff(floor(x), x)", {"x": Fraction(1, 2)}),
    ("factorial(x)", {"x": Fraction(1, 2)}),
    ("i*x", {"x": 1}),
    ("(erf(atan(1/2) + atan(1/3)) > erf(pi/4))", {}),
]


@pytest.mark.parametrize(("text", "point", "value"), DEFINED)
def test_an_expression_has_this_value(text: str, point: dict[str, int], value: str) -> None:
    oracle = at(point, LETTERS)
    found = at_point(read(text), oracle)
    assert found.state is State.DEFINED
    assert found.expression is not None
    exact = Fraction(value)
    assert oracle.value(found.expression, 128) == fmpq(exact.numerator, exact.denominator)


@pytest.mark.parametrize(("text", "point"), UNDEFINED)
def test_an_expression_is_shown_undefined(text: str, point: dict[str, int]) -> None:
    assert at_point(read(text), at(point, LETTERS)).state is State.UNDEFINED


@pytest.mark.parametrize(("text", "point"), NOT_KNOWN)
def test_what_is_not_known_is_not_called_undefined(text: str, point: dict[str, int]) -> None:
    assert at_point(read(text), at(point, LETTERS)).state is State.NOT_KNOWN


DIFFERENTIABLE_ON_A_SEAM = [
    ("diff(relu(x)^(3/2), x)", {"x": 0}),
    ("diff(sqrt(relu(x))^4, x)", {"x": 0}),
    ("diff(relu(x)^(1/3), y, x)", {"x": 0, "y": 1}),
    ("diff(min(-1, where(0 <= x*y, 0, y/0)), y)", {"x": 0, "y": 0}),
    ("1/diff(max(min(y, x), y*x), x)", {"x": 1, "y": 1}),
    ("diff(sqrt(y*y^y), x)", {"x": 1, "y": -1}),
    ("diff(relu(0*sqrt(relu(x))), x)", {"x": 0}),
    ("diff(x*abs(x)*abs(x), x)", {"x": 0}),
]


@pytest.mark.parametrize(("text", "point"), DIFFERENTIABLE_ON_A_SEAM)
def test_a_value_that_no_rule_finds_is_not_called_undefined(
    text: str, point: dict[str, int]
) -> None:
    exact = {name: Fraction(value) for name, value in point.items()}
    assert isinstance(by_the_oracle(read(text), exact), Shown)
    assert at_point(read(text), at(point, LETTERS)).state is not State.UNDEFINED


@pytest.mark.parametrize(
    ("text", "point", "state"),
    [
        ("f(1/x)", 0, State.UNDEFINED),
        ("f(1/x)", 1, State.DEFINED),
        ("s'(x)", 0, State.DEFINED),
        ("r'(x)", 0, State.DEFINED),
        ("r''(x)", 0, State.UNDEFINED),
        ("r''(x)", 1, State.DEFINED),
        ("diff(p*x, p)", 0, State.DEFINED),
        ("diff(abs(p), p)", 0, State.UNDEFINED),
        ("diff(q*x, q)", 0, State.UNDEFINED),
        ("0*q", 0, State.UNDEFINED),
    ],
)
def test_definitions_are_opened_with_their_conditions(text: str, point: int, state: State) -> None:
    found = case(text, "0", symbols={"x": "real"}, definitions=FUNCTIONS)
    oracle = PointOracle({"x": read(str(point))}, found.judge.setting.free)
    assert at_point(found.claim.left, oracle).state is state


def test_the_derivative_by_a_name_holds_the_rest_fixed() -> None:
    found = case("diff(p*x + y, p)", "0", definitions=FUNCTIONS)
    oracle = PointOracle({"x": read("3"), "y": read("7")}, found.judge.setting.free)
    here = at_point(found.claim.left, oracle)
    assert here.expression is not None
    assert oracle.value(here.expression, 64) == 3


# -- agreement with an evaluator that shares nothing with the algebra ------------------------------

points = st.fixed_dictionaries({"x": values, "y": values})


def agree(found: Value, shown: Shown) -> bool:
    """Whether two enclosures of a number can be of the same number."""
    low, high = (fmpq(end.numerator, end.denominator) for end in ends(shown.value))
    with precision(400):
        return not (arb(found) < arb(low) or arb(found) > arb(high))


def compare(expression: Expression, point: dict[str, Fraction]) -> None:
    oracle = at(point, LETTERS)
    found = at_point(expression, oracle)
    told = by_the_oracle(expression, point, efforts=((128, 3),))
    match found.state, told:
        case State.DEFINED, Shown():
            assert found.expression is not None
            value = oracle.value(found.expression, 256)
            assert value is None or agree(value, told)
        case State.DEFINED, Nothing():
            raise AssertionError(f"called defined: {to_text(expression)} at {point}")
        case State.UNDEFINED, Shown():
            raise AssertionError(f"called undefined: {to_text(expression)} at {point}")
        case _, Unclear():
            pass


@drawn(400)
@given(switching_expressions, points)
def test_switches_are_read_as_another_evaluator_reads_them(
    expression: Expression, point: dict[str, Fraction]
) -> None:
    compare(expression, point)


names = st.sampled_from((("x",), ("x",), ("y",), ("x", "x"), ("x", "y")))
derivatives = st.builds(lambda body, by: Derivative("diff", body, by), switching_expressions, names)
around = st.sampled_from(
    ("h", "h + x", "x*h", "1/h", "abs(h)", "where(x == 0, h, 1)", "sqrt(h)", "max(h, x)", "0*h")
)


def put(body: Expression, shell: str) -> Expression:
    return substitute(read(shell), {"h": body})


@drawn(400)
@given(st.builds(put, derivatives, around), points)
def test_derivatives_of_switches_are_read_as_another_evaluator_reads_them(
    expression: Expression, point: dict[str, Fraction]
) -> None:
    compare(expression, point)


@drawn(150)
@given(
    st.builds(
        lambda body, by: Derivative("diff", body, by),
        st.builds(put, derivatives, around),
        st.sampled_from((("x",), ("y",))),
    ),
    points,
)
def test_derivatives_of_derivatives_are_read_as_another_evaluator_reads_them(
    expression: Expression, point: dict[str, Fraction]
) -> None:
    compare(expression, point)


SEAMS = (
    "abs(x)",
    "relu(x)",
    "sign(x)",
    "max(x, y)",
    "min(x, y*x)",
    "(x > 0)",
    "where(x < y, x, y)",
)
SHAPES = ("h", "h^2", "x*h", "h^3", "sqrt(h)", "sqrt(abs(h))^4", "log(1 + h^2)", "h*abs(x)", "1/h")


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("seam", SEAMS)
def test_every_seam_is_read_as_another_evaluator_reads_it(seam: str, shape: str) -> None:
    body = put(read(seam), shape)
    ties = ((0, 0), (0, 1), (1, 1), (-1, -1), (1, 0), (-2, 0), (2, 1), (0, -1))
    for variables in (("x",), ("y",), ("x", "x"), ("y", "x")):
        for x, y in ties:
            compare(Derivative("diff", body, variables), {"x": Fraction(x), "y": Fraction(y)})


# -- in a case -------------------------------------------------------------------------------------


def oracle(facts: Iterable[str] = ()) -> CaseOracle:
    ring = algebra(facts, LETTERS)
    return CaseOracle(ring, FactFree(ring.names))


def conditions(text: str) -> set[str]:
    """The conditions of an expression, as texts."""
    known = oracle()
    lowered = lower(read(text), known.algebra.names, frozenset(), known)
    return {condition_text(literal) for literal in lowered.conditions}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0*(1/x)", {"x != 0"}),
        ("x/x", {"x != 0"}),
        ("1/x - 1/x", {"x != 0"}),
        ("(1/x)^0", {"x != 0"}),
        ("log(x) - log(x)", {"x > 0"}),
        ("1/(x*y)", {"x != 0", "y != 0"}),
        ("sqrt(x)*0", {"x >= 0"}),
        ("1/sqrt(x)", {"x >= 0", "x != 0"}),
        ("tan(x)", {"cos(x) != 0"}),
        ("diff(1/x, x)*0", {"x != 0"}),
        ("diff(log(x), x)", {"x > 0", "x != 0"}),
        ("1/(x^2 + 1)", {"x^2 + 1 != 0"}),
        ("1/(1/x)", {"x != 0"}),
        ("0*sqrt(log(x))", {"x > 0", "log(x) >= 0"}),
        ("exp(x)/exp(y)", set()),
        ("x/2", set()),
        ("sum(x/i, i=1..3)", set()),
    ],
)
def test_a_condition_never_vanishes(text: str, expected: set[str]) -> None:
    assert conditions(text) == expected


@pytest.mark.parametrize(
    ("text", "fact", "lowered"),
    [
        ("abs(x)", "x > 0", "x"),
        ("abs(x)", "x < 0", "-x"),
        ("where(x > 0, 1/y, x)", "x < 0", "x"),
        ("max(x, y)", "x > y", "x"),
        ("max(x, y)", "x < y", "y"),
        ("min(x, y)", "x > y", "y"),
        ("sign(x)", "x < 0", "-1"),
        ("(x > y)", "x > y", "1"),
        ("relu(x)", "x <= 0", "0"),
        ("diff(abs(x), x)", "x < 0", "-1"),
        ("diff(relu(x), x)", "x < 0", "0"),
        ("x^n", "x > 0", "x^n"),
        ("0^n", "n > 0", "0"),
        ("0^n", "n = 0", "1"),
    ],
)
def test_a_switch_takes_the_piece_of_its_case(text: str, fact: str, lowered: str) -> None:
    known = oracle([fact])
    found = lower(read(text), known.algebra.names, frozenset(), known)
    assert known.algebra.vanishes(Apply("+", (found.expression, minus(read(lowered)))))
    assert not found.conditions


@pytest.mark.parametrize(
    "text", ["abs(x)", "max(x, y)", "sign(x)", "where(x > 0, 1, 2)", "(x == y)", "x^y", "0^x"]
)
def test_a_switch_of_unknown_sign_asks_for_cases(text: str) -> None:
    known = oracle()
    with pytest.raises(NeedSplit) as asked:
        lower(read(text), known.algebra.names, frozenset(), known)
    covered = 0
    for mask in asked.value.masks:
        covered |= mask
    assert covered == 7


def test_cases_are_asked_only_where_the_switch_is_defined() -> None:
    known = oracle(["x = 0"])
    with pytest.raises(Undefined):
        lower(read("where(1/x > 0, 1, 2)"), known.algebra.names, frozenset(), known)


def test_a_kink_in_the_case_is_undefined_by_a_condition_that_fails() -> None:
    known = oracle(["x = 0"])
    found = lower(read("diff(abs(x), x)"), known.algebra.names, frozenset(), known)
    failing = [each for each in found.conditions if known.holds(each) is False]
    assert any(known.is_exact(each) for each in failing)


def test_a_fact_of_the_point_does_not_reach_into_a_derivative() -> None:
    known = oracle(["x = 1"])
    found = lower(read("diff(x^2, x)"), known.algebra.names, frozenset(), known)
    assert known.algebra.vanishes(Apply("+", (found.expression, read("-2"))))
    boundary = oracle(["x >= 0"])
    with pytest.raises(NeedSplit):
        lower(read("diff(abs(x), x)"), boundary.algebra.names, frozenset(), boundary)


def test_a_convention_takes_its_own_seam_out_of_the_claim() -> None:
    chosen = replace(context(LETTERS), conventions=frozenset({"relu'(0) = 0"}))
    ring = Algebra(Names(chosen), [fact("x = 0")], 16)
    known = CaseOracle(ring, FactFree(ring.names))
    with pytest.raises(OffClaim) as off:
        lower(read("diff(relu(x), x)"), ring.names, frozenset(), known)
    assert off.value.subject == Name("x")
    assert "relu" in off.value.convention
    assert lower(read("diff(abs(x), x)"), ring.names, frozenset(), known).conditions
    assert lower(read("relu(x)"), ring.names, frozenset(), known).expression


@pytest.mark.parametrize(
    "text",
    [
        "integrate(floor(t), t=0..1)",
        "integrate(x, x)",
        "sum(i, i=1..x)",
        "sum(i, i=1..5/2)",
        "sum(sign(i - x), i=1..n^2 + 1)",
        "root(x, n)",
        "root(x, 1)",
        "factorial(x)",
        "binomial(n, x)",
        "re(x)",
        "i",
        "inv(x)",
        "diff(sum(i, i=1..x), x)",
    ],
)
def test_what_is_not_judged_yet_says_so(text: str) -> None:
    known = oracle()
    with pytest.raises(Outside, match=r"\w+ \w+"):
        lower(read(text), known.algebra.names, frozenset(), known)


@drawn(80)
@given(switching_expressions)
def test_no_switch_and_no_derivative_is_left(expression: Expression) -> None:
    known = oracle(["x > 1", "y > x + 5"])
    try:
        lowered = lower(
            Derivative("diff", expression, ("x",)), known.algebra.names, frozenset(), known
        )
    except (NeedSplit, Undefined, Undecided, LimitExceeded, DividesByZero):
        return
    subjects = [lowered.expression, *(literal.subject for literal in lowered.conditions)]
    for part in (part for subject in subjects for part in subexpressions(subject)):
        assert not isinstance(part, Derivative)
        if isinstance(part, Apply):
            assert VOCABULARY[part.head].nature not in (Nature.SWITCH, Nature.DERIVED)
