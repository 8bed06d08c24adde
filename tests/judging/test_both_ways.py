"""A line about arrays is looked at by proof and by numbers, and a contradiction is a fault."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from tests.judged import derivation, document
from verifier.claims.claim import Claim, Context
from verifier.claims.numeric import CannotConfirm, Disagreement, Numeric
from verifier.confirmation import confirm as confirming
from verifier.judging import deciding
from verifier.judging.answers import Decision, Kept
from verifier.judging.options import Options
from verifier.judging.working import Terms
from verifier.kernel.array_judgement import ArrayJudge
from verifier.kernel.evidence import Evidence, Rewriting
from verifier.kernel.verdicts import (
    Conditional,
    Confirmed,
    Grade,
    Proved,
    Refuted,
    Unknown,
    Verdict,
    grade,
)
from verifier.outcome import FileOutcome, LineOutcome
from verifier.running.runner import run_text

HEADER = """
symbols:
  A, B, S: real[n, n]
  Q: real[n, n] orthogonal
  X: real[n, d]
  x, y: real[n]
  k: real
"""
BY_NUMBERS = ("sum(atan(sinh(x)))", "= sum(2*atan(exp(x)) - pi/2)")


def judged(*lines: str, header: str = HEADER, options: Options | None = None) -> FileOutcome:
    return run_text(document(header, [derivation("step", lines)]), options)


def only(outcome: FileOutcome) -> LineOutcome:
    (line,) = outcome.lines()
    return line


@pytest.fixture
def without_strategies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only numbers decide."""
    monkeypatch.setattr(deciding, "ARRAY_STRATEGIES", ())


# -- both agree ------------------------------------------------------------------------------------


def test_a_proved_line_carries_what_numbers_say() -> None:
    line = only(judged("tr(A @ B)", "= tr(B @ A)"))
    assert isinstance(line.verdict, Proved)
    assert line.verdict.sizes == ("n",)
    assert isinstance(line.numeric, Numeric)
    assert line.numeric.error < 1e-12
    assert line.numeric.gaps == ()
    assert line.passed


def test_what_only_numbers_say_is_confirmed_and_passes() -> None:
    outcome = judged(*BY_NUMBERS)
    line = only(outcome)
    assert isinstance(line.verdict, Confirmed)
    assert isinstance(line.numeric, Numeric)
    assert line.verdict.trials == line.numeric.trials
    assert outcome.passed


@pytest.mark.parametrize("bar", [Grade.PROVED, Grade.TRUSTED])
def test_a_higher_bar_lets_nothing_confirmed_pass(bar: Grade) -> None:
    outcome = judged(*BY_NUMBERS, options=Options(require=bar))
    assert isinstance(only(outcome).verdict, Confirmed)
    assert not outcome.passed


def test_a_line_without_arrays_is_left_to_the_proof() -> None:
    assert only(judged("k + k", "= 2*k")).numeric is None


def test_a_confirmed_line_is_no_fact_for_further_ones() -> None:
    parts = [derivation("first", BY_NUMBERS), derivation("second", ("first*0", "= first - first"))]
    outcome = run_text(document(HEADER, parts))
    assert [grade(line.verdict).word for line in outcome.lines()] == ["confirmed", "proved"]


def test_seed_trials_and_sizes_reach_the_draws() -> None:
    options = Options(seed=7, trials=8, shapes=(("n", 9),))
    line = only(judged("sum(X + 0*x[1])", "= sum(X)", options=options))
    assert isinstance(line.numeric, Numeric)
    assert line.numeric.seed == 7
    assert line.numeric.trials >= 8
    assert {shape["n"] for shape in line.numeric.shapes} == {9}
    assert len({shape["d"] for shape in line.numeric.shapes}) > 2


