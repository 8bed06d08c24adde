"""What the pages tell people to put into their CI runs as it is written."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from verifier.cli import main

ROOT = Path(__file__).parent.parent
PAGES = (ROOT / "README.md", ROOT / "docs" / "ci.md")
_BLOCK = re.compile(r"^```yaml\n(# \.\S+\n.*?)^```$", re.MULTILINE | re.DOTALL)
_STEP = re.compile(r"^ *- (?:run: )?(verify .*)$", re.MULTILINE)


def snippets() -> list[str]:
    """The files of CI that the pages show: blocks that begin with the file's name."""
    return [block for page in PAGES for block in _BLOCK.findall(page.read_text("utf-8"))]


COMMANDS = [command for snippet in snippets() for command in _STEP.findall(snippet)]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_step_of_a_workflow_runs_as_written(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "derivations").mkdir()
    shutil.copy(ROOT / "derivations" / "polynomials.yaml", tmp_path / "derivations")
    monkeypatch.chdir(tmp_path)
    _, *arguments = shlex.split(command)
    assert main(arguments) == 0
    for found in re.findall(r"--output \w+=(\S+)", command):
        assert (tmp_path / found).stat().st_size > 100


def test_there_is_a_step_for_each_server() -> None:
    assert len(COMMANDS) >= 2
    names = [snippet.partition("\n")[0] for snippet in snippets()]
    assert "# .gitlab-ci.yml" in names
    assert "# .pre-commit-config.yaml" in names


@pytest.mark.parametrize("snippet", snippets(), ids=lambda text: text.partition("\n")[0])
def test_a_workflow_is_yaml(snippet: str) -> None:
    assert isinstance(yaml.safe_load(snippet), dict)


def test_what_a_workflow_keeps_is_what_it_wrote() -> None:
    for snippet in snippets():
        written = set(re.findall(r"--output \w+=(\S+)", snippet))
        kept = set(re.findall(r"verify\.\w+", re.sub(r"- .*verify derivations.*", "", snippet)))
        assert kept == written


# The hook for pre-commit.


def hook() -> Any:
    (only,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    return only


def test_the_hook_is_the_one_of_the_page_and_takes_derivation_files() -> None:
    (config,) = [yaml.safe_load(text) for text in snippets() if "pre-commit-config" in text]
    assert [one["id"] for one in config["repos"][0]["hooks"]] == [hook()["id"]]
    pattern = re.compile(hook()["files"])
    assert pattern.search("derivations/bce.yaml")
    assert pattern.search("lessons/derivations/week1/bce.yml")
    assert not pattern.search("derivations/notes.md")
    assert not pattern.search("my_derivations/x.yaml")
    assert not pattern.search(".github/workflows/derivations.yml")


def test_the_hook_passes_what_is_right_and_fails_what_is_wrong(tmp_path: Path) -> None:
    command, *options = shlex.split(hook()["entry"])
    assert command == "verify"
    right = str(ROOT / "derivations" / "polynomials.yaml")
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("symbols:\n  a: real\nderivations:\n  b: a = a + 1\n", "utf-8")
    assert main([*options, right]) == 0
    assert main([*options, right, str(wrong)]) == 1
