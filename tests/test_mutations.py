"""Every line of the shipped files under single edits: no false mutant passes, and nearly all are
refuted.

Which mutants are false is decided by the oracle in `tests.oracle`, which shares nothing with the
kernel. What the verifier says about each mutant is held against it three ways: a mutant that
differs anywhere does not pass; a refutation's point really refutes; a condition really excludes
the points of difference.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zlib import crc32

import pytest
from verifier.runner import run_text

from tests.judged import PASSING, derivation, document
from tests.oracle.differences import Comparison, at_one_point, compare
from tests.oracle.evaluator import Shown, evaluate, truth
from tests.oracle.grid import points
from tests.oracle.mutants import mutants
from tests.oracle.sheets import Derivation, Sheet, read_sheet
from verifier.kernel.verdicts import Conditional, Proved, Refuted, Unknown, Verdict, grade
from verifier.language.expressions import Derivative, Expression, subexpressions
from verifier.language.printer import to_text

SHIPPED = sorted((Path(__file__).parents[1] / "derivations").glob("*.yaml"))
PER_LINE = 5
LONGEST = 400


@dataclass(frozen=True)
class Mutant:
    """One edited line against the line that stands before (or after) it."""

    name: str
    derivation: Derivation
    left: Expression
    relation: str
    right: Expression

    def __str__(self) -> str:
        return f"{self.derivation.name}: {to_text(self.left)} {self.relation} {to_text(self.right)}"


@dataclass(frozen=True)
class Trial:
    """A mutant, what is true of it, and what the verifier said."""

    mutant: Mutant
    truth: Comparison
    verdict: Verdict
    passed: bool

    @property
    def false(self) -> bool:
        return bool(self.truth.differences)


def mutants_of(sheet: Sheet) -> list[Mutant]:
    """A fixed sample of the edits of each line."""
    found: list[Mutant] = []
    for each in sheet.derivations:
        for step in each.steps():
            left, right = sheet.expression(step.left), sheet.expression(step.right)
            pairs = [(left, edited) for edited in _sample(sheet, right)]
            if step.number == 1:
                pairs += [(edited, right) for edited in _sample(sheet, left)]
            found += [
                Mutant(f"mutant_{len(found) + k}", each, a, step.relation, b)
                for k, (a, b) in enumerate(pairs)
            ]
    return found


def _sample(sheet: Sheet, line: Expression) -> list[Expression]:
    names = [name for name in sheet.symbols_of([line]) if not sheet.symbols[name].whole]
    names += [
        name
        for name, (parameters, _) in sheet.setting.definitions.items()
        if not parameters and name in sheet.data.get("definitions", {})
    ]
    possible = [edited for edited in mutants(line, names) if _is_well_formed(sheet, edited)]
    chance = random.Random(crc32(to_text(line).encode()))  # noqa: S311 (a fixed sample)
    return chance.sample(possible, min(PER_LINE, len(possible)))


def _is_well_formed(sheet: Sheet, expression: Expression) -> bool:
    """No derivative by a defined name that its body never reaches: that is an error, not a step."""
    for part in subexpressions(expression):
        if isinstance(part, Derivative):
            reached = sheet.names_behind([part.body])
            if not all(name in reached or name in sheet.symbols for name in part.variables):
                return False
    return len(to_text(expression)) < LONGEST


def mutated_document(text: str, sheet: Sheet, found: list[Mutant]) -> str:
    """The file again, each derivation followed by its mutants."""
    written = []
    for each in sheet.derivations:
        lines = [f"{relation} {line}".strip() for relation, line in each.lines]
        written.append(derivation(each.name, lines, each.assumed, each.expect))
        written += [
            derivation(
                mutant.name,
                [to_text(mutant.left), f"{mutant.relation} {to_text(mutant.right)}"],
                each.assumed,
            )
            for mutant in found
            if mutant.derivation is each
        ]
    header = re.split(r"^derivations:", text, flags=re.MULTILINE)[0]
    return document(header, written)


Door = Callable[[str], Mapping[str, tuple[Verdict, bool]]]


def real_door(text: str) -> Mapping[str, tuple[Verdict, bool]]:
    """Each derivation's last verdict by its name, from the verifier itself."""
    outcome = run_text(text)
    assert outcome.problems == (), [(p.message, p.place) for p in outcome.problems]
    assert outcome.faults == ()
    return {d.name: (d.lines[-1].verdict, d.passed) for d in outcome.derivations}


def trials_of(path: Path, door: Door) -> list[Trial]:
    """Judge every mutant of a file, and compare it with the oracle."""
    text = path.read_text(encoding="utf-8")
    sheet = read_sheet(text)
    found = mutants_of(sheet)
    said = door(mutated_document(text, sheet, found))
    return [Trial(m, _truth(sheet, m), *said[m.name]) for m in found]


def _truth(sheet: Sheet, mutant: Mutant) -> Comparison:
    assumed = sheet.statements([*sheet.assumed, *mutant.derivation.assumed])
    sides = [mutant.left, mutant.right]
    places = points(sheet, sides, assumed, limit=40)
    return compare(mutant.left, mutant.relation, mutant.right, places, sheet.setting, enough=3)


