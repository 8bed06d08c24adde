"""The oracle judges the verifier, so its own answers are checked against facts known by hand."""

from __future__ import annotations

import random
from fractions import Fraction

import mpmath
import pytest

from tests.oracle import reals
from tests.oracle.differences import at_one_point, compare
from tests.oracle.evaluator import (
    NOTHING,
    UNCLEAR,
    Nothing,
    Setting,
    Shown,
    Unclear,
    evaluate,
    truth,
)
from tests.oracle.grid import points
from tests.oracle.reals import Interval
from tests.oracle.sheets import read_sheet, split_relations
from verifier.language.expressions import Apply, Expression
from verifier.language.parser import parse
from verifier.language.scope import Entry, Kind, Scope
from verifier.language.source import Text

SCOPE = Scope(
    {name: Entry(Kind.SYMBOL) for name in "xyz"} | {"n": Entry(Kind.SYMBOL, integer=True)}
)
SETTING = Setting(discrete=frozenset({"n"}))


def read(text: str, *, statement: bool = False) -> Expression:
    return parse(Text(text), SCOPE, statement=statement).expression


def at(text: str, **values: str | int) -> object:
    point = {name: Fraction(value) for name, value in values.items()}
    return evaluate(read(text), point, SETTING)


EXACT = [
    ("1/2 + 1/3", {}, "5/6"),
    ("0.1 + 0.2", {}, "3/10"),
    ("-x^2", {"x": 3}, "-9"),
    ("x^0", {"x": 0}, "1"),
    ("0^x", {"x": 2}, "0"),
    ("x^-2", {"x": "1/3"}, "9"),
    ("(-8)^3", {}, "-512"),
    ("(4/9)^(3/2)", {}, "8/27"),
    ("sqrt(2)*0", {}, "0"),
    ("exp(x)", {"x": 0}, "1"),
    ("log(x)", {"x": 1}, "0"),
    ("abs(x - y)", {"x": 1, "y": 3}, "2"),
    ("max(x, y, 2)", {"x": 1, "y": 5}, "5"),
    ("min(x, x)", {"x": 7}, "7"),
    ("sign(x) + relu(x)", {"x": 0}, "0"),
    ("(x > 0) + (x <= 0)", {"x": -1}, "1"),
    ("where(x > 0, log(x), 5)", {"x": -1}, "5"),
    ("where(x != 0, 1/x, 0)", {"x": 0}, "0"),
    ("where(x == 0, 0, where(y > 1, 2, 3))", {"x": 1, "y": 1}, "3"),
    ("floor(x) + ceil(x)", {"x": "-7/2"}, "-7"),
    ("sum(j^2, j=1..4)", {}, "30"),
    ("sum(j, j=1..-3)", {}, "0"),
    ("prod(j, j=1..5)", {}, "120"),
    ("factorial(5)/binomial(5, 2)", {}, "12"),
    ("diff(x^3, x)", {"x": 2}, "12"),
    ("diff(x^3, x, x)", {"x": 2}, "12"),
    ("diff(x*y^2, x, y)", {"x": 5, "y": 3}, "6"),
    ("diff(x*abs(x), x)", {"x": 0}, "0"),
    ("diff(abs(x)^3, x, x)", {"x": 0}, "0"),
    ("diff(where(x > 0, x^2, -x^2), x)", {"x": 0}, "0"),
    ("diff(max(x, 0)^2, x)", {"x": 0}, "0"),
    ("diff(max(x, x), x)", {"x": 4}, "1"),
    ("diff(where(x == 0, 0, x), x)", {"x": 0}, "1"),
    ("diff(sqrt(x), x)", {"x": 4}, "1/4"),
    ("diff(exp(2*x), x)", {"x": 0}, "2"),
    ("diff(log(1 + exp(x)), x)", {"x": 0}, "1/2"),
    ("diff(1/(1 + exp(-x)), x)", {"x": 0}, "1/4"),
    ("diff(sin(x)*cos(x), x)", {"x": 0}, "1"),
    ("diff(atan(x), x)", {"x": 1}, "1/2"),
    ("diff(abs(x - 1) + abs(x + 1), x)", {"x": 0}, "0"),
    ("diff(x^n, x)", {"x": -2, "n": 3}, "12"),
    ("diff(x^n, x)", {"x": 0, "n": 0}, "0"),
    ("diff(abs(x)^(3/2), x)", {"x": 0}, "0"),
    ("diff(abs(diff(x^2, x)), x)", {"x": 1}, "2"),
    ("limit(sin(t)/t, t=0)", {}, "1"),
    ("limit((exp(t) - 1 - t)/t^2, t=0)", {}, "1/2"),
    ("limit(abs(t)/t, t=0+)", {}, "1"),
    ("limit((2*t + 1)/(t - 3), t=oo)", {}, "2"),
]


