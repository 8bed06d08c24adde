from __future__ import annotations

import argparse
import json
import os
import stat
from pathlib import Path

import pytest

from tests.reports.outcomes import REFUTED, lesson, line, outcome
from verifier.cli import main
from verifier.cli.outputs import Output, output, refusals, replace_file, write_outputs

RUN = outcome(lesson(line(REFUTED)))


def test_several_formats_are_written_from_one_run(tmp_path: Path) -> None:
    wanted = [Output(name, tmp_path / name) for name in ("json", "junit", "sarif", "html")]
    assert refusals(wanted) == []
    assert write_outputs(RUN, wanted) == []
    assert json.loads((tmp_path / "json").read_text("utf-8"))["summary"]["refuted"] == 1
    assert (tmp_path / "junit").read_text("utf-8").startswith("<?xml")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["html", "json", "junit", "sarif"]


def test_a_text_in_a_file_has_no_colour_and_is_utf_8(tmp_path: Path) -> None:
    assert write_outputs(RUN, [Output("terminal", tmp_path / "a.txt")]) == []
    text = (tmp_path / "a.txt").read_text("utf-8")
    assert "✗" in text
    assert "\x1b" not in text


def test_the_option_is_a_format_and_a_file() -> None:
    assert output("junit=a=b.xml") == Output("junit", Path("a=b.xml"))


@pytest.mark.parametrize("text", ["junit", "=a.xml", "junit=", "pdf=a.pdf", "", "JUNIT=a"])
def test_another_option_is_refused(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError):
        output(text)


def test_what_cannot_be_written_is_known_before_anything_is_judged(tmp_path: Path) -> None:
    a = tmp_path / "a"
    wanted = [
        Output("json", a),
        Output("html", tmp_path / "x" / ".." / "a"),
        Output("junit", tmp_path),
        Output("sarif", tmp_path / "nowhere" / "a"),
        Output("github", Path("a\0b")),
    ]
    (tmp_path / "x").mkdir()
    said = refusals(wanted)
    assert len(said) == 4
    assert "two reports are to be written" in said[0]
    assert "is a directory" in said[1]
    assert "there is no directory" in said[2]
    assert not a.exists()


def test_a_failure_leaves_the_old_report_and_no_rubbish(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.json"
    path.write_text("old", "utf-8")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    (said,) = write_outputs(RUN, [Output("json", path)])
    assert "No space left on device" in said
    assert path.read_text("utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_an_interrupt_leaves_the_old_report_and_no_rubbish(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.json"
    path.write_text("old", "utf-8")

    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        replace_file(path, b"new")
    assert path.read_text("utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_a_new_report_is_readable_and_an_old_one_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "a"
    before = os.umask(0o022)
    try:
        replace_file(path, b"new")
        assert stat.S_IMODE(path.stat().st_mode) == 0o644
        path.chmod(0o600)
        replace_file(path, b"newer")
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    finally:
        os.umask(before)


@pytest.mark.skipif(os.name != "posix", reason="links of POSIX")
def test_a_link_goes_on_leading_to_the_report(tmp_path: Path) -> None:
    real, link = tmp_path / "real", tmp_path / "link"
    link.symlink_to(real)
    replace_file(link, b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"


@pytest.mark.skipif(os.name != "posix", reason="devices of POSIX")
def test_a_device_is_written_to_and_not_replaced() -> None:
    assert write_outputs(RUN, [Output("json", Path("/dev/null"))]) == []
    assert not Path("/dev/null").is_file()
    twice = [Output("json", Path("/dev/null")), Output("html", Path("/dev/null"))]
    assert refusals(twice) == []


def test_a_file_name_as_long_as_may_be_is_no_trouble(tmp_path: Path) -> None:
    path = tmp_path / ("a" * 250)
    replace_file(path, b"new")
    assert path.read_bytes() == b"new"


def test_a_folder_that_may_not_be_written_to_is_said(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    (said,) = write_outputs(RUN, [Output("json", gone / "a.json")])
    assert "cannot be written" in said


# Through the command.

SQUARE = """\
symbols:
  a, b: real
derivations:
  square: (a + b)^2 = a^2 + 2*a*b + b^2
"""


@pytest.fixture
def square(tmp_path: Path) -> Path:
    path = tmp_path / "square.yaml"
    path.write_text(SQUARE, "utf-8")
    return path


def test_the_command_writes_its_report_and_the_files(
    square: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = square.with_name("report.json")
    assert main([str(square), "--output", f"json={report}", "--output", "github=/dev/null"]) == 0
    assert "Passed" in capsys.readouterr().out
    assert json.loads(report.read_text("utf-8"))["summary"]["proved"] == 1


def test_a_file_that_cannot_be_written_is_said_and_nothing_is_judged(
    square: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(square), "--output", f"json={square.parent}"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == f"verify: {square.parent} is a directory, not a file\n"


def test_a_disk_that_is_full_is_not_a_pass_and_the_report_is_still_shown(
    square: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    report = square.with_name("report.json")
    assert main([str(square), "--output", f"json={report}"]) == 2
    said = capsys.readouterr()
    assert "Passed" in said.out
    assert said.err == f"verify: {report} cannot be written: No space left on device\n"
