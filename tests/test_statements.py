"""Lines of statements: what is proved, what is refuted, and what holds under a condition.

Each was worked out by hand. A line claims that both statements have one truth value at every point
(``<=>``), or that the second is true where the first is (``=>``); a comparison is false where a
side of it is undefined.
"""

from __future__ import annotations

from typing import NamedTuple

import pytest

from tests.judged import Judged, derivation, document, judge
from verifier.kernel.verdicts import Conditional, Proved, Refuted

PLAIN = {"x, y": "real"}
QUADRATIC = {"a": "real != 0", "b, c, x": "real"}
DISCRIMINANT = ("D: b^2 - 4*a*c",)
WITH_ROOTS = (QUADRATIC, ("D >= 0",), DISCRIMINANT)
WITHOUT_ROOTS = (QUADRATIC, ("D < 0",), DISCRIMINANT)


class Line(NamedTuple):
    """Two statements, and what is declared and assumed."""

    before: str
    line: str
    symbols: dict[str, str] = PLAIN
    assumed: tuple[str, ...] = ()
    definitions: tuple[str, ...] = ()


def judged(line: Line) -> Judged:
    header = ["symbols:", *(f"  {name}: {domain}" for name, domain in line.symbols.items())]
    if line.definitions:
        header += ["definitions:", *(f"  {definition}" for definition in line.definitions)]
    text = derivation("claim", (line.before, line.line), line.assumed)
    return judge(document("\n".join(header), [text]))


