"""Every line of the shipped files under single edits: no false one passes, most are refuted.

Which mutants are false is decided by the oracle in `tests.oracle`, which shares nothing with the
kernel; `tests.audit` holds each verdict against it.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from zlib import crc32

import pytest

from tests.audit import Claimed, Trial, faults_of, is_a_step, truth_of, verdicts_of
from tests.judged import derivation, document
from tests.oracle.mutants import mutants
from tests.oracle.sheets import Sheet, has_values, read_sheet
from verifier.kernel.verdicts import Conditional, Proved, Refuted, Unknown, Verdict
from verifier.language.expressions import Expression
from verifier.language.printer import to_text

SHIPPED = [
    path
    for path in sorted((Path(__file__).parents[1] / "derivations").glob("*.yaml"))
    if has_values(path.read_text(encoding="utf-8"))
]
PER_LINE = 5

Door = Callable[[str], Mapping[str, tuple[Verdict, bool]]]


def mutants_of(sheet: Sheet) -> dict[str, list[Claimed]]:
    """A fixed sample of the edits of each line, by derivation."""
    found: dict[str, list[Claimed]] = {}
    for each in sheet.derivations:
        pairs: list[tuple[Expression, str, Expression]] = []
        for step in each.steps():
            left, right = sheet.expression(step.left), sheet.expression(step.right)
            pairs += [(left, step.relation, edited) for edited in _sample(sheet, right)]
            if step.number == 1:
                pairs += [(edited, step.relation, right) for edited in _sample(sheet, left)]
        found[each.name] = [
            Claimed(f"{each.name}_mutant_{k}", *pair, each.assumed) for k, pair in enumerate(pairs)
        ]
    return found


def _sample(sheet: Sheet, line: Expression) -> list[Expression]:
    names = [name for name in sheet.symbols_of([line]) if not sheet.symbols[name].whole]
    names += [
        name
        for name, (parameters, _) in sheet.setting.definitions.items()
        if not parameters and name in sheet.data.get("definitions", {})
    ]
    possible = [edited for edited in mutants(line, names) if is_a_step(sheet, edited)]
    chance = random.Random(crc32(to_text(line).encode()))  # noqa: S311 (a fixed sample)
    return chance.sample(possible, min(PER_LINE, len(possible)))


def mutated_document(text: str, sheet: Sheet, found: Mapping[str, list[Claimed]]) -> str:
    """The file again, each derivation followed by its mutants."""
    written = []
    for each in sheet.derivations:
        lines = [f"{relation} {line}".strip() for relation, line in each.lines]
        written.append(derivation(each.name, lines, each.assumed, each.expect))
        written += [derivation(m.name, m.lines(), m.assumed) for m in found[each.name]]
    header = re.split(r"^derivations:", text, flags=re.MULTILINE)[0]
    return document(header, written)


def trials_of(path: Path, door: Door) -> list[Trial]:
    """Judge every mutant of a file, and compare it with the oracle."""
    text = path.read_text(encoding="utf-8")
    sheet = read_sheet(text)
    found = mutants_of(sheet)
    said = door(mutated_document(text, sheet, found))
    return [
        Trial(mutant, truth_of(sheet, mutant), *said[mutant.name])
        for group in found.values()
        for mutant in group
    ]


@cache
def trials(path: Path) -> list[Trial]:
    return trials_of(path, verdicts_of)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_no_false_mutant_passes_and_no_verdict_contradicts_the_oracle(path: Path) -> None:
    sheet = read_sheet(path.read_text(encoding="utf-8"))
    faults = [fault for trial in trials(path) for fault in faults_of(sheet, trial)]
    assert faults == []


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_nearly_all_false_mutants_are_refuted(path: Path) -> None:
    false = [trial for trial in trials(path) if trial.false]
    missed = [f"{trial.word}: {trial.claimed}" for trial in false if trial.word != "refuted"]
    assert len(false) >= 25, "so that a share means something"
    assert len(missed) <= 0.05 * len(false), (Counter(trial.word for trial in false), missed)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_mutant_without_a_difference_is_mostly_proved(path: Path) -> None:
    """The oracle is not the kind of judge that calls everything false, nor is the verifier."""
    alike = [trial for trial in trials(path) if not trial.false]
    proved = [trial for trial in alike if trial.word in {"proved", "trusted"}]
    assert len(proved) >= 0.5 * len(alike), [f"{t.word}: {t.claimed}" for t in alike]


# The test can fail: judges that are wrong on purpose are caught.

PLANTED = SHIPPED[-1]


def _always(verdict: Verdict, passed: bool) -> Door:
    def say(text: str) -> Mapping[str, tuple[Verdict, bool]]:
        return dict.fromkeys(re.findall(r"^  (\w+):$", text, flags=re.MULTILINE), (verdict, passed))

    return say


def _planted(verdict: Verdict, passed: bool = False) -> tuple[list[Trial], list[Trial]]:
    """The mutants of one file before a judge with one opinion: all of them, and those it fails."""
    sheet = read_sheet(PLANTED.read_text(encoding="utf-8"))
    found = trials_of(PLANTED, _always(verdict, passed))
    return found, [trial for trial in found if faults_of(sheet, trial)]


@pytest.mark.parametrize(
    ("verdict", "passed"),
    [(Proved("planted"), True), (Proved("planted"), False), (Unknown("planted"), True)],
)
def test_a_judge_that_passes_everything_is_caught(verdict: Verdict, passed: bool) -> None:
    found, caught = _planted(verdict, passed)
    false = [trial for trial in found if trial.false]
    assert len(false) > 20
    assert caught == false


def test_a_judge_that_refutes_everything_is_caught() -> None:
    sheet = read_sheet(PLANTED.read_text(encoding="utf-8"))
    somewhere = dict.fromkeys(sheet.symbols, "1/7")
    found, caught = _planted(Refuted(somewhere, "0", "1", "planted"))
    assert caught
    assert {trial.claimed.name for trial in caught} >= {
        trial.claimed.name for trial in found if not trial.false
    }


def test_a_judge_whose_points_leave_something_out_is_caught() -> None:
    found, caught = _planted(Refuted({}, "0", "1", "planted"))
    assert caught == found


def test_a_judge_without_real_conditions_is_caught() -> None:
    found, caught = _planted(Conditional((), "planted"))
    assert caught == [trial for trial in found if trial.false]


def test_an_honest_judge_who_knows_nothing_has_no_faults() -> None:
    assert _planted(Unknown("planted"))[1] == []
