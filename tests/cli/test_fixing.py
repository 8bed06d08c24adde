"""``--fix``: what would change is shown, then written; whatever goes wrong, nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from verifier.cli import fixing, main
from verifier.explain.saving import NotSaved

LESSON = """\
symbols:
  a, b: real
derivations:
  square: |
    (a + b)^2
    = a^2 + a*b + b^2   # Größe
  other: (a - b)*(a + b) = a^2 + b^2
"""
MENDED = LESSON.replace("+ a*b +", "+ 2*a*b +").replace("= a^2 + b^2", "= a^2 - b^2")


@pytest.fixture
def lesson(tmp_path: Path) -> Path:
    path = tmp_path / "lesson.yaml"
    path.write_bytes(LESSON.replace("\n", "\r\n").encode())
    return path


def test_offered_repairs_are_written_and_the_file_is_judged_again(
    lesson: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(lesson), "--fix"]) == 0
    assert lesson.read_bytes() == MENDED.replace("\n", "\r\n").encode()
    said = capsys.readouterr().out
    assert said.index("+    = a^2 + 2*a*b + b^2   # Größe") < said.index("mended 2 lines.")
    assert "line 6: the factor `2` is missing.\n" in said
    assert "2 proved" in said


def test_nothing_is_written_without_being_asked(lesson: Path) -> None:
    before = lesson.read_bytes()
    assert main([str(lesson)]) == 1
    assert lesson.read_bytes() == before


def test_the_difference_is_shown_before_anything_is_written(
    lesson: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def save(path: str, *_: bytes) -> None:
        assert "-    = a^2 + a*b + b^2   # Größe" in capsys.readouterr().out
        raise NotSaved(f"{path} cannot be written")

    monkeypatch.setattr(fixing, "save", save)
    assert main([str(lesson), "--fix"]) == 2
    assert "lesson.yaml cannot be written\n" in capsys.readouterr().err


def test_another_format_keeps_its_output_to_itself(
    lesson: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(lesson), "--fix", "--format", "json"]) == 0
    printed = capsys.readouterr()
    assert printed.out.startswith("{")
    assert "mended 2 lines." in printed.err


def test_a_read_only_file_gives_a_clear_error_and_stays(
    lesson: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = lesson.read_bytes()
    lesson.chmod(0o444)
    assert main([str(lesson), "--fix"]) == 2
    assert f"verify: {lesson} is read-only\n" in capsys.readouterr().err
    assert lesson.read_bytes() == before


def test_a_file_changed_meanwhile_gives_a_clear_error_and_stays(
    lesson: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    read = fixing.read_file

    def changed(path: str) -> bytes:
        lesson.write_text("title: by somebody else\n", "utf-8")
        return read(path)

    monkeypatch.setattr(fixing, "read_file", changed)
    assert main([str(lesson), "--fix"]) == 2
    assert "was changed meanwhile; nothing was written to it\n" in capsys.readouterr().err
    assert lesson.read_text("utf-8") == "title: by somebody else\n"


def test_one_file_that_cannot_be_written_does_not_keep_another_from_it(
    lesson: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(LESSON, "utf-8")
    lesson.chmod(0o444)
    assert main([str(lesson), str(other), "--fix"]) == 2
    assert other.read_text("utf-8") == MENDED
    assert "lesson.yaml is read-only" in capsys.readouterr().err


def test_standard_input_cannot_be_mended(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from io import BytesIO, TextIOWrapper

    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(LESSON.encode())))
    assert main(["-", "--fix"]) == 2
    assert "standard input cannot be mended: name the file" in capsys.readouterr().err


def test_a_file_with_nothing_to_mend_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "right.yaml"
    path.write_text(MENDED, "utf-8")
    assert main([str(path), "--fix"]) == 0
    assert "Nothing to mend: no repair is offered." in capsys.readouterr().out


def test_a_control_that_is_expected_to_fail_is_not_mended(tmp_path: Path) -> None:
    path = tmp_path / "control.yaml"
    text = "symbols: {a: real}\nderivations:\n  c:\n    expect: refuted\n    steps: a + a = 3*a\n"
    path.write_text(text, "utf-8")
    assert main([str(path), "--fix"]) == 0
    assert path.read_text("utf-8") == text


def test_a_malformed_file_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "malformed.yaml"
    path.write_text("derivations:\n  d: (a + = b\n", "utf-8")
    assert main([str(path), "--fix"]) == 2
    assert path.read_text("utf-8") == "derivations:\n  d: (a + = b\n"
    assert "Nothing to mend" in capsys.readouterr().out


def test_fixing_twice_changes_nothing_more(lesson: Path) -> None:
    assert main([str(lesson), "--fix"]) == 0
    once = lesson.read_bytes()
    assert main([str(lesson), "--fix"]) == 0
    assert lesson.read_bytes() == once


CARRIED = """\
symbols:
  a, b: real
derivations:
  product: |
    (a + b)*(a - b)
    = a^2 + b^2
    = a*a + b*b
    = a^2 - b^2
"""


def test_a_line_that_carried_the_mistake_on_is_mended_too_and_a_second_call_does_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "carried.yaml"
    path.write_text(CARRIED, "utf-8")
    assert main([str(path), "--fix", "--no-cache"]) == 0
    said = capsys.readouterr().out
    assert said.index("line 6: ") < said.index(fixing.BELOW) < said.index("line 7: ")
    assert said.count("carried.yaml: mended 1 line.") == 2
    assert "3 proved" in said
    mended = path.read_text("utf-8")
    assert "    = a^2 - b^2\n    = a*a - b*b\n    = a^2 - b^2\n" in mended
    assert main([str(path), "--fix", "--no-cache"]) == 0
    assert path.read_text("utf-8") == mended
    assert "Nothing to mend" in capsys.readouterr().out


def test_what_takes_too_many_rounds_asks_for_a_second_call(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "carried.yaml"
    path.write_text(CARRIED, "utf-8")
    monkeypatch.setattr(fixing, "ROUNDS", 1)
    assert main([str(path), "--fix"]) == 2
    printed = capsys.readouterr()
    assert "verify: there is more to mend: call it again\n" in printed.err
    assert "1 proved, 2 refuted" in printed.out
    assert main([str(path), "--fix"]) == 0


def test_no_repairs_leaves_wrong_lines_unexplained(
    lesson: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(lesson), "--no-repairs"]) == 1
    said = capsys.readouterr().out
    assert "It would be proved as" not in said
    assert "is missing" not in said
