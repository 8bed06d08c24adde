"""``verify --show``: derivations as typeset mathematics reads, without judging them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from verifier.cli.streams import coloured, encoding, width, write
from verifier.reports import Presentation

if TYPE_CHECKING:
    import argparse

MALFORMED = 2
FORMATS = ("terminal", "latex")


def show_files(options: argparse.Namespace) -> int:
    """Write the files as papers; what is wrong with a malformed one goes to standard error."""
    if not options.paths:
        return _refuse("name a derivation file to show")
    if options.format not in FORMATS:
        return _refuse(f"--show writes {' or '.join(FORMATS)}, not {options.format}")
    if options.output:
        return _refuse("--show writes to standard output; leave --output out")
    from verifier.documents.document import Document
    from verifier.reports.paper import paper_of
    from verifier.running.runner import read

    found = [one for _, one in read(options.paths)]
    papers = [paper_of(one) for one in found if isinstance(one, Document)]
    presentation = Presentation(
        colour=coloured(options.color, sys.stdout), width=width(), encoding=encoding(sys.stdout)
    )
    if options.format == "latex":
        from verifier.reports.latex_report import typeset

        write(typeset(papers), sys.stdout)
    else:
        from verifier.reports.blackboard import drawn

        write(drawn(papers, presentation), sys.stdout)
    malformed = [one for one in found if not isinstance(one, Document)]
    if malformed:
        from verifier.reports.terminal import render_file

        complaints = Presentation(width=width(), encoding=encoding(sys.stderr))
        write("".join(render_file(file, complaints) for file in malformed), sys.stderr)
    return MALFORMED if malformed else 0


def _refuse(why: str) -> int:
    write(f"verify: error: {why}\n", sys.stderr)
    return MALFORMED
