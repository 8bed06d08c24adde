"""Showing a claim case by case: equal values wherever both sides are defined, and defined together.

The argument, in each case (a set of facts; the cases cover the domain):

- *Values.* Where both sides are defined, every divisor in either normal form is nonzero, and the
  numerator of their difference reduces to zero by relations that hold there.
- *Definedness.* Each side is defined where all its conditions hold, and shown undefined where an
  exact one fails. So the two are defined together if each side's exact conditions imply the
  other's, and the conditions that are not exact follow from the exact ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from flint import fmpq_mpoly

from verifier.algebra.atoms import Atom, Sort
from verifier.algebra.certificates import Purse
from verifier.algebra.derivative import differentiate
from verifier.algebra.facts import Fact
from verifier.algebra.fractions import Algebra
from verifier.algebra.frames import NeedSplit, OffClaim, Undecided, Undefined
from verifier.algebra.literals import (
    ANY,
    MASKS,
    NEVER,
    NIL,
    NONNEG,
    NONPOS,
    NONZERO,
    NOT_KNOWN,
    Literal,
)
from verifier.algebra.lowering import Lowered, lower
from verifier.algebra.oracles import CaseOracle, difference
from verifier.algebra.ring import CAPACITIES, DividesByZero, TooManyAtoms
from verifier.claims.claim import Claim
from verifier.kernel.setting import Impossible, Setting, failing
from verifier.kernel.sum_relations import vanishes_by_relations
from verifier.language.expressions import Apply, Expression, free_names
from verifier.language.problems import LimitExceeded

CASES = 400
DEPTH = 14  # splits one upon the other


@dataclass(slots=True)
class Shown:
    """What was shown of a claim, over all its cases.

    ``values``: the sides are equal wherever both are defined. ``missing``: conditions under which
    they are defined together as well; none means they always are. ``discharged``: conditions that
    hold throughout. ``shared``: conditions under which both sides are defined, and without which
    both are undefined. ``off``: seams that a convention takes out of the claim.
    """

    values: bool = True
    discharged: dict[Literal, None] = field(default_factory=dict)
    shared: dict[Literal, None] = field(default_factory=dict)
    missing: dict[Literal, None] = field(default_factory=dict)
    off: dict[tuple[Expression, str], None] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    cases: int = 0


def show(
    setting: Setting,
    claim: Claim,
    closed: frozenset[str],
    extra: tuple[Expression, ...] = (),
    *,
    values: bool = True,
    cases: int = CASES,
) -> Shown:
    """What can be shown of a claim by normal forms, with names in ``closed`` kept as letters.

    ``extra`` are further assumptions; ``values=False`` looks at definedness alone; ``cases`` is how
    many are looked at.

    Raises:
        LimitExceeded: when a limit on work is reached.
    """
    for capacity in CAPACITIES:
        try:
            showing = _Showing(setting, claim, closed, extra, capacity, values)
            return showing.run(cases)
        except TooManyAtoms:
            continue
    raise LimitExceeded("the line has too many different functions and letters")


class _Showing:
    def __init__(
        self,
        setting: Setting,
        claim: Claim,
        closed: frozenset[str],
        extra: tuple[Expression, ...],
        capacity: int,
        values: bool,
    ) -> None:
        self.setting = setting
        self.claim = claim
        self.closed = closed
        self.extra = extra
        self.capacity = capacity
        self.values = values
        self.shown = Shown()
        self.purse = Purse()
        self._lost: list[tuple[Fact, ...]] = []  # cases in which the claim is not shown
        self._kept: set[Fact] = set()  # the facts of the other cases

    def run(self, most: int) -> Shown:
        """Look at ``most`` cases."""
        pending: list[tuple[Fact, ...]] = [()]
        while pending:
            case = pending.pop()
            self.shown.cases += 1
            if self.shown.cases > most or len(case) > DEPTH:
                raise LimitExceeded(f"the line has more than {most} cases")
            missed = len(self.shown.missing) + len(self._lost)
            try:
                self._case(case)
            except Impossible:
                continue
            except NeedSplit as need:
                pending += [(*case, Fact(need.subject, mask)) for mask in need.masks if mask]
                continue
            if not self.shown.values:
                break
            if missed == len(self.shown.missing) + len(self._lost):
                self._kept.update(case)
        for lost in self._lost:
            self._exclude(lost)
        return self.shown

    def _exclude(self, case: tuple[Fact, ...]) -> None:
        """Take a case out of the claim by one of its facts; if there is one, by a fact of no case
        that was shown.
        """
        own = [fact for fact in case if fact not in self._kept] or case
        chosen = next((fact for fact in reversed(own) if fact.mask == NIL), own[-1])
        literal = Literal(chosen.subject, ANY - chosen.mask, chosen.subject, exact=False)
        self.shown.missing[literal] = None

    def _case(self, case: tuple[Fact, ...]) -> None:
        oracle = self.setting.oracle(case, self.extra, self.capacity, self.purse)
        try:
            left = self._side(self.claim.left, oracle)
            right = self._side(self.claim.right, oracle)
        except OffClaim as off:
            self._off_claim(off, oracle)
            return
        except Undecided as undecided:
            self._miss(undecided.literal, case)
            return
        except DividesByZero:  # what was read on the way is defined nowhere in this case
            self._miss(NOT_KNOWN, case)
            return
        if isinstance(left, Literal) or isinstance(right, Literal):
            self._undefined_side(left, right, case)
        else:
            try:
                if self.values and not self._related(left, right, oracle):
                    self.shown.values = False
                    return
            except (Undecided, Undefined) as unsettled:
                self._miss(unsettled.literal, case)
                return
            self._definedness(left, right, oracle, case)
        self.shown.used |= oracle.algebra.signs.used

    def _side(self, node: Expression, oracle: CaseOracle) -> Lowered | Literal:
        """A side in this case, or the condition that shows it undefined throughout."""
        try:
            lowered = lower(node, self.setting.names, self.closed, oracle)
            literal = failing(oracle, lowered)
            if literal is not None:
                return literal
        except Undefined as undefined:
            return undefined.literal
        try:
            oracle.algebra.fraction(lowered.expression)
        except DividesByZero:
            if all(literal.exact or oracle.holds(literal) for literal in lowered.conditions):
                return NEVER
            raise Undecided from None
        return lowered

    def _off_claim(self, off: OffClaim, oracle: CaseOracle) -> None:
        """A convention applies only on a seam that is shown to have empty interior."""
        inside = free_names(off.subject)
        for name in sorted(inside & self.setting.context.symbols.keys()):
            if any(name in self.setting.names.reach(other) for other in inside - {name}):
                continue  # a letter that is kept closed moves with this symbol
            slope = Literal(differentiate(off.subject, name), NONZERO, off.subject)
            if oracle.holds(slope):
                self.shown.off[off.subject, off.convention] = None
                return
        self.shown.missing[Literal(off.subject, NONZERO, off.subject, exact=False)] = None

    def _related(self, left: Lowered, right: Lowered, oracle: CaseOracle) -> bool:
        """Whether the values stand in the relation wherever both sides are defined."""
        gap = difference(left.expression, right.expression)
        if self._holds(gap, oracle.algebra):
            return True
        open_conditions = [
            [found for found in side.conditions if not oracle.holds(found)]
            for side in (left, right)
        ]
        unmet = [
            Fact(literal.subject, literal.mask)
            for side in open_conditions
            for literal in self._exact(side, oracle)
        ]
        both = oracle.algebra.with_facts(unmet) if unmet else oracle.algebra
        try:
            if unmet and (both.signs.contradiction or self._holds(gap, both)):
                return True
        except DividesByZero:
            return True  # nowhere are both sides defined
        if self.claim.relation == "=" and vanishes_by_relations(
            gap, both, oracle, (*left.conditions, *right.conditions)
        ):
            return True
        if self._related_where_it_is_known(
            gap, [*open_conditions[0], *open_conditions[1]], unmet, oracle
        ):
            return True
        self._split_further(left, right, oracle, both)
        return False

    def _related_where_it_is_known(
        self, gap: Expression, unmet: list[Literal], exact: list[Fact], oracle: CaseOracle
    ) -> bool:
        """The same under the conditions without which nothing is known; they are then missing."""
        if len(unmet) == len(exact):
            return False
        algebra = oracle.algebra.with_facts(Fact(found.subject, found.mask) for found in unmet)
        try:
            if algebra.signs.contradiction or not self._holds(gap, algebra):
                return False
        except DividesByZero:
            return False
        self.shown.missing |= {found: None for found in unmet if not found.exact}
        return True

    def _holds(self, gap: Expression, algebra: Algebra) -> bool:
        if self.claim.relation == "=":
            return algebra.vanishes(gap)
        wanted = MASKS[self.claim.relation]
        return algebra.signs.of(gap, wanted) & ~wanted == 0

    def _split_further(
        self, left: Lowered, right: Lowered, oracle: CaseOracle, algebra: Algebra
    ) -> None:
        """An absolute value of unknown sign, or a floor between known bounds, stands in the normal
        form: look at its cases.
        """
        num = algebra.reduce(algebra.fraction(difference(left.expression, right.expression)).num)
        degrees = num.degrees()
        for atom in algebra.atoms:
            met = degrees[atom.slot] > 0 or atom.slot in algebra.search.unsigned
            if not met and atom.sort is Sort.ABS:
                met = any(
                    other.value is not None and other.value.degrees()[atom.slot] > 0
                    for other in algebra.atoms
                )
            question = _question(algebra, atom) if met else None
            if question is not None:
                oracle.settle((*left.conditions, *right.conditions))
                raise NeedSplit(algebra.node(question[0]), question[1])

    # -- definedness ---------------------------------------------------------------------------

    def _miss(self, literal: Literal, case: tuple[Fact, ...]) -> None:
        """Note a missing condition; where it names nothing, the case itself is what to exclude."""
        if (free_names(literal.origin) and literal.mask != NIL) or not case:
            self.shown.missing[literal] = None
        elif case not in self._lost:
            self._lost.append(case)

    def _undefined_side(
        self, left: Lowered | Literal, right: Lowered | Literal, case: tuple[Fact, ...]
    ) -> None:
        """One side is undefined in the whole case: the other must be, or the case is excluded."""
        if isinstance(left, Literal) and isinstance(right, Literal):
            self.shown.shared[left] = None
            return
        literal = left if isinstance(left, Literal) else right
        if isinstance(literal, Literal):
            self._miss(literal, case)

    def _definedness(
        self, left: Lowered, right: Lowered, oracle: CaseOracle, case: tuple[Fact, ...]
    ) -> None:
        ours, theirs = self._open(left, oracle), self._open(right, oracle)
        if not ours and not theirs:
            return
        mine, yours = self._exact(ours, oracle), self._exact(theirs, oracle)
        inexact = [literal for literal in ours if literal not in mine]
        self._implied(mine, [*theirs, *inexact], oracle, case)
        self._implied(yours, mine, oracle, case)
        missing = self.shown.missing
        self.shown.shared |= {
            literal: None for literal in (*mine, *yours) if literal not in missing
        }

    def _exact(self, unmet: list[Literal], oracle: CaseOracle) -> list[Literal]:
        """The conditions whose failure shows the side undefined: exact ones, as long as all that is
        not exact before them follows; afterwards, a value may not be what it seems."""
        found: list[Literal] = []
        for literal in unmet:
            if oracle.is_exact(literal):
                found.append(literal)
                continue
            algebra = oracle.algebra.with_facts(Fact(f.subject, f.mask) for f in found)
            if not CaseOracle(algebra, self.setting.free).holds(literal):
                break
        return found

    def _open(self, lowered: Lowered, oracle: CaseOracle) -> list[Literal]:
        """The conditions that the facts of the case do not grant."""
        unmet = []
        for literal in lowered.conditions:
            if oracle.holds(literal):
                if literal.exact and free_names(literal.subject):
                    self.shown.discharged[literal] = None
            else:
                unmet.append(literal)
        return unmet

    def _implied(
        self,
        given: Iterable[Literal],
        wanted: Iterable[Literal],
        oracle: CaseOracle,
        case: tuple[Fact, ...],
    ) -> None:
        """Note as missing what does not follow from the conditions given."""
        facts = [Fact(literal.subject, literal.mask) for literal in given]
        algebra = oracle.algebra.with_facts(facts) if facts else oracle.algebra
        if algebra.signs.contradiction:
            return
        stronger = CaseOracle(algebra, self.setting.free)
        for literal in wanted:
            if not stronger.holds(literal):
                self._miss(literal, case)


def _question(algebra: Algebra, atom: Atom) -> tuple[fmpq_mpoly, tuple[int, ...]] | None:
    """The sign that would open an atom, and its cases."""
    match atom.sort:
        case Sort.ABS if atom.argument is not None:
            return atom.argument, (NONNEG, NONPOS)
        case Sort.FLOOR:
            return algebra.floors.question(atom)
        case _:
            return None


def has_steps(setting: Setting, claim: Claim) -> bool:
    """Whether the normal form jumps or bends somewhere: absolute values, floors; True if not
    known.
    """
    try:
        oracle = setting.oracle((), (), CAPACITIES[1])
        for side in (claim.left, claim.right):
            lowered = lower(side, setting.names, frozenset(), oracle)
            oracle.algebra.fraction(lowered.expression)
    except (NeedSplit, Undecided, Undefined, OffClaim, Impossible, DividesByZero, TooManyAtoms):
        return True
    return any(
        atom.sort is Sort.ABS
        or (isinstance(atom.node, Apply) and atom.node.head in ("floor", "ceil"))
        for atom in oracle.algebra.atoms
    )
