"""Entries on disk: a table of keys and bytes in SQLite. What the bytes say is not its business.

Several processes may use one store at once. Whatever is wrong with it (it is damaged, full, locked,
made by another program, or made to do harm) ends in doing without it, and where that helps in
beginning a new one: what it holds can always be worked out again.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from verifier.cache import folder

TABLE: Final = "CREATE TABLE entries (key BLOB PRIMARY KEY, entry BLOB NOT NULL) WITHOUT ROWID"
APPLICATION: Final = 0x56524659  # "VRFY", at a place in the file that SQLite keeps for this
LARGEST: Final = 256 * 2**20  # bytes of the file; past that a new one is begun
LONGEST: Final = 2**25  # bytes of an entry
PATIENCE: Final = 5.0  # seconds to wait for another process's turn
OFTEN: Final = 0.5  # seconds after which what is new is written, so that a crash loses little


class Store:
    """A table of entries. New ones are written together, from time to time and at the end."""

    def __init__(self, place: Path, permitted: Callable[[], bool] = lambda: True) -> None:
        """``place`` is the folder; nothing is opened, and nothing made, before it is needed.
        ``permitted`` is asked before anything is written.
        """
        self._folder = place
        self._permitted = permitted
        self._connection: sqlite3.Connection | None = None
        self._broken = False
        self._begun_anew = False
        self._new: dict[bytes, bytes] = {}
        self._written = time.monotonic()

    def get(self, key: bytes) -> bytes | None:
        """The entry of a key, if there is one."""
        if (found := self._new.get(key)) is not None:
            return found
        connection = self._open(make=False)
        if connection is None:
            return None
        try:
            row = connection.execute("SELECT entry FROM entries WHERE key = ?", (key,)).fetchone()
        except sqlite3.Error as error:
            self._failed(error)
            return None
        entry = None if row is None else row[0]
        return entry if isinstance(entry, bytes) else None

    def put(self, key: bytes, entry: bytes) -> None:
        """Keep an entry; it is written soon."""
        if self._broken or len(entry) > LONGEST:
            return
        self._new[key] = entry
        if time.monotonic() - self._written > OFTEN:
            self.flush()

    def flush(self) -> None:
        """Write what is new."""
        if not self._new:
            return
        new, self._new = self._new, {}
        connection = self._open(make=True) if self._permitted() else None
        if connection is not None:
            try:
                with connection:
                    connection.executemany(
                        "INSERT OR REPLACE INTO entries VALUES (?, ?)", new.items()
                    )
            except sqlite3.Error as error:
                self._failed(error)
        self._written = time.monotonic()

    def close(self) -> None:
        """Write what is new, and let go."""
        self.flush()
        self._let_go()

    # -- opening -------------------------------------------------------------------------------

    def _open(self, *, make: bool) -> sqlite3.Connection | None:
        if self._connection is not None or self._broken:
            return self._connection
        try:
            if folder.made(self._folder) if make else self._is_there():
                self._connection = self._opened()
            else:
                self._broken = make
        except (OSError, sqlite3.Error):
            self._broken = True
        return self._connection

    def _is_there(self) -> bool:
        return self._file.is_file() and folder.usable(self._folder)

    @property
    def _file(self) -> Path:
        return self._folder / folder.STORE

    def _opened(self) -> sqlite3.Connection:
        """The table, in a new file if the old one is not ours, damaged or too large.

        Raises:
            sqlite3.Error, OSError: if there cannot be one.
        """
        try:
            if self._file.exists() and self._file.stat().st_size > LARGEST:
                self._discard()
            return self._connected()
        except sqlite3.OperationalError as error:
            if _is_busy(error):
                raise
        except sqlite3.DatabaseError:
            pass
        self._discard()
        return self._connected()

    def _connected(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._file, timeout=PATIENCE, isolation_level="IMMEDIATE")
        try:
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA cell_size_check = ON")
            connection.execute("PRAGMA synchronous = OFF")  # a crash of the machine costs time only
            if not self._is_ours(connection):
                self._make(connection)
        except (sqlite3.Error, OSError):
            connection.close()
            raise
        return connection

    def _is_ours(self, connection: sqlite3.Connection) -> bool:
        """Whether the file is one of ours; False for an empty one.

        Raises:
            sqlite3.DatabaseError: if it is another program's, or was made to look like ours.
        """
        made = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall()
        if not made:
            return False
        (number,) = connection.execute("PRAGMA application_id").fetchone()
        if made != [("table", "entries", "entries", TABLE)] or number != APPLICATION:
            raise sqlite3.DatabaseError("not a store of verify")
        return True

    def _make(self, connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA journal_mode = WAL")  # readers and a writer at the same time
        with connection:
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
            connection.execute(TABLE.replace("TABLE", "TABLE IF NOT EXISTS", 1))

    # -- failing -------------------------------------------------------------------------------

    def _failed(self, error: sqlite3.Error) -> None:
        """Begin anew, once, if the file is damaged; otherwise do without."""
        self._let_go()
        damaged = isinstance(error, sqlite3.DatabaseError) and not _is_busy(error)
        self._broken = self._begun_anew or not damaged
        if damaged:
            self._begun_anew = True
            self._discard()

    def _let_go(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(sqlite3.Error):
                connection.close()

    def _discard(self) -> None:
        for ending in ("", "-wal", "-shm", "-journal"):
            with suppress(OSError):
                self._file.with_name(self._file.name + ending).unlink(missing_ok=True)


def _is_busy(error: sqlite3.Error) -> bool:
    """Whether the file is in order, and only others, the disk or its rights are in the way."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_BUSY) & 0xFF
    return code in (
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_CANTOPEN,
    )
