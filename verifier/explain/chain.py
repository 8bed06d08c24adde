"""Where a chain broke, whether it came right again, and what rests on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Protocol

from verifier.claims.claim import Claim, Context
from verifier.documents.document import Derivation, Document
from verifier.explain.wording import sentence
from verifier.kernel.verdicts import Proved, Refuted, Verdict
from verifier.outcome import Aftermath, DerivationOutcome

LOOKED_BACK = 12  # wrong lines that a later one may undo


class Deciding(Protocol):
    """Who proves and decides."""

    def prove(self, claim: Claim) -> bool:
        """Whether the claim is proved."""

    def decide(self, claim: Claim) -> Verdict:
        """The claim's verdict."""


def aftermath(
    document: Document,
    derivation: Derivation,
    found: DerivationOutcome,
    context: Context,
    means: Deciding,
) -> Aftermath:
    """What a derivation with wrong lines comes to."""
    undone = _undone(derivation, found, context, means)
    back = {later for _, later in undone}
    wrong = [
        number
        for number, line in enumerate(found.lines, 1)
        if isinstance(line.verdict, Refuted) and number not in back
    ]
    ends = _ends_equal(derivation, context, means)
    resting = _resting(document, derivation.name)
    said = _Naming(derivation).message(wrong, undone, ends, resting)
    lines = tuple(derivation.lines[number].place.line for number in wrong)
    return Aftermath(lines, ends, resting, tuple(undone), said)


def _undone(
    derivation: Derivation, found: DerivationOutcome, context: Context, means: Deciding
) -> list[tuple[int, int]]:
    """Wrong lines, each with a later one that only takes back its mistake."""
    pairs: list[tuple[int, int]] = []
    broken: list[int] = []
    for number, line in enumerate(found.lines, 1):
        if not isinstance(line.verdict, Refuted) or line.relation != "=":
            continue
        for earlier in reversed(broken[-LOOKED_BACK:]):
            before, here = derivation.lines[earlier - 1], derivation.lines[number]
            if means.prove(Claim(before.expression, "=", here.expression, context)):
                pairs.append((earlier, number))
                broken = broken[: broken.index(earlier)]
                break
        else:
            broken.append(number)
    return pairs


def _ends_equal(derivation: Derivation, context: Context, means: Deciding) -> bool | None:
    """Whether the last line equals the start; None where no proof says, or no `=` claims it."""
    if any(line.relation != "=" for line in derivation.lines[1:]):
        return None
    first, last = derivation.lines[0], derivation.lines[-1]
    match means.decide(Claim(first.expression, "=", last.expression, context)):
        case Proved():
            return True
        case Refuted():
            return False
        case _:
            return None


def _resting(document: Document, name: str) -> tuple[str, ...]:
    """The later derivations that use this one's value, directly or through others."""
    reached = {name}
    for later in document.derivations:
        if reached.intersection(later.uses):
            reached.add(later.name)
    return tuple(d.name for d in document.derivations if d.name in reached and d.name != name)


class _Naming:
    """Calls lines by their numbers in the file, and steps on one line by their order."""

    def __init__(self, derivation: Derivation) -> None:
        self.numbers = [line.place.line for line in derivation.lines]
        self.many = {line for line, count in Counter(self.numbers[1:]).items() if count > 1}

    def name(self, number: int) -> str:
        line = self.numbers[number]
        if line not in self.many:
            return f"line {line}"
        order = sum(1 for other in self.numbers[1 : number + 1] if other == line)
        return f"step {order} of line {line}"

    def message(
        self,
        wrong: Sequence[int],
        undone: Sequence[tuple[int, int]],
        ends: bool | None,
        resting: tuple[str, ...],
    ) -> str:
        """A sentence or a few; "" where they would say no more than the lines do."""
        verb = "is" if len(wrong) == 1 else "are"
        said = f"{_listed([self.name(number) for number in wrong])} {verb} wrong"
        for earlier, later in undone:
            which = "it" if len(wrong) == 1 else self.name(earlier)
            said += f", and {self.name(later)} undoes {which}"
        sentences = [sentence(said)]
        if ends is True:
            sentences.append("The end still equals the start.")
        elif ends is False and len(self.numbers) > 2:
            sentences.append("The end does not equal the start.")
        if len(sentences) == 1 and len(wrong) == 1 and not undone and not resting:
            return ""  # the line itself has said as much
        if resting:
            rest = "rests" if len(resting) == 1 else "rest"
            sentences.append(f"{_listed(resting)} {rest} on it.")
        return " ".join(sentences)


def _listed(items: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(items[:-1]), items[-1])))