@pytest.mark.parametrize(("text", "point", "value"), EXACT)
def test_an_exact_value_is_found(text: str, point: dict[str, str], value: str) -> None:
    assert at(text, **point) == Shown(Fraction(value))


UNDEFINED = [
    ("1/x", {"x": 0}),
    ("0*(1/x)", {"x": 0}),
    ("(1/x)^0", {"x": 0}),
    ("1/(x - y)", {"x": 3, "y": 3}),
    ("log(x)", {"x": 0}),
    ("log(x) - log(x)", {"x": -1}),
    ("sqrt(x)", {"x": "-1/9"}),
    ("x^(1/3)", {"x": -8}),
    ("x^y", {"x": 0, "y": -1}),
    ("x^y", {"x": -1, "y": "1/2"}),
    ("max(1, log(x))", {"x": 0}),
    ("where(x > 0, 1/y, 2)", {"x": 1, "y": 0}),
    ("where(1/x > 0, 1, 1)", {"x": 0}),
    ("(1/x > 0)", {"x": 0}),
    ("asin(x)", {"x": 2}),
    ("tan(x)/0", {"x": 0}),
    ("factorial(n)", {"n": -1}),
    ("gamma(x)", {"x": -2}),
    ("sum(1/j, j=-1..1)", {}),
    ("diff(abs(x), x)", {"x": 0}),
    ("diff(relu(x), x)", {"x": 0}),
    ("diff(max(x, y), x)", {"x": 2, "y": 2}),
    ("diff(sign(x), x)", {"x": 0}),
    ("diff(floor(x), x)", {"x": 3}),
    ("diff(x*abs(x), x, x)", {"x": 0}),
    ("diff(sqrt(x), x)", {"x": 0}),
    ("diff(cbrt(x), x)", {"x": 0}),
    ("diff(log(x), x)", {"x": -1}),
    ("diff(where(x > 0, x, 2*x), x)", {"x": 0}),
    ("diff(where(x == 0, 1, x), x)", {"x": 0}),
    ("diff(x^(4/3), x)", {"x": 0}),
    ("diff(abs(abs(x) - 1), x)", {"x": -1}),
    ("diff(x^y, y)", {"x": -1, "y": 2}),
    ("diff(sqrt(x^2), x)", {"x": 0}),
    ("limit(abs(t)/t, t=0)", {}),
    ("limit(1/t, t=0+)", {}),
    ("limit(sqrt(t), t=0)", {}),
]


@pytest.mark.parametrize(("text", "point"), UNDEFINED)
def test_what_is_undefined_is_shown_undefined(text: str, point: dict[str, str]) -> None:
    assert at(text, **point) is NOTHING


NOT_KNOWN = [
    ("1/(exp(x) - exp(1)^x)", {"x": 3}),
    ("where(sqrt(2)^2 == 2, 1, 5)", {}),
    ("floor(log(1000)/log(10))", {}),
    ("integrate(t, t=0..1)", {}),
    ("limit(sin(1/t), t=0)", {}),
    ("diff(x^2*sin(1/x), x) + re(x)", {"x": 1}),
]


@pytest.mark.parametrize(("text", "point"), NOT_KNOWN)
def test_what_cannot_be_told_is_not_called_undefined(text: str, point: dict[str, str]) -> None:
    assert at(text, **point) is UNCLEAR


@pytest.mark.parametrize(
    "text",
    [
        "exp(x) - log(x)*x^(1/3)",
        "sin(x)*cos(3*x)/(2 + tanh(x))",
        "atan(x) + asin(x/7) - acos(x/9)",
        "sqrt(x + sqrt(x)) + erf(x)",
        "pi^x + e^-x",
        "x^x + gamma(x + 1/3)",
        "sinh(x)/cosh(2*x) + log2(x) + log10(x)",
    ],
)
def test_an_enclosure_is_narrow_and_holds_the_number(text: str) -> None:
    x = Fraction(17, 5)
    answer = at(text, x="17/5")
    assert isinstance(answer, Shown)
    assert isinstance(answer.value, Interval)
    low, high = answer.value.ends
    assert high - low < Fraction(1, 10**18)
    with mpmath.workdps(60):
        true = _by_mpmath(text, mpmath.mpf(x.numerator) / x.denominator)
        assert mpmath.mpf(low.numerator) / low.denominator <= true
        assert true <= mpmath.mpf(high.numerator) / high.denominator


