"""Holding the verifier's verdicts against the oracle: what it says about a step, and what is so.

A step that differs anywhere must not pass; a refutation's point must lie in the domain and really
refute; a condition must exclude every point where the two sides differ, and must fail where it is
said to fail.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from tests.judged import PASSING
from tests.oracle.differences import Comparison, at_one_point, compare
from tests.oracle.evaluator import Shown, evaluate, truth
from tests.oracle.grid import allowed, points
from tests.oracle.sheets import Sheet
from verifier.kernel.verdicts import Conditional, Refuted, Verdict, grade
from verifier.language.expressions import Apply, Derivative, Expression, subexpressions
from verifier.language.printer import to_text
from verifier.language.vocabulary import COMPARISONS
from verifier.running.runner import run_text

LONGEST = 400

Point = Mapping[str, Fraction]


@dataclass(frozen=True)
class Claimed:
    """A step put to the verifier under a name of its own."""

    name: str
    left: Expression
    relation: str
    right: Expression
    assumed: tuple[str, ...] = ()

    def __str__(self) -> str:
        under = f" given {', '.join(self.assumed)}" if self.assumed else ""
        return f"{to_text(self.left)} {self.relation} {to_text(self.right)}{under}"

    def lines(self) -> list[str]:
        """The step as the two lines of a derivation."""
        return [as_line(self.left), f"{self.relation} {as_line(self.right)}"]


@dataclass(frozen=True)
class Trial:
    """A step, what is true of it, and what the verifier said."""

    claimed: Claimed
    truth: Comparison
    verdict: Verdict
    passed: bool

    @property
    def false(self) -> bool:
        return bool(self.truth.differences)

    @property
    def word(self) -> str:
        return grade(self.verdict).word


def as_line(expression: Expression) -> str:
    """Its text; a comparison in brackets, since a bare one would begin a new step."""
    text = to_text(expression)
    match expression:
        case Apply(head, _) if head in COMPARISONS:
            return f"({text})"
        case _:
            return text


def is_a_step(sheet: Sheet, expression: Expression) -> bool:
    """Whether it can be written: a derivative by a name that its body never reaches is an error."""
    for part in subexpressions(expression):
        if isinstance(part, Derivative):
            reached = sheet.names_behind([part.body])
            if not all(name in reached or name in sheet.symbols for name in part.variables):
                return False
    return len(to_text(expression)) < LONGEST


def verdicts_of(text: str) -> Mapping[str, tuple[Verdict, bool]]:
    """Each derivation's last verdict by its name, through the real door."""
    outcome = run_text(text)
    assert outcome.problems == (), [(p.message, p.place) for p in outcome.problems]
    assert outcome.faults == ()
    return {d.name: (d.lines[-1].verdict, d.passed) for d in outcome.derivations}


def truth_of(sheet: Sheet, claimed: Claimed, limit: int = 40) -> Comparison:
    """What the oracle's grid shows about a step."""
    sides = [claimed.left, claimed.right]
    places = points(sheet, sides, _assumptions(sheet, claimed), limit)
    return compare(claimed.left, claimed.relation, claimed.right, places, sheet.setting, enough=3)


def _assumptions(sheet: Sheet, claimed: Claimed) -> tuple[Expression, ...]:
    return sheet.statements([*sheet.assumed, *claimed.assumed])


def faults_of(sheet: Sheet, trial: Trial) -> list[str]:
    """What is wrong with the verdict of one trial; empty when nothing is."""
    if trial.false and (trial.word in PASSING or trial.passed):
        where = trial.truth.differences[0]
        return [
            f"passed, yet {_shown(where.point)} has {where.left} and {where.right}: {trial.claimed}"
        ]
    match trial.verdict:
        case Refuted(witness=witness):
            return _faults_of_witness(sheet, trial.claimed, witness)
        case Conditional():
            return _faults_of_conditions(sheet, trial, trial.verdict)
    return []


def _faults_of_conditions(sheet: Sheet, trial: Trial, verdict: Conditional) -> list[str]:
    texts = [condition.text for condition in verdict.missing]
    conditions = sheet.statements(texts)
    faults = [
        f"conditional on {texts}, which holds at {_shown(where.point)} although the two sides are "
        f"{where.left} and {where.right} there: {trial.claimed}"
        for where in trial.truth.differences
        if all(truth(condition, where.point, sheet.setting) for condition in conditions)
    ]
    for condition, statement in zip(verdict.missing, conditions, strict=True):
        point = None if condition.fails_at is None else _exact(sheet, condition.fails_at)
        if point is None:
            continue
        if truth(statement, point, sheet.setting) is True:
            faults.append(f"{condition.text} does not fail at {_shown(point)}: {trial.claimed}")
        if _holds(sheet, trial.claimed, point) is True:
            faults.append(f"nothing fails at {_shown(point)}: {trial.claimed}")
    return faults


def _faults_of_witness(sheet: Sheet, claimed: Claimed, witness: Mapping[str, str]) -> list[str]:
    point = _exact(sheet, witness)
    if point is None:
        return []  # an irrational witness: the oracle's points are rational
    names = sheet.symbols_of([claimed.left, claimed.right])
    if missing := [name for name in names if name not in point]:
        return [f"the witness {_shown(point)} says nothing about {missing}: {claimed}"]
    statements = _assumptions(sheet, claimed)
    wrong = [s for s in statements if truth(s, point, sheet.setting) is False]
    if wrong or not allowed(sheet, names, point, ()):
        return [f"the witness {_shown(point)} is outside the domain: {claimed}"]
    if _holds(sheet, claimed, point) is True:
        return [f"refuted at {_shown(point)}, where it holds: {claimed}"]
    return []


def _holds(sheet: Sheet, claimed: Claimed, point: Point) -> bool | None:
    answers = [
        evaluate(side, point, sheet.setting, ((128, 2), (400, 6)))
        for side in (claimed.left, claimed.right)
    ]
    found = at_one_point(*answers, claimed.relation)
    if found is True and all(isinstance(answer, Shown) for answer in answers):
        finer = [
            evaluate(side, point, sheet.setting, ((1500, 6),))
            for side in (claimed.left, claimed.right)
        ]
        return at_one_point(*finer, claimed.relation)
    return found


def _exact(sheet: Sheet, witness: Mapping[str, str]) -> dict[str, Fraction] | None:
    point: dict[str, Fraction] = {}
    for name, value in witness.items():
        match evaluate(sheet.expression(value), {}, sheet.setting):
            case Shown(Fraction() as exact):
                point[name] = exact
            case _:
                return None
    return point


def _shown(point: Point) -> str:
    return ", ".join(f"{name} = {value}" for name, value in point.items()) or "the only point"
