"""What a notebook shows of an outcome: a table for each derivation, its formulas typeset.

It is a piece of a page that is not ours: no script, no style sheet that could reach beyond it, and
colours that read on light and on dark.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from verifier.kernel.verdicts import Grade, grade
from verifier.language.layout import RELATIONS
from verifier.outcome import FileOutcome, LineOutcome, Outcome
from verifier.reports.html_lines import badge, formula
from verifier.reports.paper import Argument, Paper, Step, paper_of_outcome
from verifier.reports.wording import conclusion, counts, expectation, reasons, tally
from verifier.reports.xml_text import Markup, element, prose, text

_CELL: Final = {"style": "text-align: left; vertical-align: middle; padding: 0.2em 0.8em"}
_QUIET: Final = {"style": f"{_CELL['style']}; opacity: 0.75"}
_BAD: Final = (Grade.REFUTED, Grade.MALFORMED)


def table(found: Outcome | FileOutcome) -> str:
    """HTML for a whole outcome, or for one of its files."""
    files = found.files if isinstance(found, Outcome) else (found,)
    parts = [part for file in files for part in _file(file)]
    if isinstance(found, Outcome):
        numbers = counts(tally(found.files))
        told = conclusion(found).rpartition(" (")[0]
        parts.append(element("p", None, text(f"{numbers}. {told}." if numbers else f"{told}.")))
    return element("div", {"class": "verify-outcome"}, *parts)


def _file(file: FileOutcome) -> Iterator[Markup]:
    heading = {"style": "margin: 0.6em 0 0.3em"}
    yield element("p", heading, element("strong", None, text(file.title or file.path)))
    for fault in file.faults:
        yield element("p", None, text(f"fault in the verifier: {fault}"))
    for problem in file.problems:
        where = "" if problem.place is None else f" line {problem.place.line}: "
        yield element("p", None, badge(Grade.MALFORMED), text(where), prose(problem.message))
    paper = paper_of_outcome(file)
    claims = [row for claim in file.definitions for row in _claim(paper, claim)]
    if claims:
        yield _table("definitions", claims)
    for argument in paper.arguments:
        yield from _argument(argument)


def _table(caption: str, rows: list[Markup]) -> Markup:
    style = {"style": "caption-side: top; text-align: left; font-style: italic"}
    above = element("caption", style, text(caption))
    layout = {"style": "border-collapse: collapse; margin: 0.4em 0 0.8em"}
    return element("table", layout, above, element("tbody", None, *rows))


def _argument(argument: Argument) -> Iterator[Markup]:
    rows = [row for step in argument.steps for row in _step(step)]
    yield _table(argument.title or argument.name, rows)
    if argument.found is not None and (told := expectation(argument.found)):
        yield element("p", None, text(f"{told}."))


def _claim(paper: Paper, claim: LineOutcome) -> Iterator[Markup]:
    shown = paper.read(claim.left)
    ranged = element("span", None, formula(shown), text(f" ∈ {claim.expression}"))
    yield _row("", ranged, claim.reason, claim)
    yield from _why(claim)


def _step(step: Step) -> Iterator[Markup]:
    relation = RELATIONS.get(step.relation, step.relation)
    yield _row(relation, formula(step.formula), step.reason, step.found)
    if step.found is not None:
        yield from _why(step.found)


def _row(relation: str, shown: Markup, reason: str, found: LineOutcome | None) -> Markup:
    number = "" if found is None else str(found.place.line)
    return element(
        "tr",
        None,
        element("td", _QUIET, text(number)),
        element("td", _CELL, text(relation)),
        element("td", _CELL, shown),
        element("td", _QUIET, text(reason)),
        element("td", _CELL, _verdict(found)),
    )


def _verdict(found: LineOutcome | None) -> Markup:
    if found is None:
        return text("")
    which = grade(found.verdict)
    if which in _BAD or not found.passed:
        return element("strong", None, badge(which))
    return badge(which)


def _why(found: LineOutcome) -> Iterator[Markup]:
    """What is to be said of a line that did not pass."""
    if found.passed:
        return
    rows = [element("div", None, prose(said)) for said in reasons(found)]
    empty = element("td", None)
    yield element("tr", None, empty, empty, element("td", {**_CELL, "colspan": "3"}, *rows))
