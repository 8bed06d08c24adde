"""What the lines of a file know of each other: ranges, earlier results, lemmas, expectations."""

from __future__ import annotations

import pytest

from tests.judged import Judged, derivation, document, judge
from verifier.judging import working
from verifier.judging.answers import Decision
from verifier.kernel.judgement import Judge
from verifier.kernel.verdicts import (
    Conditional,
    Confirmed,
    Grade,
    Proved,
    Refuted,
    Trusted,
    Unknown,
)
from verifier.language.problems import LimitExceeded
from verifier.outcome import DerivationOutcome, LineOutcome
from verifier.running.runner import Options, run_text

X = "symbols:\n  x, y: real"


def judged(header: str, *derivations: str) -> Judged:
    return judge(document(header, derivations))


def named(found: Judged, name: str) -> DerivationOutcome:
    return next(each for each in found.outcome.derivations if each.name == name)


def line(found: Judged, name: str, number: int = 0) -> LineOutcome:
    return named(found, name).lines[number]


def ranged(found: Judged) -> LineOutcome:
    (only,) = found.outcome.definitions
    return only


# -- range claims ----------------------------------------------------------------------------------


def test_a_range_that_is_proved_is_a_fact_for_its_users() -> None:
    found = judged(
        f"{X}\ndefinitions:\n  p: 1/(1 + exp(-x)) in (0, 1)",
        derivation("user", ["abs(p) + log(p) - log(p)", "= p"]),
    )
    assert isinstance(ranged(found).verdict, Proved)
    assert isinstance(line(found, "user").verdict, Proved)
    assert found.outcome.passed


@pytest.mark.parametrize(
    ("claim", "kind"),
    [
        ("x^2 in [0, oo)", Proved),
        ("x^2 in (0, oo)", Refuted),
        ("x^3 in [0, oo)", Refuted),
        ("x^2 + 1 in [1, oo)", Proved),
        ("1/x in (-oo, oo)", Conditional),
        ("0*log(x) in [0, 1]", Conditional),
        ("1/(1 + x^2) in (0, 1]", Proved),
        ("1/(1 + x^2) in (0, 1)", Refuted),
        ("sin(x) in [-1, 1]", Proved),
        ("sin(x) in [0, 1]", Refuted),
        ("exp(x) in [y, oo)", Refuted),
    ],
)
def test_a_range_claim_means_defined_and_within(claim: str, kind: type) -> None:
    found = judged(f"{X}\ndefinitions:\n  p: {claim}", derivation("same", ["p", "= p"]))
    assert isinstance(ranged(found).verdict, kind)
    assert ranged(found).passed == (kind is Proved)
    assert found.outcome.passed == (kind is Proved)


def test_the_users_of_a_range_that_is_not_proved_do_not_pass_and_say_so() -> None:
    found = judged(
        f"{X}\ndefinitions:\n  p: x^3 in (0, oo)\n  q: 2*p\n  r: x + 1",
        derivation("user", ["p + p", "= 2*p"]),
        derivation("through", ["q", "= p + p"]),
        derivation("unconcerned", ["r", "= 1 + x"]),
    )
    for name in ("user", "through"):
        assert isinstance(line(found, name).verdict, Proved)
        assert not line(found, name).passed
        assert line(found, name).notes == ("the range claimed for p is not proved",)
    assert line(found, "unconcerned").passed
    assert not found.outcome.passed


def test_a_range_that_is_not_proved_is_no_fact() -> None:
    found = judged(f"{X}\ndefinitions:\n  p: x^3 in (0, oo)", derivation("user", ["abs(p)", "= p"]))
    assert not isinstance(line(found, "user").verdict, Proved)


