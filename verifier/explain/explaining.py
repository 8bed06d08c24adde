"""A judged file with its failing lines explained: where, why, and what they should be.

Comes after every line of the file is judged, and changes no verdict; a refutation's point may be
exchanged for one that reads more easily, by the judge.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Protocol

from verifier.claims.claim import Claim, Context
from verifier.claims.statements import CONNECTIVES
from verifier.documents.document import Derivation, Document, Line
from verifier.explain.antiderivatives import mended, other_derivative
from verifier.explain.blame import blame_by_matching, blame_of_changes, mismatch
from verifier.explain.chain import aftermath
from verifier.explain.conditions import saving_condition
from verifier.explain.edits import Scalars, file_edits
from verifier.explain.fallacies import named_fallacy
from verifier.explain.gap import gap_between
from verifier.explain.repair import Offer, Wrong, offers
from verifier.explain.spelling import Speller, hunks
from verifier.explain.trial import Trial, trial_of
from verifier.explain.witness import difference_at, plainest
from verifier.explain.wording import sentence
from verifier.kernel.evidence import Evidence
from verifier.kernel.setting import Setting
from verifier.kernel.verdicts import Condition, Refuted, Verdict
from verifier.language.allowance import allowance
from verifier.language.expressions import Expression
from verifier.language.problems import LimitExceeded
from verifier.outcome import (
    Aftermath,
    Blame,
    DerivationOutcome,
    Explanation,
    FileOutcome,
    LineOutcome,
    Repair,
)

WORK = 1_000_000  # steps that a plainer point, or a condition, may take
SEARCHED = 40  # lines of a file for which a repair is looked for


class Means(Protocol):
    """What the judge does for an explanation, in one context."""

    def prove(self, claim: Claim) -> bool:
        """Whether the claim is proved, without looking further where it is not."""

    def decide(self, claim: Claim) -> Verdict:
        """The claim's verdict."""

    def consider(self, claim: Claim, evidence: Evidence) -> Verdict | None:
        """The verdict that one piece of evidence carries."""


class Pieces(Protocol):
    """Who makes the pieces one by one, and does without one that went wrong before."""

    def explained_line(self, make: Callable[[], LineOutcome]) -> LineOutcome | None:
        """A line with its explanation."""

    def aftermath(self, make: Callable[[], Aftermath]) -> Aftermath | None:
        """What a derivation comes to."""


class Explainer:
    """Explains the lines of one file."""

    def __init__(
        self,
        document: Document,
        contexts: Mapping[str, Context],
        means: Callable[[Context], Means],
        pieces: Pieces,
        seed: int = 0,
    ) -> None:
        """``contexts`` are what each derivation was judged in, by its name."""
        self.document = document
        self.contexts = contexts
        self.means = means
        self.pieces = pieces
        self.seed = seed
        self.searched = 0
        self._lines = document.text.split("\n")
        self._scalars: Scalars | None = None

    def run(self, outcome: FileOutcome) -> FileOutcome:
        """The outcome with explanations where lines fail."""
        written = {derivation.name: derivation for derivation in self.document.derivations}
        derivations = tuple(
            self._derivation(written[found.name], found) if found.is_wrong else found
            for found in outcome.derivations
        )
        return replace(outcome, derivations=derivations)

    def _derivation(self, derivation: Derivation, found: DerivationOutcome) -> DerivationOutcome:
        context = self.contexts.get(derivation.name)
        if context is None or derivation.unjudged:
            return found
        one = _OneDerivation(self, derivation, context)
        after = self.pieces.aftermath(lambda: one.aftermath(found))
        back = {} if after is None else {later: earlier for earlier, later in after.undone}
        lines = [
            (one.explained(number, line, back.get(number)) if _wrong(line) else None) or line
            for number, line in enumerate(found.lines, 1)
        ]
        return replace(found, lines=tuple(lines), aftermath=after)

    def scalars(self) -> Scalars:
        """How the file's texts are quoted, read when it is first asked for."""
        if self._scalars is None:
            self._scalars = Scalars(self.document.text)
        return self._scalars

    def repair(self, line: Line, text: str, change: str) -> Repair:
        """An offered line with its changes in the file."""
        changes = hunks(line.source.value, text)
        edits = file_edits(line.source, changes, self._lines, self.scalars())
        return Repair(line.relation, text, change, tuple(edits))


