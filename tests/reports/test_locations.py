from __future__ import annotations

import os
from pathlib import Path

import pytest

from verifier.reports.locations import is_file, relative, uri


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("derivations/a.yaml", "derivations/a.yaml"),
        ("./derivations//a.yaml", "derivations/a.yaml"),
        ("x/../a.yaml", "a.yaml"),
    ],
)
def test_a_path_is_said_from_the_current_folder(path: str, said: str) -> None:
    assert relative(path) == said


def test_a_whole_path_below_the_folder_is_made_relative(here: Path) -> None:
    assert relative(str(here / "a" / "b.yaml")) == "a/b.yaml"


def test_a_path_elsewhere_is_said_whole(here: Path) -> None:
    assert relative("../b.yaml") == str(here.parent / "b.yaml")
    assert relative("/elsewhere/b.yaml") == "/elsewhere/b.yaml"
    assert relative(f"{here}ward/b.yaml") == f"{here}ward/b.yaml"  # not below it


def test_another_root_counts(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "lessons").mkdir()
    monkeypatch.chdir(here / "lessons")
    assert relative("a.yaml", str(here)) == "lessons/a.yaml"
    assert relative("a.yaml", "/elsewhere") == str(here / "lessons" / "a.yaml")


def test_a_deleted_folder_is_no_reason_to_fail(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = here / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert relative("a.yaml") == "a.yaml"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("a b/c#d%.yaml", "a%20b/c%23d%25.yaml"),
        ("σ.yaml", "%CF%83.yaml"),
        (os.fsdecode(b"\xff.yaml"), "%FF.yaml"),
        ("\ud800.yaml", "%3F.yaml"),
        ("/elsewhere/a b.yaml", "file:///elsewhere/a%20b.yaml"),
    ],
)
def test_a_uri_keeps_every_byte_of_a_path(path: str, said: str) -> None:
    assert uri(path) == said


def test_standard_input_is_no_file() -> None:
    assert not is_file("<stdin>")
    assert is_file("a.yaml")
