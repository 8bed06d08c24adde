from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from tests.algebra.cases import VALUES, Case, case
from tests.kernel.offered import point
from verifier.claims.claim import Claim
from verifier.judging import deciding
from verifier.judging.answers import Decision
from verifier.judging.deciding import EMPTY, decide
from verifier.kernel.evidence import (
    Counterexample,
    EngineWord,
    Evidence,
    OneSided,
    Rewriting,
    Samples,
)
from verifier.kernel.verdicts import Conditional, Grade, Proved, Refuted, Trusted, Unknown, grade
from verifier.language.allowance import allowance, spend
from verifier.language.expressions import Number
from verifier.language.problems import LimitExceeded
from verifier.strategies import STATEMENT_STRATEGIES, STRATEGIES, Budget, Strategy
from verifier.strategies.sampling import Sampling

ALONE = Budget(seconds=1.0, seed=0, engines=False)
Offer = Callable[[Claim, Budget], Iterator[Evidence]]


@dataclass(frozen=True)
class Planted:
    """A strategy that offers what a test wants."""

    name: str
    offer: Offer


def plant(monkeypatch: pytest.MonkeyPatch, *strategies: Strategy) -> None:
    monkeypatch.setattr(deciding, "STRATEGIES", strategies)


def decided(found: Case) -> Decision:
    return decide(found.claim, found.judge, ALONE)


# -- the order of the rules ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "right", "kind"),
    [
        ("(x + y)^2", "x^2 + 2*x*y + y^2", Proved),
        ("sqrt(x^2)", "x", Refuted),  # the values differ
        ("x/x", "1", Conditional),  # a condition outranks a side that is undefined alone
        ("x/x", "2", Refuted),
        ("log(x) + log(-1 - x)", "2", Refuted),  # never defined: no condition can be satisfied
        ("diff(where(x == 0, 0, x), x)", "where(x == 0, 0, 1)", Refuted),
        ("log(-1 - x^2)", "7/(x - x)", Unknown),
        ("where(x > 0, log(x), 0)", "(x > 0)*log(x)", Conditional),
        ("asin(sin(x)^2 + cos(x)^2)", "pi/2", Proved),
        ("floor(x)", "ceil(x)", Refuted),
    ],
)
def test_each_line_gets_the_verdict_of_the_first_rule_that_applies(
    left: str, right: str, kind: type
) -> None:
    decision = decided(case(left, right))
    assert isinstance(decision.verdict, kind)
    assert not decision.fault


def test_a_condition_that_points_contradict_gives_way_to_the_point() -> None:
    refuted = decided(case("x^2/x + (x == 7)", "x")).verdict
    assert isinstance(refuted, Refuted)
    assert refuted.witness == {"x": "7"}


def test_a_proof_further_on_outranks_a_condition_of_what_was_closed() -> None:
    found = case("abs(p)", "p", definitions={"p": "x^2"}).opening("p")
    assert isinstance(decided(found).verdict, Proved)
    defined = case("p/p", "1", definitions={"p": "x^2 + 1"}).opening("p")
    assert isinstance(decided(defined).verdict, Proved)


def test_a_condition_is_given_in_the_words_that_can_fail() -> None:
    found = case("p/p", "1", definitions={"p": "x^2"}).opening("p")
    verdict = decided(found).verdict
    assert isinstance(verdict, Conditional)
    assert all(condition.fails_at is not None for condition in verdict.missing)


def test_once_a_condition_is_known_no_engine_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def engine(_claim: Claim, _budget: Budget) -> Iterator[Evidence]:
        asked.append("engine")
        yield EngineWord("an engine", "a method")

    asks = Planted("an engine", engine)
    plant(monkeypatch, *STRATEGIES[:3], asks)
    assert isinstance(decided(case("x/x", "1")).verdict, Conditional)
    assert not asked
    plant(monkeypatch, asks)  # nobody before it knows a condition
    decided(case("x/x", "1"))
    assert asked


def test_the_cheap_strategies_come_first_and_the_weakest_evidence_last() -> None:
    names = [strategy.name for strategy in STRATEGIES]
    assert names[:3] == ["normal form", "induction", "counterexample search"]
    assert names.index("SymPy") > names.index("counterexample search")
    assert names[-1] == "sampling"
    assert len(set(names)) == len(names)


