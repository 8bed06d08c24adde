"""The command: arguments → runner → report → exit code.

argparse and not click: on the machine this was measured on, click alone costs as much start-up as
the exact arithmetic does, and the command has to be quick enough to run on every save.
"""

from __future__ import annotations

import argparse
import gc
import math
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, NoReturn, TextIO

from verifier import __version__
from verifier.reports import REPORTS, Presentation, report_named

if TYPE_CHECKING:
    from verifier.outcome import Outcome
    from verifier.reports.progress import ProgressBar

MALFORMED, FAULT, INTERRUPTED = 2, 3, 130
ENGINES: Final = ("python-flint", "PyYAML", "sympy", "numpy", "rich")

DESCRIPTION: Final = """\
Decide every line of a mathematical derivation: proved, refuted with a point
where it fails, conditional on what is missing, or unknown with the reason."""

EPILOG: Final = """\
exit codes:
  0  every line passed
  1  a line did not pass
  2  a file or this call is malformed
  3  the verifier itself failed; nothing was passed

example:
  verify derivations/bce_sigmoid.yaml
"""

EXPLANATION: Final = """\
verify: decides every line of a mathematical derivation.

Write a file, say square.yaml:

    symbols:
      a, b: real
    derivations:
      square: |
        (a + b)^2
        = (a + b)*(a + b)
        = a^2 + 2*a*b + b^2

and run

    verify square.yaml

Each line is proved equal to the one before it, or refuted with a point where
it fails, or the report says which condition is missing. A directory means
every derivation file below it. `verify --help` lists the options.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given:
        _write(EXPLANATION, sys.stderr)
        return MALFORMED
    options = _parser().parse_args(given)
    # A run makes many small objects and few cycles: collecting less often saves about 4 % of it.
    gc.set_threshold(100_000, 20, 20)
    try:
        return _verify(options)
    except KeyboardInterrupt:
        _write("verify: interrupted\n", sys.stderr)
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last line of defence: a fault, never a pass
        return _fault(error, verbose=options.verbosity > 0)


def _verify(options: argparse.Namespace) -> int:
    from verifier.language.problems import VerifierError

    try:
        outcome = _run(options)
    except VerifierError as error:
        _write(f"verify: {error}\n", sys.stderr)
        return MALFORMED
    colour = _colour(options.color, sys.stdout)
    presentation = Presentation(
        verbosity=options.verbosity,
        colour=colour,
        width=_width(),
        encoding=_encoding(sys.stdout),
    )
    text = report_named(options.format)(outcome, presentation)
    _write(text, sys.stdout)
    return outcome.exit_code


def _run(options: argparse.Namespace) -> Outcome:
    from verifier.kernel.verdicts import Grade
    from verifier.runner import Options, run

    require = None if options.require is None else Grade[options.require.upper()]
    settings = Options(
        require=require, timeout=options.timeout, sympy=options.sympy, seed=options.seed
    )
    progress = _progress(options)
    try:
        return run(options.paths, settings, progress)
    finally:
        if progress is not None:
            progress.stop()


def _progress(options: argparse.Namespace) -> ProgressBar | None:
    """A progress bar where a person watches."""
    if options.verbosity < 0 or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        return None
    from verifier.reports.progress import ProgressBar

    return ProgressBar(sys.stderr, colour=_colour(options.color, sys.stderr))


# Arguments.


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="verify",
        usage="verify [options] PATH...",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument(
        "paths",
        nargs="+",
        metavar="PATH",
        help="a derivation file; a directory: every derivation file below it; -: standard input",
    )
    _judging_options(parser.add_argument_group("judging"))
    _report_options(parser.add_argument_group("the report"))
    parser.add_argument("--version", action=_Version, help="print the version and the engines'")
    return parser


def _judging_options(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--require",
        choices=("proved", "trusted", "confirmed"),
        help="the least that passes, for every line (otherwise: proved and trusted)",
    )
    group.add_argument(
        "--timeout",
        type=_timeout,
        default=10.0,
        metavar="SECONDS",
        help="give up on a line after this long, as unknown (default: 10)",
    )
    group.add_argument(
        "--no-sympy",
        dest="sympy",
        action="store_false",
        help="don't ask SymPy where our own proof does not go through",
    )
    group.add_argument(
        "--seed",
        type=_seed,
        default=0,
        metavar="NUMBER",
        help="draws the random points (default: 0); a run with the same seed repeats itself",
    )


def _report_options(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--format", choices=tuple(REPORTS), default="terminal", help="(default: terminal)"
    )
    group.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        help="colour (default: auto: in a terminal, unless NO_COLOR is set)",
    )
    loudness = group.add_mutually_exclusive_group()
    loudness.add_argument(
        "-q",
        "--quiet",
        dest="verbosity",
        action="store_const",
        const=-1,
        default=0,
        help="only what did not pass, and the summary",
    )
    loudness.add_argument(
        "-v",
        "--verbose",
        dest="verbosity",
        action="store_const",
        const=1,
        help="every line with its method, conditions and time",
    )


def _timeout(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 0 < number < math.inf:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds above 0")
    return number


def _seed(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 0, of 18 digits")
    return int(text)


class _Version(argparse.Action):
    """Versions are looked up only when they are asked for."""

    def __init__(self, **keywords: Any) -> None:
        super().__init__(nargs=0, **keywords)

    def __call__(self, *_: object) -> NoReturn:
        from importlib.metadata import PackageNotFoundError, version

        engines = []
        for name in ENGINES:
            try:
                engines.append(f"{name} {version(name)}")
            except PackageNotFoundError:
                engines.append(f"{name} missing")
        python = ".".join(map(str, sys.version_info[:3]))
        _write(f"verify {__version__} (Python {python}, {', '.join(engines)})\n", sys.stdout)
        sys.exit(0)


# The streams.


def _colour(choice: str, stream: TextIO) -> bool:
    if choice != "auto":
        return choice == "always"
    wanted = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return wanted and stream.isatty()


def _width() -> int:
    """The columns to write in: ``COLUMNS``, the terminal's, or 80.

    (`shutil` knows this too, and takes three compression libraries to import.)
    """
    columns = os.environ.get("COLUMNS", "")
    if columns.isascii() and columns.isdigit() and len(columns) < 6 and int(columns) > 0:
        return int(columns)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or 80
    except (AttributeError, ValueError, OSError):
        return 80


def _encoding(stream: TextIO) -> str:
    return getattr(stream, "encoding", None) or "utf-8"


def _write(text: str, stream: TextIO) -> None:
    """Write all of a text, whatever the encoding; a reader who has left is no error."""
    encoding = _encoding(stream)
    try:
        stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
        stream.flush()
    except OSError as error:
        # What is still buffered must not be tried again when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        if not isinstance(error, BrokenPipeError):
            raise


def _fault(error: Exception, *, verbose: bool) -> int:
    """Say that we failed. Nothing passes."""
    if verbose:
        import traceback

        _write("".join(traceback.format_exception(error)), sys.stderr)
    what = " ".join(f"{type(error).__name__}: {error}".split())[:200]
    more = "" if verbose else "; -v shows where"
    _write(
        f"verify: internal fault, nothing was passed ({what}). "
        f"Please report it with the file{more}.\n",
        sys.stderr,
    )
    return FAULT
