"""The report for GitHub Actions: a workflow command for each thing that did not pass, which GitHub
shows beside the line in a pull request, and a last line for the log.

Whatever an author wrote is escaped as GitHub's runner unescapes it, so that it can neither end a
command nor begin one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from verifier.kernel.verdicts import grade
from verifier.language.problems import Problem
from verifier.language.source import Place
from verifier.outcome import FileOutcome, LineOutcome, Outcome
from verifier.reports import Presentation
from verifier.reports.locations import is_file, relative
from verifier.reports.rows import REPLACEMENT
from verifier.reports.wording import conclusion, expectation, failed, faults, reasons


def render(outcome: Outcome, presentation: Presentation) -> str:  # noqa: ARG001 - given to all
    """The commands, in the order of the files, and what the run comes to."""
    rows = [command for file in outcome.files for command in _file(file)]
    return "".join(f"{row}\n" for row in [*map(_readable, rows), conclusion(outcome)])


def _file(file: FileOutcome) -> Iterator[str]:
    for problem in file.problems:
        yield _problem(file, problem)
    for claim in file.definitions:
        if failed(claim, None):
            yield _line(file, claim, f"the range of {claim.left}")
    for derivation in file.derivations:
        if derivation.expect is not None:
            if not derivation.passed:
                said = expectation(derivation)
                yield _command(file.path, derivation.place, derivation.name, said)
            continue
        for line in derivation.lines:
            if failed(line, derivation):
                yield _line(file, line, derivation.name)
    for fault in faults(file):
        yield _command(file.path, None, "fault in the verifier", fault)


def _problem(file: FileOutcome, problem: Problem) -> str:
    hint = [f"hint: {problem.hint}"] if problem.hint else []
    text = "\n".join([problem.message, *hint])
    return _command(file.path, problem.place, "malformed", text)


def _line(file: FileOutcome, line: LineOutcome, where: str) -> str:
    title = f"{grade(line.verdict).word}: {where}"
    text = "\n".join([f"{line.relation} {line.expression}", *reasons(line)])
    return _command(file.path, line.place, title, text)


def _command(path: str, place: Place | None, title: str, message: str) -> str:
    properties = {}
    if is_file(path):
        properties["file"] = relative(path, os.environ.get("GITHUB_WORKSPACE", ""))
        if place is not None:
            properties |= {"line": str(place.line), "col": str(place.column)}
    properties["title"] = title
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::error {listed}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _readable(command: str) -> str:
    """In one line, whoever counts lines; nothing that moves a terminal's cursor."""
    return "".join(character if character.isprintable() else REPLACEMENT for character in command)