def test_a_range_is_proved_from_earlier_definitions_only() -> None:
    found = judged(
        f"{X}\ndefinitions:\n  p: x^2 in [0, oo)\n  q: p + 1 in [1, oo)",
        derivation("same", ["q", "= p + 1"]),
    )
    assert [type(each.verdict) for each in found.outcome.definitions] == [Proved, Proved]
    wrong = judged(
        f"{X}\ndefinitions:\n  p: x^3 in [0, oo)\n  q: p + 1 in [1, oo)",
        derivation("same", ["q", "= p + 1"]),
    )
    assert not any(each.passed for each in wrong.outcome.definitions)


def test_the_range_of_a_function_holds_for_every_argument() -> None:
    for claim, kind in (("1/(1 + exp(-t)) in (0, 1)", Proved), ("t^2 in (0, oo)", Refuted)):
        found = judged(
            f"{X}\ndefinitions:\n  f(t): {claim}", derivation("same", ["f(x)", "= f(x)"])
        )
        assert isinstance(ranged(found).verdict, kind)
        assert line(found, "same").passed == (kind is Proved)


def test_a_files_assumptions_count_for_its_ranges_and_a_derivations_own_do_not() -> None:
    own = derivation("user", ["p", "= p"], assumed=["x > 0"])
    header = f"{X}\ndefinitions:\n  p: x in (0, oo)"
    assert isinstance(ranged(judged(header, own)).verdict, Refuted)
    of_the_file = f"{X}\nassume: x > 0\ndefinitions:\n  p: x in (0, oo)"
    assert isinstance(ranged(judged(of_the_file, derivation("u", ["p", "= p"]))).verdict, Proved)


def test_a_convention_makes_no_definition_defined_everywhere() -> None:
    found = judged(
        f"{X}\ndefinitions:\n  p: diff(relu(x), x) in [0, 1]\nconventions: relu'(0) = 0",
        derivation("user", ["p - p", "= 0"]),
    )
    assert not isinstance(ranged(found).verdict, Proved)
    assert not found.outcome.passed


def test_a_range_claim_is_reported_like_a_line() -> None:
    found = ranged(judged(f"{X}\ndefinitions:\n  p: x^2 in [0, oo)", derivation("s", ["p", "= p"])))
    assert found.relation == "in"
    assert found.expression == "[0, oo)"
    assert found.left == "p"
    assert found.place.line == 4


# -- earlier results -------------------------------------------------------------------------------


def test_a_proved_derivation_stands_for_its_last_line() -> None:
    found = judged(
        f"{X}\nassume: x > 0",
        derivation("lemma", ["exp(2*log(x))", "= x^2"]),
        derivation("user", ["lemma + 1", "= x^2 + 1"]),
    )
    assert found.verdicts == ["proved", "proved"]


def test_its_last_line_alone_is_used_where_it_is_proved() -> None:
    # The start is a sum that is not written out, so that only the last line can be judged.
    lemma = derivation("lemma", ["sum(i, i=1..3) + 0*x", "= 6 + 0*x", "= 6"])
    found = judged(X, lemma, derivation("user", ["lemma*x", "= 6*x"]))
    assert found.verdicts == ["proved", "proved", "proved"]


def test_a_derivation_that_did_not_pass_denotes_its_start_and_its_users_do_not_pass() -> None:
    found = judged(
        X,
        derivation("lemma", ["x + x", "= 3*x"]),
        derivation("right", ["lemma", "= 2*x"]),
        derivation("wrong", ["lemma", "= 3*x"]),
        derivation("other", ["x", "= x"]),
    )
    assert isinstance(line(found, "right").verdict, Proved)
    assert not line(found, "right").passed
    assert line(found, "right").notes == ("rests on lemma, which did not pass",)
    assert isinstance(line(found, "wrong").verdict, Refuted)
    assert line(found, "other").passed


def test_what_rests_on_what_rests_on_a_failure_does_not_pass_either() -> None:
    found = judged(
        X,
        derivation("first", ["x + x", "= 3*x"]),
        derivation("second", ["first + x", "= 3*x"]),
        derivation("third", ["second + x", "= 4*x"]),
    )
    assert not line(found, "third").passed
    assert any("second" in note for note in line(found, "third").notes)


