"""How a run is to judge, from what was asked on the command line."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from verifier.language.problems import VerifierError

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from verifier.running.runner import Options

TIMEOUT: Final = 10.0
NO_CACHE: Final = "VERIFY_NO_CACHE"
THREADS: Final = "OPENBLAS_NUM_THREADS"
"""What NumPy's algebra asks when it is loaded. One thread: our arrays are small, sums come out the
same in every process, and threads of many processors would not fit into a process's memory."""


def settings(options: argparse.Namespace) -> Options:
    """The runner's options.

    Who sets a limit on time or memory gets it kept to the line, which needs a process that can be
    killed; otherwise judging here saves starting one.

    Raises:
        VerifierError: if a line to explain is in none of the files.
    """
    os.environ.setdefault(THREADS, "1")  # here, and in the processes that work for us
    from verifier.claims.numeric import TRIALS
    from verifier.judging.options import Options
    from verifier.kernel.verdicts import Grade

    return Options(
        require=None if options.require is None else Grade[options.require.upper()],
        timeout=options.timeout or TIMEOUT,
        sympy=options.sympy,
        seed=options.seed,
        trials=options.trials or TRIALS,
        shapes=options.shapes,
        jobs=options.jobs,
        memory=options.memory,
        apart=options.timeout is not None or options.memory is not None,
        guarded=True,
        cache=_cache(options),
        explain=frozenset(_lines(options)),
        repairs=options.repairs or options.fix,
        cross_check=options.cross_check,
    )


def settings_in(folder: Path) -> Options:
    """How the command judges in a folder when it is given no option.

    Raises:
        VerifierError: with what is wrong with the project's table.
    """
    from verifier.cli.arguments import parser
    from verifier.cli.configuration import configure

    known = parser()
    configure(known, folder)
    found = settings(known.parse_args([]))
    # Whole, so that it does not matter which folder the process is in by then.
    return replace(found, cache=found.cache and str(folder / found.cache))


def _cache(options: argparse.Namespace) -> str | None:
    """The folder of the cache: the one that was named, or the project's."""
    if not options.cache or os.environ.get(NO_CACHE):
        return None
    if options.cache_dir is not None:
        return os.path.realpath(str(options.cache_dir))
    from verifier.cache.folder import NAME

    return os.path.join(options.project or "", NAME)  # noqa: PTH118 - start-up needs no pathlib


def _lines(options: argparse.Namespace) -> list[tuple[str, int]]:
    """The lines to explain, each with the path that reports call its file by."""
    found = []
    for path, number in options.explain:
        if not path and len(options.paths) != 1:
            raise VerifierError(f"--explain {number}: say of which file, as in FILE:{number}")
        found.append((path or options.paths[0], number))
    return found
