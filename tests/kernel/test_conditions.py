from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

import pytest

from tests.algebra.cases import Case, case, statement
from tests.kernel.offered import proof
from tests.oracle.differences import at_one_point
from tests.oracle.evaluator import Setting as Meaning
from tests.oracle.evaluator import evaluate as by_the_oracle
from verifier.claims.claim import Claim, Context
from verifier.kernel.judgement import Judge
from verifier.kernel.points import belongs
from verifier.kernel.verdicts import Conditional, Proved, Verdict
from verifier.language.expressions import Number

CONDITIONAL = [
    ("x/x", "1", {}, {"x != 0"}),
    ("(x^2 - 1)/(x - 1)", "x + 1", {}, {"x != 1"}),
    ("(x^2 - y^2)/(x - y)", "x + y", {}, None),
    ("x*y/(x*y)", "1", {}, {"x != 0", "y != 0"}),
    ("0*(1/x)", "0", {}, {"x != 0"}),
    ("0*log(x)", "0", {}, {"x > 0"}),
    ("sqrt(x)^2", "x", {}, {"x >= 0"}),
    ("exp(log(x))", "x", {}, {"x > 0"}),
    ("diff(log(x), x)", "1/x", {}, {"x > 0"}),
    ("diff(abs(x), x)", "sign(x)", {}, {"x != 0"}),
    ("diff(x*abs(x), x)", "2*x^2/abs(x)", {}, {"x != 0"}),
    ("diff(max(x, y), x)", "(x > y)", {}, None),
    ("f(1/x)", "1", {"definitions": {"f(t)": "1"}}, {"x != 0"}),
    ("f(x, log(x))", "x", {"definitions": {"f(s, t)": "s"}}, {"x > 0"}),
    ("x/x", "1", {"symbols": {"x": "real >= 0"}}, {"x != 0"}),
    ("x/x + sqrt(y)^2", "1 + y", {}, {"x != 0", "y >= 0"}),
    ("(1 + cos(x))/(1 + cos(x))", "1", {}, None),
    ("where(x > 0, log(x), 0)", "(x > 0)*log(x)", {}, {"x > 0"}),
    ("log(x*y)", "log(x) + log(y)", {}, None),
    ("x^(n + 1)", "x*x^n", {"symbols": {"x": "real", "n": "integer"}}, None),
    ("sqrt(x*y)", "sqrt(x)*sqrt(y)", {}, None),
    ("x^a*x^b", "x^(a + b)", {"symbols": {"x": "real", "a, b": "real"}}, None),
    ("p/(p*(1 - p))", "1/(1 - p)", {"definitions": {"p": "x^2"}}, None),
]


def texts(verdict: Verdict | None) -> list[str]:
    assert isinstance(verdict, Conditional), verdict
    return [condition.text for condition in verdict.missing]


def granted(found: Case, conditions: Iterable[str]) -> Case:
    """The same line with the conditions assumed, read as an author's own text."""
    context = found.claim.context
    written = tuple(statement(text) for text in conditions)
    more = Context(
        symbols=context.symbols,
        definitions=context.definitions,
        assumptions=(*context.assumptions, *written),
    )
    claim = Claim(found.claim.left, found.claim.relation, found.claim.right, more)
    return Case(claim, Judge(more, found.judge.suggest))


@pytest.mark.parametrize(("left", "right", "how", "expected"), CONDITIONAL)
def test_the_conditions_are_sufficient(
    left: str, right: str, how: dict[str, object], expected: set[str] | None
) -> None:
    found = case(left, right, **how)
    missing = texts(proof(found))
    assert expected is None or set(missing) == expected
    assert isinstance(proof(granted(found, missing)), Proved)


@pytest.mark.parametrize(("left", "right", "how", "_expected"), CONDITIONAL)
def test_no_condition_is_superfluous(
    left: str, right: str, how: dict[str, object], _expected: set[str] | None
) -> None:
    found = case(left, right, **how)
    missing = texts(proof(found))
    for one in missing:
        fewer = [other for other in missing if other != one]
        assert not isinstance(proof(granted(found, fewer)), Proved), one


@pytest.mark.parametrize(("left", "right", "how", "_expected"), CONDITIONAL)
def test_where_a_condition_can_fail_the_line_does(
    left: str, right: str, how: dict[str, object], _expected: set[str] | None
) -> None:
    found = case(left, right, **how)
    verdict = proof(found)
    assert isinstance(verdict, Conditional)
    for condition in verdict.missing:
        if condition.fails_at is not None and "pi" not in "".join(condition.fails_at.values()):
            where = {name: Fraction(value) for name, value in condition.fails_at.items()}
            assert fails(found, where)


@pytest.mark.parametrize(("left", "right", "how", "_expected"), CONDITIONAL)
def test_a_condition_can_be_pasted(
    left: str, right: str, how: dict[str, object], _expected: set[str] | None
) -> None:
    found = case(left, right, **how)
    missing = texts(proof(found))
    again = case(left, right, **(how | {"assumed": missing}))
    assert isinstance(proof(again), Proved)


def fails(found: Case, where: Mapping[str, Fraction]) -> bool:
    """Whether no other evaluator sees the line hold at a point, which must be of the domain."""
    context = found.claim.context
    bodies = {name: (each.parameters, each.body) for name, each in context.definitions.items()}
    meaning = Meaning(definitions=bodies)
    spread = {name: Fraction(1) for name in context.symbols} | dict(where)
    assert belongs(found.judge.setting, {name: Number(value) for name, value in spread.items()})
    left, right = (
        by_the_oracle(side, spread, meaning) for side in (found.claim.left, found.claim.right)
    )
    return at_one_point(left, right, found.claim.relation) is not True


def test_a_condition_on_one_symbol_comes_with_its_declaration() -> None:
    verdict = proof(case("x/x + log(1 - x) - log(1 - x)", "1"))
    assert isinstance(verdict, Conditional)
    assert all(
        condition.paste == "" or "x: real" in condition.paste for condition in verdict.missing
    )
    (only,) = (proof(case("sqrt(x)^2", "x")) or Conditional((), "")).missing
    assert only.paste == "x: real >= 0"


def test_a_condition_that_was_merely_not_shown_says_so() -> None:
    verdict = proof(case("diff(abs(x)^(3/2), x)", "3/2*sign(x)*sqrt(abs(x))"))
    if isinstance(verdict, Conditional):
        assert all(condition.fails_at is None for condition in verdict.missing)
    else:
        assert isinstance(verdict, Proved)


def test_values_that_differ_are_no_matter_of_conditions() -> None:
    for left, right in (("x/x", "2"), ("sqrt(x)^2", "x + 1"), ("log(x*y)", "log(x) - log(y)")):
        assert proof(case(left, right)) is None
