from __future__ import annotations

from collections.abc import Iterable

import pytest

from tests.algebra.cases import case
from tests.kernel.offered import OPENED, WORD, point, proof
from verifier.algebra.oracles import Point
from verifier.claims.claim import Context
from verifier.kernel.evidence import Rewriting
from verifier.kernel.judgement import Judge
from verifier.kernel.verdicts import Conditional, Proved
from verifier.language.expressions import Expression

REALS = {"x, y": "real"}
SIGMA = {"sigma(t)": "1/(1 + exp(-t))"}

# -- proofs ---------------------------------------------------------------------------------------

PROVED = [
    ("(x + y)^2", "x^2 + 2*x*y + y^2", {}),
    ("sqrt(x^2)", "abs(x)", {}),
    ("sqrt(x)^2", "x", {"symbols": {"x": "real >= 0"}}),
    ("log(x*y)", "log(x) + log(y)", {"symbols": {"x, y": "real > 0"}}),
    ("log(x^2)", "2*log(abs(x))", {}),
    ("1/x - 1/x^2", "(x - 1)/x^2", {}),
    ("x^0", "1", {}),
    ("abs(x)", "max(x, -x)", {}),
    ("relu(x)", "x*(x > 0)", {}),
    ("abs(x*y)", "abs(x)*abs(y)", {}),
    ("where(x > 0, 1, where(x < 0, -1, 0))", "sign(x)", {}),
    ("x/x", "1", {"symbols": {"x": "real != 0"}}),
    ("x/x", "1", {"assumed": ["x > 2"]}),
    ("x^n*x^m", "x^(n + m)", {"symbols": {"x": "real > 0", "n, m": "integer"}}),
    ("x^n*x^m", "x^(n + m)", {"symbols": {"x": "real", "n, m": "natural"}}),
    ("x^n*x^m", "x^(n + m)", {"symbols": {"x": "real != 0", "n, m": "integer"}}),
    ("x^(n + 1)", "x*x^n", {"symbols": {"x": "real", "n": "natural"}}),
    ("(-1)^(2*n)", "1", {"symbols": {"n": "integer"}}),
    ("diff(x^3, x)", "3*x^2", {}),
    ("diff(x*abs(x), x)", "2*abs(x)", {}),
    ("diff(relu(x)^2, x)", "2*relu(x)", {}),
    ("diff(log(x), x)", "1/x", {"symbols": {"x": "real > 0"}}),
    ("diff(max(x, x), x)", "1", {}),
    ("diff(p*x, p)", "x", {"definitions": {"p": "x^2"}}),
    ("diff(sigma(x), x)", "sigma(x)*(1 - sigma(x))", {"definitions": SIGMA}),
    ("where(x != 0, 0*(1/x), 0)", "0", {}),
    ("sin(2*x)/cos(x)", "2*sin(x)*cos(x)/cos(x)", {}),
    ("sum(i^2, i=1..4)", "30", {}),
    ("log(x) - log(x)", "log(2*x) - log(2*x)", {}),
    ("log(x) + log(1 - x)", "log(x*(1 - x))", {}),
    ("x^x", "exp(x*log(x))", {"symbols": {"x": "real > 0"}}),
    ("0^x", "0", {"symbols": {"x": "real > 0"}}),
]

