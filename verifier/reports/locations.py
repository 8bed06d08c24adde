"""Where a file is, as programs of CI say it: relative to the root of the project, with slashes."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote


def is_file(path: str) -> bool:
    """Whether a path names a file; ``<stdin>`` and a text from a program do not."""
    return not (path.startswith("<") and path.endswith(">"))


def relative(path: str, root: str = "") -> str:
    """The path relative to a root (the current folder if there is none) where it lies below it;
    otherwise the whole path."""
    try:
        here = os.getcwd()  # noqa: PTH109 - as text: a path may have no meaning to pathlib
    except OSError:  # somebody deleted it
        return Path(path).as_posix()
    whole = os.path.normpath(os.path.join(here, path))  # noqa: PTH118
    top = os.path.normpath(root or here)
    below = whole.removeprefix(top.rstrip(os.sep) + os.sep)
    return Path(below).as_posix()


def uri(path: str) -> str:
    """A path as a URI: relative where it lies below the current folder, every byte of it kept."""
    try:
        os.fsencode(path)
    except UnicodeEncodeError:  # no file can be called that
        path = path.encode("utf-8", "replace").decode("utf-8")
    found = relative(path)
    if Path(found).is_absolute():
        return Path(found).as_uri()
    return quote(os.fsencode(found), safe="/")