def faults_of(sheet: Sheet, trial: Trial) -> list[str]:
    """What is wrong with the verdict of one trial; empty when nothing is."""
    mutant, verdict = trial.mutant, trial.verdict
    if trial.false and (grade(verdict).word in PASSING or trial.passed):
        where = trial.truth.differences[0]
        return [f"passed, yet false at {dict(where.point)}: {mutant}"]
    match verdict:
        case Refuted(witness, _, _, _):
            return _faults_of_witness(sheet, mutant, witness)
        case Conditional(missing, _, _):
            return [
                f"conditional on what holds at {dict(where.point)}, where it fails: {mutant}"
                for where in trial.truth.in_value
                if all(
                    truth(sheet.statements([condition.text])[0], where.point, sheet.setting)
                    for condition in missing
                )
            ]
    return []


def _faults_of_witness(sheet: Sheet, mutant: Mutant, witness: Mapping[str, str]) -> list[str]:
    point = {}
    for name, value in witness.items():
        answer = evaluate(sheet.expression(value), {}, sheet.setting)
        if not isinstance(answer, Shown) or not hasattr(answer.value, "numerator"):
            return []  # an irrational witness: the oracle's points are rational
        point[name] = answer.value
    sides = [mutant.left, mutant.right]
    for name in sheet.symbols_of(sides):
        if name not in point:
            return [f"the witness {dict(witness)} says nothing about {name}: {mutant}"]
    assumed = sheet.statements([*sheet.assumed, *mutant.derivation.assumed])
    if any(truth(statement, point, sheet.setting) is False for statement in assumed):
        return [f"the witness {dict(witness)} breaks an assumption: {mutant}"]
    answers = [evaluate(side, point, sheet.setting) for side in sides]
    if at_one_point(answers[0], answers[1], mutant.relation) is True:
        return [f"refuted at {dict(witness)}, where both sides are {answers}: {mutant}"]
    return []


@cache
def trials(path: Path) -> list[Trial]:
    return trials_of(path, real_door)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_no_false_mutant_passes_and_no_verdict_contradicts_the_oracle(path: Path) -> None:
    sheet = read_sheet(path.read_text(encoding="utf-8"))
    faults = [fault for trial in trials(path) for fault in faults_of(sheet, trial)]
    assert faults == []


def test_nearly_all_false_mutants_are_refuted_and_there_are_hundreds() -> None:
    judged = [trial for path in SHIPPED for trial in trials(path) if trial.false]
    said = Counter(grade(trial.verdict).word for trial in judged)
    missed = [
        f"{grade(t.verdict).word}: {t.mutant}" for t in judged if not isinstance(t.verdict, Refuted)
    ]
    assert len(judged) >= 500
    assert said["refuted"] >= 0.95 * len(judged), "\n".join([str(said), *missed])


def test_true_mutants_exist_and_none_is_refuted_at_a_rational_point_where_it_holds() -> None:
    """The oracle is not the kind of judge that calls everything false."""
    alike = [trial for path in SHIPPED for trial in trials(path) if not trial.false]
    assert alike
    assert any(isinstance(trial.verdict, Proved) for trial in alike)


def _always(verdict: Verdict, passed: bool) -> Door:
    def say(text: str) -> Mapping[str, tuple[Verdict, bool]]:
        return dict.fromkeys(re.findall(r"^  (\w+):$", text, flags=re.MULTILINE), (verdict, passed))

    return say


PLANTED = SHIPPED[-1]


def _planted_faults(door: Door) -> tuple[int, int]:
    sheet = read_sheet(PLANTED.read_text(encoding="utf-8"))
    found = trials_of(PLANTED, door)
    return sum(trial.false for trial in found), sum(
        bool(faults_of(sheet, trial)) for trial in found
    )


@pytest.mark.parametrize(
    ("verdict", "passed"),
    [(Proved("planted"), True), (Proved("planted"), False), (Unknown("-"), True)],
)
def test_a_judge_that_passes_everything_is_caught(verdict: Verdict, passed: bool) -> None:
    false, faults = _planted_faults(_always(verdict, passed))
    assert false > 20
    assert faults == false


def test_a_judge_that_refutes_everything_anywhere_is_caught() -> None:
    sheet = read_sheet(PLANTED.read_text(encoding="utf-8"))
    nowhere = dict.fromkeys(sheet.symbols, "1/7")
    found = trials_of(PLANTED, _always(Refuted(nowhere, "0", "1", "planted"), False))
    faults = [fault for trial in found if not trial.false for fault in faults_of(sheet, trial)]
    assert faults
    assert all("refuted at" in fault for fault in faults)


def test_a_judge_with_empty_conditions_is_caught() -> None:
    false, faults = _planted_faults(_always(Conditional((), "planted"), False))
    assert faults > 20
    assert faults <= false


def test_an_honest_judge_who_knows_nothing_has_no_faults() -> None:
    _, faults = _planted_faults(_always(Unknown("planted"), False))
    assert faults == 0
