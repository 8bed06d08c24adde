"""The whole command against ``python -c "import sympy"``: time and peak memory, in paired runs.

``python benchmarks/command.py [PAIRS] [FILE]``.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time


def measured(command: list[str]) -> tuple[float, float]:
    """Seconds and peak memory (MB) of one process."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{command} ended with {process.returncode}")
    return seconds, usage.ru_maxrss / 1024


def main() -> None:
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    file = sys.argv[2] if len(sys.argv) > 2 else "derivations/bce_sigmoid.yaml"
    commands = {
        f"verify --no-cache {file}": [sys.executable, "-m", "verifier", "--no-cache", file],
        f"verify {file}, kept": [sys.executable, "-m", "verifier", file],
        'python -c "import sympy"': [sys.executable, "-c", "import sympy"],
        'python -c "pass"': [sys.executable, "-c", "pass"],
    }
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for command in commands.values():
        measured(command)  # so that every file has been read once
    for _ in range(pairs):
        for name, command in commands.items():
            found[name].append(measured(command))
    print(f"{'command':48}{'median':>10}{'least':>10}{'memory':>10}")
    for name, runs in found.items():
        seconds, memory = zip(*runs, strict=True)
        print(
            f"{name:48}{1e3 * statistics.median(seconds):8.0f}ms{1e3 * min(seconds):8.0f}ms"
            f"{statistics.median(memory):8.1f}MB"
        )
    ours, _, sympy, _ = found.values()
    ratios = [a[0] / b[0] for a, b in zip(ours, sympy, strict=True)]
    memories = [a[1] / b[1] for a, b in zip(ours, sympy, strict=True)]
    print(
        f"\nours/SymPy's import: time {statistics.median(ratios):.2f}, "
        f"memory {statistics.median(memories):.2f} (medians of {pairs} pairs)"
    )


if __name__ == "__main__":
    main()
