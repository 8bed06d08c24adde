"""Signs of polynomials over atoms, proved from the facts of one case.

A sign is a mask of possibilities (`literals`). Each method below is a theorem that may shrink the mask;
`Signs.mask` tries them from cheap to dear and stops as soon as what is wanted is known. The methods:

1. *terms*: a sum of terms of known signs;
2. *facts*: the polynomial is a multiple of one a fact speaks of;
3. *factors*: the sign of a product;
4. *shift*: every bounded atom is written as its bound plus something positive, ``x = a + t`` or, on
   (a, b), ``x = (a + b·t)/(1 + t)`` with t > 0; then the terms decide (Pólya, Bernstein);
5. *roots*: a polynomial in one atom has no root in the atom's range (FLINT isolates them);
6. *discriminant*: a quadratic a·x² + b·x + c with a > 0 and b² - 4ac < 0 is positive;
7. *conjugate*: a + b·r with r² = g has the sign of b where a² < b²·g, else that of a;
8. *combination*: the polynomial is a positive multiple of a fact's plus a remainder of known sign.

Nothing here knows about definedness: a sign is claimed wherever the polynomial's atoms are defined.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flint import acb, arb, fmpq, fmpq_mpoly, fmpz_poly

from verifier.algebra.atoms import Atom, Sort
from verifier.algebra.literals import ANY, NEG, NIL, NONNEG, NONPOS, NONZERO, POS, flipped
from verifier.claims.claim import Bound, Domain, Field
from verifier.language.expressions import Apply, Expression, Name, Number, free_names
from verifier.language.problems import LimitExceeded

if TYPE_CHECKING:
    from verifier.algebra.fractions import Algebra
    from verifier.algebra.ring import Ratio

DEPTH = 4  # how often a sign may rest on another sign
SHIFT_TERMS = 400
ROOT_DEGREE = 60


@dataclass(frozen=True, slots=True)
class Fact:
    """The sign of a smooth expression, known in this case; ``label`` names an author's assumption."""

    subject: Expression
    mask: int
    label: str = ""


@dataclass(slots=True)
class Range:
    """What an atom's values are known to lie in; None is unbounded, ``open`` not attained."""

    lower: fmpq | None = None
    upper: fmpq | None = None
    lower_open: bool = False
    upper_open: bool = False

    @property
    def mask(self) -> int:
        mask = ANY
        if self.lower is not None and (self.lower > 0 or (self.lower == 0 and self.lower_open)):
            mask &= POS
        elif self.lower == 0:
            mask &= NONNEG
        if self.upper is not None and (self.upper < 0 or (self.upper == 0 and self.upper_open)):
            mask &= NEG
        elif self.upper == 0:
            mask &= NONPOS
        return mask


def product_mask(a: int, b: int) -> int:
    """The signs a product can have."""
    mask = 0
    if (a | b) & NIL:
        mask |= NIL
    if (a & POS and b & POS) or (a & NEG and b & NEG):
        mask |= POS
    if (a & POS and b & NEG) or (a & NEG and b & POS):
        mask |= NEG
    return mask


def power_mask(a: int, n: int) -> int:
    """The signs an integer power can have."""
    if n == 0:
        return POS
    if n % 2:
        return a
    return (a & NIL) | (POS if a & NONZERO else 0)


def sum_mask(a: int, b: int) -> int:
    """The signs a sum can have."""
    if a == NIL:
        return b
    if b == NIL:
        return a
    if not (a | b) & NEG:
        return POS if a == POS or b == POS else NONNEG
    if not (a | b) & POS:
        return NEG if a == NEG or b == NEG else NONPOS
    return ANY


