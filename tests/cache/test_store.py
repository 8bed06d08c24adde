"""Entries on disk: shared by processes, and no worse than none whatever is wrong with the file."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from verifier.cache import store as module
from verifier.cache.folder import STORE
from verifier.cache.store import APPLICATION, TABLE, Store


def kept(place: Path, key: bytes = b"key") -> bytes | None:
    store = Store(place)
    try:
        return store.get(key)
    finally:
        store.close()


def keep(place: Path, entry: bytes = b"entry", key: bytes = b"key") -> None:
    store = Store(place)
    store.put(key, entry)
    store.close()


def test_what_is_kept_is_there_for_the_next_one(tmp_path: Path) -> None:
    keep(tmp_path / "cache")
    assert kept(tmp_path / "cache") == b"entry"
    assert kept(tmp_path / "cache", b"other") is None


def test_what_is_new_is_known_before_it_is_written(tmp_path: Path) -> None:
    store = Store(tmp_path / "cache")
    store.put(b"key", b"entry")
    assert store.get(b"key") == b"entry"
    assert not (tmp_path / "cache").exists()
    store.close()


def test_asking_makes_nothing(tmp_path: Path) -> None:
    assert kept(tmp_path / "cache") is None
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_where_that_is_not_permitted(tmp_path: Path) -> None:
    store = Store(tmp_path / "cache", lambda: False)
    store.put(b"key", b"entry")
    store.close()
    assert not (tmp_path / "cache").exists()


def foreign(place: Path, sql: str, number: int = 7) -> None:
    with sqlite3.connect(place) as connection:
        connection.execute(f"PRAGMA application_id = {number}")
        connection.execute(sql)


def spoilt(place: Path, kind: str) -> None:
    """Put something in the store's place that is no store."""
    place.parent.mkdir(exist_ok=True)
    match kind:
        case "text":
            place.write_text("this is no database\n" * 1000)
        case "nothing":
            place.write_bytes(b"")
        case "half":
            keep(place.parent, b"entry" * 10_000)
            data = place.read_bytes()
            place.write_bytes(data[: len(data) // 2])
        case "holes":
            for number in range(50):
                keep(place.parent, os.urandom(1000), bytes([number]))
            data = bytearray(place.read_bytes())
            data[4096:] = b"\xff" * (len(data) - 4096)
            place.write_bytes(data)
        case "another program's":
            foreign(place, "CREATE TABLE bookmarks (url TEXT)")
        case "another number":
            foreign(place, TABLE)
        case "a view in the table's place":
            foreign(place, "CREATE VIEW entries AS SELECT 1 AS key, 2 AS entry", APPLICATION)
        case "more than the table":
            foreign(place, TABLE, APPLICATION)
            foreign(
                place,
                "CREATE TRIGGER t AFTER INSERT ON entries BEGIN DELETE FROM entries; END",
                APPLICATION,
            )


KINDS = [
    *("text", "nothing", "half", "holes", "another program's", "another number"),
    *("a view in the table's place", "more than the table"),
]


@pytest.mark.parametrize("kind", KINDS)
def test_a_store_that_is_damaged_or_not_ours_is_begun_anew(tmp_path: Path, kind: str) -> None:
    place = tmp_path / "cache"
    spoilt(place / STORE, kind)
    assert kept(place, b"a key") is None
    keep(place, b"entry", b"a key")
    assert kept(place, b"a key") == b"entry"


def test_an_entry_of_another_type_is_none(tmp_path: Path) -> None:
    keep(tmp_path / "cache")
    with sqlite3.connect(tmp_path / "cache" / STORE) as connection:
        connection.execute("UPDATE entries SET entry = 'text'")
    assert kept(tmp_path / "cache") is None


def test_a_store_that_has_grown_too_large_is_begun_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(tmp_path / "cache", b"x" * 100_000)
    monkeypatch.setattr(module, "LARGEST", 50_000)
    keep(tmp_path / "cache", b"new", b"new")
    assert kept(tmp_path / "cache") is None
    assert kept(tmp_path / "cache", b"new") == b"new"


def test_an_entry_that_is_too_large_is_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LONGEST", 10)
    keep(tmp_path / "cache", b"x" * 11)
    assert kept(tmp_path / "cache") is None


def test_where_nothing_can_be_written_it_does_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    keep(tmp_path / "file" / "cache")
    keep(tmp_path / "file")
    assert kept(tmp_path / "file") is None
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to this user")
def test_a_folder_without_permission_is_done_without(tmp_path: Path) -> None:
    place = tmp_path / "cache"
    keep(place)
    place.chmod(0o500)
    (place / STORE).chmod(0o400)
    try:
        keep(place, b"new", b"new")
        assert kept(place, b"new") is None
    finally:
        place.chmod(0o700)


def test_a_store_that_others_hold_for_long_is_done_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.01)
    keep(tmp_path / "cache")
    connection = sqlite3.connect(tmp_path / "cache" / STORE, isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    keep(tmp_path / "cache", b"new", b"new")
    connection.close()
    assert kept(tmp_path / "cache") == b"entry"  # and nothing was thrown away


def test_several_processes_write_at_once_and_nothing_is_lost(tmp_path: Path) -> None:
    place = tmp_path / "cache"
    script = (
        "import sys; from pathlib import Path; from verifier.cache.store import Store\n"
        "place, name = sys.argv[1:]\n"
        "for number in range(100):\n"
        "    store = Store(Path(place))\n"
        "    store.put(f'{name}{number}'.encode(), name.encode())\n"
        "    store.close()\n"
    )
    names = ["a", "b", "c", "d"]
    started = [subprocess.Popen([sys.executable, "-c", script, str(place), n]) for n in names]
    assert [process.wait() for process in started] == [0] * 4
    store = Store(place)
    for name in names:
        for number in range(100):
            assert store.get(f"{name}{number}".encode()) == name.encode()
    store.close()
