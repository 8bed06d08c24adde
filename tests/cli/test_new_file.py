"""``verify --new``: the file passes, overwrites nothing, and is named by its path."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from verifier.cli.new_file import new_text, write_new_file
from verifier.kernel.verdicts import Proved
from verifier.language.problems import VerifierError
from verifier.running.runner import run


def test_the_new_file_is_proved_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "derivations" / "softplus.yaml"
    write_new_file(path)
    outcome = run([str(path)])
    assert outcome.passed
    lines = list(outcome.files[0].lines())
    assert len(lines) >= 5
    assert all(isinstance(line.verdict, Proved) for line in lines)
    assert outcome.files[0].title == "Softplus"


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("chain_rule.yaml", "Chain rule"),
        ("two-layer--network.yml", "Two layer network"),
        ("d: 1.yaml", "D: 1"),
        ("it's.yaml", "It's"),
        ('say "x".yaml', 'Say "x"'),
        ("σ.yaml", "Σ"),
        ("[1].yaml", "[1]"),
        ("# x.yaml", "# x"),
        ("null.yaml", "Null"),
        ("_.yaml", "_"),
        ("bell\x07\u202e.yaml", "Bell"),
        (".hidden.yaml", ".hidden"),
        ("back\\slash.yaml", "Back\\slash"),
    ],
)
def test_the_name_becomes_the_title_whatever_it_is(tmp_path: Path, name: str, title: str) -> None:
    path = tmp_path / name
    write_new_file(path)
    (file,) = run([str(path)]).files
    assert file.problems == ()
    assert file.title == title
    assert file.passed


def test_a_name_in_no_encoding_is_no_traceback(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.yaml"))
    write_new_file(path)
    assert run([str(path)]).files[0].passed


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("mine", "utf-8")
    with pytest.raises(VerifierError, match="there already; nothing was written"):
        write_new_file(path)
    assert path.read_text("utf-8") == "mine"


@pytest.mark.parametrize("name", ["square", "square.txt", "square.yaml.bak"])
def test_a_name_that_no_search_would_find_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(VerifierError, match=r"ends in \.yaml: write --new .*\.yaml"):
        write_new_file(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("path", ["", ".", "/"])
def test_a_path_without_a_name_is_refused(path: str) -> None:
    with pytest.raises(VerifierError, match="name the file to write"):
        write_new_file(Path(path))


@pytest.mark.parametrize("name", ["folder.yaml", "file/x.yaml", "a\0b.yaml", "x" * 300 + ".yaml"])
def test_what_cannot_be_written_is_one_sentence(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder.yaml").mkdir()
    (tmp_path / "file").touch()
    with pytest.raises(VerifierError, match=r"there already|cannot be written"):
        write_new_file(tmp_path / name)


def test_a_schema_in_the_project_is_named_for_the_editor(tmp_path: Path) -> None:
    (tmp_path / "derivation.schema.json").touch()
    folder = tmp_path / "lessons" / "one"
    folder.mkdir(parents=True)
    first = new_text(folder / "a.yaml").split("\n")[0]
    assert first == "# yaml-language-server: $schema=../../derivation.schema.json"


def test_a_schema_outside_of_the_project_is_not_named(tmp_path: Path) -> None:
    (tmp_path / "derivation.schema.json").touch()
    (tmp_path / "project" / ".git").mkdir(parents=True)
    assert new_text(tmp_path / "project" / "a.yaml").startswith("title: A\n")