class _OneDerivation:
    def __init__(self, explainer: Explainer, derivation: Derivation, context: Context) -> None:
        self.explainer = explainer
        self.derivation = derivation
        self.context = context
        self.means = explainer.means(context)
        self.setting = Setting(context)

    def aftermath(self, found: DerivationOutcome) -> Aftermath:
        """What the derivation comes to."""
        document = self.explainer.document
        return aftermath(document, self.derivation, found, self.context, self.means)

    def explained(self, number: int, found: LineOutcome, undoes: int | None) -> LineOutcome | None:
        """The line with its explanation, and with a plainer counterexample where there is one."""
        make = partial(self._explained, number, found, undoes)
        return self.explainer.pieces.explained_line(make)

    def _explained(self, number: int, found: LineOutcome, undoes: int | None) -> LineOutcome:
        claim = self.derivation.claim(number, self.context)
        verdict = found.verdict
        if isinstance(verdict, Refuted) and claim.relation not in CONNECTIVES:
            verdict = self._plainest(claim, verdict)
        if undoes is not None:
            mistaken = self.derivation.lines[undoes].place.line
            message = f"This line takes back the mistake of line {mistaken}"
            explanation = Explanation(f"{message}; once that is mended, it holds.", undoes=mistaken)
        else:
            explanation = self._explain(claim, number, verdict)
        return replace(found, verdict=verdict, explanation=explanation)

    def _plainest(self, claim: Claim, verdict: Refuted) -> Refuted:
        try:
            with allowance(WORK):
                seed = self.explainer.seed
                return plainest(claim, verdict, self.setting, self.means.consider, seed)
        except LimitExceeded:
            return verdict

    def _explain(self, claim: Claim, number: int, verdict: Verdict) -> Explanation:
        if claim.antiderivative:
            return self._no_antiderivative(claim, number)
        if claim.relation in CONNECTIVES:
            return self._explain_statement(claim)
        if isinstance(verdict, Refuted) and not verdict.witness and verdict.left == "undefined":
            return Explanation("")  # no line can equal what has no value
        before, line = self.derivation.lines[number - 1], self.derivation.lines[number]
        trial = trial_of(self.setting, claim, self.explainer.seed)
        gap = gap_between(claim, trial, self.means.prove) if claim.relation == "=" else ""
        found = self._offers(
            Wrong(claim, before, line, self._nearby(number), self.explainer.document.scope), trial
        )
        condition = self._condition(claim)
        changes = hunks(line.source.value, found[0].text) if found else []
        blame = blame_of_changes(line, changes) if changes else self._left_over(claim, line, trial)
        difference = (
            difference_at(claim, verdict, self.setting) if isinstance(verdict, Refuted) else ""
        )
        taken = named_fallacy(claim.left, claim.right) if claim.relation == "=" else ""
        said = [gap or taken, found[0].change if found else ""]
        if not any(said):
            said = [f"it holds where {condition.text}" if condition else mismatch(line, blame)]
        return Explanation(
            sentence(": ".join(filter(None, said))) if any(said) else "",
            blame,
            difference,
            tuple(self.explainer.repair(line, offer.text, offer.change) for offer in found),
            (condition,) if condition else (),
        )

    def _no_antiderivative(self, claim: Claim, number: int) -> Explanation:
        """What the derivative of a line is instead, and with which number it would be right."""
        found = other_derivative(claim, self.setting)
        if found.factor is None:
            return Explanation(found.message)
        line = self.derivation.lines[number]
        scope = self.explainer.document.scope
        speller = Speller(line.source, line.expression, line.places, scope)
        offer = mended(claim, found.factor, self.setting, self.means.prove, speller)
        if offer is None:
            return Explanation(found.message)
        blame = blame_of_changes(line, hunks(line.source.value, offer[0]))
        return Explanation(found.message, blame, "", (self.explainer.repair(line, *offer),))

    def _left_over(self, claim: Claim, line: Line, trial: Trial) -> tuple[Blame, ...]:
        """Parts without a counterpart, where the two sides should be equal."""
        return blame_by_matching(claim.left, line, trial) if claim.relation == "=" else ()

    def _explain_statement(self, claim: Claim) -> Explanation:
        condition = self._condition(claim)
        if condition is None:
            return Explanation("")
        return Explanation(sentence(f"it holds where {condition.text}"), conditions=(condition,))

    def _nearby(self, number: int) -> tuple[Expression, ...]:
        lines = self.derivation.lines
        return tuple(line.expression for place, line in enumerate(lines) if place != number)

    def _offers(self, wrong: Wrong, trial: Trial) -> list[Offer]:
        self.explainer.searched += 1
        if self.explainer.searched > SEARCHED:
            return []
        return offers(wrong, trial, self.means.prove)

    def _condition(self, claim: Claim) -> Condition | None:
        def prove(other: Claim) -> bool:
            return self.explainer.means(other.context).prove(other)

        try:
            with allowance(WORK):
                return saving_condition(claim, self.setting, prove, self.explainer.seed)
        except LimitExceeded:
            return None


def _wrong(line: LineOutcome) -> bool:
    return isinstance(line.verdict, Refuted)
