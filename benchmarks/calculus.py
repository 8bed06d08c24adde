"""True steps of calculus, and each made false: ``python benchmarks/calculus.py [STEPS.json]``.

A true step should be *proved*, and its false neighbour (11/10 of the right side, and 1/100 more)
*refuted*; a false step that passes is a fault. Printed are the counts by family, what came out
otherwise, and the processor time.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from pathlib import Path

from verifier.kernel.verdicts import grade
from verifier.running.runner import run_text

STEPS = Path(__file__).with_suffix(".json")
PASSING = {"proved", "trusted", "confirmed"}


def verdict(symbols: dict[str, str], left: str, right: str) -> str:
    """The word for what comes of one step."""
    declared = "".join(f"  {name}: {domain}\n" for name, domain in symbols.items())
    header = f"symbols:\n{declared}" if declared else "title: a step\n"
    outcome = run_text(
        f"{header}derivations:\n  step:\n    steps: |\n      {left}\n      = {right}\n"
    )
    return next((grade(line.verdict).word for line in outcome.lines()), "malformed")


def main(path: Path) -> int:
    """Run all steps; 1 where a false one passes."""
    faults = 0
    for family, steps in json.loads(path.read_text("utf-8")).items():
        began = time.process_time()
        counts: Counter[tuple[str, str]] = Counter()
        for step in steps:
            symbols, left, right = step["symbols"], step["left"], step["right"]
            for truth, claimed in (("true", right), ("false", f"({right})*11/10 + 1/100")):
                found = verdict(symbols, left, claimed)
                counts[truth, found] += 1
                if found != {"true": "proved", "false": "refuted"}[truth]:
                    print(f"  {truth}, {found}: {left} = {claimed}  {symbols or ''}")
                faults += truth == "false" and found in PASSING
        spent = time.process_time() - began
        print(f"{family}: {len(steps)} steps, {spent:.0f} s")
        for (truth, found), count in sorted(counts.items(), reverse=True):
            print(f"  {truth:5}  {found:11}  {count}")
    print(f"false steps that passed: {faults}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else STEPS))
