"""The lesson's steps: ours against SymPy's simplify and, where it is installed, Maxima's
fullratsimp.

``python benchmarks/lesson_steps.py [ROUNDS]``. One run measures all sides, step by step in turn,
so that a busy machine slows all of them alike. Ours is what a line costs inside a run (from the
claim to its verdict, conditions included); SymPy's is ``simplify(left - right) == 0`` with its
cache emptied, which says nothing about conditions; Maxima's is ``fullratsimp(left - right)`` in a
loop.
"""

from __future__ import annotations

import re
import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import sympy as sp
from sympy.core.cache import clear_cache

from verifier.running.runner import run_text

HEADER = """\
symbols:
  y: real in [0, 1]
  z: real
definitions:
  sigma(t): 1/(1 + exp(-t))
  p: sigma(z) in (0, 1)
  Loss: -(y*ln(p) + (1 - y)*ln(1 - p))
derivations:
"""
SYMPY_NAMES = {
    "y": sp.Symbol("y", real=True),
    "z": sp.Symbol("z", real=True),
    "q": sp.Symbol("q", positive=True),
}
MAXIMA = "sigma(t) := 1/(1 + exp(-t))$ p : sigma(z)$ Loss(q) := -(y*log(q) + (1 - y)*log(1 - q))$"


@dataclass(frozen=True)
class Step:
    """One step: ours as a left and a right side, SymPy's and Maxima's as a difference.

    ``chain`` names its derivation: as in the lesson, the lines of one derivation follow
    one another, and what a derivation needs but once is charged to its first line.
    """

    chain: str
    left: str
    right: str
    sympy: str
    maxima: str


_P = "(1/(1 + exp(-z)))"
_LOSS = "-(y*log({0}) + (1 - y)*log(1 - {0}))"
STEPS = (
    Step(
        "dLoss_dp",
        "diff(Loss, p)",
        "-(y/p - (1 - y)/(1 - p))",
        f"diff({_LOSS.format('q')}, q) + (y/q - (1 - y)/(1 - q))",
        "diff(Loss(q), q) + (y/q - (1 - y)/(1 - q))",
    ),
    Step(
        "dLoss_dp",
        "-(y/p - (1 - y)/(1 - p))",
        "-((y*(1 - p) - p*(1 - y))/(p*(1 - p)))",
        "-(y/q - (1 - y)/(1 - q)) + (y*(1 - q) - q*(1 - y))/(q*(1 - q))",
        "-(y/q - (1 - y)/(1 - q)) + (y*(1 - q) - q*(1 - y))/(q*(1 - q))",
    ),
    Step(
        "dLoss_dp",
        "-((y*(1 - p) - p*(1 - y))/(p*(1 - p)))",
        "(-y + y*p + p - p*y)/(p*(1 - p))",
        "-(y*(1 - q) - q*(1 - y))/(q*(1 - q)) - (-y + y*q + q - q*y)/(q*(1 - q))",
        "-(y*(1 - q) - q*(1 - y))/(q*(1 - q)) - (-y + y*q + q - q*y)/(q*(1 - q))",
    ),
    Step(
        "dp_dz",
        "diff(sigma(z), z)",
        "exp(-z)/(1 + exp(-z))^2",
        f"diff({_P}, z) - exp(-z)/(1 + exp(-z))**2",
        "diff(sigma(z), z) - exp(-z)/(1 + exp(-z))^2",
    ),
    Step(
        "dp_dz",
        "exp(-z)/(1 + exp(-z))^2",
        "sigma(z)*(1 - sigma(z))",
        f"exp(-z)/(1 + exp(-z))**2 - {_P}*(1 - {_P})",
        "exp(-z)/(1 + exp(-z))^2 - sigma(z)*(1 - sigma(z))",
    ),
    Step(
        "dLoss_dz",
        "diff(Loss, z)",
        "(p - y)/(p*(1 - p)) * (p*(1 - p))",
        f"diff({_LOSS.format(_P)}, z) - ({_P} - y)/({_P}*(1 - {_P}))*({_P}*(1 - {_P}))",
        "diff(Loss(sigma(z)), z) - (p - y)/(p*(1 - p))*(p*(1 - p))",
    ),
    Step(
        "dLoss_dz",
        "(p - y)/(p*(1 - p)) * (p*(1 - p))",
        "p - y",
        f"({_P} - y)/({_P}*(1 - {_P}))*({_P}*(1 - {_P})) - ({_P} - y)",
        "(p - y)/(p*(1 - p))*(p*(1 - p)) - (p - y)",
    ),
)


