"""Where and why a line is wrong, said in one sentence in the words of the field."""

from __future__ import annotations

import pytest

from tests.explain.wrong import ARRAYS, LETTERS, explain, explanation, line, lines
from tests.judged import derivation, document
from verifier.kernel.verdicts import Conditional, Refuted


@pytest.mark.parametrize(
    ("left", "written", "said"),
    [
        ("(a - b)^2", "a^2 + 2*a*b + b^2", "the sign of `2*a*b` is wrong."),
        ("diff(t^3, t)", "3*t^3", "the exponent of `t` should be 2."),
        ("diff(sin(3*x), x)", "cos(3*x)", "3 times too small: the factor `3` is missing."),
        ("x - y", "y - x", "The right side is -1 times the left: "),
        ("diff(x^2, x) + 1", "2*x + 3/2", "The right side is too large by 1/2: "),
        ("diff(x^2, x) + 1", "2*x", "The right side is too small by 1: the term `1` is missing."),
        ("(a + b)^2", "a^2 + a*b + b^2", "The right side lacks `a*b`: "),
        ("(a + b)*(a - b)", "a^2 + b^2", "The right side has `2*b^2` too much: "),
        ("(1 + x^2)/t^3", "t^3/(1 + x^2)", "The right side is 1 divided by the left: "),
        ("a^2*b - b", "(b^2 - 1)*a", "`a` and `b` are exchanged."),
    ],
)
def test_the_message_about_numbers_names_the_mistake(left: str, written: str, said: str) -> None:
    message = explanation(left, written).message
    assert said in message
    assert message.count(".") == 1
    assert message[0].isupper() or message[0] == "`"


@pytest.mark.parametrize(
    ("integrand", "written", "said"),
    [
        ("x^2", "x^3", "Its derivative is 3 times the integrand."),
        ("sin(x)", "cos(x)", "Its derivative is -1 times the integrand."),
        ("x^2", "x^3/6", "Its derivative is 1/2 times the integrand."),
        ("x*exp(x)", "x*exp(x)", "Its derivative is `(x + 1)*exp(x)`, and not `x*exp(x)`."),
    ],
)
def test_what_is_no_antiderivative_is_told_by_its_derivative(
    integrand: str, written: str, said: str
) -> None:
    found = line(f"integrate({integrand}, x)", written)
    assert isinstance(found.verdict, Refuted)
    assert found.verdict.reason == "its derivative is not the integrand"
    assert found.compared == (f"diff({written}, x)", integrand)
    assert found.explanation is not None
    assert found.explanation.message == said


@pytest.mark.parametrize(
    ("left", "written", "reason", "difference"),
    [
        ("x^2", "> x", "the left side is not greater than the right", ""),
        ("log(t)", "< t - 1", "the left side is not less than the right", ""),
        ("x^2", ">= 1", "the left side is less than the right", "-1"),
        ("a^2", "<= 0", "the left side is greater than the right", "1"),
        ("a^2", "= 0", "the two sides differ", "1"),
    ],
)
def test_an_inequality_says_which_side_is_the_greater(
    left: str, written: str, reason: str, difference: str
) -> None:
    found = line(left, written.removeprefix("= "))
    assert isinstance(found.verdict, Refuted)
    assert found.verdict.reason == reason
    assert found.explanation is not None
    assert found.explanation.difference == difference
    assert "stands where the line above" not in found.explanation.message


@pytest.mark.parametrize(
    ("header", "left", "written", "reason"),
    [
        ("", "limit(1/s, s=0)", "0", "the left side is undefined, and the right is not"),
        ("", "x", "log(-1 - x^2)", "the right side is undefined, and the left is not"),
        (ARRAYS, "x", "log(-1 - x^2)",
         "the right side is undefined in the entry [1], and the left is not"),
        (ARRAYS, "x[i]", "2*x[i]", "the two sides differ for i = 1"),
        (ARRAYS, "x", "2*x", "the two sides differ in the entry [1]"),
    ],
)  # fmt: skip
def test_where_one_side_is_undefined_it_is_named(
    header: str, left: str, written: str, reason: str
) -> None:
    found = line(left, written, header).verdict
    assert isinstance(found, Refuted), found
    assert found.reason == reason


def test_the_coordinates_of_a_point_are_fractions() -> None:
    found = line("(a*b)^c", "a^c*b^c").verdict
    assert isinstance(found, Conditional)
    points = [condition.fails_at or {} for condition in found.missing]
    assert not any("." in str(value) for point in points for value in point.values())


@pytest.mark.parametrize(
    ("left", "written", "said"),
    [
        ("(A @ B).T", "A.T @ B.T", "are multiplied in the wrong order."),
        ("grad(tr(A @ B), A)", "B", "is the transpose of the left: `B` should be transposed."),
        ("grad(sum((X @ W - Y)^2)/n, W)", "2*X.T @ (X @ W - Y)",
         "The right side is n times too large: the division by `n` is missing."),
        ("sum(x)", "mean(x)", "The right side is n times too small"),
        ("grad(sum((X @ W + b - Y)^2), b)", "2*sum(X @ W + b - Y)", "should go along axis 0."),
        ("grad(sum(B*relu(A)), A)", "B", "The factor `A > 0` is missing."),
        ("A - A.T", "A.T - A", "The right side is -1 times the left"),
        ("A.T", "A", "The right side is the transpose of the left"),
        ("A.T @ B", "A @ B", "It holds where A is symmetric."),
    ],
)  # fmt: skip
def test_the_message_about_arrays_names_the_mistake(left: str, written: str, said: str) -> None:
    assert said in explanation(left, written, ARRAYS).message


