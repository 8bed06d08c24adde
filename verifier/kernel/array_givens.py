"""What is given of the arrays in a claim: assumptions, declared structures, ranges of entries.

They are facts about a point. Those of arrays hold for every value of their indices, and are used at
the indices of the claim.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from itertools import islice, product, takewhile
from typing import TYPE_CHECKING, NamedTuple

from verifier.algebra.derivative import add, negate
from verifier.algebra.facts import Fact
from verifier.algebra.frames import Undecided
from verifier.algebra.literals import MASKS, NIL, NONNEG, NONZERO, POS, Literal
from verifier.algebra.ranges import domain_relations, rational
from verifier.algebra.ring import DividesByZero
from verifier.claims.claim import Claim, Domain
from verifier.kernel.interior import is_thin
from verifier.kernel.proof import Shown
from verifier.kernel.setting import conjuncts
from verifier.language.expressions import (
    ONE,
    Apply,
    Binder,
    Entry,
    Expression,
    Name,
    free_names,
    subexpressions,
    substitute,
)
from verifier.language.printer import to_text
from verifier.language.problems import LimitExceeded
from verifier.tensors.definite import DEFINITE, Definiteness
from verifier.tensors.dimensions import Ranges
from verifier.tensors.equations import inverse_pair, symmetric
from verifier.tensors.forms import Form, consequences
from verifier.tensors.frame import Read
from verifier.tensors.grains import Index
from verifier.tensors.indexed import IndexedAlgebra
from verifier.tensors.lengths import never_empty
from verifier.tensors.reading import Reading

if TYPE_CHECKING:
    from verifier.kernel.arrays import Arrays

INSTANCES = 48  # of one condition that holds for every value of its indices


class Goal(NamedTuple):
    """What is to be shown: a claim with some names as letters, under further conditions."""

    claim: Claim
    closed: frozenset[str]
    given: tuple[Literal, ...] = ()
    values: bool = True
    upstream: frozenset[str] = frozenset()


class Givens:
    """One entry of a claim (any entry, its indices being free), and what is known there.

    Attributes:
        universal: conditions that hold for every value of their indices.
        known: facts without indices of their own.
        equations: what is zero for all values of some indices.
        symmetric: arrays that an assumption says to equal their transposes.
        granted: what is nonzero wherever the other side is defined.
        tables: the matrices whose determinants matter.
    """

    def __init__(
        self,
        arrays: Arrays,
        goal: Goal,
        capacity: int,
        ranges: Ranges,
    ) -> None:
        self.arrays = arrays
        self.goal = goal
        self.setting = arrays.setting
        self.notation = arrays.notation
        self.claim = goal.claim
        self.closed = goal.closed
        self.upstream = goal.upstream
        self.values = goal.values
        self.capacity = capacity
        self.ranges = ranges
        self.free = frozenset(ranges)
        given = goal.given
        for name in frozenset().union(*(free_names(literal.subject) for literal in given)):
            if name in arrays.ranges:
                ranges.setdefault(name, arrays.ranges[name])
        self.shown = Shown()
        self.tables: frozenset[Expression] = frozenset()  # whose determinants matter
        self.universal: list[Literal] = list(given)
        self.known: list[Fact] = []
        self.equations: list[tuple[Expression, frozenset[str]]] = []
        self.symmetric: frozenset[Expression] = frozenset()
        self.granted: set[Expression] = set()  # nonzero wherever the other side is defined
        self.seams: dict[Literal, str] = {}  # left out of the claim, and by which convention
        self.sees_seams = False  # whether the algebra knows that we are off them: seldom of use

    def _reading(self, closed: frozenset[str] | None = None) -> Reading:
        """A new reading, with the goal's letters or with others."""
        met = Read(ranges=self.ranges)
        closed = self.closed if closed is None else closed
        return Reading(self.setting.names, self.notation, closed, None, (), met, self.upstream)

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
            if literal in self.seams and not self.sees_seams:
                continue
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
            self.symmetric,
            self.capacity,
        )

    def _definite(self, algebra: IndexedAlgebra) -> frozenset[Expression]:
        """The tables, met on the way, of matrices that are positive definite."""
        definiteness = self._definiteness(algebra)
        return frozenset(
            table
            for table, matrix in list(self.notation.matrices.items())
            if table in self.tables and definiteness.of(matrix) == DEFINITE
        )

    def _definiteness(self, algebra: IndexedAlgebra) -> Definiteness:
        def is_positive(node: Expression, strictly: bool) -> bool:
            reading = self._reading()
            at = tuple(map(self._every, self.arrays.shapes.of(node)))
            try:
                read = reading.run(self.notation.entry(node, at))
                wanted = POS if strictly else POS | NIL
                return algebra.signs.of(read, wanted) & ~wanted == 0
            except (LimitExceeded, Undecided, DividesByZero):
                return False

        return Definiteness(self.setting.context, self.arrays.shapes, is_positive)

    def _sign_by_form(self, node: Expression, algebra: IndexedAlgebra) -> int:
        """The signs that an expression's form leaves, with what is known of its leaves.

        Raises:
            DividesByZero: where it is defined nowhere.
        """
        definiteness = self._definiteness(algebra)
        symbols = self.setting.context.symbols

        def known(leaf: Expression) -> int:
            origin = self.notation.origins.get(leaf)
            is_square = origin is not None and definiteness.is_square(origin)
            return NONNEG if is_square else algebra.signs.of(leaf)

        return Form(known, lambda ends: never_empty(ends, self.ranges, symbols)).sign_of(node)

    def _instances(self, literal: Literal, letters: frozenset[str]) -> Iterator[Literal]:
        """A condition with its own indices replaced by others of the same range. They stay where
        there certainly is an entry that they stand for."""
        own = sorted(free_names(literal.subject) & self.ranges.keys() - self.free)
        if not own:
            yield literal
            return
        symbols = self.setting.context.symbols
        choices = [
            [
                letter
                for letter in sorted(letters | {index})
                if _same_range(self.ranges[letter], self.ranges[index])
                and (letter in letters or never_empty(self.ranges[index], self.ranges, symbols))
            ]
            for index in own
        ]
        for chosen in islice(product(*choices), INSTANCES):
            swap: dict[str, Expression] = dict(zip(own, map(Name, chosen), strict=True))
            if not all(self._fits(*pair, swap) for pair in zip(own, chosen, strict=True)):
                continue
            subject = substitute(literal.subject, swap)
            yield Literal(subject, literal.mask, literal.origin, literal.exact)

    def _fits(self, index: str, letter: str, swap: dict[str, Expression]) -> bool:
        """Whether a letter runs as far as the index it replaces, once the ends of that are replaced
        as well: below another k there are other j."""
        lower, upper = (substitute(end, swap) for end in self.ranges[index])
        return _same_range((lower, upper), self.ranges[letter])

    # -- what is given -------------------------------------------------------------------------

    def _assume(self) -> None:
        """The context's assumptions and declared structures, at a point."""
        for assumption in conjuncts(self.setting.context.assumptions):
            self._assume_relation(assumption, to_text(assumption))
            self._assume_inverses(assumption)
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
        entry = Entry(Name(name), tuple(map(self._every, domain.shape)))
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

    def _every(self, size: Expression) -> Expression:
        """A new index that stands for every one of a size."""
        name = self.notation.index()
        self.ranges[name] = (ONE, size)
        return Name(name)

    def _assume_inverses(self, assumption: Expression) -> None:
        """Of two square matrices whose product is the identity."""
        pair = inverse_pair(assumption, self.arrays.shapes)
        if pair is None:
            return
        a, b = pair
        label = to_text(assumption)
        size = self.arrays.shapes.of(a)[0]
        turned = Apply("==", (Apply("@", (b, a)), Apply("eye", (size,))))
        self._assume_relation(turned, label)
        dets = tuple(Apply("det", (matrix,)) for matrix in pair)
        self._assume_relation(Apply("==", (Apply("*", dets), ONE)), label)
        for det in dets:
            with suppress(LimitExceeded, Undecided):
                subject = self._reading().run(self.notation.entry(det, ()))
                self.known.append(Fact(subject, NONZERO, label))

    def _assume_relation(self, assumption: Expression, label: str) -> None:
        """One relation; ``label`` is the assumption that it follows from.

        What it tells ends at the first condition that need not hold: behind it, nothing is known.
        """
        match assumption:
            case Apply(symbol, (left, right)) if symbol in MASKS:
                pass
            case _:
                return  # a disjunction: not used, which can only lose proofs
        shapes = self.arrays.shapes
        letters = shapes.index_sizes(assumption)
        put = {letter: self._every(size) for letter, size in letters.items()}
        left, right = substitute(left, put), substitute(right, put)
        at = [self._every(size) for size in shapes.of(left) or shapes.of(right)]
        reading = self._reading()
        try:
            first = reading.run(self._side(left, tuple(at)))
            second = reading.run(self._side(right, tuple(at)))
        except (LimitExceeded, Undecided):
            return
        gap = add(first, negate(second))
        indices = frozenset().union(*map(free_names, (*put.values(), *at)))
        mask = MASKS[symbol]
        base = symmetric(first, second, indices) if mask == NIL else None
        if base is not None:
            self.symmetric |= {base}
            self.shown.used.add(label)
            return
        met = reading.met.conditions
        given = list(takewhile(lambda literal: literal.certain, met))
        if len(given) == len(met):  # else values may be others than the rules say
            given.append(Literal(gap, mask, gap))
        given += [
            Literal(part, sign, part) for literal in given for part, sign in consequences(literal)
        ]
        for literal in given:
            own = free_names(literal.subject) & self.ranges.keys()
            if literal.mask == NIL and (own or _has_arrays(literal.subject)):
                self.equations.append((literal.subject, indices))
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
                    self._leave(literal, convention)
                else:
                    side.conditions[literal] = None

    def _leave(self, seam: Literal, convention: str) -> None:
        self.shown.off[seam.origin, convention] = None
        self.seams[seam] = convention
        self.universal.append(seam)


def _same_range(a: tuple[Expression, Expression], b: tuple[Expression, Expression]) -> bool:
    return a[0] is b[0] and a[1] is b[1]


def _has_arrays(node: Expression) -> bool:
    return any(isinstance(part, Entry | Binder) for part in subexpressions(node))
