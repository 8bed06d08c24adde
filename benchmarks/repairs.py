"""How good offered repairs are: single mistakes planted in the shipped derivations.

    python -m benchmarks.repairs [--each N] [--of K] [--list] [FILE...]

Planted is up to N of each kind of mistake in each line, or every K-th of them. For the lines that
are refuted then:

- how often the first repair offered is the original, or a line proved equal and no longer;
- whether every repair offered, once written into the file, is proved there (all must be);
- seconds of processor time for explaining a line, and the digits of the counterexample's numbers.
"""

from __future__ import annotations

import argparse
import re
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from tests.explain.planting import Planted, planted
from verifier.documents.document import Document
from verifier.documents.load import load
from verifier.explain.mending import edited
from verifier.judging.explained import explained
from verifier.judging.file_judge import FileJudge
from verifier.judging.options import Options
from verifier.judging.working import Work
from verifier.kernel.verdicts import Proved, Refuted, coordinate_text
from verifier.language.problems import Malformed
from verifier.outcome import FileOutcome, LineOutcome

SHIPPED = Path(__file__).parents[1] / "derivations"
SLOW = 1.0  # seconds
OPTIONS = Options(sympy=False, repairs=True)


class Found(NamedTuple):
    """What came of one planted mistake."""

    file: str
    mistake: Planted
    line: LineOutcome
    seconds: float
    unproved: tuple[str, ...]

    @property
    def offers(self) -> list[str]:
        repairs = self.line.explanation.repairs if self.line.explanation else ()
        return [repair.expression for repair in repairs]

    @property
    def good(self) -> bool:
        return bool(self.offers) and len(self.offers[0]) <= len(self.mistake.original)

    @property
    def digits(self) -> int:
        """Of the largest number in the counterexample."""
        if not isinstance(self.line.verdict, Refuted):
            return 0
        texts = map(coordinate_text, self.line.verdict.witness.values())
        return max((len(run) for text in texts for run in re.findall("[0-9]+", text)), default=0)


def needed_for(document: Document) -> dict[str, frozenset[str]]:
    """For each derivation, itself and those that it rests on."""
    found: dict[str, frozenset[str]] = {}
    for derivation in document.derivations:
        rest = (found.get(name, frozenset((name,))) for name in derivation.uses)
        found[derivation.name] = frozenset((derivation.name,)).union(*rest)
    return found


def judged(text: str, path: str, needed: frozenset[str]) -> tuple[FileOutcome, float] | None:
    """The needed derivations of a file judged and explained.

    Returns the seconds for explaining beside them; None if the file is malformed.
    """
    try:
        document = load(text.encode(), path)
    except Malformed:
        return None
    kept = tuple(found for found in document.derivations if found.name in needed)
    document = replace(document, derivations=kept)
    work = Work(OPTIONS.budget)
    judge = FileJudge(document, work, OPTIONS)
    outcome = judge.run()
    began = time.process_time()
    outcome = explained(outcome, document, judge.contexts, work)
    return outcome, time.process_time() - began


def line_of(outcome: FileOutcome, mistake: Planted) -> LineOutcome:
    derivation = next(d for d in outcome.derivations if d.name == mistake.derivation)
    return derivation.lines[mistake.step - 1]


def try_one(path: str, mistake: Planted, needed: frozenset[str]) -> Found | None:
    """What comes of a planted mistake; None if the line is not refuted by it.

    ``needed`` are the derivations to keep: those that the line rested on before the mistake was
    made are in the file still, and a repair may name them.
    """
    result = judged(mistake.text, path, needed)
    if result is None:
        return None
    outcome, seconds = result
    line = line_of(outcome, mistake)
    if not isinstance(line.verdict, Refuted):
        return None
    refuted = sum(isinstance(other.verdict, Refuted) for other in outcome.lines())
    wrong = tuple(unproved(path, mistake, line, needed))
    return Found(path, mistake, line, seconds / refuted, wrong)


def unproved(
    path: str, mistake: Planted, line: LineOutcome, needed: frozenset[str]
) -> Iterator[str]:
    """The repairs that are not proved in the file that they are written into."""
    for repair in line.explanation.repairs if line.explanation else ():
        again = judged(edited(mistake.text, repair.edits), path, needed)
        if again is None or not isinstance(line_of(again[0], mistake).verdict, Proved):
            yield repair.expression


def tried(paths: list[Path], each: int, of: int) -> Iterator[Found]:
    count = 0
    for path in paths:
        data = path.read_bytes()
        taken: Counter[tuple[str, str, int]] = Counter()
        document = load(data, str(path))
        needed = needed_for(document)
        for mistake in planted(document):
            place = (mistake.kind, mistake.derivation, mistake.step)
            if taken[place] >= each:
                continue
            count += 1
            if count % of:
                continue
            found = try_one(path.name, mistake, needed[mistake.derivation])
            if found is not None:
                taken[place] += 1
                yield found


def report(found: list[Found], *, listed: bool) -> None:
    by_kind: dict[str, list[Found]] = defaultdict(list)
    for one in found:
        by_kind[one.mistake.kind].append(one)
        if listed and (not one.good or one.unproved or one.seconds > SLOW):
            print(f"{one.file} {one.mistake.derivation} {one.mistake.step}: {one.mistake.kind}")
            print(f"    above    {one.line.left}")
            print(f"    original {one.mistake.original}")
            print(f"    planted  {one.mistake.written}")
            print(f"    offered  {one.offers}")
            print(f"    seconds  {one.seconds:.2f}")
    for kind, ones in sorted(by_kind.items()):
        good = sum(one.good for one in ones)
        print(f"{kind:<18} {len(ones):>5}  {good / len(ones):>7.1%}")
    good = sum(one.good for one in found)
    seconds = sorted(one.seconds for one in found)
    print(f"{'all':<18} {len(found):>5}  {good / len(found):>7.1%}")
    print(f"nothing offered    {sum(not one.offers for one in found):>5}")
    print(f"offered, unproved  {sum(bool(one.unproved) for one in found):>5}")
    print(
        f"seconds a line: median {statistics.median(seconds):.3f},"
        f" 99 % below {seconds[int(len(seconds) * 0.99)]:.2f}, longest {seconds[-1]:.2f}"
    )
    digits = Counter(one.digits for one in found)
    print(f"digits of a witness: median {statistics.median(one.digits for one in found)},"
          f" {dict(sorted(digits.items()))}")  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--each", type=int, default=1, help="mistakes of a kind in a line")
    parser.add_argument("--of", type=int, default=1, help="try only every K-th mistake")
    parser.add_argument("--list", action="store_true", help="show every miss")
    given = parser.parse_args()
    sys.setrecursionlimit(12_000)
    found: list[Found] = []
    with suppress(KeyboardInterrupt):  # what was found so far is reported
        found.extend(tried(given.files or sorted(SHIPPED.rglob("*.yaml")), given.each, given.of))
    report(found, listed=given.list)
    return 1 if any(one.unproved for one in found) else 0


if __name__ == "__main__":
    sys.exit(main())
