"""Documents written for a test, judged through the real door."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from verifier.kernel.verdicts import grade
from verifier.outcome import FileOutcome
from verifier.running.runner import run_text

PASSING = frozenset({"proved", "trusted", "confirmed"})


@dataclass(frozen=True)
class Judged:
    """What came of one document: its worst verdict, and everything behind it."""

    verdict: str
    outcome: FileOutcome

    @property
    def verdicts(self) -> list[str]:
        """Every judged line's verdict, in order."""
        return [grade(line.verdict).word for line in self.outcome.lines()]

    def __repr__(self) -> str:
        lines = [
            f"{line.left} {line.relation} {line.expression}: {line.verdict}"
            for line in self.outcome.lines()
        ]
        problems = [problem.message for problem in self.outcome.problems]
        return "\n".join([self.verdict, *problems, *lines])


def document(header: str, derivations: Iterable[str]) -> str:
    """A file of a header and derivations, each already written as YAML."""
    return f"{header.rstrip()}\nderivations:\n" + "\n".join(derivations) + "\n"


def derivation(
    name: str, lines: Iterable[str], assumed: Iterable[str] = (), expect: str = ""
) -> str:
    """A derivation as YAML; each line but the first begins with its relation."""
    written = [f"  {name}:"]
    if assumptions := list(assumed):
        written.append("    assume:")
        written += [f"      - {statement}" for statement in assumptions]
    if expect:
        written.append(f"    expect: {expect}")
    written.append("    steps: |")
    written += [f"      {line}" for line in lines]
    return "\n".join(written)


def judge(text: str) -> Judged:
    """Judge a document as `verify` would."""
    outcome = run_text(text)
    assert not outcome.faults, outcome.faults
    return Judged(outcome.grade.word, outcome)


def judge_step(
    header: str, left: str, right: str, assumed: Iterable[str] = (), relation: str = "="
) -> Judged:
    """Judge one step under a header of symbols and definitions."""
    return judge(document(header, [derivation("step", [left, f"{relation} {right}"], assumed)]))
