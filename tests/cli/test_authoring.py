"""What the command does for the one who writes: a schema, a file to start from."""

from __future__ import annotations

from pathlib import Path

import pytest

from verifier.cli import main
from verifier.documents.schema import SHIPPED


def test_the_schema_is_printed_as_it_is_shipped(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--schema"]) == 0
    assert capsys.readouterr().out == SHIPPED.read_text("utf-8")


def test_new_files_are_written_and_pass(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths = [str(tmp_path / "a.yaml"), str(tmp_path / "below" / "b.yaml")]
    assert main(["--new", *paths]) == 0
    said = capsys.readouterr().out
    assert said == "".join(f"wrote {path}; judge it with: verify {path}\n" for path in paths)
    assert main([str(tmp_path)]) == 0


def test_a_file_that_is_there_is_not_overwritten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("mine", "utf-8")
    assert main(["--new", str(path)]) == 2
    assert capsys.readouterr().err == f"verify: {path} is there already; nothing was written\n"
    assert path.read_text("utf-8") == "mine"


def test_new_without_a_path_says_what_to_write(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--new"]) == 2
    assert "name the file to write" in capsys.readouterr().err