TRUE = [
    # Adding, multiplying and dividing on both sides.
    Line("x + y = 3", "<=> x = 3 - y"),
    Line("2*x = 4", "<=> x = 2"),
    Line("a*x = a*y", "<=> x = y", {"a": "real != 0", "x, y": "real"}),
    Line("x*(y^2 + 1) = y^2 + 1", "<=> x = 1"),
    Line("x < y", "<=> -x > -y"),
    Line("2*x - 1 <= 5", "<=> x <= 3"),
    Line("a*x < a*y", "<=> x < y", {"a": "real > 0", "x, y": "real"}),
    Line("a*x < a*y", "<=> x > y", {"a": "real < 0", "x, y": "real"}),
    Line("x = y", "=> a*x = a*y", {"a, x, y": "real"}),
    Line("x = y", "=> x^2 = y^2"),
    # Functions that only grow, each on its domain.
    Line("exp(x) < exp(y)", "<=> x < y"),
    Line("exp(x) = 3", "<=> x = log(3)"),
    Line("log(x) = y", "<=> x = exp(y)"),
    Line("log(x) = 0", "<=> x = 1"),
    Line("sqrt(x) = sqrt(y)", "<=> x = y and x >= 0"),
    Line("sqrt(x) < 2", "<=> 0 <= x < 4"),
    Line("x^3 = y^3", "<=> x = y"),
    Line("x^3 < y^3", "<=> x < y"),
    Line("2^x = 8", "<=> x = 3"),
    Line("tanh(x) = 0", "<=> x = 0"),
    # Squaring, and taking roots.
    Line("sqrt(x) = x - 2", "=> x = (x - 2)^2"),
    Line("sqrt(x) = x - 2", "<=> x = 4"),
    Line("sqrt(x + 3) = x + 1", "<=> x + 3 = (x + 1)^2 and x >= -1"),
    Line("sqrt(x) = -1", "<=> false"),
    Line("x < y", "<=> x^2 < y^2", {"x, y": "real >= 0"}),
    Line("x^2 = y^2", "<=> abs(x) = abs(y)"),
    Line("x^2 = y^2", "<=> x = y or x = -y"),
    # Products, and polynomials.
    Line("x*y = 0", "<=> x = 0 or y = 0"),
    Line("x^2 = 4", "<=> x = 2 or x = -2"),
    Line("x^4 = 16", "<=> x = ± 2"),
    Line("x^2 > 4", "<=> x > 2 or x < -2"),
    Line("x^2 - 5*x + 6 = 0", "<=> (x - 2)*(x - 3) = 0"),
    Line("x^2 - 5*x + 6 <= 0", "<=> 2 <= x <= 3"),
    Line("x^2 + y^2 = 0", "<=> x = 0 and y = 0"),
    Line("x^2 + 1 = 0", "<=> false"),
    Line("x^2 + y^2 >= 2*x*y", "<=> true"),
    Line("a*x^2 + b*x + c = 0", "<=> x = (-b ± sqrt(D))/(2*a)", *WITH_ROOTS),
    Line("a*x^2 + b*x + c = 0", "<=> false", *WITHOUT_ROOTS),
    # Systems, and two signs on one line.
    Line("x + y = 3 and x - y = 1", "<=> x = 2 and y = 1"),
    Line("x + y = 3 and x*y = 2", "<=> x = 1 and y = 2 or x = 2 and y = 1"),
    Line("x = ± 1 and y = ∓ 1", "<=> x^2 = 1 and y = -x"),
    Line("x = ± 2", "<=> x^2 = 4"),
    # Quotients: false where they are undefined.
    Line("1/x = 2", "<=> x = 1/2"),
    Line("1/x < 1", "<=> x < 0 or x > 1"),
    Line("x/y = 1", "<=> x = y and y != 0"),
    Line("x/x = 1", "<=> x != 0"),
    Line("sqrt(x) >= 0", "<=> x >= 0"),
    Line("log(x) + log(x - 3) = log(4)", "<=> x = 4"),
    Line("1/x = 1/x", "<=> not (x = 0)"),
    Line("tan(x) = 0", "<=> sin(x) = 0"),
    Line("3 - x = exp(x)", "=> 1/(3 - x) = 1/exp(x)"),
    Line("x = y/(1 + y) and y != -1", "<=> y = x/(1 - x) and x != 1"),
    # Absolute values and switches.
    Line("abs(x) < 3", "<=> -3 < x < 3"),
    Line("abs(x - 1) = 2", "<=> x = 3 or x = -1"),
    Line("max(x, y) = x", "<=> x >= y"),
    Line("(x > 0)*1 = 1", "<=> x > 0"),
    # What follows from something stronger.
    Line("x = 3", "=> x^2 = 9"),
    Line("x > 0 and y > 0", "=> x/y + y/x >= 2"),
    Line("x > 0", "=> log(x) < x"),
    Line("x = 1 and y = 2", "=> x + y = 3"),
    Line("x > 2", "=> x > 1 or y = 0"),
    Line("sin(x) = 0", "=> cos(x)^2 = 1"),
    Line("false", "=> x = 1"),
    # Whole numbers.
    Line("n > 2", "<=> n >= 3", {"n": "integer"}),
    Line("n^2 < 2", "<=> n = 0 or n = 1", {"n": "natural"}),
    # Any function: equal arguments, equal values.
    Line("x = y", "=> f(x) = f(y)", {"x, y": "real", "f(t)": "real"}),
]  # fmt: skip

