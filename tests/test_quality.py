"""The code is clean by the rules of pyproject.toml; the tools run as part of the suite."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FOLDERS = [name for name in ("verifier", "tests", "benchmarks") if (ROOT / name).is_dir()]


def said_by(*command: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    "command",
    [
        ("ruff", "check", "--no-cache", *FOLDERS),
        ("ruff", "format", "--check", "--no-cache", *FOLDERS),
        ("mypy", "--strict", "verifier"),
    ],
    ids=" ".join,
)
def test_the_code_is_clean(command: tuple[str, ...]) -> None:
    code, text = said_by(*command)
    assert code == 0, text


@pytest.mark.parametrize(
    ("command", "source"),
    [
        (("ruff", "check", "--no-cache"), "import os\n"),
        (("ruff", "format", "--check", "--no-cache"), "x = 'single'\n"),
        (("mypy", "--strict"), "def f(x):\n    return x\n"),
    ],
    ids=["ruff check", "ruff format", "mypy"],
)
def test_the_check_can_fail(tmp_path: Path, command: tuple[str, ...], source: str) -> None:
    planted = tmp_path / "planted.py"
    planted.write_text(source, "utf-8")
    code, text = said_by(
        *command,
        "--config-file" if command[0] == "mypy" else "--config",
        str(ROOT / "pyproject.toml"),
        str(planted),
    )
    assert code == 1, text
