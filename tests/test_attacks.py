"""Lines that once got a wrong verdict, or took the run down, each with why it is as it is now.

They came from reading the algebra as an attacker would; the text in front of each says what was
forgotten. A proof where a line is false is the one unforgivable fault: these may never come back.
"""

from __future__ import annotations

import pytest

from verifier.kernel.verdicts import Conditional, Proved, Refuted, Unknown, Verdict, grade
from verifier.outcome import FileOutcome
from verifier.running.runner import Options, run_text

WITHOUT_ENGINE = Options(sympy=False)
OPEN = "x: real in (0, 1)"


def judged(text: str) -> FileOutcome:
    return run_text(text, WITHOUT_ENGINE)


def verdict_of(line: str, *symbols: str, definitions: str = "", extra: str = "") -> Verdict:
    text = "symbols:\n" + "".join(f"  {symbol}\n" for symbol in symbols)
    if definitions:
        text += "definitions:\n" + "".join(f"  {d}\n" for d in definitions.split("; "))
    quoted = line.replace("'", "''")
    outcome = judged(f"{text}{extra}derivations:\n  line: '{quoted}'\n")
    assert outcome.problems == ()
    assert outcome.faults == ()
    (derivation,) = outcome.derivations
    return derivation.lines[-1].verdict


@pytest.mark.parametrize(
    ("line", "symbols", "definitions", "extra"),
    [
        pytest.param(
            "(-1)^x = 1",
            ("y: real", "x: integer"),
            "",
            "assume: 2*y == x\n",
            id="an equation replaces an integer by something that is none",
        ),
        pytest.param(
            "diff(g(x, y), x) = 1",
            ("x: real in [0, oo)", "y: real"),
            "g(s, u): diff(abs(s)*u, u)",
            "",
            id="a parameter moves because its argument does",
        ),
        pytest.param(
            "diff(g(x), x) = 2*sign(x)",
            ("x: real",),
            "g(t): diff(abs(t)*t, t)",
            "",
            id="the value on a seam is not differentiated again",
        ),
        pytest.param(
            "diff(diff(abs(p)*p, p), z) = 4*sign(z)",
            ("z: real",),
            "p: 2*z",
            "",
            id="a defined letter moves with what it is defined by",
        ),
        pytest.param(
            "diff(root(x, a), a) = 0",
            ("x: real > 0", "a: real"),
            "",
            "assume: a == 2\n",
            id="a fact fixes a root's degree inside a derivative",
        ),
        pytest.param(
            "diff(gamma(a), a) = 0",
            ("a: real > 0",),
            "",
            "assume: a == 3\n",
            id="a fact fixes an argument inside a derivative",
        ),
        pytest.param(
            "diff(p + 2, p) = 1",
            ("z: real",),
            "p: 1/z",
            "",
            id="a derivative at the value of a name that has none",
        ),
        pytest.param(
            "diff(relu((z - p)/w), w) = where(z - p == 0, 7, -relu(z - p)/w^2)",
            ("w: real > 0", "z: real"),
            "p: z",
            "conventions: relu'(0) = 0\n",
            id="a seam with interior hides behind a closed letter",
        ),
        pytest.param(
            "diff(relu(x)^(3/2), x) = where(x == 0, 1/x, 3/2*sqrt(relu(x)))",
            ("x: real",),
            "",
            "",
            id="conditions of the value at a seam are not demanded around it",
        ),
        pytest.param(
            "where(x == 0, diff(min(-1, where(0 <= x*y, 0, y/0)), y), 3) = where(x == 0, 1/x, 3)",
            ("x, y: real",),
            "",
            "",
            id="what fails beside a seam says nothing about the point",
        ),
        pytest.param(
            "where(x == 1, where(y == 1, 1/diff(max(min(y, x), y*x), x), 5), 5)"
            " = where(x == 1, where(y == 1, 1/0, 5), 5)",
            ("x, y: real",),
            "",
            "",
            id="a value that is not known is not zero",
        ),
    ],
)
def test_a_false_line_is_not_proved(
    line: str, symbols: tuple[str, ...], definitions: str, extra: str
) -> None:
    verdict = verdict_of(line, *symbols, definitions=definitions, extra=extra)
    assert not isinstance(verdict, Proved), verdict
    assert grade(verdict).word != "trusted"


@pytest.mark.parametrize(
    ("line", "symbols", "definitions"),
    [
        (
            "f'(x) = 2*abs(x) + 2",
            ("x: real > -1/2",),
            "g(t): diff(abs(t)*t, t); f(t): abs(t)*t + g(t+1)",
        ),
        ("diff(gamma(x+1), x) = gamma(x) + x*diff(gamma(x), x)", ("x: real > 0",), ""),
        ("diff(sqrt(relu(x))^4, x) = 0", ("x: real in [0, 0]",), ""),
        ("diff(min(-1, where(0 <= x*y, 0, y/0)), y) = 0", ("x: real in [0, 0]", "y: real"), ""),
        ("1/diff(max(min(y, x), y*x), x) = 1", ("x, y: real in [1, 1]",), ""),
    ],
)
def test_a_true_line_is_not_refuted(line: str, symbols: tuple[str, ...], definitions: str) -> None:
    verdict = verdict_of(line, *symbols, definitions=definitions)
    assert not isinstance(verdict, Refuted), verdict