# -- what is not enough ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("det(Q)", "= (-1)^(n - 1)"),
        ("det(2*S)", "= 2*det(S)"),
        ("grad(sum(relu(X)), X)", "= grad(sum(min(relu(X), 6)), X)"),
        ("sum(x)*(n - 1)*(n - 2)*(n - 3)*(n - 4)*(n - 5)*(n - 6)", "= 0"),
        ("sum(x)*(sqrt((k - 100)^2) + k)", "= sum(x)*100"),
        ("x*x", ">= 0"),
        ("inv(A) @ A", "= eye(n)"),  # defined on one side only, where A is singular
        ("sum(log(x))", "= log(prod(x))"),
    ],
)
@pytest.mark.usefixtures("without_strategies")
def test_numbers_alone_never_confirm_what_they_cannot_see(left: str, right: str) -> None:
    line = only(judged(left, right))
    assert isinstance(line.verdict, Unknown | Refuted)
    assert not line.passed


def test_few_draws_confirm_nothing() -> None:
    line = only(judged(*BY_NUMBERS, options=Options(trials=2)))
    assert isinstance(line.verdict, Unknown)
    assert "agree" in line.verdict.numeric


@pytest.mark.usefixtures("without_strategies")
def test_an_unknown_line_says_how_far_the_numbers_agree_and_what_they_did_not_see() -> None:
    line = only(judged("sum(x)*(k - 100)/(k - 100)", "= sum(x)"))
    assert isinstance(line.verdict, Unknown)
    assert "the sides agree on" in line.verdict.numeric
    assert "only one side of `k - 100`" in line.verdict.numeric


@pytest.mark.usefixtures("without_strategies")
def test_a_draw_where_the_sides_differ_becomes_an_exact_point() -> None:
    line = only(judged("A @ B", "= B @ A"))
    assert isinstance(line.verdict, Refuted)
    assert set(line.verdict.witness) == {"n", "A", "B"}
    assert line.numeric is None


def test_a_refuted_line_is_not_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confirming, "confirm", lambda *_: pytest.fail("drawn"))
    assert isinstance(only(judged("A @ B", "= B @ A")).verdict, Refuted)
    assert not judged("A @ B", "= B @ A").faults


def test_numbers_leave_a_condition_as_it_is() -> None:
    line = only(judged("A @ inv(A)", "= eye(n)"))
    assert isinstance(line.verdict, Conditional)
    assert isinstance(line.numeric, Numeric)


# -- faults of ours --------------------------------------------------------------------------------


