"""Where verdicts are kept, and where the secret of their seals is kept, which is elsewhere.

The folder may come with a project from strangers: nothing in it is believed without a seal, and
nothing is written through links that lie in it.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import Final

from verifier.kernel.ledger import SECRET

NAME: Final = ".verify_cache"
STORE: Final = "verdicts.sqlite"

_IGNORE: Final = "# made by verify; nothing in here is worth a commit\n*\n"
_TAG: Final = """\
Signature: 8a477f597d28d172789f06886806bc55
# This folder holds a cache of verify. For information about cache directory tags see
# https://bford.info/cachedir/
"""


def made(folder: Path) -> bool:
    """Whether the folder is there and ours to write to; it is made if it is not there.

    Raises:
        OSError: if it cannot be made.
    """
    with suppress(FileExistsError):
        folder.mkdir(parents=True)
        _write_new(folder / ".gitignore", _IGNORE.encode())
        _write_new(folder / "CACHEDIR.TAG", _TAG.encode())
    return usable(folder)


def usable(folder: Path) -> bool:
    """Whether the folder is a folder and no link, and its store a file and no link."""
    try:
        if not stat.S_ISDIR(folder.lstat().st_mode):
            return False
        return stat.S_ISREG((folder / STORE).lstat().st_mode)
    except FileNotFoundError:
        return folder.is_dir()
    except OSError:
        return False


def secret() -> bytes | None:
    """The secret of this user's seals, made when it is first needed; None where it cannot be."""
    try:
        place = _state() / "seal"
        found = _read(place)
        if found is None:
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            draft = place.with_name(f"seal.{os.getpid()}.{os.urandom(4).hex()}")
            _write_new(draft, os.urandom(SECRET))
            try:
                os.link(draft, place)  # the first of several processes wins
            except FileExistsError:
                if _read(place) is None:  # what lies there is no secret
                    draft.replace(place)
            draft.unlink(missing_ok=True)
            found = _read(place)
    except (OSError, RuntimeError):  # RuntimeError: this user has no home
        return None
    return found


def _state() -> Path:
    given = os.environ.get("XDG_STATE_HOME", "")
    base = Path(given) if given.startswith("/") else Path.home() / ".local" / "state"
    return base / "verify"


def _read(place: Path) -> bytes | None:
    try:
        found = place.read_bytes()
    except FileNotFoundError:
        return None
    return found if len(found) == SECRET else None


def _write_new(place: Path, data: bytes) -> None:
    """Write a file that was not there, readable by its owner alone where that matters."""
    descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "wb") as stream:  # noqa: PTH123 - a descriptor, no path
        stream.write(data)
