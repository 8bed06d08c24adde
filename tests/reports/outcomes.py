"""Outcomes built by hand, so that the tests of the reports depend on reports alone."""

from __future__ import annotations

from verifier.kernel.verdicts import (
    Condition,
    Conditional,
    Confirmed,
    Grade,
    Proved,
    Refuted,
    Trusted,
    Unknown,
    Verdict,
    grade,
)
from verifier.language.problems import Problem
from verifier.language.source import Place
from verifier.outcome import DerivationOutcome, FileOutcome, LineOutcome, Outcome

PROVED = Proved("normal form", ("p != 0", "1 - p != 0"))
TRUSTED = Trusted("SymPy", "simplify")
CONFIRMED = Confirmed(30, "1.3e-15", 20)
CONDITIONAL = Conditional(
    (Condition("p != 0", "p: real != 0", {"p": "0"}), Condition("1 - p != 0")), "normal form"
)
REFUTED = Refuted({"p": "1/2", "y": "1"}, "-2", "[1.9999999, 2.0000001]", "the sides differ")
UNKNOWN = Unknown("the time for this line was used up", "agrees at 20 points to 1e-12")

BY_GRADE: dict[Grade, Verdict] = {
    grade(verdict): verdict
    for verdict in (PROVED, TRUSTED, CONFIRMED, CONDITIONAL, REFUTED, UNKNOWN)
}

TEXT = """\
title: Why dZ2 = p - y
symbols:
  y: real in [0, 1]
  z: real
definitions:
  p: 1/(1 + exp(-z)) in (0, 1)
  Loss: -(y*ln(p) + (1 - y)*ln(1 - p))
derivations:
  dLoss_dp:
    title: Step A, the derivative of the loss
    steps: |
      diff(Loss, p)
      = -(y/p - (1 - y)/(1 - p))     # ln(p)' = 1/p
      = -((y*(1 - p) - p*(1 - y))/(p*(1 - p)))
      = (p - y)/(p*(1 - p))
"""


def line(
    verdict: Verdict,
    number: int = 14,
    expression: str = "-((y*(1 - p) - p*(1 - y))/(p*(1 - p)))",
    left: str = "-(y/p - (1 - y)/(1 - p))",
    *,
    relation: str = "=",
    reason: str = "",
    passed: bool | None = None,
    notes: tuple[str, ...] = (),
) -> LineOutcome:
    if passed is None:
        passed = grade(verdict) in {Grade.PROVED, Grade.TRUSTED}
    place = Place(number, 7)
    return LineOutcome(place, relation, expression, left, reason, verdict, passed, 0.00021, notes)


def derivation(
    *lines: LineOutcome,
    name: str = "dLoss_dp",
    title: str = "Step A, the derivative of the loss",
    expect: Grade | None = None,
    passed: bool | None = None,
) -> DerivationOutcome:
    if passed is None:
        passed = all(each.passed for each in lines)
    return DerivationOutcome(name, title, Place(12, 7), "diff(Loss, p)", lines, expect, passed)


def file(
    *derivations: DerivationOutcome,
    path: str = "derivations/bce.yaml",
    title: str = "Why dZ2 = p - y",
    source: str = "",
    text: str = TEXT,
    definitions: tuple[LineOutcome, ...] = (),
    faults: tuple[str, ...] = (),
) -> FileOutcome:
    passed = all(each.passed for each in (*derivations, *definitions)) and not faults
    return FileOutcome(
        path, title, source, text, (), definitions, derivations, 0.0123, passed, faults
    )


def malformed(
    *problems: Problem, path: str = "derivations/bad.yaml", text: str = TEXT
) -> FileOutcome:
    return FileOutcome(path, "", "", text, problems, (), (), 0.001, passed=False)


def outcome(*files: FileOutcome, notes: tuple[str, ...] = ()) -> Outcome:
    return Outcome(files, 0.0234, notes)


def lesson(*last: LineOutcome) -> FileOutcome:
    """The lesson's first derivation with its range claim, and other last lines if given."""
    first = line(PROVED, 13, "-(y/p - (1 - y)/(1 - p))", "diff(Loss, p)", reason="ln(p)' = 1/p")
    rest = last or (line(PROVED), line(PROVED, 15, "(p - y)/(p*(1 - p))"))
    claim = line(Proved("range"), 6, "(0, 1)", "p", relation="in")
    return file(derivation(first, *rest), definitions=(claim,))
