"""Two runs over the same files give the same bytes, times apart: whatever Python's hashes are, and
in however many processes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

FILES = {
    "radicals.yaml": """\
title: what is proved, refuted, conditional and unknown
symbols:
  x, y: real
  p: real in (0, 1)
derivations:
  proved: sqrt(1 - x^2) = sqrt(1 - x)*sqrt(1 + x)
  refuted: |
    (x + y)^2
    = x^2 + y^2
    = x^2 + 2*x*y + y^2
  conditional: tan(x/2) = (1 - cos(x))/sin(x)
  unknown: erf(x)*erf(y)^2 + gamma(x^2 + 1) = gamma(x^2 + 1) + erf(y)^2*erf(x) + 0*floor(erf(x*y))
  several: log(x*y*p) = log(x) + log(y) + log(p)
  pieces: max(x, min(y, p)) = min(max(x, y), max(x, p))
""",
    "assumed.yaml": """\
title: points under equations
symbols:
  x, y, z: real
  n: natural
assume:
  - x + y + z = 1
  - x > 0 and y > 0 and z > 0
derivations:
  proved: x*y + y*z + z*x <= 1/3
  refuted: x*y*z = x + y*z
  counted: binomial(n + 1, 2) = n*(n + 1)/2
""",
}
TIMES = re.compile(r'"seconds": [0-9.e-]+')


def report(folder: Path, seed: str, *options: str) -> str:
    """What the command prints in a process of its own, without its times."""
    command = [sys.executable, "-m", "verifier", "--no-cache", "--format", "json", *options, "."]
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    found = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert found.returncode == 1, found.stderr
    return TIMES.sub('"seconds": 0', found.stdout)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("files")
    for name, text in FILES.items():
        (made / name).write_text(text)
    return made


@pytest.fixture(scope="module")
def first(folder: Path) -> str:
    return report(folder, "0", "--no-sympy")


def test_the_files_have_every_verdict_that_needs_no_engine(first: str) -> None:
    for verdict in ("proved", "refuted", "conditional"):
        assert f'"verdict": "{verdict}"' in first


@pytest.mark.parametrize("seed", ["4711"])
def test_the_seed_of_hashes_changes_no_byte(folder: Path, first: str, seed: str) -> None:
    assert report(folder, seed, "--no-sympy") == first


def test_the_number_of_processes_changes_no_byte(folder: Path, first: str) -> None:
    assert report(folder, "7", "--no-sympy", "--jobs", "2") == first


def test_a_process_apart_changes_no_byte(folder: Path, first: str) -> None:
    assert report(folder, "8", "--no-sympy", "--timeout", "60") == first


def test_a_cached_run_repeats_the_run_that_it_was_kept_from(folder: Path, first: str) -> None:
    command = [sys.executable, "-m", "verifier", "--format", "json", "--no-sympy", "."]
    for _ in range(2):
        found = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        assert TIMES.sub('"seconds": 0', found.stdout) == first
