"""An undecided line says what is true of it, and never more."""

from __future__ import annotations

import pytest

from tests.judged import derivation, document
from verifier.judging import undecided
from verifier.judging.options import Options
from verifier.kernel.verdicts import Unknown
from verifier.language.problems import LimitExceeded
from verifier.running.runner import run_text

HEADER = "symbols:\n  x, y: real\n  u: real > 0\n  n: natural >= 2\n  a: real[n]"


def reason(left: str, right: str, relation: str = "=") -> str:
    text = document(HEADER, [derivation("d", [left, f"{relation} {right}"])])
    (line,) = run_text(text, Options(sympy=False)).lines()
    assert isinstance(line.verdict, Unknown), line.verdict
    return line.verdict.reason


@pytest.mark.parametrize(
    ("left", "right", "said"),
    [
        ("sum(1/j^3, j=1..oo)", "pi^3/26", "the left side could not be worked out"),
        ("pi^3/26", "sum(1/j^3, j=1..oo)", "the right side could not be worked out"),
        (
            "sum(1/j^3, j=1..oo)",
            "2*sum(1/(2*j)^3, j=1..oo) + 1/3",
            "the two sides could not both be worked out",
        ),
        (
            "u*sum(1/j^3, j=1..oo)",
            "u*pi^3/26",
            "the left side could not be worked out at any point that was tried",
        ),
    ],
)
def test_a_side_that_could_not_be_worked_out_is_named(left: str, right: str, said: str) -> None:
    assert reason(left, right) == f"no proof was found, and {said}"


def test_sides_that_agree_wherever_they_were_looked_at_are_said_to() -> None:
    said = reason("floor(sqrt(x^2 + 1))", "floor(sqrt(1 + floor(x^2)))")
    assert said == "no proof was found, though the two sides agree at each point that was tried"


def test_an_inequality_that_holds_wherever_it_was_looked_at_is_said_to() -> None:
    said = reason("log(1 + x^2)", "abs(x)", "<=")
    assert said == "no proof was found, though it holds at each point that was tried"


def test_where_both_sides_are_undefined_nothing_is_claimed() -> None:
    said = reason("log(-1 - x^2)", "7/(x - x)")
    assert said == (
        "both sides are undefined at each point that was tried, so that nothing is claimed there"
    )


def test_no_verdict_speaks_of_normal_forms() -> None:
    assert "normal form" not in reason("u*sum(1/j^3, j=1..oo)", "2*u", "<")


def test_where_looking_takes_too_much_work_only_what_was_not_found_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def tired(*_: object) -> object:
        raise LimitExceeded("too much")

    monkeypatch.setattr(undecided, "sides", tired)
    said = reason("u*sum(1/j^3, j=1..oo)", "2*u", "<=")
    assert said == "no proof was found, and no point where it fails"