def plant(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kernel that proves whatever stands in normal form, and what does not."""
    real = ArrayJudge.consider

    def gullible(judge: ArrayJudge, claim: Claim, evidence: Evidence) -> Verdict | None:
        if isinstance(evidence, Rewriting):
            return Proved("a mistake")
        return real(judge, claim, evidence)

    monkeypatch.setattr(ArrayJudge, "consider", gullible)


def of_range(claim: str) -> FileOutcome:
    header = f"{HEADER}definitions:\n  P: {claim}"
    return run_text(document(header, [derivation("step", ("x", "= x"))]))


def test_the_range_of_an_array_is_looked_at_by_numbers() -> None:
    (line,) = of_range("abs(X) in [0, oo)").definitions
    assert isinstance(line.verdict, Proved)
    assert isinstance(line.numeric, Numeric)


@pytest.mark.usefixtures("without_strategies")
def test_a_draw_outside_of_a_range_becomes_an_exact_point() -> None:
    (line,) = of_range("X^3 in [0, oo)").definitions
    assert isinstance(line.verdict, Refuted)


def test_a_range_that_the_numbers_contradict_is_a_fault_and_no_fact(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plant(monkeypatch)
    outcome = of_range("X^3 in [0, oo)")
    (line,) = outcome.definitions
    assert isinstance(line.verdict, Unknown)
    assert not line.passed
    assert any("the range of P" in fault for fault in outcome.faults)


@dataclass
class Remembered:
    """A shelf that shows what is on it."""

    kept: dict[tuple[str, str], Kept] = field(default_factory=dict)

    def find(self, kind: str, what: Claim | Context, terms: Terms) -> Kept | None:
        return self.kept.get((kind, repr((what, terms))))

    def keep(self, kind: str, what: Claim | Context, terms: Terms, answer: Kept) -> None:
        self.kept[kind, repr((what, terms))] = answer

    def forget(self, kind: str, what: Claim | Context, terms: Terms) -> None:
        self.kept.pop((kind, repr((what, terms))), None)


FALSE = """
title: Something else first
symbols:
  k, unused: real
  A, B: real[n, n]
  x: real[n]
definitions:
  C: A + B
  D: 2*A
derivations:
  earlier: |
    k + k
    = 2*k
  named: |
    tr(C)
    = tr(A) + tr(B)
  commuting:
    title: It does not commute
    steps: |
      C @ A + named - named
      = A @ C      # a mistake
      = A @ C + 0
  later: |
    k
    = k + 0
"""


def test_a_proof_that_numbers_contradict_is_a_fault_and_passes_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plant(monkeypatch)
    shelf = Remembered()
    outcome = run_text(FALSE, shelf=shelf)
    _, _, wrong, after, _ = outcome.lines()
    assert isinstance(wrong.verdict, Unknown)
    assert "fault of the verifier" in wrong.verdict.reason
    assert isinstance(wrong.numeric, Disagreement)
    assert not wrong.passed
    assert isinstance(after.verdict, Proved)
    assert not outcome.passed
    assert outcome.grade is Grade.UNKNOWN
    assert any("line 21" in fault and "the sides differ" in fault for fault in outcome.faults)
    kept = [answer for answer in shelf.kept.values() if isinstance(answer, Decision)]
    assert sum(isinstance(answer.verdict, Proved) for answer in kept) == len(kept) == 4


def test_a_small_file_shows_the_fault_again(monkeypatch: pytest.MonkeyPatch) -> None:
    plant(monkeypatch)
    (reproduction,) = run_text(FALSE, Options(seed=3, trials=4, shapes=(("n", 3),))).reproductions
    first, *rows = reproduction.splitlines()
    assert "verify --seed 3 --trials 4 --shapes n=3 FILE" in first
    for gone in ("earlier", "later", "unused", "D: 2*A", "title", "x: real[n]", "A @ C + 0"):
        assert gone not in reproduction
    assert "C: A + B" in reproduction
    assert len(rows) < 15
    again = run_text(reproduction)
    assert again.faults
    assert again.reproductions


def test_without_the_fault_the_small_file_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as planted:
        plant(planted)
        (reproduction,) = run_text(FALSE).reproductions
    sound = run_text(reproduction)
    assert not sound.faults
    assert isinstance(list(sound.lines())[-1].verdict, Refuted)


def test_an_exception_in_the_numbers_costs_no_proof_and_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(confirming, "confirm", broken)
    outcome = judged("tr(A @ B)", "= tr(B @ A)")
    line = only(outcome)
    assert isinstance(line.verdict, Proved)
    assert isinstance(line.numeric, CannotConfirm)
    assert any("ZeroDivisionError" in fault for fault in outcome.faults)
    assert not outcome.passed


# -- what it costs others --------------------------------------------------------------------------


def modules_after(text: str) -> Iterator[str]:
    code = (
        "import sys\n"
        "from verifier.running.runner import run_text\n"
        f"print(run_text({text!r}).grade.word)\n"
        "print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    yield from done.stdout.split()


@pytest.mark.parametrize(
    ("lines", "needed"),
    [(("k + k", "= 2*k"), False), (("tr(A @ B)", "= tr(B @ A)"), True), (("A", "= B"), False)],
)
def test_numpy_is_imported_only_for_a_line_that_is_drawn(lines: list[str], needed: bool) -> None:
    loaded = set(modules_after(document(HEADER, [derivation("step", lines)])))
    assert ("numpy" in loaded) is needed