def test_only_the_lines_that_mention_a_failure_rest_on_it() -> None:
    found = judged(
        X,
        derivation("lemma", ["x + x", "= 3*x"]),
        derivation("user", ["x + x", "= 2*x", "= lemma", "= x + x"]),
    )
    assert [each.passed for each in named(found, "user").lines] == [True, False, False]


@pytest.mark.parametrize(
    "lines",
    [
        ["x/x", "= 1"],
        ["x", "<= x + 1"],
        ["sqrt(x^2)", "= x"],
        ["integrate(floor(t), t=0..1)", "= 0"],
    ],
)
def test_the_last_line_of_what_is_not_proved_is_never_used(lines: list[str]) -> None:
    found = judged(X, derivation("lemma", lines), derivation("user", ["lemma", lines[-1]]))
    user = line(found, "user")
    if lines[-1].startswith("<="):
        assert line(found, "lemma").passed
        assert user.passed  # by its own start
    else:
        assert not user.passed


def test_a_chain_with_an_inequality_denotes_its_start_alone() -> None:
    found = judged(
        X,
        derivation("lemma", ["x", "<= x + 1"]),
        derivation("wrong", ["lemma", "= x + 1"]),
        derivation("right", ["lemma", "= x"]),
    )
    assert isinstance(line(found, "wrong").verdict, Refuted)
    assert isinstance(line(found, "right").verdict, Proved)


def test_a_derivation_of_every_entry_denotes_the_array() -> None:
    header = """
symbols:
  X: real[n, d]
  W: real[d, k]
  G: real[n, k]
definitions:
  S: X @ W
  L: sum(G*S^2)
"""
    found = judge(
        document(
            header,
            [
                derivation("dS", ["grad(L, S)[i, j]", "= 2*G[i, j]*S[i, j]"]),
                derivation("dW", ["grad(L, W)[a, j]", "= sum(X[i, a]*dS[i, j], i)"]),
                derivation("whole", ["grad(L, W)", "= X.T @ dS"]),
                derivation("wrong", ["grad(L, W)", "= X.T @ G"]),
            ],
        )
    )
    assert found.verdicts == ["proved", "proved", "proved", "refuted"]


def test_a_last_line_under_an_assumption_is_used_only_where_that_is_made() -> None:
    lemma = derivation("lemma", ["abs(x)", "= x"], assumed=["x > 0"])
    found = judged(
        X,
        lemma,
        derivation("without", ["lemma", "= x"]),
        derivation("under", ["lemma", "= x"], assumed=["x > 0"]),
        derivation("otherwise", ["lemma", "= -x"], assumed=["x < 0"]),
    )
    assert isinstance(line(found, "without").verdict, Refuted)
    assert isinstance(line(found, "under").verdict, Proved)
    assert isinstance(line(found, "otherwise").verdict, Proved)


def test_an_earlier_result_is_a_fact_of_points_and_stays_out_of_derivatives() -> None:
    found = judged(
        X,
        derivation("lemma", ["x^2", "= 1"], assumed=["x = 1"]),
        derivation("user", ["diff(lemma, x)", "= 0"], assumed=["x = 1"]),
        derivation("value", ["diff(lemma, x)", "= 2"], assumed=["x = 1"]),
    )
    assert isinstance(line(found, "lemma").verdict, Proved)
    assert isinstance(line(found, "user").verdict, Refuted)
    assert isinstance(line(found, "value").verdict, Proved)


