"""The report for programs that read a line at a time: one JSON object per line of text.

Every record says its ``type``. What belongs together comes from the inside out: the judged lines of
a derivation, then the derivation; all of a file, then the file; last the summary. So a reader can
act on a line before the run is over, and a cut-off report is seen by its missing summary.
"""

from __future__ import annotations

from collections.abc import Iterator

from verifier.outcome import FileOutcome, Outcome
from verifier.reports import Presentation
from verifier.reports.objects import (
    VERSION,
    Object,
    definition_object,
    derivation_head,
    dumped,
    file_head,
    line_object,
    summary_object,
)


def render(outcome: Outcome, presentation: Presentation) -> str:
    """The records, each ended by a new line."""
    return "".join(f"{dumped(one, presentation.encoding)}\n" for one in _records(outcome))


def _records(outcome: Outcome) -> Iterator[Object]:
    for file in outcome.files:
        yield from _file(file)
    notes = {"notes": list(outcome.notes)} if outcome.notes else {}
    yield {"type": "summary", "version": VERSION, **summary_object(outcome), **notes}


def _file(file: FileOutcome) -> Iterator[Object]:
    for claim in file.definitions:
        yield {"type": "definition", "path": file.path, **definition_object(claim)}
    for derivation in file.derivations:
        where = {"path": file.path, "derivation": derivation.name}
        for line in derivation.lines:
            yield {"type": "line", **where, **line_object(line, derivation)}
        yield {"type": "derivation", "path": file.path, **derivation_head(derivation)}
    yield {"type": "file", **file_head(file)}
