"""What the command does for the one who writes, beside judging: a schema, a file to start from."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from verifier.cli.reporting import presentation
from verifier.cli.settings import settings
from verifier.cli.streams import write

MALFORMED = 2


def print_schema(options: argparse.Namespace) -> int:  # noqa: ARG001 - what every task is given
    """The JSON Schema of the file format."""
    from verifier.documents.schema import schema_text

    write(schema_text(), sys.stdout)
    return 0


def serve_editor(options: argparse.Namespace) -> int:
    """Speak with an editor until it says goodbye."""
    try:
        from verifier.lsp.server import serve
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("pygls", "lsprotocol"):
            raise
        write("verify: --lsp needs pygls: pip install 'verify-derivations[lsp]'\n", sys.stderr)
        return MALFORMED
    serve(settings(options))
    return 0


def watch_files(options: argparse.Namespace) -> int:
    """Judge on each save, until Ctrl-C, which is how one ends it."""
    from verifier.cli.watching import Watcher, watch
    from verifier.language.problems import VerifierError

    if not options.paths:
        write("verify: name what to watch: verify --watch derivations\n", sys.stderr)
        return MALFORMED
    try:
        watcher = Watcher(
            options.paths,
            settings(options),
            presentation(options),
            lambda text: write(text, sys.stdout),
        )
    except VerifierError as error:
        write(f"verify: {error}\n", sys.stderr)
        return MALFORMED
    try:
        watch(watcher)
    except KeyboardInterrupt:
        write("\n", sys.stdout)
    return 0


def write_new_files(options: argparse.Namespace) -> int:
    """A file to start from at each path."""
    from verifier.cli.new_file import write_new_file
    from verifier.language.problems import VerifierError

    if not options.paths:
        write("verify: name the file to write: verify --new square.yaml\n", sys.stderr)
        return MALFORMED
    for path in options.paths:
        try:
            write_new_file(Path(path))
        except VerifierError as error:
            write(f"verify: {error}\n", sys.stderr)
            return MALFORMED
        write(f"wrote {path}; judge it with: verify {path}\n", sys.stdout)
    return 0
