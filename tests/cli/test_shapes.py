"""How many draws, of which sizes: what the command line takes, and what it says of the rest."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import verifier
from tests.judging.test_both_ways import FALSE, plant
from verifier.cli import main
from verifier.language.problems import VerifierError

TENSORS = """\
symbols:
  A, B: real[n, n]
  X: real[n, d]
derivations:
  traces: |
    tr(A @ B)
    = tr(B @ A)
  sums: |
    sum(X)
    = sum(X.T)
"""
SCALARS = "symbols:\n  a: real\nderivations:\n  twice: |\n    a + a\n    = 2*a\n"


@pytest.fixture
def path(tmp_path: Path) -> str:
    place = tmp_path / "tensors.yaml"
    place.write_text(TENSORS)
    return str(place)


def numbers(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    (file,) = json.loads(capsys.readouterr().out)["files"]
    return [line["numeric"] for each in file["derivations"] for line in each["lines"]]


def test_sizes_and_draws_are_as_asked_for(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["--shapes", "n=4,d=9", "--trials", "7", "--seed", "3", "--format", "json"]
    assert main([path, *asked]) == 0
    traces, sums = numbers(capsys)
    assert traces["shapes"] == [{"n": 4}]
    assert sums["shapes"] == [{"n": 4, "d": 9}]
    for found in (traces, sums):
        assert found["seed"] == 3
        assert isinstance(found["trials"], int)
        assert found["trials"] >= 7


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("n", "'n' is not a size such as n=64"),
        ("", "'' is not a size such as n=64"),
        ("=4", "'=4' is not a size such as n=64"),
        ("n=0", "a size is a whole number from 1"),
        ("n=-3", "a size is a whole number from 1"),
        ("n=1.5", "a size is a whole number from 1"),
        ("n=two", "a size is a whole number from 1"),
        ("n=٣", "a size is a whole number from 1"),
        ("n=2,n=3", "gives the size n twice"),
        ("n=2,,d=3", "'' is not a size such as n=64"),
        ("n=9999999", "a size is below 1,000,000"),
    ],
)
def test_what_is_no_size_is_refused_with_a_sentence(
    text: str, says: str, path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([path, "--shapes", text])
    assert ended.value.code == 2
    assert says in capsys.readouterr().err


@pytest.mark.parametrize("text", ["0", "-1", "1.5", "many", "100000"])
def test_what_is_no_number_of_draws_is_refused(
    text: str, path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([path, "--trials", text])
    assert ended.value.code == 2
    assert "is not a number of draws from 1 to 1,000" in capsys.readouterr().err


def test_a_size_that_no_file_has_is_named_with_those_there_are(
    path: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([path, "--shapes", "q=5"]) == 2
    assert capsys.readouterr().err == "verify: no array has a size q; the sizes are n, d\n"
    scalars = tmp_path / "scalars.yaml"
    scalars.write_text(SCALARS)
    assert main([str(scalars), "--shapes", "n=5"]) == 2
    assert capsys.readouterr().err == "verify: no array has a size n; there are no sizes\n"
    assert main([str(tmp_path), "--shapes", "n=5"]) == 0  # one of the two has it


def test_a_project_may_say_it_for_all_its_files(
    path: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    project = tmp_path / "pyproject.toml"
    project.write_text('[tool.verify]\nshapes = "n=3"\ntrials = 8\n')
    monkeypatch.chdir(tmp_path)
    assert main([path, "--format", "json"]) == 0
    assert numbers(capsys)[0]["shapes"] == [{"n": 3}]
    assert main([path, "--shapes", "n=5", "--format", "json"]) == 0
    assert numbers(capsys)[0]["shapes"] == [{"n": 5}]
    project.write_text('[tool.verify]\nshapes = "n=0"\n')
    assert main([path]) == 2
    assert "shapes in [tool.verify]: 'n=0': a size is a whole number" in capsys.readouterr().err


def test_the_door_takes_them_too(path: str) -> None:
    outcome = verifier.verify(path, trials=7, shapes={"n": 4})
    (line, _) = outcome.files[0].lines()
    assert line.numeric is not None
    for wrong in ({"trials": 0}, {"shapes": {"n": 0}}, {"shapes": {"q": 3}}):
        with pytest.raises(VerifierError):
            verifier.verify(path, **wrong)  # type: ignore[arg-type]


def test_a_contradicted_proof_ends_with_3_and_a_file_that_does_so_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(monkeypatch)
    place = tmp_path / "false.yaml"
    place.write_text(FALSE)
    assert main([str(place), "--format", "json"]) == 3
    (file,) = json.loads(capsys.readouterr().out)["files"]
    (reproduction,) = file["reproductions"]
    again = tmp_path / "again.yaml"
    again.write_text(reproduction)
    assert main([str(again)]) == 3
    assert "the verifier itself failed" in capsys.readouterr().out
