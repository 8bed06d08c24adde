"""The facts of one case, as signs of polynomials; equations replace names or are divided by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flint import fmpq_mpoly

from verifier.algebra.atoms import Atom, Sort
from verifier.algebra.literals import (
    ANY,
    NEG,
    NIL,
    NONZERO,
    POS,
    flipped,
    power_mask,
    product_mask,
    sign_mask,
)
from verifier.algebra.ranges import Range, domain_relations
from verifier.algebra.ring import DividesByZero, Ratio
from verifier.language.expressions import Expression, Name, free_names

if TYPE_CHECKING:
    from verifier.algebra.fractions import Algebra


ROUNDS = 3  # of taking facts in


@dataclass(frozen=True, slots=True)
class Fact:
    """The sign of a smooth expression in this case; ``label`` names an author's assumption."""

    subject: Expression
    mask: int
    label: str = ""


class Facts:
    """What is known of one case, and which of the author's assumptions were used."""

    def __init__(self, algebra: Algebra, facts: Iterable[Fact]) -> None:
        self.algebra = algebra
        self.used: set[str] = set()
        self.contradiction = False
        self._facts: list[tuple[fmpq_mpoly, int, str]] = []
        self._by_key: dict[object, tuple[int, str]] = {}
        self._ranges: dict[int, Range] = {}
        self._narrow: dict[int, Range] = {}  # with what facts add
        self._atom_keys: dict[int, object] = {}
        self._masks: dict[object, tuple[int, bool]] = {}  # and whether every method was tried
        self._of: dict[tuple[Expression, int], int] = {}
        self._pending = list(facts)
        self._always: set[str] = set()  # labels that every answer rests on
        self._refined = 0
        self._deep = 0
        self.effort = 0  # signs worked out since the line began
        self.loading = True  # what is asked meanwhile is asked cheaply

    def load(self) -> None:
        """Take the facts in: equations first, since they replace names. Called once, by whoever
        made the algebra, before any question."""
        self._refined = self.algebra.refined
        try:
            self._load()
        except DividesByZero:
            self.contradiction = True  # a fact speaks of what is defined nowhere
        self.loading = False

    def renew(self) -> None:
        """Take the facts in again: finer atoms have come since, and their words have changed."""
        self._refined = self.algebra.refined
        for poly, mask, label in list(self._facts):
            self._take(Ratio(poly, self.algebra.one), mask, label)
        self._masks.clear()
        self._of.clear()

    def _load(self) -> None:
        for _ in range(ROUNDS):
            self._take_all()
            if not self._simplify_equations():
                break
        # Equations are in every answer from here on; the others are used when an answer needs them.
        self.forget()

    def learn(self, poly: fmpq_mpoly, mask: int) -> None:
        """Take in what holds wherever the polynomial is defined."""
        self._note(poly, mask, "")

    def _take_all(self) -> None:
        for theorem in self.algebra.floors.theorems:
            self.learn(*theorem)
        equations = [fact for fact in self._pending if fact.mask == NIL]
        for fact in [fact for fact in equations if not self._replaces(fact)]:
            self._take_equation(fact)  # in the words that those which replace names have left
        others = [fact for fact in self._pending if fact.mask != NIL]
        rounds = 1 if len(others) < 2 else 2  # a fact may say more beside later ones
        for fact in others * rounds:
            self._take(self.algebra.fraction(fact.subject), fact.mask, fact.label)
        symbols = self.algebra.names.context.symbols
        for name in self.algebra.rewrites:  # what was known of a replaced name holds of its value
            for subject, mask in domain_relations(name, symbols.get(name)):
                self._take(self.algebra.fraction(subject), mask, "")

    def _simplify_equations(self) -> bool:
        """Leave out factors that the other facts say are not zero; whether that starts all anew."""
        if self.contradiction or not self.algebra.vanishing or len(self._pending) < 2:
            return False
        self.used.clear()
        pending = list(map(self._without_other_factors, self._pending))
        if pending == self._pending:
            return False
        self._pending = pending
        self._always |= self.used
        for known in (self._facts, self._by_key, self._ranges, self._narrow, self._masks, self._of):
            known.clear()
        self.algebra.forget_equations()
        return True

    def _without_other_factors(self, fact: Fact) -> Fact:
        if fact.mask != NIL:
            return fact
        num = self.algebra.reduce(self.algebra.fraction(fact.subject).num)
        if num.is_constant():
            return fact
        essential = self._essential(num)
        if len(self.algebra.factor(essential).powers) == len(self.algebra.factor(num).powers):
            return fact
        return Fact(self.algebra.node(essential), NIL, fact.label)

    def forget(self) -> None:
        """Forget what was worked out, so that the next answers name the assumptions they use."""
        self._masks.clear()
        self._of.clear()
        self._ranges.clear()
        self._narrow.clear()
        self.used = {fact.label for fact in self._pending if fact.mask == NIL and fact.label}
        self.used |= self._always

    def known(self) -> list[tuple[fmpq_mpoly, int, str]]:
        """The facts as signs of polynomials, each with the assumption that it comes from."""
        return self._facts

    def mask(self, poly: fmpq_mpoly, wanted: int = 0) -> int:
        """The signs a polynomial can have."""
        raise NotImplementedError

    def satisfiable(self) -> bool:
        """Whether a point is known at which all the facts hold; one need not be known."""
        raise NotImplementedError

    def _replaces(self, fact: Fact) -> bool:
        """Take an equation that gives a name by others; whether it is one."""
        num = self.algebra.reduce(self.algebra.fraction(fact.subject).num)
        solved = None if num.is_constant() else self._solved(self._essential(num))
        if solved is None:
            return False
        if fact.label:
            self.used.add(fact.label)
        self.algebra.replace(*solved)
        return True

    def _take_equation(self, fact: Fact) -> None:
        algebra = self.algebra
        num = algebra.reduce(algebra.fraction(fact.subject).num)
        if num.is_zero():
            return
        if num.is_constant():
            self.contradiction = True
            return
        if fact.label:
            self.used.add(fact.label)
        num = self._essential(num)
        if num.is_one():
            self.contradiction = True
            return
        solved = self._solved(num)
        if solved is not None:
            algebra.replace(*solved)
        else:
            algebra.vanishing.append(num)

    def _essential(self, num: fmpq_mpoly) -> fmpq_mpoly:
        """``num = 0`` without repeated factors and without those known not to vanish."""
        essential = self.algebra.one
        for base, _ in self.algebra.factor(num).powers:
            if self.mask(base, NONZERO) & NIL:
                essential = essential * base
        return essential

    def _solved(self, num: fmpq_mpoly) -> tuple[str, Expression] | None:
        """``num = 0`` solved for a name it contains to the first degree, with a constant factor."""
        algebra = self.algebra
        degrees = [int(degree) for degree in num.degrees()]
        inner = self._behind(
            names_of(algebra.by_slot[slot])
            for slot, degree in enumerate(degrees)
            if degree > 0 and algebra.by_slot[slot].sort is not Sort.NAME
        )
        for slot, degree in enumerate(degrees):
            atom = algebra.by_slot[slot] if degree == 1 else None
            if atom is None or not isinstance(atom.node, Name) or atom.node.name in inner:
                continue
            if atom.node.name not in algebra.names.context.symbols:
                continue
            factor = num.derivative(slot)
            if factor.is_constant():
                rest = num - factor * algebra.generators[slot]
                value = algebra.node(-rest / factor.leading_coefficient())
                # An integer stays visibly an integer: its parity and its powers depend on that.
                if algebra.names.integral(value) or not algebra.names.integral(atom.node):
                    return atom.node.name, value
        return None

    def _behind(self, names: Iterable[frozenset[str]]) -> frozenset[str]:
        """Names, and those that they were replaced by."""
        found: set[str] = set()
        pending = [name for group in names for name in group]
        while pending:
            name = pending.pop()
            if name not in found:
                found.add(name)
                by = self.algebra.rewrites.get(name)
                pending += free_names(by) if by is not None else ()
        return frozenset(found)

    def _take(self, subject: Ratio, mask: int, label: str) -> None:
        """A fact about ``num/den`` is one about ``num·den``, the divisor being nonzero."""
        poly = subject.num if subject.den.is_one() else subject.num * subject.den
        poly = self.algebra.reduce(poly)
        if poly.is_constant():
            self.contradiction |= not _sign(poly) & mask
            return
        if not self.satisfiable() and not self.mask(poly, ANY - mask) & mask:
            self.contradiction = True
            return
        self._note(poly, mask, label)
        content, powers = self.algebra.factor(poly)
        if len(powers) == 1 and powers[0][1] == 1:
            self._note_alike(poly, mask, label)
            return
        if mask & NIL == 0:
            for base, _ in powers:
                self._note(base, NONZERO, label)
                self._note_alike(base, NONZERO, label)
        # One factor of unknown sign takes the sign that is left for it.
        known, unknown = sign_mask(content), []
        for base, n in powers:
            here = power_mask(self.mask(base), n)
            if here in (POS, NEG):
                known = product_mask(known, here)
            else:
                unknown.append((base, n))
        if len(unknown) == 1 and unknown[0][1] % 2:
            mask = mask if known == POS else flipped(mask)
            self._note(unknown[0][0], mask, label)
            self._note_alike(unknown[0][0], mask, label)

    def _note_alike(self, poly: fmpq_mpoly, mask: int, label: str) -> None:
        """What a fact says of other polynomials."""
        for other, sign in self.alike(poly, mask):
            if other.is_constant():
                self.contradiction |= not sign & _sign(other)
                continue
            self._note(other, sign, label)
            for base, _ in self.algebra.factor(other).powers if not sign & NIL else ():
                self._note(base, NONZERO, label)

    def alike(self, poly: fmpq_mpoly, mask: int) -> list[tuple[fmpq_mpoly, int]]:
        """Other polynomials and their signs, where an irreducible one has the signs given."""
        raise NotImplementedError

    def _note(self, poly: fmpq_mpoly, mask: int, label: str) -> None:
        name, turned = up_to_a_constant(poly)
        old, old_label = self._by_key.get(name, (ANY, ""))
        mask = flipped(mask) if turned else mask
        new = old & mask
        if not new:
            self.contradiction = True
            return
        if new != old:
            self._by_key[name] = (new, label or old_label)
            self._facts.append((-poly if turned else poly, new, label))
            self._masks.clear()
            self._of.clear()
            self._ranges.clear()
            self._narrow.clear()
            if new == NIL:
                self.algebra.vanishing.append(poly)
                return
            atom = self.algebra.lone(self._facts[-1][0])
            if atom is not None and atom.sort is Sort.PARITY and new in (POS, NEG):
                self.algebra.vanishing.append(self._facts[-1][0] + (1 if new == NEG else -1))
            if new in (POS, NEG) and self.algebra.is_whole(poly):
                self._note_beside(self._facts[-1][0], new, label)

    def _note_beside(self, poly: fmpq_mpoly, mask: int, label: str) -> None:
        """A whole number above 0 is at least 1, and one below 0 at most -1."""
        nearer = poly - 1 if mask == POS else poly + 1
        if not nearer.is_constant():
            self._note(nearer, mask | NIL, label)


def _sign(number: fmpq_mpoly) -> int:
    return sign_mask(number.leading_coefficient()) if not number.is_zero() else NIL


def names_of(atom: Atom) -> frozenset[str]:
    """The names an atom is made from."""
    return free_names(atom.node)


def up_to_a_constant(poly: fmpq_mpoly) -> tuple[object, bool]:
    """A name shared by a polynomial's rational multiples; whether this one is negative."""
    lead = poly.leading_coefficient()
    if lead in (1, -1):
        poly, turned = (poly, False) if lead == 1 else (-poly, True)
    else:
        poly, turned = poly / lead, lead < 0
    return (tuple(poly.monoms()), tuple(poly.coeffs())), turned
