"""Whole runs of the command: with several processes as with one, and broken off in the middle."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
FORMATS = ("terminal", "json", "junit", "sarif", "github", "html", "latex")
MISTAKES = """\
symbols:
  a, b: real
  w: real[n]
derivations:
  square: |
    (a + b)^2
    = a^2 + a*b + b^2
    = (a + b)^2 - a*b
  quotient: (a^2 - b^2)/(a - b) = a + b
  arrays: sum(w + w) = 3*sum(w)
  user: quotient + 1 = a + b + 1
"""
_TIMES = re.compile(
    r'\([\d.]+ (?:ms|s|min)\)|(?<=time=")[\d.]+|(?<="seconds": )[\d.e-]+|(?<="startTimeUtc": ).*'
    r'|(?<="endTimeUtc": ).*'
)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Files that pass, one that does not and one that cannot be read."""
    folder = tmp_path / "derivations"
    folder.mkdir()
    for name in ("relu", "polynomials", "tanh"):
        text = (ROOT / "derivations" / f"{name}.yaml").read_text("utf-8")
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    (folder / "mistakes.yaml").write_text(MISTAKES)
    (folder / "broken.yaml").write_text("derivations: [\n")
    return tmp_path


def test_two_jobs_write_what_one_writes(library: Path) -> None:
    written = []
    for jobs in ("1", "2"):
        outputs = [f"--output={name}={library / name}" for name in FORMATS]
        command = [sys.executable, "-m", "verifier", "--jobs", jobs, *outputs, "derivations"]
        done = subprocess.run(command, cwd=library, capture_output=True, check=False)
        assert done.returncode == 2, done.stderr
        reports = {name: (library / name).read_text("utf-8") for name in FORMATS}
        written.append({name: _TIMES.sub("(time)", text) for name, text in reports.items()})
    one, two = written
    assert "mistakes.yaml" in one["terminal"]
    for name in FORMATS:
        assert one[name] == two[name], name


def sheets(folder: Path, number: int) -> None:
    """More lines than are judged before anyone can press a key."""
    folder.mkdir()
    for sheet in range(number):
        rows = [f"    (a + {sheet})^2"]
        rows += [f"    = a^2 + {2 * sheet}*a + {sheet**2 + k} - {k}" for k in range(60)]
        text = "symbols:\n  a: real\nderivations:\n  square: |\n" + "\n".join(rows) + "\n"
        (folder / f"{sheet:03}.yaml").write_text(text)


def entries(store: Path) -> int:
    """How many answers are kept by now."""
    try:
        with sqlite3.connect(f"{store.as_uri()}?mode=ro", uri=True) as connection:
            found: int = connection.execute("SELECT count(*) FROM entries").fetchone()[0]
            return found
    except sqlite3.Error:  # it is not there yet
        return 0


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupted_run_reports_what_is_done_and_ends_with_130(
    tmp_path: Path, jobs: str
) -> None:
    sheets(tmp_path / "sheets", 100)
    kept = tmp_path / "kept" / "verdicts.sqlite"
    command = [sys.executable, "-m", "verifier", "--jobs", jobs, f"--cache-dir={kept.parent}"]
    environment = {k: v for k, v in os.environ.items() if k != "VERIFY_NO_CACHE"}
    environment["XDG_STATE_HOME"] = str(tmp_path / "state")
    process = subprocess.Popen(
        [*command, str(tmp_path / "sheets")],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    while entries(kept) < 70 and process.poll() is None:  # so many that a file is done
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal sends it: to the workers, too
    out, complaint = process.communicate(timeout=60)
    assert process.returncode == 130, complaint
    said = out.decode()
    counted = re.search(r"interrupted: (\d+) of 100 files were not judged", said)
    assert counted, said[-500:]
    assert 0 < int(counted[1]) < 100
    assert "proved" in said
    assert b"Traceback" not in complaint
    assert "the run was interrupted (exit" in said
