"""Where the command writes: in any encoding, to a terminal of any width, to a reader who leaves."""

from __future__ import annotations

import os
import sys
from typing import TextIO


def coloured(choice: str, stream: TextIO) -> bool:
    """Whether to write in colour, given ``--color``, ``NO_COLOR`` and what the stream is."""
    if choice != "auto":
        return choice == "always"
    wanted = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return wanted and stream.isatty()


def width() -> int:
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


def encoding(stream: TextIO) -> str:
    """What is written to the stream is written in."""
    return getattr(stream, "encoding", None) or "utf-8"


def write(text: str, stream: TextIO) -> None:
    """Write all of a text, whatever the encoding; a reader who has left is no error."""
    known = encoding(stream)
    try:
        stream.write(text.encode(known, "backslashreplace").decode(known))
        stream.flush()
    except OSError as error:
        # What is still buffered must not be tried again when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        if not isinstance(error, BrokenPipeError):
            raise
