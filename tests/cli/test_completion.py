"""Completion scripts know every option and what each takes, and the shells read them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from verifier.cli import main
from verifier.cli.arguments import parser

pytest.importorskip("shtab", reason="completion is an extra")

SHELLS = ("bash", "zsh", "fish")


def script(shell: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert main(["--completion", shell]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("shell", SHELLS)
def test_every_option_is_in_the_script(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = script(shell, capsys)
    for action in parser()._actions:
        for option in action.option_strings:
            assert (option if shell != "fish" else option.lstrip("-")) in text


@pytest.mark.parametrize("shell", SHELLS)
def test_the_shell_reads_its_script(
    shell: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"needs {shell}")
    path = tmp_path / "script"
    path.write_text(script(shell, capsys))
    done = subprocess.run([program, "-n", path], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_bash_completes_an_option(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    if shutil.which("bash") is None:
        pytest.skip("needs bash")
    path = tmp_path / "script"
    path.write_text(script("bash", capsys))
    asking = f"source {path}; COMP_WORDS=(verify --req); COMP_CWORD=1; _shtab_verify; "
    asking += 'echo "${COMPREPLY[@]}"'
    done = subprocess.run(["bash", "-c", asking], capture_output=True, text=True, check=False)  # noqa: S607 - whichever bash
    assert done.stdout.split() == ["--require"]


def test_without_the_library_the_command_says_what_is_missing() -> None:
    asking = (
        "import sys; sys.modules['shtab'] = None\n"
        "from verifier.cli import main; sys.exit(main(['--completion', 'bash']))"
    )
    done = subprocess.run([sys.executable, "-c", asking], capture_output=True, check=False)
    assert done.returncode == 2
    assert b"verify-derivations[completion]" in done.stderr
