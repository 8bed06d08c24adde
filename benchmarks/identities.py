"""Textbook identities and derivative checks: ours against ``sympy.simplify``.

``python benchmarks/identities.py [--ours] [--family NAME] [--seconds 10] [--sample N]``. Every line
below ``identities/`` is true wherever both its sides are defined, and both sides are defined
together on the domain given; they were written from the mathematics and not from what either side
can do. Ours is what a line costs from its text to its verdict, without any engine's help; SymPy's
is ``simplify(left - right) == 0`` under the same assumptions, in a process that is killed when its
time is up, and says nothing about where the two sides are defined. Times are the processor's, so
that a busy machine does not count.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import yaml

from verifier.claims.claim import Claim
from verifier.documents.load import load
from verifier.running.runner import Options, run_text
from verifier.strategies.sympy_search import only_what_it_uses
from verifier.workers import Stopped, Worker

HERE = Path(__file__).resolve().parent
ALONE = Options(sympy=False)
JOBS = {"simplify": "benchmarks.identities:simplify_difference"}


@dataclass(frozen=True)
class Identity:
    """One line of the collection."""

    family: str
    line: str
    document: str


@dataclass
class Result:
    """What each side said of a line, and how long it took; "" where it was not asked."""

    family: str
    line: str
    ours: str
    seconds: float
    sympy: str = ""
    sympy_seconds: float = 0.0


def identities() -> Iterator[Identity]:
    """Every line of the collection."""
    for path in sorted((HERE / "identities").glob("*.yaml")):
        for group in yaml.safe_load(path.read_text(encoding="utf-8")):
            header = "".join(
                f"  {name}: {text}\n" for name, text in group.get("symbols", {}).items()
            )
            header = f"symbols:\n{header}" if header else ""
            for line in group["lines"].strip().splitlines():
                document = f"{header}derivations:\n  line: |\n    {line}\n"
                yield Identity(path.stem, line, document)


def ours(identity: Identity) -> Result:
    """Our verdict, with no engine at our side."""
    start = time.process_time()
    outcome = run_text(identity.document, ALONE)
    seconds = time.process_time() - start
    problems = "; ".join(problem.message for problem in outcome.problems)
    word = f"malformed: {problems}" if problems else outcome.grade.word
    return Result(identity.family, identity.line, word, seconds)


def sympys(identity: Identity, result: Result, worker: Worker, limit: float) -> None:
    """SymPy's answer to the same line."""
    (derivation,) = load(identity.document.encode(), "line.yaml").derivations
    document = load(identity.document.encode(), "line.yaml")
    left, right = derivation.lines
    context = document.context_of(derivation)
    claim = only_what_it_uses(Claim(left.expression, "=", right.expression, context))
    start = time.process_time()
    answer = worker.run("simplify", claim, limit)
    result.sympy_seconds = time.process_time() - start
    match answer:
        case Stopped(reason, seconds):
            result.sympy, result.sympy_seconds = reason, seconds
        case (str(word), float(seconds)):
            result.sympy, result.sympy_seconds = word, seconds
        case other:
            result.sympy = f"no answer: {other}"


def simplify_difference(claim: Claim) -> tuple[str, float]:
    """In SymPy's process: is the difference of the two sides simplified to 0?"""
    import sympy
    from sympy.core.cache import clear_cache

    from verifier.translate.sympy_functions import Untranslatable
    from verifier.translate.to_sympy import Translator

    clear_cache()
    start = time.process_time()
    try:
        translator = Translator(claim.context)
        left, right = (translator.expression(side) for side in (claim.left, claim.right))
        word = "proved" if sympy.simplify(left - right) == 0 else "not found"
    except Untranslatable as reason:
        word = f"cannot be said: {reason}"
    except (ArithmeticError, AttributeError, NotImplementedError, TypeError, ValueError) as error:
        word = f"failed: {type(error).__name__}"
    return word, time.process_time() - start


def table(results: list[Result], *, compared: bool) -> None:
    """A row per family, and all of them together."""
    families = [*dict.fromkeys(result.family for result in results), "all"]
    head = f"{'family':24}{'lines':>6}{'proved':>8}{'mean':>10}{'worst':>10}"
    print(head + (f"{'SymPy':>8}{'stopped':>9}{'mean':>10}" if compared else ""))
    for family in families:
        rows = [result for result in results if family in ("all", result.family)]
        proved = sum(row.ours == "proved" for row in rows)
        times = [row.seconds for row in rows]
        text = f"{family:24}{len(rows):6}{proved:8}"
        text += f"{1e3 * statistics.mean(times):8.1f}ms{1e3 * max(times):8.0f}ms"
        if compared:
            text += f"{sum(row.sympy == 'proved' for row in rows):8}"
            text += f"{sum(row.sympy == 'out of time' for row in rows):9}"
            text += f"{1e3 * statistics.mean(row.sympy_seconds for row in rows):8.0f}ms"
        print(text)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ours", action="store_true", help="do not ask SymPy")
    parser.add_argument("--family", help="one family only")
    parser.add_argument("--seconds", type=float, default=10.0, help="that SymPy has for a line")
    parser.add_argument("--sample", type=int, help="so many lines only, drawn with seed 0")
    parser.add_argument("--json", type=Path, help="write every result there")
    options = parser.parse_args()
    results = []
    run_text("derivations:\n  warm: 1 = 1\n", ALONE)
    chosen = list(identities())
    if options.sample is not None:
        chosen = random.Random(0).sample(chosen, options.sample)  # noqa: S311 - no secret
        chosen.sort(key=lambda identity: identity.family)
    with Worker(JOBS) as worker:
        for identity in chosen:
            if options.family not in (None, identity.family):
                continue
            result = ours(identity)
            if not options.ours:
                sympys(identity, result, worker, options.seconds)
            results.append(result)
    table(results, compared=not options.ours)
    missed = [result for result in results if result.ours != "proved"]
    print(f"\nnot proved by us: {len(missed)}")
    print("\n".join(f"  {row.family:22} {row.line}   [{row.ours}]" for row in missed))
    slow = sorted(results, key=lambda row: -row.seconds)[:10]
    print("\nslowest:")
    print("\n".join(f"  {1e3 * row.seconds:8.0f} ms  {row.line}" for row in slow))
    if options.json:
        options.json.write_text(json.dumps([asdict(row) for row in results], indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
