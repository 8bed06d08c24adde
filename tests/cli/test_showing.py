from __future__ import annotations

from pathlib import Path

import pytest

from verifier.cli import main

TEXT = """\
title: A sum
symbols:
  a, b: real
derivations:
  wrong: (a + b)^2 = a^2 + b^2    # it is not
"""


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COLUMNS", "80")
    path = tmp_path / "sum.yaml"
    path.write_text(TEXT, "utf-8")
    return path


def test_a_file_is_shown_and_not_judged(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--show", str(path)]) == 0
    said = capsys.readouterr().out
    assert "    = a² + b²   it is not\n" in said
    assert "refuted" not in said


def test_it_is_shown_as_latex(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--show", "--format", "latex", str(path)]) == 0
    said = capsys.readouterr().out
    assert "\\begin{align*}\n  (a + b)^{2}\n    &= a^{2} + b^{2} && \\text{it is not}\n" in said


def test_a_malformed_file_says_what_is_wrong_and_the_others_are_shown(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = path.with_name("bad.yaml")
    bad.write_text(TEXT.replace("b^2", "c^2"), "utf-8")
    assert main(["--show", str(path.parent)]) == 2
    said = capsys.readouterr()
    assert "A sum" in said.out
    assert "`c` is not declared" in said.err


@pytest.mark.parametrize(
    "arguments",
    [["--format", "json"], ["--format", "html"], ["--output", "json=a.json"]],
    ids=" ".join,
)
def test_what_cannot_be_shown_is_refused(
    path: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--show", *arguments, str(path)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("verify: error: --show writes")


def test_without_a_file_there_is_nothing_to_show(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--show"]) == 2
    assert "name a derivation file" in capsys.readouterr().err
