from __future__ import annotations

import pytest

from tests.documents.reading import X, at, document, problem, problems, underlined
from tests.documents.test_written import lines
from verifier.documents.document import Derivation
from verifier.documents.steps import Chain, chain_of
from verifier.language.source import Place


def chain(*texts: str) -> Chain:
    return chain_of(lines(*texts))


def derivation(steps: str) -> Derivation:
    """A derivation whose text begins in line 4."""
    return document(f"{X}derivations:\n  a: {steps}").derivations[0]


def spelled(found: Derivation) -> list[str]:
    return [f"{line.relation} {line.text}".strip() for line in found.lines]


def test_a_start_and_its_lines() -> None:
    found = derivation("|\n    x + y\n    = y + x\n    <= y + x + 1\n")
    assert spelled(found) == ["x + y", "= y + x", "<= y + x + 1"]
    assert [line.place for line in found.lines] == [Place(5, 5), Place(6, 5), Place(7, 5)]


def test_several_relations_on_a_line_are_several_steps() -> None:
    found = derivation("x + y = y + x < y + x + 1 ≤ y + x + 2\n")
    assert spelled(found) == ["x + y", "= y + x", "< y + x + 1", "<= y + x + 2"]
    assert found.lines[1].place == Place(4, 12)


def test_relations_inside_brackets_and_comparisons_do_not_split() -> None:
    found = derivation("sum(k, k=1..3)*(x >= 0) = where(x == 0, 0, 6)*(x > 0) + 6*(x == 0)\n")
    assert len(found.lines) == 2


def test_a_block_list_is_the_same() -> None:
    found = derivation(
        "\n  - x + y\n  - = y + x  # both\n  - y + x + 0\n".replace("\n  ", "\n    ")
    )
    assert spelled(found) == ["x + y", "= y + x", "= y + x + 0"]
    assert found.lines[1].reason == "both"
    assert found.lines[2].place == Place(7, 7)


def test_items_may_be_blocks_and_quoted() -> None:
    found = derivation('\n    - |\n      x + y\n      = y + x\n    - "= x + y"\n')
    assert spelled(found) == ["x + y", "= y + x", "= x + y"]


def test_a_reason_belongs_to_the_steps_of_its_line() -> None:
    found = chain("x  # start", "= y = z  # both", "= u +  # upper", "  v  # lower", "= w")
    assert [step.reason for step in found.steps] == ["start", "both", "both", "upper lower", ""]


def test_a_reason_beside_a_start_with_a_step_is_that_of_the_step() -> None:
    found = chain("x = y  # why")
    assert [step.reason for step in found.steps] == ["", "why"]


def test_deeper_lines_with_relations_are_steps_with_their_own_reasons() -> None:
    found = chain("x", "  = y  # first", "  = z  # second")
    assert [step.relation for step in found.steps] == ["", "=", "="]
    assert [step.reason for step in found.steps] == ["", "first", "second"]


def test_a_forgotten_relation_is_a_problem_with_a_remedy() -> None:
    file = f"{X}derivations:\n  a: |\n    x - y\n    -(y - x)\n"
    found = problem(file)
    assert found.message == "this line has no relation to the line above"
    assert "begin it with `=`" in found.hint
    assert underlined(file, found) == "-(y - x)"
    assert at(found) == (6, 5)


def test_every_forgotten_relation_is_told() -> None:
    found = problems(f"{X}derivations:\n  a: |\n    x\n    x\n    = x\n    x\n")
    assert [at(problem) for problem in found] == [(6, 5), (8, 5)]


def test_a_start_is_no_relation() -> None:
    found = problem(f"{X}derivations:\n  a: |\n    = x\n    = x\n")
    assert found.message == "a derivation starts with an expression, not with `=`"
    assert at(found) == (5, 5)


@pytest.mark.parametrize("steps", ["=", "|\n    x\n    =\n    = x", "x = "])
def test_a_lone_relation_is_a_problem(steps: str) -> None:
    found = problem(f"{X}derivations:\n  a: {steps}\n")
    assert found.message == "nothing stands after `=`"


@pytest.mark.parametrize("steps", ["x + y", "|\n    x + y  # nothing follows", "\n    - x"])
def test_a_derivation_of_one_line_claims_nothing(steps: str) -> None:
    found = problem(f"{X}derivations:\n  a: {steps}\n")
    assert "claims nothing" in found.message
    assert "begins with `=`" in found.hint


def test_a_connective_makes_all_lines_statements() -> None:
    found = derivation(
        "|\n    x + y = 0 and x > 0\n    <=> y = -x and x > 0  # solve\n    => y < 0\n"
    )
    assert found.statements
    assert spelled(found) == ["x + y = 0 and x > 0", "<=> y = -x and x > 0", "=> y < 0"]
    assert found.lines[1].reason == "solve"
    assert not found.unjudged


def test_unicode_connectives_are_read() -> None:
    assert spelled(derivation("x = y ⇔ y = x ⇒ x ≤ y\n")) == ["x = y", "<=> y = x", "=> x ≤ y"]


@pytest.mark.parametrize(
    "steps",
    [
        "|\n    x = y\n    <=> y = x\n    x - y = 0",
        "\n    - x = y\n    - <=> y = x\n    - x - y = 0",
        "|\n    x = y\n    <=> y = x\n    = 0",
    ],
)
def test_a_statement_without_a_connective_is_a_problem(steps: str) -> None:
    found = problem(f"{X}derivations:\n  a: {steps}\n")
    assert found.message == "this line has no relation to the line above"
    assert "`<=>` or `=>`" in found.hint
    assert at(found)[0] == 7
