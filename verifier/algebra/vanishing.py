"""That a polynomial over atoms is zero, where its normal form does not say so.

Each rule rests on a function that takes a value once only, and asks a simpler question:

- *powers*: ``a + b·t = 0`` for a root t = |v|^(k/q) in lowest terms. For an odd q it is enough that
  a^q = (-b)^q·|v|^k; for an even one, also that a and -b have the same sign, since t >= 0.
- *logarithms*: ``Σ c·log|f| + w = 0`` if its exponential ``∏ |f|^c · exp(w)`` is 1.
- *angles*: ``u = Σ c·(asin or atan) + w`` is 0 if cos u = 1 and -2·pi < u < 2·pi: the cosine is 1
  at whole turns only.

So nested radicals with letters are compared under proved signs, inverse functions by their ranges,
and no branch is ever guessed. In front of a rule a common factor is taken out: a product is zero
where one factor is.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import reduce as fold
from math import gcd, lcm
from typing import TYPE_CHECKING

from flint import fmpq, fmpq_mpoly

from verifier.algebra.atoms import Atom, Sort
from verifier.algebra.literals import NIL, NONNEG, NONPOS, NONZERO, POS
from verifier.algebra.ring import DividesByZero, Ratio
from verifier.language.expressions import Constant
from verifier.language.problems import LimitExceeded

if TYPE_CHECKING:
    from verifier.algebra.fractions import Algebra

DEPTH = 6  # questions one upon the other
QUESTIONS = 120  # for one claim
TERMS = 400  # of a polynomial that is looked at
POWER = 12  # to which both sides of an equation are raised


class Vanishing:
    """The rules over one algebra."""

    def __init__(self, algebra: Algebra) -> None:
        self.algebra = algebra
        self.unsigned: dict[int, Atom] = {}  # absolute values that were met and not opened
        self._deep = 0
        self._questions = 0

    def begin(self) -> None:
        """A new claim: what it may take is counted from here."""
        self._questions = 0
        self.unsigned.clear()

    def vanishes(self, poly: fmpq_mpoly) -> bool:
        """Whether a polynomial is shown to be zero wherever its atoms are defined."""
        algebra = self.algebra
        poly = algebra.reduce(poly)
        if algebra.is_zero(poly):
            return True
        if poly.is_constant() or len(poly) > TERMS or self._deep >= DEPTH:
            return False
        if not algebra.constants.mask(poly) & NIL or algebra.signs.samples.signs(poly) & NONZERO:
            return False
        self._questions += 1
        if self._questions > QUESTIONS:
            return False
        self._deep += 1
        try:
            return any(map(self._by_rules, self._factors(poly)))
        except (DividesByZero, LimitExceeded):
            return False
        finally:
            self._deep -= 1

    def _factors(self, poly: fmpq_mpoly) -> list[fmpq_mpoly]:
        return [base for base, _ in self.algebra.factor(poly).powers]

    def _by_rules(self, poly: fmpq_mpoly) -> bool:
        atoms = [self.algebra.by_slot[i] for i, n in enumerate(map(int, poly.degrees())) if n > 0]
        for atom in atoms:
            if atom.sort is Sort.ABS:
                self.unsigned[atom.slot] = atom
        sorts = {atom.sort for atom in atoms}
        if Sort.LOG in sorts and self._by_exponential(poly, atoms):
            return True
        if any(self.algebra.is_inverse(atom) for atom in atoms) and self._by_turn(poly, atoms):
            return True
        return any(self._by_power(poly, atom) for atom in atoms if atom.degree)

    # -- powers --------------------------------------------------------------------------------

    def _by_power(self, poly: fmpq_mpoly, atom: Atom) -> bool:
        """``a + b·t^k = 0`` by raising ``a`` and ``-b·t^k`` to a power that rids it of the root."""
        if atom.sort not in (Sort.ROOT, Sort.ABS) or atom.value is None:
            return False
        parts = self._by_degree(poly, atom.slot)
        if len(parts) != 2 or 0 not in parts:
            return False
        k = max(parts)
        a, b = parts[0], -parts[k]
        power = atom.degree // gcd(atom.degree, k)
        if power > POWER:
            return False
        if power % 2 == 0 and not self._same_sign(a, b):
            return False
        grown = self.algebra.whole_power(atom.value, k * power // atom.degree)
        left = self.algebra.whole_power(a, power)
        right = self.algebra.product(self.algebra.whole_power(b, power), grown)
        return self.vanishes(left - right)

    def _by_degree(self, poly: fmpq_mpoly, slot: int) -> dict[int, fmpq_mpoly]:
        terms: dict[int, dict[tuple[int, ...], fmpq]] = {}
        for monomial, coefficient in zip(poly.monoms(), poly.coeffs(), strict=True):
            rest = (*monomial[:slot], 0, *monomial[slot + 1 :])
            terms.setdefault(int(monomial[slot]), {})[rest] = coefficient
        return {degree: self.algebra.ring.from_dict(found) for degree, found in terms.items()}

    def _same_sign(self, a: fmpq_mpoly, b: fmpq_mpoly) -> bool:
        """Whether both are >= 0 or both are <= 0, everywhere."""
        signs = self.algebra.signs
        for wanted in (NONNEG, NONPOS):
            if not signs.mask(b, wanted) & ~wanted and not signs.mask(a, wanted) & ~wanted:
                return True
        return False

    # -- logarithms ----------------------------------------------------------------------------

    def _by_exponential(self, poly: fmpq_mpoly, atoms: list[Atom]) -> bool:
        logs = [atom for atom in atoms if atom.sort is Sort.LOG]
        groups = list(self._linear(poly, logs))
        return bool(groups) and all(map(self._is_log_of_one, groups))

    def _is_log_of_one(self, form: fmpq_mpoly) -> bool:
        value = self.algebra.exp(Ratio(form, self.algebra.one))
        return self.vanishes(value.num - value.den)

    def _linear(self, poly: fmpq_mpoly, atoms: list[Atom]) -> Iterator[fmpq_mpoly]:
        """Forms that are linear in the atoms, with numbers as coefficients, which together make the
        polynomial zero where all of them are; none where there are no such forms.
        """
        algebra = self.algebra
        slots = {atom.slot for atom in atoms}
        shares: dict[int, dict[tuple[int, ...], fmpq]] = {}
        rest: dict[tuple[int, ...], fmpq] = {}
        for monomial, coefficient in zip(poly.monoms(), poly.coeffs(), strict=True):
            inside = [slot for slot in slots if monomial[slot]]
            if not inside:
                rest[monomial] = coefficient
                continue
            if len(inside) > 1 or monomial[inside[0]] != 1:
                return
            slot = inside[0]
            bare = (*monomial[:slot], 0, *monomial[slot + 1 :])
            shares.setdefault(slot, {})[bare] = coefficient
        factors = {slot: algebra.ring.from_dict(terms) for slot, terms in shares.items()}
        common = fold(lambda a, b: a.gcd(b), factors.values())
        over = {slot: factor / common for slot, factor in factors.items()}
        whole, left = divmod(algebra.ring.from_dict(rest), common)
        if all(factor.is_constant() for factor in over.values()) and left.is_zero():
            yield sum((f * algebra.generators[slot] for slot, f in over.items()), whole)
            return
        if rest:
            return
        for monomial in dict.fromkeys(m for terms in shares.values() for m in terms):
            yield sum(
                (
                    algebra.generators[slot] * terms[monomial]
                    for slot, terms in shares.items()
                    if monomial in terms
                ),
                algebra.zero,
            )

    # -- angles --------------------------------------------------------------------------------

    def _by_turn(self, poly: fmpq_mpoly, atoms: list[Atom]) -> bool:
        inverses = [atom for atom in atoms if self.algebra.is_inverse(atom)]
        groups = list(self._linear(poly, inverses))
        return bool(groups) and all(self._is_no_turn(group, inverses) for group in groups)

    def _is_no_turn(self, form: fmpq_mpoly, inverses: list[Atom]) -> bool:
        """``form`` is linear in inverse functions; its multiple by whole numbers is looked at."""
        algebra = self.algebra
        shares = [self._by_degree(form, atom.slot).get(1) for atom in inverses]
        numbers = [share.leading_coefficient() for share in shares if share is not None]
        common = Fraction(
            gcd(*(int(number.p) for number in numbers)), lcm(*(int(n.q) for n in numbers))
        )
        form = form * fmpq(common.denominator, common.numerator)
        turn = 2 * algebra.fraction(Constant("pi")).num
        signs = algebra.signs
        if signs.mask(turn - form, POS) != POS or signs.mask(turn + form, POS) != POS:
            return False
        cosine, _ = algebra.angle(Ratio(form, algebra.one))
        return self.vanishes(cosine.num - cosine.den)
