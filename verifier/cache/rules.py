"""What stands for the rules: a hash over the code that judges, and over its engines' versions.

Every source file of this package counts, whatever it does: a proof from other code is never used
again, in an installed package or in a checkout that somebody edits. What the files hold is hashed,
not what they are called or when they were written; only, as long as the list of files with their
sizes, times of change and numbers is the same, they are not read again.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from hashlib import blake2b
from importlib.machinery import PathFinder
from pathlib import Path
from typing import Final

from verifier.about import IMPORTED, __version__

PACKAGE: Final = Path(__file__).parent.parent
ENGINES: Final = {
    "flint": "__init__.py",
    "sympy": "release.py",
    "mpmath": "__init__.py",
    "numpy": "version.py",
}
"""The engines, each with the file that says its version."""

SETTLED: Final = 2.0
"""Seconds between the last change of a file and the start of this process: within them, code that
was compiled from an earlier state of the file may be running."""


class Rules:
    """The code as it lies there when this is made."""

    def __init__(self, package: Path = PACKAGE) -> None:
        """Raises OSError where the code lies in no folder, and in an archive, say."""
        self._package = package
        self._engines = b"".join(_engine(name, file) for name, file in ENGINES.items())
        self.listing, self._newest = self._listed()

    def _listed(self) -> tuple[bytes, float]:
        """A hash over the list of source files as the system describes them, and the latest time
        of change.
        """
        files = list(_described(self._package))
        if not files:
            raise FileNotFoundError(f"there is no code in {self._package}")
        newest = max(max(status.st_mtime, status.st_ctime) for _, status in files)
        described = [
            (name, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
            for name, status in files
        ]
        return self._hashed(repr((str(self._package), described)).encode()), newest

    def content(self) -> bytes:
        """A hash over what the source files hold.

        Raises:
            OSError: if one of them cannot be read.
        """
        found = blake2b(digest_size=32)
        for name, _ in _described(self._package):
            data = (self._package / name).read_bytes()
            found.update(f"{name}\0{len(data)}\0".encode())
            found.update(data)
        return self._hashed(found.digest())

    def _hashed(self, what: bytes) -> bytes:
        found = blake2b(digest_size=32)
        about = f"{__version__}\0{sys.version}\0{sys.byteorder}\0"
        for part in (about.encode(), self._engines, what):
            found.update(len(part).to_bytes(8, "big"))
            found.update(part)
        return found.digest()

    def settled(self) -> bool:
        """Whether the code that runs is the code that was hashed, so that its verdicts may be
        kept.
        """
        if self._newest > IMPORTED - SETTLED:
            return False
        try:
            return self._listed()[0] == self.listing
        except OSError:
            return False


def _described(folder: Path, prefix: str = "") -> Iterator[tuple[str, os.stat_result]]:
    """The source files below a folder, in order of name."""
    with os.scandir(folder) as entries:
        ordered = sorted(entries, key=lambda entry: entry.name)
    for entry in ordered:
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _described(folder / entry.name, f"{prefix}{entry.name}/")
        elif entry.name.endswith((".py", ".so", ".pyd")):
            yield f"{prefix}{entry.name}", entry.stat()


def _engine(name: str, file: str) -> bytes:
    """What the engine's file on its version holds; nothing is imported."""
    spec = PathFinder.find_spec(name)
    if spec is None or spec.origin is None:
        return f"{name}: missing\n".encode()
    place = Path(spec.origin).parent / file
    return f"{name}\n".encode() + (place.read_bytes() if place.is_file() else b"")