FALSE = [
    # Solutions that are lost or come in.
    Line("x^2 = x", "<=> x = 1"),
    Line("x^2 = 4", "<=> x = 2"),
    Line("x^2 = 4", "=> x = 2"),
    Line("x = 2", "<=> x^2 = 4"),
    Line("a*x = a*y", "<=> x = y", {"a, x, y": "real"}),
    Line("x*y = y", "=> x = 1"),
    Line("x^2 = y^2", "=> x = y"),
    Line("x^3 = x", "<=> x = 1 or x = -1"),
    Line("sqrt(x + 3) = x + 1", "<=> x + 3 = (x + 1)^2"),
    Line("x + 3 = (x + 1)^2", "=> sqrt(x + 3) = x + 1"),
    # Inequalities turned the wrong way.
    Line("x < y", "<=> -x < -y"),
    Line("x < y", "<=> x^2 < y^2"),
    Line("a*x < a*y", "<=> x < y", {"a": "real != 0", "x, y": "real"}),
    Line("1/x < 1", "<=> x > 1"),
    Line("x/y > 1", "<=> x > y"),
    Line("x^2 > 4", "<=> x > 2"),
    Line("x < 3", "<=> x <= 3"),
    Line("x*y > 0", "<=> x > 0 and y > 0"),
    # Wrong numbers.
    Line("2*x = 4", "<=> x = 3"),
    Line("exp(x) = 3", "<=> x = log(4)"),
    Line("x^2 - 5*x + 6 = 0", "<=> x = 2 or x = -3"),
    Line("x = 1 or y = 1", "=> x = 1"),
    Line("x + y = 3 and x - y = 1", "<=> x = 1 and y = 2"),
    Line("x = ± 1 and y = ± 1", "<=> x^2 = 1 and y^2 = 1"),
    Line("x = ± 1", "=> x = 1"),
    Line("sin(x) = 0", "=> x = 0"),
    Line("x = 1", "<=> false"),
    Line("true", "=> x = x + 1"),
    # The wrong assumption, or none.
    Line("a*x^2 + b*x + c = 0", "<=> x = (-b + sqrt(D))/(2*a)", *WITH_ROOTS),
    Line("a*x^2 + b*x + c = 0", "<=> x = (b ± sqrt(D))/(2*a)", *WITH_ROOTS),
    # Far from small numbers, or where two conditions must be met at once.
    Line("exp(x) = ± 1/2", "=> exp(x) = 1"),
    Line("log(x) = ± 2", "=> log(x) = 2"),
    Line("sqrt(y) >= 4 or x - y > 0", "=> x - y > 0"),
    Line("sqrt(y + 1) = 4 and y >= 1", "=> x < y"),
    Line("abs(x) = 3 or sign(x) < -x", "=> abs(x) = 3", {"x, y": "real in (-1, 3)"}),
    # Irrational points.
    Line("x^2 = 2", "=> x > 0"),
    Line("x^2 = 2", "=> x = 1"),
    Line("x^3 = 2", "=> x = 1"),
    Line("sin(x) = 1/2", "=> x = pi/6"),
    # Whole numbers.
    Line("n > 2", "<=> n > 3", {"n": "integer"}),
]  # fmt: skip

CONDITIONAL = [
    (Line("x/y = 1", "<=> x = y"), {"y != 0"}),
    (Line("x = y", "=> x/y = 1"), {"y != 0"}),
    (Line("sqrt(x) >= 0", "<=> true"), {"x >= 0"}),
    (Line("log(x) + log(x - 3) = log(4)", "<=> x*(x - 3) = 4"), {"x > 3"}),
    (Line("x/x = 1", "<=> true"), {"x != 0"}),
    (Line("x = x", "=> log(x) = log(x)"), {"x > 0"}),
]

UNKNOWN = [
    # A rule for the derivative says nothing at 0, where there is one all the same: 0.
    Line("1/(2 + diff(sqrt(x^4), x)) = 1/2", "<=> false"),
    Line("log(2 + diff(sqrt(x^4), x)) = y", "=> x != 0"),
    Line("sqrt(2 + diff((x^3)^(2/3), x)) >= 0", "=> x != 0"),
    # Nothing is claimed anywhere: no point has both statements defined.
    Line("log(-1 - x^2) = 0", "<=> 1/(x - x) = 3"),
    Line("sqrt(-1 - x^2) = 1", "<=> false"),
    # Two readings.
    Line("not (x = ± 1)", "<=> x^2 != 1"),
    # Any function need not be one to one, and no function is known that is not.
    Line("f(x) = f(y)", "=> x = y", {"x, y": "real", "f(t)": "real"}),
    # Arrays.
    Line("sum(X) = 0", "<=> -sum(X) = 0", {"X": "real[n]"}),
    # Complex numbers.
    Line("w = 1", "<=> w - 1 = 0", {"w": "complex"}),
]


