"""Which files: from the paths of a call to the bytes of every derivation file, in order."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from verifier.documents.files import (
    is_derivation_file,
    is_derivation_path,
    read_file,
    read_stream,
)
from verifier.language.problems import Malformed, Problem

SUFFIXES = (".yaml", ".yml")
STANDARD_INPUT = "<stdin>"

Source = tuple[str, bytes | Malformed]
"""A path as reports show it, and the file's bytes or what is wrong with it."""


def sources(paths: Sequence[str]) -> Iterator[Source]:
    """Each file with its bytes or what is wrong with it; a directory's in order of name."""
    for path in paths:
        if path == "-":
            yield STANDARD_INPUT, _read_standard_input()
        elif _is_folder(path):
            listed = [one for file in files_below(Path(path)) for one in _if_it_is_one(file)]
            none = Malformed([Problem("there is no derivation file below this directory")])
            yield from listed or [(path, none)]
        else:
            yield path, _read(path)


def _is_folder(path: str) -> bool:
    try:
        return path != "" and Path(path).is_dir()  # no name is no name for this folder
    except (OSError, ValueError):  # a name that no file can have; reading it says so
        return False


def files_below(folder: Path) -> Iterator[Path]:
    """The YAML files below a folder, in order of name; hidden folders are not entered."""
    for entry in sorted(folder.iterdir()):
        if entry.is_dir() and not entry.is_symlink() and not entry.name.startswith("."):
            yield from files_below(entry)
        elif entry.suffix in SUFFIXES and entry.is_file():
            yield entry


def _if_it_is_one(path: Path) -> Iterator[Source]:
    """A derivation file with its bytes; nothing for another, or one that cannot be opened."""
    try:
        data = read_file(path)
    except Malformed as malformed:
        if is_derivation_path(path):  # and too large, say
            yield str(path), malformed
        return
    if is_derivation_file(data):
        yield str(path), data


def _read(path: str | Path) -> bytes | Malformed:
    try:
        return read_file(path)
    except Malformed as malformed:
        return malformed


def _read_standard_input() -> bytes | Malformed:
    try:
        return read_stream(sys.stdin.buffer)
    except Malformed as malformed:
        return malformed
