"""Keys: equal for what says the same, different for anything that could change a verdict."""

from __future__ import annotations

from dataclasses import fields, replace
from fractions import Fraction
from typing import Any

import pytest

from verifier.cache.keys import OF_A_CLOCK, WITHOUT_WEIGHT, Keys, Unhashable
from verifier.claims.claim import Bound, Claim, Context, Definition, Domain, Field, Value
from verifier.judging.options import Options
from verifier.kernel.verdicts import Grade
from verifier.language.expressions import Apply, Name, Number
from verifier.strategies import Budget

RULES = b"rules"
BUDGET = Budget(10.0, 0)
X, Y, P, Q, ONE = Name("x"), Name("y"), Name("p"), Name("q"), Number(Fraction(1))
SUM = Apply("+", (X, Y))
POSITIVE = Domain(lower=Bound(Number(Fraction(0)), open=True))
CONTEXT = Context(
    symbols={"x": Domain(), "y": POSITIVE},
    definitions={"p": Definition("p", SUM, claimed=POSITIVE), "q": Definition("q", P)},
    values={"lemma": Value(X, Y)},
    assumptions=(Apply("!=", (X, Y)),),
    conventions=frozenset({"relu'(0) = 0"}),
    ranged=frozenset({"p"}),
    total=frozenset({"p"}),
)
CLAIM = Claim(Q, "=", SUM, CONTEXT)
USES_LEMMA = replace(CLAIM, left=Name("lemma"))


def key(claim: Claim = CLAIM, budget: Budget = BUDGET, rules: bytes = RULES) -> bytes:
    return Keys(rules).question("decide", claim, budget)


def within(claim: Claim = CLAIM, **changed: Any) -> bytes:
    """The key of a claim in a context that differs from its own."""
    return key(replace(claim, context=replace(claim.context, **changed)))


def test_a_key_does_not_depend_on_the_process_or_on_what_was_asked_before() -> None:
    keys = Keys(RULES)
    keys.question("decide", USES_LEMMA, BUDGET)
    assert keys.question("decide", CLAIM, BUDGET) == key()
    assert keys.known("decide", CLAIM, BUDGET) == key()


@pytest.mark.parametrize(
    "changed",
    [
        replace(CLAIM, left=P),
        replace(CLAIM, right=Apply("+", (Y, X))),
        replace(CLAIM, relation="<="),
        replace(CLAIM, left=CLAIM.right, right=CLAIM.left),
    ],
    ids=["left", "right", "relation", "turned round"],
)
def test_another_claim_has_another_key(changed: Claim) -> None:
    assert key(changed) != key()


@pytest.mark.parametrize(
    "changed",
    [
        {"symbols": {"x": POSITIVE, "y": POSITIVE}},
        {"symbols": {"x": Domain(Field.INTEGER), "y": POSITIVE}},
        {"symbols": {"x": Domain(structure=frozenset({"symmetric"})), "y": POSITIVE}},
        {"symbols": {"x": Domain(shape=(Name("n"),)), "y": POSITIVE}},
        {"symbols": {"x": Domain(excluded=(ONE,)), "y": POSITIVE}},
        {"symbols": {"x": Domain(), "y": Domain(lower=replace(POSITIVE.lower, open=False))}},
        {"definitions": {**CONTEXT.definitions, "q": Definition("q", Y)}},
        {"definitions": {**CONTEXT.definitions, "p": Definition("p", X, claimed=POSITIVE)}},
        {"definitions": {**CONTEXT.definitions, "p": Definition("p", SUM)}, "ranged": frozenset()},
        {"assumptions": ()},
        {"assumptions": (Apply("!=", (X, ONE)),)},
        {"conventions": frozenset()},
        {"ranged": frozenset()},
        {"total": frozenset()},
        {"complex_mode": True},
        {"opaque": {"f": (1, Domain())}},
    ],
    ids=lambda changed: str(changed)[:60],
)
def test_whatever_a_claim_may_rest_on_is_in_its_key(changed: dict[str, Any]) -> None:
    assert within(**changed) != key()


def test_what_a_claim_does_not_go_through_is_not_in_its_key() -> None:
    more = {**CONTEXT.definitions, "other": Definition("other", Y)}
    assert within(definitions=more) == key()
    assert within(values={}) == key()
    assert within(values={"lemma": Value(X)}) == key()