NOT_PROVED = [
    ("sqrt(x^2)", "x", {}),
    ("sqrt(x)^2", "x", {}),
    ("log(x*y)", "log(x) + log(y)", {}),
    ("log(x*y)", "log(x) + log(y)", {"symbols": {"x, y": "real < 0"}}),
    ("log(x^2)", "2*log(x)", {}),
    ("x/x", "1", {}),
    ("0*(1/x)", "0", {}),
    ("(1/x)^0", "1", {}),
    ("f(1/x)", "1", {"definitions": {"f(t)": "1"}}),
    ("x^n*x^m", "x^(n + m)", {"symbols": {"x": "real", "n, m": "integer"}}),
    ("x^(n + 1)", "x*x^n", {"symbols": {"x": "real", "n": "integer"}}),
    ("x^a*x^b", "x^(a + b)", {"symbols": {"x, a, b": "real"}}),
    ("(x^3)^(1/3)", "x", {}),
    ("0^x", "0", {"symbols": {"x": "real >= 0"}}),
    ("(-1)^x", "1", {"symbols": {"y": "real", "x": "integer"}, "assumed": ["2*y = x"]}),
    ("diff(abs(x), x)", "sign(x)", {}),
    ("diff(abs(x), x)", "1", {"symbols": {"x": "real >= 0"}}),
    ("diff(x^2, x)", "diff(1, x)", {"assumed": ["x = 1"]}),
    ("diff(p*x, x)", "p", {"definitions": {"p": "x^2"}}),
    ("diff(q*x, q)", "x", {"definitions": {"q": "1/x"}}),
    ("diff(p*z, z)", "diff(p*z, p)", {"symbols": {"z": "real"}, "definitions": {"p": "z^2"}}),
    ("diff(where(x == 0, 0, x), x)", "where(x == 0, 0, 1)", {}),
    ("diff(relu(x)^(3/2), x)", "where(x == 0, 1/x, 3/2*sqrt(relu(x)))", {}),
    ("where(x == 0, diff(min(-1, where(0 <= x*y, 0, y/0)), y), 3)", "where(x == 0, 1/x, 3)", {}),
    ("1/diff(max(min(y, x), y*x), x)", "1/diff(max(x, min(y, x)), x)", {}),
    ("(1 + cos(x))/(1 + cos(x))", "1", {}),
    ("(sqrt(x^2) - x)/(sqrt(x^2) - x)", "1", {"symbols": {"x": "real > 0"}}),
    ("where(x > 0, log(x), 0)", "(x > 0)*log(x)", {}),
    ("where(x == 12345, 0, x)", "x", {}),
    ("(x > 0)", "(x >= 0)", {}),
    ("log(-1 - x^2)", "7/(x - x)", {}),
    ("x", "x + 1", {"assumed": ["x^2 + y^2 < 0"]}),
    ("asin(sin(x))", "x", {}),
    ("x*(x - 1)*(x - 1/2)", "0", {"symbols": {"x": "integer"}}),
]


@pytest.mark.parametrize(("left", "right", "how"), PROVED)
def test_a_true_line_is_proved(left: str, right: str, how: dict[str, object]) -> None:
    assert isinstance(proof(case(left, right, **how)), Proved)
    assert isinstance(proof(case(right, left, **how)), Proved)


@pytest.mark.parametrize(("left", "right", "how"), NOT_PROVED)
def test_a_rule_that_does_not_apply_proves_nothing(
    left: str, right: str, how: dict[str, object]
) -> None:
    assert not isinstance(proof(case(left, right, **how)), Proved)
    assert not isinstance(proof(case(right, left, **how)), Proved)


@pytest.mark.parametrize(
    ("left", "relation", "right", "symbols", "holds"),
    [
        ("x", "<", "x + 1", "real", True),
        ("x", "<=", "x", "real", True),
        ("x", "<", "x", "real", False),
        ("x^2 + 1", ">=", "2*x", "real", True),
        ("x^2 + 1", ">", "2*x", "real", False),
        ("x", "<=", "x^2", "real >= 1", True),
        ("x", "<=", "x^2", "real", False),
        ("0", "<", "exp(x)", "real", True),
        ("0", "<=", "1/x^2", "real", False),
        ("0", "<=", "1/x^2", "real != 0", True),
        ("x/x", "<=", "2", "real", False),
        ("log(x)", "<=", "x - 1", "real > 0", True),
        ("log(x)", "<=", "x - 1", "real", False),
        ("log(x)", "<", "x - 1", "real > 0", False),
        ("log(x)", "<=", "x - 2", "real > 0", False),
    ],
)
def test_an_inequality_also_claims_equal_domains(
    left: str, relation: str, right: str, symbols: str, holds: bool
) -> None:
    found = case(left, right, relation, symbols={"x": symbols})
    assert isinstance(proof(found), Proved) == holds


def test_a_proof_lists_what_was_discharged() -> None:
    found = proof(case("p/p + 1/(1 - p)", "1 + 1/(1 - p)", symbols={"p": "real in (0, 1)"}))
    assert isinstance(found, Proved)
    assert set(found.conditions) == {"p != 0", "p != 1"}


def test_a_proof_says_where_nothing_is_claimed() -> None:
    found = proof(case("1/x - 1/x^2", "(x - 1)/x^2"))
    assert isinstance(found, Proved)
    assert found.notes == ("nothing is claimed where x = 0",)


def test_a_proof_names_the_assumption_that_it_used_and_no_other() -> None:
    used = proof(case("abs(x)", "x", assumed=["x > 0", "y > 0"]))
    assert isinstance(used, Proved)
    assert used.notes == ("uses the assumption x > 0",)
    unused = proof(case("x + x", "2*x", assumed=["x > 0", "y > 0"]))
    assert isinstance(unused, Proved)
    assert unused.notes == ()


