"""The story of a call, top to bottom. The last line of defence: a fault of ours never passes."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from verifier.cli.arguments import EXPLANATION, parser
from verifier.cli.configuration import configure
from verifier.cli.outputs import refusals, write_outputs
from verifier.cli.reporting import progress_bar, show
from verifier.cli.settings import settings
from verifier.cli.streams import write
from verifier.cli.tasks import asked_for
from verifier.language.problems import VerifierError

if TYPE_CHECKING:
    import argparse

    from verifier.outcome import Outcome

MALFORMED, FAULT, INTERRUPTED = 2, 3, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    known = parser()
    wrong = ""
    try:
        configure(known)
    except VerifierError as error:
        wrong = str(error)
    options = known.parse_args(given)
    # A run makes many small objects and few cycles: collecting less often saves about 4 % of it.
    gc.set_threshold(100_000, 20, 20)
    try:
        if wrong and not options.version:
            return _complain([wrong])
        if (task := asked_for(options)) is not None:
            return task(options)
        if not options.paths and not options.configured:
            if not given:
                write(EXPLANATION, sys.stderr)
                return MALFORMED
            known.error("name a derivation file, a directory, or - for standard input")
        options.paths = options.paths or options.configured
        return _verify(options)
    except KeyboardInterrupt:
        write("verify: interrupted\n", sys.stderr)
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last line of defence: a fault, never a pass
        return _fault(error, verbose=options.verbosity > 0)


def _verify(options: argparse.Namespace) -> int:
    if refused := refusals(options.output):
        return _complain(refused)
    failures: list[str] = []
    try:
        outcome = _run(options)
        if options.fix and not outcome.interrupted:
            from verifier.cli.fixing import fix_files

            outcome, failures = fix_files(outcome, options, lambda: _run(options))
    except VerifierError as error:
        write(f"verify: {error}\n", sys.stderr)
        return MALFORMED
    failures += write_outputs(outcome, options.output)
    show(outcome, options)
    return max(_complain(failures), outcome.exit_code) if failures else outcome.exit_code


def _complain(sentences: list[str]) -> int:
    """Say what is wrong with the call."""
    write("".join(f"verify: {sentence}\n" for sentence in sentences), sys.stderr)
    return MALFORMED


def _run(options: argparse.Namespace) -> Outcome:
    from verifier.running.runner import run

    progress = progress_bar(options)
    try:
        return run(options.paths, settings(options), progress)
    finally:
        if progress is not None:
            progress.stop()


def _fault(error: Exception, *, verbose: bool) -> int:
    """Say that we failed. Nothing passes."""
    if verbose:
        import traceback

        write("".join(traceback.format_exception(error)), sys.stderr)
    what = " ".join(f"{type(error).__name__}: {error}".split())[:200]
    more = "" if verbose else "; -v shows where"
    write(
        f"verify: internal fault, nothing was passed ({what}). "
        f"Please report it with the file{more}.\n",
        sys.stderr,
    )
    return FAULT
