"""How cost grows: long chains and large identities, and what becomes of single lines past a limit.

``python benchmarks/scaling.py [--lines | --limits]``. The first table is worked out here. Each row
of the second is a run of the command, with a time limit of 10 s a line and no engine: what counts
is that the time grows as it must, that past the limits there is an *unknown* with its reason, and
that the memory stays small.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import pairwise
from math import comb
from pathlib import Path

from verifier.outcome import FileOutcome
from verifier.running.runner import run_text

ROUNDS = 3


def timed(text: str) -> tuple[float, FileOutcome]:
    """The median of some runs, and what the last of them found."""
    times = []
    outcome = run_text(text)
    for _ in range(ROUNDS):
        start = time.perf_counter()
        outcome = run_text(text)
        times.append(time.perf_counter() - start)
    return statistics.median(times), outcome


def document(lines: list[str], symbols: str = "x, y: real") -> str:
    steps = "\n".join(f"      {line}" for line in lines)
    return f"symbols:\n  {symbols}\nderivations:\n  chain:\n    steps: |\n{steps}\n"


def chain(length: int) -> str:
    """A chain whose every line moves one unit from one place to another."""
    forms = (
        "(x + {k})*(y - {k}) + {k}*x",
        "x*y - {k}*x + {k}*y - {k}^2 + {k}*x",
        "x*y + {k}*y - {k}^2",
        "y*(x + {k}) - {k}^2",
    )
    lines = []
    for n in range(length):
        k = n // len(forms)
        lines.append(forms[n % len(forms)].format(k=k) + f" - {k}*y + {k}^2")
    return document([lines[0], *(f"= {line}" for line in lines[1:])])


def grid_identity(side: int) -> str:
    """``(1 + x + x^2 + …)*(1 + y + …)`` multiplied out: side^2 terms, all written down."""
    left = "*".join("(" + " + ".join(f"{v}^{k}" for k in range(side)) + ")" for v in "xy")
    right = "+".join(f"x^{i}*y^{j}" for i in range(side) for j in range(side))
    return document([left, f"= {right}"])


def power_identity(degree: int) -> str:
    """A power of ``1 + x + y + z`` in two ways: comb(degree + 3, 3) terms, none written down."""
    half = degree // 2
    right = f"((1 + x) + (y + z))^{half}*(z + y + x + 1)^{degree - half}"
    return document([f"(1 + x + y + z)^{degree}", f"= {right}"], "x, y, z: real")


def report(name: str, size: int, text: str) -> None:
    seconds, outcome = timed(text)
    verdict = outcome.grade.word
    if outcome.problems:
        verdict += f" ({outcome.problems[0].message})"
    print(
        f"{name:40}{size:>8}{1e3 * seconds:>12.1f} ms"
        f"{1e6 * seconds / size:>12.1f} us each  {verdict}"
    )


# -- single lines, up to the limits and past them --------------------------------------------------

LETTERS = "abcdefghjklmpqrstuvwxyz"


def line(left: str, right: str, symbols: str) -> str:
    return document([left, f"= {right}"], symbols)


def letters(count: int) -> list[str]:
    return list(LETTERS[:count]) if count <= len(LETTERS) else [f"x{n}" for n in range(count)]


def product_of_sums(size: int) -> str:
    """(a1 + b1)*(a2 + b2)*…, against the same with its factors turned round."""
    names = [(f"a{n}", f"b{n}") for n in range(size)]
    left = "*".join(f"({a} + {b})" for a, b in names)
    right = "*".join(f"({b} + {a})" for a, b in reversed(names))
    return line(left, right, ", ".join(name for pair in names for name in pair) + ": real")


def nested_fraction(depth: int) -> str:
    """1 + 1/(1 + 1/(… + x)), against the quotient of Fibonacci numbers that it is."""
    text, (before, now) = "x", (0, 1)
    for _ in range(depth):
        text, (before, now) = f"(1 + 1/{text})", (now, before + now)
    right = f"({now}*x + {before})/({before}*x + {now - before})"
    return line(text, right, "x: real > 0")


def nested_sum(depth: int) -> str:
    """a1 + 1/(a2 + 1/(a3 + …)) over as many letters, against its quotient of continuants."""
    names = [f"a{n}" for n in range(depth)]
    text, top, bottom = names[-1], names[-1], "1"
    for name in reversed(names[:-1]):
        text, top, bottom = f"{name} + 1/({text})", f"({name}*({top}) + {bottom})", top
    return line(text, f"{top}/({bottom})", ", ".join(names) + ": real > 0")


def many_letters(count: int) -> str:
    """The square of a sum of letters, multiplied out."""
    names = letters(count)
    squares = [f"{name}^2" for name in names]
    mixed = [f"2*{a}*{b}" for i, a in enumerate(names) for b in names[i + 1 :]]
    return line(
        f"({' + '.join(names)})^2", " + ".join(squares + mixed), f"{', '.join(names)}: real"
    )


def high_degree(degree: int) -> str:
    """A geometric sum."""
    powers = " + ".join(f"x^{n}*y^{degree - 1 - n}" for n in range(degree))
    return line(f"(x - y)*({powers})", f"x^{degree} - y^{degree}", "x, y: real")


def waves(count: int) -> str:
    """sin x + sin 2x + … times 2 sin(x/2), which telescopes."""
    total = " + ".join(f"sin({n}*x)" for n in range(1, count + 1))
    return line(f"2*sin(x/2)*({total})", f"cos(x/2) - cos(({count} + 1/2)*x)", "x: real")


def many_waves(count: int) -> str:
    """sin(a x + y) opened, for as many multiples a as there are terms."""
    left = " + ".join(f"sin({n}*x + y)" for n in range(1, count + 1))
    right = " + ".join(f"(sin({n}*x)*cos(y) + cos({n}*x)*sin(y))" for n in range(1, count + 1))
    return line(left, right, "x, y: real")


def nested_maximum(depth: int) -> str:
    """max(a, min(b, max(c, …))), against itself with every pair turned round."""
    names = letters(depth + 1)
    left = right = names[-1]
    for n, name in enumerate(reversed(names[:-1])):
        head = "max" if n % 2 else "min"
        left, right = f"{head}({name}, {left})", f"{head}({right}, {name})"
    return line(left, right, f"{', '.join(names)}: real")


def nested_where(depth: int) -> str:
    """where(a > b, a, where(b > c, …)), against the same with each condition turned round."""
    names = letters(depth + 1)
    left = right = names[-1]
    for a, b in reversed(list(pairwise(names))):
        left, right = f"where({a} > {b}, {a}, {left})", f"where({a} <= {b}, {right}, {a})"
    return line(left, right, f"{', '.join(names)}: real")


def nested_root(depth: int) -> str:
    """√(x + √(x + …)), squared as often as it takes."""
    text = "sqrt(x)"
    for _ in range(depth - 1):
        text = f"sqrt(x + {text})"
    inner = text
    for _ in range(depth - 1):
        inner = f"({inner})^2 - x"
    return line(f"({inner})^2", "x", "x: real > 0")


def distances(count: int) -> str:
    """|a - b| + |b - c| + … is at least |a - z|: a case for each sign."""
    names = letters(count + 1)
    left = " + ".join(f"abs({a} - {b})" for a, b in pairwise(names))
    right = f"abs({names[0]} - {names[-1]})"
    return document([left, f">= {right}"], f"{', '.join(names)}: real")


LIMITS: tuple[tuple[str, Callable[[int], str], tuple[int, ...]], ...] = (
    ("a product of k sums", product_of_sums, (4, 8, 12, 16, 24, 32)),
    ("a nested fraction, depth", nested_fraction, (5, 10, 20, 30, 40)),
    ("a continued fraction in k letters", nested_sum, (4, 8, 12, 16, 20)),
    ("a square of a sum of k letters", many_letters, (6, 12, 24, 48)),
    ("a geometric sum of degree", high_degree, (10, 30, 60, 200, 400)),
    ("a telescoping sum of k sines", waves, (5, 20, 50, 100)),
    ("an identity with k sines", many_waves, (10, 50, 100, 200)),
    ("nested max and min, depth", nested_maximum, (2, 3, 4, 5, 6, 8)),
    ("nested where, depth", nested_where, (2, 4, 6, 8)),
    ("nested roots, depth", nested_root, (2, 4, 6, 8)),
    ("absolute values by cases, k", distances, (2, 3, 4, 5, 6)),
)


def apart(text: str) -> tuple[float, float, str]:
    """Seconds, megabytes and what came of it, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "line.yaml"
        path.write_text(text)
        command = [sys.executable, "-m", "verifier", "--no-cache", "--no-sympy", "--no-repairs"]
        command += ["--timeout", "10", "--format", "json", str(path)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        found = json.loads(process.stdout.read())
        _, _, used = os.wait4(process.pid, 0)
    file = found["files"][0]
    if file["problems"]:
        return file["seconds"], used.ru_maxrss / 1024, file["problems"][0]["message"]
    judged = file["derivations"][0]["lines"][0]
    said = judged["verdict"] + (f": {judged['message']}" if judged["verdict"] != "proved" else "")
    return judged["seconds"], used.ru_maxrss / 1024, said


def limits() -> None:
    print(f"\n{'what':36}{'size':>6}{'time':>12}{'memory':>10}")
    for name, made, sizes in LIMITS:
        for size in sizes:
            seconds, megabytes, said = apart(made(size))
            print(f"{name:36}{size:>6}{1e3 * seconds:>9.0f} ms{megabytes:>7.0f} MB  {said[:90]}")


def lines() -> None:
    print(f"{'what':40}{'size':>8}{'time':>15}")
    for length in (10, 30, 100, 300, 1000):
        report("a chain of lines", length, chain(length))
    for side in (10, 20, 32, 50, 71, 100):
        report("a product multiplied out (terms)", side**2, grid_identity(side))
    for degree in (6, 12, 20, 28, 38):
        report("a power in two ways (terms)", comb(degree + 3, 3), power_identity(degree))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", action="store_true", help="long chains and large identities")
    parser.add_argument("--limits", action="store_true", help="single lines, past the limits")
    options = parser.parse_args()
    if options.lines or not options.limits:
        lines()
    if options.limits or not options.lines:
        limits()


if __name__ == "__main__":
    main()