def _by_mpmath(text: str, x: mpmath.mpf) -> mpmath.mpf:
    third = mpmath.mpf(1) / 3
    return {
        "exp(x) - log(x)*x^(1/3)": lambda: mpmath.exp(x) - mpmath.log(x) * x**third,
        "sin(x)*cos(3*x)/(2 + tanh(x))": lambda: (
            mpmath.sin(x) * mpmath.cos(3 * x) / (2 + mpmath.tanh(x))
        ),
        "atan(x) + asin(x/7) - acos(x/9)": lambda: (
            mpmath.atan(x) + mpmath.asin(x / 7) - mpmath.acos(x / 9)
        ),
        "sqrt(x + sqrt(x)) + erf(x)": lambda: mpmath.sqrt(x + mpmath.sqrt(x)) + mpmath.erf(x),
        "pi^x + e^-x": lambda: mpmath.pi**x + mpmath.exp(-x),
        "x^x + gamma(x + 1/3)": lambda: x**x + mpmath.gamma(x + third),
        "sinh(x)/cosh(2*x) + log2(x) + log10(x)": lambda: (
            mpmath.sinh(x) / mpmath.cosh(2 * x) + mpmath.log(x, 2) + mpmath.log(x, 10)
        ),
    }[text]()


@pytest.mark.parametrize(
    "text",
    [
        "exp(-x^2)*log(1 + x)",
        "x^x",
        "sqrt(1 + x^2)/(1 + exp(-x))",
        "atan(x)*sin(x)^3",
        "asin(x/9) + erf(x)",
        "2^x*x^(2/3)",
        "max(x, 1)*abs(x - 5)",
    ],
)
def test_a_derivative_lies_between_difference_quotients(text: str) -> None:
    """Of a function that is smooth near the point: its central quotient, with room for error."""
    x, step = Fraction(17, 5), Fraction(1, 10**6)
    slope, above, below = (
        at(f"diff({text}, x)", x="17/5"),
        evaluate(read(text), {"x": x + step}, SETTING),
        evaluate(read(text), {"x": x - step}, SETTING),
    )
    assert isinstance(slope, Shown)
    assert isinstance(above, Shown)
    assert isinstance(below, Shown)
    quotient = (_middle(above) - _middle(below)) / (2 * step)
    assert abs(_middle(slope) - quotient) < Fraction(1, 10**8)


def _middle(answer: Shown) -> Fraction:
    low, high = reals.ends(answer.value)
    return (low + high) / 2


def test_intervals_hold_what_exact_arithmetic_gives() -> None:
    chance = random.Random(7)  # noqa: S311
    for _ in range(300):
        x, y = (Fraction(chance.randint(-99, 99), chance.randint(1, 99)) for _ in range(2))
        with reals.working_precision(chance.choice((8, 30, 60))):
            a, b = reals.interval(x, x), reals.interval(y, y)
            if reals.ends(b)[0] <= 0 <= reals.ends(b)[1]:
                continue
            assert _holds(reals.add(a, b), x + y)
            assert _holds(reals.multiply(a, b), x * y)
            assert _holds(reals.integer_power(a, 5), x**5)
            assert _holds(reals.multiply(a, y), x * y)
            assert _holds(reals.inverse(b), 1 / y)


def _holds(x: reals.Real, exact: Fraction) -> bool:
    low, high = reals.ends(x)
    return low <= exact <= high


@pytest.mark.parametrize(
    ("text", "point", "value"),
    [
        ("log(x) == 0", {"x": 1}, True),
        ("log(x) == 0", {"x": -1}, False),
        ("1/x != 1", {"x": 0}, False),
        ("x < y and y < 3", {"x": 1, "y": 2}, True),
        ("x < y or 1/x > 0", {"x": 0, "y": 0}, False),
    ],
)
def test_a_relation_with_an_undefined_side_is_false(
    text: str, point: dict[str, int], value: bool
) -> None:
    statement = read(text, statement=True)
    assert truth(statement, {k: Fraction(v) for k, v in point.items()}, SETTING) is value


