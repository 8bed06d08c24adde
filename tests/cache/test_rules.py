"""The code as what stands for the rules: any change of it counts, wherever it is."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from verifier import about
from verifier.cache import rules
from verifier.cache.rules import ENGINES, SETTLED, Rules


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = tmp_path / "package"
    (folder / "kernel").mkdir(parents=True)
    (folder / "kernel" / "proof.py").write_text("rule = 1\n")
    (folder / "door.py").write_text("")
    return folder


def test_the_same_code_elsewhere_is_the_same_rules(package: Path, tmp_path: Path) -> None:
    moved = tmp_path / "moved"
    before = Rules(package).content()
    package.rename(moved)
    os.utime(moved / "door.py", (0, 0))
    assert Rules(moved).content() == before


@pytest.mark.parametrize("change", ["edit", "add", "rename", "delete"])
def test_any_change_of_the_code_is_a_change_of_the_rules(package: Path, change: str) -> None:
    before = Rules(package)
    listing, content = before.listing, before.content()
    match change:
        case "edit":
            (package / "kernel" / "proof.py").write_text("rule = 2\n")
        case "add":
            (package / "new.py").write_text("")
        case "rename":
            (package / "door.py").rename(package / "gate.py")
        case "delete":
            (package / "door.py").unlink()
    after = Rules(package)
    assert after.content() != content
    assert after.listing != listing


def test_an_edit_that_keeps_size_and_time_changes_the_listing_too(package: Path) -> None:
    place = package / "kernel" / "proof.py"
    before, found = Rules(package).listing, place.stat()
    place.write_text("rule = 2\n")
    os.utime(place, ns=(found.st_atime_ns, found.st_mtime_ns))
    assert place.stat().st_size == found.st_size
    assert Rules(package).listing != before  # the time of the last change of any kind


def test_what_is_no_code_does_not_count(package: Path) -> None:
    before = Rules(package).listing
    (package / "__pycache__").mkdir()
    (package / "__pycache__" / "door.cpython-311.pyc").write_bytes(b"")
    (package / "page.css").write_text("")
    assert Rules(package).listing == before


@pytest.mark.parametrize("engine", sorted(ENGINES))
def test_another_version_of_an_engine_is_another_set_of_rules(
    package: Path, monkeypatch: pytest.MonkeyPatch, engine: str
) -> None:
    before = Rules(package)
    version = rules._engine(engine, ENGINES[engine])
    assert b"missing" not in version
    assert b"version" in version.lower()
    real = rules._engine

    def other(name: str, file: str) -> bytes:
        return b"other" if name == engine else real(name, file)

    monkeypatch.setattr(rules, "_engine", other)
    after = Rules(package)
    assert after.content() != before.content()
    assert after.listing != before.listing


def test_another_version_of_this_package_or_of_python_counts(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = Rules(package).content()
    with monkeypatch.context() as patch:
        patch.setattr(rules, "__version__", "0.0.0")
        assert Rules(package).content() != before
    monkeypatch.setattr("sys.version", "3.99")
    assert Rules(package).content() != before


def test_code_that_was_changed_as_it_was_loaded_is_not_settled(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not Rules(package).settled()  # written after this process began
    monkeypatch.setattr(rules, "IMPORTED", time.time() + SETTLED + 1)
    found = Rules(package)
    assert found.settled()
    (package / "door.py").write_text("changed = True\n")
    assert not found.settled()


def test_where_there_is_no_code_there_are_no_rules(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="no code"):
        Rules(tmp_path)


def test_our_own_rules_are_this_package() -> None:
    assert (rules.PACKAGE / "cache" / "rules.py").is_file()
    assert time.time() > about.IMPORTED
    assert len(Rules().content()) == 32
