"""Showing a claim about arrays for all sizes: every entry, by the algebra of index notation.

The argument is that of `proof`, without cases: both sides of the claim are read at free indices,
their difference reduces to zero, and each side's exact conditions imply the other's. A condition
with an index of its own holds for every value of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice, product
from typing import NamedTuple

from verifier.algebra.derivative import add, negate
from verifier.algebra.facts import Fact
from verifier.algebra.frames import Outside, Undecided
from verifier.algebra.literals import MASKS, NEVER, NIL, NONZERO, POS, Literal
from verifier.algebra.ranges import domain_relations, rational
from verifier.algebra.ring import CAPACITIES, DividesByZero, TooManyAtoms
from verifier.claims.claim import Claim, Domain
from verifier.claims.shape_errors import ShapeError
from verifier.claims.shapes import Shapes
from verifier.kernel.interior import is_thin
from verifier.kernel.proof import Shown
from verifier.kernel.setting import Setting, conjuncts
from verifier.language.expressions import (
    ONE,
    Apply,
    Binder,
    Entry,
    Expression,
    Name,
    Number,
    free_names,
    subexpressions,
    substitute,
)
from verifier.language.printer import to_text
from verifier.language.problems import LimitExceeded
from verifier.tensors.definite import DEFINITE, Definiteness
from verifier.tensors.frame import Read
from verifier.tensors.indexed import IndexedAlgebra
from verifier.tensors.notation import Index, Notation, Ranges
from verifier.tensors.reading import Reading

ENTRIES = 16  # of an array of literal size, shown one by one
INSTANCES = 48  # of one condition that holds for every value of its indices
MULTIPLIERS = 6  # matrices tried on each side of an equation


class Goal(NamedTuple):
    """What is to be shown: a claim with some names as letters, under further conditions."""

    claim: Claim
    closed: frozenset[str]
    given: tuple[Literal, ...]
    values: bool


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
    ) -> Shown:
        """What can be shown of a claim, for all sizes and every entry.

        ``given`` are further conditions, which hold for every value of their indices;
        ``values=False`` looks at definedness alone.

        Raises:
            LimitExceeded: when a limit on work is reached, or for what is not judged.
        """
        goal = Goal(claim, closed, given, values)
        for capacity in CAPACITIES[1:]:
            try:
                return self._show(goal, capacity)
            except TooManyAtoms:
                continue
            except ShapeError as error:
                raise Outside(error.message) from None
        raise LimitExceeded("the line has too many different functions, entries and sums")

    def _show(self, goal: Goal, capacity: int) -> Shown:
        shown = Shown()
        for at, ranges in self._entries(goal.claim):
            showing = _Showing(self, goal, capacity, ranges, shown)
            showing.run(at)
            self.ranges |= showing.ranges
            shown.cases += 1
            if not shown.values:
                break
        return shown

    def _entries(self, claim: Claim) -> Iterator[tuple[tuple[Index, ...], Ranges]]:
        """The indices that stand for every entry; those of a small literal size one by one."""
        both = Apply("=", (claim.left, claim.right))
        letters: Ranges = {
            letter: (ONE, size) for letter, size in self.shapes.index_sizes(both).items()
        }
        left, right = self.notation.grains(claim.left), self.notation.grains(claim.right)
        grains = left or right
        if left and right:
            grains = tuple(a if len(a) >= len(b) else b for a, b in zip(left, right, strict=True))
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


class _Showing:
    """One entry of a claim (any entry, its indices being free)."""

    def __init__(
        self,
        arrays: Arrays,
        goal: Goal,
        capacity: int,
        ranges: Ranges,
        shown: Shown,
    ) -> None:
        self.arrays = arrays
        self.setting = arrays.setting
        self.notation = arrays.notation
        self.claim = goal.claim
        self.closed = goal.closed
        self.values = goal.values
        self.capacity = capacity
        self.ranges = ranges
        self.free = frozenset(ranges)
        given = goal.given
        for name in frozenset().union(*(free_names(literal.subject) for literal in given)):
            if name in arrays.ranges:
                ranges.setdefault(name, arrays.ranges[name])
        self.shown = shown
        self.tables: frozenset[Expression] = frozenset()  # whose determinants matter
        self.universal: list[Literal] = list(given)
        self.known: list[Fact] = []
        self.equations: list[tuple[Expression, frozenset[str]]] = []
        self.granted: set[Expression] = set()  # nonzero wherever the other side is defined

    # -- reading -------------------------------------------------------------------------------

    def _reading(self) -> Reading:
        met = Read(ranges=self.ranges)
        return Reading(self.setting.names, self.notation, self.closed, None, (), met)

    def run(self, at: tuple[Index, ...]) -> None:
        left, right = self._reading(), self._reading()
        try:
            first = left.run(self._side(self.claim.left, at))
            second = right.run(self._side(self.claim.right, at))
        except Undecided as undecided:
            self.shown.missing[undecided.literal] = None
            return
        self._assume()
        self._leave_out(left.met, right.met)
        met = (*left.met.conditions, *right.met.conditions)
        self.tables = _determinants(first, second, *(literal.subject for literal in met))
        self.algebra = self._algebra()
        if self.algebra.signs.contradiction:
            raise Outside("the assumptions contradict each other, as far as they were understood")
        try:
            if self.values and not self._related(first, second, at):
                self.shown.values = False
                self.shown.reason = "the two sides have different normal forms"
                return
        except DividesByZero:
            self.shown.missing[NEVER] = None
            return
        self._definedness(list(left.met.conditions), list(right.met.conditions))
        self.shown.used |= self.algebra.signs.used

    def _side(self, node: Expression, at: tuple[Index, ...]) -> Expression:
        return self.notation.entry(node, at if self.arrays.shapes.of(node) else ())

    def _algebra(self) -> IndexedAlgebra:
        algebra = self._bare_algebra(frozenset())
        definite = self._definite(algebra)
        return self._bare_algebra(definite) if definite else algebra

    def _bare_algebra(self, definite: frozenset[Expression]) -> IndexedAlgebra:
        facts = [*self.setting.domain_facts, *self.known]
        # A condition for every value of its indices holds for those of the claim.
        for literal in self.universal:
            facts += [
                Fact(instance.subject, instance.mask)
                for instance in self._instances(literal, self.free)
            ]
        return IndexedAlgebra(
            self.setting.names,
            self.ranges,
            facts,
            tuple(self.equations),
            definite,
            self.capacity,
        )

    def _definite(self, algebra: IndexedAlgebra) -> frozenset[Expression]:
        """The tables, met on the way, of matrices that are positive definite."""

        def is_positive(node: Expression, strictly: bool) -> bool:
            reading = self._reading()
            at = []
            for size in self.arrays.shapes.of(node):
                name = self.notation.index()
                self.ranges[name] = (ONE, size)
                at.append(Name(name))
            try:
                read = reading.run(self.notation.entry(node, tuple(at)))
                wanted = POS if strictly else POS | NIL
                return algebra.signs.of(read, wanted) & ~wanted == 0
            except (LimitExceeded, Undecided, DividesByZero):
                return False

        definiteness = Definiteness(self.setting.context, self.arrays.shapes, is_positive)
        return frozenset(
            table
            for table, matrix in list(self.notation.matrices.items())
            if table in self.tables and definiteness.of(matrix) == DEFINITE
        )

    # -- what is given -------------------------------------------------------------------------

    def _assume(self) -> None:
        """The context's assumptions and declared structures, at a point."""
        for assumption in conjuncts(self.setting.context.assumptions):
            self._assume_relation(assumption)
        needed = self._mentioned()
        for name, domain in self.setting.context.symbols.items():
            if name not in needed:
                continue
            if domain.shape:
                self._bounds(name, domain)
            if domain.structure & {"invertible", "orthogonal", "positive definite"}:
                table = self.notation.table(Name(name))
                det = self._reading().run(Apply("det", (table,)))
                mask = POS if "positive definite" in domain.structure else NONZERO
                self.known.append(Fact(det, mask))
            if "orthogonal" in domain.structure:
                self._orthogonal(name, domain.shape[0])

    def _mentioned(self) -> frozenset[str]:
        """The names the claim and its assumptions go through: only those are worth a fact."""
        bodies = (self.claim.left, self.claim.right, *self.setting.context.assumptions)
        results = [
            value.last for value in self.setting.context.values.values() if value.last is not None
        ]
        return frozenset().union(*map(self.setting.names.mentioned, (*bodies, *results)))

    def _bounds(self, name: str, domain: Domain) -> None:
        """Bounds of an array's entries that are no numbers, and values they never take."""
        ends = [bound.value for bound in (domain.lower, domain.upper) if bound is not None]
        if not domain.excluded and all(rational(end) is not None for end in ends):
            return
        at = []
        for size in domain.shape:
            index = self.notation.index()
            self.ranges[index] = (ONE, size)
            at.append(Name(index))
        entry = Entry(Name(name), tuple(at))
        for subject, mask in domain_relations(name, domain):
            here = substitute(subject, {name: entry})
            self.universal.append(Literal(here, mask, here))

    def _orthogonal(self, name: str, size: Expression) -> None:
        for transposed in (False, True):
            i, j, k = (self.notation.index() for _ in range(3))
            self.ranges |= dict.fromkeys((i, j, k), (ONE, size))
            pairs = [(i, k), (j, k)] if not transposed else [(k, i), (k, j)]
            entries = tuple(Entry(Name(name), (Name(a), Name(b))) for a, b in pairs)
            total = Binder("sum", Apply("*", entries), k, ONE, size)
            gap = add(total, negate(Apply("==", (Name(i), Name(j)))))
            self.equations.append((gap, frozenset((i, j))))

    def _assume_relation(self, assumption: Expression) -> None:
        match assumption:
            case Apply(symbol, (left, right)) if symbol in MASKS:
                pass
            case _:
                return  # a disjunction: not used, which can only lose proofs
        shapes = self.arrays.shapes
        at: list[Expression] = []
        for size in shapes.of(left) or shapes.of(right):
            name = self.notation.index()
            self.ranges[name] = (ONE, size)
            at.append(Name(name))
        reading = self._reading()
        try:
            gap = add(
                reading.run(self._side(left, tuple(at))),
                negate(reading.run(self._side(right, tuple(at)))),
            )
        except (LimitExceeded, Undecided):
            return
        label = to_text(assumption)
        letters = frozenset(name.name for name in at if isinstance(name, Name))
        mask = MASKS[symbol]
        given = [literal for literal in reading.met.conditions if literal.exact]
        given.append(Literal(gap, mask, gap))
        for literal in given:
            own = free_names(literal.subject) & self.ranges.keys()
            if literal.mask == NIL and (own or _has_arrays(literal.subject)):
                self.equations.append((literal.subject, letters))
                self.shown.used.add(label)
            elif own:
                self.universal.append(literal)
                self.shown.used.add(label)
            else:
                self.known.append(Fact(literal.subject, literal.mask, label))

    def _leave_out(self, *sides: Read) -> None:
        """Seams that a convention takes out of the claim, if they are shown to be thin."""
        for side in sides:
            for literal, convention in side.off:
                if is_thin(self.setting, self.notation, literal.subject, self.ranges):
                    self.shown.off[literal.origin, convention] = None
                    self.universal.append(literal)
                else:
                    side.conditions[literal] = None

    # -- values --------------------------------------------------------------------------------

    def _related(self, left: Expression, right: Expression, at: tuple[Index, ...]) -> bool:
        gap = add(left, negate(right))
        if self.claim.relation != "=":
            wanted = MASKS[self.claim.relation]
            return self.algebra.signs.of(gap, wanted) & ~wanted == 0
        return self._vanishes(gap, 0) or self._vanishes_after_multiplying(at)

    def _vanishes(self, gap: Expression, depth: int) -> bool:
        """Whether the difference is zero; for two free indices, equal or not."""
        algebra = self.algebra
        if algebra.vanishes(gap):
            return True
        if algebra.loose:
            algebra.relate_at(sorted(self.free))
            if algebra.vanishes(gap):
                return True
        num = algebra.reduce(algebra.fraction(gap).num)
        degrees = num.degrees()
        for atom in algebra.atoms:
            if not degrees[atom.slot] or not _is_free_delta(atom.node, self.free):
                continue
            if depth > 4:
                return False
            apart = algebra.put(num, atom.slot, algebra.zero)
            if not algebra.is_zero(apart):
                # The index of the one may still hide in sums that the other's value would change.
                return False
            i, j = _pair(atom.node)
            return self._vanishes(substitute(gap, {j: Name(i)}), depth + 1)
        return False

    def _vanishes_after_multiplying(self, at: tuple[Index, ...]) -> bool:
        """``D = 0`` if ``M @ D = 0`` or ``D @ M = 0`` for an invertible M."""
        if len(at) != 2:
            return False
        rows, columns = at
        if isinstance(rows, tuple) or isinstance(columns, tuple):
            return False
        bases = [
            atom.node.base
            for atom in self.algebra.atoms
            if isinstance(atom.node, Entry) and isinstance(atom.node.base, Apply)
        ]
        for base in islice(dict.fromkeys(bases), MULTIPLIERS):
            for from_left in (True, False):
                if self._vanishes_times(base, from_left, rows, columns):
                    return True
        return False

    def _vanishes_times(
        self, base: Apply, from_left: bool, row: Expression, column: Expression
    ) -> bool:
        (table,) = base.args
        match table:
            case Binder(_, Binder(_, body, q, _, size), p, _, _) if size is not None:
                pass
            case _:
                return False
        outer = row if from_left else column
        if not isinstance(outer, Name) or not self.algebra.same_ends(
            self.ranges[outer.name], (ONE, size)
        ):
            return False
        k = self.notation.index()
        self.ranges[k] = (ONE, size)
        ends = (outer, Name(k)) if from_left else (Name(k), outer)
        matrix = substitute(body, {p: ends[0], q: ends[1]})
        at = (Name(k), column) if from_left else (row, Name(k))
        reading = self._reading()
        sides = [reading.run(self._side(side, at)) for side in (self.claim.left, self.claim.right)]

        def times_matrix(node: Expression) -> Expression:
            return Binder("sum", Apply("*", (matrix, node)), k, ONE, size)

        try:
            if not self._vanishes(times_matrix(add(sides[0], negate(sides[1]))), 0):
                return False
            self._grant(base, sides, times_matrix, Apply("==", (row, column)))
        except LimitExceeded:
            return False
        return True

    def _grant(
        self,
        base: Apply,
        sides: list[Expression],
        times_matrix: Callable[[Expression], Expression],
        identity: Expression,
    ) -> None:
        """``inv(M) = H``: if M @ H is the identity, M is invertible wherever H is defined. That is
        shown afresh, by an algebra in which nothing speaks of ``inv(M)``."""
        for side, other in (sides, sides[::-1]):
            alone = isinstance(side, Entry) and side.base is base
            if alone and base not in subexpressions(other):
                algebra = self.algebra
                self.algebra = self._algebra()
                if self._vanishes(add(times_matrix(other), negate(identity)), 0):
                    self.granted.add(Apply("det", base.args))
                self.algebra = algebra

    # -- definedness ---------------------------------------------------------------------------

    def _definedness(self, left: list[Literal], right: list[Literal]) -> None:
        ours, theirs = self._open(left), self._open(right)
        if not ours and not theirs:
            return
        mine, yours = self._exact(ours), self._exact(theirs)
        self._implied(mine, [*theirs, *(literal for literal in ours if literal not in mine)])
        self._implied(yours, mine)
        self.shown.shared |= {
            literal: None for literal in (*mine, *yours) if literal not in self.shown.missing
        }

    def _open(self, conditions: list[Literal]) -> list[Literal]:
        unmet = []
        for literal in conditions:
            if self._holds(literal, ()):
                if literal.exact and free_names(literal.subject):
                    self.shown.discharged[literal] = None
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

    def _holds(self, literal: Literal, given: Iterable[Literal]) -> bool:
        """Whether a condition holds for every value of its indices, under others that do."""
        letters = free_names(literal.subject) & self.ranges.keys()
        facts = [
            Fact(instance.subject, instance.mask)
            for other in (*self.universal, *given)
            for instance in self._instances(other, letters | self.free)
        ]
        algebra = self.algebra.with_facts(facts) if facts else self.algebra
        try:
            if algebra.signs.contradiction:
                return bool(given)
            possible = algebra.signs.of(literal.subject, literal.mask)
        except DividesByZero:
            return False
        return possible & literal.mask == possible

    def _instances(self, literal: Literal, letters: frozenset[str]) -> Iterator[Literal]:
        """A condition with its own indices replaced by others of the same range."""
        own = sorted(free_names(literal.subject) & self.ranges.keys() - self.free)
        if not own:
            yield literal
            return
        choices = [
            [
                letter
                for letter in sorted(letters | {index})
                if _same_range(self.ranges[letter], self.ranges[index])
            ]
            for index in own
        ]
        for chosen in islice(product(*choices), INSTANCES):
            swap: dict[str, Expression] = dict(zip(own, map(Name, chosen), strict=True))
            subject = substitute(literal.subject, swap)
            yield Literal(subject, literal.mask, literal.origin, literal.exact)


def _same_range(a: tuple[Expression, Expression], b: tuple[Expression, Expression]) -> bool:
    return a[0] is b[0] and a[1] is b[1]


def _has_arrays(node: Expression) -> bool:
    return any(isinstance(part, Entry | Binder) for part in subexpressions(node))


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


def _is_free_delta(node: Expression, free: frozenset[str]) -> bool:
    match node:
        case Apply("==", (Name(i), Name(j))):
            return i in free and j in free
        case _:
            return False


def _pair(node: Expression) -> tuple[str, str]:
    match node:
        case Apply("==", (Name(i), Name(j))):
            return i, j
        case _:
            raise ValueError("not a delta of two indices")