DOCUMENT = """\
symbols:
  x: real
  y: real in (0, 1]
  a, b: real > 0
  k: integer >= 2
definitions:
  f(t): t^2 + a
  p: f(x) in (0, oo)
assume: a < b
derivations:
  first: diff(p, x) = 2*x
  second:
    assume: x != 0
    steps: |
      p/x   # a reason = not a line
      = x + a/x
      = (x^2 + a)/x = f(x)/x
"""


def test_a_sheet_knows_its_steps_and_their_assumptions() -> None:
    sheet = read_sheet(DOCUMENT)
    steps = [step for derivation in sheet.derivations for step in derivation.steps()]
    assert [(s.derivation, s.number, s.left, s.right) for s in steps] == [
        ("first", 1, "diff(p, x)", "2*x"),
        ("second", 1, "p/x", "x + a/x"),
        ("second", 2, "x + a/x", "(x^2 + a)/x"),
        ("second", 3, "(x^2 + a)/x", "f(x)/x"),
    ]
    assert steps[-1].assumed == ("x != 0",)
    assert sheet.assumed == ("a < b",)
    assert sheet.symbols_of([sheet.expression("p")]) == ["x", "a"]


def test_points_are_in_the_domain_and_satisfy_the_assumptions() -> None:
    sheet = read_sheet(DOCUMENT)
    expressions = [sheet.expression(text) for text in ("1/(x - 7*y)", "k*a")]
    found = list(points(sheet, expressions, sheet.statements(["a < b", "x != 0"])))
    assert len(found) >= 30
    for point in found:
        assert point["x"] != 0
        assert 0 < point["y"] <= 1
        assert 0 < point["a"] < point["b"]
        assert point["k"] >= 2
        assert point["k"].denominator == 1
    assert any(point["x"] == 7 * point["y"] for point in found), "zeros of denominators are met"
    assert any(point["y"] == 1 for point in found), "closed ends are met"


def test_lines_are_split_at_top_level_relations_only() -> None:
    assert split_relations("= a*(x == 1) <= (b >= 2) = c") == [
        ("=", "a*(x == 1)"),
        ("<=", "(b >= 2)"),
        ("=", "c"),
    ]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("(x + y)^2", "x^2 + 2*x*y + y^2"),
        ("diff(x*exp(x*y), y)", "x^2*exp(x*y)"),
        ("max(x, y)", "(x + y + abs(x - y))/2"),
        ("sqrt(x^2)", "abs(x)"),
        ("1/x - 1/(x + y)", "y/(x*(x + y))"),
    ],
)
def test_no_difference_is_claimed_where_there_is_none(left: str, right: str) -> None:
    found = _compared(left, right)
    assert found.differences == []
    assert found.agreed > 20


@pytest.mark.parametrize(
    ("left", "right", "in_value"),
    [
        ("(x + y)^2", "x^2 + y^2", True),
        ("sqrt(x^2)", "x", True),
        ("(x^2 - y^2)/(x - y)", "x + y", False),
        ("x/x", "1", False),
        ("0^abs(x)", "0", True),
        ("diff(abs(x), x)", "(x > 0) - (x < 0)", False),
        ("log(x^2)", "2*log(x)", False),
        ("x^2*(x - 7*y)/(x - 7*y)", "x^2", False),
    ],
)
def test_a_difference_is_found(left: str, right: str, in_value: bool) -> None:
    found = _compared(left, right)
    assert found.differences
    assert bool(found.in_value) is in_value


def _compared(left: str, right: str):  # type: ignore[no-untyped-def]
    sheet = read_sheet("symbols:\n  x, y: real\nderivations:\n  d: x = x\n")
    sides = [sheet.expression(left), sheet.expression(right)]
    return compare(sides[0], "=", sides[1], points(sheet, sides, ()), sheet.setting)


def test_unclear_answers_are_neither_agreement_nor_difference() -> None:
    assert at_one_point(UNCLEAR, NOTHING, "=") is None
    assert at_one_point(Unclear(), Shown(Fraction(1)), "=") is None
    assert at_one_point(Nothing(), Nothing(), "=") is True
    assert at_one_point(Nothing(), Shown(Fraction(1)), "=") is False
    wide = Shown(Interval(0, 1, 0))
    assert at_one_point(wide, wide, "=") is True
    assert at_one_point(wide, wide, "<") is None


def test_equal_intervals_do_not_settle_a_strict_inequality() -> None:
    statement = Apply("<", (read("sqrt(2)^2"), read("2")))
    assert truth(statement, {}, SETTING) is None
