"""Showing a claim about arrays for all sizes: every entry, by the algebra of index notation.

The argument is that of `proof`, without cases: both sides of the claim are read at free indices,
their difference reduces to zero, and each side's exact conditions imply the other's. A condition
with an index of its own holds for every value of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import product

from verifier.algebra.facts import Fact
from verifier.algebra.frames import Outside, Undecided
from verifier.algebra.literals import NEVER, NIL, Literal
from verifier.algebra.ring import DividesByZero, TooManyAtoms
from verifier.claims.claim import Claim
from verifier.claims.shape_errors import ShapeError
from verifier.claims.shapes import Shapes
from verifier.kernel.array_givens import Goal
from verifier.kernel.array_values import Values
from verifier.kernel.existence import seams_of
from verifier.kernel.proof import Shown
from verifier.kernel.setting import Setting
from verifier.language.expressions import (
    ONE,
    Apply,
    Expression,
    Number,
    free_names,
    subexpressions,
)
from verifier.language.problems import LimitExceeded
from verifier.tensors.dimensions import Ranges
from verifier.tensors.forms import consequences
from verifier.tensors.grains import Index, common
from verifier.tensors.indexed import IndexedAlgebra
from verifier.tensors.notation import Notation
from verifier.tensors.reading import BY_CONTINUITY

CAPACITIES = (48, 128, 256, 1024)  # of rings: the larger, the slower; most lines have room in 48
ENTRIES = 16  # of an array of literal size, shown one by one


class Arrays:
    """The arrays of a context, translated once and shared by its lines."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.shapes = Shapes(setting.context)
        self.notation = Notation(setting.context, self.shapes)
        self.ranges: Ranges = {}  # of every index met so far, for conditions found on the way

    def show(
        self,
        claim: Claim,
        closed: frozenset[str],
        given: tuple[Literal, ...] = (),
        *,
        values: bool = True,
        upstream: frozenset[str] = frozenset(),
    ) -> Shown:
        """What can be shown of a claim, for all sizes and every entry.

        ``given`` are further conditions, which hold for every value of their indices;
        ``values=False`` looks at definedness alone; ``upstream`` are earlier gradients that stand
        as letters, where they are shown to exist.

        Raises:
            LimitExceeded: when a limit on work is reached, or for what is not judged.
        """
        return self.prove(Goal(claim, closed, given, values, upstream)).shown

    def prove(self, goal: Goal) -> Showing:
        """As `show`, with all that was found on the way."""
        for capacity in CAPACITIES:
            try:
                return self._prove(goal, capacity)
            except TooManyAtoms:
                continue
            except ShapeError as error:
                raise Outside(error.message) from None
        raise LimitExceeded("the line has too many different functions, entries and sums")

    def _prove(self, goal: Goal, capacity: int) -> Showing:
        first, *others = self._entries(goal.claim)
        showing = Showing(self, goal, capacity, first[1])
        showing.run(first[0])
        for at, ranges in others:
            if not showing.shown.values:
                break
            showing = showing.beside(ranges)
            showing.run(at)
        return showing

    def _entries(self, claim: Claim) -> Iterator[tuple[tuple[Index, ...], Ranges]]:
        """The indices that stand for every entry; those of a small literal size one by one."""
        both = Apply("=", (claim.left, claim.right))
        letters: Ranges = {
            letter: (ONE, size) for letter, size in self.shapes.index_sizes(both).items()
        }
        left, right = self.notation.grains(claim.left), self.notation.grains(claim.right)
        grains = left or right
        if left and right:
            grains = tuple(map(common, left, right))
        flat = [size for grain in grains for size in grain]
        literal = [int(size.value) for size in flat if isinstance(size, Number)]
        count = 1
        for size in literal:
            count *= size
        one_by_one = len(literal) == len(flat) and len(flat) > 0 and count <= ENTRIES
        if one_by_one and all(len(grain) == 1 for grain in grains):
            for places in product(*(range(1, size + 1) for size in literal)):
                yield tuple(Number(place) for place in places), dict(letters)
            return
        at: list[Index] = []
        ranges = dict(letters)
        for grain in grains:
            index, bound = self.notation.bind(grain)
            at.append(index)
            ranges |= {name: (ONE, size) for name, size in bound}
        yield tuple(at), ranges


