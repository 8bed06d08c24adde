from __future__ import annotations

from dataclasses import replace

import pytest

from tests.reports.outcomes import PROVED, REFUTED, TEXT, lesson, line
from verifier.documents.load import load
from verifier.language.drawing import draw
from verifier.language.latex import latex
from verifier.reports.paper import Formula, Given, Paper, paper_of, paper_of_outcome

BIG = """\
title: Everything that can be given
source: notes
symbols:
  y: real in [0, 1]
  a, b: real
  c: real != 0
  r: real > 0
  m: integer
  k: integer in [1, 9]
  t: natural
  j: integer >= 1
  w: complex
  f(x): real
  g(x, z): real
  X: real[n, d]
  S: real[n, n] symmetric
  P: real[n, 2] in [0, 1]
assume: a < b
definitions:
  sigma(u): 1/(1 + exp(-u))
  p: sigma(a) in (0, 1)      # a probability
conventions: relu'(0) = 0
derivations:
  first:
    title: The first
    assume: a > 0
    steps: |
      a + b
      = b + a        # in the other order
  second: p = p
"""


def papers(text: str = BIG) -> Paper:
    return paper_of(load(text.encode(), "big.yaml"))


def shown(formula: Formula) -> str:
    assert formula.box is not None
    return draw(formula.box).rows[draw(formula.box).base]


def given(kind: str) -> list[Given]:
    return [one for one in papers().given if one.kind == kind]


def test_what_symbols_range_over_is_said_as_a_set() -> None:
    assert [shown(one.formula) for one in given("symbols")] == [
        "y ∈ [0, 1]",
        "a, b ∈ ℝ",
        "c ∈ ℝ ∖ {0}",
        "r ∈ (0, ∞)",
        "m ∈ ℤ",
        "k ∈ ℤ ∩ [1, 9]",
        "t ∈ {0, 1, …}",
        "j ∈ {1, 2, …}",
        "w ∈ ℂ",
        "n, d ∈ {1, 2, …}",
        "X ∈ ℝ     ",
        "S ∈ ℝ     ",
        "P ∈ [0, 1]     ",
        "f → ℝ",
        "g → ℝ",
    ]


def test_they_are_kept_as_a_file_would_declare_them() -> None:
    assert [one.formula.written for one in given("symbols")] == [
        "y: real in [0, 1]",
        "a, b: real",
        "c: real != 0",
        "r: real in (0, oo)",
        "m: integer",
        "k: integer in [1, 9]",
        "t: natural in [0, oo)",
        "j: integer in [1, oo)",
        "w: complex",
        "n, d: integer in [1, oo)",
        "X: real[n, d]",
        "S: real[n, n] symmetric",
        "P: real[n, 2] in [0, 1]",
        "f: real",
        "g: real",
    ]


def test_a_shape_is_an_exponent() -> None:
    (formula,) = [one.formula for one in given("symbols") if one.formula.written[0] == "X"]
    assert formula.box is not None
    assert latex(formula.box) == r"X \in \mathbb{R}^{n \times d}"


def test_structure_and_free_functions_are_said_in_words() -> None:
    remarks = {one.formula.written[0]: one.remark for one in given("symbols")}
    assert remarks["S"] == "symmetric"
    assert remarks["f"] == "any function, differentiable as often as written"
    assert remarks["g"] == "any function of 2 arguments, differentiable as often as written"


def test_definitions_have_their_claims_and_reasons() -> None:
    function, value = given("definitions")
    assert function.claim is None
    assert value.remark == "a probability"
    assert value.claim is not None
    assert shown(value.claim[0]) == "p ∈ (0, 1)"
    assert value.claim[1] is None
    assert [shown(one.formula) for one in given("assume")] == ["a < b"]
    assert [one.formula.written for one in given("conventions")] == ["relu'(0) = 0"]


def test_a_derivation_has_its_assumptions_its_start_and_its_lines() -> None:
    first, second = papers().arguments
    assert (first.title, [shown(one) for one in first.assumed]) == ("The first", ["a > 0"])
    start, step = first.steps
    assert (start.relation, shown(start.formula), start.found) == ("", "a + b", None)
    assert (step.relation, shown(step.formula), step.reason) == ("=", "b + a", "in the other order")
    assert second.title == ""


def test_a_judged_line_carries_what_was_found() -> None:
    paper = paper_of_outcome(lesson(line(REFUTED), line(PROVED, 15, "(p - y)/(p*(1 - p))")))
    (argument,) = paper.arguments
    verdicts = [step.found.verdict for step in argument.steps if step.found is not None]
    assert verdicts[1] == REFUTED
    assert all(step.formula.box is not None for step in argument.steps)
    claims = [one.claim for one in paper.given if one.claim is not None]
    assert claims[0][1] is not None


@pytest.mark.parametrize("text", ["", "not: yaml: at all", TEXT.replace("diff(Loss", "diff(Lss")])
def test_where_the_text_is_not_to_be_had_formulas_are_as_written(text: str) -> None:
    paper = paper_of_outcome(replace(lesson(line(REFUTED)), text=text))
    (argument,) = paper.arguments
    assert [step.formula.box for step in argument.steps] == [None, None, None]
    assert argument.steps[0].formula.written == "diff(Loss, p)"
    assert [one.formula.written for one in paper.given] == ["p"]


def test_a_text_that_is_not_the_outcomes_is_not_taken_for_it() -> None:
    other = TEXT.replace("  dLoss_dp:", "  another:")
    paper = paper_of_outcome(replace(lesson(), text=other))
    assert all(step.formula.box is None for step in paper.arguments[0].steps)


def test_conditions_of_the_verifier_are_read_as_formulas() -> None:
    paper = papers()
    assert shown(paper.read("p != 0")) == "p ≠ 0"
    assert shown(paper.read("a + 1")) == "a + 1"
    assert paper.read("no such < thing") == Formula(None, "no such < thing")
    assert paper.read("") == Formula(None, "")


def test_a_number_that_is_too_long_to_be_laid_out_is_shown_as_written() -> None:
    huge = "9" * 3_900
    text = f"symbols:\n  x: real\nderivations:\n  a: x*{huge}^2 = {huge}^2*x\n"
    (argument,) = papers(text).arguments
    assert argument.steps[0].formula.written.startswith("x*999")
