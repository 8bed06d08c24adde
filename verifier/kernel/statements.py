"""The judge of lines of statements: ``A <=> B`` and ``A => B``.

Such a line claims that at every point of the domain both statements have one truth value, or that
B is true where A is. It is *proved* where no way in which it could fail is possible, *refuted* by
one point at which it does. Where both statements are compared at points at which a side of one of
them is undefined, and only there, a condition is missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING

from verifier.algebra.literals import Literal, relation
from verifier.algebra.oracles import Point, PointOracle
from verifier.claims.claim import Claim
from verifier.claims.statements import comparisons, gap, signed
from verifier.kernel.entailment import show_statements
from verifier.kernel.evidence import Counterexample, Evidence, OneSided, Reasoning
from verifier.kernel.missing import sufficient
from verifier.kernel.points import belongs, fails, witness
from verifier.kernel.proof import Shown
from verifier.kernel.setting import Setting, conjuncts
from verifier.kernel.truth import Truth, breaks, truths
from verifier.kernel.verdicts import Condition, Conditional, Proved, Refuted, Verdict
from verifier.kernel.wording import condition_text, paste_text
from verifier.language.expressions import Constant, Expression
from verifier.language.printer import to_text

if TYPE_CHECKING:
    from verifier.kernel.judgement import Suggest

NOWHERE = "the line above holds at no point, and anything follows from it"
POINTS = 400  # candidates looked at for one satisfying point


class StatementJudge:
    """Judges lines of statements in one context."""

    def __init__(self, setting: Setting, suggest: Suggest) -> None:
        self.setting = setting
        self.suggest = suggest

    def consider(self, claim: Claim, evidence: Evidence) -> Verdict | None:
        """The verdict the evidence carries, or None where it carries none.

        Raises:
            LimitExceeded: when a limit on work is reached.
        """
        match evidence:
            case Reasoning():
                return self._reasoning(claim, evidence)
            case Counterexample(point):
                return self._refuted(claim, point, defined=True)
            case OneSided(point):
                return self._refuted(claim, point, defined=False)
            case _:
                return None

    # -- proofs --------------------------------------------------------------------------------

    def _reasoning(self, claim: Claim, how: Reasoning) -> Verdict | None:
        shown = show_statements(self.setting, claim, how)
        if not shown.values:
            return None
        if shown.missing:
            return self._conditional(claim, how, list(shown.missing))
        if self._point(claim) is None:
            return None
        notes = self._notes(shown)
        if claim.relation == "=>" and self._is_impossible(claim.left, how):
            notes = (NOWHERE, *notes)
        return Proved(_method(how), notes=notes)

    def _conditional(
        self, claim: Claim, how: Reasoning, missing: list[Literal]
    ) -> Conditional | None:
        def way(extra: tuple[Expression, ...]) -> Shown:
            return show_statements(self.setting, claim, how, extra)

        conditions = sufficient(self.setting, way, missing)
        if conditions is None:
            return None
        extra = tuple(map(relation, conditions))
        if self._point(claim, extra) is None or self._is_impossible(claim.left, how, extra):
            return None
        pastes = paste_text(conditions, self.setting.context)
        return Conditional(
            tuple(
                Condition(
                    condition_text(literal), pastes.get(literal, ""), self._failure(claim, literal)
                )
                for literal in conditions
            ),
            _method(how),
            self._notes(way(extra)),
        )

    def _is_impossible(
        self, statement: Expression, how: Reasoning, extra: tuple[Expression, ...] = ()
    ) -> bool:
        """Whether a statement is shown to hold nowhere: then nothing is gained by what follows."""
        claim = Claim(statement, "=>", Constant("false"), self.setting.context)
        shown = show_statements(self.setting, claim, how, extra)
        return shown.values and not shown.missing

    def _points(self, claim: Claim, *interest: Expression) -> Iterator[Point]:
        """Candidates for points of the domain, around the places that the line speaks of."""
        gaps = [
            gap(comparison)
            for side in (claim.left, claim.right)
            for comparison in comparisons(signed(side))
        ]
        context = self.setting.context
        suggested = self.suggest((*gaps, *interest, *context.assumptions), context)
        return islice(suggested, POINTS)

    def _point(self, claim: Claim, extra: tuple[Expression, ...] = ()) -> Point | None:
        """A point at which every comparison of both statements has a truth value by its numbers."""
        for point in self._points(claim, *extra):
            if not belongs(self.setting, point, extra):
                continue
            left, right = truths(claim, PointOracle(point, self.setting.free))
            if left.defined and right.defined:
                return point
        return None

    def _failure(self, claim: Claim, literal: Literal) -> Mapping[str, str] | None:
        """A point of the domain where the condition fails, and the line with it."""
        for point in self._points(claim, literal.origin):
            if not belongs(self.setting, point):
                continue
            oracle = PointOracle(point, self.setting.free)
            if breaks(claim, *truths(claim, oracle)) and fails(relation(literal), oracle):
                return witness(claim, point)
        return None

    def _notes(self, shown: Shown) -> tuple[str, ...]:
        assumed = map(to_text, conjuncts(self.setting.context.assumptions))
        used = [f"uses the assumption {text}" for text in assumed if text in shown.used]
        return tuple(dict.fromkeys(used))

    # -- refutations ---------------------------------------------------------------------------

    def _refuted(self, claim: Claim, point: Point, *, defined: bool) -> Refuted | None:
        """A point at which the line fails; with ``defined``, one where every side has a value."""
        left, right = truths(claim, PointOracle(point, self.setting.free))
        if not breaks(claim, left, right):
            return None
        if defined and not (left.defined and right.defined):
            return None
        if not belongs(self.setting, point):
            return None
        return Refuted(witness(claim, point), _word(left), _word(right), _reason(left, right))


def _method(how: Reasoning) -> str:
    return ", ".join(["contradiction", *(f"by the sign of {name}" for name in how.split)])


def _word(found: Truth) -> str:
    return "true" if found.value else "false"


def _reason(left: Truth, right: Truth) -> str:
    said = (
        "the line above holds, and this one does not"
        if left.value
        else "this line holds, and the one above does not"
    )
    without = right if left.value else left
    return said if without.defined else f"{said}, since a side of it is undefined"