def test_a_result_off_a_seam_is_not_used_on_it() -> None:
    found = judged(
        f"{X}\nconventions: relu'(0) = 0",
        derivation("slope", ["diff(relu(x), x)", "= (x >= 0)"]),
        derivation("user", ["slope", "= (x >= 0)"]),
        derivation("wrong", ["where(x == 0, slope, 0)", "= where(x == 0, 1, 0)"]),
    )
    assert isinstance(line(found, "slope").verdict, Proved)
    for name in ("user", "wrong"):  # by the start, and so off the seam as well
        verdict = line(found, name).verdict
        assert isinstance(verdict, Proved)
        assert verdict.off == ("x = 0",)


# -- expectations ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "expect", "met"),
    [
        (["sqrt(x^2)", "= x"], "refuted", True),
        (["sqrt(x^2)", "= abs(x)"], "refuted", False),
        (["x/x", "= 1"], "conditional", True),
        (["x/x", "= 1"], "refuted", False),
        (["x/x", "= 2"], "conditional", False),
        (["integrate(floor(t), t=0..1)", "= 0"], "unknown", True),
        (["x", "= x"], "unknown", False),
        (["x + x", "= 2*x", "= 3*x"], "refuted", True),
        (["x/x", "= 1", "= 2"], "conditional", False),
    ],
)
def test_an_expectation_is_met_by_exactly_that_worst_verdict(
    lines: list[str], expect: str, met: bool
) -> None:
    found = judged(X, derivation("control", lines, expect=expect))
    assert named(found, "control").passed == met
    assert found.outcome.passed == met
    if met:
        assert found.outcome.grade is Grade.PROVED  # it does not worsen the file


def test_the_value_of_a_control_cannot_be_used() -> None:
    found = judged(
        X,
        derivation("control", ["sqrt(x^2)", "= x"], expect="refuted"),
        derivation("user", ["control", "= abs(x)"]),
    )
    assert named(found, "control").passed
    assert isinstance(line(found, "user").verdict, Proved)
    assert not line(found, "user").passed
    assert line(found, "user").notes == (
        "rests on control, which is a control that is expected to fail",
    )


def test_an_unmet_expectation_worsens_the_file_by_its_lines() -> None:
    found = judged(X, derivation("control", ["x/x", "= 1"], expect="refuted"))
    assert found.outcome.grade is Grade.CONDITIONAL


# -- the bar ---------------------------------------------------------------------------------------

PASSES = {
    Grade.PROVED: {"proved"},
    Grade.TRUSTED: {"proved", "trusted"},
    Grade.CONFIRMED: {"proved", "trusted", "confirmed"},
}
VERDICTS = {
    "proved": Proved("normal form"),
    "trusted": Trusted("an engine", "a method"),
    "confirmed": Confirmed(40, "0", 0),
    "conditional": Conditional((), "normal form"),
    "unknown": Unknown("because"),
    "refuted": Refuted({}, "1", "2", "they differ"),
}


@pytest.mark.parametrize("word", sorted(VERDICTS))
@pytest.mark.parametrize("bar", [None, *PASSES])
def test_a_line_passes_at_the_bar_and_above(
    word: str, bar: Grade | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "decide", lambda *_: Decision(VERDICTS[word]))
    outcome = run_text(document(X, [derivation("step", ["x", "= x"])]), Options(require=bar))
    assert outcome.passed == (word in PASSES[bar or Grade.TRUSTED])


@pytest.mark.parametrize("bar", [Grade.CONDITIONAL, Grade.UNKNOWN, Grade.REFUTED, Grade.MALFORMED])
@pytest.mark.parametrize("word", ["conditional", "unknown", "refuted"])
def test_no_bar_is_so_low_that_these_pass(
    word: str, bar: Grade, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "decide", lambda *_: Decision(VERDICTS[word]))
    try:
        options = Options(require=bar)
    except ValueError:
        return  # refusing it is as good
    outcome = run_text(document(X, [derivation("step", ["x", "= x"])]), options)
    assert not outcome.passed


# -- what goes wrong -------------------------------------------------------------------------------