def test_a_line_of_statements_is_proved_or_refuted_before_cases_are_tried() -> None:
    names = [strategy.name for strategy in STATEMENT_STRATEGIES]
    assert names[:3] == ["contradiction", "counterexample search", "contradiction in cases"]
    assert len(set(names)) == len(names)


def test_what_is_asked_after_a_condition_is_the_name_of_a_strategy() -> None:
    names = {strategy.name for strategy in (*STRATEGIES, *STATEMENT_STRATEGIES)}
    assert set(deciding.AFTER_CONDITION) <= names


# -- failing closed --------------------------------------------------------------------------------


def test_an_exception_in_a_strategy_is_a_fault_and_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_claim: Claim, _budget: Budget) -> Iterator[Evidence]:
        yield from ()
        raise ZeroDivisionError("a bug")

    plant(monkeypatch, Planted("broken", broken), *STRATEGIES)
    decision = decided(case("x", "x"))
    assert isinstance(decision.verdict, Unknown)
    assert "broken" in decision.fault
    assert "ZeroDivisionError" in decision.fault
    assert "fault" in decision.verdict.reason


@pytest.mark.parametrize("error", [RecursionError, AssertionError, KeyError, TypeError])
def test_an_exception_in_the_judge_is_a_fault_and_unknown(
    error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = case("x", "x")

    def broken(*_: object) -> None:
        raise error("a bug")

    monkeypatch.setattr(found.judge, "consider", broken)
    decision = decided(found)
    assert isinstance(decision.verdict, Unknown)
    assert error.__name__ in decision.fault


def test_where_memory_runs_out_no_verdict_is_made_of_what_is_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = case("x", "x")

    def broken(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(found.judge, "consider", broken)
    with pytest.raises(MemoryError):
        decided(found)


def test_a_limit_that_is_reached_is_a_reason_and_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def tired(_claim: Claim, _budget: Budget) -> Iterator[Evidence]:
        yield from ()
        raise LimitExceeded("there was too much to do")

    plant(monkeypatch, Planted("tired", tired), Planted("tired again", tired))
    decision = decided(case("x", "x"))
    assert decision == Decision(Unknown("there was too much to do"))


def test_the_next_strategy_is_asked_after_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    def tired(_claim: Claim, _budget: Budget) -> Iterator[Evidence]:
        yield from ()
        raise LimitExceeded("there was too much to do")

    plant(monkeypatch, Planted("tired", tired), *STRATEGIES)
    assert isinstance(decided(case("x", "x")).verdict, Proved)


def test_a_line_that_never_comes_to_an_end_is_unknown_once_its_allowance_is_spent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def endless(_claim: Claim, _budget: Budget) -> Iterator[Evidence]:
        while True:
            spend(1_000_000)
            yield Counterexample({})

    plant(monkeypatch, Planted("endless", endless), *STRATEGIES)
    found = case("x", "x")
    assert isinstance(decided(found).verdict, Unknown)
    plant(monkeypatch, *STRATEGIES)
    assert isinstance(decided(found).verdict, Proved)  # the next question has its own


def test_a_proof_for_which_no_work_is_left_is_none() -> None:
    with allowance(2):
        assert isinstance(decided(case("(x + y)^2", "x^2 + 2*x*y + y^2")).verdict, Unknown)


def test_evidence_that_carries_nothing_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    def idle(_claim: Claim, _budget: Budget) -> Iterator[Evidence]:
        yield Counterexample({})
        yield OneSided({})
        yield Rewriting(frozenset({"nothing"}))

    plant(monkeypatch, Planted("idle", idle))
    assert isinstance(decided(case("x", "x")).verdict, Proved)


def test_an_empty_domain_is_the_reason_where_there_is_one() -> None:
    decision = decided(case("x", "x + 1", assumed=["x^2 + y^2 + x*y < 0"]))
    assert decision == Decision(Unknown(EMPTY))


def test_where_nothing_is_found_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    plant(monkeypatch)
    said = "no proof was found, though the two sides agree at each point that was tried"
    assert decided(case("x", "x")) == Decision(Unknown(said))


# -- a strategy that lies --------------------------------------------------------------------------

FALSE = [
    ("x", "x + 1", {}),
    ("sqrt(x^2)", "x", {}),
    ("x^2", "x", {}),
    ("x/x", "1", {}),
    ("0*log(x)", "0", {}),
    ("log(x*y)", "log(x) + log(y)", {}),
    ("where(x == 12345, 0, x)", "x", {}),
    ("(x > 0)", "(x >= 0)", {}),
    ("diff(abs(x), x)", "sign(x)", {}),
    ("diff(p*x, x)", "p", {"definitions": {"p": "x^2"}}),
    ("diff(q*x, q)", "x", {"definitions": {"q": "1/x"}}),
    ("abs(p)", "p", {"definitions": {"p": "x^3"}}),
    ("x^(n + 1)", "x*x^n", {"symbols": {"x": "real", "n": "integer"}}),
    ("(-1)^n", "1", {"symbols": {"y": "real", "n": "integer"}}),
    ("prod(x - i, i=1..14)", "0", {"symbols": {"x": "real"}}),
    ("floor(x)", "x", {}),
    ("1/(x - x)", "2", {}),
    ("log(-1 - x^2)", "7/(x - x)", {}),
    ("x", "y", {"assumed": ["x^2 + y^2 < 0"]}),
    ("sin(x)", "0", {}),
    ("diff(relu(x), x)", "(x >= 1)", {"convention": "relu'(0) = 0"}),
]
TRUE = [
    ("(x + y)^2", "x^2 + 2*x*y + y^2", {}),
    ("sqrt(x^2)", "abs(x)", {}),
    ("x/x", "1", {"symbols": {"x": "real != 0"}}),
    ("1/x - 1/x^2", "(x - 1)/x^2", {}),
    ("diff(sqrt(relu(x))^4, x)", "2*relu(x)", {}),
    ("where(x == 0, diff(min(-1, where(0 <= x*y, 0, y/0)), y), 0)", "0", {}),
    ("1/diff(max(min(y, x), y*x), x)", "1", {"symbols": {"x, y": "real in [1, 1]"}}),
    ("asin(sin(x)^2 + cos(x)^2)", "pi/2", {}),
    ("erf(atan(1/2) + atan(1/3))", "erf(pi/4)", {}),
]
PLACES = [*VALUES, *(value + 7 for value in VALUES), 12345, 10**6]


def lies(claim: Claim, _budget: Budget) -> Iterator[Evidence]:
    """Everything that a strategy can offer, true or not."""
    names = [*claim.context.symbols]
    points = [point(**dict.fromkeys(names, value)) for value in PLACES]
    points += [{name: Number(n - 3) for n, name in enumerate(names)}, {}, point(nobody=1)]
    for closed in (frozenset(claim.context.definitions), frozenset(names), frozenset({"nobody"})):
        yield Rewriting(closed)
    yield EngineWord("a liar", "on my word")
    for here in points:
        yield Counterexample(here)
        yield OneSided(here)
        yield Samples((here,) * 40, 0)
    yield Samples(tuple(points), 0)
    yield Samples(tuple(points[:14]), 0)
    yield EngineWord("", "")


@pytest.mark.parametrize(("left", "right", "how"), FALSE)
def test_no_lie_makes_a_false_line_pass(
    left: str, right: str, how: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(monkeypatch, Planted("a liar", lies))
    for found in (case(left, right, **how), case(right, left, **how)):
        for one in (found, found.opening("p")) if "p" in str(how) else (found,):
            assert grade(decided(one).verdict) < Grade.CONFIRMED


@pytest.mark.parametrize(("left", "right", "how"), TRUE)
def test_no_lie_refutes_a_true_line(
    left: str, right: str, how: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(monkeypatch, Planted("a liar", lies))
    for found in (case(left, right, **how), case(right, left, **how)):
        assert not isinstance(decided(found).verdict, Refuted)


@pytest.mark.parametrize(("left", "right", "how"), FALSE)
def test_no_false_line_passes_by_the_strategies_that_there_are(
    left: str, right: str, how: dict[str, object]
) -> None:
    assert grade(decided(case(left, right, **how)).verdict) < Grade.CONFIRMED


def test_an_honest_word_is_trusted_beside_a_proof_of_definedness(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def word(_claim: Claim, _budget: Budget) -> Iterator[Evidence]:
        yield EngineWord("an engine", "a method")

    plant(monkeypatch, Planted("an engine", word), Sampling())
    decision = decided(case("erf(atan(1/2) + atan(1/3)) + 0*x", "erf(pi/4)"))
    assert isinstance(decision.verdict, Trusted)
