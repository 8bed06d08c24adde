"""The report in SARIF 2.1.0, for code scanning and editors: a result for each thing that did not
pass, with a rule that keeps its name, a relative path, and what mends it where that is proved.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final, NamedTuple

from verifier.about import __version__
from verifier.kernel.verdicts import Grade, grade
from verifier.language.problems import Problem
from verifier.language.source import Place
from verifier.outcome import DerivationOutcome, Edit, FileOutcome, LineOutcome, Outcome, Repair
from verifier.reports import Presentation
from verifier.reports.locations import is_file, uri
from verifier.reports.objects import Object, dumped, line_object
from verifier.reports.wording import expectation, failed, faults, reasons

SCHEMA: Final = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


class _Rule(NamedTuple):
    name: str
    short: str
    full: str
    level: str = "error"


RULES: Mapping[str, _Rule] = MappingProxyType(
    {
        "refuted": _Rule(
            "Refuted",
            "The line is false.",
            "There is a point of the declared domain where the two sides differ, or where only one "
            "of them is defined.",
        ),
        "conditional": _Rule(
            "Conditional",
            "The line holds only under conditions that the file does not grant.",
            "The line is proved under the conditions that are listed: declare or assume them.",
        ),
        "unknown": _Rule(
            "Unknown",
            "The line could not be decided.",
            "It is neither proved nor refuted; the message says why.",
        ),
        "confirmed": _Rule(
            "Confirmed",
            "The line is confirmed by numbers only.",
            "The sides agree at random points, which is evidence and not the proof that is "
            "required.",
        ),
        "trusted": _Rule(
            "Trusted",
            "The line rests on another engine's word.",
            "The line was not re-checked, and a proof is required.",
        ),
        "rests-on-failure": _Rule(
            "RestsOnFailure",
            "The line rests on something that did not pass.",
            "The line follows from a derivation or from a range claim that did not pass.",
        ),
        "expectation": _Rule(
            "Expectation",
            "A negative control did not fail as expected.",
            "The worst line of the derivation has another verdict than the one under `expect`.",
        ),
        "malformed": _Rule(
            "Malformed",
            "The file cannot be read as a derivation file.",
            "Nothing in it was judged.",
        ),
    }
)
"""Every rule by its id without the prefix. An id keeps its meaning; new ones may be added."""

_PREFIX = "verify/"  # an id must not be the same as the rule's name
_INDEX = {name: index for index, name in enumerate(RULES)}


def render(outcome: Outcome, presentation: Presentation) -> str:
    """The log, with one run in it."""
    results = [result for file in outcome.files for result in _results(file)]
    told = [fault for file in outcome.files for fault in faults(file)]
    invocation: Object = {"executionSuccessful": not told, "exitCode": outcome.exit_code}
    if told:
        invocation["toolExecutionNotifications"] = [
            {"level": "error", "message": {"text": fault}} for fault in told
        ]
    run: Object = {
        "tool": {"driver": _driver()},
        "invocations": [invocation],
        "columnKind": "unicodeCodePoints",
        "results": _numbered(results),
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return dumped(log, presentation.encoding, indent=1) + "\n"


def _driver() -> Object:
    rules = [
        {
            "id": f"{_PREFIX}{name}",
            "name": rule.name,
            "shortDescription": {"text": rule.short},
            "fullDescription": {"text": rule.full},
            "help": {"text": rule.full},
            "defaultConfiguration": {"level": rule.level},
        }
        for name, rule in RULES.items()
    ]
    return {
        "name": "verify",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": rules,
    }


def _results(file: FileOutcome) -> Iterator[Object]:
    for problem in file.problems:
        yield _problem(file, problem)
    for claim in file.definitions:
        if failed(claim, None):
            yield _line(file, claim, f"definitions::{claim.left}")
    for derivation in file.derivations:
        control = derivation.expect is not None
        for line in derivation.lines:
            if failed(line, derivation) and not control:
                yield _line(file, line, derivation.name)
        if control and not derivation.passed:
            yield _expectation(file, derivation)


def _problem(file: FileOutcome, problem: Problem) -> Object:
    said = f"{problem.message}; {problem.hint}" if problem.hint else problem.message
    where = _where(file, "", problem.place, problem.length)
    return _result("malformed", said, where, (file.path, problem.message))


def _expectation(file: FileOutcome, derivation: DerivationOutcome) -> Object:
    where = _where(file, derivation.name, derivation.place, len(derivation.start))
    return _result("expectation", expectation(derivation), where, (derivation.name,))


def _line(file: FileOutcome, line: LineOutcome, part: str) -> Object:
    written = f"{line.relation} {line.expression}"
    said = "\n".join([written, *reasons(line)])
    where = _where(file, part, line.place, len(written))
    result = _result(_rule(line), said, where, (part, line.left, written))
    # Below a key of our own: readers know other things by names such as "blame".
    result["properties"] = {"verify": line_object(line)}
    if is_file(file.path) and line.explanation is not None:
        fixes = [_fix(file, repair) for repair in line.explanation.repairs if repair.edits]
        result |= {"fixes": fixes} if fixes else {}
    return result


def _rule(line: LineOutcome) -> str:
    found = grade(line.verdict)
    rests = found is Grade.PROVED or (found >= Grade.CONFIRMED and line.notes)
    return "rests-on-failure" if rests else found.word


def _result(rule: str, said: str, where: Object, identity: tuple[str, ...]) -> Object:
    return {
        "ruleId": f"{_PREFIX}{rule}",
        "ruleIndex": _INDEX[rule],
        "level": RULES[rule].level,
        "message": {"text": said},
        "locations": [where],
        "partialFingerprints": {"claim/v1": _fingerprint(rule, *identity)},
    }


def _fingerprint(*identity: str) -> str:
    """What stays the same when lines are added above: no place goes into it."""
    text = "\0".join(" ".join(part.split()) for part in identity)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _numbered(results: list[Object]) -> list[Object]:
    """With a running number behind the fingerprints that several results of one file share."""
    met: dict[tuple[str, str], int] = {}
    for result in results:
        (where,) = result["locations"]
        prints = result["partialFingerprints"]
        path = where.get("physicalLocation", {}).get("artifactLocation", {}).get("uri", "")
        key = path, prints["claim/v1"]
        met[key] = met.get(key, 0) + 1
        prints["claim/v1"] += f":{met[key]}"
    return results


# Places.


def _where(file: FileOutcome, part: str, place: Place | None, length: int) -> Object:
    where: Object = {}
    if is_file(file.path):
        where["physicalLocation"] = {"artifactLocation": {"uri": uri(file.path)}}
        if place is not None:
            where["physicalLocation"]["region"] = _region(place, _end(file, place, length))
    if part or not where:
        name = part or file.path
        where["logicalLocations"] = [{"name": name, "fullyQualifiedName": f"{file.path}::{name}"}]
    return where


def _end(file: FileOutcome, place: Place, length: int) -> Place:
    """The place behind so many characters, in the same line of the file."""
    line = _lines(file.text)[place.line - 1 : place.line] or [""]
    room = len(line[0]) + 1 - place.column
    return Place(place.line, place.column + max(min(length, room), 0))


@lru_cache(maxsize=1)
def _lines(text: str) -> list[str]:
    return text.split("\n")


def _region(start: Place, end: Place) -> Object:
    return {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    }


def _fix(file: FileOutcome, repair: Repair) -> Object:
    return {
        "description": {"text": f"{repair.change} (proved)"},
        "artifactChanges": [
            {
                "artifactLocation": {"uri": uri(file.path)},
                "replacements": list(map(_replacement, repair.edits)),
            }
        ],
    }


def _replacement(edit: Edit) -> Object:
    return {
        "deletedRegion": _region(edit.start, edit.end),
        "insertedContent": {"text": edit.new},
    }
