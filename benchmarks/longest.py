"""The longest lines of all that is judged here, in seconds and in steps of the allowance.

``python -m benchmarks.longest [--most 20] [--sympy] [PATH ...]``. Without paths: the shipped
derivations, those of the tests, the identities, the steps of calculus, and the lines below, each of
which once took minutes. Seconds are of the processor, and of this process alone; a line takes what
its verdict takes and what its numbers take. Exit code 1 where a line took more than ten.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple, ParamSpec, TypeVar

from verifier.claims.claim import Claim
from verifier.judging import working
from verifier.language.allowance import allowance, left
from verifier.language.printer import to_text
from verifier.running.runner import Options, run_text

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("derivations", "tests/derivations", "benchmarks/identities")
MOST_SECONDS = 10.0
PLENTY = 1e12

REAL = "symbols: {x, y: real, n, m: natural}\n"
SQUARE = "symbols:\n  A, B: real[n, n]\n"
LONG = (
    SQUARE + "assume: A @ B == eye(n)\nderivations:\n  d: B @ A = eye(n)\n",
    SQUARE + "assume: A @ B == B @ A\nderivations:\n  d: A @ A @ B = B @ A @ B\n",
    SQUARE + f"derivations:\n  d: {' @ '.join('A' * 14)} = A @ ({' @ '.join('A' * 13)})\n",
    SQUARE + f"derivations:\n  d: {' @ '.join('A' * 14)} = {' @ '.join('AB' * 7)}\n",
    SQUARE + "derivations:\n  d: relu(-tr(A) - n + 1/100)*relu(tr(A)) = 0\n",
    SQUARE + "derivations:\n  d: relu(-tr(A) - n + 1/100)*relu(tr(A @ A)) = relu(det(A))\n",
    REAL + "derivations:\n  d: integrate(abs(sin(t)), t=0..100*pi) = 200\n",
    REAL + "derivations:\n  d: integrate(abs(sin(t*x)), t=0..100*pi) = 200\n",
    REAL + "derivations:\n  d: sum(k^x, k=1..oo) = 2\n",
    REAL + "derivations:\n  d: sum(binomial(max(n, k), min(m, k)), k=0..n) = 2^n\n",
    REAL + "derivations:\n  d: sum(min(k, n - k)*binomial(n, k), k=0..n) = n*2^(n - 1) - n\n",
    REAL + "derivations:\n  d: (x + y + 1)^40 = (x + y)^40 + 40*(x + y)^39 + 1\n",
    REAL + "derivations:\n  d: exp(exp(exp(x))) = exp(exp(exp(x + 1/1000000)))\n",
    REAL + f"derivations:\n  d: {' + '.join(f'abs(x - {k})' for k in range(12))} = 12*x - 66\n",
    REAL + f"derivations:\n  d: {'*'.join(f'max(x, y - {k})' for k in range(9))} = x^9\n",
)

P = ParamSpec("P")
R = TypeVar("R")


class Taken(NamedTuple):
    """What a line took."""

    seconds: float
    steps: float
    line: str
    where: str


def documents() -> Iterator[tuple[str, str]]:
    """Where each document of the corpora is, and its text."""
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.yaml")):
            yield str(path.relative_to(ROOT)), path.read_text("utf-8", "replace")
    steps = json.loads((ROOT / "benchmarks/calculus.json").read_text("utf-8"))
    for family, found in steps.items():
        for step in found:
            symbols = "".join(f"  {name}: {domain}\n" for name, domain in step["symbols"].items())
            header = f"symbols:\n{symbols}" if symbols else "title: a step\n"
            line = f"{step['left']}\n      = {step['right']}"
            yield f"calculus: {family}", f"{header}derivations:\n  d: |\n      {line}\n"
    for place, text in enumerate(LONG):
        yield f"long {place}", text


class Watched:
    """Stands before what answers questions, and notes what each claim takes."""

    def __init__(self) -> None:
        self.taken: dict[str, tuple[float, float]] = {}

    def before(self, answer: Callable[P, R]) -> Callable[P, R]:
        def watched(*args: P.args, **more: P.kwargs) -> R:
            claim = args[0]
            assert isinstance(claim, Claim)
            line = f"{to_text(claim.left)} {claim.relation} {to_text(claim.right)}"
            began = time.process_time()
            with allowance(PLENTY):
                try:
                    return answer(*args, **more)
                finally:
                    seconds, steps = self.taken.get(line, (0.0, 0.0))
                    used = time.process_time() - began
                    self.taken[line] = seconds + used, steps + PLENTY - left()

        return watched


def measured(where: str, text: str, options: Options) -> Iterator[Taken]:
    """What each line of a document takes."""
    watched = Watched()
    decide, drawn = working.decide, working.drawn
    working.decide, working.drawn = watched.before(decide), watched.before(drawn)
    try:
        run_text(text, options)
    finally:
        working.decide, working.drawn = decide, drawn
    for line, (seconds, steps) in watched.taken.items():
        yield Taken(seconds, steps, line, where)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=20)
    parser.add_argument("--sympy", action="store_true")
    parser.add_argument("paths", nargs="*", type=Path)
    asked = parser.parse_args()
    chosen = [(str(path), path.read_text("utf-8")) for path in asked.paths]
    options = Options(sympy=asked.sympy)
    taken = [one for where, text in chosen or documents() for one in measured(where, text, options)]
    taken.sort(reverse=True)
    print(f"{len(taken)} lines\n{'seconds':>8}{'steps':>12}  line")
    for one in taken[: asked.most]:
        print(f"{one.seconds:8.2f}{one.steps:12,.0f}  {one.line[:70]}  ({one.where})")
    return bool(taken and taken[0].seconds > MOST_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
