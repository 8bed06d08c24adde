"""Reports into files: several formats from one run, each file whole or not there at all."""

from __future__ import annotations

import argparse
import os
import stat
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from verifier.reports import REPORTS, Presentation, report_named

if TYPE_CHECKING:
    from verifier.outcome import Outcome

WIDTH = 100  # columns of a text in a file


class Output(NamedTuple):
    """A report that is wanted in a file."""

    format: str
    path: Path


def output(text: str) -> Output:
    """Reads ``FORMAT=FILE``."""
    format_, equals, path = text.partition("=")
    if not equals or not path:
        raise argparse.ArgumentTypeError(f"{text!r} is not FORMAT=FILE, such as junit=report.xml")
    if format_ not in REPORTS:
        known = ", ".join(REPORTS)
        raise argparse.ArgumentTypeError(f"{format_!r} is not a format; there are {known}")
    return Output(format_, Path(path))


def refusals(outputs: Sequence[Output]) -> list[str]:
    """Why the files cannot be written, as far as can be told before there is anything to write."""
    found = []
    met: set[Path] = set()
    for wanted in outputs:
        try:
            target = wanted.path.resolve()
            if _is_special(wanted.path) and not target.is_dir():
                continue
            if target in met:
                found.append(f"two reports are to be written to {wanted.path}")
            elif target.is_dir():
                found.append(f"{wanted.path} is a directory, not a file")
            elif not target.parent.is_dir():
                found.append(f"there is no directory {wanted.path.parent}")
            met.add(target)
        except (OSError, RuntimeError, ValueError) as error:  # a circle of links; a zero byte
            found.append(f"{wanted.path} cannot be written: {error}")
    return found


def write_outputs(outcome: Outcome, outputs: Sequence[Output]) -> list[str]:
    """Write each report in its file; what could not be written is returned in words."""
    presentation = Presentation(width=WIDTH)
    failures = []
    for wanted in outputs:
        text = report_named(wanted.format)(outcome, presentation)
        try:
            replace_file(wanted.path, text.encode("utf-8", "backslashreplace"))
        except OSError as error:
            failures.append(f"{wanted.path} cannot be written: {error.strerror or error}")
    return failures


def replace_file(path: Path, data: bytes) -> None:
    """Write a file so that nobody ever sees a part of it, whoever reads and whenever we stop.

    Raises:
        OSError: if that cannot be done; the file is then as it was before.
    """
    if _is_special(path):
        path.write_bytes(data)
        return
    target = path.resolve()
    beside = target.with_name(f".{target.name[:100]}.{os.urandom(6).hex()}.part")
    try:
        with beside.open("xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        with suppress(FileNotFoundError):  # an older report keeps its permissions
            beside.chmod(stat.S_IMODE(target.stat().st_mode))
        beside.replace(target)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise


def _is_special(path: Path) -> bool:
    """Whether it is a device or a pipe, which cannot be replaced."""
    return path.is_relative_to("/dev") or (path.exists() and not path.is_file())