def test_an_earlier_result_counts_with_what_was_proved_of_it() -> None:
    assert within(USES_LEMMA, values={"lemma": Value(X)}) != key(USES_LEMMA)
    assert within(USES_LEMMA, values={"lemma": Value(X, ONE)}) != key(USES_LEMMA)
    assert within(USES_LEMMA, values={"lemma": Value(Y, Y)}) != key(USES_LEMMA)


def test_an_assumption_brings_in_what_it_goes_through() -> None:
    other = {**CONTEXT.definitions, "r": Definition("r", X)}
    changed = {**CONTEXT.definitions, "r": Definition("r", ONE)}
    assumed = (Apply(">", (Name("r"), ONE)),)
    assert within(definitions=other, assumptions=assumed) != within(
        definitions=changed, assumptions=assumed
    )


def test_every_part_of_a_context_is_in_a_key_or_known_to_be_none_of_its_business() -> None:
    tested = {"symbols", "definitions", "opaque", "values", "assumptions", "conventions"}
    tested |= {"ranged", "total", "complex_mode"}
    assert {part.name for part in fields(Context) if part.compare} == tested


@pytest.mark.parametrize(
    ("budget", "same"),
    [
        (Budget(10.0, 1), False),
        (Budget(10.0, 0, engines=False), False),
        (Budget(1.0, 0), True),  # what a clock decides is not kept
        (Budget(10.0, 0, memory=2**29), True),
    ],
)
def test_the_seed_and_the_engines_count_and_the_clock_does_not(budget: Budget, same: bool) -> None:
    assert (key(budget=budget) == key()) == same
    assert Keys(RULES).known("decide", CLAIM, budget) == key(budget=budget)


def test_asking_under_other_terms_is_another_question() -> None:
    keys = Keys(RULES)
    first = keys.known("decide", CLAIM, BUDGET)
    assert keys.known("decide", CLAIM, Budget(10.0, 1)) != first
    assert keys.known("total", CLAIM, BUDGET) != first
    assert keys.known("decide", CLAIM, BUDGET) == first


def test_every_part_of_a_budget_counts_or_belongs_to_the_clock() -> None:
    assert {part.name for part in fields(Budget)} == {"seed", "engines"} | OF_A_CLOCK


def test_other_rules_have_other_keys() -> None:
    assert key(rules=b"other") != key()


def test_the_borders_of_what_is_hashed_count() -> None:
    keys = Keys(RULES)
    assert keys.hash(("ab", "c")) != keys.hash(("a", "bc"))
    assert keys.hash(("a",)) != keys.hash("a")
    assert keys.hash(1) != keys.hash(True)
    assert keys.hash(1) != keys.hash("1")
    assert keys.hash(frozenset({"a", "b"})) == keys.hash(frozenset({"b", "a"}))


def test_what_has_no_hash_is_not_kept() -> None:
    with pytest.raises(Unhashable):
        Keys(RULES).hash(object())


# Whole files.


def of_file(data: bytes = b"text", path: str = "a.yaml", **options: Any) -> bytes:
    return Keys(RULES).file(path, data, Options(**options))


def test_a_files_key_holds_its_name_and_its_bytes() -> None:
    assert of_file(b"text") == of_file(b"text")
    assert len({of_file(), of_file(b"text "), of_file(path="b.yaml")}) == 3


COUNTS: dict[str, Any] = {
    "require": Grade.PROVED,
    "sympy": False,
    "seed": 1,
    "trials": 9,
    "shapes": (("n", 3),),
    "explain": frozenset({("a.yaml", 3)}),
    "repairs": True,
    "cross_check": True,
}


@pytest.mark.parametrize("name", sorted(COUNTS))
def test_an_option_that_changes_what_is_found_is_in_a_files_key(name: str) -> None:
    assert of_file(**{name: COUNTS[name]}) != of_file()


def test_options_of_time_memory_and_processes_are_not() -> None:
    other = of_file(timeout=1.0, jobs=4, memory=2**29, apart=True, guarded=True, cache="there")
    assert other == of_file()


def test_every_option_is_one_or_the_other() -> None:
    assert {part.name for part in fields(Options)} == WITHOUT_WEIGHT | COUNTS.keys()