def test_names_kept_as_letters_are_only_those_known_to_be_total() -> None:
    found = case("p - p", "0", definitions={"p": "1/x"})
    closed = Rewriting(frozenset({"p"}))
    assert isinstance(found.judge.consider(found.claim, closed), Conditional)
    total = case("p - p", "0", definitions={"p": "x^2"}).opening("p")
    assert isinstance(total.judge.consider(total.claim, closed), Proved)


def test_a_letter_that_stands_for_something_proves_nothing_about_the_letter() -> None:
    found = case("abs(p)", "p", definitions={"p": "x^2"}).opening("p")
    assert not isinstance(found.judge.consider(found.claim, Rewriting(frozenset({"p"}))), Proved)
    assert isinstance(found.judge.consider(found.claim, OPENED), Proved)


# -- conventions ----------------------------------------------------------------------------------

RELU = "relu'(0) = 0"


def test_a_convention_takes_the_seam_out_and_says_so() -> None:
    found = proof(case("diff(relu(x), x)", "(x > 0)", convention=RELU))
    assert isinstance(found, Proved)
    assert found.off == ("x = 0",)
    assert any(RELU in note for note in found.notes)


@pytest.mark.parametrize(
    ("left", "right", "definitions"),
    [
        ("diff(relu(x), x)", "(x >= 1)", {}),
        ("diff(abs(x), x)", "sign(x)", {}),
        ("diff(max(x, x), x)", "7", {}),
        ("diff(relu(relu(x)), x)", "where(x > 0, 1, 5)", {}),
        ("diff(relu(x + p), p)", "where(x + p == 0, 7, (x + p > 0))", {"p": "-abs(x)"}),
        ("diff(relu(x + p), p)", "where(x + p == 0, 7, (x + p > 0))", {"p": "where(x > 0, -x, x)"}),
        ("diff(relu(x*y - y*x), x)", "7", {}),
    ],
)
def test_a_convention_reaches_no_further_than_a_seam_without_interior(
    left: str, right: str, definitions: dict[str, str]
) -> None:
    found = case(left, right, definitions=definitions, convention=RELU)
    opened = found.opening(*definitions)
    for each in (found, opened):
        for closed in (frozenset[str](), frozenset(definitions)):
            verdict = each.judge.consider(each.claim, Rewriting(closed))
            assert not isinstance(verdict, Proved)


# -- nothing passes vacuously ---------------------------------------------------------------------


def nowhere(_expressions: tuple[Expression, ...], _context: Context) -> Iterable[Point]:
    return []


@pytest.mark.parametrize(("left", "right", "how"), PROVED[:12])
def test_without_a_satisfying_point_nothing_is_said(
    left: str, right: str, how: dict[str, object]
) -> None:
    claim = case(left, right, **how).claim
    blind = Judge(claim.context, nowhere)
    assert blind.consider(claim, OPENED) is None
    assert blind.consider(claim, WORD) is None


def test_no_condition_is_offered_that_no_point_satisfies() -> None:
    claim = case("x/x", "1").claim
    assert Judge(claim.context, nowhere).consider(claim, OPENED) is None


def test_a_point_outside_of_the_domain_satisfies_nothing() -> None:
    claim = case("x + x", "2*x", symbols={"x": "real > 0"}).claim
    outside = Judge(claim.context, lambda *_: [point(x=-1), point(x=0)])
    inside = Judge(claim.context, lambda *_: [point(x=-1), point(x=1)])
    assert outside.consider(claim, OPENED) is None
    assert isinstance(inside.consider(claim, OPENED), Proved)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("log(-1 - x^2)", "log(-2 - x^2)"),
        ("1/(x - x)", "2/(x - x)"),
        ("sqrt(-1 - x^2)", "x"),
        ("log(x)*log(-x)", "log(-x)*log(x)"),
    ],
)
def test_sides_that_are_never_defined_together_prove_nothing(left: str, right: str) -> None:
    assert not isinstance(proof(case(left, right)), Proved | Conditional)


def test_a_satisfying_point_must_have_both_sides_defined_where_they_share_a_condition() -> None:
    claim = case("1/x + 1/x", "2/x").claim
    at_the_hole = Judge(claim.context, lambda *_: [point(x=0, y=0)])
    assert at_the_hole.consider(claim, OPENED) is None
