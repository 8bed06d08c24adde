from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

import pytest

from tests.algebra.cases import VALUES, case, loaded, read
from tests.judged import derivation, document
from tests.kernel.offered import OPENED, WORD, point
from verifier.algebra.oracles import Point
from verifier.claims.claim import Claim
from verifier.kernel.evidence import Counterexample, OneSided, Samples
from verifier.kernel.judgement import AGREEMENTS, Judge
from verifier.kernel.verdicts import Confirmed, Proved, Refuted, Trusted, Verdict
from verifier.language.problems import LimitExceeded

REALS = {"x, y": "real"}

# -- refutations ----------------------------------------------------------------------------------


def test_a_point_where_the_values_differ_refutes() -> None:
    found = case("sqrt(x^2)", "x")
    verdict = found.judge.consider(found.claim, Counterexample(point(x=-2, y=0)))
    assert isinstance(verdict, Refuted)
    assert verdict.witness == {"x": "-2"}
    assert (verdict.left, verdict.right) == ("2", "-2")


OUTSIDE = [
    ({"x": "real > 0"}, point(x=0)),
    ({"x": "real > 0"}, point(x=-1)),
    ({"x": "real >= 0"}, point(x="-1/1000000000")),
    ({"x": "real in (0, 1)"}, point(x=1)),
    ({"x": "real in [0, 1)"}, point(x=1)),
    ({"x": "real != 2"}, point(x=2)),
    ({"x": "integer"}, point(x="1/2")),
    ({"x": "integer"}, point(x="pi")),
    ({"x": "natural"}, point(x=-1)),
    ({"x": "real", "y": "real > x"}, point(x=1, y=1)),
    ({"x": "real", "y": "real > x"}, point(x=1, y=0)),
    ({"x": "real in (-pi, pi)"}, point(x="pi")),
    ({"x": "real in (-pi, pi)"}, point(x="22/7")),
    ({"x": "real in [-pi, pi]"}, point(x="355/113")),
    ({"x": "real", "y": "real"}, point(x=1)),
    ({"x": "real"}, point(x="1/0")),
    ({"x": "real"}, point(x="y")),
    ({"x": "real"}, point(y=1)),
    ({"x": "real"}, {}),
]


@pytest.mark.parametrize(("symbols", "where"), OUTSIDE)
def test_a_point_outside_of_the_domain_carries_nothing(
    symbols: dict[str, str], where: Point
) -> None:
    differing = case("x", "x + 1", symbols=symbols)
    assert differing.judge.consider(differing.claim, Counterexample(where)) is None
    lonely = case("x", "x + 0/0", symbols=symbols)
    assert lonely.judge.consider(lonely.claim, OneSided(where)) is None


@pytest.mark.parametrize(
    ("assumed", "where"),
    [
        (["x > y"], point(x=1, y=1)),
        (["x = 2*y"], point(x=1, y=1)),
        (["x^2 + y^2 = 1"], point(x=1, y=1)),
        (["1/x > 0"], point(x=0, y=1)),
        (["log(x) < 5"], point(x=-1, y=1)),
        (["x != y"], point(x=3, y=3)),
        (["x > 0", "y < 0"], point(x=1, y=1)),
        (["erf(atan(1/2) + atan(1/3)) >= erf(pi/4)"], point(x=1, y=1)),
    ],
)
def test_a_point_that_is_not_certain_to_satisfy_the_assumptions_carries_nothing(
    assumed: list[str], where: Point
) -> None:
    found = case("x", "x + 1", assumed=assumed)
    assert found.judge.consider(found.claim, Counterexample(where)) is None


@pytest.mark.parametrize(
    ("left", "right", "where"),
    [
        ("x", "x + 0*y", point(x=1, y=1)),
        ("1/x", "2/x", point(x=0, y=0)),
        ("1/x", "2", point(x=0, y=0)),
        ("log(x)", "7", point(x=-1, y=0)),
        ("exp(x)*exp(y)", "exp(x + y)", point(x=1, y=1)),
        ("erf(atan(1/2) + atan(1/3))", "erf(pi/4)", point(x=1, y=1)),
        ("diff(sqrt(x^4), x)", "7", point(x=0, y=0)),
        ("integrate(floor(t), t=0..1)", "7", point(x=0, y=0)),
    ],
)
def test_a_point_where_both_sides_are_not_certain_to_differ_carries_nothing(
    left: str, right: str, where: Point
) -> None:
    found = case(left, right)
    assert found.judge.consider(found.claim, Counterexample(where)) is None


