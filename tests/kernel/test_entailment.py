"""Showing that a line of statements cannot fail: what is used as a fact, and what may not be."""

from __future__ import annotations

import pytest

from tests.documents.reading import document
from verifier.claims.claim import Claim
from verifier.kernel import entailment
from verifier.kernel.entailment import show_statements
from verifier.kernel.evidence import Reasoning
from verifier.kernel.proof import Shown
from verifier.kernel.setting import Setting
from verifier.kernel.wording import condition_text
from verifier.language.expressions import ZERO, Apply, Name
from verifier.language.problems import LimitExceeded

HEADER = (
    "symbols:\n  x, y: real\n  n: integer\n  w: complex\n  X: real[k]\ndefinitions:\n  s: x^2 + 1\n"
)
OPENED = frozenset[str]()


def claim_of(line: str) -> tuple[Setting, Claim]:
    found = document(f'{HEADER}derivations:\n  a: "{line}"\n')
    return Setting(found.context), found.derivations[0].claim(1, found.context)


def shown(line: str, split: tuple[str, ...] = (), **how: tuple[Apply, ...]) -> Shown:
    setting, claim = claim_of(line)
    return show_statements(setting, claim, Reasoning(OPENED, split), **how)


def is_shown(line: str, split: tuple[str, ...] = ()) -> bool:
    found = shown(line, split)
    return found.values and not found.missing


def test_the_premise_is_a_fact_for_the_conclusion() -> None:
    assert is_shown("x = y + 1 and y = 2 => x = 3")
    assert not is_shown("x = y + 1 => x = 3")


def test_the_other_alternatives_of_a_conclusion_are_false_while_one_is_shown() -> None:
    assert is_shown("x*y = 0 => x = 0 or y = 0")
    assert not is_shown("x*y = 0 => x = 0")


def test_what_fails_is_no_fact_where_its_sides_may_be_undefined() -> None:
    assert not is_shown("not (1/x < y) => 1/x >= y")
    assert not is_shown("not (1/x < y) => 1/x >= y", ("x",))
    assert is_shown("not (1/x < y) => 1/x >= y or x = 0")


def test_taking_it_for_a_fact_all_the_same_would_prove_what_is_false(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(entailment, "_is_complete", lambda _: True)
    assert is_shown("not (1/x < y) => 1/x >= y")


def test_a_conclusion_must_be_defined_and_what_is_missing_for_that_is_named() -> None:
    found = shown("x = y => x/y = 1")
    assert found.values
    assert [condition_text(literal) for literal in found.missing] == ["y != 0"]


def test_a_condition_that_the_other_comparisons_grant_is_not_missing() -> None:
    assert is_shown("x*y = 1 => 1/x = y")
    assert is_shown("sin(x) = 0 => tan(x) = 0")


def test_under_further_assumptions_more_is_shown() -> None:
    setting, claim = claim_of("x = y => x/y = 1")
    granted = Apply("!=", (Name("y"), ZERO))
    found = show_statements(setting, claim, Reasoning(OPENED), (granted,))
    assert found.values
    assert not found.missing


def test_cases_cover_every_sign() -> None:
    assert not is_shown("x^3 = y^3 => x = y")
    assert is_shown("x^3 = y^3 => x = y", ("x",))
    assert not is_shown("x^2 = y^2 => x = y", ("x", "y"))


@pytest.mark.parametrize("name", ["w", "X", "s", "nothing"])
def test_only_real_numbers_have_a_sign_to_split_on(name: str) -> None:
    with pytest.raises(LimitExceeded, match=name):
        shown("x = 1 => x = 1 and y = y", (name,))


def test_what_is_assumed_is_read_as_the_line_is_with_names_opened_or_closed() -> None:
    found = document(
        f"{HEADER}derivations:\n  a:\n    assume: s < 2\n    steps: x^2 = 4 <=> false\n"
    )
    (derivation,) = found.derivations
    context = found.context_of(derivation)
    claim = derivation.claim(1, context)
    opened = show_statements(Setting(context), claim, Reasoning(OPENED))
    assert opened.values
    assert not opened.missing


def test_the_work_on_one_line_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entailment, "SHOWN", 3)
    with pytest.raises(LimitExceeded, match="3 steps"):
        shown("x = 1 or x = 2 or x = 3 => x^2 < 10")