class Showing(Values):
    """Shows one entry of a claim: the values, then that both sides are defined together."""

    def beside(self, ranges: Ranges) -> Showing:
        """For the next entry: what is found there is added to what was found."""
        following = Showing(self.arrays, self.goal, self.capacity, ranges)
        following.shown, following.seams = self.shown, self.seams
        return following

    def run(self, at: tuple[Index, ...]) -> None:
        """Show one entry."""
        self.shown.cases += 1
        try:
            self._run(at)
        finally:
            self.arrays.ranges |= self.ranges

    def _run(self, at: tuple[Index, ...]) -> None:
        left, right = self._reading(), self._reading()
        try:
            first = left.run(self._side(self.claim.left, at))
            second = right.run(self._side(self.claim.right, at))
        except Undecided as undecided:
            self.shown.missing[undecided.literal] = None
            return
        if not self._rest_on(left.met.rests | right.met.rests):
            self.shown.values = False
            return
        self._assume()
        self._leave_out(left.met, right.met)
        self.met = met = (*left.met.conditions, *right.met.conditions)
        self.tables = _determinants(first, second, *(literal.subject for literal in met))
        self.algebra = self._algebra()
        if self.algebra.signs.contradiction:
            if self.goal.given:  # it is the condition that never holds
                self.shown.values = False
                return
            raise Outside("the assumptions contradict each other, as far as they were understood")
        try:
            if self.values and not self._are_related(first, second, at):
                self.shown.values = False
                return
        except DividesByZero:
            self.shown.missing[NEVER] = None
            return
        conditions = [list(left.met.conditions), list(right.met.conditions)]
        if self._may_be_zero(met) and (not self.values or self._is_continuous(first, second, met)):
            conditions = [list(filter(_is_of_definedness, side)) for side in conditions]
        self._definedness(*conditions)
        self.shown.used |= self.algebra.signs.used

    def _are_related(self, left: Expression, right: Expression, at: tuple[Index, ...]) -> bool:
        if self._related(left, right, at):
            return True
        if not self.seams:
            return False
        self.sees_seams = True
        self.algebra = self._algebra()
        return self._related(left, right, at)

    def _rest_on(self, names: set[str]) -> bool:
        """Whether earlier gradients are shown to exist; their seams are left out of the claim."""
        for name in sorted(names):
            seams = seams_of(self.arrays, name)
            if seams is None:
                return False
            for seam in seams:
                self._leave(*seam.renamed(self.notation, self.ranges))
        return True

    # -- definedness ---------------------------------------------------------------------------

    def _definedness(self, left: list[Literal], right: list[Literal]) -> None:
        ours, theirs = self._open(left), self._open(right)
        if not ours and not theirs:
            return
        if self.claim.left is self.claim.right:  # defined where it is, wherever that may be
            self.shown.shared |= dict.fromkeys(ours)
            return
        mine, yours = self._exact(ours), self._exact(theirs)
        self._implied(mine, [*theirs, *(literal for literal in ours if literal not in mine)])
        self._implied(yours, mine)
        self.shown.shared |= {
            literal: None for literal in (*mine, *yours) if literal not in self.shown.missing
        }

    def _may_be_zero(self, met: Iterable[Literal]) -> bool:
        """Whether no other condition speaks of a power with a letter above: the algebra takes its
        base for one that is not 0."""
        others = filter(_is_of_definedness, (*met, *self.goal.given))
        return not any(_is_power(part) for one in others for part in subexpressions(one.subject))

    def _is_continuous(self, left: Expression, right: Expression, met: Iterable[Literal]) -> bool:
        """Whether two sides that are equal where no base of a natural power is 0 are equal there,
        too: both are continuous, without steps, and nothing keeps other points away, neither a
        condition that holds on an edge nor an assumption or a range of other letters."""
        context = self.setting.context
        if self.claim.relation != "=" or context.assumptions or self.seams:
            return False
        if any(literal.mask & NIL for literal in (*met, *self.goal.given)):
            return False
        if any(map(_is_step, (*subexpressions(left), *subexpressions(right)))):
            return False
        domains = context.symbols.values()
        ends = [end.value for domain in domains for end in (domain.lower, domain.upper) if end]
        ends += [value for domain in domains for value in domain.excluded]
        return not any(map(free_names, ends))

    def _open(self, conditions: list[Literal]) -> list[Literal]:
        unmet = []
        for literal in conditions:
            if self._holds(literal, ()) or self._holds_opened(literal):
                if literal.exact and free_names(literal.subject):
                    self.shown.discharged[literal] = None
            elif all(self._holds(given, ()) for given in literal.given):
                unmet.append(replace(literal, given=()))
            else:
                unmet.append(literal)
        return unmet

    def _exact(self, unmet: list[Literal]) -> list[Literal]:
        """The conditions whose failure shows the side undefined: exact ones, as long as all that is
        not exact before them follows."""
        found: list[Literal] = []
        for literal in unmet:
            if literal.exact:
                found.append(literal)
            elif not self._holds(literal, found):
                break
        return found

    def _implied(self, given: Iterable[Literal], wanted: Iterable[Literal]) -> None:
        known = list(given)
        for literal in wanted:
            if literal.subject not in self.granted and not self._holds(literal, known):
                self.shown.missing[literal] = None

    def _holds(self, literal: Literal, given: Sequence[Literal]) -> bool:
        """Whether a condition holds for every value of its indices, under others that do.

        One that need only hold where a sum is not empty says nothing where it is.
        """
        if any(_is_same(literal, other) for other in given):
            return True
        if self._by_form(literal, self.algebra):
            return True
        letters = free_names(literal.subject) & self.ranges.keys()
        known = [other for other in (*self.universal, *given) if not other.given]
        known += [Literal(*part, part[0]) for other in known for part in consequences(other)]
        facts = [
            Fact(instance.subject, instance.mask)
            for other in known
            for instance in self._instances(other, letters | self.free)
        ]
        if not facts:
            return self._by_signs(literal, self.algebra)
        algebra = self.algebra.with_facts(facts)
        if algebra.signs.contradiction:
            return bool(given)
        return self._by_signs(literal, algebra) or self._by_form(literal, algebra)

    def _holds_opened(self, literal: Literal) -> bool:
        """Whether a condition on letters holds by what they stand for, opened one after another;
        each is defined everywhere, so that opening it asks for nothing more."""
        closed = self.closed
        while letters := free_names(literal.subject) & closed:
            closed -= letters
            reading = self._reading(closed)
            try:
                opened = reading.opened(literal.subject, letters)
            except (LimitExceeded, Undecided):
                return False
            if reading.met.rests:
                return False
            literal = replace(literal, subject=opened)
            if self._holds(literal, ()):
                return True
        return False

    def _by_signs(self, literal: Literal, algebra: IndexedAlgebra) -> bool:
        """Whether what an algebra knows of the expression, multiplied out, is enough."""
        try:
            possible = algebra.signs.of(literal.subject, literal.mask)
        except DividesByZero:
            return False
        return possible & literal.mask == possible

    def _by_form(self, literal: Literal, algebra: IndexedAlgebra) -> bool:
        """Whether the expression's form is enough, with what an algebra knows of its leaves."""
        try:
            possible = self._sign_by_form(literal.subject, algebra)
        except DividesByZero:
            return False
        return bool(possible) and possible & literal.mask == possible


def _is_of_definedness(literal: Literal) -> bool:
    """Whether a condition is one of being defined; the other is that a natural power has no base
    that is 0, by which the algebra divides."""
    return BY_CONTINUITY not in literal.given


def _is_power(node: Expression) -> bool:
    match node:
        case Apply("^", (_, exponent)):
            return not isinstance(exponent, Number)
        case _:
            return False


def _is_step(node: Expression) -> bool:
    return isinstance(node, Apply) and node.head == ">"


def _is_same(one: Literal, other: Literal) -> bool:
    return (one.subject, one.mask, one.given) == (other.subject, other.mask, other.given)


def _determinants(*nodes: Expression) -> frozenset[Expression]:
    """The tables whose determinants stand in some expressions."""
    found = set()
    for node in nodes:
        for part in subexpressions(node):
            match part:
                case Apply("det", (table,)):
                    found.add(table)
                case _:
                    pass
    return frozenset(found)
