"""How cost grows: chains of 10 to 1,000 lines, and polynomial identities up to 10,000 terms.

``python benchmarks/scaling.py``.
"""

from __future__ import annotations

import statistics
import time
from math import comb

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


def main() -> None:
    print(f"{'what':40}{'size':>8}{'time':>15}")
    for length in (10, 30, 100, 300, 1000):
        report("a chain of lines", length, chain(length))
    for side in (10, 20, 32, 50, 71, 100):
        report("a product multiplied out (terms)", side**2, grid_identity(side))
    for degree in (6, 12, 20, 28, 38):
        report("a power in two ways (terms)", comb(degree + 3, 3), power_identity(degree))


if __name__ == "__main__":
    main()
