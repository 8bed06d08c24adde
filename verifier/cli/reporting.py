"""An outcome, shown: the report that was asked for, and a bar for those who watch it being made."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from verifier.cli.streams import coloured, encoding, width, write
from verifier.reports import Presentation, report_named

if TYPE_CHECKING:
    import argparse

    from verifier.outcome import Outcome
    from verifier.reports.progress import ProgressBar


def show(outcome: Outcome, options: argparse.Namespace) -> None:
    """Write the report on standard output."""
    write(report_named(options.format)(outcome, presentation(options)), sys.stdout)


def presentation(options: argparse.Namespace) -> Presentation:
    """How to write on standard output."""
    return Presentation(
        verbosity=options.verbosity,
        colour=coloured(options.color, sys.stdout),
        width=width(),
        encoding=encoding(sys.stdout),
    )


def progress_bar(options: argparse.Namespace) -> ProgressBar | None:
    """A progress bar where a person watches."""
    if options.verbosity < 0 or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        return None
    from verifier.reports.progress import ProgressBar

    return ProgressBar(sys.stderr, colour=coloured(options.color, sys.stderr))