def named(line: object) -> str:
    return " ".join(line[:2]) if isinstance(line, Line) else ""


@pytest.mark.parametrize("line", TRUE, ids=named)
def test_a_true_line_is_proved(line: Line) -> None:
    found = judged(line)
    assert found.verdict == "proved", found


@pytest.mark.parametrize("line", FALSE, ids=named)
def test_a_false_line_is_refuted_with_a_point_and_both_truth_values(line: Line) -> None:
    found = judged(line)
    (verdict,) = (each.verdict for each in found.outcome.lines())
    assert isinstance(verdict, Refuted), found
    assert {verdict.left, verdict.right} == {"true", "false"}
    assert "undefined" not in verdict.reason


@pytest.mark.parametrize(("line", "conditions"), CONDITIONAL, ids=named)
def test_what_fails_only_where_a_side_is_undefined_is_conditional(
    line: Line, conditions: set[str]
) -> None:
    found = judged(line)
    (verdict,) = (each.verdict for each in found.outcome.lines())
    assert isinstance(verdict, Conditional), found
    assert {condition.text for condition in verdict.missing} == conditions
    assert all(condition.fails_at for condition in verdict.missing)


@pytest.mark.parametrize(("line", "conditions"), CONDITIONAL, ids=named)
def test_what_is_conditional_is_proved_once_that_is_assumed(
    line: Line, conditions: set[str]
) -> None:
    found = judged(line._replace(assumed=tuple(conditions)))
    assert found.verdict == "proved", found


@pytest.mark.parametrize("line", UNKNOWN, ids=named)
def test_what_is_not_certain_is_unknown(line: Line) -> None:
    found = judged(line)
    assert found.verdict == "unknown", found


@pytest.mark.parametrize("line", FALSE, ids=named)
def test_no_way_of_writing_a_false_line_makes_it_true(line: Line) -> None:
    """What is equivalent to a statement may stand in its place."""
    relation, _, statement = line.line.partition(" ")
    rewritten = line._replace(
        before=f"not (not ({line.before})) and true" if "±" not in line.before else line.before,
        line=f"{relation} ({statement}) or false",
    )
    assert judged(rewritten).verdict in {"refuted", "unknown"}


def test_a_chain_is_judged_line_by_line() -> None:
    text = document(
        "symbols:\n  x: real",
        [derivation("solve", ["x^2 = 4", "<=> x = 2 or x = -2", "=> x = 2", "=> x > 1"])],
    )
    assert judge(text).verdicts == ["proved", "refuted", "proved"]


def test_what_follows_from_a_line_that_holds_nowhere_is_said_to() -> None:
    (line,) = judged(Line("x^2 = -1", "=> x = 5")).outcome.lines()
    assert isinstance(line.verdict, Proved)
    assert any("holds at no point" in note for note in line.verdict.notes)
    (line,) = judged(Line("x^2 = 1", "=> x < 5")).outcome.lines()
    assert line.verdict.notes == ()


def test_no_condition_is_granted_that_leaves_the_line_above_without_a_point() -> None:
    (line,) = judged(Line("x - y = 0", "=> 1/(x - y) = 1/(x - y)")).outcome.lines()
    assert isinstance(line.verdict, Refuted)
    assert "undefined" in line.verdict.reason


def test_a_line_on_statements_that_are_never_compared_is_not_trusted_to_an_engine() -> None:
    text = document("symbols:\n  x: real", [derivation("a", ["gamma(x) = 1", "<=> x = 1"])])
    assert judge(text).verdict in {"refuted", "unknown"}


def test_a_proof_names_the_assumption_that_it_uses() -> None:
    found = judged(Line("a*x = a*y", "<=> x = y", {"a, x, y": "real"}, ("a > 1",)))
    (verdict,) = (each.verdict for each in found.outcome.lines())
    assert isinstance(verdict, Proved)
    assert "uses the assumption a > 1" in verdict.notes