def test_a_fault_in_one_line_leaves_the_others_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    decide = working.decide

    def sometimes(claim: object, *rest: object) -> Decision:
        found = decide(claim, *rest)  # type: ignore[arg-type]
        return found if isinstance(found.verdict, Proved) else Decision(Unknown("a bug"), "a bug")

    monkeypatch.setattr(working, "decide", sometimes)
    text = document(
        X,
        [
            derivation("good", ["x", "= x"]),
            derivation("bad", ["x", "= y"]),
            derivation("e", ["y", "= y"]),
        ],
    )
    outcome = run_text(text)
    assert outcome.faults == ("a bug",)
    assert not outcome.passed
    assert [each.passed for each in outcome.derivations] == [True, False, True]


def test_a_fault_passes_nothing_even_where_unknown_is_expected(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(working, "decide", lambda *_: Decision(Unknown("a bug"), "a bug"))
    outcome = run_text(document(X, [derivation("step", ["x", "= x"], expect="unknown")]))
    assert not outcome.passed
    assert outcome.faults


def test_a_limit_while_looking_at_the_assumptions_is_no_contradiction(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def tired(_: Judge) -> bool:
        raise LimitExceeded("too much to do")

    monkeypatch.setattr(Judge, "contradictory", tired)
    found = judged(f"{X}\nassume: x > 0", derivation("step", ["abs(x)", "= x"]))
    assert found.outcome.passed


def test_a_limit_while_looking_at_a_definition_makes_it_no_fact(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def tired(*_: object) -> bool:
        raise LimitExceeded("too much to do")

    monkeypatch.setattr(Judge, "total", tired)
    found = judged(f"{X}\ndefinitions:\n  p: 1/x", derivation("step", ["p - p", "= 0"]))
    assert found.verdict == "conditional"


@pytest.mark.parametrize(
    ("header", "assumed"),
    [
        (f"{X}\nassume:\n  - x > 0\n  - x < 0", []),
        (X, ["x > 0", "x < 0"]),
        (f"{X}\nassume: x > 0", ["x < -1"]),
        ("symbols:\n  x: real in (0, 1)", ["x > 2"]),
        (X, ["x^2 + y^2 + 1 = 0"]),
        (X, ["1/(x - x) > 1"]),
    ],
)
def test_assumptions_that_contradict_each_other_are_malformed(
    header: str, assumed: list[str]
) -> None:
    found = judged(header, derivation("step", ["x", "= x"], assumed))
    assert found.verdict == "malformed"
    (problem,) = found.outcome.problems
    assert "contradict" in problem.message
    assert problem.hint
    assert problem.place is not None
    assert not found.outcome.passed


def test_every_derivation_with_contradictory_assumptions_is_named() -> None:
    found = judged(
        X,
        derivation("first", ["x", "= x"], ["x > 0", "x < 0"]),
        derivation("second", ["x", "= x"], ["x > 0"]),
        derivation("third", ["x", "= x"], ["y = 1", "y = 2"]),
    )
    assert len(found.outcome.problems) == 2


def test_assumptions_that_are_only_not_met_anywhere_prove_nothing() -> None:
    found = judged(X, derivation("step", ["x", "= x"], ["x^4 + y^4 + x*y + 10 < 0"]))
    assert found.verdict in ("unknown", "malformed")
    assert not found.outcome.passed


def test_a_line_keeps_the_words_of_the_author() -> None:
    text = document(X, [derivation("step", ["x + x   # a start", "= 2*x   # twice"])])
    (only,) = run_text(text).derivations[0].lines
    assert (only.left, only.relation, only.expression, only.reason) == (
        "x + x",
        "=",
        "2*x",
        "twice",
    )


def test_what_is_not_judged_yet_is_unknown_with_its_reason() -> None:
    found = judged(X, derivation("step", ["x = 1", "= x + 0*i"]))
    assert found.verdict == "unknown"
    verdict = line(found, "step").verdict
    assert isinstance(verdict, Unknown)
    assert verdict.reason.startswith("not judged yet")
