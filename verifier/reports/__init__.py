"""OUTCOME → TEXT. A report is one module with one function; this table is all that knows them.

To add one: write ``verifier/reports/<name>.py`` with ``render(outcome, presentation) -> str`` and
give it a row in `REPORTS`. A report decides nothing: it says what the `Outcome` holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType
from typing import Protocol, cast

from verifier.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Presentation:
    """How a report should look.

    Attributes:
        verbosity: -1 only what failed, 0 the ordinary report, 1 everything.
        colour: whether the reader's terminal shows colour.
        width: the columns of the terminal.
        encoding: what the text will be written in; a report uses no character it cannot say.
    """

    verbosity: int = 0
    colour: bool = False
    width: int = 80
    encoding: str = "utf-8"


class Report(Protocol):
    """What every report offers: the whole text, ending in a new line."""

    def __call__(self, outcome: Outcome, presentation: Presentation) -> str:
        """The report on an outcome."""
        ...


REPORTS: Mapping[str, str] = MappingProxyType(
    {
        "terminal": "verifier.reports.terminal",
        "json": "verifier.reports.json_report",
        "json-lines": "verifier.reports.json_lines",
        "junit": "verifier.reports.junit",
        "sarif": "verifier.reports.sarif",
        "github": "verifier.reports.github",
        "html": "verifier.reports.html_report",
        "latex": "verifier.reports.latex_report",
    }
)
"""Every format by its name on the command line, in the order of ``--help``, and its module, which
is imported only when the format is asked for."""


def report_named(name: str) -> Report:
    """The report of a format.

    Raises:
        KeyError: if there is no such format.
    """
    return cast(Report, import_module(REPORTS[name]).render)
