"""A file exchanged for a new one in a single step: interrupted anywhere, it is the old or the new.

Nothing is written over. The new bytes go to a file beside the old one and onto the disk, and take
its name only if the old bytes still stand there.
"""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path


class NotSaved(Exception):
    """The file is as it was; the text says why, in one sentence."""


def save(path: str, old: bytes, new: bytes) -> None:
    """Put new bytes in the place of the old ones; the file's permissions stay.

    A symbolic link is followed: what it names is exchanged.

    Raises:
        NotSaved: if the file may not be written, is not what was read, or the disk is full.
    """
    target = Path(os.path.realpath(path))
    try:
        status = target.stat()
    except OSError as error:
        raise NotSaved(f"{path} cannot be found any more ({_why(error)})") from None
    _refuse(path, target, status)
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    except OSError as error:
        raise NotSaved(f"no file can be made beside {path} ({_why(error)})") from None
    beside = Path(name)
    try:
        _fill(descriptor, new)
        _give(beside, status)
        if target.read_bytes() != old:
            raise NotSaved(f"{path} was changed meanwhile; nothing was written to it")
        beside.replace(target)
    except OSError as error:
        raise NotSaved(f"{path} could not be written and is as it was ({_why(error)})") from None
    finally:
        with suppress(OSError):
            beside.unlink()  # still there if anything went wrong, Ctrl-C included
    _settle(target.parent)


def _refuse(path: str, target: Path, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise NotSaved(f"{path} is not an ordinary file")
    if not status.st_mode & 0o222 or not os.access(target, os.W_OK):
        raise NotSaved(f"{path} is read-only")
    if status.st_nlink > 1:
        raise NotSaved(f"{path} has several names (hard links), which writing it would part")


def _fill(descriptor: int, data: bytes) -> None:
    """All of the data on the disk."""
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(descriptor)


def _give(beside: Path, status: os.stat_result) -> None:
    """The owner and the permissions of the old file."""
    ours = beside.stat()
    if (ours.st_uid, ours.st_gid) != (status.st_uid, status.st_gid):
        os.chown(beside, status.st_uid, status.st_gid)
    beside.chmod(stat.S_IMODE(status.st_mode))


def _settle(folder: Path) -> None:
    """The new name on the disk as well, where folders can be synchronised."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _why(error: OSError) -> str:
    return error.strerror or type(error).__name__
