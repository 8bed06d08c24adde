"""The report for programs: one JSON object. Its keys are stable; a change is a headline.

``docs/json.md`` is its description.
"""

from __future__ import annotations

from verifier.outcome import Outcome
from verifier.reports import Presentation
from verifier.reports.objects import VERSION, Object, dumped, file_object, summary_object


def render(outcome: Outcome, presentation: Presentation) -> str:
    """The object, indented."""
    report: Object = {
        "version": VERSION,
        "files": [file_object(file) for file in outcome.files],
        "summary": summary_object(outcome),
    }
    if outcome.notes:
        report["notes"] = list(outcome.notes)
    return dumped(report, presentation.encoding, indent=1) + "\n"
