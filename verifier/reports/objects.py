"""What was found as objects for programs: the rows that the JSON reports are made of.

Their keys are promised in ``docs/json.md``. Keys that do not apply are left out.
"""

from __future__ import annotations

import json
import math
from typing import Any, Final, TypeAlias, assert_never

from verifier.claims.numeric import CannotConfirm, Disagreement, Numeric
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
from verifier.outcome import (
    Aftermath,
    Blame,
    DerivationOutcome,
    Explanation,
    FileOutcome,
    LineOutcome,
    Outcome,
    Repair,
)
from verifier.reports.wording import BEST_FIRST, failed, message, notes, tally

VERSION: Final = 1

Object: TypeAlias = dict[str, Any]


def dumped(value: object, encoding: str, indent: int | None = None) -> str:
    """The text of an object, in characters that the encoding knows, without a new line behind it.

    Without an indent it is one line: no character in it ends a line for anybody.
    """
    text = json.dumps(value, ensure_ascii=indent is None, allow_nan=False, indent=indent)
    try:
        text.encode(encoding)
    except UnicodeEncodeError:  # a narrow encoding, or a file name that is not Unicode
        text = json.dumps(value, ensure_ascii=True, allow_nan=False, indent=indent)
    return text


def summary_object(outcome: Outcome) -> Object:
    """The whole run in numbers."""
    numbers = tally(outcome.files)
    summary: Object = {which.word: numbers.lines.get(which, 0) for which in BEST_FIRST}
    summary["malformed"] = numbers.malformed
    summary["files"] = numbers.files
    summary["seconds"] = _seconds(outcome.seconds)
    summary["passed"] = outcome.exit_code == 0
    summary["exit_code"] = outcome.exit_code
    return summary


def file_object(file: FileOutcome) -> Object:
    """A file with everything in it."""
    return {
        **file_head(file),
        "definitions": [definition_object(line) for line in file.definitions],
        "derivations": [derivation_object(derivation) for derivation in file.derivations],
    }


def file_head(file: FileOutcome) -> Object:
    """A file without its lines."""
    return {
        "path": file.path,
        **_present(title=file.title, source=file.source),
        "verdict": file.grade.word,
        "passed": file.passed,
        "seconds": _seconds(file.seconds),
        "problems": [_problem(problem) for problem in file.problems],
        **_present(faults=list(file.faults), reproductions=list(file.reproductions)),
        **_present(notes=list(file.notes)),
    }


def _problem(problem: Problem) -> Object:
    place = problem.place
    where = {} if place is None else {"line": place.line, "column": place.column}
    return {**where, "message": problem.message, **_present(hint=problem.hint)}


def derivation_object(derivation: DerivationOutcome) -> Object:
    """A derivation with its lines."""
    return {
        **derivation_head(derivation),
        "lines": [line_object(line, derivation) for line in derivation.lines],
    }


def derivation_head(derivation: DerivationOutcome) -> Object:
    """A derivation without its lines."""
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
        **_aftermath(derivation.aftermath),
    }


def definition_object(line: LineOutcome) -> Object:
    """The range claim of a definition: a line with its name."""
    return {"name": line.left, **line_object(line)}


def line_object(line: LineOutcome, derivation: DerivationOutcome | None = None) -> Object:
    """A judged line; of a derivation, or the range claim of a definition."""
    return {
        "line": line.place.line,
        "column": line.place.column,
        "relation": line.relation,
        "expression": line.expression,
        **_present(reason=line.reason),
        "verdict": grade(line.verdict).word,
        "passed": not failed(line, derivation),
        **_verdict(line),
        **_numeric(line),
        **_present(message=message(line)),
        **_explanation(line.explanation),
        **_asides(line),
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
        case Confirmed(trials=trials, error=error, seed=seed) if line.numeric is None:
            return {"numeric": {"error": _number(error), "trials": trials, "seed": seed}}
        case Conditional(missing=missing, method=method):
            return {
                "method": method,
                "conditions": [condition.text for condition in missing],
                "missing": [_condition(condition) for condition in missing],
            }
        case Refuted(witness=witness, left=left, right=right):
            compared = _present(compared=list(line.compared or ()))
            return {"witness": dict(witness), "left": left, "right": right, **compared}
        case Unknown(numeric=numeric) if numeric and line.numeric is None:
            return {"numeric": {"agreement": numeric}}
        case Confirmed() | Unknown():
            return {}
        case _:
            assert_never(line.verdict)


def _numeric(line: LineOutcome) -> Object:
    """What numbers say of a line about arrays; in words as well where that is no verdict."""
    words = {"agreement": line.verdict.numeric} if isinstance(line.verdict, Unknown) else {}
    match line.numeric:
        case Numeric() as found:
            drawn = {
                "error": found.error,
                "trials": found.trials,
                "shapes": [dict(shape) for shape in found.shapes],
                "seed": found.seed,
                "method": found.method,
            }
            more = _present(redrawn=found.redrawn, gaps=list(found.gaps), **words)
            return {"numeric": {**drawn, **more}}
        case Disagreement() as found:
            apart = {"error": found.error, "shapes": [dict(found.sizes)], "seed": found.seed}
            sides = {"left": found.left, "right": found.right}
            more = _present(where=found.where, **words)
            return {"numeric": {"agrees": False, **apart, **sides, **more}}
        case CannotConfirm(reason):
            return {"numeric": {"reason": reason}}
        case None:
            return {}


def _explanation(why: Explanation | None) -> Object:
    """Where and why a line fails, and what it should be."""
    if why is None:
        return {}
    return _present(
        blame=[_blame(part) for part in why.blame],
        difference=why.difference,
        fix=why.repairs[0].expression if why.repairs else "",
        fixes=[_repair(repair) for repair in why.repairs],
        holds_where=[_condition(condition) for condition in why.conditions],
        undoes=why.undoes,
    )


def _asides(line: LineOutcome) -> Object:
    """What was asked for beside the verdict."""
    second: Object = {}
    if line.second is not None:
        agrees = {} if line.second.agrees is None else {"agrees": line.second.agrees}
        second = {"engine": line.second.engine, **agrees, "words": line.second.words}
    tried = [
        {
            "strategy": attempt.strategy,
            "seconds": _seconds(attempt.seconds),
            "offered": list(attempt.offered),
            "ended": attempt.ended,
        }
        for attempt in line.attempts
    ]
    return _present(second=second, attempts=tried)


def _blame(part: Blame) -> Object:
    """Characters of the expression, counted from 0, and where they begin in the file."""
    return {
        "line": part.place.line,
        "column": part.place.column,
        "start": part.start,
        "end": part.end,
        **_present(against=part.against),
    }


def _repair(repair: Repair) -> Object:
    return {
        "expression": repair.expression,
        "change": repair.change,
        "edits": [
            {
                "line": edit.start.line,
                "column": edit.start.column,
                "end_column": edit.end.column,
                "old": edit.old,
                "new": edit.new,
            }
            for edit in repair.edits
        ],
    }


def _aftermath(found: Aftermath | None) -> Object:
    if found is None:
        return {}
    ends = {} if found.ends_equal is None else {"ends_equal": found.ends_equal}
    return {
        "aftermath": {
            "wrong": list(found.wrong),
            **ends,
            **_present(resting=list(found.resting), message=found.message),
        }
    }


def _condition(condition: Condition) -> Object:
    fails_at = {} if condition.fails_at is None else {"fails_at": dict(condition.fails_at)}
    assume = "" if condition.paste else condition.assumption
    return {
        "condition": condition.text,
        **_present(paste=condition.paste, assume=assume),
        **fails_at,
    }


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