def test_the_part_to_blame_is_marked() -> None:
    found = line("(a - b)^2", "a^2 + 2*a*b + b^2")
    assert found.explanation is not None
    (blame,) = found.explanation.blame
    assert (found.expression[blame.start : blame.end], blame.against) == ("+", "-")


def test_without_a_repair_what_does_not_match_is_marked() -> None:
    found = line("a*b + exp(sin(x)) + c", "a*b + x^3*y^2 + c")
    assert found.explanation is not None
    marked = [found.expression[part.start : part.end] for part in found.explanation.blame]
    assert marked == ["x^3*y^2"]
    assert found.explanation.message == ("`x^3*y^2` stands where the line above has `exp(sin(x))`.")


def test_a_place_in_the_file_is_the_place_of_the_blamed_part() -> None:
    text = document(LETTERS, [derivation("d", ["(a - b)^2", "= a^2 + 2*a*b + b^2"])])
    (found,) = explain(text).derivations[0].lines
    assert found.explanation is not None
    (blame,) = found.explanation.blame
    assert text.split("\n")[blame.place.line - 1][blame.place.column - 1] == "+"


def test_a_line_that_takes_a_mistake_back_says_so_and_gets_no_repair() -> None:
    wrong, back = lines(LETTERS, "(a + b)*(a - b)", "= a^2 + b^2", "= a^2 - b^2")
    assert wrong.explanation is not None
    assert back.explanation is not None
    assert back.explanation.undoes == wrong.place.line
    assert back.explanation.repairs == ()
    assert f"takes back the mistake of line {wrong.place.line}" in back.explanation.message


def test_verdicts_are_those_of_a_run_that_explains_nothing() -> None:
    from verifier.judging.options import Options
    from verifier.running.runner import run_text

    steps = ["(a + b)^2", "= a^2 + b^2", "= a^2 + 2*a*b + b^2", "= (a + b)*(b + a)"]
    text = document(LETTERS, [derivation("d", steps)])
    plain = run_text(text, Options(sympy=False))
    found = explain(text)
    assert [type(one.verdict) for one in plain.lines()] == [
        type(one.verdict) for one in found.lines()
    ]
    assert [one.passed for one in plain.lines()] == [one.passed for one in found.lines()]
    assert all(one.explanation is None for one in plain.lines())


def test_only_lines_that_are_refuted_are_explained() -> None:
    (conditional,) = lines(LETTERS, "x/x", "= 1")
    (unknown,) = lines(LETTERS, "sin(x*y)*gamma(t)", "= sin(y*x)*gamma(t) + 0*gamma(t + 1)")
    assert conditional.explanation is None
    assert unknown.explanation is None


def test_a_control_that_fails_as_expected_is_not_explained() -> None:
    text = document(LETTERS, [derivation("d", ["a + b", "= a - b"], expect="refuted")])
    assert all(found.explanation is None for found in explain(text).lines())


def test_lines_past_the_limit_are_refuted_and_get_no_repair() -> None:
    from verifier.explain.explaining import SEARCHED

    many = [derivation(f"d{k}", [f"a + {k}", f"= a - {k}"]) for k in range(1, SEARCHED + 4)]
    found = [one.lines[0] for one in explain(document(LETTERS, many)).derivations]
    assert all(isinstance(one.verdict, Refuted) for one in found)
    assert all(one.explanation is not None and one.explanation.message for one in found)
    assert not any(one.explanation.repairs for one in found[SEARCHED:] if one.explanation)


def test_what_is_not_equal_by_a_relation_is_explained_without_a_gap() -> None:
    found = explanation("x^2", "> 0")
    assert found.repairs == ()
    assert "times" not in found.message


@pytest.mark.parametrize(
    ("integrand", "written", "right", "change"),
    [
        ("x^2", "x^3", "x^3/3", "the division by `3` is missing"),
        ("sin(x)", "cos(x)", "-cos(x)", "the sign of `cos(x)` is wrong"),
        ("cos(2*x)", "sin(2*x)", "sin(2*x)/2", "the division by `2` is missing"),
        ("1/sqrt(t)", "sqrt(t)", "2*sqrt(t)", "the factor `2` is missing"),
    ],
)
def test_an_antiderivative_without_its_number_is_mended(
    integrand: str, written: str, right: str, change: str
) -> None:
    variable = "t" if "t" in integrand else "x"
    why = explanation(f"integrate({integrand}, {variable})", written)
    assert [(repair.expression, repair.change) for repair in why.repairs] == [(right, change)]
    assert why.repairs[0].edits
    assert line(f"integrate({integrand}, {variable})", right).passed


@pytest.mark.parametrize(
    ("integrand", "written"), [("x*exp(x)", "x*exp(x)"), ("1/x", "2*log(x)"), ("0*x", "x")]
)
def test_an_antiderivative_is_mended_only_by_what_is_proved(integrand: str, written: str) -> None:
    for repair in explanation(f"integrate({integrand}, x)", written).repairs:
        assert line(f"integrate({integrand}, x)", repair.expression).passed