@pytest.mark.parametrize(
    ("left", "right", "where"),
    [
        ("x", "y", point(x=1, y=2)),
        ("1/x", "2/x", point(x=0, y=0)),
        ("diff(abs(x), x)", "1/x", point(x=0, y=0)),
        ("diff(sqrt(relu(x))^4, x)", "0", point(x=0, y=0)),
        ("diff(sqrt(x^4), x)", "1/x", point(x=0, y=0)),
        ("integrate(floor(t), t=0..1)", "1/x", point(x=0, y=0)),
        ("1/diff(max(min(y, x), y*x), x)", "1", point(x=1, y=1)),
        ("diff(min(-1, where(0 <= x*y, 0, y/0)), y)", "0", point(x=0, y=1)),
    ],
)
def test_one_side_refutes_only_if_the_other_is_shown_undefined(
    left: str, right: str, where: Point
) -> None:
    found = case(left, right)
    assert found.judge.consider(found.claim, OneSided(where)) is None


@pytest.mark.parametrize(
    ("left", "right", "where", "which"),
    [
        ("x/x", "1", point(x=0, y=0), "left"),
        ("1", "x/x", point(x=0, y=0), "right"),
        ("diff(abs(x), x)", "0", point(x=0, y=0), "left"),
        ("x", "log(x) + x - log(x)", point(x=-1, y=0), "right"),
    ],
)
def test_a_side_that_is_undefined_alone_refutes(
    left: str, right: str, where: Point, which: str
) -> None:
    found = case(left, right)
    verdict = found.judge.consider(found.claim, OneSided(where))
    assert isinstance(verdict, Refuted)
    assert which in verdict.reason
    assert (verdict.left == "undefined") == (which == "left")
    assert (verdict.right == "undefined") == (which == "right")


@pytest.mark.parametrize(
    ("relation", "where", "refuted"),
    [
        ("<", point(x=1, y=1), True),
        ("<=", point(x=1, y=1), False),
        ("<=", point(x=2, y=1), True),
        (">", point(x=1, y=1), True),
        (">=", point(x=1, y=2), True),
        (">=", point(x=2, y=1), False),
        ("!=", point(x=1, y=1), True),
        ("!=", point(x=1, y=2), False),
    ],
)
def test_an_inequality_is_refuted_where_it_fails(
    relation: str, where: Point, refuted: bool
) -> None:
    if relation == "!=":
        found = case("x", "y")
        claim = Claim(found.claim.left, "!=", found.claim.right, found.claim.context)
    else:
        found = case("x", "y", relation)
        claim = found.claim
    verdict = found.judge.consider(claim, Counterexample(where))
    assert isinstance(verdict, Refuted) == refuted


# -- the words of others --------------------------------------------------------------------------


def test_an_engines_word_counts_beside_our_own_proof_of_definedness() -> None:
    found = case("sin(3*x)/(2 + cos(x))", "x^7/(2 + cos(x)) + sin(3*x)/(2 + cos(x)) - x^7/2")
    assert found.judge.consider(found.claim, WORD) is None  # it contradicts points
    verdict = (same := case("atan(x)/(2 + cos(x))", "atan(x)/(2 + cos(x))")).judge.consider(
        same.claim, WORD
    )
    assert isinstance(verdict, Trusted)
    assert (verdict.engine, verdict.method) == ("an engine", "a method")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("x/x", "1"),
        ("sqrt(x)^2", "x"),
        ("log(x*y)", "log(x) + log(y)"),
        ("0*log(x)", "0"),
        ("diff(abs(x), x)", "sign(x)"),
        ("gamma(x + 1)/gamma(x)", "x"),
        ("diff(sqrt(x^4), x)", "2*x"),
        ("log(-1 - x^2)", "log(-2 - x^2)"),
    ],
)
def test_an_engines_word_without_proved_definedness_is_nothing(left: str, right: str) -> None:
    found = case(left, right)
    with suppress(LimitExceeded):  # outside of what is judged: unknown
        assert found.judge.consider(found.claim, WORD) is None


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("sin(x)", "x"),
        ("x^2", "x"),
        ("where(x == 12345, 0, x)", "x"),
        ("(x > 0)", "(x >= 0)"),
        ("exp(x)", "exp(-x)"),
        ("pi + 0*x", "355/113"),
        ("abs(x - 1)", "1 - x"),
    ],
)
def test_an_engines_word_is_outranked_by_a_point(left: str, right: str) -> None:
    found = case(left, right)
    assert found.judge.consider(found.claim, WORD) is None


