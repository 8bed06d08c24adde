"""Lines with limits, sums and inductions that once got a wrong verdict, or took the run down.

As in `test_attacks`: the text in front of each says what was forgotten.
"""

from __future__ import annotations

import pytest

from tests.test_attacks import judged, verdict_of
from verifier.kernel.verdicts import Conditional, Confirmed, Proved, Refuted, Unknown


@pytest.mark.parametrize(
    ("line", "symbols", "definitions"),
    [
        pytest.param(
            "diff(f(x), x) = 0",
            "x: real in [0, oo)",
            "f(a): limit(exp(-a*t), t=oo)",
            id="a limit moves through the argument of a function",
        ),
        pytest.param(
            "diff(f(x), x) = 0",
            "x: real",
            "f(a): limit(exp(-a^2*t), t=oo)",
            id="a limit jumps where its parameter is zero",
        ),
        pytest.param(
            "diff(f(x), x) = 0",
            "x: real",
            "g(c): limit(exp(-c^2*t), t=oo); f(a): g(2*a)",
            id="a limit moves through the arguments of two functions",
        ),
        pytest.param(
            "diff(integrate(where(t > x, 7, t), t=0..1), x) = 0",
            "x: real in [1, oo)",
            "",
            id="a switch at the end of a range turns inside it near by",
        ),
        pytest.param(
            "diff(f(x), x) = 0",
            "x: real in (-oo, 0]",
            "g(s, a): (s > a); f(a): integrate(g(t, a), t=0..1)",
            id="a switch at the lower end of a range, through functions",
        ),
        pytest.param(
            "diff(integrate(f(t, 1/(t - x)), t=0..1), x) = 0",
            "x: real in [1, oo)",
            "f(s, u): s",
            id="a hole at the end of a range lies inside it near by",
        ),
        pytest.param(
            "diff(integrate(where(t == 1/2, 1/0, x), t=0..1), x) = 1",
            "x: real",
            "",
            id="a range is cut where the integrand has no value",
        ),
        pytest.param(
            "sum(sum((n == p), p=1..k), k=1..n) = n",
            "n: integer >= 1",
            "",
            id="the sum inside takes the letter of the place at which the range outside is cut",
        ),
        pytest.param(
            "sum(sum(sum((j == p), p=1..k), k=1..j), j=1..n) = n*(n + 1)/2",
            "n: integer >= 1",
            "",
            id="the same, of a range that ends at another letter",
        ),
        pytest.param(
            "prod((-1)^k, k=1..n) = 1",
            "n: natural",
            "",
            id="the sum of exponents is whole, and its closed form does not show it",
        ),
        pytest.param(
            "prod((-1)^k, k=1..n) = (-1)^n",
            "n: natural",
            "",
            id="a closed form that is wrong agrees with itself in an induction",
        ),
        pytest.param(
            "prod(x^k, k=1..n) = abs(x)^(n*(n + 1)/2)",
            "x: real\n  n: natural",
            "",
            id="powers of what may be negative are gathered",
        ),
    ],
)
def test_a_false_line_is_not_proved(line: str, symbols: str, definitions: str) -> None:
    assert not isinstance(verdict_of(line, symbols, definitions=definitions), Proved)


@pytest.mark.parametrize(
    "line",
    [
        "diff(integrate(x*t, t=0..1), y) = 1/2",
        "diff(limit(x*t, t=1), y) = 1",
        "diff(y*integrate(x*t, t=0..1), y) = y",
        "diff(y*limit(p*t, t=1), y) = 2*y",
    ],
)
def test_a_value_that_facts_say_by_another_letter_does_not_move_with_it(line: str) -> None:
    verdict = verdict_of(line, "x, y: real", definitions="p: x", extra="assume: y == x\n")
    assert not isinstance(verdict, Proved | Conditional)


def test_a_limit_under_a_range_that_moves_is_not_valued_at_the_point_alone() -> None:
    slope = "diff(diff(integrate(limit(s*t, s=1), t=0..x), x), x)"
    assert not isinstance(verdict_of(f"{slope} = where(x == 0, 0, 1)", "x: real"), Proved)
    assert not isinstance(verdict_of(f"{slope} = 1", "x: real"), Refuted)


@pytest.mark.parametrize(
    ("line", "symbols"),
    [
        ("prod(x^(2*k - 1), k=1..n) = x^(n^2)", "x: real\n  n: natural"),
        ("prod(x^k, k=1..n)^2 = abs(x)^(n*(n + 1))", "x: real < 0\n  n: natural"),
        ("prod(abs(x)^k, k=1..n) = abs(x)^(n*(n + 1)/2)", "x: real\n  n: natural"),
    ],
)
def test_powers_are_gathered_where_their_sum_is_an_exponent(line: str, symbols: str) -> None:
    assert isinstance(verdict_of(line, symbols), Proved)


