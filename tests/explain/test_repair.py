"""What is offered in the place of a wrong line: the nearest one that the judge proves, or none."""

from __future__ import annotations

import pytest

from tests.explain.wrong import ARRAYS, LETTERS, explain, explanation, first_offer, lines
from tests.judged import derivation, document
from verifier.claims.claim import Claim
from verifier.documents.load import load
from verifier.explain.repair import Wrong, offers
from verifier.explain.trial import trial_of
from verifier.kernel.setting import Setting


@pytest.mark.parametrize(
    ("left", "written", "meant"),
    [
        ("(a - b)^2", "a^2 + 2*a*b + b^2", "a^2 - 2*a*b + b^2"),
        ("(a + b)*(a - b)", "a^2 + b^2", "a^2 - b^2"),
        ("diff(t^3, t)", "3*t^3", "3*t^2"),
        ("diff(x^2, x)", "2*x^2", "2*x"),
        ("diff(sin(3*x), x)", "cos(3*x)", "3*cos(3*x)"),
        ("diff(exp(x^2), x)", "exp(x^2)", "2*x*exp(x^2)"),
        ("diff(sin(x)^2, x)", "2*sin(x)", "2*sin(x)*cos(x)"),
        ("(a + b)^2", "a^2 + a*b + b^2", "a^2 + 2*a*b + b^2"),
        ("(a + b)^2", "a^2 + 2*a*b", "a^2 + 2*a*b + b^2"),
        ("diff(log(1 + x^2), x)", "2*x*(1 + x^2)", "2*x/(1 + x^2)"),
        ("a^2*b - b", "(b^2 - 1)*a", "(a^2 - 1)*b"),
        ("diff(t*log(t), t)", "log(t) + t", "log(t) + 1"),
        ("diff(abs(x)*x^2, x)", "2*x*abs(x) + x^2", "2*x*abs(x) + x^2*sign(x)"),
        ("sqrt(x^2)", "x", "abs(x)"),
    ],
)
def test_a_slip_with_numbers_is_mended(left: str, written: str, meant: str) -> None:
    assert first_offer(left, written) == meant


@pytest.mark.parametrize(
    ("left", "written", "meant"),
    [
        ("(A @ B).T", "A.T @ B.T", "B.T @ A.T"),
        ("grad(tr(A @ B), A)", "B", "B.T"),
        ("(A.T @ B).T", "B.T @ A.T", "B.T @ A"),
        ("grad(sum((X @ W - Y)^2), W)", "2*X.T @ (X @ W + Y)", "2*X.T @ (X @ W - Y)"),
        ("grad(sum((X @ W - Y)^2), W)", "X.T @ (X @ W - Y)", "2*X.T @ (X @ W - Y)"),
        ("grad(sum((X @ W - Y)^2)/n, W)", "2*X.T @ (X @ W - Y)", "2*X.T @ (X @ W - Y)/n"),
        ("grad(sum((X @ W + b - Y)^2), b)", "2*sum(X @ W + b - Y)",
         "2*sum(X @ W + b - Y, axis=0)"),
        ("sum(A, axis=1)", "sum(A, axis=0)", "sum(A, axis=1)"),
        ("sum((x - mean(x))^2)/n", "sum(x^2) - mean(x)^2", "mean(x^2) - mean(x)^2"),
        ("grad(sum(B*relu(A)), A)", "B", "B*(A > 0)"),
        ("(X @ W)[i, j]", "sum(X[i, l] + W[l, j], l)", "sum(X[i, l]*W[l, j], l)"),
    ],
)  # fmt: skip
def test_a_slip_with_arrays_is_mended(left: str, written: str, meant: str) -> None:
    if left.startswith("sum(A"):  # to repeat the line above mends nothing
        assert first_offer(left, written, ARRAYS) != meant
    else:
        assert first_offer(left, written, ARRAYS) == meant


def test_the_authors_spelling_stays() -> None:
    assert first_offer("ln(t^2) + x**2", "2*ln( t ) − x**2") == "2*ln( t ) + x**2"


