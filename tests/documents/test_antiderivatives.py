from __future__ import annotations

import pytest

from tests.judged import Judged, derivation, document, judge

HEADER = "symbols:\n  x: real\n  r: real > 0\n  C: real\n"


def judged(*lines: str, after: tuple[str, ...] = ()) -> Judged:
    derivations = [derivation("first", lines)]
    if after:
        derivations.append(derivation("second", after))
    return judge(document(HEADER, derivations))


@pytest.mark.parametrize(
    "lines",
    [
        ("integrate(2*x, x)", "= x^2", "= x^2 + 17", "= x^2 + C"),
        ("integrate(1/x, x)", "= log(abs(x))", "= log(abs(3*x))"),
        ("integrate(1/r, r)", "= log(r)"),
        ("integrate(1/(1 + x^2), x)", "= atan(x)"),
        ("integrate(C*x, x)", "= C*x^2/2"),
    ],
)
def test_antiderivatives_are_equal_up_to_a_constant(lines: tuple[str, ...]) -> None:
    found = judged(*lines)
    assert found.verdict == "proved", found
    for line in found.outcome.lines():
        assert line.verdict.notes[0] == (  # type: ignore[union-attr]
            "an antiderivative: equal up to a constant on each interval of its domain"
        )


@pytest.mark.parametrize(
    ("lines", "verdict"),
    [
        (("integrate(2*x, x)", "= x^2 + x"), "refuted"),
        (("integrate(1/x, x)", "= log(x)"), "conditional"),
        (("integrate(1, x)", "= atan(tan(x))"), "conditional"),
        (("integrate(abs(x), x)", "= x^2/2"), "refuted"),
        (("integrate(x, x)", "<= x^2/2"), "unknown"),
    ],
)
def test_what_has_another_derivative_or_domain_is_none(
    lines: tuple[str, ...], verdict: str
) -> None:
    assert judged(*lines).verdict == verdict


def test_an_indefinite_integral_stands_only_as_a_whole_first_line() -> None:
    for lines in (
        ("integrate(x, x) + 1", "= x^2/2 + 1"),
        ("integrate(x*exp(x), x)", "= x*exp(x) - integrate(exp(x), x)"),
        ("x^2/2", "= integrate(x, x)"),
    ):
        found = judged(*lines)
        assert found.verdict == "malformed"
        assert "whole first line" in found.outcome.problems[0].message


def test_the_value_of_an_antiderivative_is_not_used_further_down() -> None:
    found = judged("integrate(2*x, x)", "= x^2 + 1", after=("first", "= x^2 + 1"))
    assert found.verdicts[0] == "proved"
    assert found.verdicts[-1] == "unknown"