def test_an_angle_that_is_zero_is_no_fault() -> None:
    line = "integrate(tan(t), t=0..x) = -log(abs(cos(x)))"
    outcome = judged(f"symbols:\n  x: real\nderivations:\n  line: {line}\n")
    assert outcome.faults == ()


def test_no_condition_is_offered_under_which_the_line_is_false() -> None:
    verdict = verdict_of("diff(integrate((t > x), t=0..1), x) = -(x > 0)*(x < 1)", "x: real")
    assert isinstance(verdict, Conditional)
    assert [condition.text for condition in verdict.missing] == ["x > 1"]


@pytest.mark.parametrize("step", ["floor", "ceil"])
def test_what_steps_over_zero_is_no_hole(step: str) -> None:
    verdict = verdict_of(f"integrate(1/({step}(t) - 1/2), t=0..2) = 0", "x: real")
    assert not isinstance(verdict, Refuted)


@pytest.mark.parametrize(
    "line",
    [
        "sum(abs(j)/x, j=1..n) = where(x == 0, 0, n*(n + 1)/2/x)",
        "limit(sum(x^j, j=0..k), k=oo) = 1/(1 - x)",
        "limit(sum(x^j, j=k..2*k), k=oo) = 0",
    ],
)
def test_terms_that_are_defined_nowhere_in_a_case_are_no_fault(line: str) -> None:
    outcome = judged(f"symbols:\n  x: real\n  n: natural\nderivations:\n  line: '{line}'\n")
    (judged_line,) = outcome.lines()
    assert not isinstance(judged_line.verdict, Proved)
    assert "fault" not in str(judged_line.verdict)


@pytest.mark.parametrize(
    "line",
    [
        "limit(abs(log(t) - 5)/log(t), t=oo) = 1",
        "limit(1/(log(t) - 5 + cos(t)), t=oo) = 0",
        "limit(sign(log(t)^2 - 100*log(t)*cos(t)), t=oo) = 1",
        "limit(1/(log(log(t)) - 20), t=oo) = 0",
        "limit(1/(log(log(t)) - 800), t=oo) = 0",
    ],
)
def test_what_speaks_of_a_letter_through_its_logarithm_has_a_sign(line: str) -> None:
    assert isinstance(verdict_of(line, "x: real"), Proved)


@pytest.mark.parametrize(
    "assumption",
    ["x == 1", "x <= 1 and x >= 1", "(x - 1)^2 <= 0", "x == y and y == 1"],
)
def test_an_antiderivative_by_a_letter_that_cannot_move_is_not_proved(assumption: str) -> None:
    text = f"symbols:\n  x, y: real\nassume: {assumption}\n"
    outcome = judged(text + "derivations:\n  line: |\n    integrate(x, x)\n    = x\n")
    (line,) = outcome.lines()
    assert isinstance(line.verdict, Unknown)


def test_an_antiderivative_where_a_letter_has_ends_is_proved() -> None:
    text = "symbols:\n  x, y: real\nassume: x >= 1 and y == 1\n"
    outcome = judged(text + "derivations:\n  line: |\n    integrate(y/x, x)\n    = log(x)\n")
    (line,) = outcome.lines()
    assert isinstance(line.verdict, Proved)


@pytest.mark.parametrize(
    ("line", "assumption"),
    [
        ("y = 1", "x*y == x"),
        ("y*erf(y) = erf(1)", "x*y == x"),
        ("z = 1", "x*z == x and x + y == 1"),
    ],
)
def test_the_thinner_piece_of_what_equations_leave_is_looked_at(line: str, assumption: str) -> None:
    verdict = verdict_of(line, "x, y, z: real", extra=f"assume: {assumption}\n")
    assert isinstance(verdict, Refuted)


def test_points_on_one_of_several_pieces_confirm_nothing() -> None:
    verdict = verdict_of("z = y", "x, y, z: real", extra="assume: x*z == x*y\n")
    assert not isinstance(verdict, Confirmed | Proved)
    circle = verdict_of("gamma(x*x + y*y) = 1", "x, y: real", extra="assume: x^2 + y^2 == 1\n")
    assert isinstance(circle, Confirmed)


def test_what_is_no_antiderivative_does_not_stand_among_antiderivatives() -> None:
    lines = ("integrate(x, x)", "= x^2/2", "<= x^2", "= x^2/2 + 5")
    text = "symbols:\n  x: real\nderivations:\n  line: |\n"
    outcome = judged(text + "".join(f"    {line}\n" for line in lines))
    first, compared, after = (line.verdict for line in outcome.lines())
    assert isinstance(first, Proved)
    assert isinstance(compared, Unknown)
    assert isinstance(after, Unknown)
