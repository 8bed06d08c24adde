from __future__ import annotations

from typing import get_args

from verifier.kernel.verdicts import (
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

EVERY: tuple[Verdict, ...] = (
    Refuted({}, "1", "2", "they differ"),
    Unknown("out of time"),
    Conditional((), "normal form"),
    Confirmed(12, "0", 0),
    Trusted("an engine", "a method"),
    Proved("normal form"),
)


def test_the_grades_are_ordered_worst_first() -> None:
    grades = [grade(verdict) for verdict in EVERY]
    assert grades == sorted(grades)
    assert [Grade.MALFORMED, *grades] == list(Grade)


def test_every_verdict_has_a_grade_and_every_grade_but_malformed_a_verdict() -> None:
    assert {type(verdict) for verdict in EVERY} == set(get_args(Verdict))
    assert {grade(verdict) for verdict in EVERY} == set(Grade) - {Grade.MALFORMED}


def test_a_grade_is_spelled_as_reports_do() -> None:
    assert [one.word for one in Grade] == [
        "malformed",
        "refuted",
        "unknown",
        "conditional",
        "confirmed",
        "trusted",
        "proved",
    ]