def test_a_name_that_stands_nowhere_in_the_derivation_is_not_preferred_to_a_number() -> None:
    header = f"{LETTERS}\ndefinitions:\n  two: 1 + 1"
    assert "two" not in first_offer("(a + b)^2", "a^2 + 3*a*b + b^2", header)


def test_an_earlier_result_is_found_where_another_name_was_written() -> None:
    text = document(
        f"{LETTERS}\ndefinitions:\n  L: (x - y)^2",
        [
            derivation("slope", ["diff(L, x)", "= 2*(x - y)"]),
            derivation("other", ["diff(L, y)", "= 2*(y - x)"]),
            derivation("use", ["diff(3*L, x)", "= 3*other"]),
        ],
    )
    found = explain(text).derivations[2].lines[0].explanation
    assert found is not None
    assert found.repairs[0].expression in ("3*slope", "-3*other")


def test_nothing_is_offered_where_the_judge_proves_nothing() -> None:
    claim, wrong = _wrong("(a - b)^2", "a^2 + 2*a*b + b^2")
    trial = trial_of(Setting(claim.context), claim)
    asked: list[Claim] = []

    def refuse(other: Claim) -> bool:
        asked.append(other)
        return False

    assert offers(wrong, trial, refuse) == []
    assert asked


def test_whatever_is_offered_has_been_proved() -> None:
    claim, wrong = _wrong("(a - b)^2", "a^2 + 2*a*b + b^2")
    trial = trial_of(Setting(claim.context), claim)
    proved: list[Claim] = []

    def agree(other: Claim) -> bool:
        proved.append(other)
        return True

    found = offers(wrong, trial, agree)
    assert found
    assert {offer.suspect.line for offer in found} <= {other.right for other in proved}
    assert all(other.left is claim.left and other.relation == "=" for other in proved)


def test_the_judge_is_asked_a_bounded_number_of_times() -> None:
    claim, wrong = _wrong("sin(x)*exp(y)*(a + b)^3", "cos(y)*exp(x)*(a - b)^2 + c*z/(1 + x^2)")
    trial = trial_of(Setting(claim.context), claim)
    asked: list[Claim] = []
    offers(wrong, trial, lambda other: asked.append(other) is not None)
    assert len(asked) <= 60


def test_a_lost_mask_is_found_before_a_quotient_that_is_one_by_chance() -> None:
    header = f"{ARRAYS}\ndefinitions:\n  R: relu(A)\n  L: sum(B*R)"
    assert first_offer("grad(L, A)", "grad(L, R)", header) == "grad(L, R)*(A > 0)"


def test_the_second_offer_is_not_the_first_in_another_order() -> None:
    for repairs in (
        explanation("diff(exp(x^2), x)", "exp(x^2)").repairs,
        explanation("(a + b)^2", "a^2 + 2*a*b").repairs,
    ):
        assert len({"".join(sorted(repair.expression)) for repair in repairs}) == len(repairs)


def test_an_inequality_gets_no_repair() -> None:
    assert explanation("x^2 + 1", "< x").repairs == ()


def test_a_line_that_no_edit_brings_near_gets_no_repair() -> None:
    assert explanation("exp(sin(x)) + a^5", "b*c*z").repairs == ()


def test_the_line_above_is_not_offered() -> None:
    for repair in explanation("a*b + c", "a*b - c").repairs:
        assert repair.expression not in ("a*b + c", "c + a*b", "a*b - (-c)")


def test_an_offer_is_for_the_step_that_is_wrong_and_not_for_the_whole() -> None:
    first, second = lines(LETTERS, "(a + b)^2", "= (a + b)*(a + b)", "= a^2 + a*b + b^2")
    assert first.explanation is None
    assert second.explanation is not None
    assert second.explanation.repairs[0].expression == "a^2 + 2*a*b + b^2"


def _wrong(left: str, right: str) -> tuple[Claim, Wrong]:
    text = document(LETTERS, [derivation("step", [left, f"= {right}"])])
    read = load(text.encode(), "lesson.yaml")
    before, line = read.derivations[0].lines
    context = read.context_of(read.derivations[0])
    claim = Claim(before.expression, "=", line.expression, context)
    return claim, Wrong(claim, before, line, (before.expression,), read.scope)