def agreeing(left: str, right: str, points: Iterable[Point], **how: object) -> Verdict | None:
    found = case(left, right, **how)
    return found.judge.consider(found.claim, Samples(tuple(points), 5))


MANY = [point(x=value, y=n) for n, value in enumerate((*VALUES, *(v + 7 for v in VALUES)))]
SAME = ("atan(x)*(y + 1)", "atan(x) + y*atan(x)")


def test_enough_points_confirm() -> None:
    verdict = agreeing(*SAME, MANY)
    assert isinstance(verdict, Confirmed)
    assert verdict.trials == len(MANY)
    assert verdict.seed == 5


def test_too_few_points_confirm_nothing() -> None:
    assert agreeing(*SAME, MANY[: AGREEMENTS - 1]) is None
    assert agreeing(*SAME, []) is None


def test_points_outside_of_the_domain_confirm_nothing() -> None:
    symbols = {"x": "real > 100", "y": "real"}
    assert agreeing(*SAME, MANY, symbols=symbols) is None


def test_one_point_that_contradicts_ends_it() -> None:
    assert agreeing("x*(x - 1)*y", "0*x", MANY) is None


def test_the_same_point_again_confirms_nothing() -> None:
    assert agreeing("x^2", "x", [point(x=1, y=0)] * 40) is None


def test_points_chosen_where_the_sides_agree_confirm_nothing() -> None:
    roots = [point(x=n, y=0) for n in range(1, 15)]
    assert agreeing("prod(x - i, i=1..14)", "0", roots) is None


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("floor(x + y)", "floor(x + y)"),
        ("abs(x)", "max(x, -x)"),
        ("where(x == 12345, 0, x)", "x"),
        ("x/x", "1"),
        ("sqrt(x)^2", "x"),
    ],
)
def test_samples_say_nothing_of_seams_and_holes(left: str, right: str) -> None:
    inside = [point(x=n, y=n) for n in range(1, 40)]
    assert agreeing(left, right, inside) is None


# -- about the context ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("symbols", "assumed", "contradictory"),
    [
        (REALS, ["x > 0", "x < 0"], True),
        (REALS, ["x^2 < 0"], True),
        (REALS, ["x = 1", "x = 2"], True),
        (REALS, ["1/(x - x) > 1"], True),
        (REALS, ["x > y", "y > x"], True),
        ({"x": "real in (0, 1)"}, ["x > 1"], True),
        ({"x": "real in (0, 1)"}, ["x >= 1"], True),
        ({"x": "real in [0, 1]"}, ["x >= 1"], False),
        (REALS, ["x > 0", "y < 0"], False),
        (REALS, ["abs((-2)^y + x) > 1"], False),
        (REALS, [], False),
        (REALS, ["x^2 + y^2 = 1", "x = y"], False),
    ],
)
def test_contradictory_assumptions_are_shown_or_not_claimed(
    symbols: dict[str, str], assumed: list[str], contradictory: bool
) -> None:
    assert case("x", "x", symbols=symbols, assumed=assumed).judge.contradictory() == contradictory


@pytest.mark.parametrize(
    ("left", "right", "total"),
    [
        ("x^2", "x^2", True),
        ("0*(1/(x^2 + 1))", "0", True),
        ("0*(1/x)", "0", False),
        ("1/x", "1/x", False),
        ("0*log(x)", "0", False),
        ("0*where(x > 0, log(x), x)", "0", True),
        ("0*diff(abs(x), x)", "0", False),
        ("0*diff(sqrt(x^4), x)", "0", False),
        ("x", "x + 1", False),
    ],
)
def test_what_is_defined_everywhere(left: str, right: str, total: bool) -> None:
    found = case(left, right)
    assert found.judge.total(found.claim) == total


def test_a_judge_reads_a_file_only_through_its_context() -> None:
    text = document("symbols:\n  x: real", [derivation("step", ["x", "= x"])])
    context = loaded(text).context
    claim = Claim(read("x + x"), "=", read("2*x"), context)
    verdict = Judge(context, lambda *_: [point(x=1)]).consider(claim, OPENED)
    assert isinstance(verdict, Proved)
