"""``--completion``: the script that lets a shell complete our options, written by shtab."""

from __future__ import annotations

import argparse
import sys

from verifier.cli.arguments import parser
from verifier.cli.streams import write

MALFORMED = 2


def print_completion(options: argparse.Namespace) -> int:
    """The script for one shell."""
    try:
        import shtab
    except ModuleNotFoundError:
        write(
            "verify: --completion needs shtab: pip install 'verify-derivations[completion]'\n",
            sys.stderr,
        )
        return MALFORMED
    known = parser()
    for action in known._actions:
        if action.metavar in ("PATH", "FILE"):
            action.complete = shtab.FILE  # type: ignore[attr-defined]
        elif action.metavar == "DIR":
            action.complete = shtab.DIRECTORY  # type: ignore[attr-defined]
    write(shtab.complete(known, options.completion) + "\n", sys.stdout)
    return 0
