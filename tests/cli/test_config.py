"""``[tool.verify]``: where it is found, and what is wrong with it in one sentence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from verifier.cli.arguments import parser
from verifier.cli.config import KEYS, read_config
from verifier.language.problems import VerifierError

ROOT = Path(__file__).parent.parent.parent


def write(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / "pyproject.toml"
    place.write_text(text, "utf-8")
    return place


def test_the_table_of_the_nearest_folder_counts(tmp_path: Path) -> None:
    write(tmp_path, "[tool.verify]\nseed = 1\n")
    write(tmp_path / "a", "[project]\nname = 'without a table, and it verifies nothing'\n")
    near = write(tmp_path / "a" / "b", "[tool.verify]\nseed = 2\n")
    found = read_config(tmp_path / "a" / "b")
    assert found is not None
    assert (found.place, found.values) == (near, {"seed": 2})
    above = read_config(tmp_path / "a")
    assert above is not None
    assert above.values == {"seed": 1}


@pytest.mark.parametrize(
    "text",
    ["", "[tool.other]\nx = 1\n", "[tool.verify-things]\nx = 1\n", "# verify = 1\n", "broken ["],
)
def test_without_a_table_there_is_nothing(tmp_path: Path, text: str) -> None:
    write(tmp_path, text)
    found = read_config(tmp_path)
    assert found is None or found.place.parent not in (tmp_path, *tmp_path.iterdir())


@pytest.mark.parametrize(
    "text",
    ["[tool]\nverify = {seed = 3}\n", "tool.verify.seed = 3\n", '["tool"."verify"]\nseed = 3\n'],
)
def test_any_way_of_writing_the_table_is_read(tmp_path: Path, text: str) -> None:
    write(tmp_path, text)
    found = read_config(tmp_path)
    assert found is not None
    assert found.values == {"seed": 3}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[tool.verify]\nrequires = 'proved'\n", "has no key 'requires'; write require"),
        ("[tool.verify]\ncross_check = true\n", "write cross-check"),
        ("[tool.verify]\nxyzzy = 1\n", "it has require, timeout"),
        ("[tool.verify]\nrequire = 1\n", "require in [tool.verify] is a text"),
        ("[tool.verify]\nseed = true\n", "seed in [tool.verify] is a number"),
        ("[tool.verify]\nsympy = 'no'\n", "sympy in [tool.verify] is a true or false"),
        ("[tool.verify]\npaths = 'a'\n", "paths in [tool.verify] is a list of texts"),
        ("[tool.verify]\npaths = [1]\n", "paths in [tool.verify] is a list of texts"),
        ("[tool]\nverify = 1\n", "tool.verify is no table"),
        ("[tool.verify]\nseed = \n", "cannot be read"),
    ],
)
def test_what_is_wrong_is_said_with_the_file(tmp_path: Path, text: str, says: str) -> None:
    place = write(tmp_path, text)
    with pytest.raises(VerifierError) as wrong:
        read_config(tmp_path)
    assert says in str(wrong.value)
    assert str(place) in str(wrong.value)


def test_a_file_that_is_no_text_is_said_and_not_raised(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_bytes(b"[tool.verify]\nformat = '\xff'\n")
    with pytest.raises(VerifierError, match="cannot be read"):
        read_config(tmp_path)


def test_every_key_but_the_paths_is_an_option() -> None:
    options = {option for action in parser()._actions for option in action.option_strings}
    for key in KEYS.keys() - {"paths"}:
        assert f"--{key}" in options or f"--no-{key}" in options


def test_every_key_is_on_the_page_and_every_key_on_the_page_is_one() -> None:
    page = (ROOT / "docs" / "command.md").read_text("utf-8")
    section = page.partition("## What a project always wants")[2].partition("\n## ")[0]
    shown = set(re.findall(r"^([a-z-]+) = ", section, re.MULTILINE))
    listed = section.partition("The other keys are")[2].partition(";")[0]
    shown |= set(re.findall(r"`([a-z-]+)`", listed))
    assert shown == KEYS.keys()
