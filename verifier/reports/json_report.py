"""The report for programs: one JSON object. Its keys are stable; a change is a headline.

``docs/json.md`` is its description. Keys that do not apply are left out.
"""

from __future__ import annotations

import json
import math
from typing import Any, Final, TypeAlias, assert_never

from verifier.kernel.verdicts import (
    Condition,
    Conditional,
    Confirmed,
    Proved,
    Refuted,
    Trusted,
    Unknown,
    grade,
)
from verifier.language.problems import Problem
from verifier.outcome import DerivationOutcome, FileOutcome, LineOutcome, Outcome
from verifier.reports import Presentation
from verifier.reports.wording import BEST_FIRST, failed, message, notes, tally

VERSION: Final = 1

Object: TypeAlias = dict[str, Any]


def render(outcome: Outcome, presentation: Presentation) -> str:
    """The object, indented, in characters that the encoding knows."""
    report = _outcome(outcome)
    text = json.dumps(report, ensure_ascii=False, allow_nan=False, indent=1)
    try:
        text.encode(presentation.encoding)
    except UnicodeEncodeError:  # a narrow encoding, or a file name that is not Unicode
        text = json.dumps(report, ensure_ascii=True, allow_nan=False, indent=1)
    return text + "\n"


def _outcome(outcome: Outcome) -> Object:
    numbers = tally(outcome.files)
    summary: Object = {which.word: numbers.lines.get(which, 0) for which in BEST_FIRST}
    summary["malformed"] = numbers.malformed
    summary["files"] = numbers.files
    summary["seconds"] = _seconds(outcome.seconds)
    summary["passed"] = outcome.exit_code == 0
    summary["exit_code"] = outcome.exit_code
    return {
        "version": VERSION,
        "files": [_file(file) for file in outcome.files],
        "summary": summary,
        **_present(notes=list(outcome.notes)),
    }


def _file(file: FileOutcome) -> Object:
    return {
        "path": file.path,
        **_present(title=file.title, source=file.source),
        "verdict": file.grade.word,
        "passed": file.passed,
        "seconds": _seconds(file.seconds),
        "problems": [_problem(problem) for problem in file.problems],
        **_present(faults=list(file.faults)),
        "definitions": [_definition(line) for line in file.definitions],
        "derivations": [_derivation(derivation) for derivation in file.derivations],
    }


def _problem(problem: Problem) -> Object:
    place = problem.place
    where = {} if place is None else {"line": place.line, "column": place.column}
    return {**where, "message": problem.message, **_present(hint=problem.hint)}


def _derivation(derivation: DerivationOutcome) -> Object:
    return {
        "name": derivation.name,
        **_present(title=derivation.title),
        "verdict": derivation.grade.word,
        "passed": derivation.passed,
        **_present(expect=derivation.expect.word if derivation.expect is not None else ""),
        "start": {
            "line": derivation.place.line,
            "column": derivation.place.column,
            "expression": derivation.start,
        },
        "lines": [_line(line, derivation) for line in derivation.lines],
    }


def _definition(line: LineOutcome) -> Object:
    return {"name": line.left, **_line(line)}


def _line(line: LineOutcome, derivation: DerivationOutcome | None = None) -> Object:
    return {
        "line": line.place.line,
        "column": line.place.column,
        "relation": line.relation,
        "expression": line.expression,
        **_present(reason=line.reason),
        "verdict": grade(line.verdict).word,
        "passed": not failed(line, derivation),
        **_verdict(line),
        **_present(message=message(line)),
        "notes": list(notes(line)),
        "seconds": _seconds(line.seconds),
    }


def _verdict(line: LineOutcome) -> Object:
    """The keys that belong to one kind of verdict."""
    match line.verdict:
        case Proved(method=method, conditions=conditions, off=off):
            return {"method": method, "conditions": list(conditions), **_present(off=list(off))}
        case Trusted(engine=engine, method=method, conditions=conditions):
            return {"engine": engine, "method": method, "conditions": list(conditions)}
        case Confirmed(trials=trials, error=error, seed=seed):
            return {"numeric": {"error": _number(error), "trials": trials, "seed": seed}}
        case Conditional(missing=missing, method=method):
            return {
                "method": method,
                "conditions": [condition.text for condition in missing],
                "missing": [_condition(condition) for condition in missing],
            }
        case Refuted(witness=witness, left=left, right=right):
            return {"witness": dict(witness), "left": left, "right": right}
        case Unknown(numeric=numeric):
            return {"numeric": {"agreement": numeric}} if numeric else {}
        case _:
            assert_never(line.verdict)


def _condition(condition: Condition) -> Object:
    fails_at = {} if condition.fails_at is None else {"fails_at": dict(condition.fails_at)}
    return {"condition": condition.text, **_present(paste=condition.paste), **fails_at}


def _present(**keys: object) -> Object:
    """The keys that say something."""
    return {key: value for key, value in keys.items() if value}


def _seconds(duration: float) -> float:
    return round(duration, 6)


def _number(text: str) -> float | str:
    """A number where the text is one that JSON can say."""
    try:
        number = float(text)
    except ValueError:
        return text
    return number if math.isfinite(number) else text
