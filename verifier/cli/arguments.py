"""Everything that can be asked of the command.

argparse and not click: on the machine this was measured on, click alone costs as much start-up as
the exact arithmetic does, and the command has to be quick enough to run on every save.
"""

from __future__ import annotations

import argparse
from typing import Final

from verifier.cli import values
from verifier.cli.outputs import output
from verifier.cli.streams import width
from verifier.reports import REPORTS

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


class _Help(argparse.RawDescriptionHelpFormatter):
    """Help as wide as all else. (argparse makes one of these for every option, to look whether it
    could; by itself it asks `shutil` for the width, whose import takes longer than the rest.)
    """

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=width() - 2)


def parser() -> argparse.ArgumentParser:
    """The parser of the command line."""
    made = argparse.ArgumentParser(
        prog="verify",
        usage="verify [options] PATH...",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=_Help,
        allow_abbrev=False,
    )
    made.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="a derivation file; a directory: every derivation file below it; -: standard input",
    )
    _judging_options(made.add_argument_group("judging"))
    _report_options(made.add_argument_group("the report"))
    _author_options(made.add_argument_group("for authors"))
    made.add_argument(
        "--completion",
        choices=("bash", "zsh", "fish"),
        metavar="SHELL",
        help="print a script that lets bash, zsh or fish complete our options",
    )
    made.set_defaults(project=None, configured=None)
    made.add_argument("--version", action="store_true", help="print the version and the engines'")
    return made


def _judging_options(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--require",
        choices=("proved", "trusted", "confirmed"),
        help="the least that passes, for every line (otherwise: proved and trusted, "
        "and confirmed for tensor lines)",
    )
    group.add_argument(
        "--timeout",
        type=values.seconds,
        metavar="SECONDS",
        help="give up on a line after this long, as unknown (default: 10)",
    )
    group.add_argument(
        "--memory",
        type=values.memory,
        metavar="SIZE",
        help="give up on a line that needs more, such as 500M or 2G (default: 2G for engines)",
    )
    group.add_argument(
        "--jobs",
        type=values.jobs,
        default=1,
        metavar="NUMBER",
        help="judge so many files at once; 0: one for each processor (default: 1)",
    )
    group.add_argument(
        "--no-sympy",
        dest="sympy",
        action="store_false",
        help="don't ask SymPy where our own proof does not go through",
    )
    group.add_argument(
        "--seed",
        type=values.seed,
        default=0,
        metavar="NUMBER",
        help="draws the random points (default: 0); a run with the same seed repeats itself",
    )
    group.add_argument(
        "--trials",
        type=values.trials,
        metavar="NUMBER",
        help="look at each tensor line on so many random draws (default: 6)",
    )
    group.add_argument(
        "--shapes",
        type=values.shapes,
        default=(),
        metavar="SIZES",
        help="draw tensors of these sizes, such as n=64,d=100; the other sizes vary",
    )
    group.add_argument(
        "--no-repairs",
        dest="repairs",
        action="store_false",
        help="don't look for what is wrong in a line that fails, and what it should be",
    )
    group.add_argument(
        "--cross-check",
        action="store_true",
        help="have SymPy judge every line as well, and say where it does not agree",
    )
    group.add_argument(
        "--no-cache",
        dest="cache",
        action="store_false",
        help="judge every line, and keep no verdict for the next run",
    )
    group.add_argument(
        "--cache-dir",
        metavar="DIR",
        help="where verdicts are kept between runs (default: .verify_cache)",
    )


def _report_options(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--format", choices=tuple(REPORTS), default="terminal", help="(default: terminal)"
    )
    group.add_argument(
        "--output",
        type=output,
        action="append",
        default=[],
        metavar="FORMAT=FILE",
        help="write the report in this format to a file as well; may be given several times",
    )
    group.add_argument(
        "--explain",
        type=values.line,
        action="append",
        default=[],
        metavar="LINE",
        help="show what was tried on a line, for how long; a number, or FILE:NUMBER",
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


def _author_options(group: argparse._ArgumentGroup) -> None:
    """What authors do with a file; what is done instead of judging has a row in `tasks.TASKS`."""
    group.add_argument(
        "--fix",
        action="store_true",
        help="write offered repairs, each of them proved, into the files; shows what changes",
    )
    group.add_argument(
        "--show",
        action="store_true",
        help="print the derivations as typeset mathematics, not judged; also with --format latex",
    )
    group.add_argument(
        "--new", action="store_true", help="write a small file that passes at PATH, to start from"
    )
    group.add_argument(
        "--watch",
        action="store_true",
        help="judge again on each save, and show what changed, until Ctrl-C",
    )
    group.add_argument(
        "--schema",
        action="store_true",
        help="print the JSON Schema of the file format, for editors",
    )
    group.add_argument(
        "--lsp",
        action="store_true",
        help="be a language server on standard input and output, for editors",
    )