class Signs:
    """What the facts of one case say about signs."""

    def __init__(self, algebra: Algebra, facts: Iterable[Fact]) -> None:
        self.algebra = algebra
        self.used: set[str] = set()
        self.contradiction = False
        self._facts: list[tuple[fmpq_mpoly, int, str]] = []
        self._by_key: dict[object, tuple[int, str]] = {}
        self._ranges: dict[int, Range] = {}
        self._masks: dict[object, tuple[int, bool]] = {}  # and whether every method was tried
        self._pending = list(facts)
        self._deep = 0

    def load(self) -> None:
        """Take the facts in: equations first, since they replace names. Called once, by whoever
        made the algebra, before any question."""
        for fact in self._pending:
            if fact.mask == NIL:
                self._take_equation(fact)
        others = [fact for fact in self._pending if fact.mask != NIL]
        for fact in others * min(
            len(others), 2
        ):  # again, since a fact may say more beside later ones
            self._take(self.algebra.fraction(fact.subject), fact.mask, fact.label)
        for name in self.algebra.rewrites:  # what was known of a replaced name holds of its value
            for subject, mask in domain_relations(
                name, self.algebra.names.context.symbols.get(name)
            ):
                self._take(self.algebra.fraction(subject), mask, "")

    # -- facts ---------------------------------------------------------------------------------

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
        solved = self._solved(num)
        if solved is not None:
            algebra.replace(*solved)
        else:
            algebra.vanishing.append(num)

    def _solved(self, num: fmpq_mpoly) -> tuple[str, Expression] | None:
        """``num = 0`` solved for a name it contains to the first degree, with a constant factor."""
        algebra = self.algebra
        degrees = [int(degree) for degree in num.degrees()]
        inner = frozenset().union(
            *(
                names_of(algebra.by_slot[slot])
                for slot, degree in enumerate(degrees)
                if degree and algebra.by_slot[slot].sort is not Sort.NAME
            )
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
                return atom.node.name, algebra.node(-rest / factor.leading_coefficient())
        return None

    def _take(self, subject: Ratio, mask: int, label: str) -> None:
        """A fact about ``num/den`` is one about ``num·den``, the divisor being nonzero."""
        poly = subject.num if subject.den.is_one() else subject.num * subject.den
        poly = self.algebra.reduce(poly)
        if poly.is_constant():
            sign = _sign(poly.leading_coefficient()) if not poly.is_zero() else NIL
            if not sign & mask:
                self.contradiction = True
            return
        if not self.mask(poly, ANY - mask) & mask:
            self.contradiction = True
            return
        self._note(poly, mask, label)
        content, powers = self.algebra.factor(poly)
        if len(powers) == 1 and powers[0][1] == 1:
            return
        if mask & NIL == 0:
            for base, _ in powers:
                self._note(base, NONZERO, label)
        # One factor of unknown sign takes the sign that is left for it.
        known, unknown = _sign(content), []
        for base, n in powers:
            here = power_mask(self.mask(base), n)
            if here in (POS, NEG):
                known = product_mask(known, here)
            else:
                unknown.append((base, n))
        if len(unknown) == 1 and unknown[0][1] % 2:
            self._note(unknown[0][0], mask if known == POS else flipped(mask), label)

    def _note(self, poly: fmpq_mpoly, mask: int, label: str) -> None:
        name, turned = _up_to_a_constant(poly)
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
            self._ranges.clear()
            if new == NIL:
                self.algebra.vanishing.append(poly)

    # -- questions -----------------------------------------------------------------------------

    def of(self, node: Expression, wanted: int = 0) -> int:
        """The signs an expression can have wherever it is defined; may stop inside ``wanted``."""
        num, den = self.algebra.fraction(node)
        num = self.algebra.reduce(num)
        if num.is_zero():
            return NIL
        if den.is_constant():
            mask = self.mask(num, wanted if den.leading_coefficient() > 0 else 0)
            return mask if den.leading_coefficient() > 0 else flipped(mask)
        bottom = self.mask(den) & NONZERO
        if bottom in (POS, NEG):
            return product_mask(self.mask(num), bottom)
        if wanted in (NONZERO, NIL):
            mask = self.mask(num, wanted)
            return mask if mask & wanted == mask else product_mask(mask, bottom)
        return self.mask(num * den, wanted)

    def mask(self, poly: fmpq_mpoly, wanted: int = 0) -> int:
        """The signs a polynomial can have; stops early once inside ``wanted``."""
        if poly.is_constant():
            return _sign(poly.leading_coefficient()) if not poly.is_zero() else NIL
        name, turned = _up_to_a_constant(poly)
        goal = flipped(wanted) if turned else wanted
        found, complete = self._masks.get(name, (ANY, False))
        if not (complete or _single(found) or (goal and found & goal == found)):
            poly = -poly if turned else poly
            if self._deep >= DEPTH:
                found = self._cheap(poly)
            else:
                self._deep += 1
                try:
                    found, complete = self._work_out(poly, goal)
                finally:
                    self._deep -= 1
                self._masks[name] = found, complete and not self._deep
        return flipped(found) if turned else found

    def _work_out(self, poly: fmpq_mpoly, goal: int) -> tuple[int, bool]:
        mask = ANY
        for method in (
            self._cheap,
            self._by_factors,
            self._by_shift,
            self._by_roots,
            self._by_discriminant,
            self._by_conjugate,
            self._by_combination,
        ):
            mask = (mask & method(poly)) or mask
            if _single(mask) or (goal and mask & goal == mask):
                return mask, False
        return mask, True

    def _cheap(self, poly: fmpq_mpoly) -> int:
        known = self._by_key.get(_up_to_a_constant(poly)[0])
        mask = self._by_terms(poly) & self._by_equations(poly)
        if known is not None:
            if known[1] and mask & known[0] != mask:
                self.used.add(known[1])
            mask &= known[0]
        return mask or ANY

    def _by_terms(self, poly: fmpq_mpoly) -> int:
        total = NIL
        for monomial, coefficient in zip(poly.monoms(), poly.coeffs(), strict=True):
            mask = _sign(coefficient)
            for slot, degree in enumerate(monomial):
                if degree:
                    mask = product_mask(mask, power_mask(self.of_atom(slot), int(degree)))
            total = sum_mask(total, mask)
            if total == ANY:
                break
        return total

    def _by_equations(self, poly: fmpq_mpoly) -> int:
        """Where an equation in one atom holds, a polynomial without a common root is not zero."""
        for equation in self.algebra.vanishing:
            both = [
                int(a) + int(b) for a, b in zip(poly.degrees(), equation.degrees(), strict=True)
            ]
            if sum(1 for degree in both if degree) == 1 and poly.gcd(equation).is_constant():
                return NONZERO
        return ANY

    def _by_factors(self, poly: fmpq_mpoly) -> int:
        content, powers = self.algebra.factor(poly)
        if len(powers) == 1 and powers[0][1] == 1:
            return ANY
        mask = _sign(content)
        for base, n in powers:
            mask = product_mask(mask, power_mask(self.mask(base), n))
        return mask

    def _by_shift(self, poly: fmpq_mpoly) -> int:
        """Each bounded atom from its bound; see Pólya's and Bernstein's positivity criteria."""
        if len(poly) > SHIFT_TERMS:
            return ANY
        shifted, signs = poly, {}
        generators = self.algebra.generators
        for slot, degree in enumerate(poly.degrees()):
            if not degree:
                continue
            bounds = self.range(slot)
            t = generators[slot]
            if bounds.lower is not None and bounds.upper is not None:
                if bounds.lower == bounds.upper:
                    return ANY
                shifted = _homogeneous(
                    self.algebra, shifted, slot, int(degree), bounds.lower, bounds.upper
                )
                # t = (x - a)/(b - x) is in (0, oo), 0 where x = a; x = b is the limit t = oo.
                signs[slot] = POS if bounds.lower_open else NONNEG
            elif bounds.lower is not None:
                shifted = self.algebra.put(shifted, slot, t + bounds.lower)
                signs[slot] = POS if bounds.lower_open else NONNEG
            elif bounds.upper is not None:
                shifted = self.algebra.put(shifted, slot, bounds.upper - t)
                signs[slot] = POS if bounds.upper_open else NONNEG
            else:
                signs[slot] = self.of_atom(slot)
            if len(shifted) > SHIFT_TERMS:
                return ANY
        total = NIL
        for monomial, coefficient in zip(shifted.monoms(), shifted.coeffs(), strict=True):
            mask = _sign(coefficient)
            for slot, degree in enumerate(monomial):
                if degree:
                    mask = product_mask(mask, power_mask(signs[slot], int(degree)))
            total = sum_mask(total, mask)
        return ANY if total == ANY else total | self._at_upper_ends(poly, total)

    def _at_upper_ends(self, poly: fmpq_mpoly, inside: int) -> int:
        """What closed upper ends, which the shift only approaches, add to the signs."""
        extra = 0
        for slot, degree in enumerate(poly.degrees()):
            if not degree:
                continue
            bounds = self.range(slot)
            both = bounds.lower is not None and bounds.upper is not None
            if both and not bounds.upper_open and bounds.upper is not None:
                edge = self.algebra.put(poly, slot, self.algebra.ring.constant(bounds.upper))
                extra |= self.mask(edge, inside)
        return extra

    def _by_roots(self, poly: fmpq_mpoly) -> int:
        degrees = [(slot, int(degree)) for slot, degree in enumerate(poly.degrees()) if degree]
        if len(degrees) != 1 or degrees[0][1] > ROOT_DEGREE:
            return ANY
        slot, degree = degrees[0]
        if degree > 1 and len(self.algebra.factor(poly).powers) != 1:
            return ANY  # by factors
        coefficients = [fmpq(0)] * (degree + 1)
        for monomial, coefficient in zip(poly.monoms(), poly.coeffs(), strict=True):
            coefficients[monomial[slot]] = coefficient
        return _mask_on(coefficients, self.range(slot))

    def _by_discriminant(self, poly: fmpq_mpoly) -> int:
        if len(poly) > 40:
            return ANY
        for slot, degree in enumerate(poly.degrees()):
            if degree != 2:
                continue
            first = poly.derivative(slot)
            a = first.derivative(slot) / 2
            b = self.algebra.put(first, slot, self.algebra.zero)
            c = self.algebra.put(poly, slot, self.algebra.zero)
            lead = self.mask(a, POS if self._deep < DEPTH else 0)
            if lead not in (POS, NEG):
                continue
            below = self.mask(b * b - 4 * a * c, NEG)
            if not below & POS:
                return lead | (below & NIL)
        return ANY

    def _by_conjugate(self, poly: fmpq_mpoly) -> int:
        """The sign of a + b·r for a square root (or an absolute value) r >= 0."""
        if len(poly) > 40:
            return ANY
        for slot, degree in enumerate(poly.degrees()):
            atom = self.algebra.by_slot.get(slot)
            if degree != 1 or atom is None or atom.sort not in (Sort.ROOT, Sort.ABS):
                continue
            if atom.degree != 2 or atom.value is None:
                continue
            b = poly.derivative(slot)
            a = poly - b * self.algebra.generators[slot]
            gap = self.mask(self.algebra.reduce(a * a - b * b * atom.value))
            if gap == NEG:
                return self.mask(b) & NONZERO
            if gap == POS:
                return self.mask(a) & NONZERO
        return ANY

    def _by_combination(self, poly: fmpq_mpoly) -> int:
        """Poly = λ·fact + rest with λ > 0 and a rest of the fact's sign."""
        if len(poly) > 40 or self._deep > 2:
            return ANY
        found = ANY
        terms = poly.to_dict()
        for fact, mask, label in self._facts:
            if len(fact) > 40 or mask not in (POS, NEG, NONNEG, NONPOS):
                continue
            for monomial, coefficient in fact.to_dict().items():
                if monomial not in terms:
                    continue
                ratio = terms[monomial] / coefficient
                here = mask if ratio > 0 else flipped(mask)
                rest = poly - ratio * fact
                if rest.is_zero() or len(rest) > len(poly):
                    continue
                total = sum_mask(here, self.mask(rest, here | NIL))
                if found & total not in (found, 0):
                    found &= total
                    if label:
                        self.used.add(label)
            if _single(found):
                break
        return found

    # -- atoms ---------------------------------------------------------------------------------

    def of_atom(self, slot: int) -> int:
        """The signs an atom can have."""
        mask = self.range(slot).mask
        known = self._by_key.get(_up_to_a_constant(self.algebra.generators[slot])[0])
        if known is not None:
            if known[1] and mask & known[0] != mask:
                self.used.add(known[1])
            mask &= known[0]
        return mask or ANY

    def range(self, slot: int) -> Range:
        """The range of an atom's values."""
        found = self._ranges.get(slot)
        if found is None:
            self._ranges[slot] = Range()  # while it is worked out, nothing is known
            try:
                found = self._range_of(self.algebra.by_slot[slot])
            except LimitExceeded:
                found = Range()
            self._ranges[slot] = found
        return found

    def _range_of(self, atom: Atom) -> Range:
        constant = self.algebra.constant_bounds(atom)
        if constant is not None:
            return Range(constant[0], constant[1], True, True)
        match atom.sort:
            case Sort.NAME:
                return self._range_of_name(atom.node)
            case Sort.EXP:
                return self._range_of_exp(atom)
            case Sort.ROOT | Sort.ABS:
                zero = atom.argument is None or self.mask(atom.argument, NONZERO) & NIL
                return Range(fmpq(0), None, not zero)
            case Sort.LOG:
                return self._range_of_log(atom)
            case Sort.SINE | Sort.COSINE | Sort.PARITY:
                return Range(fmpq(-1), fmpq(1))
            case Sort.OPAQUE:
                return _range_of_function(atom.node)
            case _:
                return Range()

    def _range_of_name(self, node: Expression) -> Range:
        context = self.algebra.names.context
        if not isinstance(node, Name) or self.algebra.bare:
            return Range()
        domain = context.symbols.get(node.name)
        if domain is None and node.name in context.ranged:
            domain = context.definitions[node.name].claimed
        return range_of_domain(domain) if domain is not None else Range()

    def _range_of_exp(self, atom: Atom) -> Range:
        exponent = self.algebra.exponent(atom)
        mask = product_mask(self.mask(exponent.num), self.mask(exponent.den) & NONZERO)
        if not mask & NEG:
            return Range(fmpq(1), None, not mask & NIL)
        if not mask & POS:
            return Range(fmpq(0), fmpq(1), True, not mask & NIL)
        return Range(fmpq(0), None, True)

    def _range_of_log(self, atom: Atom) -> Range:
        if atom.argument is None:
            return Range()
        size = self.mask(atom.argument)
        if size & NEG and size & POS:
            return Range()
        magnitude = atom.argument if not size & NEG else -atom.argument
        mask = self.mask(magnitude - 1)
        if not mask & NEG:
            return Range(fmpq(0), None, not mask & NIL)
        if not mask & POS:
            return Range(None, fmpq(0), False, not mask & NIL)
        return Range()


def domain_relations(name: str, domain: Domain | None) -> list[tuple[Expression, int]]:
    """A symbol's domain as signs of expressions, for all bounds and excluded values."""
    if domain is None:
        return []
    found = []
    node = Name(name)
    for bound, mask in ((domain.lower, POS), (domain.upper, NEG)):
        if bound is not None:
            gap = Apply("+", (node, Apply("neg", (bound.value,))))
            found.append((gap, mask if bound.open else mask | NIL))
    if domain.field is Field.NATURAL:
        found.append((node, NONNEG))
    found += [(Apply("+", (node, Apply("neg", (value,)))), NONZERO) for value in domain.excluded]
    return found


def range_of_domain(domain: Domain) -> Range:
    """The part of a domain that is an interval with rational ends; integers to closed ends."""
    lower, lower_open = _end(domain.lower)
    upper, upper_open = _end(domain.upper)
    if domain.field is Field.NATURAL and (lower is None or lower < 0):
        lower, lower_open = fmpq(0), False
    if domain.field in (Field.INTEGER, Field.NATURAL):
        if lower is not None:
            lower, lower_open = (lower.floor() + 1 if lower_open else lower.ceil()), False
        if upper is not None:
            upper, upper_open = (upper.ceil() - 1 if upper_open else upper.floor()), False
        lower = None if lower is None else fmpq(lower)
        upper = None if upper is None else fmpq(upper)
    return Range(lower, upper, lower_open, upper_open)


def _end(bound: Bound | None) -> tuple[fmpq | None, bool]:
    value = None if bound is None else rational(bound.value)
    return value, value is not None and bound is not None and bound.open


def rational(node: Expression) -> fmpq | None:
    """The value of an expression of numbers alone, written without letters."""
    match node:
        case Number(value):
            return fmpq(value.numerator, value.denominator)
        case Apply("neg", (u,)):
            inner = rational(u)
            return None if inner is None else -inner
        case Apply("/", (u, v)):
            top, bottom = rational(u), rational(v)
            return None if top is None or bottom is None or bottom == 0 else top / bottom
        case Apply("+", terms):
            values = [rational(term) for term in terms]
            return None if None in values else sum((v for v in values if v is not None), fmpq(0))
        case _:
            return None


def names_of(atom: Atom) -> frozenset[str]:
    """The names an atom is made from."""
    return free_names(atom.node)


def _range_of_function(node: Expression) -> Range:
    match node:
        case Apply("erf", _):
            return Range(fmpq(-1), fmpq(1), True, True)
        case Apply("atan", _):
            return Range(fmpq(-11, 7), fmpq(11, 7), True, True)
        case Apply("asin", _):
            return Range(fmpq(-11, 7), fmpq(11, 7), True, True)
        case Apply("acos", _):
            return Range(fmpq(0), fmpq(22, 7), False, True)
        case _:
            return Range()


def _sign(number: fmpq) -> int:
    return POS if number > 0 else NEG if number < 0 else NIL


def _single(mask: int) -> bool:
    return mask in (NEG, NIL, POS)


def _up_to_a_constant(poly: fmpq_mpoly) -> tuple[object, bool]:
    """A name shared by a polynomial's rational multiples, and whether this one is a negative one."""
    lead = poly.leading_coefficient()
    if lead == 1 or lead == -1:
        poly, turned = (poly, False) if lead == 1 else (-poly, True)
    else:
        poly, turned = poly / lead, lead < 0
    return (tuple(poly.monoms()), tuple(poly.coeffs())), turned


def _homogeneous(
    algebra: Algebra, poly: fmpq_mpoly, slot: int, degree: int, a: fmpq, b: fmpq
) -> fmpq_mpoly:
    """``(1 + t)^degree · poly(x = (a + b·t)/(1 + t))`` with t in the place of x."""
    t = algebra.generators[slot]
    by_degree: dict[int, dict[tuple[int, ...], fmpq]] = {}
    for monomial, coefficient in zip(poly.monoms(), poly.coeffs(), strict=True):
        rest = (*monomial[:slot], 0, *monomial[slot + 1 :])
        by_degree.setdefault(int(monomial[slot]), {})[rest] = coefficient
    total = algebra.zero
    for n, terms in by_degree.items():
        total += algebra.ring.from_dict(terms) * (b * t + a) ** n * (t + 1) ** (degree - n)
    return total


def _mask_on(coefficients: list[fmpq], bounds: Range) -> int:
    """The signs of an irreducible polynomial in one variable on an interval, by its real roots."""
    if len(coefficients) == 2:
        return _mask_of_line(coefficients, bounds)
    common = 1
    for coefficient in coefficients:
        common = common * int(coefficient.q) // _gcd(common, int(coefficient.q))
    poly = fmpz_poly([int((c * common).p) for c in coefficients])
    roots: list[acb] = [root for root, _ in poly.complex_roots()]
    inside = False
    for root in roots:
        if not root.imag.is_zero():
            continue
        where = _place(root.real, bounds)
        if where is None:
            return ANY
        inside = inside or where
    if inside:
        return ANY
    return _sign(_value(coefficients, _point_in(bounds)))


def _place(root: arb, bounds: Range) -> bool | None:
    """Whether an (irrational) root lies in the interval; None where the ball cannot tell."""
    for end, below in ((bounds.lower, True), (bounds.upper, False)):
        if end is None:
            continue
        if (root < end) if below else (root > end):
            return False
        if not ((root > end) if below else (root < end)):
            return None
    return True


def _mask_of_line(coefficients: list[fmpq], bounds: Range) -> int:
    constant, slope = coefficients
    mask = 0
    for end, is_open, towards in (
        (bounds.lower, bounds.lower_open, -1),
        (bounds.upper, bounds.upper_open, 1),
    ):
        if end is None:
            mask |= POS if (slope > 0) == (towards > 0) else NEG
            continue
        value = constant + slope * end
        if value != 0:
            mask |= _sign(value)
        else:
            mask |= 0 if is_open else NIL
            mask |= POS if (slope > 0) != (towards > 0) else NEG
    return ANY if mask & POS and mask & NEG else mask


def _value(coefficients: list[fmpq], x: fmpq) -> fmpq:
    total = fmpq(0)
    for coefficient in reversed(coefficients):
        total = total * x + coefficient
    return total


def _point_in(bounds: Range) -> fmpq:
    if bounds.lower is not None and bounds.upper is not None:
        return (bounds.lower + bounds.upper) / 2
    if bounds.lower is not None:
        return bounds.lower + 1
    if bounds.upper is not None:
        return bounds.upper - 1
    return fmpq(0)


def _gcd(a: int, b: int) -> int:
    while b:
        a, b = b, a % b
    return a
