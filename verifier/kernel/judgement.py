"""The judge: a claim and evidence in, a verdict or nothing out.

Only this module makes `Proved`, `Refuted` and `Conditional`. It trusts no strategy: a normal form
is computed again, a point is checked to lie in the domain and evaluated in exact arithmetic or
balls, an engine's word counts only beside our own proof that the two sides are defined together.

The order of the rules (a point where values differ, then a proof, then a point where one side is
undefined) is the caller's order of offering evidence; no order makes a false proof.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, assert_never

from flint import arb

from verifier.algebra.frames import NeedSplit, Undecided
from verifier.algebra.literals import Literal, relation
from verifier.algebra.oracles import Point, PointOracle, State
from verifier.algebra.ring import CAPACITIES, DividesByZero, TooManyAtoms
from verifier.claims.claim import Claim, Context
from verifier.claims.statements import CONNECTIVES
from verifier.kernel.array_claims import speaks_of_arrays
from verifier.kernel.evidence import (
    Counterexample,
    Drawn,
    EngineWord,
    Evidence,
    Induction,
    OneSided,
    Reasoning,
    Rewriting,
    Samples,
)
from verifier.kernel.induction import show_by_induction
from verifier.kernel.lettering import readable
from verifier.kernel.missing import Way, sufficient
from verifier.kernel.points import (
    agreement,
    belongs,
    fails,
    sides,
    value_text,
    violated,
    witness,
)
from verifier.kernel.proof import Shown, has_steps, show
from verifier.kernel.reach import is_one_piece, room_for
from verifier.kernel.setting import Impossible, Setting, conjuncts
from verifier.kernel.verdicts import (
    Condition,
    Conditional,
    Confirmed,
    Proved,
    Refuted,
    Trusted,
    Verdict,
)
from verifier.kernel.wording import (
    condition_text,
    failing,
    paste_text,
    texts_of,
    unclaimed,
    undefined,
)
from verifier.language.expressions import Derivative, Expression
from verifier.language.printer import to_text
from verifier.language.problems import LimitExceeded

if TYPE_CHECKING:
    from verifier.kernel.array_judgement import ArrayJudge
    from verifier.kernel.statements import StatementJudge

Suggest = Callable[[tuple[Expression, ...], Context], Iterable[Point]]
"""Where points come from: given expressions of interest, candidate points, best first."""

POINTS = 400  # candidates looked at for one satisfying point
AGREEMENTS = 12  # points that *confirmed* needs
CONSTANT = "an antiderivative: equal up to a constant on each interval of its domain"


class Judge:
    """Judges claims of one context."""

    def __init__(self, context: Context, suggest: Suggest) -> None:
        self.setting = Setting(context)
        self.suggest = suggest
        self._inhabited: bool | None = None
        self._about_arrays: dict[tuple[Expression, Expression], bool] = {}
        self._array_judge: ArrayJudge | None = None
        self._statement_judge: StatementJudge | None = None

    def begin(self) -> None:
        """A new line: what it may take is counted from here."""
        self.setting.free.begin()

    def consider(self, claim: Claim, evidence: Evidence) -> Verdict | None:
        """The verdict the evidence carries, or None where it carries none.

        Raises:
            LimitExceeded: when a limit on work is reached.
        """
        if claim.relation in CONNECTIVES:
            return self._statements(claim).consider(claim, evidence)
        if self.is_about_arrays(claim):
            return self._arrays().consider(claim, evidence)
        tied = claim.antiderivative and not isinstance(evidence, Counterexample | OneSided)
        if tied and not self._moves(claim):
            return None
        match evidence:
            case Rewriting(closed):
                return self._rewriting(claim, closed)
            case Induction():
                return self._induction(claim, evidence)
            case Counterexample(point):
                return self._counterexample(claim, point)
            case OneSided(point):
                return self._one_sided(claim, point)
            case EngineWord(engine, method):
                return self._engine(claim, engine, method)
            case Samples(points, seed):
                return self._samples(claim, points, seed)
            case Drawn() | Reasoning():
                return None  # numbers have points of their own kind: exact ones
            case _:
                assert_never(evidence)

    def is_about_arrays(self, claim: Claim) -> bool:
        """Whether a claim, or what is assumed for it, speaks of arrays."""
        key = claim.left, claim.right
        found = self._about_arrays.get(key)
        if found is None:
            found = self._about_arrays[key] = speaks_of_arrays(self.setting.names, claim)
        return found

    def _arrays(self) -> ArrayJudge:
        if self._array_judge is None:
            from verifier.kernel.array_judgement import ArrayJudge

            self._array_judge = ArrayJudge(self.setting, self.suggest)
        return self._array_judge

    def _statements(self, claim: Claim) -> StatementJudge:
        if self.is_about_arrays(claim):
            raise LimitExceeded("statements about arrays are not judged yet")
        if self._statement_judge is None:
            from verifier.kernel.statements import StatementJudge

            self._statement_judge = StatementJudge(self.setting, self.suggest)
        return self._statement_judge

    def _moves(self, claim: Claim) -> bool:
        """Whether the variable of an indefinite integral is free to move around some point."""
        match claim.left:
            case Derivative(_, _, (variable,)):
                extra = room_for(self.setting, variable)
                return extra is not None and self._belonging(extra)
            case _:
                return False

    def _belonging(self, extra: tuple[Expression, ...]) -> bool:
        context = self.setting.context
        candidates = self.suggest((*context.assumptions, *extra), context)
        return any(belongs(self.setting, point, extra) for point in islice(candidates, POINTS))

    # -- proofs --------------------------------------------------------------------------------

    def _rewriting(self, claim: Claim, closed: frozenset[str]) -> Verdict | None:
        closed &= self.setting.context.total

        def way(extra: tuple[Expression, ...]) -> Shown:
            return show(self.setting, claim, closed, extra)

        return self._proof(claim, way, "normal form")

    def _induction(self, claim: Claim, evidence: Induction) -> Verdict | None:
        closed = evidence.closed & self.setting.context.total
        name, start = evidence.variable, evidence.start

        def way(extra: tuple[Expression, ...]) -> Shown:
            return show_by_induction(self.setting, claim, name, start, closed, extra)

        return self._proof(claim, way, f"induction on {name}")

    def _proof(self, claim: Claim, way: Way, method: str) -> Verdict | None:
        shown = way(())
        if not shown.values:
            return None
        if shown.missing:
            return self._conditional(claim, way, list(shown.missing), method)
        if not self._met(claim, shown):
            return None
        off = tuple(f"{to_text(subject)} = 0" for subject, _ in shown.off)
        method = _method(method, shown)
        return Proved(
            method, texts_of(shown.discharged, self._names), self._notes(claim, shown), off
        )

    def _met(self, claim: Claim, shown: Shown, extra: tuple[Expression, ...] = ()) -> bool:
        """Whether some point of the domain has both sides defined, so that something is claimed."""
        if not extra and not shown.shared and not shown.off:
            return self.inhabited()
        return self._point(claim, extra) is not None

    def inhabited(self, claim: Claim | None = None) -> bool:
        """Whether a point of the (claim's) domain is known that satisfies the assumptions."""
        if claim is not None and self.is_about_arrays(claim):
            return self._arrays().inhabited()
        if self._inhabited is None:
            self._inhabited = self._belonging(())
        return self._inhabited

    def contradictory(self) -> bool:
        """Whether the domain and the assumptions are shown to contradict each other."""
        try:
            self.setting.oracle((), (), CAPACITIES[1])
        except Impossible:
            return True
        except (NeedSplit, Undecided, DividesByZero, TooManyAtoms):
            return False
        return False

    def total(self, claim: Claim) -> bool:
        """Whether both sides of a claim are shown defined on the whole domain."""
        if self.is_about_arrays(claim):
            return self._arrays().total(claim)
        shown = show(self.setting, claim, self.setting.context.total)
        return shown.values and not (shown.missing or shown.shared or shown.off)

    def _point(self, claim: Claim, extra: tuple[Expression, ...]) -> Point | None:
        interest = (claim.left, claim.right, *extra, *self.setting.context.assumptions)
        for point in islice(self.suggest(interest, self.setting.context), POINTS):
            if not belongs(self.setting, point, extra):
                continue
            left, right = sides(claim, PointOracle(point, self.setting.free))
            if left.state is State.DEFINED and right.state is State.DEFINED:
                return point
        return None

    def _conditional(
        self, claim: Claim, way: Way, missing: list[Literal], method: str
    ) -> Conditional | None:
        """The claim under the missing conditions: proved again, and again without each of them."""
        conditions = sufficient(self.setting, way, missing)
        if conditions is None:
            return None
        extra = tuple(map(relation, conditions))
        if self._point(claim, extra) is None:
            return None
        shown = way(extra)
        pastes = paste_text(conditions, self.setting.context)
        return Conditional(
            tuple(
                self._condition(claim, literal, pastes.get(literal, "")) for literal in conditions
            ),
            _method(method, shown),
            self._notes(claim, shown),
        )

    def _condition(self, claim: Claim, literal: Literal, paste: str) -> Condition:
        said = readable(literal, self._names) or literal
        return Condition(condition_text(said), paste, self._failure(claim, literal))

    def _failure(self, claim: Claim, literal: Literal) -> Mapping[str, str] | None:
        """A point of the domain where the condition fails and only one side is defined."""
        interest = (literal.origin, claim.left, claim.right)
        for point in islice(self.suggest(interest, self.setting.context), POINTS):
            if not belongs(self.setting, point):
                continue
            oracle = PointOracle(point, self.setting.free)
            left, right = sides(claim, oracle)
            alone = {left.state, right.state} == {State.DEFINED, State.UNDEFINED}
            if alone and fails(relation(literal), oracle):
                return witness(claim, point)
        return None

    # -- refutations ---------------------------------------------------------------------------

    def _counterexample(self, claim: Claim, point: Point) -> Refuted | None:
        oracle = PointOracle(point, self.setting.free)
        left, right = sides(claim, oracle)
        if left.expression is None or right.expression is None:
            return None
        if not violated(claim, left.expression, right.expression, oracle):
            return None
        if not belongs(self.setting, point):
            return None
        return Refuted(
            witness(claim, point),
            value_text(left.expression, oracle),
            value_text(right.expression, oracle),
            failing(claim),
        )

    def _one_sided(self, claim: Claim, point: Point) -> Refuted | None:
        oracle = PointOracle(point, self.setting.free)
        left, right = sides(claim, oracle)
        if {left.state, right.state} != {State.DEFINED, State.UNDEFINED}:
            return None
        if not belongs(self.setting, point):
            return None
        ours, theirs = (
            "undefined" if side.expression is None else value_text(side.expression, oracle)
            for side in (left, right)
        )
        reason = undefined(claim, left=left.state is State.UNDEFINED)
        return Refuted(witness(claim, point), ours, theirs, reason)

    # -- the words of others -------------------------------------------------------------------

    def _engine(self, claim: Claim, engine: str, method: str) -> Trusted | None:
        shown = self._defined_together(claim)
        if shown is None or not self._agreements(claim, self._candidates(claim)):
            return None
        return Trusted(
            engine, method, texts_of(shown.discharged, self._names), self._notes(claim, shown)
        )

    def _samples(self, claim: Claim, points: tuple[Point, ...], seed: int) -> Confirmed | None:
        shown = self._defined_together(claim)
        if shown is None or shown.cases > 1 or has_steps(self.setting, claim):
            return None  # a switch's seam has measure zero: samples say nothing about it
        if not is_one_piece(self.setting):
            return None
        # Points of our own as well, and each only once: those offered may be chosen to agree.
        agreements = self._agreements(claim, self._candidates(claim))
        if not agreements:
            return None
        agreements = self._agreements(claim, _distinct(points))
        if len(agreements) < AGREEMENTS:
            return None
        error = max(agreements, key=float)
        return Confirmed(
            len(agreements), error.str(2, radius=False), seed, self._notes(claim, shown)
        )

    def _defined_together(self, claim: Claim) -> Shown | None:
        shown = show(self.setting, claim, frozenset(), values=False)
        return None if shown.missing or not self._met(claim, shown) else shown

    def _candidates(self, claim: Claim) -> Iterable[Point]:
        return islice(self.suggest((claim.left, claim.right), self.setting.context), POINTS)

    def _agreements(self, claim: Claim, points: Iterable[Point]) -> list[arb]:
        """Relative errors at the points where both sides are defined; none if any contradicts."""
        errors = []
        for point in points:
            if not belongs(self.setting, point):
                continue
            oracle = PointOracle(point, self.setting.free)
            left, right = sides(claim, oracle)
            if left.expression is None or right.expression is None:
                continue
            if violated(claim, left.expression, right.expression, oracle):
                return []
            error = agreement(left.expression, right.expression, oracle)
            if error is not None:
                errors.append(error)
        return errors

    def _notes(self, claim: Claim, shown: Shown) -> tuple[str, ...]:
        """What the reader must know: where nothing is claimed, conventions, assumptions used."""
        notes = [CONSTANT] if claim.antiderivative else []
        notes += [
            f"nothing is claimed where {text}" for text in unclaimed(shown.shared, self._names)
        ]
        notes += [
            f"proved off {to_text(subject)} = 0, by convention {convention}"
            for subject, convention in shown.off
        ]
        assumed = map(to_text, conjuncts(self.setting.context.assumptions))
        notes += [f"uses the assumption {text}" for text in assumed if text in shown.used]
        return tuple(dict.fromkeys(notes))

    @cached_property
    def _names(self) -> frozenset[str]:
        context = self.setting.context
        return frozenset({*context.symbols, *context.definitions, *context.values})


def _distinct(points: Iterable[Point]) -> list[Point]:
    found = {tuple((name, point[name]) for name in sorted(point)): point for point in points}
    return list(found.values())


def _method(method: str, shown: Shown) -> str:
    return method if shown.cases == 1 else f"{method} in {shown.cases} cases"
