"""What the project's table says becomes the defaults of the command line, which outranks it."""

from __future__ import annotations

from pathlib import Path

import pytest

from verifier.cli import main
from verifier.cli.arguments import parser
from verifier.cli.configuration import configure
from verifier.cli.settings import settings_in
from verifier.judging.options import Options
from verifier.kernel.verdicts import Grade

RIGHT = "symbols:\n  x: real\nderivations:\n  d: x + x = 2*x\n"
WRONG = RIGHT.replace("2*x", "3*x")
ALL = """\
[tool.verify]
require = "proved"
timeout = 2.5
memory = "512M"
jobs = 3
sympy = false
cross-check = true
repairs = false
seed = 7
trials = 9
shapes = "n=3"
cache = false
format = "json"
color = "never"
paths = ["derivations", "more"]
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("derivations", "more"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.yaml").write_text(RIGHT)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(project: Path, text: str) -> None:
    (project / "pyproject.toml").write_text(text)


def test_every_key_reaches_its_option(project: Path) -> None:
    write(project, ALL)
    assert settings_in(project) == Options(
        require=Grade.PROVED,
        timeout=2.5,
        sympy=False,
        seed=7,
        trials=9,
        shapes=(("n", 3),),
        jobs=3,
        memory=512 * 2**20,
        apart=True,
        guarded=True,
        cache=None,
        repairs=False,
        cross_check=True,
    )


def test_the_command_line_outranks_the_table(project: Path) -> None:
    write(project, ALL)
    known = parser()
    configure(known)
    options = known.parse_args(["--seed", "1", "--format", "github", "--jobs", "1", "x.yaml"])
    assert (options.seed, options.format, options.jobs) == (1, "github", 1)
    assert options.require == "proved"


def test_without_a_path_the_paths_of_the_project_are_judged_from_anywhere_in_it(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(project, '[tool.verify]\npaths = ["derivations", "more"]\n')
    assert main([]) == 0
    assert "2 files" in capsys.readouterr().out
    monkeypatch.chdir(project / "more")
    assert main([]) == 0
    said = capsys.readouterr().out
    assert "2 files" in said
    assert "../derivations/derivations.yaml" in said
    assert main(["more.yaml"]) == 0
    assert "1 file" in capsys.readouterr().out


def test_a_bar_in_the_table_is_a_bar(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "more" / "more.yaml").write_text(WRONG)
    write(project, '[tool.verify]\npaths = ["more"]\nformat = "github"\n')
    assert main([]) == 1
    assert capsys.readouterr().out.startswith("::error file=more/more.yaml,line=4")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('require = "refuted"', "require in [tool.verify] is one of proved, trusted, confirmed"),
        ("timeout = 0", "timeout in [tool.verify]: '0' is not a number of seconds above 0"),
        ("jobs = -1", "jobs in [tool.verify]: '-1' is not a number of jobs"),
        ('memory = "1K"', "memory in [tool.verify]: '1K' is too little"),
        ('format = "pdf"', "format in [tool.verify] is one of terminal, json"),
        ("seeds = 1", "write seed"),
    ],
)
def test_a_table_that_is_wrong_is_a_call_that_is_wrong(
    project: Path, line: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write(project, f"[tool.verify]\n{line}\n")
    assert main(["derivations"]) == 2
    said = capsys.readouterr()
    assert says in said.err
    assert said.out == ""
    assert main(["--version"]) == 0  # which has nothing to do with it


def test_the_folder_of_the_cache_is_the_projects(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VERIFY_NO_CACHE")
    assert settings_in(project).cache == str(project / ".verify_cache")
    write(project, '[tool.verify]\ncache-dir = "kept"\n')
    assert settings_in(project / "more").cache == str(project / "kept")
