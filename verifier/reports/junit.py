"""The report in JUnit's XML, as Jenkins and GitLab read it: a suite for each file, a test case for
each judged line.

A case is found again in the next run by its class and its name: so these say the derivation and
the number of the line in it, and not the line of the file, which moves when something is added
above. Jenkins splits the class at its last dot into a package and a class; so the file's path has
dots for slashes, as pytest writes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

from verifier.kernel.verdicts import grade
from verifier.language.problems import Problem
from verifier.language.source import Place
from verifier.outcome import DerivationOutcome, FileOutcome, LineOutcome, Outcome
from verifier.reports import Presentation, numbers
from verifier.reports.locations import is_file, relative
from verifier.reports.wording import expectation, failed, reasons
from verifier.reports.xml_text import Markup, element, portable, text

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


@dataclass(frozen=True, slots=True)
class _Case:
    """A test case; ``kind`` is ``failure`` or ``error`` where it did not pass."""

    part: str
    name: str
    place: Place | None = None
    seconds: float = 0.0
    kind: str = ""
    word: str = ""
    said: tuple[str, ...] = ()
    log: tuple[str, ...] = ()


def render(outcome: Outcome, presentation: Presentation) -> str:
    """The document."""
    suites = [(file, list(_cases(file))) for file in outcome.files]
    cases = [case for _, found in suites for case in found]
    attributes = {"name": "verify", **_counts(cases), "time": _seconds(outcome.seconds)}
    markup = element("testsuites", attributes, *(_suite(file, found) for file, found in suites))
    return portable(f"{_HEAD}{_indented(markup)}\n", presentation.encoding)


def _suite(file: FileOutcome, cases: list[_Case]) -> Markup:
    attributes = {
        "name": file.path,
        **_counts(cases),
        "skipped": "0",
        "time": _seconds(file.seconds),
    }
    if is_file(file.path):
        attributes["file"] = relative(file.path)
    return element("testsuite", attributes, *(_testcase(file, case) for case in cases))


def _counts(cases: list[_Case]) -> dict[str, str]:
    return {
        "tests": str(len(cases)),
        "failures": str(sum(case.kind == "failure" for case in cases)),
        "errors": str(sum(case.kind == "error" for case in cases)),
    }


def _testcase(file: FileOutcome, case: _Case) -> Markup:
    attributes = {
        "classname": _class(file.path, case.part),
        "name": " ".join(case.name.split()),
        "time": _seconds(case.seconds),
    }
    inside = []
    if case.kind:
        given = {"message": case.said[0] if case.said else case.word, "type": case.word}
        inside.append(element(case.kind, given, text("\n".join(_body(file, case)))))
    if case.log:
        inside.append(element("system-out", None, text("\n".join(case.log))))
    return element("testcase", attributes, *inside)


def _body(file: FileOutcome, case: _Case) -> Iterator[str]:
    place = "" if case.place is None else f":{case.place.line}:{case.place.column}"
    yield f"{file.path}{place}"
    yield case.name
    yield from case.said


def _class(path: str, part: str) -> str:
    """``derivations.bce_sigmoid.dLoss_dp``."""
    named = PurePath(relative(path)).with_suffix("") if is_file(path) else PurePath(path)
    return ".".join([*(piece for piece in named.parts if piece not in ("/", "..")), part])


# The cases of a file.


def _cases(file: FileOutcome) -> Iterator[_Case]:
    for number, problem in enumerate(file.problems, 1):
        yield _problem(number, problem)
    for claim in file.definitions:
        yield _judged("definitions", f"{claim.left} {claim.relation} {claim.expression}", claim)
    for derivation in file.derivations:
        yield from _derivation(derivation)
    for number, fault in enumerate(file.faults, 1):
        shows = file.reproductions if number == 1 else ()
        yield _Case("faults", f"fault {number}", None, 0.0, "error", "fault", (fault, *shows))


def _problem(number: int, problem: Problem) -> _Case:
    hint = [f"hint: {problem.hint}"] if problem.hint else []
    said = (problem.message, *hint)
    return _Case("malformed", f"problem {number}", problem.place, 0.0, "error", "malformed", said)


def _derivation(derivation: DerivationOutcome) -> Iterator[_Case]:
    for number, line in enumerate(derivation.lines, 1):
        name = f"{number}: {line.relation} {line.expression}"
        yield _judged(derivation.name, name, line, derivation)
    if derivation.expect is None:
        return
    name, said = f"is {derivation.expect.word}, as expected", expectation(derivation)
    kind = "" if derivation.passed else "failure"
    yield _Case(derivation.name, name, derivation.place, 0.0, kind, "expectation", (said,))


def _judged(
    part: str, name: str, line: LineOutcome, derivation: DerivationOutcome | None = None
) -> _Case:
    word = grade(line.verdict).word
    said = (*reasons(line), *numbers.sentences(line))
    control = derivation is not None and derivation.expect is not None  # has a case of its own
    if failed(line, derivation) and not control:
        return _Case(part, name, line.place, line.seconds, "failure", word, said)
    log = (word, *said) if said else ()
    return _Case(part, name, line.place, line.seconds, log=log)


def _seconds(duration: float) -> str:
    return f"{duration:.3f}"  # the schema allows no more places


def _indented(markup: str) -> str:
    """Each suite and each case on a row of its own."""
    for name in ("testsuite", "testcase"):
        markup = markup.replace(f"<{name} ", f"\n<{name} ")
    return markup.replace("</testsuite>", "\n</testsuite>")