def document() -> str:
    """The steps as the derivations they belong to."""
    written = HEADER
    for before, step in zip((None, *STEPS), STEPS, strict=False):
        if before is None or before.chain != step.chain:
            written += f"  {step.chain}:\n    steps: |\n      {step.left}\n"
        written += f"      = {step.right}\n"
    return written


def ours(rounds: int) -> list[list[float]]:
    """Seconds per step and round, and a check that each is proved."""
    text = document()
    found: list[list[float]] = [[] for _ in STEPS]
    for _ in range(rounds):
        outcome = run_text(text)
        assert outcome.passed, outcome
        lines = [line for derivation in outcome.derivations for line in derivation.lines]
        for times, line in zip(found, lines, strict=True):
            times.append(line.seconds)
    return found


def whole_file(rounds: int) -> float:
    """Median seconds per line of the whole shipped lesson file, reading and YAML included."""
    text = Path("derivations/bce_sigmoid.yaml").read_text(encoding="utf-8")
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        outcome = run_text(text)
        times.append((time.perf_counter() - start) / len(list(outcome.lines())))
    return statistics.median(times)


def sympys(step: Step) -> float:
    """Seconds for one step, building the difference included: SymPy simplifies while it builds."""
    clear_cache()
    code = compile(step.sympy, "step", "eval")
    names = {**SYMPY_NAMES, "diff": sp.diff, "exp": sp.exp, "log": sp.log}
    start = time.perf_counter()
    zero = sp.simplify(eval(code, {"__builtins__": {}}, names)) == 0  # noqa: S307 (our own table)
    seconds = time.perf_counter() - start
    if not zero:
        print(f"  (SymPy does not find {step.sympy} to be 0)")
    return seconds


def maximas(loops: int = 2000) -> list[float] | None:
    """Seconds per step in Maxima, or None where it is not installed."""
    if shutil.which("maxima") is None:
        return None
    program = MAXIMA + "".join(
        f"t0 : elapsed_real_time()$ for k thru {loops} do r : fullratsimp({step.maxima})$ "
        f'print("TIME", (elapsed_real_time() - t0)/{loops}, "LEFT", r)$ '
        for step in STEPS
    )
    done = subprocess.run(
        ["maxima", "--very-quiet", f"--batch-string={program}"],
        capture_output=True,
        text=True,
        check=True,
    )
    found = re.findall(r"^TIME (\S+) LEFT (\S+) *$", done.stdout, re.MULTILINE)
    answers = [(float(seconds), left) for seconds, left in found]
    assert [left for _, left in answers] == ["0"] * len(STEPS), answers
    return [seconds for seconds, _ in answers]


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    run_text(HEADER + "  warm: 1 = 1\n")
    mine = [statistics.median(times) for times in ours(rounds)]
    theirs = [statistics.median(sympys(step) for _ in range(max(3, rounds // 4))) for step in STEPS]
    maxima = maximas()
    print(f"{'step':58}{'ours':>10}{'SymPy':>10}{'ratio':>8}{'Maxima':>10}{'ratio':>8}")
    for k, step in enumerate(STEPS):
        shown = f"{step.left} = {step.right}"
        row = f"{shown[:56]:58}{1e3 * mine[k]:8.3f}ms"
        row += f"{1e3 * theirs[k]:8.1f}ms{theirs[k] / mine[k]:8.0f}"
        if maxima is not None:
            row += f"{1e3 * maxima[k]:8.3f}ms{maxima[k] / mine[k]:8.2f}"
        print(row)
    ratios = [slow / fast for slow, fast in zip(theirs, mine, strict=True)]
    print(f"\nmedian: ours {1e3 * statistics.median(mine):.3f} ms, worst {1e3 * max(mine):.3f} ms")
    print(f"SymPy/ours: median {statistics.median(ratios):.0f}, least {min(ratios):.0f}")
    if maxima is None:
        print("Maxima is not installed: no ratio to fullratsimp")
    else:
        ratio = statistics.median(m / o for m, o in zip(maxima, mine, strict=True))
        print(f"Maxima/ours: median {ratio:.2f} (its loop keeps what it once simplified)")
    whole = 1e3 * whole_file(rounds)
    print(f"the whole file bce_sigmoid.yaml: {whole:.3f} ms a line, reading included")


if __name__ == "__main__":
    main()
