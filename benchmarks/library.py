"""A library of derivations, generated: time, memory, two jobs against one, cold against warm.

``python benchmarks/library.py [FILES] [LINES]`` judges FILES generated files of about LINES lines
each (100 and 100 unless said otherwise) with the command itself, each way in a process of its own:
without a cache with one job and with two, with an empty cache, with the full one, and after one
line of one file was changed. Beside them: starting Python, and Python reading the files.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import NamedTuple

HEADER = """\
title: Exercises, sheet {number}
symbols:
  a, b, x, z: real
  p, q: real > 0
definitions:
  s: 1/(1 + exp(-z)) in (0, 1)
  odds: s/(1 - s)
  Loss: -(a*log(s) + (1 - a)*log(1 - s))
derivations:
"""


def square(draw: Random) -> list[str]:
    m, n = draw.randint(2, 9), draw.randint(2, 9)
    return [
        f"({m}*x + {n}*a)^2 - ({m}*x - {n}*a)^2",
        f"= ({m * m}*x^2 + {2 * m * n}*a*x + {n * n}*a^2) - ({m}*x - {n}*a)^2",
        f"= {2 * m * n}*a*x + {2 * m * n}*a*x",
        f"= {4 * m * n}*a*x",
    ]


def fractions(draw: Random) -> list[str]:
    k = draw.randint(1, 12)
    return [
        f"1/(p*(p + {k})) + 1/((p + {k})*(p + {2 * k}))",
        f"= 1/{k}*(1/p - 1/(p + {k})) + 1/((p + {k})*(p + {2 * k}))",
        f"= 1/{k}*(1/p - 1/(p + {k})) + 1/{k}*(1/(p + {k}) - 1/(p + {2 * k}))",
        f"= 1/{k}*(1/p - 1/(p + {2 * k}))",
        f"= 2/(p*(p + {2 * k}))",
    ]


def logarithms(draw: Random) -> list[str]:
    m, n = draw.randint(2, 9), draw.randint(2, 9)
    return [
        f"log(p^{m}*q^{n}) - log(p*q)",
        f"= {m}*log(p) + {n}*log(q) - (log(p) + log(q))",
        f"= {m - 1}*log(p) + {n - 1}*log(q)",
        f"= log(p^{m - 1}*q^{n - 1})",
    ]


def slope(draw: Random) -> list[str]:
    k, n = draw.randint(2, 9), draw.randint(2, 6)
    return [
        f"diff(x^{n}*exp({k}*x), x)",
        f"= {n}*x^{n - 1}*exp({k}*x) + x^{n}*{k}*exp({k}*x)",
        f"= x^{n - 1}*exp({k}*x)*({n} + {k}*x)",
    ]


def angles(draw: Random) -> list[str]:
    k = draw.randint(1, 5)
    return [
        f"(sin({k}*x) + cos({k}*x))^2",
        f"= sin({k}*x)^2 + 2*sin({k}*x)*cos({k}*x) + cos({k}*x)^2",
        f"= 1 + 2*sin({k}*x)*cos({k}*x)",
        f"= 1 + sin({2 * k}*x)",
    ]


def roots(draw: Random) -> list[str]:
    k = draw.randint(2, 30)
    return [
        f"(sqrt(p + {k}) - sqrt(p))*(sqrt(p + {k}) + sqrt(p))",
        f"= sqrt(p + {k})^2 - sqrt(p)^2",
        f"= p + {k} - p",
        f"= {k}",
    ]


def loss(draw: Random) -> list[str]:
    k = draw.randint(2, 99)
    return [
        f"{k}*diff(Loss, z)",
        f"= {k}*(diff(Loss, s)*diff(s, z))",
        f"= -{k}*(a/s - (1 - a)/(1 - s))*(s*(1 - s))",
        f"= -{k}*(a*(1 - s) - (1 - a)*s)",
        f"= {k}*(s - a)",
    ]


def exponentials(draw: Random) -> list[str]:
    k = draw.randint(2, 40)
    return [
        f"odds + {k}",
        f"= exp(z) + {k}",
        f"= (1 + {k}*exp(-z))*exp(z)",
    ]


FAMILIES: tuple[Callable[[Random], list[str]], ...] = (
    square,
    fractions,
    logarithms,
    slope,
    angles,
    roots,
    loss,
    exponentials,
)


def sheet(number: int, lines: int) -> str:
    """One file. Every eleventh derivation ends in a slip and says that it is expected to fail."""
    draw = Random(number)  # noqa: S311 - exercises, no secret
    text = [HEADER.format(number=number)]
    written = 0
    while written < lines:
        steps = draw.choice(FAMILIES)(draw)
        index = len(text)
        text.append(f"  d{index}:\n")
        if index % 11 == 0:
            text.append("    expect: refuted\n")
            steps.append(f"= {draw.randint(100, 200)}*x + 1/7")
        text.append("    steps: |\n" + "".join(f"      {step}\n" for step in steps))
        written += len(steps) - 1
    return "".join(text)


def write_library(folder: Path, files: int, lines: int) -> None:
    """Files of about so many lines each."""
    for number in range(files):
        (folder / f"sheet{number:03}.yaml").write_text(sheet(number, lines), "utf-8")


class Measured(NamedTuple):
    """What a command took: of the clock, of the processors, of memory; and what it wrote."""

    seconds: float
    work: float  # seconds of all its processes together
    memory: float  # MB, of the largest of them
    wrote: bytes


def measured(command: list[str], folder: Path) -> Measured:
    out = folder / "out"
    with out.open("wb") as stream:
        started = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, stdout=stream)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{command} ended with {process.returncode}:\n{out.read_text()[-2000:]}")
    work = usage.ru_utime + usage.ru_stime
    return Measured(seconds, work, usage.ru_maxrss / 1024, out.read_bytes())


def fastest(command: list[str], folder: Path, times: int = 5) -> Measured:
    return min(measured(command, folder) for _ in range(times))


def main() -> None:
    files = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    lines = int(sys.argv[2]) if len(sys.argv) > 2 else 100
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        library = folder / "library"
        library.mkdir()
        write_library(library, files, lines)
        compare(folder, library)


def compare(folder: Path, library: Path) -> None:
    verify = [sys.executable, "-m", "verifier", "library"]
    reading = (
        "import sys\nfrom os import scandir\n"
        "for e in scandir('library'):\n    open(e.path, 'rb').read()"
    )
    once = {
        "verify --no-cache --jobs 1": [*verify, "--no-cache", "--jobs", "1"],
        "verify --no-cache --jobs 2": [*verify, "--no-cache", "--jobs", "2"],
        "verify, empty cache": verify,
    }
    again = {
        "verify, nothing changed": verify,
        "python reads the files": [sys.executable, "-c", reading],
        "python -c pass": [sys.executable, "-c", "pass"],
    }
    found = {name: measured(command, folder) for name, command in once.items()}
    found |= {name: fastest(command, folder) for name, command in again.items()}
    first = next(iter(sorted(library.iterdir())))
    first.write_text(first.read_text("utf-8").replace("sheet 0", "sheet zero"), "utf-8")
    found["verify, a title changed"] = measured(verify, folder)
    for name, one in found.items():
        rates = f"{1e3 * one.seconds:10.0f} ms{1e3 * one.work:10.0f} ms of work"
        print(f"{name:28}{rates}{one.memory:8.1f} MB")
    conclude(found)
    report = measured([*verify, "--format", "json"], folder).wrote
    summary = json.loads(report)["summary"]
    print(", ".join(f"{key} {value}" for key, value in summary.items()))


def conclude(found: dict[str, Measured]) -> None:
    alone, two, first, warm, reading, _, _ = found.values()
    print(f"two jobs are {alone.seconds / two.seconds:.2f} times as quick as one")
    print(
        f"the second run takes {warm.seconds / first.seconds:.3f} of the first,"
        f" {warm.seconds / reading.seconds:.2f} times as long as Python needs to read the files"
    )


if __name__ == "__main__":
    main()
