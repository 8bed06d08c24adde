"""What the values of options may be, each with a sentence for those that are not."""

from __future__ import annotations

import argparse
import math
import os
from typing import Final

MOST_JOBS: Final = 256
MOST_TRIALS: Final = 1000
LEAST_MEMORY: Final = 256 * 2**20  # Python and the arithmetic need so much to begin with
UNITS: Final = {"": 1, "K": 2**10, "M": 2**20, "G": 2**30, "T": 2**40}


def seconds(text: str) -> float:
    """A number of seconds above 0."""
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 0 < number <= 1e6:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds above 0")
    return number


def seed(text: str) -> int:
    """A whole number from 0."""
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 0, of 18 digits")
    return int(text)


def jobs(text: str) -> int:
    """A number of processes; 0 is one for each processor that we may use."""
    if not (text.isascii() and text.isdigit() and len(text) <= 4 and int(text) <= MOST_JOBS):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of jobs from 0 to {MOST_JOBS}")
    return int(text) or min(processors(), MOST_JOBS)


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def memory(text: str) -> int:
    """A number of bytes, such as 500M or 2G."""
    unit = text[-1:].upper() if text[-1:].upper() in UNITS and text[-1:] else ""
    number = text[: len(text) - len(unit)]
    if not (number.isascii() and number.isdigit() and len(number) <= 15):
        raise argparse.ArgumentTypeError(f"{text!r} is not a size such as 500M or 2G")
    size = int(number) * UNITS[unit]
    if size < LEAST_MEMORY:
        least = LEAST_MEMORY // 2**20
        raise argparse.ArgumentTypeError(f"{text!r} is too little: the least is {least}M")
    return min(size, 2**62)


def trials(text: str) -> int:
    """A number of draws, at least 1."""
    if not (text.isascii() and text.isdigit() and len(text) <= 4 and 0 < int(text) <= MOST_TRIALS):
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a number of draws from 1 to {MOST_TRIALS:,}"
        )
    return int(text)


def shapes(text: str) -> tuple[tuple[str, int], ...]:
    """Sizes by their letters, ``n=64,d=100``."""
    found: dict[str, int] = {}
    for part in text.split(","):
        name, equals, number = (piece.strip() for piece in part.partition("="))
        if not (equals and name.isidentifier()):
            raise argparse.ArgumentTypeError(f"{part.strip()!r} is not a size such as n=64")
        if not (number.isascii() and number.isdigit() and int(number[:7]) > 0):
            raise argparse.ArgumentTypeError(f"{part.strip()!r}: a size is a whole number from 1")
        if len(number) > 6:
            raise argparse.ArgumentTypeError(f"{part.strip()!r}: a size is below 1,000,000")
        if name in found:
            raise argparse.ArgumentTypeError(f"{text!r} gives the size {name} twice")
        found[name] = int(number)
    return tuple(found.items())


def line(text: str) -> tuple[str, int]:
    """``LINE`` or ``FILE:LINE``; the file is "" where it is left out."""
    path, _, number = text.rpartition(":")
    if not (number.isascii() and number.isdigit() and 0 < len(number) <= 9 and int(number)):
        raise argparse.ArgumentTypeError(f"{text!r} is not a line's number, nor FILE:LINE")
    return path, int(number)
