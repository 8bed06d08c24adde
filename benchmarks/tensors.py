"""What proofs of lines about arrays cost: the lesson line by line, and chains of many layers.

``python -m benchmarks.tensors [--layers 1 2 4 8 16] [--repeat 3]``. Each time is the least of a few
runs, of the processor, from a resolved claim to its verdict; the check by numbers is not counted.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from verifier.claims.claim import Claim
from verifier.judging import working
from verifier.judging.answers import Decision
from verifier.judging.tracing import Trace
from verifier.kernel.judgement import Judge
from verifier.kernel.verdicts import grade
from verifier.outcome import FileOutcome
from verifier.running.runner import Options, run_text
from verifier.strategies import Budget

ROOT = Path(__file__).resolve().parent.parent
LESSON = ("linear_layer", "two_layers", "mean_loss", "whole_chain")
ALONE = Options(sympy=False, trials=1)


@contextmanager
def timed(seconds: list[float]) -> Iterator[None]:
    """Notes how long each claim takes to decide."""
    decide = working.decide

    def watched(claim: Claim, judge: Judge, budget: Budget, trace: Trace | None = None) -> Decision:
        began = time.process_time()
        try:
            return decide(claim, judge, budget, trace)
        finally:
            seconds.append(time.process_time() - began)

    working.decide = watched
    try:
        yield
    finally:
        working.decide = decide


def measured(text: str, repeat: int) -> tuple[FileOutcome, list[float]]:
    """The outcome of a file, and the least time of each line."""
    best: list[float] = []
    outcome = run_text(text, ALONE)  # what is imported on the way is not counted
    for _ in range(repeat):
        seconds: list[float] = []
        with timed(seconds):
            outcome = run_text(text, ALONE)
        best = [min(pair) for pair in zip(best, seconds, strict=True)] if best else seconds
    return outcome, best


def network(layers: int) -> str:
    """A network of so many layers, each layer's gradients named, the last ones first."""
    sizes = [f"d{place}" for place in range(layers + 1)]
    symbols = [f"  X0: real[n, {sizes[0]}]", f"  G: real[n, {sizes[-1]}]"]
    definitions, derivations = [], []
    for place in range(1, layers + 1):
        before, after = sizes[place - 1], sizes[place]
        symbols += [f"  W{place}: real[{before}, {after}]", f"  b{place}: real[{after}]"]
        definitions += [
            f"  Z{place}: X{place - 1} @ W{place} + b{place}",
            f"  X{place}: tanh(Z{place})",
        ]
        derivations += [
            f"  dW{place}: grad(Loss, W{place}) = X{place - 1}.T @ dZ{place}",
            f"  dZ{place}: grad(Loss, Z{place}) = dX{place}*(1 - X{place}^2)",
            f"  dX{place}: grad(Loss, X{place}) = "
            + (f"dZ{place + 1} @ W{place + 1}.T" if place < layers else "G"),
        ]
    return "\n".join(
        [
            f"title: {layers} layers",
            "symbols:",
            *symbols,
            "definitions:",
            *definitions,
            f"  Loss: sum(G*X{layers})",
            "derivations:",
            *reversed(derivations),
            "",
        ]
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--layers", type=int, nargs="*", default=[1, 2, 4, 8, 16])
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    unproved = 0
    for stem in LESSON:
        text = (ROOT / "derivations" / f"{stem}.yaml").read_text("utf-8")
        outcome, seconds = measured(text, options.repeat)
        lines = [line for derivation in outcome.derivations for line in derivation.lines]
        print(f"\n{stem}: {sum(seconds) * 1e3:.0f} ms")
        for line, spent in zip(lines, seconds[-len(lines) :], strict=True):
            word = grade(line.verdict).word
            unproved += word != "proved"
            print(f"  {spent * 1e3:8.1f} ms  {word}  {line.left[:34]} = {line.expression[:44]}")
    print(f"\n{'layers':>8} {'lines':>6} {'ms':>8} {'ms a line':>10} {'most':>8}")
    for layers in options.layers:
        outcome, seconds = measured(network(layers), options.repeat)
        unproved += not outcome.passed
        each = sum(seconds) / len(seconds) * 1e3
        print(
            f"{layers:8} {len(seconds):6} {sum(seconds) * 1e3:8.0f} {each:10.1f}"
            f" {max(seconds) * 1e3:8.1f}"
        )
    print(f"\nnot proved: {unproved or 'nothing'}")
    return bool(unproved)


if __name__ == "__main__":
    sys.exit(main())
