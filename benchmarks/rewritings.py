"""Formulas of matrices by the thousand: rewritten by true rules, and with a slip of the pen.

``python -m benchmarks.rewritings [--rewritings 1000] [--mutants 2000] [--seed 0]``. What is true
must be proved, or be unknown with a reason; what an independent oracle sees to be false must not be
proved, trusted or confirmed. Prints a table and fails where either is broken.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator

from tests.tensors.formulas import Equation, document, equations, mutants
from verifier.kernel.verdicts import Unknown, grade
from verifier.outcome import LineOutcome
from verifier.running.runner import Options, run_text

ALONE = Options(sympy=False, trials=1)
AT_ONCE = 50  # equations in one document
STEPS = 10  # of rewriting
KEPT = 3  # slips of one equation


def judged(found: list[Equation]) -> Iterator[tuple[Equation, LineOutcome]]:
    """Each equation with its line."""
    for start in range(0, len(found), AT_ONCE):
        part = found[start : start + AT_ONCE]
        outcome = run_text(document(part), ALONE)
        if outcome.problems:
            raise SystemExit(f"malformed: {outcome.problems[0]}")
        yield from zip(part, outcome.lines(), strict=True)


def slips(generator: random.Random, count: int) -> list[Equation]:
    """False equations, each one slip away from a true one."""
    found: list[Equation] = []
    while len(found) < count:
        (equation,) = equations(generator, 1, 3)
        fresh = mutants(equation, generator)
        generator.shuffle(fresh)
        found += fresh[:KEPT]
    return found[:count]


def table(title: str, found: list[Equation]) -> Counter[str]:
    """Judge the equations and print what came of them."""
    began = time.process_time()
    words: Counter[str] = Counter()
    seconds = []
    for equation, line in judged(found):
        words[grade(line.verdict).word] += 1
        seconds.append(line.seconds)
        if isinstance(line.verdict, Unknown):
            print(f"  unknown: {equation}\n    {line.verdict.reason}")
    seconds.sort()
    spent = time.process_time() - began
    print(f"{title}: {len(found)} in {spent:.1f} s of the processor; {dict(words)}")
    print(
        f"  a line: median {seconds[len(seconds) // 2] * 1e3:.1f} ms, {seconds[-1]:.2f} s at most"
    )
    return words


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rewritings", type=int, default=1000)
    parser.add_argument("--mutants", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    generator = random.Random(options.seed)  # noqa: S311 - no secret
    true = table("rewritings", equations(generator, options.rewritings, STEPS))
    false = table("mutants", slips(generator, options.mutants))
    wrong = {word: n for word, n in true.items() if word not in ("proved", "unknown")}
    passed = {word: n for word, n in false.items() if word in ("proved", "trusted", "confirmed")}
    print(
        f"wrong about what is true: {wrong or 'nothing'}; false and passed: {passed or 'nothing'}"
    )
    return bool(wrong or passed)


if __name__ == "__main__":
    sys.exit(main())
