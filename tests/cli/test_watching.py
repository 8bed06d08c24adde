"""``verify --watch``: what is shown after a save, which is what changed."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.running.test_session import counting
from verifier.cli.watching import Watcher
from verifier.judging.options import Options
from verifier.language.problems import VerifierError
from verifier.reports import Presentation

ROOT = Path(__file__).parent.parent.parent
SQUARE = """\
symbols:
  a, b: real
derivations:
  square: |
    (a + b)^2
    = (a + b)*(a + b)
    = a^2 + 2*a*b + b^2
  cube: (a + b)*(a + b)^2 = (a + b)^3
"""
WRONG = SQUARE.replace("2*a*b", "a*b")


class Seen(list[str]):
    """What a watcher has written; reading it empties it."""

    def text(self) -> str:
        text = re.sub(r"\([\d.]+ m?s\)", "(time)", "".join(self))
        self.clear()
        return re.sub(r"^\d\d:\d\d:\d\d", "now", text, flags=re.MULTILINE)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def seen() -> Seen:
    return Seen()


def write(path: Path, text: str) -> None:
    """As an editor does, and so that the time of change differs however coarse the clock is."""
    new = path.with_suffix(".new")
    new.write_text(text, "utf-8")
    later = time.time_ns() + 10**9
    os.utime(new, ns=(later, later))
    new.replace(path)


def watcher(seen: Seen, *paths: str) -> Watcher:
    return Watcher(paths, Options(), Presentation(), seen.append)


def started(seen: Seen, *paths: str) -> Watcher:
    made = watcher(seen, *paths)
    made.start()
    seen.clear()
    return made


def test_at_first_everything_is_shown(folder: Path, seen: Seen) -> None:
    write(folder / "a.yaml", SQUARE)
    watcher(seen, "a.yaml").start()
    text = seen.text()
    assert "✓ 7  = a^2 + 2*a*b + b^2" in text
    assert "Passed (exit code 0)." in text
    assert text.endswith("watching 1 file; Ctrl-C ends it\n")


def test_nothing_is_shown_while_nothing_changes(folder: Path, seen: Seen) -> None:
    write(folder / "a.yaml", SQUARE)
    this = started(seen, "a.yaml")
    assert not this.look()
    assert seen.text() == ""


def test_only_the_changed_line_is_judged_and_shown_and_what_it_should_be(
    folder: Path, seen: Seen
) -> None:
    write(folder / "a.yaml", SQUARE)
    this = started(seen, "a.yaml")
    write(folder / "a.yaml", WRONG)
    assert this.look()
    assert seen.text() == (
        "\nnow  a.yaml: 2 proved, 1 refuted (time)\n"
        "         (a + b)*(a + b)\n"
        "  ✗ 7  = a^2 + a*b + b^2                                                 refuted\n"
        "       ^^^^^^^^^^^^^^^^^\n"
        "         a.yaml:7:5\n"
        "         At a = 1, b = 1, the two sides differ:\n"
        "           left   (a + b)*(a + b)\n"
        "                    = 4\n"
        "           right  a^2 + a*b + b^2\n"
        "                    = 3\n"
        "  line 7: proved in its place: = a^2 + 2*a*b + b^2\n"
    )


def test_a_mended_line_is_one_row(folder: Path, seen: Seen) -> None:
    write(folder / "a.yaml", WRONG)
    this = started(seen, "a.yaml")
    write(folder / "a.yaml", SQUARE)
    with counting() as asked:
        this.look()
    assert asked["claims"] == 1
    rows = seen.text().splitlines()
    assert rows[1:] == [
        "now  a.yaml: 3 proved (time)",
        "  ✓ 7  = a^2 + 2*a*b + b^2                                                proved",
    ]


def test_lines_that_moved_have_not_changed(folder: Path, seen: Seen) -> None:
    write(folder / "a.yaml", WRONG)
    this = started(seen, "a.yaml")
    write(folder / "a.yaml", f"# why\ntitle: squares\n{WRONG}")
    this.look()
    assert seen.text() == "\nnow  a.yaml: 2 proved, 1 refuted (time)\n"


def test_a_file_that_is_malformed_for_a_while_is_compared_with_what_it_was(
    folder: Path, seen: Seen
) -> None:
    write(folder / "a.yaml", SQUARE)
    this = started(seen, "a.yaml")
    write(folder / "a.yaml", f"{SQUARE}  bad: (a\n")
    this.look()
    text = seen.text()
    assert text.startswith("\nnow  a.yaml: malformed (time)\n")
    assert "this parenthesis is never closed" in text
    write(folder / "a.yaml", f"# mending\n{SQUARE}  bad: (a\n".replace("# mending\n", ""))
    this.look()
    assert seen.text() == "\nnow  a.yaml: malformed (time)\n"
    write(folder / "a.yaml", SQUARE)
    this.look()
    assert seen.text() == "\nnow  a.yaml: 3 proved (time)\n"


def test_files_come_and_go_and_others_are_left_alone(folder: Path, seen: Seen) -> None:
    write(folder / "a.yaml", SQUARE)
    this = started(seen, ".")
    below = folder / "below"
    below.mkdir()
    write(below / "b.yaml", WRONG)
    write(folder / "other.yaml", "a: 1\n")
    this.look()
    text = seen.text()
    assert "below/b.yaml: 2 proved, 1 refuted" in text
    assert text.count(" refuted\n") == 1
    assert "other" not in text
    (folder / "a.yaml").unlink()
    write(below / "b.yaml", "a: 1\n")
    this.look()
    text = seen.text()
    assert "a.yaml is gone" in text
    assert "b.yaml is no derivation file any more" in text
    assert not this.look()


def test_a_file_in_another_encoding_is_malformed_and_mends(folder: Path, seen: Seen) -> None:
    write(folder / "a.yaml", SQUARE)
    this = started(seen, "a.yaml")
    (folder / "a.yaml").write_bytes(b"title: \xff\n" + SQUARE.encode())
    this.look()
    assert "the file is not UTF-8" in seen.text()
    write(folder / "a.yaml", SQUARE)
    this.look()
    assert "3 proved" in seen.text()


def test_a_control_that_holds_is_shown(folder: Path, seen: Seen) -> None:
    control = SQUARE + "  c:\n    expect: refuted\n    steps: a = b\n"
    write(folder / "a.yaml", control)
    this = started(seen, "a.yaml")
    write(folder / "a.yaml", control.replace("a = b", "a = a"))
    this.look()
    assert "expected refuted, but the worst line is proved" in seen.text()


@pytest.mark.parametrize(
    ("path", "message"),
    [("-", "standard input cannot be watched"), ("none.yaml", "there is no file none.yaml")],
)
def test_what_cannot_be_watched_is_refused(
    folder: Path, seen: Seen, path: str, message: str
) -> None:
    assert folder.exists()
    with pytest.raises(VerifierError, match=message):
        watcher(seen, path)


def test_the_command_watches_until_it_is_interrupted(folder: Path) -> None:
    path = folder / "a.yaml"
    write(path, SQUARE)
    with subprocess.Popen(
        [sys.executable, "-u", "-m", "verifier", "--watch", "a.yaml"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as command:
        assert command.stdout is not None
        for row in command.stdout:
            if row.startswith("watching"):
                break
        write(path, WRONG)
        for row in command.stdout:
            if row.startswith("  line 7: proved in its place"):
                break
        command.send_signal(signal.SIGINT)
        try:
            _, errors = command.communicate(timeout=60)
        finally:
            command.kill()  # so that a failure is one, and no wait without an end
    assert command.returncode == 0
    assert errors == ""