def test_an_earlier_result_is_its_start_inside_a_derivative() -> None:
    outcome = judged(
        "symbols:\n  x, y: real\nassume: y == x\nderivations:\n"
        "  first: y = x\n  second: diff(first*x, x) = 2*x\n"
    )
    assert isinstance(outcome.derivations[0].lines[0].verdict, Proved)
    assert isinstance(outcome.derivations[1].lines[0].verdict, Refuted)


@pytest.mark.parametrize(
    "claim", ["p: diff(relu(x), x) in [0, 1]", "p: 1/x in [1/x, oo)", "p: 1/x in (-oo, oo)"]
)
def test_a_range_claim_claims_definedness_everywhere(claim: str) -> None:
    outcome = judged(
        f"symbols:\n  x: real\ndefinitions:\n  {claim}\n"
        "conventions: relu'(0) = 0\nderivations:\n  d: p - p = 0\n"
    )
    (range_claim,) = outcome.definitions
    assert not isinstance(range_claim.verdict, Proved)
    assert not outcome.derivations[0].passed


@pytest.mark.parametrize(
    "line",
    [
        "x^y + sqrt(y^2) = y + x^y",
        "sqrt(diff(sqrt(x^2), x)) = sqrt(diff(x, x))",
        "1/(1 - (x != y)) = 1/(1 - (x != y)) + 0*1/(x - y)",
    ],
)
def test_no_fault_of_ours(line: str) -> None:
    assert not isinstance(verdict_of(line, "x, y: real"), Proved)


def test_an_assumption_that_cannot_be_read_in_some_case_is_no_fault() -> None:
    outcome = judged(
        "symbols:\n  x, y: real\nderivations:\n  d:\n    assume: abs((-2)^y + x) > 1\n"
        "    steps: x = x + 0\n"
    )
    assert outcome.faults == ()


def test_values_of_gamma_that_mirror_each_other_are_no_fault() -> None:
    product = "gamma(5 - x)*gamma(x + 6)*gamma(x)"
    assert isinstance(verdict_of(f"{product} = gamma(x)*gamma(x + 6)*gamma(5 - x)", OPEN), Proved)
    assert isinstance(verdict_of(f"{product} = 1", OPEN), Refuted)


def test_equations_that_say_two_letters_by_each_other_are_no_fault() -> None:
    outcome = judged(
        "symbols:\n  x, y: real\nassume: y + x == 0 and y + asin(sin(x)) == 0\n"
        "derivations:\n  d: sin(y) = -sin(x)\n  e: x = 0\n"
    )
    assert outcome.faults == ()
    first, second = (line.verdict for line in outcome.lines())
    assert isinstance(first, Proved)
    assert isinstance(second, Refuted)


def test_a_function_that_differentiates_by_its_parameter_takes_any_argument() -> None:
    verdict = verdict_of(
        "f(x + 1) = 1/(2*x + 2)", "x: real > 0", definitions="f(t): 1/diff(t^2, t)"
    )
    assert isinstance(verdict, Proved)


def test_the_seam_is_named_where_both_sides_do_not_meet() -> None:
    verdict = verdict_of("diff(where(x >= 0, x^2, x), x) = where(x >= 0, 2*x, 1)", "x: real")
    assert isinstance(verdict, Conditional)
    assert [condition.text for condition in verdict.missing] == ["x != 0"]


@pytest.mark.parametrize(
    ("line", "symbols"),
    [
        ("log(x^5000 - y^5000) = log(x^5000 - y^5000) + 0", "x, y: real"),
        ("sum(x^i/(x + i), i=1..2000) = 1", "x: real"),
        ("sum(sum(i*j*x, i=1..300), j=1..300) = 1", "x: real"),
        ("((((x^64)^64)^64)^64)^64 + 1 = x", "x: real"),
        ("sqrt(tanh(x + y)) >= sqrt(2*sigmoid(2*log(exp(x)*exp(y))) - 1)", "x, y: real"),
    ],
)
def test_a_line_made_to_be_slow_ends(line: str, symbols: str) -> None:
    assert verdict_of(line, symbols) is not None


def test_functions_that_double_end_as_unknown() -> None:
    doubling = "; ".join(f"g{k}(t): g{k - 1}(g{k - 1}(t))" for k in range(1, 23))
    verdict = verdict_of("g22(x) = x", "x: real", definitions=f"g0(t): t + 1; {doubling}")
    assert isinstance(verdict, Unknown)


def test_a_long_chain_of_definitions_is_read_once() -> None:
    chain = "; ".join(f"a_{k}: a_{k - 1} + 1" for k in range(1, 1001))
    verdict = verdict_of("a_1000 = x + 1000", "x: real", definitions=f"a_0: x; {chain}")
    assert isinstance(verdict, Proved)


def test_only_assumptions_that_were_used_are_named() -> None:
    verdict = verdict_of("abs(x) = x", "x, y: real", extra="assume: x > 0 and y > 0\n")
    assert isinstance(verdict, Proved)
    assert verdict.notes == ("uses the assumption x > 0",)
