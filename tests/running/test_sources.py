"""From the paths of a call to the bytes of files, in order; nothing is raised on the way."""

from __future__ import annotations

import os
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from verifier.language.problems import Malformed
from verifier.running.sources import STANDARD_INPUT, files_below, sources

TEXT = b"derivations:\n  a: x = x\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.yaml", "a.yml", "z/c.yaml", ".hidden/d.yaml", "note.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(TEXT)
    (tmp_path / "compose.yaml").write_bytes(b"services:\n")
    return tmp_path


def test_a_folder_is_its_derivation_files_in_order_of_name(folder: Path) -> None:
    found = [(os.path.relpath(path, folder), data) for path, data in sources([str(folder)])]
    assert found == [("a.yml", TEXT), ("b.yaml", TEXT), ("z/c.yaml", TEXT)]


def test_paths_come_in_the_order_of_the_call_and_as_often(folder: Path) -> None:
    call = [str(folder / "b.yaml"), str(folder / "z"), str(folder / "b.yaml")]
    names = [Path(path).name for path, _ in sources(call)]
    assert names == ["b.yaml", "c.yaml", "b.yaml"]


def test_a_file_that_is_named_is_taken_whatever_it_holds(folder: Path) -> None:
    ((path, data),) = sources([str(folder / "compose.yaml")])
    assert data == b"services:\n"
    assert path.endswith("compose.yaml")


@pytest.mark.parametrize("path", ["nowhere.yaml", "a\0b", "x" * 5000, ""])
def test_what_cannot_be_read_is_said_and_not_raised(path: str) -> None:
    ((name, data),) = sources([path])
    assert name == path
    assert isinstance(data, Malformed)


def test_a_folder_without_derivations_says_so(tmp_path: Path) -> None:
    ((name, data),) = sources([str(tmp_path)])
    assert name == str(tmp_path)
    assert isinstance(data, Malformed)
    assert "no derivation file below" in str(data.problems[0].message)


def test_linked_folders_are_not_entered_and_linked_files_are_read(folder: Path) -> None:
    (folder / "again").symlink_to(folder)
    (folder / "d.yaml").symlink_to(folder / "b.yaml")
    names = [os.path.relpath(path, folder) for path in files_below(folder)]
    assert names == ["a.yml", "b.yaml", "compose.yaml", "d.yaml", "z/c.yaml"]


def test_a_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(TEXT)))
    assert list(sources(["-"])) == [(STANDARD_INPUT, TEXT)]


def test_files_are_read_one_after_the_other(folder: Path) -> None:
    found = sources([str(folder / "a.yml"), str(folder / "b.yaml")])
    next(found)
    (folder / "b.yaml").write_bytes(b"changed")
    assert next(found)[1] == b"changed"
