"""The kernel's work on one file, piece by piece, so that no piece is done twice or lost unseen.

Judging a file is a sequence of questions (is this claim shown? is this definition total?), and with
the same answers it goes the same way again. So a run that lost its process in the middle of a
question goes on with the answers that it had, and with `Lost` for the one that cost it; a stored
verdict takes the place of an answer; and whoever watches is told each answer as it comes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeAlias, TypeVar

from verifier.claims.claim import Claim, Context
from verifier.claims.numeric import CannotConfirm, Draws
from verifier.judging.answers import Answer, Decision, Kept, Lost, Numbers
from verifier.judging.deciding import decide
from verifier.judging.numbers import drawn, heard
from verifier.judging.tracing import Trace
from verifier.kernel.judgement import Judge
from verifier.kernel.verdicts import Unknown
from verifier.language.allowance import allowance
from verifier.language.problems import LimitExceeded
from verifier.outcome import Aftermath, LineOutcome, SecondOpinion
from verifier.strategies import Budget

Terms: TypeAlias = Budget | Draws
"""What an answer depends on beside the question: what may be used, or what is drawn."""

A = TypeVar("A")
B = TypeVar("B", LineOutcome, Aftermath, SecondOpinion)


class Watch(Protocol):
    """Who is told that a question is about to be worked on, and its answer."""

    def begins(self) -> None:
        """From here on there is work, which may take long or kill us."""

    def ends(self, answer: Answer) -> None:
        """There is an answer, be it from work or from the store."""


class Shelf(Protocol):
    """Where answers are kept between runs; what it gives back was decided under an equal key."""

    def find(self, kind: str, what: Claim | Context, terms: Terms) -> Kept | None:
        """The answer to the same question, if it is known."""

    def keep(self, kind: str, what: Claim | Context, terms: Terms, answer: Kept) -> None:
        """Remember an answer. One that a clock or a fault of ours had a part in is offered too; it
        must not outlive this process.
        """

    def forget(self, kind: str, what: Claim | Context, terms: Terms) -> None:
        """Know the answer no longer."""


class Silent:
    """A watch that watches nothing."""

    def begins(self) -> None:
        """Nothing."""

    def ends(self, answer: Answer) -> None:
        """Nothing."""


class Work:
    """Asks the questions of one file, in order."""

    def __init__(
        self,
        budget: Budget,
        known: Sequence[Answer] = (),
        *,
        shelf: Shelf | None = None,
        watch: Watch | None = None,
        finally_: Lost | None = None,
    ) -> None:
        """``known`` are the answers to the first questions; ``finally_``, where it is given, to
        every other one.
        """
        self.budget = budget
        self.steady = True
        self._known = iter(known)
        self._shelf = shelf
        self._watch = watch or Silent()
        self._finally = finally_

    def decision(self, claim: Claim, judge: Judge, trace: Trace | None = None) -> Decision:
        """The verdict of a claim."""

        def work() -> Decision:
            return decide(claim, judge, self.budget, trace)

        shelf = None if trace is not None else self._shelf
        return self._decided(self._answer("decide", claim, self.budget, work, shelf))

    def numbers(self, claim: Claim, draws: Draws) -> Numbers:
        """What numbers say of a claim about arrays."""
        answer = self._answer("numbers", claim, draws, lambda: drawn(claim, draws), self._shelf)
        found = self._understood(Numbers, answer)
        if isinstance(found, Lost):
            return Numbers(CannotConfirm(found.reason))
        self.steady = self.steady and not found.fault
        return found

    def heard(self, claim: Claim, judge: Judge, draws: Draws, numbers: Numbers) -> Decision:
        """The verdict that these numbers carry."""

        def work() -> Decision:
            return heard(claim, judge, numbers.outcome)

        return self._decided(self._answer("heard", claim, draws, work, self._shelf))

    def retract(self, claim: Claim, draws: Draws) -> None:
        """Nothing that was answered about a claim is used again: one of the answers is wrong."""
        self.steady = False
        if self._shelf is not None:
            self._shelf.forget("decide", claim, self.budget)
            self._shelf.forget("numbers", claim, draws)

    def total(self, claim: Claim, judge: Judge) -> bool:
        """Whether both sides of a claim are shown defined on the whole domain."""
        return self._holds("total", claim, lambda: judge.total(claim))

    def contradictory(self, judge: Judge) -> bool:
        """Whether what a context assumes is shown to contradict itself."""
        return self._holds("contradictory", judge.setting.context, judge.contradictory)

    def explained_line(self, make: Callable[[], LineOutcome]) -> LineOutcome | None:
        """A failing line with its explanation; None where making one went wrong before."""
        return self._beside(LineOutcome, make)

    def aftermath(self, make: Callable[[], Aftermath]) -> Aftermath | None:
        """What a derivation comes to; None where working it out went wrong before."""
        return self._beside(Aftermath, make)

    def second_opinion(self, make: Callable[[], SecondOpinion]) -> SecondOpinion | None:
        """What another engine says; None where asking it went wrong before."""
        found = self._beside(SecondOpinion, make)
        self.steady = self.steady and (found is None or found.steady)
        return found

    def _decided(self, answer: Answer) -> Decision:
        found = self._understood(Decision, answer)
        if isinstance(found, Lost):
            return Decision(Unknown(found.reason), steady=False)
        self.steady = self.steady and found.steady
        return found

    def _beside(self, kind: type[B], make: Callable[[], B]) -> B | None:
        """What is made beside the verdicts, and not kept by itself; None where it is lost."""
        answer: Answer | None = next(self._known, self._finally)
        if answer is None:
            self._watch.begins()
            answer = make()
            self._watch.ends(answer)
        found = self._understood(kind, answer)
        return None if isinstance(found, Lost) else found

    def _understood(self, kind: type[A], answer: Answer) -> A | Lost:
        """An answer of the kind that its question has. After one that is lost, another run may
        find something else.
        """
        if isinstance(answer, Lost):
            self.steady = False
            return answer
        if not isinstance(answer, kind):
            raise TypeError(f"{answer} is not the answer to this question")
        return answer

    def _holds(self, kind: str, what: Claim | Context, ask: Callable[[], bool]) -> bool:
        @allowance()
        def work() -> bool:
            try:
                return ask()
            except LimitExceeded:
                return False

        holds = self._understood(bool, self._answer(kind, what, self.budget, work, self._shelf))
        return not isinstance(holds, Lost) and holds

    def _answer(
        self,
        kind: str,
        what: Claim | Context,
        terms: Terms,
        work: Callable[[], Kept],
        shelf: Shelf | None,
    ) -> Answer:
        known = next(self._known, self._finally)
        if known is not None:
            return known
        found = None if shelf is None else shelf.find(kind, what, terms)
        if found is None:
            self._watch.begins()
            found = work()
            if shelf is not None:
                shelf.keep(kind, what, terms, found)
        self._watch.ends(found)
        return found
