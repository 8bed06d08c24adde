"""Lines of statements made at random, judged and held against the oracle: thousands, by hand.

.venv/bin/python -m benchmarks.statements [LINES] [SEED]
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from itertools import islice
from statistics import median

from tests.oracle.statements import faults_of, lines
from verifier.kernel.verdicts import grade
from verifier.running.runner import run_text

POINTS = 120  # of the grid


def main(count: int = 1000, seed: int = 1) -> int:
    """Print what is wrong, how many lines got which verdict, and how long they took."""
    verdicts: Counter[str] = Counter()
    times: list[float] = []
    wrong = 0
    for made in islice(lines(seed), count):
        began = time.process_time()
        outcome = run_text(made.text)
        times.append(time.process_time() - began)
        verdicts[outcome.grade.word] += 1
        for line in outcome.lines():
            faults = [*outcome.faults, *faults_of(made, line.verdict, POINTS)]
            if faults:
                wrong += 1
                print(grade(line.verdict).word, made, faults[:2], sep="\n  ")
    print(f"{wrong} wrong of {count}; {dict(verdicts)}")
    print(f"seconds a line: median {median(times):.3f}, longest {max(times):.1f}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
