"""The folder of the cache may be a stranger's; the secret of its seals lies elsewhere."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from verifier.cache import folder
from verifier.cache.folder import STORE, made, secret, usable
from verifier.kernel.ledger import SECRET


def test_a_new_folder_says_to_version_control_and_backups_what_it_is(tmp_path: Path) -> None:
    place = tmp_path / "deep" / ".verify_cache"
    assert made(place)
    assert (place / ".gitignore").read_text().splitlines()[-1] == "*"
    assert (place / "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172")
    assert made(place)


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    target = tmp_path / "precious"
    target.mkdir()
    link = tmp_path / "cache"
    link.symlink_to(target)
    assert not usable(link)
    assert not made(link)
    assert list(target.iterdir()) == []
    place = tmp_path / "other"
    place.mkdir()
    (tmp_path / "file").write_text("precious")
    (place / STORE).symlink_to(tmp_path / "file")
    assert not usable(place)


def test_a_file_in_the_folders_place_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("mine")
    assert not made(tmp_path / "cache")
    assert (tmp_path / "cache").read_text() == "mine"


def test_the_secret_is_made_once_and_for_its_user_alone(tmp_path: Path) -> None:
    found = secret()
    assert found is not None
    assert len(found) == SECRET
    assert secret() == found
    place = Path(os.environ["XDG_STATE_HOME"]) / "verify" / "seal"
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert [left.name for left in place.parent.iterdir()] == ["seal"]
    assert tmp_path not in place.parents


def test_a_secret_that_is_none_is_made_anew() -> None:
    place = Path(os.environ["XDG_STATE_HOME"]) / "verify" / "seal"
    place.parent.mkdir()
    place.write_bytes(b"short")
    found = secret()
    assert found is not None
    assert len(found) == SECRET
    assert place.read_bytes() == found


def test_processes_that_make_it_at_once_agree() -> None:
    script = "from verifier.cache.folder import secret; print(secret().hex())"
    command = [sys.executable, "-c", script]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(4)]
    assert len({process.communicate()[0] for process in started}) == 1


def test_a_relative_place_for_it_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", "here")
    monkeypatch.setenv("HOME", "/home/someone")
    assert folder._state() == Path("/home/someone/.local/state/verify")
